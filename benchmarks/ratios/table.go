package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	theObvious = "obvious"
	theSDK     = "boxoffice"
)

// measure is a row of the table before it is measured.
type measure struct {
	name string
	goal goal
	// timed says that it is a time, which depends on what else the machine does.
	timed bool
	// alone says that only the SDK can be measured so.
	alone bool
}

// goal is what the SDK's figure should be.
type goal struct {
	text string
	met  func(float64) bool // nil for no goal
}

func atMost(most float64, text string) goal {
	return goal{text, func(v float64) bool { return v <= most }}
}

func exactly(want float64, text string) goal {
	return goal{text, func(v float64) bool { return v == want }}
}

// figure is one client's: its value, and how it is shown.
type figure struct {
	value float64
	text  string
}

// absent is why there is no figure of a peer.
func absent(why string) figure { return figure{math.NaN(), why} }

// figures are those of each client, by its name.
type figures map[string]figure

// section measures some rows together.
type section struct {
	name     string
	measures []measure
	run      func(ctx context.Context, size size) (map[string]figures, error)
}

// row is a measure with its figures, or with what is broken about it.
type row struct {
	measure

	figures figures
	err     error
}

// measured runs a section. Whatever goes wrong is an error of its rows.
func (s section) measured(ctx context.Context, size size) []row {
	got, err := s.safely(ctx, size)
	rows := make([]row, len(s.measures))
	for i, m := range s.measures {
		rows[i] = row{measure: m, figures: got[m.name], err: err}
		if err == nil {
			rows[i].err = rows[i].complete()
		}
	}
	return rows
}

func (s section) safely(ctx context.Context, size size) (got map[string]figures, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return s.run(ctx, size)
}

// complete tells what is missing: ours always must be there, and be a number; of the
// others there is a figure or a reason.
func (r row) complete() error {
	if f, ok := r.figures[theSDK]; !ok || math.IsNaN(f.value) || math.IsInf(f.value, 0) || f.text == "" {
		return errors.New("there is no figure of ours")
	}
	for _, name := range names {
		if f, ok := r.figures[name]; !r.alone && (!ok || f.text == "") {
			return fmt.Errorf("there is no figure of %s", name)
		}
	}
	for name := range r.figures {
		if !slices.Contains(names, name) {
			return fmt.Errorf("there is no client %q", name)
		}
	}
	return nil
}

const (
	met    = "met"
	notMet = "**not met**"
	broken = "**broken**"
	noGoal = ""
)

func (r row) verdict() string {
	switch {
	case r.err != nil:
		return broken
	case r.goal.met == nil:
		return noGoal
	case r.goal.met(r.figures[theSDK].value):
		return met
	}
	return notMet
}

// write prints the table, as Markdown.
func write(w io.Writer, rows []row) error {
	table := [][]string{append(append([]string{"measure"}, names...), "goal", "")}
	for _, r := range rows {
		line := []string{r.name}
		for _, name := range names {
			text := r.figures[name].text
			if text == "" {
				text = "–"
			}
			line = append(line, text)
		}
		table = append(table, append(line, r.goal.text, r.verdict()))
	}
	widths := make([]int, len(table[0]))
	for _, line := range table {
		for i, cell := range line {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for n, line := range table {
		for i, cell := range line {
			b.WriteString("| " + cell + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+1))
		}
		b.WriteString("|\n")
		if n == 0 {
			for _, width := range widths {
				b.WriteString("| " + strings.Repeat("-", width) + " ")
			}
			b.WriteString("|\n")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
