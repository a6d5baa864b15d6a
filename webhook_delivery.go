package boxoffice

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/boxoffice-go/boxoffice/internal/lenient"
)

// maxDelivery is many times what Eventbrite sends.
const maxDelivery = 64 << 10

// WebhookDelivery is what Eventbrite sends to a webhook: that something happened, and
// where to read it. The object itself is not in it: see [FetchWebhook]. Certainty: A.
type WebhookDelivery struct {
	// Action is what happened. The button for tests on Eventbrite's page sends "test"
	// (certainty C).
	Action WebhookAction
	// APIURL is the address of what changed. Whoever sends the request chooses it.
	APIURL string
	// WebhookID is the webhook that it was sent to, and EndpointURL its address.
	WebhookID   WebhookID
	EndpointURL string
	// UserID is the webhook's owner, which is an organization's id (certainty B).
	UserID string
	// Delivery is the number of the delivery, "" when the header is missing. Whether a
	// delivery that is sent again keeps it is not known.
	Delivery string
}

// ParseWebhook reads the request of a delivery, at most 64 KiB of it.
//
// Deliveries are not signed: anybody who knows the address can send one. So keep the
// address secret (a long random part in its path), believe nothing of a delivery but
// that it is time to look, and look with a client of your own, by [FetchWebhook] or a
// method of the service. Answer 2xx fast, and do the work afterwards. Answer 410 to be
// unsubscribed.
//
// A request that is no delivery is an [ArgumentError]: answer it with 400. One that is
// too large is [ErrResponseTooLarge]. How long it waits for a slow body is up to the
// server: see [http.Server.ReadTimeout].
//
// See https://www.eventbrite.com/platform/docs/webhooks
func ParseWebhook(r *http.Request) (*WebhookDelivery, error) {
	if r == nil || r.Body == nil || r.Method != http.MethodPost {
		return nil, argumentError("r", "is not a POST with a body")
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxDelivery+1))
	if err != nil {
		return nil, fmt.Errorf("reading the delivery: %w", err)
	}
	if len(body) > maxDelivery {
		return nil, fmt.Errorf("%w: a delivery has at most %d bytes", ErrResponseTooLarge, maxDelivery)
	}
	var sent struct {
		Config struct {
			Action      WebhookAction `json:"action"`
			UserID      string        `json:"user_id"`
			EndpointURL string        `json:"endpoint_url"`
			WebhookID   WebhookID     `json:"webhook_id"`
		} `json:"config"`
		APIURL string `json:"api_url"`
	}
	if !bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("{")) {
		return nil, argumentError("r", "its body is not a JSON object")
	}
	if _, err := lenient.Unmarshal(body, &sent); err != nil {
		return nil, argumentError("r", "its body is not the JSON of a delivery")
	}
	d := &WebhookDelivery{
		Action: sent.Config.Action, APIURL: sent.APIURL, WebhookID: sent.Config.WebhookID,
		EndpointURL: sent.Config.EndpointURL, UserID: sent.Config.UserID, Delivery: r.Header.Get("X-Eventbrite-Delivery"),
	}
	if d.Action == "" || d.APIURL == "" {
		return nil, argumentError("r", "its body has no action or no api_url")
	}
	return d, nil
}

// FetchWebhook reads what a delivery is about, as the type that fits its action:
//
//	order, err := boxoffice.FetchWebhook[boxoffice.Order](ctx, eb, delivery)
//
// Its address must be one of the API that the client talks to, and for a type of this
// package that of such an object, whatever the action says; any other is an
// [ArgumentError] and nothing is sent. Only its path is used. The placeholder address
// of the action "test" is refused like any other. [ErrNotFound] for what is gone, or
// not there yet.
//
// GET /v3/… as the delivery names it, see https://www.eventbrite.com/platform/docs/webhooks
func FetchWebhook[Out any](ctx context.Context, eb *Eventbrite, delivery *WebhookDelivery) (*Out, error) {
	if eb == nil || eb.client == nil || delivery == nil {
		return nil, argumentError("delivery", "the client or the delivery is nil")
	}
	path, err := eb.client.ownPath(delivery.APIURL)
	if err != nil {
		return nil, argumentError("delivery.APIURL", err.Error())
	}
	out := new(Out)
	req := request{op: "Webhooks.Fetch", method: http.MethodGet, path: "/{api_url}"}
	if _, want := subject(out); want != nil {
		if !slices.Contains(want, collectionIn(path)) {
			return nil, argumentError("delivery.APIURL", "is not the address of one of /"+want[0]+"/, which is what was asked for")
		}
		req.valid = func() error {
			if id, _ := subject(out); id == "" {
				return errUnexpected
			}
			return nil
		}
	}
	if err := eb.client.callPath(ctx, req, path, out); err != nil {
		return nil, err
	}
	return out, nil
}

// subject is the id of an object that a delivery can be about, and the parts of the path
// that go before the id of one of its type; nil for any other type.
func subject(out any) (id string, collections []string) {
	switch o := out.(type) {
	case *Attendee:
		return string(o.ID), []string{"attendees"}
	case *Event:
		return string(o.ID), []string{"events", "series"}
	case *Order:
		return string(o.ID), []string{"orders"}
	case *OrganizerProfile:
		return string(o.ID), []string{"organizers"}
	case *TicketClass:
		return string(o.ID), []string{"ticket_classes"}
	case *Venue:
		return string(o.ID), []string{"venues"}
	}
	return "", nil
}

// collectionIn is the part before the last one of a path that ends with a slash.
func collectionIn(path string) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if len(parts) < 2 {
		return ""
	}
	return parts[len(parts)-2]
}

// ownPath returns the path below the API's root of an address that came from outside.
func (c *Client) ownPath(address string) (string, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return "", errors.New("can't be parsed")
	case u.Scheme != c.base.Scheme || !strings.EqualFold(u.Host, c.base.Host) || u.User != nil || u.Opaque != "":
		return "", errors.New("is not an address of the API that this client talks to")
	}
	path, ok := strings.CutPrefix(u.EscapedPath(), c.base.EscapedPath()+"/")
	if !ok || path == "" || path[0] == '/' {
		return "", errors.New("is not below the API's root")
	}
	plain, err := url.PathUnescape(path)
	// A semicolon or a second escape hides dots from us that a server may see.
	if err != nil || hasDots(plain) || hasDots(path) || strings.Contains(plain, "//") || strings.ContainsAny(plain, "\\?#;%") || strings.ContainsFunc(plain, unicode.IsControl) {
		return "", errors.New("its path can't be one of the API's")
	}
	return "/" + strings.TrimSuffix(path, "/") + "/", nil
}
