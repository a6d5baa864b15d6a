package main

import (
	"context"
	"fmt"
	"time"

	"github.com/go-redis/redis_rate/v10"
	"github.com/redis/go-redis/v9"
)

// budget is how many requests may be sent within any span of a period.
type budget struct {
	requests int
	period   time.Duration
}

// String is the form that newLimiter takes.
func (b budget) String() string { return fmt.Sprintf("%d/%s", b.requests, b.period) }

// limit keeps the budget. redis_rate allows a burst and, from its first request on, the
// rate too, so that 360 a minute with a burst of 360 lets 720 pass in the first minute:
// what may come in a burst has to be taken off the rate.
func (b budget) limit() redis_rate.Limit {
	burst := max(1, b.requests/12)
	return redis_rate.Limit{Rate: b.requests - burst, Burst: burst, Period: b.period}
}

// limiter is a boxoffice.RateLimiter that all processes with one Redis and one key share.
// The clock is that of Redis.
type limiter struct {
	client *redis.Client
	rate   *redis_rate.Limiter
	key    string
	limit  redis_rate.Limit
}

// newLimiter makes a limiter for all who share the budget, which the key names: an
// organizer. The budget is one such as "360/1m", of two requests or more.
func newLimiter(redisURL, key, text string) (*limiter, error) {
	var b budget
	var period string
	_, err := fmt.Sscanf(text, "%d/%s", &b.requests, &period)
	if err == nil {
		b.period, err = time.ParseDuration(period)
	}
	if err != nil || b.requests < 2 || b.period <= 0 {
		return nil, fmt.Errorf("%q is no budget", text)
	}
	options, err := redis.ParseURL(redisURL)
	if err != nil {
		return nil, err
	}
	// Else a Redis that does not answer keeps Wait beyond the deadline of its ctx. That ctx
	// was cancelled is noticed when the read times out, after three seconds.
	options.ContextTimeoutEnabled = true
	client := redis.NewClient(options)
	return &limiter{client: client, rate: redis_rate.NewLimiter(client), key: key, limit: b.limit()}, nil
}

// Wait waits until a request may be sent, or ctx ends. Without Redis it is an error: to
// send all the same would break the limit for everybody.
func (l *limiter) Wait(ctx context.Context) error {
	for {
		answer, err := l.rate.Allow(ctx, l.key, l.limit)
		if err != nil || answer.Allowed > 0 {
			return err
		}
		// Others wait for the same moment, and one of all gets it.
		select {
		case <-time.After(max(answer.RetryAfter, time.Millisecond)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (l *limiter) Close() error { return l.client.Close() }
