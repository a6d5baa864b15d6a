package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/boxoffice-go/boxoffice/benchmarks/clients"
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
		self, err := os.Executable()
		if err != nil {
			return nil, err
		}
		memory, growth := figures{}, figures{}
		for _, c := range clients.All() {
			var over [2]float64
			for i, pages := range size.streamed {
				var samples []sample
				for range 3 {
					times := 1
					if i == 0 {
						times = again
					}
					printed, err := output(ctx, self, "stream", c.Name, served.Base(address, c.Shape, pages), strconv.Itoa(times))
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

// stream walks, so many times, in a process of its own, and prints by how much its
// resident memory was over what it was before, at most.
func stream(name, base, times string, out io.Writer) error {
	walks, err := strconv.Atoi(times)
	if err != nil {
		return err
	}
	for _, c := range clients.All() {
		if c.Name != name {
			continue
		}
		calls, err := c.New(base)
		if err != nil {
			return err
		}
		start, err := resident("VmRSS")
		if err != nil {
			return err
		}
		// Forgets the peak of the start itself.
		if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
			return err
		}
		for range walks {
			n, err := calls.Walk(context.Background(), nil)
			if err != nil {
				return err
			}
			if n == 0 {
				return errors.New("the walk has seen nothing")
			}
		}
		peak, err := resident("VmHWM")
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(out, peak-start)
		return err
	}
	return fmt.Errorf("there is no client %q", name)
}

// resident reads a figure of Linux's about this process, in bytes.
func resident(field string) (int64, error) {
	file, err := os.Open("/proc/self/status")
	if err != nil {
		return 0, fmt.Errorf("resident memory can only be measured on Linux: %w", err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if name, value, _ := strings.Cut(lines.Text(), ":"); name == field {
			kibibytes, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
			return kibibytes * 1024, err
		}
	}
	return 0, errors.Join(fmt.Errorf("the system does not tell %s", field), lines.Err())
}
