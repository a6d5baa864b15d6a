package boxoffice

import (
	"context"
	"time"
)

const eventPath = "/events/{event_id}/"

// EventGetOptions are the options of reading an event.
type EventGetOptions struct {
	// Expand asks for related objects.
	Expand []EventExpansion `url:"expand,comma,omitempty"`
}

func (o *EventGetOptions) check() error {
	if o == nil {
		return nil
	}
	return checkExpand(o.Expand)
}

func isEvent(e *Event) bool { return e.ID != "" }

// Get reads one event, of any organization as long as it is public. Certainty: A.
//
// GET /v3/events/{event_id}/, see https://www.eventbrite.com/platform/api#/reference/event.
// [ErrNotFound] for one that does not exist.
func (s *EventsService) Get(ctx context.Context, eventID EventID, opts *EventGetOptions) (*Event, error) {
	return fetch(ctx, s.client, request{
		op: "Events.Get", method: "GET", path: eventPath, args: []any{eventID}, query: opts, refused: opts.check(),
	}, isEvent)
}

// Create makes an event, as a draft: [EventsService.Publish] is a call of its own.
// Certainty: A.
//
// POST /v3/organizations/{organization_id}/events/, see
// https://www.eventbrite.com/platform/api#/reference/event. [ErrInvalid] with a
// [Error.Code] that says why, such as NO_DEFAULT_ORGANIZER; [ErrOutcomeUnknown] as for
// every write.
func (s *EventsService) Create(ctx context.Context, organizationID OrganizationID, event EventCreate) (*Event, error) {
	return fetch(ctx, s.client, request{
		op: "Events.Create", method: "POST", path: "/organizations/{organization_id}/events/", args: []any{organizationID},
		body: map[string]any{"event": event}, refused: event.check(),
	}, isEvent)
}

// Update changes what is set and leaves the rest. Certainty: A (fields B).
//
// POST /v3/events/{event_id}/, see https://www.eventbrite.com/platform/api#/reference/event.
// [ErrInvalid] with a [Error.Code] that says why, such as CANNOT_UPDATE_CURRENCY;
// [ErrForbidden] for another organization's event.
func (s *EventsService) Update(ctx context.Context, eventID EventID, changes EventUpdate) (*Event, error) {
	return fetch(ctx, s.client, request{
		op: "Events.Update", method: "POST", path: eventPath, args: []any{eventID},
		body: map[string]any{"event": changes}, refused: changes.check(),
	}, func(e *Event) bool { return e.ID == eventID })
}

// act sends a call that answers with one word, which must be true.
func (s *EventsService) act(ctx context.Context, op, method, path, word string, eventID EventID) error {
	return confirm(ctx, s.client, word, request{op: "Events." + op, method: method, path: path, args: []any{eventID}})
}

// Delete deletes an event, and with the parent of a series all its occurrences.
// Certainty: B.
//
// DELETE /v3/events/{event_id}/, see https://www.eventbrite.com/platform/api#/reference/event.
// [ErrInvalid] with the [Error.Code] CANNOT_DELETE for one with orders, or
// ALREADY_DELETED; [ErrNotFound] for none.
func (s *EventsService) Delete(ctx context.Context, eventID EventID) error {
	return s.act(ctx, "Delete", "DELETE", eventPath, "deleted", eventID)
}

// Publish makes a draft public. Certainty: B.
//
// POST /v3/events/{event_id}/publish/, see https://www.eventbrite.com/platform/api#/reference/event.
// [ErrInvalid] with the [Error.Code] ALREADY_PUBLISHED_OR_DELETED, or with what is
// missing: tickets, a way to be paid.
func (s *EventsService) Publish(ctx context.Context, eventID EventID) error {
	return s.act(ctx, "Publish", "POST", eventPath+"publish/", "published", eventID)
}

// Unpublish makes a draft of a public event. Certainty: B.
//
// POST /v3/events/{event_id}/unpublish/, see https://www.eventbrite.com/platform/api#/reference/event.
// [ErrInvalid] with the [Error.Code] NOT_PUBLISHED, or CANNOT_UNPUBLISH for one with
// orders.
func (s *EventsService) Unpublish(ctx context.Context, eventID EventID) error {
	return s.act(ctx, "Unpublish", "POST", eventPath+"unpublish/", "unpublished", eventID)
}

// Cancel cancels an event, and with the parent of a series all its occurrences.
// Certainty: B.
//
// POST /v3/events/{event_id}/cancel/, see https://www.eventbrite.com/platform/api#/reference/event.
// [ErrInvalid] with the [Error.Code] ALREADY_CANCELED, or CANNOT_CANCEL for one with
// orders.
func (s *EventsService) Cancel(ctx context.Context, eventID EventID) error {
	return s.act(ctx, "Cancel", "POST", eventPath+"cancel/", "canceled", eventID)
}

// Copy makes a draft like an event, with its ways to be paid, refund policy and taxes.
// Certainty: A (fields B).
//
// POST /v3/events/{event_id}/copy/, see https://www.eventbrite.com/platform/api#/reference/event.
// [ErrInvalid] with a [Error.Code] such as INVALID_START_DATE; [ErrOutcomeUnknown] as for
// every write.
func (s *EventsService) Copy(ctx context.Context, eventID EventID, changes EventCopy) (*Event, error) {
	var refused error
	if start, end := changes.StartDate, changes.EndDate; !start.IsZero() && !end.IsZero() && utcText(time.Time(end)) <= utcText(time.Time(start)) {
		refused = argumentError("changes.EndDate", "is not after the start")
	}
	return fetch(ctx, s.client, request{
		op: "Events.Copy", method: "POST", path: eventPath + "copy/", args: []any{eventID}, body: changes, refused: refused,
	}, func(e *Event) bool { return e.ID != "" && e.ID != eventID })
}

// Description reads the whole description of an event, as HTML that its author wrote:
// it can hold anything. Certainty: A.
//
// GET /v3/events/{event_id}/description/, see
// https://www.eventbrite.com/platform/api#/reference/event-description.
// [ErrNotFound] for an event that does not exist.
func (s *EventsService) Description(ctx context.Context, eventID EventID) (string, error) {
	answer, err := fetch[struct {
		Description string `json:"description"`
	}](ctx, s.client, request{
		op: "Events.Description", method: "GET", path: eventPath + "description/", args: []any{eventID},
	}, nil)
	if err != nil {
		return "", err
	}
	return answer.Description, nil
}
