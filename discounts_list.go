package boxoffice

import (
	"context"
	"iter"
	"unicode/utf8"
)

// DiscountScope is what the discounts of a list are for.
type DiscountScope string

// The scopes. Other values are sent as they are: one program names "organization", which
// nothing confirms.
const (
	DiscountScopeEvent       DiscountScope = "event"        // discounts of one event
	DiscountScopeMultiEvents DiscountScope = "multi_events" // discounts of ticket groups, and of all events
	DiscountScopeUser        DiscountScope = "user"         // what it picks is not told; it needs an event
)

// DiscountOrder sorts discounts.
type DiscountOrder string

// The orders of discounts.
const (
	DiscountOrderCodeAsc          DiscountOrder = "code_asc"
	DiscountOrderCodeDesc         DiscountOrder = "code_desc"
	DiscountOrderDiscountTypeAsc  DiscountOrder = "discount_type_asc"
	DiscountOrderDiscountTypeDesc DiscountOrder = "discount_type_desc"
	DiscountOrderStartAsc         DiscountOrder = "start_asc"
	DiscountOrderStartDesc        DiscountOrder = "start_desc"
)

// DiscountListOptions are the options of an organization's list of discounts. Scope is
// required, so nil options are refused.
type DiscountListOptions struct {
	ContinuationOptions

	// Scope is what the discounts are for. It is required.
	Scope DiscountScope `url:"scope,omitempty"`
	// EventID is required for the scopes event and user, and excluded by multi_events.
	EventID EventID `url:"event_id,omitempty"`
	// TicketGroupID is for the scope multi_events.
	TicketGroupID TicketGroupID `url:"ticket_group_id,omitempty"`
	// Code picks by the whole code or name, and CodeFilter by its beginning: one of
	// them, of two characters at least.
	Code       string `url:"code,omitempty"`
	CodeFilter string `url:"code_filter,omitempty"`
	// Type picks by type.
	Type []DiscountType `url:"type,comma,omitempty"`
	// OrderBy sorts. It needs Code or CodeFilter.
	OrderBy DiscountOrder `url:"order_by,omitempty"`
	// HoldIDs picks those that open a hold.
	HoldIDs []string `url:"hold_ids,comma,omitempty"`
	// Page is the number of the page to begin with, in place of a continuation.
	Page int `url:"page,omitempty"`
	// PageSize is how many discounts a page holds; 0 leaves it to Eventbrite, which
	// gives 50. The most is not documented; 200 is in use.
	PageSize int `url:"page_size,omitempty"`
	// Expand asks for related objects.
	Expand []DiscountExpansion `url:"expand,comma,omitempty"`
}

const minCodeFilter = 2

func (o *DiscountListOptions) check() error {
	if o == nil || o.Scope == "" {
		return missing("opts.Scope")
	}
	tooShort := func(code string) bool { return code != "" && utf8.RuneCountInString(code) < minCodeFilter }
	switch multi := o.Scope == DiscountScopeMultiEvents; {
	case o.EventID == "" && (o.Scope == DiscountScopeEvent || o.Scope == DiscountScopeUser):
		return missing("opts.EventID")
	case o.EventID != "" && multi:
		return argumentError("opts.EventID", "can't be given with the scope multi_events")
	case o.TicketGroupID != "" && (o.Scope == DiscountScopeEvent || o.Scope == DiscountScopeUser):
		return argumentError("opts.TicketGroupID", "is for the scope multi_events")
	case o.Code != "" && o.CodeFilter != "":
		return exclusive("opts.CodeFilter", "Code")
	case tooShort(o.Code):
		return argumentError("opts.Code", "has less than two characters")
	case tooShort(o.CodeFilter):
		return argumentError("opts.CodeFilter", "has less than two characters")
	case o.OrderBy != "" && o.Code == "" && o.CodeFilter == "":
		return argumentError("opts.OrderBy", "needs Code or CodeFilter")
	}
	return firstError(checkPages(o.Continuation, o.Page, o.PageSize), checkExpand(o.Expand),
		checkList("opts.Type", o.Type), checkList("opts.HoldIDs", o.HoldIDs))
}

// DiscountsService reads and changes discounts.
type DiscountsService struct{ client *Client }

func (s *DiscountsService) list(organizationID OrganizationID, opts *DiscountListOptions) *continuations[Discount] {
	return &continuations[Discount]{client: s.client, key: "discounts", req: request{
		op: "Discounts.List", method: "GET", path: discountsPath, args: []any{organizationID}, query: opts, refused: opts.check(),
	}}
}

// List reads one page of an organization's discounts of one scope. Certainty: A
// (filters B).
//
// GET /v3/organizations/{organization_id}/discounts/, see
// https://www.eventbrite.com/platform/api#/reference/discount. [ErrNotFound] for an
// organization that is not the token's; [ErrInvalid] for filters that contradict each
// other.
func (s *DiscountsService) List(ctx context.Context, organizationID OrganizationID, opts *DiscountListOptions) (*Page[Discount], error) {
	return s.list(organizationID, opts).page(ctx)
}

// Pages walks the pages of an organization's discounts of one scope, lazily. A discount
// that changes meanwhile can make another one be missed or come twice. It ends at the
// first error. Route and errors as for List.
//
// See https://www.eventbrite.com/platform/api#/reference/discount
func (s *DiscountsService) Pages(ctx context.Context, organizationID OrganizationID, opts *DiscountListOptions) iter.Seq2[*Page[Discount], error] {
	return s.list(organizationID, opts).pages(ctx)
}

// All walks an organization's discounts of one scope, as Pages does.
//
// See https://www.eventbrite.com/platform/api#/reference/discount
func (s *DiscountsService) All(ctx context.Context, organizationID OrganizationID, opts *DiscountListOptions) iter.Seq2[Discount, error] {
	return s.list(organizationID, opts).all(ctx)
}
