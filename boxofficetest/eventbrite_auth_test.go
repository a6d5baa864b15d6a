package boxofficetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestEventbriteAuthentication(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t)
	const me = "/users/me/"
	for _, c := range []struct {
		header, query string
		status        int
		want          string
	}{
		{"Authorization:", "", 401, refused("401", "NO_AUTH", "An OAuth token is required for all requests")},
		{"Authorization: Bearer nobody", "", 401, refused("401", "INVALID_AUTH", "The OAuth token you provided was invalid.")},
		{"Authorization:", "?token=nobody", 401, refused("401", "INVALID_AUTH", "The OAuth token you provided was invalid.")},
		{"Authorization: " + e.Token, "", 400, refused("400", "INVALID_AUTH_HEADER", "Authorization header format invalid")},
		{"Authorization: Token " + e.Token, "", 400, refused("400", "INVALID_AUTH_HEADER", "Authorization header format invalid")},
	} {
		wantAnswer(t, e, "GET", me+c.query, "", c.status, c.want, c.header)
	}
	if got := ask(t, e, "GET", me+"?token="+e.Token, "", "Authorization:"); got.status != 200 {
		t.Errorf("token in the query: %d %s", got.status, got.body)
	}
	guest := e.AddToken(e.AddUser(EventbriteUser{Name: "Max"}))
	if got := ask(t, e, "GET", me, "", "Authorization: Bearer "+guest); !strings.Contains(got.body, `"name":"Max"`) {
		t.Errorf("as Max: %s", got.body)
	}
	if got := ask(t, e, "GET", me+"organizations/", "", "Authorization: Bearer "+guest); !strings.Contains(got.body, `"organizations":[]`) {
		t.Errorf("organizations of Max: %s", got.body)
	}
}

func TestEventbritePublicToken(t *testing.T) {
	t.Parallel()
	e, _ := festival(t)
	public := "Authorization: Bearer " + e.AddPublicToken()
	for path, status := range map[string]int{
		"/categories/": 200, "/subcategories/3003/": 200, "/formats/": 200, "/system/timezones/": 200,
		"/events/" + eventID + "/": 200, "/venues/" + venueID + "/events/?status=live": 200,
		"/users/me/": 403, "/users/me/organizations/": 403, "/events/" + eventID + "/orders/": 403, inDemo + "events/": 403,
	} {
		got := ask(t, e, "GET", path, "", public)
		if got.status != status || status == 403 && got.body != refused("403", "NOT_AUTHORIZED", notAuthorized) {
			t.Errorf("GET %s: %d %s", path, got.status, got.body)
		}
	}
}

func TestEventbriteHeaders(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t, WithRateLimit(2))
	got := wantStatus(t, e, "GET", "/users/me/", "", 200)
	for name, want := range map[string]string{
		"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff", "Content-Type": "application/json",
	} {
		if got.header.Get(name) != want {
			t.Errorf("%s: %q", name, got.header.Get(name))
		}
	}
	if got.header.Get("Strict-Transport-Security") == "" || got.header.Get(waypointHeader) != "" {
		t.Errorf("headers of a read: %v", got.header)
	}
	wantUsage(t, e, got, 1)
	wantUsage(t, e, wantStatus(t, e, "GET", "/nowhere/", "", 404), 2)
	limited := wantAnswer(t, e, "GET", "/users/me/", "", 429, refused("429", "HIT_RATE_LIMIT", rateLimited))
	wantUsage(t, e, limited, 2)
	if after := limited.header.Get("Retry-After"); after != "" {
		t.Errorf("Retry-After: %s", after)
	}
	if got := ask(t, e, "GET", "/users/me/", "", "Authorization: Bearer "+e.AddToken(e.User)); got.status != 200 {
		t.Errorf("another token: %d", got.status)
	}
	e.mu.Lock()
	e.started = e.started.Add(-time.Hour)
	e.mu.Unlock()
	wantUsage(t, e, wantStatus(t, e, "GET", "/users/me/", "", 200), 1)
}

func wantUsage(t *testing.T, e *Eventbrite, got answer, used int) {
	t.Helper()
	header := got.header.Get("X-Rate-Limit")
	usage := fmt.Sprintf(" %d/2 reset=", used)
	if !strings.HasPrefix(header, "token:"+e.Token+usage) || !strings.Contains(header, "s, key:") || strings.Count(header, usage) != 2 {
		t.Errorf("x-rate-limit: %s", header)
	}
}

func TestEventbriteSlash(t *testing.T) {
	t.Parallel()
	tb := &recordingTB{}
	e := NewEventbrite(tb)
	got := ask(t, e, "GET", "/users/me?expand=a", "", "Authorization:")
	if got.status != 301 || got.header.Get("Location") != "/v3/users/me/?expand=a" {
		t.Errorf("%d to %q", got.status, got.header.Get("Location"))
	}
	for _, method := range []string{"POST", "DELETE"} {
		wantAnswer(t, e, method, "/events/1", "", 404, refused("404", "NOT_FOUND", noPath))
	}
	if lost := e.TakeMisrouted(); !slices.Equal(lost, []string{"POST /v3/events/1", "DELETE /v3/events/1"}) {
		t.Errorf("misrouted: %q", lost)
	}
	tb.cleanups[0]()
	if lost := e.TakeMisrouted(); lost != nil {
		t.Errorf("misrouted: %q", lost)
	}

	tb = &recordingTB{}
	e = NewEventbrite(tb)
	ask(t, e, "POST", "/events/1", "")
	defer func() {
		if failed, ok := recover().(failure); !ok || !strings.HasSuffix(failed.text, "every path: POST /v3/events/1") {
			t.Errorf("end of the test: %v", failed)
		}
	}()
	tb.cleanups[0]()
}

func TestEventbriteMethods(t *testing.T) {
	t.Parallel()
	e, _ := festival(t)
	for _, c := range [][2]string{
		{"PUT", "/events/" + eventID + "/"}, {"PATCH", "/events/" + eventID + "/"}, {"OPTIONS", "/users/me/"},
		{"POST", "/users/me/"}, {"POST", "/organizations/"}, {"POST", inDemo + "members/"}, {"DELETE", inDemo + "roles/"},
		{"DELETE", "/orders/" + orderID + "/"},
	} {
		wantAnswer(t, e, c[0], c[1], "", 405, refused("405", "METHOD_NOT_ALLOWED", wrongMethod))
	}
	if got := wantStatus(t, e, "HEAD", "/users/me/", "", 200); got.body != "" {
		t.Errorf("HEAD: %s", got.body)
	}
}
