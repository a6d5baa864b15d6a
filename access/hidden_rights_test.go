package access

import (
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// A right that the newer vocabulary has no combination for is a right all the same:
// on pretix before 2026.3 who may change vouchers without seeing them can make some.
func TestPlanTakesRightsThatTheMigrationCuts(t *testing.T) {
	t.Parallel()
	for _, can := range []string{"can_change_vouchers", "can_change_orders"} {
		d := newPlanDemo(t, "2026.2.2")
		id := d.AddTeam("", boxofficetest.PretixTeam{Name: "Quiet", AllEvents: true, Can: []string{can}})
		state := &State{Organizer: d.Organizer, Teams: []TeamState{{ID: id, Name: "Quiet", Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions()}}}}
		p := d.plan(t, state, nil)
		if _, err := Apply(t.Context(), d.px, p, nil); err != nil {
			t.Fatal(err)
		}
		if left := d.Team(id).Can; len(left) > 0 {
			t.Errorf("it shall have no permissions, and has %q after\n%s", left, p)
		}
	}
}
