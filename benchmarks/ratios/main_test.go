package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

// The measures start this program again, which in a test is the test.
func TestMain(m *testing.M) {
	if done, err := child(os.Args[1:]); done {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// Every measure that was asked for has its row and its goal.
func TestTableIsComplete(t *testing.T) {
	t.Parallel()
	want := []string{
		"walk of 200 × 50 teams: time",
		"the same: bytes allocated",
		"the same: allocations",
		"one GET: allocations over the obvious program's",
		"one POST: allocations over the obvious program's",
		"window of 8, 20ms latency: time over the ideal",
		"window of 8, 100ms latency: time over the ideal",
		"window of 8: connections, in order, cancellable",
		"iterator, for each Team: time",
		"iterator, for each Team: allocations",
		"iterator, for each Event: time",
		"iterator, for each Event: allocations",
		"streaming 400,000 teams: resident memory over the start",
		"the same: 8,000 pages over 200",
		"connections of a walk",
		"the same, last chunks come late",
		"the same, with 4xx and 5xx in between",
		"the same, with cancelled calls beside it",
		"linked modules besides the SDK itself",
		`stripped binary of "list teams" over the obvious program's`,
		"build of it, standard library cached",
	}
	if os.Getenv("PRETIX_URL") != "" {
		want = append(want, "walk of 3,000 members on a real pretix, two workers: window 2 over sequential")
	}
	var got []string
	for _, s := range sections() {
		for _, m := range s.measures {
			got = append(got, m.name)
			if m.goal.text == "" {
				t.Errorf("%s has no goal", m.name)
			}
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("the measures are\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
	if want := []string{"obvious", "boxoffice", "go-github", "hcloud-go", "openai-go"}; !slices.Equal(names, want) {
		t.Errorf("the clients are %v, want %v", names, want)
	}
	for i, p := range programs {
		if p.name != names[i] {
			t.Errorf("program %d is %s, want %s", i, p.name, names[i])
		}
	}
}

// least is as little as makes a figure.
var least = size{walks: 1, pages: 2, counted: 1, calls: 3, windowed: 10, windows: 1, streamed: [2]int{2, 4}, connections: 6, iterations: "1x", builds: 1}

// Each section gives a figure of everything that its rows promise. Those that start
// go itself are left to a run of the program.
func TestSections(t *testing.T) {
	for _, s := range []section{walkSection, callsSection, windowSection, memorySection, connectionsSection} {
		for _, r := range s.measured(t.Context(), least) {
			if r.err != nil {
				t.Errorf("%s: %v", r.name, r.err)
			}
		}
	}
}

func figuresOf(name string, value float64) figures {
	out := figures{}
	for _, n := range names {
		out[n] = figure{1, "1"}
	}
	out[theSDK] = figure{value, fmt.Sprint(value)}
	if name != "" {
		delete(out, name)
	}
	return out
}

// sectionOf is a section of one row.
func sectionOf(run func() (figures, error)) section {
	return section{
		name:     "made up",
		measures: []measure{{name: "a row", goal: atMost(1, "≤ 1")}},
		run: func(context.Context, size) (map[string]figures, error) {
			f, err := run()
			return map[string]figures{"a row": f}, err
		},
	}
}

func TestBrokenMeasures(t *testing.T) {
	t.Parallel()
	for name, run := range map[string]func() (figures, error){
		"an error":            func() (figures, error) { return figuresOf("", 1), errors.New("broken") },
		"a panic":             func() (figures, error) { panic("broken") },
		"nothing":             func() (figures, error) { return nil, nil },
		"none of ours":        func() (figures, error) { return figuresOf(theSDK, 1), nil },
		"none of a peer":      func() (figures, error) { return figuresOf("hcloud-go", 1), nil },
		"no number":           func() (figures, error) { return figuresOf("", math.NaN()), nil },
		"an endless number":   func() (figures, error) { return figuresOf("", math.Inf(-1)), nil },
		"an unknown client":   func() (figures, error) { f := figuresOf("", 1); f["x"] = f[theSDK]; return f, nil },
		"a figure of no text": func() (figures, error) { f := figuresOf("", 1); f[theSDK] = figure{value: 1}; return f, nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			err := run1(&out, sectionOf(run), options{})
			if err == nil || !strings.HasPrefix(err.Error(), "broken measures:\n\ta row: ") || !strings.Contains(out.String(), "| **broken** |") {
				t.Errorf("%v\n%s", err, out.String())
			}
		})
	}
}

func run1(out io.Writer, s section, o options) error {
	return run(context.Background(), out, io.Discard, []section{s}, o)
}

// A goal that is not met is told, and fails where that is asked for and it is no time.
func TestGoals(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		value   float64
		timed   bool
		gate    bool
		verdict string
		err     string
	}{
		{1, false, true, "| met |", ""},
		{1.01, false, false, "| **not met** |", ""},
		{1.01, true, true, "| **not met** |", ""},
		{1.01, false, true, "| **not met** |", "goals that are not met:\n\ta row"},
	} {
		s := sectionOf(func() (figures, error) { return figuresOf("", tt.value), nil })
		s.measures[0].timed = tt.timed
		var out bytes.Buffer
		err := run1(&out, s, options{gate: tt.gate})
		if text := fmt.Sprint(err); text != tt.err && (err != nil || tt.err != "") || !strings.Contains(out.String(), tt.verdict) {
			t.Errorf("%+v: %v\n%s", tt, err, out.String())
		}
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := run1(&out, sectionOf(func() (figures, error) { return figuresOf("", 0.5), nil }), options{}); err != nil {
		t.Fatal(err)
	}
	want := `| measure | obvious | boxoffice | go-github | hcloud-go | openai-go | goal |     |
| ------- | ------- | --------- | --------- | --------- | --------- | ---- | --- |
| a row   | 1       | 0.5       | 1         | 1         | 1         | ≤ 1  | met |
`
	if out.String() != want {
		t.Errorf("got\n%s", out.String())
	}
}

func TestOnly(t *testing.T) {
	t.Parallel()
	s := sectionOf(func() (figures, error) { return figuresOf("", 1), nil })
	if err := run1(io.Discard, s, options{only: "made up"}); err != nil {
		t.Error(err)
	}
	if err := run1(io.Discard, s, options{only: "other"}); err == nil {
		t.Error("there is no such section, and no error")
	}
}
