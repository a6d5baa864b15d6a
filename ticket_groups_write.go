package boxoffice

import "context"

const (
	ticketGroupsPath = "/organizations/{organization_id}/ticket_groups/"
	ticketGroupPath  = "/ticket_groups/{ticket_group_id}/"
)

// TicketGroupGetOptions are the options of reading a ticket group.
type TicketGroupGetOptions struct {
	// Expand asks for related objects.
	Expand []TicketGroupExpansion `url:"expand,comma,omitempty"`
}

func (o *TicketGroupGetOptions) check() error {
	if o == nil {
		return nil
	}
	return checkExpand(o.Expand)
}

// Get reads one ticket group. Certainty: B.
//
// GET /v3/ticket_groups/{ticket_group_id}/, see
// https://www.eventbrite.com/platform/api#/reference/ticket-group. [ErrNotFound] for
// one that does not exist, and for some that Eventbrite made by itself for a discount.
func (s *TicketGroupsService) Get(ctx context.Context, ticketGroupID TicketGroupID, opts *TicketGroupGetOptions) (*TicketGroup, error) {
	return fetch(ctx, s.client, request{
		op: "TicketGroups.Get", method: "GET", path: ticketGroupPath, args: []any{ticketGroupID}, query: opts, refused: opts.check(),
	}, func(g *TicketGroup) bool { return g.ID == ticketGroupID })
}

// Create makes a ticket group. Certainty: B.
//
// POST /v3/organizations/{organization_id}/ticket_groups/, see
// https://www.eventbrite.com/platform/api#/reference/ticket-group. [ErrInvalid] with
// the [Error.Code] EXCEEDS_LIMIT when the organization has 300 live ones;
// [ErrOutcomeUnknown] as for every write.
func (s *TicketGroupsService) Create(ctx context.Context, organizationID OrganizationID, ticketGroup TicketGroupCreate) (*TicketGroup, error) {
	return fetch(ctx, s.client, request{
		op: "TicketGroups.Create", method: "POST", path: ticketGroupsPath, args: []any{organizationID},
		body: map[string]any{"ticket_group": ticketGroup}, refused: ticketGroup.check(),
	}, func(g *TicketGroup) bool { return g.ID != "" })
}

// Update changes what is set and leaves the rest. Certainty: B.
//
// POST /v3/ticket_groups/{ticket_group_id}/, see
// https://www.eventbrite.com/platform/api#/reference/ticket-group. [ErrNotFound] for
// one that does not exist.
func (s *TicketGroupsService) Update(ctx context.Context, ticketGroupID TicketGroupID, changes TicketGroupUpdate) (*TicketGroup, error) {
	return fetch(ctx, s.client, request{
		op: "TicketGroups.Update", method: "POST", path: ticketGroupPath, args: []any{ticketGroupID},
		body: map[string]any{"ticket_group": changes}, refused: changes.check(),
	}, func(g *TicketGroup) bool { return g.ID == ticketGroupID })
}

// Delete gives a ticket group the status deleted, under which it can still be listed.
// Certainty: B.
//
// DELETE /v3/ticket_groups/{ticket_group_id}/, see
// https://www.eventbrite.com/platform/api#/reference/ticket-group. [ErrNotFound] for
// one that does not exist.
func (s *TicketGroupsService) Delete(ctx context.Context, ticketGroupID TicketGroupID) error {
	return confirm(ctx, s.client, "deleted", request{
		op: "TicketGroups.Delete", method: "DELETE", path: ticketGroupPath, args: []any{ticketGroupID},
	})
}

// LinkTicketClass adds a ticket class to ticket groups. No groups at all would take it
// out of every group, and is refused: that is [TicketGroupsService.UnlinkTicketClass].
// Certainty: B.
//
// POST /v3/organizations/{organization_id}/events/{event_id}/ticket_classes/{ticket_class_id}/ticket_groups/,
// see https://www.eventbrite.com/platform/api#/reference/ticket-group. [ErrNotFound]
// for an organization, event or ticket class that does not exist.
func (s *TicketGroupsService) LinkTicketClass(ctx context.Context, organizationID OrganizationID, eventID EventID, ticketClassID TicketClassID, ticketGroupIDs []TicketGroupID) error {
	refused := checkList("ticketGroupIDs", ticketGroupIDs)
	if len(ticketGroupIDs) == 0 {
		refused = argumentError("ticketGroupIDs", "is empty, which would take the ticket class out of every group: see UnlinkTicketClass")
	}
	return s.link(ctx, "LinkTicketClass", refused, ticketGroupIDs, organizationID, eventID, ticketClassID)
}

// UnlinkTicketClass takes a ticket class out of every ticket group of the organization,
// and so out of the discounts on them. Nothing takes it out of some only: link it again
// to the others. Certainty: B.
//
// POST /v3/organizations/{organization_id}/events/{event_id}/ticket_classes/{ticket_class_id}/ticket_groups/,
// see https://www.eventbrite.com/platform/api#/reference/ticket-group. [ErrNotFound]
// for an organization, event or ticket class that does not exist.
func (s *TicketGroupsService) UnlinkTicketClass(ctx context.Context, organizationID OrganizationID, eventID EventID, ticketClassID TicketClassID) error {
	return s.link(ctx, "UnlinkTicketClass", nil, []TicketGroupID{}, organizationID, eventID, ticketClassID)
}

func (s *TicketGroupsService) link(ctx context.Context, op string, refused error, groups []TicketGroupID, args ...any) error {
	return s.client.call(ctx, request{
		op: "TicketGroups." + op, method: "POST",
		path: "/organizations/{organization_id}/events/{event_id}/ticket_classes/{ticket_class_id}/ticket_groups/", args: args,
		body: map[string]any{"ticket_group_ids": groups}, refused: refused,
	}, nil)
}
