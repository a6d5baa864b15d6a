package main

import (
	"fmt"
	"math"
	"runtime"
	"runtime/debug"
	"slices"
	"time"
)

// sample is what one round cost.
type sample struct {
	time          time.Duration
	bytes, allocs float64
}

// timed measures how long something takes.
func timed(do func() error) (sample, error) {
	runtime.GC() // so that no round pays for another's garbage
	began := time.Now()
	err := do()
	return sample{time: time.Since(began)}, err
}

// counted measures what something allocates. The collector stands still meanwhile,
// since it empties the pools that all clients use; so the counts are exact.
func counted(do func() error) (sample, error) {
	runtime.GC()
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	if err := do(); err != nil { // fills the pools, opens the connection
		return sample{}, err
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	err := do()
	runtime.ReadMemStats(&after)
	return sample{bytes: float64(after.TotalAlloc - before.TotalAlloc), allocs: float64(after.Mallocs - before.Mallocs)}, err
}

// rounds measures each of the clients once a round, so that what disturbs the machine
// for a while disturbs all of them. It returns the samples of each.
func rounds(n int, who []string, do func(name string) (sample, error)) (map[string][]sample, error) {
	out := map[string][]sample{}
	for round := range n {
		for i := range who {
			// Each begins a round once, so that none always follows the same other.
			name := who[(i+round)%len(who)]
			s, err := do(name)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			out[name] = append(out[name], s)
		}
	}
	return out, nil
}

// median is the median of what pick takes out of the samples.
func median(samples []sample, pick func(sample) float64) float64 {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = pick(s)
	}
	return middle(values)
}

func middle(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	if n == 0 {
		return math.NaN()
	}
	return (values[(n-1)/2] + values[n/2]) / 2
}

func seconds(s sample) float64     { return s.time.Seconds() }
func sizeOf(s sample) float64      { return s.bytes }
func allocations(s sample) float64 { return s.allocs }
