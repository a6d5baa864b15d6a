package boxoffice

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// benchEventbrite serves 50 pages of 50 events, of the shape that was recorded in 2021.
func benchEventbrite(b *testing.B) *httptest.Server {
	b.Helper()
	const pages, size = 50, 50
	event := func(i int) string {
		return fmt.Sprintf(`{"name":{"text":"Gala %d","html":"Gala %d"},"description":{"text":"An evening","html":"<p>An evening</p>"},"url":"https://www.eventbrite.com/e/%d",`+
			`"start":{"timezone":"America/Los_Angeles","local":"2018-05-11T19:00:00","utc":"2018-05-12T02:00:00Z"},"end":{"timezone":"America/Los_Angeles","local":"2018-05-11T22:00:00","utc":"2018-05-12T05:00:00Z"},`+
			`"organization_id":"272770247903","created":"2017-02-19T00:28:14Z","changed":"2017-02-19T00:28:14Z","published":null,"capacity":100,"capacity_is_custom":false,"status":"live","currency":"USD",`+
			`"listed":true,"shareable":true,"invite_only":false,"online_event":false,"show_remaining":false,"tx_time_limit":480,"hide_start_date":false,"hide_end_date":false,"locale":"en_US","is_locked":false,`+
			`"privacy_setting":"unlocked","is_series":false,"is_series_parent":false,"inventory_type":"limited","is_reserved_seating":false,"show_pick_a_seat":false,"show_seatmap_thumbnail":false,`+
			`"show_colors_in_seatmap_thumbnail":false,"source":"coyote","is_free":true,"version":"3.0.0","summary":"An evening","facebook_event_id":null,"logo_id":null,"organizer_id":"8231868522",`+
			`"venue_id":null,"category_id":null,"subcategory_id":null,"format_id":null,"id":"%d","resource_uri":"https://www.eventbriteapi.com/v3/events/%d/","is_externally_ticketed":false,"logo":null}`, i, i, i, i, i)
	}
	bodies := map[string][]byte{}
	for p := range pages {
		var events []string
		for i := range size {
			events = append(events, event(p*size+i+1))
		}
		token := ""
		if p > 0 {
			token = fmt.Sprint("T", p+1)
		}
		bodies[token] = fmt.Appendf(nil, `{"pagination":{"object_count":%d,"page_number":%d,"page_size":%d,"page_count":%d,"has_more_items":%v,"continuation":"T%d"},"events":[%s]}`,
			pages*size, p+1, size, pages, p+1 < pages, p+2, strings.Join(events, ","))
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(bodies[r.URL.Query().Get("continuation")])
	}))
	b.Cleanup(server.Close)
	return server
}

func BenchmarkEventbriteWalk(b *testing.B) {
	b.Run("boxoffice", func(b *testing.B) {
		server := benchEventbrite(b)
		eb := resMust(NewEventbrite(EventbriteToken("t"), WithBaseURL(server.URL)))(b)
		b.Cleanup(eb.CloseIdleConnections)
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for _, err := range eb.Events.All(context.Background(), "7", nil) {
				if err != nil {
					b.Fatal(err)
				}
				n++
			}
			if n != 2_500 {
				b.Fatal(n)
			}
		}
	})
	b.Run("obvious program", func(b *testing.B) {
		server := benchEventbrite(b)
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for token, more := "", true; more; {
				var got struct {
					Pagination struct {
						Continuation string `json:"continuation"`
						HasMoreItems bool   `json:"has_more_items"`
					} `json:"pagination"`
					Events []Event `json:"events"`
				}
				if err := obvious(server.Client(), "GET", server.URL+"/v3/organizations/7/events/?continuation="+token, nil, &got); err != nil {
					b.Fatal(err)
				}
				n += len(got.Events)
				token, more = got.Pagination.Continuation, got.Pagination.HasMoreItems
			}
			if n != 2_500 {
				b.Fatal(n)
			}
		}
	})
}

// What is odd on a page costs a second decoding of that page.
func BenchmarkEventbriteOddPage(b *testing.B) {
	body := fmt.Appendf(nil, `{"pagination":{},"events":[%s]}`, strings.TrimSuffix(strings.Repeat(`{"id":"7","name":{"text":"Gala"},"capacity":"12"},`, 50), ","))
	plain := bytes.ReplaceAll(body, []byte(`"12"`), []byte(`12`))
	for name, body := range map[string][]byte{"as documented": plain, "numbers as texts": body} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				got := continued{key: "events", items: new([]Event)}
				if err := got.UnmarshalJSON(body); err != nil || got.len() != 50 {
					b.Fatal(err)
				}
			}
		})
	}
}
