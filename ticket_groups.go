package boxoffice

import (
	"context"
	"fmt"
	"iter"
	"reflect"
	"strings"
	"unicode/utf8"
)

// TicketGroupID is the id of a ticket group.
type TicketGroupID string

// TicketGroupStatus is whether a ticket group is in use.
type TicketGroupStatus string

// The statuses of ticket groups. Other values are kept. TicketGroupStatusAll is for
// lists only, and TicketGroupStatusTransfer for groups only.
const (
	TicketGroupStatusLive     TicketGroupStatus = "live"
	TicketGroupStatusArchived TicketGroupStatus = "archived"
	TicketGroupStatusDeleted  TicketGroupStatus = "deleted"
	TicketGroupStatusTransfer TicketGroupStatus = "transfer"
	TicketGroupStatusAll      TicketGroupStatus = "all"
)

// TicketGroup bundles ticket classes of several events, above all for one discount on
// all of them. Certainty: B.
//
// See https://www.eventbrite.com/platform/api#/reference/ticket-group
type TicketGroup struct {
	// ID is what other methods call ticketGroupID.
	ID TicketGroupID `json:"id"`
	// Name may hold anything, at most 20 characters of it.
	Name string `json:"name,omitzero"`
	// Status is whether the group is in use.
	Status TicketGroupStatus `json:"status,omitzero"`
	// EventTicketIDs are the group's ticket classes, by event.
	EventTicketIDs map[EventID][]TicketClassID `json:"event_ticket_ids,omitzero"`
	// Tickets are the ticket classes in short; empty without [TicketGroupExpandTickets].
	Tickets []TicketGroupTicket `json:"tickets,omitzero"`
}

// TicketGroupTicket is a ticket class of a group, in short. Certainty: B.
type TicketGroupTicket struct {
	// ID is the ticket class, and EventID its event.
	ID      TicketClassID `json:"id"`
	EventID EventID       `json:"event_id,omitzero"`
	// Name may hold anything.
	Name string `json:"name,omitzero"`
	// SalesChannels are where it is sold.
	SalesChannels []SalesChannel `json:"sales_channels,omitzero"`
	// Variants come as they are.
	Variants []Unverified `json:"variants,omitzero"`
}

// TicketGroupCreate is a new ticket group. Name is required here; Eventbrite documents
// it as optional. Certainty: B.
type TicketGroupCreate struct {
	// Name is at most 20 characters: Eventbrite cuts a longer one without a word.
	Name string `json:"name"`
	// Status is live, when it is left "".
	Status TicketGroupStatus `json:"status,omitzero"`
	// EventTicketIDs are the group's ticket classes, by event.
	EventTicketIDs map[EventID][]TicketClassID `json:"event_ticket_ids,omitzero"`
}

func (in TicketGroupCreate) check() error {
	return TicketGroupUpdate{Name: &in.Name, EventTicketIDs: in.EventTicketIDs}.check()
}

// Input returns the group's fields as input, for another group like this one.
func (g *TicketGroup) Input() TicketGroupCreate {
	return TicketGroupCreate{Name: g.Name, Status: g.Status, EventTicketIDs: g.EventTicketIDs}
}

// TicketGroupUpdate changes a ticket group: what is left nil or "" stays as it is.
// Certainty: B.
type TicketGroupUpdate struct {
	// Name is at most 20 characters: Eventbrite cuts a longer one without a word.
	Name *string `json:"name,omitzero"`
	// Status is whether the group is in use.
	Status TicketGroupStatus `json:"status,omitzero"`
	// EventTicketIDs are all of the group's ticket classes, by event.
	EventTicketIDs map[EventID][]TicketClassID `json:"event_ticket_ids,omitzero"`
}

const maxTicketGroupName = 20

func (in TicketGroupUpdate) check() error {
	switch {
	case reflect.ValueOf(in).IsZero():
		return argumentError("ticketGroup", "changes nothing")
	case in.Name != nil && strings.TrimSpace(*in.Name) == "":
		return argumentError("ticketGroup.Name", "is blank")
	case in.Name != nil && utf8.RuneCountInString(*in.Name) > maxTicketGroupName:
		return argumentError("ticketGroup.Name", fmt.Sprintf("has more than %d characters; Eventbrite would cut it", maxTicketGroupName))
	}
	for event, classes := range in.EventTicketIDs {
		if err := firstError(checkList("ticketGroup.EventTicketIDs", []EventID{event}), checkList("ticketGroup.EventTicketIDs", classes)); err != nil {
			return err
		}
	}
	return nil
}

// TicketGroupListOptions are the options of a list of ticket groups.
type TicketGroupListOptions struct {
	ContinuationOptions

	// Status picks by status.
	Status TicketGroupStatus `url:"status,omitempty"`
	// Expand asks for related objects.
	Expand []TicketGroupExpansion `url:"expand,comma,omitempty"`
}

func (o *TicketGroupListOptions) check() error {
	if o == nil {
		return nil
	}
	return checkExpand(o.Expand)
}

// TicketGroupsService reads and changes groups of ticket classes.
type TicketGroupsService struct{ client *Client }

func (s *TicketGroupsService) list(organizationID OrganizationID, opts *TicketGroupListOptions) *continuations[TicketGroup] {
	return &continuations[TicketGroup]{client: s.client, key: "ticket_groups", req: request{
		op: "TicketGroups.List", method: "GET", path: ticketGroupsPath, args: []any{organizationID}, query: opts, refused: opts.check(),
	}}
}

// List reads one page of an organization's ticket groups. Certainty: B (whether there
// is more than one page is not known).
//
// GET /v3/organizations/{organization_id}/ticket_groups/, see
// https://www.eventbrite.com/platform/api#/reference/ticket-group. [ErrNotFound] for
// an organization that is not the token's.
func (s *TicketGroupsService) List(ctx context.Context, organizationID OrganizationID, opts *TicketGroupListOptions) (*Page[TicketGroup], error) {
	return s.list(organizationID, opts).page(ctx)
}

// Pages walks the pages of an organization's ticket groups, lazily. It ends at the
// first error. Route and errors as for List.
//
// See https://www.eventbrite.com/platform/api#/reference/ticket-group
func (s *TicketGroupsService) Pages(ctx context.Context, organizationID OrganizationID, opts *TicketGroupListOptions) iter.Seq2[*Page[TicketGroup], error] {
	return s.list(organizationID, opts).pages(ctx)
}

// All walks an organization's ticket groups, as Pages does.
//
// See https://www.eventbrite.com/platform/api#/reference/ticket-group
func (s *TicketGroupsService) All(ctx context.Context, organizationID OrganizationID, opts *TicketGroupListOptions) iter.Seq2[TicketGroup, error] {
	return s.list(organizationID, opts).all(ctx)
}
