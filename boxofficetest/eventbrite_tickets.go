package boxofficetest

import (
	"slices"
	"time"
)

// ticketClassInput is a ticket class with the parts of it that come in a form
// of their own.
type ticketClassInput struct {
	EventbriteTicketClass
	cost amount
	free bool
}

var ticketClassBody = resourceBody[ticketClassInput]{
	wrapper: "ticket_class",
	inputs: []setter[ticketClassInput]{
		into("name", filledKind, func(t *ticketClassInput) *string { return &t.Name }),
		into("description", textKind, func(t *ticketClassInput) *string { return &t.Description }),
		into("cost", moneyKind, func(t *ticketClassInput) *amount { return &t.cost }),
		into("free", boolKind, func(t *ticketClassInput) *bool { return &t.free }),
		into("donation", boolKind, func(t *ticketClassInput) *bool { return &t.Donation }),
		into("capacity", intKind, func(t *ticketClassInput) *int { return &t.Capacity }),
		into("quantity_total", intKind, func(t *ticketClassInput) *int { return &t.Capacity }),
		into("minimum_quantity", intKind, func(t *ticketClassInput) *int { return &t.MinimumQuantity }),
		into("maximum_quantity", intKind, func(t *ticketClassInput) *int { return &t.MaximumQuantity }),
		into("sorting", intKind, func(t *ticketClassInput) *int { return &t.Sorting }),
		into("include_fee", boolKind, func(t *ticketClassInput) *bool { return &t.IncludeFee }),
		into("split_fee", boolKind, func(t *ticketClassInput) *bool { return &t.SplitFee }),
		into("hide_description", boolKind, func(t *ticketClassInput) *bool { return &t.HideDescription }),
		into("hide_sale_dates", boolKind, func(t *ticketClassInput) *bool { return &t.HideSaleDates }),
		into("hidden", boolKind, func(t *ticketClassInput) *bool { return &t.Hidden }),
		into("auto_hide", boolKind, func(t *ticketClassInput) *bool { return &t.AutoHide }),
		into("auto_hide_before", timeKind, func(t *ticketClassInput) *time.Time { return &t.AutoHideBefore }),
		into("auto_hide_after", timeKind, func(t *ticketClassInput) *time.Time { return &t.AutoHideAfter }),
		into("sales_start", timeKind, func(t *ticketClassInput) *time.Time { return &t.SalesStart }),
		into("sales_end", timeKind, func(t *ticketClassInput) *time.Time { return &t.SalesEnd }),
		into("sales_end_relative.relative_to_event", enumKind("start_time", "end_time"), func(t *ticketClassInput) *string { return &t.SalesEndRelativeTo }),
		into("sales_end_relative.offset", intKind, func(t *ticketClassInput) *int { return &t.SalesEndOffset }),
		into("sales_start_after", idKind, func(t *ticketClassInput) *string { return &t.SalesStartAfter }),
		into("has_pdf_ticket", boolKind, func(t *ticketClassInput) *bool { return &t.HasPDFTicket }),
		into("order_confirmation_message", textKind, func(t *ticketClassInput) *string { return &t.OrderConfirmationMessage }),
		into("delivery_methods", enumListKind("electronic", "will_call", "standard_shipping", "third_party_shipping"), func(t *ticketClassInput) *[]string { return &t.DeliveryMethods }),
		into("sales_channels", enumListKind("online", "atd"), func(t *ticketClassInput) *[]string { return &t.SalesChannels }),
		into("inventory_tier_id", idKind, func(t *ticketClassInput) *string { return &t.InventoryTierID }),
		into("image_id", idKind, func(t *ticketClassInput) *string { return &t.ImageID }),
	},
	required: []string{"name"},
}

func (t EventbriteTicketClass) isFree() bool {
	return t.Cost == 0 && !t.Donation
}

// readTicketClass applies the body. The order of its complaints is our guess.
func (c *visit) readTicketClass(t EventbriteTicketClass, ev EventbriteEvent, create bool) (EventbriteTicketClass, error) {
	in := ticketClassInput{EventbriteTicketClass: t, cost: amount{ev.Currency, t.Cost}, free: !create && t.isFree()}
	got, err := ticketClassBody.read(c, &in, create)
	if err != nil {
		return t, err
	}
	priced := got["ticket_class.cost"] != nil
	if priced && !got.has("ticket_class.free") {
		in.free = false
	}
	switch {
	case in.Donation && in.free:
		err = refuseBecause("DONATION_AND_FREE")
	case in.Donation && priced:
		err = refuseBecause("DONATION_AND_COST")
	case in.free && priced:
		err = refuseBecause("FREE_AND_COST")
	case !in.Donation && !in.free && in.cost.value == 0:
		err = refuseBecause("NO_COST")
	case priced && in.cost.currency != ev.Currency:
		err = refuseBecause("CURRENCY_MISMATCH")
	case in.Capacity <= 0 && !in.Donation:
		err = refuseBecause("NO_QUANTITY_TOTAL")
	case in.MaximumQuantity != 0 && in.MinimumQuantity > in.MaximumQuantity:
		err = refuseBecause("BAD_QUANTITIES")
	case in.IncludeFee && in.SplitFee:
		err = refuseBecause("SPLIT_AND_INCLUDE")
	case !in.AutoHide && (!in.AutoHideBefore.IsZero() || !in.AutoHideAfter.IsZero()):
		err = refuseBecause("AUTO_HIDE_NOT_SET")
	}
	in.Cost = in.cost.value
	if in.free || in.Donation {
		in.Cost = 0
	}
	return in.EventbriteTicketClass, err
}

func (c *visit) showTicketClass(t EventbriteTicketClass, x expansion) object {
	ev, _ := c.state.events.get(t.EventID)
	var cost, fee, tax any
	if t.Cost > 0 {
		cost, fee, tax = money(ev.Currency, t.Cost), money(ev.Currency, t.Fee), money(ev.Currency, t.Tax)
	}
	var endRelative any
	if t.SalesEndRelativeTo != "" {
		endRelative = object{{"relative_to_event", t.SalesEndRelativeTo}, {"offset", t.SalesEndOffset}}
	}
	o := object{
		{"actual_cost", nil},
		{"actual_fee", fee},
		{"cost", cost},
		{"fee", fee},
		{"tax", tax},
		{"resource_uri", c.uri("events/{}/ticket_classes/{}/", t.EventID, t.ID)},
		{"display_name", t.Name},
		{"name", t.Name},
		{"description", orNull(t.Description)},
		{"sorting", t.Sorting},
		{"donation", t.Donation},
		{"free", t.isFree()},
		{"minimum_quantity", t.MinimumQuantity},
		{"maximum_quantity", intOrNull(t.MaximumQuantity)},
		{"maximum_quantity_per_order", intOrNull(t.MaximumQuantity)},
		{"on_sale_status", t.saleStatus()},
		{"has_pdf_ticket", t.HasPDFTicket},
		{"order_confirmation_message", orNull(t.OrderConfirmationMessage)},
		{"delivery_methods", t.DeliveryMethods},
		{"category", t.category()},
		{"sales_channels", t.SalesChannels},
		{"secondary_assignment_enabled", false},
		{"event_id", t.EventID},
		{"image_id", orNull(t.ImageID)},
		{"id", t.ID},
		{"capacity", intOrNull(t.Capacity)},
		{"quantity_total", t.Capacity},
		{"quantity_sold", t.QuantitySold},
		{"sales_start", utcOrNull(t.SalesStart)},
		{"sales_end", utcOrNull(t.SalesEnd)},
		{"sales_end_relative", endRelative},
		{"hidden", t.Hidden},
		{"hidden_currently", t.Hidden},
		{"include_fee", t.IncludeFee},
		{"split_fee", t.SplitFee},
		{"hide_description", t.HideDescription},
		{"hide_sale_dates", t.HideSaleDates},
		{"auto_hide", t.AutoHide},
		{"payment_constraints", []object{}},
	}
	for _, f := range []field{
		{"auto_hide_before", utcOrNull(t.AutoHideBefore)}, {"auto_hide_after", utcOrNull(t.AutoHideAfter)},
		{"sales_start_after", orNull(t.SalesStartAfter)}, {"inventory_tier_id", orNull(t.InventoryTierID)},
		{"variant_id", orNull(t.VariantID)},
	} {
		if f.value != nil {
			o = append(o, f)
		}
	}
	return expanded(o, x, "event", &c.state.events, t.EventID, c.showEvent)
}

// category has no add-ons: there are no inventory tiers here.
func (t EventbriteTicketClass) category() string {
	if t.Donation {
		return "donation"
	}
	return "admission"
}

func (t EventbriteTicketClass) saleStatus() string {
	switch {
	case t.Hidden:
		return "HIDDEN"
	case t.Capacity > 0 && t.QuantitySold >= t.Capacity:
		return "SOLD_OUT"
	case t.SalesStart.After(now()):
		return "NOT_YET_ON_SALE"
	case !t.SalesEnd.IsZero() && t.SalesEnd.Before(now()):
		return "UNAVAILABLE"
	}
	return "AVAILABLE"
}

func (c *visit) ticketClassWriter() func(EventbriteTicketClass) object {
	return func(t EventbriteTicketClass) object { return c.showTicketClass(t, c.expand) }
}

func (c *visit) listTicketClasses() (response, error) {
	ev, err := c.ownEvent()
	if err != nil {
		return response{}, err
	}
	classes := slices.DeleteFunc(c.state.ticketClassesOf(ev.ID), func(t EventbriteTicketClass) bool {
		return !t.soldAt(arg[string](c.args, "pos")) || !oneOf(c.args, "category", t.category()) && !oneOf(c.args, "category", "all")
	})
	return list(c, "ticket_classes", classes, c.ticketClassWriter())
}

// soldAt tells whether a point of sale has the ticket class, "" for any.
func (t EventbriteTicketClass) soldAt(pos string) bool {
	channels := map[string]string{"online": "online", "at_the_door": "atd"}
	return pos == "" || slices.Contains(t.SalesChannels, channels[pos])
}

func (c *visit) listTicketClassesForSale() (response, error) {
	ev, err := c.event()
	if err != nil {
		return response{}, err
	}
	pos := arg[string](c.args, "pos")
	orDefault(&pos, "online")
	classes := slices.DeleteFunc(c.state.ticketClassesOf(ev.ID), func(t EventbriteTicketClass) bool {
		return t.saleStatus() != "AVAILABLE" || !t.soldAt(pos)
	})
	return list(c, "ticket_classes", classes, c.ticketClassWriter())
}

func (c *visit) listOrganizationTicketClasses() (response, error) {
	organization, err := c.organization()
	if err != nil {
		return response{}, err
	}
	classes := c.state.ticketClasses.where(func(t EventbriteTicketClass) bool {
		ev, _ := c.state.events.get(t.EventID)
		return ev.OrganizationID == organization && !ev.deleted
	})
	return list(c, "ticket_classes", classes, c.ticketClassWriter())
}

func (c *visit) createTicketClass() (response, error) {
	ev, err := c.ownEvent()
	if err != nil {
		return response{}, err
	}
	t, err := c.readTicketClass(EventbriteTicketClass{EventID: ev.ID}, ev, true)
	if err != nil {
		return response{}, err
	}
	t.setDefaults()
	t.ID = c.e.nextID("ticket class")
	c.state.ticketClasses.put(t.ID, t)
	return found(c.showTicketClass(t, c.expand))
}

// ticketClass is the one in the path. An unknown one is recorded as an unknown
// path.
func (c *visit) ticketClass() (EventbriteTicketClass, EventbriteEvent, error) {
	ev, err := c.ownEvent()
	if err != nil {
		return EventbriteTicketClass{}, ev, err
	}
	t, ok := c.state.ticketClasses.get(c.params["class"])
	if !ok || t.EventID != ev.ID {
		err = noPathHere()
	}
	return t, ev, err
}

func (c *visit) getTicketClass() (response, error) {
	t, _, err := c.ticketClass()
	if err != nil {
		return response{}, err
	}
	return found(c.showTicketClass(t, c.expand))
}

func (c *visit) updateTicketClass() (response, error) {
	t, ev, err := c.ticketClass()
	if err != nil {
		return response{}, err
	}
	t, err = c.readTicketClass(t, ev, false)
	if err != nil {
		return response{}, err
	}
	c.state.ticketClasses.put(t.ID, t)
	return found(c.showTicketClass(t, c.expand))
}

// deleteTicketClass is not documented; its answer is our guess.
func (c *visit) deleteTicketClass() (response, error) {
	t, _, err := c.ticketClass()
	if err != nil {
		return response{}, err
	}
	c.state.ticketClasses.remove(t.ID)
	return found(object{{"deleted", true}})
}

// linkTicketGroups puts a ticket class into the groups of the body, and takes it
// out of all others.
func (c *visit) linkTicketGroups() (response, error) {
	organization, err := c.organization()
	if err != nil {
		return response{}, err
	}
	t, ev, err := c.ticketClass()
	if err != nil {
		return response{}, err
	}
	if ev.OrganizationID != organization {
		return response{}, noSuch("event")
	}
	got, err := c.readBody([]param{{name: "ticket_group_ids", kind: listKind}})
	if err != nil {
		return response{}, err
	}
	wanted := arg[[]string](got, "ticket_group_ids")
	groups := c.state.ticketGroups.where(func(g EventbriteTicketGroup) bool {
		return g.OrganizationID == organization && g.Status != "deleted"
	})
	for _, id := range wanted {
		if !slices.ContainsFunc(groups, func(g EventbriteTicketGroup) bool { return g.ID == id }) {
			return response{}, refuseArgument("ticket_group_ids", reasonInvalid)
		}
	}
	for _, g := range groups {
		c.state.ticketGroups.put(g.ID, g.withTicket(ev.ID, t.ID, slices.Contains(wanted, g.ID)))
	}
	return noContent(), nil
}
