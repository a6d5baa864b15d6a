package boxoffice

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func TestWindowKeepsOrderAndWidth(t *testing.T) {
	t.Parallel()
	for window := range maxWindow + 1 {
		synctest.Test(t, func(t *testing.T) {
			m := &model{items: numbers(1, 95), size: 3}
			var mu sync.Mutex
			at, widest := 0, 0
			slow := func(ctx context.Context, number int) (*Page[int], error) {
				mu.Lock()
				at++
				widest = max(widest, at)
				mu.Unlock()
				// Later pages answer first.
				time.Sleep(time.Duration(100-number) * time.Millisecond)
				mu.Lock()
				at--
				mu.Unlock()
				return m.get(ctx, number)
			}
			var got []int
			err := walkOf(t.Context(), ListOptions{Window: window}, false, slow).run(func(page numbered) bool {
				got = append(got, *page.items.(*[]int)...)
				return true
			})
			if err != nil {
				t.Fatal(err)
			}
			resEqual(t, "items", got, numbers(1, 95))
			resEqual(t, fmt.Sprintf("widest of window %d", window), widest, max(window, 1))
			resEqual(t, "readings", m.reads, 32)
		})
	}
}

func TestWindowIsJoinedOnBreak(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"break", "error", "panic"} {
		synctest.Test(t, func(t *testing.T) { // which fails if a goroutine is left
			m := &model{items: numbers(1, 60), size: 3}
			var mu sync.Mutex
			under := 0
			stuck := func(ctx context.Context, number int) (*Page[int], error) {
				if number < 3 {
					return m.get(ctx, number)
				}
				mu.Lock()
				under++
				mu.Unlock()
				<-ctx.Done() // until the walk gives it up
				time.Sleep(time.Second)
				mu.Lock()
				under--
				mu.Unlock()
				return nil, ctx.Err()
			}
			if end == "error" {
				m.before = func(m *model, number int) {
					if number == 2 {
						time.Sleep(time.Millisecond)
						m.items = nil // page 2 is gone then
						m.before = func(*model, int) {}
					}
				}
			}
			func() {
				defer func() { _ = recover() }()
				_ = walkOf(t.Context(), ListOptions{Window: 8}, false, stuck).run(func(page numbered) bool {
					if page.number == 2 && end == "panic" {
						panic(end)
					}
					return page.number < 2
				})
			}()
			resEqual(t, "pages under way after "+end, under, 0)
		})
	}
}

func TestWindowGivesErrorsInOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := &model{items: numbers(1, 30), size: 3}
		broken := errors.New("broken")
		get := func(ctx context.Context, number int) (*Page[int], error) {
			if number >= 4 {
				return nil, fmt.Errorf("page %d: %w", number, broken) // at once
			}
			time.Sleep(time.Second)
			return m.get(ctx, number)
		}
		var got []int
		err := walkOf(t.Context(), ListOptions{Window: 8}, false, get).run(func(page numbered) bool {
			got = append(got, *page.items.(*[]int)...)
			return true
		})
		resEqual(t, "items before the error", got, numbers(1, 9))
		if !errors.Is(err, broken) || err.Error() != "page 4: broken" {
			t.Errorf("got %v", err)
		}
	})
}

func TestWindowNoticesChanges(t *testing.T) {
	t.Parallel()
	m := &model{items: numbers(1, 30), size: 3}
	var got []int
	err := m.walk(t.Context(), ListOptions{Window: 4}, true, func(id int) bool {
		got = append(got, id)
		if id == 3 || id == 12 {
			m.mu.Lock()
			for gone := range 3 {
				m.remove(id - gone)
			}
			m.mu.Unlock()
		}
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	resEqual(t, "items", got, numbers(1, 30))
}

// What was fetched ahead before a walk went back is of a list that is no more. Here the
// count is the same again when the walk gets there, so nothing else would tell.
func TestWindowIsDroppedWhenTheWalkGoesBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := &model{items: numbers(1, 10), size: 2}
		answers := map[int]time.Duration{3: 2 * time.Second, 4: time.Second, 5: time.Hour}
		asked := map[int]int{}
		get := func(ctx context.Context, number int) (*Page[int], error) {
			m.mu.Lock()
			asked[number]++
			first := asked[number] == 1
			m.mu.Unlock()
			if first {
				time.Sleep(answers[number])
			}
			return m.get(ctx, number)
		}
		m.before = func(m *model, number int) {
			switch {
			case number == 3 && asked[3] == 1: // page 4 has been read by now
				m.remove(1)
			case number == 2 && asked[2] == 2: // the walk went back
				m.items = append(m.items, 11)
			}
		}
		var got []int
		err := walkOf(t.Context(), ListOptions{Window: 3}, false, get).run(func(page numbered) bool {
			got = append(got, *page.items.(*[]int)...)
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
		resEqual(t, "items", got, numbers(1, 11))
		resEqual(t, "readings of page 4", asked[4], 2)
	})
}

// pretix 3.17 gives 50 a page whatever is asked: a walk that went by the size
// asked for would ask for pages that do not exist.
func TestWindowOnAServerThatIgnoresPageSize(t *testing.T) {
	t.Parallel()
	for _, window := range []int{0, 2, 16} {
		px, server := resFake(t, "3.17.2")
		team := server.AddTeam("", boxofficetest.PretixTeam{Name: "Door"})
		addMembers(server, team, 130)
		server.ResetRequests()
		got, err := Collect(px.Members.All(t.Context(), server.Organizer, team, &MemberListOptions{ListOptions{PageSize: 10, Window: window}}))
		if err != nil {
			t.Fatal(err)
		}
		resEqual(t, "members", len(got), 130)
		path := fmt.Sprintf("GET /organizers/demo/teams/%d/members/?", team)
		log := resLog(server)
		slices.Sort(log)
		resEqual(t, fmt.Sprintf("requests with window %d", window), log,
			[]string{path + "page=2&page_size=10", path + "page=3&page_size=10", path + "page_size=10"})
	}
}

func TestWindowOverHTTP(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	at, widest := 0, 0
	px := resOver(t, resReply(func(r *http.Request) (int, string) {
		mu.Lock()
		at++
		widest = max(widest, at)
		mu.Unlock()
		time.Sleep(2 * time.Millisecond)
		mu.Lock()
		at--
		mu.Unlock()
		n := resQueryPage(r.URL)
		next := n + 1
		if n == 20 {
			next = 0
		}
		return 200, resPage(20, next, fmt.Sprintf(`{"id":%d}`, n))
	}))
	got, err := Collect(px.Teams.All(t.Context(), "demo", &TeamListOptions{ListOptions{Window: 5}}))
	if err != nil {
		t.Fatal(err)
	}
	for i, team := range got {
		resEqual(t, "id", team.ID, int64(i+1))
	}
	if len(got) != 20 || widest > 5 || widest < 2 {
		t.Errorf("%d teams, %d requests at once", len(got), widest)
	}
}

// Without a window nothing is read before the loop asks for it.
func TestNothingIsReadAheadWithoutAWindow(t *testing.T) {
	t.Parallel()
	for _, window := range []int{0, 1} {
		m := &model{items: numbers(1, 30), size: 3}
		var got []int
		err := m.walk(t.Context(), ListOptions{Window: window}, true, func(id int) bool {
			got = append(got, id)
			return id < 4
		})
		if err != nil {
			t.Fatal(err)
		}
		resEqual(t, "items", got, numbers(1, 4))
		resEqual(t, "readings", m.reads, 2)
	}
}

// A window sends no more than a limiter lets through, however many pages wait for it.
func TestWindowKeepsToTheLimiter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		turn := make(chan struct{}, 1)
		limiter := limiterFunc(func(context.Context) error {
			turn <- struct{}{} // one call at a time, a second each
			time.Sleep(time.Second)
			<-turn
			return nil
		})
		var mu sync.Mutex
		var at []time.Duration
		began := time.Now()
		px := resOver(t, resReply(func(r *http.Request) (int, string) {
			mu.Lock()
			at = append(at, time.Since(began))
			mu.Unlock()
			time.Sleep(10 * time.Second)
			n := resQueryPage(r.URL)
			next := (n + 1) % 21
			return 200, resPage(20, next, fmt.Sprintf(`{"id":%d}`, n))
		}), WithRateLimiter(limiter))
		got, err := Collect(px.Teams.All(t.Context(), "demo", &TeamListOptions{ListOptions{Window: 8}}))
		if err != nil || len(got) != 20 || len(at) != 20 {
			t.Fatal(len(got), len(at), err)
		}
		slices.Sort(at)
		for i := 1; i < len(at); i++ {
			if at[i]-at[i-1] < time.Second {
				t.Errorf("request %d comes %s after the one before", i+1, at[i]-at[i-1])
			}
		}
		if took := time.Since(began); took > time.Minute {
			t.Errorf("it took %s: nothing was fetched ahead", took)
		}
	})
}
