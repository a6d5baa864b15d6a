package boxoffice

import "time"

// TicketClassID is the id of a ticket class.
type TicketClassID string

// OnSaleStatus is whether a ticket class can be bought now.
type OnSaleStatus string

// The statuses of sale. Other values are kept.
const (
	OnSaleStatusUnknown      OnSaleStatus = "UNKNOWN"
	OnSaleStatusNotYetOnSale OnSaleStatus = "NOT_YET_ON_SALE"
	OnSaleStatusAvailable    OnSaleStatus = "AVAILABLE"
	OnSaleStatusHidden       OnSaleStatus = "HIDDEN"
	OnSaleStatusSoldOut      OnSaleStatus = "SOLD_OUT"
	OnSaleStatusUnavailable  OnSaleStatus = "UNAVAILABLE"
)

// DeliveryMethod is how a buyer gets a ticket.
type DeliveryMethod string

// The methods of delivery. Other values are kept.
const (
	DeliveryMethodElectronic         DeliveryMethod = "electronic"
	DeliveryMethodWillCall           DeliveryMethod = "will_call"
	DeliveryMethodStandardShipping   DeliveryMethod = "standard_shipping"
	DeliveryMethodThirdPartyShipping DeliveryMethod = "third_party_shipping"
)

// SalesChannel is where a ticket is sold.
type SalesChannel string

// The channels of sale. Other values are kept.
const (
	SalesChannelOnline    SalesChannel = "online"
	SalesChannelAtTheDoor SalesChannel = "atd"
)

// TicketClassCategory is what a ticket class is for.
type TicketClassCategory string

// The categories of ticket classes. Other values are kept. TicketClassCategoryAll is
// for lists only.
const (
	TicketClassCategoryAdmission TicketClassCategory = "admission"
	TicketClassCategoryAddOn     TicketClassCategory = "add_on" // does not count against the event's capacity
	TicketClassCategoryDonation  TicketClassCategory = "donation"
	TicketClassCategoryAll       TicketClassCategory = "all"
)

// TicketClass is one kind of tickets of an event. For those who do not own the event,
// private fields are missing. Certainty: A, but for fields that say otherwise.
//
// See https://www.eventbrite.com/platform/api#/reference/ticket-class
type TicketClass struct {
	// ID is what other methods call ticketClassID.
	ID TicketClassID `json:"id"`
	// EventID is the event whose tickets these are.
	EventID EventID `json:"event_id,omitzero"`
	// Name may hold anything. DisplayName is Name with what tells it from others, and
	// can't be sent; ShortName is for where there is little room (certainty B).
	Name        string `json:"name,omitzero"`
	DisplayName string `json:"display_name,omitzero"`
	ShortName   string `json:"short_name,omitzero"`
	// Description may hold anything.
	Description string `json:"description,omitzero"`
	// OrderConfirmationMessage is what buyers are told.
	OrderConfirmationMessage string `json:"order_confirmation_message,omitzero"`
	// ImageID is the picture of an add-on.
	ImageID string `json:"image_id,omitzero"`
	// Cost, Fee and Tax are what is shown to buyers; nil for free tickets and donations.
	Cost *Money `json:"cost,omitzero"`
	Fee  *Money `json:"fee,omitzero"`
	Tax  *Money `json:"tax,omitzero"`
	// ActualCost is what the organization is paid, and ActualFee what Eventbrite takes;
	// nil for free tickets and for those who do not own the event, and ActualCost was
	// also nil on a paid ticket class.
	ActualCost *Money `json:"actual_cost,omitzero"`
	ActualFee  *Money `json:"actual_fee,omitzero"`
	// Sorting is the place among the event's ticket classes; lower comes first.
	Sorting *int64 `json:"sorting,omitzero"`
	// Free is whether it costs nothing, and Donation whether the buyer sets the price.
	Free     *bool `json:"free,omitzero"`
	Donation *bool `json:"donation,omitzero"`
	// HasPDFTicket is whether the confirmation holds a PDF.
	HasPDFTicket *bool `json:"has_pdf_ticket,omitzero"`
	// Hidden is whether it was hidden, and HiddenCurrently whether it can't be seen now.
	Hidden          *bool `json:"hidden,omitzero"`
	HiddenCurrently *bool `json:"hidden_currently,omitzero"`
	// IncludeFee is whether Cost holds the fee, and SplitFee whether it holds that of
	// the payment only.
	IncludeFee *bool `json:"include_fee,omitzero"`
	SplitFee   *bool `json:"split_fee,omitzero"`
	// HideDescription and HideSaleDates are whether those are kept from visitors.
	HideDescription *bool `json:"hide_description,omitzero"`
	HideSaleDates   *bool `json:"hide_sale_dates,omitzero"`
	// AutoHide hides it while it is not on sale; AutoHideBefore and AutoHideAfter go
	// before the dates of the sale (certainty B).
	AutoHide       *bool      `json:"auto_hide,omitzero"`
	AutoHideBefore *time.Time `json:"auto_hide_before,omitzero"`
	AutoHideAfter  *time.Time `json:"auto_hide_after,omitzero"`
	// SecondaryAssignmentEnabled is whether a second barcode can be given out.
	SecondaryAssignmentEnabled *bool `json:"secondary_assignment_enabled,omitzero"`
	// MinimumQuantity and MaximumQuantity are for one order. MaximumQuantityPerOrder is
	// what is left of the latter now, and MaximumQuantityPerOrderWithoutPending the same
	// without orders under way.
	MinimumQuantity                       *int64 `json:"minimum_quantity,omitzero"`
	MaximumQuantity                       *int64 `json:"maximum_quantity,omitzero"`
	MaximumQuantityPerOrder               *int64 `json:"maximum_quantity_per_order,omitzero"`
	MaximumQuantityPerOrderWithoutPending *int64 `json:"maximum_quantity_per_order_without_pending,omitzero"`
	// Capacity is how many there are; nil means no limit of its own for donations and
	// in tiers, or that it is not told.
	Capacity *int64 `json:"capacity,omitzero"`
	// QuantityTotal is how many can be sold, within the event's capacity; 0 means no
	// limit for donations. QuantitySold is how many were.
	QuantityTotal *int64 `json:"quantity_total,omitzero"`
	QuantitySold  *int64 `json:"quantity_sold,omitzero"`
	// OnSaleStatus is whether it can be bought now.
	OnSaleStatus OnSaleStatus `json:"on_sale_status,omitzero"`
	// DeliveryMethods and SalesChannels are how and where it is sold.
	DeliveryMethods []DeliveryMethod `json:"delivery_methods,omitzero"`
	SalesChannels   []SalesChannel   `json:"sales_channels,omitzero"`
	// Category is what it is for; "" in records of before 2020.
	Category TicketClassCategory `json:"category,omitzero"`
	// SalesStart and SalesEnd are when it is sold; nil for from the event's publication,
	// and for until shortly before its start.
	SalesStart *time.Time `json:"sales_start,omitzero"`
	SalesEnd   *time.Time `json:"sales_end,omitzero"`
	// SalesEndRelative stands in place of SalesEnd on the parent of a series (certainty
	// B).
	SalesEndRelative *SalesEndRelative `json:"sales_end_relative,omitzero"`
	// SalesStartAfter is the ticket class that has to be sold out first (certainty B).
	SalesStartAfter TicketClassID `json:"sales_start_after,omitzero"`
	// InventoryTierID and VariantID name other objects.
	InventoryTierID string `json:"inventory_tier_id,omitzero"`
	VariantID       string `json:"variant_id,omitzero"`
	// VariantInputType is "one", "multiple" or "single", in lists of what is for sale
	// (certainty B). Variants and PaymentConstraints come as they are.
	VariantInputType   string       `json:"variant_input_type,omitzero"`
	Variants           []Unverified `json:"variants,omitzero"`
	PaymentConstraints []Unverified `json:"payment_constraints,omitzero"`
	// ResourceURI is the address of this object in the API.
	ResourceURI string `json:"resource_uri,omitzero"`

	// Event and Image come with the [TicketClassExpansion] of their name.
	Event *Event `json:"event,omitzero"`
	Image *Image `json:"image,omitzero"`
}

// SaleAnchor is what the end of a sale is measured from.
type SaleAnchor string

// The anchors. Other values are kept.
const (
	SaleAnchorStartTime SaleAnchor = "start_time"
	SaleAnchorEndTime   SaleAnchor = "end_time"
)

// SalesEndRelative is the end of a sale in relation to each event of a series.
// Certainty: B.
type SalesEndRelative struct {
	// RelativeToEvent is what Offset is measured from.
	RelativeToEvent SaleAnchor `json:"relative_to_event"`
	// Offset is how long before it, in seconds; never negative.
	Offset int64 `json:"offset"`
}
