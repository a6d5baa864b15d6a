package boxofficetest

import (
	"slices"
	"time"
)

// eventBody is what a create may set, and an update but for the locale.
var eventBody = resourceBody[EventbriteEvent]{
	wrapper: "event",
	inputs: []setter[EventbriteEvent]{
		into("name.html", filledKind, func(e *EventbriteEvent) *string { return &e.Name }),
		into("summary", maxTextKind(140), func(e *EventbriteEvent) *string { return &e.Summary }),
		into("description.html", textKind, func(e *EventbriteEvent) *string { return &e.Description }),
		into("start.utc", timeKind, func(e *EventbriteEvent) *time.Time { return &e.Start }),
		into("start.timezone", timezoneKind, func(e *EventbriteEvent) *string { return &e.Timezone }),
		ignored[EventbriteEvent]("start.local"),
		into("end.utc", timeKind, func(e *EventbriteEvent) *time.Time { return &e.End }),
		into("end.timezone", timezoneKind, func(e *EventbriteEvent) *string { return &e.Timezone }),
		ignored[EventbriteEvent]("end.local"),
		into("hide_start_date", boolKind, func(e *EventbriteEvent) *bool { return &e.HideStartDate }),
		into("hide_end_date", boolKind, func(e *EventbriteEvent) *bool { return &e.HideEndDate }),
		into("currency", filledKind, func(e *EventbriteEvent) *string { return &e.Currency }),
		into("online_event", boolKind, func(e *EventbriteEvent) *bool { return &e.OnlineEvent }),
		into("organizer_id", idKind, func(e *EventbriteEvent) *string { return &e.OrganizerID }),
		into("logo_id", idKind, func(e *EventbriteEvent) *string { return &e.LogoID }),
		into("logo.id", idKind, func(e *EventbriteEvent) *string { return &e.LogoID }),
		into("venue_id", idKind, func(e *EventbriteEvent) *string { return &e.VenueID }),
		into("format_id", idKind, func(e *EventbriteEvent) *string { return &e.FormatID }),
		into("category_id", idKind, func(e *EventbriteEvent) *string { return &e.CategoryID }),
		into("subcategory_id", idKind, func(e *EventbriteEvent) *string { return &e.SubcategoryID }),
		notInto("listed", func(e *EventbriteEvent) *bool { return &e.Unlisted }),
		notInto("shareable", func(e *EventbriteEvent) *bool { return &e.NotShareable }),
		into("invite_only", boolKind, func(e *EventbriteEvent) *bool { return &e.InviteOnly }),
		into("show_remaining", boolKind, func(e *EventbriteEvent) *bool { return &e.ShowRemaining }),
		into("password", textKind, func(e *EventbriteEvent) *string { return &e.Password }),
		into("capacity", intKind, func(e *EventbriteEvent) *int { return &e.Capacity }),
		into("is_reserved_seating", boolKind, func(e *EventbriteEvent) *bool { return &e.ReservedSeating }),
		into("is_series", boolKind, func(e *EventbriteEvent) *bool { return &e.IsSeries }),
		into("show_pick_a_seat", boolKind, func(e *EventbriteEvent) *bool { return &e.ShowPickASeat }),
		into("show_seatmap_thumbnail", boolKind, func(e *EventbriteEvent) *bool { return &e.ShowSeatmap }),
		into("show_colors_in_seatmap_thumbnail", boolKind, func(e *EventbriteEvent) *bool { return &e.ShowSeatmapColor }),
		into("source", textKind, func(e *EventbriteEvent) *string { return &e.Source }),
		into("locale", textKind, func(e *EventbriteEvent) *string { return &e.Locale }),
	},
	required: []string{"name.html", "start.utc", "start.timezone", "end.utc", "end.timezone", "currency"},
	fixed:    []string{"locale"},
}

// ignored is an input that real servers take and make nothing of.
func ignored[T any](name string) setter[T] {
	return setter[T]{param{name: name, kind: anyKind}, func(*T, any) {}}
}

// copyBody is what may differ in a copy.
var copyBody = resourceBody[EventbriteEvent]{
	inputs: []setter[EventbriteEvent]{
		into("name", filledKind, func(e *EventbriteEvent) *string { return &e.Name }),
		into("start_date", timeKind, func(e *EventbriteEvent) *time.Time { return &e.Start }),
		into("end_date", timeKind, func(e *EventbriteEvent) *time.Time { return &e.End }),
		into("timezone", timezoneKind, func(e *EventbriteEvent) *string { return &e.Timezone }),
		into("summary", maxTextKind(140), func(e *EventbriteEvent) *string { return &e.Summary }),
	},
	required: []string{"name", "start_date", "end_date", "timezone"}, // which is not to be null in a copy
}

// noBody is for actions.
var noBody = resourceBody[struct{}]{}

func (c *visit) readNothing() error {
	_, err := noBody.read(c, &struct{}{}, false)
	return err
}

// published tells whether the public sees the event.
func (ev EventbriteEvent) published() bool {
	return ev.Status != "draft" && !ev.deleted
}

func (c *visit) owns(ev EventbriteEvent) bool {
	return c.state.isMember(ev.OrganizationID, c.user())
}

// event is the one in the path, for whoever may see it.
func (c *visit) event() (EventbriteEvent, error) {
	ev, ok := c.state.events.get(c.params["event"])
	if !ok || ev.deleted || !ev.published() && !c.owns(ev) {
		return ev, noSuch("event")
	}
	return ev, nil
}

// ownEvent is the one in the path, for members of its organization.
func (c *visit) ownEvent() (EventbriteEvent, error) {
	ev, ok := c.state.events.get(c.params["event"])
	switch {
	case !ok || ev.deleted:
		return ev, noSuch("event")
	case !c.owns(ev):
		return ev, refuseAccess()
	}
	return ev, nil
}

func (c *visit) getEvent() (response, error) {
	ev, err := c.event()
	if err != nil {
		return response{}, err
	}
	return found(c.showEvent(ev, c.expand))
}

func (c *visit) getEventDescription() (response, error) {
	ev, err := c.event()
	if err != nil {
		return response{}, err
	}
	orDefault(&ev.Description, ev.Summary)
	return found(object{{"description", ev.Description}})
}

func (c *visit) createEvent() (response, error) {
	organization, err := c.organization()
	if err != nil {
		return response{}, err
	}
	ev := EventbriteEvent{OrganizationID: organization, Status: "draft", Created: now(), Changed: now()}
	got, err := eventBody.read(c, &ev, true)
	if err != nil {
		return response{}, err
	}
	ev.setDefaults()
	if err := c.checkEvent(ev, got); err != nil {
		return response{}, err
	}
	ev.ID = c.e.nextID("event")
	c.state.events.put(ev.ID, ev)
	return found(c.showEvent(ev, c.expand))
}

func (c *visit) updateEvent() (response, error) {
	ev, err := c.ownEvent()
	if err != nil {
		return response{}, err
	}
	currency := ev.Currency
	got, err := eventBody.read(c, &ev, false)
	if err != nil {
		return response{}, err
	}
	// That the one replaces the other is our guess. A create takes only one.
	switch {
	case arg[string](got, "event.description.html") != "" && !got.has("event.summary"):
		ev.Summary = ""
	case arg[string](got, "event.summary") != "" && !got.has("event.description.html"):
		ev.Description = ""
	}
	if ev.Currency != currency && len(c.state.ordersOf(ev.ID)) > 0 {
		return response{}, refuseBecause("CANNOT_UPDATE_CURRENCY")
	}
	if err := c.checkEvent(ev, got); err != nil {
		return response{}, err
	}
	ev.Changed = now()
	c.state.events.put(ev.ID, ev)
	return found(c.showEvent(ev, c.expand))
}

// checkEvent looks for contradictions, and for ids that are nobody's or
// another's.
func (c *visit) checkEvent(ev EventbriteEvent, got args) error {
	start, end := arg[string](got, "event.start.timezone"), arg[string](got, "event.end.timezone")
	venue, hasVenue := c.state.venues.get(ev.VenueID)
	organizer, hasOrganizer := c.state.organizers.get(ev.OrganizerID)
	switch {
	case start != "" && end != "" && start != end:
		return refuseBecause("DIFFERENT_TIMEZONES")
	case !ev.Start.Before(ev.End):
		return refuseBecause("DATE_CONFLICT")
	case arg[string](got, "event.summary") != "" && arg[string](got, "event.description.html") != "":
		return refuseBecause("SUMMARY_DESCRIPTION_CONFLICT")
	case ev.OnlineEvent && ev.VenueID != "":
		return refuseBecause("VENUE_AND_ONLINE")
	case ev.VenueID != "" && (!hasVenue || venue.OrganizationID != ev.OrganizationID):
		return refuseBecause("NO_VENUE")
	case ev.OrganizerID != "" && (!hasOrganizer || organizer.OrganizationID != ev.OrganizationID):
		return refuseArgument("event.organizer_id", reasonInvalid)
	}
	return nil
}

// act is an action on an event: it changes the event or tells why not, and then
// answers {"<done>": true}.
func (c *visit) act(done string, change func(*EventbriteEvent) error) (response, error) {
	ev, err := c.ownEvent()
	if err != nil {
		return response{}, err
	}
	if err := c.readNothing(); err != nil {
		return response{}, err
	}
	if err := change(&ev); err != nil {
		return response{}, err
	}
	ev.Changed = now()
	c.state.events.put(ev.ID, ev)
	return found(object{{done, true}})
}

func (c *visit) publishEvent() (response, error) {
	if c.hasDeleted() {
		return response{}, refuseBecause("ALREADY_PUBLISHED_OR_DELETED")
	}
	return c.act("published", func(ev *EventbriteEvent) error {
		if ev.Status != "draft" {
			return refuseBecause("ALREADY_PUBLISHED_OR_DELETED")
		}
		ev.Status, ev.Published = "live", now()
		return nil
	})
}

func (c *visit) unpublishEvent() (response, error) {
	return c.act("unpublished", func(ev *EventbriteEvent) error {
		switch {
		case ev.Status == "draft":
			return refuseBecause("NOT_PUBLISHED")
		case ev.Status != "live" || c.hasOrders(*ev):
			return refuseBecause("CANNOT_UNPUBLISH")
		}
		ev.Status, ev.Published = "draft", time.Time{}
		return nil
	})
}

func (c *visit) cancelEvent() (response, error) {
	return c.act("canceled", func(ev *EventbriteEvent) error {
		switch {
		case ev.Status == "canceled":
			return refuseBecause("ALREADY_CANCELED")
		case c.hasOrders(*ev):
			return refuseBecause("CANNOT_CANCEL")
		}
		ev.Status = "canceled"
		return nil
	})
}

func (c *visit) deleteEvent() (response, error) {
	if c.hasDeleted() {
		return response{}, refuseBecause("ALREADY_DELETED")
	}
	return c.act("deleted", func(ev *EventbriteEvent) error {
		if c.hasOrders(*ev) {
			return refuseBecause("CANNOT_DELETE")
		}
		ev.deleted = true
		return nil
	})
}

// hasDeleted tells whether the event in the path was the user's.
func (c *visit) hasDeleted() bool {
	ev, _ := c.state.events.get(c.params["event"])
	return ev.deleted && c.owns(ev)
}

// hasOrders tells whether somebody counts on the event.
func (c *visit) hasOrders(ev EventbriteEvent) bool {
	return slices.ContainsFunc(c.state.ordersOf(ev.ID), func(o EventbriteOrder) bool {
		return o.isActive()
	})
}

func (c *visit) copyEvent() (response, error) {
	ev, err := c.ownEvent()
	if err != nil {
		return response{}, err
	}
	original := ev.ID
	if _, err := copyBody.read(c, &ev, false); err != nil {
		return response{}, err
	}
	if !ev.Start.Before(ev.End) {
		return response{}, refuseBecause("INVALID_END_DATE")
	}
	ev.Status, ev.Published = "draft", time.Time{}
	ev.Created, ev.Changed = now(), now()
	ev.ID = c.e.nextID("event")
	c.state.events.put(ev.ID, ev)
	for _, class := range c.state.ticketClassesOf(original) {
		class.ID, class.EventID, class.QuantitySold = c.e.nextID("ticket class"), ev.ID, 0
		c.state.ticketClasses.put(class.ID, class)
	}
	return found(c.showEvent(ev, c.expand))
}

func (c *visit) batchEvents() (response, error) {
	events := []EventbriteEvent{}
	for _, id := range arg[[]string](c.args, "event_ids") {
		ev, ok := c.state.events.get(id)
		if ok && !ev.deleted && (ev.published() || c.owns(ev)) {
			events = append(events, ev)
		}
	}
	return list(c, "events", events, c.eventWriter())
}

func (c *visit) getSeries() (response, error) {
	ev, err := c.seriesParent()
	if err != nil {
		return response{}, err
	}
	return found(c.showEvent(ev, c.expand))
}

func (c *visit) seriesParent() (EventbriteEvent, error) {
	ev, err := c.event()
	if err == nil && !ev.isSeriesParent() {
		err = noSuch("event")
	}
	return ev, err
}

func (c *visit) listSeriesEvents() (response, error) {
	parent, err := c.seriesParent()
	if err != nil {
		return response{}, err
	}
	return c.listEvents(func(ev EventbriteEvent) bool { return ev.SeriesID == parent.ID })
}

func (ev EventbriteEvent) isSeriesParent() bool {
	return ev.IsSeries && ev.SeriesID == ""
}
