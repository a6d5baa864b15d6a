package boxoffice

import (
	"context"
	"iter"
)

// PointOfSale picks ticket classes by where they are sold.
type PointOfSale string

// The points of sale.
const (
	PointOfSaleOnline    PointOfSale = "online"
	PointOfSaleAtTheDoor PointOfSale = "at_the_door"
)

// TicketClassListOptions are the options of an organization's list of ticket classes.
type TicketClassListOptions struct {
	ContinuationOptions

	// Page is the number of the page to begin with, in place of a continuation
	// (certainty C).
	Page int `url:"page,omitempty"`
	// Expand asks for related objects.
	Expand []TicketClassExpansion `url:"expand,comma,omitempty"`
}

func (o *TicketClassListOptions) check() error {
	if o == nil {
		return nil
	}
	return firstError(checkPages(o.Continuation, o.Page, 0), checkExpand(o.Expand))
}

// EventTicketClassListOptions are the options of an event's list of ticket classes.
type EventTicketClassListOptions struct {
	ContinuationOptions

	// Pos picks by point of sale.
	Pos PointOfSale `url:"pos,omitempty"`
	// Category picks by what they are for.
	Category []TicketClassCategory `url:"category,comma,omitempty"`
	// IncludeHolds adds the ticket classes of holds.
	IncludeHolds *bool `url:"include_holds,omitempty"`
	// Expand asks for related objects.
	Expand []TicketClassExpansion `url:"expand,comma,omitempty"`
}

func (o *EventTicketClassListOptions) check() error {
	if o == nil {
		return nil
	}
	return firstError(checkExpand(o.Expand), checkList("opts.Category", o.Category))
}

// TicketClassForSaleOptions are the options of the list of what is for sale.
type TicketClassForSaleOptions struct {
	ContinuationOptions

	// Pos picks by point of sale; without it, online.
	Pos PointOfSale `url:"pos,omitempty"`
	// Code is a discount's code, which can unlock ticket classes and change prices.
	Code string `url:"code,omitempty"`
	// HoldID picks the ticket classes of one hold, such as "H123" or "I123".
	HoldID string `url:"hold_id,omitempty"`
}

// TicketClassesService reads and changes the kinds of tickets of events.
type TicketClassesService struct{ client *Client }

func (s *TicketClassesService) listing(op, path string, parent, opts any, refused error) *continuations[TicketClass] {
	return &continuations[TicketClass]{client: s.client, key: "ticket_classes", req: request{
		op: "TicketClasses." + op, method: "GET", path: path, args: []any{parent}, query: opts, refused: refused,
	}}
}

func (s *TicketClassesService) list(organizationID OrganizationID, opts *TicketClassListOptions) *continuations[TicketClass] {
	return s.listing("List", "/organizations/{organization_id}/ticket_classes/", organizationID, opts, opts.check())
}

func (s *TicketClassesService) listByEvent(eventID EventID, opts *EventTicketClassListOptions) *continuations[TicketClass] {
	return s.listing("ListByEvent", ticketClassesPath, eventID, opts, opts.check())
}

func (s *TicketClassesService) listForSale(eventID EventID, opts *TicketClassForSaleOptions) *continuations[TicketClass] {
	return s.listing("ListForSale", ticketClassesPath+"for_sale/", eventID, opts, nil)
}

// List reads one page of the ticket classes of all events of an organization. No
// public page describes the endpoint. Certainty: C.
//
// GET /v3/organizations/{organization_id}/ticket_classes/, see
// https://www.eventbrite.com/platform/docs/organizations. [ErrNotFound] for an
// organization that is not the token's, or when the endpoint is gone.
func (s *TicketClassesService) List(ctx context.Context, organizationID OrganizationID, opts *TicketClassListOptions) (*Page[TicketClass], error) {
	return s.list(organizationID, opts).page(ctx)
}

// Pages walks the pages of the ticket classes of an organization, lazily. It ends at
// the first error. Route and errors as for List.
//
// See https://www.eventbrite.com/platform/docs/organizations
func (s *TicketClassesService) Pages(ctx context.Context, organizationID OrganizationID, opts *TicketClassListOptions) iter.Seq2[*Page[TicketClass], error] {
	return s.list(organizationID, opts).pages(ctx)
}

// All walks the ticket classes of an organization, as Pages does.
//
// See https://www.eventbrite.com/platform/docs/organizations
func (s *TicketClassesService) All(ctx context.Context, organizationID OrganizationID, opts *TicketClassListOptions) iter.Seq2[TicketClass, error] {
	return s.list(organizationID, opts).all(ctx)
}

// ListByEvent reads one page of the ticket classes of an event. Certainty: A (filters
// B).
//
// GET /v3/events/{event_id}/ticket_classes/, see
// https://www.eventbrite.com/platform/api#/reference/ticket-class. [ErrNotFound] for
// an event that does not exist.
func (s *TicketClassesService) ListByEvent(ctx context.Context, eventID EventID, opts *EventTicketClassListOptions) (*Page[TicketClass], error) {
	return s.listByEvent(eventID, opts).page(ctx)
}

// PagesByEvent walks the pages of the ticket classes of an event, lazily. It ends at
// the first error. Route and errors as for ListByEvent.
//
// See https://www.eventbrite.com/platform/api#/reference/ticket-class
func (s *TicketClassesService) PagesByEvent(ctx context.Context, eventID EventID, opts *EventTicketClassListOptions) iter.Seq2[*Page[TicketClass], error] {
	return s.listByEvent(eventID, opts).pages(ctx)
}

// AllByEvent walks the ticket classes of an event, as PagesByEvent does. Route and
// errors as for ListByEvent.
//
// See https://www.eventbrite.com/platform/api#/reference/ticket-class
func (s *TicketClassesService) AllByEvent(ctx context.Context, eventID EventID, opts *EventTicketClassListOptions) iter.Seq2[TicketClass, error] {
	return s.listByEvent(eventID, opts).all(ctx)
}

// ListForSale reads one page of the ticket classes of an event that can be bought now,
// with their prices under a discount's code. They come without private fields.
// Certainty: A- (filters B).
//
// GET /v3/events/{event_id}/ticket_classes/for_sale/, see
// https://www.eventbrite.com/platform/api#/reference/ticket-class. [ErrNotFound] for
// an event that does not exist; [ErrForbidden] for a hold that the token's user may
// not sell from.
func (s *TicketClassesService) ListForSale(ctx context.Context, eventID EventID, opts *TicketClassForSaleOptions) (*Page[TicketClass], error) {
	return s.listForSale(eventID, opts).page(ctx)
}

// PagesForSale walks the pages of the ticket classes of an event that can be bought
// now, lazily. It ends at the first error. Route and errors as for ListForSale.
//
// See https://www.eventbrite.com/platform/api#/reference/ticket-class
func (s *TicketClassesService) PagesForSale(ctx context.Context, eventID EventID, opts *TicketClassForSaleOptions) iter.Seq2[*Page[TicketClass], error] {
	return s.listForSale(eventID, opts).pages(ctx)
}

// AllForSale walks the ticket classes of an event that can be bought now, as
// PagesForSale does. Route and errors as for ListForSale.
//
// See https://www.eventbrite.com/platform/api#/reference/ticket-class
func (s *TicketClassesService) AllForSale(ctx context.Context, eventID EventID, opts *TicketClassForSaleOptions) iter.Seq2[TicketClass, error] {
	return s.listForSale(eventID, opts).all(ctx)
}
