package boxoffice

import (
	"context"
	"fmt"
	"iter"
	"testing"
	"time"
)

// An event as recorded, with a venue that was asked for.
const ebListedEvent = `{
	"id": "%d", "name": {"text": "Gala", "html": "Gala"}, "description": {"text": null, "html": null}, "url": "https://www.eventbrite.com/e/7",
	"start": {"timezone": "America/Los_Angeles", "local": "2018-05-11T19:00:00", "utc": "2018-05-12T02:00:00Z"},
	"end": {"timezone": "America/Los_Angeles", "local": "2018-05-11T22:00:00", "utc": "2018-05-12T05:00:00Z"},
	"organization_id": "12", "created": "2018-01-01T10:00:00Z", "changed": "2018-01-02T10:00:00Z", "capacity": null, "status": "live",
	"currency": "USD", "online_event": false, "series_id": "40", "logo_id": null, "organizer_id": "77", "venue_id": "5", "logo": null,
	"venue": {"id": "5", "name": "Great Hall", "address": null}
}`

func ebWantListedEvent(t testing.TB, i int) Event {
	t.Helper()
	at := func(local LocalDateTime, utc string) DateTimeTZ {
		return DateTimeTZ{Timezone: "America/Los_Angeles", Local: local, UTC: *ebAt(t, utc)}
	}
	return Event{
		ID: EventID(fmt.Sprint(i)), Name: MultipartText{"Gala", "Gala"}, URL: "https://www.eventbrite.com/e/7",
		Start: at("2018-05-11T19:00:00", "2018-05-12T02:00:00Z"), End: at("2018-05-11T22:00:00", "2018-05-12T05:00:00Z"),
		OrganizationID: "12", Created: ebAt(t, "2018-01-01T10:00:00Z"), Changed: ebAt(t, "2018-01-02T10:00:00Z"), Status: EventStatusLive,
		Currency: "USD", OnlineEvent: new(false), SeriesID: "40", OrganizerID: "77", VenueID: "5", Venue: &Venue{ID: "5", Name: "Great Hall"},
	}
}

// ebEventsBy is a list of events, with every option set when full.
type ebEventsBy struct {
	path, query string

	list  func(ctx context.Context, eb *Eventbrite, full bool, c string) (*Page[Event], error)
	pages func(ctx context.Context, eb *Eventbrite, c string) iter.Seq2[*Page[Event], error]
	all   func(ctx context.Context, eb *Eventbrite, c string) iter.Seq2[Event, error]
}

func TestEventsListBy(t *testing.T) {
	t.Parallel()
	expand := []EventExpansion{EventExpandVenue, Within(EventExpandOrganizer, EventExpandLogo)}
	until := UTC(time.Time(ebSince).Add(time.Hour))
	byVenue := func(c string) *EventListByVenueOptions {
		return &EventListByVenueOptions{ContinuationOptions{c}, expand, []EventStatus{EventStatusLive, EventStatusStarted}, EventOrderStartDesc, new(false), ebSince, until}
	}
	byOrganizer := func(c string) *EventListByOrganizerOptions {
		return &EventListByOrganizerOptions{ContinuationOptions{c}, expand, []EventStatus{EventStatusAll}, EventOrderCreatedAsc, new(true), ebSince, until}
	}
	bySeries := func(c string) *EventListBySeriesOptions {
		return &EventListBySeriesOptions{ContinuationOptions{c}, expand, TimeFilterCurrentFuture, EventOrderStartAsc, ebSince, until}
	}
	const dates = "start_date.range_end=2026-01-02T04%3A04%3A05Z&start_date.range_start=" + ebSinceQuery
	for _, l := range []ebEventsBy{
		{
			"/venues/5/events/", "expand=venue%2Corganizer.logo&only_public=false&order_by=start_desc&" + dates + "&status=live%2Cstarted",
			func(ctx context.Context, eb *Eventbrite, full bool, c string) (*Page[Event], error) {
				if !full {
					return eb.Events.ListByVenue(ctx, "5", nil)
				}
				return eb.Events.ListByVenue(ctx, "5", byVenue(c))
			},
			func(ctx context.Context, eb *Eventbrite, c string) iter.Seq2[*Page[Event], error] {
				return eb.Events.PagesByVenue(ctx, "5", byVenue(c))
			},
			func(ctx context.Context, eb *Eventbrite, c string) iter.Seq2[Event, error] {
				return eb.Events.AllByVenue(ctx, "5", byVenue(c))
			},
		},
		{
			"/organizers/77/events/", "expand=venue%2Corganizer.logo&only_public=true&order_by=created_asc&" + dates + "&status=all",
			func(ctx context.Context, eb *Eventbrite, full bool, c string) (*Page[Event], error) {
				if !full {
					return eb.Events.ListByOrganizer(ctx, "77", nil)
				}
				return eb.Events.ListByOrganizer(ctx, "77", byOrganizer(c))
			},
			func(ctx context.Context, eb *Eventbrite, c string) iter.Seq2[*Page[Event], error] {
				return eb.Events.PagesByOrganizer(ctx, "77", byOrganizer(c))
			},
			func(ctx context.Context, eb *Eventbrite, c string) iter.Seq2[Event, error] {
				return eb.Events.AllByOrganizer(ctx, "77", byOrganizer(c))
			},
		},
		{
			"/series/40/events/", "expand=venue%2Corganizer.logo&order_by=start_asc&" + dates + "&time_filter=current_future",
			func(ctx context.Context, eb *Eventbrite, full bool, c string) (*Page[Event], error) {
				if !full {
					return eb.Events.ListBySeries(ctx, "40", nil)
				}
				return eb.Events.ListBySeries(ctx, "40", bySeries(c))
			},
			func(ctx context.Context, eb *Eventbrite, c string) iter.Seq2[*Page[Event], error] {
				return eb.Events.PagesBySeries(ctx, "40", bySeries(c))
			},
			func(ctx context.Context, eb *Eventbrite, c string) iter.Seq2[Event, error] {
				return eb.Events.AllBySeries(ctx, "40", bySeries(c))
			},
		},
	} {
		ebWalks(t, ebList[Event]{
			path: l.path, query: l.query, key: "events",
			item:  func(i int) string { return fmt.Sprintf(ebListedEvent, i) },
			want:  func(i int) Event { return ebWantListedEvent(t, i) },
			list:  func(eb *Eventbrite, c string) (*Page[Event], error) { return l.list(t.Context(), eb, true, c) },
			pages: func(eb *Eventbrite, c string) iter.Seq2[*Page[Event], error] { return l.pages(t.Context(), eb, c) },
			all:   func(eb *Eventbrite, c string) iter.Seq2[Event, error] { return l.all(t.Context(), eb, c) },
		})
		ebBare(t, l.path, "events", func(eb *Eventbrite) (*Page[Event], error) { return l.list(t.Context(), eb, false, "") })
	}
}

func TestEventsListByInvalid(t *testing.T) {
	t.Parallel()
	eb, server := ebMock(t)
	server.on("GET", "/venues/5/events/?order_by=name_asc", 400, `{"status_code": 400, "error_detail": {"ARGUMENTS_ERROR": {"order_by": ["INVALID"]}}, `+
		`"error_description": "There are errors with your arguments: order_by - INVALID", "error": "ARGUMENTS_ERROR"}`)
	_, err := eb.Events.ListByVenue(t.Context(), "5", &EventListByVenueOptions{OrderBy: EventOrderNameAsc})
	e := ebFails(t, err, ErrInvalid, 400, "ARGUMENTS_ERROR")
	resEqual(t, "fields", e.Fields, map[string][]string{"order_by": {"INVALID"}})
}

func TestEventsListByRefuses(t *testing.T) {
	t.Parallel()
	early := UTC(time.Time(ebSince).Add(-time.Second))
	bad := []EventExpansion{"a,b"}
	for argument, opts := range map[string]*EventListByVenueOptions{
		"opts.Expand":            {Expand: bad},
		"opts.Status":            {Status: []EventStatus{"live,all"}},
		"opts.StartDateRangeEnd": {StartDateRangeStart: ebSince, StartDateRangeEnd: early},
	} {
		ebRefused(t, argument, func(eb *Eventbrite) error {
			_, err := eb.Events.ListByVenue(t.Context(), "5", opts)
			return err
		})
	}
	for argument, opts := range map[string]*EventListByOrganizerOptions{
		"opts.Expand":            {Expand: bad},
		"opts.Status":            {Status: []EventStatus{""}},
		"opts.StartDateRangeEnd": {StartDateRangeStart: ebSince, StartDateRangeEnd: early},
	} {
		ebRefused(t, argument, func(eb *Eventbrite) error {
			_, err := eb.Events.ListByOrganizer(t.Context(), "77", opts)
			return err
		})
	}
	for argument, opts := range map[string]*EventListBySeriesOptions{
		"opts.Expand":            {Expand: bad},
		"opts.StartDateRangeEnd": {StartDateRangeStart: ebSince, StartDateRangeEnd: early},
	} {
		ebRefused(t, argument, func(eb *Eventbrite) error {
			_, err := Collect(eb.Events.AllBySeries(t.Context(), "40", opts))
			return err
		})
	}
	for argument, call := range map[string]func(eb *Eventbrite) error{
		"venue_id":     func(eb *Eventbrite) error { _, err := eb.Events.ListByVenue(t.Context(), "", nil); return err },
		"organizer_id": func(eb *Eventbrite) error { _, err := eb.Events.ListByOrganizer(t.Context(), "..", nil); return err },
		"series_id":    func(eb *Eventbrite) error { _, err := eb.Events.ListBySeries(t.Context(), "a/b", nil); return err },
	} {
		ebRefused(t, argument, call)
	}
}
