package boxofficetest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// pageAnswer is a list of events or organizations, decoded.
type pageAnswer struct {
	Events, Organizations []struct{ ID string }
	Pagination            struct {
		ObjectCount  *int    `json:"object_count"`
		PageNumber   *int    `json:"page_number"`
		PageSize     *int    `json:"page_size"`
		PageCount    *int    `json:"page_count"`
		Continuation *string `json:"continuation"`
		HasMoreItems bool    `json:"has_more_items"`
	}
}

func getPage(t *testing.T, e *Eventbrite, path string) (pageAnswer, string) {
	t.Helper()
	got := wantStatus(t, e, "GET", path, "", 200)
	var page pageAnswer
	if err := json.Unmarshal([]byte(got.body), &page); err != nil {
		t.Fatal(err)
	}
	_, pagination, _ := strings.Cut(got.body, `"pagination":`)
	return page, strings.TrimSuffix(pagination, "}")
}

// fiveEvents are on three pages of two.
func fiveEvents(t *testing.T, opts ...EventbriteOption) *Eventbrite {
	t.Helper()
	e := NewEventbrite(t, append(opts, WithPageSize(2))...)
	for range 5 {
		e.AddEvent("", EventbriteEvent{})
	}
	return e
}

func TestEventbritePages(t *testing.T) {
	t.Parallel()
	const events = inDemo + "events/"
	e := fiveEvents(t)
	for _, c := range []struct{ query, want string }{
		{"", `{"object_count":5,"page_number":1,"page_size":2,"page_count":3,"continuation":"eyJwYWdlIjogMn0","has_more_items":true}`},
		{"?continuation=eyJwYWdlIjogMn0", `{"object_count":5,"page_number":2,"page_size":2,"page_count":3,"continuation":"eyJwYWdlIjogM30","has_more_items":true}`},
		{"?continuation=eyJwYWdlIjogM30%3D", `{"object_count":5,"page_number":3,"page_size":2,"page_count":3,"has_more_items":false}`},
		{"?page=3", `{"object_count":5,"page_number":3,"page_size":2,"page_count":3,"has_more_items":false}`},
		{"?continuation=eyJwYWdlIjogNH0", `{"object_count":5,"page_number":3,"page_size":2,"page_count":3,"has_more_items":false}`},
		{"?page_size=5", `{"object_count":5,"page_number":1,"page_size":5,"page_count":1,"has_more_items":false}`},
		{"?status=draft", `{"object_count":0,"page_number":1,"page_size":2,"page_count":1,"has_more_items":false}`},
		{"?page=2&continuation=eyJwYWdlIjogM30", `{"object_count":5,"page_number":3,"page_size":2,"page_count":3,"has_more_items":false}`},
	} {
		if _, got := getPage(t, e, events+c.query); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.query, got, c.want)
		}
	}
	for _, page := range []string{"0", "-1", "4"} {
		wantAnswer(t, e, "GET", events+"?page="+page, "", 400, refused("400", "BAD_PAGE", "You passed an invalid page number."))
	}
	for _, token := range []string{"x", "eyJwYWdlIjogMH0", "bm8", "AAAAAAAAAAAAAAAAAAAAAA"} {
		wantAnswer(t, e, "GET", events+"?continuation="+token, "", 400, refused("400", "BAD_CONTINUATION_TOKEN", badContinuation))
	}
	for _, size := range []string{"0", "201", "x"} {
		wantAnswer(t, e, "GET", events+"?page_size="+size, "", 400, badArgument("page_size", "INVALID"))
	}
	wantAnswer(t, e, "GET", "/users/me/organizations/?page=1", "", 400, badArgument("page", "Unknown parameter"))
}

func TestEventbritePaginationStyles(t *testing.T) {
	t.Parallel()
	for _, style := range []ContinuationStyle{PageContinuations, CountedContinuations, BareContinuations} {
		t.Run(fmt.Sprint(style), func(t *testing.T) {
			t.Parallel()
			e := fiveEvents(t, WithContinuationStyle(style))
			walk(t, e, style)
			empty := map[ContinuationStyle]string{
				PageContinuations:    `{"object_count":0,"page_number":1,"page_size":2,"page_count":1,"has_more_items":false}`,
				CountedContinuations: `{"object_count":0,"page_number":1,"page_size":2,"page_count":0,"has_more_items":false}`,
				BareContinuations:    `{"continuation":null,"has_more_items":false}`,
			}
			if _, got := getPage(t, e, inDemo+"venues/"); got != empty[style] {
				t.Errorf("empty list: %s", got)
			}
		})
	}
}

// walk follows the continuations to the end, and one further where there is a
// token.
func walk(t *testing.T, e *Eventbrite, style ContinuationStyle) {
	t.Helper()
	var got []string
	path := inDemo + "events/"
	for {
		page, raw := getPage(t, e, path)
		for _, ev := range page.Events {
			got = append(got, ev.ID)
		}
		p := page.Pagination
		if counted := p.ObjectCount != nil; counted == (style == BareContinuations) {
			t.Errorf("style %d: %s", style, raw)
		}
		last := !p.HasMoreItems
		if hasToken := p.Continuation != nil; last && hasToken != (style == CountedContinuations) || !last && !hasToken {
			t.Errorf("style %d: %s", style, raw)
		}
		if p.Continuation != nil {
			path = inDemo + "events/?continuation=" + url.QueryEscape(*p.Continuation)
		}
		if last {
			break
		}
	}
	var want []string
	for _, ev := range e.Events("") {
		want = append(want, ev.ID)
	}
	if !slices.Equal(got, want) {
		t.Errorf("style %d: walked over %v, want %v", style, got, want)
	}
	if style == CountedContinuations {
		page, raw := getPage(t, e, path)
		if len(page.Events) != 0 || page.Pagination.HasMoreItems || page.Pagination.Continuation != nil {
			t.Errorf("after the end: %s", raw)
		}
	}
	if style != PageContinuations {
		foreign := strings.Replace(path, "events/", "venues/", 1)
		wantStatus(t, e, "GET", foreign, "", 400, "BAD_CONTINUATION_TOKEN")
	}
}

// Lists that come whole take a continuation, as all lists do, and can be made to
// have pages.
func TestEventbriteUnpagedLists(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t, WithPageSize(1))
	paged := NewEventbrite(t, WithPageSize(1), WithContinuationStyle(PageContinuations))
	for _, row := range ebRoutes {
		if row.style != unpagedStyle || row.legacy || row.gone {
			continue
		}
		path := "/" + strings.NewReplacer("{organization}", demoID, "{list}", "1").Replace(row.pattern) + "?"
		switch row.pattern {
		case "events/":
			path += "event_ids=1&"
		case "organizers/":
			path += "organizer_ids=1&"
		}
		if got := wantStatus(t, e, "GET", path, "", 200); strings.Contains(got.body, "pagination") {
			t.Errorf("%s: %s", path, got.body)
		}
		wantStatus(t, e, "GET", path+"continuation=eyJwYWdlIjogMn0", "", 400, "BAD_CONTINUATION_TOKEN")
		wantStatus(t, paged, "GET", path, "", 200, `"pagination":{"object_count":`)
	}
	wantStatus(t, e, "GET", "/system/regions/", "", 200, `"code":"CA"`, `"code":"NY"`)
}

func TestWithoutOrganizations(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t, WithoutOrganizations())
	wantAnswer(t, e, "GET", "/users/me/organizations/", "", 200,
		`{"organizations":[],"pagination":{"object_count":0,"page_number":1,"page_size":50,"page_count":0,"has_more_items":false}}`)
	if e.Organization != e.User {
		t.Errorf("organization %s of user %s", e.Organization, e.User)
	}
	e.AddEvent("", EventbriteEvent{})
	if page, _ := getPage(t, e, "/organizations/"+e.User+"/events/"); len(page.Events) != 1 {
		t.Errorf("events: %v", page.Events)
	}
}
