package boxoffice

import (
	"context"
	"iter"
	"time"
)

// EventListByVenueOptions are the options of the list of events at a venue.
type EventListByVenueOptions struct {
	ContinuationOptions

	// Expand asks for related objects.
	Expand []EventExpansion `url:"expand,comma,omitempty"`
	// Status picks by status.
	Status []EventStatus `url:"status,comma,omitempty"`
	// OrderBy sorts; not by name.
	OrderBy EventOrder `url:"order_by,omitempty"`
	// OnlyPublic leaves out one's own events that are not public.
	OnlyPublic *bool `url:"only_public,omitempty"`
	// StartDateRangeStart and StartDateRangeEnd pick by the start (certainty C). That
	// Eventbrite takes them in UTC is assumed.
	StartDateRangeStart UTC `url:"start_date.range_start,omitempty"`
	StartDateRangeEnd   UTC `url:"start_date.range_end,omitempty"`
}

func (o *EventListByVenueOptions) check() error {
	if o == nil {
		return nil
	}
	return firstError(checkExpand(o.Expand), checkList("opts.Status", o.Status), checkStartDates(o.StartDateRangeStart, o.StartDateRangeEnd))
}

// EventListByOrganizerOptions are the options of the list of an organizer profile's
// events. Certainty: C (documented in 2018).
type EventListByOrganizerOptions struct {
	ContinuationOptions

	// Expand asks for related objects.
	Expand []EventExpansion `url:"expand,comma,omitempty"`
	// Status picks by status; completed was not among them.
	Status []EventStatus `url:"status,comma,omitempty"`
	// OrderBy sorts; not by name.
	OrderBy EventOrder `url:"order_by,omitempty"`
	// OnlyPublic leaves out one's own events that are not public.
	OnlyPublic *bool `url:"only_public,omitempty"`
	// StartDateRangeStart and StartDateRangeEnd pick by the start. That Eventbrite takes
	// them in UTC is assumed: the only program seen sent them without a zone.
	StartDateRangeStart UTC `url:"start_date.range_start,omitempty"`
	StartDateRangeEnd   UTC `url:"start_date.range_end,omitempty"`
}

func (o *EventListByOrganizerOptions) check() error {
	if o == nil {
		return nil
	}
	return firstError(checkExpand(o.Expand), checkList("opts.Status", o.Status), checkStartDates(o.StartDateRangeStart, o.StartDateRangeEnd))
}

// EventListBySeriesOptions are the options of the list of a series' occurrences.
type EventListBySeriesOptions struct {
	ContinuationOptions

	// Expand asks for related objects.
	Expand []EventExpansion `url:"expand,comma,omitempty"`
	// TimeFilter picks past occurrences, or those to come.
	TimeFilter TimeFilter `url:"time_filter,omitempty"`
	// OrderBy sorts; not by name.
	OrderBy EventOrder `url:"order_by,omitempty"`
	// StartDateRangeStart and StartDateRangeEnd pick by the start.
	StartDateRangeStart UTC `url:"start_date.range_start,omitempty"`
	StartDateRangeEnd   UTC `url:"start_date.range_end,omitempty"`
}

func (o *EventListBySeriesOptions) check() error {
	if o == nil {
		return nil
	}
	return firstError(checkExpand(o.Expand), checkStartDates(o.StartDateRangeStart, o.StartDateRangeEnd))
}

// checkStartDates refuses a range that nothing can be in.
func checkStartDates(after, before UTC) error {
	if !after.IsZero() && !before.IsZero() && time.Time(before).Before(time.Time(after)) {
		return argumentError("opts.StartDateRangeEnd", "is before StartDateRangeStart")
	}
	return nil
}

func (s *EventsService) listBy(op, path string, parent, opts any, refused error) *continuations[Event] {
	return &continuations[Event]{client: s.client, key: "events", req: request{
		op: "Events." + op, method: "GET", path: path, args: []any{parent}, query: opts, refused: refused,
	}}
}

func (s *EventsService) listByVenue(venueID VenueID, opts *EventListByVenueOptions) *continuations[Event] {
	return s.listBy("ListByVenue", "/venues/{venue_id}/events/", venueID, opts, opts.check())
}

func (s *EventsService) listByOrganizer(organizerID OrganizerID, opts *EventListByOrganizerOptions) *continuations[Event] {
	return s.listBy("ListByOrganizer", "/organizers/{organizer_id}/events/", organizerID, opts, opts.check())
}

func (s *EventsService) listBySeries(seriesID SeriesID, opts *EventListBySeriesOptions) *continuations[Event] {
	return s.listBy("ListBySeries", "/series/{series_id}/events/", seriesID, opts, opts.check())
}

// ListByVenue reads one page of the events at a venue. Certainty: A (filters B).
//
// GET /v3/venues/{venue_id}/events/, see
// https://www.eventbrite.com/platform/api#/reference/event. [ErrNotFound] for a venue
// that does not exist; [ErrInvalid] for a filter that Eventbrite does not take.
func (s *EventsService) ListByVenue(ctx context.Context, venueID VenueID, opts *EventListByVenueOptions) (*Page[Event], error) {
	return s.listByVenue(venueID, opts).page(ctx)
}

// PagesByVenue walks the pages of the events at a venue, lazily. An event that changes
// meanwhile can make another one be missed or come twice. It ends at the first error.
// Route and errors as for ListByVenue.
//
// See https://www.eventbrite.com/platform/api#/reference/event
func (s *EventsService) PagesByVenue(ctx context.Context, venueID VenueID, opts *EventListByVenueOptions) iter.Seq2[*Page[Event], error] {
	return s.listByVenue(venueID, opts).pages(ctx)
}

// AllByVenue walks the events at a venue, as PagesByVenue does.
//
// See https://www.eventbrite.com/platform/api#/reference/event
func (s *EventsService) AllByVenue(ctx context.Context, venueID VenueID, opts *EventListByVenueOptions) iter.Seq2[Event, error] {
	return s.listByVenue(venueID, opts).all(ctx)
}

// ListByOrganizer reads one page of the events of an organizer profile, of any
// organization as far as they are public. Today's documentation does not have it.
// Certainty: A (filters C).
//
// GET /v3/organizers/{organizer_id}/events/, see
// https://www.eventbrite.com/platform/api#/reference/event. [ErrNotFound] for a
// profile that does not exist: an [OrganizationID] is none.
func (s *EventsService) ListByOrganizer(ctx context.Context, organizerID OrganizerID, opts *EventListByOrganizerOptions) (*Page[Event], error) {
	return s.listByOrganizer(organizerID, opts).page(ctx)
}

// PagesByOrganizer walks the pages of the events of an organizer profile, lazily. An
// event that changes meanwhile can make another one be missed or come twice. It ends
// at the first error. Route and errors as for ListByOrganizer.
//
// See https://www.eventbrite.com/platform/api#/reference/event
func (s *EventsService) PagesByOrganizer(ctx context.Context, organizerID OrganizerID, opts *EventListByOrganizerOptions) iter.Seq2[*Page[Event], error] {
	return s.listByOrganizer(organizerID, opts).pages(ctx)
}

// AllByOrganizer walks the events of an organizer profile, as PagesByOrganizer does.
//
// See https://www.eventbrite.com/platform/api#/reference/event
func (s *EventsService) AllByOrganizer(ctx context.Context, organizerID OrganizerID, opts *EventListByOrganizerOptions) iter.Seq2[Event, error] {
	return s.listByOrganizer(organizerID, opts).all(ctx)
}

// ListBySeries reads one page of the occurrences of a series. Certainty: B.
//
// GET /v3/series/{series_id}/events/, see
// https://www.eventbrite.com/platform/api#/reference/event. [ErrNotFound] for a series
// that does not exist; [ErrInvalid] for a filter that Eventbrite does not take.
func (s *EventsService) ListBySeries(ctx context.Context, seriesID SeriesID, opts *EventListBySeriesOptions) (*Page[Event], error) {
	return s.listBySeries(seriesID, opts).page(ctx)
}

// PagesBySeries walks the pages of the occurrences of a series, lazily. An event that
// changes meanwhile can make another one be missed or come twice. It ends at the first
// error. Route and errors as for ListBySeries.
//
// See https://www.eventbrite.com/platform/api#/reference/event
func (s *EventsService) PagesBySeries(ctx context.Context, seriesID SeriesID, opts *EventListBySeriesOptions) iter.Seq2[*Page[Event], error] {
	return s.listBySeries(seriesID, opts).pages(ctx)
}

// AllBySeries walks the occurrences of a series, as PagesBySeries does.
//
// See https://www.eventbrite.com/platform/api#/reference/event
func (s *EventsService) AllBySeries(ctx context.Context, seriesID SeriesID, opts *EventListBySeriesOptions) iter.Seq2[Event, error] {
	return s.listBySeries(seriesID, opts).all(ctx)
}
