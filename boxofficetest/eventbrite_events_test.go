package boxofficetest

import (
	"strings"
	"testing"
	"time"
)

const newEvent = `{"event":{"name":{"html":"Gala"},"start":{"utc":"2031-05-01T10:00:00Z","timezone":"Europe/Berlin","local":"x"},` +
	`"end":{"utc":"2031-05-01T12:00:00Z","timezone":"Europe/Berlin"},"currency":"EUR","listed":false,"summary":"S","locale":"de_DE"}}`

func TestEventbriteEventLife(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t)
	wantStatus(t, e, "POST", inDemo+"events/", newEvent, 200, `{"name":{"text":"Gala","html":"Gala"}`, `"status":"draft"`, `"source":"api"`,
		`"listed":false`, `"locale":"de_DE"`, `"start":{"timezone":"Europe/Berlin","local":"2031-05-01T12:00:00","utc":"2031-05-01T10:00:00Z"}`)
	const path = "/events/" + eventID + "/"
	wantStatus(t, e, "POST", path, `{"event":{"summary":"New","online_event":true}}`, 200, `"summary":"New"`, `"text":"Gala"`, `"online_event":true`)
	wantAnswer(t, e, "POST", path, `{"event":{"locale":"en_US"}}`, 400, badArgument("event.locale", "Unknown parameter"))
	wantAnswer(t, e, "POST", path, `{"event":{"capacity_is_custom":true}}`, 400, badArgument("event.capacity_is_custom", "Unknown parameter"))
	step := func(method, action, code, done string) {
		t.Helper()
		if code != "" {
			wantStatus(t, e, method, path+action, "", 400, `"error":"`+code+`"`)
		} else {
			wantAnswer(t, e, method, path+action, "{}", 200, `{"`+done+`":true}`)
		}
	}
	step("POST", "unpublish/", "NOT_PUBLISHED", "")
	step("POST", "publish/", "", "published")
	step("POST", "publish/", "ALREADY_PUBLISHED_OR_DELETED", "")
	step("POST", "unpublish/", "", "unpublished")
	if ev, _ := e.Event(eventID); ev.Status != "draft" || !ev.Published.IsZero() {
		t.Errorf("unpublished: %+v", ev)
	}
	step("POST", "publish/", "", "published")
	if ev, ok := e.Event(eventID); !ok || ev.Status != "live" || ev.Published.IsZero() || ev.Summary != "New" {
		t.Errorf("published: %+v", ev)
	}
	e.AddOrder(eventID, EventbriteOrder{ID: "77"})
	step("POST", "unpublish/", "CANNOT_UNPUBLISH", "")
	step("POST", "cancel/", "CANNOT_CANCEL", "")
	step("DELETE", "", "CANNOT_DELETE", "")
	wantStatus(t, e, "POST", path, `{"event":{"currency":"USD"}}`, 400, `"error":"CANNOT_UPDATE_CURRENCY"`)

	wantStatus(t, e, "POST", path+"copy/", `{"name":"Encore","timezone":"UTC"}`, 200, `"text":"Encore"`, `"timezone":"UTC"`, `"status":"draft"`, `"summary":"New"`)
	wantAnswer(t, e, "POST", path+"copy/", `null`, 400, refused("400", "INVALID_BODY", badBody))
	for _, field := range []string{"name", "start_date", "end_date", "timezone"} {
		wantAnswer(t, e, "POST", path+"copy/", `{"`+field+`":null}`, 400, badArgument(field, "INVALID"))
	}
	wantStatus(t, e, "POST", path+"copy/", `{"end_date":"2030-01-01T00:00:00Z"}`, 400, "INVALID_END_DATE")
	second := e.Events("")[1]
	const copied = "/events/62541733009/"
	if second.ID != "62541733009" || !second.Published.IsZero() {
		t.Fatalf("copy: %+v", second)
	}
	wantAnswer(t, e, "POST", copied+"cancel/", "", 200, `{"canceled":true}`)
	wantStatus(t, e, "POST", copied+"cancel/", "", 400, "ALREADY_CANCELED")
	wantStatus(t, e, "POST", copied+"unpublish/", "", 400, "CANNOT_UNPUBLISH")
	wantAnswer(t, e, "DELETE", copied, "", 200, `{"deleted":true}`)
	wantStatus(t, e, "DELETE", copied, "", 400, "ALREADY_DELETED")
	wantStatus(t, e, "POST", copied+"publish/", "", 400, "ALREADY_PUBLISHED_OR_DELETED")
	wantAnswer(t, e, "GET", copied, "", 404, refused("404", "NOT_FOUND", "The event you requested does not exist."))
	if _, ok := e.Event(second.ID); ok || len(e.Events("")) != 1 {
		t.Errorf("deleted, and still there")
	}
}

func TestEventbriteEventCopy(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t)
	e.AddEvent("", EventbriteEvent{})
	e.AddTicketClass(eventID, EventbriteTicketClass{Name: "Day", Cost: 100, QuantitySold: 7})
	wantStatus(t, e, "POST", "/events/"+eventID+"/copy/", "", 200, `"status":"draft"`)
	got := e.TicketClasses(e.Events("")[1].ID)
	if len(got) != 1 || got[0].Name != "Day" || got[0].Cost != 100 || got[0].QuantitySold != 0 || len(e.TicketClasses(eventID)) != 1 {
		t.Errorf("copied: %+v", got)
	}
}

// An order that came to nothing is in nobody's way.
func TestEventbriteCancelWithAbandonedOrder(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t)
	e.AddOrder(e.AddEvent("", EventbriteEvent{}), EventbriteOrder{Status: "abandoned"})
	wantAnswer(t, e, "POST", "/events/"+eventID+"/cancel/", "", 200, `{"canceled":true}`)
}

func TestEventbriteEventDescription(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t)
	e.AddEvent("", EventbriteEvent{Summary: "Short", Description: "<p>Long"})
	const path = "/events/" + eventID + "/"
	wantStatus(t, e, "GET", path, "", 200, `"description":{"text":"Short","html":"Short"}`, `"summary":"Short"`)
	wantAnswer(t, e, "GET", path+"description/", "", 200, `{"description":"<p>Long"}`)
	wantStatus(t, e, "POST", path, `{"event":{"description":{"html":"<p>New"}}}`, 200, `"description":{"text":"New","html":"<p>New"}`, `"summary":null`)
	wantStatus(t, e, "POST", path, `{"event":{"summary":"Shorter"}}`, 200, `"description":{"text":"Shorter"`)
	wantAnswer(t, e, "GET", path+"description/", "", 200, `{"description":"Shorter"}`)
}

func TestEventbriteEventConflicts(t *testing.T) {
	t.Parallel()
	e, _ := festival(t)
	other := e.AddOrganization(EventbriteOrganization{})
	venue := e.AddVenue(other, EventbriteVenue{})
	organizer := e.AddOrganizer(other, EventbriteOrganizer{})
	for change, code := range map[string]string{
		`"end":{"utc":"2031-05-01T12:00:00Z","timezone":"UTC"}`:            "DIFFERENT_TIMEZONES",
		`"end":{"utc":"2031-05-01T09:00:00Z","timezone":"Europe/Berlin"}`:  "DATE_CONFLICT",
		`"end":{"utc":"2031-05-01T09:00:00Z","timezone":"Europe/Nowhere"}`: "event.end.timezone - INVALID",
		`"description":{"html":"<p>D"}`:                                    "SUMMARY_DESCRIPTION_CONFLICT",
		`"venue_id":"` + venueID + `","online_event":true`:                 "VENUE_AND_ONLINE",
		`"venue_id":"` + venue + `"`:                                       "NO_VENUE",
		`"organizer_id":"` + organizer + `"`:                               "event.organizer_id - INVALID",
		`"summary":"` + strings.Repeat("x", 141) + `"`:                     "event.summary - INVALID",
	} {
		// The last of two members of the same name counts.
		body := strings.Replace(newEvent, `"locale":"de_DE"`, change, 1)
		if got := ask(t, e, "POST", inDemo+"events/", body); got.status != 400 || !strings.Contains(got.body, code) {
			t.Errorf("%s: %d %s", change, got.status, got.body)
		}
	}
	wantAnswer(t, e, "POST", inDemo+"events/", `{"event":{"name":{"html":"A"},"currency":"USD","start":{},"end":{"utc":"2031-05-01T12:00:00Z"}}}`, 400,
		`{"status_code":400,"error_detail":{"ARGUMENTS_ERROR":{"event.end.timezone":["MISSING"],"event.start.timezone":["MISSING"],"event.start.utc":["MISSING"]}},`+
			`"error_description":"There are errors with your arguments: event.end.timezone - MISSING, event.start.timezone - MISSING, event.start.utc - MISSING","error":"ARGUMENTS_ERROR"}`)
}

func TestEventbriteEventFilters(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t)
	day := func(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }
	venue, organizer := e.AddVenue("", EventbriteVenue{}), e.AddOrganizer("", EventbriteOrganizer{})
	parent := e.AddEvent("", EventbriteEvent{ID: "1", Name: "Series", IsSeries: true, Start: day(2031), Created: day(2021)})
	e.AddEvent("", EventbriteEvent{ID: "2", Name: "Part", IsSeries: true, SeriesID: parent, Start: day(2032), Created: day(2025)})
	e.AddEvent("", EventbriteEvent{ID: "3", Name: "Draft", Status: "draft", Start: day(2033), Created: day(2023)})
	e.AddEvent("", EventbriteEvent{ID: "4", Name: "Ended", Status: "ended", Currency: "EUR", Start: day(2020), Created: day(2019), VenueID: venue, Unlisted: true})
	e.AddEvent("", EventbriteEvent{ID: "5", Name: "Seats", ReservedSeating: true, Start: day(2034), Created: day(2024), OrganizerID: organizer, VenueID: venue})
	e.AddEvent(e.AddOrganization(EventbriteOrganization{}), EventbriteEvent{ID: "6"})
	for _, c := range [][2]string{
		{"", "2345"},
		{"status=all", "2345"},
		{"status=draft,ended", "34"},
		{"status=live", "25"},
		{"name_filter=part", "2"},
		{"currency_filter=EUR", "4"},
		{"order_by=start_asc", "4235"},
		{"order_by=start_desc", "5324"},
		{"order_by=created_asc", "4352"},
		{"order_by=name_desc", "5243"},
		{"show_series_parent=true", "1345"},
		{"series_filter=parents", "1"},
		{"series_filter=children,parents", "12"},
		{"series_filter=allseries", "12"},
		{"series_filter=nonseries", "345"},
		{"series_filter=allevents&show_series_parent=false", "12345"},
		{"time_filter=past", "4"},
		{"time_filter=current_future", "235"},
		{"venue_filter=" + venue, "45"},
		{"organizer_filter=" + organizer + ",9", "5"},
		{"inventory_type_filter=reserved", "5"},
		{"event_ids=2,4,6", "24"},
		{"event_ids_to_exclude=2,4", "35"},
		{"event_group_id=1", ""},
		{"collection_id=1", ""},
		{"collection_ids_to_exclude=1", "2345"},
	} {
		wantEvents(t, e, inDemo+"events/?"+c[0], c[1])
	}
	wantEvents(t, e, "/venues/"+venue+"/events/?order_by=start_desc", "54")
	wantEvents(t, e, "/venues/"+venue+"/events/?only_public=true", "5")
	wantEvents(t, e, "/venues/"+venue+"/events/?start_date.range_start=2021-01-01T00:00:00Z", "5")
	wantEvents(t, e, "/venues/"+venue+"/events/?start_date.range_start=2034-01-01T00:00:00Z&start_date.range_end=2034-01-01T00:00:00Z", "5")
	e.AddEvent("", EventbriteEvent{ID: "7", Status: "draft", VenueID: venue})
	wantEvents(t, e, "/venues/"+venue+"/events/?only_public=true", "5")
	wantEvents(t, e, "/events/?event_ids=7,6,3", "763")
	guest := e.AddToken(e.AddUser(EventbriteUser{}))
	if got := ask(t, e, "GET", "/events/?event_ids=7,6,3", "", "Authorization: Bearer "+guest).body; strings.Contains(got, `"draft"`) || !strings.Contains(got, `"id":"6"`) {
		t.Errorf("as another: %s", got)
	}
	wantEvents(t, e, "/organizers/"+organizer+"/events/?start_date.range_end=2021-01-01T00:00:00Z", "")
	wantEvents(t, e, "/series/1/events/?time_filter=current_future", "2")
}

func wantEvents(t *testing.T, e *Eventbrite, path, want string) {
	t.Helper()
	page, _ := getPage(t, e, path)
	var got strings.Builder
	for _, ev := range page.Events {
		got.WriteString(ev.ID)
	}
	if got.String() != want {
		t.Errorf("%s: %s, want %s", path, got.String(), want)
	}
}
