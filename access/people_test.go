package access

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// peopleTarget is a pretix to bring people in and out of: a real one, or one in memory.
type peopleTarget struct {
	px        *boxoffice.Pretix
	url       string
	organizer string
	admins    int64 // the team of the client's token
	accounts  []string
	events    []string
	fake      *boxofficetest.Pretix // nil for a real one
	protected map[int64]bool        // teams that can't be deleted: their tokens have written
}

var peopleVersions = []string{"2026.8.0", "2026.2.2", "4.17.1"}

// peopleEverywhere runs a test on the pretix that the environment names, or else on
// one in memory of each generation.
func peopleEverywhere(t *testing.T, test func(*testing.T, *peopleTarget)) {
	t.Helper()
	if os.Getenv("PRETIX_URL") != "" {
		// One after the other: they share a server, of which a plan reads all.
		test(t, peopleReal(t))
		return
	}
	t.Parallel()
	for _, version := range peopleVersions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			test(t, newPeople(t, version))
		})
	}
}

func peopleReal(t *testing.T) *peopleTarget {
	t.Helper()
	p := &peopleTarget{
		url: os.Getenv("PRETIX_URL"), organizer: os.Getenv("PRETIX_ORGANIZER"), protected: map[int64]bool{},
		accounts: strings.Split(os.Getenv("PRETIX_ACCOUNTS"), ","), events: strings.Split(os.Getenv("PRETIX_EVENTS"), ","),
	}
	var err error
	p.admins, err = strconv.ParseInt(os.Getenv("PRETIX_DEMO_TEAM"), 10, 64)
	if err != nil || len(p.accounts) < 12 || len(p.events) < 2 {
		t.Fatal("PRETIX_URL is set, and PRETIX_DEMO_TEAM, PRETIX_ACCOUNTS or PRETIX_EVENTS is not, as conformance/withpretix sets them")
	}
	p.px = p.as(t, os.Getenv("PRETIX_TOKEN"))
	return p
}

// newPeople is a pretix in memory with two administrators, of whom ada uses 2FA.
func newPeople(t *testing.T, version string) *peopleTarget {
	t.Helper()
	fake := boxofficetest.NewPretix(t, boxofficetest.WithVersion(version))
	p := &peopleTarget{url: fake.URL, organizer: fake.Organizer, admins: fake.AdminTeam, fake: fake, protected: map[int64]bool{}}
	for _, slug := range []string{"gala", "openair"} {
		fake.AddEvent("", boxofficetest.PretixEvent{Slug: slug})
		p.events = append(p.events, slug)
	}
	for _, u := range []boxofficetest.PretixUser{{Email: "ada@example.org", FullName: "Ada", Uses2FA: true}, {Email: "grace@example.org", FullName: "Grace"}} {
		fake.AddMember(fake.AdminTeam, fake.AddUser(u))
	}
	for i := range 12 {
		email := fmt.Sprintf("account%02d@example.org", i+1)
		fake.AddUser(boxofficetest.PretixUser{Email: email})
		p.accounts = append(p.accounts, email)
	}
	p.px = p.as(t, fake.Token)
	return p
}

func (p *peopleTarget) as(t *testing.T, token string) *boxoffice.Pretix {
	t.Helper()
	px, err := boxoffice.NewPretix(p.url, boxoffice.PretixTeamToken(token))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(px.CloseIdleConnections)
	return px
}

// box is a team that may do something at one event.
func (p *peopleTarget) box(name string) boxoffice.TeamCreate {
	return boxoffice.TeamCreate{
		Name: name, Events: boxoffice.OnlyEvents(p.events[0]),
		Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions(boxoffice.PermissionEventOrdersRead)},
	}
}

// managing is a team that may manage teams.
func managing(name string) boxoffice.TeamCreate {
	return boxoffice.TeamCreate{Name: name, Permissions: boxoffice.Permissions{Organizer: boxoffice.OnlyPermissions(boxoffice.PermissionOrganizerTeamsWrite)}}
}

// team makes a team with people in it, who are invited when they have no account. It
// goes away with the test, unless a token of it has written something.
func (p *peopleTarget) team(t *testing.T, c boxoffice.TeamCreate, people ...string) int64 {
	t.Helper()
	team, err := p.px.Teams.Create(t.Context(), p.organizer, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if p.protected[team.ID] {
			return
		}
		if err := p.px.Teams.Delete(context.WithoutCancel(t.Context()), p.organizer, team.ID); err != nil {
			t.Errorf("cleaning up: %v", err)
		}
	})
	for _, email := range people {
		if _, err := p.px.Invites.Create(t.Context(), p.organizer, team.ID, email); err != nil {
			t.Fatal(err)
		}
	}
	return team.ID
}

func (p *peopleTarget) token(t *testing.T, teamID int64, name string) *boxoffice.NewTeamToken {
	t.Helper()
	token, err := p.px.Tokens.Create(t.Context(), p.organizer, teamID, name)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func (p *peopleTarget) offboard(t *testing.T, people ...string) *Plan {
	t.Helper()
	plan, err := Offboard(t.Context(), p.px, p.organizer, people, nil)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func (p *peopleTarget) apply(t *testing.T, plan *Plan) *Applied {
	t.Helper()
	applied, err := Apply(t.Context(), p.px, plan, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, plan)
	}
	return applied
}

// peopleTeam is what a team has.
type peopleTeam struct {
	Name, Events, Event, Organizer string
	Members, Invites, Tokens       map[int64]string // active tokens
}

type peopleTeams map[int64]*peopleTeam

// teams reads everything, by other means than those under test on a fake.
func (p *peopleTarget) teams(t *testing.T) peopleTeams {
	t.Helper()
	out := peopleTeams{}
	for team, err := range p.px.Teams.All(t.Context(), p.organizer, nil) {
		if err != nil {
			t.Fatal(err)
		}
		out[team.ID] = &peopleTeam{
			Name: team.Name, Events: team.Events().String(), Event: team.Permissions().Event.String(), Organizer: team.Permissions().Organizer.String(),
			Members: map[int64]string{}, Invites: map[int64]string{}, Tokens: map[int64]string{},
		}
		for m, err := range p.px.Members.All(t.Context(), p.organizer, team.ID, nil) {
			if err != nil {
				t.Fatal(err)
			}
			out[team.ID].Members[m.ID] = m.Email
		}
		for i, err := range p.px.Invites.All(t.Context(), p.organizer, team.ID, nil) {
			if err != nil {
				t.Fatal(err)
			}
			out[team.ID].Invites[i.ID] = i.Email
		}
		for k, err := range p.px.Tokens.All(t.Context(), p.organizer, team.ID, nil) {
			if err != nil {
				t.Fatal(err)
			}
			if k.Active {
				out[team.ID].Tokens[k.ID] = k.Name
			}
		}
	}
	return out
}

// without is what the teams have when people, by their addresses, are gone.
func (teams peopleTeams) without(people ...string) peopleTeams {
	gone := func(_ int64, email string) bool {
		return slices.ContainsFunc(people, func(p string) bool { return strings.EqualFold(p, email) })
	}
	out := teams.clone()
	for _, team := range out {
		maps.DeleteFunc(team.Members, gone)
		maps.DeleteFunc(team.Invites, gone)
	}
	return out
}

func (teams peopleTeams) clone() peopleTeams {
	out := peopleTeams{}
	for id, team := range teams {
		c := *team
		c.Members, c.Invites, c.Tokens = maps.Clone(c.Members), maps.Clone(c.Invites), maps.Clone(c.Tokens)
		out[id] = &c
	}
	return out
}

// told is what the teams have by what the results say.
func (teams peopleTeams) told(t *testing.T, applied *Applied) peopleTeams {
	t.Helper()
	out := teams.clone()
	for i, r := range applied.Results {
		s, team := applied.Plan.Steps[i], out[r.TeamID]
		if r.Outcome != OutcomeDone && r.Outcome != OutcomeAlready {
			continue
		}
		switch s.Kind {
		case StepRemoveMember:
			delete(team.Members, s.UserID)
		case StepRevokeInvite:
			delete(team.Invites, s.InviteID)
		case StepDisableToken:
			delete(team.Tokens, s.TokenID)
		case StepUpdateTeam:
			team.Events, team.Event, team.Organizer = s.Change.Events.String(), s.Change.Permissions.Event.String(), s.Change.Permissions.Organizer.String()
		case StepInvite:
			switch r.Membership {
			case boxoffice.MembershipInvited, boxoffice.MembershipAlreadyInvited:
				team.Invites[r.InviteID] = s.Email
			case boxoffice.MembershipAdded, boxoffice.MembershipAlreadyMember:
				team.Members[r.UserID] = s.Email
			}
		default:
			t.Fatalf("%+v", s)
		}
	}
	return out
}

func (teams peopleTeams) String() string {
	var b strings.Builder
	for _, id := range slices.Sorted(maps.Keys(teams)) {
		fmt.Fprintf(&b, "%d %+v\n", id, *teams[id])
	}
	return b.String()
}

func (teams peopleTeams) want(t *testing.T, want peopleTeams, what string) {
	t.Helper()
	if !reflect.DeepEqual(teams, want) {
		t.Errorf("%s:\n%s\nwant\n%s", what, teams, want)
	}
}

// peopleWrites are the requests that changed something, or tried to.
func peopleWrites(fake *boxofficetest.Pretix) []string {
	var out []string
	for _, r := range fake.Requests() {
		if r.Method != http.MethodGet {
			out = append(out, r.Method+" "+r.Path)
		}
	}
	return out
}

// peopleKinds are the steps of a plan in a few words.
func peopleKinds(p *Plan) []string {
	var out []string
	for _, s := range p.Steps {
		out = append(out, fmt.Sprintf("%s %d %s", s.Kind, s.TeamID, cmp.Or(s.Email, s.Token)))
	}
	return out
}

// peopleOutcomes are what became of the steps.
func peopleOutcomes(a *Applied) []Outcome {
	var out []Outcome
	for _, r := range a.Results {
		out = append(out, r.Outcome)
	}
	return out
}

func peopleContain(t *testing.T, lines []string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, w) }) {
			t.Errorf("%q is missing in\n%s", w, strings.Join(lines, "\n"))
		}
	}
}
