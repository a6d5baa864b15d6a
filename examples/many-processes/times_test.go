package main

import (
	"testing"
	"time"
)

func TestMost(t *testing.T) {
	t.Parallel()
	var times []time.Time
	for _, ms := range []int64{0, 900, 950, 999, 1000, 1899, 1900, 5000} {
		times = append(times, time.UnixMilli(ms))
	}
	// 900 to 1899; 0 and 1000 are not within one second, nor 900 and 1900.
	if got := most(times, time.Second); got != 5 {
		t.Errorf("got %d", got)
	}
	if got := most(nil, time.Second); got != 0 {
		t.Errorf("got %d for none", got)
	}
}
