package boxoffice

import (
	"context"
	"iter"
)

// OrderFilter picks orders by whether their tickets are good.
type OrderFilter string

// The filters of orders. OrderFilterBoth is documented, but Eventbrite is known to
// refuse it in the orders of an event: use OrderFilterAllNotDeleted.
const (
	OrderFilterActive        OrderFilter = "active"
	OrderFilterInactive      OrderFilter = "inactive"
	OrderFilterBoth          OrderFilter = "both"
	OrderFilterAllNotDeleted OrderFilter = "all_not_deleted"
)

// OrderListOptions are the options of an organization's list of orders.
type OrderListOptions struct {
	ContinuationOptions

	// Expand asks for related objects.
	Expand []OrderExpansion `url:"expand,comma,omitempty"`
	// Status picks by whether the tickets are good. Whether Eventbrite takes
	// [OrderFilterBoth] here is doubtful.
	Status OrderFilter `url:"status,omitempty"`
	// ChangedSince picks what changed at that time or later.
	ChangedSince UTC `url:"changed_since,omitempty"`
	// OnlyEmails and ExcludeEmails pick by the buyer's address.
	OnlyEmails    []string `url:"only_emails,comma,omitempty"`
	ExcludeEmails []string `url:"exclude_emails,comma,omitempty"`
	// TimeFilter picks orders for past events, or those to come. It is not documented
	// here, but works.
	TimeFilter TimeFilter `url:"time_filter,omitempty"`
}

func (o *OrderListOptions) check() error {
	if o == nil {
		return nil
	}
	return firstError(checkExpand(o.Expand), checkList("opts.OnlyEmails", o.OnlyEmails), checkList("opts.ExcludeEmails", o.ExcludeEmails))
}

// OrderSearchOptions are the options of a search for orders. What it takes beside
// Barcodes is not known. Certainty: C.
type OrderSearchOptions struct {
	ContinuationOptions

	// Expand asks for related objects.
	Expand []OrderExpansion `url:"expand,comma,omitempty"`
	// Barcodes are those of tickets. This package requires one, since nothing else to
	// search by is known.
	Barcodes []string `url:"barcodes,comma,omitempty"`
}

func (o *OrderSearchOptions) check() error {
	if o == nil || len(o.Barcodes) == 0 {
		return missing("opts.Barcodes")
	}
	return firstError(checkExpand(o.Expand), checkList("opts.Barcodes", o.Barcodes))
}

// OrderGetOptions are the options of reading an order.
type OrderGetOptions struct {
	// Expand asks for related objects.
	Expand []OrderExpansion `url:"expand,comma,omitempty"`
}

func (o *OrderGetOptions) check() error {
	if o == nil {
		return nil
	}
	return checkExpand(o.Expand)
}

// OrdersService reads what was bought. Nothing in the API buys or changes anything.
type OrdersService struct{ client *Client }

func (s *OrdersService) listFrom(op, path string, parent, opts any, refused error) *continuations[Order] {
	return &continuations[Order]{client: s.client, key: "orders", req: request{
		op: "Orders." + op, method: "GET", path: path, args: []any{parent}, query: opts, refused: refused,
	}}
}

func (s *OrdersService) list(organizationID OrganizationID, opts *OrderListOptions) *continuations[Order] {
	return s.listFrom("List", "/organizations/{organization_id}/orders/", organizationID, opts, opts.check())
}

func (s *OrdersService) search(organizationID OrganizationID, opts *OrderSearchOptions) *continuations[Order] {
	return s.listFrom("Search", "/organizations/{organization_id}/orders/search/", organizationID, opts, opts.check())
}

// List reads one page of the orders for all events of an organization. Their [Costs]
// have five members only; [OrdersService.Get] has the others. Certainty: A (filters B).
//
// GET /v3/organizations/{organization_id}/orders/, see
// https://www.eventbrite.com/platform/api#/reference/order. [ErrNotFound] for an
// organization that is not the token's; [ErrForbidden] when the user's role does not
// allow it; [ErrInvalid] for a filter that Eventbrite does not take.
func (s *OrdersService) List(ctx context.Context, organizationID OrganizationID, opts *OrderListOptions) (*Page[Order], error) {
	return s.list(organizationID, opts).page(ctx)
}

// Pages walks the pages of an organization's orders, lazily. An order that changes
// meanwhile can make another one be missed or come twice. It ends at the first error.
// Route and errors as for List.
//
// See https://www.eventbrite.com/platform/api#/reference/order
func (s *OrdersService) Pages(ctx context.Context, organizationID OrganizationID, opts *OrderListOptions) iter.Seq2[*Page[Order], error] {
	return s.list(organizationID, opts).pages(ctx)
}

// All walks an organization's orders, as Pages does.
//
// See https://www.eventbrite.com/platform/api#/reference/order
func (s *OrdersService) All(ctx context.Context, organizationID OrganizationID, opts *OrderListOptions) iter.Seq2[Order, error] {
	return s.list(organizationID, opts).all(ctx)
}

// Search reads one page of an organization's orders that have a ticket with one of the
// barcodes. Certainty: C (route D): programs of 2019 call it, and no answer was seen.
//
// GET /v3/organizations/{organization_id}/orders/search/, see
// https://www.eventbrite.com/platform/docs/organizations. [ErrNotFound] for an
// organization that is not the token's, or if the endpoint is gone.
func (s *OrdersService) Search(ctx context.Context, organizationID OrganizationID, opts *OrderSearchOptions) (*Page[Order], error) {
	return s.search(organizationID, opts).page(ctx)
}

// SearchPages walks the pages of a search, lazily. It ends at the first error. Route
// and errors as for Search.
//
// See https://www.eventbrite.com/platform/docs/organizations
func (s *OrdersService) SearchPages(ctx context.Context, organizationID OrganizationID, opts *OrderSearchOptions) iter.Seq2[*Page[Order], error] {
	return s.search(organizationID, opts).pages(ctx)
}

// SearchAll walks what a search finds, as SearchPages does.
//
// See https://www.eventbrite.com/platform/docs/organizations
func (s *OrdersService) SearchAll(ctx context.Context, organizationID OrganizationID, opts *OrderSearchOptions) iter.Seq2[Order, error] {
	return s.search(organizationID, opts).all(ctx)
}

// Get reads one order, with its costs in full. Certainty: A.
//
// GET /v3/orders/{order_id}/, see https://www.eventbrite.com/platform/api#/reference/order.
// [ErrNotFound] for one that does not exist; [ErrForbidden] or [ErrNotFound] for one that
// is not the token's to see; [ErrInvalid] with the [Error.Code] ORDER_EXPIRED.
func (s *OrdersService) Get(ctx context.Context, orderID OrderID, opts *OrderGetOptions) (*Order, error) {
	return fetch(ctx, s.client, request{
		op: "Orders.Get", method: "GET", path: "/orders/{order_id}/", args: []any{orderID}, query: opts, refused: opts.check(),
	}, func(o *Order) bool { return o.ID != "" })
}
