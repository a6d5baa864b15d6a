package boxofficetest

import (
	"slices"
	"strings"
)

var discountTypes = []string{"coded", "access", "public", "hold"}

var discountBody = resourceBody[EventbriteDiscount]{
	wrapper: "discount",
	inputs: []setter[EventbriteDiscount]{
		into("type", enumKind(discountTypes...), func(d *EventbriteDiscount) *string { return &d.Type }),
		into("code", filledKind, func(d *EventbriteDiscount) *string { return &d.Code }),
		into("amount_off", decimalKind, func(d *EventbriteDiscount) *string { return &d.AmountOff }),
		into("percent_off", decimalKind, func(d *EventbriteDiscount) *string { return &d.PercentOff }),
		into("event_id", idKind, func(d *EventbriteDiscount) *string { return &d.EventID }),
		into("ticket_class_ids", listKind, func(d *EventbriteDiscount) *[]string { return &d.TicketClassIDs }),
		into("ticket_group_id", idKind, func(d *EventbriteDiscount) *string { return &d.TicketGroupID }),
		into("hold_ids", listKind, func(d *EventbriteDiscount) *[]string { return &d.HoldIDs }),
		into("quantity_available", intKind, func(d *EventbriteDiscount) *int { return &d.QuantityAvailable }),
		into("start_date", localTimeKind, func(d *EventbriteDiscount) *string { return &d.StartDate }),
		into("end_date", localTimeKind, func(d *EventbriteDiscount) *string { return &d.EndDate }),
		into("start_date_relative", relativeKind, func(d *EventbriteDiscount) *int { return &d.StartDateRelative }),
		into("end_date_relative", relativeKind, func(d *EventbriteDiscount) *int { return &d.EndDateRelative }),
	},
	required: []string{"code"},
}

// relativeKind is a number of seconds in whole minutes.
func relativeKind(raw any) (any, string) {
	n, problem := intKind(raw)
	if problem == "" && (n.(int) < 60 || n.(int)%60 != 0) {
		return nil, reasonInvalid
	}
	return n, problem
}

// readDiscount applies the body and looks for contradictions. That an access
// code may take nothing off, and the default type, are our reading of the docs.
func (c *visit) readDiscount(d *EventbriteDiscount, create bool) error {
	if _, err := discountBody.read(c, d, create); err != nil {
		return err
	}
	orDefault(&d.Type, "coded")
	ev, hasEvent := c.state.events.get(d.EventID)
	switch {
	case d.AmountOff != "" && d.PercentOff != "":
		return refuseBecause("AMOUNT_AND_PERCENT_OFF_PROVIDED")
	case d.AmountOff == "" && d.PercentOff == "" && d.Type != "access" && d.Type != "hold":
		return refuseBecause("INVALID")
	case d.StartDate != "" && d.StartDateRelative != 0:
		return refuseBecause("START_DATE_AND_START_DATE_RELATIVE_PROVIDED")
	case d.EndDate != "" && d.EndDateRelative != 0:
		return refuseBecause("END_DATE_AND_END_DATE_RELATIVE_PROVIDED")
	case d.EventID != "" && (!hasEvent || ev.OrganizationID != d.OrganizationID):
		return refuseArgument("discount.event_id", reasonInvalid)
	case d.EventID == "" && d.Type == "public":
		return refuseBecause("PUBLIC_DISCOUNT_NOT_SUPPORTED")
	case d.EventID == "" && len(d.TicketClassIDs) > 0:
		return refuseBecause("INVALID")
	}
	return nil
}

func (c *visit) showDiscount(d EventbriteDiscount, x expansion) object {
	o := object{
		{"id", d.ID},
		{"resource_uri", c.uri("discounts/{}/", d.ID)},
		{"code", d.Code},
		{"type", d.Type},
		{"discount_type", d.Type},
		{"amount_off", orNull(d.AmountOff)},
		{"percent_off", orNull(d.PercentOff)},
		{"quantity_available", d.QuantityAvailable},
		{"quantity_sold", d.QuantitySold},
		{"start_date", orNull(d.StartDate)},
		{"end_date", orNull(d.EndDate)},
		{"start_date_relative", intOrNull(d.StartDateRelative)},
		{"end_date_relative", intOrNull(d.EndDateRelative)},
		{"ticket_class_ids", listOrNull(d.TicketClassIDs)},
		{"ticket_ids", listOrNull(d.TicketClassIDs)},
		{"event_id", orNull(d.EventID)},
		{"ticket_group_id", orNull(d.TicketGroupID)},
		{"hold_ids", listOrNull(d.HoldIDs)},
	}
	o = expanded(o, x, "event", &c.state.events, d.EventID, c.showEvent)
	return expanded(o, x, "ticket_group", &c.state.ticketGroups, d.TicketGroupID, c.showTicketGroup)
}

// checkDiscountQuery is for the rules between parameters.
func checkDiscountQuery(a args) error {
	scope := arg[string](a, "scope")
	code, filter := arg[string](a, "code"), arg[string](a, "code_filter")
	switch {
	case scope == "multi_events" && a.has("event_id"):
		return refuseBecause("INVALID_USAGE_FOR_EVENT_ID")
	case scope != "multi_events" && !a.has("event_id"):
		return refuseArgument("event_id", reasonMissing)
	case code != "" && filter != "":
		return refuseBecause("CODE_AND_CODE_FILTER_PROVIDED")
	case a.has("code") && len(code) < 2, a.has("code_filter") && len(filter) < 2:
		return refuseBecause("INVALID")
	case a.has("order_by") && code == "" && filter == "":
		return refuseBecause("ORDER_BY_NOT_SUPPORTED")
	}
	return nil
}

// listDiscounts finds discounts in a scope. That the scope "user" has those of
// the event and those of several is our guess.
func (c *visit) listDiscounts() (response, error) {
	organization, err := c.organization()
	if err != nil {
		return response{}, err
	}
	a := c.args
	if err := checkDiscountQuery(a); err != nil {
		return response{}, err
	}
	scope, event := arg[string](a, "scope"), arg[string](a, "event_id")
	inScope := func(d EventbriteDiscount) bool {
		return d.EventID == event && scope != "multi_events" || d.EventID == "" && scope != "event"
	}
	code, prefix := arg[string](a, "code"), arg[string](a, "code_filter")
	discounts := c.state.discounts.where(func(d EventbriteDiscount) bool {
		return d.OrganizationID == organization && inScope(d) &&
			(code == "" || d.Code == code) && strings.HasPrefix(d.Code, prefix) &&
			oneOf(a, "type", d.Type) &&
			(!a.has("ticket_group_id") || d.TicketGroupID == arg[string](a, "ticket_group_id")) &&
			(!a.has("hold_ids") || slices.ContainsFunc(d.HoldIDs, func(id string) bool { return oneOf(a, "hold_ids", id) }))
	})
	sortDiscounts(discounts, arg[string](a, "order_by"))
	return list(c, "discounts", discounts, func(d EventbriteDiscount) object { return c.showDiscount(d, c.expand) })
}

func sortDiscounts(discounts []EventbriteDiscount, order string) {
	key := map[string]func(EventbriteDiscount) string{
		"code":          func(d EventbriteDiscount) string { return d.Code },
		"discount_type": func(d EventbriteDiscount) string { return d.Type },
		"start":         func(d EventbriteDiscount) string { return d.StartDate },
	}
	by, descending := strings.CutSuffix(order, "_desc")
	by = strings.TrimSuffix(by, "_asc")
	if key[by] == nil {
		return
	}
	slices.SortStableFunc(discounts, func(a, b EventbriteDiscount) int {
		if descending {
			a, b = b, a
		}
		return strings.Compare(key[by](a), key[by](b))
	})
}

func (c *visit) createDiscount() (response, error) {
	organization, err := c.organization()
	if err != nil {
		return response{}, err
	}
	d := EventbriteDiscount{OrganizationID: organization}
	if err := c.readDiscount(&d, true); err != nil {
		return response{}, err
	}
	d.ID = c.e.nextID("discount")
	c.state.discounts.put(d.ID, d)
	return found(c.showDiscount(d, c.expand))
}

func (c *visit) discount() (EventbriteDiscount, error) {
	d, ok := c.state.discounts.get(c.params["discount"])
	if !ok || !c.state.isMember(d.OrganizationID, c.user()) {
		return d, noSuch("discount")
	}
	return d, nil
}

func (c *visit) getDiscount() (response, error) {
	d, err := c.discount()
	if err != nil {
		return response{}, err
	}
	return found(c.showDiscount(d, c.expand))
}

func (c *visit) updateDiscount() (response, error) {
	d, err := c.discount()
	if err != nil {
		return response{}, err
	}
	if err := c.readDiscount(&d, false); err != nil {
		return response{}, err
	}
	c.state.discounts.put(d.ID, d)
	return found(c.showDiscount(d, c.expand))
}

func (c *visit) deleteDiscount() (response, error) {
	d, err := c.discount()
	if err != nil {
		return response{}, err
	}
	if d.QuantitySold > 0 {
		return response{}, refuseBecause("DISCOUNT_CANNOT_BE_DELETED")
	}
	c.state.discounts.remove(d.ID)
	return found(c.showDiscount(d, c.expand))
}
