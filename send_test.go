package boxoffice

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
)

// The order of the links, as send.go draws it, over a 401 and a retry.
func TestChain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log []string
		note := func(what string) { log = append(log, what) }
		asked := 0
		px, m := newMock(t,
			WithWriteGuard(func(context.Context, Write) error { note("guard"); return nil }),
			WithRateLimiter(limiterFunc(func(context.Context) error { note("limiter"); return nil })),
			WithObserver(Observer{
				Call: func(ctx context.Context, _ CallInfo) (context.Context, func(CallResult)) {
					note("call begins")
					return ctx, func(CallResult) { note("call ends") }
				},
				Attempt: func(ctx context.Context, _ AttemptInfo) (context.Context, func(AttemptResult)) {
					note("attempt begins")
					return ctx, func(AttemptResult) { note("attempt ends") }
				},
			}),
		)
		px, err := px.WithCredential(PretixCredentialSource(func(context.Context) (PretixCredential, error) {
			note("credential")
			asked++
			return PretixTeamToken(strings.Repeat("t", asked)), nil
		}))
		if err != nil {
			t.Fatal(err)
		}
		script := inTurn(t, reply(429, `{}`), reply(401, `{}`), reply(201, `{}`))
		m.on("POST", "/x/", "", func(req *http.Request) (*http.Response, error) {
			note("sent")
			return script(req)
		})
		if err := play(t.Context(), px.Client(), "POST"); err != nil {
			t.Fatal(err)
		}
		attempt := []string{"limiter", "attempt begins", "sent", "attempt ends"}
		want := slices.Concat([]string{"guard", "call begins", "credential"}, attempt, attempt, []string{"credential"}, attempt, []string{"call ends"})
		if !slices.Equal(log, want) {
			t.Errorf("the order is\n\t%s\nwant\n\t%s", strings.Join(log, "\n\t"), strings.Join(want, "\n\t"))
		}
	})
}

func TestNewKey(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 1000 {
		seen[newKey()] = true
	}
	wantEqual(t, "the number of different keys", len(seen), 1000)
}

// A ctx that comes from elsewhere knows no call.
func TestCallOf(t *testing.T) {
	t.Parallel()
	if c := callOf(t.Context()); c != nil {
		t.Errorf("found the call %v", c)
	}
}

// An observer that returns a ctx of another line does not lose the call.
func TestObserverWithAnotherContext(t *testing.T) {
	t.Parallel()
	px, m := newMock(t, WithObserver(Observer{Attempt: func(context.Context, AttemptInfo) (context.Context, func(AttemptResult)) {
		return t.Context(), nil
	}}))
	m.on("GET", "/x/", "", reply(200, `{}`))
	if err := play(context.WithValue(t.Context(), callKey{}, "not a call"), px.Client(), "GET"); err != nil {
		t.Error(err)
	}
}
