package conformance

import (
	"maps"
	"slices"

	"github.com/boxoffice-go/boxoffice"
)

// plain is a team that may do nothing and reaches no event, as the SDK shows it.
func (s *target) plain(id int64, name string) boxoffice.Team {
	team := boxoffice.Team{ID: id, Name: name, LimitEvents: []string{}}
	if s.team2FA() {
		team.Require2FA = new(false)
	}
	if s.named() {
		team.LimitEventPermissions = []boxoffice.Permission{}
		team.LimitOrganizerPermissions = []boxoffice.Permission{}
	}
	return team
}

// everything is a team that may do everything. Booleans that a release does not have are false.
func (s *target) everything(id int64, name string) boxoffice.Team {
	team := s.plain(id, name)
	team.AllEvents = true
	team.AllEventPermissions, team.AllOrganizerPermissions = s.named(), s.named()
	team.CanChangeEventSettings, team.CanChangeItems = true, true
	team.CanViewOrders, team.CanChangeOrders, team.CanCheckinOrders = true, true, s.since("3.17.0")
	team.CanViewVouchers, team.CanChangeVouchers = true, true
	team.CanCreateEvents, team.CanChangeOrganizerSettings, team.CanChangeTeams = true, true, true
	team.CanManageGiftCards, team.CanManageCustomers, team.CanManageReusableMedia = true, s.since("4.0.0"), s.since("4.18.0")
	return team
}

// sorted puts the permissions of a team in order, since a server has none.
func sorted(team *boxoffice.Team) boxoffice.Team {
	out := *team
	for _, list := range []*[]boxoffice.Permission{&out.LimitEventPermissions, &out.LimitOrganizerPermissions} {
		*list = slices.Clone(*list)
		slices.Sort(*list)
	}
	return out
}

// booleans are the can_* keys of a team, in no order.
func (s *target) booleans() []string {
	keys := []string{
		"can_change_event_settings", "can_change_items", "can_view_orders", "can_change_orders", "can_view_vouchers",
		"can_change_vouchers", "can_create_events", "can_change_organizer_settings", "can_change_teams",
		"can_manage_gift_cards",
	}
	if s.since("3.17.0") {
		keys = append(keys, "can_checkin_orders")
	}
	if s.since("4.0.0") {
		keys = append(keys, "can_manage_customers")
	}
	if s.since("4.18.0") {
		keys = append(keys, "can_manage_reusable_media")
	}
	return keys
}

// body is what a team that may do nothing looks like on the wire, with some fields changed.
func (s *target) body(id int64, name string, changed map[string]any) map[string]any {
	out := map[string]any{"id": float64(id), "name": name, "all_events": false, "limit_events": []any{}}
	if s.team2FA() {
		out["require_2fa"] = false
	}
	if s.named() {
		out["all_event_permissions"], out["limit_event_permissions"] = false, []any{}
		out["all_organizer_permissions"], out["limit_organizer_permissions"] = false, []any{}
	}
	for _, name := range s.booleans() {
		out[name] = false
	}
	maps.Copy(out, changed)
	return out
}

// sortedLists puts the permissions of a body in order, since a server has none.
func sortedLists(body map[string]any) map[string]any {
	for _, name := range []string{"limit_event_permissions", "limit_organizer_permissions"} {
		if list, ok := body[name].([]any); ok {
			slices.SortFunc(list, func(a, b any) int {
				return slices.Compare([]byte(a.(string)), []byte(b.(string)))
			})
		}
	}
	return body
}
