package main

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"testing"
	"time"

	"github.com/boxoffice-go/boxoffice/benchmarks/clients"
	"github.com/boxoffice-go/boxoffice/benchmarks/served"
)

// careless loses connections, each in one way.
type careless struct {
	clients.Calls

	base    string
	http    *http.Client
	drains  bool
	closing bool // idle connections, when a call ends with an error
}

func (c *careless) get(ctx context.Context, path string, into any) error {
	req, err := http.NewRequestWithContext(ctx, "GET", c.base+path, nil)
	if err != nil {
		return err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		if c.closing {
			c.http.CloseIdleConnections()
		}
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 && !c.drains {
		return errors.New(resp.Status)
	}
	err = json.NewDecoder(resp.Body).Decode(into)
	if c.drains {
		_, _ = resp.Body.Read(make([]byte, 1))
	}
	if resp.StatusCode >= 300 {
		return errors.New(resp.Status)
	}
	return err
}

func (c *careless) Call(ctx context.Context, path string) error {
	return c.get(ctx, "/api/v1"+path, &struct{}{})
}

func (c *careless) Walk(ctx context.Context, each func() error) (int, error) {
	for n, path := 0, served.Organizer+"/teams/"; ; {
		var page struct {
			Next    string
			Results []struct{}
		}
		if err := c.get(ctx, path, &page); err != nil {
			return n, err
		}
		n += len(page.Results)
		if err := each(); err != nil || page.Next == "" {
			return n, err
		}
		path = page.Next[len(c.base):]
	}
}

// What connections are counted for can be seen in a client that loses them.
func TestConnectionsAreLost(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name            string
		drains, closing bool
		lost            []bool // in each trouble
	}{
		{"is careful", true, false, []bool{false, false, false, false}},
		{"does not read to the end", false, false, []bool{false, true, true, false}},
		{"closes all idle ones", true, true, []bool{false, false, false, true}},
	} {
		for i, trouble := range troubles {
			c := client{Shape: served.Plain, New: func(base string) (clients.Calls, error) {
				return &careless{base: base, http: &http.Client{Transport: &http.Transport{}}, drains: tt.drains, closing: tt.closing}, nil
			}}
			got, err := trouble.connections(t.Context(), c, 20)
			if err != nil || got > 1 != tt.lost[i] {
				t.Errorf("a client that %s, %s: %d connections, %v", tt.name, trouble.name, got, err)
			}
		}
	}
}

func TestIdeal(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		latency, work time.Duration
		pages         int
		want          time.Duration
	}{
		{time.Second, 0, 1, time.Second},
		{time.Second, 0, 2, 2 * time.Second},
		{time.Second, 0, 9, 2 * time.Second},
		{time.Second, 0, 10, 3 * time.Second},
		{20 * time.Millisecond, 5 * time.Millisecond, 100, 535 * time.Millisecond},
		{100 * time.Millisecond, 5 * time.Millisecond, 100, 1415 * time.Millisecond},
	} {
		worked := make([]time.Duration, tt.pages)
		for i := range worked {
			worked[i] = tt.work
		}
		if got := ideal(tt.latency, worked, 8); got != tt.want {
			t.Errorf("%d pages of %s with %s of work: %s, want %s", tt.pages, tt.latency, tt.work, got, tt.want)
		}
	}
}

var sink []byte

func TestCounted(t *testing.T) {
	// Not in parallel: what other tests allocate would be counted.
	got, err := counted(func() error {
		for range 10 {
			sink = make([]byte, 4096)
		}
		return nil
	})
	if err != nil || got.allocs < 10 || got.allocs > 12 || got.bytes < 40960 || got.bytes > 42000 {
		t.Errorf("10 times 4 KiB are %+v, %v", got, err)
	}
}

func TestMiddle(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		values []float64
		want   float64
	}{{[]float64{3}, 3}, {[]float64{9, 1, 2}, 2}, {[]float64{4, 1, 2, 9}, 3}} {
		if got := middle(tt.values); got != tt.want {
			t.Errorf("the median of %v is %v", tt.values, got)
		}
	}
	if got := middle(nil); !math.IsNaN(got) {
		t.Errorf("the median of nothing is %v", got)
	}
}

func TestRoundsTurn(t *testing.T) {
	t.Parallel()
	var order string
	got, err := rounds(3, []string{"a", "b", "c"}, func(name string) (sample, error) { order += name; return sample{}, nil })
	if err != nil || order != "abcbcacab" || len(got["b"]) != 3 {
		t.Errorf("%s, %v, %v", order, got, err)
	}
	if _, err := rounds(1, []string{"a"}, func(string) (sample, error) { return sample{}, errors.New("broken") }); err == nil {
		t.Error("no error")
	}
}

func TestBenchmarkOutput(t *testing.T) {
	t.Parallel()
	const printed = "goos: linux\n" +
		"BenchmarkObject/Team/50-2         \t      50\t    718646 ns/op\t        71.86 ns/object\t 4801283 B/op\t    2019 allocs/op\n" +
		"BenchmarkObject/Team/50-2         \t      50\t    618646 ns/op\t        71.86 ns/object\t 4801283 B/op\t    2020 allocs/op\n" +
		"BenchmarkObject/Team/500          \t      50\t      1.5 ns/op\t        71.86 ns/object\t 4801283 B/op\t    7 allocs/op\n"
	got, err := benchmark(printed, "BenchmarkObject/Team/50")
	if err != nil || len(got) != 2 || got[0] != (sample{time: 718646, allocs: 2019}) || got[1] != (sample{time: 618646, allocs: 2020}) {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := benchmark(printed, "BenchmarkObject/Team"); err == nil {
		t.Errorf("a benchmark that is not there gives %v", got)
	}
}
