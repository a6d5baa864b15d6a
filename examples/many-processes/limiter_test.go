package main

import (
	"context"
	"errors"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/go-redis/redis_rate/v10"

	"github.com/boxoffice-go/boxoffice"
)

var _ boxoffice.RateLimiter = (*limiter)(nil)

func newTestLimiter(t *testing.T, address, key, budget string) *limiter {
	t.Helper()
	l, err := newLimiter("redis://"+address, key, budget)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// Whoever asks as often as they can gets no more than the budget in any span of a period.
func TestBudgetHoldsInEverySpan(t *testing.T) {
	t.Parallel()
	hosted, second := budget{360, time.Minute}, budget{24, time.Second}
	if most := greedy(t, hosted, hosted.limit()); most > 360 || most < 350 {
		t.Errorf("%d requests in a minute", most)
	}
	if most := greedy(t, second, second.limit()); most > 24 || most < 22 {
		t.Errorf("%d requests in a second", most)
	}
	// What would be wrong, so that this test can fail.
	if most := greedy(t, second, redis_rate.PerSecond(24)); most < 40 {
		t.Errorf("with a full burst it is only %d requests in a second", most)
	}
}

// greedy asks a Redis, of which the clock runs by hand, for three periods.
func greedy(t *testing.T, b budget, limit redis_rate.Limit) int {
	t.Helper()
	redis := miniredis.RunT(t)
	l := newTestLimiter(t, redis.Addr(), "greedy", b.String())
	var times []time.Time
	start := time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
	for now := start; now.Before(start.Add(3 * b.period)); now = now.Add(b.period / 500) {
		redis.SetTime(now)
		for {
			answer, err := l.rate.Allow(t.Context(), l.key, limit)
			if err != nil {
				t.Fatal(err)
			}
			if answer.Allowed == 0 {
				break
			}
			times = append(times, now)
		}
	}
	return most(times, b.period)
}

// Each worker has its own connection, as a process has; a pause saves no more than a burst.
func TestWorkersShareAKey(t *testing.T) {
	t.Parallel()
	redis := miniredis.RunT(t)
	b := budget{60, time.Second}
	for range 2 {
		began := time.Now()
		var mu sync.Mutex
		var all sync.WaitGroup
		var times []time.Time
		for range 6 {
			l := newTestLimiter(t, redis.Addr(), "shared", b.String())
			all.Go(func() {
				for range 5 {
					if err := l.Wait(t.Context()); err != nil {
						t.Error(err)
					}
					mu.Lock()
					times = append(times, time.Now())
					mu.Unlock()
				}
			})
		}
		all.Wait()
		slices.SortFunc(times, time.Time.Compare)
		if len(times) != 30 {
			t.Errorf("%d turns", len(times))
		}
		checkPace(t, began, times, b)
		time.Sleep(200 * time.Millisecond)
	}
	// Another organizer has a budget of its own, at once.
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	slow := "2/10h"
	for _, key := range []string{"one", "other"} {
		if err := newTestLimiter(t, redis.Addr(), key, slow).Wait(ctx); err != nil {
			t.Error(err)
		}
	}
}

func TestWaitEndsWithItsContext(t *testing.T) {
	t.Parallel()
	l := newTestLimiter(t, miniredis.RunT(t).Addr(), "used up", "2/10h")
	if err := l.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	wantEnd(ctx, t, l, context.DeadlineExceeded)
	ctx, stop := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, stop)
	wantEnd(ctx, t, l, context.Canceled)
}

// A Redis that takes connections and never says a word.
func TestWaitEndsWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	wantEnd(ctx, t, newTestLimiter(t, silent.Addr().String(), "silent", "360/1m"), nil)
}

// wantEnd fails when Wait lasts, or ends with nil or with another error, if one is wanted.
func wantEnd(ctx context.Context, t *testing.T, l *limiter, want error) {
	t.Helper()
	began := time.Now()
	err := l.Wait(ctx)
	if err == nil || want != nil && !errors.Is(err, want) {
		t.Errorf("it ended with %v", err)
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("it ended after %s", took)
	}
}

func TestWithoutRedisNothingIsSent(t *testing.T) {
	t.Parallel()
	redis := miniredis.RunT(t)
	l := newTestLimiter(t, redis.Addr(), "gone", "360/1m")
	redis.Close()
	if err := l.Wait(t.Context()); err == nil {
		t.Error("no error")
	}
}

func TestNewLimiterRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "360", "360/", "360/minute", "x/1m", "1/1m", "0/1m", "-5/1m", "360/-1m", "360/0s"} {
		if l, err := newLimiter("redis://127.0.0.1:1", "key", text); err == nil {
			l.Close()
			t.Errorf("%q is a budget", text)
		}
	}
	if _, err := newLimiter("http://127.0.0.1:1", "key", "360/1m"); err == nil {
		t.Error("http is taken for Redis")
	}
}
