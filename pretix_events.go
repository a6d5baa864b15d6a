package boxoffice

import (
	"context"
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"time"
)

// PretixEvent is an event of an organizer, as far as teams are concerned.
//
// See https://docs.pretix.eu/dev/api/resources/events.html
type PretixEvent struct {
	// Slug is how teams name the event. Letters' case counts.
	Slug string `json:"slug"`
	// Name is in one or several languages.
	Name MultilingualText `json:"name"`
	// Live is whether the shop is open.
	Live bool `json:"live"`
	// TestMode is whether orders are only tests.
	TestMode bool `json:"testmode"`
	// DateFrom and DateTo are when the event begins and ends; nil when it has no
	// such date. For a series they are those of the series.
	DateFrom *time.Time `json:"date_from"`
	DateTo   *time.Time `json:"date_to"`
	// HasSubevents is whether it is a series.
	HasSubevents bool `json:"has_subevents"`
}

// MultilingualText is a text by language: {"en": "Gala", "de": "Ball"}.
type MultilingualText map[string]string

// UnmarshalJSON also takes a plain string, as a text of no language.
func (t *MultilingualText) UnmarshalJSON(data []byte) error {
	var plain string
	if json.Unmarshal(data, &plain) == nil {
		*t = nil
		if plain != "" {
			*t = MultilingualText{"": plain}
		}
		return nil
	}
	var texts map[string]string
	if err := json.Unmarshal(data, &texts); err != nil {
		return err
	}
	*t = texts
	return nil
}

// In returns the text in a language, else in English, else in the language whose
// code comes first.
func (t MultilingualText) In(language string) string {
	for _, l := range []string{language, "en"} {
		if text, ok := t[l]; ok {
			return text
		}
	}
	for _, l := range slices.Sorted(maps.Keys(t)) {
		return t[l]
	}
	return ""
}

// PretixEventListOptions are the options of a list of events.
type PretixEventListOptions struct{ ListOptions }

// PretixEventsService reads an organizer's events: those that the credential can
// see. Teams may name any event of the organizer, also one that it can't.
type PretixEventsService struct{ client *Client }

func (s *PretixEventsService) list(organizer string) *list[PretixEvent, string] {
	return &list[PretixEvent, string]{
		client: s.client,
		req:    request{op: "Events.List", method: "GET", path: "/organizers/{organizer}/events/", args: []any{organizer}},
		id:     func(e *PretixEvent) string { return e.Slug },
	}
}

// List reads one page of the organizer's events.
//
// GET /api/v1/organizers/{organizer}/events/, see https://docs.pretix.eu/dev/api/resources/events.html.
// [ErrForbidden] when the organizer does not exist or is not the credential's.
func (s *PretixEventsService) List(ctx context.Context, organizer string, opts *PretixEventListOptions) (*Page[PretixEvent], error) {
	return s.list(organizer).page(ctx, listOptions(opts))
}

// Pages walks the pages of the organizer's events, lazily. It ends at the first
// error. Route and errors as for List.
//
// See https://docs.pretix.eu/dev/api/resources/events.html
func (s *PretixEventsService) Pages(ctx context.Context, organizer string, opts *PretixEventListOptions) iter.Seq2[*Page[PretixEvent], error] {
	return s.list(organizer).pages(ctx, listOptions(opts))
}

// All walks the organizer's events, as Pages does.
//
// See https://docs.pretix.eu/dev/api/resources/events.html
func (s *PretixEventsService) All(ctx context.Context, organizer string, opts *PretixEventListOptions) iter.Seq2[PretixEvent, error] {
	return s.list(organizer).all(ctx, listOptions(opts))
}

// Get reads one event.
//
// GET /api/v1/organizers/{organizer}/events/{event}/, see https://docs.pretix.eu/dev/api/resources/events.html.
// [ErrForbidden] or [ErrNotFound] for one that the credential can't see or that
// does not exist.
func (s *PretixEventsService) Get(ctx context.Context, organizer, event string) (*PretixEvent, error) {
	return fetch(ctx, s.client, request{
		op: "Events.Get", method: "GET", path: "/organizers/{organizer}/events/{event}/", args: []any{organizer, event},
	}, func(e *PretixEvent) bool { return e.Slug != "" })
}
