package boxoffice

import (
	"fmt"
	"testing"
)

// A webhook as it was recorded.
const ecWebhook = `{"id": "%[1]d", "resource_uri": "https://www.eventbriteapi.com/v3/webhooks/%[1]d/", "endpoint_url": "https://example.org/hooks/1f9a",
	"actions": ["event.published", "order.placed"], "user_id": "308733706151", "event_id": null, "created": "2016-11-08T19:42:07Z"}`

func ecWantWebhook(t testing.TB, i int) Webhook {
	return Webhook{
		ID: WebhookID(fmt.Sprint(i)), EndpointURL: "https://example.org/hooks/1f9a", UserID: "308733706151",
		Actions: []WebhookAction{WebhookActionEventPublished, WebhookActionOrderPlaced}, Created: ecTime(t, "2016-11-08T19:42:07Z"),
		ResourceURI: fmt.Sprintf("https://www.eventbriteapi.com/v3/webhooks/%d/", i),
	}
}

func TestWebhooksList(t *testing.T) {
	t.Parallel()
	ecUnder(t, func(eb *Eventbrite) *WebhooksService { return eb.Webhooks }, "5", func(c string) *WebhookListOptions {
		return &WebhookListOptions{ContinuationOptions{c}}
	}, (*WebhooksService).List, (*WebhooksService).Pages, (*WebhooksService).All, ebList[Webhook]{
		path: "/organizations/5/webhooks/", key: "webhooks",
		item: func(i int) string { return fmt.Sprintf(ecWebhook, i) }, want: func(i int) Webhook { return ecWantWebhook(t, i) },
	})
	ecKeeps[Webhook](t, fmt.Sprintf(ecWebhook, 1))
	ecKeeps[Webhook](t, `{"id": "1", "event_id": "77", "actions": []}`)
}

func TestWebhooksCalls(t *testing.T) {
	t.Parallel()
	answer, want := fmt.Sprintf(ecWebhook, 1), new(ecWantWebhook(t, 1))
	wrong := []string{`{}`, `{"webhook": {"id": "1"}}`, `{"id": "2"}`}
	ecProve(t, map[string]ecCall{
		"Get": {
			method: "GET", path: "/webhooks/1/", answer: answer, want: want, wrong: wrong,
			call: func(eb *Eventbrite) (any, error) { return eb.Webhooks.Get(t.Context(), "1") },
		},
		"Create": {
			method: "POST", path: "/organizations/5/webhooks/", answer: answer, want: want, wrong: wrong[:2],
			body: `{"endpoint_url":"https://example.org/hooks/1f9a","actions":"event.published,order.placed","event_id":"77"}`,
			call: func(eb *Eventbrite) (any, error) {
				return eb.Webhooks.Create(t.Context(), "5", WebhookCreate{
					"https://example.org/hooks/1f9a", []WebhookAction{WebhookActionEventPublished, WebhookActionOrderPlaced}, "77",
				})
			},
		},
		"Create with the defaults": {
			method: "POST", path: "/organizations/5/webhooks/", answer: answer, want: want, body: `{"endpoint_url":"http://example.org"}`,
			call: func(eb *Eventbrite) (any, error) {
				return eb.Webhooks.Create(t.Context(), "5", WebhookCreate{EndpointURL: "http://example.org"})
			},
		},
		"Delete": {
			method: "DELETE", path: "/webhooks/1/", answer: `{"id": "1", "success": true}`, wrong: []string{`{}`, `{"id": "1", "success": false}`},
			call: func(eb *Eventbrite) (any, error) { return nil, eb.Webhooks.Delete(t.Context(), "1") },
		},
	})
}

func TestWebhooksRefused(t *testing.T) {
	t.Parallel()
	create := func(id OrganizationID, in WebhookCreate) func(eb *Eventbrite) error {
		return func(eb *Eventbrite) error { _, err := eb.Webhooks.Create(t.Context(), id, in); return err }
	}
	ecRefused(t, map[[2]string]func(*Eventbrite) error{
		{"organization_id", "List"}:           func(eb *Eventbrite) error { _, err := eb.Webhooks.List(t.Context(), "", nil); return err },
		{"webhook_id", "Get"}:                 func(eb *Eventbrite) error { _, err := eb.Webhooks.Get(t.Context(), ""); return err },
		{"webhook_id", "Delete"}:              func(eb *Eventbrite) error { return eb.Webhooks.Delete(t.Context(), "") },
		{"organization_id", "Create"}:         create("", WebhookCreate{EndpointURL: "https://example.org"}),
		{"webhook.EndpointURL", "missing"}:    create("5", WebhookCreate{}),
		{"webhook.EndpointURL", "no scheme"}:  create("5", WebhookCreate{EndpointURL: "example.org/hooks"}),
		{"webhook.EndpointURL", "not http"}:   create("5", WebhookCreate{EndpointURL: "ftp://example.org"}),
		{"webhook.EndpointURL", "no host"}:    create("5", WebhookCreate{EndpointURL: "https:///hooks"}),
		{"webhook.EndpointURL", "unreadable"}: create("5", WebhookCreate{EndpointURL: "https://example.org/%zz"}),
		{"webhook.Actions", "comma"}:          create("5", WebhookCreate{EndpointURL: "https://example.org", Actions: []WebhookAction{"a,b"}}),
	})
}
