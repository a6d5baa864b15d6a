package boxofficetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// DeliveryRequest makes the request that Eventbrite would send for a webhook, to
// serve it to a handler without a network:
//
//	handler.ServeHTTP(httptest.NewRecorder(), eb.DeliveryRequest(ctx, hook, "order.placed", "/orders/"+order+"/"))
//
// The action is one of the webhook's own, or "test", which the button on the
// website sends. The path is that of the changed object, below [Eventbrite.URL],
// where the receiver has to fetch it. Its user_id is the organization's, as in
// the webhook itself, which is our guess.
func (e *Eventbrite) DeliveryRequest(ctx context.Context, webhook, action, path string) *http.Request {
	e.helper()
	req, err := e.delivery(ctx, webhook, action, path)
	if err != nil {
		e.mistake("delivery: %v", err)
	}
	return req
}

// Deliver sends the request of [Eventbrite.DeliveryRequest] to the webhook's
// endpoint_url, if that is on a loopback address, and returns the status of the
// answer. A receiver that answers 410 has unsubscribed: the webhook is gone.
// There are no retries. Nothing is delivered by itself.
func (e *Eventbrite) Deliver(ctx context.Context, webhook, action, path string) (status int, err error) {
	req, err := e.delivery(ctx, webhook, action, path)
	if err != nil {
		return 0, err
	}
	if !isLoopback(req.URL.Host) {
		return 0, fmt.Errorf("webhook %s: %s is no loopback address", webhook, req.URL.Host)
	}
	client := http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	res, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	_, err = io.Copy(io.Discard, res.Body)
	err = errors.Join(err, res.Body.Close())
	if res.StatusCode == http.StatusGone {
		defer e.setUp()()
		e.state.webhooks.remove(webhook)
	}
	return res.StatusCode, err
}

func (e *Eventbrite) delivery(ctx context.Context, webhook, action, path string) (*http.Request, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	w, ok := e.state.webhooks.get(webhook)
	switch {
	case !ok:
		return nil, fmt.Errorf("no webhook %q", webhook)
	case action != "test" && !slices.Contains(w.Actions, action):
		return nil, fmt.Errorf("webhook %s is not for %q", webhook, action)
	}
	body := encode(object{
		{"config", object{
			{"action", action},
			{"user_id", w.OrganizationID},
			{"endpoint_url", w.EndpointURL},
			{"webhook_id", w.ID},
		}},
		{"api_url", e.URL + "/" + strings.TrimPrefix(path, "/")},
	})
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.EndpointURL, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	e.deliveries++
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Eventbrite Hookshot c8a4b2")
	req.Header.Set("X-Eventbrite-Event", action)
	req.Header.Set("X-Eventbrite-Delivery", strconv.Itoa(e.deliveries))
	req.Header.Set("User-Id-Sender", w.OrganizationID)
	return req, nil
}
