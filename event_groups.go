package boxoffice

import (
	"context"
	"iter"
)

// EventGroupListOptions are the options of an organization's list of event groups.
type EventGroupListOptions struct{ ContinuationOptions }

// EventGroupsService reads and makes groups of events, by which an organization's list
// of events can be filtered: [EventListOptions.EventGroupID]. No public page describes
// its endpoints, what they take, or what they answer.
type EventGroupsService struct{ client *Client }

const eventGroupsPath = "/organizations/{organization_id}/event_groups/"

func (s *EventGroupsService) list(organizationID OrganizationID, opts *EventGroupListOptions) *continuations[Unverified] {
	return &continuations[Unverified]{client: s.client, req: request{
		op: "EventGroups.List", method: "GET", path: eventGroupsPath, args: []any{organizationID}, query: opts,
	}}
}

// List reads one page of an organization's event groups: the only list in the answer,
// since its name is not known. Certainty: D.
//
// GET /v3/organizations/{organization_id}/event_groups/, see
// https://www.eventbrite.com/platform/docs/organizations. [ErrNotFound] for an
// organization that is not the token's, or when the endpoint is gone.
func (s *EventGroupsService) List(ctx context.Context, organizationID OrganizationID, opts *EventGroupListOptions) (*Page[Unverified], error) {
	return s.list(organizationID, opts).page(ctx)
}

// Pages walks the pages of an organization's event groups, lazily. It ends at the first
// error. Route and errors as for List.
//
// See https://www.eventbrite.com/platform/docs/organizations
func (s *EventGroupsService) Pages(ctx context.Context, organizationID OrganizationID, opts *EventGroupListOptions) iter.Seq2[*Page[Unverified], error] {
	return s.list(organizationID, opts).pages(ctx)
}

// All walks an organization's event groups, as Pages does.
//
// See https://www.eventbrite.com/platform/docs/organizations
func (s *EventGroupsService) All(ctx context.Context, organizationID OrganizationID, opts *EventGroupListOptions) iter.Seq2[Unverified, error] {
	return s.list(organizationID, opts).all(ctx)
}

// Create makes an event group. Nobody has told what the body holds: it is sent as it
// is, and must be a JSON object. Certainty: D.
//
// POST /v3/organizations/{organization_id}/event_groups/, see
// https://www.eventbrite.com/platform/docs/organizations. [ErrInvalid] tells in
// [Error.Fields] what was wrong with the body; [ErrNotFound] when the endpoint is gone;
// [ErrOutcomeUnknown] as for every write.
func (s *EventGroupsService) Create(ctx context.Context, organizationID OrganizationID, group Unverified) (Unverified, error) {
	return fetchRaw(ctx, s.client, request{
		op: "EventGroups.Create", method: "POST", path: eventGroupsPath, args: []any{organizationID}, body: group,
		refused: checkObject("group", group),
	})
}
