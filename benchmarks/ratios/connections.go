package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	"github.com/boxoffice-go/boxoffice/benchmarks/clients"
	"github.com/boxoffice-go/boxoffice/benchmarks/served"
)

// trouble is what goes on while connections are counted.
type trouble struct {
	name string
	late bool
	// fails is a failed call after each page.
	fails []string
	// cancels is a call beside the walk that is cancelled.
	cancels bool
}

var troubles = []trouble{
	{name: "connections of a walk"},
	{name: "the same, last chunks come late", late: true},
	{name: "the same, with 4xx and 5xx in between", fails: []string{"/fails/404/", "/fails/500/"}},
	{name: "the same, with cancelled calls beside it", cancels: true},
}

var connectionsSection = section{
	name: "connections",
	measures: func() (out []measure) {
		for _, t := range troubles {
			out = append(out, measure{name: t.name, goal: exactly(1, "1")})
		}
		return out
	}(),
	run: func(ctx context.Context, size size) (map[string]figures, error) {
		out := map[string]figures{}
		for _, t := range troubles {
			out[t.name] = figures{}
			for _, c := range all {
				n, err := t.connections(ctx, c, size.connections)
				if err != nil {
					return nil, fmt.Errorf("%s, %s: %w", t.name, c.Name, err)
				}
				out[t.name][c.Name] = figure{float64(n), fmt.Sprint(n)}
			}
		}
		return out, nil
	},
}

// connections counts on how many connections the pages of a walk come.
func (t trouble) connections(ctx context.Context, c client, pages int) (int, error) {
	var mu sync.Mutex
	used := map[string]bool{}
	var beside beside
	server := httptest.NewServer(served.Server{
		Late: t.late,
		Page: func(r *http.Request, number int) {
			mu.Lock()
			used[r.RemoteAddr] = true
			mu.Unlock()
			if t.cancels && number%5 == 0 {
				beside.begin(ctx)
			}
		},
		Hanging: beside.hangs,
	}.Handler())
	defer server.Close()
	calls, err := c.New(served.Base(server.URL, c.Shape, pages))
	if err != nil {
		return 0, err
	}
	beside.calls = calls
	n, err := calls.Walk(ctx, func() error {
		for _, path := range t.fails {
			if err := calls.Call(ctx, path); err == nil {
				return errors.New("what should fail does not")
			}
		}
		return beside.end()
	})
	if err == nil && n != pages*served.PageSize {
		err = fmt.Errorf("the walk has seen %d teams", n)
	}
	mu.Lock()
	defer mu.Unlock()
	return len(used), err
}

// beside is a call beside the walk. It begins while a page is under way, so that it
// takes a connection of its own, and is cancelled when the walk's is idle, which it is
// closed with by a client that then closes all idle ones.
type beside struct {
	calls clients.Calls

	mu      sync.Mutex
	hanging chan struct{} // closed when the server has the call
	cancel  context.CancelFunc
	ended   chan error
}

// begin begins a call and waits until the server has it.
func (b *beside) begin(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	hanging, ended := make(chan struct{}), make(chan error, 1)
	b.mu.Lock()
	b.hanging, b.cancel, b.ended = hanging, cancel, ended
	b.mu.Unlock()
	go func() { ended <- b.calls.Call(ctx, "/hangs/") }()
	select {
	case <-hanging:
	case <-time.After(patience):
	}
}

func (b *beside) hangs() {
	b.mu.Lock()
	defer b.mu.Unlock()
	close(b.hanging)
}

// end cancels the call, if there is one, and waits for its end.
func (b *beside) end() error {
	b.mu.Lock()
	cancel, ended := b.cancel, b.ended
	b.cancel = nil
	b.mu.Unlock()
	if cancel == nil {
		return nil
	}
	cancel()
	select {
	case err := <-ended:
		if err == nil {
			return errors.New("the cancelled call has no error")
		}
		return nil
	case <-time.After(patience):
		return errors.New("the cancelled call does not end")
	}
}

// patience is for what should happen at once.
const patience = 10 * time.Second
