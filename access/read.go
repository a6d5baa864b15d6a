package access

import (
	"context"
	"fmt"
	"iter"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"github.com/boxoffice-go/boxoffice"
)

// ReadOptions say how a snapshot is read. Nil is the default of each.
type ReadOptions struct {
	// Requests is how many requests run at once: 0 means 4, 16 is the most. Hosted
	// pretix allows 360 a minute; see [boxoffice.WithRateLimiter].
	Requests int
	// Once reads each list once. Without it a list of several pages, during which
	// something can move from one to another, is read until two readings in a row are
	// the same. A list that fits on a page, as most do, is one moment of it anyway.
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

// maxReadings is how often a list is read that does not hold still.
const maxReadings = 10

// readList reads all of a list, as [ReadOptions.Once] says.
func readList[T any](o ReadOptions, pages iter.Seq2[*boxoffice.Page[T], error]) ([]T, error) {
	var before []T
	for reading := range maxReadings {
		items, single := []T{}, false
		for page, err := range pages {
			if err != nil {
				return nil, err
			}
			items = append(items, page.Items...)
			single = page.Number == 1 && page.NextPage == 0
		}
		if single || o.Once || reading > 0 && reflect.DeepEqual(items, before) {
			return items, nil
		}
		before = items
	}
	return nil, fmt.Errorf("%w: it differed in each of %d readings", boxoffice.ErrListUnstable, maxReadings)
}

// task reads one part of a snapshot.
type task struct {
	read func(context.Context) error
	// missed is told what kept the part from being read; never two at once.
	missed func(error)
}

// parts runs tasks, as many at once as there may be requests. An error that all
// other parts would have as well, or the end of ctx, ends it early and is returned;
// what was not read by then is missed, too.
func (o ReadOptions) parts(parent context.Context, tasks []task, hitsAll func(error) bool) error {
	ctx, cancel := context.WithCancelCause(parent)
	defer cancel(nil)
	ended := func() error {
		if err := parent.Err(); err != nil {
			return err
		}
		return context.Cause(ctx)
	}
	var workers sync.WaitGroup
	var started atomic.Int64
	var mu sync.Mutex
	var done int
	var cut error
	for range min(o.Requests, len(tasks)) {
		workers.Go(func() {
			for i := started.Add(1) - 1; i < int64(len(tasks)); i = started.Add(1) - 1 {
				err := tasks[i].read(ctx) // which asks nobody when ctx has ended
				mu.Lock()
				switch {
				case err == nil:
				case ended() != nil:
					// What the part itself met is most likely but an echo of that.
					cut = ended()
					tasks[i].missed(cut)
				default:
					if hitsAll(err) {
						cut = err
						cancel(err)
					}
					tasks[i].missed(err)
				}
				if done++; o.Progress != nil && cut == nil {
					o.Progress(Progress{Done: done, Total: len(tasks)})
				}
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	return cut
}

// now is the time as JSON keeps it.
func now() time.Time { return time.Now().UTC().Round(time.Millisecond) }
