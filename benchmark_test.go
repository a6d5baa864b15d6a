package boxoffice

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"testing"
)

// Each benchmark stands beside the program that one would write in its place: the
// standard library, no retries, no errors to speak of, no escaping, no limits.

// benchServer serves 200 pages of 50 teams, one team, and takes a new one.
func benchServer(b *testing.B) *httptest.Server {
	b.Helper()
	const pages, size = 200, 50
	team := func(id int) string {
		return fmt.Sprintf(`{"id":%d,"name":"Team %d","require_2fa":false,"all_events":false,"limit_events":["gala"],`+
			`"all_event_permissions":false,"limit_event_permissions":["event.orders:read","event.orders:checkin"],`+
			`"all_organizer_permissions":false,"limit_organizer_permissions":[],"can_view_orders":true,"can_checkin_orders":true}`, id, id)
	}
	var bodies [pages][]byte
	for p := range pages {
		var page bytes.Buffer
		next := "null"
		if p+1 < pages {
			next = fmt.Sprintf(`"https://x/?page=%d"`, p+2)
		}
		fmt.Fprintf(&page, `{"count":%d,"next":%s,"previous":null,"results":[`, pages*size, next)
		for i := range size {
			if i > 0 {
				page.WriteByte(',')
			}
			page.WriteString(team(p*size + i + 1))
		}
		page.WriteString("]}")
		bodies[p] = page.Bytes()
	}
	one := []byte(team(1))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch {
		case r.Method == http.MethodPost:
			_, _ = io.Copy(io.Discard, r.Body)
			w.WriteHeader(http.StatusCreated)
			_, _ = w.Write(one)
		case r.URL.Path == "/api/v1/organizers/demo/teams/1/":
			_, _ = w.Write(one)
		default:
			_, _ = w.Write(bodies[resQueryPage(r.URL)-1])
		}
	}))
	b.Cleanup(server.Close)
	return server
}

func benchClient(b *testing.B, server *httptest.Server) *Pretix {
	b.Helper()
	px := resMust(NewPretix(server.URL, PretixTeamToken("t"), WithPretixVersion("2026.8.0")))(b)
	b.Cleanup(px.CloseIdleConnections)
	return px
}

// obvious is the program in our place.
func obvious(client *http.Client, method, url string, body []byte, into any) error {
	req, err := http.NewRequestWithContext(context.Background(), method, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Token t")
	req.Header.Set("Content-Type", "application/json")
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode >= 300 {
		return fmt.Errorf("%s: %s", resp.Status, data)
	}
	return json.Unmarshal(data, into)
}

func BenchmarkWalk(b *testing.B) {
	for _, bench := range []struct {
		name string
		opts ListOptions
	}{{"one after another", ListOptions{}}, {"window 4", ListOptions{Window: 4}}} {
		b.Run(bench.name, func(b *testing.B) {
			px := benchClient(b, benchServer(b))
			b.ReportAllocs()
			for b.Loop() {
				n := 0
				for _, err := range px.Teams.All(context.Background(), "demo", &TeamListOptions{bench.opts}) {
					if err != nil {
						b.Fatal(err)
					}
					n++
				}
				if n != 10_000 {
					b.Fatal(n)
				}
			}
		})
	}
	b.Run("obvious program", func(b *testing.B) {
		server := benchServer(b)
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for page := 1; page > 0; {
				var got envelope[Team]
				if err := obvious(server.Client(), "GET", fmt.Sprintf("%s/api/v1/organizers/demo/teams/?page=%d", server.URL, page), nil, &got); err != nil {
					b.Fatal(err)
				}
				n += len(got.Results)
				page++
				if got.Next == nil {
					page = 0
				}
			}
			if n != 10_000 {
				b.Fatal(n)
			}
		}
	})
}

func BenchmarkGet(b *testing.B) {
	b.Run("boxoffice", func(b *testing.B) {
		px := benchClient(b, benchServer(b))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := px.Teams.Get(context.Background(), "demo", 1); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("obvious program", func(b *testing.B) {
		server := benchServer(b)
		b.ReportAllocs()
		for b.Loop() {
			var team Team
			if err := obvious(server.Client(), "GET", server.URL+"/api/v1/organizers/demo/teams/1/", nil, &team); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkPost(b *testing.B) {
	in := TeamCreate{Name: "Team 1", Events: OnlyEvents("gala"), Permissions: Permissions{Event: OnlyPermissions(PermissionEventOrdersRead, PermissionEventOrdersCheckin)}}
	b.Run("boxoffice", func(b *testing.B) {
		px := benchClient(b, benchServer(b))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := px.Teams.Create(context.Background(), "demo", in); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("obvious program", func(b *testing.B) {
		server := benchServer(b)
		b.ReportAllocs()
		for b.Loop() {
			body, err := json.Marshal(map[string]any{
				"name": "Team 1", "all_events": false, "limit_events": []string{"gala"}, "require_2fa": false,
				"all_event_permissions": false, "limit_event_permissions": []string{"event.orders:read", "event.orders:checkin"},
				"all_organizer_permissions": false, "limit_organizer_permissions": []string{},
			})
			if err != nil {
				b.Fatal(err)
			}
			var team Team
			if err := obvious(server.Client(), "POST", server.URL+"/api/v1/organizers/demo/teams/", body, &team); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// What the walk itself costs, without a network: 200 pages of 50.
func BenchmarkIterator(b *testing.B) {
	items := numbers(1, 10_000)
	for _, ascending := range []bool{true, false} {
		b.Run(map[bool]string{true: "by the highest id", false: "remembering"}[ascending], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m := &model{items: items, size: 50}
				if got, err := m.collect(b, ListOptions{}, ascending); err != nil || len(got) != 10_000 {
					b.Fatal(len(got), err)
				}
			}
		})
	}
	b.Run("obvious program", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m := &model{items: items, size: 50}
			var got []int
			for number := 1; number > 0; {
				page, err := m.get(context.Background(), number)
				if err != nil {
					b.Fatal(err)
				}
				got = append(got, page.Items...)
				number = page.NextPage
			}
			if len(got) != 10_000 {
				b.Fatal(len(got))
			}
		}
	})
}

// BenchmarkObject is what a walk adds to each object that it hands over, of pages
// that were decoded before. benchmarks/ratios reads its figures: what grows with the
// size of the pages is the cost of an object.
func BenchmarkObject(b *testing.B) {
	const pages = 200
	for _, size := range []int{50, 400} {
		b.Run(fmt.Sprintf("Team/%d", size), func(b *testing.B) {
			made := make([]numbered, pages)
			for p := range made {
				teams := make([]Team, size)
				for i := range teams {
					teams[i].ID = int64(p*size + i + 1)
				}
				made[p] = numbered{items: &teams, count: pages * size, number: p + 1, next: (p + 2) % (pages + 1)}
			}
			l := benchClient(b, benchServer(b)).Teams.list("demo").numbered(ListOptions{})
			benchObjects(b, pages*size, func() iter.Seq2[Team, error] {
				return func(yield func(Team, error) bool) {
					walk := newWalk(context.Background(), l)
					walk.pages.read = func(_ context.Context, number int) (numbered, error) { return made[number-1], nil }
					if err := walk.run(func(page numbered) bool { return handOver(page.items, yield) }); err != nil {
						yield(Team{}, err)
					}
				}
			})
		})
		b.Run(fmt.Sprintf("Event/%d", size), func(b *testing.B) {
			events := make([]Event, size)
			benchObjects(b, pages*size, func() iter.Seq2[Event, error] {
				return func(yield func(Event, error) bool) {
					for range pages {
						if !handOver(&events, yield) {
							return
						}
					}
				}
			})
		})
	}
}

// handOver is what All does with a page.
func handOver[T any](items any, yield func(T, error) bool) bool {
	for _, item := range *items.(*[]T) {
		if !yield(item, nil) {
			return false
		}
	}
	return true
}

func benchObjects[T any](b *testing.B, want int, walk func() iter.Seq2[T, error]) {
	b.Helper()
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		n = 0
		for _, err := range walk() {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != want {
			b.Fatal(n)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/object")
}
