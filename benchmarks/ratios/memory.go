package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/boxoffice-go/boxoffice/benchmarks/served"
)

const (
	streamMemory = "streaming 400,000 teams: resident memory over the start"
	streamGrowth = "the same: 8,000 pages over 200"
)

const mebibyte = 1 << 20

var memorySection = section{
	name: "memory",
	measures: []measure{
		{name: streamMemory, goal: atMost(6, "≤ 6 MiB")},
		{name: streamGrowth, goal: atMost(1, "≤ 1 MiB")},
	},
	run: func(ctx context.Context, size size) (map[string]figures, error) {
		address, stop, err := startServer(ctx)
		if err != nil {
			return nil, err
		}
		defer stop()
		scratch, err := os.MkdirTemp("", "ratios")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(scratch)
		memory, growth := figures{}, figures{}
		for _, c := range all {
			program := filepath.Join(scratch, c.Name)
			if _, err := output(ctx, "go", "build", "-o", program, module+"/streams/"+c.folder); err != nil {
				return nil, err
			}
			var over [2]float64
			for i, pages := range size.streamed {
				var samples []sample
				for range 3 {
					times := 1
					if i == 0 {
						times = again
					}
					printed, err := output(ctx, program, served.Base(address, c.Shape, pages), strconv.Itoa(times))
					if err != nil {
						return nil, err
					}
					n, err := strconv.ParseFloat(printed, 64)
					if err != nil {
						return nil, err
					}
					samples = append(samples, sample{bytes: n / mebibyte})
					if pages > 1000 && c.Name != theSDK {
						break // it takes long, and is not what is held against the goal
					}
				}
				over[i] = median(samples, sizeOf)
			}
			memory[c.Name] = figure{over[1], fmt.Sprintf("%.1f MiB", over[1])}
			growth[c.Name] = figure{over[1] - over[0], fmt.Sprintf("%+.1f MiB", over[1]-over[0])}
		}
		return map[string]figures{streamMemory: memory, streamGrowth: growth}, nil
	},
}

// again is how often the short walk is done: once, it may end before the collector
// has run at all, which says nothing of what it needs.
const again = 5
