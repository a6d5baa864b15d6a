package boxoffice

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jarcoal/httpmock"
)

// ebWireCall is a call of a service, for what the request path does with its method.
type ebWireCall struct {
	name, sent string
	call       func(ctx context.Context, eb *Eventbrite) error
}

// ebGala is a new event, and ebGalaBody what is sent for it.
var ebGala = EventCreate{
	Name:     "Gala",
	Start:    EventTime{time.Date(2030, 1, 2, 19, 0, 0, 0, time.UTC), "Europe/Berlin"},
	End:      EventTime{time.Date(2030, 1, 2, 23, 0, 0, 0, time.UTC), "Europe/Berlin"},
	Currency: "EUR",
}

const ebGalaBody = `{"event":{"name":{"html":"Gala"},"start":{"timezone":"Europe/Berlin","utc":"2030-01-02T19:00:00Z"},` +
	`"end":{"timezone":"Europe/Berlin","utc":"2030-01-02T23:00:00Z"},"currency":"EUR"}}`

var (
	ebGet5 = ebWireCall{"GET", "GET /events/5/", func(ctx context.Context, eb *Eventbrite) error {
		_, err := eb.Events.Get(ctx, "5", nil)
		return err
	}}
	ebCreate = ebWireCall{"POST", "POST /organizations/7/events/ " + ebGalaBody, func(ctx context.Context, eb *Eventbrite) error {
		_, err := eb.Events.Create(ctx, "7", ebGala)
		return err
	}}
	ebDelete = ebWireCall{"DELETE", "DELETE /events/5/", func(ctx context.Context, eb *Eventbrite) error {
		return eb.Events.Delete(ctx, "5")
	}}
)

// ebDone is a good answer to each of the calls.
var ebDone = reply(200, `{"id": "5", "deleted": true}`)

func (c ebWireCall) path() string {
	return strings.Fields(c.sent)[1]
}

// Eventbrite knows no idempotency keys: a write that may have happened is not
// repeated, whatever the reason.
func TestEventbriteWritesAreSentOnce(t *testing.T) {
	t.Parallel()
	html := func(status int) httpmock.Responder { return reply(status, "<h1>", "Content-Type", "text/html") }
	tests := []struct {
		reason    string
		responder httpmock.Responder
		status    int
		// kinds of a read; a write's are one more where it is in doubt.
		kinds []error
		doubt bool
		// attempts of a read and of a write.
		read, write int
	}{
		{"the connection was reset", fail(errReset), 0, nil, true, 5, 1},
		{"the connection ended in place of an answer", fail(io.ErrUnexpectedEOF), 0, nil, true, 5, 1},
		{"no answer came in time", hang, 0, nil, true, 5, 1},
		{"500", reply(500, ebWireError(500, "INTERNAL_ERROR", ebInternal)), 500, []error{ErrServer}, true, 5, 1},
		{"500 of a proxy", html(500), 500, []error{ErrServer}, true, 5, 1},
		{"502", html(502), 502, []error{ErrUnavailable}, true, 5, 1},
		{"503", html(503), 503, []error{ErrUnavailable}, true, 5, 1},
		{"503 that asks to come again", retryAfter(503, "1"), 503, []error{ErrUnavailable}, true, 5, 1},
		{"504", html(504), 504, []error{ErrUnavailable}, true, 5, 1},
		{"504 that speaks as Eventbrite", reply(504, ebWireError(504, "INTERNAL_ERROR", "T")), 504, []error{ErrUnavailable}, true, 5, 1},
		{"408", html(408), 408, nil, true, 1, 1},
		{"524 of a CDN", html(524), 524, nil, true, 1, 1},
		{"429: nothing was done", reply(429, ebWireError(429, "HIT_RATE_LIMIT", "T")), 429, []error{ErrRateLimited}, false, 5, 5},
		{"429 of the CDN", html(429), 429, []error{ErrRateLimited}, false, 5, 5},
		{"the connection was never made", fail(errDial), 0, nil, false, 5, 5},
		{"there was no address", fail(errDNS), 0, nil, false, 5, 5},
		{"a bad certificate", fail(errCert), 0, nil, false, 1, 1},
		{"409 is an answer", reply(409, ebWireError(409, "REQUEST_CONFLICT", "T")), 409, []error{ErrConflict}, false, 1, 1},
		{"409 that asks to come again is one, too", retryAfter(409, "1"), 409, []error{ErrConflict}, false, 1, 1},
		{"400 is an answer", reply(400, ebInvalid), 400, []error{ErrInvalid}, false, 1, 1},
		{"404 is an answer", reply(404, ebNotFound), 404, []error{ErrNotFound}, false, 1, 1},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			for _, call := range []ebWireCall{ebGet5, ebCreate, ebDelete} {
				synctest.Test(t, func(t *testing.T) {
					eb, w := newEBWire(t, WithAttemptTimeout(10*time.Second))
					w.on(call.name, call.path(), test.responder)
					err := call.call(t.Context(), eb)
					kinds, attempts := test.kinds, test.read
					if call.name != "GET" {
						attempts = test.write
						if test.doubt {
							kinds = append(slices.Clone(kinds), ErrOutcomeUnknown)
						}
					}
					e := wantError(t, err, kinds...)
					wantEqual(t, call.name+": Attempts", e.Attempts, attempts)
					wantEqual(t, call.name+": Status", e.Status, test.status)
					wantEqual(t, call.name+": IdempotencyKey", e.IdempotencyKey, "")
					w.want(slices.Repeat([]string{call.sent}, attempts)...)
				})
			}
		})
	}
}

func TestEventbriteSequences(t *testing.T) {
	t.Parallel()
	limited := reply(429, ``)
	tests := []struct {
		reason string
		call   ebWireCall
		script []httpmock.Responder
		status int
		kinds  []error
	}{
		{"a write gets through a limit and refused connections", ebCreate, []httpmock.Responder{limited, fail(errDial), limited, fail(errDNS), ebDone}, 0, nil},
		{"so does a DELETE", ebDelete, []httpmock.Responder{fail(errDial), limited, ebDone}, 0, nil},
		{"a write that is lost after them is in doubt, and the last answer is kept", ebCreate, []httpmock.Responder{limited, fail(errReset)}, 429, []error{ErrRateLimited, ErrOutcomeUnknown}},
		{"a lost write after a refused connection", ebDelete, []httpmock.Responder{fail(errDial), fail(errReset)}, 0, []error{ErrOutcomeUnknown}},
		{"a 503 after a limit", ebDelete, []httpmock.Responder{limited, reply(503, ``)}, 503, []error{ErrUnavailable, ErrOutcomeUnknown}},
		{"a read gets through it all", ebGet5, []httpmock.Responder{reply(500, ``), fail(errReset), reply(503, ``), limited, ebDone}, 0, nil},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				eb, w := newEBWire(t)
				w.on(test.call.name, test.call.path(), inTurn(t, test.script...))
				err := test.call.call(t.Context(), eb)
				w.want(slices.Repeat([]string{test.call.sent}, len(test.script))...)
				if len(test.kinds) == 0 {
					wantEqual(t, "the error", err, nil)
					return
				}
				wantEqual(t, "Status", wantError(t, err, test.kinds...).Status, test.status)
			})
		})
	}
}

// An answer that is good and can't be understood leaves a write in doubt.
func TestEventbriteWritesWithOddAnswers(t *testing.T) {
	t.Parallel()
	for reason, responder := range map[string]httpmock.Responder{
		"another word":      reply(200, `{"published": true}`),
		"it says no":        reply(200, `{"deleted": false}`),
		"a list":            reply(200, `[]`),
		"nothing":           reply(200, ``),
		"no content at all": reply(204, ``),
		"cut off":           reply(200, `{"deleted": tr`),
		"a login page":      reply(200, `<html>`, "Content-Type", "text/html"),
	} {
		for _, call := range []ebWireCall{ebCreate, ebDelete} {
			eb, w := newEBWire(t)
			w.on(call.name, call.path(), responder)
			e := wantError(t, call.call(t.Context(), eb), ErrOutcomeUnknown)
			if e.Body != nil {
				t.Errorf("%s: the body of a success is kept", reason)
			}
			w.want(call.sent)
		}
	}
}

// The same over a real socket, where net/http has retries of its own.
func TestEventbriteWritesOnTheWire(t *testing.T) {
	t.Parallel()
	for _, call := range []ebWireCall{ebGet5, ebCreate, ebDelete} {
		t.Run(call.name, func(t *testing.T) {
			t.Parallel()
			var requests atomic.Int32
			server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/v3/users/me/" {
					rw.Header().Set("Content-Type", "application/json")
					_, _ = rw.Write([]byte(`{"id": "1"}`))
					return
				}
				requests.Add(1)
				_, _ = io.Copy(io.Discard, r.Body)
				panic(http.ErrAbortHandler) // resets the connection
			}))
			t.Cleanup(server.Close)
			eb, err := NewEventbrite(EventbriteToken(ebToken), WithBaseURL(server.URL), WithRetryLimits(RetryLimits{Attempts: 3, MaxWait: time.Millisecond}))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(eb.CloseIdleConnections)
			// The connection is one that was used before: the case in which net/http
			// sends some requests again by itself.
			if _, err := eb.Users.Me(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			err = call.call(t.Context(), eb)
			if call.name == "GET" {
				wantError(t, err)
				if n := requests.Load(); n < 3 {
					t.Errorf("it was sent %d times", n)
				}
				return
			}
			wantError(t, err, ErrOutcomeUnknown)
			wantEqual(t, "how often it was sent", requests.Load(), 1)
		})
	}
}

// A connection that is refused was never made.
func TestEventbriteRefusedConnections(t *testing.T) {
	t.Parallel()
	eb, err := NewEventbrite(EventbriteToken(ebToken), WithBaseURL(nobodyListens), WithRetryLimits(RetryLimits{Attempts: 3, MaxWait: time.Millisecond}))
	if err != nil {
		t.Fatal(err)
	}
	for _, call := range []ebWireCall{ebGet5, ebCreate, ebDelete} {
		e := wantError(t, call.call(t.Context(), eb))
		wantEqual(t, call.name+": Attempts", e.Attempts, 3)
	}
}

// The end of the caller's ctx leaves a write in doubt only once it was sent.
func TestEventbriteWritesAndTheEndOfCtx(t *testing.T) {
	t.Parallel()
	for _, call := range []ebWireCall{ebCreate, ebDelete} {
		synctest.Test(t, func(t *testing.T) {
			eb, w := newEBWire(t)
			w.on(call.name, call.path(), hang)
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			err := call.call(ctx, eb)
			wantError(t, err, ErrOutcomeUnknown)
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the error is %v", err)
			}
			w.want(call.sent)
			wantError(t, call.call(ctx, eb))
			w.want(call.sent)
			if text := fmt.Sprint(err); !strings.Contains(text, "whether the write happened is unknown") {
				t.Errorf("the text is %q", text)
			}
		})
	}
}
