package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// readList reads the mutants that may live: a line each, of the file, the kind, the
// code and the reason, with tabs in between.
func readList(name string) (map[mutant]string, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	list := map[mutant]string{}
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != 4 || strings.TrimSpace(fields[3]) == "" {
			return nil, fmt.Errorf("%s:%d: not a file, a kind, code and a reason, with a tab in between", name, n)
		}
		list[mutant{fields[0], fields[1], fields[2]}] = fields[3]
	}
	return list, nil
}

// endless starts the reason of a mutant that runs out of time since it never ends.
const endless = "endless"

type tally struct{ mutants, killed, lived, notCovered, timedOut, notViable int }

type report struct {
	files           []string
	tallies         map[string]*tally
	unlisted, stale []string
	undecided       []string
}

func newReport(verdicts []verdict, list map[mutant]string) report {
	r := report{tallies: map[string]*tally{}}
	living := map[mutant]bool{}
	for _, v := range verdicts {
		t := r.tallies[v.file]
		if t == nil {
			t = &tally{}
			r.tallies[v.file] = t
			r.files = append(r.files, v.file)
		}
		reason, listed := list[v.mutant]
		line := strings.Join([]string{v.file, v.kind, v.line, strings.ToLower(v.status)}, "\t")
		t.mutants++
		switch v.status {
		case "KILLED":
			t.killed++
			// Another test may end it before the one that never does.
			living[v.mutant] = strings.HasPrefix(reason, endless)
			continue
		case "NOT VIABLE":
			t.mutants--
			t.notViable++
			continue
		case "TIMED OUT":
			if strings.HasPrefix(reason, endless) {
				t.killed++
			} else {
				t.timedOut++
			}
			living[v.mutant] = true
			if !listed {
				r.undecided = append(r.undecided, line)
			}
			continue
		case "LIVED":
			t.lived++
		case "NOT COVERED":
			t.notCovered++
		}
		living[v.mutant] = true
		if !listed || strings.HasPrefix(reason, endless) {
			r.unlisted = append(r.unlisted, line)
		}
	}
	for m := range list {
		if r.tallies[m.file] != nil && !living[m] {
			r.stale = append(r.stale, strings.Join([]string{m.file, m.kind, m.line}, "\t"))
		}
	}
	slices.Sort(r.files)
	slices.Sort(r.stale)
	return r
}

// print writes the table of docs/mutation.md and what is to be done.
func (r report) print(w io.Writer) {
	fmt.Fprintln(w, "\n| file | mutants | killed | lived | not covered | timed out | not viable |\n|---|---|---|---|---|---|---|")
	var sum tally
	row := func(name string, t tally) {
		fmt.Fprintf(w, "| %s | %d | %d | %d | %d | %d | %d |\n", name, t.mutants, t.killed, t.lived, t.notCovered, t.timedOut, t.notViable)
	}
	for _, file := range r.files {
		t := r.tallies[file]
		row(file, *t)
		sum.mutants += t.mutants
		sum.killed += t.killed
		sum.lived += t.lived
		sum.notCovered += t.notCovered
		sum.timedOut += t.timedOut
		sum.notViable += t.notViable
	}
	row("**all**", sum)
	if sum.mutants > 0 {
		fmt.Fprintf(w, "\nkilled: %.1f %% of %d\n", 100*float64(sum.killed)/float64(sum.mutants), sum.mutants)
	}
	for _, part := range []struct {
		title string
		lines []string
	}{
		{"not on the list, and alive", r.unlisted},
		{"not on the list, and out of time, endless or slow", r.undecided},
		{"on the list, and not alive", r.stale},
	} {
		if len(part.lines) > 0 {
			fmt.Fprintf(w, "\n%s:\n%s\n", part.title, strings.Join(part.lines, "\n"))
		}
	}
}
