package boxoffice

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// walk reads all pages of a list that may change meanwhile.
//
// Pages are numbered, so an item that is removed before the walk's place moves
// everything behind it forward, and the next page begins too far. The walk
// notices that by the count, or by a page that is gone. It then goes back to a
// page that holds something it knows and goes on from there, yielding what it
// has not yielded yet. What was yielded is a beginning of the list's order, so
// before such a page there is nothing new.
type walk[T any, K cmp.Ordered] struct {
	list   list[T, K]
	opts   ListOptions
	pages  *fetcher[T]
	known  known[K]
	yield  func(*Page[T], error) bool
	first  bool // nothing was yielded yet
	given  int  // how many items were yielded
	idle   int  // how many pages in a row brought nothing new
	most   int  // the largest count seen
	single bool // the last reading was one page, so one moment of the list
	length int  // the size of a full page

	scratch [2][]K // see idsOf
}

// maxReadings is how often a strict walk reads a list that does not hold still.
const maxReadings = 10

func newWalk[T any, K cmp.Ordered](ctx context.Context, l list[T, K], opts ListOptions, get func(context.Context, int) (*Page[T], error)) *walk[T, K] {
	w := &walk[T, K]{list: l, opts: opts, first: true}
	w.pages = newFetcher(ctx, get, opts.Window)
	if !l.ascending || opts.Strict {
		// Ids in order are known by the highest; the others must be remembered.
		w.known.all = make(map[K]struct{})
	}
	return w
}

func (w *walk[T, K]) run(yield func(*Page[T], error) bool) error {
	defer w.pages.forget()
	w.yield = yield
	var before []K
	settled := false
	for range maxReadings {
		ids, steady, err := w.read()
		if err != nil || ids == nil || !w.opts.Strict {
			return err
		}
		if steady && (w.single || settled && slices.Equal(ids, before)) {
			return nil
		}
		before, settled = ids, steady
		w.pages.forget()
	}
	return w.list.client.unexpected(w.list.req, fmt.Errorf("%w: it differed in each of %d readings", ErrListUnstable, maxReadings))
}

// read reads the list once. It returns the ids it met if the walk is strict, nil when
// the caller wants no more, and whether nothing moved meanwhile.
func (w *walk[T, K]) read() (ids []K, steady bool, err error) {
	ids, steady, w.single = []K{}, true, false
	var previous []K
	number, count, back := max(w.opts.Page, 1), -1, false
	floor := w.floor()
	for {
		page, err := w.pages.get(number)
		gone := number > 1 && (count >= 0 || back) && errors.Is(err, ErrNotFound)
		switch {
		case gone && number <= floor:
			// All from where the walk began is gone.
			return ids, false, nil
		case err != nil && !gone:
			return nil, false, err
		case back && (gone || number > floor && len(page.Items) > 0 && !w.knowsAny(page)):
			// Still too far: what was known here is gone.
			number--
			if err := w.tick(); err != nil {
				return nil, false, err
			}
			continue
		case !back && number > floor && (gone || w.moved(page, count, previous)):
			steady, back = false, true
			w.pages.forget()
			previous = nil
			number--
			if err := w.tick(); err != nil {
				return nil, false, err
			}
			continue
		}
		w.length = max(w.length, len(page.Items))
		back, count = false, page.Count
		w.most = max(w.most, count)
		here := w.idsOf(page)
		if w.list.ascending && !slices.IsSorted(here) {
			// By the highest id some would be taken for known, and lost.
			return nil, false, w.list.client.unexpected(w.list.req, fmt.Errorf("%w: page %d is not sorted by id", ErrListUnstable, number))
		}
		if len(here) > 0 && slices.Equal(here, previous) && !w.opts.Strict {
			return nil, false, w.list.client.unexpected(w.list.req, fmt.Errorf("%w: page %d repeats the one before", ErrListUnstable, number))
		}
		if len(here) > 0 && slices.Contains(previous, here[0]) {
			steady = false
		}
		previous = here
		if w.opts.Strict { // a walk of millions must not grow by what nobody compares
			ids = append(ids, here...)
		}
		if page.NextPage != 0 {
			// Before the loop has its items, so that the window is full while it works.
			w.pages.expect(page.NextPage, lastPage(count, w.length))
		}
		more, err := w.give(page)
		if err != nil || !more {
			return nil, false, err
		}
		if page.NextPage == 0 {
			w.single = number == 1 && steady
			return ids, steady, nil
		}
		number = page.NextPage
	}
}

// moved tells whether the list has changed since the page before: by its count, or
// since ids that ascend go on with one that is not higher.
func (w *walk[T, K]) moved(page *Page[T], count int, previous []K) bool {
	if count >= 0 && page.Count != count {
		return true
	}
	if !w.list.ascending || len(previous) == 0 || len(page.Items) == 0 {
		return false
	}
	return w.list.id(&page.Items[0]) <= previous[len(previous)-1] && !slices.EqualFunc(page.Items, previous, func(item T, id K) bool {
		return w.list.id(&item) == id
	})
}

// floor is the page that a walk must not go back behind. What stands before the
// place where it began was not asked for, and a loop may delete what it gets; only
// ids in order tell such items from those that moved there.
func (w *walk[T, K]) floor() int {
	if w.list.ascending {
		return 1
	}
	return max(w.opts.Page, 1)
}

// give yields what is new on a page.
func (w *walk[T, K]) give(page *Page[T]) (more bool, err error) {
	fresh := page.Items[:0]
	for i := range page.Items {
		if w.known.add(w.list.id(&page.Items[i])) {
			if fresh = page.Items[:len(fresh)+1]; len(fresh) <= i { // something before it was known
				fresh[len(fresh)-1] = page.Items[i]
			}
		}
	}
	if len(fresh) == 0 && !w.first {
		return true, w.tick()
	}
	w.idle = 0
	w.given += len(fresh)
	if w.given > 2*w.most+1000 {
		return false, w.list.client.unexpected(w.list.req, fmt.Errorf("%w: it counts %d items and has sent %d", ErrListUnstable, w.most, w.given))
	}
	w.first = false
	page.Items = fresh
	return w.yield(page, nil), nil
}

// tick counts a page that brought nothing new. A list that keeps changing could
// send the walk to and fro for ever. What was yielded bounds how far back there is
// something to find; the count does not, since a server may let it grow for ever.
func (w *walk[T, K]) tick() error {
	w.idle++
	if w.idle > 20+3*(lastPage(w.given, w.length)+w.opts.Page) {
		return w.list.client.unexpected(w.list.req, fmt.Errorf("%w: %d pages in a row brought nothing new", ErrListUnstable, w.idle))
	}
	return nil
}

func (w *walk[T, K]) knowsAny(page *Page[T]) bool {
	for i := range page.Items {
		if w.known.has(w.list.id(&page.Items[i])) {
			return true
		}
	}
	return false
}

// idsOf puts the ids of a page into one of two arrays in turn: those of the page before
// are still needed.
func (w *walk[T, K]) idsOf(page *Page[T]) []K {
	ids := slices.Grow(w.scratch[0][:0], len(page.Items))
	for i := range page.Items {
		ids = append(ids, w.list.id(&page.Items[i]))
	}
	w.scratch[0], w.scratch[1] = w.scratch[1], ids
	return ids
}

// known is what a walk has yielded: all ids, or the highest of ascending ones.
type known[K cmp.Ordered] struct {
	all     map[K]struct{}
	highest K
	any     bool
}

func (k *known[K]) has(id K) bool {
	if k.all != nil {
		_, ok := k.all[id]
		return ok
	}
	return k.any && id <= k.highest
}

// add tells whether the id was new.
func (k *known[K]) add(id K) bool {
	if k.has(id) {
		return false
	}
	if k.all != nil {
		k.all[id] = struct{}{}
	} else {
		k.any, k.highest = true, id
	}
	return true
}

// lastPage is the number of the last page of a list, by a full page's true
// length, not by the size that was asked for: pretix 3.17 ignores that.
func lastPage(count, length int) int {
	if length <= 0 {
		return 1
	}
	return (count + length - 1) / length
}
