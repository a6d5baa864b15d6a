package boxoffice

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// rateLimit makes each attempt wait for its turn.
type rateLimit struct {
	limiter RateLimiter
	next    http.RoundTripper
}

func limitRate(limiter RateLimiter, next http.RoundTripper) http.RoundTripper {
	if limiter == nil {
		// Hides everything but RoundTrip: retryablehttp closes all idle connections
		// of a transport that lets it, at every cancelled call.
		return struct{ http.RoundTripper }{next}
	}
	return rateLimit{limiter, next}
}

func (l rateLimit) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithDeadline(req.Context(), callOf(req.Context()).progress.until)
	defer cancel()
	if err := l.limiter.Wait(ctx); err != nil {
		if req.Context().Err() == nil && ctx.Err() != nil {
			return nil, &unsentError{errTimeOver}
		}
		return nil, &unsentError{fmt.Errorf("the rate limiter refused: %w", err)}
	}
	return l.next.RoundTrip(req)
}

// errTimeOver is the end of [RetryLimits.MaxElapsed], which is not the caller's
// own deadline.
var errTimeOver = errors.New("the time for all attempts is over")

// unsentError is a failure before anything was sent, which no retry can mend.
type unsentError struct{ error }

func (e *unsentError) Unwrap() error { return e.error }

// unreachedError is a failure before there was a connection to send on.
type unreachedError struct{ error }

func (e *unreachedError) Unwrap() error { return e.error }

// reachedError is a failure after there was a connection, on which the request may
// have been sent: what TLS then finds wrong came too late to have kept it back.
type reachedError struct{ error }

func (e *reachedError) Unwrap() error { return e.error }
