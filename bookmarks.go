package boxoffice

import (
	"context"
	"encoding/json"
	"iter"
	"strings"
)

// BookmarkChange names the events to save, or to drop: one at least, which this package
// requires. Certainty: B.
type BookmarkChange struct {
	// EventID is one event. Eventbrite documents a number here, and only here: an id
	// that is none is refused.
	EventID EventID
	// EventIDs are several events.
	EventIDs []EventID
	// BookmarkListID is the list to save to; "" is the user's own.
	BookmarkListID string
}

// MarshalJSON writes EventID as a number, and EventIDs as texts.
func (in BookmarkChange) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		EventID        json.Number `json:"event_id,omitzero"`
		EventIDs       []EventID   `json:"event_ids,omitzero"`
		BookmarkListID string      `json:"bookmark_list_id,omitzero"`
	}{json.Number(in.EventID), in.EventIDs, in.BookmarkListID})
}

func (in BookmarkChange) check() error {
	switch {
	case in.EventID == "" && len(in.EventIDs) == 0:
		return missing("change.EventID")
	case strings.HasPrefix(string(in.EventID), "0") || strings.ContainsFunc(string(in.EventID), func(r rune) bool { return r < '0' || r > '9' }):
		return argumentError("change.EventID", "is not a number")
	}
	return checkList("change.EventIDs", in.EventIDs)
}

// BookmarkListOptions are the options of a list of bookmarks.
type BookmarkListOptions struct {
	ContinuationOptions

	// BookmarkListID is the list to read; "" is all.
	BookmarkListID string `url:"bookmark_list_id,omitempty"`
}

// BookmarksService reads and changes what a user has saved.
type BookmarksService struct{ client *Client }

func (s *BookmarksService) list(userID UserID, opts *BookmarkListOptions) *continuations[Unverified] {
	return &continuations[Unverified]{client: s.client, req: request{
		op: "Bookmarks.List", method: "GET", path: "/users/{user_id}/bookmarks/", args: []any{userID}, query: opts,
	}}
}

// List reads one page of the events that a user has saved. A user sees only their own,
// so the user is [Me]. Nobody has recorded the answer: the items are the only list in
// it, as they came, and events as far as is known ([json.Unmarshal] one into an
// [Event]). Certainty: B (that it answers: A; with
// what: C).
//
// GET /v3/users/{user_id}/bookmarks/, see
// https://www.eventbrite.com/developer/v3/endpoints/users/. [ErrForbidden] or
// [ErrNotFound] for another user.
func (s *BookmarksService) List(ctx context.Context, userID UserID, opts *BookmarkListOptions) (*Page[Unverified], error) {
	return s.list(userID, opts).page(ctx)
}

// Pages walks the pages of the events that a user has saved, lazily. It ends at the
// first error. Route and errors as for List.
//
// See https://www.eventbrite.com/developer/v3/endpoints/users/
func (s *BookmarksService) Pages(ctx context.Context, userID UserID, opts *BookmarkListOptions) iter.Seq2[*Page[Unverified], error] {
	return s.list(userID, opts).pages(ctx)
}

// All walks the events that a user has saved, as Pages does.
//
// See https://www.eventbrite.com/developer/v3/endpoints/users/
func (s *BookmarksService) All(ctx context.Context, userID UserID, opts *BookmarkListOptions) iter.Seq2[Unverified, error] {
	return s.list(userID, opts).all(ctx)
}

// Save saves events for a user. Certainty: B (documented in 2018, and no longer).
//
// POST /v3/users/{user_id}/bookmarks/save/, see
// https://www.eventbrite.com/developer/v3/endpoints/users/. [ErrInvalid] with the
// [Error.Code] BOOKMARK_ALREADY_EXISTS; [ErrOutcomeUnknown] as for every write.
func (s *BookmarksService) Save(ctx context.Context, userID UserID, change BookmarkChange) error {
	return s.change(ctx, "Save", "/users/{user_id}/bookmarks/save/", "created", userID, change)
}

// Unsave drops events that a user has saved. Certainty: B (documented in 2018, and no
// longer).
//
// POST /v3/users/{user_id}/bookmarks/unsave/, see
// https://www.eventbrite.com/developer/v3/endpoints/users/. [ErrOutcomeUnknown] as for
// every write.
func (s *BookmarksService) Unsave(ctx context.Context, userID UserID, change BookmarkChange) error {
	return s.change(ctx, "Unsave", "/users/{user_id}/bookmarks/unsave/", "deleted", userID, change)
}

func (s *BookmarksService) change(ctx context.Context, op, path, word string, userID UserID, change BookmarkChange) error {
	return confirm(ctx, s.client, word, request{
		op: "Bookmarks." + op, method: "POST", path: path, args: []any{userID}, body: change, refused: change.check(),
	})
}
