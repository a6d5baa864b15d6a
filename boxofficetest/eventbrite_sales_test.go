package boxofficetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestEventbriteTicketClasses(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t)
	e.AddEvent("", EventbriteEvent{})
	const classes = "/events/" + eventID + "/ticket_classes/"
	wantStatus(t, e, "POST", classes, `{"ticket_class":{"name":"Day","cost":"USD,4500","capacity":10,"sales_channels":["online"],"maximum_quantity":4}}`, 200,
		`"cost":{"display":"$45.00","currency":"USD","value":4500,"major_value":"45.00"}`, `"sales_channels":["online"]`, `"quantity_total":10`, `"free":false`)
	wantStatus(t, e, "POST", classes, `{"ticket_class":{"name":"Kids","free":true,"quantity_total":5}}`, 200, `"cost":null`, `"free":true`)
	wantStatus(t, e, "POST", classes, `{"ticket_class":{"name":"Gift","donation":true}}`, 200, `"donation":true,"free":false`, `"capacity":null,"quantity_total":0`)
	for body, code := range map[string]string{
		`"name":"A","capacity":1`:                                                       "NO_COST",
		`"name":"A","cost":"EUR,1","capacity":1`:                                        "CURRENCY_MISMATCH",
		`"name":"A","cost":"USD,1"`:                                                     "NO_QUANTITY_TOTAL",
		`"name":"A","cost":"USD,1","free":true,"capacity":1`:                            "FREE_AND_COST",
		`"name":"A","donation":true,"free":true`:                                        "DONATION_AND_FREE",
		`"name":"A","donation":true,"cost":{"currency":"USD","value":1}`:                "DONATION_AND_COST",
		`"name":"A","free":true,"capacity":1,"minimum_quantity":3,"maximum_quantity":2`: "BAD_QUANTITIES",
		`"name":"A","free":true,"capacity":1,"include_fee":true,"split_fee":true`:       "SPLIT_AND_INCLUDE",
		`"name":"A","free":true,"capacity":1,"auto_hide_after":"2030-01-01T00:00:00Z"`:  "AUTO_HIDE_NOT_SET",
		`"name":"A","cost":1,"capacity":1`:                                              "ticket_class.cost - INVALID",
		`"name":"A","cost":"USD,-1","capacity":1`:                                       "ticket_class.cost - INVALID",
		`"name":"A","cost":"USD,4.5","capacity":1`:                                      "ticket_class.cost - INVALID",
		`"name":"A","display_name":"B","free":true,"capacity":1`:                        "ticket_class.display_name - Unknown parameter",
		`"name":"A","delivery_methods":["pigeon"],"free":true,"capacity":1`:             `\"pigeon\" is not a valid choice.`,
		`"name":"A","sales_end_relative":{"relative_to_event":"noon"}`:                  `\"noon\" is not a valid choice.`,
		`"cost":"USD,1","capacity":1`:                                                   "ticket_class.name - MISSING",
	} {
		if got := ask(t, e, "POST", classes, `{"ticket_class":{`+body+`}}`); got.status != 400 || !strings.Contains(got.body, code) {
			t.Errorf("%s: %d %s", body, got.status, got.body)
		}
	}
	wantStatus(t, e, "POST", classes+classID+"/", `{"ticket_class":{"name":"Night","quantity_total":20}}`, 200, `"name":"Night"`, `"capacity":20`, `"value":4500`)
	wantStatus(t, e, "POST", classes+"94870984/", `{"ticket_class":{"cost":{"currency":"USD","value":100}}}`, 200, `"free":false`, `"value":100`)
	wantStatus(t, e, "POST", classes+classID+"/", `{"ticket_class":{"hidden":true}}`, 200, `"hidden_currently":true`)
	wantIDs(t, e, classes+"for_sale/?pos=online", "ticket_classes", "94870984 94870985")
	wantAnswer(t, e, "DELETE", classes+classID+"/", "", 200, `{"deleted":true}`)
	wantAnswer(t, e, "GET", classes+classID+"/", "", 404, refused("404", "NOT_FOUND", noPath))
	wantIDs(t, e, classes, "ticket_classes", "94870984 94870985")
	wantIDs(t, e, classes+"?category=admission&include_holds=true&pos=online", "ticket_classes", "94870984")
	wantIDs(t, e, classes+"?category=donation,add_on", "ticket_classes", "94870985")
	wantIDs(t, e, classes+"?category=add_on", "ticket_classes", "")
	wantIDs(t, e, classes+"?category=add_on,all", "ticket_classes", "94870984 94870985")
	if got := e.TicketClasses(eventID); len(got) != 2 || got[0].Name != "Kids" || got[0].Cost != 100 {
		t.Errorf("classes: %+v", got)
	}
}

func TestEventbriteTicketClassFilters(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t)
	e.AddEvent("", EventbriteEvent{})
	e.AddTicketClass(eventID, EventbriteTicketClass{ID: "1", SalesChannels: []string{"online"}})
	e.AddTicketClass(eventID, EventbriteTicketClass{ID: "2", SalesChannels: []string{"atd"}})
	e.AddTicketClass(eventID, EventbriteTicketClass{ID: "3", Donation: true})
	const classes = "/events/" + eventID + "/ticket_classes/"
	for query, want := range map[string]string{
		"": "1 2 3", "?pos=online": "1 3", "?pos=at_the_door": "2 3", "?category=donation": "3", "?category=admission,add_on": "1 2",
		"?category=all": "1 2 3", "?include_holds=true": "1 2 3", "for_sale/": "1 3", "for_sale/?pos=at_the_door": "2 3",
	} {
		wantIDs(t, e, classes+query, "ticket_classes", want)
	}
	wantAnswer(t, e, "GET", classes+"?pos=atd", "", 400, badArgument("pos", `"atd" is not a valid choice.`))
}

func TestEventbriteTicketGroups(t *testing.T) {
	t.Parallel()
	e, _ := festival(t)
	const groups = inDemo + "ticket_groups/"
	wantAnswer(t, e, "POST", groups, `{"ticket_group":{"name":"Twenty characters, and more","event_ticket_ids":{"`+eventID+`":["`+classID+`"]}}}`, 200,
		`{"id":"10012","name":"Twenty characters, a","status":"live","event_ticket_ids":{"62541733008":["94870983"]},"tickets":[]}`)
	const tickets = `"tickets":[{"id":"94870983","event_id":"62541733008","sales_channels":["online","atd"],"variants":[],"name":"Day"}]`
	wantStatus(t, e, "GET", "/ticket_groups/10012/", "", 200, `"tickets":[]`)
	wantStatus(t, e, "GET", "/ticket_groups/10012/?expand=tickets", "", 200, tickets)
	wantStatus(t, e, "POST", "/ticket_groups/10012/", `{"ticket_group":{"name":"Short"}}`, 200, `"name":"Short"`, `["94870983"]`)
	wantAnswer(t, e, "POST", groups, `{"ticket_group":{"event_ticket_ids":["1"]}}`, 400, badArgument("ticket_group.event_ticket_ids", "INVALID"))

	second := e.AddTicketGroup("", EventbriteTicketGroup{Name: "Second"})
	form := ask(t, e, "POST", groups, `ticket_group.event_ticket_ids={"5":["6"]}`, "Content-Type: application/x-www-form-urlencoded")
	if !strings.Contains(form.body, `"event_ticket_ids":{"5":["6"]}`) {
		t.Errorf("form: %s", form.body)
	}
	wantAnswer(t, e, "POST", "/ticket_groups/10014/", "ticket_group.event_ticket_ids=5", 400,
		badArgument("ticket_group.event_ticket_ids", "INVALID"), "Content-Type: application/x-www-form-urlencoded")
	wantAnswer(t, e, "DELETE", "/ticket_groups/10014/", "", 200, `{"deleted":true}`)
	wantAnswer(t, e, "POST", groups, `{"ticket_group":{"event_ticket_ids":{"5":6}}}`, 400, badArgument("ticket_group.event_ticket_ids", "INVALID"))

	const link = inDemo + "events/" + eventID + "/ticket_classes/" + classID + "/ticket_groups/"
	if got := wantAnswer(t, e, "POST", link, `{"ticket_group_ids":["`+second+`"]}`, 204, ""); got.header.Get("Content-Type") != "" {
		t.Errorf("204 with %v", got.header)
	}
	linked := e.TicketGroups("")
	if len(linked[0].EventTicketIDs) != 0 || !slices.Equal(linked[1].EventTicketIDs[eventID], []string{classID}) {
		t.Errorf("linked: %+v", linked)
	}
	wantAnswer(t, e, "POST", link, `{"ticket_group_ids":["1"]}`, 400, badArgument("ticket_group_ids", "INVALID"))
	wantAnswer(t, e, "POST", link, "", 204, "")
	if got := e.TicketGroups("")[1].EventTicketIDs; len(got) != 0 {
		t.Errorf("unlinked: %v", got)
	}

	wantAnswer(t, e, "DELETE", "/ticket_groups/10012/", "", 200, `{"deleted":true}`)
	wantIDs(t, e, groups, "ticket_groups", second)
	wantIDs(t, e, groups+"?status=deleted", "ticket_groups", "10012 10014")
	wantIDs(t, e, groups+"?status=all", "ticket_groups", "10012 "+second+" 10014")
	wantAnswer(t, e, "GET", "/ticket_groups/1/", "", 404, refused("404", "NOT_FOUND", "The ticket_group you requested does not exist."))
	// Neither those of others nor those that are not live count.
	e.AddTicketGroup(e.AddOrganization(EventbriteOrganization{}), EventbriteTicketGroup{})
	for i := range maxTicketGroups - 2 {
		e.AddTicketGroup("", EventbriteTicketGroup{Name: fmt.Sprint("x", i)})
	}
	wantStatus(t, e, "POST", groups, `{"ticket_group":{"status":"archived"}}`, 200)
	wantStatus(t, e, "POST", groups, `{"ticket_group":{"name":"the last"}}`, 200)
	wantStatus(t, e, "POST", groups, `{"ticket_group":{}}`, 400, "EXCEEDS_LIMIT")
}

func TestEventbriteDiscounts(t *testing.T) {
	t.Parallel()
	e, foreign := festival(t)
	const discounts = inDemo + "discounts/"
	const made = `"code":"SAVE","type":"coded","discount_type":"coded","amount_off":null,"percent_off":"15.00","quantity_available":1,` +
		`"quantity_sold":0,"start_date":"2018-01-01T10:00:00","end_date":null,"start_date_relative":null,"end_date_relative":3600,` +
		`"ticket_class_ids":["94870983"],"ticket_ids":["94870983"],"event_id":"62541733008","ticket_group_id":null,"hold_ids":null}`
	wantAnswer(t, e, "POST", discounts, `{"discount":{"type":"coded","code":"SAVE","percent_off":"15.00","event_id":"`+eventID+`",`+
		`"ticket_class_ids":["`+classID+`"],"quantity_available":1,"start_date":"2018-01-01T10:00:00","end_date_relative":3600}}`, 200,
		`{"id":"380502041","resource_uri":"URL/discounts/380502041/",`+made)
	for body, code := range map[string]string{
		`"percent_off":"1"`: "discount.code - MISSING",
		`"code":"A"`:        `"INVALID"`,
		`"code":"A","percent_off":"1","amount_off":2`:                                              "AMOUNT_AND_PERCENT_OFF_PROVIDED",
		`"code":"A","percent_off":"1","start_date":"2018-01-01T10:00:00","start_date_relative":60`: "START_DATE_AND_START_DATE_RELATIVE_PROVIDED",
		`"code":"A","percent_off":"1","end_date":"2018-01-01T10:00:00","end_date_relative":60`:     "END_DATE_AND_END_DATE_RELATIVE_PROVIDED",
		`"code":"A","percent_off":"1","end_date_relative":61`:                                      "discount.end_date_relative - INVALID",
		`"code":"A","percent_off":"1","end_date_relative":-60`:                                     "discount.end_date_relative - INVALID",
		`"code":"A","percent_off":"1","start_date":"2018-01-01"`:                                   "discount.start_date - INVALID",
		`"code":"A","percent_off":"1","event_id":"` + foreign + `"`:                                "discount.event_id - INVALID",
		`"code":"A","percent_off":"1","ticket_class_ids":["1"]`:                                    `"INVALID"`,
		`"code":"A","percent_off":"1","type":"public"`:                                             "PUBLIC_DISCOUNT_NOT_SUPPORTED",
		`"code":"A","percent_off":"many"`:                                                          "discount.percent_off - INVALID",
	} {
		if got := ask(t, e, "POST", discounts, `{"discount":{`+body+`}}`); got.status != 400 || !strings.Contains(got.body, code) {
			t.Errorf("%s: %d %s", body, got.status, got.body)
		}
	}
	const one = "/discounts/380502041/"
	wantStatus(t, e, "POST", one, `{"discount":{"percent_off":null,"amount_off":"5.00"}}`, 200, `"amount_off":"5.00","percent_off":null`)
	wantStatus(t, e, "GET", one+"?expand=event", "", 200, `"event":`+eventJSON)
	wantStatus(t, e, "DELETE", one, "", 200, `{"id":"380502041"`)
	wantAnswer(t, e, "GET", one, "", 404, refused("404", "NOT_FOUND", "The discount you requested does not exist."))
	used := e.AddDiscount("", EventbriteDiscount{Code: "USED", QuantitySold: 1})
	wantStatus(t, e, "DELETE", "/discounts/"+used+"/", "", 400, "DISCOUNT_CANNOT_BE_DELETED")
	wantAnswer(t, e, "DELETE", discounts, "", 200, `{"deleted":true}`)
	if left := e.Discounts(""); len(left) != 1 || left[0].Code != "USED" {
		t.Errorf("discounts: %+v", left)
	}
}

func TestEventbriteDiscountScopes(t *testing.T) {
	t.Parallel()
	e, _ := festival(t)
	for _, d := range []EventbriteDiscount{
		{ID: "1", Code: "AA1", EventID: eventID, StartDate: "2019-01-01T00:00:00"},
		{ID: "2", Code: "AB2", EventID: eventID, Type: "access", HoldIDs: []string{"H1", "I2"}},
		{ID: "3", Code: "AA3", TicketGroupID: "7"},
		{ID: "4", Code: "BB4", StartDate: "2020-01-01T00:00:00"},
	} {
		e.AddDiscount("", d)
	}
	wantStatus(t, e, "GET", "/discounts/2/", "", 200, `"type":"access","discount_type":"access"`, `"hold_ids":["H1","I2"]`)
	const discounts = inDemo + "discounts/?scope="
	const ofEvent = "&event_id=" + eventID
	for _, c := range [][2]string{
		{"event" + ofEvent, "1 2"},
		{"multi_events", "3 4"},
		{"user" + ofEvent, "1 2 3 4"},
		{"event&event_id=1", ""},
		{"user" + ofEvent + "&code=AA1", "1"},
		{"user" + ofEvent + "&code_filter=AA", "1 3"},
		{"user" + ofEvent + "&code_filter=AA&order_by=code_desc", "3 1"},
		{"user" + ofEvent + "&code_filter=AA&order_by=start_desc", "1 3"},
		{"event" + ofEvent + "&code_filter=A1", ""},
		{"event" + ofEvent + "&type=access,hold", "2"},
		{"event" + ofEvent + "&hold_ids=I2", "2"},
		{"multi_events&ticket_group_id=7", "3"},
		{"multi_events&page=1&page_size=1", "3"},
	} {
		wantIDs(t, e, discounts+c[0], "discounts", c[1])
	}
	for query, want := range map[string]string{
		"organization":                         `\"organization\" is not a valid choice.`,
		"event":                                "event_id - MISSING",
		"user":                                 "event_id - MISSING",
		"multi_events" + ofEvent:               "INVALID_USAGE_FOR_EVENT_ID",
		"multi_events&code=AA&code_filter=AA":  "CODE_AND_CODE_FILTER_PROVIDED",
		"multi_events&code=A":                  `"INVALID"`,
		"multi_events&order_by=code_asc":       "ORDER_BY_NOT_SUPPORTED",
		"multi_events&code=AA&order_by=id_asc": "is not a valid choice.",
		"multi_events&type=coded,half":         `\"half\" is not a valid choice.`,
	} {
		wantStatus(t, e, "GET", discounts+query, "", 400, want)
	}
}

func TestEventbriteSaleStatus(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t)
	e.AddEvent("", EventbriteEvent{})
	for want, class := range map[string]EventbriteTicketClass{
		"HIDDEN":          {Hidden: true},
		"SOLD_OUT":        {Capacity: 5, QuantitySold: 5},
		"NOT_YET_ON_SALE": {SalesStart: now().AddDate(1, 0, 0)},
		"UNAVAILABLE":     {SalesEnd: now().AddDate(-1, 0, 0)},
		"AVAILABLE":       {SalesStart: now().AddDate(-1, 0, 0), SalesEnd: now().AddDate(1, 0, 0)},
	} {
		id := e.AddTicketClass(eventID, class)
		wantStatus(t, e, "GET", "/events/"+eventID+"/ticket_classes/"+id+"/", "", 200, `"on_sale_status":"`+want+`"`)
	}
	wantStatus(t, e, "GET", "/events/"+eventID+"/?expand=ticket_availability", "", 200, `"has_available_tickets":true`)

	second := e.AddEvent("", EventbriteEvent{})
	availability := func(want string) {
		t.Helper()
		wantStatus(t, e, "GET", "/events/"+second+"/?expand=ticket_availability", "", 200, `"ticket_availability":{"has_available_tickets":`+want)
	}
	e.AddTicketClass(second, EventbriteTicketClass{Cost: 1, Capacity: 5, QuantitySold: 5})
	availability(`false,"minimum_ticket_price":null,"maximum_ticket_price":null,"is_sold_out":true`)
	for _, cost := range []int{300, 200, 400} {
		e.AddTicketClass(second, EventbriteTicketClass{Cost: cost})
	}
	e.AddTicketClass(second, EventbriteTicketClass{Cost: 900, Hidden: true})
	availability(`true,"minimum_ticket_price":{"display":"$2.00","currency":"USD","value":200,"major_value":"2.00"},` +
		`"maximum_ticket_price":{"display":"$4.00",`)
}
