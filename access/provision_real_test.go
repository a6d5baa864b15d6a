package access

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// What the list of events shows to a token: the team's events, whatever the team may do
// with them.
func TestRealEventsThatATokenSees(t *testing.T) {
	target := newRotationTarget(t)
	admin := target.client(t, target.token)
	all, err := eventSlugs(t.Context(), admin, target.organizer)
	if err != nil || len(all) < 3 {
		t.Fatalf("%v, %v", all, err)
	}
	slices.Sort(all)
	orders := boxoffice.OnlyPermissions(boxoffice.PermissionEventOrdersRead)
	for i, test := range []struct {
		events boxoffice.EventAccess
		may    boxoffice.PermissionSet
		want   []string
	}{
		{boxoffice.AllEvents(), orders, all},
		{boxoffice.AllEvents(), boxoffice.OnlyPermissions(), all},
		{boxoffice.OnlyEvents(all[0]), orders, all[:1]},
		{boxoffice.OnlyEvents(all[0], all[2]), boxoffice.OnlyPermissions(), []string{all[0], all[2]}},
		{boxoffice.OnlyEvents(), orders, []string{}},
	} {
		vault := &rotationVault{}
		got, err := Provision(t.Context(), admin, target.organizer, Provisioning{
			Name: fmt.Sprintf("%s %d", realName(t), i), Events: test.events, Permissions: boxoffice.Permissions{Event: test.may}, HandOver: vault.handOver,
		})
		if err != nil {
			t.Errorf("%s, %s: %v", test.events, test.may, err)
			continue
		}
		as, err := admin.WithCredential(vault.given[0].Credential())
		if err != nil {
			t.Fatal(err)
		}
		sees, err := eventSlugs(t.Context(), as, target.organizer)
		slices.Sort(sees)
		if err != nil || !slices.Equal(sees, test.want) || got.Token.State != TokenActive {
			t.Errorf("%s, %s: it sees %v, %v", test.events, test.may, sees, err)
		}
	}
}

func TestRealProvision(t *testing.T) {
	target := newRotationTarget(t)
	admin := target.client(t, target.token)
	vault := &rotationVault{}
	p := Provisioning{
		Name: realName(t), TokenName: "gate 1", HandOver: vault.handOver,
		Events:      boxoffice.OnlyEvents("gala"),
		Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions(boxoffice.PermissionEventOrdersRead)},
		Allowed:     []string{"/organizers/" + target.organizer + "/events/gala/"},
		Forbidden:   []string{"/organizers/" + target.organizer + "/teams/"},
	}
	if os.Getenv("PRETIX_URL") != "" {
		// The server in memory has no orders.
		p.Allowed = append(p.Allowed, "/organizers/"+target.organizer+"/events/gala/orders/")
		p.Forbidden = append(p.Forbidden,
			"/organizers/"+target.organizer+"/events/openair/orders/", "/organizers/"+target.organizer+"/events/gala/vouchers/")
	}
	got, err := Provision(t.Context(), admin, target.organizer, p)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s", strings.Join(got.Proved, "\n"))
	again, err := Provision(t.Context(), admin, target.organizer, p)
	if err != nil || again.Changed || len(again.Existing) != 1 || again.Existing[0].ID != got.Token.ID {
		t.Errorf("%+v, %v", again, err)
	}
	// A proof that fails: nobody gets a token.
	p.Renew, p.Allowed = true, []string{"/organizers/" + target.organizer + "/teams/"}
	p.Forbidden = nil
	if _, err := Provision(t.Context(), admin, target.organizer, p); err == nil || len(vault.given) != 1 {
		t.Errorf("%v", err)
	}
	if active := realActive(t, admin, target.organizer, got.Team.ID); len(active) != 1 || active[0].ID != got.Token.ID {
		t.Errorf("active are %v", active)
	}
	// The team may manage teams now, and renews its token with that.
	p.Permissions.Organizer = boxoffice.OnlyPermissions(boxoffice.PermissionOrganizerTeamsWrite)
	p.Events = boxoffice.AllEvents()
	changed, err := Provision(t.Context(), admin, target.organizer, p)
	if err != nil || !changed.Changed || len(changed.Disabled) != 1 {
		t.Fatalf("%+v, %v", changed, err)
	}
	own := target.client(t, vault.last())
	renewed, err := Provision(t.Context(), own, target.organizer, p)
	if err != nil || renewed.Changed || len(renewed.Disabled) != 1 || renewed.Disabled[0].ID != changed.Token.ID {
		t.Fatalf("%+v, %v", renewed, err)
	}
	if active := realActive(t, admin, target.organizer, got.Team.ID); len(active) != 1 || active[0].ID != renewed.Token.ID || !realWorks(t, admin, boxoffice.NewSecret(vault.last())) {
		t.Errorf("active are %v", active)
	}
	vault.checkOnce(t)
}
