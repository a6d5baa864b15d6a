package boxoffice

import (
	"context"
	"encoding/json"
	"iter"
)

// RoleID is the id of a role.
type RoleID string

// RolePermissionType is the smallest thing that a role's permissions act on.
type RolePermissionType string

// What a role's permissions act on. Other values are kept.
const (
	RolePermissionTypeUser  RolePermissionType = "user"
	RolePermissionTypeEvent RolePermissionType = "event"
)

// Role is what a member of one organization can be. It belongs to the organization
// and goes with it. Certainty: A- (values B).
//
// See https://www.eventbrite.com/platform/api#/reference/organization-roles
type Role struct {
	// ID is the role's id.
	ID RoleID `json:"id"`
	// Name may hold anything.
	Name string `json:"name,omitzero"`
	// Description may hold anything.
	Description string `json:"description,omitzero"`
	// OrganizationID is whose role it is.
	OrganizationID OrganizationID `json:"organization_id,omitzero"`
	// Permissions are names such as "event.orders:read". There is no list of them.
	Permissions []string `json:"permissions,omitzero"`
	// Immutable, Grantable and Deletable say what can be done with the role on
	// Eventbrite's own pages; nil when not told.
	Immutable *bool `json:"immutable,omitzero"`
	Grantable *bool `json:"grantable,omitzero"`
	Deletable *bool `json:"deletable,omitzero"`
	// PermissionType is the smallest thing that the permissions act on.
	PermissionType RolePermissionType `json:"permission_type,omitzero"`
	// Type is the kind of object; its value was not seen.
	Type string `json:"_type,omitzero"`
	// Extra are the members of the JSON that this type does not know, as they came;
	// nil when there were none.
	Extra map[string]json.RawMessage `json:"-"`
}

type plainRole Role

// UnmarshalJSON keeps what it does not know in Extra.
func (r *Role) UnmarshalJSON(data []byte) error {
	var known plainRole
	extra, err := unmarshalOpen(data, &known)
	if err != nil {
		return err
	}
	*r = Role(known)
	r.Extra = extra
	return nil
}

// MarshalJSON writes Extra beside what it knows.
func (r Role) MarshalJSON() ([]byte, error) {
	return marshalOpen(plainRole(r), r.Extra)
}

// RoleListOptions are the options of a list of roles. Eventbrite documents no filter.
type RoleListOptions struct{ ContinuationOptions }

// RolesService reads an organization's roles. Nothing in the API makes, changes or
// grants one.
type RolesService struct{ client *Client }

func (s *RolesService) list(organizationID OrganizationID, opts *RoleListOptions) *continuations[Role] {
	return &continuations[Role]{client: s.client, key: "roles", req: request{
		op: "Roles.List", method: "GET", path: "/organizations/{organization_id}/roles/", args: []any{organizationID}, query: opts,
	}}
}

// List reads one page of an organization's roles. Certainty: A- (path and paging B).
//
// GET /v3/organizations/{organization_id}/roles/, see
// https://www.eventbrite.com/platform/api#/reference/organization-roles.
// [ErrNotFound] for an organization that is not the token's; [ErrForbidden] when the
// user's role does not allow it.
func (s *RolesService) List(ctx context.Context, organizationID OrganizationID, opts *RoleListOptions) (*Page[Role], error) {
	return s.list(organizationID, opts).page(ctx)
}

// Pages walks the pages of an organization's roles, lazily. It ends at the first
// error. Route and errors as for List.
//
// See https://www.eventbrite.com/platform/api#/reference/organization-roles
func (s *RolesService) Pages(ctx context.Context, organizationID OrganizationID, opts *RoleListOptions) iter.Seq2[*Page[Role], error] {
	return s.list(organizationID, opts).pages(ctx)
}

// All walks an organization's roles, as Pages does.
//
// See https://www.eventbrite.com/platform/api#/reference/organization-roles
func (s *RolesService) All(ctx context.Context, organizationID OrganizationID, opts *RoleListOptions) iter.Seq2[Role, error] {
	return s.list(organizationID, opts).all(ctx)
}
