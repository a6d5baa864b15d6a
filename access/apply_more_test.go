package access

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// writes are the bodies that were sent, by method.
func (d *planDemo) writes() []string {
	var out []string
	for _, r := range d.Requests() {
		if r.Method != http.MethodGet {
			out = append(out, r.Method+" "+string(r.Body))
		}
	}
	return out
}

// A refusal is remembered by the server under its key, also when its cause is gone.
func TestApplyAfterARefusal(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	p := d.plan(t, &State{Organizer: d.Organizer, Teams: []TeamState{{Name: "Door", Events: boxoffice.OnlyEvents("later")}}}, nil)
	var journal bytes.Buffer
	applied, err := Apply(t.Context(), d.px, p, &ApplyOptions{Journal: &journal})
	if !errors.Is(err, boxoffice.ErrInvalid) || applied.Results[0].Outcome != OutcomeFailed {
		t.Fatalf("%v\n%s", err, applied)
	}
	step, ok := errors.AsType[*StepError](err)
	if !ok || step.Number != 1 || step.Step.TeamID != d.door {
		t.Errorf("%+v", step)
	}
	d.AddEvent("", boxofficetest.PretixEvent{Slug: "later"})
	j, err := ReadJournal(&journal)
	if err != nil {
		t.Fatal(err)
	}
	if e := j.last()[1]; e.Event != JournalFailed || e.Reason == "" {
		t.Errorf("%+v", e)
	}
	if applied, err := Apply(t.Context(), d.px, p, &ApplyOptions{Resume: j}); err != nil {
		t.Errorf("%v\n%s", err, applied)
	}
}

// Where the end of a write is not known the journal stays open.
func TestApplyWithAnUnknownEnd(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	p := d.plan(t, &State{Organizer: d.Organizer, Teams: []TeamState{{Name: "Door", Events: boxoffice.OnlyEvents("gala")}, {Name: "Other"}}}, nil)
	process := &dying{next: http.DefaultTransport, at: 1, after: true}
	px, err := boxoffice.NewPretix(d.URL, boxoffice.PretixTeamToken(d.Token), boxoffice.WithHTTPClient(&http.Client{Transport: process}),
		boxoffice.WithRetryLimits(boxoffice.RetryLimits{Attempts: 1}))
	if err != nil {
		t.Fatal(err)
	}
	var journal bytes.Buffer
	applied, err := Apply(t.Context(), px, p, &ApplyOptions{Journal: &journal})
	if !errors.Is(err, boxoffice.ErrOutcomeUnknown) || applied.Results[0].Outcome != OutcomeUnknown || applied.Results[1].Outcome != OutcomeSkipped {
		t.Errorf("%v\n%s", err, applied)
	}
	j, err := ReadJournal(&journal)
	if err != nil || len(j.Entries) != 1 || j.last()[1].Event != JournalBegun || j.last()[2] != nil {
		t.Errorf("%v, %+v", err, j)
	}
}

func TestStateOfATeamThatLendsItsName(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	state := &State{Organizer: d.Organizer, Teams: []TeamState{{ID: d.door, Name: "Old door"}, {Name: "Door"}}}
	p := d.plan(t, state, nil)
	if _, err := Apply(t.Context(), d.px, p, nil); err != nil {
		t.Fatal(err)
	}
	if d.Team(d.door).Name != "Old door" || len(d.Teams("")) != 4 {
		t.Errorf("%s", d.seen())
	}
	if p := d.plan(t, state, nil); !p.Empty() {
		t.Errorf("%s", p)
	}
}

// Beside an id the name may be left out, so that a team's id alone says which it is.
func TestStateByIDAlone(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	state, err := ParseState(fmt.Appendf(nil, `{"organizer": %q, "teams": [{"id": %d, "members": ["bob@example.org"]}]}`, d.Organizer, d.door))
	if err != nil {
		t.Fatal(err)
	}
	p := d.plan(t, state, nil)
	if _, err := Apply(t.Context(), d.px, p, &ApplyOptions{Removals: 1}); err != nil {
		t.Fatal(err)
	}
	if d.Team(d.door).Name != "Door" || len(d.Members(d.door)) != 1 {
		t.Errorf("%s", d.seen())
	}
}

// Many people into one team cost a few requests each, however many are in it.
func TestInvitesIntoOneTeamAreCheap(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	for i := range 120 {
		d.AddMember(d.office, d.AddUser(boxofficetest.PretixUser{Email: fmt.Sprintf("p%d@example.org", i)}))
	}
	var newcomers []Newcomer
	for i := range 40 {
		newcomers = append(newcomers, Newcomer{Email: fmt.Sprintf("n%d@example.org", i), Teams: []string{"Box office"}})
	}
	p, err := Onboard(t.Context(), d.px, d.Organizer, newcomers, nil)
	if err != nil {
		t.Fatal(err)
	}
	d.ResetRequests()
	if _, err := Apply(t.Context(), d.px, p, nil); err != nil {
		t.Fatal(err)
	}
	if n := len(d.Requests()); n > 2*40+20 {
		t.Errorf("%d requests", n)
	}
}

func TestApplyLooksBeforeItDeletes(t *testing.T) {
	t.Parallel()
	for name, meanwhile := range map[string]func(*planDemo){
		"someone joined":     func(d *planDemo) { d.AddMember(d.door, d.grace) },
		"someone is invited": func(d *planDemo) { d.AddInvite(d.door, "zoe@example.org") },
		"a token was made":   func(d *planDemo) { d.AddToken(d.door, "new") },
		"it may do more":     func(d *planDemo) { _, _ = d.px.Teams.Grant(t.Context(), d.Organizer, d.door, "event.vouchers:read") },
	} {
		t.Run(name, func(t *testing.T) {
			d := newPlanDemo(t, "2026.8.0")
			state := d.export(t)
			state.Teams = state.Teams[:2]
			p := d.plan(t, state, &PlanOptions{Prune: true})
			meanwhile(d)
			if _, err := Apply(t.Context(), d.px, p, &ApplyOptions{Removals: p.Removals()}); !errors.Is(err, ErrChanged) {
				t.Errorf("%v", err)
			}
			if len(d.Teams("")) != 3 {
				t.Error("the team was deleted")
			}
		})
	}
}

func TestApplyWhenTheInviteOfALeaverIsGone(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	invite := d.AddInvite(d.office, "bob@example.org")
	p := d.plan(t, &State{Organizer: d.Organizer, Teams: []TeamState{{Name: "Box office", Members: []string{"dan@example.org"}}}}, nil)
	d.RevokeInvite(d.office, invite)
	if applied, err := Apply(t.Context(), d.px, p, &ApplyOptions{Removals: 2}); err != nil || len(d.Members(d.office)) != 0 {
		t.Errorf("%v\n%s", err, applied)
	}
}

// What the newer vocabulary does not show of an old server's team counts as a change.
func TestApplySeesHiddenChanges(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "4.17.1")
	p := d.plan(t, &State{Organizer: d.Organizer, Teams: []TeamState{{Name: "Box office", Events: boxoffice.AllEvents()}}}, nil)
	change := boxoffice.TeamUpdate{LegacyPermissions: boxoffice.LegacyPermissions{CanCheckinOrders: new(true)}}
	if _, err := d.px.Teams.Update(t.Context(), d.Organizer, d.office, change); err != nil {
		t.Fatal(err)
	}
	if _, err := Apply(t.Context(), d.px, p, nil); !errors.Is(err, ErrChanged) {
		t.Errorf("%v", err)
	}
}

func TestManyRemovalsHaveToBeSaid(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	for i := range 9 {
		d.AddInvite(d.office, fmt.Sprintf("p%d@example.org", i))
	}
	state := &State{Organizer: d.Organizer, Teams: []TeamState{{Name: "Box office", Members: []string{"bob@example.org"}}}}
	if p := d.plan(t, state, nil); p.Removals() != 10 || p.MustSayRemovals() {
		t.Errorf("%s", p)
	}
	d.AddInvite(d.office, "one.more@example.org")
	p := d.plan(t, state, nil)
	for said, want := range map[int]error{0: ErrRemovals, 10: ErrRemovals, 12: ErrRemovals} {
		if _, err := Apply(t.Context(), d.px, p, &ApplyOptions{Removals: said}); !errors.Is(err, want) {
			t.Errorf("%d: %v", said, err)
		}
	}
	if _, err := Apply(t.Context(), d.px, p, &ApplyOptions{Removals: 11}); err != nil {
		t.Error(err)
	}
}

// A team's second factor keeps people out of all teams.
func TestGuardCounts2FAOfAnyTeam(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	d.RemoveMember(d.AdminTeam, d.ada)
	d.AddMember(d.door, d.grace)
	state := &State{Organizer: d.Organizer, Teams: []TeamState{{Name: "Door", Require2FA: new(true)}}}
	if _, err := PlanTeams(t.Context(), d.px, state, nil); !errors.Is(err, ErrLockout) {
		t.Errorf("the plan: %v", err)
	}
	p := d.plan(t, state, &PlanOptions{Guard: Guard{Force: true}})
	want := "requiring 2FA in Door (" + fmt.Sprint(d.door) + ") keeps out 3 people everywhere until they use it: bob@example.org, carol@example.org, grace@example.org"
	if len(p.Warnings) != 1 || p.Warnings[0] != want {
		t.Errorf("%q", p.Warnings)
	}
	if _, err := Apply(t.Context(), d.px, p, nil); !errors.Is(err, ErrRemovals) {
		t.Errorf("keeping out a fifth of the people: %v", err)
	}
	if _, err := Apply(t.Context(), d.px, p, &ApplyOptions{Removals: 1}); !errors.Is(err, ErrLockout) {
		t.Errorf("the apply: %v", err)
	}
	d.AddMember(d.AdminTeam, d.ada) // who uses one
	d.AddMember(d.door, d.ada)
	if _, err := Apply(t.Context(), d.px, p, &ApplyOptions{Removals: 1}); err != nil {
		t.Error(err)
	}
}

func TestPlanWritesOnlyWhatChanges(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	state := d.export(t)
	state.Teams[1].Events = boxoffice.OnlyEvents("openair")
	p := d.plan(t, state, nil)
	d.ResetRequests()
	if _, err := Apply(t.Context(), d.px, p, nil); err != nil {
		t.Fatal(err)
	}
	if w := d.writes(); len(w) != 1 || w[0] != `PATCH {"all_events":false,"limit_events":["openair"]}` {
		t.Errorf("%q", w)
	}
}

// Where no person can manage teams already, only what makes it worse is refused.
func TestGuardWithoutPeople(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	d.RemoveMember(d.AdminTeam, d.ada)
	d.RemoveMember(d.AdminTeam, d.grace)
	other := d.AddTeam("", boxofficetest.PretixTeam{Name: "Others", Can: []string{"can_change_teams"}})
	mine := &PlanOptions{Guard: Guard{TeamID: d.AdminTeam}}
	rename := &State{Organizer: d.Organizer, Teams: []TeamState{{ID: other, Name: "Renamed"}}}
	if p := d.plan(t, rename, mine); len(p.Steps) != 1 {
		t.Errorf("%s", p)
	}
	demote := &State{Organizer: d.Organizer, Teams: []TeamState{{ID: other, Name: "Others", Permissions: boxoffice.Permissions{Organizer: boxoffice.OnlyPermissions()}}}}
	if _, err := PlanTeams(t.Context(), d.px, demote, mine); !errors.Is(err, ErrLockout) {
		t.Errorf("%v", err)
	}
}

func TestGuardOfTokens(t *testing.T) {
	t.Parallel()
	team := func(tokens ...int64) *standing {
		st := &standing{teams: map[int64]*teamStanding{}, uses2FA: map[int64]bool{1: true}}
		t := &teamStanding{name: "Admins", manages: true, events: boxoffice.AllEvents(), people: map[int64]bool{1: true}, tokens: map[int64]bool{}}
		for _, id := range tokens {
			t.tokens[id] = true
		}
		st.teams[7] = t
		return st
	}
	for _, tt := range []struct {
		guard Guard
		after *standing
		want  string
	}{
		{Guard{}, team(1, 2), ""},
		{Guard{}, team(1), "team Admins (7), which may be your own (name yours in Guard.TeamID), would lose its token 2"},
		{Guard{TeamID: 7}, team(1), "your own team Admins (7) would lose its token 2"},
		{Guard{TeamID: 7, TokenID: 1}, team(1), ""},
		{Guard{TeamID: 7, TokenID: 2}, team(1), "your own team Admins (7) would lose its token 2"},
		{Guard{TeamID: 8}, team(), ""},
		{Guard{Force: true}, team(), ""},
	} {
		err := tt.guard.check(team(1, 2), tt.after)
		e, _ := errors.AsType[*LockoutError](err)
		if tt.want == "" && err != nil || tt.want != "" && (e == nil || len(e.Reasons) != 1 || e.Reasons[0] != tt.want) {
			t.Errorf("%+v: %v", tt.guard, err)
		}
	}
}

func TestReadJournal(t *testing.T) {
	t.Parallel()
	plan := `{"plan":{"id":"12345678","job":"teams","organizer":"demo","steps":[{"kind":"invite","team_id":7,"team":"Door","email":"a@b.c"}]}}` + "\n"
	begun := `{"time":"2026-11-24T00:00:00Z","event":"begun","step":1,"attempt":1}` + "\n"
	torn := `{"time":"2026-11-24T00:00:00Z","event":"do`
	resumed := "\n" + `{"time":"2026-11-24T00:00:00Z","event":"resumed"}` + "\n"
	for name, tt := range map[string]struct {
		text    string
		entries int
		wrong   string
	}{
		"whole":                    {plan + begun, 1, ""},
		"torn":                     {plan + begun + torn, 1, ""},
		"torn and continued":       {plan + begun + torn + resumed + begun, 3, ""},
		"torn twice":               {plan + torn + resumed + torn + resumed + begun, 3, ""},
		"spoiled":                  {plan + torn + "\n" + begun, 0, "line 2 of the journal can't be read"},
		"spoiled twice":            {plan + torn + "\n" + torn + "\n", 0, "line 2 of the journal can't be read"},
		"empty":                    {"", 0, "does not begin with a plan"},
		"without a plan":           {begun, 0, "a journal has one plan, at its beginning"},
		"given again, not resumed": {plan + begun + plan + begun, 3, ""},
		"two plans":                {plan + strings.Replace(plan, "12345678", "87654321", 1), 0, "a journal has one plan, at its beginning"},
		"a step that there is not": {plan + strings.Replace(begun, `"step":1`, `"step":2`, 1), 0, "there is no step 2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j, err := ReadJournal(strings.NewReader(tt.text))
			if tt.wrong != "" {
				if err == nil || !strings.Contains(err.Error(), tt.wrong) {
					t.Errorf("%v", err)
				}
				return
			}
			if err != nil || len(j.Entries) != tt.entries {
				t.Errorf("%v, %+v", err, j)
			}
		})
	}
}

// A crash in the middle of a line, and the apply that goes on.
func TestApplyContinuesATornJournal(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	p := d.plan(t, &State{Organizer: d.Organizer, Teams: []TeamState{{Name: "Door", Events: boxoffice.OnlyEvents("gala")}}}, nil)
	var journal bytes.Buffer
	if _, err := Apply(t.Context(), d.px, p, &ApplyOptions{Journal: &journal}); err != nil {
		t.Fatal(err)
	}
	journal.Truncate(journal.Len() - 5)
	j, err := ReadJournal(bytes.NewReader(journal.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Apply(t.Context(), d.px, p, &ApplyOptions{Journal: &journal, Resume: j}); err != nil {
		t.Fatal(err)
	}
	j, err = ReadJournal(&journal)
	if err != nil || len(j.Done()) != 1 {
		t.Errorf("%v, %+v", err, j)
	}
}

// A revert leaves alone what somebody else has changed since, and what the apply had
// found as it should be.
func TestRevertLeavesOthersWorkAlone(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	state := changed(d.export(t))
	p := d.plan(t, state, nil)
	d.AddInvite(d.office, "erin@example.org") // so that the apply has nothing to do there
	var journal bytes.Buffer
	if _, err := Apply(t.Context(), d.px, p, &ApplyOptions{Removals: p.Removals(), Journal: &journal}); err != nil {
		t.Fatal(err)
	}
	press := d.Teams("")[3].ID
	d.AddMember(press, d.carol)
	if _, err := d.px.Teams.Update(t.Context(), d.Organizer, d.office, boxoffice.TeamUpdate{Name: new("Counters")}); err != nil {
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
	if len(back.Warnings) != 2 || !strings.Contains(back.Warnings[0]+back.Warnings[1], "others have joined team Press") ||
		!strings.Contains(back.Warnings[0]+back.Warnings[1], "was changed since; it is left alone") {
		t.Errorf("%q", back.Warnings)
	}
	for _, s := range back.Steps {
		if s.Email == "erin@example.org" || s.Kind == StepUpdateTeam || s.Kind == StepDeleteTeam {
			t.Errorf("%s", s)
		}
	}
	d.RemoveMember(press, d.carol)
	if _, err := d.px.Teams.Grant(t.Context(), d.Organizer, press, "event.vouchers:read"); err != nil {
		t.Fatal(err)
	}
	back, err = Revert(t.Context(), d.px, j, nil)
	if err != nil || !strings.Contains(strings.Join(back.Warnings, "\n"), "was changed since it was made") {
		t.Errorf("%v\n%s", err, back)
	}
}

func TestExportOfInvitesToNobody(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	d.AddInvite(d.door, "")
	state := d.export(t)
	for _, team := range state.Teams {
		for _, m := range team.Members {
			if m == "" {
				t.Errorf("%+v", team)
			}
		}
	}
	p := d.plan(t, state, nil)
	if len(p.Steps) != 1 || p.Steps[0].Kind != StepRevokeInvite || !strings.Contains(p.String(), "- nobody (the address is empty) (open invite)") {
		t.Errorf("%s", p)
	}
}

// People without an address are known by the id of their account.
func TestExportOfPeopleWithoutAnAddress(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	nobody := d.AddUser(boxofficetest.PretixUser{FullName: "No address"})
	d.AddMember(d.door, nobody)
	state := d.export(t)
	if p := d.plan(t, state, nil); !p.Empty() {
		t.Errorf("%s", p)
	}
	state.Teams[2].Members = []string{"bob@example.org", "carol@example.org"}
	p := d.plan(t, state, nil)
	if _, err := Apply(t.Context(), d.px, p, &ApplyOptions{Removals: 1}); err != nil || len(d.Members(d.door)) != 2 {
		t.Errorf("%v\n%s", err, p)
	}
}

// What only the server can know is told before anything is done.
func TestPlanWarns(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	stuck := d.AddTeam("", boxofficetest.PretixTeam{Name: "Plugin", LimitEventPermissions: []string{"event.plugin:use"}})
	p := d.plan(t, &State{Organizer: d.Organizer, Teams: []TeamState{
		{Name: "New", Events: boxoffice.OnlyEvents("gala", "openair", "gaIa")},
		{ID: stuck, Name: "Renamed", Events: boxoffice.OnlyEvents("gaIa")},
		{Name: "Rights", Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions("event.orders:read", "event.plugin:use", "event.order:read")}},
		{Name: "Same", Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions("event.order:read")}},
	}}, nil)
	want := []string{
		fmt.Sprintf("pretix may refuse to change Plugin (%d): event.plugin:use is stored, which may belong to a plugin that was removed", stuck),
		`event "gaIa" of "New" does not exist, or is out of the token's sight`,
		`permission "event.order:read" of "Rights" is none of pretix's own: it is a plugin's, or mistyped`,
	}
	if !slices.Equal(p.Warnings, want) {
		t.Errorf("%q", p.Warnings)
	}
}

// A source that went silent, or takes all rights, looks like an order.
func TestDrasticPlansHaveToSayTheirRemovals(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	for i := range 20 { // so that few of all people leave
		d.AddMember(d.office, d.AddUser(boxofficetest.PretixUser{Email: fmt.Sprintf("p%d@example.org", i)}))
	}
	d.AddMember(d.door, d.grace)
	for name, tt := range map[string]struct {
		team TeamState
		want string
	}{
		"everybody":        {TeamState{Name: "Door", Members: []string{}}, fmt.Sprintf("team Door (%d) loses 3 of 3 members", d.door)},
		"more than half":   {TeamState{Name: "Door", Members: []string{"bob@example.org"}}, fmt.Sprintf("team Door (%d) loses 2 of 3 members", d.door)},
		"one of three":     {TeamState{Name: "Door", Members: []string{"bob@example.org", "carol@example.org"}}, ""},
		"all rights":       {TeamState{Name: "Door", Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions()}}, fmt.Sprintf("team Door (%d) loses all that it may do", d.door)},
		"some rights":      {TeamState{Name: "Box office", Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions("event.orders:read")}}, ""},
		"2FA of few":       {TeamState{Name: "Door", Require2FA: new(true)}, ""},
		"2FA of the crowd": {TeamState{Name: "Box office", Require2FA: new(true)}, fmt.Sprintf("requiring 2FA in Box office (%d) keeps out 21 people", d.office)},
	} {
		p := d.plan(t, &State{Organizer: d.Organizer, Teams: []TeamState{tt.team}}, &PlanOptions{Guard: Guard{Force: true}})
		if p.MustSayRemovals() != (tt.want != "") {
			t.Errorf("%s: %s", name, p)
		}
		if tt.want == "" {
			continue
		}
		if _, err := Apply(t.Context(), d.px, p, nil); !errors.Is(err, ErrRemovals) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Nobody is invited into more than was approved.
func TestApplyLooksAtTheTeamOfAnInvite(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	p, err := Onboard(t.Context(), d.px, d.Organizer, []Newcomer{{Email: "carol@example.org", Teams: []string{"Box office"}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.px.Teams.Grant(t.Context(), d.Organizer, d.office, boxoffice.PermissionOrganizerTeamsWrite); err != nil {
		t.Fatal(err)
	}
	if _, err := Apply(t.Context(), d.px, p, nil); !errors.Is(err, ErrChanged) {
		t.Errorf("%v", err)
	}
	if len(d.Members(d.office)) != 1 {
		t.Errorf("%s", d.seen())
	}
}

// What an older server lets a team do and names don't show is told, goes with the first
// change of the team's permissions, and never outlives a retired team.
func TestRightsThatNamesDoNotShow(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"2026.2.2", "4.17.1"} {
		for _, can := range []string{"can_change_vouchers", "can_change_orders"} {
			d := newPlanDemo(t, version)
			id := d.AddTeam("", boxofficetest.PretixTeam{Name: "Quiet", Can: []string{can}})
			if p := d.plan(t, d.export(t), nil); !p.Empty() || !strings.Contains(strings.Join(p.Warnings, ""), "may also do what names don't show") {
				t.Errorf("an export: %s", p)
			}
			state := &State{Organizer: d.Organizer, Teams: []TeamState{{Name: "Quiet", Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions("event.items:write")}}}}
			p := d.plan(t, state, nil)
			if !strings.Contains(p.String(), "names don't show: -event.") {
				t.Errorf("%s", p)
			}
			var journal bytes.Buffer
			if _, err := Apply(t.Context(), d.px, p, &ApplyOptions{Journal: &journal}); err != nil {
				t.Fatal(err)
			}
			j, err := ReadJournal(&journal)
			if err != nil {
				t.Fatal(err)
			}
			if back, err := Revert(t.Context(), d.px, j, nil); err != nil || !strings.Contains(strings.Join(back.Remains, ""), "what names don't show: event.") {
				t.Errorf("%v\n%s", err, back)
			}
			if left := d.Team(id).Can; !slices.Equal(left, []string{"can_change_items"}) {
				t.Errorf("%s: left is %q", can, left)
			}
			quiet := d.AddTeam("", boxofficetest.PretixTeam{Name: "Quieter", Can: []string{can}})
			p, err = Retire(t.Context(), d.px, d.Organizer, quiet, nil)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Apply(t.Context(), d.px, p, nil); err != nil {
				t.Fatal(err)
			}
			if left := d.Team(quiet).Can; len(left) > 0 {
				t.Errorf("%s: retired, and left is %q", can, left)
			}
		}
	}
}

// A plan from a file is checked before anything is done.
func TestPlanCheck(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"id":"short"}`:     "plan.id: is not that of a plan",
		`{"id":"1234 5678"}`: "plan.id: is not that of a plan",
		`{"id":"12345678"}`:  "plan.organizer: is missing",
		`{"id":"12345678","organizer":"demo","job":"teams)\nnothing to do"}`:                                                                                                                        "plan.job: is none that there is",
		`{"id":"12345678","organizer":"demo","job":"teams","steps":[{"kind":"create_team","team":"Press","change":{"name":"Administrators"}}]}`:                                                     "plan.steps[0]: it names one team and means another",
		`{"id":"12345678","organizer":"demo","job":"teams","steps":[{"kind":"update_team","team_id":7,"team":"Crew","change":{},"saw":{"name":"Admins"}}]}`:                                         "plan.steps[0]: it names one team and means another",
		`{"id":"12345678","organizer":"demo","job":"teams","steps":[{"kind":"delete_team","team_id":7,"team":"Crew","saw":{"name":"Admins"}}]}`:                                                     "plan.steps[0]: it names one team and means another",
		`{"id":"12345678","organizer":"demo","job":"teams","steps":[{"kind":"delete"}]}`:                                                                                                            "plan.steps[0]: it has to name a team, or the step that makes it",
		`{"id":"12345678","organizer":"demo","job":"teams","steps":[{"kind":"delete","team_id":7}]}`:                                                                                                `plan.steps[0]: "delete" is no kind of step`,
		`{"id":"12345678","organizer":"demo","job":"teams","steps":[{"kind":"create_team","team_id":1,"team":"A","change":{"name":"A"}}]}`:                                                          "plan.steps[0]: it makes a team, and names one that is there",
		`{"id":"12345678","organizer":"demo","job":"teams","steps":[{"kind":"create_team","team":"A","change":{"name":"A"}},{"kind":"create_team","new_team":1,"team":"B","change":{"name":"B"}}]}`: "plan.steps[1]: it makes a team, and names one that is there",
		`{"id":"12345678","organizer":"demo","job":"teams","steps":[{"kind":"invite","team_id":7}]}`:                                                                                                "plan.steps[0]: a step of kind invite lacks what it needs",
		`{"id":"12345678","organizer":"demo","job":"teams","steps":[{"kind":"invite","team_id":7,"new_team":1,"email":"a@b.c"}]}`:                                                                   "plan.steps[0]: it has to name a team, or the step that makes it",
		`{"id":"12345678","organizer":"demo","job":"teams","steps":[{"kind":"invite","new_team":1,"email":"a@b.c"}]}`:                                                                               "plan.steps[0].new_team: is no earlier step that makes a team",
		`[]`: "reading a plan",
	} {
		if _, err := ParsePlan([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, kind := range []StepKind{StepCreateTeam, StepUpdateTeam, StepDeleteTeam, StepInvite, StepRevokeInvite, StepRemoveMember, StepDisableToken} {
		if err := (&Step{Kind: kind, TeamID: 7}).check(); err == nil {
			t.Errorf("a bare %s passed", kind)
		}
	}
}
