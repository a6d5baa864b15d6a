package boxoffice

import (
	"context"
	"encoding/json"
	"iter"
	"time"
)

// Notification is what Eventbrite tells a user. Certainty: C (fields of one client of
// 2018).
//
// See https://www.eventbrite.com/developer/v3/endpoints/notifications/
type Notification struct {
	// ID is the notification's id.
	ID string `json:"notification_id,omitzero"`
	// Title, Body and CTA, the text of its button, may hold anything.
	Title string `json:"title,omitzero"`
	Body  string `json:"body,omitzero"`
	CTA   string `json:"cta,omitzero"`
	// URL is where the button leads, which need not be the web.
	URL string `json:"url,omitzero"`
	// Created is when it was made.
	Created *time.Time `json:"created,omitzero"`
	// ChannelID is a word such as "my_events" or "ticket_reminders".
	ChannelID string `json:"channel_id,omitzero"`
	// ImageID is a picture, as it came: by its name an id, by that client an object.
	ImageID Unverified `json:"image_id,omitzero"`
	// Extra are the members of the JSON that this type does not know, as they came;
	// nil when there were none.
	Extra map[string]json.RawMessage `json:"-"`
}

type plainNotification Notification

// UnmarshalJSON keeps what it does not know in Extra.
func (n *Notification) UnmarshalJSON(data []byte) error {
	var known plainNotification
	extra, err := unmarshalOpen(data, &known)
	if err != nil {
		return err
	}
	*n = Notification(known)
	n.Extra = extra
	return nil
}

// MarshalJSON writes Extra beside what it knows.
func (n Notification) MarshalJSON() ([]byte, error) {
	return marshalOpen(plainNotification(n), n.Extra)
}

// NotificationListOptions are the options of a list of notifications.
type NotificationListOptions struct{ ContinuationOptions }

// NotificationsService reads what Eventbrite tells the token's user.
type NotificationsService struct{ client *Client }

func (s *NotificationsService) list(opts *NotificationListOptions) *continuations[Notification] {
	return &continuations[Notification]{client: s.client, req: request{
		op: "Notifications.List", method: "GET", path: "/users/me/notifications/", query: opts,
	}}
}

// List reads one page of the notifications of the token's user. The items are the only
// list in the answer, since its name is not known. Certainty: B (documented in 2018,
// and no longer; fields C).
//
// GET /v3/users/me/notifications/, see
// https://www.eventbrite.com/developer/v3/endpoints/notifications/. [ErrForbidden] for a public
// token; [ErrNotFound] when the endpoint is gone.
func (s *NotificationsService) List(ctx context.Context, opts *NotificationListOptions) (*Page[Notification], error) {
	return s.list(opts).page(ctx)
}

// Pages walks the pages of the notifications of the token's user, lazily. It ends at
// the first error. Route and errors as for List.
//
// See https://www.eventbrite.com/developer/v3/endpoints/notifications/
func (s *NotificationsService) Pages(ctx context.Context, opts *NotificationListOptions) iter.Seq2[*Page[Notification], error] {
	return s.list(opts).pages(ctx)
}

// All walks the notifications of the token's user, as Pages does.
//
// See https://www.eventbrite.com/developer/v3/endpoints/notifications/
func (s *NotificationsService) All(ctx context.Context, opts *NotificationListOptions) iter.Seq2[Notification, error] {
	return s.list(opts).all(ctx)
}
