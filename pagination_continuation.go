package boxoffice

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"reflect"

	"github.com/boxoffice-go/boxoffice/internal/lenient"
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
func (l continuations[T]) page(ctx context.Context) (*Page[T], error) {
	get, start, err := l.getter()
	if err != nil {
		return nil, err
	}
	return get(ctx, start)
}

// pages walks the pages.
func (l continuations[T]) pages(ctx context.Context) iter.Seq2[*Page[T], error] {
	return func(yield func(*Page[T], error) bool) {
		get, token, err := l.getter()
		seen := map[string]struct{}{token: {}}
		for err == nil {
			var page *Page[T]
			if page, err = get(ctx, token); err != nil {
				break
			}
			if !yield(page, nil) || page.Continuation == "" {
				return
			}
			token = page.Continuation
			if _, again := seen[token]; again {
				err = l.client.unexpected(l.req, fmt.Errorf("%w: a continuation came a second time", ErrListUnstable))
			}
			seen[token] = struct{}{}
		}
		yield(nil, err)
	}
}

// all walks the items.
func (l continuations[T]) all(ctx context.Context) iter.Seq2[T, error] {
	return items(l.pages(ctx))
}

// getter checks everything that can be checked once, and returns the function that
// reads the page of a token, and the token to begin with.
func (l continuations[T]) getter() (get func(context.Context, string) (*Page[T], error), start string, err error) {
	if l.req.refused != nil {
		return nil, "", l.req.refused
	}
	l.req.page = true
	path, err := expandPath(l.req.path, l.req.args)
	if err != nil {
		return nil, "", err
	}
	values, err := queryValues(l.req.query)
	if err != nil {
		return nil, "", err
	}
	start = values.Get("continuation")
	return func(ctx context.Context, token string) (*Page[T], error) {
		query := maps.Clone(values)
		if token != start {
			// A page's number only says where to begin.
			query.Del("page")
		}
		if token != "" {
			if query == nil {
				query = url.Values{}
			}
			query.Set("continuation", token)
		}
		got := continued[T]{key: l.key}
		if err := l.client.callPath(ctx, l.req, path, query, &got); err != nil {
			return nil, err
		}
		page, err := got.page()
		if err != nil {
			return nil, l.client.unexpected(l.req, err)
		}
		return page, nil
	}, start, nil
}

// maxMalformed is how much [Page.Malformed] tells.
const maxMalformed = 20

// continued is a page as Eventbrite sends it: a list under a name of its own, and
// the pagination beside it.
type continued[T any] struct {
	key        string
	items      []T
	sent       int // items, also those that could not be read
	odd        []error
	pagination continuation
}

// continuation is the object that tells where a list goes on. Which members there
// are differs from list to list.
type continuation struct {
	ObjectCount  *int   `json:"object_count"`
	PageNumber   *int   `json:"page_number"`
	PageCount    *int   `json:"page_count"`
	HasMoreItems *bool  `json:"has_more_items"`
	Continuation string `json:"continuation"`
}

var errNoList = errors.New("the answer is not a page of the list that was asked for")

// UnmarshalJSON reads the page in one go where nothing is odd, and else part by part.
func (p *continued[T]) UnmarshalJSON(data []byte) error {
	if p.key != "" && p.whole(data) {
		return nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return err
	}
	list, err := listIn(members, p.key)
	if err != nil {
		return err
	}
	if p.odd, err = lenient.Unmarshal(list, &p.items); err != nil {
		return err
	}
	p.sent = len(p.items)
	if len(p.odd) > 0 {
		var sent []json.RawMessage
		if err := json.Unmarshal(list, &sent); err != nil {
			return err
		}
		p.sent = len(sent)
	}
	if pagination, ok := members["pagination"]; ok {
		var odd []error
		odd, err = lenient.Unmarshal(pagination, &p.pagination)
		p.odd = append(odd, p.odd...)
		p.odd = p.odd[:min(len(p.odd), maxMalformed)]
	}
	return err
}

// whole reads a page whose list has a name, and says no when there is anything to look
// at more closely.
func (p *continued[T]) whole(data []byte) bool {
	page := reflect.New(reflect.StructOf([]reflect.StructField{
		{Name: "Items", Type: reflect.TypeFor[[]T](), Tag: reflect.StructTag(`json:"` + p.key + `"`)},
		{Name: "Pagination", Type: reflect.TypeFor[continuation](), Tag: `json:"pagination"`},
	}))
	if json.Unmarshal(data, page.Interface()) != nil {
		return false
	}
	items, _ := reflect.TypeAssert[[]T](page.Elem().Field(0))
	if items == nil {
		return false
	}
	p.items, p.sent = items, len(items)
	p.pagination, _ = reflect.TypeAssert[continuation](page.Elem().Field(1))
	return true
}

// listIn finds the items of a page.
func listIn(members map[string]json.RawMessage, key string) (json.RawMessage, error) {
	if key != "" {
		if list, ok := members[key]; ok {
			return list, nil
		}
		return nil, errNoList
	}
	var found json.RawMessage
	for _, member := range members {
		if len(member) == 0 || member[0] != '[' {
			continue
		}
		if found != nil {
			return nil, errNoList
		}
		found = member
	}
	if found == nil {
		return nil, errNoList
	}
	return found, nil
}

func (p *continued[T]) page() (*Page[T], error) {
	c := p.pagination
	page := &Page[T]{Items: p.items, Count: -1, Malformed: p.odd}
	if page.Items == nil {
		page.Items = []T{}
	}
	if c.ObjectCount != nil {
		page.Count = *c.ObjectCount
	}
	if c.PageNumber != nil {
		page.Number = *c.PageNumber
	}
	switch {
	case !c.more(p.sent):
		// Some lists send a token on the last page, too.
	case c.Continuation == "":
		return nil, fmt.Errorf("%w: there is another page, but no continuation to ask for it", ErrListUnstable)
	default:
		page.Continuation = c.Continuation
	}
	return page, nil
}

// more tells whether there is another page. Where a list says nothing of that, only
// a token can, until a page is empty.
func (c continuation) more(items int) bool {
	switch {
	case c.HasMoreItems != nil:
		return *c.HasMoreItems
	case c.PageNumber != nil && c.PageCount != nil:
		return *c.PageNumber < *c.PageCount
	}
	return c.Continuation != "" && items > 0
}
