package boxoffice

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
)

// Organizer is an organizer's account.
//
// See https://docs.pretix.eu/dev/api/resources/organizers.html
type Organizer struct {
	// Slug is what other methods call organizer. Letters' case counts.
	Slug string `json:"slug"`
	// Name may hold anything.
	Name string `json:"name"`
	// PublicURL is the shop's address; empty on older servers.
	PublicURL string `json:"public_url,omitzero"`
	// Plugins are those that are active for the organizer; nil on older servers.
	Plugins []string `json:"plugins,omitzero"`
}

// OrganizerListOptions are the options of a list of organizers.
type OrganizerListOptions struct{ ListOptions }

// OrganizersService reads the organizers that the credential can see: a team
// token its own only, an OAuth token those that were chosen when it was granted.
type OrganizersService struct{ client *Client }

func (s *OrganizersService) list() *list[Organizer, string] {
	return &list[Organizer, string]{
		client: s.client,
		req:    request{op: "Organizers.List", method: "GET", path: "/organizers/"},
		id:     func(o *Organizer) string { return o.Slug },
	}
}

// List reads one page of the organizers that the credential can see.
//
// GET /api/v1/organizers/, see https://docs.pretix.eu/dev/api/resources/organizers.html.
// It needs no permission; [ErrUnauthorized] for a bad credential.
func (s *OrganizersService) List(ctx context.Context, opts *OrganizerListOptions) (*Page[Organizer], error) {
	return s.list().page(ctx, listOptions(opts))
}

// Pages walks the pages of the organizers that the credential can see, lazily. It
// ends at the first error. Route and errors as for List.
//
// See https://docs.pretix.eu/dev/api/resources/organizers.html
func (s *OrganizersService) Pages(ctx context.Context, opts *OrganizerListOptions) iter.Seq2[*Page[Organizer], error] {
	return s.list().pages(ctx, listOptions(opts))
}

// All walks the organizers that the credential can see, as Pages does.
//
// See https://docs.pretix.eu/dev/api/resources/organizers.html
func (s *OrganizersService) All(ctx context.Context, opts *OrganizerListOptions) iter.Seq2[Organizer, error] {
	return s.list().all(ctx, listOptions(opts))
}

// Get reads one organizer.
//
// GET /api/v1/organizers/{organizer}/, see https://docs.pretix.eu/dev/api/resources/organizers.html.
// [ErrForbidden] or [ErrNotFound] for one that the credential can't see or that
// does not exist.
func (s *OrganizersService) Get(ctx context.Context, organizer string) (*Organizer, error) {
	return fetch(ctx, s.client, request{
		op: "Organizers.Get", method: "GET", path: "/organizers/{organizer}/", args: []any{organizer},
	}, func(o *Organizer) bool { return o.Slug != "" })
}

// Own returns the one organizer that the credential belongs to. An OAuth token
// can see several, or none: then it is an error that names some of them.
//
// GET /api/v1/organizers/, see https://docs.pretix.eu/dev/api/resources/organizers.html.
func (s *OrganizersService) Own(ctx context.Context) (*Organizer, error) {
	page, err := s.List(ctx, nil)
	if err != nil {
		return nil, err
	}
	switch {
	case len(page.Items) == 1 && page.NextPage == 0:
		return &page.Items[0], nil
	case len(page.Items) == 0:
		return nil, s.client.unexpected(s.list().req, errors.New("the credential can see no organizer"))
	}
	var slugs []string
	for _, o := range page.Items[:min(len(page.Items), 5)] {
		slugs = append(slugs, o.Slug)
	}
	return nil, s.client.unexpected(s.list().req, fmt.Errorf("the credential can see %d organizers, so name one of them: %s", page.Count, strings.Join(slugs, ", ")))
}
