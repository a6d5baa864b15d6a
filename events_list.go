package boxoffice

import (
	"context"
	"iter"
)

// TimeFilter picks by whether something is over.
type TimeFilter string

// The time filters.
const (
	TimeFilterAll           TimeFilter = "all"
	TimeFilterPast          TimeFilter = "past"
	TimeFilterCurrentFuture TimeFilter = "current_future"
)

// EventOrder sorts events.
type EventOrder string

// The orders of events. Those by name are for an organization's list only.
const (
	EventOrderStartAsc    EventOrder = "start_asc"
	EventOrderStartDesc   EventOrder = "start_desc"
	EventOrderCreatedAsc  EventOrder = "created_asc"
	EventOrderCreatedDesc EventOrder = "created_desc"
	EventOrderNameAsc     EventOrder = "name_asc"
	EventOrderNameDesc    EventOrder = "name_desc"
)

// SeriesFilter picks by an event's place in a series.
type SeriesFilter string

// The filters by series.
const (
	SeriesFilterAllEvents SeriesFilter = "allevents"
	SeriesFilterChildren  SeriesFilter = "children"
	SeriesFilterParents   SeriesFilter = "parents"
	SeriesFilterNonSeries SeriesFilter = "nonseries"
	SeriesFilterAllSeries SeriesFilter = "allseries"
)

// EventListOptions are the options of an organization's list of events.
type EventListOptions struct {
	ContinuationOptions

	// Page is the number of the page to begin with, in place of a continuation.
	Page int `url:"page,omitempty"`
	// PageSize is how many events a page holds; 0 leaves it to Eventbrite, which gives
	// 50. The most is not documented; 200 is in use.
	PageSize int `url:"page_size,omitempty"`
	// Expand asks for related objects.
	Expand []EventExpansion `url:"expand,comma,omitempty"`
	// Status picks by status. Whether Eventbrite otherwise lists all or only live
	// events is not settled, so name them, or [EventStatusAll].
	Status []EventStatus `url:"status,comma,omitempty"`
	// NameFilter and CurrencyFilter pick by a part of the name, and by currency.
	NameFilter     string `url:"name_filter,omitempty"`
	CurrencyFilter string `url:"currency_filter,omitempty"`
	// OrderBy sorts.
	OrderBy EventOrder `url:"order_by,omitempty"`
	// SeriesFilter picks by the place in a series. It goes before ShowSeriesParent.
	SeriesFilter []SeriesFilter `url:"series_filter,comma,omitempty"`
	// ShowSeriesParent lists the parent of each series in place of its children.
	ShowSeriesParent *bool `url:"show_series_parent,omitempty"`
	// EventGroupID and CollectionID pick the events of one.
	EventGroupID string `url:"event_group_id,omitempty"`
	CollectionID string `url:"collection_id,omitempty"`
	// TimeFilter picks past events, or those to come.
	TimeFilter TimeFilter `url:"time_filter,omitempty"`
	// VenueFilter, OrganizerFilter and InventoryTypeFilter pick by what their names say.
	VenueFilter         []VenueID       `url:"venue_filter,comma,omitempty"`
	OrganizerFilter     []OrganizerID   `url:"organizer_filter,comma,omitempty"`
	InventoryTypeFilter []InventoryType `url:"inventory_type_filter,comma,omitempty"`
	// EventIDs and EventIDsToExclude pick by id; CollectionIDsToExclude leaves out the
	// events of collections, and goes before EventGroupID and CollectionID.
	EventIDs               []EventID `url:"event_ids,comma,omitempty"`
	EventIDsToExclude      []EventID `url:"event_ids_to_exclude,comma,omitempty"`
	CollectionIDsToExclude []string  `url:"collection_ids_to_exclude,comma,omitempty"`
}

func (o *EventListOptions) check() error {
	if o == nil {
		return nil
	}
	return firstError(checkPages(o.Continuation, o.Page, o.PageSize), checkExpand(o.Expand),
		checkList("opts.Status", o.Status), checkList("opts.SeriesFilter", o.SeriesFilter),
		checkList("opts.VenueFilter", o.VenueFilter), checkList("opts.OrganizerFilter", o.OrganizerFilter),
		checkList("opts.InventoryTypeFilter", o.InventoryTypeFilter), checkList("opts.EventIDs", o.EventIDs),
		checkList("opts.EventIDsToExclude", o.EventIDsToExclude), checkList("opts.CollectionIDsToExclude", o.CollectionIDsToExclude))
}

// EventsService reads and changes events. Nothing in the API searches the public events
// of others: GET /v3/events/search/ is gone since 2019-12-12 and answers [ErrNotFound].
type EventsService struct{ client *Client }

func (s *EventsService) list(organizationID OrganizationID, opts *EventListOptions) *continuations[Event] {
	return &continuations[Event]{client: s.client, key: "events", req: request{
		op: "Events.List", method: "GET", path: "/organizations/{organization_id}/events/", args: []any{organizationID},
		query: opts, refused: opts.check(),
	}}
}

// List reads one page of an organization's events. Certainty: A (filters B).
//
// GET /v3/organizations/{organization_id}/events/, see
// https://www.eventbrite.com/platform/api#/reference/event. [ErrNotFound] for an
// organization that is not the token's; [ErrInvalid] for a filter that Eventbrite does
// not take.
func (s *EventsService) List(ctx context.Context, organizationID OrganizationID, opts *EventListOptions) (*Page[Event], error) {
	return s.list(organizationID, opts).page(ctx)
}

// Pages walks the pages of an organization's events, lazily. An event that changes
// meanwhile can make another one be missed or come twice. It ends at the first error.
// Route and errors as for List.
//
// See https://www.eventbrite.com/platform/api#/reference/event
func (s *EventsService) Pages(ctx context.Context, organizationID OrganizationID, opts *EventListOptions) iter.Seq2[*Page[Event], error] {
	return s.list(organizationID, opts).pages(ctx)
}

// All walks an organization's events, as Pages does.
//
// See https://www.eventbrite.com/platform/api#/reference/event
func (s *EventsService) All(ctx context.Context, organizationID OrganizationID, opts *EventListOptions) iter.Seq2[Event, error] {
	return s.list(organizationID, opts).all(ctx)
}
