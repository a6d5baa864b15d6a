package boxoffice

import "context"

// CurrenciesService reads the currencies of an organization. No public page describes
// its endpoint, or what it answers.
type CurrenciesService struct{ client *Client }

// Get reads the currencies of an organization. Certainty: D.
//
// GET /v3/organizations/{organization_id}/currencies/, see
// https://www.eventbrite.com/platform/docs/organizations. [ErrNotFound] for an
// organization that is not the token's, or when the endpoint is gone.
func (s *CurrenciesService) Get(ctx context.Context, organizationID OrganizationID) (Unverified, error) {
	return fetchRaw(ctx, s.client, request{
		op: "Currencies.Get", method: "GET", path: "/organizations/{organization_id}/currencies/", args: []any{organizationID},
	})
}
