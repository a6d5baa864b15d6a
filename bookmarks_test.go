package boxoffice

import (
	"fmt"
	"testing"
)

func TestBookmarksList(t *testing.T) {
	t.Parallel()
	l := ebList[Unverified]{
		// The name of the list is not known.
		path: "/users/me/bookmarks/", query: "bookmark_list_id=9", key: "whatever",
		item: func(i int) string { return fmt.Sprintf(`{"id": "%d", "odd": [1]}`, i) },
		want: func(i int) Unverified { return Unverified(fmt.Sprintf(`{"id": "%d", "odd": [1]}`, i)) },
	}
	ecUnder(t, func(eb *Eventbrite) *BookmarksService { return eb.Bookmarks }, Me, func(c string) *BookmarkListOptions {
		return &BookmarkListOptions{ContinuationOptions{c}, "9"}
	}, (*BookmarksService).List, (*BookmarksService).Pages, (*BookmarksService).All, l)

	eb, server := ebMock(t)
	server.on("GET", "/users/me/bookmarks/", 200, `{"pagination": {}, "events": [], "lists": []}`)
	if page, err := eb.Bookmarks.List(t.Context(), Me, nil); err == nil {
		t.Errorf("two lists: %v", page)
	}
}

func TestBookmarksCalls(t *testing.T) {
	t.Parallel()
	ecProve(t, map[string]ecCall{
		"Save of one": {
			method: "POST", path: "/users/me/bookmarks/save/", body: `{"event_id":50751872216,"bookmark_list_id":"9"}`, answer: `{"created": true}`,
			wrong: []string{`{}`, `{"created": false}`, `{"deleted": true}`},
			call: func(eb *Eventbrite) (any, error) {
				return nil, eb.Bookmarks.Save(t.Context(), Me, BookmarkChange{EventID: "50751872216", BookmarkListID: "9"})
			},
		},
		"Save of several": {
			method: "POST", path: "/users/77/bookmarks/save/", body: `{"event_ids":["1","2"]}`, answer: `{"created": true}`,
			call: func(eb *Eventbrite) (any, error) {
				return nil, eb.Bookmarks.Save(t.Context(), "77", BookmarkChange{EventIDs: []EventID{"1", "2"}})
			},
		},
		"Unsave": {
			method: "POST", path: "/users/me/bookmarks/unsave/", body: `{"event_id":1}`, answer: `{"deleted": true}`,
			wrong: []string{`{}`, `{"deleted": false}`, `{"created": true}`},
			call: func(eb *Eventbrite) (any, error) {
				return nil, eb.Bookmarks.Unsave(t.Context(), Me, BookmarkChange{EventID: "1"})
			},
		},
	})
	save := func(user UserID, change BookmarkChange) func(eb *Eventbrite) error {
		return func(eb *Eventbrite) error { return eb.Bookmarks.Save(t.Context(), user, change) }
	}
	ecRefused(t, map[[2]string]func(*Eventbrite) error{
		{"user_id", "List"}:               func(eb *Eventbrite) error { _, err := eb.Bookmarks.List(t.Context(), "", nil); return err },
		{"user_id", "Save"}:               save("", BookmarkChange{EventID: "1"}),
		{"change.EventID", "missing"}:     save(Me, BookmarkChange{BookmarkListID: "9"}),
		{"change.EventID", "no number"}:   save(Me, BookmarkChange{EventID: "E1"}),
		{"change.EventID", "not decimal"}: save(Me, BookmarkChange{EventID: "012"}),
		{"change.EventIDs", "empty"}:      save(Me, BookmarkChange{EventIDs: []EventID{""}}),
		{"change.EventID", "Unsave"}: func(eb *Eventbrite) error {
			return eb.Bookmarks.Unsave(t.Context(), Me, BookmarkChange{})
		},
	})
}
