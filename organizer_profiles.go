package boxoffice

import (
	"context"
	"encoding/json"
	"iter"
	"strings"
)

// OrganizerID is the id of an organizer profile. It is not an [OrganizationID] and not
// a [UserID], although all three look like long numbers.
type OrganizerID string

// OrganizerProfile is a name under which an organization holds events, with a page of
// its own. Eventbrite calls it an organizer. Certainty: A, but for fields that say
// otherwise.
//
// See https://www.eventbrite.com/platform/api#/reference/event
type OrganizerProfile struct {
	// ID is what other methods call organizerID.
	ID OrganizerID `json:"id"`
	// Name may hold anything.
	Name string `json:"name,omitzero"`
	// Description and LongDescription often have neither form.
	Description     MultipartText `json:"description,omitzero"`
	LongDescription MultipartText `json:"long_description,omitzero"`
	// LogoID and Logo are its picture; "" and nil for none.
	LogoID string `json:"logo_id,omitzero"`
	Logo   *Image `json:"logo,omitzero"`
	// URL is its page, and VanityURL a nicer address of it.
	URL       string `json:"url,omitzero"`
	VanityURL string `json:"vanity_url,omitzero"`
	// NumPastEvents and NumFutureEvents count its events; nil when not told.
	NumPastEvents   *int64 `json:"num_past_events,omitzero"`
	NumFutureEvents *int64 `json:"num_future_events,omitzero"`
	// Website, Twitter, Facebook and Instagram are where else it is found.
	Website   string `json:"website,omitzero"`
	Twitter   string `json:"twitter,omitzero"`
	Facebook  string `json:"facebook,omitzero"`
	Instagram string `json:"instagram,omitzero"`
	// OrganizationID is whose profile it is (certainty C).
	OrganizationID OrganizationID `json:"organization_id,omitzero"`
	// DisableMarketingOptIn is whether buyers are not asked to subscribe (certainty C).
	DisableMarketingOptIn *bool `json:"disable_marketing_opt_in,omitzero"`
	// Type is the kind of object (certainty C).
	Type string `json:"_type,omitzero"`
	// ResourceURI is the address of this object in the API.
	ResourceURI string `json:"resource_uri,omitzero"`
}

// Input returns the profile's fields as input, for another profile like this one.
func (p *OrganizerProfile) Input() OrganizerProfileCreate {
	return OrganizerProfileCreate{
		Name: p.Name, Description: HTMLText(p.Description.HTML), LongDescription: HTMLText(p.LongDescription.HTML),
		Logo: ImageRef(p.LogoID), Website: p.Website, Twitter: p.Twitter, Facebook: p.Facebook, Instagram: p.Instagram,
	}
}

// ImageRef is the id of an uploaded picture, where Eventbrite takes it as an object.
type ImageRef string

// MarshalJSON writes {"id": id}.
func (r ImageRef) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]string{"id": string(r)})
}

// OrganizerProfileCreate is a new organizer profile. Certainty: D: the fields are those
// of the closed endpoint POST /v3/organizers/, as documented in 2018. That Name is
// required is assumed.
type OrganizerProfileCreate struct {
	// Name must not be blank.
	Name string `json:"name"`
	// Description and LongDescription are shown on its page.
	Description     HTMLText `json:"description,omitzero"`
	LongDescription HTMLText `json:"long_description,omitzero"`
	// Logo is an uploaded picture.
	Logo ImageRef `json:"logo,omitzero"`
	// Website is an address, Twitter a handle, Facebook the end of an address, and
	// Instagram a number.
	Website   string `json:"website,omitzero"`
	Twitter   string `json:"twitter,omitzero"`
	Facebook  string `json:"facebook,omitzero"`
	Instagram string `json:"instagram,omitzero"`
}

func (in OrganizerProfileCreate) check() error {
	if strings.TrimSpace(in.Name) == "" {
		return missing("organizer.Name")
	}
	return nil
}

// OrganizerProfileListOptions are the options of a list of organizer profiles. No
// filter is known.
type OrganizerProfileListOptions struct {
	ContinuationOptions

	// Page is the number of the page to begin with, in place of a continuation
	// (certainty C).
	Page int `url:"page,omitempty"`
}

func (o *OrganizerProfileListOptions) check() error {
	if o == nil {
		return nil
	}
	return checkPages(o.Continuation, o.Page, 0)
}

// OrganizerProfilesService reads organizer profiles, and makes them. But for Get, its
// endpoints are only named in Eventbrite's guide.
type OrganizerProfilesService struct{ client *Client }

const organizerProfilesPath = "/organizations/{organization_id}/organizers/"

func (s *OrganizerProfilesService) list(organizationID OrganizationID, opts *OrganizerProfileListOptions) *continuations[OrganizerProfile] {
	return &continuations[OrganizerProfile]{client: s.client, key: "organizers", req: request{
		op: "OrganizerProfiles.List", method: "GET", path: organizerProfilesPath, args: []any{organizationID}, query: opts,
		refused: opts.check(),
	}}
}

// List reads one page of an organization's profiles. Certainty: C (route D).
//
// GET /v3/organizations/{organization_id}/organizers/, see
// https://www.eventbrite.com/platform/docs/organizations. [ErrNotFound] for an
// organization that is not the token's, or if the endpoint is gone.
func (s *OrganizerProfilesService) List(ctx context.Context, organizationID OrganizationID, opts *OrganizerProfileListOptions) (*Page[OrganizerProfile], error) {
	return s.list(organizationID, opts).page(ctx)
}

// Pages walks the pages of an organization's profiles, lazily. It ends at the first
// error. Route and errors as for List.
//
// See https://www.eventbrite.com/platform/docs/organizations
func (s *OrganizerProfilesService) Pages(ctx context.Context, organizationID OrganizationID, opts *OrganizerProfileListOptions) iter.Seq2[*Page[OrganizerProfile], error] {
	return s.list(organizationID, opts).pages(ctx)
}

// All walks an organization's profiles, as Pages does.
//
// See https://www.eventbrite.com/platform/docs/organizations
func (s *OrganizerProfilesService) All(ctx context.Context, organizationID OrganizationID, opts *OrganizerProfileListOptions) iter.Seq2[OrganizerProfile, error] {
	return s.list(organizationID, opts).all(ctx)
}

func (s *OrganizerProfilesService) one(ctx context.Context, op, method, path string, id, body any, refused error) (*OrganizerProfile, error) {
	return fetch(ctx, s.client, request{
		op: "OrganizerProfiles." + op, method: method, path: path, args: []any{id}, body: body, refused: refused,
	}, func(p *OrganizerProfile) bool { return p.ID != "" })
}

// Get reads one profile, of any organization. Certainty: A.
//
// GET /v3/organizers/{organizer_id}/, which today's documentation does not have; see
// https://www.eventbrite.com/platform/api#/reference/event for the object.
// [ErrNotFound] for one that does not exist: an [OrganizationID] is none.
func (s *OrganizerProfilesService) Get(ctx context.Context, organizerID OrganizerID) (*OrganizerProfile, error) {
	return s.one(ctx, "Get", "GET", "/organizers/{organizer_id}/", organizerID, nil, nil)
}

// Default reads the profile that new events get. Certainty: D: that the answer is a
// profile alone is assumed, and another answer is an [Error].
//
// GET /v3/organizations/{organization_id}/organizers/default/, see
// https://www.eventbrite.com/platform/docs/organizations. [ErrNotFound] for an
// organization that is not the token's, or if the endpoint is gone.
func (s *OrganizerProfilesService) Default(ctx context.Context, organizationID OrganizationID) (*OrganizerProfile, error) {
	return s.one(ctx, "Default", "GET", organizerProfilesPath+"default/", organizationID, nil, nil)
}

// Create makes a profile. Certainty: D: body and answer are assumed to be as on the
// closed endpoint POST /v3/organizers/.
//
// POST /v3/organizations/{organization_id}/organizers/, see
// https://www.eventbrite.com/platform/docs/organizations. [ErrInvalid] with
// [Error.Fields] for what Eventbrite does not take; [ErrOutcomeUnknown] as for every
// write.
func (s *OrganizerProfilesService) Create(ctx context.Context, organizationID OrganizationID, organizer OrganizerProfileCreate) (*OrganizerProfile, error) {
	return s.one(ctx, "Create", "POST", organizerProfilesPath, organizationID, map[string]any{"organizer": organizer}, organizer.check())
}
