package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/benchmarks/clients/ours"
	"github.com/boxoffice-go/boxoffice/benchmarks/served"
)

const (
	window = 8
	// work is what the loop does with a page.
	work = 5 * time.Millisecond

	windowConnections = "window of 8: connections, in order, cancellable"
)

var latencies = []time.Duration{20 * time.Millisecond, 100 * time.Millisecond}

func windowTime(latency time.Duration) string {
	return fmt.Sprintf("window of 8, %s latency: time over the ideal", latency)
}

var windowSection = section{
	name: "window",
	measures: []measure{
		{name: windowTime(latencies[0]), goal: atMost(1.05, "≤ 1.05"), timed: true, alone: true},
		{name: windowTime(latencies[1]), goal: atMost(1.05, "≤ 1.05"), timed: true, alone: true},
		{name: windowConnections, goal: atMost(window, "≤ 8"), alone: true},
	},
	run: func(ctx context.Context, size size) (map[string]figures, error) {
		out := map[string]figures{}
		most := 0
		for _, latency := range latencies {
			var ratios []float64
			for range size.windows {
				ratio, connections, err := windowed(ctx, latency, size.windowed)
				if err != nil {
					return nil, err
				}
				ratios = append(ratios, ratio)
				most = max(most, connections)
			}
			ratio := middle(ratios)
			out[windowTime(latency)] = figures{theSDK: {ratio, fmt.Sprintf("%.2f", ratio)}}
		}
		if err := cancelled(ctx); err != nil {
			return nil, err
		}
		out[windowConnections] = figures{theSDK: {float64(most), fmt.Sprint(most)}}
		return out, nil
	},
}

// ideal is how long a walk with a window takes when nothing but latency and the work
// with each page take time: the first page comes alone, as only it tells how many there
// are, and a page is asked for when the work on that of a window before begins.
func ideal(latency time.Duration, worked []time.Duration, window int) time.Duration {
	begins := make([]time.Duration, len(worked))
	var free time.Duration // when the loop takes its next page
	for p, work := range worked {
		asked := time.Duration(0)
		if p > 0 {
			asked = begins[max(p-window, 0)]
		}
		begins[p] = max(free, asked+latency)
		free = begins[p] + work
	}
	return free
}

// windowed is a walk with a window: its time over the ideal and its connections.
func windowed(ctx context.Context, latency time.Duration, pages int) (ratio float64, connections int, err error) {
	server, count := countingServer(served.Server{Delay: latency})
	defer server.Close()
	px, err := boxoffice.NewPretix(served.Base(server.URL, served.Plain, pages), boxoffice.PretixTeamToken("not-a-secret"))
	if err != nil {
		return 0, 0, err
	}
	defer px.CloseIdleConnections()
	var worked []time.Duration
	began := time.Now()
	n, err := ours.Walk(ctx, px, window, func() error {
		at := time.Now()
		for time.Since(at) < work {
			continue // at work, not asleep: a loop that does something needs the machine too
		}
		// What it really took, since others may have had the machine meanwhile.
		worked = append(worked, time.Since(at))
		return nil
	})
	took := time.Since(began)
	if err == nil && (n != pages*served.PageSize || len(worked) != pages) {
		err = fmt.Errorf("the walk has seen %d teams on %d pages", n, len(worked))
	}
	return took.Seconds() / ideal(latency, worked, window).Seconds(), count(), err
}

// cancelled looks whether a walk with a window ends when its ctx does.
func cancelled(ctx context.Context) error {
	server, _ := countingServer(served.Server{Delay: 50 * time.Millisecond})
	defer server.Close()
	px, err := boxoffice.NewPretix(served.Base(server.URL, served.Plain, 100), boxoffice.PretixTeamToken("not-a-secret"))
	if err != nil {
		return err
	}
	defer px.CloseIdleConnections()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	const after = 70 * time.Millisecond // while pages are under way
	began := time.Now()
	time.AfterFunc(after, cancel)
	n, err := ours.Walk(ctx, px, window, nil)
	if !errors.Is(err, context.Canceled) {
		return fmt.Errorf("a cancelled walk ends after %d teams with %w", n, errOr(err))
	}
	if late := time.Since(began) - after; late > time.Second {
		return fmt.Errorf("a cancelled walk ends %s after it was cancelled", late)
	}
	return nil
}

func errOr(err error) error {
	if err == nil {
		return errors.New("no error")
	}
	return err
}

// countingServer counts the connections that are made to it.
func countingServer(s served.Server) (*httptest.Server, func() int) {
	var mu sync.Mutex
	n := 0
	server := httptest.NewUnstartedServer(s.Handler())
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		mu.Lock()
		defer mu.Unlock()
		if state == http.StateNew {
			n++
		}
	}
	server.Start()
	return server, func() int {
		mu.Lock()
		defer mu.Unlock()
		return n
	}
}
