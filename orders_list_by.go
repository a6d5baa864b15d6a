package boxoffice

import (
	"context"
	"iter"
)

// RefundRequestStatus is how far a request for a refund has come.
type RefundRequestStatus string

// The statuses of requests for refunds.
const (
	RefundRequestStatusCompleted     RefundRequestStatus = "completed"
	RefundRequestStatusPending       RefundRequestStatus = "pending"
	RefundRequestStatusOutsidePolicy RefundRequestStatus = "outside_policy"
	RefundRequestStatusDisputed      RefundRequestStatus = "disputed"
	RefundRequestStatusDenied        RefundRequestStatus = "denied"
)

// OrderListByEventOptions are the options of the list of an event's orders.
type OrderListByEventOptions struct {
	ContinuationOptions

	// Page is the number of the page to begin with, in place of a continuation.
	Page int `url:"page,omitempty"`
	// Expand asks for related objects.
	Expand []OrderExpansion `url:"expand,comma,omitempty"`
	// Status picks by whether the tickets are good. [OrderFilterBoth] is refused.
	Status OrderFilter `url:"status,omitempty"`
	// ChangedSince picks what changed at that time or later.
	ChangedSince UTC `url:"changed_since,omitempty"`
	// LastItemSeen goes with ChangedSince, and leaves out orders up to that id.
	LastItemSeen OrderID `url:"last_item_seen,omitempty"`
	// OnlyEmails and ExcludeEmails pick by the buyer's address.
	OnlyEmails    []string `url:"only_emails,comma,omitempty"`
	ExcludeEmails []string `url:"exclude_emails,comma,omitempty"`
	// RefundRequestStatuses picks orders that somebody wants money back for.
	RefundRequestStatuses []RefundRequestStatus `url:"refund_request_statuses,comma,omitempty"`
}

func (o *OrderListByEventOptions) check() error {
	switch {
	case o == nil:
		return nil
	case o.Status == OrderFilterBoth:
		return argumentError("opts.Status", `"both" is documented, but Eventbrite refuses it; take all_not_deleted`)
	case o.LastItemSeen != "" && o.ChangedSince.IsZero():
		return argumentError("opts.LastItemSeen", "goes with ChangedSince")
	}
	return firstError(checkPages(o.Continuation, o.Page, 0), checkExpand(o.Expand),
		checkList("opts.OnlyEmails", o.OnlyEmails), checkList("opts.ExcludeEmails", o.ExcludeEmails),
		checkList("opts.RefundRequestStatuses", o.RefundRequestStatuses))
}

// OrderListByUserOptions are the options of the list of a user's orders.
type OrderListByUserOptions struct {
	ContinuationOptions

	// Expand asks for related objects.
	Expand []OrderExpansion `url:"expand,comma,omitempty"`
	// ChangedSince picks what changed at that time or later.
	ChangedSince UTC `url:"changed_since,omitempty"`
	// TimeFilter picks orders for past events, or those to come.
	TimeFilter TimeFilter `url:"time_filter,omitempty"`
}

func (o *OrderListByUserOptions) check() error {
	if o == nil {
		return nil
	}
	return checkExpand(o.Expand)
}

func (s *OrdersService) listByEvent(eventID EventID, opts *OrderListByEventOptions) *continuations[Order] {
	return s.listFrom("ListByEvent", "/events/{event_id}/orders/", eventID, opts, opts.check())
}

func (s *OrdersService) listByUser(userID UserID, opts *OrderListByUserOptions) *continuations[Order] {
	return s.listFrom("ListByUser", "/users/{user_id}/orders/", userID, opts, opts.check())
}

// ListByEvent reads one page of an event's orders, with their costs in full.
// Certainty: A (filters B).
//
// GET /v3/events/{event_id}/orders/, see
// https://www.eventbrite.com/platform/api#/reference/order. [ErrForbidden] for another
// organization's event; [ErrNotFound] for none; [ErrInvalid] for a filter that
// Eventbrite does not take.
func (s *OrdersService) ListByEvent(ctx context.Context, eventID EventID, opts *OrderListByEventOptions) (*Page[Order], error) {
	return s.listByEvent(eventID, opts).page(ctx)
}

// PagesByEvent walks the pages of an event's orders, lazily. An order that changes
// meanwhile can make another one be missed or come twice. It ends at the first error.
// Route and errors as for ListByEvent.
//
// See https://www.eventbrite.com/platform/api#/reference/order
func (s *OrdersService) PagesByEvent(ctx context.Context, eventID EventID, opts *OrderListByEventOptions) iter.Seq2[*Page[Order], error] {
	return s.listByEvent(eventID, opts).pages(ctx)
}

// AllByEvent walks an event's orders, as PagesByEvent does.
//
// See https://www.eventbrite.com/platform/api#/reference/order
func (s *OrdersService) AllByEvent(ctx context.Context, eventID EventID, opts *OrderListByEventOptions) iter.Seq2[Order, error] {
	return s.listByEvent(eventID, opts).all(ctx)
}

// ListByUser reads one page of what a user has bought, for events of anybody, with
// the costs in full. Certainty: A (filters B).
//
// GET /v3/users/{user_id}/orders/, see
// https://www.eventbrite.com/platform/api#/reference/order. [ErrForbidden] or
// [ErrNotFound] for another user than [Me].
func (s *OrdersService) ListByUser(ctx context.Context, userID UserID, opts *OrderListByUserOptions) (*Page[Order], error) {
	return s.listByUser(userID, opts).page(ctx)
}

// PagesByUser walks the pages of what a user has bought, lazily. An order that changes
// meanwhile can make another one be missed or come twice. It ends at the first error.
// Route and errors as for ListByUser.
//
// See https://www.eventbrite.com/platform/api#/reference/order
func (s *OrdersService) PagesByUser(ctx context.Context, userID UserID, opts *OrderListByUserOptions) iter.Seq2[*Page[Order], error] {
	return s.listByUser(userID, opts).pages(ctx)
}

// AllByUser walks what a user has bought, as PagesByUser does.
//
// See https://www.eventbrite.com/platform/api#/reference/order
func (s *OrdersService) AllByUser(ctx context.Context, userID UserID, opts *OrderListByUserOptions) iter.Seq2[Order, error] {
	return s.listByUser(userID, opts).all(ctx)
}
