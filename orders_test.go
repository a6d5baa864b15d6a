package boxoffice

import (
	"fmt"
	"testing"
)

// ebCosts are the five members that costs always have.
func ebCosts() string {
	return `"base_price": ` + ebMoney(2500) + `, "eventbrite_fee": ` + ebMoney(162) + `, "payment_fee": ` + ebMoney(73) +
		`, "tax": ` + ebMoney(0) + `, "gross": ` + ebMoney(2735)
}

func ebWantCosts() Costs {
	return Costs{BasePrice: ebUSD(2500), EventbriteFee: ebUSD(162), PaymentFee: ebUSD(73), Tax: ebUSD(0), Gross: ebUSD(2735)}
}

// ebOrder is an order as the list of an organization has it.
func ebOrder(i int) string {
	return fmt.Sprintf(`{
		"costs": {%s}, "resource_uri": "https://www.eventbriteapi.com/v3/orders/752327237/", "id": "%d",
		"changed": "2018-05-12T02:00:01Z", "created": "2018-05-12T02:00:00Z", "name": "Ada Lovelace", "first_name": "Ada", "last_name": "Lovelace",
		"email": "ada@example.org", "status": "placed", "time_remaining": null, "event_id": "40188205157"
	}`, ebCosts(), i)
}

func ebWantOrder(t testing.TB, i int) Order {
	t.Helper()
	return Order{
		Costs: ebWantCosts(), ResourceURI: "https://www.eventbriteapi.com/v3/orders/752327237/", ID: OrderID(fmt.Sprint(i)),
		Changed: ebAt(t, "2018-05-12T02:00:01Z"), Created: ebAt(t, "2018-05-12T02:00:00Z"), Name: "Ada Lovelace", FirstName: "Ada", LastName: "Lovelace",
		Email: "ada@example.org", Status: OrderStatusPlaced, EventID: "40188205157",
	}
}

// ebFullOrder is an order read alone, with all that is documented.
func ebFullOrder() string {
	return `{
		"costs": {` + ebCosts() + `, "display_price": ` + ebMoney(2500) + `, "display_fee": ` + ebMoney(235) + `, "has_gts_tax": false,
			"fee_components": [{"name": "eventbrite.service_fee", "value": ` + ebMoney(162) + `}], "tax_components": [], "shipping_components": [],
			"display_tax": {"name": "VAT", "tax": ` + ebMoney(0) + `}, "price_before_discount": ` + ebMoney(3000) + `, "discount_amount": ` + ebMoney(500) + `,
			"discount_type": "coded", "tax_name": "VAT"},
		"resource_uri": "https://www.eventbriteapi.com/v3/orders/7/", "id": "7", "changed": "2018-05-12T02:00:01Z", "created": "2018-05-12T02:00:00Z",
		"name": "Ada Lovelace", "first_name": null, "last_name": null, "email": "ada@example.org", "status": "placed", "time_remaining": 0,
		"event_id": "40188205157", "promo_code": "SUMMER",
		"questions": [{"id": "1", "label": "Why?", "type": "text", "required": true}],
		"answers": [{"question_id": "1", "attendee_id": "9-1", "question": "Why?", "type": "text", "answer": "So"}, {"question_id": "2", "answer": {"year": 1815}}],
		"event": {"id": "40188205157", "name": {"text": "Gala"}, "description": {}}, "attendees": [` + ebAttendee("9-1") + `],
		"merchandise": [{"id": "3"}], "concierge": {"a": 1}, "refund_requests": [], "survey": [], "survey_responses": {"1": "So"},
		"ticket_buyer_settings": {}, "contact_list_preferences": {"has_opted_in": true}
	}`
}

func ebWantFullOrder(t testing.TB) Order {
	t.Helper()
	costs := ebWantCosts()
	costs.DisplayPrice, costs.DisplayFee, costs.HasGTSTax = new(ebUSD(2500)), new(ebUSD(235)), new(false)
	costs.FeeComponents = Unverified(`[{"name": "eventbrite.service_fee", "value": ` + ebMoney(162) + `}]`)
	costs.TaxComponents, costs.ShippingComponents = Unverified(`[]`), Unverified(`[]`)
	costs.DisplayTax = Unverified(`{"name": "VAT", "tax": ` + ebMoney(0) + `}`)
	costs.PriceBeforeDiscount, costs.DiscountAmount, costs.DiscountType, costs.TaxName = new(ebUSD(3000)), new(ebUSD(500)), "coded", "VAT"
	return Order{
		Costs: costs, ResourceURI: "https://www.eventbriteapi.com/v3/orders/7/", ID: "7",
		Changed: ebAt(t, "2018-05-12T02:00:01Z"), Created: ebAt(t, "2018-05-12T02:00:00Z"),
		Name: "Ada Lovelace", Email: "ada@example.org", Status: OrderStatusPlaced, TimeRemaining: new(int64(0)), EventID: "40188205157", PromoCode: "SUMMER",
		Questions: []OrderQuestion{{ID: "1", Label: "Why?", Type: "text", Required: new(true)}},
		Answers: []OrderAnswer{
			{QuestionID: "1", AttendeeID: "9-1", Question: "Why?", Type: "text", Answer: Unverified(`"So"`)},
			{QuestionID: "2", Answer: Unverified(`{"year": 1815}`)},
		},
		Event: &Event{ID: "40188205157", Name: MultipartText{Text: "Gala"}}, Attendees: []Attendee{ebWantAttendee(t, "9-1")},
		Merchandise: Unverified(`[{"id": "3"}]`), Concierge: Unverified(`{"a": 1}`), RefundRequests: Unverified(`[]`), Survey: Unverified(`[]`),
		SurveyResponses: Unverified(`{"1": "So"}`), TicketBuyerSettings: Unverified(`{}`), ContactListPreferences: Unverified(`{"has_opted_in": true}`),
	}
}

func TestOrdersGet(t *testing.T) {
	t.Parallel()
	eb, server := ebMock(t)
	const path = "/orders/7/?expand=event%2Cattendees.order"
	server.on("GET", path, 200, ebFullOrder())
	got, err := eb.Orders.Get(t.Context(), "7", &OrderGetOptions{Expand: []OrderExpansion{OrderExpandEvent, Within(OrderExpandAttendees, AttendeeExpandOrder)}})
	want := ebWantFullOrder(t)
	resEqual(t, "the order", []any{got, err}, []any{&want, error(nil)})
	server.want(ebGet(path))
	ebKeeps(t, ebFullOrder(), got)

	// As an organization's list has it, its costs say nothing of what is missing.
	server.on("GET", "/orders/8/", 200, ebOrder(8))
	got, err = eb.Orders.Get(t.Context(), "8", nil)
	resEqual(t, "an order with little", []any{got, err}, []any{new(ebWantOrder(t, 8)), error(nil)})
	server.want(ebGet("/orders/8/"))
	ebKeeps(t, ebOrder(8), got)

	server.on("GET", "/orders/9/", 200, `{"orders": []}`)
	if got, err := eb.Orders.Get(t.Context(), "9", nil); err == nil {
		t.Errorf("an answer that is no order: %v", got)
	}
	server.on("GET", "/orders/9/", 404, ebFailure(404, "NOT_FOUND", "The order you requested does not exist."))
	_, err = eb.Orders.Get(t.Context(), "9", nil)
	ebFails(t, err, ErrNotFound, 404, "NOT_FOUND")
	server.on("GET", "/orders/9/", 400, ebFailure(400, "ORDER_EXPIRED", "The order is expired."))
	_, err = eb.Orders.Get(t.Context(), "9", nil)
	ebFails(t, err, ErrInvalid, 400, "ORDER_EXPIRED")

	ebRefused(t, "order_id", func(eb *Eventbrite) error {
		_, err := eb.Orders.Get(t.Context(), " ", nil)
		return err
	})
	ebRefused(t, "opts.Expand", func(eb *Eventbrite) error {
		_, err := eb.Orders.Get(t.Context(), "7", &OrderGetOptions{Expand: []OrderExpansion{"a.b.c.d.e"}})
		return err
	})
}
