package main

import (
	"context"
	"fmt"
	"math"

	"github.com/boxoffice-go/boxoffice/benchmarks/clients"
)

const (
	oneGet  = "one GET: allocations over the obvious program's"
	onePost = "one POST: allocations over the obvious program's"
)

var callsSection = section{
	name: "calls",
	measures: []measure{
		{name: oneGet, goal: atMost(10, "≤ +10")},
		{name: onePost, goal: atMost(12, "≤ +12")},
	},
	run: func(ctx context.Context, size size) (map[string]figures, error) {
		address, stop, err := startServer(ctx)
		if err != nil {
			return nil, err
		}
		defer stop()
		made, err := made(address, 1)
		if err != nil {
			return nil, err
		}
		out := map[string]figures{}
		for what, do := range map[string]func(clients.Calls) error{
			oneGet:  func(c clients.Calls) error { return c.Get(ctx) },
			onePost: func(c clients.Calls) error { return c.Post(ctx) },
		} {
			samples, err := rounds(size.counted, names, func(name string) (sample, error) {
				s, err := counted(func() error {
					for range size.calls {
						if err := do(made[name]); err != nil {
							return err
						}
					}
					return nil
				})
				s.allocs = math.Round(s.allocs / float64(size.calls))
				return s, err
			})
			if err != nil {
				return nil, err
			}
			out[what] = overBy(samples)
		}
		return out, nil
	},
}

// overBy gives how many allocations each client makes more than the obvious program,
// whose own number is shown as it is.
func overBy(samples map[string][]sample) figures {
	out := figures{}
	base := median(samples[theObvious], allocations)
	for name := range samples {
		over := median(samples[name], allocations) - base
		text := fmt.Sprintf("%+.0f", over)
		if name == theObvious {
			text = fmt.Sprintf("%.0f", base)
		}
		out[name] = figure{over, text}
	}
	return out
}
