package boxofficetest

// Where an attendee was found decides on its resource_uri.
const (
	ofEvent = "events/{}/attendees/{}/"
	ofOrder = "orders/{}/attendees/{}/"
)

func (c *visit) showAttendee(a EventbriteAttendee, where string, x expansion) object {
	parent := a.EventID
	if where == ofOrder {
		parent = a.OrderID
	}
	ev, _ := c.state.events.get(a.EventID)
	shown := object{
		{"costs", showCosts(ev.Currency, a.Costs)},
		{"resource_uri", c.uri(where, parent, a.ID)},
		{"id", a.ID},
		{"changed", utc(a.Changed)},
		{"created", utc(a.Created)},
		{"quantity", 1},
		{"variant_id", nil},
		{"profile", showProfile(a)},
		{"barcodes", []object{showBarcode(a)}},
		{"answers", []object{}},
		{"checked_in", a.CheckedIn},
		{"cancelled", a.Cancelled},
		{"refunded", a.Refunded},
		{"affiliate", orNull(a.Affiliate)},
		{"guestlist_id", orNull(a.GuestlistID)},
		{"invited_by", orNull(a.InvitedBy)},
		{"status", a.Status},
		{"ticket_class_name", a.TicketClassName},
		{"delivery_method", orNull(a.DeliveryMethod)},
		{"event_id", a.EventID},
		{"order_id", a.OrderID},
		{"ticket_class_id", a.TicketClassID},
	}
	shown = expanded(shown, x, "event", &c.state.events, a.EventID, c.showEvent)
	return expanded(shown, x, "order", &c.state.orders, a.OrderID, c.showOrder)
}

func showProfile(a EventbriteAttendee) object {
	profile := object{
		{"first_name", a.FirstName},
		{"last_name", a.LastName},
	}
	if a.Email != "" {
		profile = append(profile, field{"email", a.Email})
	}
	addresses := object{}
	if a.Address != (EventbriteAddress{}) {
		addresses = append(addresses, field{"home", a.Address.filled()})
	}
	return append(profile, field{"name", a.Name}, field{"addresses", addresses})
}

func showBarcode(a EventbriteAttendee) object {
	status := "unused"
	if a.CheckedIn {
		status = "used"
	}
	return object{
		{"status", status},
		{"barcode", a.Barcode},
		{"created", utc(a.Created)},
		{"changed", utc(a.Changed)},
		{"checkin_type", 0},
		{"is_printed", false},
	}
}

func (c *visit) listOrganizationAttendees() (response, error) {
	organization, err := c.organization()
	if err != nil {
		return response{}, err
	}
	return c.listAttendees(ofEvent, func(a EventbriteAttendee) bool {
		ev, _ := c.state.events.get(a.EventID)
		return ev.OrganizationID == organization
	})
}

func (c *visit) listEventAttendees() (response, error) {
	ev, err := c.ownEvent()
	if err != nil {
		return response{}, err
	}
	return c.listAttendees(ofEvent, func(a EventbriteAttendee) bool { return a.EventID == ev.ID })
}

func (c *visit) listOrderAttendees() (response, error) {
	o, err := c.order()
	if err != nil {
		return response{}, err
	}
	return c.listAttendees(ofOrder, func(a EventbriteAttendee) bool { return a.OrderID == o.ID })
}

func (c *visit) listAttendees(where string, belongs func(EventbriteAttendee) bool) (response, error) {
	attendees := c.state.attendees.where(func(a EventbriteAttendee) bool {
		return belongs(a) && c.hasStatus(a) && changedAfter(c.args, a.Changed, a.ID) && oneOf(c.args, "attendee_ids", a.ID)
	})
	return list(c, "attendees", attendees, func(a EventbriteAttendee) object { return c.showAttendee(a, where, c.expand) })
}

// hasStatus applies the filter. What its words cover is our guess.
func (c *visit) hasStatus(a EventbriteAttendee) bool {
	attending := a.Status == "Attending" || a.Status == "Checked In"
	switch arg[string](c.args, "status") {
	case "attending":
		return attending
	case "not_attending":
		return !attending
	case "unpaid":
		o, _ := c.state.orders.get(a.OrderID)
		return o.Status != "placed"
	}
	return true
}

func (c *visit) getEventAttendee() (response, error) {
	ev, err := c.ownEvent()
	if err != nil {
		return response{}, err
	}
	return c.attendeeOf(ofEvent, func(a EventbriteAttendee) bool { return a.EventID == ev.ID })
}

func (c *visit) getOrderAttendee() (response, error) {
	o, err := c.order()
	if err != nil {
		return response{}, err
	}
	return c.attendeeOf(ofOrder, func(a EventbriteAttendee) bool { return a.OrderID == o.ID })
}

func (c *visit) attendeeOf(where string, belongs func(EventbriteAttendee) bool) (response, error) {
	a, ok := c.state.attendees.get(c.params["attendee"])
	if !ok || !belongs(a) {
		return response{}, noSuch("attendee_id")
	}
	return found(c.showAttendee(a, where, c.expand))
}
