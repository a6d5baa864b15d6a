package boxoffice

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice/internal/swell"
)

// ebPages answers the events of organization 7 with these bodies by token, "" for the
// first page.
func ebPages(t *testing.T, bodies map[string]string) (*Eventbrite, *ebWire) {
	t.Helper()
	eb, w := newEBWire(t)
	for token, body := range bodies {
		query := ""
		if token != "" {
			query = "continuation=" + token
		}
		w.RegisterResponderWithQuery("GET", ebAPI+"/organizations/7/events/", query, reply(200, body))
	}
	return eb, w
}

// ebEventPage is a page of events with these ids.
func ebEventPage(pagination string, ids ...int) string {
	events := make([]string, 0, len(ids))
	for _, id := range ids {
		events = append(events, fmt.Sprintf(`{"id": "%d"}`, id))
	}
	return fmt.Sprintf(`{"events": [%s], "pagination": %s}`, strings.Join(events, ","), pagination)
}

// ebIDs walks the events of organization 7 and returns their ids as far as it got.
func ebIDs(t *testing.T, eb *Eventbrite, opts *EventListOptions) (string, error) {
	t.Helper()
	events, err := Collect(eb.Events.All(t.Context(), "7", opts))
	var ids strings.Builder
	for _, e := range events {
		ids.WriteString(string(e.ID))
	}
	return ids.String(), err
}

func ebAsked(tokens ...string) []string {
	var want []string
	for _, token := range tokens {
		if token != "" {
			token = "?continuation=" + token
		}
		want = append(want, "GET /organizations/7/events/"+token)
	}
	return want
}

// What ends a walk, and what ends it with an error.
func TestContinuationStops(t *testing.T) {
	t.Parallel()
	const more, end = `{"has_more_items": true, "continuation": "B"}`, `{"has_more_items": false}`
	tests := []struct {
		reason string
		pages  map[string]string
		ids    string
		asked  []string
		err    error // nil for none
	}{
		{"one page", map[string]string{"": ebEventPage(end, 1)}, "1", []string{""}, nil},
		{"an empty list, as page-based lists say it", map[string]string{"": ebEventPage(`{"object_count": 0, "page_number": 1, "page_size": 50, "page_count": 1, "has_more_items": false}`)}, "", []string{""}, nil},
		{"an empty list, as continuated lists say it", map[string]string{"": ebEventPage(`{"object_count": 0, "page_number": 1, "page_size": 50, "page_count": 0, "has_more_items": false}`)}, "", []string{""}, nil},
		{"two pages", map[string]string{"": ebEventPage(more, 1, 2), "B": ebEventPage(end, 3)}, "123", []string{"", "B"}, nil},
		{"a token although there is no more", map[string]string{"": ebEventPage(`{"has_more_items": false, "continuation": "B"}`, 1)}, "1", []string{""}, nil},
		{"a token of null", map[string]string{"": ebEventPage(`{"has_more_items": false, "continuation": null}`, 1)}, "1", []string{""}, nil},
		{"an empty page that has a next one", map[string]string{"": ebEventPage(more), "B": ebEventPage(end, 3)}, "3", []string{"", "B"}, nil},
		{"has_more_items goes before the numbers", map[string]string{"": ebEventPage(`{"has_more_items": true, "continuation": "B", "page_number": 2, "page_count": 2}`, 1), "B": ebEventPage(end, 2)}, "12", []string{"", "B"}, nil},
		{"and so when it says no", map[string]string{"": ebEventPage(`{"has_more_items": false, "continuation": "B", "page_number": 1, "page_count": 2}`, 1)}, "1", []string{""}, nil},
		{"numbers of which one is missing say nothing, a token goes before them", map[string]string{"": ebEventPage(`{"continuation": "B", "page_number": 1}`, 1), "B": ebEventPage(`{"continuation": "C", "page_count": 1}`, 2), "C": ebEventPage(`{}`, 3)}, "123", []string{"", "B", "C"}, nil},
		{"no pagination at all", map[string]string{"": `{"events": [{"id": "1"}]}`}, "1", []string{""}, nil},
		{"a pagination of null", map[string]string{"": ebEventPage(`null`, 1)}, "1", []string{""}, nil},
		{"an empty pagination", map[string]string{"": ebEventPage(`{}`, 1)}, "1", []string{""}, nil},
		{"page numbers only, the last page", map[string]string{"": ebEventPage(`{"page_number": 2, "page_count": 2}`, 1)}, "1", []string{""}, nil},
		{"page numbers with a token", map[string]string{"": ebEventPage(`{"page_number": 1, "page_count": 2, "continuation": "B"}`, 1), "B": ebEventPage(`{"page_number": 2, "page_count": 2, "continuation": "C"}`, 2)}, "12", []string{"", "B"}, nil},
		{"page numbers that promise more, and no token", map[string]string{"": ebEventPage(`{"page_number": 1, "page_count": 2}`, 1)}, "", []string{""}, ErrListUnstable},
		{"tokens only, until a page is empty", map[string]string{"": ebEventPage(`{"continuation": "B"}`, 1), "B": ebEventPage(`{"continuation": "C"}`, 2), "C": ebEventPage(`{"continuation": "C"}`)}, "12", []string{"", "B", "C"}, nil},
		{"tokens only, until there is none", map[string]string{"": ebEventPage(`{"continuation": "B"}`, 1), "B": ebEventPage(`{}`, 2)}, "12", []string{"", "B"}, nil},
		{
			"tokens only: a page of what can't be read is not empty",
			map[string]string{"": `{"events": [5, "x"], "pagination": {"continuation": "B"}}`, "B": ebEventPage(`{}`, 2)}, "2", []string{"", "B"}, errNoKind,
		},
		{"another page without a token", map[string]string{"": ebEventPage(more, 1), "B": ebEventPage(`{"has_more_items": true}`, 2)}, "1", []string{"", "B"}, ErrListUnstable},
		{"the same token again", map[string]string{"": ebEventPage(more, 1), "B": ebEventPage(more, 2)}, "12", []string{"", "B"}, ErrListUnstable},
		{
			"a longer circle",
			map[string]string{"": ebEventPage(more, 1), "B": ebEventPage(`{"has_more_items": true, "continuation": "C"}`, 2), "C": ebEventPage(`{"has_more_items": true, "continuation": "D"}`, 3), "D": ebEventPage(more, 4)},
			"1234", []string{"", "B", "C", "D"}, ErrListUnstable,
		},
		{"a list of null", map[string]string{"": `{"events": null, "pagination": {"has_more_items": false}}`}, "", []string{""}, nil},
		{"another list", map[string]string{"": `{"orders": [{"id": "1"}]}`}, "", []string{""}, errNoKind},
		{"an object for the list", map[string]string{"": `{"events": {"id": "1"}}`}, "", []string{""}, errNoKind},
		{"an error's shape that says 200", map[string]string{"": `{"error": "NOT_FOUND"}`}, "", []string{""}, errNoKind},
		{"a bare list", map[string]string{"": `[{"id": "1"}]`}, "", []string{""}, errNoKind},
		{"a later page that is none", map[string]string{"": ebEventPage(more, 1), "B": `{}`}, "1", []string{"", "B"}, errNoKind},

		{"the right values in the wrong types", map[string]string{"": ebEventPage(`{"has_more_items": "true", "continuation": 5, "page_number": "1"}`, 1), "5": ebEventPage(`{"has_more_items": "false"}`, 2)}, "12", []string{"", "5"}, nil},
		{"wrong types all over", map[string]string{"": ebEventPage(`{"has_more_items": [], "continuation": {}, "page_number": {}, "page_count": true, "object_count": "x"}`, 1)}, "1", []string{""}, nil},
		{"a pagination that is none", map[string]string{"": ebEventPage(`["B"]`, 1)}, "", []string{""}, errNoKind},
		{"a pagination that is a text", map[string]string{"": ebEventPage(`"B"`, 1)}, "", []string{""}, errNoKind},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			eb, w := ebPages(t, test.pages)
			ids, err := ebIDs(t, eb, nil)
			wantEqual(t, "the items", ids, test.ids)
			switch {
			case test.err == nil:
				wantEqual(t, "the error", err, nil)
			case test.err == errNoKind:
				e := wantError(t, err)
				wantEqual(t, "Operation", e.Operation, "Events.List")
			default:
				e := wantError(t, err, test.err)
				wantEqual(t, "Path", e.Path, "/proxy/v3/organizations/{organization_id}/events/")
			}
			w.want(ebAsked(test.asked...)...)
		})
	}
}

var errNoKind = errors.New("any error without a kind")

// What is odd on a page is told and costs nothing beside it.
func TestContinuationMalformed(t *testing.T) {
	t.Parallel()
	body := `{"events": [{"id": 1, "capacity": "12"}, "x", {"id": "2", "capacity": [], "status": {}, "start": {"utc": "soon"}}],
		"pagination": {"has_more_items": false, "object_count": "x", "page_number": 3}}`
	eb, _ := ebPages(t, map[string]string{"": body})
	page, err := eb.Events.List(t.Context(), "7", nil)
	if err != nil {
		t.Fatal(err)
	}
	resEqual(t, "the items", page.Items, []Event{{ID: "1", Capacity: new(int64(12))}, {ID: "2"}})
	var odd []string
	for _, err := range page.Malformed {
		odd = append(odd, err.Error())
	}
	slices.Sort(odd)
	resEqual(t, "Malformed", odd, []string{
		`"1" is not of the expected type, object`, `"2.capacity" is not of the expected type, number`, `"2.start.utc" is not of the expected type, time`,
		`"2.status" is not of the expected type, text`, `"object_count" is not of the expected type, number`,
	})
	page.Items, page.Malformed = nil, nil
	resEqual(t, "the page", page, &Page[Event]{Count: -1, Number: 3})

	// Of items that were lost a walk of items tells behind the others.
	all, err := Collect(eb.Events.All(t.Context(), "7", nil))
	e := wantError(t, err)
	if len(all) != 2 || e.Operation != "Events.List" || !strings.Contains(e.Error(), "1 items of the list could not be read") {
		t.Errorf("%d items, %v", len(all), err)
	}

	eb, _ = ebPages(t, map[string]string{"": `{"events": [` + strings.Repeat("5,", 999) + `{"id": "1"}], "pagination": {"has_more_items": false, "page_number": {}}}`})
	page, err = eb.Events.List(t.Context(), "7", nil)
	if err != nil || len(page.Items) != 1 || len(page.Malformed) != 20 {
		t.Errorf("got %d items, %d oddities, %v", len(page.Items), len(page.Malformed), err)
	}
	wantEqual(t, "the first oddity", page.Malformed[0].Error(), `"page_number" is not of the expected type, number`)
	eb, _ = ebPages(t, map[string]string{"": `{"events": [` + strings.Repeat("{},", swell.MaxCommas+1) + `{}]}`})
	_, err = eb.Events.List(t.Context(), "7", nil)
	wantError(t, err, ErrResponseTooLarge)
}

// Options of the caller's are sent with every page, but for the one that only says
// where to begin, and are never changed.
func TestContinuationOptions(t *testing.T) {
	t.Parallel()
	eb, w := newEBWire(t)
	w.on("GET", "/organizations/7/events/", inTurn(t,
		reply(200, ebEventPage(`{"has_more_items": true, "continuation": "B+/="}`, 1)), reply(200, ebEventPage(`{"has_more_items": true, "continuation": "C"}`, 2)),
		reply(200, ebEventPage(`{"has_more_items": false}`, 3)), reply(200, ebEventPage(`{"has_more_items": false}`, 4)),
	))
	opts := &EventListOptions{Page: 3, PageSize: 2, Status: []EventStatus{EventStatusLive, EventStatusDraft}}
	walk := eb.Events.All(t.Context(), "7", opts)

	events, err := Collect(walk)
	wantEqual(t, "the error", err, nil)
	wantEqual(t, "the number of events", len(events), 3)
	resEqual(t, "the caller's options", opts, &EventListOptions{Page: 3, PageSize: 2, Status: []EventStatus{EventStatusLive, EventStatusDraft}})
	opts = &EventListOptions{ContinuationOptions: ContinuationOptions{"T"}, PageSize: 2}
	if _, err := Collect(eb.Events.All(t.Context(), "7", opts)); err != nil {
		t.Error(err)
	}
	resEqual(t, "the caller's options", opts, &EventListOptions{ContinuationOptions: ContinuationOptions{"T"}, PageSize: 2})
	w.want(
		"GET /organizations/7/events/?page=3&page_size=2&status=live%2Cdraft",
		"GET /organizations/7/events/?continuation=B%2B%2F%3D&page_size=2&status=live%2Cdraft",
		"GET /organizations/7/events/?continuation=C&page_size=2&status=live%2Cdraft",
		"GET /organizations/7/events/?continuation=T&page_size=2",
	)
}

func TestContinuationIsLazy(t *testing.T) {
	t.Parallel()
	pages := map[string]string{
		"": ebEventPage(`{"has_more_items": true, "continuation": "B"}`, 1, 2), "B": ebEventPage(`{"has_more_items": true, "continuation": "C"}`, 3),
		"C": ebEventPage(`{"has_more_items": false}`, 4),
	}
	eb, w := ebPages(t, pages)
	all, byPage := eb.Events.All(t.Context(), "7", nil), eb.Events.Pages(t.Context(), "7", nil)
	w.want()
	for range all {
		break
	}
	w.want(ebAsked("")...)
	for e := range all { // again, from the start
		if e.ID == "3" {
			break
		}
	}
	w.want(ebAsked("", "", "B")...)
	for range byPage {
		break
	}
	w.want(ebAsked("", "", "B", "")...)
	var tokens []string
	for page, err := range byPage {
		if err != nil {
			t.Fatal(err)
		}
		tokens = append(tokens, page.Continuation)
	}
	resEqual(t, "where to resume", tokens, []string{"B", "C", ""})
	for i, want := range []string{"34", "4"} {
		ids, err := ebIDs(t, eb, &EventListOptions{ContinuationOptions: ContinuationOptions{tokens[i]}})
		resEqual(t, "resumed", []any{ids, err}, []any{want, error(nil)})
	}
	got, err := CollectMax(all, 2)
	if len(got) != 2 || !errors.Is(err, ErrTruncated) {
		t.Errorf("got %d, %v", len(got), err)
	}
}

// A list of null is an empty one, and a token that leads to itself ends at once.
func TestContinuationEdges(t *testing.T) {
	t.Parallel()
	eb, w := ebPages(t, map[string]string{"": `{"events": null}`, "B": ebEventPage(`{"has_more_items": true, "continuation": "B"}`, 1)})
	page, err := eb.Events.List(t.Context(), "7", nil)
	resEqual(t, "the page", []any{page, err}, []any{&Page[Event]{Items: []Event{}, Count: -1}, error(nil)})
	ids, err := ebIDs(t, eb, &EventListOptions{ContinuationOptions: ContinuationOptions{"B"}})
	wantError(t, err, ErrListUnstable)
	wantEqual(t, "the items", ids, "1")
	w.want(ebAsked("", "B")...)
}

// What could not be read is told behind the items, but neither in place of the error
// that ended the walk nor to a loop that has ended it.
func TestLostItemsAreToldLast(t *testing.T) {
	t.Parallel()
	eb, w := newEBWire(t)
	w.on("GET", "/organizations/7/events/", inTurn(t,
		reply(200, `{"events": [{"id": "1"}, 7], "pagination": {"has_more_items": true, "continuation": "B"}}`), reply(404, ""),
		reply(200, `{"events": [{"id": "1"}, 7], "pagination": {"has_more_items": false}}`),
	))
	events, err := Collect(eb.Events.All(t.Context(), "7", nil))
	if len(events) != 1 || !errors.Is(err, ErrNotFound) {
		t.Errorf("got %d, %v", len(events), err)
	}
	for _, err := range eb.Events.All(t.Context(), "7", nil) {
		wantEqual(t, "the error", err, nil)
		break
	}
}

// The longest continuation is asked for, a longer one is refused.
func TestLongestContinuation(t *testing.T) {
	t.Parallel()
	longest := strings.Repeat("c", maxContinuation)
	for token, want := range map[string]error{longest: nil, longest + "c": ErrListUnstable} {
		eb, _ := ebPages(t, map[string]string{"": ebEventPage(`{"has_more_items": true, "continuation": "`+token+`"}`, 1)})
		page, err := eb.Events.List(t.Context(), "7", nil)
		if !errors.Is(err, want) || want == nil && page.Continuation != token {
			t.Errorf("of %d bytes: %v, %v", len(token), page, err)
		}
	}
}

func TestContinuationErrors(t *testing.T) {
	t.Parallel()
	eb, w := newEBWire(t)
	w.RegisterResponderWithQuery("GET", ebAPI+"/organizations/7/events/", "", reply(200, ebEventPage(`{"has_more_items": true, "continuation": "B"}`, 1, 2)))
	w.RegisterResponderWithQuery("GET", ebAPI+"/organizations/7/events/", "continuation=B", reply(400, ebWireError(400, "BAD_CONTINUATION_TOKEN", "T")))
	ids, err := ebIDs(t, eb, nil)
	wantEqual(t, "what came before the error", ids, "12")
	wantEqual(t, "Code", wantError(t, err, ErrInvalid).Code, "BAD_CONTINUATION_TOKEN")
	n := 0
	for page, err := range eb.Events.Pages(t.Context(), "7", nil) {
		n++
		if (page == nil) == (err == nil) || (err != nil) != (n == 2) {
			t.Errorf("page %d is %v, %v", n, page, err)
		}
	}
	wantEqual(t, "how often the loop ran", n, 2)

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	seen := 0
	for _, err := range eb.Events.All(ctx, "7", nil) {
		cancel()
		if seen++; seen == 3 {
			wantError(t, err)
			if !errors.Is(err, context.Canceled) {
				t.Errorf("the error is %v", err)
			}
		}
	}
	wantEqual(t, "the items and the error", seen, 3)
	w.want(ebAsked("", "B", "", "B", "")...)
	for _, opts := range []*EventListOptions{{Page: -1}, {PageSize: -1}, {Page: 1, ContinuationOptions: ContinuationOptions{"T"}}} {
		_, err := ebIDs(t, eb, opts)
		if _, ok := errors.AsType[*ArgumentError](err); !ok {
			t.Errorf("%+v: %v", opts, err)
		}
	}
	_, err = Collect(eb.Events.All(t.Context(), "..", nil))
	wantArgumentError(t, err, "organization_id")
	_, err = Collect(Walk[Event](t.Context(), eb.Client(), Request{Path: "/x/", Query: 5}, nil))
	wantArgumentError(t, err, "query")
	w.want(ebAsked("", "B", "", "B", "")...)
}

// What has nothing is no item, and is told, but for lists of the caller's own types.
func TestItemsThatHaveNothing(t *testing.T) {
	t.Parallel()
	odd := func(n int) string { return strings.Repeat(`{"id":"odd","capacity":"x"},`, n) }
	const told = `2 items of "events" have nothing in them`
	for _, test := range []struct {
		list       string
		items, odd int
		last       string
	}{
		{`null,{"id":"1"},{},{"id":"2"}`, 2, 1, told},
		{odd(maxMalformed-1) + `null,{}`, maxMalformed - 1, maxMalformed, told},
		{odd(maxMalformed) + `null,{}`, maxMalformed, maxMalformed, `"19.capacity" is not of the expected type, number`},
	} {
		events := []Event{}
		page := continued{key: "events", items: &events}
		if err := page.UnmarshalJSON([]byte(`{"events":[` + test.list + `],"pagination":{}}`)); err != nil {
			t.Fatal(err)
		}
		for _, event := range events {
			if event.ID == "" {
				t.Errorf("%s: an event without an id is left", test.list)
			}
		}
		resEqual(t, "items, what is told, items sent", []int{len(events), len(page.odd), page.sent}, []int{test.items, test.odd, test.items + 2})
		wantEqual(t, "what is told last", page.odd[len(page.odd)-1].Error(), test.last)
	}

	var own []map[string]int
	page := continued{items: &own}
	if err := page.UnmarshalJSON([]byte(`{"list":[null,{"a":1}]}`)); err != nil || len(own) != 2 || page.odd != nil {
		t.Errorf("of a list of the caller's own type are left %v; told is %v, %v", own, page.odd, err)
	}
}

// FuzzContinued: a page of events never panics, and what is well-formed on it stays.
func FuzzContinued(f *testing.F) {
	for _, seed := range []string{`5`, `"x"`, `{}`, `{"id": 5, "capacity": {}}`, `[[{}]]`, `null`, `{"start": "x", "logo": {"crop_mask": {"top_left": {"x": "1"}}}}`, `{"name": {"text": 5}}`} {
		f.Add(seed, `{"has_more_items": "x", "continuation": 5}`)
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, item, pagination string) {
		list := `{"id": "first", "capacity": 5},` + item + `,{"id": "last", "currency": "EUR"}`
		items := []Event{}
		page := continued{key: "events", items: &items}
		err := json.Unmarshal([]byte(`{"events": [`+list+`], "pagination": `+pagination+`}`), &page)
		if err != nil {
			return // not JSON, or a pagination that is no object
		}
		if n := len(items); n < 2 || page.sent < n {
			t.Fatalf("%q: %d items of %d", item, n, page.sent)
		}
		first, last := items[0], items[len(items)-1]
		if json.Valid([]byte(item)) && (first.ID != "first" || *first.Capacity != 5 || last.ID != "last" || last.Currency != "EUR") {
			t.Errorf("%q: the neighbours are %+v and %+v", item, first, last)
		}
		if err := page.goOn(); err == nil && page.next != "" && url.QueryEscape(page.next) == "" {
			t.Errorf("the token %q can't be sent", page.next)
		}
	})
}
