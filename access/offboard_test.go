package access

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func TestRealOffboardFrom120Teams(t *testing.T) {
	peopleEverywhere(t, func(t *testing.T, p *peopleTarget) {
		leaver, stays := p.accounts[0], p.accounts[1]
		in, invited := 0, 0
		for i := range 120 {
			people := []string{leaver}
			if i%10 == 0 {
				people = append(people, stays, fmt.Sprintf("zoe%d@example.org", i))
			}
			if i%12 == 5 { // a team without the leaver
				people = []string{stays, "old." + leaver}
				invited++
			} else {
				in++
			}
			p.team(t, p.box(fmt.Sprintf("Offboard %03d", i)), people...)
		}
		before := p.teams(t)
		names := []string{strings.ToUpper(leaver), "Old." + leaver}
		plan := p.offboard(t, names...)
		p.teams(t).want(t, before, "a plan changes nothing")
		if len(plan.Steps) != in+invited || plan.Removals() != in+invited {
			t.Fatalf("%d steps, want %d", len(plan.Steps), in+invited)
		}
		for i, s := range plan.Steps {
			if (s.Kind == StepRevokeInvite) != (i < invited) {
				t.Fatalf("step %d: %s: revocations come first", i+1, s)
			}
		}
		applied := p.apply(t, plan)
		after := p.teams(t)
		after.want(t, before.without(names...), "only the leaver is gone")
		after.want(t, before.told(t, applied), "what the results tell")
		if again := p.offboard(t, names...); !again.Empty() {
			t.Errorf("a second plan is not empty:\n%s", again)
		}
	})
}

func TestRealOffboardTwoPeople(t *testing.T) {
	peopleEverywhere(t, func(t *testing.T, p *peopleTarget) {
		till := p.team(t, p.box("Till"), p.accounts[2], p.accounts[3], p.accounts[4])
		admins := p.team(t, managing("Second admins"), p.accounts[2])
		p.token(t, till, "printer")
		other := p.team(t, p.box("Other"), p.accounts[3], "dan@example.org")
		before := p.teams(t)
		var id int64
		for userID, email := range before[other].Members {
			if email == p.accounts[3] {
				id = userID
			}
		}
		names := []string{p.accounts[2], fmt.Sprintf("user:%d", id), "nobody.at.all@example.org"}
		plan := p.offboard(t, names...)
		want := []string{
			fmt.Sprintf("remove_member %d %s", admins, p.accounts[2]),
			fmt.Sprintf("remove_member %d %s", till, p.accounts[2]),
			fmt.Sprintf("remove_member %d %s", till, p.accounts[3]),
			fmt.Sprintf("remove_member %d %s", other, p.accounts[3]),
		}
		if got := peopleKinds(plan); !reflect.DeepEqual(got, want) {
			t.Fatalf("%q, want %q", got, want)
		}
		peopleContain(t, plan.Remains, `token "printer" (`, p.accounts[2]+" could make tokens in every team",
			"nobody.at.all@example.org was found nowhere", "devices go on working", "OAuth applications", "accounts stay")
		peopleContain(t, plan.Warnings, fmt.Sprintf("no member is left in Second admins (%d), Other (%d)", admins, other))
		applied := p.apply(t, plan)
		after := p.teams(t)
		after.want(t, before.without(p.accounts[2], p.accounts[3]), "only these two are gone")
		after.want(t, before.told(t, applied), "what the results tell")
		if again := p.offboard(t, names...); !again.Empty() {
			t.Errorf("a second plan is not empty:\n%s", again)
		}
	})
}

// An account that is named by its id loses the invites to its address, also one that
// it never took since it got in another way.
func TestOffboardFindsInvitesByAccount(t *testing.T) {
	t.Parallel()
	p := newPeople(t, "2026.8.0")
	team := p.team(t, p.box("Late"), p.accounts[0])
	other := p.team(t, p.box("Other"))
	p.fake.AddInvite(other, "")
	own, there := p.fake.AddInvite(team, "Account01@Example.org"), p.fake.AddInvite(other, p.accounts[0])
	id := p.fake.Members(team)[0].ID
	plan := p.offboard(t, fmt.Sprintf("user:%d", id))
	want := []Step{
		{Kind: StepRevokeInvite, TeamID: team, Team: "Late", InviteID: own, Email: "Account01@Example.org"},
		{Kind: StepRevokeInvite, TeamID: other, Team: "Other", InviteID: there, Email: p.accounts[0]},
		{Kind: StepRemoveMember, TeamID: team, Team: "Late", UserID: id, Email: p.accounts[0]},
	}
	for i := range plan.Steps {
		plan.Steps[i].Grants = ""
	}
	if !reflect.DeepEqual(plan.Steps, want) {
		t.Errorf("%+v\nwant %+v", plan.Steps, want)
	}
	if want := []string{fmt.Sprintf("no member is left in Late (%d)", team)}; !reflect.DeepEqual(plan.Warnings, want) {
		t.Errorf("%q, want %q", plan.Warnings, want)
	}
	peopleContain(t, plan.Remains, fmt.Sprintf("team Other (%d) has an open invite without an address", other))
	p.apply(t, plan)
	if again := p.offboard(t, fmt.Sprintf("user:%d", id), p.accounts[0]); !again.Empty() {
		t.Errorf("%s", again)
	}
}

func TestOffboardTwins(t *testing.T) {
	t.Parallel()
	p := newPeople(t, "2026.8.0")
	team := p.team(t, p.box("Twins"), p.accounts[5])
	for _, email := range []string{"twin@example.org", "Twin@example.org"} {
		p.fake.AddMember(team, p.fake.AddUser(boxofficetest.PretixUser{Email: email}))
	}
	plan := p.offboard(t, "TWIN@example.org", "twin@example.org")
	if len(plan.Steps) != 2 || len(plan.Warnings) != 1 {
		t.Errorf("%s", plan)
	}
	peopleContain(t, plan.Warnings, "2 accounts have the address TWIN@example.org, and all are taken out: user:")
}

func TestOffboardReadsOnce(t *testing.T) {
	t.Parallel()
	p := newPeople(t, "2026.8.0")
	for i := range 5 {
		p.team(t, p.box(fmt.Sprint("Team ", i)), p.accounts[i], p.accounts[i+1])
	}
	count := func(people ...string) int {
		p.px.Version(t.Context())
		p.fake.ResetRequests()
		p.offboard(t, people...)
		if writes := peopleWrites(p.fake); len(writes) > 0 {
			t.Errorf("a plan writes: %q", writes)
		}
		return len(p.fake.Requests())
	}
	one, two := count(p.accounts[0]), count(p.accounts[0], p.accounts[1])
	// Six teams: the version, and twice the list of teams and three lists of each.
	if want := 1 + 2*(1+6*3); one > want || two != one {
		t.Errorf("%d requests for one, %d for two; at most %d each", one, two, want)
	}
}

// The guard of an apply reads teams that may manage teams, and no other: each step
// looks for itself.
func TestOffboardAppliesInFewRequests(t *testing.T) {
	t.Parallel()
	p := newPeople(t, "2026.8.0")
	for i := range 20 {
		p.team(t, p.box(fmt.Sprint("Team ", i)), p.accounts[0])
	}
	plan := p.offboard(t, p.accounts[0])
	p.fake.ResetRequests()
	p.apply(t, plan)
	// The version, twice the list of teams and three lists of one; the teams' names; three for each step.
	if n, most := len(p.fake.Requests()), 1+2*(1+3)+1+20*3; n > most {
		t.Errorf("%d requests, at most %d", n, most)
	}
	if n := len(peopleWrites(p.fake)); n != 20 {
		t.Errorf("%d writes", n)
	}
}

func TestOffboardGuard(t *testing.T) {
	t.Parallel()
	for _, version := range peopleVersions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			p := newPeople(t, version)
			before := p.teams(t)
			both := []string{"ada@example.org", "grace@example.org"}
			plan, err := Offboard(t.Context(), p.px, p.organizer, both, nil)
			if !errors.Is(err, ErrLockout) || len(plan.Steps) != 2 {
				t.Fatalf("the last administrators: %v, %v", plan, err)
			}
			if _, err := Apply(t.Context(), p.px, plan, nil); !errors.Is(err, ErrLockout) {
				t.Errorf("applied: %v", err)
			}
			p.teams(t).want(t, before, "refused, and done")
			force := Guard{Force: true}
			if plan, err = Offboard(t.Context(), p.px, p.organizer, both, &PlanOptions{Guard: force}); err != nil {
				t.Fatal(err)
			}
			if _, err := Apply(t.Context(), p.px, plan, &ApplyOptions{Guard: force}); err != nil {
				t.Fatal(err)
			}
			p.teams(t).want(t, before.without(both...), "forced")
		})
	}
}

// Somebody makes the leaver the last administrator after the plan.
func TestOffboardGuardLooksAgain(t *testing.T) {
	t.Parallel()
	p := newPeople(t, "2026.8.0")
	plan := p.offboard(t, "ada@example.org")
	p.fake.RemoveMember(p.admins, p.fake.Members(p.admins)[1].ID)
	if _, err := Apply(t.Context(), p.px, plan, nil); !errors.Is(err, ErrLockout) {
		t.Errorf("%v", err)
	}
	if members := p.fake.Members(p.admins); len(members) != 1 {
		t.Errorf("%+v", members)
	}
}

func TestOffboardGoesOn(t *testing.T) {
	t.Parallel()
	for _, version := range peopleVersions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			p := newPeople(t, version)
			var teams []int64
			for i := range 4 {
				teams = append(teams, p.team(t, p.box(fmt.Sprint("Team ", i)), p.accounts[0], p.accounts[1]))
			}
			before := p.teams(t)
			plan := p.offboard(t, p.accounts[0])
			path := fmt.Sprintf("/api/v1/organizers/%s/teams/%d/members/*/", p.organizer, teams[1])
			p.fake.Fail(boxofficetest.Fault{Method: http.MethodDelete, Path: path, Status: http.StatusBadRequest})
			applied, err := Apply(t.Context(), p.px, plan, nil)
			step, ok := errors.AsType[*StepError](err)
			if !ok || step.Number != 2 || step.Step.TeamID != teams[1] || !errors.Is(err, boxoffice.ErrInvalid) {
				t.Errorf("%v", err)
			}
			want := []Outcome{OutcomeDone, OutcomeFailed, OutcomeDone, OutcomeDone}
			if got := peopleOutcomes(applied); !slices.Equal(got, want) {
				t.Errorf("%q, want %q", got, want)
			}
			if pending := p.fake.PendingFaults(); len(pending) > 0 {
				t.Errorf("never happened: %+v", pending)
			}
			p.teams(t).want(t, before.told(t, applied), "what the results tell")
			again := p.offboard(t, p.accounts[0])
			if got := peopleKinds(again); len(got) != 1 || again.Steps[0].TeamID != teams[1] {
				t.Errorf("a second plan shows what is left: %q", got)
			}
			p.apply(t, again)
			p.teams(t).want(t, before.without(p.accounts[0]), "in the end")
		})
	}
}

func TestOffboardInBetween(t *testing.T) {
	t.Parallel()
	for _, version := range peopleVersions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			p := newPeople(t, version)
			accepts := p.team(t, p.box("Accepts"), "zoe@example.org")
			secret := p.fake.Outbox()[0].Secret
			p.team(t, p.box("Still invited"), "zoe@example.org")
			out := p.team(t, p.box("Out"), p.accounts[0])
			p.team(t, p.box("In"), p.accounts[0])
			plan := p.offboard(t, "zoe@example.org", p.accounts[0])
			p.fake.AcceptInvite(secret, boxofficetest.PretixUser{Email: "Zoe@example.org"})
			p.fake.RemoveMember(out, p.fake.Members(out)[0].ID)
			before := p.teams(t)
			applied, err := Apply(t.Context(), p.px, plan, nil)
			if step, ok := errors.AsType[*StepError](err); !ok || !errors.Is(err, ErrChanged) || step.Step.TeamID != accepts {
				t.Errorf("%v", err)
			}
			want := []Outcome{OutcomeFailed, OutcomeDone, OutcomeAlready, OutcomeDone}
			if got := peopleOutcomes(applied); !slices.Equal(got, want) {
				t.Errorf("%q, want %q\n%s", got, want, applied)
			}
			p.teams(t).want(t, before.told(t, applied), "what the results tell")
			again := p.offboard(t, "zoe@example.org", p.accounts[0])
			if got := peopleKinds(again); !reflect.DeepEqual(got, []string{fmt.Sprintf("remove_member %d Zoe@example.org", accepts)}) {
				t.Errorf("a second plan: %q", got)
			}
		})
	}
}

// peopleSafe tells that nothing in a plan plays tricks on a terminal.
func peopleSafe(t *testing.T, plan *Plan) {
	t.Helper()
	if plan.Empty() {
		t.Errorf("nothing to print: %s", plan)
	}
	for _, line := range slices.Concat(plan.Warnings, plan.Remains, strings.Split(plan.String(), "\n")) {
		peoplePrintable(t, line)
	}
}

func peoplePrintable(t *testing.T, line string) {
	t.Helper()
	if i := strings.IndexFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 {
		t.Errorf("%q is printed", line[i:])
	}
}

const peopleHostile = "\x1b[2J\u202egnp.exe\nforged line\t\u0085\x00"

func TestOffboardIsSafeToPrint(t *testing.T) {
	t.Parallel()
	p := newPeople(t, "2026.8.0")
	admins := p.fake.AddTeam("", boxofficetest.PretixTeam{Name: peopleHostile, AllOrganizerPermissions: true})
	p.fake.AddMember(admins, p.fake.AddUser(boxofficetest.PretixUser{Email: "mallory@example.org", FullName: peopleHostile}))
	p.fake.AddToken(admins, peopleHostile)
	p.fake.AddInvite(admins, "mallory@example.org")
	plan := p.offboard(t, "mallory@example.org")
	applied := p.apply(t, plan)
	peopleSafe(t, plan)
	peopleSafe(t, p.onboard(t, Newcomer{"mallory@example.org", []string{peopleHostile}}))
	peopleSafe(t, p.retire(t, admins))
	for line := range strings.Lines(applied.String()) {
		peoplePrintable(t, strings.TrimSuffix(line, "\n"))
	}
	// The head, the team with two steps, and what is warned of and left.
	if n, want := strings.Count(plan.String(), "\n"), 4+len(plan.Warnings)+len(plan.Remains); n != want {
		t.Errorf("%d lines, want %d:\n%s", n, want, plan)
	}
}

func TestOffboardArguments(t *testing.T) {
	t.Parallel()
	p := newPeople(t, "2026.8.0")
	p.fake.ResetRequests()
	for _, c := range []struct {
		people []string
		opts   *PlanOptions
		want   string
	}{
		{nil, nil, "people"},
		{[]string{"ada@example.org", "ada"}, nil, "people[1]"},
		{[]string{"user:0"}, nil, "people[0]"},
		{[]string{""}, nil, "people[0]"},
		{[]string{"ada@example.org"}, &PlanOptions{Prune: true}, "opts.Prune"},
	} {
		_, err := Offboard(t.Context(), p.px, p.organizer, c.people, c.opts)
		if e, ok := errors.AsType[*boxoffice.ArgumentError](err); !ok || e.Argument != c.want {
			t.Errorf("%q: %v, want %s", c.people, err, c.want)
		}
	}
	if n := len(p.fake.Requests()); n > 0 {
		t.Errorf("%d requests for wrong arguments", n)
	}
}

// What can't be read whole is no base for saying that somebody is out.
func TestOffboardNeedsAllOfIt(t *testing.T) {
	t.Parallel()
	p := newPeople(t, "2026.8.0")
	team := p.team(t, p.box("Broken"), p.accounts[0])
	p.fake.Fail(boxofficetest.Fault{Path: fmt.Sprintf("/api/v1/organizers/%s/teams/%d/invites/", p.organizer, team), Status: http.StatusTeapot, Times: -1})
	if plan, err := Offboard(t.Context(), p.px, p.organizer, []string{p.accounts[0]}, nil); plan != nil || err == nil || !strings.Contains(err.Error(), "invites of") {
		t.Errorf("%v, %v", plan, err)
	}
}

// Who is named by an account is not taken for another one whose address differs only
// in case.
func TestOffboardAnAccountAlone(t *testing.T) {
	t.Parallel()
	p := newPeople(t, "2026.8.0")
	office := p.team(t, p.box("Box office"))
	var accounts []int64
	for _, email := range []string{"zoe@example.org", "Zoe@example.org"} {
		id := p.fake.AddUser(boxofficetest.PretixUser{Email: email})
		p.fake.AddMember(office, id)
		accounts = append(accounts, id)
	}
	for _, id := range accounts {
		plan := p.offboard(t, fmt.Sprint("user:", id))
		if len(plan.Steps) != 1 || plan.Steps[0].UserID != id || len(plan.Warnings) != 0 {
			t.Errorf("user:%d\n%s", id, plan)
		}
	}
}
