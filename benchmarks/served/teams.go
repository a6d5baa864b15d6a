package served

import (
	"slices"
	"strconv"
	"strings"
)

// PageSize is how many teams a page holds, as pretix gives them.
const PageSize = 50

// kind is what the teams of an organizer are like: a box office, the people at the
// door, those who keep the books.
type kind struct {
	name                string
	events              []string // nil for all
	event, organizer    []string // nil for all
	require2FA, managed bool
}

var kinds = []kind{
	{name: "Admins", require2FA: true, managed: true},
	{name: "Box office", events: []string{"gala", "winter-ball"}, event: []string{"event.orders:read", "event.orders:write", "event.vouchers:read"}, organizer: []string{}},
	{name: "Door", events: []string{"gala"}, event: []string{"event.orders:checkin"}, organizer: []string{}},
	{name: "Books", events: nil, event: []string{"event.orders:read"}, organizer: []string{"organizer.giftcards:read", "organizer.giftcards:write"}},
	{name: "Marketing", events: []string{"gala", "winter-ball", "summer-party-2026"}, event: []string{"event.items:write", "event.settings.general:write", "event.vouchers:read", "event.vouchers:write"}, organizer: []string{}},
}

// tail is all of a team behind its name, in the order and the shape of pretix 2026.8.
func (k kind) tail() string {
	var b strings.Builder
	member := func(name string, value bool) {
		b.WriteString(`,"` + name + `":` + strconv.FormatBool(value))
	}
	list := func(name string, values []string) {
		b.WriteString(`,"` + name + `":[`)
		for i, v := range values {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(strconv.Quote(v))
		}
		b.WriteByte(']')
	}
	member("require_2fa", k.require2FA)
	member("all_events", k.events == nil)
	list("limit_events", k.events)
	member("all_event_permissions", k.event == nil)
	list("limit_event_permissions", k.event)
	member("all_organizer_permissions", k.organizer == nil)
	list("limit_organizer_permissions", k.organizer)
	for _, flag := range []struct{ name, of string }{
		{"can_change_event_settings", "event.settings.general:write"},
		{"can_change_items", "event.items:write"},
		{"can_view_orders", "event.orders:read"},
		{"can_change_orders", "event.orders:write"},
		{"can_checkin_orders", "event.orders:checkin"},
		{"can_view_vouchers", "event.vouchers:read"},
		{"can_change_vouchers", "event.vouchers:write"},
	} {
		member(flag.name, k.event == nil || slices.Contains(k.event, flag.of))
	}
	for _, flag := range []struct{ name, of string }{
		{"can_create_events", "organizer.events:create"},
		{"can_change_organizer_settings", "organizer.settings.general:write"},
		{"can_change_teams", "organizer.teams:write"},
		{"can_manage_gift_cards", "organizer.giftcards:write"},
		{"can_manage_customers", "organizer.customers:write"},
		{"can_manage_reusable_media", "organizer.reusablemedia:write"},
	} {
		member(flag.name, k.organizer == nil || slices.Contains(k.organizer, flag.of))
	}
	b.WriteByte('}')
	return b.String()
}

var tails = func() []string {
	out := make([]string, len(kinds))
	for i, k := range kinds {
		out[i] = k.tail()
	}
	return out
}()

// appendTeam writes the team of an id.
func appendTeam(b []byte, id int) []byte {
	k := id % len(kinds)
	b = append(b, `{"id":`...)
	b = strconv.AppendInt(b, int64(id), 10)
	b = append(b, `,"name":"`...)
	b = append(b, kinds[k].name...)
	b = append(b, ' ')
	b = strconv.AppendInt(b, int64(id), 10)
	b = append(b, '"')
	return append(b, tails[k]...)
}

// appendPage writes a page as pretix does, with what a peer's own pagination needs
// beside it.
func appendPage(b []byte, pages, number int, address func(number int) string, beside string) []byte {
	link := func(name string, to int) {
		b = append(b, `,"`...)
		b = append(b, name...)
		b = append(b, `":`...)
		if to < 1 || to > pages {
			b = append(b, "null"...)
			return
		}
		b = append(b, '"')
		b = append(b, address(to)...)
		b = append(b, '"')
	}
	b = append(b, `{"count":`...)
	b = strconv.AppendInt(b, int64(pages*PageSize), 10)
	link("next", number+1)
	link("previous", number-1)
	b = append(b, `,"results":[`...)
	for i := range PageSize {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendTeam(b, (number-1)*PageSize+i+1)
	}
	b = append(b, ']')
	b = append(b, beside...)
	return append(b, '}')
}
