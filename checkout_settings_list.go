package boxoffice

import (
	"bytes"
	"context"
	"encoding/json"
	"iter"

	"github.com/boxoffice-go/boxoffice/internal/lenient"
)

// CheckoutSettingsListOptions are the options of an organization's list of checkout
// settings. Certainty: C, of the closed endpoint that this one replaces.
type CheckoutSettingsListOptions struct {
	ContinuationOptions

	// Country and Currency pick by where they apply.
	Country  string `url:"country,omitempty"`
	Currency string `url:"currency,omitempty"`
	// CheckoutMethods pick by how buyers pay.
	CheckoutMethods []CheckoutMethod `url:"checkout_methods,comma,omitempty"`
	// SearchMostRecentEvent is not explained.
	SearchMostRecentEvent *bool `url:"search_most_recent_event,omitempty"`
}

func (o *CheckoutSettingsListOptions) check() error {
	if o == nil {
		return nil
	}
	return checkList("opts.CheckoutMethods", o.CheckoutMethods)
}

// CheckoutSettingsService reads and makes the ways in which an organization is paid. No
// public page describes its endpoints.
type CheckoutSettingsService struct{ client *Client }

const checkoutSettingsPath = "/organizations/{organization_id}/checkout_settings/"

func (s *CheckoutSettingsService) list(organizationID OrganizationID, opts *CheckoutSettingsListOptions) *continuations[CheckoutSettings] {
	return &continuations[CheckoutSettings]{client: s.client, key: "checkout_settings", req: request{
		op: "CheckoutSettings.List", method: "GET", path: checkoutSettingsPath, args: []any{organizationID}, query: opts, refused: opts.check(),
	}}
}

// List reads one page of an organization's checkout settings. Certainty: D (fields B).
//
// GET /v3/organizations/{organization_id}/checkout_settings/, see
// https://www.eventbrite.com/platform/docs/organizations. [ErrNotFound] for an
// organization that is not the token's, or when the endpoint is gone.
func (s *CheckoutSettingsService) List(ctx context.Context, organizationID OrganizationID, opts *CheckoutSettingsListOptions) (*Page[CheckoutSettings], error) {
	return s.list(organizationID, opts).page(ctx)
}

// Pages walks the pages of an organization's checkout settings, lazily. It ends at the
// first error. Route and errors as for List.
//
// See https://www.eventbrite.com/platform/docs/organizations
func (s *CheckoutSettingsService) Pages(ctx context.Context, organizationID OrganizationID, opts *CheckoutSettingsListOptions) iter.Seq2[*Page[CheckoutSettings], error] {
	return s.list(organizationID, opts).pages(ctx)
}

// All walks an organization's checkout settings, as Pages does.
//
// See https://www.eventbrite.com/platform/docs/organizations
func (s *CheckoutSettingsService) All(ctx context.Context, organizationID OrganizationID, opts *CheckoutSettingsListOptions) iter.Seq2[CheckoutSettings, error] {
	return s.list(organizationID, opts).all(ctx)
}

// Create makes a way to be paid. It returns a list, as the closed endpoint did that
// this one replaces; an answer with one object makes a list of one. Certainty: D.
//
// POST /v3/organizations/{organization_id}/checkout_settings/, see
// https://www.eventbrite.com/platform/docs/organizations. [ErrNotFound] when the
// endpoint is gone; [ErrOutcomeUnknown] as for every write, also for an answer of a
// shape of its own.
func (s *CheckoutSettingsService) Create(ctx context.Context, organizationID OrganizationID, settings CheckoutSettingsCreate) ([]CheckoutSettings, error) {
	answer, err := fetch(ctx, s.client, request{
		op: "CheckoutSettings.Create", method: "POST", path: checkoutSettingsPath, args: []any{organizationID},
		body: settings, refused: settings.check(),
	}, func(a *checkoutAnswer) bool { return len(*a) > 0 && (*a)[0].CheckoutMethod != "" })
	if err != nil {
		return nil, err
	}
	return *answer, nil
}

// checkoutAnswer is a list, a list under "checkout_settings", or one object.
type checkoutAnswer []CheckoutSettings

func (a *checkoutAnswer) UnmarshalJSON(data []byte) error {
	var wrapped struct {
		List json.RawMessage `json:"checkout_settings"`
	}
	if json.Unmarshal(data, &wrapped) == nil && wrapped.List != nil {
		data = wrapped.List
	}
	if !bytes.HasPrefix(data, []byte("[")) {
		data = append(append([]byte("["), data...), ']')
	}
	var list []CheckoutSettings
	_, err := lenient.Unmarshal(data, &list)
	*a = list
	return err
}
