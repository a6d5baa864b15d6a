package boxoffice

import (
	"reflect"
	"strings"
	"time"
)

// TicketClassCreate is a new kind of tickets. Name is required here, although Eventbrite
// documents it as optional, and so is exactly one of Cost, Free and Donation; what is
// left zero is left to Eventbrite. Certainty: B (Name, Cost, Free and Capacity A).
type TicketClassCreate struct {
	// Name must not be blank.
	Name string `json:"name"`
	// Cost is the price, in the event's currency.
	Cost Price `json:"cost,omitzero"`
	// Free gives it away, and Donation lets the buyer set the price.
	Free     *bool `json:"free,omitzero"`
	Donation *bool `json:"donation,omitzero"`
	// Capacity is how many there are. Only donations and the ticket classes of a tier
	// can do without.
	Capacity *int64 `json:"capacity,omitzero"`
	// Description and OrderConfirmationMessage are for buyers.
	Description              string `json:"description,omitzero"`
	OrderConfirmationMessage string `json:"order_confirmation_message,omitzero"`
	// Sorting is the place among the event's ticket classes; lower comes first.
	Sorting *int64 `json:"sorting,omitzero"`
	// IncludeFee puts the fee into the price. It excludes SplitFee, which Eventbrite
	// has deprecated.
	IncludeFee *bool `json:"include_fee,omitzero"`
	SplitFee   *bool `json:"split_fee,omitzero"`
	// HideDescription keeps the description from visitors.
	HideDescription *bool `json:"hide_description,omitzero"`
	// SalesChannels are where it is sold.
	SalesChannels []SalesChannel `json:"sales_channels,omitzero"`
	// SalesStart and SalesEnd are when it is sold; without them, from the event's
	// publication, and until shortly before its start.
	SalesStart UTC `json:"sales_start,omitzero"`
	SalesEnd   UTC `json:"sales_end,omitzero"`
	// SalesEndRelative is for the parent of a series, in place of SalesEnd.
	SalesEndRelative *SalesEndRelative `json:"sales_end_relative,omitzero"`
	// SalesStartAfter is a ticket class that has to be sold out first.
	SalesStartAfter TicketClassID `json:"sales_start_after,omitzero"`
	// MinimumQuantity and MaximumQuantity are for one order.
	MinimumQuantity *int64 `json:"minimum_quantity,omitzero"`
	MaximumQuantity *int64 `json:"maximum_quantity,omitzero"`
	// AutoHide hides it while it is not on sale; AutoHideBefore and AutoHideAfter go
	// before the dates of the sale.
	AutoHide       *bool `json:"auto_hide,omitzero"`
	AutoHideBefore UTC   `json:"auto_hide_before,omitzero"`
	AutoHideAfter  UTC   `json:"auto_hide_after,omitzero"`
	// HasPDFTicket puts a PDF into the confirmation.
	HasPDFTicket *bool `json:"has_pdf_ticket,omitzero"`
	// Hidden hides it.
	Hidden *bool `json:"hidden,omitzero"`
	// DeliveryMethods are how a buyer gets it.
	DeliveryMethods []DeliveryMethod `json:"delivery_methods,omitzero"`
	// InventoryTierID is required for an event with tiers; one that does not count
	// against the event's capacity makes an add-on.
	InventoryTierID string `json:"inventory_tier_id,omitzero"`
}

func (in TicketClassCreate) check() error {
	priced := in.Cost != Price{}
	free, donation := in.Free != nil && *in.Free, in.Donation != nil && *in.Donation
	if !priced && !free && !donation {
		return argumentError("ticketClass.Cost", "is required, unless Free or Donation is set")
	}
	return TicketClassUpdate{
		Name: &in.Name, Cost: in.Cost, Free: in.Free, Donation: in.Donation, Capacity: in.Capacity, Sorting: in.Sorting,
		IncludeFee: in.IncludeFee, SplitFee: in.SplitFee, SalesStart: in.SalesStart, SalesEnd: in.SalesEnd,
		SalesEndRelative: in.SalesEndRelative, MinimumQuantity: in.MinimumQuantity, MaximumQuantity: in.MaximumQuantity,
		AutoHideBefore: in.AutoHideBefore, AutoHideAfter: in.AutoHideAfter,
	}.check()
}

// TicketClassUpdate changes a ticket class: what is left nil or zero stays as it is.
// Certainty: B.
type TicketClassUpdate struct {
	// Name must not be blank.
	Name *string `json:"name,omitzero"`
	// Cost is the price, in the event's currency. It can't be changed once some were
	// sold.
	Cost Price `json:"cost,omitzero"`
	// Free gives it away, and Donation lets the buyer set the price.
	Free     *bool `json:"free,omitzero"`
	Donation *bool `json:"donation,omitzero"`
	// Capacity is how many there are; for donations and in tiers, 0 means no limit of
	// its own.
	Capacity *int64 `json:"capacity,omitzero"`
	// Description and OrderConfirmationMessage are for buyers.
	Description              *string `json:"description,omitzero"`
	OrderConfirmationMessage *string `json:"order_confirmation_message,omitzero"`
	// ImageID is an uploaded picture, of an add-on.
	ImageID string `json:"image_id,omitzero"`
	// Sorting is the place among the event's ticket classes; lower comes first.
	Sorting *int64 `json:"sorting,omitzero"`
	// IncludeFee puts the fee into the price. It excludes SplitFee, which Eventbrite
	// has deprecated.
	IncludeFee *bool `json:"include_fee,omitzero"`
	SplitFee   *bool `json:"split_fee,omitzero"`
	// HideDescription keeps the description from visitors.
	HideDescription *bool `json:"hide_description,omitzero"`
	// SalesChannels are where it is sold.
	SalesChannels []SalesChannel `json:"sales_channels,omitzero"`
	// SalesStart and SalesEnd are when it is sold.
	SalesStart UTC `json:"sales_start,omitzero"`
	SalesEnd   UTC `json:"sales_end,omitzero"`
	// SalesEndRelative is for the parent of a series, in place of SalesEnd.
	SalesEndRelative *SalesEndRelative `json:"sales_end_relative,omitzero"`
	// SalesStartAfter is a ticket class that has to be sold out first.
	SalesStartAfter TicketClassID `json:"sales_start_after,omitzero"`
	// MinimumQuantity and MaximumQuantity are for one order.
	MinimumQuantity *int64 `json:"minimum_quantity,omitzero"`
	MaximumQuantity *int64 `json:"maximum_quantity,omitzero"`
	// AutoHide hides it while it is not on sale; AutoHideBefore and AutoHideAfter go
	// before the dates of the sale.
	AutoHide       *bool `json:"auto_hide,omitzero"`
	AutoHideBefore UTC   `json:"auto_hide_before,omitzero"`
	AutoHideAfter  UTC   `json:"auto_hide_after,omitzero"`
	// HasPDFTicket puts a PDF into the confirmation.
	HasPDFTicket *bool `json:"has_pdf_ticket,omitzero"`
	// Hidden hides it.
	Hidden *bool `json:"hidden,omitzero"`
	// DeliveryMethods are how a buyer gets it.
	DeliveryMethods []DeliveryMethod `json:"delivery_methods,omitzero"`
	// InventoryTierID is required for an event with tiers, and can't be changed.
	InventoryTierID string `json:"inventory_tier_id,omitzero"`
}

func (in TicketClassUpdate) check() error {
	yes := func(b *bool) bool { return b != nil && *b }
	negative := func(n *int64) bool { return n != nil && *n < 0 }
	priced := in.Cost != Price{}
	if err := in.Cost.check("ticketClass.Cost"); err != nil {
		return err
	}
	// DONATION_AND_MIN_QUANTITY is left to Eventbrite: by its name a donation excludes
	// a minimum, by its text it needs one.
	switch end := in.SalesEndRelative; {
	case reflect.ValueOf(in).IsZero():
		return argumentError("ticketClass", "changes nothing")
	case in.Name != nil && strings.TrimSpace(*in.Name) == "":
		return argumentError("ticketClass.Name", "is blank")
	case priced && yes(in.Free):
		return exclusive("ticketClass.Free", "Cost")
	case priced && yes(in.Donation):
		return exclusive("ticketClass.Donation", "Cost")
	case yes(in.Donation) && yes(in.Free):
		return exclusive("ticketClass.Donation", "Free")
	case yes(in.IncludeFee) && yes(in.SplitFee):
		return exclusive("ticketClass.SplitFee", "IncludeFee")
	case negative(in.Capacity):
		return argumentError("ticketClass.Capacity", "is negative")
	case negative(in.Sorting):
		return argumentError("ticketClass.Sorting", "is negative")
	case negative(in.MinimumQuantity):
		return argumentError("ticketClass.MinimumQuantity", "is negative")
	case negative(in.MaximumQuantity):
		return argumentError("ticketClass.MaximumQuantity", "is negative")
	case in.MinimumQuantity != nil && in.MaximumQuantity != nil && *in.MinimumQuantity > *in.MaximumQuantity:
		return argumentError("ticketClass.MinimumQuantity", "is more than the maximum")
	case notAfter(in.SalesEnd, in.SalesStart):
		return argumentError("ticketClass.SalesEnd", "is not after the start")
	case notAfter(in.AutoHideAfter, in.AutoHideBefore):
		return argumentError("ticketClass.AutoHideAfter", "is not after AutoHideBefore")
	case end != nil && !in.SalesEnd.IsZero():
		return exclusive("ticketClass.SalesEndRelative", "SalesEnd")
	case end != nil && end.RelativeToEvent == "":
		return missing("ticketClass.SalesEndRelative.RelativeToEvent")
	case end != nil && end.Offset < 0:
		return argumentError("ticketClass.SalesEndRelative.Offset", "is negative")
	}
	return nil
}

// notAfter tells that both moments are given, and that the later one is not later in
// the whole seconds that are sent.
func notAfter(later, earlier UTC) bool {
	return !later.IsZero() && !earlier.IsZero() && !time.Time(later).Truncate(time.Second).After(time.Time(earlier).Truncate(time.Second))
}

// Input returns the ticket class's fields as input, for another one like it. What
// can't be sent is left out, and so are the picture and the deprecated SplitFee;
// SalesStartAfter and InventoryTierID belong to its event.
func (t *TicketClass) Input() TicketClassCreate {
	in := TicketClassCreate{
		Name: t.Name, Free: t.Free, Donation: t.Donation, Capacity: t.Capacity,
		Description: t.Description, OrderConfirmationMessage: t.OrderConfirmationMessage, Sorting: t.Sorting,
		IncludeFee: t.IncludeFee, HideDescription: t.HideDescription, SalesChannels: t.SalesChannels,
		SalesStart: utcInput(t.SalesStart), SalesEnd: utcInput(t.SalesEnd), SalesEndRelative: t.SalesEndRelative,
		SalesStartAfter: t.SalesStartAfter, MinimumQuantity: t.MinimumQuantity, MaximumQuantity: t.MaximumQuantity,
		AutoHide: t.AutoHide, AutoHideBefore: utcInput(t.AutoHideBefore), AutoHideAfter: utcInput(t.AutoHideAfter),
		HasPDFTicket: t.HasPDFTicket, Hidden: t.Hidden, DeliveryMethods: t.DeliveryMethods, InventoryTierID: t.InventoryTierID,
	}
	donation := t.Donation != nil && *t.Donation
	if t.Cost != nil && (t.Free == nil || !*t.Free) && !donation {
		in.Cost = t.Cost.Price()
	}
	if in.Capacity == nil && !donation && t.InventoryTierID == "" && t.QuantityTotal != nil && *t.QuantityTotal > 0 {
		in.Capacity = t.QuantityTotal // its older name
	}
	return in
}

func utcInput(t *time.Time) UTC {
	if t == nil {
		return UTC{}
	}
	return UTC(*t)
}
