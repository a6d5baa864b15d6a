// Command ratios measures the SDK against the program that one would write without
// it, and against other SDKs, and prints one table: what is measured, each client's
// figure, the goal, and whether it is met.
//
//	go -C benchmarks run ./ratios            # minutes: the figures of the README
//	go -C benchmarks run ./ratios -short     # half a minute: that everything is still measured
//
// Below conformance/withpretix, with 3,000 members, it also walks a real pretix.
//
// It exits with 1 when a measure is broken: an error, a figure that is missing, or one
// that is no number. With -gate a goal that is not met is exit 1 too, unless it is a
// time, which depends on what else the machine does.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	if done, err := child(os.Args[1:]); done {
		if err != nil {
			fmt.Fprintln(os.Stderr, "ratios:", err)
			os.Exit(1)
		}
		return
	}
	var o options
	flag.BoolVar(&o.short, "short", false, "fewer and shorter rounds")
	flag.BoolVar(&o.gate, "gate", false, "fail when a goal is not met that is not a time")
	flag.StringVar(&o.only, "only", "", "measure only the `section` of this name, such as walk")
	flag.Parse()
	if err := run(context.Background(), os.Stdout, os.Stderr, sections(), o); err != nil {
		fmt.Fprintln(os.Stderr, "ratios:", err)
		os.Exit(1)
	}
}

type options struct {
	short, gate bool
	only        string
}

// run measures all sections, prints the table, and says what is wrong with it.
func run(ctx context.Context, out, progress io.Writer, all []section, o options) error {
	size := full
	if o.short {
		size = short
	}
	var rows []row
	for _, s := range all {
		if o.only != "" && s.name != o.only {
			continue
		}
		_, _ = fmt.Fprintf(progress, "measuring: %s\n", s.name)
		rows = append(rows, s.measured(ctx, size)...)
	}
	if len(rows) == 0 {
		return fmt.Errorf("there is no section %q", o.only)
	}
	if err := write(out, rows); err != nil {
		return err
	}
	var broken, missed []string
	for _, r := range rows {
		switch verdict := r.verdict(); {
		case r.err != nil:
			broken = append(broken, fmt.Sprintf("%s: %v", r.name, r.err))
		case verdict == notMet && !r.timed:
			missed = append(missed, r.name)
		}
	}
	switch {
	case len(broken) > 0:
		return errors.New("broken measures:\n\t" + strings.Join(broken, "\n\t"))
	case o.gate && len(missed) > 0:
		return errors.New("goals that are not met:\n\t" + strings.Join(missed, "\n\t"))
	}
	return nil
}

// size is how much is measured.
type size struct {
	walks       int    // rounds of the walk, for its time
	pages       int    // of the walk
	counted     int    // rounds that count allocations
	calls       int    // single calls a round
	windowed    int    // pages of a walk with a window
	windows     int    // rounds of it
	streamed    [2]int // pages of the two walks whose memory is compared
	connections int    // pages of the walks whose connections are counted
	iterations  string // go test's -benchtime
	builds      int    // rounds of a build
	real        int    // rounds of a walk on a real pretix
	peerBuilds  bool   // whether the peers are built anew as well, which takes minutes
}

var (
	full  = size{walks: 25, pages: 200, counted: 3, calls: 1000, windowed: 100, windows: 3, streamed: [2]int{200, 8000}, connections: 60, iterations: "300x", builds: 5, real: 7, peerBuilds: true}
	short = size{walks: 5, pages: 200, counted: 3, calls: 200, windowed: 30, windows: 1, streamed: [2]int{200, 600}, connections: 20, iterations: "30x", builds: 1, real: 3}
)
