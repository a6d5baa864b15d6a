package boxoffice

import (
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
	"testing"
)

const (
	ebBase  = "https://eventbrite.example.org/proxy" // a base path of its own, so that no test hangs on an empty one
	ebAPI   = ebBase + "/v3"
	ebToken = "eventbrite-test-secret"
)

// ebMock makes a client of an Eventbrite with written-down answers; see resMock.
func ebMock(t *testing.T, opts ...Option) (*Eventbrite, *resServer) {
	t.Helper()
	s := newResServer(t, ebAPI, "Bearer "+ebToken)
	opts = append([]Option{WithBaseURL(ebBase), WithHTTPClient(&http.Client{Transport: s}), WithRetryLimits(RetryLimits{Attempts: 1})}, opts...)
	return resMust(NewEventbrite(EventbriteToken(ebToken), opts...))(t), s
}

// ebNotFound and ebInvalid are errors as Eventbrite sends them.
const (
	ebNotFound = `{"status_code": 404, "error_description": "The path you requested does not exist.", "error": "NOT_FOUND"}`
	ebInvalid  = `{"status_code": 400, "error_detail": {"ARGUMENTS_ERROR": {"event.name.html": ["MISSING"]}}, ` +
		`"error_description": "There are errors with your arguments: event.name.html - MISSING", "error": "ARGUMENTS_ERROR"}`
)

// ebVariants are the forms of pagination: of a first page of two items, and of the
// last one. TOKEN is the continuation that asks for the second page.
var ebVariants = map[string][2]string{
	"page-based": {
		`{"object_count": 3, "page_number": 1, "page_size": 2, "page_count": 2, "has_more_items": true, "continuation": "TOKEN"}`,
		`{"object_count": 3, "page_number": 2, "page_size": 2, "page_count": 2, "has_more_items": false}`,
	},
	"before has_more_items": {
		`{"object_count": 3, "page_number": 1, "page_size": 2, "page_count": 2, "continuation": "TOKEN"}`,
		`{"object_count": 3, "page_number": 2, "page_size": 2, "page_count": 2}`,
	},
	"continuated with counts": {
		`{"object_count": 3, "page_number": 1, "page_size": 2, "page_count": 2, "has_more_items": true, "continuation": "TOKEN"}`,
		`{"object_count": 3, "page_number": 2, "page_size": 2, "page_count": 2, "has_more_items": false, "continuation": "AFTER-THE-END"}`,
	},
	"continuated bare": {
		`{"has_more_items": true, "continuation": "TOKEN"}`,
		`{"has_more_items": false, "continuation": null}`,
	},
}

// ebList is a list that a service has, for ebWalks. Each function calls the service
// with a continuation in its options.
type ebList[T any] struct {
	// path is what is asked, and query what of it does not come from a continuation,
	// as url.Values encodes it; "" for none.
	path, query string
	// key is the member of the answer that holds the items.
	key string
	// item is the JSON of the i-th item, and want what it becomes.
	item func(i int) string
	want func(i int) T

	list  func(eb *Eventbrite, continuation string) (*Page[T], error)
	pages func(eb *Eventbrite, continuation string) iter.Seq2[*Page[T], error]
	all   func(eb *Eventbrite, continuation string) iter.Seq2[T, error]
}

// ebWalks proves of a list that it is read and walked in every variant of
// pagination: what is sent, what comes back, resuming, and what ends a walk.
func ebWalks[T any](t *testing.T, l ebList[T]) {
	t.Helper()
	first, next := l.path, l.path+"?continuation=TOKEN"
	if l.query != "" {
		// url.Values sorts by key; continuation stands where it belongs.
		first = l.path + "?" + l.query
		next = l.path + "?" + ebSorted(l.query+"&continuation=TOKEN")
	}
	page := func(pagination string, items ...int) string {
		var texts []string
		for _, i := range items {
			texts = append(texts, l.item(i))
		}
		return fmt.Sprintf(`{"pagination": %s, %q: [%s]}`, pagination, l.key, strings.Join(texts, ","))
	}
	want := func(items ...int) []T {
		out := []T{}
		for _, i := range items {
			out = append(out, l.want(i))
		}
		return out
	}
	for name, variant := range ebVariants {
		count, number := 3, 1
		if strings.HasSuffix(name, "bare") {
			count, number = -1, 0
		}
		eb, server := ebMock(t)
		server.on("GET", first, 200, page(variant[0], 1, 2))
		server.on("GET", next, 200, page(variant[1], 3))

		got, err := l.list(eb, "")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		resEqual(t, name+": the first page", got, &Page[T]{Items: want(1, 2), Count: count, Number: number, Continuation: "TOKEN"})
		server.want(ebGet(first))

		all, err := Collect(l.all(eb, ""))
		resEqual(t, name+": all", all, want(1, 2, 3))
		resEqual(t, name+": its error", err, error(nil))
		server.want(ebGet(first), ebGet(next))

		var tokens []string
		for p, err := range l.pages(eb, "TOKEN") {
			if err != nil {
				t.Fatalf("%s: resumed: %v", name, err)
			}
			resEqual(t, name+": resumed", p.Items, want(3))
			tokens = append(tokens, p.Continuation)
		}
		resEqual(t, name+": where it goes on", tokens, []string{""})
		server.want(ebGet(next))
	}

	for why, pagination := range map[string]string{
		"a missing token":  `{"has_more_items": true}`,
		"a repeated token": `{"has_more_items": true, "continuation": "TOKEN"}`,
	} {
		eb, server := ebMock(t)
		server.on("GET", first, 200, page(pagination, 1))
		server.on("GET", next, 200, page(pagination, 2))
		if _, err := Collect(l.all(eb, "")); !errors.Is(err, ErrListUnstable) {
			t.Errorf("%s: %v", why, err)
		}
	}
	eb, server := ebMock(t)
	server.on("GET", first, 404, ebNotFound)
	if _, err := l.list(eb, ""); !errors.Is(err, ErrNotFound) {
		t.Errorf("List of what is not there: %v", err)
	}
	for _, err := range l.pages(eb, "") {
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("Pages of what is not there: %v", err)
		}
	}
}

// ebSorted sorts the parameters of a query by their names.
func ebSorted(query string) string {
	return strings.Join(slices.Sorted(strings.SplitSeq(query, "&")), "&")
}

// ebGet is a GET as the mock logs it: path may end in a query.
func ebGet(path string) resSent {
	path, query, _ := strings.Cut(path, "?")
	return resSent{Method: "GET", Path: path, Query: query}
}

// ebRefused proves that a call is refused before anything is sent.
func ebRefused(t *testing.T, argument string, call func(eb *Eventbrite) error) {
	t.Helper()
	eb, server := ebMock(t)
	resArgument(t, call(eb), argument)
	server.want()
}
