package access

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// dying is the network of a process that dies at its n-th write: before the request
// is sent, or after the server has acted.
type dying struct {
	next   http.RoundTripper
	at     int32
	after  bool
	writes atomic.Int32
	dead   atomic.Bool
}

var errDead = errors.New("the process is dead")

func (d *dying) RoundTrip(r *http.Request) (*http.Response, error) {
	if d.dead.Load() {
		return nil, errDead
	}
	if r.Method == http.MethodGet || d.writes.Add(1) != d.at {
		return d.next.RoundTrip(r)
	}
	d.dead.Store(true)
	if !d.after {
		return nil, errDead
	}
	answer, err := d.next.RoundTrip(r)
	if err == nil {
		_, _ = io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
	}
	return nil, errDead
}

// file is a journal that no longer takes anything when the process is dead.
type file struct {
	bytes.Buffer

	dead *atomic.Bool
}

func (f *file) Write(p []byte) (int, error) {
	if f.dead.Load() {
		// A torn line, as a crash may leave it.
		n, _ := f.Buffer.Write(p[:len(p)/2])
		return n, errDead
	}
	return f.Buffer.Write(p)
}

// seen is what an organizer has, without ids of what was made in the test.
func (d *planDemo) seen() string {
	var b strings.Builder
	for _, team := range d.Teams("") {
		fmt.Fprintf(&b, "%s %v %v %v %v %v %v", team.Name, team.Require2FA, team.AllEvents, team.LimitEvents,
			team.LimitEventPermissions, team.LimitOrganizerPermissions, team.Can)
		for _, m := range d.Members(team.ID) {
			b.WriteString(" member " + m.Email)
		}
		for _, i := range d.Invites(team.ID) {
			b.WriteString(" invite " + i.Email)
		}
		for _, t := range d.Tokens(team.ID) {
			fmt.Fprintf(&b, " token %s %v", t.Name, t.Active)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// Apply is killed at every write in turn, before and after the server has acted, and
// resumed from its journal: the end is the same, and nothing was made twice.
func TestApplyKilledAtEveryWrite(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"2026.8.0", "2026.2.2", "4.17.1"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			whole := newPlanDemo(t, version)
			p := whole.plan(t, changed(whole.export(t)), nil)
			if _, err := Apply(t.Context(), whole.px, p, &ApplyOptions{Removals: p.Removals()}); err != nil {
				t.Fatal(err)
			}
			want, mails := whole.seen(), len(whole.Outbox())
			for at := range int32(len(p.Steps)) {
				for _, after := range []bool{false, true} {
					d := newPlanDemo(t, version)
					p := d.plan(t, changed(d.export(t)), nil)
					process := &dying{next: http.DefaultTransport, at: at + 1, after: after}
					journal := &file{dead: &process.dead}
					px, err := boxoffice.NewPretix(d.URL, boxoffice.PretixTeamToken(d.Token),
						boxoffice.WithHTTPClient(&http.Client{Transport: process}), boxoffice.WithRetryLimits(boxoffice.RetryLimits{Attempts: 1}))
					if err != nil {
						t.Fatal(err)
					}
					if _, err := Apply(t.Context(), px, p, &ApplyOptions{Removals: p.Removals(), Journal: journal}); !errors.Is(err, errDead) {
						t.Fatalf("write %d: %v", at+1, err)
					}
					j, err := ReadJournal(bytes.NewReader(journal.Bytes()))
					if err != nil {
						t.Fatal(err)
					}
					process.dead.Store(false)
					applied, err := Apply(t.Context(), d.px, j.Plan, &ApplyOptions{Removals: p.Removals(), Journal: journal, Resume: j})
					if err != nil {
						t.Fatalf("write %d, after %v: %v\n%s", at+1, after, err, applied)
					}
					for _, r := range applied.Results {
						if r.Outcome != OutcomeDone {
							t.Errorf("write %d, after %v: %+v", at+1, after, r)
						}
					}
					if got := d.seen(); got != want {
						t.Errorf("write %d, after %v: got\n%s\nwant\n%s", at+1, after, got, want)
					}
					if got := len(d.Outbox()); got != mails {
						t.Errorf("write %d, after %v: %d invitations were sent, not %d", at+1, after, got, mails)
					}
					if _, err := ReadJournal(bytes.NewReader(journal.Bytes())); err != nil {
						t.Errorf("the journal that was continued: %v", err)
					}
				}
			}
		})
	}
}

// Someone else is at work between plan and apply.
func TestApplyRefusesWhatChanged(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		meanwhile func(*planDemo)
		want      error
		outcome   Outcome
		step      StepKind
	}{
		"the team was changed": {func(d *planDemo) {
			_, _ = d.px.Teams.Update(context.Background(), d.Organizer, d.office, boxoffice.TeamUpdate{Events: boxoffice.AllEvents()})
		}, ErrChanged, OutcomeFailed, StepInvite},
		"the team requires a second factor": {func(d *planDemo) {
			_, _ = d.px.Teams.Update(context.Background(), d.Organizer, d.office, boxoffice.TeamUpdate{Require2FA: new(true)})
		}, ErrChanged, OutcomeFailed, StepUpdateTeam},
		"the team has another name": {func(d *planDemo) {
			_, _ = d.px.Teams.Update(context.Background(), d.Organizer, d.office, boxoffice.TeamUpdate{Name: new("Other")})
		}, ErrChanged, OutcomeFailed, StepInvite},
		"the team is gone":       {func(d *planDemo) { d.DeleteTeam(d.office) }, ErrChanged, OutcomeFailed, StepInvite},
		"somebody made the team": {func(d *planDemo) { d.AddTeam("", boxofficetest.PretixTeam{Name: "Press"}) }, ErrChanged, OutcomeFailed, StepCreateTeam},
		"the member left":        {func(d *planDemo) { d.RemoveMember(d.office, d.bob) }, nil, OutcomeAlready, StepRemoveMember},
		"the invite was revoked": {func(d *planDemo) { d.RevokeInvite(d.office, d.Invites(d.office)[0].ID) }, nil, OutcomeAlready, StepRevokeInvite},
		"the invite was accepted": {func(d *planDemo) {
			d.RevokeInvite(d.office, d.Invites(d.office)[0].ID)
			d.AddMember(d.office, d.AddUser(boxofficetest.PretixUser{Email: "dan@example.org"}))
		}, ErrChanged, OutcomeFailed, StepRevokeInvite},
		"the person joined": {func(d *planDemo) {
			d.AddMember(d.office, d.AddUser(boxofficetest.PretixUser{Email: "Erin@example.org"}))
		}, nil, OutcomeAlready, StepInvite},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newPlanDemo(t, "2026.8.0")
			p := d.plan(t, changed(d.export(t)), nil)
			tt.meanwhile(d)
			before := d.seen()
			applied, err := Apply(t.Context(), d.px, p, &ApplyOptions{Removals: p.Removals()})
			if tt.want == nil && err != nil || tt.want != nil && !errors.Is(err, tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
			found := false
			for _, r := range applied.Results {
				s := p.Steps[r.Step-1]
				if s.Kind == tt.step && r.Outcome == tt.outcome {
					found = true
				}
				if tt.want == nil && r.Outcome != OutcomeDone && r.Outcome != tt.outcome {
					t.Errorf("%s: %+v", s, r)
				}
			}
			if !found {
				t.Errorf("no %s is %s:\n%s", tt.step, tt.outcome, applied)
			}
			if tt.step == StepCreateTeam && d.seen() != before {
				t.Errorf("something was done behind a failed step:\n%s", d.seen())
			}
		})
	}
}

func TestRevert(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"2026.8.0", "2026.2.2", "4.17.1"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			d := newPlanDemo(t, version)
			before := d.seen()
			state := changed(d.export(t))
			p := d.plan(t, state, nil)
			var journal bytes.Buffer
			if _, err := Apply(t.Context(), d.px, p, &ApplyOptions{Removals: p.Removals(), Journal: &journal}); err != nil {
				t.Fatal(err)
			}
			j, err := ReadJournal(&journal)
			if err != nil {
				t.Fatal(err)
			}
			back, err := Revert(t.Context(), d.px, j, nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(back.Warnings)+len(back.Remains) != 0 {
				t.Errorf("%s", back)
			}
			if _, err := Apply(t.Context(), d.px, back, &ApplyOptions{Removals: back.Removals()}); err != nil {
				t.Fatalf("%v\n%s", err, back)
			}
			if after := d.seen(); after != before {
				t.Errorf("got\n%s\nwant\n%s", after, before)
			}
		})
	}
}

// Prune deletes what never had a token and empties the rest; a revert brings back
// what it can and says the rest.
func TestPruneAndRevert(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	d.AddToken(d.door, "scanner")
	state := d.export(t)
	state.Teams = state.Teams[:1] // the administrators
	p := d.plan(t, state, &PlanOptions{Prune: true})
	var journal bytes.Buffer
	if _, err := Apply(t.Context(), d.px, p, &ApplyOptions{Removals: p.Removals(), Journal: &journal}); err != nil {
		t.Fatalf("%v\n%s", err, p)
	}
	if p := d.plan(t, state, &PlanOptions{Prune: true}); !p.Empty() {
		t.Errorf("a second plan is not empty:\n%s", p)
	}
	if len(d.Teams("")) != 2 || len(d.Members(d.door)) != 0 || d.Tokens(d.door)[0].Active {
		t.Errorf("%s", d.seen())
	}
	j, err := ReadJournal(&journal)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Revert(t.Context(), d.px, j, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`token "scanner" (` + fmt.Sprint(d.Tokens(d.door)[0].ID) + `) stays disabled; a new one can be made`}
	if len(back.Remains) != 2 || back.Remains[1] != want[0] || !strings.Contains(back.Remains[0], "comes back under a new id") {
		t.Errorf("%q", back.Remains)
	}
	applied, err := Apply(t.Context(), d.px, back, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := len(d.Teams("")); got != 3 {
		t.Errorf("%d teams:\n%s", got, applied)
	}
	if got := len(d.Members(d.door)); got != 2 {
		t.Errorf("%d people at the door", got)
	}
}

// Every lockout is refused at the plan, and again at the apply of a plan that was
// made with the guard off.
func TestLockouts(t *testing.T) {
	t.Parallel()
	none := boxoffice.OnlyPermissions()
	for name, tt := range map[string]struct {
		change func(*planDemo, *State)
		guard  func(*planDemo) Guard
		prune  bool
		want   string
	}{
		"the only team that may": {func(_ *planDemo, s *State) { s.Teams[0].Permissions.Organizer = none }, nil, false, "would lose the right to manage teams"},
		"all but teams:write": {func(_ *planDemo, s *State) {
			s.Teams[0].Permissions.Organizer = boxoffice.OnlyPermissions(boxoffice.PermissionOrganizerEventsCreate)
		}, nil, false, "nobody would be left"},
		"its last members": {func(_ *planDemo, s *State) { s.Teams[0].Members = []string{} }, nil, false, "there would be no member in"},
		"2FA of those without": {func(d *planDemo, s *State) {
			d.RemoveMember(d.AdminTeam, d.ada)
			s.Teams[0].Members = []string{"grace@example.org"}
			s.Teams[0].Require2FA = new(true)
		}, nil, false, "use no second factor"},
		"2FA of a team that is made": {func(d *planDemo, s *State) {
			d.RemoveMember(d.AdminTeam, d.ada)
			s.Teams = []TeamState{{Name: "Strict", Require2FA: new(true), Members: []string{"grace@example.org"}}}
		}, nil, false, "use no second factor"},
		"2FA of a team that she joins": {func(d *planDemo, s *State) {
			d.RemoveMember(d.AdminTeam, d.ada)
			d.AddTeam("", boxofficetest.PretixTeam{Name: "Strict", Require2FA: true})
			s.Teams = []TeamState{{Name: "Strict", Members: []string{"grace@example.org"}}}
		}, nil, false, "use no second factor"},
		"events of the caller's team": {func(_ *planDemo, s *State) { s.Teams[0].Events = boxoffice.OnlyEvents("gala") }, nil, false, "would lose events"},
		"another team, unnamed caller": {func(d *planDemo, s *State) {
			other := d.AddTeam("", boxofficetest.PretixTeam{Name: "Others", Can: []string{"can_change_teams"}})
			d.AddToken(other, "cron")
			s.Teams = append(s.Teams, TeamState{ID: other, Name: "Others", Permissions: boxoffice.Permissions{Organizer: none}})
		}, nil, false, "which may be your own"},
		"pruned": {func(_ *planDemo, s *State) { s.Teams = s.Teams[1:] }, nil, true, "there would be no member in"},
		"pruned, own team without a token that is seen": {func(d *planDemo, s *State) {
			other := d.AddTeam("", boxofficetest.PretixTeam{Name: "Mine", Can: []string{"can_change_teams"}})
			d.AddMember(other, d.ada)
		}, func(d *planDemo) Guard { return Guard{TeamID: d.Teams("")[3].ID} }, true, "would be deleted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newPlanDemo(t, "2026.8.0")
			state := d.export(t)
			tt.change(d, state)
			var guard Guard
			if tt.guard != nil {
				guard = tt.guard(d)
			}
			before := d.seen()
			p, err := PlanTeams(t.Context(), d.px, state, &PlanOptions{Guard: guard, Prune: tt.prune})
			if !errors.Is(err, ErrLockout) || !strings.Contains(err.Error(), tt.want) || p == nil {
				t.Errorf("the plan: %v", err)
			}
			p, err = PlanTeams(t.Context(), d.px, state, &PlanOptions{Guard: Guard{Force: true}, Prune: tt.prune})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Apply(t.Context(), d.px, p, &ApplyOptions{Removals: p.Removals(), Guard: guard}); !errors.Is(err, ErrLockout) {
				t.Errorf("the apply: %v", err)
			}
			if d.seen() != before {
				t.Errorf("something was done:\n%s", d.seen())
			}
			if applied, err := Apply(t.Context(), d.px, p, &ApplyOptions{Removals: p.Removals(), Guard: Guard{Force: true}}); err != nil && !errors.Is(err, boxoffice.ErrForbidden) && !errors.Is(err, boxoffice.ErrUnauthorized) {
				t.Errorf("forced: %v\n%s", err, applied)
			}
		})
	}
}

// A named caller may change other teams that could have been theirs.
func TestGuardOfANamedCaller(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	other := d.AddTeam("", boxofficetest.PretixTeam{Name: "Others", Can: []string{"can_change_teams"}})
	d.AddToken(other, "cron")
	state := &State{Organizer: d.Organizer, Teams: []TeamState{{Name: "Others", Permissions: boxoffice.Permissions{Organizer: boxoffice.OnlyPermissions()}}}}
	p := d.plan(t, state, &PlanOptions{Guard: Guard{TeamID: d.AdminTeam}})
	if _, err := Apply(t.Context(), d.px, p, &ApplyOptions{Removals: 1, Guard: Guard{TeamID: d.AdminTeam}}); err != nil {
		t.Error(err)
	}
}

// A stuck team is repaired in the same write, never widened.
func TestPlanRepairsStuckTeams(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		setup boxofficetest.PretixTeam
		want  boxofficetest.PretixTeam
	}{
		"both events": {boxofficetest.PretixTeam{AllEvents: true, LimitEvents: []string{"gala"}}, boxofficetest.PretixTeam{AllEvents: true}},
		"changing without seeing": {
			boxofficetest.PretixTeam{LimitEventPermissions: []string{"event.orders:write", "event.items:write"}},
			boxofficetest.PretixTeam{LimitEventPermissions: []string{"event.items:write"}},
		},
		"check-in beside changing": {
			boxofficetest.PretixTeam{LimitEventPermissions: []string{"event.orders:write", "event.orders:read", "event.orders:checkin"}},
			boxofficetest.PretixTeam{LimitEventPermissions: []string{"event.orders:read", "event.orders:write"}},
		},
		"half of gift cards": {
			boxofficetest.PretixTeam{LimitOrganizerPermissions: []string{"organizer.giftcards:write", "organizer.devices:read"}},
			boxofficetest.PretixTeam{LimitOrganizerPermissions: []string{"organizer.devices:read"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newPlanDemo(t, "2026.8.0")
			setup := tt.setup
			setup.Name = "Stuck"
			id := d.AddTeam("", setup)
			state := &State{Organizer: d.Organizer, Teams: []TeamState{{ID: id, Name: "Moving"}}}
			p := d.plan(t, state, nil)
			if len(p.Steps) != 1 || !strings.Contains(p.String(), "the team is stuck") {
				t.Fatalf("%s", p)
			}
			d.ResetRequests()
			if _, err := Apply(t.Context(), d.px, p, nil); err != nil {
				t.Fatal(err)
			}
			writes := 0
			for _, r := range d.Requests() {
				if r.Method != http.MethodGet {
					writes++
				}
			}
			got := d.Team(id)
			want := tt.want
			if writes != 1 || got.Name != "Moving" || got.AllEvents != want.AllEvents || len(got.LimitEvents) != len(want.LimitEvents) ||
				!reflect.DeepEqual(got.LimitEventPermissions, want.LimitEventPermissions) && len(got.LimitEventPermissions)+len(want.LimitEventPermissions) > 0 ||
				!reflect.DeepEqual(got.LimitOrganizerPermissions, want.LimitOrganizerPermissions) && len(got.LimitOrganizerPermissions)+len(want.LimitOrganizerPermissions) > 0 {
				t.Errorf("%d writes, %+v", writes, got)
			}
			if p := d.plan(t, state, nil); !p.Empty() {
				t.Errorf("a second plan is not empty:\n%s", p)
			}
		})
	}
}

func TestPlanTellsAllThatCannotBe(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "4.17.1")
	d.AddTeam("", boxofficetest.PretixTeam{Name: "Twin"})
	d.AddTeam("", boxofficetest.PretixTeam{Name: "Twin"})
	tax := boxoffice.Permissions{Event: boxoffice.OnlyPermissions(boxoffice.PermissionEventSettingsTaxWrite)}
	before := d.seen()
	_, err := PlanTeams(t.Context(), d.px, &State{Organizer: d.Organizer, Teams: []TeamState{
		{Name: "Twin"},
		{ID: 4711, Name: "Nowhere"},
		{Name: "New", Permissions: tax},
		{Name: "Door", Permissions: tax},
		{Name: "Box office", Require2FA: new(true), Members: []string{"user:4711"}},
		{Name: "Door again", RenamedFrom: "Door"},
	}}, nil)
	for _, want := range []string{
		`teams[0]: 2 teams are called "Twin"`, "teams[1].id: there is no team 4711", "teams[2]: ", "teams[3]: ",
		"teams[4]: ", "teams[4].members[0]: user:4711 is not in the team", "teams[5]: is the same team as teams[3]",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in %v", want, err)
		}
	}
	if !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("%v", err)
	}
	if d.seen() != before {
		t.Error("something was done")
	}
}
