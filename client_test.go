package boxoffice

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestBaseURLsThatWork(t *testing.T) {
	t.Parallel()
	tests := []struct{ raw, want, reason string }{
		{"https://pretix.test", "https://pretix.test/api/v1", "only a host"},
		{"https://pretix.test/", "https://pretix.test/api/v1", "a last slash"},
		{"https://pretix.test/api/v1", "https://pretix.test/api/v1", "the API's root"},
		{"https://pretix.test/api/v1/", "https://pretix.test/api/v1", "the API's root with a last slash"},
		{"https://pretix.test/shop", "https://pretix.test/shop/api/v1", "a path prefix"},
		{"https://pretix.test/shop/", "https://pretix.test/shop/api/v1", "a path prefix with a last slash"},
		{"https://pretix.test/shop//", "https://pretix.test/shop/api/v1", "more slashes than needed"},
		{"https://pretix.test/shop/api/v1/", "https://pretix.test/shop/api/v1", "a path prefix and the API's root"},
		{"https://pretix.test/a%2Fb/c%20d", "https://pretix.test/a%2Fb/c%20d/api/v1", "escapes in the prefix stay as they are"},
		{"https://pretix.test:8443", "https://pretix.test:8443/api/v1", "a port"},
		{"HTTPS://pretix.test", "https://pretix.test/api/v1", "schemes have no case"},
		{"http://localhost:8000", "http://localhost:8000/api/v1", "http to this machine, by name"},
		{"http://LOCALHOST", "http://localhost/api/v1", "names have no case, but for net/http, which would ask a proxy for this one"},
		{"http://127.0.0.1:8000", "http://127.0.0.1:8000/api/v1", "http to this machine"},
		{"http://127.8.9.1", "http://127.8.9.1/api/v1", "all of 127/8 is this machine"},
		{"http://[::1]:8000", "http://[::1]:8000/api/v1", "http to this machine, IPv6"},
		{"http://[::ffff:127.0.0.1]", "http://[::ffff:127.0.0.1]/api/v1", "http to this machine, IPv4 in IPv6"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			px, err := NewPretix(test.raw, PretixTeamToken(testToken))
			if err != nil {
				t.Fatal(err)
			}
			wantEqual(t, "the client of "+test.raw, px.String(), "pretix at "+test.want)
		})
	}
}

func TestBaseURLsThatAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ raw, says, reason string }{
		{"", "absolute", "empty"},
		{"pretix.test", "absolute", "no scheme"},
		{"pretix.test/shop", "absolute", "no scheme, with a path"},
		{"pretix.test:443", "absolute", "the host reads as a scheme"},
		{"localhost:8000", "absolute", "the host reads as a scheme, the port as opaque"},
		{"/api/v1", "absolute", "a path only"},
		{"//pretix.test", "absolute", "relative to a scheme"},
		{"ftp://pretix.test", "absolute", "a scheme that is not HTTP"},
		{"https://", "absolute", "no host"},
		{"https://:443", "absolute", "a port without a host"},
		{"https:pretix.test", "absolute", "opaque"},
		{"https://user@pretix.test", "user info", "user info"},
		{"https://user:" + testToken + "@pretix.test", "user info", "a password"},
		{"https://@pretix.test", "user info", "empty user info"},
		{"https://pretix.test/?token=" + testToken, "query", "a query"},
		{"https://pretix.test/?", "query", "an empty query"},
		{"https://pretix.test/#top", "fragment", "a fragment"},
		{"https://pretix.test/#", "fragment", "an empty fragment"},
		{"https://pretix.test/a/../b", "dot segment", "a dot segment"},
		{"https://pretix.test/a/%2e%2E/b", "dot segment", "an escaped dot segment"},
		{"https://pretix.test/./b", "dot segment", "a single dot"},
		{"https://user:" + testToken + "@pretix.test:port/", "parsed", "a port that is none: the parser's own error would repeat the password"},
		{"https://pretix.test/%zz" + testToken, "parsed", "a bad escape"},
		{"https://pretix.test/\x7f", "parsed", "a control character"},
		{"https://pretix.test:" + testToken, "parsed", "a port that is no number"},
		{"http://pretix.test", "WithInsecureHTTP", "http to another machine"},
		{"http://10.0.0.1", "WithInsecureHTTP", "http within the house is in clear all the same"},
		{"http://127.0.0.1.evil.test", "WithInsecureHTTP", "a name that looks like this machine"},
		{"http://localhost.evil.test", "WithInsecureHTTP", "another name that looks like this machine"},
		{"http://[::2]", "WithInsecureHTTP", "an IPv6 address next to this machine's"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			px, err := NewPretix(test.raw, PretixTeamToken(testToken))
			bad := wantArgumentError(t, err, "baseURL")
			if px != nil {
				t.Error("there is a client besides the error")
			}
			if !strings.Contains(bad.Reason, test.says) {
				t.Errorf("the reason is %q, want one that speaks of %q", bad.Reason, test.says)
			}
			if strings.Contains(err.Error(), testToken) {
				t.Errorf("the error repeats what may be a secret: %v", err)
			}
		})
	}
}

func TestBaseURLInClearWhenAllowed(t *testing.T) {
	t.Parallel()
	px, err := NewPretix("http://pretix.test/shop", PretixTeamToken(testToken), WithInsecureHTTP())
	if err != nil {
		t.Fatal(err)
	}
	wantEqual(t, "the client", px.String(), "pretix at http://pretix.test/shop/api/v1")
}

// The prefix, the escaped one too, is part of what is sent.
func TestBaseURLPrefixIsSent(t *testing.T) {
	t.Parallel()
	m := newMockTransport(t)
	m.RegisterResponderWithQuery("GET", "https://pretix.test/a%2Fb/api/v1/organizers/", "", reply(200, emptyPage))
	px := newTestPretix(t, "https://pretix.test/a%2Fb/", WithHTTPClient(&http.Client{Transport: m}))
	if _, err := px.Organizers.List(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	wantEqual(t, "the path", m.requests()[0].Path, "/a%2Fb/api/v1/organizers/")
}

func TestClientPrintsAsItsServer(t *testing.T) {
	t.Parallel()
	px := newTestPretix(t, testBase)
	const want = "pretix at " + testRoot
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		wantEqual(t, verb+" of a Client", fmt.Sprintf(verb, px.Client()), want)
		wantEqual(t, verb+" of a Pretix", fmt.Sprintf(verb, px), want)
	}
	wantEqual(t, "the log value of a Client", px.Client().LogValue().String(), want)
	wantEqual(t, "the log value of a Pretix", px.LogValue().String(), want)
}

type device struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

func TestDo(t *testing.T) {
	t.Parallel()
	type filter struct {
		Active *bool  `url:"active,omitempty"`
		Search string `url:"q,omitempty"`
	}
	devicesOf := map[string]string{"organizer": "de mo"}
	tests := []struct {
		reason  string
		request Request
		answer  string
		status  int
		want    device
		sent    string
	}{
		{
			"a read, its placeholders escaped",
			Request{Method: "GET", Path: "/organizers/{organizer}/devices/{device}/", Params: map[string]string{"organizer": "de mo", "device": "7"}},
			`{"id":7,"name":"door"}`, 200, device{7, "door"}, "GET /organizers/de%20mo/devices/7/",
		},
		{
			"a method in small letters",
			Request{Method: "get", Path: "/devices/"},
			`{"id":7}`, 200, device{ID: 7}, "GET /devices/",
		},
		{
			"a query from a struct",
			Request{Method: "GET", Path: "/organizers/{organizer}/devices/", Params: devicesOf, Query: filter{Active: new(false), Search: "a b&c"}},
			`{"id":7}`, 200, device{ID: 7}, "GET /organizers/de%20mo/devices/?active=false&q=a+b%26c",
		},
		{
			"a query from values",
			Request{Method: "GET", Path: "/devices/", Query: url.Values{"q": {"x", "y"}}},
			`{"id":7}`, 200, device{ID: 7}, "GET /devices/?q=x&q=y",
		},
		{
			"a write with a body",
			Request{Method: "POST", Path: "/organizers/{organizer}/devices/", Params: devicesOf, Body: device{Name: "door"}},
			`{"id":8,"name":"door"}`, 201, device{8, "door"}, `POST /organizers/de%20mo/devices/ {"id":0,"name":"door"}`,
		},
		{
			"an answer of no content",
			Request{Method: "DELETE", Path: "/devices/8/"},
			"", 204, device{}, "DELETE /devices/8/",
		},
		{
			"a HEAD, which never has a body",
			Request{Method: "HEAD", Path: "/devices/8/"},
			"", 200, device{}, "HEAD /devices/8/",
		},
		{
			"an answer in a JSON type of another name",
			Request{Method: "OPTIONS", Path: "/devices/"},
			`{"name":"Devices"}`, 200, device{Name: "Devices"}, "OPTIONS /devices/",
		},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			px, m := newMock(t)
			path, query, _ := strings.Cut(strings.Fields(test.sent)[1], "?")
			var headers []string
			if test.request.Method == "OPTIONS" {
				headers = []string{"Content-Type", "application/vnd.pretix+json; charset=utf-8"}
			}
			m.on(strings.Fields(test.sent)[0], path, query, reply(test.status, test.answer, headers...))
			got, err := Do[device](t.Context(), px.Client(), test.request)
			if err != nil {
				t.Fatal(err)
			}
			wantEqual(t, "the result", *got, test.want)
			m.wantSent(test.sent)
			header := m.requests()[0].Header
			wantEqual(t, "Authorization", header.Get("Authorization"), "Token "+testToken)
			wantEqual(t, "there is an idempotency key", header.Get("X-Idempotency-Key") != "", !isRead(m.requests()[0].Method))
			contentType := ""
			if test.request.Body != nil {
				contentType = "application/json"
			}
			wantEqual(t, "Content-Type", header.Get("Content-Type"), contentType)
		})
	}
}

func TestDoRefusesBadRequests(t *testing.T) {
	t.Parallel()
	tests := []struct {
		reason, argument string
		request          Request
	}{
		{"no method", "r.Method", Request{Path: "/x/"}},
		{"a method that no API has", "r.Method", Request{Method: "BREW", Path: "/x/"}},
		{"CONNECT is for proxies", "r.Method", Request{Method: "CONNECT", Path: "/x/"}},
		{"no path", "r.Path", Request{Method: "GET"}},
		{"a path without its first slash", "r.Path", Request{Method: "GET", Path: "x/"}},
		{"a whole URL", "r.Path", Request{Method: "GET", Path: "https://evil.test/x/"}},
		{"a URL within a path", "r.Path", Request{Method: "GET", Path: "/https://evil.test/"}},
		{"another host", "path", Request{Method: "GET", Path: "//evil.test/x/"}},
		{"the root, which the client adds", "r.Path", Request{Method: "GET", Path: "/api/v1/x/"}},
		{"a query in the path", "r.Path", Request{Method: "GET", Path: "/x/?a=b"}},
		{"a fragment", "r.Path", Request{Method: "GET", Path: "/x/#a"}},
		{"a backslash, which some servers take for a slash", "r.Path", Request{Method: "GET", Path: `/x\y/`}},
		{"a dot segment", "r.Path", Request{Method: "GET", Path: "/x/../y/"}},
		{"an escaped dot segment", "r.Path", Request{Method: "GET", Path: "/x/%2e%2E/y/"}},
		{"a dot segment behind escaped slashes", "r.Path", Request{Method: "GET", Path: "/x%2F..%2Fy/"}},
		{"a bad escape", "r.Path", Request{Method: "GET", Path: "/x/%zz/"}},
		{"a control character", "r.Path", Request{Method: "GET", Path: "/x\r\ny/"}},
		{"an escaped control character", "r.Path", Request{Method: "GET", Path: "/x%0d%0ay/"}},
		{"a value without a placeholder, which was meant to be somewhere", "r.Params", Request{Method: "GET", Path: "/{x}/", Params: map[string]string{"x": "1", "y": "2"}}},
		{"a body that a read does not have", "r.Body", Request{Method: "GET", Path: "/x/", Body: device{}}},
		{"a placeholder without a value", "r.Params", Request{Method: "GET", Path: "/{x}/"}},
		{"an empty value", "x", Request{Method: "DELETE", Path: "/{x}/", Params: map[string]string{"x": ""}}},
		{"a value that climbs", "x", Request{Method: "DELETE", Path: "/{x}/", Params: map[string]string{"x": ".."}}},
		{"a value with a slash", "x", Request{Method: "DELETE", Path: "/{x}/", Params: map[string]string{"x": "a/b"}}},
		{"a placeholder that is not closed", "path", Request{Method: "GET", Path: "/{x/"}},
		{"a query that is no struct", "query", Request{Method: "GET", Path: "/x/", Query: map[string]string{"a": "b"}}},
		{"a body that can't be JSON", "body", Request{Method: "POST", Path: "/x/", Body: map[string]any{"f": func() {}}}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			px, m := newMock(t)
			got, err := Do[device](t.Context(), px.Client(), test.request)
			wantArgumentError(t, err, test.argument)
			if got != nil {
				t.Errorf("there is a result besides the error: %v", got)
			}
			m.wantSent()
		})
	}
}

func TestDoWithoutAClient(t *testing.T) {
	t.Parallel()
	_, err := Do[device](t.Context(), nil, Request{Method: "GET", Path: "/x/"})
	wantArgumentError(t, err, "c")
}

// counter is a server that counts its connections and what it was asked.
type counter struct {
	handler http.Handler
	opened  atomic.Int64
	closed  atomic.Int64
	open    sync.Map // of *net.Conn
}

func (c *counter) start(t *testing.T) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(c.handler)
	server.Config.ConnState = func(conn net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			c.opened.Add(1)
			c.open.Store(conn, true)
		case http.StateClosed, http.StateHijacked:
			c.closed.Add(1)
			c.open.Delete(conn)
		case http.StateActive, http.StateIdle:
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	return server
}

func jsonHandler(status int, body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	})
}

// With, WithCredential and both after each other use the connection that is
// there, each with its own credential, and CloseIdleConnections of any of them
// closes it.
func TestCopiesShareConnections(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var seen []string
	server := &counter{handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		seen = append(seen, r.Header.Get("Authorization")+" "+r.UserAgent()+" "+r.RemoteAddr)
		mu.Unlock()
		jsonHandler(200, emptyPage).ServeHTTP(w, r)
	})}
	url := server.start(t).URL + "/shop"
	first := newTestPretix(t, url)
	second, err := first.With(WithUserAgent("rota/1"))
	if err != nil {
		t.Fatal(err)
	}
	third, err := second.WithCredential(PretixOAuthToken("another"))
	if err != nil {
		t.Fatal(err)
	}
	for _, px := range []*Pretix{first, second, third, first} {
		if _, err := px.Organizers.List(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	wantEqual(t, "connections", server.opened.Load(), 1)
	addr := seen[0][strings.LastIndex(seen[0], " "):]
	want := []string{
		"Token " + testToken + " " + defaultUserAgent + addr,
		"Token " + testToken + " rota/1 " + defaultUserAgent + addr,
		"Bearer another rota/1 " + defaultUserAgent + addr,
		"Token " + testToken + " " + defaultUserAgent + addr,
	}
	if !slices.Equal(seen, want) {
		t.Errorf("the server saw\n%q\nwant\n%q", seen, want)
	}

	third.CloseIdleConnections()
	waitFor(t, "the connection to be closed", func() bool { return server.closed.Load() == 1 })
	if _, err := first.Organizers.List(t.Context(), nil); err != nil {
		t.Fatalf("after CloseIdleConnections: %v", err)
	}
	wantEqual(t, "connections", server.opened.Load(), 2)
}

// waitFor polls for what another goroutine, such as a server's, is about to do.
func waitFor(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); !done(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// A transport without CloseIdleConnections is left alone.
func TestCloseIdleConnectionsOfOtherTransports(t *testing.T) {
	t.Parallel()
	px, _ := newMock(t)
	px.CloseIdleConnections()
	closer := &idleCloser{RoundTripper: newMockTransport(t)}
	px, err := px.With(WithHTTPClient(&http.Client{Transport: closer}))
	if err != nil {
		t.Fatal(err)
	}
	px.CloseIdleConnections()
	wantEqual(t, "calls of CloseIdleConnections", closer.calls, 1)
}

type idleCloser struct {
	http.RoundTripper
	calls int
}

func (c *idleCloser) CloseIdleConnections() { c.calls++ }

// The default transport is a copy: closing its connections does not reach the
// rest of the program.
func TestDefaultTransportIsACopy(t *testing.T) {
	t.Parallel()
	one, two := newTransport().(*http.Transport), newTransport().(*http.Transport)
	if one == http.DefaultTransport || one == two {
		t.Error("the transport is shared")
	}
	wantEqual(t, "idle connections kept", one.MaxIdleConnsPerHost, maxWindow)
	if one.DialContext == nil || one.Proxy == nil {
		t.Error("the transport lost its dialer or the proxy variables")
	}
}

// A copy has the guards and observers of its original and adds its own; neither
// the original nor a sibling gets any of those.
func TestCopiesDoNotLeakGuardsAndObservers(t *testing.T) {
	t.Parallel()
	var calls []string
	note := func(name string) []Option {
		return []Option{
			WithObserver(Observer{Call: func(ctx context.Context, _ CallInfo) (context.Context, func(CallResult)) {
				calls = append(calls, "observer "+name)
				return ctx, nil
			}}),
			WithWriteGuard(func(context.Context, Write) error {
				calls = append(calls, "guard "+name)
				return nil
			}),
		}
	}
	first, m := newMock(t, note("first")...)
	m.on("POST", "/x/", "", reply(201, `{}`))
	// Room in the slices is what would leak: one option more makes append leave some.
	second, err := first.With(slices.Concat(note("second"), note("more"))...)
	if err != nil {
		t.Fatal(err)
	}
	third, err := second.With(note("third")...)
	if err != nil {
		t.Fatal(err)
	}
	fourth, err := second.With(note("fourth")...)
	if err != nil {
		t.Fatal(err)
	}
	fifth, err := third.WithCredential(PretixTeamToken("another"))
	if err != nil {
		t.Fatal(err)
	}
	names := map[*Pretix][]string{
		first:  {"first"},
		second: {"first", "second", "more"},
		third:  {"first", "second", "more", "third"},
		fourth: {"first", "second", "more", "fourth"},
		fifth:  {"first", "second", "more", "third"},
	}
	for px, names := range names {
		calls = nil
		if _, err := Do[struct{}](t.Context(), px.Client(), Request{Method: "POST", Path: "/x/", Body: 1}); err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, kind := range []string{"guard ", "observer "} {
			for _, name := range names {
				want = append(want, kind+name)
			}
		}
		if !slices.Equal(calls, want) {
			t.Errorf("called %q, want %q", calls, want)
		}
	}
}

func TestWithKeepsAndChangesSettings(t *testing.T) {
	t.Parallel()
	px, m := newMock(t, WithLanguage("de"), WithUserAgent("rota/1"), WithMaxResponseBytes(100))
	m.on("GET", "/organizers/", "", reply(200, emptyPage))
	changed, err := px.With(WithLanguage("fr"))
	if err != nil {
		t.Fatal(err)
	}
	for _, px := range []*Pretix{px, changed} {
		if _, err := px.Organizers.List(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	got := m.requests()
	wantEqual(t, "the original's language", got[0].Header.Get("Accept-Language"), "de")
	wantEqual(t, "the copy's language", got[1].Header.Get("Accept-Language"), "fr")
	wantEqual(t, "the copy's user agent", got[1].Header.Get("User-Agent"), "rota/1 "+defaultUserAgent)
	wantEqual(t, "the copy's largest answer", changed.client.settings.maxAnswer, 100)
	for what, services := range map[string][]any{
		"the original": {px.Organizers.client, px.Events.client, px.Members.client, px.Tokens.client, px.Teams.px.client, px.Invites.px.client},
		"the copy":     {changed.Organizers.client, changed.Events.client, changed.Members.client, changed.Tokens.client, changed.Teams.px.client, changed.Invites.px.client},
	} {
		for i, client := range services {
			want := px.client
			if what == "the copy" {
				want = changed.client
			}
			if client != want {
				t.Errorf("%s: service %d uses another client", what, i)
			}
		}
	}
}

func TestWithRefusesBadOptionsAndCredentials(t *testing.T) {
	t.Parallel()
	px := newTestPretix(t, testBase)
	copied, err := px.With(WithLanguage("fr"), WithLanguage(""))
	wantArgumentError(t, err, "tag")
	if copied != nil {
		t.Error("there is a copy besides the error")
	}
	_, err = px.With(nil)
	wantArgumentError(t, err, "opts")
	for _, credential := range []PretixCredential{{}, PretixTeamToken(""), PretixOAuthToken("a b"), PretixCredentialSource(nil)} {
		copied, err = px.WithCredential(credential)
		wantArgumentError(t, err, "credential")
		if copied != nil {
			t.Error("there is a copy besides the error")
		}
	}
}

// What is known of the server's version goes along, unless the copy is told
// another one.
func TestCopiesShareTheVersion(t *testing.T) {
	t.Parallel()
	px, err := NewPretix(testBase, PretixTeamToken(testToken), WithPretixVersion("4.17.1"))
	if err != nil {
		t.Fatal(err)
	}
	same, err := px.With(WithLanguage("de"))
	if err != nil {
		t.Fatal(err)
	}
	tenant, err := px.WithCredential(PretixTeamToken("another"))
	if err != nil {
		t.Fatal(err)
	}
	told, err := px.With(WithPretixVersion("2026.8.0"))
	if err != nil {
		t.Fatal(err)
	}
	if same.model != px.model || tenant.model != px.model {
		t.Error("a copy forgot the server's version")
	}
	wantEqual(t, "the version of the copy that was told another", *told.model.get(), rel(2026, 8, 0))
	wantEqual(t, "the version of the original", *px.model.get(), rel(4, 17, 1))
}

// Nothing of what a client is made of can be reached and changed from outside,
// the services of a Pretix aside.
func TestClientHasNoExportedFields(t *testing.T) {
	t.Parallel()
	for field := range reflect.TypeFor[Client]().Fields() {
		if field.IsExported() {
			t.Errorf("Client.%s is exported", field.Name)
		}
	}
	data, err := json.Marshal(newTestPretix(t, testBase).Client())
	if err != nil || string(data) != "{}" {
		t.Errorf("JSON of a Client is %s with error %v, want {}", data, err)
	}
	if _, ok := any(new(Client)).(slog.LogValuer); !ok {
		t.Error("a Client is no LogValuer")
	}
}
