package access

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// planDemo is an organizer with two administrators, a box office and a door.
type planDemo struct {
	*boxofficetest.Pretix

	px                     *boxoffice.Pretix
	office, door           int64
	ada, grace, bob, carol int64
}

func newPlanDemo(t *testing.T, version string) *planDemo {
	t.Helper()
	d := &planDemo{Pretix: boxofficetest.NewPretix(t, boxofficetest.WithVersion(version))}
	for _, slug := range []string{"gala", "openair"} {
		d.AddEvent("", boxofficetest.PretixEvent{Slug: slug})
	}
	user := func(name string, uses2FA bool) int64 {
		return d.AddUser(boxofficetest.PretixUser{Email: name + "@example.org", FullName: name, Uses2FA: uses2FA})
	}
	d.ada, d.grace, d.bob, d.carol = user("ada", true), user("grace", false), user("bob", false), user("carol", false)
	d.AddMember(d.AdminTeam, d.ada)
	d.AddMember(d.AdminTeam, d.grace)
	d.office = d.AddTeam("", boxofficetest.PretixTeam{Name: "Box office", LimitEvents: []string{"gala"}, Can: []string{"can_view_orders", "can_change_orders"}})
	d.AddMember(d.office, d.bob)
	d.AddInvite(d.office, "dan@example.org")
	d.door = d.AddTeam("", boxofficetest.PretixTeam{Name: "Door", AllEvents: true, Can: []string{"can_checkin_orders"}})
	d.AddMember(d.door, d.bob)
	d.AddMember(d.door, d.carol)
	var err error
	d.px, err = boxoffice.NewPretix(d.URL, boxoffice.PretixTeamToken(d.Token))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *planDemo) export(t *testing.T) *State {
	t.Helper()
	s, err := ReadPretix(t.Context(), d.px, d.Organizer, nil)
	if err != nil || s.Err() != nil {
		t.Fatal(err, s.Err())
	}
	return s.State()
}

func (d *planDemo) plan(t *testing.T, state *State, opts *PlanOptions) *Plan {
	t.Helper()
	p, err := PlanTeams(t.Context(), d.px, state, opts)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var planVersions = []string{"2026.8.0", "2026.5.6", "2026.2.2", "2024.3.0", "4.17.1", "3.17.2"}

func TestPlanOfAnExportIsEmpty(t *testing.T) {
	t.Parallel()
	for _, version := range planVersions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			d := newPlanDemo(t, version)
			if p := d.plan(t, d.export(t), &PlanOptions{Prune: true}); !p.Empty() {
				t.Errorf("not empty:\n%s", p)
			}
		})
	}
}

// changed is the state that the tests go for, from an export of the demo.
func changed(state *State) *State {
	state.People = map[string][]string{"carol": {"carol.new@example.org", "carol@example.org"}}
	for i := range state.Teams {
		switch state.Teams[i].Name {
		case "Box office":
			t := &state.Teams[i]
			t.ID, t.Name, t.RenamedFrom = 0, "Tills", "Box office"
			t.Events = boxoffice.OnlyEvents("gala", "openair")
			t.Permissions.Event = boxoffice.OnlyPermissions(boxoffice.PermissionEventOrdersRead, boxoffice.PermissionEventVouchersRead)
			t.Members = []string{"carol", "erin@example.org"}
		}
	}
	state.Teams = append(state.Teams, TeamState{
		Name: "Press", Events: boxoffice.AllEvents(), Members: []string{"bob@example.org", "frank@example.org"},
		Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions(boxoffice.PermissionEventOrdersRead)},
	})
	return state
}

func TestPlanApplyPlan(t *testing.T) {
	t.Parallel()
	for _, version := range planVersions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			d := newPlanDemo(t, version)
			state := changed(d.export(t))
			p := d.plan(t, state, nil)
			text, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			again, err := ParsePlan(text)
			if err != nil || !reflect.DeepEqual(again, p) {
				t.Fatalf("the plan does not survive JSON: %v\n%+v\n%+v", err, again, p)
			}
			if _, err := Apply(t.Context(), d.px, again, nil); !errors.Is(err, ErrRemovals) {
				t.Errorf("a fifth of the people leave, and nobody said so: %v", err)
			}
			var journal bytes.Buffer
			applied, err := Apply(t.Context(), d.px, again, &ApplyOptions{Removals: 2, Journal: &journal})
			if err != nil {
				t.Fatalf("%v\n%s\n%s", err, p, applied)
			}
			if p := d.plan(t, state, nil); !p.Empty() {
				t.Errorf("a second plan is not empty:\n%s", p)
			}
			for _, r := range applied.Results {
				if r.Outcome != OutcomeDone {
					t.Errorf("%+v", r)
				}
			}
			j, err := ReadJournal(&journal)
			if err != nil || len(j.Done()) != len(p.Steps) {
				t.Errorf("%v, %v of %d", err, j, len(p.Steps))
			}
		})
	}
}

func TestPlanPrints(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	p := d.plan(t, changed(d.export(t)), nil)
	want := `Plan ID (teams) for organizer ` + d.Organizer + `, pretix 2026.8.0: 5 to add, 1 to change, 2 to take away
+ team "Press"
    + events: all
    + event permissions: event.orders:read
    + bob@example.org
    + frank@example.org
~ team "Box office" (OFFICE)
    ~ name: "Box office" → "Tills"
    ~ events: +openair
    ~ event permissions: +event.vouchers:read -event.orders:write -event:cancel
    + carol.new@example.org
    + erin@example.org
    - dan@example.org (open invite)
    - bob@example.org
`
	got := strings.NewReplacer(p.ID, "ID", p.Steps[1].team()[len(`"Box office" (`):], "OFFICE)").Replace(p.String())
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// What can't be told apart when it is printed is a change all the same.
func TestPlanPrintsWhatLooksTheSame(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	for _, slug := range []string{"gala\u200b", "gala\u200c"} {
		d.AddEvent("", boxofficetest.PretixEvent{Slug: slug})
	}
	id := d.AddTeam("", boxofficetest.PretixTeam{Name: "Press", LimitEvents: []string{"gala\u200b"}})
	p := d.plan(t, &State{Organizer: d.Organizer, Teams: []TeamState{{ID: id, Name: "Press", Events: boxoffice.OnlyEvents("gala\u200c")}}}, nil)
	if want := "    ~ events: +gala\ufffd -gala\ufffd\n"; !strings.Contains(p.String(), want) {
		t.Errorf("%q is missing in\n%s", want, p)
	}
}

// Somebody has made a team of the new name: the one to be renamed is not pruned for it.
func TestPruneSparesWhatWasToBeRenamed(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	state := d.export(t)
	state.Teams[2] = TeamState{Name: "Gate", RenamedFrom: "Door"}
	d.AddTeam("", boxofficetest.PretixTeam{Name: "Gate"})
	_, err := PlanTeams(t.Context(), d.px, state, &PlanOptions{Prune: true})
	if err == nil || !strings.Contains(err.Error(), "teams[2].renamed_from: team Door (3) still has that name") {
		t.Errorf("%v", err)
	}
}
