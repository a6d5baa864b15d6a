package boxoffice

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// watch is an observer that notes all that it is told.
type watch struct {
	calls    []CallInfo
	results  []CallResult
	attempts []AttemptInfo
	ends     []AttemptResult
}

func (w *watch) observer() Observer {
	return Observer{
		Call: func(ctx context.Context, info CallInfo) (context.Context, func(CallResult)) {
			w.calls = append(w.calls, info)
			return ctx, func(r CallResult) { w.results = append(w.results, r) }
		},
		Attempt: func(ctx context.Context, info AttemptInfo) (context.Context, func(AttemptResult)) {
			w.attempts = append(w.attempts, info)
			return ctx, func(r AttemptResult) { w.ends = append(w.ends, r) }
		},
	}
}

// slowly answers after a while.
func slowly(d time.Duration, next func(*http.Request) (*http.Response, error)) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		time.Sleep(d)
		return next(req)
	}
}

// All that an observer is told of a call that needs three attempts.
func TestObserver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var w watch
		px, m := newMock(t, WithObserver(w.observer()))
		m.on("GET", "/organizers/demo/", "", inTurn(t,
			slowly(time.Second, retryAfter(429, "7")),
			slowly(2*time.Second, fail(errReset)),
			slowly(3*time.Second, reply(200, `{"slug":"demo"}`)),
		))
		if _, err := px.Organizers.Get(t.Context(), "demo"); err != nil {
			t.Fatal(err)
		}
		info := CallInfo{Platform: "pretix", Operation: "Organizers.Get", Method: "GET", Path: testRootPath + "/organizers/{organizer}/"}
		if want := []CallInfo{info}; !slices.Equal(w.calls, want) {
			t.Errorf("the calls are %+v, want %+v", w.calls, want)
		}
		wantEqual(t, "the number of attempts", len(w.attempts), 3)
		wait := w.attempts[2].Wait
		if wait <= 0 || wait >= 2*firstWait {
			t.Errorf("the wait before attempt 3 is %s, want a little", wait)
		}
		if want := []AttemptInfo{{info, 1, 0}, {info, 2, 7 * time.Second}, {info, 3, wait}}; !slices.Equal(w.attempts, want) {
			t.Errorf("the attempts are %+v, want %+v", w.attempts, want)
		}
		wantEnds := []AttemptResult{
			{Status: 429, Bytes: len(`{"detail":"later"}`), Duration: time.Second},
			{Duration: 2 * time.Second, Err: errReset},
			{Status: 200, Bytes: len(`{"slug":"demo"}`), Duration: 3 * time.Second},
		}
		if !reflect.DeepEqual(w.ends, wantEnds) {
			t.Errorf("the attempts ended as %+v, want %+v", w.ends, wantEnds)
		}
		want := []CallResult{{Status: 200, Attempts: 3, Duration: 13*time.Second + wait}}
		if !reflect.DeepEqual(w.results, want) {
			t.Errorf("the call ended as %+v, want %+v", w.results, want)
		}
	})
}

func TestObserverOfFailures(t *testing.T) {
	t.Parallel()
	tests := []struct {
		reason   string
		respond  func(*http.Request) (*http.Response, error)
		ctx      func(context.Context) context.Context
		call     CallResult // without Err
		attempts int
	}{
		{"an answer that says no", reply(404, `{}`), nil, CallResult{Status: 404, Attempts: 1}, 1},
		{"an answer that can't be understood", reply(200, `<`), nil, CallResult{Status: 200, Attempts: 1}, 1},
		{"no answer", fail(errCert), nil, CallResult{Attempts: 1}, 1},
		{"a key that is refused", nil, func(ctx context.Context) context.Context { return ContextWithIdempotencyKey(ctx, "") }, CallResult{}, 0},
		{"a ctx that has ended", nil, func(ctx context.Context) context.Context {
			ctx, cancel := context.WithCancel(ctx)
			cancel()
			return ctx
		}, CallResult{}, 0},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			var w watch
			px, m := newMock(t, WithObserver(w.observer()))
			if test.respond != nil {
				m.on("POST", "/x/", "", test.respond)
			}
			ctx := t.Context()
			if test.ctx != nil {
				ctx = test.ctx(ctx)
			}
			_, err := Do[device](ctx, px.Client(), Request{Method: "POST", Path: "/x/"})
			if err == nil {
				t.Fatal("no error")
			}
			wantEqual(t, "the number of calls", len(w.results), 1)
			got := w.results[0]
			if !errors.Is(got.Err, err) {
				t.Errorf("the observed error is %v, want the call's %v", got.Err, err)
			}
			got.Err, got.Duration = nil, 0
			wantEqual(t, "the result", got, test.call)
			wantEqual(t, "the number of attempts", len(w.attempts), test.attempts)
		})
	}
}

// The ctx that an observer returns goes on: from the call to the attempt, from
// one observer to the next, and to the transport. Ends are told in the reverse
// order.
func TestObserversNest(t *testing.T) {
	t.Parallel()
	type key struct{}
	var log []string
	observer := func(name string) Observer {
		trail := func(ctx context.Context, what string) context.Context {
			before, _ := ctx.Value(key{}).(string)
			log = append(log, "begin "+what+" after "+before)
			return context.WithValue(ctx, key{}, before+what+" ")
		}
		return Observer{
			Call: func(ctx context.Context, _ CallInfo) (context.Context, func(CallResult)) {
				return trail(ctx, "call-"+name), func(CallResult) { log = append(log, "end call-"+name) }
			},
			Attempt: func(ctx context.Context, _ AttemptInfo) (context.Context, func(AttemptResult)) {
				return trail(ctx, "attempt-"+name), func(AttemptResult) { log = append(log, "end attempt-"+name) }
			},
		}
	}
	px, m := newMock(t, WithObserver(observer("1")), WithObserver(observer("2")))
	m.on("GET", "/x/", "", func(req *http.Request) (*http.Response, error) {
		log = append(log, fmt.Sprint("sent after ", req.Context().Value(key{})))
		return reply(200, `{}`)(req)
	})
	if err := play(t.Context(), px.Client(), "GET"); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"begin call-1 after ",
		"begin call-2 after call-1 ",
		"begin attempt-1 after call-1 call-2 ",
		"begin attempt-2 after call-1 call-2 attempt-1 ",
		"sent after call-1 call-2 attempt-1 attempt-2 ",
		"end attempt-2", "end attempt-1", "end call-2", "end call-1",
	}
	if !slices.Equal(log, want) {
		t.Errorf("the order is\n%s\nwant\n%s", strings.Join(log, "\n"), strings.Join(want, "\n"))
	}
}

// Observers may leave out a function, and what their functions return.
func TestObserversMayReturnNothing(t *testing.T) {
	t.Parallel()
	seen := 0
	px, m := newMock(t,
		WithObserver(Observer{Call: func(context.Context, CallInfo) (context.Context, func(CallResult)) {
			seen++
			return nil, nil
		}}),
		WithObserver(Observer{Attempt: func(context.Context, AttemptInfo) (context.Context, func(AttemptResult)) {
			seen++
			return nil, nil
		}}),
	)
	m.on("GET", "/x/", "", reply(200, `{}`))
	if err := play(t.Context(), px.Client(), "GET"); err != nil {
		t.Fatal(err)
	}
	wantEqual(t, "the calls of observers", seen, 2)
}

// An observer of the one thing does not keep another from seeing the other.
func TestObserversOfOneThingEach(t *testing.T) {
	t.Parallel()
	var seen []string
	call := Observer{Call: func(context.Context, CallInfo) (context.Context, func(CallResult)) {
		seen = append(seen, "call")
		return nil, nil
	}}
	attempt := Observer{Attempt: func(context.Context, AttemptInfo) (context.Context, func(AttemptResult)) {
		seen = append(seen, "attempt")
		return nil, nil
	}}
	px, m := newMock(t, WithObserver(call), WithObserver(attempt), WithObserver(call), WithObserver(attempt))
	m.on("GET", "/x/", "", reply(200, `{}`))
	if err := play(t.Context(), px.Client(), "GET"); err != nil {
		t.Fatal(err)
	}
	wantEqual(t, "what was seen", strings.Join(seen, "+"), "call+call+attempt+attempt")
}

// records makes a logger whose records are lines without the time, with exact
// durations of a synctest bubble.
func records(level slog.Level) (*slog.Logger, *bytes.Buffer) {
	var out bytes.Buffer
	return slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: level, ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
		if len(groups) == 0 && a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}})), &out
}

// Every record of a few calls, to the letter.
func TestLogRecords(t *testing.T) {
	t.Parallel()
	const (
		info = " platform=pretix operation=Do method=POST path=/shop/api/v1/organizers/{organizer}/x/"
		warn = "level=WARN msg="
		at   = "level=DEBUG msg="
	)
	tests := []struct {
		reason    string
		responder func(*http.Request) (*http.Response, error)
		want      []string
	}{
		{"success", slowly(time.Second, reply(200, `{"id":1}`)), []string{
			at + `"boxoffice: attempt"` + info + " attempt=1 status=200 bytes=8 duration=1s",
		}},
		{"a retry", inTurn(t, slowly(time.Second, retryAfter(503, "7")), reply(200, `{}`)), []string{
			at + `"boxoffice: attempt"` + info + " attempt=1 status=503 bytes=18 duration=1s",
			warn + `"boxoffice: trying again"` + info + " attempt=2 wait=7s",
			at + `"boxoffice: attempt"` + info + " attempt=2 status=200 bytes=2 duration=0s",
		}},
		{"a refusal that repeats what was sent", reply(400, `{"email":["ann@example.org is no address"]}`), []string{
			at + `"boxoffice: attempt"` + info + " attempt=1 status=400 bytes=43 duration=0s",
			warn + `"boxoffice: call failed"` + info + " status=400 attempts=1 duration=0s error=invalid",
		}},
		{"a status of no kind", reply(418, `{"detail":"Ann"}`), []string{
			at + `"boxoffice: attempt"` + info + " attempt=1 status=418 bytes=16 duration=0s",
			warn + `"boxoffice: call failed"` + info + ` status=418 attempts=1 duration=0s error="I'm a teapot"`,
		}},
		{"a status of no name", reply(499, `{"detail":"Ann"}`), []string{
			at + `"boxoffice: attempt"` + info + " attempt=1 status=499 bytes=16 duration=0s",
			warn + `"boxoffice: call failed"` + info + " status=499 attempts=1 duration=0s error=failed",
		}},
		{"an answer that can't be understood", reply(200, `Ann`), []string{
			at + `"boxoffice: attempt"` + info + " attempt=1 status=200 bytes=3 duration=0s",
			warn + `"boxoffice: call failed"` + info + ` status=200 attempts=1 duration=0s error="outcome unknown"`,
		}},
		{"a certificate that names the server", fail(errCert), []string{
			at + `"boxoffice: attempt"` + info + ` attempt=1 status=0 bytes=0 duration=0s error="connection failed"`,
			warn + `"boxoffice: call failed"` + info + " status=0 attempts=1 duration=0s error=failed",
		}},
		{"too large an answer", reply(200, strings.Repeat("a", 101)), []string{
			at + `"boxoffice: attempt"` + info + ` attempt=1 status=0 bytes=0 duration=0s error="the answer is too large"`,
			warn + `"boxoffice: call failed"` + info + ` status=0 attempts=1 duration=0s error="outcome unknown"`,
		}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				logger, out := records(slog.LevelDebug)
				px, m := newMock(t, WithLogger(logger), WithMaxResponseBytes(100))
				m.on("POST", "/organizers/Ann%20Smith/x/", "q=ann%40example.org", test.responder)
				_, _ = Do[struct{}](t.Context(), px.Client(), Request{
					Method: "POST", Path: "/organizers/{organizer}/x/", Params: map[string]string{"organizer": "Ann Smith"},
					Query: queryOf("ann@example.org"), Body: map[string]string{"email": "ann@example.org"},
				})
				if got, want := strings.TrimSuffix(out.String(), "\n"), strings.Join(test.want, "\n"); got != want {
					t.Errorf("the records are\n%s\nwant\n%s", got, want)
				}
			})
		})
	}
}

// Below debug level, only what went wrong is logged.
func TestLogLevels(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		logger, out := records(slog.LevelWarn)
		px, m := newMock(t, WithLogger(logger))
		m.on("GET", "/x/", "", inTurn(t, reply(200, `{}`), retryAfter(503, "1"), reply(404, `{}`)))
		_ = play(t.Context(), px.Client(), "GET")
		wantEqual(t, "the log of a success", out.String(), "")
		_ = play(t.Context(), px.Client(), "GET")
		const info = " platform=pretix operation=Do method=GET path=/shop/api/v1/x/"
		wantEqual(t, "the log of a failure", out.String(),
			`level=WARN msg="boxoffice: trying again"`+info+" attempt=2 wait=1s\n"+
				`level=WARN msg="boxoffice: call failed"`+info+" status=404 attempts=2 duration=1s error=\"not found\"\n")
	})
}

// A call that its caller cancelled is no news: a walk that fetches ahead cancels
// some whenever its loop ends. A write that a guard refused was never a call.
func TestLogOfWhatTheCallerDid(t *testing.T) {
	t.Parallel()
	for level, want := range map[slog.Level]string{
		slog.LevelInfo: "",
		slog.LevelDebug: `level=DEBUG msg="boxoffice: attempt" platform=pretix operation=Do method=GET path=/shop/api/v1/x/ attempt=1 status=0 bytes=0 duration=1s error=canceled
level=DEBUG msg="boxoffice: call failed" platform=pretix operation=Do method=GET path=/shop/api/v1/x/ status=0 attempts=1 duration=1s error=canceled
`,
	} {
		t.Run(level.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				logger, out := records(level)
				px, m := newMock(t, WithLogger(logger), WithReadOnly())
				m.on("GET", "/x/", "", hang)
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, cancel)
				_ = play(ctx, px.Client(), "GET")
				_ = play(t.Context(), px.Client(), "POST")
				wantEqual(t, "the log", out.String(), want)
			})
		})
	}
}

// Whatever happens, no log at any level holds a name, an address, a body, a query
// or a secret: neither of the request, nor of the answer, nor of an error.
func TestLogsHoldNothingPersonal(t *testing.T) {
	t.Parallel()
	const personal = "Ann-O'Neill"
	echo := `{"detail":"` + personal + `","email":["ann@example.org"],"token":"` + testToken + `"}`
	script := map[string]func(*http.Request) (*http.Response, error){
		"success":                  reply(200, `{"slug":"`+personal+`","name":"ann@example.org"}`),
		"broken JSON":              reply(200, `{"slug":"`+personal),
		"JSON of another type":     reply(200, `{"slug":["`+personal+`"]}`),
		"HTML":                     reply(200, personal, "Content-Type", "text/html; x="+personal),
		"invalid":                  reply(400, echo),
		"forbidden":                reply(403, echo),
		"unauthorized":             reply(401, echo),
		"conflict":                 retryAfter(409, "1"),
		"server error":             reply(500, echo),
		"unavailable":              reply(503, echo, "Retry-After", personal),
		"redirect":                 reply(301, "", "Location", "https://"+personal+".test/"+testToken),
		"redirect that can't be":   reply(302, "", "Location", "https://[/"+personal+testToken),
		"too many":                 reply(429, echo),
		"lost":                     fail(errors.New(personal + " ann@example.org " + testToken)),
		"refused":                  fail(errDNS),
		"too large":                reply(200, strings.Repeat(personal, 200)),
		"an answer of no type":     reply(200, echo, "Content-Type", ""),
		"a failure of no type":     reply(400, personal, "Content-Type", personal),
		"an informational failure": reply(304, personal),
	}
	for reason, responder := range script {
		for _, method := range []string{"GET", "POST"} {
			t.Run(reason+" "+method, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					text, out := records(slog.LevelDebug)
					var json bytes.Buffer
					px, m := newMock(t, WithLogger(text), WithMaxResponseBytes(1000),
						WithLogger(slog.New(slog.NewJSONHandler(&json, &slog.HandlerOptions{Level: slog.LevelDebug}))))
					m.RegisterResponder(method, `=~.*`, responder)
					ctx := ContextWithIdempotencyKey(t.Context(), "secretkey")
					request := Request{
						Method: method, Path: "/organizers/{organizer}/", Params: map[string]string{"organizer": personal},
						Query: queryOf("ann@example.org"),
					}
					if method == "POST" {
						request.Body = map[string]string{"email": "ann@example.org", "name": personal}
					}
					_, err := Do[Organizer](ctx, px.Client(), request)
					if reason != "success" {
						text.Error("the caller logs it", "err", err)
					}
					logged := out.String() + json.String()
					if !strings.Contains(logged, "boxoffice: attempt") {
						t.Errorf("nothing was logged: %s", logged)
					}
					for _, secret := range []string{personal, "Ann", "ann@", "ann%40", "example.org", testToken, "secretkey", "later", "pretix.test"} {
						if strings.Contains(logged, secret) {
							t.Errorf("the log holds %q:\n%s", secret, logged)
						}
					}
				})
			})
		}
	}
}

func TestErrorKind(t *testing.T) {
	t.Parallel()
	tests := []struct {
		err  error
		want string
	}{
		{&Error{kinds: []error{ErrForbidden}}, "forbidden"},
		{&Error{cause: context.Canceled}, "canceled"},
		{fmt.Errorf("wrapped: %w", context.DeadlineExceeded), "deadline exceeded"},
		{&attemptTimeout{time.Second}, "timeout"},
		{&Error{cause: &attemptTimeout{time.Second}}, "timeout"},
		{&Error{cause: tooLarge(7)}, "the answer is too large"},
		{&Error{Status: 405}, "Method Not Allowed"},
		{&Error{Status: 300}, "Multiple Choices"},
		{&Error{Status: 524}, "failed"},
		{&Error{Status: 200, cause: errors.New("x")}, "failed"},
		{&Error{cause: errVault}, "failed"},
		{argumentError("a", "b"), "refused"},
		{errReset, "connection failed"},
	}
	for _, test := range tests {
		wantEqual(t, fmt.Sprintf("the kind of %#v", test.err), errorKind(test.err), test.want)
	}
}
