package boxoffice

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
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
	read, start, err := l.reader()
	if err != nil {
		return nil, err
	}
	page, _, err := read(ctx, start)
	return page, err
}

// pages walks the pages.
func (l continuations[T]) pages(ctx context.Context) iter.Seq2[*Page[T], error] {
	return func(yield func(*Page[T], error) bool) {
		if err := l.walk(ctx, yield); err != nil {
			yield(nil, err)
		}
	}
}

// all walks the items. What could not be read at all is an error, but only behind the
// rest; of pages, [Page.Malformed] tells.
func (l continuations[T]) all(ctx context.Context) iter.Seq2[T, error] {
	return items(func(yield func(*Page[T], error) bool) {
		lost := 0
		for page, err := range l.pages(ctx) {
			if page != nil {
				lost += page.lost
			}
			if !yield(page, err) || err != nil {
				return
			}
		}
		if lost > 0 {
			yield(nil, l.client.unexpected(l.req, fmt.Errorf("%d items of the list could not be read: see Malformed of its pages", lost)))
		}
	})
}

// walk reads page after page until the last one, or until yield says no.
func (l continuations[T]) walk(ctx context.Context, yield func(*Page[T], error) bool) error {
	read, token, err := l.reader()
	if err != nil {
		return err
	}
	seen := map[string]struct{}{token: {}}
	var before uint64 // the page before
	empty := 0        // how many pages in a row
	for {
		page, sum, err := read(ctx, token)
		if err != nil {
			return err
		}
		// A server that does not look at a continuation may send a new one each time,
		// for ever.
		switch {
		case len(page.Items) == 0:
			empty++
		case sum == before:
			return l.unstable("a page came a second time, under another continuation")
		default:
			empty, before = 0, sum
		}
		if empty > maxEmpty {
			return l.unstable(fmt.Sprintf("%d pages in a row were empty", empty))
		}
		if token = page.Continuation; !yield(page, nil) || token == "" {
			return nil
		}
		if _, again := seen[token]; again {
			return l.unstable("a continuation came a second time")
		}
		seen[token] = struct{}{}
	}
}

func (l continuations[T]) unstable(why string) error {
	return l.client.unexpected(l.req, fmt.Errorf("%w: %s", ErrListUnstable, why))
}

// reader checks everything that can be checked once, and returns the function that
// reads the page of a token, and the token to begin with. With a page comes a sum that
// two pages have in common when they differ in nothing but their continuation.
func (l continuations[T]) reader() (read func(context.Context, string) (*Page[T], uint64, error), start string, err error) {
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
	return func(ctx context.Context, token string) (*Page[T], uint64, error) {
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
		if err := l.client.callPath(ctx, l.req, addQuery(path, query.Encode()), &got); err != nil {
			return nil, 0, err
		}
		page, err := got.page()
		if err != nil {
			return nil, 0, l.client.unexpected(l.req, err)
		}
		return page, got.sum, nil
	}, start, nil
}

// maxMalformed is how much [Page.Malformed] tells.
const maxMalformed = 20

// continued is a page as Eventbrite sends it: a list under a name of its own, and
// the pagination beside it.
type continued[T any] struct {
	key        string
	items      []T
	sent       int    // items, also those that could not be read
	sum        uint64 // of all but the continuation
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

// maxEmpty is how many empty pages in a row a walk reads before it gives up.
const maxEmpty = 100

// maxContinuation is what fits into an address, and many times what Eventbrite sends.
const maxContinuation = 8 << 10

var errNoList = errors.New("the answer is not a page of the list that was asked for")

// UnmarshalJSON reads a page, in one go where nothing is odd, and else part by part.
func (p *continued[T]) UnmarshalJSON(data []byte) error {
	if p.key == "" || !p.whole(data) {
		if err := p.parts(data); err != nil {
			return err
		}
	}
	before, after, _ := bytes.Cut(data, []byte(p.pagination.Continuation))
	sum := crc32.Update(crc32.ChecksumIEEE(before), crc32.IEEETable, after)
	p.sum = uint64(len(before)+len(after))<<32 | uint64(sum)
	return nil
}

// parts reads a page member by member.
func (p *continued[T]) parts(data []byte) error {
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
	page := &Page[T]{Items: p.items, Count: -1, Malformed: p.odd, lost: p.sent - len(p.items)}
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
	case len(c.Continuation) > maxContinuation:
		return nil, fmt.Errorf("%w: the continuation is too long to ask for the next page", ErrListUnstable)
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
