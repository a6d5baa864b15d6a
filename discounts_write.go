package boxoffice

import "context"

const (
	discountsPath = "/organizations/{organization_id}/discounts/"
	discountPath  = "/discounts/{discount_id}/"
)

// DiscountGetOptions are the options of reading a discount.
type DiscountGetOptions struct {
	// Expand asks for related objects.
	Expand []DiscountExpansion `url:"expand,comma,omitempty"`
}

func (o *DiscountGetOptions) check() error {
	if o == nil {
		return nil
	}
	return checkExpand(o.Expand)
}

// Get reads one discount. Certainty: B.
//
// GET /v3/discounts/{discount_id}/, see
// https://www.eventbrite.com/platform/api#/reference/discount. [ErrNotFound] for one
// that does not exist.
func (s *DiscountsService) Get(ctx context.Context, discountID DiscountID, opts *DiscountGetOptions) (*Discount, error) {
	return fetch(ctx, s.client, request{
		op: "Discounts.Get", method: "GET", path: discountPath, args: []any{discountID}, query: opts, refused: opts.check(),
	}, func(d *Discount) bool { return d.ID == discountID })
}

// Create makes a discount, which can be used at once. Without an event and a ticket
// group it is for all events of the organization, future ones too. Certainty: A (fields
// B).
//
// POST /v3/organizations/{organization_id}/discounts/, see
// https://www.eventbrite.com/platform/api#/reference/discount. [ErrInvalid] with a
// [Error.Code] that says why: MULTI_EVENT_DISCOUNT_NOT_SUPPORTED for a public one that
// is not for one event, EXCEED_MAXIMUM_DISCOUNTS_PER_HOLD beyond 100;
// [ErrOutcomeUnknown] as for every write.
func (s *DiscountsService) Create(ctx context.Context, organizationID OrganizationID, discount DiscountCreate) (*Discount, error) {
	return fetch(ctx, s.client, request{
		op: "Discounts.Create", method: "POST", path: discountsPath, args: []any{organizationID},
		body: map[string]any{"discount": discount}, refused: discount.check(),
	}, func(d *Discount) bool { return d.ID != "" })
}

// Update changes what is set and leaves the rest. Certainty: B.
//
// POST /v3/discounts/{discount_id}/, see
// https://www.eventbrite.com/platform/api#/reference/discount. [ErrInvalid] with a
// [Error.Code] that says why, such as AMOUNT_AND_PERCENT_OFF_PROVIDED; [ErrNotFound]
// for one that does not exist.
func (s *DiscountsService) Update(ctx context.Context, discountID DiscountID, changes DiscountUpdate) (*Discount, error) {
	return fetch(ctx, s.client, request{
		op: "Discounts.Update", method: "POST", path: discountPath, args: []any{discountID},
		body: map[string]any{"discount": changes}, refused: changes.check(),
	}, func(d *Discount) bool { return d.ID == discountID })
}

// Delete deletes a discount that was not used yet, for good. Whether Eventbrite then
// sends the discount or nothing differs between sources, so the answer is dropped.
// Certainty: B (the empty answer C).
//
// DELETE /v3/discounts/{discount_id}/, see
// https://www.eventbrite.com/platform/api#/reference/discount. [ErrInvalid] with the
// [Error.Code] DISCOUNT_CANNOT_BE_DELETED for one that was used; [ErrNotFound] for none.
func (s *DiscountsService) Delete(ctx context.Context, discountID DiscountID) error {
	return s.client.call(ctx, request{op: "Discounts.Delete", method: "DELETE", path: discountPath, args: []any{discountID}}, nil)
}

// DeleteAllUnverified calls an endpoint that is only named, in a list of routes.
//
// WARNING: it has no parameter that anybody has told of, and MAY DELETE EVERY DISCOUNT
// OF THE ORGANIZATION, for good. Nobody has recorded what it does, whether it is there
// at all, or what it answers. To delete one discount use [DiscountsService.Delete].
// Certainty: D.
//
// DELETE /v3/organizations/{organization_id}/discounts/, see
// https://www.eventbrite.com/platform/docs/organizations. [ErrNotFound] when the
// endpoint is gone; [ErrOutcomeUnknown] as for every write.
func (s *DiscountsService) DeleteAllUnverified(ctx context.Context, organizationID OrganizationID) (Unverified, error) {
	return fetchRaw(ctx, s.client, request{op: "Discounts.DeleteAllUnverified", method: "DELETE", path: discountsPath, args: []any{organizationID}})
}
