package boxoffice

import (
	"fmt"
	"strings"
)

// Expansions ask Eventbrite to send related objects along, in place of a call for
// each. The id stays, and the object appears beside it: [Event.Venue] beside
// [Event.VenueID]. Eventbrite ignores an expansion that it does not know, so each
// kind of object has a type of its own here. They compose with [Within]. A value
// that this package has no name for can be converted from a string.
//
// See https://www.eventbrite.com/platform/api#/introduction/expansions
type (
	// EventExpansion is sent along with events.
	EventExpansion string
	// AttendeeExpansion is sent along with attendees.
	AttendeeExpansion string
	// OrderExpansion is sent along with orders.
	OrderExpansion string
	// TicketClassExpansion is sent along with ticket classes.
	TicketClassExpansion string
	// DiscountExpansion is sent along with discounts.
	DiscountExpansion string
	// TicketGroupExpansion is sent along with ticket groups.
	TicketGroupExpansion string
	// UserExpansion is sent along with the token's own user.
	UserExpansion string
)

// What can be sent along with an event. Recorded: venue, organizer, ticket_classes,
// ticket_availability, category, subcategory, format, logo; the others are
// documented.
const (
	EventExpandVenue              EventExpansion = "venue"
	EventExpandOrganizer          EventExpansion = "organizer"
	EventExpandTicketClasses      EventExpansion = "ticket_classes"
	EventExpandTicketAvailability EventExpansion = "ticket_availability"
	EventExpandCategory           EventExpansion = "category"
	EventExpandSubcategory        EventExpansion = "subcategory"
	EventExpandFormat             EventExpansion = "format"
	EventExpandLogo               EventExpansion = "logo"
	EventExpandBookmarkInfo       EventExpansion = "bookmark_info"
	EventExpandRefundPolicy       EventExpansion = "refund_policy"
	EventExpandExternalTicketing  EventExpansion = "external_ticketing"
	EventExpandMusicProperties    EventExpansion = "music_properties"
	EventExpandPublishSettings    EventExpansion = "publish_settings"
	EventExpandBasicInventoryInfo EventExpansion = "basic_inventory_info"
	EventExpandEventSalesStatus   EventExpansion = "event_sales_status"
	EventExpandCheckoutSettings   EventExpansion = "checkout_settings"
	EventExpandListingProperties  EventExpansion = "listing_properties"
	EventExpandHasDigitalContent  EventExpansion = "has_digital_content"
	EventExpandSeriesDates        EventExpansion = "series_dates" // of series only
)

// What can be sent along with an attendee.
const (
	AttendeeExpandEvent            AttendeeExpansion = "event"
	AttendeeExpandOrder            AttendeeExpansion = "order"
	AttendeeExpandPromotionalCode  AttendeeExpansion = "promotional_code"
	AttendeeExpandAssignedNumber   AttendeeExpansion = "assigned_number"
	AttendeeExpandAnswers          AttendeeExpansion = "answers"
	AttendeeExpandSurvey           AttendeeExpansion = "survey"
	AttendeeExpandSurveyResponses  AttendeeExpansion = "survey_responses"
	AttendeeExpandAssignedUnit     AttendeeExpansion = "assigned_unit"
	AttendeeExpandContactListPrefs AttendeeExpansion = "contact_list_preferences"
)

// What can be sent along with an order.
const (
	OrderExpandEvent               OrderExpansion = "event"
	OrderExpandAttendees           OrderExpansion = "attendees"
	OrderExpandMerchandise         OrderExpansion = "merchandise"
	OrderExpandConcierge           OrderExpansion = "concierge"
	OrderExpandRefundRequests      OrderExpansion = "refund_requests"
	OrderExpandSurvey              OrderExpansion = "survey"
	OrderExpandSurveyResponses     OrderExpansion = "survey_responses"
	OrderExpandAnswers             OrderExpansion = "answers"
	OrderExpandTicketBuyerSettings OrderExpansion = "ticket_buyer_settings"
	OrderExpandContactListPrefs    OrderExpansion = "contact_list_preferences"
)

// What can be sent along with a ticket class.
const (
	TicketClassExpandEvent TicketClassExpansion = "event"
	TicketClassExpandImage TicketClassExpansion = "image"
)

// What can be sent along with a discount.
const (
	DiscountExpandEvent           DiscountExpansion = "event"
	DiscountExpandTicketGroup     DiscountExpansion = "ticket_group"
	DiscountExpandReservedSeating DiscountExpansion = "reserved_seating"
)

// What can be sent along with a ticket group.
const (
	TicketGroupExpandTickets TicketGroupExpansion = "tickets"
)

// What can be sent along with the token's own user.
const (
	UserExpandAssortment UserExpansion = "assortment"
)

// Within makes an expansion of an object that is itself an expansion:
//
//	Expand: []boxoffice.AttendeeExpansion{
//		boxoffice.AttendeeExpandOrder,
//		boxoffice.Within(boxoffice.AttendeeExpandEvent, boxoffice.EventExpandVenue),
//	}
//
// sends each attendee's order, event, and the event's venue along. Four levels are
// the most.
func Within[Outer, Inner ~string](outer Outer, inner Inner) Outer {
	return outer + "." + Outer(inner)
}

const maxExpansionDepth = 4

// checkExpand refuses what would not come out of the query as it went in.
func checkExpand[E ~string](expand []E) error {
	for _, e := range expand {
		name := string(e)
		if strings.Count(name, ".") >= maxExpansionDepth {
			return argumentError("opts.Expand", fmt.Sprintf("%q has more than %d levels", name, maxExpansionDepth))
		}
		for part := range strings.SplitSeq(name, ".") {
			if part == "" || strings.ContainsFunc(part, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' }) {
				return argumentError("opts.Expand", fmt.Sprintf("%q is not the name of an expansion", name))
			}
		}
	}
	return nil
}
