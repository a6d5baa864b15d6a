package boxoffice

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"time"
)

// Observer is told of calls and attempts, for metrics and traces. Each function
// may be nil. One is called when a call, or an attempt, begins: the ctx that it
// returns, which must be derived from the one it got, goes on with it, so a trace
// can nest, and the function that it returns is called at the end. Both must be safe for concurrent use. Nothing that is
// told holds a secret, a body or a name.
type Observer struct {
	// Call sees a call as a whole: all its attempts and waits.
	Call func(ctx context.Context, call CallInfo) (context.Context, func(CallResult))
	// Attempt sees each request that is sent.
	Attempt func(ctx context.Context, attempt AttemptInfo) (context.Context, func(AttemptResult))
}

// CallInfo says which call it is.
type CallInfo struct {
	// Platform is "pretix" or "Eventbrite".
	Platform string
	// Operation is the method that was called, such as "Teams.List".
	Operation string
	// Method is the HTTP method.
	Method string
	// Path is the path template, so that it can be a label of a metric.
	Path string
}

// CallResult says how a call ended.
type CallResult struct {
	// Status is the status of the final answer, 0 when none came.
	Status int
	// Attempts is how often the call was sent.
	Attempts int
	// Duration is the time of all attempts and waits.
	Duration time.Duration
	// Err is what the call returns. Its text may hold the server's words; see
	// [Error.LogValue] for what is safe to log.
	Err error
}

// AttemptInfo says which attempt of which call it is.
type AttemptInfo struct {
	CallInfo
	// Attempt counts from 1. The hops of a redirect share one number.
	Attempt int
	// Wait is how long the call waited before this attempt.
	Wait time.Duration
}

// AttemptResult says how an attempt ended.
type AttemptResult struct {
	// Status is the status of the answer, 0 when none came.
	Status int
	// Bytes is the size of the answer's body, decompressed.
	Bytes int
	// RateLimits are what the answer told of rate limits; nil on pretix, which tells
	// nothing.
	RateLimits []RateLimit
	// Duration is the time from sending to the last byte of the answer.
	Duration time.Duration
	// Err is why no answer came.
	Err error
}

func observeCalls(observers []Observer, next link) link {
	if len(observers) == 0 {
		return next
	}
	return func(c *call) error {
		var ends []func(CallResult)
		for _, o := range observers {
			if o.Call == nil {
				continue
			}
			ctx, end := o.Call(c.ctx, c.info)
			if ctx != nil {
				c.ctx = ctx
			}
			if end != nil {
				ends = append(ends, end)
			}
		}
		began := time.Now()
		err := next(c)
		result := CallResult{Status: c.progress.status, Attempts: c.progress.attempts, Duration: time.Since(began), Err: err}
		for _, end := range slices.Backward(ends) {
			end(result)
		}
		return err
	}
}

type attemptObserver struct {
	observers []Observer
	next      http.RoundTripper
}

func observeAttempts(observers []Observer, next http.RoundTripper) http.RoundTripper {
	if len(observers) == 0 {
		return next
	}
	return attemptObserver{observers, next}
}

func (a attemptObserver) RoundTrip(req *http.Request) (*http.Response, error) {
	c := callOf(req.Context())
	info := AttemptInfo{CallInfo: c.info, Attempt: c.progress.attempts, Wait: c.progress.wait}
	ctx := req.Context()
	var ends []func(AttemptResult)
	for _, o := range a.observers {
		if o.Attempt == nil {
			continue
		}
		inner, end := o.Attempt(ctx, info)
		if inner != nil {
			ctx = inner
		}
		if end != nil {
			ends = append(ends, end)
		}
	}
	// Again, should an observer have returned a ctx of another line.
	ctx = context.WithValue(ctx, callKey{}, c)
	began := time.Now()
	resp, err := a.next.RoundTrip(req.WithContext(ctx))
	result := AttemptResult{Duration: time.Since(began), Err: err}
	if resp != nil {
		result.Status, result.Bytes = resp.StatusCode, len(bodyOf(resp))
		if header := c.client.platform.rateHeader; header != "" {
			result.RateLimits = parseRateLimits(resp.Header.Values(header))
		}
	}
	for _, end := range slices.Backward(ends) {
		end(result)
	}
	return resp, err
}

// logObserver writes what WithLogger promises.
func logObserver(logger *slog.Logger) Observer {
	return Observer{
		Call: func(ctx context.Context, info CallInfo) (context.Context, func(CallResult)) {
			return ctx, func(r CallResult) {
				if r.Err == nil {
					return
				}
				at := slog.LevelWarn
				if errors.Is(r.Err, context.Canceled) {
					// Also what a walk fetched ahead when its loop ended.
					at = slog.LevelDebug
				}
				logger.LogAttrs(ctx, at, "boxoffice: call failed", append(info.attrs(),
					slog.Int("status", r.Status),
					slog.Int("attempts", r.Attempts),
					slog.Duration("duration", r.Duration),
					slog.String("error", errorKind(r.Err)))...)
			}
		},
		Attempt: func(ctx context.Context, info AttemptInfo) (context.Context, func(AttemptResult)) {
			if info.Attempt > 1 {
				logger.LogAttrs(ctx, slog.LevelWarn, "boxoffice: trying again", append(info.attrs(),
					slog.Int("attempt", info.Attempt),
					slog.Duration("wait", info.Wait))...)
			}
			return ctx, func(r AttemptResult) {
				if !logger.Enabled(ctx, slog.LevelDebug) {
					return
				}
				attrs := append(info.attrs(),
					slog.Int("attempt", info.Attempt),
					slog.Int("status", r.Status),
					slog.Int("bytes", r.Bytes),
					slog.Duration("duration", r.Duration))
				if r.Err != nil {
					attrs = append(attrs, slog.String("error", errorKind(r.Err)))
				}
				logger.LogAttrs(ctx, slog.LevelDebug, "boxoffice: attempt", attrs...)
			}
		},
	}
}

func (i CallInfo) attrs() []slog.Attr {
	return []slog.Attr{
		slog.String("platform", i.Platform),
		slog.String("operation", i.Operation),
		slog.String("method", i.Method),
		slog.String("path", i.Path),
	}
}

// errorKind names an error without its text, which may hold what must not be
// logged: a name, an address, an e-mail that a server or a proxy repeats.
func errorKind(err error) string {
	if e, ok := errors.AsType[*Error](err); ok && len(e.kinds) > 0 {
		return e.kinds[0].Error()
	}
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, ErrResponseTooLarge):
		return ErrResponseTooLarge.Error()
	case errors.Is(err, context.Canceled):
		return "canceled"
	case errors.Is(err, context.DeadlineExceeded):
		return "deadline exceeded"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	}
	if _, ok := errors.AsType[*ArgumentError](err); ok {
		return "refused"
	}
	if e, ok := errors.AsType[*Error](err); ok {
		if e.Status >= 300 {
			return cmp.Or(http.StatusText(e.Status), "failed")
		}
		return "failed"
	}
	return "connection failed"
}
