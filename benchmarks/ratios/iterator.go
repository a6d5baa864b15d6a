package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const sdk = "github.com/boxoffice-go/boxoffice"

// The sizes of page of the SDK's BenchmarkObject, and the number of its pages.
const smallPage, largePage, objectPages = 50, 400, 200

var kindsOfObject = []struct {
	name string
	goal goal
}{{"Team", atMost(20, "≤ 20 ns")}, {"Event", atMost(100, "≤ 100 ns")}}

func objectTime(kind string) string   { return "iterator, for each " + kind + ": time" }
func objectAllocs(kind string) string { return "iterator, for each " + kind + ": allocations" }

var iteratorSection = section{
	name: "iterator",
	measures: func() (out []measure) {
		for _, k := range kindsOfObject {
			out = append(out,
				measure{name: objectTime(k.name), goal: k.goal, timed: true, alone: true},
				measure{name: objectAllocs(k.name), goal: exactly(0, "0"), alone: true})
		}
		return out
	}(),
	run: func(ctx context.Context, size size) (map[string]figures, error) {
		dir, err := output(ctx, "go", "list", "-m", "-f", "{{.Dir}}", sdk)
		if err != nil {
			return nil, err
		}
		printed, err := output(ctx, "go", "test", "-C", dir, "-run", "^$", "-bench", "^BenchmarkObject$", "-benchtime", size.iterations, "-count", "3", ".")
		if err != nil {
			return nil, err
		}
		out := map[string]figures{}
		for _, k := range kindsOfObject {
			small, err := benchmark(printed, fmt.Sprintf("BenchmarkObject/%s/%d", k.name, smallPage))
			if err != nil {
				return nil, err
			}
			large, err := benchmark(printed, fmt.Sprintf("BenchmarkObject/%s/%d", k.name, largePage))
			if err != nil {
				return nil, err
			}
			// What is allocated for a page is not for an object: only what grows with it is.
			each := math.Round(1e4*(median(large, allocations)-median(small, allocations))/((largePage-smallPage)*objectPages)) / 1e4
			nanos := median(small, seconds) * 1e9 / (smallPage * objectPages)
			out[objectTime(k.name)] = figures{theSDK: {nanos, fmt.Sprintf("%.0f ns", nanos)}}
			out[objectAllocs(k.name)] = figures{theSDK: {each, strconv.FormatFloat(each, 'f', -1, 64)}}
		}
		return out, nil
	},
}

var benchmarkLine = regexp.MustCompile(`(?m)^(Benchmark\S+?)(?:-\d+)?\s+\d+\s+(\S+) ns/op.*?\s(\d+) allocs/op$`)

// benchmark reads what go test prints of a benchmark.
func benchmark(printed, name string) ([]sample, error) {
	var out []sample
	for _, found := range benchmarkLine.FindAllStringSubmatch(printed, -1) {
		if found[1] != name {
			continue
		}
		nanos, err := strconv.ParseFloat(found[2], 64)
		if err != nil {
			return nil, err
		}
		count, err := strconv.ParseFloat(found[3], 64)
		if err != nil {
			return nil, err
		}
		out = append(out, sample{time: time.Duration(nanos), allocs: count})
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("go test prints no %s:\n%s", name, printed)
	}
	return out, nil
}

// output runs a command and returns what it prints, without the last newline.
func output(ctx context.Context, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", errors.Join(fmt.Errorf("%s: %w", strings.Join(cmd.Args, " "), err), errors.New(stderr.String()+string(out)))
	}
	return strings.TrimSuffix(string(out), "\n"), nil
}
