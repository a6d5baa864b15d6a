package boxoffice

import "time"

// OrderID is the id of an order.
type OrderID string

// Order is what somebody bought for an event: one or more tickets. Who comes is an
// [Attendee]. Certainty: A, but for fields that say otherwise.
//
// Its costs differ from list to list: the orders of an organization have five members
// of [Costs] only, those of an event or a user have all, and so has [OrdersService.Get].
//
// See https://www.eventbrite.com/platform/api#/reference/order
type Order struct {
	// ID is what other methods call orderID.
	ID OrderID `json:"id"`
	// EventID is what it is for.
	EventID EventID `json:"event_id,omitzero"`
	// Created and Changed are when that happened.
	Created *time.Time `json:"created,omitzero"`
	Changed *time.Time `json:"changed,omitzero"`
	// Name, FirstName and LastName are who bought. Name need not be made of the other
	// two. They may hold anything.
	Name      string `json:"name,omitzero"`
	FirstName string `json:"first_name,omitzero"`
	LastName  string `json:"last_name,omitzero"`
	// Email is the buyer's address.
	Email string `json:"email,omitzero"`
	// Status is how far the order has come.
	Status OrderStatus `json:"status,omitzero"`
	// TimeRemaining is how many seconds are left to complete it. For a placed order it
	// is nil or 0.
	TimeRemaining *int64 `json:"time_remaining,omitzero"`
	// Costs are what it cost. Which members there are depends on how the order was
	// asked for.
	Costs Costs `json:"costs,omitzero"`
	// PromoCode is the discount's code (certainty B).
	PromoCode string `json:"promo_code,omitzero"`
	// Questions are what the buyer was asked (certainty B).
	Questions []OrderQuestion `json:"questions,omitzero"`
	// ResourceURI is the address of this object in the API.
	ResourceURI string `json:"resource_uri,omitzero"`

	// Event, Attendees and Answers come with the [OrderExpansion] of their name;
	// Answers: certainty B.
	Event     *Event        `json:"event,omitzero"`
	Attendees []Attendee    `json:"attendees,omitzero"`
	Answers   []OrderAnswer `json:"answers,omitzero"`
	// The other expansions come as they are: certainty B, Merchandise C.
	Merchandise            Unverified `json:"merchandise,omitzero"`
	Concierge              Unverified `json:"concierge,omitzero"`
	RefundRequests         Unverified `json:"refund_requests,omitzero"`
	Survey                 Unverified `json:"survey,omitzero"`
	SurveyResponses        Unverified `json:"survey_responses,omitzero"`
	TicketBuyerSettings    Unverified `json:"ticket_buyer_settings,omitzero"`
	ContactListPreferences Unverified `json:"contact_list_preferences,omitzero"`
}

// OrderStatus is how far an order has come.
type OrderStatus string

// The statuses of orders: placed was seen, the others are documented. Other values are
// kept.
const (
	OrderStatusStarted   OrderStatus = "started"
	OrderStatusPending   OrderStatus = "pending"
	OrderStatusPlaced    OrderStatus = "placed"
	OrderStatusAbandoned OrderStatus = "abandoned"
)

// Costs are what an order or an attendee's ticket cost. The first five members are
// always there.
//
// The others are nil or "" where Eventbrite does not send them: for attendees, and
// for orders that come from [OrdersService.List], [OrdersService.Pages] or
// [OrdersService.All]. There nil says nothing about the order: [OrdersService.Get] has
// its costs in full, and so have the lists by event and by user.
type Costs struct {
	// BasePrice is the price without fees and tax. A buyer may have seen another one:
	// DisplayPrice.
	BasePrice Money `json:"base_price,omitzero"`
	// EventbriteFee is Eventbrite's part. Do not show it to buyers: the price can
	// include it.
	EventbriteFee Money `json:"eventbrite_fee,omitzero"`
	// PaymentFee is the part of who processed the payment.
	PaymentFee Money `json:"payment_fee,omitzero"`
	// Tax is the tax.
	Tax Money `json:"tax,omitzero"`
	// Gross is what was paid in all.
	Gross Money `json:"gross,omitzero"`

	// DisplayPrice is the price without fees and tax that the buyer saw.
	DisplayPrice *Money `json:"display_price,omitzero"`
	// DisplayFee are the fees and taxes that the buyer saw.
	DisplayFee *Money `json:"display_fee,omitzero"`
	// HasGTSTax is whether a "gts" tax is among the TaxComponents.
	HasGTSTax *bool `json:"has_gts_tax,omitzero"`
	// FeeComponents, TaxComponents and ShippingComponents are lists of what the sums
	// are made of.
	FeeComponents      Unverified `json:"fee_components,omitzero"`
	TaxComponents      Unverified `json:"tax_components,omitzero"`
	ShippingComponents Unverified `json:"shipping_components,omitzero"`
	// DisplayTax is documented as an amount, and as an amount with a name.
	DisplayTax Unverified `json:"display_tax,omitzero"`
	// PriceBeforeDiscount is what the price would have been (certainty B).
	PriceBeforeDiscount *Money `json:"price_before_discount,omitzero"`
	// DiscountAmount and DiscountType are missing without a discount (certainty B).
	DiscountAmount *Money       `json:"discount_amount,omitzero"`
	DiscountType   DiscountType `json:"discount_type,omitzero"`
	// TaxName is what the tax is called (certainty B).
	TaxName string `json:"tax_name,omitzero"`
}

// OrderQuestion is one of an event's own questions, to a buyer or an attendee.
// Certainty: B.
type OrderQuestion struct {
	// ID is the question's id.
	ID string `json:"id"`
	// Label is what is asked. It may hold anything.
	Label string `json:"label,omitzero"`
	// Type is text, url, email, date, number, address, dropdown, or another word.
	Type string `json:"type,omitzero"`
	// Required is whether it must be answered; nil when not told.
	Required *bool `json:"required,omitzero"`
}

// OrderAnswer is what a buyer or an attendee answered to one of an event's own
// questions. Certainty: A.
type OrderAnswer struct {
	// QuestionID is what [OrderQuestion.ID] is.
	QuestionID string `json:"question_id"`
	// Question is what was asked. It may hold anything.
	Question string `json:"question,omitzero"`
	// Type is as in [OrderQuestion].
	Type string `json:"type,omitzero"`
	// Answer is a text in most cases, and can be an object for dates and addresses,
	// whose shapes are not known; nil or null when nothing was answered.
	Answer Unverified `json:"answer,omitzero"`
	// AttendeeID is who answered, where Eventbrite says so.
	AttendeeID AttendeeID `json:"attendee_id,omitzero"`
}
