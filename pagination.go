package boxoffice

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
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

// envelope is a page as pretix sends it.
type envelope[T any] struct {
	Count   int     `json:"count"`
	Next    *string `json:"next"`
	Results []T     `json:"results"`
}

// page reads one page.
func (l list[T, K]) page(ctx context.Context, opts ListOptions) (*Page[T], error) {
	get, err := l.getter(opts)
	if err != nil {
		return nil, err
	}
	return get(ctx, max(opts.Page, 1))
}

// pages walks the pages, see walk.
func (l list[T, K]) pages(ctx context.Context, opts ListOptions) iter.Seq2[*Page[T], error] {
	return func(yield func(*Page[T], error) bool) {
		get, err := l.getter(opts)
		if err != nil {
			yield(nil, err)
			return
		}
		if err := newWalk(ctx, l, opts, get).run(yield); err != nil {
			yield(nil, err)
		}
	}
}

// all walks the items.
func (l list[T, K]) all(ctx context.Context, opts ListOptions) iter.Seq2[T, error] {
	return items(l.pages(ctx, opts))
}

// items walks the items of pages.
func items[T any](pages iter.Seq2[*Page[T], error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for page, err := range pages {
			if err != nil {
				var zero T
				yield(zero, err)
				return
			}
			for _, item := range page.Items {
				if !yield(item, nil) {
					return
				}
			}
		}
	}
}

// getter checks everything that can be checked once, and returns the function
// that reads a page.
func (l list[T, K]) getter(opts ListOptions) (func(context.Context, int) (*Page[T], error), error) {
	if err := opts.check(); err != nil {
		return nil, err
	}
	l.req.page = true
	path, err := expandPath(l.req.path, l.req.args)
	if err != nil {
		return nil, err
	}
	values, err := queryValues(l.req.query)
	if err != nil {
		return nil, err
	}
	query := make(url.Values, len(values)+1)
	maps.Copy(query, values)
	if opts.PageSize > 0 {
		query.Set("page_size", strconv.Itoa(opts.PageSize))
	}
	first := addQuery(path, query.Encode())
	query.Del("page") // an untyped walk's own, with which it begins
	others := query.Encode()
	return func(ctx context.Context, number int) (*Page[T], error) {
		target := first
		if number > 1 {
			target = addQuery(path+"?page="+strconv.Itoa(number), others)
		}
		var got envelope[T]
		if err := l.client.callPath(ctx, l.req, target, &got); err != nil {
			return nil, err
		}
		page, err := got.page(number)
		var none K
		if err == nil && slices.ContainsFunc(page.Items, func(item T) bool { return l.id(&item) == none }) {
			// A null, which would look like an item that has nothing.
			err = errors.New("the answer is not a page of a list: an item has no id")
		}
		if err != nil {
			return nil, l.client.unexpected(l.req, err)
		}
		if l.seen != nil {
			l.seen(page.Items)
		}
		return page, nil
	}, nil
}

// page checks that the answer is a page. Of the next link only the page number
// is used: the rest may name another host, as proxies and attackers do.
func (e envelope[T]) page(number int) (*Page[T], error) {
	page := &Page[T]{Items: e.Results, Count: e.Count, Number: number}
	switch {
	case e.Results == nil:
		return nil, errors.New("the answer is not a page of a list: it has no results")
	case e.Next == nil:
		return page, nil
	case len(e.Results) == 0:
		return nil, fmt.Errorf("%w: an empty page says that there is another", ErrListUnstable)
	}
	if linksTo(*e.Next, number+1) {
		page.NextPage = number + 1
		return page, nil
	}
	link, err := url.Parse(*e.Next)
	if err != nil {
		return nil, errors.New("the link to the next page can't be parsed")
	}
	next, err := strconv.Atoi(link.Query().Get("page"))
	if err != nil || next != number+1 {
		return nil, fmt.Errorf("%w: page %d names %s as the next one", ErrListUnstable, number, strconv.Quote(link.Query().Get("page")))
	}
	page.NextPage = next
	return page, nil
}

// linksTo tells, of a link that is written as pretix does, whether it leads to a page.
// Anything else it leaves to a parser.
func linksTo(link string, number int) bool {
	if strings.ContainsFunc(link, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("%+;#", r) }) {
		return false
	}
	_, query, _ := strings.Cut(link, "?")
	for pair := range strings.SplitSeq(query, "&") {
		if value, ok := strings.CutPrefix(pair, "page="); ok {
			return value == strconv.Itoa(number)
		}
	}
	return false
}

// untypedItem is an item of a list that this package does not type.
type untypedItem[T any] struct {
	value T
	key   string
}

func (i *untypedItem[T]) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, &i.value); err != nil {
		return err
	}
	var keys struct {
		ID   json.RawMessage `json:"id"`
		Slug json.RawMessage `json:"slug"`
		Code json.RawMessage `json:"code"`
	}
	if json.Unmarshal(data, &keys) == nil {
		for _, key := range []json.RawMessage{keys.ID, keys.Slug, keys.Code} {
			if len(key) > 0 && !bytes.Equal(key, []byte("null")) {
				i.key = string(key)
				return nil
			}
		}
	}
	i.key = string(data)
	return nil
}
