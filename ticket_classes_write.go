package boxoffice

import "context"

const (
	ticketClassesPath = "/events/{event_id}/ticket_classes/"
	ticketClassPath   = "/events/{event_id}/ticket_classes/{ticket_class_id}/"
)

// TicketClassGetOptions are the options of reading a ticket class.
type TicketClassGetOptions struct {
	// Expand asks for related objects.
	Expand []TicketClassExpansion `url:"expand,comma,omitempty"`
}

func (o *TicketClassGetOptions) check() error {
	if o == nil {
		return nil
	}
	return checkExpand(o.Expand)
}

// Get reads one ticket class. Certainty: A.
//
// GET /v3/events/{event_id}/ticket_classes/{ticket_class_id}/, see
// https://www.eventbrite.com/platform/api#/reference/ticket-class. [ErrNotFound] for
// one that does not exist.
func (s *TicketClassesService) Get(ctx context.Context, eventID EventID, ticketClassID TicketClassID, opts *TicketClassGetOptions) (*TicketClass, error) {
	return fetch(ctx, s.client, request{
		op: "TicketClasses.Get", method: "GET", path: ticketClassPath, args: []any{eventID, ticketClassID}, query: opts, refused: opts.check(),
	}, func(t *TicketClass) bool { return t.ID == ticketClassID })
}

// Create makes a ticket class, which is on sale at once when the event is public.
// Certainty: A (fields B).
//
// POST /v3/events/{event_id}/ticket_classes/, see
// https://www.eventbrite.com/platform/api#/reference/ticket-class. [ErrInvalid] with a
// [Error.Code] that says why: CURRENCY_MISMATCH for another currency than the event's,
// NO_QUANTITY_TOTAL without a capacity, INSUFFICIENT_PACKAGE; [ErrOutcomeUnknown] as
// for every write.
func (s *TicketClassesService) Create(ctx context.Context, eventID EventID, ticketClass TicketClassCreate) (*TicketClass, error) {
	return fetch(ctx, s.client, request{
		op: "TicketClasses.Create", method: "POST", path: ticketClassesPath, args: []any{eventID},
		body: map[string]any{"ticket_class": ticketClass}, refused: ticketClass.check(),
	}, func(t *TicketClass) bool { return t.ID != "" })
}

// Update changes what is set and leaves the rest. Those of an event of a series are
// changed through its parent. Certainty: A (fields B).
//
// POST /v3/events/{event_id}/ticket_classes/{ticket_class_id}/, see
// https://www.eventbrite.com/platform/api#/reference/ticket-class. [ErrInvalid] with a
// [Error.Code] that says why, such as CANNOT_UPDATE_COST once some were sold;
// [ErrNotFound] for one that does not exist.
func (s *TicketClassesService) Update(ctx context.Context, eventID EventID, ticketClassID TicketClassID, changes TicketClassUpdate) (*TicketClass, error) {
	return fetch(ctx, s.client, request{
		op: "TicketClasses.Update", method: "POST", path: ticketClassPath, args: []any{eventID, ticketClassID},
		body: map[string]any{"ticket_class": changes}, refused: changes.check(),
	}, func(t *TicketClass) bool { return t.ID == ticketClassID })
}

// Delete deletes a ticket class. It is not documented; the answer is dropped, since
// its shape is not known. Certainty: A (that it is there).
//
// DELETE /v3/events/{event_id}/ticket_classes/{ticket_class_id}/, beside what is told
// at https://www.eventbrite.com/platform/api#/reference/ticket-class. [ErrNotFound]
// for one that does not exist; [ErrInvalid] presumably once some were sold.
func (s *TicketClassesService) Delete(ctx context.Context, eventID EventID, ticketClassID TicketClassID) error {
	return s.client.call(ctx, request{
		op: "TicketClasses.Delete", method: "DELETE", path: ticketClassPath, args: []any{eventID, ticketClassID},
	}, nil)
}
