package boxoffice

import (
	"context"
	"iter"
)

// AttendeeFilter picks attendees by whether they come.
type AttendeeFilter string

// The filters of attendees. AttendeeFilterUnpaid is for the attendees of one event only.
const (
	AttendeeFilterAttending    AttendeeFilter = "attending"
	AttendeeFilterNotAttending AttendeeFilter = "not_attending"
	AttendeeFilterUnpaid       AttendeeFilter = "unpaid"
)

// AttendeeListOptions are the options of an organization's list of attendees.
type AttendeeListOptions struct {
	ContinuationOptions

	// Expand asks for related objects.
	Expand []AttendeeExpansion `url:"expand,comma,omitempty"`
	// Status picks by whether they come.
	Status AttendeeFilter `url:"status,omitempty"`
	// ChangedSince picks who changed at that time or later.
	ChangedSince UTC `url:"changed_since,omitempty"`
}

func (o *AttendeeListOptions) check() error {
	if o == nil {
		return nil
	}
	return checkExpand(o.Expand)
}

// AttendeeListByEventOptions are the options of the list of an event's attendees.
type AttendeeListByEventOptions struct {
	ContinuationOptions

	// Page is the number of the page to begin with, in place of a continuation.
	Page int `url:"page,omitempty"`
	// Expand asks for related objects.
	Expand []AttendeeExpansion `url:"expand,comma,omitempty"`
	// Status picks by whether they come.
	Status AttendeeFilter `url:"status,omitempty"`
	// ChangedSince picks who changed at that time or later.
	ChangedSince UTC `url:"changed_since,omitempty"`
	// LastItemSeen goes with ChangedSince, and leaves out attendees up to that id.
	LastItemSeen AttendeeID `url:"last_item_seen,omitempty"`
	// AttendeeIDs picks by id.
	AttendeeIDs []AttendeeID `url:"attendee_ids,comma,omitempty"`
}

func (o *AttendeeListByEventOptions) check() error {
	switch {
	case o == nil:
		return nil
	case o.LastItemSeen != "" && o.ChangedSince.IsZero():
		return argumentError("opts.LastItemSeen", "goes with ChangedSince")
	}
	return firstError(checkPages(o.Continuation, o.Page, 0), checkExpand(o.Expand), checkList("opts.AttendeeIDs", o.AttendeeIDs))
}

// AttendeeListByOrderOptions are the options of the list of an order's attendees. No
// filter is known.
type AttendeeListByOrderOptions struct {
	ContinuationOptions

	// Expand asks for related objects.
	Expand []AttendeeExpansion `url:"expand,comma,omitempty"`
}

func (o *AttendeeListByOrderOptions) check() error {
	if o == nil {
		return nil
	}
	return checkExpand(o.Expand)
}

// AttendeeGetOptions are the options of reading an attendee.
type AttendeeGetOptions struct {
	// Expand asks for related objects.
	Expand []AttendeeExpansion `url:"expand,comma,omitempty"`
}

func (o *AttendeeGetOptions) check() error {
	if o == nil {
		return nil
	}
	return checkExpand(o.Expand)
}

// AttendeesService reads those for whom tickets were bought. Nothing in the API checks
// one in or changes one.
type AttendeesService struct{ client *Client }

func (s *AttendeesService) listFrom(op, path string, parent, opts any, refused error) *continuations[Attendee] {
	return &continuations[Attendee]{client: s.client, key: "attendees", req: request{
		op: "Attendees." + op, method: "GET", path: path, args: []any{parent}, query: opts, refused: refused,
	}}
}

func (s *AttendeesService) list(organizationID OrganizationID, opts *AttendeeListOptions) *continuations[Attendee] {
	return s.listFrom("List", "/organizations/{organization_id}/attendees/", organizationID, opts, opts.check())
}

func (s *AttendeesService) listByEvent(eventID EventID, opts *AttendeeListByEventOptions) *continuations[Attendee] {
	return s.listFrom("ListByEvent", eventPath+"attendees/", eventID, opts, opts.check())
}

func (s *AttendeesService) listByOrder(orderID OrderID, opts *AttendeeListByOrderOptions) *continuations[Attendee] {
	return s.listFrom("ListByOrder", "/orders/{order_id}/attendees/", orderID, opts, opts.check())
}

// List reads one page of the attendees of all events of an organization. Certainty: B.
//
// GET /v3/organizations/{organization_id}/attendees/, see
// https://www.eventbrite.com/platform/api#/reference/attendee. [ErrNotFound] for an
// organization that is not the token's; [ErrForbidden] when the user's role does not
// allow it.
func (s *AttendeesService) List(ctx context.Context, organizationID OrganizationID, opts *AttendeeListOptions) (*Page[Attendee], error) {
	return s.list(organizationID, opts).page(ctx)
}

// Pages walks the pages of an organization's attendees, lazily. An attendee who
// changes meanwhile can make another one be missed or come twice. It ends at the first
// error. Route and errors as for List.
//
// See https://www.eventbrite.com/platform/api#/reference/attendee
func (s *AttendeesService) Pages(ctx context.Context, organizationID OrganizationID, opts *AttendeeListOptions) iter.Seq2[*Page[Attendee], error] {
	return s.list(organizationID, opts).pages(ctx)
}

// All walks an organization's attendees, as Pages does.
//
// See https://www.eventbrite.com/platform/api#/reference/attendee
func (s *AttendeesService) All(ctx context.Context, organizationID OrganizationID, opts *AttendeeListOptions) iter.Seq2[Attendee, error] {
	return s.list(organizationID, opts).all(ctx)
}

// ListByEvent reads one page of an event's attendees. Certainty: A (filters B).
//
// GET /v3/events/{event_id}/attendees/, see
// https://www.eventbrite.com/platform/api#/reference/attendee. [ErrForbidden] for
// another organization's event; [ErrNotFound] for none.
func (s *AttendeesService) ListByEvent(ctx context.Context, eventID EventID, opts *AttendeeListByEventOptions) (*Page[Attendee], error) {
	return s.listByEvent(eventID, opts).page(ctx)
}

// PagesByEvent walks the pages of an event's attendees, lazily. An attendee who
// changes meanwhile can make another one be missed or come twice. It ends at the first
// error. Route and errors as for ListByEvent.
//
// See https://www.eventbrite.com/platform/api#/reference/attendee
func (s *AttendeesService) PagesByEvent(ctx context.Context, eventID EventID, opts *AttendeeListByEventOptions) iter.Seq2[*Page[Attendee], error] {
	return s.listByEvent(eventID, opts).pages(ctx)
}

// AllByEvent walks an event's attendees, as PagesByEvent does.
//
// See https://www.eventbrite.com/platform/api#/reference/attendee
func (s *AttendeesService) AllByEvent(ctx context.Context, eventID EventID, opts *AttendeeListByEventOptions) iter.Seq2[Attendee, error] {
	return s.listByEvent(eventID, opts).all(ctx)
}

// ListByOrder reads one page of an order's attendees. Eventbrite does not document it;
// [OrderExpandAttendees] is the documented way. Certainty: A (of 2018).
//
// GET /v3/orders/{order_id}/attendees/, see
// https://www.eventbrite.com/platform/api#/reference/attendee for the object.
// [ErrNotFound] for an order that does not exist, or if the endpoint is gone.
func (s *AttendeesService) ListByOrder(ctx context.Context, orderID OrderID, opts *AttendeeListByOrderOptions) (*Page[Attendee], error) {
	return s.listByOrder(orderID, opts).page(ctx)
}

// PagesByOrder walks the pages of an order's attendees, lazily. It ends at the first
// error. Route and errors as for ListByOrder.
//
// See https://www.eventbrite.com/platform/api#/reference/attendee
func (s *AttendeesService) PagesByOrder(ctx context.Context, orderID OrderID, opts *AttendeeListByOrderOptions) iter.Seq2[*Page[Attendee], error] {
	return s.listByOrder(orderID, opts).pages(ctx)
}

// AllByOrder walks an order's attendees, as PagesByOrder does.
//
// See https://www.eventbrite.com/platform/api#/reference/attendee
func (s *AttendeesService) AllByOrder(ctx context.Context, orderID OrderID, opts *AttendeeListByOrderOptions) iter.Seq2[Attendee, error] {
	return s.listByOrder(orderID, opts).all(ctx)
}

// Get reads one attendee. Certainty: A.
//
// GET /v3/events/{event_id}/attendees/{attendee_id}/, see
// https://www.eventbrite.com/platform/api#/reference/attendee. [ErrForbidden] for
// another organization's event; [ErrNotFound] for none, or nobody.
func (s *AttendeesService) Get(ctx context.Context, eventID EventID, attendeeID AttendeeID, opts *AttendeeGetOptions) (*Attendee, error) {
	return fetch(ctx, s.client, request{
		op: "Attendees.Get", method: "GET", path: eventPath + "attendees/{attendee_id}/", args: []any{eventID, attendeeID},
		query: opts, refused: opts.check(),
	}, func(a *Attendee) bool { return a.ID != "" })
}
