package boxoffice

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
)

// A discount with the keys that were recorded in 2018.
const ecDiscount = `{"amount_off": null, "code": "12345", "discount_type": "coded", "end_date": "2018-01-02T10:00:00", "end_date_relative": null,
	"event_id": "50751872216", "hold_ids": null, "id": "%[1]d", "percent_off": "15.00", "quantity_available": 1, "quantity_sold": 0,
	"resource_uri": "https://www.eventbriteapi.com/v3/discounts/%[1]d/", "start_date": "2018-01-01T10:00:00", "start_date_relative": null,
	"ticket_class_ids": ["8"], "ticket_group_id": null, "ticket_ids": ["8"], "type": "coded"}`

func ecWantDiscount(i int) Discount {
	return Discount{
		ID: DiscountID(fmt.Sprint(i)), Code: "12345", Type: DiscountTypeCoded, DiscountType: DiscountTypeCoded, PercentOff: "15.00",
		QuantityAvailable: new(int64(1)), QuantitySold: new(int64(0)), StartDate: "2018-01-01T10:00:00", EndDate: "2018-01-02T10:00:00",
		EventID: "50751872216", TicketClassIDs: []TicketClassID{"8"}, TicketIDs: []TicketClassID{"8"},
		ResourceURI: fmt.Sprintf("https://www.eventbriteapi.com/v3/discounts/%d/", i),
	}
}

func ecDiscounts(eb *Eventbrite) *DiscountsService { return eb.Discounts }

func TestDiscountsList(t *testing.T) {
	t.Parallel()
	l := ebList[Discount]{
		path: "/organizations/5/discounts/", key: "discounts",
		item: func(i int) string { return fmt.Sprintf(ecDiscount, i) }, want: ecWantDiscount,
	}
	for query, opts := range map[string]DiscountListOptions{
		"code=AB&event_id=77&expand=event%2Cticket_group&hold_ids=H1%2CI2&order_by=code_desc&page_size=200&scope=event&type=coded%2Caccess": {
			Scope: DiscountScopeEvent, EventID: "77", Code: "AB", Type: []DiscountType{DiscountTypeCoded, DiscountTypeAccess},
			OrderBy: DiscountOrderCodeDesc, HoldIDs: []string{"H1", "I2"}, PageSize: 200,
			Expand: []DiscountExpansion{DiscountExpandEvent, DiscountExpandTicketGroup},
		},
		"code_filter=%C3%84%C3%9F&order_by=start_asc&scope=multi_events&ticket_group_id=3": {
			Scope: DiscountScopeMultiEvents, CodeFilter: "Äß", OrderBy: DiscountOrderStartAsc, TicketGroupID: "3",
		},
		"event_id=77&scope=user": {Scope: DiscountScopeUser, EventID: "77"},
		"scope=organization":     {Scope: "organization"}, // which one program has seen
	} {
		l.query = query
		ecUnder(t, ecDiscounts, "5", func(c string) *DiscountListOptions {
			o := opts
			o.Continuation = c
			return &o
		}, (*DiscountsService).List, (*DiscountsService).Pages, (*DiscountsService).All, l)
	}

	// A page's number only says where to begin.
	eb, server := ebMock(t)
	page := func(more string) string { return fmt.Sprintf(`{"discounts": [], "pagination": {%s}}`, more) }
	server.on("GET", "/organizations/5/discounts/?page=3&scope=multi_events", 200, page(`"has_more_items": true, "continuation": "T", "page_number": 3`))
	server.on("GET", "/organizations/5/discounts/?continuation=T&scope=multi_events", 200, page(`"has_more_items": false`))
	all, err := Collect(eb.Discounts.All(t.Context(), "5", &DiscountListOptions{Scope: DiscountScopeMultiEvents, Page: 3}))
	if len(all) != 0 || err != nil {
		t.Errorf("from page 3: %v, %v", all, err)
	}
	server.want(ebGet("/organizations/5/discounts/?page=3&scope=multi_events"), ebGet("/organizations/5/discounts/?continuation=T&scope=multi_events"))

	eb, server = ebMock(t)
	server.on("GET", "/organizations/5/discounts/?code=AB&scope=multi_events", 400, `{"status_code": 400, "error_description": "Only one.", "error": "INVALID"}`)
	_, err = eb.Discounts.List(t.Context(), "5", &DiscountListOptions{Scope: DiscountScopeMultiEvents, Code: "AB"})
	if e, ok := errors.AsType[*Error](err); !ok || e.Code != "INVALID" || !errors.Is(err, ErrInvalid) {
		t.Errorf("bad filters: %v", err)
	}
}

func TestDiscountKeepsItsKeys(t *testing.T) {
	t.Parallel()
	ecKeeps[Discount](t, fmt.Sprintf(ecDiscount, 1))
	ecKeeps[Discount](t, `{"id": "2", "type": "hold", "amount_off": "5.00", "start_date_relative": 3600, "end_date_relative": 60, "ticket_class_ids": [],
		"ticket_group_id": "3", "ticket_group": {"id": "3", "name": "Students"}, "hold_ids": ["H123", "I123"], "reserved_seating": {"a": 1}}`)
}

func TestDiscountsCalls(t *testing.T) {
	t.Parallel()
	answer, want := fmt.Sprintf(ecDiscount, 1), new(ecWantDiscount(1))
	wrong := []string{`{}`, `{"discount": {"id": "1"}}`, `{"id": "2"}`}
	ecProve(t, map[string]ecCall{
		"Get": {
			method: "GET", path: "/discounts/1/?expand=reserved_seating", answer: answer, want: want, wrong: wrong,
			call: func(eb *Eventbrite) (any, error) {
				return eb.Discounts.Get(t.Context(), "1", &DiscountGetOptions{[]DiscountExpansion{DiscountExpandReservedSeating}})
			},
		},
		"Get without options": {
			method: "GET", path: "/discounts/1/", answer: answer, want: want,
			call: func(eb *Eventbrite) (any, error) { return eb.Discounts.Get(t.Context(), "1", nil) },
		},
		"Create": {
			method: "POST", path: "/organizations/5/discounts/", answer: answer, want: want, wrong: wrong[:2],
			body: `{"discount":{"type":"coded","code":"12345","percent_off":"15.00","event_id":"50751872216","ticket_class_ids":["8"],` +
				`"quantity_available":1,"start_date":"2018-01-01T10:00:00","end_date":"2018-01-02T10:00:00"}}`,
			call: func(eb *Eventbrite) (any, error) {
				return eb.Discounts.Create(t.Context(), "5", new(ecWantDiscount(1)).Input())
			},
		},
		"Create for a group": {
			method: "POST", path: "/organizations/5/discounts/", answer: answer, want: want,
			body: `{"discount":{"type":"access","code":"VIP","amount_off":"0.01","ticket_group_id":"3","quantity_available":0,` +
				`"start_date_relative":3600,"end_date_relative":60,"hold_ids":["H123"]}}`,
			call: func(eb *Eventbrite) (any, error) {
				return eb.Discounts.Create(t.Context(), "5", DiscountCreate{
					Type: DiscountTypeAccess, Code: "VIP", AmountOff: "0.01", TicketGroupID: "3", QuantityAvailable: new(int64(0)),
					StartDateRelative: new(int64(3600)), EndDateRelative: new(int64(60)), HoldIDs: []string{"H123"},
				})
			},
		},
		"Create of an access code": {
			method: "POST", path: "/organizations/5/discounts/", answer: answer, want: want, body: `{"discount":{"type":"access","code":"VIP"}}`,
			call: func(eb *Eventbrite) (any, error) {
				return eb.Discounts.Create(t.Context(), "5", DiscountCreate{Type: DiscountTypeAccess, Code: "VIP"})
			},
		},
		"Create of a hold": {
			method: "POST", path: "/organizations/5/discounts/", answer: answer, want: want, body: `{"discount":{"type":"hold","hold_ids":["H123"]}}`,
			call: func(eb *Eventbrite) (any, error) {
				return eb.Discounts.Create(t.Context(), "5", DiscountCreate{Type: DiscountTypeHold, HoldIDs: []string{"H123"}})
			},
		},
		"Update": {
			method: "POST", path: "/discounts/1/", answer: answer, want: want, wrong: wrong,
			body: `{"discount":{"code":"NEW","amount_off":"99999.99","ticket_class_ids":[],"quantity_available":7,"start_date":"",` +
				`"end_date":"2018-01-02T10:00:00","hold_ids":["I1"]}}`,
			call: func(eb *Eventbrite) (any, error) {
				return eb.Discounts.Update(t.Context(), "1", DiscountUpdate{
					Code: "NEW", AmountOff: "99999.99", TicketClassIDs: []TicketClassID{}, QuantityAvailable: new(int64(7)),
					StartDate: new(LocalDateTime("")), EndDate: new(LocalDateTime("2018-01-02T10:00:00")), HoldIDs: []string{"I1"},
				})
			},
		},
		"Update of relative dates": {
			method: "POST", path: "/discounts/1/", answer: answer, want: want,
			body: `{"discount":{"percent_off":"100","start_date_relative":120,"end_date_relative":60}}`,
			call: func(eb *Eventbrite) (any, error) {
				return eb.Discounts.Update(t.Context(), "1", DiscountUpdate{PercentOff: "100", StartDateRelative: new(int64(120)), EndDateRelative: new(int64(60))})
			},
		},
		"Delete": {
			method: "DELETE", path: "/discounts/1/", answer: answer,
			call: func(eb *Eventbrite) (any, error) { return nil, eb.Discounts.Delete(t.Context(), "1") },
		},
		"Delete without an answer": {
			method: "DELETE", path: "/discounts/1/", status: 204,
			call: func(eb *Eventbrite) (any, error) { return nil, eb.Discounts.Delete(t.Context(), "1") },
		},
		"DeleteAllUnverified": {
			method: "DELETE", path: "/organizations/5/discounts/", answer: `{"what": ["ever"]}`, want: Unverified(`{"what": ["ever"]}`),
			call: func(eb *Eventbrite) (any, error) { return eb.Discounts.DeleteAllUnverified(t.Context(), "5") },
		},
	})
	eb, server := ebMock(t)
	server.on("DELETE", "/discounts/1/", 400, `{"status_code": 400, "error_description": "Used.", "error": "DISCOUNT_CANNOT_BE_DELETED"}`)
	err := eb.Discounts.Delete(t.Context(), "1")
	if e, ok := errors.AsType[*Error](err); !ok || e.Code != "DISCOUNT_CANNOT_BE_DELETED" || !errors.Is(err, ErrInvalid) {
		t.Errorf("a used one: %v", err)
	}
}

func TestDiscountsRefused(t *testing.T) {
	t.Parallel()
	calls := map[[2]string]func(*Eventbrite) error{
		{"organization_id", "List"}: func(eb *Eventbrite) error {
			_, err := eb.Discounts.List(t.Context(), "", &DiscountListOptions{Scope: DiscountScopeMultiEvents})
			return err
		},
		{"opts.Scope", "nil options"}: func(eb *Eventbrite) error { _, err := eb.Discounts.List(t.Context(), "5", nil); return err },
		{"opts.Scope", "nil options of a walk"}: func(eb *Eventbrite) error {
			_, err := Collect(eb.Discounts.All(t.Context(), "5", nil))
			return err
		},
		{"discount_id", "Get"}: func(eb *Eventbrite) error { _, err := eb.Discounts.Get(t.Context(), "", nil); return err },
		{"opts.Expand", "Get"}: func(eb *Eventbrite) error {
			_, err := eb.Discounts.Get(t.Context(), "1", &DiscountGetOptions{[]DiscountExpansion{"a,b"}})
			return err
		},
		{"discount_id", "Update"}: func(eb *Eventbrite) error {
			_, err := eb.Discounts.Update(t.Context(), "", DiscountUpdate{Code: "A"})
			return err
		},
		{"organization_id", "Create"}: func(eb *Eventbrite) error {
			_, err := eb.Discounts.Create(t.Context(), "", DiscountCreate{Code: "A", PercentOff: "1"})
			return err
		},
		{"discount_id", "Delete"}: func(eb *Eventbrite) error { return eb.Discounts.Delete(t.Context(), "") },
		{"organization_id", "DeleteAll"}: func(eb *Eventbrite) error {
			_, err := eb.Discounts.DeleteAllUnverified(t.Context(), "")
			return err
		},
	}
	multi := ContinuationOptions{"T"}
	for why, opts := range map[[2]string]DiscountListOptions{
		{"opts.Scope", "missing"}:         {EventID: "77"},
		{"opts.EventID", "event"}:         {Scope: DiscountScopeEvent},
		{"opts.EventID", "user"}:          {Scope: DiscountScopeUser},
		{"opts.EventID", "multi"}:         {Scope: DiscountScopeMultiEvents, EventID: "77"},
		{"opts.TicketGroupID", "event"}:   {Scope: DiscountScopeEvent, EventID: "77", TicketGroupID: "3"},
		{"opts.CodeFilter", "and code"}:   {Scope: DiscountScopeMultiEvents, Code: "AB", CodeFilter: "AB"},
		{"opts.Code", "short"}:            {Scope: DiscountScopeMultiEvents, Code: "Ä"},
		{"opts.CodeFilter", "short"}:      {Scope: DiscountScopeMultiEvents, CodeFilter: "A"},
		{"opts.OrderBy", "alone"}:         {Scope: DiscountScopeMultiEvents, OrderBy: DiscountOrderCodeAsc},
		{"opts.Page", "negative"}:         {Scope: DiscountScopeMultiEvents, Page: -1},
		{"opts.PageSize", "negative"}:     {Scope: DiscountScopeMultiEvents, PageSize: -1},
		{"opts.Page", "and continuation"}: {Scope: DiscountScopeMultiEvents, Page: 2, ContinuationOptions: multi},
		{"opts.Expand", "unknown form"}:   {Scope: DiscountScopeMultiEvents, Expand: []DiscountExpansion{"X"}},
		{"opts.Type", "comma"}:            {Scope: DiscountScopeMultiEvents, Type: []DiscountType{"a,b"}},
		{"opts.HoldIDs", "empty"}:         {Scope: DiscountScopeMultiEvents, HoldIDs: []string{""}},
	} {
		calls[why] = func(eb *Eventbrite) error { _, err := eb.Discounts.List(t.Context(), "5", &opts); return err }
	}
	minute := new(int64(60))
	for why, in := range map[[2]string]DiscountCreate{
		{"discount.Code", "missing"}:                 {PercentOff: "1"},
		{"discount.PercentOff", "missing"}:           {Code: "A"},
		{"discount.PercentOff", "and amount"}:        {Code: "A", AmountOff: "1", PercentOff: "1", Type: DiscountTypeAccess},
		{"discount.TicketGroupID", "and event"}:      {Code: "A", PercentOff: "1", EventID: "77", TicketGroupID: "3"},
		{"discount.EventID", "missing"}:              {Code: "A", PercentOff: "1", TicketClassIDs: []TicketClassID{"8"}},
		{"discount.TicketClassIDs", "empty"}:         {Code: "A", PercentOff: "1", EventID: "77", TicketClassIDs: []TicketClassID{""}},
		{"discount.HoldIDs", "comma"}:                {Code: "A", PercentOff: "1", HoldIDs: []string{"H1,H2"}},
		{"discount.StartDateRelative", "and date"}:   {Code: "A", PercentOff: "1", StartDate: "2018-01-01T10:00:00", StartDateRelative: minute},
		{"discount.EndDateRelative", "and date"}:     {Code: "A", PercentOff: "1", EndDate: "2018-01-01T10:00:00", EndDateRelative: minute},
		{"discount.StartDate", "zone"}:               {Code: "A", PercentOff: "1", StartDate: "2018-01-01T10:00:00Z"},
		{"discount.EndDate", "fraction"}:             {Code: "A", PercentOff: "1", EndDate: "2018-01-01T10:00:00.5"},
		{"discount.StartDateRelative", "short"}:      {Code: "A", PercentOff: "1", StartDateRelative: new(int64(59))},
		{"discount.EndDateRelative", "not a minute"}: {Code: "A", PercentOff: "1", EndDateRelative: new(int64(61))},
		{"discount.QuantityAvailable", "negative"}:   {Code: "A", PercentOff: "1", QuantityAvailable: new(int64(-1))},
	} {
		calls[why] = func(eb *Eventbrite) error { _, err := eb.Discounts.Create(t.Context(), "5", in); return err }
	}
	for _, amount := range []string{"0", "0.00", "100000", "1.234", "-1", "1e3", "1.", ".5", "1,5", "+1", " 1", "1.2.3", "٣"} {
		calls[[2]string{"discount.AmountOff", amount}] = func(eb *Eventbrite) error {
			_, err := eb.Discounts.Update(t.Context(), "1", DiscountUpdate{AmountOff: amount})
			return err
		}
	}
	for _, percent := range []string{"0.99", "100.01", "15%"} {
		calls[[2]string{"discount.PercentOff", percent}] = func(eb *Eventbrite) error {
			_, err := eb.Discounts.Update(t.Context(), "1", DiscountUpdate{PercentOff: percent})
			return err
		}
	}
	for why, in := range map[[2]string]DiscountUpdate{
		{"discount", "nothing"}:                    {},
		{"discount.PercentOff", "with amount"}:     {AmountOff: "1", PercentOff: "1"},
		{"discount.StartDateRelative", "and none"}: {StartDate: new(LocalDateTime("")), StartDateRelative: minute},
	} {
		calls[why] = func(eb *Eventbrite) error { _, err := eb.Discounts.Update(t.Context(), "1", in); return err }
	}
	ecRefused(t, calls)
}

func TestDiscountInput(t *testing.T) {
	t.Parallel()
	text := `{"type":"hold","code":"A","amount_off":"5.00","ticket_group_id":"3","quantity_available":0,"start_date_relative":3600,"end_date_relative":60,"hold_ids":["H1"]}`
	var discount Discount
	if err := json.Unmarshal([]byte(text), &discount); err != nil {
		t.Fatal(err)
	}
	resEqual(t, "the input", string(resMust(json.Marshal(discount.Input()))(t)), text)
}
