package boxoffice

import "context"

// AssortmentPlan is a package that an organization can choose.
type AssortmentPlan string

// The packages, as they were named in 2018. Other values are sent as they are.
const (
	AssortmentPlanPackage1 AssortmentPlan = "package1"
	AssortmentPlanPackage2 AssortmentPlan = "package2"
)

func (p AssortmentPlan) check() error {
	if p == "" {
		return missing("plan")
	}
	return nil
}

// AssortmentService reads and chooses the package of an organization, on which its fees
// and some features hang. No public page describes its endpoints, or what they answer.
type AssortmentService struct{ client *Client }

const assortmentPath = "/organizations/{organization_id}/assortment/"

// Get reads the package that an organization has chosen. Certainty: D.
//
// GET /v3/organizations/{organization_id}/assortment/, see
// https://www.eventbrite.com/platform/docs/organizations. [ErrNotFound] for an
// organization that is not the token's, or when the endpoint is gone.
func (s *AssortmentService) Get(ctx context.Context, organizationID OrganizationID) (Unverified, error) {
	return fetchRaw(ctx, s.client, request{op: "Assortment.Get", method: "GET", path: assortmentPath, args: []any{organizationID}})
}

// Set chooses a package for an organization, which can change what it pays. Certainty:
// D (the body B, of the closed endpoint that this one replaces).
//
// POST /v3/organizations/{organization_id}/assortment/, see
// https://www.eventbrite.com/platform/docs/organizations. [ErrInvalid] for a package
// that Eventbrite does not know; [ErrNotFound] when the endpoint is gone;
// [ErrOutcomeUnknown] as for every write.
func (s *AssortmentService) Set(ctx context.Context, organizationID OrganizationID, plan AssortmentPlan) (Unverified, error) {
	return fetchRaw(ctx, s.client, request{
		op: "Assortment.Set", method: "POST", path: assortmentPath, args: []any{organizationID},
		body: map[string]any{"plan": plan}, refused: plan.check(),
	})
}
