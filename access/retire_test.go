package access

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func (p *peopleTarget) retire(t *testing.T, teamID int64) *Plan {
	t.Helper()
	plan, err := Retire(t.Context(), p.px, p.organizer, teamID, p.retireOptions())
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func (p *peopleTarget) retireOptions() *PlanOptions {
	return &PlanOptions{Guard: Guard{TeamID: p.admins}}
}

func (p *peopleTarget) applyRetire(t *testing.T, plan *Plan) (*Applied, error) {
	t.Helper()
	return Apply(t.Context(), p.px, plan, &ApplyOptions{Guard: Guard{TeamID: p.admins}})
}

// retired is what the teams have when one is retired.
func (teams peopleTeams) retired(id int64) peopleTeams {
	out := teams.clone()
	none := map[int64]string{}
	nothing := boxoffice.OnlyPermissions().String()
	out[id] = &peopleTeam{
		Name: teams[id].Name, Events: boxoffice.OnlyEvents().String(), Event: nothing, Organizer: nothing, Members: none, Invites: none, Tokens: none,
	}
	return out
}

// A team of which a token has written something can't be deleted.
func TestRealRetire(t *testing.T) {
	peopleEverywhere(t, func(t *testing.T, p *peopleTarget) {
		may := managing("Retire")
		may.Events = boxoffice.AllEvents()
		may.Permissions.Event = boxoffice.AllPermissions()
		team := p.team(t, may, p.accounts[8], p.accounts[9], "zoe.retire@example.org")
		old, token := p.token(t, team, "old"), p.token(t, team, "writer")
		if _, err := p.px.Tokens.Disable(t.Context(), p.organizer, team, old.Token.ID); err != nil {
			t.Fatal(err)
		}
		p.protected[team] = true
		if _, err := p.as(t, token.Secret.Reveal()).Invites.Create(t.Context(), p.organizer, team, "yan.retire@example.org"); err != nil {
			t.Fatal(err)
		}
		before := p.teams(t)
		plan := p.retire(t, team)
		p.teams(t).want(t, before, "a plan changes nothing")
		var kinds []StepKind
		for _, s := range plan.Steps {
			kinds = append(kinds, s.Kind)
		}
		want := []StepKind{StepRevokeInvite, StepRevokeInvite, StepRemoveMember, StepRemoveMember, StepDisableToken, StepUpdateTeam}
		if !slices.Equal(kinds, want) {
			t.Errorf("%q, want %q", kinds, want)
		}
		wantRemains := []string{fmt.Sprintf("team Retire (%d) stays, with its name and its disabled tokens: pretix does not delete a team of which a token has written something", team)}
		if !reflect.DeepEqual(plan.Remains, wantRemains) {
			t.Errorf("%q", plan.Remains)
		}
		applied, err := p.applyRetire(t, plan)
		if err != nil {
			t.Fatal(err)
		}
		after := p.teams(t)
		after.want(t, before.retired(team), "the team is empty and the others are as they were")
		after.want(t, before.told(t, applied), "what the results tell")
		if _, err := p.as(t, token.Secret.Reveal()).Teams.Get(t.Context(), p.organizer, team); !errors.Is(err, boxoffice.ErrUnauthorized) {
			t.Errorf("its token works: %v", err)
		}
		if again := p.retire(t, team); !again.Empty() || len(again.Remains) > 0 {
			t.Errorf("a second plan is not empty:\n%s", again)
		}
	})
}

// strangeTeam makes a team that holds a permission of a plugin that is not there, in a
// way that no API has. It returns 0 where there is none.
func (p *peopleTarget) strangeTeam(t *testing.T) int64 {
	t.Helper()
	if p.fake != nil {
		if p.fake.Version() < "2026.3" || strings.HasPrefix(p.fake.Version(), "4.") {
			return 0
		}
		return p.fake.AddTeam("", boxofficetest.PretixTeam{Name: "Strange", LimitEventPermissions: []string{"event.gone:write", "event.items:write"}})
	}
	shell := os.Getenv("PRETIX_SHELL")
	if shell == "" {
		return 0
	}
	command := exec.Command(shell)
	command.Stdin = strings.NewReader(fmt.Sprintf(`
from pretix.base.models import Organizer, Team
from django_scopes import scopes_disabled
with scopes_disabled():
    named = "all_event_permissions" in {field.name for field in Team._meta.get_fields()}
    made = Team.objects.create(organizer=Organizer.objects.get(slug=%q), name="Strange",
        limit_event_permissions={"event.gone:write": True, "event.items:write": True}).pk if named else 0
print(made)
`, p.organizer))
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	var id int64
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &id); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	return id
}

func TestRealRetireWhatCantBeChanged(t *testing.T) {
	peopleEverywhere(t, func(t *testing.T, p *peopleTarget) {
		team := p.strangeTeam(t)
		if team == 0 {
			t.Skip("before 2026.3 no team can hold a permission that the server does not know")
		}
		t.Cleanup(func() { p.px.Teams.Delete(context.WithoutCancel(t.Context()), p.organizer, team) })
		p.token(t, team, "till")
		for _, email := range []string{p.accounts[10], "zoe.strange@example.org"} {
			if _, err := p.px.Invites.Create(t.Context(), p.organizer, team, email); err != nil {
				t.Fatal(err)
			}
		}
		before := p.teams(t)
		plan := p.retire(t, team)
		peopleContain(t, plan.Remains, "can't be changed unless the server knows its permissions")
		applied, err := p.applyRetire(t, plan)
		if !errors.Is(err, boxoffice.ErrTeamStuck) {
			t.Errorf("%v", err)
		}
		after, want := p.teams(t), before.clone()
		want[team].Members, want[team].Invites, want[team].Tokens = map[int64]string{}, map[int64]string{}, map[int64]string{}
		after.want(t, want, "everybody is out")
		after.want(t, before.told(t, applied), "what the results tell")
		again := p.retire(t, team)
		if len(again.Steps) != 1 || again.Steps[0].Kind != StepUpdateTeam {
			t.Errorf("only the change is left: %s", again)
		}
	})
}

// A combination that pretix takes when a team is made, and then chokes on.
func TestRealRetireStuckTeam(t *testing.T) {
	peopleEverywhere(t, func(t *testing.T, p *peopleTarget) {
		made, err := boxoffice.Do[boxoffice.Team](t.Context(), p.px.Client(), boxoffice.Request{
			Method: http.MethodPost, Path: "/organizers/{organizer}/teams/", Params: map[string]string{"organizer": p.organizer},
			Body: map[string]any{"name": "Stuck", "limit_events": []string{p.events[0]}, "limit_event_permissions": []string{"event.orders:write"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { p.px.Teams.Delete(context.WithoutCancel(t.Context()), p.organizer, made.ID) })
		plan := p.retire(t, made.ID)
		if stuck := len(made.Problems()) > 0; stuck != strings.Contains(plan.String(), "the team is stuck and is repaired in the same write") {
			t.Errorf("%s", plan)
		}
		before := p.teams(t)
		applied, err := p.applyRetire(t, plan)
		if err != nil {
			t.Fatal(err)
		}
		p.teams(t).want(t, before.retired(made.ID), "the team is empty")
		p.teams(t).want(t, before.told(t, applied), "what the results tell")
		if again := p.retire(t, made.ID); !again.Empty() {
			t.Errorf("%s", again)
		}
	})
}

func TestRetireTeamWithAllAndSomeEvents(t *testing.T) {
	t.Parallel()
	for _, version := range peopleVersions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			p := newPeople(t, version)
			team := p.fake.AddTeam("", boxofficetest.PretixTeam{Name: "Both", AllEvents: true, LimitEvents: []string{"gala"}})
			before := p.teams(t)
			plan := p.retire(t, team)
			peopleContain(t, strings.Split(plan.String(), "\n"), "the team is stuck and is repaired in the same write")
			if _, err := p.applyRetire(t, plan); err != nil {
				t.Fatal(err)
			}
			p.teams(t).want(t, before.retired(team), "the team is empty")
			if got := p.fake.Team(team); got.AllEvents || len(got.LimitEvents) > 0 {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestRetireGuard(t *testing.T) {
	t.Parallel()
	for _, version := range peopleVersions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			p := newPeople(t, version)
			own := p.fake.Tokens(p.admins)[0].ID
			p.fake.AddToken(p.admins, "another")
			before := p.teams(t)
			for _, guard := range []Guard{{}, {TeamID: p.admins}, {TokenID: own}} {
				plan, err := Retire(t.Context(), p.px, p.organizer, p.admins, &PlanOptions{Guard: guard})
				if !errors.Is(err, ErrLockout) || plan == nil || len(plan.Steps) != 5 {
					t.Fatalf("the only administrators: %v, %v", plan, err)
				}
				if _, err := Apply(t.Context(), p.px, plan, &ApplyOptions{Guard: guard}); !errors.Is(err, ErrLockout) {
					t.Errorf("applied: %v", err)
				}
			}
			p.teams(t).want(t, before, "refused, and done")

			force := Guard{Force: true, TeamID: p.admins, TokenID: own}
			plan, err := Retire(t.Context(), p.px, p.organizer, p.admins, &PlanOptions{Guard: force})
			if err != nil || len(plan.Warnings) != 1 || !strings.HasPrefix(plan.Warnings[0], "it is your own team") {
				t.Fatalf("%v, %v", plan, err)
			}
			applied, err := Apply(t.Context(), p.px, plan, &ApplyOptions{Guard: force})
			want := []Outcome{OutcomeDone, OutcomeDone, OutcomeDone, OutcomeUnchecked, OutcomeFailed}
			if !errors.Is(err, boxoffice.ErrUnauthorized) || !slices.Equal(peopleOutcomes(applied), want) {
				t.Errorf("%v\n%s", err, applied)
			}
			if members := p.fake.Members(p.admins); len(members) > 0 {
				t.Errorf("%+v", members)
			}
			for _, token := range p.fake.Tokens(p.admins) {
				if token.Active {
					t.Errorf("%s", token)
				}
			}
		})
	}
}

// With another team of administrators, the first may go.
func TestRetireOneOfTwo(t *testing.T) {
	t.Parallel()
	p := newPeople(t, "2026.8.0")
	second := p.team(t, managing("Second"), p.accounts[0])
	px := p.as(t, p.token(t, second, "second").Secret.Reveal())
	guard := Guard{TeamID: second}
	plan, err := Retire(t.Context(), px, p.organizer, p.admins, &PlanOptions{Guard: guard})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Apply(t.Context(), px, plan, &ApplyOptions{Guard: guard}); err != nil {
		t.Fatal(err)
	}
	if got := p.fake.Team(p.admins); got.AllOrganizerPermissions || got.AllEvents || len(p.fake.Members(p.admins)) > 0 {
		t.Errorf("%+v", got)
	}
	p.protected[second] = true
}

func TestRetireGoesOn(t *testing.T) {
	t.Parallel()
	p := newPeople(t, "2026.8.0")
	team := p.team(t, p.box("Till"), p.accounts[0], p.accounts[1], "zoe@example.org")
	p.token(t, team, "till")
	before := p.teams(t)
	plan := p.retire(t, team)
	p.fake.Fail(boxofficetest.Fault{Method: http.MethodDelete, Path: fmt.Sprintf("/api/v1/organizers/demo/teams/%d/members/*/", team), Status: http.StatusBadRequest})
	applied, err := p.applyRetire(t, plan)
	if step, ok := errors.AsType[*StepError](err); !ok || step.Step.Kind != StepRemoveMember {
		t.Errorf("%v", err)
	}
	failed := 0
	for _, r := range applied.Results {
		if r.Outcome == OutcomeFailed {
			failed++
		}
	}
	if failed != 1 || len(p.fake.PendingFaults()) > 0 {
		t.Errorf("%s", applied)
	}
	p.teams(t).want(t, before.told(t, applied), "what the results tell")
	if applied, err = p.applyRetire(t, p.retire(t, team)); err != nil || len(applied.Results) != 1 {
		t.Errorf("%v, %v", applied, err)
	}
	p.teams(t).want(t, before.retired(team), "in the end")
}

// Others join and leave between the plan and its steps.
func TestRetireInBetween(t *testing.T) {
	t.Parallel()
	p := newPeople(t, "2026.8.0")
	team := p.team(t, p.box("Till"), p.accounts[0], "zoe@example.org")
	plan := p.retire(t, team)
	p.fake.RemoveMember(team, p.fake.Members(team)[0].ID)
	p.fake.AcceptInvite(p.fake.Outbox()[0].Secret, boxofficetest.PretixUser{Email: "zoe@example.org"})
	applied, err := p.applyRetire(t, plan)
	if want := []Outcome{OutcomeFailed, OutcomeAlready, OutcomeDone}; !errors.Is(err, ErrChanged) || !slices.Equal(peopleOutcomes(applied), want) {
		t.Errorf("%v\n%s", err, applied)
	}
	if got := peopleKinds(p.retire(t, team)); !reflect.DeepEqual(got, []string{fmt.Sprintf("remove_member %d zoe@example.org", team)}) {
		t.Errorf("%q", got)
	}
}

func TestRetireReadsWhatItNeeds(t *testing.T) {
	t.Parallel()
	p := newPeople(t, "2026.8.0")
	var team int64
	for i := range 20 {
		team = p.team(t, p.box(fmt.Sprint("Team ", i)), p.accounts[0])
	}
	p.fake.ResetRequests()
	p.retire(t, team)
	if n, most := len(p.fake.Requests()), 1+2*(1+2*3); n > most {
		t.Errorf("%d requests, at most %d", n, most)
	}
	if writes := peopleWrites(p.fake); len(writes) > 0 {
		t.Errorf("a plan writes: %q", writes)
	}
}

func TestRetireArguments(t *testing.T) {
	t.Parallel()
	p := newPeople(t, "2026.8.0")
	for _, c := range []struct {
		team int64
		opts *PlanOptions
		want string
	}{{0, nil, "teamID"}, {999, nil, "teamID"}, {p.admins, &PlanOptions{Prune: true}, "opts.Prune"}} {
		_, err := Retire(t.Context(), p.px, p.organizer, c.team, c.opts)
		if e, ok := errors.AsType[*boxoffice.ArgumentError](err); !ok || e.Argument != c.want {
			t.Errorf("%d: %v, want %s", c.team, err, c.want)
		}
	}
}
