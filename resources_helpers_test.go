package boxoffice

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jarcoal/httpmock"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

const (
	resBase  = "https://tickets.example.org/shop" // a base path of its own, so that no test hangs on an empty one
	resAPI   = resBase + "/api/v1"
	resToken = "resource-test-secret"
	resTeams = "/organizers/demo/teams/"
)

// The releases that the tests go through: one of each generation, and the
// neighbours of each change.
var resReleases = []string{"3.17.2", "4.17.1", "2024.3.0", "2024.4.0", "2026.2.2", "2026.3.0", "2026.8.0"}

// resSent is one request, as far as tests compare it.
type resSent struct{ Method, Path, Query, Body string }

// resServer is a server out of answers that a test wrote down, and the log of
// what it was asked. It checks of every request what all have in common.
type resServer struct {
	t    *testing.T
	mock *httpmock.MockTransport

	api   *url.URL // where the paths begin
	auth  string   // the Authorization header
	keyed bool     // writes carry an idempotency key

	mu   sync.Mutex
	log  []resSent
	keys []string
}

// resMock makes a client of a server with written-down answers. It does not
// retry, so that a request that no answer is written for fails at once.
func resMock(t *testing.T, opts ...Option) (*Pretix, *resServer) {
	t.Helper()
	s := newResServer(t, resAPI, "Token "+resToken)
	s.keyed = true
	opts = append([]Option{WithHTTPClient(&http.Client{Transport: s}), WithRetryLimits(RetryLimits{Attempts: 1})}, opts...)
	px, err := NewPretix(resBase, PretixTeamToken(resToken), opts...)
	if err != nil {
		t.Fatal(err)
	}
	return px, s
}

func newResServer(t *testing.T, api, auth string) *resServer {
	t.Helper()
	s := &resServer{t: t, mock: httpmock.NewMockTransport(), api: resMust(url.Parse(api))(t), auth: auth}
	s.mock.RegisterNoResponder(func(r *http.Request) (*http.Response, error) {
		return nil, fmt.Errorf("no answer is written for %s %s", r.Method, r.URL)
	})
	return s
}

func (s *resServer) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	path, ok := strings.CutPrefix(r.URL.EscapedPath(), s.api.Path)
	if !ok || r.URL.Scheme != s.api.Scheme || r.URL.Host != s.api.Host {
		s.t.Errorf("asked %s, which is not below the base URL", r.URL)
	}
	resEqual(s.t, "Authorization", r.Header["Authorization"], []string{s.auth})
	resEqual(s.t, "Accept", r.Header["Accept"], []string{"application/json"})
	var contentType []string
	if body != nil {
		contentType = []string{"application/json"}
	}
	resEqual(s.t, "Content-Type", r.Header["Content-Type"], contentType)
	key := r.Header.Get("X-Idempotency-Key")
	if (key != "") != (r.Method != "GET" && s.keyed) {
		s.t.Errorf("%s %s has the idempotency key %q", r.Method, path, key)
	}
	s.mu.Lock()
	s.log = append(s.log, resSent{r.Method, path, r.URL.RawQuery, string(body)})
	if key != "" {
		if slices.Contains(s.keys, key) {
			s.t.Errorf("the idempotency key %q is used for a second write", key)
		}
		s.keys = append(s.keys, key)
	}
	s.mu.Unlock()
	return s.mock.RoundTrip(r)
}

// on writes down an answer; path may end in a query. Several for one request
// come one after another, and the last one stays.
func (s *resServer) on(method, path string, status int, bodies ...string) {
	s.t.Helper()
	if len(bodies) == 0 {
		bodies = []string{""}
	}
	var mu sync.Mutex
	s.mock.RegisterResponder(method, s.api.String()+path, func(*http.Request) (*http.Response, error) {
		mu.Lock()
		defer mu.Unlock()
		body := bodies[0]
		if len(bodies) > 1 {
			bodies = bodies[1:]
		}
		resp := httpmock.NewStringResponse(status, body)
		if body != "" {
			resp.Header.Set("Content-Type", "application/json")
		}
		return resp, nil
	})
}

// sent returns the requests since the last call of sent.
func (s *resServer) sent() []resSent {
	s.mu.Lock()
	defer s.mu.Unlock()
	log := s.log
	s.log = nil
	return log
}

// want compares the requests since the last comparison. Bodies are compared as
// JSON: write the keys of an object in the order of the alphabet.
func (s *resServer) want(want ...resSent) {
	s.t.Helper()
	resEqual(s.t, "requests", s.sent(), want)
}

func resGet(path string) resSent { return resSent{Method: "GET", Path: path} }

// resFake starts a pretix in memory and a client of it that does not wait.
func resFake(t *testing.T, version string, opts ...Option) (*Pretix, *boxofficetest.Pretix) {
	t.Helper()
	server := boxofficetest.NewPretix(t, boxofficetest.WithVersion(version))
	opts = append([]Option{WithRetryLimits(RetryLimits{Attempts: 1})}, opts...)
	px, err := NewPretix(server.URL, PretixTeamToken(server.Token), opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(px.CloseIdleConnections)
	return px, server
}

// resLog returns what a pretix in memory was asked since the last call, without
// the slug of the organizer's path, and with JSON bodies in canonical form.
func resLog(server *boxofficetest.Pretix) []string {
	var out []string
	for _, r := range server.Requests() {
		line := r.Method + " " + strings.TrimPrefix(r.Path, "/api/v1")
		if r.RawQuery != "" {
			line += "?" + r.RawQuery
		}
		if len(r.Body) > 0 {
			line += " " + resCanonical(string(r.Body))
		}
		out = append(out, line)
	}
	server.ResetRequests()
	return out
}

func resEqual(t testing.TB, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %s\nwant %s", what, resShow(got), resShow(want))
	}
}

func resShow(v any) string {
	if b, err := json.Marshal(v); err == nil && string(b) != "{}" {
		return fmt.Sprintf("%s (%T)", b, v)
	}
	return fmt.Sprintf("%+v (%T)", v, v)
}

func resCanonical(text string) string {
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return text
	}
	b, err := json.Marshal(v)
	if err != nil {
		return text
	}
	return string(b)
}

func resMust[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// resArgument asserts an ArgumentError, and returns it.
func resArgument(t testing.TB, err error, argument string) *ArgumentError {
	t.Helper()
	e, ok := errors.AsType[*ArgumentError](err)
	if !ok {
		t.Fatalf("got the error %v, want an ArgumentError about %s", err, argument)
	}
	if e.Argument != argument || e.Reason == "" {
		t.Errorf("the ArgumentError is about %q (%s), want %q", e.Argument, e.Reason, argument)
	}
	return e
}

// resPage writes an envelope of a list.
func resPage(count, next int, items ...string) string {
	link := "null"
	if next > 0 {
		link = fmt.Sprintf(`"%s%s?page=%d"`, resAPI, resTeams, next)
	}
	return fmt.Sprintf(`{"count":%d,"next":%s,"previous":null,"results":[%s]}`, count, link, strings.Join(items, ","))
}

// resReply is a RoundTripper out of a function.
type resReply func(*http.Request) (status int, body string)

func (f resReply) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	status, body := f(r)
	return &http.Response{
		StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"application/json"}},
		Body:   io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}, nil
}

// resOver makes a client over a RoundTripper.
func resOver(t testing.TB, transport http.RoundTripper, opts ...Option) *Pretix {
	t.Helper()
	opts = append([]Option{WithHTTPClient(&http.Client{Transport: transport}), WithRetryLimits(RetryLimits{Attempts: 1})}, opts...)
	return resMust(NewPretix(resBase, PretixTeamToken(resToken), opts...))(t)
}

// resQueryPage is the number of the page that a request asks for.
func resQueryPage(u *url.URL) int {
	n := 1
	if p := u.Query().Get("page"); p != "" {
		if _, err := fmt.Sscan(p, &n); err != nil {
			return -1
		}
	}
	return n
}
