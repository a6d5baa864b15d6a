package access

import (
	"errors"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// A plan of one server that is applied to another, where the same ids are something
// else, does nothing there.
func TestApplyToAnotherServer(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		here, there func(*planDemo)
		plan        func(*planDemo) (*Plan, error)
	}{
		"an invite": {
			func(*planDemo) {},
			func(d *planDemo) {
				d.RevokeInvite(d.office, d.Invites(d.office)[0].ID)
				d.AddInvite(d.office, "zoe@example.org")
			},
			func(d *planDemo) (*Plan, error) {
				return Offboard(t.Context(), d.px, d.Organizer, []string{"dan@example.org"}, nil)
			},
		},
		"a token": {
			func(d *planDemo) { d.AddToken(d.door, "scanner") },
			func(d *planDemo) { d.AddToken(d.door, "shop") },
			func(d *planDemo) (*Plan, error) { return Retire(t.Context(), d.px, d.Organizer, d.door, nil) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			here, there := newPlanDemo(t, "2026.8.0"), newPlanDemo(t, "2026.8.0")
			tt.here(here)
			tt.there(there)
			p, err := tt.plan(here)
			if err != nil {
				t.Fatal(err)
			}
			for i := range p.Steps {
				if p.Steps[i].Kind == StepRevokeInvite {
					p.Steps[i].InviteID = there.Invites(there.office)[0].ID // ids that fall together
				}
			}
			if _, err := Apply(t.Context(), there.px, p, nil); err == nil || !strings.Contains(err.Error(), "plan.server: the plan is for "+here.px.String()) {
				t.Errorf("%v", err)
			}
			p.Server = there.px.String() // the same address, and another database
			applied, err := Apply(t.Context(), there.px, p, nil)
			if !errors.Is(err, ErrChanged) {
				t.Errorf("%v\n%s", err, applied)
			}
			if len(there.Invites(there.office)) != 1 || name == "a token" && !there.Tokens(there.door)[0].Active {
				t.Errorf("%s", there.seen())
			}
		})
	}
}

// A journal counts the steps of its own plan, not of one that was edited since.
func TestResumeOfAnEditedPlan(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	p := d.plan(t, changed(d.export(t)), nil)
	j := applyWritten(t, d, p)
	edited := *j.Plan
	edited.Steps = edited.Steps[1:]
	for i := range edited.Steps {
		edited.Steps[i].NewTeam = 0
		edited.Steps[i].TeamID = d.office
	}
	for _, resume := range []*Journal{{Plan: &edited, Entries: j.Entries}, {}} {
		_, err := Apply(t.Context(), d.px, p, &ApplyOptions{Removals: p.Removals(), Resume: resume})
		if e, ok := errors.AsType[*boxoffice.ArgumentError](err); !ok || e.Argument != "opts.Resume" {
			t.Errorf("%v", err)
		}
	}
}

// A team that is deleted takes its people along, and they count.
func TestRemovalsCountADeletedTeam(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	state := d.export(t)
	crowd := d.AddTeam("", boxofficetest.PretixTeam{Name: "Crowd"})
	for i := range 11 {
		d.AddInvite(crowd, strings.Repeat("x", i+1)+"@example.org")
	}
	p := d.plan(t, state, &PlanOptions{Prune: true})
	if p.Removals() != 12 || !p.MustSayRemovals() || !strings.Contains(p.String(), ": 0 to add, 0 to change, 12 to take away\n") {
		t.Errorf("%d removals\n%s", p.Removals(), p)
	}
	if _, err := Apply(t.Context(), d.px, p, nil); !errors.Is(err, ErrRemovals) {
		t.Errorf("%v", err)
	}
}

// A guard that is told a team or token that can't be the caller's says so.
func TestGuardOfAMistypedCaller(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	other := d.AddTeam("", boxofficetest.PretixTeam{Name: "Others", Can: []string{"can_change_teams"}})
	d.AddMember(other, d.ada)
	state := d.export(t)
	state.Teams[0].Permissions.Organizer = boxoffice.OnlyPermissions()
	forced := d.plan(t, state, &PlanOptions{Guard: Guard{Force: true}})
	for _, guard := range []Guard{{TeamID: 4711}, {TeamID: d.door}, {TeamID: d.AdminTeam, TokenID: 4711}} {
		_, err := Apply(t.Context(), d.px, forced, &ApplyOptions{Guard: guard})
		if e, ok := errors.AsType[*boxoffice.ArgumentError](err); !ok || !strings.HasPrefix(e.Argument, "Guard.") {
			t.Errorf("%+v: %v", guard, err)
		}
	}
	if _, err := Apply(t.Context(), d.px, forced, nil); !errors.Is(err, ErrLockout) {
		t.Errorf("%v", err)
	}
}
