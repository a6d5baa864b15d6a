package boxofficetest

import (
	"strings"
	"testing"
)

// queries are what endpoints can't do without.
var queries = map[string]string{
	inOrganization + "discounts/":      "?scope=multi_events",
	inOrganization + "text_overrides/": "?text_codes=event_cancelled",
}

// The first pattern that matches wins, so that a row can hide another.
func TestEventbriteRoutes(t *testing.T) {
	t.Parallel()
	for i, row := range ebRoutes {
		if row.serve == nil && !row.legacy && !row.gone {
			t.Errorf("%s %s has no handler", row.method, row.pattern)
		}
		for _, earlier := range ebRoutes[:i] {
			if earlier.pattern == row.pattern && earlier.method == row.method {
				t.Errorf("%s %s is there twice", row.method, row.pattern)
			}
			_, hidden := matchPath(earlier.pattern, strings.NewReplacer("{", "", "}", "").Replace(row.pattern))
			if hidden && earlier.pattern != row.pattern && !strings.HasSuffix(row.pattern, "}/") {
				t.Errorf("%s is hidden by %s", row.pattern, earlier.pattern)
			}
		}
	}
}

// What belongs to somebody else, or to nobody, is refused on every endpoint.
func TestEventbriteForeignObjects(t *testing.T) {
	t.Parallel()
	e, _ := festival(t)
	elsewhere := e.AddOrganization(EventbriteOrganization{})
	for _, row := range ebRoutes {
		query := ""
		if row.method == "GET" {
			query = queries[row.pattern]
		}
		path := strings.NewReplacer("{organization}", elsewhere, "{user}", "1", "{event}", "1", "{class}", "1", "{order}", "1", "{attendee}", "1",
			"{venue}", "1", "{organizer}", "1", "{discount}", "1", "{group}", "1", "{webhook}", "1", "{list}", "1", "{id}", "1").Replace(row.pattern)
		want := ""
		switch {
		case row.legacy, row.gone, path == row.pattern:
			continue
		case strings.HasPrefix(row.pattern, inOrganization):
			want = "The organization_id you requested does not exist."
		case strings.HasPrefix(row.pattern, inUser):
			want = "The user you requested does not exist."
		case strings.HasPrefix(row.pattern, inEvent), strings.HasPrefix(row.pattern, "series/"):
			want = "The event you requested does not exist."
		}
		wantStatus(t, e, row.method, "/"+path+query, "", 404, `"error":"NOT_FOUND"`, want)
	}
	wantStatus(t, e, "GET", "/events/"+eventID+"/ticket_classes/1/", "", 404, noPath)
	wantStatus(t, e, "GET", "/orders/"+orderID+"/attendees/1/", "", 404, "attendee_id")

	e.AddMember(elsewhere, EventbriteMember{UserID: e.User})
	wantStatus(t, e, "POST", "/organizations/"+elsewhere+"/events/"+eventID+"/ticket_classes/"+classID+"/ticket_groups/", "", 404,
		"The event you requested does not exist.")
}

// A body that an endpoint does not know is refused on every one that has one,
// except for event groups, of whose bodies nothing is known.
func TestEventbriteUnknownKeys(t *testing.T) {
	t.Parallel()
	e, _ := festival(t)
	discount := e.AddDiscount("", EventbriteDiscount{Code: "AA", PercentOff: "1"})
	group := e.AddTicketGroup("", EventbriteTicketGroup{})
	organizer := e.Organizers("")[0].ID
	for _, row := range ebRoutes {
		if row.method != "POST" || row.legacy || strings.HasSuffix(row.pattern, "event_groups/") {
			continue
		}
		path := strings.NewReplacer("{organization}", demoID, "{user}", "me", "{event}", eventID, "{class}", classID,
			"{venue}", venueID, "{organizer}", organizer, "{discount}", discount, "{group}", group, "{list}", "1").Replace(row.pattern)
		wantStatus(t, e, "POST", "/"+path, `{"bogus":1}`, 400, `"bogus":["Unknown parameter"]`, "bogus - Unknown parameter")
	}
}
