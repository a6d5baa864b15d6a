package boxoffice

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
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
type walk[K cmp.Ordered] struct {
	list   *numberedList[K]
	pages  fetcher
	known  known[K]
	yield  func(numbered) bool
	first  bool // nothing was yielded yet
	given  int  // how many items were yielded
	idle   int  // how many pages in a row brought nothing new
	most   int  // the largest count seen
	single bool // the last reading was one page, so one moment of the list
	length int  // the size of a full page

	scratch [2][]K // see get
}

// maxReadings is how often a strict walk reads a list that does not hold still.
const maxReadings = 10

func newWalk[K cmp.Ordered](ctx context.Context, l *numberedList[K]) *walk[K] {
	w := &walk[K]{list: l, pages: fetcher{parent: ctx, read: l.read, window: l.opts.Window}, first: true}
	if !l.ascending || l.opts.Strict {
		// Ids in order are known by the highest; the others must be remembered.
		w.known.all = make(map[K]struct{})
	}
	return w
}

func (w *walk[K]) run(yield func(numbered) bool) error {
	defer w.pages.forget()
	w.yield = yield
	var before []K
	settled := false
	for range maxReadings {
		ids, steady, err := w.read()
		if err != nil || ids == nil || !w.list.opts.Strict {
			return err
		}
		if steady && (w.single || settled && slices.Equal(ids, before)) {
			return nil
		}
		before, settled = ids, steady
		w.pages.forget()
	}
	return w.list.unstable(fmt.Sprintf("it differed in each of %d readings", maxReadings))
}

// read reads the list once. It returns the ids it met if the walk is strict, nil when
// the caller wants no more, and whether nothing moved meanwhile.
func (w *walk[K]) read() (ids []K, steady bool, err error) {
	ids, steady, w.single = []K{}, true, false
	var previous []K
	number, count, back := max(w.list.opts.Page, 1), -1, false
	floor := w.floor()
	for {
		page, here, err := w.get(number)
		gone := number > 1 && (count >= 0 || back) && errors.Is(err, ErrNotFound)
		switch {
		case gone && number <= floor:
			// All from where the walk began is gone.
			return ids, false, nil
		case err != nil && !gone:
			return nil, false, err
		case back && (gone || number > floor && len(here) > 0 && !slices.ContainsFunc(here, w.known.has)),
			!back && number > floor && (gone || w.moved(page.count, count, here, previous)):
			// Too far, or still too far: what was known here is gone.
			steady, back, previous = false, true, nil
			w.pages.forget()
			number--
			if err := w.tick(); err != nil {
				return nil, false, err
			}
			continue
		}
		w.length = max(w.length, len(here))
		back, count = false, page.count
		w.most = max(w.most, count)
		if w.list.ascending && !slices.IsSorted(here) {
			// By the highest id some would be taken for known, and lost.
			return nil, false, w.list.unstable(fmt.Sprintf("page %d is not sorted by id", number))
		}
		if len(here) > 0 && slices.Equal(here, previous) && !w.list.opts.Strict {
			return nil, false, w.list.unstable(fmt.Sprintf("page %d repeats the one before", number))
		}
		if len(here) > 0 && slices.Contains(previous, here[0]) {
			steady = false
		}
		previous = here
		if w.list.opts.Strict { // a walk of millions must not grow by what nobody compares
			ids = append(ids, here...)
		}
		if page.next != 0 {
			// Before the loop has its items, so that the window is full while it works.
			w.pages.expect(page.next, lastPage(count, w.length))
		}
		more, err := w.give(page, here)
		if err != nil || !more {
			return nil, false, err
		}
		if page.next == 0 {
			w.single = number == 1 && steady
			return ids, steady, nil
		}
		number = page.next
	}
}

// moved tells whether the list has changed since the page before: by its count, or
// since ids that ascend go on with one that is not higher.
func (w *walk[K]) moved(count, before int, here, previous []K) bool {
	if before >= 0 && count != before {
		return true
	}
	return w.list.ascending && len(previous) > 0 && len(here) > 0 && here[0] <= previous[len(previous)-1] && !slices.Equal(here, previous)
}

// floor is the page that a walk must not go back behind. What stands before the
// place where it began was not asked for, and a loop may delete what it gets; only
// ids in order tell such items from those that moved there.
func (w *walk[K]) floor() int {
	if w.list.ascending {
		return 1
	}
	return max(w.list.opts.Page, 1)
}

// give yields what is new on a page.
func (w *walk[K]) give(page numbered, ids []K) (more bool, err error) {
	items := reflect.ValueOf(page.items).Elem()
	fresh := 0
	for i, id := range ids {
		if w.known.add(id) {
			if fresh < i { // something before it was known
				items.Index(fresh).Set(items.Index(i))
			}
			fresh++
		}
	}
	if fresh == 0 && !w.first {
		return true, w.tick()
	}
	w.idle = 0
	w.given += fresh
	if w.given > 2*w.most+1000 {
		return false, w.list.unstable(fmt.Sprintf("it counts %d items and has sent %d", w.most, w.given))
	}
	w.first = false
	items.SetLen(fresh)
	return w.yield(page), nil
}

// tick counts a page that brought nothing new. A list that keeps changing could
// send the walk to and fro for ever. What was yielded bounds how far back there is
// something to find; the count does not, since a server may let it grow for ever.
func (w *walk[K]) tick() error {
	w.idle++
	if w.idle > 20+3*(lastPage(w.given, w.length)+w.list.opts.Page) {
		return w.list.unstable(fmt.Sprintf("%d pages in a row brought nothing new", w.idle))
	}
	return nil
}

// get reads a page, and puts its ids into one of two arrays in turn: those of the page
// before are still needed.
func (w *walk[K]) get(number int) (page numbered, ids []K, err error) {
	if page, err = w.pages.get(number); err != nil {
		return page, nil, err
	}
	if ids, err = w.list.ids(page.items, w.scratch[0][:0]); err != nil {
		return page, nil, w.list.client.unexpected(w.list.req, err)
	}
	w.scratch[0], w.scratch[1] = w.scratch[1], ids
	return page, ids, nil
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
