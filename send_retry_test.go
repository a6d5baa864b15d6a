package boxoffice

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jarcoal/httpmock"
)

// plainPlatform is one without idempotency keys, where a 500 tells nothing.
var plainPlatform = platform{name: "plain", root: pretixRoot, explain: explainPretix}

// newPlain makes a client of a platform without idempotency keys.
func newPlain(t *testing.T, m *mock, opts ...Option) *Client {
	t.Helper()
	s, err := defaultSettings().with(append([]Option{WithHTTPClient(&http.Client{Transport: m})}, opts...))
	if err != nil {
		t.Fatal(err)
	}
	base, err := parseBase(testBase, pretixRoot, false)
	if err != nil {
		t.Fatal(err)
	}
	c, err := newClient(&plainPlatform, base, PretixTeamToken(testToken).inner, s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var (
	reads  = []string{"GET", "HEAD", "OPTIONS"}
	writes = []string{"POST", "PUT", "PATCH", "DELETE"}

	errReset = &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	errDial  = &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	errDNS   = &net.DNSError{Err: "no such host", Name: "pretix.test", IsNotFound: true}
	errCert  = &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}
)

// hang answers nothing until the attempt ends.
func hang(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, context.Cause(req.Context())
}

func retryAfter(status int, value string) httpmock.Responder {
	return reply(status, `{"detail":"later"}`, "Retry-After", value)
}

// outcome is how a call ended.
type outcome struct {
	attempts int
	status   int
	kinds    []error
}

// write is a body, so that one that is not rewound is seen.
const writeBody = `{"name":"crew"}`

// play makes one call to /x/ and returns its error.
func play(ctx context.Context, c *Client, method string) error {
	request := Request{Method: method, Path: "/x/"}
	if !isRead(method) {
		request.Body = map[string]string{"name": "crew"}
	}
	_, err := Do[struct{}](ctx, c, request)
	return err
}

// wantOutcome checks the error against the outcome, and that every attempt sent
// the same: method, body, key, credential.
func wantOutcome(t *testing.T, m *mock, err error, want outcome) {
	t.Helper()
	sent := m.requests()
	wantEqual(t, "the number of requests", len(sent), want.attempts)
	if want.status >= 200 && want.status < 300 {
		if err != nil {
			t.Errorf("unexpected error: %v", err)
		}
	} else {
		e := wantError(t, err, want.kinds...)
		wantEqual(t, "Attempts", e.Attempts, want.attempts)
		wantEqual(t, "Status", e.Status, want.status)
		if len(sent) > 0 {
			wantEqual(t, "IdempotencyKey", e.IdempotencyKey, sent[0].Header.Get("X-Idempotency-Key"))
		}
	}
	for _, s := range sent {
		wantEqual(t, "the request", s.String(), sent[0].String())
		for _, header := range []string{"X-Idempotency-Key", "Authorization", "Content-Type"} {
			wantEqual(t, header, s.Header.Get(header), sent[0].Header.Get(header))
		}
	}
}

// What is tried again, how often, and what it is in the end: for reads, for
// writes under an idempotency key, and for writes without.
func TestRetryPolicy(t *testing.T) {
	t.Parallel()
	one := func(status int, kinds ...error) outcome { return outcome{1, status, kinds} }
	all := func(status int, kinds ...error) outcome { return outcome{5, status, kinds} }
	tests := []struct {
		reason               string
		responder            httpmock.Responder
		read, keyed, unkeyed outcome
	}{
		{
			"200 is success", reply(200, `{}`),
			one(200), one(200), one(200),
		},
		{
			"429: the server did nothing, so even a write without a key goes again", reply(429, `{}`),
			all(429, ErrRateLimited), all(429, ErrRateLimited), all(429, ErrRateLimited),
		},
		{
			"500: pretix rolls back and frees the key; elsewhere who knows", reply(500, "<h1>", "Content-Type", "text/html"),
			all(500, ErrServer), all(500, ErrServer), one(500, ErrServer, ErrOutcomeUnknown),
		},
		{
			"502: the application may have finished behind the proxy", reply(502, "<h1>", "Content-Type", "text/html"),
			all(502, ErrUnavailable), all(502, ErrUnavailable, ErrOutcomeUnknown), one(502, ErrUnavailable, ErrOutcomeUnknown),
		},
		{
			"503: from the proxy, so the same", reply(503, ``),
			all(503, ErrUnavailable), all(503, ErrUnavailable, ErrOutcomeUnknown), one(503, ErrUnavailable, ErrOutcomeUnknown),
		},
		{
			"504: the proxy's patience ended, not the application's work", reply(504, ``),
			all(504, ErrUnavailable), all(504, ErrUnavailable, ErrOutcomeUnknown), one(504, ErrUnavailable, ErrOutcomeUnknown),
		},
		{
			"409 without Retry-After is an answer", reply(409, `{}`),
			one(409, ErrConflict), one(409, ErrConflict), one(409, ErrConflict),
		},
		{
			"409 with Retry-After: another attempt of this key is at work; without a key it is an answer", retryAfter(409, "5"),
			one(409, ErrConflict), all(409, ErrConflict, ErrOutcomeUnknown), one(409, ErrConflict),
		},
		{
			"the connection was lost after sending", fail(errReset),
			all(0), all(0, ErrOutcomeUnknown), one(0, ErrOutcomeUnknown),
		},
		{
			"the connection ended in place of an answer", fail(io.ErrUnexpectedEOF),
			all(0), all(0, ErrOutcomeUnknown), one(0, ErrOutcomeUnknown),
		},
		{
			"the connection was never made", fail(errDial),
			all(0), all(0), all(0),
		},
		{
			"there was no address to connect to", fail(errDNS),
			all(0), all(0), all(0),
		},
		{
			"a certificate that is not good is not better the next time", fail(errCert),
			one(0), one(0), one(0),
		},
		{
			"an authority that is not known, the same", fail(x509.UnknownAuthorityError{}),
			one(0), one(0), one(0),
		},
		{
			"plain HTTP where TLS was spoken, the same", fail(tls.RecordHeaderError{Msg: "no TLS"}),
			one(0), one(0), one(0),
		},
		{"400 is an answer", reply(400, `{}`), one(400, ErrInvalid), one(400, ErrInvalid), one(400, ErrInvalid)},
		{"401 is an answer to a fixed token", reply(401, `{}`), one(401, ErrUnauthorized), one(401, ErrUnauthorized), one(401, ErrUnauthorized)},
		{"403 is an answer", reply(403, `{}`), one(403, ErrForbidden), one(403, ErrForbidden), one(403, ErrForbidden)},
		{"404 is an answer", reply(404, `{}`), one(404, ErrNotFound), one(404, ErrNotFound), one(404, ErrNotFound)},
		{"405 is an answer", reply(405, `{}`), one(405), one(405), one(405)},
		{"408 comes from a proxy, which may have sent all that it got", reply(408, `{}`), one(408), one(408, ErrOutcomeUnknown), one(408, ErrOutcomeUnknown)},
		{"410 is an answer", reply(410, `{}`), one(410), one(410), one(410)},
		{"415 is an answer", reply(415, `{}`), one(415), one(415), one(415)},
		{"422 is an answer", reply(422, `{}`), one(422, ErrInvalid), one(422, ErrInvalid), one(422, ErrInvalid)},
		{"501 does not change by asking again", reply(501, `{}`), one(501), one(501, ErrOutcomeUnknown), one(501, ErrOutcomeUnknown)},
		{"a status of some proxy's own, the same", reply(524, `{}`), one(524), one(524, ErrOutcomeUnknown), one(524, ErrOutcomeUnknown)},
		{"304 answers no request of ours", reply(304, ``), one(304), one(304), one(304)},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			for _, method := range slices.Concat(reads, writes) {
				for _, keyed := range []bool{true, false} {
					want := test.read
					if !isRead(method) {
						want = test.unkeyed
						if keyed {
							want = test.keyed
						}
					}
					t.Run(fmt.Sprintf("%s keyed %v", method, keyed), func(t *testing.T) {
						t.Parallel()
						synctest.Test(t, func(t *testing.T) {
							px, m := newMock(t)
							c := px.Client()
							if !keyed {
								c = newPlain(t, m)
							}
							m.on(method, "/x/", "", test.responder)
							began := time.Now()
							err := play(t.Context(), c, method)
							elapsed := time.Since(began)
							wantOutcome(t, m, err, want)
							// The most that four jittered waits, or four of 5 s, can take.
							if most := 7500 * time.Millisecond; elapsed > most && want.status != 409 {
								t.Errorf("it took %s, want at most %s", elapsed, most)
							}
							if want.status == 409 && elapsed != time.Duration(want.attempts-1)*5*time.Second {
								t.Errorf("it took %s for %d attempts that were to wait 5s each", elapsed, want.attempts)
							}
							if want.attempts > 1 && elapsed == 0 {
								t.Error("the attempts came without any wait")
							}
						})
					})
				}
			}
		})
	}
}

func TestRetrySequences(t *testing.T) {
	t.Parallel()
	html := func(status int) httpmock.Responder { return reply(status, "<h1>", "Content-Type", "text/html") }
	created := reply(201, `{}`)
	tests := []struct {
		reason, method string
		script         []httpmock.Responder
		want           outcome
		cause          error
	}{
		{"a read gets through in the end", "GET", []httpmock.Responder{html(502), fail(errReset), retryAfter(429, "1"), html(500), reply(200, `{}`)}, outcome{5, 200, nil}, nil},
		{"a write gets through in the end", "POST", []httpmock.Responder{html(502), fail(errReset), retryAfter(409, "5"), html(503), created}, outcome{5, 201, nil}, nil},
		{"the replayed answer of a lost attempt settles it", "POST", []httpmock.Responder{fail(errReset), reply(400, `{}`)}, outcome{2, 400, []error{ErrInvalid}}, nil},
		{"so does a replayed 404", "DELETE", []httpmock.Responder{html(504), reply(404, `{}`)}, outcome{2, 404, []error{ErrNotFound}}, nil},
		{"so does a 409 that is about the write itself", "POST", []httpmock.Responder{retryAfter(409, "5"), reply(409, `{}`)}, outcome{2, 409, []error{ErrConflict}}, nil},
		{"a page of a proxy does not settle what a lost attempt did", "POST", []httpmock.Responder{fail(errReset), html(403)}, outcome{2, 403, []error{ErrForbidden, ErrOutcomeUnknown}}, nil},
		{"no content settles it", "DELETE", []httpmock.Responder{fail(errReset), reply(204, ``)}, outcome{2, 204, nil}, nil},
		{
			"a 429 does not settle what a lost attempt did", "POST",
			[]httpmock.Responder{fail(errReset), reply(429, `{}`), reply(429, `{}`), reply(429, `{}`), reply(429, `{}`)},
			outcome{5, 429, []error{ErrRateLimited, ErrOutcomeUnknown}}, nil,
		},
		{
			"a 429 alone is no doubt, nor is a connection that was never made", "POST",
			[]httpmock.Responder{fail(errDial), reply(429, `{}`), fail(errDNS), reply(429, `{}`), reply(429, `{}`)},
			outcome{5, 429, []error{ErrRateLimited}}, nil,
		},
		{
			"our own 500 holds the key, as 4.17 leaves it: the 500 comes back at once", "POST",
			[]httpmock.Responder{html(500), retryAfter(409, "5")},
			outcome{2, 500, []error{ErrServer}}, nil,
		},
		{
			"the same after a lost attempt is in doubt", "POST",
			[]httpmock.Responder{fail(errReset), html(500), retryAfter(409, "5")},
			outcome{3, 500, []error{ErrServer, ErrOutcomeUnknown}}, nil,
		},
		{
			"a 500 that a newer pretix frees goes through", "POST",
			[]httpmock.Responder{html(500), html(500), created},
			outcome{3, 201, nil}, nil,
		},
		{
			"the last answer is not lost when the later attempts get none", "GET",
			[]httpmock.Responder{html(503), fail(errReset), fail(errReset), fail(errReset), fail(errReset)},
			outcome{5, 503, []error{ErrUnavailable}}, errReset,
		},
		{
			"nor for a write, which is in doubt", "POST",
			[]httpmock.Responder{retryAfter(429, "1"), fail(errReset), fail(errReset), fail(errReset), fail(errReset)},
			outcome{5, 429, []error{ErrRateLimited, ErrOutcomeUnknown}}, errReset,
		},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				px, m := newMock(t)
				m.on(test.method, "/x/", "", inTurn(t, test.script...))
				err := play(t.Context(), px.Client(), test.method)
				wantOutcome(t, m, err, test.want)
				if test.cause != nil && !errors.Is(err, test.cause) {
					t.Errorf("the error %v lost its cause %v", err, test.cause)
				}
			})
		})
	}
}

// A 500 that is an endpoint's own answer is no outage.
func TestFinal500IsNotRepeated(t *testing.T) {
	t.Parallel()
	px, m := newMock(t)
	m.on("DELETE", "/x/", "", reply(500, "<h1>", "Content-Type", "text/html"))
	err := px.client.call(t.Context(), request{op: "X", method: "DELETE", path: "/x/", final500: true}, nil)
	wantOutcome(t, m, err, outcome{1, 500, []error{ErrServer}})
}

// How long a Retry-After makes a call wait, and what becomes of one that it will
// not wait for.
func TestRetryAfter(t *testing.T) {
	t.Parallel()
	const jittered = -1
	var (
		date    = "Sat, 01 Jan 2000 00:00:30 GMT" // synctest begins at midnight UTC of that day
		longest = time.Duration(math.MaxInt64)
	)
	tests := []struct {
		reason, value string
		// wait is what is waited for before the second attempt; told what is in the
		// error when there is none.
		wait, told time.Duration
	}{
		{"whole seconds, as hosted pretix says", "7", 7 * time.Second, 0},
		{"a fraction", "1.5", 1500 * time.Millisecond, 0},
		{"spaces around", "  5 ", 5 * time.Second, 0},
		{"a date", date, 30 * time.Second, 0},
		{"a date as RFC 850 had it", "Saturday, 01-Jan-00 00:00:30 GMT", 30 * time.Second, 0},
		{"a date as C's asctime has it", "Sat Jan  1 00:00:30 2000", 30 * time.Second, 0},
		{"exactly the cap", "90", 90 * time.Second, 0},
		{"none", "", jittered, 0},
		{"no time at all", "0", jittered, 0},
		{"a date in the past", "Fri, 31 Dec 1999 23:59:59 GMT", jittered, 0},
		{"a negative number", "-5", jittered, 0},
		{"a number below all numbers", "-1e400", jittered, 0},
		{"no number", "NaN", jittered, 0},
		{"no date", "tomorrow", jittered, 0},
		{"a date in a form that HTTP does not have", "2000-01-01T00:00:30Z", jittered, 0},
		{"a second beyond the cap", "91", 0, 91 * time.Second},
		{"a day", "86400", 0, 24 * time.Hour},
		{"a date beyond the cap", "Sat, 01 Jan 2000 00:01:31 GMT", 0, 91 * time.Second},
		{"a date in another millennium", "Fri, 31 Dec 9999 23:59:59 GMT", 0, longest},
		{"more than a duration holds: not a negative wait", "10000000000", 0, longest},
		{"more than 64 bits hold", "99999999999999999999999", 0, longest},
		{"more than a float holds", "1e400", 0, longest},
		{"for ever", "Inf", 0, longest},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			for _, call := range []struct {
				method string
				status int
				kinds  []error
			}{
				{"GET", 429, []error{ErrRateLimited}},
				{"GET", 503, []error{ErrUnavailable}},
				{"POST", 429, []error{ErrRateLimited}},
				{"POST", 503, []error{ErrUnavailable, ErrOutcomeUnknown}},
				{"POST", 409, []error{ErrConflict, ErrOutcomeUnknown}},
			} {
				if call.status == 409 && test.value == "" {
					continue // then it is an answer, see TestRetryPolicy
				}
				t.Run(fmt.Sprint(call.method, call.status), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) {
						px, m := newMock(t)
						script := []httpmock.Responder{retryAfter(call.status, test.value)}
						if test.told == 0 {
							script = append(script, reply(200, `{}`))
						}
						m.on(call.method, "/x/", "", inTurn(t, script...))
						began := time.Now()
						err := play(t.Context(), px.Client(), call.method)
						elapsed := time.Since(began)
						switch {
						case test.told != 0:
							wantOutcome(t, m, err, outcome{1, call.status, call.kinds})
							e, _ := errors.AsType[*Error](err)
							wantEqual(t, "RetryAfter", e.RetryAfter, test.told)
							wantEqual(t, "the time it took", elapsed, 0)
						case test.wait == jittered:
							wantOutcome(t, m, err, outcome{2, 200, nil})
							if elapsed >= firstWait {
								t.Errorf("it waited %s, want less than %s", elapsed, firstWait)
							}
						default:
							wantOutcome(t, m, err, outcome{2, 200, nil})
							wantEqual(t, "the wait", elapsed, test.wait)
						}
					})
				})
			}
		})
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{
		"", "0", "-0", "5", "1.5", "-1", "1e9", "9223372036", "9223372036.854774", "9223372036.854775807", "9223372037", "1e400", "0x10", "NaN", "-Inf",
		"Fri, 31 Dec 9999 23:59:59 GMT", "Sat, 01 Jan 0000 00:00:00 GMT", "Saturday, 01-Jan-00 00:00:30 GMT", " 7 ", "7s", "1_000",
	} {
		f.Add(seed)
	}
	now := time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)
	f.Fuzz(func(t *testing.T, value string) {
		got := parseRetryAfter(value, now)
		if got < 0 {
			t.Errorf("%q makes a wait of %s", value, got)
		}
		// What is digits only is never taken for less than it says.
		digits := strings.TrimLeft(strings.TrimSpace(value), "0")
		if digits != "" && strings.Trim(digits, "0123456789") == "" && got < time.Second {
			t.Errorf("%q makes a wait of only %s", value, got)
		}
	})
}

// A wait that would pass the deadline of ctx does not begin.
func TestRetryAfterBeyondTheDeadline(t *testing.T) {
	t.Parallel()
	tests := []struct {
		reason, value string
		deadline      time.Duration
		attempts      int
	}{
		{"it fits", "9", 10 * time.Second, 2},
		{"it ends with ctx", "10", 10 * time.Second, 1},
		{"it is longer", "11", 10 * time.Second, 1},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				px, m := newMock(t)
				m.on("GET", "/x/", "", retryAfter(429, test.value))
				ctx, cancel := context.WithTimeout(t.Context(), test.deadline)
				defer cancel()
				began := time.Now()
				err := play(ctx, px.Client(), "GET")
				wantOutcome(t, m, err, outcome{test.attempts, 429, []error{ErrRateLimited}})
				e, _ := errors.AsType[*Error](err)
				wantEqual(t, "RetryAfter", e.RetryAfter, parseRetryAfter(test.value, time.Now()))
				wantEqual(t, "the time it took", time.Since(began), time.Duration(test.attempts-1)*9*time.Second)
				if errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
					t.Errorf("the deadline passed: %v", err)
				}
			})
		})
	}
}

// A hosted pretix answers 429 for a minute, with the seconds that are left.
func TestAMinuteOf429Passes(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"GET", "POST"} {
		for _, told := range []string{"60", "59", "counting down"} {
			t.Run(method+" "+told, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					px, m := newMock(t)
					began := time.Now()
					m.on(method, "/x/", "", func(req *http.Request) (*http.Response, error) {
						left := time.Minute - time.Since(began)
						if left <= 0 {
							return reply(200, `{}`)(req)
						}
						value := told
						if told == "counting down" {
							value = fmt.Sprint(int(left.Seconds()))
						}
						return retryAfter(429, value)(req)
					})
					if err := play(t.Context(), px.Client(), method); err != nil {
						t.Fatal(err)
					}
					if elapsed := time.Since(began); elapsed < time.Minute || elapsed > 2*time.Minute {
						t.Errorf("it took %s", elapsed)
					}
				})
			})
		}
	}
}

func TestRetryLimits(t *testing.T) {
	t.Parallel()
	tests := []struct {
		reason    string
		limits    RetryLimits
		responder httpmock.Responder
		attempts  int
		elapsed   time.Duration
	}{
		{"one attempt is no retry", RetryLimits{Attempts: 1}, retryAfter(429, "1"), 1, 0},
		{"as many attempts as allowed", RetryLimits{Attempts: 9}, retryAfter(429, "1"), 9, 8 * time.Second},
		{"a wait beyond the cap", RetryLimits{MaxWait: 2 * time.Second}, retryAfter(429, "3"), 1, 0},
		{"a wait of the cap", RetryLimits{MaxWait: 3 * time.Second}, retryAfter(429, "3"), 5, 12 * time.Second},
		{"the time for all attempts", RetryLimits{Attempts: 100, MaxElapsed: 25 * time.Second}, retryAfter(429, "10"), 3, 20 * time.Second},
		{"no time for another wait", RetryLimits{MaxElapsed: 5 * time.Second}, retryAfter(429, "5"), 1, 0},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				px, m := newMock(t, WithRetryLimits(test.limits))
				m.on("GET", "/x/", "", test.responder)
				began := time.Now()
				err := play(t.Context(), px.Client(), "GET")
				wantOutcome(t, m, err, outcome{test.attempts, 429, []error{ErrRateLimited}})
				wantEqual(t, "the time it took", time.Since(began), test.elapsed)
				if strings.Contains(err.Error(), "giving up") {
					t.Errorf("the error is retryablehttp's: %v", err)
				}
			})
		})
	}
}

// The time for all attempts also ends an attempt.
func TestMaxElapsedEndsAnAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		px, m := newMock(t, WithRetryLimits(RetryLimits{MaxElapsed: 10 * time.Second}))
		m.on("GET", "/x/", "", hang)
		began := time.Now()
		err := play(t.Context(), px.Client(), "GET")
		wantOutcome(t, m, err, outcome{1, 0, nil})
		wantEqual(t, "the time it took", time.Since(began), 10*time.Second)
		wantEqual(t, "the text", err.Error(), "pretix: Do: no complete answer within 10s")
	})
}

func TestJitter(t *testing.T) {
	t.Parallel()
	for attempts := 1; attempts <= 70; attempts++ {
		bound := 90 * time.Second
		if attempts < 9 {
			bound = min(bound, firstWait<<(attempts-1))
		}
		least, most := time.Duration(math.MaxInt64), time.Duration(0)
		for range 500 {
			wait := jitter(attempts, 90*time.Second)
			if wait < 0 || wait >= bound {
				t.Fatalf("the wait after attempt %d is %s, want 0 to %s", attempts, wait, bound)
			}
			least, most = min(least, wait), max(most, wait)
		}
		// Full jitter: the waits spread over all of it. 500 waits miss a tenth with a
		// chance of 0.9^500.
		if least > bound/10 || most < bound-bound/10 {
			t.Errorf("the waits after attempt %d are %s to %s, want them to spread to %s", attempts, least, most, bound)
		}
	}
	wantEqual(t, "the wait below the smallest cap", jitter(3, 1), 0)
	wantEqual(t, "the wait below no cap", jitter(3, 0), 0)
}

// ctx ends the wait, and the error tells both that and the last answer.
func TestContextEndsTheWait(t *testing.T) {
	t.Parallel()
	tests := []struct {
		reason, method string
		responder      httpmock.Responder
		kinds          []error
		status         int
		told           time.Duration
	}{
		{"a read after 503", "GET", retryAfter(503, "60"), []error{ErrUnavailable}, 503, time.Minute},
		{"a write after 503", "POST", retryAfter(503, "60"), []error{ErrUnavailable, ErrOutcomeUnknown}, 503, time.Minute},
		{"a write after 429, which did nothing", "POST", retryAfter(429, "60"), []error{ErrRateLimited}, 429, time.Minute},
		{"a write after 409 in flight", "POST", retryAfter(409, "60"), []error{ErrConflict, ErrOutcomeUnknown}, 409, time.Minute},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var result CallResult
				px, m := newMock(t, WithObserver(Observer{Call: func(ctx context.Context, _ CallInfo) (context.Context, func(CallResult)) {
					return ctx, func(r CallResult) { result = r }
				}}))
				m.on(test.method, "/x/", "", test.responder)
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, cancel)
				began := time.Now()
				err := play(ctx, px.Client(), test.method)
				wantEqual(t, "the time it took", time.Since(began), time.Second)
				wantOutcome(t, m, err, outcome{1, test.status, test.kinds})
				if !errors.Is(err, context.Canceled) {
					t.Errorf("the error %v does not match context.Canceled", err)
				}
				e, _ := errors.AsType[*Error](err)
				wantEqual(t, "RetryAfter", e.RetryAfter, test.told)
				wantEqual(t, "Message", e.Message, "later")
				wantEqual(t, "the observed status", result.Status, test.status)
				wantEqual(t, "the observed error", result.Err, err)
			})
		})
	}
}

func TestContextEndsTheAttempt(t *testing.T) {
	t.Parallel()
	for _, method := range slices.Concat(reads, writes) {
		for _, deadline := range []bool{true, false} {
			t.Run(fmt.Sprint(method, deadline), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					px, m := newMock(t)
					m.on(method, "/x/", "", hang)
					ctx, cancel := context.WithCancel(t.Context())
					want := context.Canceled
					if deadline {
						ctx, cancel = context.WithTimeout(t.Context(), time.Second)
						want = context.DeadlineExceeded
					} else {
						time.AfterFunc(time.Second, cancel)
					}
					defer cancel()
					began := time.Now()
					err := play(ctx, px.Client(), method)
					wantEqual(t, "the time it took", time.Since(began), time.Second)
					var kinds []error
					if !isRead(method) {
						kinds = []error{ErrOutcomeUnknown}
					}
					wantOutcome(t, m, err, outcome{1, 0, kinds})
					if !errors.Is(err, want) {
						t.Errorf("the error %v does not match %v", err, want)
					}
					if strings.Contains(err.Error(), testBase) {
						t.Errorf("the error repeats the whole address: %v", err)
					}
				})
			})
		}
	}
}

// A call whose ctx has ended sends nothing, so nothing is in doubt.
func TestContextThatHasEnded(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"GET", "POST"} {
		px, m := newMock(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		err := play(ctx, px.Client(), method)
		e := wantError(t, err)
		wantEqual(t, "Attempts", e.Attempts, 0)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("the error %v does not match context.Canceled", err)
		}
		m.wantSent()
	}
}

// The time of one attempt is not the caller's deadline: it is tried again.
func TestAttemptTimeout(t *testing.T) {
	t.Parallel()
	for _, option := range []Option{WithAttemptTimeout(3 * time.Second), nil} {
		name := cmp.Or(map[bool]string{true: "by the HTTP client's Timeout"}[option == nil], "by the option")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := newMockTransport(t)
				opts := []Option{WithHTTPClient(&http.Client{Transport: m, Timeout: 3 * time.Second})}
				if option != nil {
					opts = []Option{WithHTTPClient(&http.Client{Transport: m}), option}
				}
				px := newTestPretix(t, testBase, opts...)

				m.on("GET", "/x/", "", inTurn(t, hang, reply(200, `{}`)))
				began := time.Now()
				err := play(t.Context(), px.Client(), "GET")
				wantOutcome(t, m, err, outcome{2, 200, nil})
				if elapsed := time.Since(began); elapsed < 3*time.Second || elapsed >= 3*time.Second+firstWait {
					t.Errorf("it took %s, want 3s and a little", elapsed)
				}

				m.sent = nil
				m.on("POST", "/x/", "", hang)
				began = time.Now()
				err = play(t.Context(), px.Client(), "POST")
				wantOutcome(t, m, err, outcome{5, 0, []error{ErrOutcomeUnknown}})
				if elapsed := time.Since(began); elapsed < 15*time.Second || elapsed > 15*time.Second+7500*time.Millisecond {
					t.Errorf("five attempts took %s", elapsed)
				}
				if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
					t.Errorf("the error %v reads as the end of the caller's ctx", err)
				}
				if !errors.Is(err, os.ErrDeadlineExceeded) {
					t.Errorf("the error %v does not match os.ErrDeadlineExceeded", err)
				}
				if timeout, ok := errors.AsType[interface {
					error
					Timeout() bool
				}](err); !ok || !timeout.Timeout() {
					t.Errorf("the error %v is no timeout", err)
				}
				wantEqual(t, "the text", err.Error(), "pretix: Do: no complete answer within 3s; whether the write happened is unknown (5 attempts)")
			})
		})
	}
}

// A caller's deadline that comes before the attempt's is the caller's.
func TestDeadlineBeforeTheAttempts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		// A transport may give another reason than ctx's own.
		px := newTestPretix(t, testBase, WithHTTPClient(&http.Client{Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
			<-req.Context().Done()
			return nil, errReset
		})}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := play(ctx, px.Client(), "GET")
		e := wantError(t, err)
		wantEqual(t, "Attempts", e.Attempts, 1)
		if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("the error is %v, want both the deadline and what the transport says", err)
		}
	})
}

// net/http itself sends a write with a key once more when it loses a connection. That
// the second time nobody listens says nothing of what the first time did.
func TestLostConnectionAndThenNobodyListens(t *testing.T) {
	t.Parallel()
	var around http.Transport
	t.Cleanup(around.CloseIdleConnections)
	for name, opts := range map[string][]Option{
		"net/http's transport": nil,
		"one around it":        {WithHTTPClient(&http.Client{Transport: roundTrip(around.RoundTrip)})},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var server *httptest.Server
			var writes atomic.Int32
			px, server := newServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodGet {
					jsonHandler(200, `{"count":0,"next":null,"results":[]}`).ServeHTTP(w, r)
					return
				}
				writes.Add(1)
				server.Listener.Close()
				panic(http.ErrAbortHandler)
			}), append(opts, WithRetryLimits(RetryLimits{Attempts: 2, MaxWait: time.Millisecond}))...)
			if _, err := px.Teams.List(t.Context(), "demo", nil); err != nil { // net/http repeats only on a connection that was used
				t.Fatal(err)
			}
			_, err := px.Invites.Create(t.Context(), "demo", 1, "ana@example.org")
			e := wantError(t, err, ErrOutcomeUnknown)
			wantEqual(t, "writes", writes.Load(), 1)
			wantEqual(t, "Attempts", e.Attempts, 2)
			if op, ok := errors.AsType[*net.OpError](err); !ok || op.Op != "dial" {
				t.Errorf("the error is %v, not that nobody listens", err)
			}
		})
	}
}

// A result of retryablehttp with both an answer and an error gives the error, and
// closes the answer.
func TestFailedClosesTheAnswer(t *testing.T) {
	t.Parallel()
	body := &closeCounter{}
	resp, err := failed(&http.Response{Body: body}, errReset, 1)
	if resp != nil || !errors.Is(err, syscall.ECONNRESET) || body.closed != 1 {
		t.Errorf("got %v, %v and a body closed %d times", resp, err, body.closed)
	}
}

type closeCounter struct{ closed int }

func (*closeCounter) Read([]byte) (int, error) { return 0, io.EOF }
func (c *closeCounter) Close() error           { c.closed++; return nil }
