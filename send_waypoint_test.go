package boxoffice

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jarcoal/httpmock"
)

// The name as Eventbrite documents it.
const waypointName = "Eventbrite-API-Waypoint-Token"

// waypoints are the tokens that were sent, "-" for none.
func (w *ebWire) waypoints() string {
	var out []string
	for _, s := range w.requests() {
		out = append(out, strings.Join(s.Header.Values(waypointName), "|"))
		if len(s.Header.Values(waypointName)) == 0 {
			out[len(out)-1] = "-"
		}
	}
	return strings.Join(out, ",")
}

// brings answers with a token.
func brings(token string) httpmock.Responder {
	if token == "" {
		return reply(200, `{}`)
	}
	return reply(200, `{}`, waypointName, token)
}

func playAll(t *testing.T, ctx context.Context, c *Client, methods ...string) { //nolint:revive // as helpers have it
	t.Helper()
	for _, method := range methods {
		if err := play(ctx, c, method); err != nil {
			t.Fatal(err)
		}
	}
}

// Each call is sent with the newest token that a call under the ctx brought.
func TestReadYourWrites(t *testing.T) {
	t.Parallel()
	eb, w := newEBWire(t)
	w.on("POST", "/x/", inTurn(t, brings("a"), brings("c")))
	w.on("GET", "/x/", inTurn(t, brings(""), brings(""), brings("b"), brings("")))
	w.on("DELETE", "/x/", inTurn(t, brings("d")))
	ctx := ContextWithReadYourWrites(t.Context())
	playAll(t, ctx, eb.Client(), "GET", "POST", "GET", "GET")
	inner, cancel := context.WithCancel(ctx) // also under a ctx made of this one
	defer cancel()
	playAll(t, inner, eb.Client(), "POST")
	playAll(t, ctx, eb.Client(), "DELETE")
	other := resMust(eb.With(WithLanguage("de")))(t) // and by a copy
	playAll(t, ctx, other.Client(), "GET")
	wantEqual(t, "the tokens", w.waypoints(), "-,-,a,a,b,c,d")
}

// The token of a failed write counts: it may have happened.
func TestReadYourWritesOfFailures(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		eb, w := newEBWire(t)
		w.on("POST", "/x/", inTurn(t, reply(429, ``, waypointName, "no"), reply(503, ``, waypointName, "a"), fail(errReset)))
		w.on("GET", "/x/", inTurn(t, reply(503, ``), brings("")))
		ctx := ContextWithReadYourWrites(t.Context())
		wantError(t, play(ctx, eb.Client(), "POST"), ErrUnavailable, ErrOutcomeUnknown)
		playAll(t, ctx, eb.Client(), "GET") // sent twice
		wantError(t, play(ctx, eb.Client(), "POST"), ErrOutcomeUnknown)
		wantEqual(t, "the tokens", w.waypoints(), "-,-,a,a,a")
	})
}

func TestNoWaypointWithoutTheContext(t *testing.T) {
	t.Parallel()
	eb, w := newEBWire(t)
	w.on("POST", "/x/", brings("a"))
	w.on("GET", "/x/", brings(""))
	playAll(t, t.Context(), eb.Client(), "POST", "GET")
	one, two := ContextWithReadYourWrites(t.Context()), ContextWithReadYourWrites(t.Context())
	playAll(t, one, eb.Client(), "POST")
	playAll(t, two, eb.Client(), "GET") // another ctx
	playAll(t, ContextWithReadYourWrites(one), eb.Client(), "GET")
	playAll(t, t.Context(), eb.Client(), "GET")
	wantEqual(t, "the tokens", w.waypoints(), "-,-,-,-,-,-")
}

func TestWaypointsEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		eb, w := newEBWire(t)
		w.on("POST", "/x/", inTurn(t, brings("a"), brings("b")))
		w.on("GET", "/x/", brings(""))
		ctx := ContextWithReadYourWrites(t.Context())
		playAll(t, ctx, eb.Client(), "POST")
		time.Sleep(5 * time.Minute)
		playAll(t, ctx, eb.Client(), "GET")
		time.Sleep(time.Nanosecond)
		playAll(t, ctx, eb.Client(), "GET", "POST", "GET") // a new one counts again
		wantEqual(t, "the tokens", w.waypoints(), "-,a,-,-,b")
	})
}

// A token goes to the server that it came from, and nowhere else.
func TestWaypointsStayAtTheirServer(t *testing.T) {
	t.Parallel()
	eb, w := newEBWire(t)
	w.on("POST", "/x/", brings("a"))
	w.on("GET", "/x/", brings(""))
	ctx := ContextWithReadYourWrites(t.Context())
	playAll(t, ctx, eb.Client(), "POST")
	for _, base := range []string{"https://other.example.org", "https://eventbrite.example.org/elsewhere", "https://eventbrite.example.org:8443/proxy"} {
		m := newMockTransport(t)
		m.RegisterResponder("GET", base+"/v3/x/", brings(""))
		other := resMust(NewEventbrite(EventbriteToken(ebToken), WithBaseURL(base), WithHTTPClient(&http.Client{Transport: m})))(t)
		playAll(t, ctx, other.Client(), "GET")
		wantEqual(t, "the token at "+base, (&ebWire{m}).waypoints(), "-")
	}
	playAll(t, ctx, eb.Client(), "GET")
	wantEqual(t, "the tokens", w.waypoints(), "-,a")

	// pretix shows writes at once: it neither gets a token nor gives one.
	px, m := newMock(t)
	m.on("POST", "/x/", "", brings("evil"))
	m.on("GET", "/x/", "", brings("evil"))
	playAll(t, ctx, px.Client(), "POST", "GET")
	wantEqual(t, "the tokens at pretix", (&ebWire{m}).waypoints(), "-,-")
	playAll(t, ctx, eb.Client(), "GET")
	wantEqual(t, "the tokens", w.waypoints(), "-,a,a")
}

// What can't be a header, or is too much of one, is left; what was known stays.
func TestHostileWaypoints(t *testing.T) {
	t.Parallel()
	for _, token := range []string{"", "a\r\nX-Evil: 1", "a\x00", "a\tb", "schlüssel", "\x7f", strings.Repeat("t", maxWaypoint+1)} {
		t.Run(fmt.Sprintf("%.10q", token), func(t *testing.T) {
			t.Parallel()
			eb, w := newEBWire(t)
			w.on("POST", "/x/", inTurn(t, brings("good"), reply(200, `{}`, waypointName, token)))
			w.on("GET", "/x/", brings(""))
			ctx := ContextWithReadYourWrites(t.Context())
			playAll(t, ctx, eb.Client(), "POST", "POST", "GET")
			wantEqual(t, "the tokens", w.waypoints(), "-,good,good")
			for _, s := range w.requests() {
				wantEqual(t, "another header", s.Header.Get("X-Evil"), "")
			}
		})
	}
	eb, w := newEBWire(t)
	longest := strings.Repeat("t", maxWaypoint-3) + "~ ~"
	w.on("POST", "/x/", brings(longest))
	ctx := ContextWithReadYourWrites(t.Context())
	playAll(t, ctx, eb.Client(), "POST", "POST")
	wantEqual(t, "the longest token", w.waypoints(), "-,"+longest)
}

// Many calls at once: each is sent with nothing or with a token that there was.
func TestWaypointsAtOnce(t *testing.T) {
	t.Parallel()
	eb, w := newEBWire(t)
	var mu sync.Mutex
	n := 0
	given := map[string]bool{"": true}
	w.on("POST", "/x/", func(req *http.Request) (*http.Response, error) {
		mu.Lock()
		defer mu.Unlock()
		n++
		token := fmt.Sprint("t", n)
		given[token] = true
		return brings(token)(req)
	})
	w.on("GET", "/x/", brings(""))
	ctx := ContextWithReadYourWrites(t.Context())
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			for _, method := range []string{"POST", "GET"} {
				if err := play(ctx, eb.Client(), method); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for _, s := range w.requests() {
		token := s.Header.Get(waypointName)
		if !given[token] || s.Method == "GET" && token == "" {
			t.Errorf("%s is sent with %q", s.Method, token)
		}
	}
	playAll(t, ctx, eb.Client(), "GET")
}

// A token by an odd case of the header's name is found, as over HTTP/2.
func TestWaypointHeaderByAnotherCase(t *testing.T) {
	t.Parallel()
	eb, w := newEBWire(t)
	w.on("POST", "/x/", reply(200, `{}`, strings.ToLower(waypointName), "a"))
	ctx := ContextWithReadYourWrites(t.Context())
	playAll(t, ctx, eb.Client(), "POST", "POST")
	wantEqual(t, "the tokens", w.waypoints(), "-,a")
}

// For the race detector: the mark itself is all that calls at once share.
func TestWaypointAtOnce(t *testing.T) {
	t.Parallel()
	var mark waypoint
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 2000 {
				mark.set("root", fmt.Sprint("t", i))
				if token := mark.get("root"); !strings.HasPrefix(token, "t") {
					t.Errorf("the token is %q", token)
				}
			}
		})
	}
	wg.Wait()
}
