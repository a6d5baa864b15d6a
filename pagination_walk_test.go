package boxoffice

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func addInvites(server *boxofficetest.Pretix, team int64, n int) {
	for i := range n {
		server.AddInvite(team, fmt.Sprintf("p%03d@example.org", i))
	}
}

func addMembers(server *boxofficetest.Pretix, team int64, n int) {
	for i := range n {
		server.AddMember(team, server.AddUser(boxofficetest.PretixUser{Email: fmt.Sprintf("p%03d@example.org", i)}))
	}
}

// Deleting what a walk yields, while it runs, is what people do, and what loses
// half of a list to a naive walk.
func TestDeletingEachItemDeletesEveryItem(t *testing.T) {
	t.Parallel()
	const n = 300
	for _, tt := range []struct {
		version string
		opts    ListOptions
		most    int // requests of the list, at most
	}{
		// Each page but the last one is asked twice: too far, and again from the start.
		{"2026.8.0", ListOptions{PageSize: 7}, 2*43 + 1},
		{"2026.8.0", ListOptions{PageSize: 50}, 2*6 + 1},
		{"2026.8.0", ListOptions{}, 2*6 + 1},
		{"2026.8.0", ListOptions{PageSize: 7, Strict: true}, 2*43 + 4},
		{"2026.8.0", ListOptions{PageSize: 50, Window: 4}, 6 * 6},
		{"3.17.2", ListOptions{PageSize: 7}, 2*6 + 1},
		{"3.17.2", ListOptions{PageSize: 7, Window: 3}, 6 * 6},
	} {
		t.Run(fmt.Sprintf("%s %+v", tt.version, tt.opts), func(t *testing.T) {
			t.Parallel()
			px, server := resFake(t, tt.version)
			team := server.AddTeam("", boxofficetest.PretixTeam{Name: "Door"})
			addMembers(server, team, n)
			addInvites(server, team, n)
			server.ResetRequests()

			removed := 0
			for member, err := range px.Members.All(t.Context(), server.Organizer, team, &MemberListOptions{tt.opts}) {
				if err != nil {
					t.Fatal(err)
				}
				if err := px.Members.Remove(t.Context(), server.Organizer, team, member.ID); err != nil {
					t.Fatal(err)
				}
				removed++
			}
			resEqual(t, "members removed and left", []int{removed, len(server.Members(team))}, []int{n, 0})
			if asked := countGets(server); asked > tt.most {
				t.Errorf("the members' list was asked %d times, want at most %d", asked, tt.most)
			}

			server.ResetRequests()
			revoked := 0
			for page, err := range px.Invites.Pages(t.Context(), server.Organizer, team, &InviteListOptions{tt.opts}) {
				if err != nil {
					t.Fatal(err)
				}
				for _, invite := range page.Items {
					if err := px.Invites.Revoke(t.Context(), server.Organizer, team, invite.ID); err != nil {
						t.Fatal(err)
					}
					revoked++
				}
			}
			resEqual(t, "invites revoked and left", []int{revoked, len(server.Invites(team))}, []int{n, 0})
			if asked := countGets(server); asked > tt.most {
				t.Errorf("the invites' list was asked %d times, want at most %d", asked, tt.most)
			}
		})
	}
}

func TestDeletingEachTeamDeletesEveryTeam(t *testing.T) {
	t.Parallel()
	for _, size := range []int{7, 50} {
		px, server := resFake(t, "2026.8.0")
		for i := range 120 {
			server.AddTeam("", boxofficetest.PretixTeam{Name: fmt.Sprint(i)})
		}
		for team, err := range px.Teams.All(t.Context(), server.Organizer, &TeamListOptions{ListOptions{PageSize: size}}) {
			if err != nil {
				t.Fatal(err)
			}
			if team.ID == server.AdminTeam {
				continue
			}
			if err := px.Teams.Delete(t.Context(), server.Organizer, team.ID); err != nil {
				t.Fatal(err)
			}
		}
		resEqual(t, "teams left", len(server.Teams("")), 1)
	}
}

// Disabling changes no list: every token is met once.
func TestDisablingEachTokenDisablesEveryToken(t *testing.T) {
	t.Parallel()
	px, server := resFake(t, "2026.8.0")
	team := server.AddTeam("", boxofficetest.PretixTeam{Name: "Door"})
	for range 120 {
		server.AddToken(team, "one name")
	}
	n := 0
	for token, err := range px.Tokens.All(t.Context(), server.Organizer, team, &TokenListOptions{ListOptions{PageSize: 7}}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		if _, err := px.Tokens.Disable(t.Context(), server.Organizer, team, token.ID); err != nil {
			t.Fatal(err)
		}
	}
	resEqual(t, "tokens met", n, 120)
	for _, token := range server.Tokens(team) {
		if token.Active {
			t.Errorf("%s was left", token)
		}
	}
}

func countGets(server *boxofficetest.Pretix) int {
	n := 0
	for _, r := range server.Requests() {
		if r.Method == "GET" {
			n++
		}
	}
	return n
}

// model is a list on a server that anybody may change between two requests. Its
// pages are made as pretix makes them.
type model struct {
	mu     sync.Mutex
	items  []int // ids, in the list's order
	size   int
	reads  int
	before func(m *model, number int) // runs before each page is read
}

func (m *model) get(_ context.Context, number int) (*Page[int], error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reads++
	if m.before != nil {
		m.before(m, number)
	}
	pages := max(lastPage(len(m.items), m.size), 1)
	if number > pages {
		return nil, &Error{Status: 404, kinds: []error{ErrNotFound}}
	}
	page := &Page[int]{
		Items:  slices.Clone(m.items[min((number-1)*m.size, len(m.items)):min(number*m.size, len(m.items))]),
		Count:  len(m.items),
		Number: number,
	}
	if number < pages {
		page.NextPage = number + 1
	}
	return page, nil
}

func (m *model) remove(id int) bool {
	i := slices.Index(m.items, id)
	if i >= 0 {
		m.items = slices.Delete(m.items, i, i+1)
	}
	return i >= 0
}

// walk runs a walk over the model and hands what it yields to each.
func (m *model) walk(ctx context.Context, opts ListOptions, ascending bool, each func(id int) bool) error {
	return walkOf(ctx, opts, ascending, m.get).run(func(page numbered) bool {
		for _, id := range *page.items.(*[]int) {
			if !each(id) {
				return false
			}
		}
		return true
	})
}

// walkOf makes a walk of pages that are read by get.
func walkOf(ctx context.Context, opts ListOptions, ascending bool, get func(context.Context, int) (*Page[int], error)) *walk[int] {
	l := list[int, int]{
		client: &Client{platform: &pretixPlatform, base: &url.URL{Scheme: "https", Host: "x", Path: "/api/v1"}},
		req:    request{op: "Model.List", method: "GET"}, id: func(i *int) int { return *i }, ascending: ascending,
	}
	walk := newWalk(ctx, l.numbered(opts))
	walk.pages.read = func(ctx context.Context, number int) (numbered, error) {
		page, err := get(ctx, number)
		if err != nil {
			return numbered{}, err
		}
		return numbered{items: &page.Items, count: page.Count, number: page.Number, next: page.NextPage}, nil
	}
	return walk
}

func (m *model) collect(t testing.TB, opts ListOptions, ascending bool) ([]int, error) {
	t.Helper()
	var got []int
	err := m.walk(context.Background(), opts, ascending, func(id int) bool { got = append(got, id); return true })
	return got, err
}

func numbers(from, to int) []int {
	var out []int
	for i := from; i <= to; i++ {
		out = append(out, i)
	}
	return out
}

// at runs change once, before the n-th reading of any page.
func at(n int, change func(m *model)) func(*model, int) {
	return func(m *model, _ int) {
		if m.reads == n {
			change(m)
		}
	}
}

func TestWalkAndOneChange(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		why       string
		items     []int
		size      int
		opts      ListOptions
		ascending bool
		before    func(*model, int)
		want      []int
		reads     int
	}{
		{
			"nothing changes: each page once", numbers(1, 10), 4, ListOptions{}, true,
			nil, numbers(1, 10), 3,
		},
		{
			"one before the place is removed: page 2 begins too far, so back to 1, and on", numbers(1, 10), 4, ListOptions{}, true,
			at(2, func(m *model) { m.remove(2) }), numbers(1, 10), 5,
		},
		{
			"the same in a list of another order", []int{9, 3, 7, 1, 8, 2, 6, 4, 5, 10}, 4, ListOptions{}, false,
			at(2, func(m *model) { m.remove(3) }), []int{9, 3, 7, 1, 8, 2, 6, 4, 5, 10}, 5,
		},
		{
			"one behind the place is removed: it is not there any more", numbers(1, 10), 4, ListOptions{}, true,
			at(2, func(m *model) { m.remove(9) }), []int{1, 2, 3, 4, 5, 6, 7, 8, 10}, 5,
		},
		{
			"so many are removed that the next page is gone", numbers(1, 10), 4, ListOptions{}, true,
			at(3, func(m *model) { m.items = []int{1, 9, 10} }), numbers(1, 10), 5,
		},
		{
			"and so many that it goes back more than a page", numbers(1, 20), 4, ListOptions{}, false,
			at(5, func(m *model) { m.items = append(numbers(1, 2), numbers(15, 20)...) }), numbers(1, 20), 10,
		},
		{
			"all are removed", numbers(1, 10), 4, ListOptions{}, true,
			at(2, func(m *model) { m.items = nil }), numbers(1, 4), 3,
		},
		{
			"one is put in before the place: what it moves back is not yielded twice", numbers(2, 11), 4, ListOptions{}, false,
			at(2, func(m *model) { m.items = slices.Insert(m.items, 0, 1) }), append(append(numbers(2, 5), 1), numbers(6, 11)...), 5,
		},
		{
			"one is added at the end", numbers(1, 10), 4, ListOptions{}, true,
			at(2, func(m *model) { m.items = append(m.items, 11) }), numbers(1, 11), 5,
		},
		{
			"one is added after the last page was read: too late, as it would be a moment later", numbers(1, 8), 4, ListOptions{}, true,
			at(3, func(m *model) { m.items = append(m.items, 9) }), numbers(1, 8), 2,
		},
		{
			"a walk from page 2 that has to go back yields nothing before its place", numbers(1, 12), 4, ListOptions{Page: 2}, true,
			at(2, func(m *model) { m.items = m.items[5:] }), numbers(5, 12), 5,
		},
		{
			"the same in a list of another order never goes behind its place", numbers(1, 12), 4, ListOptions{Page: 2}, false,
			at(2, func(m *model) { m.items = m.items[4:] }), numbers(5, 12), 3,
		},
	} {
		m := &model{items: tt.items, size: tt.size, before: tt.before}
		got, err := m.collect(t, tt.opts, tt.ascending)
		if err != nil {
			t.Errorf("%s: %v", tt.why, err)
		}
		resEqual(t, tt.why, got, tt.want)
		resEqual(t, "readings: "+tt.why, m.reads, tt.reads)
	}
}

// The same over HTTP, since a page that is gone is a 404 there.
func TestSomebodyElseDeletesMeanwhile(t *testing.T) {
	t.Parallel()
	px, server := resFake(t, "2026.8.0")
	team := server.AddTeam("", boxofficetest.PretixTeam{Name: "Door"})
	addMembers(server, team, 40)
	members := server.Members(team)
	var got []string
	for member, err := range px.Members.All(t.Context(), server.Organizer, team, &MemberListOptions{ListOptions{PageSize: 10}}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, member.Email)
		if len(got) == 30 {
			for _, gone := range members[:30] { // page 4 is gone then, and so is page 3
				server.RemoveMember(team, gone.ID)
			}
		}
	}
	var want []string
	for _, m := range members {
		want = append(want, m.Email)
	}
	resEqual(t, "members", got, want)
}

func TestStrictWalk(t *testing.T) {
	t.Parallel()
	swap := func(out, in int) func(*model) {
		return func(m *model) {
			m.remove(out)
			m.items = append(m.items, in)
		}
	}
	for _, tt := range []struct {
		why    string
		size   int
		before func(*model, int)
		want   []int
		reads  int
	}{
		{"a quiet list is read exactly twice", 4, nil, numbers(1, 12), 6},
		{"a quiet list of one page is one moment of it", 50, nil, numbers(1, 12), 1},
		{"one removed and one added, so that the count stands still: 5 is found by the second reading, a third and fourth agree", 4,
			at(2, swap(1, 13)), append(append(numbers(1, 4), numbers(6, 13)...), 5), 9},
		{"the same with a window of its own change in the second reading", 4,
			at(5, swap(1, 13)), numbers(1, 13), 12},
		{"a removal that the count shows is no calm reading", 4,
			at(2, func(m *model) { m.remove(1) }), numbers(1, 12), 11},
	} {
		m := &model{items: numbers(1, 12), size: tt.size, before: tt.before}
		got, err := m.collect(t, ListOptions{Strict: true}, true)
		if err != nil {
			t.Errorf("%s: %v", tt.why, err)
		}
		resEqual(t, tt.why, got, tt.want)
		resEqual(t, "readings: "+tt.why, m.reads, tt.reads)
	}

	// What a plain walk can't see, as its documentation says.
	m := &model{items: numbers(1, 12), size: 4, before: at(2, swap(1, 13))}
	got, err := m.collect(t, ListOptions{}, true)
	resEqual(t, "a plain walk misses 5", []any{got, err}, []any{append(numbers(1, 4), numbers(6, 13)...), error(nil)})

	// A list that never holds still ends in an error, after bounded readings.
	next := 100
	never := &model{items: numbers(1, 12), size: 4, before: func(m *model, number int) {
		if number == 1 {
			m.items = append(m.items[1:], next)
			next++
		}
	}}
	got, err = never.collect(t, ListOptions{Strict: true}, true)
	if !errors.Is(err, ErrListUnstable) || never.reads > 100 || len(got) < 12 {
		t.Errorf("never quiet: %d items, %d readings, %v", len(got), never.reads, err)
	}
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Operation != "Model.List" || !strings.Contains(e.Error(), "10 readings") {
		t.Errorf("never quiet: %v", err)
	}
}

func TestStrictOverHTTP(t *testing.T) {
	t.Parallel()
	px, server := resFake(t, "2026.8.0")
	team := server.AddTeam("", boxofficetest.PretixTeam{Name: "Door"})
	addMembers(server, team, 70)
	late := server.AddUser(boxofficetest.PretixUser{Email: "z@example.org"})
	members := server.Members(team)
	for _, strict := range []bool{false, true} {
		var got []int64
		server.ResetRequests()
		for member, err := range px.Members.All(t.Context(), server.Organizer, team, &MemberListOptions{ListOptions{Strict: strict}}) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, member.ID)
			if len(got) == 50 { // the count stands at 70
				server.RemoveMember(team, members[0].ID)
				server.AddMember(team, late)
			}
		}
		missed := members[50].ID
		resEqual(t, fmt.Sprintf("strict %v finds the one that slipped", strict), slices.Contains(got, missed), strict)
		server.RemoveMember(team, late)
		server.AddMember(team, members[0].ID)
	}
}

// What a server may answer for ever. Each ends in an error, after a bounded
// number of requests, and so would each with Strict or a Window.
func TestHostileListsEnd(t *testing.T) {
	t.Parallel()
	item := func(id int) string {
		return fmt.Sprintf(`{"id":%d,"name":"n","all_events":false,"limit_events":[]}`, id)
	}
	for _, tt := range []struct {
		why   string
		most  int // requests
		items int // items yielded, at most
		page  func(number, asked int) (count, next int, items []string)
	}{
		{"a count that flaps for ever", 1000, 110, func(n, asked int) (int, int, []string) {
			return 100 + asked%2, n + 1, []string{item(n)}
		}},
		{"a count that grows for ever", 200, 20, func(n, asked int) (int, int, []string) {
			return asked, n + 1, []string{item(n)}
		}},
		{"a server that repeats its page and always has another", 10, 2, func(n, _ int) (int, int, []string) {
			return 4, n + 1, []string{item(1), item(2)}
		}},
		{"a server that repeats two pages in turn", 200, 4, func(n, _ int) (int, int, []string) {
			return 4, n + 1, []string{item(2*(n%2) + 1), item(2*(n%2) + 2)}
		}},
		{"a server that has ever new items, and counts few", 40, 2200, func(n, _ int) (int, int, []string) {
			var items []string
			for i := range 40 {
				items = append(items, item(40*n+i))
			}
			return 4, n + 1, items
		}},
		{"a server that shuffles what it has", 200, 9, func(n, asked int) (int, int, []string) {
			return 9, n + 1, []string{item(1 + asked*5%9), item(1 + asked*7%9)}
		}},
		{"a next page behind an empty one", 2, 1, func(n, _ int) (int, int, []string) {
			if n == 1 {
				return 4, 2, []string{item(1)}
			}
			return 4, n + 1, nil
		}},
		{"a next that goes back to the first page", 2, 2, func(n, _ int) (int, int, []string) {
			if n == 1 {
				return 4, 2, []string{item(1)}
			}
			return 4, 1, []string{item(2)}
		}},
		{"a next that stays", 2, 2, func(n, _ int) (int, int, []string) {
			if n == 1 {
				return 4, 2, []string{item(1)}
			}
			return 4, 2, []string{item(2)}
		}},
		{"a next that leaves a page out", 2, 2, func(n, _ int) (int, int, []string) {
			return 40, n + 2, []string{item(n)}
		}},
	} {
		for _, opts := range []ListOptions{{}, {Strict: true}, {Window: 4}, {Window: 16, Strict: true}} {
			var mu sync.Mutex
			asked := 0
			px := resOver(t, resReply(func(r *http.Request) (int, string) {
				mu.Lock()
				defer mu.Unlock()
				asked++
				count, next, items := tt.page(resQueryPage(r.URL), asked)
				return 200, resPage(count, next, items...)
			}))
			for _, walk := range []string{"by id", "remembering"} {
				asked = 0
				n, ended := 0, error(nil)
				each := func(err error) {
					if err != nil {
						ended = err
					} else {
						n++
					}
				}
				if walk == "by id" {
					for _, err := range px.Teams.All(t.Context(), "demo", &TeamListOptions{opts}) {
						each(err)
					}
				} else {
					for _, err := range px.Members.All(t.Context(), "demo", 1, &MemberListOptions{opts}) {
						each(err)
					}
				}
				most := tt.most * max(1, opts.Window)
				if opts.Strict { // which lets a page come again
					most *= 3
				}
				if !errors.Is(ended, ErrListUnstable) || asked > most || n > tt.items {
					t.Errorf("%s, %+v, %s: %d requests (at most %d), %d items (at most %d), %v", tt.why, opts, walk, asked, most, n, tt.items, ended)
				}
			}
		}
	}
}

// The model, changed at random between and during readings. The seeds are fixed,
// so that a failure comes again.
func TestWalkAgainstRandomDeletions(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2000) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		ascending := rnd.IntN(2) == 0
		m, start := randomModel(rnd, ascending)
		opts := ListOptions{Window: rnd.IntN(2) * rnd.IntN(17)}
		chance := rnd.Float64() * 0.4
		gone := map[int]bool{}
		drop := func() {
			if len(m.items) > 0 {
				for range 1 + rnd.IntN(3)*rnd.IntN(m.size) {
					if len(m.items) > 0 {
						id := m.items[rnd.IntN(len(m.items))]
						m.remove(id)
						gone[id] = true
					}
				}
			}
		}
		m.before = func(*model, int) {
			if rnd.Float64() < chance {
				drop()
			}
		}
		own := rnd.IntN(3) // 0: the loop deletes nothing, 1: some, 2: everything
		got := map[int]int{}
		err := m.walk(t.Context(), opts, ascending, func(id int) bool {
			got[id]++
			m.mu.Lock()
			defer m.mu.Unlock()
			if own == 2 || own == 1 && rnd.IntN(2) == 0 {
				if m.remove(id) {
					gone[id] = true
				}
			}
			return true
		})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		checkYield(t, seed, start, gone, got)
		if own == 2 && chance == 0 && len(m.items) > 0 {
			t.Fatalf("seed %d: %v is left", seed, m.items)
		}
	}
}

// Strict withstands any change. Where changes do not end it may give up, but not
// end as if all was well.
func TestStrictWalkAgainstRandomChanges(t *testing.T) {
	t.Parallel()
	gaveUp := 0
	for seed := range uint64(2000) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		ascending := rnd.IntN(2) == 0
		m, start := randomModel(rnd, ascending)
		next := 10_000
		opts := ListOptions{Strict: true, Window: rnd.IntN(2) * rnd.IntN(17)}
		chance, changes := rnd.Float64()*0.5, rnd.IntN(10)
		gone := map[int]bool{}
		m.before = func(*model, int) {
			if changes == 0 || rnd.Float64() > chance {
				return
			}
			changes--
			balance := rnd.IntN(2) == 0 // as many put in as taken out, so that the count stands still
			n := 1 + rnd.IntN(3)
			for range n {
				if len(m.items) > 0 && (balance || rnd.IntN(2) == 0) {
					id := m.items[rnd.IntN(len(m.items))]
					m.remove(id)
					gone[id] = true
				}
			}
			for range n {
				if balance || rnd.IntN(2) == 0 {
					place := len(m.items)
					if !ascending {
						place = rnd.IntN(len(m.items) + 1)
					}
					m.items = slices.Insert(m.items, place, next)
					next++
				}
			}
		}
		got := map[int]int{}
		err := m.walk(t.Context(), opts, ascending, func(id int) bool {
			got[id]++
			m.mu.Lock()
			defer m.mu.Unlock()
			if rnd.IntN(20) == 0 && m.remove(id) {
				gone[id] = true
			}
			return true
		})
		if errors.Is(err, ErrListUnstable) {
			gaveUp++
			continue
		}
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		checkYield(t, seed, start, gone, got)
	}
	if gaveUp > 20 {
		t.Errorf("%d of 2000 walks gave up, of lists that come to rest", gaveUp)
	}
}

func randomModel(rnd *rand.Rand, ascending bool) (*model, []int) {
	m := &model{size: 1 + rnd.IntN(9)}
	m.items = numbers(1, rnd.IntN(80))
	if !ascending {
		rnd.Shuffle(len(m.items), func(i, j int) { m.items[i], m.items[j] = m.items[j], m.items[i] })
	}
	return m, slices.Clone(m.items)
}

func checkYield(t *testing.T, seed uint64, start []int, gone map[int]bool, got map[int]int) {
	t.Helper()
	for id, n := range got {
		if n > 1 {
			t.Fatalf("seed %d: %d was yielded %d times", seed, id, n)
		}
	}
	for _, id := range start {
		if !gone[id] && got[id] != 1 {
			t.Fatalf("seed %d: %d was there all the time and was not yielded", seed, id)
		}
	}
}

func TestLastPage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ count, length, want int }{
		{0, 0, 1}, {10, 0, 1}, {10, -1, 1}, {0, 5, 0}, {1, 5, 1}, {5, 5, 1}, {6, 5, 2}, {300, 50, 6}, {301, 50, 7},
	} {
		resEqual(t, fmt.Sprintf("%d of %d", tt.count, tt.length), lastPage(tt.count, tt.length), tt.want)
	}
}

func TestTeamsThatAreNotInOrderOfID(t *testing.T) {
	t.Parallel()
	m := &model{items: []int{1, 3, 2, 4}, size: 4}
	got, err := m.collect(t, ListOptions{}, true)
	if !errors.Is(err, ErrListUnstable) || len(got) > 0 {
		t.Errorf("%v, %v", got, err)
	}
	got, err = m.collect(t, ListOptions{}, false)
	resEqual(t, "a list of another order", []any{got, err}, []any{[]int{1, 3, 2, 4}, error(nil)})
}

// Pages that are sorted within themselves and not among each other would lose
// items by the highest id.
func TestPagesOutOfOrder(t *testing.T) {
	t.Parallel()
	px, server := resMock(t)
	server.on("GET", resTeams, 200, `{"count":4,"next":"https://x/?page=2","results":[{"id":3,"limit_events":[]},{"id":9,"limit_events":[]}]}`)
	server.on("GET", resTeams+"?page=2", 200, `{"count":4,"next":null,"results":[{"id":5,"limit_events":[]},{"id":7,"limit_events":[]}]}`)
	if teams, err := Collect(px.Teams.All(t.Context(), "demo", nil)); !errors.Is(err, ErrListUnstable) {
		t.Errorf("%d teams, %v", len(teams), err)
	}
}

// A strict walk whose loop has ended reads no more.
func TestStrictWalkEndsWithItsLoop(t *testing.T) {
	t.Parallel()
	m := &model{items: numbers(1, 9), size: 3}
	var got []int
	err := m.walk(t.Context(), ListOptions{Strict: true}, true, func(id int) bool {
		got = append(got, id)
		return id < 4
	})
	resEqual(t, "items, error, readings", []any{got, err, m.reads}, []any{numbers(1, 4), error(nil), 2})
}

// played walks over pages that are given, in turn.
func played(t *testing.T, opts ListOptions, ascending bool, turns ...*Page[int]) ([]int, error) {
	t.Helper()
	n := 0
	var got []int
	err := walkOf(t.Context(), opts, ascending, func(context.Context, int) (*Page[int], error) {
		turn := turns[n%len(turns)]
		n++
		if turn == nil {
			return nil, &Error{Status: 404, kinds: []error{ErrNotFound}}
		}
		page := *turn
		page.Items = slices.Clone(turn.Items)
		return &page, nil
	}).run(func(page numbered) bool {
		got = append(got, *page.items.(*[]int)...)
		return true
	})
	return got, err
}

// Where not even the first page is left, the list itself is gone.
func TestListThatVanishes(t *testing.T) {
	t.Parallel()
	got, err := played(t, ListOptions{}, true, &Page[int]{Items: []int{1, 2}, Count: 4, Number: 1, NextPage: 2}, nil, nil)
	if !errors.Is(err, ErrNotFound) {
		t.Errorf("%v, %v", got, err)
	}
}

// Pages that overlap in each reading are no steady list, though each reading is the
// same.
func TestStrictWalkOverPagesThatOverlap(t *testing.T) {
	t.Parallel()
	first, second := &Page[int]{Items: []int{1, 2}, Count: 4, Number: 1, NextPage: 2}, &Page[int]{Items: []int{2, 3}, Count: 4, Number: 2}
	got, err := played(t, ListOptions{Strict: true}, false, first, second)
	if !errors.Is(err, ErrListUnstable) {
		t.Errorf("%v, %v", got, err)
	}
	resEqual(t, "items", got, []int{1, 2, 3})
}

// pretix has no such page; a proxy may make one.
func TestLastPageThatIsEmpty(t *testing.T) {
	t.Parallel()
	for _, ascending := range []bool{false, true} {
		got, err := played(t, ListOptions{}, ascending, &Page[int]{Items: []int{1, 2}, Count: 2, Number: 1, NextPage: 2}, &Page[int]{Items: []int{}, Count: 2, Number: 2})
		resEqual(t, "items and error", []any{got, err}, []any{[]int{1, 2}, error(nil)})
	}
}

// A walk that began far behind may go far back.
func TestResumedWalkGoesFarBack(t *testing.T) {
	t.Parallel()
	m := &model{items: numbers(1, 1000), size: 10}
	var got []int
	err := m.walk(t.Context(), ListOptions{Page: 60}, true, func(id int) bool {
		got = append(got, id)
		if id == 600 {
			m.mu.Lock()
			m.items = append(numbers(1, 50), 601, 602)
			m.mu.Unlock()
		}
		return true
	})
	resEqual(t, "items and error", []any{got, err}, []any{numbers(591, 602), error(nil)})
}

// A walk that began later ends when all from there on is gone, and says nothing of
// what stands before.
func TestResumedWalkWhoseRestIsGone(t *testing.T) {
	t.Parallel()
	for _, left := range []int{5, 10} {
		resumedWalkWhoseRestIsGone(t, left)
	}
}

func resumedWalkWhoseRestIsGone(t *testing.T, left int) {
	t.Helper()
	px, server := resFake(t, "2026.8.0")
	team := server.AddTeam("", boxofficetest.PretixTeam{Name: "T"})
	var users []int64
	for i := range 20 {
		id := server.AddUser(boxofficetest.PretixUser{Email: fmt.Sprintf("u%02d@example.org", i)})
		server.AddMember(team, id)
		users = append(users, id)
	}
	var seen []string
	for member, err := range px.Members.All(t.Context(), "demo", team, &MemberListOptions{ListOptions{Page: 3, PageSize: 5}}) {
		if err != nil {
			t.Fatal(err)
		}
		if len(seen) == 0 {
			for _, id := range users[left:] {
				server.RemoveMember(team, id)
			}
		}
		seen = append(seen, member.Email)
	}
	if want := []string{"u10@example.org", "u11@example.org", "u12@example.org", "u13@example.org", "u14@example.org"}; !slices.Equal(seen, want) {
		t.Errorf("saw %v, want %v", seen, want)
	}
}
