package boxoffice

import (
	"fmt"
	"strings"
	"testing"
)

// ebAttendee is an attendee as recorded: of an event that asks for little.
func ebAttendee(id string) string {
	return fmt.Sprintf(`{
		"team": null, "costs": {%s}, "resource_uri": "https://www.eventbriteapi.com/v3/orders/7/attendees/9-1/", "id": %q,
		"changed": "2018-05-12T02:00:01Z", "created": "2018-05-12T02:00:00Z", "quantity": 1, "variant_id": null,
		"profile": {"first_name": "Ada", "last_name": "Lovelace", "name": "Ada Lovelace", "email": "ada@example.org"},
		"barcodes": [{"status": "unused", "barcode": "7001", "created": "2018-05-12T02:00:00Z", "changed": "2018-05-12T02:00:00Z", "checkin_type": 0, "is_printed": false}],
		"answers": [], "checked_in": false, "cancelled": false, "refunded": false, "affiliate": null, "guestlist_id": null, "invited_by": null,
		"status": "Attending", "ticket_class_name": "General", "delivery_method": "electronic", "event_id": "40", "order_id": "7", "ticket_class_id": "88"
	}`, ebCosts(), id)
}

func ebWantAttendee(t testing.TB, id AttendeeID) Attendee {
	t.Helper()
	at := ebAt(t, "2018-05-12T02:00:00Z")
	return Attendee{
		Costs: ebWantCosts(), ResourceURI: "https://www.eventbriteapi.com/v3/orders/7/attendees/9-1/", ID: id,
		Changed: ebAt(t, "2018-05-12T02:00:01Z"), Created: at, Quantity: 1,
		Profile:  AttendeeProfile{FirstName: "Ada", LastName: "Lovelace", Name: "Ada Lovelace", Email: "ada@example.org"},
		Barcodes: []AttendeeBarcode{{Status: BarcodeStatusUnused, Barcode: "7001", Created: at, Changed: at, CheckinType: new(int64(0)), IsPrinted: new(false)}},
		Answers:  []OrderAnswer{}, Status: AttendeeStatusAttending, TicketClassName: "General", DeliveryMethod: "electronic",
		EventID: "40", OrderID: "7", TicketClassID: "88",
	}
}

// ebFullAttendee is one with all that was recorded or is documented.
func ebFullAttendee() string {
	return `{
		"team": {"id": "5", "name": "Engines", "date_joined": "2018-05-12T02:00:00Z", "event_id": "40"}, "costs": {` + ebCosts() + `},
		"resource_uri": "https://www.eventbriteapi.com/v3/events/40/attendees/9/", "id": "9", "changed": "2018-05-12T02:00:01Z", "created": "2018-05-12T02:00:00Z",
		"quantity": 1, "variant_id": "T88-D3",
		"profile": {"name": "Ada Lovelace", "first_name": "Ada", "last_name": "Lovelace", "prefix": "Mrs.", "suffix": "Jr.", "cell_phone": "555", "work_phone": "556",
			"age": 36, "birth_date": "1815-12-10", "gender": "female", "job_title": "Analyst", "company": "Engines Ltd", "website": "https://ada.example.org", "blog": "https://b.example.org",
			"addresses": {"home": {"address_1": "1 Main St", "address_2": "Attic", "city": "London", "country": "GB"}, "work": {}, "ship": {"city": "Ship"}, "bill": {"city": "Bill"}}},
		"barcodes": [{"status": "used", "barcode": null, "checkin_type": 1, "checkin_method": "scan", "qr_code_url": "https://q.example.org/7001"}],
		"questions": [{"id": "1", "label": "Why?", "type": "text", "required": false}],
		"answers": [{"question_id": "1", "question": "Why?", "type": "text", "answer": "So"}, {"question_id": "2", "question": "When?", "type": "date"}],
		"checked_in": true, "cancelled": true, "refunded": true, "affiliate": "oddtdtebiosearch", "guestlist_id": "3", "invited_by": "Charles",
		"status": "Checked In", "ticket_class_name": "General", "delivery_method": "will_call", "event_id": "40", "order_id": "7", "ticket_class_id": "88",
		"event": {"id": "40", "name": {"text": "Gala"}, "description": {}}, "order": ` + ebOrder(7) + `,
		"promotional_code": {"code": "SUMMER"}, "assigned_number": 12, "survey": [], "survey_responses": {}, "assigned_unit": {"unit_id": "18-1:2"},
		"contact_list_preferences": {"has_opted_in": false}
	}`
}

func ebWantFullAttendee(t testing.TB) Attendee {
	t.Helper()
	return Attendee{
		Team: &AttendeeTeam{ID: "5", Name: "Engines", DateJoined: ebAt(t, "2018-05-12T02:00:00Z"), EventID: "40"}, Costs: ebWantCosts(),
		ResourceURI: "https://www.eventbriteapi.com/v3/events/40/attendees/9/", ID: "9",
		Changed: ebAt(t, "2018-05-12T02:00:01Z"), Created: ebAt(t, "2018-05-12T02:00:00Z"), Quantity: 1, VariantID: "T88-D3",
		Profile: AttendeeProfile{
			Name: "Ada Lovelace", FirstName: "Ada", LastName: "Lovelace", Prefix: "Mrs.", Suffix: "Jr.", CellPhone: "555", WorkPhone: "556",
			Age: new(int64(36)), BirthDate: "1815-12-10", Gender: "female", JobTitle: "Analyst", Company: "Engines Ltd", Website: "https://ada.example.org", Blog: "https://b.example.org",
			Addresses: AttendeeAddresses{
				Home: &Address{Address1: "1 Main St", Address2: "Attic", City: "London", Country: "GB"}, Work: &Address{},
				Ship: &Address{City: "Ship"}, Bill: &Address{City: "Bill"},
			},
		},
		Barcodes:  []AttendeeBarcode{{Status: BarcodeStatusUsed, CheckinType: new(int64(1)), CheckinMethod: "scan", QRCodeURL: "https://q.example.org/7001"}},
		Questions: []OrderQuestion{{ID: "1", Label: "Why?", Type: "text", Required: new(false)}},
		Answers: []OrderAnswer{
			{QuestionID: "1", Question: "Why?", Type: "text", Answer: Unverified(`"So"`)},
			{QuestionID: "2", Question: "When?", Type: "date"},
		},
		CheckedIn: true, Cancelled: true, Refunded: true, Affiliate: "oddtdtebiosearch", GuestlistID: "3", InvitedBy: "Charles",
		Status: AttendeeStatusCheckedIn, TicketClassName: "General", DeliveryMethod: "will_call", EventID: "40", OrderID: "7", TicketClassID: "88",
		Event: &Event{ID: "40", Name: MultipartText{Text: "Gala"}}, Order: new(ebWantOrder(t, 7)),
		PromotionalCode: Unverified(`{"code": "SUMMER"}`), AssignedNumber: Unverified(`12`), Survey: Unverified(`[]`), SurveyResponses: Unverified(`{}`),
		AssignedUnit: Unverified(`{"unit_id": "18-1:2"}`), ContactListPreferences: Unverified(`{"has_opted_in": false}`),
	}
}

func TestAttendeesGet(t *testing.T) {
	t.Parallel()
	eb, server := ebMock(t)
	const path = "/events/40/attendees/9/?expand=event.venue%2Corder"
	server.on("GET", path, 200, ebFullAttendee())
	got, err := eb.Attendees.Get(t.Context(), "40", "9", &AttendeeGetOptions{Expand: []AttendeeExpansion{Within(AttendeeExpandEvent, EventExpandVenue), AttendeeExpandOrder}})
	want := ebWantFullAttendee(t)
	resEqual(t, "the attendee", []any{got, err}, []any{&want, error(nil)})
	server.want(ebGet(path))
	ebKeeps(t, ebFullAttendee(), got)

	server.on("GET", "/events/40/attendees/690507907-1/", 200, ebAttendee("690507907-1"))
	got, err = eb.Attendees.Get(t.Context(), "40", "690507907-1", nil)
	resEqual(t, "an attendee with little", []any{got, err}, []any{new(ebWantAttendee(t, "690507907-1")), error(nil)})
	server.want(ebGet("/events/40/attendees/690507907-1/"))
	ebKeeps(t, ebAttendee("690507907-1"), got)

	// A profile can have no addresses and no email, a record of 2014 no barcodes.
	old := strings.Replace(ebAttendee("9"), `"email": "ada@example.org"`, `"addresses": {}`, 1)
	from, to := strings.Index(old, `"barcodes"`), strings.Index(old, `"answers"`)
	old = old[:from] + `"barcodes": null, ` + old[to:]
	sparse := ebWantAttendee(t, "9")
	sparse.Profile.Email, sparse.Barcodes = "", nil
	server.on("GET", "/events/40/attendees/9/", 200, old)
	got, err = eb.Attendees.Get(t.Context(), "40", "9", nil)
	resEqual(t, "an old attendee", []any{got, err}, []any{&sparse, error(nil)})

	server.on("GET", "/events/40/attendees/9/", 200, `{}`)
	if got, err := eb.Attendees.Get(t.Context(), "40", "9", nil); err == nil {
		t.Errorf("an answer that is no attendee: %v", got)
	}
	server.on("GET", "/events/40/attendees/9/", 404, ebFailure(404, "NOT_FOUND", "The attendee_id you requested does not exist."))
	_, err = eb.Attendees.Get(t.Context(), "40", "9", nil)
	ebFails(t, err, ErrNotFound, 404, "NOT_FOUND")

	for argument, call := range map[string]func(eb *Eventbrite) error{
		"event_id":    func(eb *Eventbrite) error { _, err := eb.Attendees.Get(t.Context(), "", "9", nil); return err },
		"attendee_id": func(eb *Eventbrite) error { _, err := eb.Attendees.Get(t.Context(), "40", "..", nil); return err },
		"opts.Expand": func(eb *Eventbrite) error {
			_, err := eb.Attendees.Get(t.Context(), "40", "9", &AttendeeGetOptions{Expand: []AttendeeExpansion{"order."}})
			return err
		},
	} {
		ebRefused(t, argument, call)
	}
}
