package boxofficetest

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"time"
)

func (c *call) listEvents() (response, error) {
	var visible []*PretixEvent
	for _, slug := range slices.Sorted(maps.Keys(c.organizer.events)) {
		if c.seesEvent(slug) {
			visible = append(visible, c.organizer.events[slug])
		}
	}
	return c.page(len(visible), func(i int) object { return c.eventJSON(visible[i], false) })
}

func (c *call) getEvent() (response, error) {
	return jsonResponse(http.StatusOK, c.eventJSON(c.organizer.events[c.match.params["event"]], true)), nil
}

func (o *organizer) hasEvent(slug string) bool {
	return o.events[slug] != nil
}

// eventsByDate is the order of limit_events. The list of events is by slug.
func (o *organizer) eventsByDate() []*PretixEvent {
	return slices.SortedFunc(maps.Values(o.events), func(a, b *PretixEvent) int {
		return cmp.Or(a.DateFrom.Compare(b.DateFrom), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Slug, b.Slug))
	})
}

// eventJSON is an event in a list, or alone and then with its keys.
func (c *call) eventJSON(e *PretixEvent, withKeys bool) object {
	o := object{
		{"name", object{{"en", e.Name}}},
		{"slug", e.Slug},
		{"live", e.Live},
		{"testmode", false},
		{"currency", "EUR"},
		{"date_from", e.DateFrom.UTC().Format(time.RFC3339Nano)},
		{"date_to", timeOrNull(e.DateTo)},
		{"date_admission", nil},
		{"is_public", true},
		{"presale_start", nil},
		{"presale_end", nil},
		{"location", nil},
		{"geo_lat", nil},
		{"geo_lon", nil},
		{"has_subevents", false},
		{"meta_data", object{}},
		{"seating_plan", nil},
		{"plugins", []string{}},
		{"seat_category_mapping", object{}},
		{"timezone", "UTC"},
		{"item_meta_properties", object{}},
	}
	if withKeys {
		o = append(o, field{"valid_keys", object{{"pretix_sig1", []string{}}}})
	}
	if c.version.salesChannelLists() {
		o = append(o, field{"all_sales_channels", true}, field{"limit_sales_channels", []string{}})
	}
	channels := field{"sales_channels", []string{"web"}}
	if !c.version.salesChannelLists() {
		o = append(o, channels)
	}
	if c.version.publicURLs() {
		o = append(o, field{"public_url", "http://" + c.r.Host + "/" + c.organizer.slug + "/" + e.Slug + "/"})
	}
	if c.version.salesChannelLists() {
		o = append(o, channels)
	}
	return o
}

func timeOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(time.RFC3339Nano)
}
