package boxoffice

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"
)

// OrganizationID is the id of an Eventbrite organization. It is not an
// [OrganizerID] and not a [UserID], although all three look like long numbers.
type OrganizationID string

// Organization is an account that holds events and has members. Certainty: A.
//
// See https://www.eventbrite.com/platform/api#/reference/organization
type Organization struct {
	// ID is what other methods call organizationID.
	ID OrganizationID `json:"id"`
	// Name may hold anything.
	Name string `json:"name,omitzero"`
	// Vertical is "default" or "music" (that there is no other: certainty B).
	Vertical string `json:"vertical,omitzero"`
	// ParentID is the organization above; a value was never seen.
	ParentID OrganizationID `json:"parent_id,omitzero"`
	// Locale is a language such as "en_US".
	Locale string `json:"locale,omitzero"`
	// ImageID is the organization's picture.
	ImageID string `json:"image_id,omitzero"`
	// Created is when it was made; nil in answers of 2021 and before. Some answers name no
	// zone: UTC is assumed (certainty A-).
	Created *time.Time `json:"created,omitzero"`
	// Type is "organization".
	Type string `json:"_type,omitzero"`
}

// OrganizationListOptions are the options of a list of organizations.
type OrganizationListOptions struct{ ContinuationOptions }

// OrganizationsService reads the organizations that users belong to. There is no
// endpoint for one organization by its id, and none that makes or changes one.
type OrganizationsService struct{ client *Client }

func (s *OrganizationsService) list(op string, userID UserID, opts *OrganizationListOptions) *continuations[Organization] {
	return &continuations[Organization]{client: s.client, key: "organizations", req: request{
		op: "Organizations." + op, method: "GET", path: "/users/{user_id}/organizations/", args: []any{userID}, query: opts,
	}}
}

// List reads one page of the organizations of the token's user. The list can be
// empty: see [OrganizationsService.Default]. Certainty: A.
//
// GET /v3/users/me/organizations/, see
// https://www.eventbrite.com/platform/api#/reference/organization. [ErrForbidden]
// for a public token, [ErrUnauthorized] for a bad one.
func (s *OrganizationsService) List(ctx context.Context, opts *OrganizationListOptions) (*Page[Organization], error) {
	return s.list("List", Me, opts).page(ctx)
}

// Pages walks the pages of the organizations of the token's user, lazily. It ends at
// the first error. Route and errors as for List.
//
// See https://www.eventbrite.com/platform/api#/reference/organization
func (s *OrganizationsService) Pages(ctx context.Context, opts *OrganizationListOptions) iter.Seq2[*Page[Organization], error] {
	return s.list("List", Me, opts).pages(ctx)
}

// All walks the organizations of the token's user, as Pages does.
//
// See https://www.eventbrite.com/platform/api#/reference/organization
func (s *OrganizationsService) All(ctx context.Context, opts *OrganizationListOptions) iter.Seq2[Organization, error] {
	return s.list("List", Me, opts).all(ctx)
}

// ListByUser reads one page of the organizations of a user. Certainty: B.
//
// GET /v3/users/{user_id}/organizations/, see
// https://www.eventbrite.com/platform/api#/reference/organization. [ErrNotFound]
// or [ErrForbidden] for a user whom the token may not see.
func (s *OrganizationsService) ListByUser(ctx context.Context, userID UserID, opts *OrganizationListOptions) (*Page[Organization], error) {
	return s.list("ListByUser", userID, opts).page(ctx)
}

// PagesByUser walks the pages of the organizations of a user, lazily. It ends at the
// first error. Route and errors as for ListByUser.
//
// See https://www.eventbrite.com/platform/api#/reference/organization
func (s *OrganizationsService) PagesByUser(ctx context.Context, userID UserID, opts *OrganizationListOptions) iter.Seq2[*Page[Organization], error] {
	return s.list("ListByUser", userID, opts).pages(ctx)
}

// AllByUser walks the organizations of a user, as PagesByUser does.
//
// See https://www.eventbrite.com/platform/api#/reference/organization
func (s *OrganizationsService) AllByUser(ctx context.Context, userID UserID, opts *OrganizationListOptions) iter.Seq2[Organization, error] {
	return s.list("ListByUser", userID, opts).all(ctx)
}

// Default returns the first organization of the token's user. An account that has
// several may well mean another one: see [OrganizationsService.Resolve].
//
// An account can have no organization. Eventbrite's guide says that the user's own
// id then serves as the organization's: what comes back is an organization of that id
// with no Type, and that it works is assumed, not known (certainty B of the guide, C
// of the use).
//
// GET /v3/users/me/organizations/, and for such an account GET /v3/users/me/; see
// https://www.eventbrite.com/platform/docs/organizations. Errors as for List.
func (s *OrganizationsService) Default(ctx context.Context) (*Organization, error) {
	for organization, err := range s.All(ctx, nil) {
		if err != nil {
			return nil, err
		}
		return &organization, nil
	}
	me, err := (&UsersService{s.client}).Me(ctx, nil)
	if err != nil {
		return nil, err
	}
	return &Organization{ID: OrganizationID(me.ID), Name: me.Name}, nil
}

// maxChoices is how many organizations an error names.
const maxChoices = 10

// Resolve finds one organization of the token's user by its id or its name, whatever
// the case of the name. The error of a name that fits none or several lists the
// organizations that could be meant: those that fit, else all. One that fits none is
// [ErrNotFound]; one that fits several is no sentinel's kind of error.
//
// GET /v3/users/me/organizations/, see
// https://www.eventbrite.com/platform/api#/reference/organization. Errors as for
// List.
func (s *OrganizationsService) Resolve(ctx context.Context, idOrName string) (*Organization, error) {
	wanted := strings.TrimSpace(idOrName)
	if wanted == "" {
		return nil, missing("idOrName")
	}
	all, err := Collect(s.All(ctx, nil))
	if err != nil {
		return nil, err
	}
	var fits []Organization
	for _, o := range all {
		if string(o.ID) == wanted {
			return &o, nil
		}
		// One that moved to another page meanwhile is listed twice, and is one.
		seen := slices.ContainsFunc(fits, func(f Organization) bool { return f.ID == o.ID })
		if !seen && strings.EqualFold(strings.TrimSpace(o.Name), wanted) {
			fits = append(fits, o)
		}
	}
	switch len(fits) {
	case 1:
		return &fits[0], nil
	case 0:
		e := s.unresolved("no organization of the token's user has that id or name", all)
		e.addKind(ErrNotFound)
		return nil, e
	}
	return nil, s.unresolved(fmt.Sprintf("%d organizations have that name, so give an id", len(fits)), fits)
}

func (s *OrganizationsService) unresolved(why string, choices []Organization) *Error {
	if len(choices) == 0 {
		return s.client.unexpected(s.list("Resolve", Me, nil).req, errors.New(why+"; it has none at all, and then the user's id may serve as one: see Default"))
	}
	var names []string
	for _, o := range choices[:min(len(choices), maxChoices)] {
		names = append(names, fmt.Sprintf("%s (%q)", o.ID, o.Name))
	}
	if more := len(choices) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return s.client.unexpected(s.list("Resolve", Me, nil).req, errors.New(why+"; there are "+strings.Join(names, ", ")))
}
