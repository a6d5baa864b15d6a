package access

import (
	"context"
	"errors"
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// A team that is there already is not narrowed so that people are locked out.
func TestProvisionIsGuarded(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	admins := d.Team(d.AdminTeam).Name
	before := d.seen()
	want := Provisioning{
		Name: admins, Events: boxoffice.AllEvents(), Permissions: boxoffice.Permissions{Event: boxoffice.AllPermissions()},
		HandOver: func(context.Context, *boxoffice.NewTeamToken) error { return nil },
	}
	if _, err := Provision(t.Context(), d.px, d.Organizer, want); !errors.Is(err, ErrLockout) {
		t.Errorf("%v", err)
	}
	if d.seen() != before {
		t.Errorf("something was done:\n%s", d.seen())
	}
}

// Nor is a stuck one left so.
func TestProvisionRepairs(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	d.AddTeam("", boxofficetest.PretixTeam{Name: "Feed", AllEvents: true, LimitEvents: []string{"gala"}})
	provisioned, err := Provision(t.Context(), d.px, d.Organizer, Provisioning{
		Name: "Feed", Events: boxoffice.AllEvents(), Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions("event.orders:read")},
		HandOver: func(context.Context, *boxoffice.NewTeamToken) error { return nil },
	})
	if err != nil || !provisioned.Changed {
		t.Errorf("%v, %+v", err, provisioned)
	}
}

// Exactly these permissions: not what an older server grants besides and names don't show.
func TestProvisionTakesHiddenRights(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "4.17.1")
	id := d.AddTeam("", boxofficetest.PretixTeam{Name: "Feed", Can: []string{"can_change_vouchers"}})
	provisioned, err := Provision(t.Context(), d.px, d.Organizer, Provisioning{
		Name: "Feed", HandOver: func(context.Context, *boxoffice.NewTeamToken) error { return nil },
	})
	if err != nil || !provisioned.Changed || len(d.Team(id).Can) > 0 {
		t.Errorf("%v, %+v, %+v", err, provisioned, d.Team(id))
	}
}
