package boxofficetest

import (
	"slices"
	"time"
)

// isActive counts orders that stand or may still come to.
func (o EventbriteOrder) isActive() bool {
	return slices.Contains([]string{"placed", "pending", "started"}, o.Status)
}

// order is the one in the path, for its buyer and the event's owner.
func (c *visit) order() (EventbriteOrder, error) {
	o, ok := c.state.orders.get(c.params["order"])
	if !ok {
		return o, noSuch("order")
	}
	ev, _ := c.state.events.get(o.EventID)
	if o.UserID != c.user() && !c.owns(ev) {
		return o, refuseAccess()
	}
	return o, nil
}

func (c *visit) getOrder() (response, error) {
	o, err := c.order()
	if err != nil {
		return response{}, err
	}
	return found(c.showOrder(o, c.expand))
}

func (c *visit) listOrganizationOrders() (response, error) {
	organization, err := c.organization()
	if err != nil {
		return response{}, err
	}
	orders := c.filteredOrders(func(o EventbriteOrder, ev EventbriteEvent) bool {
		return ev.OrganizationID == organization
	})
	return list(c, "orders", orders, func(o EventbriteOrder) object { return c.showOrderBriefly(o, c.expand) })
}

func (c *visit) listEventOrders() (response, error) {
	event, err := c.ownEvent()
	if err != nil {
		return response{}, err
	}
	return c.listFullOrders(func(o EventbriteOrder, ev EventbriteEvent) bool { return ev.ID == event.ID })
}

func (c *visit) listUserOrders() (response, error) {
	user, err := c.ownUserID()
	if err != nil {
		return response{}, err
	}
	return c.listFullOrders(func(o EventbriteOrder, ev EventbriteEvent) bool { return o.UserID == user })
}

func (c *visit) listFullOrders(belongs func(EventbriteOrder, EventbriteEvent) bool) (response, error) {
	return list(c, "orders", c.filteredOrders(belongs), func(o EventbriteOrder) object { return c.showOrder(o, c.expand) })
}

// searchOrders finds orders by the barcodes of their attendees. Without any it
// finds all, which is our guess.
func (c *visit) searchOrders() (response, error) {
	organization, err := c.organization()
	if err != nil {
		return response{}, err
	}
	orders := c.filteredOrders(func(o EventbriteOrder, ev EventbriteEvent) bool {
		return ev.OrganizationID == organization &&
			slices.ContainsFunc(c.state.attendeesOf(o.ID), func(a EventbriteAttendee) bool { return oneOf(c.args, "barcodes", a.Barcode) })
	})
	return list(c, "orders", orders, func(o EventbriteOrder) object { return c.showOrderBriefly(o, c.expand) })
}

// filteredOrders applies the filters of the query. What the words for states
// cover is our guess, and so is that all is the default.
func (c *visit) filteredOrders(belongs func(EventbriteOrder, EventbriteEvent) bool) []EventbriteOrder {
	a := c.args
	status, inTime := arg[string](a, "status"), timeFilterOf(a)
	only, except := arg[[]string](a, "only_emails"), arg[[]string](a, "exclude_emails")
	return c.state.orders.where(func(o EventbriteOrder) bool {
		ev, _ := c.state.events.get(o.EventID)
		return belongs(o, ev) && inTime(ev) && changedAfter(a, o.Changed, o.ID) &&
			(status != "active" || o.isActive()) && (status != "inactive" || !o.isActive()) &&
			(status != "all_not_deleted" || o.Status != "deleted") &&
			(len(only) == 0 || slices.Contains(only, o.Email)) && !slices.Contains(except, o.Email) &&
			// No order has a refund request here.
			!a.has("refund_request_statuses")
	})
}

// changedAfter applies changed_since, and last_item_seen, which goes with it.
func changedAfter(a args, changed time.Time, id string) bool {
	if !a.has("changed_since") {
		return true
	}
	seen := arg[string](a, "last_item_seen")
	return !changed.Before(arg[time.Time](a, "changed_since")) && (seen == "" || lessID(seen, id))
}

// showOrder writes an order with all costs.
func (c *visit) showOrder(o EventbriteOrder, x expansion) object {
	return c.orderWith(o, x, func(currency string, costs object) object {
		return append(costs,
			field{"display_price", money(currency, o.Costs.BasePrice)},
			field{"display_fee", money(currency, o.Costs.EventbriteFee+o.Costs.PaymentFee)},
			field{"has_gts_tax", false},
			field{"fee_components", []object{}},
			field{"tax_components", []object{}},
			field{"shipping_components", []object{}},
		)
	})
}

// showOrderBriefly writes an order with the five costs that the lists of
// organizations have.
func (c *visit) showOrderBriefly(o EventbriteOrder, x expansion) object {
	return c.orderWith(o, x, func(_ string, costs object) object { return costs })
}

func (c *visit) orderWith(o EventbriteOrder, x expansion, complete func(currency string, costs object) object) object {
	ev, _ := c.state.events.get(o.EventID)
	shown := object{
		{"costs", complete(ev.Currency, showCosts(ev.Currency, o.Costs))},
		{"resource_uri", c.uri("orders/{}/", o.ID)},
		{"id", o.ID},
		{"changed", utc(o.Changed)},
		{"created", utc(o.Created)},
		{"name", orNull(o.Name)},
		{"first_name", orNull(o.FirstName)},
		{"last_name", orNull(o.LastName)},
		{"email", orNull(o.Email)},
		{"status", o.Status},
		{"time_remaining", nil},
		{"event_id", o.EventID},
	}
	if o.PromoCode != "" {
		shown = append(shown, field{"promo_code", o.PromoCode})
	}
	shown = expanded(shown, x, "event", &c.state.events, o.EventID, c.showEvent)
	if x.has("attendees") {
		attendees := []object{}
		for _, a := range c.state.attendeesOf(o.ID) {
			attendees = append(attendees, c.showAttendee(a, ofOrder, x["attendees"]))
		}
		shown = append(shown, field{"attendees", attendees})
	}
	return shown
}
