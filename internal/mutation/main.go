package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// scope is what is mutated when no file is named: the request path, pagination,
// permissions and errors.
var scope = []string{
	"auth.go", "certainty.go", "client.go", "errors.go", "eventbrite_errors.go", "options.go",
	"pagination*.go", "permission*.go", "pretix_errors.go", "pretix_model.go", "pretix_probe.go",
	"rate_limits.go", "request*.go", "send*.go", "teams_*.go",
}

func main() {
	if filepath.Base(os.Args[0]) == "go" {
		// What it starts dies with its thread.
		runtime.LockOSThread()
		os.Exit(standIn(os.Args[1:]))
	}
	gremlins := flag.String("gremlins", "gremlins", "the program")
	changed := flag.String("changed", "", "only files that differ from this commit; what time does not reach is no failure")
	seconds := flag.Int("seconds", 0, "end after this time; 0: never")
	flag.Parse()
	ctx, cancel := context.WithCancel(context.Background())
	if *seconds > 0 {
		ctx, cancel = context.WithTimeout(ctx, time.Duration(*seconds)*time.Second)
	}
	defer cancel()
	if err := mutate(ctx, *gremlins, *changed, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "mutation:", err)
		os.Exit(1)
	}
}

// errAlive is for mutants that live and are not on the list.
var errAlive = errors.New("mutants live: write a test that fails with them, remove code that nothing needs, or say in internal/mutation/alive.txt why they live")

func mutate(ctx context.Context, gremlins, changed string, files []string) error {
	files, err := chosen(changed, files)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		fmt.Println("no file of the scope has changed")
		return nil
	}
	alive, err := readList("internal/mutation/alive.txt")
	if err != nil {
		return err
	}
	run, err := newRun(gremlins, files)
	if err != nil {
		return err
	}
	defer os.RemoveAll(run.dir)
	verdicts, err := run.all(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		fmt.Println("the time is over")
	} else if err != nil {
		return err
	}
	report := newReport(verdicts, alive)
	report.print(os.Stdout)
	if len(report.unlisted) > 0 {
		return errAlive
	}
	if changed == "" && len(report.stale) > 0 {
		return errors.New("the list names mutants that don't live")
	}
	return nil
}

// chosen is the files to mutate: those named, or of the scope those that differ from
// a commit themselves or in their test, the most changed first, or all.
func chosen(changed string, files []string) ([]string, error) {
	if len(files) > 0 {
		return files, nil
	}
	for _, pattern := range scope {
		matches, err := filepath.Glob(pattern)
		if err != nil {
			return nil, err
		}
		files = append(files, matches...)
	}
	files = slices.DeleteFunc(files, func(file string) bool { return strings.HasSuffix(file, "_test.go") })
	slices.Sort(files)
	if changed == "" {
		return files, nil
	}
	out, err := exec.Command("git", "diff", "--merge-base", "--numstat", changed, "--", ".").Output()
	if err != nil {
		return nil, fmt.Errorf("git diff with %s: %w", changed, err)
	}
	lines := map[string]int{}
	for line := range strings.Lines(string(out)) {
		if fields := strings.Fields(line); len(fields) == 3 {
			added, _ := strconv.Atoi(fields[0])
			removed, _ := strconv.Atoi(fields[1])
			lines[strings.Replace(fields[2], "_test.go", ".go", 1)] += added + removed
		}
	}
	files = slices.DeleteFunc(files, func(file string) bool { return lines[file] == 0 })
	slices.SortStableFunc(files, func(a, b string) int { return lines[b] - lines[a] })
	return files, nil
}
