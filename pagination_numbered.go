package boxoffice

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"reflect"
	"strconv"
	"strings"
)

// numbered is a page as a walk sees it.
type numbered struct {
	items  any // a pointer to the slice of them
	count  int
	number int
	next   int // the number of the next page, 0 on the last one
}

// envelope is a page as pretix sends it.
type envelope[T any] struct {
	Count   int     `json:"count"`
	Next    *string `json:"next"`
	Results []T     `json:"results"`
}

func (e *envelope[T]) parts() (count int, next *string, items any) {
	return e.Count, e.Next, &e.Results
}

// numberedList is a list that does not know the type of its items, of which the compiler
// would else make a copy for each of pretix's lists.
type numberedList[K cmp.Ordered] struct {
	client    *Client
	req       request // which may be refused
	opts      ListOptions
	envelope  reflect.Type
	ascending bool
	path      string
	first     string // the address of page 1
	query     string // of all pages, without their number

	// ids appends the ids of the items to a slice; each must have one.
	ids func(items any, room []K) ([]K, error)
}

// errNoID is for a null, which would look like an item that has nothing.
var errNoID = errors.New("the answer is not a page of a list: an item has no id")

// newNumberedList checks everything that can be checked once.
func newNumberedList[K cmp.Ordered](c *Client, r *request, opts ListOptions, envelope reflect.Type) *numberedList[K] {
	path, err := expandPath(r.path, r.args)
	values, queryErr := queryValues(r.query)
	query := make(url.Values, len(values)+1)
	maps.Copy(query, values)
	if opts.PageSize > 0 {
		query.Set("page_size", strconv.Itoa(opts.PageSize))
	}
	l := &numberedList[K]{client: c, req: *r, opts: opts, envelope: envelope, path: path, query: query.Encode()}
	l.first = addQuery(path, l.query)
	l.req.page = true
	if query.Has("page") {
		queryErr = argumentError("r.Query", "the page to begin with is ListOptions.Page")
	}
	l.req.refused = firstError(opts.check(), err, queryErr)
	return l
}

func (l *numberedList[K]) read(ctx context.Context, number int) (numbered, error) {
	if l.req.refused != nil {
		return numbered{}, l.req.refused
	}
	target := l.first
	if number > 1 {
		target = addQuery(l.path+"?page="+strconv.Itoa(number), l.query)
	}
	answer := reflect.New(l.envelope).Interface().(interface{ parts() (int, *string, any) })
	if err := l.client.callPath(ctx, l.req, target, answer); err != nil {
		return numbered{}, err
	}
	count, link, items := answer.parts()
	next, err := nextPage(number, link, reflect.ValueOf(items).Elem())
	if err != nil {
		return numbered{}, l.client.unexpected(l.req, err)
	}
	return numbered{items: items, count: count, number: number, next: next}, nil
}

func (l *numberedList[K]) unstable(why string) error {
	return l.client.unexpected(l.req, fmt.Errorf("%w: %s", ErrListUnstable, why))
}

// nextPage checks that the answer is a page. Of the next link only the page number
// is used: the rest may name another host, as proxies and attackers do.
func nextPage(number int, next *string, results reflect.Value) (int, error) {
	switch {
	case results.IsNil():
		return 0, errors.New("the answer is not a page of a list: it has no results")
	case next == nil:
		return 0, nil
	case results.Len() == 0:
		return 0, fmt.Errorf("%w: an empty page says that there is another", ErrListUnstable)
	}
	if linksTo(*next, number+1) {
		return number + 1, nil
	}
	link, err := url.Parse(*next)
	if err != nil {
		return 0, errors.New("the link to the next page can't be parsed")
	}
	named := link.Query().Get("page")
	if n, err := strconv.Atoi(named); err != nil || n != number+1 {
		return 0, fmt.Errorf("%w: page %d names %s as the next one", ErrListUnstable, number, strconv.Quote(named))
	}
	return number + 1, nil
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
