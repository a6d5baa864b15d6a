package boxoffice

import (
	"context"
	"encoding/json"
	"iter"
	"net/url"
	"strings"
	"time"
)

// WebhookID is the id of a webhook.
type WebhookID string

// WebhookAction is something that happens, and that a webhook tells.
type WebhookAction string

// The actions. Other values are kept. WebhookActionBarcodeCheckedIn is not documented
// (certainty C).
const (
	WebhookActionAttendeeCheckedIn  WebhookAction = "attendee.checked_in"
	WebhookActionAttendeeCheckedOut WebhookAction = "attendee.checked_out"
	WebhookActionAttendeeUpdated    WebhookAction = "attendee.updated"
	WebhookActionBarcodeCheckedIn   WebhookAction = "barcode.checked_in"
	WebhookActionEventCreated       WebhookAction = "event.created"
	WebhookActionEventPublished     WebhookAction = "event.published"
	WebhookActionEventUpdated       WebhookAction = "event.updated"
	WebhookActionEventUnpublished   WebhookAction = "event.unpublished"
	WebhookActionOrderPlaced        WebhookAction = "order.placed"
	WebhookActionOrderRefunded      WebhookAction = "order.refunded"
	WebhookActionOrderUpdated       WebhookAction = "order.updated"
	WebhookActionOrganizerUpdated   WebhookAction = "organizer.updated"
	WebhookActionTicketClassCreated WebhookAction = "ticket_class.created"
	WebhookActionTicketClassDeleted WebhookAction = "ticket_class.deleted"
	WebhookActionTicketClassUpdated WebhookAction = "ticket_class.updated"
	WebhookActionVenueUpdated       WebhookAction = "venue.updated"
)

// Webhook is an address that Eventbrite calls when something happens. Certainty: A.
//
// See https://www.eventbrite.com/platform/api#/reference/webhooks
type Webhook struct {
	// ID is what other methods call webhookID.
	ID WebhookID `json:"id"`
	// EndpointURL is the address.
	EndpointURL string `json:"endpoint_url,omitzero"`
	// Actions are what it is called for.
	Actions []WebhookAction `json:"actions,omitzero"`
	// UserID is the organization that it belongs to, in spite of its name (certainty B).
	UserID OrganizationID `json:"user_id,omitzero"`
	// EventID is the only event that it is called for; "" is all.
	EventID EventID `json:"event_id,omitzero"`
	// Created is when it was made.
	Created *time.Time `json:"created,omitzero"`
	// ResourceURI is the address of this object in the API.
	ResourceURI string `json:"resource_uri,omitzero"`
}

// WebhookCreate is a new webhook. EndpointURL is required. Certainty: A.
type WebhookCreate struct {
	// EndpointURL is the address that Eventbrite is to call. Deliveries are not signed,
	// so make it one that can't be guessed, and https.
	EndpointURL string
	// Actions are what it is called for; without any, order.placed, event.published and
	// event.unpublished (certainty B).
	Actions []WebhookAction
	// EventID is the only event that it is called for; "" is all.
	EventID EventID
}

// MarshalJSON writes the actions as Eventbrite takes them, in one text.
func (in WebhookCreate) MarshalJSON() ([]byte, error) {
	names := make([]string, len(in.Actions))
	for i, action := range in.Actions {
		names[i] = string(action)
	}
	return json.Marshal(struct {
		EndpointURL string  `json:"endpoint_url"`
		Actions     string  `json:"actions,omitzero"`
		EventID     EventID `json:"event_id,omitzero"`
	}{in.EndpointURL, strings.Join(names, ","), in.EventID})
}

func (in WebhookCreate) check() error {
	if in.EndpointURL == "" {
		return missing("webhook.EndpointURL")
	}
	if u, err := url.Parse(in.EndpointURL); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return argumentError("webhook.EndpointURL", "is not an address of the web, such as https://example.org/hooks/1f9a")
	}
	return checkList("webhook.Actions", in.Actions)
}

// WebhookListOptions are the options of a list of webhooks. Eventbrite documents no
// filter.
type WebhookListOptions struct{ ContinuationOptions }

// WebhooksService reads and changes webhooks. Nothing changes one: delete it and make
// another. What Eventbrite then sends is read by [ParseWebhook].
type WebhooksService struct{ client *Client }

const (
	webhooksPath = "/organizations/{organization_id}/webhooks/"
	webhookPath  = "/webhooks/{webhook_id}/"
)

func (s *WebhooksService) list(organizationID OrganizationID, opts *WebhookListOptions) *continuations[Webhook] {
	return &continuations[Webhook]{client: s.client, key: "webhooks", req: request{
		op: "Webhooks.List", method: "GET", path: webhooksPath, args: []any{organizationID}, query: opts,
	}}
}

// List reads one page of an organization's webhooks. Certainty: A (paging B).
//
// GET /v3/organizations/{organization_id}/webhooks/, see
// https://www.eventbrite.com/platform/api#/reference/webhooks. [ErrNotFound] for an
// organization that is not the token's.
func (s *WebhooksService) List(ctx context.Context, organizationID OrganizationID, opts *WebhookListOptions) (*Page[Webhook], error) {
	return s.list(organizationID, opts).page(ctx)
}

// Pages walks the pages of an organization's webhooks, lazily. It ends at the first
// error. Route and errors as for List.
//
// See https://www.eventbrite.com/platform/api#/reference/webhooks
func (s *WebhooksService) Pages(ctx context.Context, organizationID OrganizationID, opts *WebhookListOptions) iter.Seq2[*Page[Webhook], error] {
	return s.list(organizationID, opts).pages(ctx)
}

// All walks an organization's webhooks, as Pages does.
//
// See https://www.eventbrite.com/platform/api#/reference/webhooks
func (s *WebhooksService) All(ctx context.Context, organizationID OrganizationID, opts *WebhookListOptions) iter.Seq2[Webhook, error] {
	return s.list(organizationID, opts).all(ctx)
}

// Get reads one webhook. Certainty: A.
//
// GET /v3/webhooks/{webhook_id}/, see
// https://www.eventbrite.com/platform/api#/reference/webhooks. [ErrNotFound] for one
// that does not exist.
func (s *WebhooksService) Get(ctx context.Context, webhookID WebhookID) (*Webhook, error) {
	return fetch(ctx, s.client, request{op: "Webhooks.Get", method: "GET", path: webhookPath, args: []any{webhookID}},
		func(w *Webhook) bool { return w.ID == webhookID })
}

// Create makes a webhook. Nothing is known to keep a second call from making one more for
// the same address. Certainty: A.
//
// POST /v3/organizations/{organization_id}/webhooks/, see
// https://www.eventbrite.com/platform/api#/reference/webhooks. [ErrInvalid] for an
// action that Eventbrite does not know; [ErrOutcomeUnknown] as for every write.
func (s *WebhooksService) Create(ctx context.Context, organizationID OrganizationID, webhook WebhookCreate) (*Webhook, error) {
	return fetch(ctx, s.client, request{
		op: "Webhooks.Create", method: "POST", path: webhooksPath, args: []any{organizationID}, body: webhook, refused: webhook.check(),
	}, func(w *Webhook) bool { return w.ID != "" })
}

// Delete deletes a webhook. Certainty: A.
//
// DELETE /v3/webhooks/{webhook_id}/, see
// https://www.eventbrite.com/platform/api#/reference/webhooks. [ErrNotFound] for one
// that does not exist, presumably also when its receiver has answered 410 once.
func (s *WebhooksService) Delete(ctx context.Context, webhookID WebhookID) error {
	return confirm(ctx, s.client, "success", request{op: "Webhooks.Delete", method: "DELETE", path: webhookPath, args: []any{webhookID}})
}
