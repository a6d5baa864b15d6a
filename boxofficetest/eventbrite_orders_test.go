package boxofficetest

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// wantIDs compares the ids in a list, as far as their last letters.
func wantIDs(t *testing.T, e *Eventbrite, path, key, want string) {
	t.Helper()
	var lists map[string]json.RawMessage
	if err := json.Unmarshal([]byte(wantStatus(t, e, "GET", path, "", 200).body), &lists); err != nil {
		t.Fatal(err)
	}
	var rows []struct{ ID string }
	if err := json.Unmarshal(lists[key], &rows); err != nil {
		t.Fatalf("%s: %v in %s", path, err, lists[key])
	}
	var got []string
	for _, row := range rows {
		got = append(got, row.ID)
	}
	if strings.Join(got, " ") != want {
		t.Errorf("%s: %q, want %q", path, got, want)
	}
}

func TestEventbriteOrderFilters(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t)
	may := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	ana := e.AddUser(EventbriteUser{Name: "Ana"})
	event := e.AddEvent("", EventbriteEvent{})
	past := e.AddEvent("", EventbriteEvent{Start: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)})
	e.AddOrder(event, EventbriteOrder{ID: "10", Email: "a@example.org", UserID: ana, Attendees: []EventbriteAttendee{{}, {Status: "Deleted"}}})
	e.AddOrder(event, EventbriteOrder{ID: "11", Email: "b@example.org", Status: "pending", Changed: may, Attendees: []EventbriteAttendee{{CheckedIn: true, Barcode: "x1"}}})
	e.AddOrder(event, EventbriteOrder{ID: "12", Email: "c@example.org", Status: "abandoned", Changed: may.Add(time.Hour)})
	e.AddOrder(past, EventbriteOrder{ID: "9", Status: "abandoned", Attendees: []EventbriteAttendee{{Created: may}}})
	e.AddOrder(past, EventbriteOrder{ID: "13", Email: "a@example.org", Status: "deleted"})
	e.AddOrder(e.AddEvent(e.AddOrganization(EventbriteOrganization{}), EventbriteEvent{}), EventbriteOrder{ID: "14"})
	for _, c := range [][3]string{
		{inDemo + "orders/", "orders", "10 11 12 9 13"},
		{inDemo + "orders/?status=active", "orders", "10 11"},
		{inDemo + "orders/?status=inactive", "orders", "12 9 13"},
		{inDemo + "orders/?status=all_not_deleted", "orders", "10 11 12 9"},
		{inDemo + "orders/?status=both", "orders", "10 11 12 9 13"},
		{inDemo + "orders/?changed_since=2026-05-01T00:00:00Z", "orders", "11 12"},
		{inDemo + "orders/?only_emails=a@example.org,c@example.org", "orders", "10 12 13"},
		{inDemo + "orders/?exclude_emails=a@example.org", "orders", "11 12 9"},
		{inDemo + "orders/?time_filter=past", "orders", "9 13"},
		{inDemo + "orders/search/?barcodes=x1,nope", "orders", "11"},
		{"/events/" + event + "/orders/", "orders", "10 11 12"},
		{"/events/" + event + "/orders/?status=active&changed_since=2026-01-01T00:00:00Z&last_item_seen=10", "orders", "11"},
		{"/events/" + event + "/attendees/?changed_since=2026-01-01T00:00:00Z&last_item_seen=10-1", "attendees", "10-2 11-1"},
		{"/events/" + event + "/attendees/?changed_since=2026-01-01T00:00:00Z&last_item_seen=9", "attendees", "10-1 10-2 11-1"},
		{"/events/" + event + "/orders/?refund_request_statuses=pending,denied", "orders", ""},
		{"/events/" + event + "/attendees/", "attendees", "10-1 10-2 11-1"},
		{"/events/" + event + "/attendees/?status=attending", "attendees", "10-1 11-1"},
		{"/events/" + event + "/attendees/?status=not_attending", "attendees", "10-2"},
		{"/events/" + event + "/attendees/?status=unpaid", "attendees", "11-1"},
		{"/events/" + past + "/attendees/?status=unpaid", "attendees", "9-1"},
		{"/events/" + event + "/attendees/?attendee_ids=10-2,11-1", "attendees", "10-2 11-1"},
		{inDemo + "attendees/?changed_since=2026-05-01T00:00:00Z", "attendees", "11-1"},
		{inDemo + "attendees/?changed_since=2026-05-01T00:00:01Z", "attendees", ""},
		{inDemo + "attendees/?status=not_attending", "attendees", "10-2"},
		{"/orders/10/attendees/", "attendees", "10-1 10-2"},
		{"/users/me/orders/", "orders", ""},
	} {
		wantIDs(t, e, c[0], c[1], c[2])
	}
	noEmail := wantStatus(t, e, "GET", "/orders/9/attendees/", "", 200, `"created":"2026-05-01T00:00:00Z"`)
	if strings.Contains(noEmail.body, `"email"`) {
		t.Errorf("an attendee without an address: %s", noEmail.body)
	}
	got := ask(t, e, "GET", "/users/me/orders/", "", "Authorization: Bearer "+e.AddToken(ana))
	if !strings.Contains(got.body, `"id":"10"`) || !strings.Contains(got.body, `"object_count":1`) {
		t.Errorf("orders of Ana: %s", got.body)
	}
	if orders := e.Orders(event); len(orders) != 3 || len(orders[0].Attendees) != 2 || orders[1].Attendees[0].Barcode != "x1" {
		t.Errorf("orders: %+v", orders)
	}
	if attendees := e.Attendees(event); len(attendees) != 3 || attendees[2].Status != "Checked In" {
		t.Errorf("attendees: %+v", attendees)
	}
}
