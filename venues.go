package boxoffice

import (
	"context"
	"iter"
)

// VenueID is the id of a place of an organization.
type VenueID string

// Venue is a place where events happen. It belongs to an organization. Certainty: A.
//
// See https://www.eventbrite.com/platform/api#/reference/venue
type Venue struct {
	// ID is what other methods call venueID.
	ID VenueID `json:"id"`
	// Name may hold anything.
	Name string `json:"name,omitzero"`
	// Address is where it is; nil when nobody has said.
	Address *Address `json:"address,omitzero"`
	// Latitude and Longitude are decimal numbers, kept as the texts that they come as.
	Latitude  string `json:"latitude,omitzero"`
	Longitude string `json:"longitude,omitzero"`
	// AgeRestriction is who may come in; only its absence was seen (values: certainty B).
	AgeRestriction AgeRestriction `json:"age_restriction,omitzero"`
	// Capacity is how many tickets there are at most; nil when nobody has said.
	Capacity *int64 `json:"capacity,omitzero"`
	// ResourceURI is the address of this object in the API.
	ResourceURI string `json:"resource_uri,omitzero"`
}

// Input returns the venue's fields as input, for another venue like this one.
// Eventbrite does not tell whose profile a venue belongs to, so OrganizerID is left out.
func (v *Venue) Input() VenueCreate {
	in := VenueCreate{Name: v.Name, AgeRestriction: v.AgeRestriction, Capacity: v.Capacity}
	if v.Address != nil && v.Address.Input() != (AddressInput{}) {
		in.Address = new(v.Address.Input())
	}
	return in
}

// AgeRestriction is who may come into a venue.
type AgeRestriction string

// The age restrictions. Other values are kept.
const (
	AgeRestrictionAllAges                    AgeRestriction = "AGE_RESTRICTION_ALL_AGES"
	AgeRestrictionMinTwelve                  AgeRestriction = "AGE_RESTRICTION_MIN_TWELVE"
	AgeRestrictionMinThirteen                AgeRestriction = "AGE_RESTRICTION_MIN_THIRTEEN"
	AgeRestrictionMinFourteen                AgeRestriction = "AGE_RESTRICTION_MIN_FOURTEEN"
	AgeRestrictionMinFifteen                 AgeRestriction = "AGE_RESTRICTION_MIN_FIFTEEN"
	AgeRestrictionMinSixteen                 AgeRestriction = "AGE_RESTRICTION_MIN_SIXTEEN"
	AgeRestrictionMinSeventeen               AgeRestriction = "AGE_RESTRICTION_MIN_SEVENTEEN"
	AgeRestrictionMinEighteen                AgeRestriction = "AGE_RESTRICTION_MIN_EIGHTEEN"
	AgeRestrictionMinNineteen                AgeRestriction = "AGE_RESTRICTION_MIN_NINETEEN"
	AgeRestrictionMinTwentyOne               AgeRestriction = "AGE_RESTRICTION_MIN_TWENTY_ONE"
	AgeRestrictionUnderTwentyOneWithGuardian AgeRestriction = "AGE_RESTRICTION_UNDER_TWENTY_ONE_WITH_GUARDIAN"
	AgeRestrictionUnderEighteenWithGuardian  AgeRestriction = "AGE_RESTRICTION_UNDER_EIGHTEEN_WITH_GUARDIAN"
)

// Address is the address of a venue or of a person. That of a person has only what
// the person filled in, which can be nothing. Certainty: A.
type Address struct {
	// Address1, Address2, City and Region are lines to print in this order.
	Address1 string `json:"address_1,omitzero"`
	Address2 string `json:"address_2,omitzero"`
	City     string `json:"city,omitzero"`
	Region   string `json:"region,omitzero"`
	// PostalCode is what the country has in its place.
	PostalCode string `json:"postal_code,omitzero"`
	// Country is an ISO 3166-1 code of two letters.
	Country string `json:"country,omitzero"`
	// Latitude and Longitude are decimal numbers, kept as the texts that they come as.
	Latitude  string `json:"latitude,omitzero"`
	Longitude string `json:"longitude,omitzero"`
	// LocalizedAddressDisplay, LocalizedAreaDisplay and
	// LocalizedMultiLineAddressDisplay are for people, as the country writes
	// addresses: whole, the town only, and in lines. They can't be sent.
	LocalizedAddressDisplay          string   `json:"localized_address_display,omitzero"`
	LocalizedAreaDisplay             string   `json:"localized_area_display,omitzero"`
	LocalizedMultiLineAddressDisplay []string `json:"localized_multi_line_address_display,omitzero"`
}

// Input returns the address as input, without what can't be sent.
func (a *Address) Input() AddressInput {
	return AddressInput{
		Address1: a.Address1, Address2: a.Address2, City: a.City, Region: a.Region,
		PostalCode: a.PostalCode, Country: a.Country, Latitude: a.Latitude, Longitude: a.Longitude,
	}
}

// VenueListOptions are the options of a list of venues. Eventbrite documents no
// filter.
type VenueListOptions struct{ ContinuationOptions }

// VenuesService reads and changes the places of organizations. Nothing in the API
// deletes one.
type VenuesService struct{ client *Client }

func (s *VenuesService) list(organizationID OrganizationID, opts *VenueListOptions) *continuations[Venue] {
	return &continuations[Venue]{client: s.client, key: "venues", req: request{
		op: "Venues.List", method: "GET", path: "/organizations/{organization_id}/venues/", args: []any{organizationID}, query: opts,
	}}
}

// List reads one page of an organization's venues. Certainty: A- (path B, paging not
// seen).
//
// GET /v3/organizations/{organization_id}/venues/, see
// https://www.eventbrite.com/platform/api#/reference/venue. [ErrNotFound] for an
// organization that is not the token's.
func (s *VenuesService) List(ctx context.Context, organizationID OrganizationID, opts *VenueListOptions) (*Page[Venue], error) {
	return s.list(organizationID, opts).page(ctx)
}

// Pages walks the pages of an organization's venues, lazily. A venue that changes
// meanwhile can make another one be missed or come twice. It ends at the first error.
// Route and errors as for List.
//
// See https://www.eventbrite.com/platform/api#/reference/venue
func (s *VenuesService) Pages(ctx context.Context, organizationID OrganizationID, opts *VenueListOptions) iter.Seq2[*Page[Venue], error] {
	return s.list(organizationID, opts).pages(ctx)
}

// All walks an organization's venues, as Pages does.
//
// See https://www.eventbrite.com/platform/api#/reference/venue
func (s *VenuesService) All(ctx context.Context, organizationID OrganizationID, opts *VenueListOptions) iter.Seq2[Venue, error] {
	return s.list(organizationID, opts).all(ctx)
}

const venuePath = "/venues/{venue_id}/"

// Get reads one venue. Certainty: A.
//
// GET /v3/venues/{venue_id}/, see https://www.eventbrite.com/platform/api#/reference/venue.
// [ErrNotFound] for one that does not exist.
func (s *VenuesService) Get(ctx context.Context, venueID VenueID) (*Venue, error) {
	return fetch(ctx, s.client, request{
		op: "Venues.Get", method: "GET", path: venuePath, args: []any{venueID},
	}, func(v *Venue) bool { return v.ID != "" })
}

// Create makes a venue. Certainty: B.
//
// POST /v3/organizations/{organization_id}/venues/, see
// https://www.eventbrite.com/platform/api#/reference/venue. [ErrInvalid] with
// [Error.Fields] for what Eventbrite does not take; [ErrOutcomeUnknown] as for every
// write.
func (s *VenuesService) Create(ctx context.Context, organizationID OrganizationID, venue VenueCreate) (*Venue, error) {
	return fetch(ctx, s.client, request{
		op: "Venues.Create", method: "POST", path: "/organizations/{organization_id}/venues/", args: []any{organizationID},
		body: map[string]any{"venue": venue}, refused: venue.check(),
	}, func(v *Venue) bool { return v.ID != "" })
}

// Update changes what is set and leaves the rest. Certainty: A (fields B).
//
// POST /v3/venues/{venue_id}/, see https://www.eventbrite.com/platform/api#/reference/venue.
// [ErrInvalid] with [Error.Fields] for what Eventbrite does not take; [ErrForbidden]
// or [ErrNotFound] for another organization's venue.
func (s *VenuesService) Update(ctx context.Context, venueID VenueID, changes VenueUpdate) (*Venue, error) {
	return fetch(ctx, s.client, request{
		op: "Venues.Update", method: "POST", path: venuePath, args: []any{venueID},
		body: map[string]any{"venue": changes}, refused: changes.check(),
	}, func(v *Venue) bool { return v.ID == venueID })
}
