package main

import (
	"context"
	"fmt"
	"runtime"
	"strings"

	"github.com/boxoffice-go/boxoffice/benchmarks/served"
)

const (
	walkTime   = "walk of 200 × 50 teams: time"
	walkBytes  = "the same: bytes allocated"
	walkAllocs = "the same: allocations"
)

var walkSection = section{
	name: "walk",
	measures: []measure{
		{name: walkTime, goal: byVersion(atMost(0.45, "≤ 0.45"), atMost(0.60, "≤ 0.60")), timed: true},
		{name: walkBytes, goal: byVersion(atMost(0.16, "≤ 0.16"), atMost(0.17, "≤ 0.17"))},
		{name: walkAllocs, goal: byVersion(atMost(0.70, "≤ 0.70"), goal{text: "–"})},
	},
	run: func(ctx context.Context, size size) (map[string]figures, error) {
		address, stop, err := startServer(ctx)
		if err != nil {
			return nil, err
		}
		defer stop()
		made, err := made(address, size.pages)
		if err != nil {
			return nil, err
		}
		walk := func(name string) error {
			n, err := made[name].Walk(ctx, nil)
			if err == nil && n != size.pages*served.PageSize {
				err = fmt.Errorf("the walk has seen %d teams", n)
			}
			return err
		}
		count, err := rounds(size.counted, names, func(name string) (sample, error) { return counted(func() error { return walk(name) }) })
		if err != nil {
			return nil, err
		}
		times, err := rounds(size.walks, names, func(name string) (sample, error) { return timed(func() error { return walk(name) }) })
		if err != nil {
			return nil, err
		}
		return map[string]figures{
			walkTime:   overObvious(times, seconds, func(v float64) string { return fmt.Sprintf("%.0f ms", 1000*v) }),
			walkBytes:  overObvious(count, sizeOf, func(v float64) string { return fmt.Sprintf("%.1f MB", v/1e6) }),
			walkAllocs: overObvious(count, allocations, func(v float64) string { return fmt.Sprintf("%.0f", v) }),
		}, nil
	},
}

// byVersion is the goal of Go 1.26, or that of newer ones, whose encoding/json is
// another.
func byVersion(old, newer goal) goal {
	if strings.HasPrefix(runtime.Version(), "go1.26") {
		return old
	}
	return newer
}

// overObvious gives each client's figure as a ratio to the obvious program's, whose
// own figure is shown as it is.
func overObvious(samples map[string][]sample, pick func(sample) float64, show func(float64) string) figures {
	out := figures{}
	base := median(samples[theObvious], pick)
	for name := range samples {
		ratio := median(samples[name], pick) / base
		text := fmt.Sprintf("%.2f", ratio)
		if ratio < 1 {
			text = fmt.Sprintf("%.3f", ratio)
		}
		if name == theObvious {
			text = show(base)
		}
		out[name] = figure{ratio, text}
	}
	return out
}
