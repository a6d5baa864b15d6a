package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/boxoffice-go/boxoffice"
)

// printTimes prints when each request is sent, after its wait.
func printTimes(w io.Writer) boxoffice.Observer {
	return boxoffice.Observer{Attempt: func(ctx context.Context, _ boxoffice.AttemptInfo) (context.Context, func(boxoffice.AttemptResult)) {
		fmt.Fprintln(w, time.Now().UnixNano())
		return ctx, func(boxoffice.AttemptResult) {}
	}}
}

// parseTimes reads, in order, what all processes printed.
func parseTimes(outs []bytes.Buffer) []time.Time {
	var times []time.Time
	for i := range outs {
		for lines := bufio.NewScanner(&outs[i]); lines.Scan(); {
			if n, err := strconv.ParseInt(lines.Text(), 10, 64); err == nil {
				times = append(times, time.Unix(0, n))
			}
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	return times
}

// most is the largest number of times within any span of a period.
func most(times []time.Time, period time.Duration) int {
	largest, first := 0, 0
	for last, t := range times {
		for t.Sub(times[first]) >= period {
			first++
		}
		largest = max(largest, last-first+1)
	}
	return largest
}
