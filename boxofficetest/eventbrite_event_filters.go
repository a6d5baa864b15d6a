package boxofficetest

import (
	"slices"
	"strings"
	"time"
)

// listEvents answers with the visible events of which belongs holds, after the
// filters of the query.
func (c *visit) listEvents(belongs func(EventbriteEvent) bool) (response, error) {
	filter := c.eventFilter()
	events := c.state.events.where(func(ev EventbriteEvent) bool {
		return !ev.deleted && (ev.published() || c.owns(ev)) && belongs(ev) && filter(ev)
	})
	sortEvents(events, arg[string](c.args, "order_by"))
	return list(c, "events", events, c.eventWriter())
}

func (c *visit) eventWriter() func(EventbriteEvent) object {
	return func(ev EventbriteEvent) object { return c.showEvent(ev, c.expand) }
}

func (c *visit) listOrganizationEvents() (response, error) {
	organization, err := c.organization()
	if err != nil {
		return response{}, err
	}
	series := c.seriesFilter()
	return c.listEvents(func(ev EventbriteEvent) bool {
		return ev.OrganizationID == organization && series(ev)
	})
}

// eventFilter is the conjunction of the filters in the query. Without a status,
// events of all are listed; the sources disagree on it.
func (c *visit) eventFilter() func(EventbriteEvent) bool {
	a := c.args
	statuses := arg[[]string](a, "status")
	anyStatus := !a.has("status") || slices.Contains(statuses, "all")
	name := strings.ToLower(arg[string](a, "name_filter"))
	currency := arg[string](a, "currency_filter")
	from, to := arg[time.Time](a, "start_date.range_start"), arg[time.Time](a, "start_date.range_end")
	inTime := timeFilterOf(a)
	return func(ev EventbriteEvent) bool {
		return (anyStatus || slices.Contains(statuses, ev.Status)) &&
			strings.Contains(strings.ToLower(plainText(ev.Name)), name) &&
			(currency == "" || ev.Currency == currency) &&
			oneOf(a, "venue_filter", ev.VenueID) && oneOf(a, "organizer_filter", ev.OrganizerID) &&
			oneOf(a, "event_ids", ev.ID) && oneOf(a, "inventory_type_filter", ev.inventoryType()) &&
			!slices.Contains(arg[[]string](a, "event_ids_to_exclude"), ev.ID) &&
			// No event is in a group or a collection here.
			arg[string](a, "event_group_id") == "" && arg[string](a, "collection_id") == "" &&
			(from.IsZero() || !ev.Start.Before(from)) && (to.IsZero() || !ev.Start.After(to)) &&
			(!arg[bool](a, "only_public") || ev.published() && !ev.Unlisted) &&
			inTime(ev)
	}
}

// oneOf tells whether the list holds the value. A list that did not come holds
// all.
func oneOf(a args, name, value string) bool {
	return !a.has(name) || slices.Contains(arg[[]string](a, name), value)
}

func timeFilterOf(a args) func(EventbriteEvent) bool {
	filter, today := arg[string](a, "time_filter"), now()
	return func(ev EventbriteEvent) bool {
		return filter == "" || filter == "all" || (filter == "past") == ev.End.Before(today)
	}
}

// seriesFilter shows the parts of a series and not its parent, unless the query
// says otherwise.
func (c *visit) seriesFilter() func(EventbriteEvent) bool {
	wanted := arg[[]string](c.args, "series_filter")
	if len(wanted) == 0 {
		wanted = []string{"nonseries", "children"}
		if arg[bool](c.args, "show_series_parent") {
			wanted = []string{"nonseries", "parents"}
		}
	}
	return func(ev EventbriteEvent) bool {
		kinds := []string{"allevents", "nonseries"}
		switch {
		case ev.isSeriesParent():
			kinds = []string{"allevents", "allseries", "parents"}
		case ev.SeriesID != "":
			kinds = []string{"allevents", "allseries", "children"}
		}
		return slices.ContainsFunc(kinds, func(kind string) bool { return slices.Contains(wanted, kind) })
	}
}

// sortEvents keeps the order of creation where the order asked for leaves one.
func sortEvents(events []EventbriteEvent, order string) {
	by, direction, _ := strings.Cut(order, "_")
	compare, ok := map[string]func(a, b EventbriteEvent) int{
		"start":   func(a, b EventbriteEvent) int { return a.Start.Compare(b.Start) },
		"created": func(a, b EventbriteEvent) int { return a.Created.Compare(b.Created) },
		"name":    func(a, b EventbriteEvent) int { return strings.Compare(a.Name, b.Name) },
	}[by]
	if !ok {
		return
	}
	slices.SortStableFunc(events, func(a, b EventbriteEvent) int {
		if direction == "desc" {
			a, b = b, a
		}
		return compare(a, b)
	})
}
