package boxoffice_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// demoEventbrite starts an Eventbrite in memory with an event and some guests, and a
// client of it. Against the real one the option with the URL is left out.
func demoEventbrite() (*boxoffice.Eventbrite, *boxofficetest.Eventbrite) {
	server, err := boxofficetest.StartEventbrite(boxofficetest.WithPageSize(2))
	if err != nil {
		panic(err)
	}
	server.AddMember("", boxofficetest.EventbriteMember{
		UserID: server.AddUser(boxofficetest.EventbriteUser{ID: "77", Name: "Bob"}), RoleSummary: "Box office",
	})
	gala := server.AddEvent("", boxofficetest.EventbriteEvent{Name: "Gala"})
	server.AddTicketClass(gala, boxofficetest.EventbriteTicketClass{Name: "Stalls"})
	for i := range 3 {
		server.AddOrder(gala, boxofficetest.EventbriteOrder{
			FirstName: "Guest", Created: time.Date(2026, 3, i+1, 12, 0, 0, 0, time.UTC),
			Attendees: []boxofficetest.EventbriteAttendee{{FirstName: "Guest", LastName: fmt.Sprint(i + 1)}},
		})
	}
	eb, err := boxoffice.NewEventbrite(boxoffice.EventbriteToken(server.Token), boxoffice.WithBaseURL(server.URL))
	if err != nil {
		panic(err)
	}
	return eb, server
}

// Who is in an organization.
func ExampleNewEventbrite() {
	eb, server := demoEventbrite()
	defer server.Close()
	ctx := context.Background()

	organization, err := eb.Organizations.Resolve(ctx, "Demo Festival")
	if err != nil {
		fmt.Println(err)
		return
	}
	for member, err := range eb.Members.All(ctx, organization.ID, nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if member.UserID == "77" {
			fmt.Println(member.UserID, "is", member.RoleSummary, "in", organization.Name)
		}
	}
	// Output:
	// 77 is Box office in Demo Festival
}

// A job that commits page by page, and goes on where it stopped.
func ExampleAttendeesService_Pages() {
	eb, server := demoEventbrite()
	defer server.Close()
	ctx := context.Background()
	organization := boxoffice.OrganizationID(server.Organization)

	saved := "" // in a database, beside what was exported
	for run := range 2 {
		opts := &boxoffice.AttendeeListOptions{ChangedSince: boxoffice.UTC(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))}
		opts.Continuation = saved
		for page, err := range eb.Attendees.Pages(ctx, organization, opts) {
			if err != nil {
				fmt.Println(err)
				return
			}
			for _, attendee := range page.Items {
				fmt.Println("run", run, attendee.Profile.Name)
			}
			saved = page.Continuation
			if run == 0 {
				break // something stops the first run after a page
			}
		}
	}
	// Output:
	// run 0 Guest 1
	// run 0 Guest 2
	// run 1 Guest 3
}

// Related objects in the same answer.
func ExampleWithin() {
	eb, server := demoEventbrite()
	defer server.Close()
	ctx := context.Background()

	attendees, err := boxoffice.CollectMax(eb.Attendees.All(ctx, boxoffice.OrganizationID(server.Organization), &boxoffice.AttendeeListOptions{
		Expand: []boxoffice.AttendeeExpansion{
			boxoffice.AttendeeExpandOrder,
			boxoffice.Within(boxoffice.AttendeeExpandEvent, boxoffice.EventExpandTicketClasses),
		},
	}), 1)
	if err != nil && !errors.Is(err, boxoffice.ErrTruncated) {
		fmt.Println(err)
		return
	}
	fmt.Println(attendees[0].Event.Name.Text, "has tickets for the", attendees[0].Event.TicketClasses[0].Name)
	// Output:
	// Gala has tickets for the Stalls
}

// What to call in place of an endpoint that Eventbrite has closed.
func ExampleMigrateEventbrite() {
	call, ok := boxoffice.MigrateEventbrite("GET", "https://www.eventbriteapi.com/v3/users/me/owned_events/?status=live", "272770247903")
	fmt.Println(ok, call.Method, call.Target)
	fmt.Println(call.Call, "is", call.Certainty)
	// Output:
	// true GET /organizations/272770247903/events/?status=live
	// Events.List is recorded
}

// An endpoint that is closed says what replaces it.
func ExampleLegacyService_OwnedEvents() {
	eb, server := demoEventbrite()
	defer server.Close()

	_, err := eb.Legacy.OwnedEvents(context.Background(), boxoffice.Me, nil)
	if e, ok := errors.AsType[*boxoffice.Error](err); ok && errors.Is(err, boxoffice.ErrLegacyEndpoint) {
		fmt.Println("closed; now", e.Successor)
	}
	// Output:
	// closed; now GET /organizations/{organization_id}/events/
}

// A webhook's receiver: believe only what Eventbrite itself says.
func ExampleParseWebhook() {
	eb, server := demoEventbrite()
	defer server.Close()

	receive := func(w http.ResponseWriter, r *http.Request) {
		delivery, err := boxoffice.ParseWebhook(r)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		if delivery.Action == boxoffice.WebhookActionEventUpdated {
			event, err := boxoffice.FetchWebhook[boxoffice.Event](r.Context(), eb, delivery)
			if err != nil {
				w.WriteHeader(http.StatusInternalServerError)
				return
			}
			fmt.Println(event.Name.Text, "has changed")
		}
	}

	webhook := server.AddWebhook("", boxofficetest.EventbriteWebhook{
		EndpointURL: "http://127.0.0.1/hooks/s3cr3t", Actions: []string{"event.updated"},
	})
	path := "/events/" + server.Events("")[0].ID + "/"
	receive(httptest.NewRecorder(), server.DeliveryRequest(context.Background(), webhook, "event.updated", path))
	// Output:
	// Gala has changed
}

// Several calls that must see what the ones before them wrote.
func ExampleContextWithReadYourWrites() {
	eb, server := demoEventbrite()
	defer server.Close()
	ctx := boxoffice.ContextWithReadYourWrites(context.Background())

	start := time.Date(2030, 6, 1, 18, 0, 0, 0, time.UTC)
	event, err := eb.Events.Create(ctx, boxoffice.OrganizationID(server.Organization), boxoffice.EventCreate{
		Name:     "Ball",
		Start:    boxoffice.EventTime{UTC: start, Timezone: "Europe/Vienna"},
		End:      boxoffice.EventTime{UTC: start.Add(5 * time.Hour), Timezone: "Europe/Vienna"},
		Currency: "EUR",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	event, err = eb.Events.Get(ctx, event.ID, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(event.Name.Text, event.Status, event.Start.Local)
	// Output:
	// Ball draft 2030-06-01T20:00:00
}
