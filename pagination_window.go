package boxoffice

import (
	"context"
	"sync"
)

// fetcher reads the pages of a walk, some of them ahead of it.
type fetcher struct {
	parent context.Context
	read   func(context.Context, int) (numbered, error)
	window int

	ctx    context.Context
	cancel context.CancelFunc
	wait   sync.WaitGroup
	ahead  map[int]chan fetched
}

type fetched struct {
	page numbered
	err  error
}

// get returns a page that was fetched ahead, or fetches it now.
func (f *fetcher) get(number int) (numbered, error) {
	result, ok := f.ahead[number]
	if !ok {
		return f.read(f.parent, number)
	}
	delete(f.ahead, number)
	got := <-result
	return got.page, got.err
}

// expect begins to fetch the pages from number on, as far as the window and the
// last page allow.
func (f *fetcher) expect(number, last int) {
	if f.window <= 1 {
		return
	}
	if f.ctx == nil {
		f.ctx, f.cancel = context.WithCancel(f.parent) // forget calls cancel
		f.ahead = make(map[int]chan fetched, f.window)
	}
	for n := number; n < number+f.window && n <= last; n++ {
		if _, ok := f.ahead[n]; ok {
			continue
		}
		result := make(chan fetched, 1)
		f.ahead[n] = result
		ctx := f.ctx
		f.wait.Go(func() {
			page, err := f.read(ctx, n)
			result <- fetched{page, err}
		})
	}
}

// forget drops what was fetched ahead, since the list has moved or the walk has
// ended, and waits until what was under way has ended.
func (f *fetcher) forget() {
	if f.cancel != nil {
		f.cancel()
		f.wait.Wait()
		f.ctx, f.cancel, f.ahead = nil, nil, nil
	}
}
