package boxofficetest

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestEventbriteWebhooks(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t)
	const hooks = inDemo + "webhooks/"
	got := wantStatus(t, e, "POST", hooks, `{"endpoint_url":"https://example.org/hook","actions":"order.placed,order.updated","event_id":"5"}`, 200,
		`{"resource_uri":"URL/webhooks/239964/","id":"239964","endpoint_url":"https://example.org/hook","actions":["order.placed","order.updated"],`+
			`"user_id":"308733706153","event_id":"5","created":"`)
	wantStatus(t, e, "POST", hooks, `{"endpoint_url":"http://127.0.0.1/"}`, 200, `"actions":["order.placed","event.published","event.unpublished"]`, `"event_id":null`)
	wantAnswer(t, e, "GET", "/webhooks/239964/", "", 200, got.body)
	wantIDs(t, e, hooks, "webhooks", "239964 239965")
	for body, want := range map[string]string{
		`{}`: badArgument("endpoint_url", "MISSING"),
		`{"webhook":{"endpoint_url":"https://example.org/"}}`: `{"status_code":400,"error_detail":{"ARGUMENTS_ERROR":{"endpoint_url":["MISSING"],"webhook":["Unknown parameter"]}},` +
			`"error_description":"There are errors with your arguments: endpoint_url - MISSING, webhook - Unknown parameter","error":"ARGUMENTS_ERROR"}`,
		`{"endpoint_url":"example.org"}`:                                    badArgument("endpoint_url", "INVALID"),
		`{"endpoint_url":"https://example.org/","actions":["order.eaten"]}`: badArgument("actions", `"order.eaten" is not a valid choice.`),
	} {
		wantAnswer(t, e, "POST", hooks, body, 400, want)
	}
	wantAnswer(t, e, "DELETE", "/webhooks/239964/", "", 200, `{"id":"239964","success":true}`)
	wantAnswer(t, e, "DELETE", "/webhooks/239964/", "", 404, refused("404", "NOT_FOUND", "The webhook you requested does not exist."))
	if left := e.Webhooks(""); len(left) != 1 || left[0].ID != "239965" {
		t.Errorf("webhooks: %+v", left)
	}
}

func TestEventbriteDeliveries(t *testing.T) {
	t.Parallel()
	e, _ := festival(t)
	status := http.StatusOK
	var got *http.Request
	var body, redirected string
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, _ := io.ReadAll(r.Body)
		got, body = r, string(data)
		if redirected != "" {
			w.Header().Set("Location", redirected)
		}
		w.WriteHeader(status)
	})
	receiver := httptest.NewServer(handler)
	defer receiver.Close()
	hook := e.AddWebhook("", EventbriteWebhook{EndpointURL: receiver.URL + "/hook?x=1"})
	want := `{"config":{"action":"order.placed","user_id":"308733706153","endpoint_url":"` + receiver.URL + `/hook?x=1","webhook_id":"` + hook + `"},` +
		`"api_url":"` + e.URL + `/orders/` + orderID + `/"}`

	code, err := e.Deliver(t.Context(), hook, "order.placed", "/orders/"+orderID+"/")
	if code != 200 || err != nil || body != want {
		t.Fatalf("%d, %v\n got %s\nwant %s", code, err, body, want)
	}
	for name, value := range map[string]string{
		"X-Eventbrite-Event": "order.placed", "X-Eventbrite-Delivery": "1", "User-Agent": "Eventbrite Hookshot c8a4b2",
		"Content-Type": "application/json", "User-Id-Sender": demoID,
	} {
		if got.Header.Get(name) != value {
			t.Errorf("%s: %q, want %q", name, got.Header.Get(name), value)
		}
	}
	if got.Method != "POST" || got.URL.RequestURI() != "/hook?x=1" {
		t.Errorf("%s %s", got.Method, got.URL)
	}
	var delivery struct {
		APIURL string `json:"api_url"`
	}
	if err := json.Unmarshal([]byte(body), &delivery); err != nil {
		t.Fatal(err)
	}
	wantAnswer(t, e, "GET", strings.TrimPrefix(delivery.APIURL, e.URL), "", 200, orderJSON)

	handler.ServeHTTP(httptest.NewRecorder(), e.DeliveryRequest(t.Context(), hook, "test", "orders/1/"))
	if !strings.Contains(body, `"action":"test"`) || !strings.HasSuffix(body, `/v3/orders/1/"}`) || got.Header.Get("X-Eventbrite-Delivery") != "2" {
		t.Errorf("without a network: %s with %v", body, got.Header)
	}

	// A redirect is an answer, and is not followed.
	elsewhere := e.AddWebhook("", EventbriteWebhook{EndpointURL: receiver.URL})
	status = http.StatusFound
	redirected = receiver.URL + "/followed"
	if code, err := e.Deliver(t.Context(), elsewhere, "order.placed", "/"); code != 302 || err != nil || got.URL.Path != "/" {
		t.Errorf("a redirect: %d, %v, to %s", code, err, got.URL)
	}
	status, redirected = http.StatusInternalServerError, ""
	if code, err := e.Deliver(t.Context(), hook, "order.placed", "/"); code != 500 || err != nil || len(e.Webhooks("")) != 2 {
		t.Errorf("a failing receiver: %d, %v", code, err)
	}
	status = http.StatusGone
	if code, err := e.Deliver(t.Context(), hook, "order.placed", "/"); code != 410 || err != nil || len(e.Webhooks("")) != 1 || e.Webhooks("")[0].ID != elsewhere {
		t.Errorf("a receiver that is gone: %d, %v", code, err)
	}
}

func TestEventbriteDeliveryMistakes(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t)
	far := e.AddWebhook("", EventbriteWebhook{EndpointURL: "http://example.org/"})
	gone := e.AddWebhook("", EventbriteWebhook{EndpointURL: "http://127.0.0.1:1/"})
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		ctx             context.Context
		webhook, action string
		want            string
	}{
		{t.Context(), "1", "test", `no webhook "1"`},
		{t.Context(), far, "venue.updated", `is not for "venue.updated"`},
		{t.Context(), far, "test", "example.org is no loopback address"},
		{t.Context(), gone, "test", "refused"},
		{canceled, gone, "test", "canceled"},
	} {
		if _, err := e.Deliver(c.ctx, c.webhook, c.action, "/"); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s, %s: %v, want %s", c.webhook, c.action, err, c.want)
		}
	}
	defer func() {
		if failed, ok := recover().(failure); !ok || !strings.Contains(failed.text, `no webhook "1"`) {
			t.Errorf("a request for an unknown webhook: %v", failed)
		}
	}()
	e = NewEventbrite(&recordingTB{})
	defer e.Close()
	e.DeliveryRequest(t.Context(), "1", "test", "/")
}
