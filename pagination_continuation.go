package boxoffice

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"reflect"
)

// ContinuationOptions say where to begin a list of Eventbrite's. The options of its
// lists embed them; nil options are the defaults.
type ContinuationOptions struct {
	// Continuation is where to begin: the [Page.Continuation] of the page that was
	// read last, with the same other options. "" begins at the first page. How long
	// Eventbrite takes one is not documented; one that it does not take is
	// [ErrInvalid] with [Error.Code] BAD_CONTINUATION_TOKEN. Treat it as opaque.
	Continuation string `url:"continuation,omitempty"`
}

// continuations is a list that goes on by tokens: each page brings the one that asks
// for the next.
type continuations[T any] struct {
	client *Client
	req    request
	// key is the member of the answer that holds the items, "" for the only list in
	// it, where the name of the member is not known.
	key string
}

// page reads one page.
func (l *continuations[T]) page(ctx context.Context) (*Page[T], error) {
	walk := l.walk()
	page, err := walk.read(ctx, walk.start)
	if err != nil {
		return nil, err
	}
	return continuedPage[T](page), nil
}

// pages walks the pages.
func (l *continuations[T]) pages(ctx context.Context) iter.Seq2[*Page[T], error] {
	walk := l.walk()
	return func(yield func(*Page[T], error) bool) {
		err := walk.run(ctx, func(page *continued) bool { return yield(continuedPage[T](page), nil) })
		if err != nil {
			yield(nil, err)
		}
	}
}

// all walks the items.
func (l *continuations[T]) all(ctx context.Context) iter.Seq2[T, error] {
	walk := l.walk()
	return func(yield func(T, error) bool) {
		err := walk.all(ctx, func(page *continued) bool {
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

func (l *continuations[T]) walk() *continuationWalk {
	return newContinuationWalk(l.client, &l.req, l.key, reflect.TypeFor[[]T]())
}

func continuedPage[T any](p *continued) *Page[T] {
	return &Page[T]{Items: *p.items.(*[]T), Count: p.count, Number: p.number, Continuation: p.next, Malformed: p.odd}
}

// continuationWalk reads the pages of a list. It does not know the type of the items,
// of which the compiler would else make a copy for each of Eventbrite's lists.
type continuationWalk struct {
	client *Client
	req    request // which may be refused
	key    string
	items  reflect.Type // the slice of them
	path   string
	query  url.Values
	start  string
}

// newContinuationWalk checks everything that can be checked once.
func newContinuationWalk(c *Client, r *request, key string, items reflect.Type) *continuationWalk {
	path, err := expandPath(r.path, r.args)
	query, queryErr := queryValues(r.query)
	w := &continuationWalk{client: c, req: *r, key: key, items: items, path: path, query: query, start: query.Get("continuation")}
	w.req.page = true
	w.req.refused = firstError(r.refused, err, queryErr)
	return w
}

// maxEmpty is how many empty pages in a row a walk reads before it gives up.
const maxEmpty = 100

// run reads page after page until the last one, or until yield says no.
func (w *continuationWalk) run(ctx context.Context, yield func(*continued) bool) error {
	token := w.start
	seen := map[string]struct{}{token: {}}
	var before uint64 // the page before
	empty := 0        // how many pages in a row
	for {
		page, err := w.read(ctx, token)
		if err != nil {
			return err
		}
		// A server that does not look at a continuation may send a new one each time,
		// for ever.
		switch {
		case page.len() == 0:
			empty++
		case page.sum == before:
			return w.unstable("a page came a second time, under another continuation")
		default:
			empty, before = 0, page.sum
		}
		if empty > maxEmpty {
			return w.unstable(fmt.Sprintf("%d pages in a row were empty", empty))
		}
		if token = page.next; !yield(page) || token == "" {
			return nil
		}
		if _, again := seen[token]; again {
			return w.unstable("a continuation came a second time")
		}
		seen[token] = struct{}{}
	}
}

// all is run for the items. What could not be read at all is an error, but only behind
// the rest; of pages, [Page.Malformed] tells.
func (w *continuationWalk) all(ctx context.Context, yield func(*continued) bool) error {
	lost, more := 0, true
	err := w.run(ctx, func(page *continued) bool {
		lost += page.sent - page.len()
		more = yield(page)
		return more
	})
	if err == nil && more && lost > 0 {
		return w.client.unexpected(w.req, fmt.Errorf("%d items of the list could not be read: see Malformed of its pages", lost))
	}
	return err
}

func (w *continuationWalk) unstable(why string) error {
	return w.client.unexpected(w.req, fmt.Errorf("%w: %s", ErrListUnstable, why))
}

// read reads the page of a token.
func (w *continuationWalk) read(ctx context.Context, token string) (*continued, error) {
	if w.req.refused != nil {
		return nil, w.req.refused
	}
	query := maps.Clone(w.query)
	if token != w.start {
		// A page's number only says where to begin.
		query.Del("page")
	}
	if token != "" {
		if query == nil {
			query = url.Values{}
		}
		query.Set("continuation", token)
	}
	page := &continued{key: w.key, items: reflect.New(w.items).Interface()}
	if err := w.client.callPath(ctx, w.req, addQuery(w.path, query.Encode()), page); err != nil {
		return nil, err
	}
	if err := page.goOn(); err != nil {
		return nil, w.client.unexpected(w.req, err)
	}
	return page, nil
}
