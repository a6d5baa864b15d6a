package boxoffice

import (
	"fmt"
	"strings"
	"testing"
)

func TestSeriesGet(t *testing.T) {
	t.Parallel()
	eb, server := ebMock(t)
	body := strings.Replace(fmt.Sprintf(ebListedEvent, 40), `"series_id": "40"`, `"is_series": true, "is_series_parent": true, "series_dates": [{"id": "41", "locale": "en_US"}]`, 1)
	want := ebWantListedEvent(t, 40)
	want.SeriesID, want.IsSeries, want.IsSeriesParent = "", new(true), new(true)
	want.SeriesDates = Unverified(`[{"id": "41", "locale": "en_US"}]`)
	const path = "/series/40/?expand=series_dates%2Cvenue"
	server.on("GET", path, 200, body)
	opts := &EventGetOptions{Expand: []EventExpansion{EventExpandSeriesDates, EventExpandVenue}}
	got, err := eb.Series.Get(t.Context(), "40", opts)
	resEqual(t, "the series", []any{got, err}, []any{&want, error(nil)})
	server.want(ebGet(path))
	ebKeeps(t, body, got)

	server.on("GET", "/series/40/", 200, `{}`)
	if got, err := eb.Series.Get(t.Context(), "40", nil); err == nil {
		t.Errorf("an answer that is no event: %v", got)
	}
	server.want(ebGet("/series/40/"))
	server.on("GET", "/series/41/", 404, ebNotFound)
	_, err = eb.Series.Get(t.Context(), "41", nil)
	ebFails(t, err, ErrNotFound, 404, "NOT_FOUND")

	ebRefused(t, "series_id", func(eb *Eventbrite) error {
		_, err := eb.Series.Get(t.Context(), "", nil)
		return err
	})
	ebRefused(t, "opts.Expand", func(eb *Eventbrite) error {
		_, err := eb.Series.Get(t.Context(), "40", &EventGetOptions{Expand: []EventExpansion{"a b"}})
		return err
	})
}
