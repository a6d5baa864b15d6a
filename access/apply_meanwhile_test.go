package access

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// Nobody is invited into more than was approved, also where the plan changes the team
// after that.
func TestApplyLooksAtTheTeamOfAnInviteThatItAlsoChanges(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	p := d.plan(t, &State{Organizer: d.Organizer, Teams: []TeamState{{
		Name:        "Box office",
		Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions(boxoffice.PermissionEventOrdersRead)},
		Members:     []string{"bob@example.org", "dan@example.org", "carol@example.org"},
	}}}, nil)
	if _, err := d.px.Teams.Grant(t.Context(), d.Organizer, d.office, boxoffice.PermissionOrganizerTeamsWrite); err != nil {
		t.Fatal(err)
	}
	applied, err := Apply(t.Context(), d.px, p, nil)
	if !errors.Is(err, ErrChanged) || len(d.Members(d.office)) != 1 {
		t.Errorf("%v\n%s\n%s", err, applied, d.seen())
	}
}

// The same when the plan's change is done, and more was added to it before the resume.
func TestResumeLooksAtTheTeamThatItChanged(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"2026.8.0", "2026.2.2"} {
		for _, widened := range []bool{false, true} {
			d := newPlanDemo(t, version)
			p := d.plan(t, &State{Organizer: d.Organizer, Teams: []TeamState{{
				Name: "Crew", RenamedFrom: "Box office", Members: []string{"bob@example.org", "dan@example.org", "carol@example.org"},
			}}}, nil)
			if len(p.Steps) != 2 || p.Steps[0].Kind != StepUpdateTeam || p.Steps[1].Kind != StepInvite {
				t.Fatalf("%s", p)
			}
			if _, err := d.px.Teams.Update(t.Context(), d.Organizer, d.office, boxoffice.TeamUpdate{Name: new("Crew")}); err != nil {
				t.Fatal(err)
			}
			if widened {
				if _, err := d.px.Teams.Grant(t.Context(), d.Organizer, d.office, boxoffice.PermissionOrganizerTeamsWrite); err != nil {
					t.Fatal(err)
				}
			}
			_, err := Apply(t.Context(), d.px, p, &ApplyOptions{Resume: &Journal{Plan: p, Entries: []JournalEntry{
				{Event: JournalDone, Step: 1, Attempt: 1, Result: &StepResult{Step: 1, Outcome: OutcomeDone, TeamID: d.office}},
			}}})
			if errors.Is(err, ErrChanged) != widened || !widened && err != nil {
				t.Errorf("%s, widened %v: %v\n%s", version, widened, err, d.seen())
			}
		}
	}
}

// On booleans a change can leave a right that no name shows: it is what the team had.
func TestApplyInvitesIntoATeamThatKeepsWhatNamesDoNotShow(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.2.2")
	team := d.AddTeam("", boxofficetest.PretixTeam{Name: "Vouchers", Can: []string{"can_change_vouchers"}})
	p := d.plan(t, &State{Organizer: d.Organizer, Teams: []TeamState{{
		Name: "Vouchers", Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions(boxoffice.PermissionEventItemsWrite)}, Members: []string{"carol@example.org"},
	}}}, nil)
	if _, err := Apply(t.Context(), d.px, p, &ApplyOptions{Removals: p.Removals()}); err != nil {
		t.Errorf("%v\n%s\n%s", err, p, d.seen())
	}
	if members := d.Members(team); len(members) != 1 {
		t.Errorf("%+v", members)
	}
}

// A team that the plan has made, or may have made, is looked at before people are
// brought into it.
func TestApplyLooksAtTheTeamThatItMade(t *testing.T) {
	t.Parallel()
	begun := func(int64) JournalEntry { return JournalEntry{Event: JournalBegun, Step: 1, Attempt: 1} }
	done := func(team int64) JournalEntry {
		return JournalEntry{Event: JournalDone, Step: 1, Attempt: 1, Result: &StepResult{Step: 1, Outcome: OutcomeDone, TeamID: team}}
	}
	for name, tt := range map[string]struct {
		last func(int64) JournalEntry
		is   boxofficetest.PretixTeam
		gone bool
		want error
	}{
		"begun":                {begun, boxofficetest.PretixTeam{Name: "Press"}, false, nil},
		"done":                 {done, boxofficetest.PretixTeam{Name: "Press"}, false, nil},
		"begun, another's":     {begun, boxofficetest.PretixTeam{Name: "Press", AllEvents: true, AllOrganizerPermissions: true}, false, ErrChanged},
		"done, since widened":  {done, boxofficetest.PretixTeam{Name: "Press", AllEvents: true, AllOrganizerPermissions: true}, false, ErrChanged},
		"done, and since gone": {done, boxofficetest.PretixTeam{Name: "Press"}, true, ErrChanged},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newPlanDemo(t, "2026.8.0")
			p := d.plan(t, &State{Organizer: d.Organizer, Teams: []TeamState{{Name: "Press", Members: []string{"carol@example.org", "erin@example.org"}}}}, nil)
			team := d.AddTeam("", tt.is)
			if tt.gone {
				d.DeleteTeam(team)
			}
			_, err := Apply(t.Context(), d.px, p, &ApplyOptions{Resume: &Journal{Plan: p, Entries: []JournalEntry{tt.last(team)}}})
			if tt.want == nil && err != nil || !errors.Is(err, tt.want) {
				t.Errorf("%v\n%s", err, d.seen())
			}
			if in := !tt.gone && len(d.Members(team))+len(d.Invites(team)) > 0; in != (tt.want == nil) {
				t.Errorf("somebody is in the team: %v\n%s", in, d.seen())
			}
		})
	}
}

func TestGuardOfAMistypedTokenAlone(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	other := d.AddTeam("", boxofficetest.PretixTeam{Name: "Others", Can: []string{"can_change_teams"}})
	d.AddMember(other, d.ada)
	_, err := Retire(t.Context(), d.px, d.Organizer, d.AdminTeam, &PlanOptions{Guard: Guard{TokenID: 4711}})
	if e, ok := errors.AsType[*boxoffice.ArgumentError](err); !ok || e.Argument != "Guard.TokenID" {
		t.Errorf("%v", err)
	}
}

func TestRevertOnAnotherServer(t *testing.T) {
	t.Parallel()
	here, there := newPlanDemo(t, "2026.8.0"), newPlanDemo(t, "2026.8.0")
	p, err := Onboard(t.Context(), here.px, here.Organizer, []Newcomer{{Email: "carol@example.org", Teams: []string{"Box office"}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	j := applyWritten(t, here, p)
	there.AddMember(there.office, there.carol) // has nothing to do with that journal
	back, err := Revert(t.Context(), there.px, j, nil)
	if e, ok := errors.AsType[*boxoffice.ArgumentError](err); !ok || e.Argument != "journal" {
		t.Errorf("%v\n%s", err, back)
	}
}

// What the first apply did is this plan's work, also when a second one, which was not
// told to resume, finds it so.
func TestRevertAfterApplyingTwiceIntoOneJournal(t *testing.T) {
	t.Parallel()
	for _, killed := range []bool{false, true} {
		d := newPlanDemo(t, "2026.8.0")
		p, err := Onboard(t.Context(), d.px, d.Organizer, []Newcomer{{Email: "carol@example.org", Teams: []string{"Box office"}}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		var journal bytes.Buffer
		for range 2 {
			if _, err := Apply(t.Context(), d.px, p, &ApplyOptions{Journal: &journal}); err != nil {
				t.Fatal(err)
			}
		}
		j, err := ReadJournal(&journal)
		if err != nil {
			t.Fatal(err)
		}
		if killed { // before it could write that the step is done
			j.Entries = slices.DeleteFunc(j.Entries, func(e JournalEntry) bool { return e.Result != nil && e.Result.Outcome == OutcomeDone })
		}
		if back, err := Revert(t.Context(), d.px, j, nil); err != nil || len(back.Steps) != 1 || j.Done()[1].Membership != boxoffice.MembershipAdded {
			t.Errorf("killed %v: %v\n%s\n%+v", killed, err, back, j.Done())
		}
	}
}

// An invite that somebody else sent between the look and the write is theirs.
func TestRevertLeavesAnotherOnesInvite(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	p, err := Onboard(t.Context(), d.px, d.Organizer, []Newcomer{{Email: "zoe@example.org", Teams: []string{"Box office"}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var other error
	guarded, err := boxoffice.NewPretix(d.URL, boxoffice.PretixTeamToken(d.Token), boxoffice.WithWriteGuard(func(context.Context, boxoffice.Write) error {
		_, other = d.px.Invites.Create(t.Context(), d.Organizer, d.office, "zoe@example.org")
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	var journal bytes.Buffer
	applied, err := Apply(t.Context(), guarded, p, &ApplyOptions{Journal: &journal})
	if err != nil || other != nil || applied.Results[0].Outcome != OutcomeAlready {
		t.Fatalf("%v, %v\n%s", err, other, applied)
	}
	j, err := ReadJournal(&journal)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := Revert(t.Context(), d.px, j, nil); err != nil || len(back.Steps) != 0 {
		t.Errorf("%v\n%s", err, back)
	}
}

// What keeps the second ask from an answer says nothing of the first.
func TestRotateWhenAskingAgainIsRefused(t *testing.T) {
	t.Parallel()
	s := newRotationSite(t, "2026.8.0", false)
	s.Fail(boxofficetest.Fault{Method: "POST", Reset: true, AfterServing: true}, boxofficetest.Fault{Method: "POST", Status: 403})
	_, err := Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, Rotation{
		TeamID: s.team, TokenID: s.old.ID, HandOver: (&rotationVault{}).handOver,
	})
	e, ok := errors.AsType[*RotateError](err)
	if !ok || e.New.State != TokenInactive || !slices.Equal(s.active(), []int64{s.old.ID}) {
		t.Errorf("%v; %v", err, s.Tokens(s.team))
	}
}

func TestDiffTellsRightsThatNamesDoNotShow(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.2.2")
	read := func() *Snapshot {
		s, err := ReadPretix(t.Context(), d.px, d.Organizer, nil)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	before := read()
	change := boxoffice.TeamUpdate{LegacyPermissions: boxoffice.LegacyPermissions{CanChangeVouchers: new(true)}}
	if _, err := d.px.Teams.Update(t.Context(), d.Organizer, d.door, change); err != nil {
		t.Fatal(err)
	}
	changes, err := Diff(before, read())
	if err != nil || len(changes) != 1 || changes[0].Field != "hidden_permissions" || changes[0].Added != "event.vouchers:write" {
		t.Errorf("%v %v", changes, err)
	}
}
