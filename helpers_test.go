package boxoffice

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jarcoal/httpmock"
)

const (
	// testToken is the secret that no output may show.
	testToken = "S3CR3T-0123456789abcdef"
	// testBase has a path prefix, so that a path that drops it is seen.
	testBase = "https://pretix.test/shop"
	// testRoot is where the paths of the API begin.
	testRoot = testBase + "/api/v1"
	// testRootPath is testRoot without the host, as errors and logs show it.
	testRootPath = "/shop/api/v1"
)

// sent is a request as the transport saw it.
type sent struct {
	Method string
	Path   string // escaped
	Query  string
	Header http.Header
	Body   string
	At     time.Time
}

// String is the request in one line, for comparisons.
func (s sent) String() string {
	line := s.Method + " " + s.Path
	if s.Query != "" {
		line += "?" + s.Query
	}
	if s.Body != "" {
		line += " " + s.Body
	}
	return line
}

// mock is a mock server at testBase and the requests that it got. A request that
// no responder was registered for fails the test, and is answered 404 so that
// nothing retries it.
type mock struct {
	*httpmock.MockTransport
	t *testing.T

	mu   sync.Mutex
	sent []sent
}

// newMock makes a client of a mock server, with testToken as its credential.
func newMock(t *testing.T, opts ...Option) (*Pretix, *mock) {
	t.Helper()
	m := newMockTransport(t)
	return newTestPretix(t, testBase, append([]Option{WithHTTPClient(&http.Client{Transport: m})}, opts...)...), m
}

func newMockTransport(t *testing.T) *mock {
	t.Helper()
	m := &mock{MockTransport: httpmock.NewMockTransport(), t: t}
	m.RegisterNoResponder(func(req *http.Request) (*http.Response, error) {
		t.Errorf("unexpected request: %s %s", req.Method, req.URL)
		return reply(http.StatusNotFound, `{"detail":"no responder"}`)(req)
	})
	return m
}

// RoundTrip notes the request and hands it on.
func (m *mock) RoundTrip(req *http.Request) (*http.Response, error) {
	s, err := sentOf(req)
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	m.sent = append(m.sent, s)
	m.mu.Unlock()
	return m.MockTransport.RoundTrip(req)
}

func sentOf(req *http.Request) (sent, error) {
	s := sent{
		Method: req.Method, Path: req.URL.EscapedPath(), Query: req.URL.RawQuery,
		Header: req.Header.Clone(), At: time.Now(),
	}
	if req.Body != nil {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return s, err
		}
		s.Body = string(body)
		req.Body = io.NopCloser(bytes.NewReader(body))
	}
	return s, nil
}

// on registers a responder for a path below the API's root, with exactly this
// query ("" for none).
func (m *mock) on(method, path, query string, responder httpmock.Responder) {
	m.t.Helper()
	m.RegisterResponderWithQuery(method, testRoot+path, query, responder)
}

// requests returns what was sent so far.
func (m *mock) requests() []sent {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.sent)
}

// wantSent compares all that was sent, each as "METHOD /path?query body" with
// the path below the API's root.
func (m *mock) wantSent(want ...string) {
	m.t.Helper()
	var got []string
	for _, s := range m.requests() {
		s.Path = strings.TrimPrefix(s.Path, testRootPath)
		got = append(got, s.String())
	}
	if !slices.Equal(got, want) {
		m.t.Errorf("sent\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// reply answers with JSON. Headers are name and value in turn; a Content-Type
// among them replaces JSON's.
func reply(status int, body string, headers ...string) httpmock.Responder {
	return func(req *http.Request) (*http.Response, error) {
		resp := httpmock.NewStringResponse(status, body)
		resp.Header.Set("Content-Type", "application/json")
		for i := 0; i+1 < len(headers); i += 2 {
			resp.Header.Set(headers[i], headers[i+1])
		}
		resp.Request = req
		return resp, nil
	}
}

// fail answers with a failure to get an answer.
func fail(err error) httpmock.Responder {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

// inTurn answers each request with the next responder. One request too many
// fails the test.
func inTurn(t *testing.T, responders ...httpmock.Responder) httpmock.Responder {
	t.Helper()
	var mu sync.Mutex
	next := 0
	return func(req *http.Request) (*http.Response, error) {
		mu.Lock()
		i := next
		next++
		mu.Unlock()
		if i >= len(responders) {
			t.Errorf("request %d, but only %d were expected: %s %s", i+1, len(responders), req.Method, req.URL)
			return reply(http.StatusGone, `{"detail":"one request too many"}`)(req)
		}
		return responders[i](req)
	}
}

// newServer starts a real server on loopback, under the path prefix /shop, and a
// client of it. Both end with the test.
func newServer(t *testing.T, handler http.Handler, opts ...Option) (*Pretix, *httptest.Server) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return newTestPretix(t, server.URL+"/shop", opts...), server
}

// newTestPretix makes a client with testToken and closes its connections after
// the test.
func newTestPretix(t *testing.T, baseURL string, opts ...Option) *Pretix {
	t.Helper()
	px, err := NewPretix(baseURL, PretixTeamToken(testToken), opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(px.CloseIdleConnections)
	return px
}

// nobodyListens is an address where a connection is refused. It is no port that was
// closed: another test's server could get that.
const nobodyListens = "http://127.0.0.1:1"

// once makes a client that never retries.
func once() Option { return WithRetryLimits(RetryLimits{Attempts: 1}) }

// wantArgumentError checks that err is an ArgumentError about that argument, and
// returns it.
func wantArgumentError(t *testing.T, err error, argument string) *ArgumentError {
	t.Helper()
	bad, ok := errors.AsType[*ArgumentError](err)
	if !ok {
		t.Fatalf("error is %T %v, want an *ArgumentError about %q", err, err, argument)
	}
	if bad.Argument != argument || bad.Reason == "" {
		t.Errorf("ArgumentError about %q (reason %q), want %q and a reason", bad.Argument, bad.Reason, argument)
	}
	return bad
}

// sentinels are all kinds of failures.
var sentinels = []error{
	ErrUnauthorized, ErrForbidden, ErrNotFound, ErrConflict, ErrInvalid, ErrRateLimited, ErrServer, ErrUnavailable,
	ErrOutcomeUnknown, ErrResponseTooLarge, ErrReadOnly, ErrListUnstable, ErrTruncated, ErrTeamStuck, ErrTeamProtected,
}

// wantError checks that err is an *Error that matches these sentinels and no
// others, and returns it.
func wantError(t *testing.T, err error, kinds ...error) *Error {
	t.Helper()
	e, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("error is %T %v, want an *Error", err, err)
	}
	wantKinds(t, err, kinds...)
	return e
}

// wantKinds checks which sentinels match, and that no others do.
func wantKinds(t *testing.T, err error, kinds ...error) {
	t.Helper()
	for _, kind := range sentinels {
		if got, want := errors.Is(err, kind), slices.Contains(kinds, kind); got != want {
			t.Errorf("errors.Is(%v, %q) is %v, want %v", err, kind, got, want)
		}
	}
}

// wantEqual compares two plain values.
func wantEqual[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %s, want %s", what, fmt.Sprintf("%#v", got), fmt.Sprintf("%#v", want))
	}
}

// emptyPage is an empty page, the smallest answer of a list.
const emptyPage = `{"count":0,"next":null,"previous":null,"results":[]}`

// roundTrip is a transport of one function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
