package boxoffice

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// A delivery as recorded in 2018.
const ebDelivery = `{"config": {"action": "order.placed", "user_id": "250151461642", "endpoint_url": "https://example.org/hooks/s3cr3t", "webhook_id": "634192"}, ` +
	`"api_url": "` + ebAPI + `/orders/752327237/"}`

func deliveryOf(body string) *http.Request {
	r := httptest.NewRequest("POST", "/hooks/s3cr3t", strings.NewReader(body))
	r.Header.Set("X-Eventbrite-Event", "order.placed")
	r.Header.Set("X-Eventbrite-Delivery", "1234")
	return r
}

func TestParseWebhook(t *testing.T) {
	t.Parallel()
	got, err := ParseWebhook(deliveryOf(ebDelivery))
	resEqual(t, "delivery", []any{got, err}, []any{&WebhookDelivery{
		Action: "order.placed", APIURL: ebAPI + "/orders/752327237/", WebhookID: "634192",
		EndpointURL: "https://example.org/hooks/s3cr3t", UserID: "250151461642", Delivery: "1234",
	}, error(nil)})

	// Ids as numbers, and members that nobody knows.
	got, err = ParseWebhook(deliveryOf(`{"config": {"action": "test", "user_id": 25, "webhook_id": 63, "new": []}, "api_url": "x", "more": 1}`))
	resEqual(t, "numbers", []any{got, err}, []any{&WebhookDelivery{Action: "test", APIURL: "x", UserID: "25", WebhookID: "63", Delivery: "1234"}, error(nil)})

	for why, r := range map[string]*http.Request{
		"nil": nil, "no body": {Method: "POST"}, "a GET": httptest.NewRequest("GET", "/", strings.NewReader(ebDelivery)),
		"no JSON": deliveryOf("action=order.placed"), "cut off": deliveryOf(ebDelivery[:80]), "a list": deliveryOf("[]"), "null": deliveryOf("null"),
		"nothing": deliveryOf(""), "no action": deliveryOf(`{"config": {}, "api_url": "x"}`), "no address": deliveryOf(`{"config": {"action": "test"}}`),
		"an odd config": deliveryOf(`{"config": 7, "api_url": "x"}`), "deep": deliveryOf(`{"config": ` + strings.Repeat("[", 30_000)),
	} {
		if _, err := ParseWebhook(r); err == nil {
			t.Errorf("%s is taken", why)
		} else {
			wantArgumentError(t, err, "r")
		}
	}
	endless := deliveryOf("")
	endless.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"config": "`), zeros{}))
	if _, err := ParseWebhook(endless); !errors.Is(err, ErrResponseTooLarge) {
		t.Errorf("an endless body: %v", err)
	}
	broken := deliveryOf("")
	broken.Body = io.NopCloser(iotest.ErrReader(errReset))
	if _, err := ParseWebhook(broken); !errors.Is(err, errReset) {
		t.Errorf("a broken connection: %v", err)
	}
}

// zeros is a body without end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}

func FuzzParseWebhook(f *testing.F) {
	f.Add(ebDelivery)
	f.Add(`{"config": {"action": 1, "webhook_id": [{}]}, "api_url": null}`)
	eb, err := NewEventbrite(EventbriteToken(ebToken), WithBaseURL(ebBase), once(), WithHTTPClient(&http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		if r.URL.Host != "eventbrite.example.org" || r.URL.Scheme != "https" || !strings.HasPrefix(r.URL.Path, "/proxy/v3/") || strings.Contains(r.URL.Path, "..") || r.URL.RawQuery != "" {
			panic("sent to " + r.URL.String())
		}
		return nil, errReset
	})}))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body string) {
		d, err := ParseWebhook(deliveryOf(body))
		if err != nil {
			return
		}
		if d.Action == "" || d.APIURL == "" {
			t.Errorf("%+v", d)
		}
		_, _ = FetchWebhook[Order](t.Context(), eb, d)
	})
}

func TestFetchWebhook(t *testing.T) {
	t.Parallel()
	eb, server := ebMock(t)
	server.on("GET", "/orders/752327237/", 200, `{"id": "752327237", "event_id": "7"}`)
	for _, address := range []string{ebAPI + "/orders/752327237/", ebAPI + "/orders/752327237", "https://EVENTBRITE.example.org/proxy/v3/orders/752327237/?token=stolen#x"} {
		got, err := FetchWebhook[Order](t.Context(), eb, &WebhookDelivery{Action: "order.placed", APIURL: address})
		if err != nil || got.ID != "752327237" || got.EventID != "7" {
			t.Errorf("%s: %+v, %v", address, got, err)
		}
		server.want(ebGet("/orders/752327237/"))
	}
	for _, address := range []string{
		"", "{api-endpoint-to-fetch-object-details}", "/orders/1/", "//eventbrite.example.org/proxy/v3/orders/1/",
		"http://eventbrite.example.org/proxy/v3/orders/1/", "https://evil.example/proxy/v3/orders/1/", "https://eventbrite.example.org.evil.example/proxy/v3/orders/1/",
		"https://eventbrite.example.org:444/proxy/v3/orders/1/", "https://eventbrite.example.org@evil.example/proxy/v3/orders/1/", "https://a:b@eventbrite.example.org/proxy/v3/orders/1/",
		ebBase + "/orders/1/", ebAPI, ebAPI + "/", ebAPI + "x/orders/1/", ebAPI + "/../orders/1/", ebAPI + "/orders/%2e%2e/users/me/", ebAPI + "/orders//1/", ebAPI + "/orders/1%2F%2E%2E/",
		ebAPI + "/orders/a%3Fb/", ebAPI + "/orders/a%5Cb/", ebAPI + "//", ebAPI + "//orders/1/", ebAPI + "/orders/1%0D%0A/", "https:eventbrite.example.org/proxy/v3/orders/1/", "\x00", "%zz",
	} {
		_, err := FetchWebhook[Order](t.Context(), eb, &WebhookDelivery{Action: "order.placed", APIURL: address})
		wantArgumentError(t, err, "delivery.APIURL")
		server.want()
	}
	// Whoever sends a delivery chooses the address: an event is no order without a price.
	for path, fetch := range map[string]func(*WebhookDelivery) error{
		"/events/7/":           func(d *WebhookDelivery) error { return errOf(FetchWebhook[Order](t.Context(), eb, d)) },
		"/events/7/orders/":    func(d *WebhookDelivery) error { return errOf(FetchWebhook[Order](t.Context(), eb, d)) },
		"/users/me/":           func(d *WebhookDelivery) error { return errOf(FetchWebhook[Attendee](t.Context(), eb, d)) },
		"/orders/8/":           func(d *WebhookDelivery) error { return errOf(FetchWebhook[Event](t.Context(), eb, d)) },
		"/orders/8/attendees/": func(d *WebhookDelivery) error { return errOf(FetchWebhook[Venue](t.Context(), eb, d)) },
		"/venues/8/":           func(d *WebhookDelivery) error { return errOf(FetchWebhook[OrganizerProfile](t.Context(), eb, d)) },
		"/events/":             func(d *WebhookDelivery) error { return errOf(FetchWebhook[TicketClass](t.Context(), eb, d)) },
	} {
		wantArgumentError(t, fetch(&WebhookDelivery{Action: "order.placed", APIURL: ebAPI + path}), "delivery.APIURL")
		server.want()
	}
	// The types that fit, and those of the caller's own.
	for path, fetch := range map[string]func(*WebhookDelivery) error{
		"/events/7/":                   func(d *WebhookDelivery) error { return errOf(FetchWebhook[Event](t.Context(), eb, d)) },
		"/series/7/":                   func(d *WebhookDelivery) error { return errOf(FetchWebhook[Event](t.Context(), eb, d)) },
		"/events/7/attendees/1-1/":     func(d *WebhookDelivery) error { return errOf(FetchWebhook[Attendee](t.Context(), eb, d)) },
		"/events/7/ticket_classes/71/": func(d *WebhookDelivery) error { return errOf(FetchWebhook[TicketClass](t.Context(), eb, d)) },
		"/organizers/8/":               func(d *WebhookDelivery) error { return errOf(FetchWebhook[OrganizerProfile](t.Context(), eb, d)) },
		"/venues/8/":                   func(d *WebhookDelivery) error { return errOf(FetchWebhook[Venue](t.Context(), eb, d)) },
		"/anything/":                   func(d *WebhookDelivery) error { return errOf(FetchWebhook[Unverified](t.Context(), eb, d)) },
	} {
		server.on("GET", path, 200, `{"id": "7"}`)
		if err := fetch(&WebhookDelivery{APIURL: ebAPI + path}); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		server.want(ebGet(path))
		// An answer that is no such object is not one without an id.
		server.on("GET", path, 200, `{}`)
		if err := fetch(&WebhookDelivery{APIURL: ebAPI + path}); errors.Is(err, errUnexpected) != (path != "/anything/") {
			t.Errorf("%s answers {}: %v", path, err)
		}
		server.want(ebGet(path))
	}
	for _, call := range []func() error{
		func() error { return errOf(FetchWebhook[Order](t.Context(), nil, &WebhookDelivery{})) },
		func() error { return errOf(FetchWebhook[Order](t.Context(), &Eventbrite{}, &WebhookDelivery{})) },
		func() error { return errOf(FetchWebhook[Order](t.Context(), eb, nil)) },
	} {
		wantArgumentError(t, call(), "delivery")
	}
	server.on("GET", "/orders/9/", 404, ebNotFound)
	_, err := FetchWebhook[Order](t.Context(), eb, &WebhookDelivery{APIURL: ebAPI + "/orders/9/"})
	if e, ok := errors.AsType[*Error](err); !ok || !errors.Is(err, ErrNotFound) || e.Operation != "Webhooks.Fetch" || strings.Contains(e.Path, "9") {
		t.Errorf("%+v", err)
	}
}

// A delivery of the Eventbrite in memory, over the wire, and what it is about.
func TestWebhookForReal(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewEventbrite(t)
	event := server.AddEvent("", boxofficetest.EventbriteEvent{Name: "Gala"})
	order := server.AddOrder(event, boxofficetest.EventbriteOrder{FirstName: "Ada", Attendees: []boxofficetest.EventbriteAttendee{{FirstName: "Ada"}}})
	eb := resMust(NewEventbrite(EventbriteToken(server.Token), WithBaseURL(server.URL), once()))(t)
	t.Cleanup(eb.CloseIdleConnections)
	got := make(chan *Order, 1)
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		delivery, err := ParseWebhook(r)
		if err != nil {
			t.Error(err)
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		o, err := FetchWebhook[Order](r.Context(), eb, delivery)
		if err != nil || delivery.Action != WebhookActionOrderPlaced {
			t.Errorf("%+v: %v", delivery, err)
		}
		got <- o
	}))
	t.Cleanup(receiver.Close)
	webhook := server.AddWebhook("", boxofficetest.EventbriteWebhook{EndpointURL: receiver.URL})
	status, err := server.Deliver(t.Context(), webhook, "order.placed", "/orders/"+order+"/")
	if err != nil || status != http.StatusOK {
		t.Fatal(status, err)
	}
	if o := <-got; o == nil || o.ID != OrderID(order) {
		t.Errorf("%+v", o)
	}
}
