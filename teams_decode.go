package boxoffice

import "github.com/boxoffice-go/boxoffice/internal/quick"

// Teams are what is read most, a page of them at each turn of a walk, and the
// encoding/json of Go 1.26 takes five times as long for them. These tables name what
// [Team]'s tags name; a test compares them.

// quickly decodes a team, or a page of them, and tells whether it could: what is odd
// in any way, and all else, is for encoding/json. Out must be zero, and then is again.
func quickly(data []byte, out any) bool {
	switch out := out.(type) {
	case *Team:
		return quicklyInto(data, teamFields, out)
	case *envelope[Team]:
		return quicklyInto(data, teamPageFields, out)
	}
	return false
}

func quicklyInto[T any](data []byte, fields quick.Fields[T], out *T) bool {
	ok := quick.Unmarshal(data, fields, out)
	if !ok {
		*out = *new(T)
	}
	return ok
}

var teamPageFields = quick.Fields[envelope[Team]]{
	{Name: "count", Read: func(r *quick.Reader, e *envelope[Team]) { e.Count = r.Int() }},
	{Name: "next", Read: func(r *quick.Reader, e *envelope[Team]) { e.Next = new(r.String()) }},
	{Name: "results", Read: func(r *quick.Reader, e *envelope[Team]) { e.Results = quick.Slice(r, teamFields, maxPageSize) }},
}

// teamFields are in the order of pretix 2026.3 and newer.
var teamFields = quick.Fields[Team]{
	{Name: "id", Read: func(r *quick.Reader, t *Team) { t.ID = r.Int64() }},
	{Name: "name", Read: func(r *quick.Reader, t *Team) { t.Name = r.String() }},
	{Name: "require_2fa", Read: func(r *quick.Reader, t *Team) { t.Require2FA = new(r.Bool()) }},
	{Name: "all_events", Read: func(r *quick.Reader, t *Team) { t.AllEvents = r.Bool() }},
	{Name: "limit_events", Read: func(r *quick.Reader, t *Team) { t.LimitEvents = quick.Strings[string](r) }},
	{Name: "all_event_permissions", Read: func(r *quick.Reader, t *Team) { t.AllEventPermissions = r.Bool() }},
	{Name: "limit_event_permissions", Read: func(r *quick.Reader, t *Team) { t.LimitEventPermissions = quick.Strings[Permission](r) }},
	{Name: "all_organizer_permissions", Read: func(r *quick.Reader, t *Team) { t.AllOrganizerPermissions = r.Bool() }},
	{Name: "limit_organizer_permissions", Read: func(r *quick.Reader, t *Team) { t.LimitOrganizerPermissions = quick.Strings[Permission](r) }},
	{Name: "can_change_event_settings", Read: func(r *quick.Reader, t *Team) { t.CanChangeEventSettings = r.Bool() }},
	{Name: "can_change_items", Read: func(r *quick.Reader, t *Team) { t.CanChangeItems = r.Bool() }},
	{Name: "can_view_orders", Read: func(r *quick.Reader, t *Team) { t.CanViewOrders = r.Bool() }},
	{Name: "can_change_orders", Read: func(r *quick.Reader, t *Team) { t.CanChangeOrders = r.Bool() }},
	{Name: "can_checkin_orders", Read: func(r *quick.Reader, t *Team) { t.CanCheckinOrders = r.Bool() }},
	{Name: "can_view_vouchers", Read: func(r *quick.Reader, t *Team) { t.CanViewVouchers = r.Bool() }},
	{Name: "can_change_vouchers", Read: func(r *quick.Reader, t *Team) { t.CanChangeVouchers = r.Bool() }},
	{Name: "can_create_events", Read: func(r *quick.Reader, t *Team) { t.CanCreateEvents = r.Bool() }},
	{Name: "can_change_organizer_settings", Read: func(r *quick.Reader, t *Team) { t.CanChangeOrganizerSettings = r.Bool() }},
	{Name: "can_change_teams", Read: func(r *quick.Reader, t *Team) { t.CanChangeTeams = r.Bool() }},
	{Name: "can_manage_gift_cards", Read: func(r *quick.Reader, t *Team) { t.CanManageGiftCards = r.Bool() }},
	{Name: "can_manage_customers", Read: func(r *quick.Reader, t *Team) { t.CanManageCustomers = r.Bool() }},
	{Name: "can_manage_reusable_media", Read: func(r *quick.Reader, t *Team) { t.CanManageReusableMedia = r.Bool() }},
}
