package boxoffice

import (
	"encoding/json"
	"errors"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// efParams are the query parameters of the options of a list or a read.
func efParams(options reflect.Type, query url.Values) {
	for f := range options.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("url"), ",")
		switch {
		case f.Anonymous:
			efParams(f.Type, query)
		case name != "-" && name != "continuation": // unknown to lists of one page
			query.Set(name, "1")
		}
	}
}

// The Eventbrite in memory refuses what it does not know, as the real one does. It
// knows each query parameter and each member of a body that this package can send.
func TestFakeEventbriteKnowsWhatIsSent(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewEventbrite(t)
	eb := resMust(NewEventbrite(EventbriteToken(server.Token), WithBaseURL(server.URL)))(t)
	t.Cleanup(eb.CloseIdleConnections)
	organization := resMust(eb.Organizations.Default(t.Context()))(t)
	event := server.AddEvent("", boxofficetest.EventbriteEvent{Name: "Gala"})
	ids := strings.NewReplacer("{organization_id}", string(organization.ID), "{user_id}", "me", "{event_id}", event, "{series_id}", event,
		"{venue_id}", server.AddVenue("", boxofficetest.EventbriteVenue{Name: "Hall"}),
		"{ticket_class_id}", server.AddTicketClass(event, boxofficetest.EventbriteTicketClass{Name: "Day"}),
		"{discount_id}", server.AddDiscount("", boxofficetest.EventbriteDiscount{Code: "SUMMER", PercentOff: "10.00"}),
		"{ticket_group_id}", server.AddTicketGroup("", boxofficetest.EventbriteTicketGroup{Name: "All"}),
		"{organizer_id}", server.AddOrganizer("", boxofficetest.EventbriteOrganizer{Name: "Gala Ltd"}),
		"{contact_list_id}", "1", "{order_id}", "1", "{attendee_id}", "1", "{webhook_id}", "1",
		"{category_id}", "1", "{subcategory_id}", "1", "{format_id}", "1")
	for _, o := range ebOperations {
		if strings.HasPrefix(o.Call, "Legacy.") || o.Method == "DELETE" {
			continue
		}
		service, name, _ := strings.Cut(o.Call, ".")
		method, _ := eventbriteServices[service].MethodByName(name)
		query, body := url.Values{}, any(nil)
		for i := 2; i < method.Type.NumIn(); i++ {
			in := method.Type.In(i)
			switch {
			case in.Kind() == reflect.Pointer:
				efParams(in.Elem(), query)
			case in.Kind() == reflect.Struct:
				full := reflect.New(in)
				fullValue(full.Elem(), 0)
				text := resMust(json.Marshal(full.Interface()))(t)
				body = map[string]any{efWrapped[service]: json.RawMessage(text)}
				if efWrapped[service] == "" || o.Call == "Events.Copy" {
					body = json.RawMessage(text)
				}
			}
		}
		if o.Method == "POST" && body == nil {
			continue // a name, a list or nothing
		}
		_, err := Do[map[string]any](t.Context(), eb.Client(), Request{Method: o.Method, Path: ids.Replace(o.Path), Query: query, Body: body})
		e, ok := errors.AsType[*Error](err)
		if !ok {
			continue // it takes it all
		}
		for name, reasons := range e.Fields {
			if slices.Contains(reasons, "Unknown parameter") {
				t.Errorf("%s: the fake does not know %s", o.Call, name)
			}
		}
	}
}

// efWrapped are the names in which inputs are wrapped.
var efWrapped = map[string]string{
	"Events": "event", "Venues": "venue", "OrganizerProfiles": "organizer", "Discounts": "discount", "TicketClasses": "ticket_class",
	"TicketGroups": "ticket_group", "ContactLists": "contact",
}
