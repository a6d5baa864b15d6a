package boxoffice

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jarcoal/httpmock"
)

// The limiter is asked before each attempt, retries included, and what it makes
// wait is before the request.
func TestLimiterIsAskedBeforeEachAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log []string
		limiter := limiterFunc(func(context.Context) error {
			time.Sleep(10 * time.Second)
			log = append(log, "limiter")
			return nil
		})
		px, m := newMock(t, WithRateLimiter(limiter), WithObserver(Observer{
			Attempt: func(ctx context.Context, a AttemptInfo) (context.Context, func(AttemptResult)) {
				return ctx, func(r AttemptResult) {
					if r.Duration != 0 {
						t.Errorf("attempt %d took %s, want it without the limiter's wait", a.Attempt, r.Duration)
					}
				}
			},
		}))
		script := inTurn(t, retryAfter(429, "7"), retryAfter(503, "7"), reply(201, `{}`))
		m.on("POST", "/x/", "", func(req *http.Request) (*http.Response, error) {
			log = append(log, "request")
			return script(req)
		})
		began := time.Now()
		if err := play(t.Context(), px.Client(), "POST"); err != nil {
			t.Fatal(err)
		}
		if want := slices.Repeat([]string{"limiter", "request"}, 3); !slices.Equal(log, want) {
			t.Errorf("the order is %q, want %q", log, want)
		}
		wantEqual(t, "the time it took", time.Since(began), 44*time.Second)
	})
}

var errNoBudget = errors.New("no budget")

func TestLimiterThatRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		reason, method string
		script         []httpmock.Responder // before the limiter refuses
		want           outcome
	}{
		{"before a read", "GET", nil, outcome{1, 0, nil}},
		{"before a write: nothing was sent, so nothing is in doubt", "POST", nil, outcome{1, 0, nil}},
		{"after an answer, which is not lost", "GET", []httpmock.Responder{retryAfter(429, "1")}, outcome{2, 429, []error{ErrRateLimited}}},
		{"after a lost attempt of a write, which stays in doubt", "POST", []httpmock.Responder{fail(errReset)}, outcome{2, 0, []error{ErrOutcomeUnknown}}},
		{"after a 502 of a write", "POST", []httpmock.Responder{reply(502, ``)}, outcome{2, 502, []error{ErrUnavailable, ErrOutcomeUnknown}}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				asked := 0
				px, m := newMock(t, WithRateLimiter(limiterFunc(func(context.Context) error {
					asked++
					if asked > len(test.script) {
						return errNoBudget
					}
					return nil
				})))
				m.on(test.method, "/x/", "", inTurn(t, test.script...))
				err := play(t.Context(), px.Client(), test.method)
				e := wantErrorIs(t, err, errNoBudget)
				wantKinds(t, err, test.want.kinds...)
				wantEqual(t, "Status", e.Status, test.want.status)
				wantEqual(t, "Attempts", e.Attempts, test.want.attempts)
				wantEqual(t, "the questions", asked, len(test.script)+1)
				wantEqual(t, "the requests", len(m.requests()), len(test.script))
			})
		})
	}
}

// A limiter waits under the ctx of the call.
func TestLimiterGetsTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		px, m := newMock(t, WithRateLimiter(limiterFunc(func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		})))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := play(ctx, px.Client(), "POST")
		wantErrorIs(t, err, context.DeadlineExceeded)
		wantKinds(t, err)
		m.wantSent()
	})
}

// The end of the time for all attempts is not the caller's deadline.
func TestLimiterThatOutlastsTheTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		px, _ := newMock(t, WithRateLimiter(slowLimiter{}), WithRetryLimits(RetryLimits{MaxElapsed: time.Second}))
		_, err := px.Version(t.Context())
		if e := wantError(t, err); errors.Is(err, context.DeadlineExceeded) || !strings.Contains(e.Error(), "time for all attempts") {
			t.Error(err)
		}
		wantEqual(t, "the wait", time.Since(began), time.Second)
	})
}

type slowLimiter struct{}

func (slowLimiter) Wait(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}
