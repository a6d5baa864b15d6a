package boxoffice

// DiscountID is the id of a discount.
type DiscountID string

// DiscountType is how a buyer comes by a discount.
type DiscountType string

// The types of discounts. Other values are kept.
const (
	DiscountTypePublic DiscountType = "public" // shown to everybody, on one event
	DiscountTypeCoded  DiscountType = "coded"  // needs a code
	DiscountTypeAccess DiscountType = "access" // a code that shows hidden tickets, for less or not
	DiscountTypeHold   DiscountType = "hold"   // for places on hold
)

// Discount is a code, or a discount without one. Certainty: A (values B).
//
// See https://www.eventbrite.com/platform/api#/reference/discount
type Discount struct {
	// ID is what other methods call discountID.
	ID DiscountID `json:"id"`
	// Code is what buyers enter, or the name of a public discount.
	Code string `json:"code,omitzero"`
	// Type is how a buyer comes by it. Eventbrite sends it twice; DiscountType is the
	// second, undocumented one.
	Type         DiscountType `json:"type,omitzero"`
	DiscountType DiscountType `json:"discount_type,omitzero"`
	// AmountOff is a decimal in the currency of the event, "5.00", and PercentOff one of
	// percent, "15.00": one of them is "", and both are for a code that only gives
	// access.
	AmountOff  string `json:"amount_off,omitzero"`
	PercentOff string `json:"percent_off,omitzero"`
	// QuantityAvailable is how often it can be used; 0 means without limit. QuantitySold
	// is how often it was.
	QuantityAvailable *int64 `json:"quantity_available,omitzero"`
	QuantitySold      *int64 `json:"quantity_sold,omitzero"`
	// StartDate and EndDate are when it can be used, on the clocks of the event; "" is
	// from now on, and until the event ends.
	StartDate LocalDateTime `json:"start_date,omitzero"`
	EndDate   LocalDateTime `json:"end_date,omitzero"`
	// StartDateRelative and EndDateRelative are the same in seconds before the event
	// starts.
	StartDateRelative *int64 `json:"start_date_relative,omitzero"`
	EndDateRelative   *int64 `json:"end_date_relative,omitzero"`
	// EventID is the only event that it is for; "" with a TicketGroupID, and for all
	// events of the organization, future ones too.
	EventID EventID `json:"event_id,omitzero"`
	// TicketClassIDs are the only ticket classes of the event that it is for; nil is
	// all. Eventbrite sends them twice; TicketIDs are the second, undocumented ones.
	TicketClassIDs []TicketClassID `json:"ticket_class_ids,omitzero"`
	TicketIDs      []TicketClassID `json:"ticket_ids,omitzero"`
	// TicketGroupID is the only ticket group that it is for. Eventbrite makes groups by
	// itself, too, which may not be there to be read.
	TicketGroupID TicketGroupID `json:"ticket_group_id,omitzero"`
	// HoldIDs are the holds that it opens, such as "H123" or "I123".
	HoldIDs []string `json:"hold_ids,omitzero"`
	// ResourceURI is the address of this object in the API.
	ResourceURI string `json:"resource_uri,omitzero"`

	// Event and TicketGroup come with the [DiscountExpansion] of their name, and so does
	// ReservedSeating, as it is.
	Event           *Event       `json:"event,omitzero"`
	TicketGroup     *TicketGroup `json:"ticket_group,omitzero"`
	ReservedSeating Unverified   `json:"reserved_seating,omitzero"`
}

// Input returns the discount's fields as input, for another discount like this one,
// which needs a Code of its own.
func (d *Discount) Input() DiscountCreate {
	return DiscountCreate{
		Type: d.Type, Code: d.Code, AmountOff: d.AmountOff, PercentOff: d.PercentOff, QuantityAvailable: d.QuantityAvailable,
		StartDate: d.StartDate, EndDate: d.EndDate, StartDateRelative: d.StartDateRelative, EndDateRelative: d.EndDateRelative,
		EventID: d.EventID, TicketClassIDs: d.TicketClassIDs, TicketGroupID: d.TicketGroupID, HoldIDs: d.HoldIDs,
	}
}
