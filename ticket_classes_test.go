package boxoffice

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"testing"
	"time"
)

// A paid ticket class in the shape that was recorded in 2021.
const ecTicketClass = `{
	"actual_cost": null, "actual_fee": {"display": "$2.12", "currency": "USD", "value": 212, "major_value": "2.12"},
	"cost": {"display": "$45.00", "currency": "USD", "value": 4500, "major_value": "45.00"},
	"fee": {"display": "$4.12", "currency": "USD", "value": 412, "major_value": "4.12"},
	"tax": {"display": "$0.00", "currency": "USD", "value": 0, "major_value": "0.00"},
	"resource_uri": "https://www.eventbriteapi.com/v3/events/77/ticket_classes/%[1]d/",
	"display_name": "Balcony: GA", "name": "GA", "description": null, "sorting": 1, "donation": false, "free": false,
	"minimum_quantity": 1, "maximum_quantity": null, "maximum_quantity_per_order": 10, "on_sale_status": "AVAILABLE",
	"has_pdf_ticket": true, "order_confirmation_message": null, "delivery_methods": ["electronic"], "category": "admission",
	"sales_channels": ["online", "atd"], "secondary_assignment_enabled": false, "event_id": "77", "image_id": null,
	"id": "%[1]d", "capacity": 100, "quantity_total": 100, "quantity_sold": 3,
	"sales_start": "2021-06-01T16:00:00Z", "sales_end": "2021-07-01T16:00:00Z", "sales_end_relative": null,
	"hidden": false, "hidden_currently": false, "include_fee": false, "split_fee": false, "hide_description": true,
	"hide_sale_dates": false, "auto_hide": false, "payment_constraints": [], "variants": [{"id": "T1"}], "inventory_tier_id": "5"}`

func ecWantTicketClass(t testing.TB, i int) TicketClass {
	usd := func(value int64, text string) *Money {
		return &Money{Currency: "USD", Value: value, MajorValue: text, Display: "$" + text}
	}
	return TicketClass{
		ID: TicketClassID(fmt.Sprint(i)), EventID: "77", Name: "GA", DisplayName: "Balcony: GA",
		ActualFee: usd(212, "2.12"), Cost: usd(4500, "45.00"), Fee: usd(412, "4.12"), Tax: usd(0, "0.00"),
		Sorting: new(int64(1)), Donation: new(false), Free: new(false), HasPDFTicket: new(true), Hidden: new(false),
		HiddenCurrently: new(false), IncludeFee: new(false), SplitFee: new(false), HideDescription: new(true), HideSaleDates: new(false),
		AutoHide: new(false), SecondaryAssignmentEnabled: new(false), MinimumQuantity: new(int64(1)), MaximumQuantityPerOrder: new(int64(10)),
		Capacity: new(int64(100)), QuantityTotal: new(int64(100)), QuantitySold: new(int64(3)), OnSaleStatus: OnSaleStatusAvailable,
		DeliveryMethods: []DeliveryMethod{DeliveryMethodElectronic}, SalesChannels: []SalesChannel{SalesChannelOnline, SalesChannelAtTheDoor},
		Category: TicketClassCategoryAdmission, SalesStart: ecTime(t, "2021-06-01T16:00:00Z"), SalesEnd: ecTime(t, "2021-07-01T16:00:00Z"),
		PaymentConstraints: []Unverified{}, Variants: []Unverified{Unverified(`{"id": "T1"}`)}, InventoryTierID: "5",
		ResourceURI: fmt.Sprintf("https://www.eventbriteapi.com/v3/events/77/ticket_classes/%d/", i),
	}
}

// A free one in the shape of 2016: no money at all.
const ecFreeTicketClass = `{"id": "8", "event_id": "77", "name": "Guest", "free": true, "donation": false, "cost": null, "fee": null,
	"quantity_total": 10, "sales_start": null, "maximum_quantity": null, "on_sale_status": "SOLD_OUT"}`

func ecTicketClasses(eb *Eventbrite) *TicketClassesService { return eb.TicketClasses }

func TestTicketClassesLists(t *testing.T) {
	t.Parallel()
	l := ebList[TicketClass]{
		key:  "ticket_classes",
		item: func(i int) string { return fmt.Sprintf(ecTicketClass, i) },
		want: func(i int) TicketClass { return ecWantTicketClass(t, i) },
	}
	l.path, l.query = "/organizations/5/ticket_classes/", "expand=event%2Cimage"
	ecUnder(t, ecTicketClasses, "5", func(c string) *TicketClassListOptions {
		return &TicketClassListOptions{ContinuationOptions: ContinuationOptions{c}, Expand: []TicketClassExpansion{TicketClassExpandEvent, TicketClassExpandImage}}
	}, (*TicketClassesService).List, (*TicketClassesService).Pages, (*TicketClassesService).All, l)

	ebBare(t, "/organizations/5/ticket_classes/?page=2", "ticket_classes", func(eb *Eventbrite) (*Page[TicketClass], error) {
		return eb.TicketClasses.List(t.Context(), "5", &TicketClassListOptions{Page: 2})
	})

	l.path, l.query = "/events/77/ticket_classes/", "category=admission%2Cadd_on&expand=image&include_holds=true&pos=at_the_door"
	ecUnder(t, ecTicketClasses, "77", func(c string) *EventTicketClassListOptions {
		return &EventTicketClassListOptions{
			ContinuationOptions: ContinuationOptions{c}, Pos: PointOfSaleAtTheDoor, IncludeHolds: new(true),
			Category: []TicketClassCategory{TicketClassCategoryAdmission, TicketClassCategoryAddOn}, Expand: []TicketClassExpansion{TicketClassExpandImage},
		}
	}, (*TicketClassesService).ListByEvent, (*TicketClassesService).PagesByEvent, (*TicketClassesService).AllByEvent, l)

	l.path, l.query = "/events/77/ticket_classes/for_sale/", "code=EARLY&hold_id=H123&pos=online"
	ecUnder(t, ecTicketClasses, "77", func(c string) *TicketClassForSaleOptions {
		return &TicketClassForSaleOptions{ContinuationOptions{c}, PointOfSaleOnline, "EARLY", "H123"}
	}, (*TicketClassesService).ListForSale, (*TicketClassesService).PagesForSale, (*TicketClassesService).AllForSale, l)

	ecRefused(t, map[[2]string]func(*Eventbrite) error{
		{"organization_id", "empty"}: func(eb *Eventbrite) error {
			_, err := eb.TicketClasses.List(t.Context(), "", nil)
			return err
		},
		{"event_id", "climbing"}: func(eb *Eventbrite) error {
			_, err := eb.TicketClasses.ListByEvent(t.Context(), "..", nil)
			return err
		},
		{"event_id", "slash"}: func(eb *Eventbrite) error {
			_, err := Collect(eb.TicketClasses.AllForSale(t.Context(), "7/7", nil))
			return err
		},
		{"opts.Page", "negative"}: func(eb *Eventbrite) error {
			_, err := eb.TicketClasses.List(t.Context(), "5", &TicketClassListOptions{Page: -1})
			return err
		},
		{"opts.Page", "and a continuation"}: func(eb *Eventbrite) error {
			_, err := eb.TicketClasses.List(t.Context(), "5", &TicketClassListOptions{ContinuationOptions{"T"}, 2, nil})
			return err
		},
		{"opts.Expand", "of the organization's"}: func(eb *Eventbrite) error {
			_, err := eb.TicketClasses.List(t.Context(), "5", &TicketClassListOptions{Expand: []TicketClassExpansion{"Event"}})
			return err
		},
		{"opts.Expand", "of the event's"}: func(eb *Eventbrite) error {
			_, err := eb.TicketClasses.ListByEvent(t.Context(), "77", &EventTicketClassListOptions{Expand: []TicketClassExpansion{""}})
			return err
		},
		{"opts.Category", "comma"}: func(eb *Eventbrite) error {
			_, err := eb.TicketClasses.ListByEvent(t.Context(), "77", &EventTicketClassListOptions{Category: []TicketClassCategory{"a,b"}})
			return err
		},
	})
}

func TestTicketClassKeepsItsKeys(t *testing.T) {
	t.Parallel()
	ecKeeps[TicketClass](t, fmt.Sprintf(ecTicketClass, 1))
	ecKeeps[TicketClass](t, ecFreeTicketClass)
	ecKeeps[TicketClass](t, `{"id": "9", "name": "Series", "sales_end_relative": {"relative_to_event": "start_time", "offset": 0},
		"sales_start_after": "8", "auto_hide_before": "2021-06-01T16:00:00Z", "auto_hide_after": "2021-07-01T16:00:00Z", "variant_id": "V1",
		"short_name": "S", "image_id": "3", "image": {"id": "3"}, "maximum_quantity_per_order_without_pending": 4, "variant_input_type": "one"}`)
}

func TestTicketClassesCalls(t *testing.T) {
	t.Parallel()
	wrong := []string{`{}`, `{"ticket_class": {"id": "1"}}`, `{"id": "2"}`}
	answer, want := fmt.Sprintf(ecTicketClass, 1), new(ecWantTicketClass(t, 1))
	ecProve(t, map[string]ecCall{
		"Get": {
			method: "GET", path: "/events/77/ticket_classes/1/?expand=event.venue", answer: answer, want: want, wrong: wrong,
			call: func(eb *Eventbrite) (any, error) {
				return eb.TicketClasses.Get(t.Context(), "77", "1", &TicketClassGetOptions{[]TicketClassExpansion{Within(TicketClassExpandEvent, EventExpandVenue)}})
			},
		},
		"Get without options": {
			method: "GET", path: "/events/77/ticket_classes/8/", answer: ecFreeTicketClass,
			want: &TicketClass{
				ID: "8", EventID: "77", Name: "Guest", Free: new(true), Donation: new(false), QuantityTotal: new(int64(10)), OnSaleStatus: OnSaleStatusSoldOut,
			},
			call: func(eb *Eventbrite) (any, error) { return eb.TicketClasses.Get(t.Context(), "77", "8", nil) },
		},
		"Create": {
			method: "POST", path: "/events/77/ticket_classes/", answer: answer, want: want, wrong: wrong[:2],
			body: `{"ticket_class":{"name":"GA","cost":"USD,4500","capacity":100,"description":"Stand","order_confirmation_message":"Thanks",` +
				`"sorting":1,"include_fee":true,"split_fee":false,"hide_description":true,"sales_channels":["online"],` +
				`"sales_start":"2021-06-01T16:00:00Z","sales_end":"2021-07-01T16:00:00Z","sales_start_after":"8","minimum_quantity":1,"maximum_quantity":4,` +
				`"auto_hide":true,"auto_hide_before":"2021-05-01T00:00:00Z","auto_hide_after":"2021-08-01T00:00:00Z","has_pdf_ticket":true,"hidden":false,` +
				`"delivery_methods":["electronic","will_call"],"inventory_tier_id":"5"}}`,
			call: func(eb *Eventbrite) (any, error) {
				return eb.TicketClasses.Create(t.Context(), "77", TicketClassCreate{
					Name: "GA", Cost: Price{"USD", 4500}, Capacity: new(int64(100)), Description: "Stand", OrderConfirmationMessage: "Thanks",
					Sorting: new(int64(1)), IncludeFee: new(true), SplitFee: new(false), HideDescription: new(true), SalesChannels: []SalesChannel{SalesChannelOnline},
					// In another zone, and with a fraction that Eventbrite does not take.
					SalesStart:      UTC(time.Date(2021, 6, 1, 18, 0, 0, 5, time.FixedZone("", 7200))),
					SalesEnd:        UTC(*ecTime(t, "2021-07-01T16:00:00Z")),
					SalesStartAfter: "8", MinimumQuantity: new(int64(1)), MaximumQuantity: new(int64(4)), AutoHide: new(true),
					AutoHideBefore: UTC(*ecTime(t, "2021-05-01T00:00:00Z")), AutoHideAfter: UTC(*ecTime(t, "2021-08-01T00:00:00Z")),
					HasPDFTicket: new(true), Hidden: new(false), DeliveryMethods: []DeliveryMethod{DeliveryMethodElectronic, DeliveryMethodWillCall}, InventoryTierID: "5",
				})
			},
		},
		"Create of a free one": {
			method: "POST", path: "/events/77/ticket_classes/", answer: answer, want: want,
			body: `{"ticket_class":{"name":"GA","free":true,"sales_end_relative":{"relative_to_event":"end_time","offset":60}}}`,
			call: func(eb *Eventbrite) (any, error) {
				return eb.TicketClasses.Create(t.Context(), "77", TicketClassCreate{Name: "GA", Free: new(true), SalesEndRelative: &SalesEndRelative{SaleAnchorEndTime, 60}})
			},
		},
		"Create of a donation": {
			// Whether a donation may, or must, have a minimum is for Eventbrite to say.
			method: "POST", path: "/events/77/ticket_classes/", answer: answer, want: want,
			body: `{"ticket_class":{"name":"Gift","donation":true,"minimum_quantity":1}}`,
			call: func(eb *Eventbrite) (any, error) {
				return eb.TicketClasses.Create(t.Context(), "77", TicketClassCreate{Name: "Gift", Donation: new(true), MinimumQuantity: new(int64(1))})
			},
		},
		"Update": {
			method: "POST", path: "/events/77/ticket_classes/1/", answer: answer, want: want, wrong: wrong,
			body: `{"ticket_class":{"name":"GA","cost":"USD,0","free":false,"donation":false,"capacity":0,"description":"","order_confirmation_message":"",` +
				`"image_id":"3","sorting":0,"include_fee":false,"split_fee":true,"hide_description":false,"sales_channels":["atd"],` +
				`"sales_start":"2021-06-01T16:00:00Z","sales_end_relative":{"relative_to_event":"start_time","offset":0},"sales_start_after":"8",` +
				`"minimum_quantity":0,"maximum_quantity":0,"auto_hide":false,"auto_hide_before":"2021-05-01T00:00:00Z","auto_hide_after":"2021-08-01T00:00:00Z",` +
				`"has_pdf_ticket":false,"hidden":true,"delivery_methods":["third_party_shipping"],"inventory_tier_id":"5"}}`,
			call: func(eb *Eventbrite) (any, error) {
				return eb.TicketClasses.Update(t.Context(), "77", "1", TicketClassUpdate{
					Name: new("GA"), Cost: Price{"USD", 0}, Free: new(false), Donation: new(false), Capacity: new(int64(0)), Description: new(""),
					OrderConfirmationMessage: new(""), ImageID: "3", Sorting: new(int64(0)), IncludeFee: new(false), SplitFee: new(true),
					HideDescription: new(false), SalesChannels: []SalesChannel{SalesChannelAtTheDoor}, SalesStart: UTC(*ecTime(t, "2021-06-01T16:00:00Z")),
					SalesEndRelative: &SalesEndRelative{SaleAnchorStartTime, 0}, SalesStartAfter: "8", MinimumQuantity: new(int64(0)),
					MaximumQuantity: new(int64(0)), AutoHide: new(false), AutoHideBefore: UTC(*ecTime(t, "2021-05-01T00:00:00Z")),
					AutoHideAfter: UTC(*ecTime(t, "2021-08-01T00:00:00Z")), HasPDFTicket: new(false), Hidden: new(true),
					DeliveryMethods: []DeliveryMethod{DeliveryMethodThirdPartyShipping}, InventoryTierID: "5",
				})
			},
		},
		"Update of one field": {
			method: "POST", path: "/events/77/ticket_classes/1/", answer: answer, want: want, body: `{"ticket_class":{"hidden":true}}`,
			call: func(eb *Eventbrite) (any, error) {
				return eb.TicketClasses.Update(t.Context(), "77", "1", TicketClassUpdate{Hidden: new(true)})
			},
		},
		"Delete": {
			method: "DELETE", path: "/events/77/ticket_classes/1/", answer: `{"deleted": true}`,
			call: func(eb *Eventbrite) (any, error) { return nil, eb.TicketClasses.Delete(t.Context(), "77", "1") },
		},
		"Delete without an answer": {
			method: "DELETE", path: "/events/77/ticket_classes/1/", status: 204,
			call: func(eb *Eventbrite) (any, error) { return nil, eb.TicketClasses.Delete(t.Context(), "77", "1") },
		},
	})
	eb, server := ebMock(t)
	server.on("POST", "/events/77/ticket_classes/", 400, `{"status_code": 400, "error_description": "Event currency ticket currency must match.", "error": "CURRENCY_MISMATCH"}`)
	_, err := eb.TicketClasses.Create(t.Context(), "77", TicketClassCreate{Name: "GA", Cost: Price{"EUR", 1}})
	if e, ok := errors.AsType[*Error](err); !ok || e.Code != "CURRENCY_MISMATCH" || !errors.Is(err, ErrInvalid) {
		t.Errorf("another currency: %v", err)
	}
}

func TestTicketClassesRefused(t *testing.T) {
	t.Parallel()
	calls := map[[2]string]func(*Eventbrite) error{}
	one, two := new(int64(1)), new(int64(2))
	early, late := UTC(*ecTime(t, "2021-06-01T16:00:00Z")), UTC(ecTime(t, "2021-06-01T16:00:00Z").Add(time.Millisecond))
	for why, in := range map[[2]string]TicketClassCreate{
		{"ticketClass.Cost", "missing"}:                       {Name: "GA", Free: new(false), Donation: new(false)},
		{"ticketClass.Cost", "currency"}:                      {Name: "GA", Cost: Price{"usd", 1}},
		{"ticketClass.Cost", "negative"}:                      {Name: "GA", Cost: Price{"USD", -1}},
		{"ticketClass.Name", "blank"}:                         {Name: " ", Free: new(true)},
		{"ticketClass.Free", "and cost"}:                      {Name: "GA", Free: new(true), Cost: Price{"USD", 1}},
		{"ticketClass.Donation", "and cost"}:                  {Name: "GA", Donation: new(true), Cost: Price{"USD", 1}},
		{"ticketClass.Donation", "and free"}:                  {Name: "GA", Donation: new(true), Free: new(true)},
		{"ticketClass.SplitFee", "and include"}:               {Name: "GA", Free: new(true), SplitFee: new(true), IncludeFee: new(true)},
		{"ticketClass.Capacity", "negative"}:                  {Name: "GA", Free: new(true), Capacity: new(int64(-1))},
		{"ticketClass.Sorting", "negative"}:                   {Name: "GA", Free: new(true), Sorting: new(int64(-1))},
		{"ticketClass.MinimumQuantity", "negative"}:           {Name: "GA", Free: new(true), MinimumQuantity: new(int64(-1))},
		{"ticketClass.MaximumQuantity", "negative"}:           {Name: "GA", Free: new(true), MaximumQuantity: new(int64(-1))},
		{"ticketClass.MinimumQuantity", "over max"}:           {Name: "GA", Free: new(true), MinimumQuantity: two, MaximumQuantity: one},
		{"ticketClass.SalesEnd", "early"}:                     {Name: "GA", Free: new(true), SalesStart: early, SalesEnd: late},
		{"ticketClass.AutoHideAfter", "early"}:                {Name: "GA", Free: new(true), AutoHideBefore: early, AutoHideAfter: late},
		{"ticketClass.SalesEndRelative", "and end"}:           {Name: "GA", Free: new(true), SalesEnd: late, SalesEndRelative: &SalesEndRelative{SaleAnchorEndTime, 0}},
		{"ticketClass.SalesEndRelative.RelativeToEvent", "?"}: {Name: "GA", Free: new(true), SalesEndRelative: &SalesEndRelative{}},
		{"ticketClass.SalesEndRelative.Offset", "negative"}:   {Name: "GA", Free: new(true), SalesEndRelative: &SalesEndRelative{SaleAnchorEndTime, -1}},
	} {
		calls[why] = func(eb *Eventbrite) error {
			_, err := eb.TicketClasses.Create(t.Context(), "77", in)
			return err
		}
	}
	for why, in := range map[[2]string]TicketClassUpdate{
		{"ticketClass", "empty"}:              {},
		{"ticketClass.Name", "made blank"}:    {Name: new("")},
		{"ticketClass.Free", "made and cost"}: {Free: new(true), Cost: Price{"USD", 1}},
	} {
		calls[why] = func(eb *Eventbrite) error {
			_, err := eb.TicketClasses.Update(t.Context(), "77", "1", in)
			return err
		}
	}
	good := TicketClassCreate{Name: "GA", Free: new(true)}
	// An empty one would delete all.
	maps.Copy(calls, map[[2]string]func(*Eventbrite) error{
		{"event_id", "Get"}: func(eb *Eventbrite) error { _, err := eb.TicketClasses.Get(t.Context(), "", "1", nil); return err },
		{"ticket_class_id", "Get"}: func(eb *Eventbrite) error {
			_, err := eb.TicketClasses.Get(t.Context(), "77", "for/sale", nil)
			return err
		},
		{"opts.Expand", "Get"}: func(eb *Eventbrite) error {
			_, err := eb.TicketClasses.Get(t.Context(), "77", "1", &TicketClassGetOptions{[]TicketClassExpansion{"a,b"}})
			return err
		},
		{"event_id", "Create"}: func(eb *Eventbrite) error { _, err := eb.TicketClasses.Create(t.Context(), "", good); return err },
		{"ticket_class_id", "Update"}: func(eb *Eventbrite) error {
			_, err := eb.TicketClasses.Update(t.Context(), "77", "", TicketClassUpdate{Hidden: new(true)})
			return err
		},

		{"ticket_class_id", "Delete"}: func(eb *Eventbrite) error { return eb.TicketClasses.Delete(t.Context(), "77", "") },
	})
	ecRefused(t, calls)
}

func TestTicketClassInput(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		fmt.Sprintf(ecTicketClass, 1): `{"name":"GA","cost":"USD,4500","free":false,"donation":false,"capacity":100,"sorting":1,"include_fee":false,` +
			`"hide_description":true,"sales_channels":["online","atd"],"sales_start":"2021-06-01T16:00:00Z","sales_end":"2021-07-01T16:00:00Z",` +
			`"minimum_quantity":1,"auto_hide":false,"has_pdf_ticket":true,"hidden":false,"delivery_methods":["electronic"],"inventory_tier_id":"5"}`,
		ecFreeTicketClass: `{"name":"Guest","free":true,"donation":false,"capacity":10}`,
		`{"id": "1", "name": "Any", "free": true, "quantity_total": 0}`:                            `{"name":"Any","free":true}`,
		`{"id": "1", "name": "Tier", "free": true, "quantity_total": 9, "inventory_tier_id": "5"}`: `{"name":"Tier","free":true,"inventory_tier_id":"5"}`,
		// A donation has shown a price of nothing.
		`{"id": "1", "name": "Gift", "donation": true, "cost": {"currency": "USD", "value": 0}}`: `{"name":"Gift","donation":true}`,
	} {
		var ticketClass TicketClass
		if err := json.Unmarshal([]byte(text), &ticketClass); err != nil {
			t.Fatal(err)
		}
		in := ticketClass.Input()
		if err := in.check(); err != nil {
			t.Error(err)
		}
		got := string(resMust(json.Marshal(in))(t))
		if got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
}
