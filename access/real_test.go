package access

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// The tests named TestReal run on the server of PRETIX_URL, as conformance/withpretix
// starts one, and otherwise on one in memory. They are about teams of their own, and
// run one after the other where they look at the whole organizer.

type realTarget struct {
	px        *boxoffice.Pretix
	url       string
	token     string
	organizer string
	accounts  []string // addresses of accounts without a team
	events    []string
}

func newRealTarget(t *testing.T) *realTarget {
	t.Helper()
	r := &realTarget{
		url: os.Getenv("PRETIX_URL"), token: os.Getenv("PRETIX_TOKEN"), organizer: os.Getenv("PRETIX_ORGANIZER"),
		accounts: strings.Split(os.Getenv("PRETIX_ACCOUNTS"), ","), events: strings.Split(os.Getenv("PRETIX_EVENTS"), ","),
	}
	if r.url == "" {
		return newRealTargetInMemory(t, cmp.Or(os.Getenv("FAKE_VERSION"), "2026.8.0"))
	}
	r.px = r.client(t, http.DefaultTransport)
	return r
}

func newRealTargetInMemory(t *testing.T, version string) *realTarget {
	t.Helper()
	r := &realTarget{}
	fake := boxofficetest.NewPretix(t, boxofficetest.WithVersion(version))
	r.url, r.token, r.organizer = fake.URL, fake.Token, fake.Organizer
	r.accounts, r.events = nil, []string{"gala", "openair"}
	for _, slug := range r.events {
		fake.AddEvent("", boxofficetest.PretixEvent{Slug: slug})
	}
	for i := range 12 {
		email := fmt.Sprintf("account%02d@example.org", i+1)
		fake.AddUser(boxofficetest.PretixUser{Email: email})
		r.accounts = append(r.accounts, email)
	}
	fake.AddMember(fake.AdminTeam, fake.AddUser(boxofficetest.PretixUser{Email: "ada@example.org"}))
	r.px = r.client(t, http.DefaultTransport)
	return r
}

func (r *realTarget) client(t *testing.T, transport http.RoundTripper, opts ...boxoffice.Option) *boxoffice.Pretix {
	t.Helper()
	px, err := boxoffice.NewPretix(r.url, boxoffice.PretixTeamToken(r.token), append(opts, boxoffice.WithHTTPClient(&http.Client{Transport: transport}))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(px.CloseIdleConnections)
	return px
}

func (r *realTarget) snapshot(t *testing.T) *Snapshot {
	t.Helper()
	s, err := ReadPretix(t.Context(), r.px, r.organizer, quick)
	if err != nil || s.Err() != nil {
		t.Fatal(err, s.Err())
	}
	return s
}

// named tells whether the server holds permissions by name.
func (s *Snapshot) named() bool { return s.Groups[0].Team.LimitEventPermissions != nil }

// setup makes two teams with people, and returns the state that they shall get. Both
// have a prefix in their names.
func (r *realTarget) setup(t *testing.T, prefix string) *State {
	t.Helper()
	orders := boxoffice.OnlyPermissions(boxoffice.PermissionEventOrdersRead)
	before := &State{Organizer: r.organizer, Teams: []TeamState{
		{
			Name: prefix + " office", Events: boxoffice.OnlyEvents(r.events[0]), Permissions: boxoffice.Permissions{Event: orders},
			Members: []string{r.accounts[0], prefix + "-dan@example.org"},
		},
		{Name: prefix + " door", Events: boxoffice.AllEvents(), Members: []string{r.accounts[0], r.accounts[1]}},
	}}
	r.apply(t, before)
	return &State{
		Organizer: r.organizer,
		People:    map[string][]string{"two": {r.accounts[1], "old-" + r.accounts[1]}},
		Teams: []TeamState{
			{
				Name: prefix + " tills", RenamedFrom: prefix + " office", Events: boxoffice.OnlyEvents(r.events[:2]...),
				Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions(boxoffice.PermissionEventOrdersRead, boxoffice.PermissionEventVouchersRead)},
				Members:     []string{"two", prefix + "-erin@example.org"},
			},
			{
				Name: prefix + " press", Events: boxoffice.AllEvents(), Members: []string{r.accounts[2], prefix + "-frank@example.org"},
				Permissions: boxoffice.Permissions{Event: orders},
			},
		},
	}
}

// quick is for a server that nobody else changes.
var quick = &ReadOptions{Once: true}

func (r *realTarget) apply(t *testing.T, state *State) (*Plan, *Journal) {
	t.Helper()
	p, err := PlanTeams(t.Context(), r.px, state, &PlanOptions{Read: quick})
	if err != nil {
		t.Fatal(err)
	}
	var journal bytes.Buffer
	applied, err := Apply(t.Context(), r.px, p, &ApplyOptions{Removals: p.Removals(), Journal: &journal, Read: quick})
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, p, applied)
	}
	r.empty(t, state)
	j, err := ReadJournal(&journal)
	if err != nil {
		t.Fatal(err)
	}
	return p, j
}

func (r *realTarget) empty(t *testing.T, state *State) {
	t.Helper()
	if p, err := PlanTeams(t.Context(), r.px, state, &PlanOptions{Read: quick}); err != nil || !p.Empty() {
		t.Errorf("%v, a plan is not empty:\n%s", err, p)
	}
}

// teams prints the teams with a prefix, without ids.
func (s *Snapshot) teams(prefix string) string {
	var lines []string
	for i := range s.Groups {
		g := &s.Groups[i]
		if !strings.HasPrefix(g.Name, prefix) {
			continue
		}
		people := []string{}
		for _, p := range s.Members(g.ID) {
			people = append(people, p.Email)
		}
		for _, i := range g.Invites {
			people = append(people, i.Email+" (invited)")
		}
		slices.Sort(people)
		text, _ := json.Marshal([]any{g.Events, g.Permissions, people, len(g.Tokens)})
		lines = append(lines, strings.TrimPrefix(g.Name, prefix)+" "+strings.ReplaceAll(string(text), prefix, ""))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func (r *realTarget) deleteTeams(t *testing.T, prefix string) {
	t.Helper()
	for team, err := range r.px.Teams.All(context.WithoutCancel(t.Context()), r.organizer, nil) {
		if err != nil {
			t.Error(err)
			return
		}
		if strings.HasPrefix(team.Name, prefix) {
			if err := r.px.Teams.Delete(context.WithoutCancel(t.Context()), r.organizer, team.ID); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestRealTeamsAsCode(t *testing.T) { //nolint:paralleltest // it looks at the whole organizer
	r := newRealTarget(t)
	export := r.snapshot(t).State()
	text, err := json.MarshalIndent(export, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if export, err = ParseState(text); err != nil {
		t.Fatal(err)
	}
	if p, err := PlanTeams(t.Context(), r.px, export, &PlanOptions{Prune: true}); err != nil || !p.Empty() {
		t.Fatalf("a plan of an export is not empty: %v\n%s", err, p)
	}
	wanted := r.setup(t, "code")
	defer r.deleteTeams(t, "code")
	before := r.snapshot(t)
	p, j := r.apply(t, wanted)
	t.Logf("%s", p)
	back, err := Revert(t.Context(), r.px, j, nil)
	if err != nil || len(back.Warnings)+len(back.Remains) > 0 {
		t.Fatalf("%v\n%s", err, back)
	}
	if _, err := Apply(t.Context(), r.px, back, &ApplyOptions{Removals: back.Removals()}); err != nil {
		t.Fatal(err)
	}
	if got, want := r.snapshot(t).teams("code"), before.teams("code"); got != want {
		t.Errorf("reverted:\n%s\nbefore:\n%s", got, want)
	}
	if p, err := PlanTeams(t.Context(), r.px, export, &PlanOptions{Prune: true}); err != nil || p.count(StepDeleteTeam) != 2 || len(p.Steps) != 2 {
		t.Errorf("%v\n%s", err, p)
	}
}

func TestRealApplyKilledAtEveryWrite(t *testing.T) { //nolint:paralleltest // it looks at the whole organizer
	r := newRealTarget(t)
	run := func(prefix string, process *dying) string {
		wanted := r.setup(t, prefix)
		defer r.deleteTeams(t, prefix)
		p, err := PlanTeams(t.Context(), r.px, wanted, &PlanOptions{Read: quick})
		if err != nil {
			t.Fatal(err)
		}
		if process == nil {
			r.apply(t, wanted)
			return fmt.Sprint(len(p.Steps), "\n", r.snapshot(t).teams(prefix))
		}
		journal := &file{dead: &process.dead}
		px := r.client(t, process, boxoffice.WithRetryLimits(boxoffice.RetryLimits{Attempts: 1}))
		if _, err := Apply(t.Context(), px, p, &ApplyOptions{Removals: p.Removals(), Journal: journal, Read: quick}); !errors.Is(err, errDead) {
			t.Fatal(err)
		}
		j, err := ReadJournal(bytes.NewReader(journal.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		process.dead.Store(false)
		applied, err := Apply(t.Context(), r.px, j.Plan, &ApplyOptions{Removals: p.Removals(), Journal: journal, Resume: j, Read: quick})
		if err != nil {
			t.Errorf("%v\n%s", err, applied)
		}
		r.empty(t, wanted)
		return fmt.Sprint(len(p.Steps), "\n", r.snapshot(t).teams(prefix))
	}
	want, named := run("whole", nil), r.snapshot(t).named()
	var steps int
	if _, err := fmt.Sscan(want, &steps); err != nil || steps < 8 {
		t.Fatalf("%d steps: %v", steps, err)
	}
	for at := range steps {
		for _, after := range []bool{false, true} {
			if r.url == os.Getenv("PRETIX_URL") && !named && after == (at%2 == 0) {
				continue // every write in turn, and one way of dying is enough on older real servers
			}
			prefix := fmt.Sprintf("killed%d%t", at+1, after)
			if got := run(prefix, &dying{next: http.DefaultTransport, at: int32(at + 1), after: after}); got != want {
				t.Errorf("%s: got\n%s\nwant\n%s", prefix, got, want)
			}
		}
	}
}

func TestRealSomebodyElseChangesATeam(t *testing.T) { //nolint:paralleltest // it looks at the whole organizer
	r := newRealTarget(t)
	wanted := r.setup(t, "else")
	defer r.deleteTeams(t, "else")
	p, err := PlanTeams(t.Context(), r.px, wanted, nil)
	if err != nil {
		t.Fatal(err)
	}
	office := r.snapshot(t).Named("else office")[0].teamID()
	if _, err := r.px.Teams.AddEvents(t.Context(), r.organizer, office, r.events[1]); err != nil {
		t.Fatal(err)
	}
	if _, err := Apply(t.Context(), r.px, p, &ApplyOptions{Removals: p.Removals()}); !errors.Is(err, ErrChanged) {
		t.Errorf("%v", err)
	}
	if got := r.snapshot(t).Named("else office"); len(got) != 1 || !got[0].Events.Equal(boxoffice.OnlyEvents(r.events[:2]...)) {
		t.Errorf("%+v", got)
	}
	r.apply(t, wanted)
}

// Every way to lock people out that pretix's API has is refused, and nothing is done.
func TestRealLockouts(t *testing.T) { //nolint:paralleltest // it looks at the whole organizer
	r := newRealTarget(t)
	before := r.snapshot(t)
	var admins []TeamState
	for _, team := range before.State().Teams {
		if team.Permissions.Organizer.Has(boxoffice.PermissionOrganizerTeamsWrite) {
			admins = append(admins, TeamState{ID: team.ID, Name: team.Name})
		}
	}
	all := func(change func(*TeamState)) *State {
		s := &State{Organizer: r.organizer}
		for _, team := range admins {
			change(&team)
			s.Teams = append(s.Teams, team)
		}
		return s
	}
	states := map[string]*State{
		"no team may manage teams": all(func(t *TeamState) { t.Permissions.Organizer = boxoffice.OnlyPermissions() }),
		"all rights but that": all(func(t *TeamState) {
			t.Permissions.Organizer = boxoffice.OnlyPermissions(boxoffice.PermissionOrganizerEventsCreate)
		}),
		"no members":    all(func(t *TeamState) { t.Members = []string{} }),
		"fewer events":  all(func(t *TeamState) { t.Events = boxoffice.OnlyEvents() }),
		"no such teams": {Organizer: r.organizer, Teams: []TeamState{}},
	}
	if before.Groups[0].Team.Require2FA != nil {
		states["2FA that nobody uses"] = all(func(t *TeamState) { t.Require2FA = new(true) })
	}
	for name, state := range states {
		options := &PlanOptions{Prune: name == "no such teams"}
		if _, err := PlanTeams(t.Context(), r.px, state, options); !errors.Is(err, ErrLockout) {
			t.Errorf("%s: the plan: %v", name, err)
		}
		options.Guard.Force = true
		p, err := PlanTeams(t.Context(), r.px, state, options)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := Apply(t.Context(), r.px, p, &ApplyOptions{Removals: p.Removals()}); !errors.Is(err, ErrLockout) {
			t.Errorf("%s: the apply: %v", name, err)
		}
	}
	after := r.snapshot(t)
	before.TakenAt, before.FinishedAt = after.TakenAt, after.FinishedAt
	was, _ := json.Marshal(before)
	is, _ := json.Marshal(after)
	if !bytes.Equal(was, is) {
		t.Errorf("something was done:\n%s\n%s", was, is)
	}
}

// What is particular to a server's generation: from 2026.3 on the API can make a team
// that it then refuses to update; before, a team can have rights that names don't show.
func TestRealTeamsOfTheServersGeneration(t *testing.T) { //nolint:paralleltest // it looks at the whole organizer
	r := newRealTarget(t)
	if r.snapshot(t).named() {
		realStuckTeam(t, r)
	} else {
		realQuietTeam(t, r)
	}
}

// realStuckTeam is repaired in the same write.
func realStuckTeam(t *testing.T, r *realTarget) {
	t.Helper()
	body := map[string]any{"name": "stuck", "limit_events": []string{}, "limit_event_permissions": []string{"event.orders:write", "event.items:write"}}
	team, err := boxoffice.Do[boxoffice.Team](t.Context(), r.px.Client(), boxoffice.Request{Method: "POST", Path: "/organizers/" + r.organizer + "/teams/", Body: body})
	if err != nil {
		t.Fatal(err)
	}
	defer r.deleteTeams(t, "stuck")
	if _, err := r.px.Teams.Update(t.Context(), r.organizer, team.ID, boxoffice.TeamUpdate{Name: new("stuck no more")}); !errors.Is(err, boxoffice.ErrTeamStuck) {
		t.Fatalf("the team is not stuck: %v", err)
	}
	r.apply(t, &State{Organizer: r.organizer, Teams: []TeamState{{ID: team.ID, Name: "stuck no more"}}})
	after, err := r.px.Teams.Get(t.Context(), r.organizer, team.ID)
	if err != nil || !after.Permissions().Event.Equal(boxoffice.OnlyPermissions("event.items:write")) {
		t.Errorf("%v, %+v", err, after)
	}
}

// An export of an old server is what the server holds after its upgrade, but for what
// was named beforehand. conformance/withpretix -upgrade runs this twice; without it only
// the first half runs, on a server in memory.
func TestRealUpgrade(t *testing.T) { //nolint:paralleltest // it looks at the whole organizer
	path := filepath.Join(os.Getenv("PRETIX_KEEP"), "export.json")
	switch os.Getenv("PRETIX_UPGRADE") {
	case "before":
		realBeforeUpgrade(t, newRealTarget(t), path)
	case "after":
		realAfterUpgrade(t, newRealTarget(t), path)
	default:
		realBeforeUpgrade(t, newRealTargetInMemory(t, "2026.2.2"), filepath.Join(t.TempDir(), "export.json"))
	}
}

func realBeforeUpgrade(t *testing.T, r *realTarget, path string) {
	t.Helper()
	for i, can := range [][]string{
		{"can_view_orders", "can_change_orders", "can_checkin_orders"},
		{"can_change_orders"},
		{"can_change_orders", "can_checkin_orders"},
		{"can_change_vouchers", "can_view_orders"},
		{"can_change_event_settings", "can_change_items", "can_view_orders", "can_change_orders", "can_view_vouchers", "can_change_vouchers"},
		{"can_create_events", "can_change_teams", "can_change_organizer_settings", "can_manage_gift_cards", "can_manage_customers", "can_manage_reusable_media"},
		{"can_change_organizer_settings", "can_manage_gift_cards"},
		{},
	} {
		body := map[string]any{"name": fmt.Sprintf("upgrade %d", i), "limit_events": []string{r.events[0]}}
		for _, key := range can {
			body[key] = true
		}
		if _, err := boxoffice.Do[boxoffice.Team](t.Context(), r.px.Client(), boxoffice.Request{Method: "POST", Path: "/organizers/" + r.organizer + "/teams/", Body: body}); err != nil {
			t.Fatal(err)
		}
	}
	s := r.snapshot(t)
	if p, err := PlanTeams(t.Context(), r.px, s.State(), nil); err != nil || !p.Empty() {
		t.Errorf("%v, a plan of the export is not empty:\n%s", err, p)
	}
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func realAfterUpgrade(t *testing.T, r *realTarget, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before := new(Snapshot)
	if err := json.Unmarshal(text, before); err != nil {
		t.Fatal(err)
	}
	after := r.snapshot(t)
	if before.named() || !after.named() {
		t.Fatalf("%s was not upgraded to %s", before.Version, after.Version)
	}
	lost, given := 0, []int64{}
	for _, u := range before.AfterUpgrade() {
		if g := after.Group(u.Group); g == nil || !g.Permissions.Equal(u.Permissions) {
			t.Errorf("%s has become %+v, not %+v", u, g, u.Permissions)
		}
		lost += len(u.Lost)
		if was := before.Group(u.Group); !was.Permissions.Equal(u.Permissions) {
			// Only upgrades of servers before 4.18 give what a team did not have.
			if len(u.Gained) == 0 {
				t.Errorf("%s: had %+v", u, was.Permissions)
			}
			given = append(given, was.teamID())
		}
		t.Log(u)
	}
	if lost == 0 {
		t.Error("nothing was lost, though teams could change what they could not see")
	}
	p, err := PlanTeams(t.Context(), r.px, before.State(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var changed []int64
	for _, s := range p.Steps {
		if s.Kind != StepUpdateTeam {
			t.Errorf("%s", s)
		}
		changed = append(changed, s.TeamID)
	}
	slices.Sort(changed)
	if !slices.Equal(changed, given) {
		t.Errorf("the plan is not empty but for what was foreseen of %v:\n%s", given, p)
	}
}

// realQuietTeam has rights that names don't show, and none when it is retired.
func realQuietTeam(t *testing.T, r *realTarget) {
	t.Helper()
	body := map[string]any{"name": "quiet", "limit_events": []string{r.events[0]}, "can_change_vouchers": true, "can_change_orders": true}
	team, err := boxoffice.Do[boxoffice.Team](t.Context(), r.px.Client(), boxoffice.Request{Method: "POST", Path: "/organizers/" + r.organizer + "/teams/", Body: body})
	if err != nil {
		t.Fatal(err)
	}
	defer r.deleteTeams(t, "quiet")
	want := []boxoffice.Permission{boxoffice.PermissionEventOrdersWrite, boxoffice.PermissionEventVouchersWrite}
	if got := team.HiddenPermissions(); !slices.Equal(got, want) {
		t.Errorf("hidden are %v", got)
	}
	p, err := Retire(t.Context(), r.px, r.organizer, team.ID, &PlanOptions{Read: quick})
	if err != nil {
		t.Fatal(err)
	}
	if applied, err := Apply(t.Context(), r.px, p, &ApplyOptions{Read: quick}); err != nil {
		t.Fatalf("%v\n%s", err, applied)
	}
	after, err := r.px.Teams.Get(t.Context(), r.organizer, team.ID)
	if err != nil || len(after.Booleans()) > 0 {
		t.Errorf("%v, left is %v", err, after.Booleans())
	}
}
