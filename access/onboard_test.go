package access

import (
	"bytes"
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

func (p *peopleTarget) onboard(t *testing.T, newcomers ...Newcomer) *Plan {
	t.Helper()
	plan, err := Onboard(t.Context(), p.px, p.organizer, newcomers, nil)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func TestRealOnboard(t *testing.T) {
	peopleEverywhere(t, func(t *testing.T, p *peopleTarget) {
		member, account := p.accounts[6], p.accounts[7]
		till := p.team(t, p.box("Onboard till"), member, "invited@example.org")
		door := p.team(t, p.box("Onboard door"))
		admins := p.team(t, managing("Onboard admins"))
		before := p.teams(t)
		newcomers := []Newcomer{
			{Email: strings.ToUpper(member), Teams: []string{"Onboard till"}},
			{Email: " Invited@example.org", Teams: []string{"Onboard till", fmt.Sprintf("team:%d", door)}},
			{Email: account, Teams: []string{"Onboard door", "Onboard admins", "Onboard door"}},
			{Email: "new@example.org", Teams: []string{"Onboard door"}},
			{Email: "NEW@example.org", Teams: []string{"Onboard door"}},
		}
		plan := p.onboard(t, newcomers...)
		p.teams(t).want(t, before, "a plan changes nothing")
		want := []string{
			fmt.Sprintf("invite %d Invited@example.org", door), fmt.Sprintf("invite %d %s", door, account),
			fmt.Sprintf("invite %d new@example.org", door), fmt.Sprintf("invite %d %s", admins, account),
		}
		if got := peopleKinds(plan); !reflect.DeepEqual(got, want) {
			t.Fatalf("%q, want %q", got, want)
		}
		wantWarnings := []string{
			fmt.Sprintf("team Onboard admins (%d) may manage teams, so whoever joins can give themselves everything: %s", admins, account),
			"who has an account is a member at once and gets no mail: tell them; the others get an invitation",
		}
		if !reflect.DeepEqual(plan.Warnings, wantWarnings) {
			t.Errorf("%q, want %q", plan.Warnings, wantWarnings)
		}
		applied := p.apply(t, plan)
		var got []boxoffice.Membership
		for _, r := range applied.Results {
			got = append(got, r.Membership)
		}
		invited, added := boxoffice.MembershipInvited, boxoffice.MembershipAdded
		if want := []boxoffice.Membership{invited, added, invited, added}; !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		after := p.teams(t)
		after.want(t, before.told(t, applied), "what the results tell")
		if len(after[door].Members) != 1 || len(after[door].Invites) != 2 || len(after[admins].Members) != 1 || !reflect.DeepEqual(after[till], before[till]) {
			t.Errorf("%s", after)
		}
		if again := p.onboard(t, newcomers...); !again.Empty() || len(again.Warnings) > 0 {
			t.Errorf("a second plan is not empty:\n%s", again)
		}
	})
}

func TestOnboard2FA(t *testing.T) {
	t.Parallel()
	p := newPeople(t, "2026.2.2")
	team := p.box("Strict")
	team.Require2FA = true
	strict := p.team(t, team)
	plan, err := Onboard(t.Context(), p.px, p.organizer, []Newcomer{
		{"ada@example.org", []string{"Strict"}}, {"grace@example.org", []string{"Strict"}}, {"new@example.org", []string{"Strict"}},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		fmt.Sprintf("team Strict (%d) requires 2FA, and who uses none is kept out everywhere, not only here: grace@example.org use none", strict),
		fmt.Sprintf("team Strict (%d) requires 2FA, and who uses none is kept out everywhere, not only here; of new@example.org it is not known", strict),
		"who has an account is a member at once and gets no mail: tell them; the others get an invitation",
	}
	if !reflect.DeepEqual(plan.Warnings, want) {
		t.Errorf("%q, want %q", plan.Warnings, want)
	}

	// grace uses none: in that team, she could do nothing any more, anywhere.
	p.fake.RemoveMember(p.admins, p.fake.Members(p.admins)[0].ID)
	plan, err = Onboard(t.Context(), p.px, p.organizer, []Newcomer{{"Grace@example.org", []string{"Strict"}}}, nil)
	if !errors.Is(err, ErrLockout) || plan == nil || !strings.Contains(err.Error(), "use no second factor") {
		t.Errorf("the last administrator locks herself out: %v", err)
	}
}

func TestOnboardReadsWhatItNeeds(t *testing.T) {
	t.Parallel()
	p := newPeople(t, "2026.8.0")
	for i := range 20 {
		p.team(t, p.box(fmt.Sprint("Team ", i)), p.accounts[0])
	}
	p.fake.ResetRequests()
	p.onboard(t, Newcomer{"new@example.org", []string{"Team 7"}})
	// The version; twice the list of teams, and three lists of two teams.
	if n, most := len(p.fake.Requests()), 1+2*(1+2*3); n > most {
		t.Errorf("%d requests, at most %d", n, most)
	}
	if writes := peopleWrites(p.fake); len(writes) > 0 {
		t.Errorf("a plan writes: %q", writes)
	}
}

// It goes on after one that fails, and a second apply makes up for that.
func TestOnboardResumes(t *testing.T) {
	t.Parallel()
	for _, version := range peopleVersions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			p := newPeople(t, version)
			p.team(t, p.box("Till"))
			before := p.teams(t)
			plan := p.onboard(t, Newcomer{"a@example.org", []string{"Till"}}, Newcomer{"b@example.org", []string{"Till"}}, Newcomer{p.accounts[0], []string{"Till"}})
			p.fake.Fail(boxofficetest.Fault{Method: http.MethodPost, Skip: 1, Status: http.StatusBadRequest, Body: `["no"]`})
			var journal bytes.Buffer
			applied, err := Apply(t.Context(), p.px, plan, &ApplyOptions{Journal: &journal})
			if want := []Outcome{OutcomeDone, OutcomeFailed, OutcomeDone}; err == nil || !slices.Equal(peopleOutcomes(applied), want) {
				t.Fatalf("%v\n%s", err, applied)
			}
			p.teams(t).want(t, before.told(t, applied), "what the results tell")
			j, err := ReadJournal(bytes.NewReader(journal.Bytes()))
			if err != nil {
				t.Fatal(err)
			}
			applied, err = Apply(t.Context(), p.px, plan, &ApplyOptions{Journal: &journal, Resume: j})
			if err != nil {
				t.Fatal(err)
			}
			p.teams(t).want(t, before.told(t, applied), "what the results tell in the end")
			if n := len(p.fake.Outbox()); n != 2 {
				t.Errorf("%d mails", n)
			}
		})
	}
}

func TestOnboardInBetween(t *testing.T) {
	t.Parallel()
	p := newPeople(t, "2026.8.0")
	team := p.team(t, p.box("Till"))
	plan := p.onboard(t, Newcomer{"a@example.org", []string{"Till"}}, Newcomer{p.accounts[0], []string{"Till"}})
	before := p.teams(t)
	p.fake.AddInvite(team, "A@example.org")
	p.fake.AddMember(team, p.fake.AddUser(boxofficetest.PretixUser{Email: "Account01@example.org"}))
	applied := p.apply(t, plan)
	for i, want := range []boxoffice.Membership{boxoffice.MembershipAlreadyInvited, boxoffice.MembershipAlreadyMember} {
		if r := applied.Results[i]; r.Outcome != OutcomeAlready || r.Membership != want {
			t.Errorf("%+v", r)
		}
	}
	if after := p.teams(t); len(after[team].Members) != 1 || len(after[team].Invites) != 1 || len(before[team].Members) != 0 {
		t.Errorf("%s", after)
	}
}

func TestOnboardArguments(t *testing.T) {
	t.Parallel()
	p := newPeople(t, "2026.8.0")
	p.team(t, p.box("Twice"))
	p.team(t, p.box("Twice"))
	team := p.team(t, p.box("team:1"))
	for _, c := range []struct {
		newcomers []Newcomer
		opts      *PlanOptions
		want      []string
	}{
		{nil, nil, []string{"newcomers"}},
		{[]Newcomer{{"a@example.org", []string{"Twice"}}}, &PlanOptions{Prune: true}, []string{"opts.Prune"}},
		{[]Newcomer{{"a", []string{"x"}}, {"", nil}}, nil, []string{"newcomers[0].Email", "newcomers[1].Email", "newcomers[1].Teams"}},
		{
			[]Newcomer{{"a@example.org", []string{"Twice", "Nope\x1b"}}, {"b@example.org", []string{"team:999", "team:x"}}}, nil,
			[]string{"newcomers[0].Teams[0]", "newcomers[0].Teams[1]", "newcomers[1].Teams[0]", "newcomers[1].Teams[1]"},
		},
	} {
		plan, err := Onboard(t.Context(), p.px, p.organizer, c.newcomers, c.opts)
		if plan != nil || err == nil {
			t.Fatalf("%+v: %v", c.newcomers, plan)
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%+v: %v, want %s", c.newcomers, err, want)
			}
		}
		if _, ok := errors.AsType[*boxoffice.ArgumentError](err); !ok || strings.ContainsFunc(strings.ReplaceAll(err.Error(), "\n", ""), func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("%q", err)
		}
	}
	// An id counts before a name that looks like one.
	plan := p.onboard(t, Newcomer{"a@example.org", []string{"team:1"}}, Newcomer{"b@example.org", []string{fmt.Sprintf("team:%d", team)}})
	if got, want := peopleKinds(plan), []string{fmt.Sprintf("invite %d a@example.org", p.admins), fmt.Sprintf("invite %d b@example.org", team)}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
