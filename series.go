package boxoffice

import "context"

// SeriesService reads events that recur. A series is made as an event, with
// [EventCreate.IsSeries]; its occurrences are read with [EventsService.ListBySeries].
type SeriesService struct{ client *Client }

// Get reads the parent of a series. Its dates come with [EventExpandSeriesDates].
// Certainty: A.
//
// GET /v3/series/{series_id}/, see
// https://www.eventbrite.com/platform/api#/reference/event-series. [ErrNotFound] for
// one that does not exist.
func (s *SeriesService) Get(ctx context.Context, seriesID SeriesID, opts *EventGetOptions) (*Event, error) {
	return fetch(ctx, s.client, request{
		op: "Series.Get", method: "GET", path: "/series/{series_id}/", args: []any{seriesID}, query: opts, refused: opts.check(),
	}, isEvent)
}
