package access

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/boxoffice-go/boxoffice"
)

// ReadOptions say how a snapshot is read. Nil is the default of each.
type ReadOptions struct {
	// Requests is how many requests run at once: 0 means 4, 16 is the most. Hosted
	// pretix allows 360 a minute; see [boxoffice.WithRateLimiter].
	Requests int
	// Once reads each list once. Without it each is read until two readings in a row
	// are the same, which finds what changes meanwhile and costs twice the requests.
	Once bool
	// Progress is told how far the reading is, from one goroutine at a time.
	Progress func(Progress)
}

// Progress is how far a snapshot is.
type Progress struct {
	// Done and Total count the parts that are read by themselves: three for a team.
	Done, Total int
}

const (
	defaultRequests = 4
	maxRequests     = 16
)

func (o *ReadOptions) orDefault() (ReadOptions, error) {
	var out ReadOptions
	if o != nil {
		out = *o
	}
	if out.Requests < 0 || out.Requests > maxRequests {
		return out, &boxoffice.ArgumentError{Argument: "opts.Requests", Reason: fmt.Sprintf("0 to %d requests can run at once", maxRequests)}
	}
	if out.Requests == 0 {
		out.Requests = defaultRequests
	}
	return out, nil
}

// list are the options of the walk over the list that all others hang on, which is
// read by itself.
func (o ReadOptions) list() boxoffice.ListOptions {
	return boxoffice.ListOptions{Window: o.Requests, Strict: !o.Once}
}

// part are the options of the walks that run beside each other.
func (o ReadOptions) part() boxoffice.ListOptions {
	return boxoffice.ListOptions{Strict: !o.Once}
}

// parts runs tasks, as many at once as there may be requests. It ends early when
// ctx does or a task says that all others would fail as well.
func (o ReadOptions) parts(ctx context.Context, tasks []func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan func(context.Context) error)
	var workers sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for range min(o.Requests, len(tasks)) {
		workers.Go(func() {
			for task := range next {
				if err := task(ctx); err != nil {
					cancel(err)
				}
				mu.Lock()
				done++
				if o.Progress != nil {
					o.Progress(Progress{Done: done, Total: len(tasks)})
				}
				mu.Unlock()
			}
		})
	}
	for _, task := range tasks {
		if ctx.Err() != nil {
			break
		}
		next <- task
	}
	close(next)
	workers.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// now is the time as JSON keeps it.
func now() time.Time { return time.Now().UTC().Round(time.Millisecond) }
