package boxofficetest

import (
	"strings"
	"testing"
)

func TestEventbriteRecordedErrors(t *testing.T) {
	t.Parallel()
	e, foreign := festival(t)
	draft := e.AddEvent(e.AddOrganization(EventbriteOrganization{}), EventbriteEvent{Status: "draft"})
	path := refused("404", "NOT_FOUND", "The path you requested does not exist.")
	gone := func(what string) string {
		return refused("404", "NOT_FOUND", "The "+what+" you requested does not exist.")
	}
	denied := refused("403", "NOT_AUTHORIZED", notAuthorized)
	for _, c := range []struct {
		path   string
		status int
		want   string
	}{
		{"/events/search/", 404, path},
		{"/events/search/?q=x", 404, path},
		{"/countries/", 404, path},
		{"/organizations/" + e.Organization + "/", 404, path},
		{"/events/" + eventID + "/ticket_classes/1/", 404, path},
		{"/events/1/", 404, gone("event")},
		{"/events/" + draft + "/", 404, gone("event")},
		{"/events/1/attendees/", 404, gone("event")},
		{"/orders/1/", 404, gone("order")},
		{"/events/" + eventID + "/attendees/1/", 404, gone("attendee_id")},
		{"/webhooks/1/", 404, gone("webhook")},
		{"/users/1/", 404, gone("user")},
		{"/organizations/1/events/", 404, gone("organization_id")},
		{"/organizations/" + e.User + "/members/", 404, gone("organization_id")},
		{"/organizations/", 403, refused("403", "NOT_AUTHORIZED", "The feature that you requested is not available to you.")},
		{"/events/" + foreign + "/attendees/", 403, denied},
		{"/events/" + foreign + "/orders/", 403, denied},
		{"/events/" + draft + "/orders/", 403, denied},
		{inDemo + "discounts/", 400, badArgument("scope", "MISSING")},
		{"/organizers/", 400, badArgument("organizer_ids", "MISSING")},
		{"/events/", 400, badArgument("event_ids", "MISSING")},
		{"/events/" + eventID + "/orders/?status=both", 400, badArgument("status", `"both" is not a valid choice.`)},
		{inDemo + "events/?status=live,over", 400, badArgument("status", `"over" is not a valid choice.`)},
		{inDemo + "events/?q=x", 400, badArgument("q", "Unknown parameter")},
		{inDemo + "events/?show_series_parent=maybe", 400, badArgument("show_series_parent", "INVALID")},
		{inDemo + "events/?page_size=201", 400, badArgument("page_size", "INVALID")},
		{inDemo + "members/?page_size=1", 400, badArgument("page_size", "Unknown parameter")},
		{"/users/me/?fields=id", 400, badArgument("fields", "Unknown parameter")},
		{inDemo + "attendees/?changed_since=2026-01-01", 400, badArgument("changed_since", "INVALID")},
	} {
		wantAnswer(t, e, "GET", c.path, "", c.status, c.want)
	}
	wantStatus(t, e, "GET", inDemo+"events/?show_series_parent=on", "", 200)
	wantStatus(t, e, "GET", inDemo+"orders/?status=both", "", 200, `"object_count":1`)
	wantAnswer(t, e, "POST", "/events/search/", "", 404, path)
	for _, c := range []struct{ method, path, body string }{
		{"POST", "/events/" + foreign + "/", `{"event":{}}`},
		{"DELETE", "/events/" + foreign + "/", ""},
		{"POST", "/events/" + foreign + "/publish/", ""},
		{"POST", "/events/" + foreign + "/ticket_classes/", `{}`},
	} {
		wantAnswer(t, e, c.method, c.path, c.body, 403, denied)
	}
	guest := "Authorization: Bearer " + e.AddToken(e.AddUser(EventbriteUser{}))
	for path, status := range map[string]int{
		"/orders/" + orderID + "/": 403, "/users/" + e.User + "/orders/": 403, "/users/" + e.User + "/": 200,
		inDemo + "roles/": 404, "/venues/" + venueID + "/": 200,
	} {
		if got := ask(t, e, "GET", path, "", guest); got.status != status {
			t.Errorf("as another: GET %s: %d %s", path, got.status, got.body)
		}
	}
	hook := e.AddWebhook("", EventbriteWebhook{EndpointURL: "https://example.org/"})
	discount := e.AddDiscount("", EventbriteDiscount{Code: "AA"})
	group := e.AddTicketGroup("", EventbriteTicketGroup{})
	for what, path := range map[string]string{
		"webhook": "/webhooks/" + hook + "/", "discount": "/discounts/" + discount + "/", "ticket_group": "/ticket_groups/" + group + "/",
	} {
		wantStatus(t, e, "GET", path, "", 200)
		for _, method := range []string{"GET", "DELETE"} {
			wantAnswer(t, e, method, path, "", 404, gone(what), guest)
		}
	}
	if len(e.Webhooks("")) != 1 || len(e.Discounts("")) != 1 || e.TicketGroups("")[0].Status != "live" {
		t.Error("another has deleted them")
	}
	wantAnswer(t, e, "POST", "/users/me/bookmarks/save/", `{"event_id":"`+draft+`"}`, 404, gone("event"), guest)
	if got := ask(t, e, "POST", "/venues/"+venueID+"/", `{"venue":{"name":"Mine"}}`, guest); got.status != 403 {
		t.Errorf("as another: change a venue: %d", got.status)
	}
}

func TestEventbriteBodies(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t)
	venues := inDemo + "venues/"
	noBody := refused("400", "INVALID_BODY", badBody)
	for _, c := range []struct {
		body string
		want string
	}{
		{`null`, noBody},
		{`[]`, noBody},
		{`{`, noBody},
		{`{}{}`, noBody},
		{``, badArgument("venue.name", "MISSING")},
		{`{}`, badArgument("venue.name", "MISSING")},
		{`{"venue":null}`, badArgument("venue.name", "MISSING")},
		{`{"venue":{"name":null}}`, badArgument("venue.name", "INVALID")},
		{`{"venue":{"name":" "}}`, badArgument("venue.name", "This field is required.")},
		{`{"venue":{"name":1}}`, badArgument("venue.name", "INVALID")},
		{`{"venue":{"name":"A","q":{"r":1}}}`, badArgument("venue.q", "Unknown parameter")},
		{`{"venue":{"name":"A","address":{"zip":"1"}}}`, badArgument("venue.address.zip", "Unknown parameter")},
		{`{"venue":{"name":"A","address":"1 Main St"}}`, badArgument("venue.address", "INVALID")},
		{`{"venue":{"name":"A","address":{"latitude":"north"}}}`, badArgument("venue.address.latitude", "INVALID")},
		{`{"venue":{"name":"A","capacity":1.5}}`, badArgument("venue.capacity", "INVALID")},
		{`{"venue":{"name":"A","age_restriction":"OLD"}}`, badArgument("venue.age_restriction", `"OLD" is not a valid choice.`)},
		{`{"venue":{"name":"A"},"venue.capacity":1}`, badArgument("venue.capacity", "Unknown parameter")},
		{`{"name":"A","venue":{"name":"A"}}`, badArgument("name", "Unknown parameter")},
		{`{"venue":{"capacity":"x","q":1}}`, `{"status_code":400,"error_detail":{"ARGUMENTS_ERROR":{"venue.capacity":["INVALID"],` +
			`"venue.name":["MISSING"],"venue.q":["Unknown parameter"]}},"error_description":"There are errors with your arguments: ` +
			`venue.capacity - INVALID, venue.name - MISSING, venue.q - Unknown parameter","error":"ARGUMENTS_ERROR"}`},
	} {
		wantAnswer(t, e, "POST", venues, c.body, 400, c.want)
	}
	if venues := e.Venues(""); len(venues) != 0 {
		t.Errorf("refused bodies made venues: %+v", venues)
	}
	wantStatus(t, e, "POST", venues, `{"venue":{"name":"A","address":{"latitude":1.5},"capacity":"7"}}`, 200, `"latitude":"1.5"`, `"capacity":7`)
	wantAnswer(t, e, "POST", "/venues/"+venueID+"/", `{"venue":{"name":null}}`, 400, badArgument("venue.name", "INVALID"))
	wantStatus(t, e, "POST", "/venues/"+venueID+"/", `{"venue":{"capacity":null}}`, 200, `"capacity":null,"name":"A"`)

	form := ask(t, e, "POST", venues, "venue.name=B&venue.address.city=Bonn&venue.capacity=3", "Content-Type: application/x-www-form-urlencoded")
	if form.status != 200 || !strings.Contains(form.body, `"city":"Bonn"`) || !strings.Contains(form.body, `"capacity":3`) {
		t.Errorf("form: %d %s", form.status, form.body)
	}
	wantAnswer(t, e, "POST", venues, "venue.name=B&q=1", 400, badArgument("q", "Unknown parameter"), "Content-Type: application/x-www-form-urlencoded")
	wantAnswer(t, e, "POST", venues, "venue.name=%zz", 400, noBody, "Content-Type: application/x-www-form-urlencoded")
}

func TestEventbriteLegacy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		refusal LegacyRefusal
		status  int
		want    string
	}{
		{LegacyNotFound, 404, refused("404", "NOT_FOUND", "The user_id you requested does not exist.")},
		{LegacyNotAuthorized, 403, refused("403", "NOT_AUTHORIZED", "This user is not able to use legacy user endpoints, please use the organization equivalent.")},
	} {
		e := NewEventbrite(t, WithLegacyRefusal(c.refusal))
		for _, row := range legacyRoutes {
			path := strings.NewReplacer("{user}", "me", "{list}", "1", "{event}", "1", "{class}", "1").Replace(row.pattern)
			wantAnswer(t, e, row.method, "/"+path, "", c.status, c.want)
		}
		wantAnswer(t, e, "GET", "/users/"+e.User+"/owned_events/?status=all", "", c.status, c.want)
	}
}
