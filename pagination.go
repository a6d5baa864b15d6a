package boxoffice

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"reflect"
	"slices"
)

const (
	maxPageSize = 50
	maxWindow   = 16
)

// ListOptions say which page to read, and how to walk. Every list's options
// embed them; nil options are the defaults.
type ListOptions struct {
	// Page is the page to read, or to begin a walk with, counted from 1; 0 means 1.
	// A walk that begins later never yields what stands before, so items that move
	// there meanwhile are missed; teams, which are sorted by id, are not.
	Page int `url:"page,omitempty"`
	// PageSize is how many items a page holds; 0 leaves it to the server. pretix
	// gives 50 at most, so more is refused; pretix 3.17 ignores it and gives 50.
	PageSize int `url:"page_size,omitempty"`
	// Window is how many pages a walk fetches ahead, at once and still in order:
	// 0 and 1 fetch a page when it is wanted, 16 is the most. Hosted pretix allows
	// 360 requests a minute, so a window is for short walks and for servers of your
	// own. It means nothing to List.
	Window int `url:"-"`
	// Strict makes a walk read the list until two readings in a row are the same,
	// so that it also notices changes that leave the count alone: one item removed
	// and one added. It costs at least a second reading of a list with several pages,
	// and remembers all ids. It can't be combined with Page. It means nothing to List.
	Strict bool `url:"-"`
}

func (o *ListOptions) orDefault() ListOptions {
	if o == nil {
		return ListOptions{}
	}
	return *o
}

func (o ListOptions) check() error {
	switch {
	case o.Page < 0:
		return argumentError("opts.Page", "pages are counted from 1")
	case o.PageSize < 0 || o.PageSize > maxPageSize:
		return argumentError("opts.PageSize", fmt.Sprintf("a page holds 1 to %d items", maxPageSize))
	case o.Window < 0 || o.Window > maxWindow:
		return argumentError("opts.Window", fmt.Sprintf("the window is 0 to %d pages", maxWindow))
	case o.Strict && o.Page > 1:
		return argumentError("opts.Strict", "a strict walk reads the whole list, so it can't begin at a later page")
	}
	return nil
}

// Page is one page of a list.
type Page[T any] struct {
	// Items are the items of the page. In a walk they are those that the walk has
	// not yielded yet.
	Items []T
	// Count is how many items the whole list has, -1 where Eventbrite does not tell.
	Count int
	// Number is the number of this page, counted from 1; 0 where Eventbrite does not
	// tell.
	Number int
	// NextPage is the number of the next page, 0 on the last one and on Eventbrite. A
	// job that commits page by page resumes with it in [ListOptions.Page].
	NextPage int
	// Continuation is where Eventbrite's next page begins, "" on the last one and on
	// pretix. A job that commits page by page resumes with it in
	// [ContinuationOptions].
	Continuation string
	// Malformed tells of what on an Eventbrite page was not of the documented type,
	// and so is left empty, or left out of Items; at most 20 are told.
	Malformed []error
}

// Collect makes a slice of a walk. On an error it returns what came before it,
// with the error.
func Collect[T any](walk iter.Seq2[T, error]) ([]T, error) {
	items := []T{}
	for item, err := range walk {
		if err != nil {
			return items, err
		}
		items = append(items, item)
	}
	return items, nil
}

// CollectMax is Collect for no more than most items; when there are more it
// returns those and [ErrTruncated]. A page that is not needed is not fetched.
func CollectMax[T any](walk iter.Seq2[T, error], most int) ([]T, error) {
	items := []T{}
	if most <= 0 {
		return items, argumentError("most", "the maximum must be positive")
	}
	for item, err := range walk {
		if err != nil {
			return items, err
		}
		if len(items) == most {
			return items, ErrTruncated
		}
		items = append(items, item)
	}
	return items, nil
}

// list is a list of numbered pages: how to ask for it and how to tell its items
// apart.
type list[T any, K cmp.Ordered] struct {
	client *Client
	req    request
	id     func(*T) K
	// ascending says that the server sorts the list by id.
	ascending bool
	// seen is told of each page, where the service learns from it.
	seen func([]T)
}

// page reads one page.
func (l *list[T, K]) page(ctx context.Context, opts ListOptions) (*Page[T], error) {
	page, _, err := newWalk(ctx, l.numbered(opts)).get(max(opts.Page, 1))
	if err != nil {
		return nil, err
	}
	return numberedPage[T](page), nil
}

// pages walks the pages, see walk.
func (l *list[T, K]) pages(ctx context.Context, opts ListOptions) iter.Seq2[*Page[T], error] {
	list := l.numbered(opts)
	return func(yield func(*Page[T], error) bool) {
		err := newWalk(ctx, list).run(func(page numbered) bool { return yield(numberedPage[T](page), nil) })
		if err != nil {
			yield(nil, err)
		}
	}
}

// all walks the items.
func (l *list[T, K]) all(ctx context.Context, opts ListOptions) iter.Seq2[T, error] {
	list := l.numbered(opts)
	return func(yield func(T, error) bool) {
		err := newWalk(ctx, list).run(func(page numbered) bool {
			for _, item := range *page.items.(*[]T) {
				if !yield(item, nil) {
					return false
				}
			}
			return true
		})
		if err != nil {
			var zero T
			yield(zero, err)
		}
	}
}

func (l *list[T, K]) numbered(opts ListOptions) *numberedList[K] {
	list := newNumberedList[K](l.client, &l.req, opts, reflect.TypeFor[envelope[T]]())
	list.ascending = l.ascending
	list.ids = func(page any, room []K) ([]K, error) {
		var none K
		items := *page.(*[]T)
		ids := slices.Grow(room, len(items))
		for i := range items {
			id := l.id(&items[i])
			if id == none {
				return nil, errNoID
			}
			ids = append(ids, id)
		}
		if l.seen != nil {
			l.seen(items)
		}
		return ids, nil
	}
	return list
}

func numberedPage[T any](p numbered) *Page[T] {
	return &Page[T]{Items: *p.items.(*[]T), Count: p.count, Number: p.number, NextPage: p.next}
}
