package boxoffice

import (
	"context"
	"encoding/json"
	"iter"
)

// OrganizationMember is a person in an organization. Certainty: A- (the names of the
// fields come from real answers, their values do not). Neither a name nor an address is
// known to be among them: [UsersService.Get] may show those.
//
// See https://www.eventbrite.com/platform/api#/reference/organization-members
type OrganizationMember struct {
	// UserID is the person's account.
	UserID UserID `json:"user_id"`
	// RoleSummary says what the person may do; its values were not seen. [Role] is
	// what an organization's roles are, and nothing links the two.
	RoleSummary string `json:"role_summary,omitzero"`
	// Immutable is whether the membership can't be changed; nil when not told.
	Immutable *bool `json:"immutable,omitzero"`
	// Type is the kind of object; its value was not seen.
	Type string `json:"_type,omitzero"`
	// Extra are the members of the JSON that this type does not know, as they came;
	// nil when there were none.
	Extra map[string]json.RawMessage `json:"-"`
}

type plainMember OrganizationMember

// UnmarshalJSON keeps what it does not know in Extra.
func (m *OrganizationMember) UnmarshalJSON(data []byte) error {
	var known plainMember
	extra, err := unmarshalOpen(data, &known)
	if err != nil {
		return err
	}
	*m = OrganizationMember(known)
	m.Extra = extra
	return nil
}

// MarshalJSON writes Extra beside what it knows.
func (m OrganizationMember) MarshalJSON() ([]byte, error) {
	return marshalOpen(plainMember(m), m.Extra)
}

// OrganizationMemberListOptions are the options of a list of members. Eventbrite
// documents no filter.
type OrganizationMemberListOptions struct{ ContinuationOptions }

// OrganizationMembersService reads the people of an organization. Nothing in the API
// adds, changes or removes one: that is done on Eventbrite's own pages.
type OrganizationMembersService struct{ client *Client }

func (s *OrganizationMembersService) list(organizationID OrganizationID, opts *OrganizationMemberListOptions) *continuations[OrganizationMember] {
	return &continuations[OrganizationMember]{client: s.client, key: "members", req: request{
		op: "Members.List", method: "GET", path: "/organizations/{organization_id}/members/", args: []any{organizationID}, query: opts,
	}}
}

// List reads one page of an organization's members. Certainty: A- (path B, paging not
// seen).
//
// GET /v3/organizations/{organization_id}/members/, see
// https://www.eventbrite.com/platform/api#/reference/organization-members.
// [ErrNotFound] for an organization that is not the token's; [ErrForbidden] when the
// user's role does not allow it.
func (s *OrganizationMembersService) List(ctx context.Context, organizationID OrganizationID, opts *OrganizationMemberListOptions) (*Page[OrganizationMember], error) {
	return s.list(organizationID, opts).page(ctx)
}

// Pages walks the pages of an organization's members, lazily. A member who joins or
// leaves meanwhile can make another one be missed or come twice. It ends at the first
// error. Route and errors as for List.
//
// See https://www.eventbrite.com/platform/api#/reference/organization-members
func (s *OrganizationMembersService) Pages(ctx context.Context, organizationID OrganizationID, opts *OrganizationMemberListOptions) iter.Seq2[*Page[OrganizationMember], error] {
	return s.list(organizationID, opts).pages(ctx)
}

// All walks an organization's members, as Pages does.
//
// See https://www.eventbrite.com/platform/api#/reference/organization-members
func (s *OrganizationMembersService) All(ctx context.Context, organizationID OrganizationID, opts *OrganizationMemberListOptions) iter.Seq2[OrganizationMember, error] {
	return s.list(organizationID, opts).all(ctx)
}
