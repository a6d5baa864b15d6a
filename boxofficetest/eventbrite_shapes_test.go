package boxofficetest

import (
	"strings"
	"testing"
	"time"
)

const (
	freeMoney  = `{"display":"$0.00","currency":"USD","value":0,"major_value":"0.00"}`
	emptyText  = `{"text":null,"html":null}`
	onePage    = `"pagination":{"object_count":1,"page_number":1,"page_size":50,"page_count":1,"has_more_items":false}`
	oneOfOne   = `"pagination":{"continuation":null,"has_more_items":false}`
	setupStamp = `"2026-01-01T09:00:00Z"`
)

// ids of the first of each kind.
const (
	ownerID = "308733706152"
	demoID  = "308733706153"
	venueID = "59393312"
	eventID = "62541733008"
	classID = "94870983"
	orderID = "752327238"
	inDemo  = "/organizations/" + demoID + "/"
)

// festival is a server with an event (with a venue and an organizer), a ticket
// class, an order of two, and another organization with an event of its own.
func festival(t *testing.T, opts ...EventbriteOption) (e *Eventbrite, foreign string) {
	t.Helper()
	e = NewEventbrite(t, opts...)
	venue := e.AddVenue("", EventbriteVenue{
		Name: "Great Hall", Capacity: 300,
		Address: EventbriteAddress{Address1: "1 Main St", City: "Springfield", Region: "OR", PostalCode: "97477", Country: "US", Latitude: "44.0462", Longitude: "-123.0220"},
	})
	organizer := e.AddOrganizer("", EventbriteOrganizer{Name: "Demo Crew", Twitter: "democrew"})
	event := e.AddEvent("", EventbriteEvent{
		Name: "Open <b>Air</b> &amp; More", Summary: "Music all day", VenueID: venue, OrganizerID: organizer, CategoryID: "103", LogoID: "77",
		Start: time.Date(2030, 7, 1, 17, 0, 0, 0, time.UTC),
	})
	class := e.AddTicketClass(event, EventbriteTicketClass{Name: "Day", Cost: 4500, Fee: 250, QuantitySold: 2})
	e.AddOrder(event, EventbriteOrder{
		UserID: e.User, FirstName: "Ana", LastName: "Lopez", Email: "ana@example.org",
		Attendees: []EventbriteAttendee{
			{TicketClassID: class, FirstName: "Ana", LastName: "Lopez", Email: "ana@example.org", Costs: EventbriteCosts{BasePrice: 4500, EventbriteFee: 200, PaymentFee: 50, Tax: 5}},
			{CheckedIn: true, Address: EventbriteAddress{City: "Eugene", Country: "US"}},
		},
	})
	other := e.AddOrganization(EventbriteOrganization{Name: "Elsewhere"})
	foreign = e.AddEvent(other, EventbriteEvent{Name: "Away"})
	e.AddOrder(foreign, EventbriteOrder{})
	return e, foreign
}

const venueJSON = `{"address":{"address_1":"1 Main St","address_2":null,"city":"Springfield","region":"OR","postal_code":"97477",` +
	`"country":"US","latitude":"44.0462","longitude":"-123.0220","localized_address_display":"1 Main St, Springfield, OR 97477",` +
	`"localized_area_display":"Springfield, OR 97477","localized_multi_line_address_display":["1 Main St","Springfield, OR 97477"]},` +
	`"resource_uri":"URL/venues/59393312/","id":"59393312","age_restriction":null,"capacity":300,"name":"Great Hall",` +
	`"latitude":"44.0462","longitude":"-123.0220"}`

const organizerJSON = `{"description":` + emptyText + `,"long_description":` + emptyText + `,"resource_uri":"URL/organizers/308733706154/",` +
	`"_type":"organizer","id":"308733706154","name":"Demo Crew","url":"https://www.eventbrite.com/o/demo-crew-308733706154",` +
	`"num_past_events":0,"num_future_events":1,"organization_id":"308733706153","disable_marketing_opt_in":false,` +
	`"twitter":"democrew","logo_id":null,"logo":null}`

const logoJSON = `{"crop_mask":null,"original":{"url":"https://img.evbuc.com/77.png","width":2160,"height":1080},"id":"77",` +
	`"url":"https://img.evbuc.com/77.png","aspect_ratio":"2","edge_color":null,"edge_color_set":true}`

const eventJSON = `{"name":{"text":"Open Air & More","html":"Open <b>Air</b> &amp; More"},` +
	`"description":{"text":"Music all day","html":"Music all day"},` +
	`"url":"https://www.eventbrite.com/e/open-air-more-tickets-62541733008",` +
	`"start":{"timezone":"America/Los_Angeles","local":"2030-07-01T10:00:00","utc":"2030-07-01T17:00:00Z"},` +
	`"end":{"timezone":"America/Los_Angeles","local":"2030-07-01T12:00:00","utc":"2030-07-01T19:00:00Z"},` +
	`"organization_id":"308733706153","created":` + setupStamp + `,"changed":` + setupStamp + `,"published":` + setupStamp + `,` +
	`"capacity":100,"capacity_is_custom":false,"status":"live","currency":"USD","listed":true,"shareable":true,"invite_only":false,` +
	`"online_event":false,"show_remaining":false,"tx_time_limit":480,"hide_start_date":false,"hide_end_date":false,"locale":"en_US",` +
	`"is_locked":false,"privacy_setting":"unlocked","is_series":false,"is_series_parent":false,"inventory_type":"limited",` +
	`"is_reserved_seating":false,"show_pick_a_seat":false,"show_seatmap_thumbnail":false,"show_colors_in_seatmap_thumbnail":false,` +
	`"source":"create_2.0","is_free":false,"version":"3.0.0","summary":"Music all day","logo_id":"77","organizer_id":"308733706154",` +
	`"venue_id":"59393312","category_id":"103","subcategory_id":null,"format_id":null,"id":"62541733008",` +
	`"resource_uri":"URL/events/62541733008/","is_externally_ticketed":false,"logo":` + logoJSON + `}`

const classJSON = `{"actual_cost":null,"actual_fee":{"display":"$2.50","currency":"USD","value":250,"major_value":"2.50"},` +
	`"cost":{"display":"$45.00","currency":"USD","value":4500,"major_value":"45.00"},` +
	`"fee":{"display":"$2.50","currency":"USD","value":250,"major_value":"2.50"},"tax":` + freeMoney + `,` +
	`"resource_uri":"URL/events/62541733008/ticket_classes/94870983/","display_name":"Day","name":"Day","description":null,"sorting":0,` +
	`"donation":false,"free":false,"minimum_quantity":1,"maximum_quantity":null,"maximum_quantity_per_order":null,` +
	`"on_sale_status":"AVAILABLE","has_pdf_ticket":false,"order_confirmation_message":null,"delivery_methods":["electronic"],` +
	`"category":"admission","sales_channels":["online","atd"],"secondary_assignment_enabled":false,"event_id":"62541733008",` +
	`"image_id":null,"id":"94870983","capacity":100,"quantity_total":100,"quantity_sold":2,"sales_start":null,"sales_end":null,` +
	`"sales_end_relative":null,"hidden":false,"hidden_currently":false,"include_fee":false,"split_fee":false,` +
	`"hide_description":false,"hide_sale_dates":false,"auto_hide":false,"payment_constraints":[]}`

const paidCosts = `"base_price":{"display":"$45.00","currency":"USD","value":4500,"major_value":"45.00"},` +
	`"eventbrite_fee":{"display":"$2.00","currency":"USD","value":200,"major_value":"2.00"},` +
	`"gross":{"display":"$47.55","currency":"USD","value":4755,"major_value":"47.55"},` +
	`"payment_fee":{"display":"$0.50","currency":"USD","value":50,"major_value":"0.50"},` +
	`"tax":{"display":"$0.05","currency":"USD","value":5,"major_value":"0.05"}`

const orderRest = `"resource_uri":"URL/orders/752327238/","id":"752327238","changed":` + setupStamp + `,"created":` + setupStamp + `,` +
	`"name":"Ana Lopez","first_name":"Ana","last_name":"Lopez","email":"ana@example.org","status":"placed","time_remaining":null,` +
	`"event_id":"62541733008"}`

const briefOrderJSON = `{"costs":{` + paidCosts + `},` + orderRest

const orderJSON = `{"costs":{` + paidCosts + `,"display_price":{"display":"$45.00","currency":"USD","value":4500,"major_value":"45.00"},` +
	`"display_fee":{"display":"$2.50","currency":"USD","value":250,"major_value":"2.50"},"has_gts_tax":false,` +
	`"fee_components":[],"tax_components":[],"shipping_components":[]},` + orderRest

const attendeeJSON = `{"costs":{` + paidCosts + `},"resource_uri":"URL/events/62541733008/attendees/752327238-1/","id":"752327238-1",` +
	`"changed":` + setupStamp + `,"created":` + setupStamp + `,"quantity":1,"variant_id":null,` +
	`"profile":{"first_name":"Ana","last_name":"Lopez","email":"ana@example.org","name":"Ana Lopez","addresses":{}},` +
	`"barcodes":[{"status":"unused","barcode":"7523272381001","created":` + setupStamp + `,"changed":` + setupStamp + `,` +
	`"checkin_type":0,"is_printed":false}],"answers":[],"checked_in":false,"cancelled":false,"refunded":false,"affiliate":null,` +
	`"guestlist_id":null,"invited_by":null,"status":"Attending","ticket_class_name":"Day","delivery_method":null,` +
	`"event_id":"62541733008","order_id":"752327238","ticket_class_id":"94870983"}`

func TestEventbriteObjects(t *testing.T) {
	t.Parallel()
	e, _ := festival(t)
	for _, c := range []struct{ path, want string }{
		{"/users/me/", `{"emails":[{"email":"owner@example.org","verified":true,"primary":true}],"id":"308733706152",` +
			`"name":"Olivia Owner","first_name":"Olivia","last_name":"Owner","is_public":false,"image_id":null}`},
		{"/events/62541733008/", eventJSON},
		{"/events/62541733008/description/", `{"description":"Music all day"}`},
		{"/venues/59393312/", venueJSON},
		{"/organizers/308733706154/", organizerJSON},
		{"/events/62541733008/ticket_classes/94870983/", classJSON},
		{"/orders/752327238/", orderJSON},
		{"/events/62541733008/attendees/752327238-1/", attendeeJSON},
		{"/orders/752327238/attendees/752327238-1/", strings.Replace(attendeeJSON, "events/62541733008/att", "orders/752327238/att", 1)},
	} {
		wantAnswer(t, e, "GET", c.path, "", 200, c.want)
	}
}

func TestEventbriteLists(t *testing.T) {
	t.Parallel()
	e, _ := festival(t)
	for _, c := range []struct{ path, want string }{
		{inDemo + "events/", `{"events":[` + eventJSON + `],` + onePage + `}`},
		{inDemo + "venues/", `{"venues":[` + venueJSON + `],` + onePage + `}`},
		{inDemo + "organizers/", `{"organizers":[` + organizerJSON + `],` + onePage + `}`},
		{inDemo + "orders/", `{"orders":[` + briefOrderJSON + `],` + onePage + `}`},
		{inDemo + "orders/search/?barcodes=7523272381001", `{"orders":[` + briefOrderJSON + `]}`},
		{"/events/62541733008/orders/", `{"orders":[` + orderJSON + `],` + onePage + `}`},
		{"/users/me/orders/", `{"orders":[` + orderJSON + `],` + onePage + `}`},
		{"/events/62541733008/attendees/?attendee_ids=752327238-1", `{"attendees":[` + attendeeJSON + `],` + onePage + `}`},
		{inDemo + "attendees/?changed_since=2026-01-01T09:00:01Z", `{"attendees":[],"pagination":{"object_count":0,"page_number":1,"page_size":50,"page_count":1,"has_more_items":false}}`},
		{"/venues/59393312/events/", `{"events":[` + eventJSON + `],` + onePage + `}`},
		{"/organizers/308733706154/events/", `{"events":[` + eventJSON + `],` + onePage + `}`},
		{"/events/?event_ids=62541733008,1", `{"events":[` + eventJSON + `]}`},
		{"/organizers/?organizer_ids=308733706154,1", `{"organizers":[` + organizerJSON + `]}`},
		{inDemo + "roles/", `{"roles":[{"_type":"organization_role","id":"12346","name":"Owner","description":"May do everything",` +
			`"organization_id":"308733706153","permissions":["event.details:read","event.orders:read"],"immutable":true,"grantable":true,` +
			`"deletable":false,"permission_type":"user"}],` + oneOfOne + `}`},
		{inDemo + "members/", `{"members":[{"_type":"organization_member","user_id":"308733706152","role_summary":"Owner","immutable":true}],` + oneOfOne + `}`},
		{inDemo + "webhooks/", `{"webhooks":[],"pagination":{"object_count":0,"page_number":1,"page_size":50,"page_count":1,"has_more_items":false}}`},
	} {
		wantAnswer(t, e, "GET", c.path, "", 200, c.want)
	}
	got := ask(t, e, "GET", "/users/me/organizations/", "").body
	start := `{"organizations":[{"_type":"organization","name":"Demo Festival","vertical":"default","parent_id":null,"locale":"en_US",` +
		`"image_id":null,"id":"308733706153"}],"pagination":{"object_count":1,"page_number":1,"page_size":50,"page_count":1,"continuation":"`
	if !strings.HasPrefix(got, start) || !strings.HasSuffix(got, `","has_more_items":false}}`) {
		t.Errorf("organizations: %s", got)
	}
	wantStatus(t, e, "GET", "/events/"+eventID+"/ticket_classes/", "", 200, classJSON, `"has_more_items":false`)
	wantStatus(t, e, "GET", inDemo+"ticket_classes/", "", 200, classJSON)
	wantStatus(t, e, "GET", "/events/"+eventID+"/ticket_classes/for_sale/", "", 200, classJSON)
	wantStatus(t, e, "GET", inDemo+"organizers/default/", "", 200, `"name":"Demo Crew"`)
	wantStatus(t, e, "GET", "/events/"+eventID+"/attendees/", "", 200, `"addresses":{"home":{"city":"Eugene","country":"US"}}`, `"status":"used"`)
}

func TestEventbriteOptionalFields(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t)
	created := time.Date(2021, 3, 4, 5, 6, 7, 0, time.UTC)
	parent := e.AddOrganization(EventbriteOrganization{Name: "Band", Vertical: "music", ParentID: demoID, Created: created})
	e.AddMember(parent, EventbriteMember{UserID: e.User})
	e.AddMember("", EventbriteMember{UserID: e.AddUser(EventbriteUser{Name: "Max"}), Extra: map[string]any{"_type": nil, "teams": []int{1}}})
	e.AddRole("", EventbriteRole{Name: "boxoffice", Extra: map[string]any{"color": "red"}})
	series := e.AddEvent("", EventbriteEvent{IsSeries: true, Status: "draft", Password: "pw", Currency: "JPY", Capacity: 5})
	part := e.AddEvent("", EventbriteEvent{IsSeries: true, SeriesID: series, Currency: "JPY"})
	e.AddTicketClass(part, EventbriteTicketClass{Cost: 1000, SalesStart: created, SalesEndRelativeTo: "end_time", VariantID: "T1", Hidden: true})
	e.AddTicketClass(part, EventbriteTicketClass{Donation: true})
	order := e.AddOrder(part, EventbriteOrder{PromoCode: "SAVE", Attendees: []EventbriteAttendee{{Cancelled: true}}})

	wantStatus(t, e, "GET", "/users/me/organizations/", "", 200, `"vertical":"music","parent_id":"308733706153"`, `"created":"2021-03-04T05:06:07Z"`)
	wantStatus(t, e, "GET", inDemo+"members/", "", 200,
		`{"_type":null,"user_id":"`+e.Members("")[1].UserID+`","role_summary":null,"immutable":false,"teams":[1]}`)
	wantStatus(t, e, "GET", inDemo+"roles/", "", 200, `"permissions":[],"immutable":false`, `"permission_type":null,"color":"red"}`)
	draft := wantStatus(t, e, "GET", "/series/"+series+"/", "", 200, `"is_series_parent":true`, `"password":"pw"`, `"capacity":5,"capacity_is_custom":true`, `"is_free":true`)
	if strings.Contains(draft.body, "published") {
		t.Errorf("a draft was published: %s", draft.body)
	}
	wantStatus(t, e, "GET", "/series/"+series+"/events/", "", 200, `"series_id":"`+series+`"`, `"is_series_parent":false`)
	wantStatus(t, e, "GET", "/series/"+part+"/", "", 404)
	wantStatus(t, e, "GET", "/events/"+part+"/ticket_classes/", "", 200, `{"display":"JPY1000","currency":"JPY","value":1000,"major_value":"1000"}`,
		`"sales_end_relative":{"relative_to_event":"end_time","offset":0}`, `"variant_id":"T1"`, `"on_sale_status":"HIDDEN"`, `"category":"donation"`)
	wantStatus(t, e, "GET", "/orders/"+order+"/", "", 200, `"promo_code":"SAVE"`)
	wantStatus(t, e, "GET", "/orders/"+order+"/attendees/", "", 200, `"status":"Not Attending"`)
}

func TestEventbriteExpansions(t *testing.T) {
	t.Parallel()
	e, _ := festival(t)
	event := strings.TrimSuffix(eventJSON, "}")
	wantAnswer(t, e, "GET", "/events/"+eventID+"/?expand=venue,nonsense,none,refund_policy", "", 200, event+`,"venue":`+venueJSON+`}`)
	wantAnswer(t, e, "GET", "/events/"+eventID+"/?expand=ticket_classes,organizer", "", 200,
		event+`,"organizer":`+organizerJSON+`,"ticket_classes":[`+classJSON+`]}`)
	wantStatus(t, e, "GET", "/events/"+eventID+"/?expand=category,format,ticket_availability,bookmark_info", "", 200,
		`"category":{"resource_uri":"URL/categories/103/","id":"103","name":"Music"`, `"format":null`,
		`"ticket_availability":{"has_available_tickets":true,"minimum_ticket_price":{"display":"$45.00"`, `"bookmark_info":{"bookmarked":false}`)
	order := strings.TrimSuffix(orderJSON, "}")
	deep := strings.Replace(attendeeJSON, "events/62541733008/att", "orders/752327238/att", 1)
	wantStatus(t, e, "GET", "/orders/"+orderID+"/?expand=event.venue,attendees", "", 200, order+`,"event":`+event+`,"venue":`+venueJSON+`},"attendees":[`+deep)
	wantStatus(t, e, "GET", inDemo+"attendees/?expand=order.event.venue&expand.member=user", "", 200, `,"order":`+order+`,"event":`+event+`,"venue":`+venueJSON+`}}}`)
	got := wantStatus(t, e, "GET", "/orders/"+orderID+"/?expand=attendees.order.attendees.order.attendees", "", 200)
	if n := strings.Count(got.body, `"costs"`); n != 1+2+2+4+4 {
		t.Errorf("expanded %d costs in %s", n, got.body)
	}
	wantStatus(t, e, "GET", "/users/me/?expand=assortment", "", 200, `"assortment":{"plan":"package2"}`)
	wantStatus(t, e, "GET", "/events/"+eventID+"/ticket_classes/"+classID+"/?expand=event", "", 200, `,"event":`+eventJSON)
}

func TestEventbriteShowsOthersLess(t *testing.T) {
	t.Parallel()
	e, foreign := festival(t)
	got := wantStatus(t, e, "GET", "/events/"+foreign+"/?expand=ticket_classes", "", 200, `"capacity":null,"capacity_is_custom":null`, `"ticket_classes":[]`)
	for _, private := range []string{"invite_only", "show_remaining", "password"} {
		if strings.Contains(got.body, private) {
			t.Errorf("%s of another's event: %s", private, got.body)
		}
	}
	elsewhere := e.AddOrganization(EventbriteOrganization{})
	organizer := e.AddOrganizer(elsewhere, EventbriteOrganizer{})
	e.AddEvent(elsewhere, EventbriteEvent{OrganizerID: organizer, Status: "draft"})
	shown := e.AddEvent(elsewhere, EventbriteEvent{OrganizerID: organizer, Password: "pw"})
	e.AddTicketClass(shown, EventbriteTicketClass{Name: "Secret", Hidden: true})
	e.AddTicketClass(shown, EventbriteTicketClass{Name: "Open"})
	wantStatus(t, e, "GET", "/organizers/"+organizer+"/", "", 200, `"num_past_events":0,"num_future_events":1`)
	got = wantStatus(t, e, "GET", "/events/"+shown+"/?expand=ticket_classes", "", 200, `"name":"Open"`)
	if strings.Contains(got.body, "Secret") || strings.Contains(got.body, `"pw"`) {
		t.Errorf("of another's event: %s", got.body)
	}
	guest := e.AddUser(EventbriteUser{Email: "max@example.org", Name: "Max"})
	wantAnswer(t, e, "GET", "/users/"+guest+"/", "", 200,
		`{"id":"`+guest+`","name":"Max","first_name":null,"last_name":null,"is_public":false,"image_id":null}`)
}
