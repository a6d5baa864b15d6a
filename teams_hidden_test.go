package boxoffice

import (
	"slices"
	"testing"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// What an older server grants and names don't show is named, left alone by an update of
// names, and taken by one that says so.
func TestHiddenPermissions(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		can    []string
		hidden []Permission
	}{
		{[]string{"can_view_orders", "can_change_orders", "can_checkin_orders", "can_view_vouchers"}, nil},
		{[]string{"can_change_orders"}, []Permission{PermissionEventOrdersWrite}},
		{[]string{"can_change_orders", "can_checkin_orders"}, []Permission{PermissionEventOrdersWrite}},
		{[]string{"can_checkin_orders"}, nil},
		{[]string{"can_change_vouchers", "can_change_teams"}, []Permission{PermissionEventVouchersWrite}},
	} {
		for _, version := range []string{"2026.2.2", "4.17.1"} {
			server := boxofficetest.NewPretix(t, boxofficetest.WithVersion(version))
			id := server.AddTeam("", boxofficetest.PretixTeam{Name: "Quiet", Can: tt.can})
			px, err := NewPretix(server.URL, PretixTeamToken(server.Token))
			if err != nil {
				t.Fatal(err)
			}
			team, err := px.Teams.Get(t.Context(), server.Organizer, id)
			if err != nil {
				t.Fatal(err)
			}
			if got := team.HiddenPermissions(); !slices.Equal(got, tt.hidden) {
				t.Errorf("%v on %s: %v", tt.can, version, got)
			}
			items := OnlyPermissions(PermissionEventItemsWrite)
			team, err = px.Teams.Update(t.Context(), server.Organizer, id, TeamUpdate{Permissions: Permissions{Event: items}})
			if err != nil || !slices.Equal(team.HiddenPermissions(), tt.hidden) && !slices.Contains(tt.can, "can_change_orders") {
				t.Errorf("%v on %s: %v, %+v", tt.can, version, err, team)
			}
			team, err = px.Teams.Update(t.Context(), server.Organizer, id, TeamUpdate{Permissions: Permissions{Event: items}, Exact: true})
			if err != nil || len(team.HiddenPermissions()) > 0 || !team.Permissions().Event.Equal(items) || team.CanManageTeams() != slices.Contains(tt.can, "can_change_teams") {
				t.Errorf("%v on %s: %v, %+v", tt.can, version, err, team)
			}
		}
	}
	if hidden := (&Team{LimitEventPermissions: []Permission{}, CanChangeOrders: true}).HiddenPermissions(); hidden != nil {
		t.Errorf("a newer server's: %v", hidden)
	}
}
