package main

import (
	"fmt"
	"io"
	"os"
)

// progress is a line on a terminal that is written over; elsewhere it is nothing.
type progress struct{ w io.Writer }

func newProgress(w io.Writer) progress {
	if f, ok := w.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			return progress{f}
		}
	}
	return progress{io.Discard}
}

func (p progress) show(rows, count int) {
	if count < rows {
		fmt.Fprintf(p.w, "\r\x1b[K%d attendees", rows)
		return
	}
	fmt.Fprintf(p.w, "\r\x1b[K%d of %d attendees", rows, count)
}

func (p progress) end() { fmt.Fprintln(p.w) }
