package boxoffice

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"testing"
	"time"
)

type limiterFunc func(context.Context) error

func (f limiterFunc) Wait(ctx context.Context) error { return f(ctx) }

func TestOptionsThatAreRefused(t *testing.T) {
	t.Parallel()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		reason, argument string
		option           Option
	}{
		{"a nil option", "opts", nil},
		{"no HTTP client", "client", WithHTTPClient(nil)},
		{"a Jar, which changes the scope of idempotency keys", "client", WithHTTPClient(&http.Client{Jar: jar})},
		{"a CheckRedirect, which sends DELETEs round in circles", "client", WithHTTPClient(&http.Client{
			CheckRedirect: func(*http.Request, []*http.Request) error { return nil },
		})},
		{"a negative Timeout", "client", WithHTTPClient(&http.Client{Timeout: -1})},
		{"an empty user agent", "name", WithUserAgent("")},
		{"a blank user agent", "name", WithUserAgent("  ")},
		{"a user agent that splits the header", "name", WithUserAgent("rota\r\nX-Evil: 1")},
		{"a user agent beyond ASCII", "name", WithUserAgent("rotä")},
		{"negative attempts", "limits", WithRetryLimits(RetryLimits{Attempts: -1})},
		{"a negative wait", "limits", WithRetryLimits(RetryLimits{MaxWait: -1})},
		{"a negative time", "limits", WithRetryLimits(RetryLimits{MaxElapsed: -1})},
		{"no time for an attempt", "d", WithAttemptTimeout(0)},
		{"negative time for an attempt", "d", WithAttemptTimeout(-time.Second)},
		{"no room for an answer", "n", WithMaxResponseBytes(0)},
		{"negative room for an answer", "n", WithMaxResponseBytes(-1)},
		{"no rate limiter", "limiter", WithRateLimiter(nil)},
		{"no logger", "logger", WithLogger(nil)},
		{"an observer without functions", "observer", WithObserver(Observer{})},
		{"no guard", "guard", WithWriteGuard(nil)},
		{"no language", "tag", WithLanguage("")},
		{"a blank language", "tag", WithLanguage(" ")},
		{"a language that splits the header", "tag", WithLanguage("en\nX-Evil: 1")},
		{"a language beyond ASCII", "tag", WithLanguage("dé")},
		{"no version", "version", WithPretixVersion("")},
		{"a version that is none", "version", WithPretixVersion("latest")},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			px, err := NewPretix(testBase, PretixTeamToken(testToken), WithLanguage("de"), test.option)
			wantArgumentError(t, err, test.argument)
			if px != nil {
				t.Error("there is a client besides the error")
			}
		})
	}
}

func TestDefaultSettings(t *testing.T) {
	t.Parallel()
	px := newTestPretix(t, testBase)
	s := px.client.settings
	wantEqual(t, "the retry limits", s.retry, RetryLimits{Attempts: 5, MaxWait: 90 * time.Second, MaxElapsed: 5 * time.Minute})
	wantEqual(t, "the time of an attempt", s.attemptTimeout, 60*time.Second)
	wantEqual(t, "the largest answer", s.maxAnswer, 16<<20)
	wantEqual(t, "the language", s.language, "en")
	wantEqual(t, "the user agent", s.userAgent, "boxoffice-go/"+version)
	wantEqual(t, "the observers and guards", len(s.observers)+len(s.guards), 0)
	wantEqual(t, "there is a limiter", s.limiter != nil, false)
}

func TestOptionsThatWork(t *testing.T) {
	t.Parallel()
	transport := newMockTransport(t)
	limiter := limiterFunc(func(context.Context) error { return errors.New("no") })
	tests := []struct {
		reason string
		option Option
		check  func(t *testing.T, s settings)
	}{
		{"the Transport of an HTTP client is taken, and no Timeout keeps the default", WithHTTPClient(&http.Client{Transport: transport}), func(t *testing.T, s settings) {
			t.Helper()
			wantEqual(t, "transport", s.transport, http.RoundTripper(transport))
			wantEqual(t, "the time of an attempt", s.attemptTimeout, 60*time.Second)
		}},
		{"the Timeout of an HTTP client is the limit of an attempt", WithHTTPClient(&http.Client{Timeout: 7 * time.Second}), func(t *testing.T, s settings) {
			t.Helper()
			wantEqual(t, "transport", s.transport, nil)
			wantEqual(t, "the time of an attempt", s.attemptTimeout, 7*time.Second)
		}},
		{"retry limits, where zero keeps the default", WithRetryLimits(RetryLimits{MaxWait: time.Second}), func(t *testing.T, s settings) {
			t.Helper()
			wantEqual(t, "limits", s.retry, RetryLimits{Attempts: 5, MaxWait: time.Second, MaxElapsed: 5 * time.Minute})
		}},
		{"all retry limits", WithRetryLimits(RetryLimits{1, 2, 3}), func(t *testing.T, s settings) {
			t.Helper()
			wantEqual(t, "limits", s.retry, RetryLimits{1, 2, 3})
		}},
		{"a user agent stands before our own", WithUserAgent("rota/1 (box office) ~"), func(t *testing.T, s settings) {
			t.Helper()
			wantEqual(t, "user agent", s.userAgent, "rota/1 (box office) ~ "+defaultUserAgent)
		}},
		{"the time of an attempt", WithAttemptTimeout(time.Second), func(t *testing.T, s settings) {
			t.Helper()
			wantEqual(t, "time", s.attemptTimeout, time.Second)
		}},
		{"the largest answer", WithMaxResponseBytes(5), func(t *testing.T, s settings) {
			t.Helper()
			wantEqual(t, "bytes", s.maxAnswer, 5)
		}},
		{"a rate limiter", WithRateLimiter(limiter), func(t *testing.T, s settings) {
			t.Helper()
			wantEqual(t, "what the limiter says", s.limiter.Wait(t.Context()).Error(), "no")
		}},
		{"a logger is an observer", WithLogger(slog.New(slog.DiscardHandler)), func(t *testing.T, s settings) {
			t.Helper()
			wantEqual(t, "observers", len(s.observers), 1)
		}},
		{"an observer of calls only", WithObserver(Observer{Call: func(ctx context.Context, _ CallInfo) (context.Context, func(CallResult)) { return ctx, nil }}), func(t *testing.T, s settings) {
			t.Helper()
			wantEqual(t, "observers", len(s.observers), 1)
		}},
		{"read-only is a guard", WithReadOnly(), func(t *testing.T, s settings) {
			t.Helper()
			wantEqual(t, "what the guard says", s.guards[0](t.Context(), Write{}), ErrReadOnly)
		}},
		{"a language with its weights", WithLanguage("de-AT, de;q=0.8, x~"), func(t *testing.T, s settings) {
			t.Helper()
			wantEqual(t, "language", s.language, "de-AT, de;q=0.8, x~")
		}},
		{"a version", WithPretixVersion("2026.8.0"), func(t *testing.T, s settings) {
			t.Helper()
			wantEqual(t, "version", *s.pretixVersion, rel(2026, 8, 0))
		}},
		{"http in clear", WithInsecureHTTP(), func(t *testing.T, s settings) {
			t.Helper()
			wantEqual(t, "insecure", s.insecureHTTP, true)
		}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			px := newTestPretix(t, testBase, test.option)
			s := px.client.settings
			test.check(t, s)
		})
	}
}

// An HTTP client is only read: it can be used on, and its later changes do not
// matter.
func TestHTTPClientIsNotTouched(t *testing.T) {
	t.Parallel()
	m := newMockTransport(t)
	m.on("GET", "/organizers/", "", reply(200, emptyPage))
	client := &http.Client{Transport: m, Timeout: time.Minute}
	px := newTestPretix(t, testBase, WithHTTPClient(client))
	if client.CheckRedirect != nil || client.Jar != nil || client.Transport != http.RoundTripper(m) || client.Timeout != time.Minute {
		t.Errorf("the client was changed: %+v", client)
	}
	client.Transport = nil
	if _, err := px.Organizers.List(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	m.wantSent("GET /organizers/")
}

// Every header that a call is sent with, and no other.
func TestHeaders(t *testing.T) {
	t.Parallel()
	px, m := newMock(t, WithLanguage("de"), WithUserAgent("rota/1"))
	m.on("GET", "/organizers/", "", reply(200, emptyPage))
	m.on("POST", "/x/", "", reply(201, `{}`))
	if _, err := px.Organizers.List(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := Do[struct{}](ContextWithIdempotencyKey(t.Context(), "mine"), px.Client(), Request{Method: "POST", Path: "/x/", Body: []int{}}); err != nil {
		t.Fatal(err)
	}
	want := []map[string]string{
		{
			"Accept": "application/json", "Accept-Language": "de", "Authorization": "Token " + testToken,
			"User-Agent": "rota/1 " + defaultUserAgent,
		},
		{
			"Accept": "application/json", "Accept-Language": "de", "Authorization": "Token " + testToken,
			"User-Agent": "rota/1 " + defaultUserAgent, "Content-Type": "application/json", "X-Idempotency-Key": "mine",
		},
	}
	for i, s := range m.requests() {
		wantEqual(t, "the number of headers of "+s.Method, len(s.Header), len(want[i]))
		for name, value := range want[i] {
			wantEqual(t, s.Method+" "+name, s.Header.Get(name), value)
		}
	}
}

// Options are checked before the base URL and the credential, so that the first
// error is the same one whatever else is wrong.
func TestOptionErrorsWinOverOthers(t *testing.T) {
	t.Parallel()
	_, err := NewPretix("nowhere", PretixCredential{}, WithLanguage(""))
	wantArgumentError(t, err, "tag")
	_, err = NewPretix("nowhere", PretixCredential{})
	wantArgumentError(t, err, "baseURL")
}

// The bytes that WithLogger writes are looked at in send_observe_test.go; here,
// only that two loggers both get them.
func TestTwoLoggers(t *testing.T) {
	t.Parallel()
	var one, two bytes.Buffer
	debug := &slog.HandlerOptions{Level: slog.LevelDebug}
	px, m := newMock(t, WithLogger(slog.New(slog.NewTextHandler(&one, debug))), WithLogger(slog.New(slog.NewTextHandler(&two, debug))))
	m.on("GET", "/organizers/", "", reply(200, emptyPage))
	if _, err := px.Organizers.List(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if one.Len() == 0 || two.Len() == 0 {
		t.Errorf("the loggers got %d and %d bytes, want both some", one.Len(), two.Len())
	}
}
