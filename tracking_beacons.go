package boxoffice

import (
	"context"
	"encoding/json"
	"iter"
)

// TrackingBeacon is a pixel of another company on an organization's pages. Certainty: B
// (ID and TrackingType C).
//
// See https://www.eventbrite.com/platform/docs/organizations
type TrackingBeacon struct {
	// ID is the beacon's id.
	ID string `json:"id,omitzero"`
	// TrackingType names the other company's product, such as "Facebook Pixel".
	TrackingType string `json:"tracking_type,omitzero"`
	// EventID is the event whose pages hold it, and UserID the user all of whose events
	// do: one of them is set.
	EventID EventID `json:"event_id,omitzero"`
	UserID  UserID  `json:"user_id,omitzero"`
	// PixelID is the other company's.
	PixelID string `json:"pixel_id,omitzero"`
	// Triggers are the pages that hold it, as they came: an object with the members
	// event_listing, event_register, event_order_confirmation, ticket_form_widget.
	Triggers Unverified `json:"triggers,omitzero"`
	// Extra are the members of the JSON that this type does not know, as they came;
	// nil when there were none.
	Extra map[string]json.RawMessage `json:"-"`
}

type plainTrackingBeacon TrackingBeacon

// UnmarshalJSON keeps what it does not know in Extra.
func (b *TrackingBeacon) UnmarshalJSON(data []byte) error {
	var known plainTrackingBeacon
	extra, err := unmarshalOpen(data, &known)
	if err != nil {
		return err
	}
	*b = TrackingBeacon(known)
	b.Extra = extra
	return nil
}

// MarshalJSON writes Extra beside what it knows.
func (b TrackingBeacon) MarshalJSON() ([]byte, error) {
	return marshalOpen(plainTrackingBeacon(b), b.Extra)
}

// TrackingBeaconListOptions are the options of an organization's list of tracking
// beacons.
type TrackingBeaconListOptions struct {
	ContinuationOptions

	// ReturnFormat is not explained. Certainty: B, of the closed endpoint that this one
	// replaces.
	ReturnFormat string `url:"return_fmt,omitempty"`
}

// TrackingBeaconsService reads the pixels of other companies. No public page describes
// its endpoint.
type TrackingBeaconsService struct{ client *Client }

func (s *TrackingBeaconsService) list(organizationID OrganizationID, opts *TrackingBeaconListOptions) *continuations[TrackingBeacon] {
	return &continuations[TrackingBeacon]{client: s.client, req: request{
		op: "TrackingBeacons.List", method: "GET", path: "/organizations/{organization_id}/tracking_beacons/",
		args: []any{organizationID}, query: opts,
	}}
}

// List reads one page of an organization's tracking beacons: the only list in the
// answer, since its name is not known. Certainty: D (fields B).
//
// GET /v3/organizations/{organization_id}/tracking_beacons/, see
// https://www.eventbrite.com/platform/docs/organizations. [ErrNotFound] for an
// organization that is not the token's, or when the endpoint is gone.
func (s *TrackingBeaconsService) List(ctx context.Context, organizationID OrganizationID, opts *TrackingBeaconListOptions) (*Page[TrackingBeacon], error) {
	return s.list(organizationID, opts).page(ctx)
}

// Pages walks the pages of an organization's tracking beacons, lazily. It ends at the
// first error. Route and errors as for List.
//
// See https://www.eventbrite.com/platform/docs/organizations
func (s *TrackingBeaconsService) Pages(ctx context.Context, organizationID OrganizationID, opts *TrackingBeaconListOptions) iter.Seq2[*Page[TrackingBeacon], error] {
	return s.list(organizationID, opts).pages(ctx)
}

// All walks an organization's tracking beacons, as Pages does.
//
// See https://www.eventbrite.com/platform/docs/organizations
func (s *TrackingBeaconsService) All(ctx context.Context, organizationID OrganizationID, opts *TrackingBeaconListOptions) iter.Seq2[TrackingBeacon, error] {
	return s.list(organizationID, opts).all(ctx)
}
