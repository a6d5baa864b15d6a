package boxofficetest

import (
	"errors"
	"math"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func TestStartEventbrite(t *testing.T) {
	t.Parallel()
	e, err := StartEventbrite()
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if e.User != ownerID || e.Organization != demoID || e.Token == "" || !strings.HasPrefix(e.URL, "http://127.0.0.1:") || !strings.HasSuffix(e.URL, "/v3") {
		t.Errorf("started %s with %s and %s", e.URL, e.User, e.Organization)
	}
	if members := e.Members(""); len(members) != 1 || members[0].UserID != e.User || members[0].RoleSummary != "Owner" {
		t.Errorf("members: %+v", members)
	}
	for name, opt := range map[string]EventbriteOption{
		"style": WithContinuationStyle(4), "page size": WithPageSize(0), "refusal": WithLegacyRefusal(-1),
		"rate limit": WithRateLimit(0), "lag": WithEventualConsistency(0),
	} {
		if _, err := StartEventbrite(opt); err == nil {
			t.Errorf("%s: starts", name)
		}
	}
	defer func() {
		if failed, ok := recover().(failure); !ok || !strings.Contains(failed.text, "page size") {
			t.Errorf("a wrong option: %v", failed)
		}
	}()
	NewEventbrite(&recordingTB{}, WithPageSize(-1))
}

func TestEventbriteMistakes(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(&recordingTB{})
	defer e.Close()
	event := e.AddEvent("", EventbriteEvent{ID: "5"})
	for want, mistake := range map[string]func(){
		`no organization "1"`:                  func() { e.AddEvent("1", EventbriteEvent{}) },
		`no user "1"`:                          func() { e.AddMember("", EventbriteMember{UserID: "1"}) },
		`no user "2"`:                          func() { e.AddToken("2") },
		`no user "3"`:                          func() { e.AddOrder(event, EventbriteOrder{UserID: "3"}) },
		`no event "1"`:                         func() { e.AddOrder("1", EventbriteOrder{}) },
		`event id "5" is taken or has a slash`: func() { e.AddEvent("", EventbriteEvent{ID: "5"}) },
		`no ticket class "1" at event "5"`:     func() { e.AddOrder(event, EventbriteOrder{Attendees: []EventbriteAttendee{{TicketClassID: "1"}}}) },
		`attendee id "7" is taken`:             func() { e.AddOrder(event, EventbriteOrder{Attendees: []EventbriteAttendee{{ID: "7"}, {ID: "7"}}}) },
		`unknown time zone Mars/Olympus`:       func() { e.AddEvent("", EventbriteEvent{Timezone: "Mars/Olympus"}) },
		`extra fields`:                         func() { e.AddRole("", EventbriteRole{Extra: map[string]any{"x": math.NaN()}}) },
		`nothing to go wrong`:                  func() { e.Fail(Fault{}) },
	} {
		func() {
			defer func() {
				if failed, ok := recover().(failure); !ok || !strings.Contains(failed.text, want) {
					t.Errorf("%s: %v", want, failed)
				}
			}()
			mistake()
		}()
	}
}

func TestEventbriteReadBack(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t)
	guest := e.AddUser(EventbriteUser{ID: "900000000000", Name: "Max"})
	if next := e.AddUser(EventbriteUser{}); next != "900000000001" {
		t.Errorf("after a chosen id: %s", next)
	}
	actions := []string{"order.placed"}
	hook := e.AddWebhook("", EventbriteWebhook{EndpointURL: "https://example.org/", Actions: actions})
	actions[0] = "changed"
	e.Webhooks("")[0].Actions[0] = "changed"
	want := EventbriteWebhook{ID: hook, OrganizationID: demoID, EndpointURL: "https://example.org/", Actions: []string{"order.placed"}, Created: setupTime()}
	if got := e.Webhooks(""); len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	group := EventbriteTicketGroup{Name: "G", EventTicketIDs: map[string][]string{"1": {"2"}}}
	e.AddTicketGroup("", group)
	group.EventTicketIDs["1"][0] = "3"
	if got := e.TicketGroups("")[0].EventTicketIDs["1"]; !slices.Equal(got, []string{"2"}) {
		t.Errorf("tickets: %v", got)
	}

	e.AddMember("", EventbriteMember{UserID: guest, RoleSummary: "Staff"})
	e.AddMember("", EventbriteMember{UserID: guest, RoleSummary: "Admin"})
	if got := e.Members(""); len(got) != 2 || got[1].RoleSummary != "Admin" {
		t.Errorf("members: %+v", got)
	}
	e.RemoveMember("", guest)
	if got := e.Members(""); len(got) != 1 {
		t.Errorf("members: %+v", got)
	}
	e.AddOrganizer("", EventbriteOrganizer{})
	e.AddDiscount("", EventbriteDiscount{Code: "AA"})
	if len(e.Organizers("")) != 1 || len(e.Roles("")) != 1 || e.Discounts("")[0].Type != "coded" {
		t.Errorf("organizers %+v, roles %+v, discounts %+v", e.Organizers(""), e.Roles(""), e.Discounts(""))
	}
}

func TestEventbriteFaults(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t)
	const members = inDemo + "members/"
	for status, want := range map[int]string{
		400: refused("400", "BAD_REQUEST", "Bad Request"),
		401: refused("401", "INVALID_AUTH", badToken),
		403: refused("403", "NOT_AUTHORIZED", notAuthorized),
		404: refused("404", "NOT_FOUND", noPath),
		405: refused("405", "METHOD_NOT_ALLOWED", wrongMethod),
		409: refused("409", "REQUEST_CONFLICT", "Conflict"),
		429: refused("429", "HIT_RATE_LIMIT", rateLimited),
		500: refused("500", "INTERNAL_ERROR", unhandled),
		503: refused("503", "INTERNAL_ERROR", unhandled),
		200: `{}`,
	} {
		e.Fail(Fault{Path: "/v3/organizations/*/members/", Status: status})
		wantAnswer(t, e, "GET", members, "", status, want)
	}
	e.Fail(Fault{Status: 403, HTML: true})
	if got := ask(t, e, "GET", members, ""); got.status != 403 || !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
		t.Errorf("HTML: %d %v", got.status, got.header)
	}
	e.Fail(Fault{Method: "POST", AfterServing: true, Status: 502, Body: "lost"})
	wantAnswer(t, e, "POST", inDemo+"venues/", `{"venue":{"name":"A"}}`, 502, "lost")
	if len(e.Venues("")) != 1 {
		t.Errorf("the server did not act: %+v", e.Venues(""))
	}
	e.Fail(Fault{Method: "POST", Reset: true})
	req, err := http.NewRequestWithContext(t.Context(), "POST", e.URL+inDemo+"venues/", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Do(req); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("reset: %v", err)
	}
	e.Fail(Fault{Delay: time.Millisecond}, Fault{Times: -1, Path: "/nowhere", Status: 500})
	wantStatus(t, e, "GET", members, "", 200)
	if pending := e.PendingFaults(); len(pending) != 1 {
		t.Errorf("pending: %+v", pending)
	}
	e.ClearFaults()
	log := e.Requests()
	if last := log[len(log)-1]; last.Path != "/v3"+members || last.Status != 200 || last.Header.Get("Authorization") != "Bearer "+e.Token {
		t.Errorf("log: %+v", last)
	}
	e.ResetRequests()
	if len(e.Requests()) != 0 || len(e.PendingFaults()) != 0 {
		t.Errorf("left: %v, %v", e.Requests(), e.PendingFaults())
	}
}

func TestEventbriteWaypoints(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t, WithEventualConsistency(2))
	const venues = inDemo + "venues/"
	count := func(want string, headers ...string) {
		t.Helper()
		if got := ask(t, e, "GET", venues, "", headers...); !strings.Contains(got.body, `"object_count":`+want+",") {
			t.Errorf("%v: %s, want %s", headers, got.body, want)
		}
	}
	first := wantStatus(t, e, "POST", venues, `{"venue":{"name":"A"}}`, 200).header.Get("Eventbrite-API-Waypoint-Token")
	if first == "" {
		t.Fatal("no token")
	}
	count("1", "Eventbrite-API-Waypoint-Token: "+first)
	count("0")
	if len(e.Venues("")) != 1 {
		t.Errorf("the test sees the past: %+v", e.Venues(""))
	}
	second := wantStatus(t, e, "POST", venues, `{"venue":{"name":"B"}}`, 200).header.Get("Eventbrite-API-Waypoint-Token")
	if second == first {
		t.Errorf("both writes have %s", first)
	}
	count("1", "Eventbrite-API-Waypoint-Token: "+first)
	count("2", "Eventbrite-API-Waypoint-Token: "+second)
	count("1")
	count("2")
	refusal := wantStatus(t, e, "POST", venues, `{}`, 400)
	if token := refusal.header.Get("Eventbrite-API-Waypoint-Token"); token != "" {
		t.Errorf("a refusal has the token %s", token)
	}
	deleted := wantStatus(t, e, "DELETE", "/events/"+e.AddEvent("", EventbriteEvent{})+"/", "", 200)
	if deleted.header.Get("Eventbrite-API-Waypoint-Token") == "" {
		t.Error("DELETE has no token")
	}
	wantStatus(t, e, "GET", "/events/"+eventID+"/", "", 200)
	e.AddVenue("", EventbriteVenue{})
	wantStatus(t, e, "GET", "/events/"+eventID+"/", "", 404)
	count("3")
	wantStatus(t, e, "GET", venues, "", 200)

	e = NewEventbrite(t)
	wantStatus(t, e, "POST", venues, `{"venue":{"name":"A"}}`, 200)
	wantStatus(t, e, "GET", venues, "", 200, `"object_count":1`)
}

func TestEventbriteBookmarks(t *testing.T) {
	t.Parallel()
	e, foreign := festival(t)
	const save, unsave = "/users/me/bookmarks/save/", "/users/me/bookmarks/unsave/"
	wantAnswer(t, e, "POST", save, `{"event_id":`+eventID+`}`, 200, `{"created":true}`)
	wantAnswer(t, e, "POST", save, `{"event_ids":["`+foreign+`"],"bookmark_list_id":"9"}`, 200, `{"created":true}`)
	wantStatus(t, e, "POST", save, `{"event_ids":["`+eventID+`"]}`, 400, `"error":"BOOKMARK_ALREADY_EXISTS"`)
	wantAnswer(t, e, "POST", save, `{"event_id":"1"}`, 404, refused("404", "NOT_FOUND", "The event you requested does not exist."))
	wantAnswer(t, e, "POST", save, `{"bookmark":{}}`, 400, badArgument("bookmark", "Unknown parameter"))
	wantIDs(t, e, "/users/me/bookmarks/", "bookmarks", eventID+" "+foreign)
	wantIDs(t, e, "/users/me/bookmarks/?bookmark_list_id=9", "bookmarks", foreign)
	wantStatus(t, e, "GET", "/events/"+eventID+"/?expand=bookmark_info", "", 200, `"bookmark_info":{"bookmarked":true}`)
	wantAnswer(t, e, "POST", unsave, `{"event_id":"`+eventID+`"}`, 200, `{"deleted":true}`)
	wantAnswer(t, e, "POST", unsave, ``, 200, `{"deleted":true}`)
	if got := e.Bookmarks(e.User); !slices.Equal(got, []string{foreign}) {
		t.Errorf("bookmarks: %v", got)
	}
	other := e.AddUser(EventbriteUser{})
	wantStatus(t, e, "GET", "/users/"+other+"/bookmarks/", "", 403)
}

func TestEventbriteWritesPlaces(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t)
	wantStatus(t, e, "POST", inDemo+"organizers/", `{"organizer":{"name":"Crew","description":{"html":"<p>Hi"},"logo":{"id":"5"},"website":"https://example.org"}}`, 200,
		`"name":"Crew"`, `"description":{"text":"Hi","html":"<p>Hi"}`, `"logo_id":"5"`, `"website":"https://example.org"`)
	if got := e.Organizers(""); len(got) != 1 || got[0].Description != "<p>Hi" {
		t.Errorf("organizers: %+v", got)
	}
	wantStatus(t, NewEventbrite(t), "GET", inDemo+"organizers/default/", "", 404)
	wantStatus(t, e, "GET", "/organizers/1/", "", 404, "The organizer you requested does not exist.")
	wantStatus(t, e, "GET", "/venues/1/", "", 404, "The venue you requested does not exist.")
}

func TestEventbriteCanned(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t)
	for _, c := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"GET", inDemo + "assortment/", "", 200, `{"plan":"package2"}`},
		{"POST", inDemo + "assortment/", `{"plan":"package1"}`, 200, `{"plan":"package1"}`},
		{"POST", inDemo + "assortment/", `{"plan":"package3"}`, 400, badArgument("plan", `"package3" is not a valid choice.`)},
		{"GET", inDemo + "currencies/", "", 200, `{"currencies":["USD"]}`},
		{"GET", inDemo + "seatmaps/?venue_id=1", "", 200, `{"seatmaps":[]}`},
		{"GET", inDemo + "text_overrides/?text_codes=event_cancelled", "", 200, `{"strings":[]}`},
		{"POST", inDemo + "text_overrides/", `{"strings":[{"text_code":"event_cancelled"}]}`, 200, `{"strings":[]}`},
		{"GET", inDemo + "contact_lists/1/", "", 200,
			`{"id":"4711","resource_uri":"URL/organizations/308733706153/contact_lists/4711/","name":"Newsletter","user_id":"308733706152"}`},
		{"POST", inDemo + "contact_lists/", `{"contact_list":{"name":"Fans"}}`, 200,
			`{"id":"4711","resource_uri":"URL/organizations/308733706153/contact_lists/4711/","name":"Fans","user_id":"308733706152"}`},
		{"POST", inDemo + "contact_lists/1/", `{"contact_list":{}}`, 400, badArgument("contact_list.name", "MISSING")},
		{"GET", inDemo + "contact_lists/1/contacts/", "", 200, `{"contacts":[{"email":"ada@example.org","first_name":"Ada","last_name":"Lovelace"}]}`},
		{"POST", inDemo + "contact_lists/1/contacts/", `{"contact":{"email":"a@example.org"}}`, 200, `{"created":true}`},
		{"POST", inDemo + "contact_lists/1/contacts/", `{}`, 400, badArgument("contact.email", "MISSING")},
		{"POST", inDemo + "checkout_settings/", `{"checkout_settings":{"country_code":"US","currency_code":"USD"}}`, 400,
			badArgument("checkout_settings.checkout_method", "MISSING")},
		{"POST", inDemo + "event_groups/", `[]`, 400, refused("400", "INVALID_BODY", badBody)},
		{"GET", "/categories/1/", "", 404, refused("404", "NOT_FOUND", noPath)},
		{"GET", "/organizations/1/assortment/", "", 404, refused("404", "NOT_FOUND", "The organization_id you requested does not exist.")},
		{"POST", "/organizations/1/assortment/", "", 404, refused("404", "NOT_FOUND", "The organization_id you requested does not exist.")},
	} {
		wantAnswer(t, e, c.method, c.path, c.body, c.status, c.want)
	}
	const settings = `"checkout_settings":[{"created":"2026-01-01T09:00:00Z"`
	for path, part := range map[string]string{
		inDemo + "checkout_settings/?country=US": settings,
		inDemo + "contact_lists/":                `{"contact_lists":[{"id":"4711"`,
		inDemo + "event_groups/":                 `{"event_groups":[{"id":"8001","name":"Season","organization_id":"308733706153"`,
		inDemo + "tracking_beacons/":             `{"tracking_beacons":[{"id":"9001"`,
		"/users/me/notifications/":               `{"notifications":[],"pagination":`,
		"/categories/":                           `{"locale":"en_US","categories":[{"resource_uri":"URL/categories/103/","id":"103","name":"Music"`,
		"/subcategories/":                        `"parent_category":{"resource_uri":"URL/categories/103/"`,
		"/formats/":                              `{"locale":"en_US","formats":[{`,
		"/formats/5/":                            `"name":"Festival or Fair","name_localized":"Festival or Fair","short_name":"Festival"`,
		"/system/timezones/":                     `"timezone":"Europe/Berlin"`,
		"/system/countries/":                     `"countries":[`,
		"/system/regions/":                       `"regions":[`,
	} {
		wantStatus(t, e, "GET", path, "", 200, part)
	}
	wantStatus(t, e, "POST", inDemo+"checkout_settings/", `{"checkout_settings":{"country_code":"US","currency_code":"USD","checkout_method":"offline"},"paypal_email":"a@example.org"}`, 200, settings)
	wantStatus(t, e, "POST", inDemo+"event_groups/", `{"event_group":{"name":"x"}}`, 200, `"id":"8001"`)
}

// A snapshot shares no table with what it was taken of.
func TestEventbriteSnapshot(t *testing.T) {
	t.Parallel()
	e, _ := festival(t)
	copied := e.state.clone()
	original, snapshot := reflect.ValueOf(e.state), reflect.ValueOf(copied)
	for i := range original.NumField() {
		rows := original.Field(i).FieldByName("rows")
		if rows.Len() > 0 && rows.Pointer() == snapshot.Field(i).FieldByName("rows").Pointer() {
			t.Errorf("%s is shared", original.Type().Field(i).Name)
		}
	}
}

func TestEventbriteFromManySides(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t, WithEventualConsistency(1))
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 5 {
				wantStatus(t, e, "POST", inDemo+"venues/", `{"venue":{"name":"A"}}`, 200)
				wantStatus(t, e, "GET", inDemo+"venues/", "", 200)
				e.AddEvent("", EventbriteEvent{})
				e.Venues("")
			}
		})
	}
	all.Wait()
	if n := len(e.Venues("")); n != 20 {
		t.Errorf("%d venues", n)
	}
}
