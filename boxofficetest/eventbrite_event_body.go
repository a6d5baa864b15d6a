package boxofficetest

import (
	"html"
	"regexp"
	"strings"
	"time"
	_ "time/tzdata" // datetimes need zones, also where no system has them
)

// showEvent writes an event. Of another's event, some fields are null or not
// there.
func (c *visit) showEvent(ev EventbriteEvent, x expansion) object {
	owner := c.owns(ev)
	// The field is deprecated, and the newer editor puts the summary there.
	description := ev.Summary
	orDefault(&description, ev.Description)
	o := object{
		{"name", twoForms(ev.Name)},
		{"description", twoForms(description)},
		{"url", "https://www.eventbrite.com/e/" + slug(ev.Name) + "-tickets-" + ev.ID},
		{"start", zoned(ev.Start, ev.Timezone)},
		{"end", zoned(ev.End, ev.Timezone)},
		{"organization_id", ev.OrganizationID},
		{"created", utc(ev.Created)},
		{"changed", utc(ev.Changed)},
	}
	if !ev.Published.IsZero() {
		o = append(o, field{"published", utc(ev.Published)})
	}
	if owner {
		o = append(o, field{"capacity", c.capacityOf(ev)}, field{"capacity_is_custom", ev.Capacity != 0})
	} else {
		o = append(o, field{"capacity", nil}, field{"capacity_is_custom", nil})
	}
	o = append(o,
		field{"status", ev.Status},
		field{"currency", ev.Currency},
		field{"listed", !ev.Unlisted},
		field{"shareable", !ev.NotShareable},
	)
	if owner {
		o = append(o, field{"invite_only", ev.InviteOnly})
	}
	o = append(o, field{"online_event", ev.OnlineEvent})
	if owner {
		o = append(o, field{"show_remaining", ev.ShowRemaining})
	}
	if owner && ev.Password != "" {
		o = append(o, field{"password", ev.Password})
	}
	o = append(o,
		field{"tx_time_limit", 480},
		field{"hide_start_date", ev.HideStartDate},
		field{"hide_end_date", ev.HideEndDate},
		field{"locale", ev.Locale},
		field{"is_locked", false},
		field{"privacy_setting", "unlocked"},
		field{"is_series", ev.IsSeries},
		field{"is_series_parent", ev.isSeriesParent()},
		field{"inventory_type", ev.inventoryType()},
		field{"is_reserved_seating", ev.ReservedSeating},
		field{"show_pick_a_seat", ev.ShowPickASeat},
		field{"show_seatmap_thumbnail", ev.ShowSeatmap},
		field{"show_colors_in_seatmap_thumbnail", ev.ShowSeatmapColor},
		field{"source", orNull(ev.Source)},
		field{"is_free", c.isFree(ev)},
		field{"version", "3.0.0"},
		field{"summary", orNull(ev.Summary)},
		field{"logo_id", orNull(ev.LogoID)},
		field{"organizer_id", orNull(ev.OrganizerID)},
		field{"venue_id", orNull(ev.VenueID)},
		field{"category_id", orNull(ev.CategoryID)},
		field{"subcategory_id", orNull(ev.SubcategoryID)},
		field{"format_id", orNull(ev.FormatID)},
		field{"id", ev.ID},
		field{"resource_uri", c.uri("events/{}/", ev.ID)},
		field{"is_externally_ticketed", false},
		field{"logo", showLogo(ev.LogoID)},
	)
	if ev.SeriesID != "" {
		o = append(o, field{"series_id", ev.SeriesID})
	}
	return c.expandEvent(o, ev, x)
}

func (c *visit) expandEvent(o object, ev EventbriteEvent, x expansion) object {
	o = expanded(o, x, "venue", &c.state.venues, ev.VenueID, c.showVenue)
	o = expanded(o, x, "organizer", &c.state.organizers, ev.OrganizerID, c.showOrganizer)
	o = expandCanned(o, x, "category", ev.CategoryID, c.category)
	o = expandCanned(o, x, "subcategory", ev.SubcategoryID, c.subcategory)
	o = expandCanned(o, x, "format", ev.FormatID, c.format)
	if x.has("ticket_classes") {
		classes := []object{}
		for _, t := range c.state.ticketClassesOf(ev.ID) {
			if !t.Hidden || c.owns(ev) {
				classes = append(classes, c.showTicketClass(t, x["ticket_classes"]))
			}
		}
		o = append(o, field{"ticket_classes", classes})
	}
	if x.has("ticket_availability") {
		o = append(o, field{"ticket_availability", c.availability(ev)})
	}
	if x.has("bookmark_info") {
		mine := c.state.bookmarks.where(func(b ebBookmark) bool { return b.event == ev.ID && b.user == c.user() })
		o = append(o, field{"bookmark_info", object{{"bookmarked", len(mine) > 0}}})
	}
	return o
}

func (c *visit) availability(ev EventbriteEvent) object {
	left := false
	var cheapest, dearest any
	low, high := -1, -1
	for _, t := range c.state.ticketClassesOf(ev.ID) {
		if t.Hidden || t.QuantitySold >= t.Capacity {
			continue
		}
		left = true
		if low < 0 || t.Cost < low {
			low, cheapest = t.Cost, money(ev.Currency, t.Cost)
		}
		if t.Cost > high {
			high, dearest = t.Cost, money(ev.Currency, t.Cost)
		}
	}
	return object{
		{"has_available_tickets", left},
		{"minimum_ticket_price", cheapest},
		{"maximum_ticket_price", dearest},
		{"is_sold_out", !left},
		{"start_sales_date", nil},
		{"waitlist_available", false},
	}
}

func (c *visit) capacityOf(ev EventbriteEvent) int {
	if ev.Capacity != 0 {
		return ev.Capacity
	}
	sum := 0
	for _, t := range c.state.ticketClassesOf(ev.ID) {
		sum += t.Capacity
	}
	return sum
}

func (c *visit) isFree(ev EventbriteEvent) bool {
	for _, t := range c.state.ticketClassesOf(ev.ID) {
		if !t.isFree() {
			return false
		}
	}
	return true
}

func (ev EventbriteEvent) inventoryType() string {
	if ev.ReservedSeating {
		return "reserved"
	}
	return "limited"
}

func showLogo(id string) any {
	if id == "" {
		return nil
	}
	address := "https://img.evbuc.com/" + id + ".png"
	return object{
		{"crop_mask", nil},
		{"original", object{{"url", address}, {"width", 2160}, {"height", 1080}}},
		{"id", id},
		{"url", address},
		{"aspect_ratio", "2"},
		{"edge_color", nil},
		{"edge_color_set", true},
	}
}

// zoned is a datetime-tz. Setup and validation have checked the zone.
func zoned(t time.Time, timezone string) object {
	local := t.UTC()
	if location, err := time.LoadLocation(timezone); err == nil {
		local = t.In(location)
	}
	return object{
		{"timezone", timezone},
		{"local", local.Format("2006-01-02T15:04:05")},
		{"utc", utc(t)},
	}
}

// twoForms is a text as HTML and without it, which are both null when it is empty.
func twoForms(markup string) object {
	if markup == "" {
		return object{{"text", nil}, {"html", nil}}
	}
	return object{{"text", plainText(markup)}, {"html", markup}}
}

var (
	tag        = regexp.MustCompile(`<[^>]*>`)
	notForSlug = regexp.MustCompile(`[^a-z0-9]+`)
)

func plainText(markup string) string {
	return html.UnescapeString(tag.ReplaceAllString(markup, ""))
}

func slug(name string) string {
	return strings.Trim(notForSlug.ReplaceAllString(strings.ToLower(plainText(name)), "-"), "-")
}
