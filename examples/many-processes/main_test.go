package main

import (
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// TestMain is also the program that spawn starts, which is this one in a test.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "worker" {
		main()
		return
	}
	goleak.VerifyTestMain(m)
}

// What is sent can be late, and never early: a request is never sent before the limit
// lets it, whatever the machine is busy with.
func TestProcessesKeepTheLimitTogether(t *testing.T) {
	t.Parallel()
	b, env, end := settings()
	defer end()
	began := time.Now()
	times, err := spawn(t.Context(), b, env)
	if err != nil {
		t.Fatal(err)
	}
	if len(times) != processes*callsEach {
		t.Fatalf("%d requests were sent", len(times))
	}
	checkPace(t, began, times, b)
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("it took %s", took)
	}
}

// checkPace fails when a time comes before the limit allows it. Redis has a clock of whole
// microseconds.
func checkPace(t *testing.T, began time.Time, times []time.Time, b budget) {
	t.Helper()
	limit := b.limit()
	interval := limit.Period / time.Duration(limit.Rate)
	for i, at := range times {
		if earliest := time.Duration(i+1-limit.Burst) * interval; at.Sub(began) < earliest-time.Millisecond {
			t.Errorf("request %d was sent after %s, allowed is after %s", i+1, at.Sub(began), earliest)
		}
	}
}
