package boxoffice

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// resLists calls all six lists in one form, so that a test can go through them.
type resList struct {
	name, path string
	item       string // one item as the server sends it
	want       any    // the same, decoded
	list       func(context.Context, *Pretix, *ListOptions) (*Page[any], error)
	pages      func(context.Context, *Pretix, *ListOptions) iter.Seq2[*Page[any], error]
	all        func(context.Context, *Pretix, *ListOptions) iter.Seq2[any, error]
}

func resAnyPage[T any](p *Page[T], err error) (*Page[any], error) {
	if p == nil {
		return nil, err
	}
	out := &Page[any]{Count: p.Count, Number: p.Number, NextPage: p.NextPage, Items: []any{}}
	for _, item := range p.Items {
		out.Items = append(out.Items, item)
	}
	return out, err
}

func resAnyPages[T any](seq iter.Seq2[*Page[T], error]) iter.Seq2[*Page[any], error] {
	return func(yield func(*Page[any], error) bool) {
		for p, err := range seq {
			if !yield(resAnyPage(p, err)) {
				return
			}
		}
	}
}

func resAnyItems[T any](seq iter.Seq2[T, error]) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		for v, err := range seq {
			if !yield(v, err) {
				return
			}
		}
	}
}

func resOpts[O any](o *ListOptions, wrap func(ListOptions) O) *O {
	if o == nil {
		return nil
	}
	return new(wrap(*o))
}

func resAllLists() []resList {
	teams := func(o *ListOptions) *TeamListOptions {
		return resOpts(o, func(o ListOptions) TeamListOptions { return TeamListOptions{o} })
	}
	members := func(o *ListOptions) *MemberListOptions {
		return resOpts(o, func(o ListOptions) MemberListOptions { return MemberListOptions{o} })
	}
	invites := func(o *ListOptions) *InviteListOptions {
		return resOpts(o, func(o ListOptions) InviteListOptions { return InviteListOptions{o} })
	}
	tokens := func(o *ListOptions) *TokenListOptions {
		return resOpts(o, func(o ListOptions) TokenListOptions { return TokenListOptions{o} })
	}
	organizers := func(o *ListOptions) *OrganizerListOptions {
		return resOpts(o, func(o ListOptions) OrganizerListOptions { return OrganizerListOptions{o} })
	}
	events := func(o *ListOptions) *PretixEventListOptions {
		return resOpts(o, func(o ListOptions) PretixEventListOptions { return PretixEventListOptions{o} })
	}
	return []resList{
		{
			"Organizers", "/organizers/", `{"name":"Demo","slug":"demo","public_url":"https://x/","plugins":["p"]}`,
			Organizer{Slug: "demo", Name: "Demo", PublicURL: "https://x/", Plugins: []string{"p"}},
			func(ctx context.Context, px *Pretix, o *ListOptions) (*Page[any], error) {
				return resAnyPage(px.Organizers.List(ctx, organizers(o)))
			},
			func(ctx context.Context, px *Pretix, o *ListOptions) iter.Seq2[*Page[any], error] {
				return resAnyPages(px.Organizers.Pages(ctx, organizers(o)))
			},
			func(ctx context.Context, px *Pretix, o *ListOptions) iter.Seq2[any, error] {
				return resAnyItems(px.Organizers.All(ctx, organizers(o)))
			},
		},
		{
			"Events", "/organizers/demo/events/", `{"slug":"gala","name":{"en":"Gala"},"live":true,"testmode":true,"date_from":null,"date_to":null,"has_subevents":true}`,
			PretixEvent{Slug: "gala", Name: MultilingualText{"en": "Gala"}, Live: true, TestMode: true, HasSubevents: true},
			func(ctx context.Context, px *Pretix, o *ListOptions) (*Page[any], error) {
				return resAnyPage(px.Events.List(ctx, "demo", events(o)))
			},
			func(ctx context.Context, px *Pretix, o *ListOptions) iter.Seq2[*Page[any], error] {
				return resAnyPages(px.Events.Pages(ctx, "demo", events(o)))
			},
			func(ctx context.Context, px *Pretix, o *ListOptions) iter.Seq2[any, error] {
				return resAnyItems(px.Events.All(ctx, "demo", events(o)))
			},
		},
		{
			"Teams", resTeams, `{"id":7,"name":"Box","all_events":false,"limit_events":["gala"],"can_view_orders":true}`,
			Team{ID: 7, Name: "Box", LimitEvents: []string{"gala"}, CanViewOrders: true},
			func(ctx context.Context, px *Pretix, o *ListOptions) (*Page[any], error) {
				return resAnyPage(px.Teams.List(ctx, "demo", teams(o)))
			},
			func(ctx context.Context, px *Pretix, o *ListOptions) iter.Seq2[*Page[any], error] {
				return resAnyPages(px.Teams.Pages(ctx, "demo", teams(o)))
			},
			func(ctx context.Context, px *Pretix, o *ListOptions) iter.Seq2[any, error] {
				return resAnyItems(px.Teams.All(ctx, "demo", teams(o)))
			},
		},
		{
			"Members", resTeams + "7/members/", `{"id":3,"email":"a@x.org","fullname":"Ana","require_2fa":true}`,
			TeamMember{ID: 3, Email: "a@x.org", FullName: "Ana", Uses2FA: true},
			func(ctx context.Context, px *Pretix, o *ListOptions) (*Page[any], error) {
				return resAnyPage(px.Members.List(ctx, "demo", 7, members(o)))
			},
			func(ctx context.Context, px *Pretix, o *ListOptions) iter.Seq2[*Page[any], error] {
				return resAnyPages(px.Members.Pages(ctx, "demo", 7, members(o)))
			},
			func(ctx context.Context, px *Pretix, o *ListOptions) iter.Seq2[any, error] {
				return resAnyItems(px.Members.All(ctx, "demo", 7, members(o)))
			},
		},
		{
			"Invites", resTeams + "7/invites/", `{"id":4,"email":"b@x.org"}`,
			TeamInvite{ID: 4, Email: "b@x.org"},
			func(ctx context.Context, px *Pretix, o *ListOptions) (*Page[any], error) {
				return resAnyPage(px.Invites.List(ctx, "demo", 7, invites(o)))
			},
			func(ctx context.Context, px *Pretix, o *ListOptions) iter.Seq2[*Page[any], error] {
				return resAnyPages(px.Invites.Pages(ctx, "demo", 7, invites(o)))
			},
			func(ctx context.Context, px *Pretix, o *ListOptions) iter.Seq2[any, error] {
				return resAnyItems(px.Invites.All(ctx, "demo", 7, invites(o)))
			},
		},
		{
			"Tokens", resTeams + "7/tokens/", `{"id":5,"name":"sync","active":true}`,
			TeamToken{ID: 5, Name: "sync", Active: true},
			func(ctx context.Context, px *Pretix, o *ListOptions) (*Page[any], error) {
				return resAnyPage(px.Tokens.List(ctx, "demo", 7, tokens(o)))
			},
			func(ctx context.Context, px *Pretix, o *ListOptions) iter.Seq2[*Page[any], error] {
				return resAnyPages(px.Tokens.Pages(ctx, "demo", 7, tokens(o)))
			},
			func(ctx context.Context, px *Pretix, o *ListOptions) iter.Seq2[any, error] {
				return resAnyItems(px.Tokens.All(ctx, "demo", 7, tokens(o)))
			},
		},
		{
			"Walk", "/organizers/demo/devices/", `{"device_id":9}`, map[string]any{"device_id": 9.0},
			nil, nil,
			func(ctx context.Context, px *Pretix, o *ListOptions) iter.Seq2[any, error] {
				return resAnyItems(Walk[map[string]any](ctx, px.Client(), Request{
					Path: "/organizers/{organizer}/devices/", Params: map[string]string{"organizer": "demo"},
				}, o))
			},
		},
	}
}

func TestListsSendTheirRequestAndReadTheirPage(t *testing.T) {
	t.Parallel()
	for _, l := range resAllLists() {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			for _, tt := range []struct {
				why   string
				opts  *ListOptions
				query string
				page  Page[any]
				next  int
			}{
				{"nil options are the defaults", nil, "", Page[any]{Number: 1, Count: 1}, 0},
				{"so are empty ones", &ListOptions{}, "", Page[any]{Number: 1, Count: 1}, 0},
				{"page 1 needs no parameter", &ListOptions{Page: 1}, "", Page[any]{Number: 1, Count: 1}, 0},
				{"page and size are sent", &ListOptions{Page: 2, PageSize: 7}, "page=2&page_size=7", Page[any]{Number: 2, Count: 99, NextPage: 3}, 3},
				{"window and strict never are", &ListOptions{PageSize: 50, Window: 16, Strict: true}, "page_size=50", Page[any]{Number: 1, Count: 1}, 0},
			} {
				if l.list == nil {
					continue
				}
				px, server := resMock(t)
				path := l.path
				if tt.query != "" {
					path += "?" + tt.query
				}
				server.on("GET", path, 200, resPage(tt.page.Count, tt.next, l.item))
				page, err := l.list(t.Context(), px, tt.opts)
				if err != nil {
					t.Fatalf("%s: %v", tt.why, err)
				}
				tt.page.Items = []any{l.want}
				resEqual(t, tt.why, page, &tt.page)
				server.want(resSent{"GET", l.path, tt.query, ""})
			}
		})
	}
}

func TestListsWalk(t *testing.T) {
	t.Parallel()
	for _, l := range resAllLists() {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			px, server := resMock(t)
			first := strings.NewReplacer(":7,", ":70,", ":3,", ":30,", ":4,", ":40,", ":5,", ":50,", ":9}", ":90}", `"demo"`, `"d2"`, `"gala"`, `"g2"`).Replace(l.item)
			server.on("GET", l.path+"?page_size=1", 200, resPage(2, 2, l.item))
			server.on("GET", l.path+"?page=2&page_size=1", 200, resPage(2, 0, first))
			opts := &ListOptions{PageSize: 1}
			requests := []resSent{{"GET", l.path, "page_size=1", ""}, {"GET", l.path, "page=2&page_size=1", ""}}

			for range 2 { // from the start, each time
				got, err := Collect(l.all(t.Context(), px, opts))
				if err != nil || len(got) != 2 {
					t.Fatalf("got %v, %v", got, err)
				}
				// The teams' list is in order of id, the other's first item comes first.
				resEqual(t, "first item", got[0], l.want)
				server.want(requests...)
			}
			resEqual(t, "options", opts, &ListOptions{PageSize: 1})

			if l.pages == nil {
				return
			}
			var numbers []int
			for page, err := range l.pages(t.Context(), px, opts) {
				if err != nil {
					t.Fatal(err)
				}
				numbers = append(numbers, page.Number, page.NextPage, page.Count, len(page.Items))
			}
			resEqual(t, "pages", numbers, []int{1, 2, 2, 1, 2, 0, 2, 1})
			server.want(requests...)
		})
	}
}

func TestListsOfNothing(t *testing.T) {
	t.Parallel()
	for _, l := range resAllLists() {
		px, server := resMock(t)
		server.on("GET", l.path, 200, resPage(0, 0))
		got, err := Collect(l.all(t.Context(), px, nil))
		if err != nil {
			t.Fatal(err)
		}
		resEqual(t, l.name, got, []any{})
		if l.list == nil {
			continue
		}
		page, err := l.list(t.Context(), px, nil)
		if err != nil {
			t.Fatal(err)
		}
		resEqual(t, l.name, page, &Page[any]{Items: []any{}, Number: 1})
		pages := 0
		for page, err := range l.pages(t.Context(), px, nil) {
			if err != nil {
				t.Fatal(err)
			}
			pages++
			resEqual(t, l.name, page, &Page[any]{Items: []any{}, Number: 1})
		}
		resEqual(t, l.name, pages, 1)
	}
}

func TestListOptionsRefused(t *testing.T) {
	t.Parallel()
	rows := []struct {
		why      string
		opts     ListOptions
		argument string
	}{
		{"pages are counted from 1", ListOptions{Page: -1}, "opts.Page"},
		{"a size can't be negative", ListOptions{PageSize: -1}, "opts.PageSize"},
		{"the server would give 50 in silence", ListOptions{PageSize: 51}, "opts.PageSize"},
		{"a window can't be negative", ListOptions{Window: -1}, "opts.Window"},
		{"the connections kept are 16", ListOptions{Window: 17}, "opts.Window"},
		{"a strict walk reads all", ListOptions{Strict: true, Page: 2}, "opts.Strict"},
	}
	for _, l := range resAllLists() {
		for _, tt := range rows {
			px, server := resMock(t)
			n := 0
			for item, err := range l.all(t.Context(), px, &tt.opts) {
				n++
				resArgument(t, err, tt.argument)
				if item != nil && l.name == "Walk" && len(item.(map[string]any)) > 0 {
					t.Errorf("%s: an item beside an error", tt.why)
				}
			}
			resEqual(t, "errors of All, "+tt.why, n, 1)
			if l.list != nil {
				page, err := l.list(t.Context(), px, &tt.opts)
				resArgument(t, err, tt.argument)
				resEqual(t, "page, "+tt.why, page, (*Page[any])(nil))
				for page, err := range l.pages(t.Context(), px, &tt.opts) {
					resArgument(t, err, tt.argument)
					resEqual(t, "page, "+tt.why, page, (*Page[any])(nil))
				}
			}
			server.want()
		}
	}
}

func TestListOptionsTaken(t *testing.T) {
	t.Parallel()
	for _, o := range []ListOptions{
		{}, {Page: 1}, {Page: 1 << 40}, {PageSize: 1}, {PageSize: 50}, {Window: 1}, {Window: 16}, {Strict: true}, {Strict: true, Page: 1},
	} {
		if err := o.check(); err != nil {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

func TestEnvelopeRefused(t *testing.T) {
	t.Parallel()
	team := `{"id":1,"name":"a","all_events":false,"limit_events":[]}`
	for _, tt := range []struct {
		why, body string
		unstable  bool
	}{
		{"an object is no page", `{}`, false},
		{"no results", `{"count":1,"next":null}`, false},
		{"results of null", `{"count":1,"next":null,"results":null}`, false},
		{"an error with status 200", `{"detail":"gone"}`, false},
		{"a next page behind an empty one", `{"count":1,"next":"https://x/?page=2","results":[]}`, true},
		{"next names this page", `{"count":1,"next":"https://x/?page=1","results":[` + team + `]}`, true},
		{"next leaves one out", `{"count":1,"next":"https://x/?page=3","results":[` + team + `]}`, true},
		{"next goes back", `{"count":1,"next":"https://x/?page=0","results":[` + team + `]}`, true},
		{"next names no page", `{"count":1,"next":"https://x/?page_size=3","results":[` + team + `]}`, true},
		{"next is empty", `{"count":1,"next":"","results":[` + team + `]}`, true},
		{"next names a word", `{"count":1,"next":"?page=last","results":[` + team + `]}`, true},
		{"next has a space in its host", `{"count":1,"next":"https://a b/?page=2","results":[` + team + `]}`, false},
		{"next has a control character", `{"count":1,"next":"https://x/\u007f?page=2","results":[` + team + `]}`, false},
		{"an item is null", `{"count":2,"next":null,"results":[` + team + `,null]}`, false},
		{"an item has no id", `{"count":2,"next":null,"results":[{"name":"x"},` + team + `]}`, false},
		{"next can't be parsed", `{"count":1,"next":"https://x/%zz\u0000?page=2","results":[` + team + `]}`, false},
	} {
		px, server := resMock(t)
		server.on("GET", resTeams, 200, tt.body)
		page, err := px.Teams.List(t.Context(), "demo", nil)
		e, ok := errors.AsType[*Error](err)
		if page != nil || !ok || errors.Is(err, ErrListUnstable) != tt.unstable {
			t.Errorf("%s: got %v, %v; unstable should be %v", tt.why, page, err, tt.unstable)
			continue
		}
		resEqual(t, tt.why, []string{e.Platform, e.Operation, e.Method, e.Path},
			[]string{"pretix", "Teams.List", "GET", "/shop/api/v1/organizers/{organizer}/teams/"})
		got, err := Collect(px.Teams.All(t.Context(), "demo", nil))
		if err == nil || len(got) != 0 {
			t.Errorf("%s: All gives %v, %v", tt.why, got, err)
		}
	}
}

// A server behind a badly set proxy names its inner address; an attacker names
// his own. Neither is ever asked.
func TestNextLinksAreNotFollowed(t *testing.T) {
	t.Parallel()
	for _, next := range []string{
		"https://evil.example/api/v1/organizers/demo/teams/?page=2",
		"http://tickets.example.org/shop/api/v1/organizers/demo/teams/?page=2",
		"https://tickets.example.org:8443/?page=2",
		"//evil.example/?page=2",
		"/elsewhere/?page=2&page_size=1&extra=1",
		"https://user:pass@evil.example/?page=2",
		"file:///etc/passwd?page=2",
	} {
		px, server := resMock(t)
		server.on("GET", resTeams, 200, fmt.Sprintf(`{"count":2,"next":%q,"previous":null,"results":[{"id":1}]}`, next))
		server.on("GET", resTeams+"?page=2", 200, resPage(2, 0, `{"id":2}`))
		got, err := Collect(px.Teams.All(t.Context(), "demo", nil))
		if err != nil {
			t.Fatalf("%s: %v", next, err)
		}
		resEqual(t, next, got, []Team{{ID: 1}, {ID: 2}})
		server.want(resGet(resTeams), resSent{"GET", resTeams, "page=2", ""})
	}
}

func TestCollect(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	seq := func(n int, end error) iter.Seq2[int, error] {
		return func(yield func(int, error) bool) {
			for i := range n {
				if !yield(i+1, nil) {
					return
				}
			}
			if end != nil {
				yield(0, end)
			}
		}
	}
	got, err := Collect(seq(3, nil))
	resEqual(t, "Collect", []any{got, err}, []any{[]int{1, 2, 3}, error(nil)})
	got, err = Collect(seq(0, nil))
	resEqual(t, "Collect of nothing", []any{got, err}, []any{[]int{}, error(nil)})
	got, err = Collect(seq(2, broken))
	resEqual(t, "Collect up to an error", []any{got, err}, []any{[]int{1, 2}, broken})

	for _, tt := range []struct {
		why  string
		have int
		end  error
		most int
		want []int
		err  error
	}{
		{"fewer than the maximum", 2, nil, 3, []int{1, 2}, nil},
		{"just the maximum is not cut", 3, nil, 3, []int{1, 2, 3}, nil},
		{"more are cut, and said to be", 4, nil, 3, []int{1, 2, 3}, ErrTruncated},
		{"nothing", 0, nil, 3, []int{}, nil},
		{"an error before the maximum", 2, broken, 3, []int{1, 2}, broken},
		{"an error at the maximum is not hidden", 3, broken, 3, []int{1, 2, 3}, broken},
		{"an error behind the cut is not reached", 4, broken, 3, []int{1, 2, 3}, ErrTruncated},
	} {
		got, err := CollectMax(seq(tt.have, tt.end), tt.most)
		resEqual(t, tt.why, []any{got, err}, []any{tt.want, tt.err})
	}
	for _, most := range []int{0, -1} {
		got, err := CollectMax(func(func(int, error) bool) { t.Error("a maximum of nothing begins the walk") }, most)
		resEqual(t, "nothing asked", got, []int{})
		resArgument(t, err, "most")
	}
}

func TestCollectMaxFetchesNoPageTooMany(t *testing.T) {
	t.Parallel()
	px, server := resMock(t)
	server.on("GET", resTeams, 200, resPage(5, 2, `{"id":1}`, `{"id":2}`))
	server.on("GET", resTeams+"?page=2", 200, resPage(5, 3, `{"id":3}`, `{"id":4}`))
	got, err := CollectMax(px.Teams.All(t.Context(), "demo", nil), 3)
	resEqual(t, "items", got, []Team{{ID: 1}, {ID: 2}, {ID: 3}})
	resEqual(t, "error", err, ErrTruncated)
	server.want(resGet(resTeams), resSent{"GET", resTeams, "page=2", ""})
}

func TestWalkIsLazy(t *testing.T) {
	t.Parallel()
	px, server := resMock(t)
	server.on("GET", resTeams+"?page_size=2", 200, resPage(5, 2, `{"id":1}`, `{"id":2}`))
	server.on("GET", resTeams+"?page=2&page_size=2", 200, resPage(5, 3, `{"id":3}`, `{"id":4}`))
	server.on("GET", resTeams+"?page=3&page_size=2", 200, resPage(5, 0, `{"id":5}`))
	opts := &TeamListOptions{ListOptions{PageSize: 2}}
	page := func(n int) resSent {
		if n == 1 {
			return resSent{"GET", resTeams, "page_size=2", ""}
		}
		return resSent{"GET", resTeams, fmt.Sprintf("page=%d&page_size=2", n), ""}
	}

	walk := px.Teams.All(t.Context(), "demo", opts)
	server.want() // making it asks nothing
	var before []int
	for team, err := range walk {
		if err != nil {
			t.Fatal(err)
		}
		before = append(before, len(server.log))
		if team.ID == 4 {
			break
		}
	}
	resEqual(t, "requests sent when each team came", before, []int{1, 1, 2, 2})
	server.want(page(1), page(2)) // page 3 was never wanted

	got, err := Collect(walk)
	if err != nil {
		t.Fatal(err)
	}
	resEqual(t, "the walk again", got, []Team{{ID: 1}, {ID: 2}, {ID: 3}, {ID: 4}, {ID: 5}})
	server.want(page(1), page(2), page(3))

	// Changed options do not change a walk that was made, and a walk does not
	// change the options.
	resEqual(t, "options", opts, &TeamListOptions{ListOptions{PageSize: 2}})
	opts.Page = 3
	if _, err := Collect(walk); err != nil {
		t.Fatal(err)
	}
	server.want(page(1), page(2), page(3))

	resume := 0
	for page, err := range px.Teams.Pages(t.Context(), "demo", &TeamListOptions{ListOptions{PageSize: 2}}) {
		if err != nil {
			t.Fatal(err)
		}
		resume = page.NextPage
		break
	}
	got, err = Collect(px.Teams.All(t.Context(), "demo", &TeamListOptions{ListOptions{Page: resume, PageSize: 2}}))
	resEqual(t, "resumed", []any{got, err}, []any{[]Team{{ID: 3}, {ID: 4}, {ID: 5}}, error(nil)})
	server.want(page(1), page(2), page(3))
}

func TestWalkEndsAtTheFirstError(t *testing.T) {
	t.Parallel()
	for _, window := range []int{0, 4} {
		px, server := resMock(t)
		server.on("GET", resTeams, 200, resPage(3, 2, `{"id":1}`))
		server.on("GET", resTeams+"?page=2", 403, `{"detail":"no"}`)
		server.on("GET", resTeams+"?page=3", 200, resPage(3, 0, `{"id":3}`))
		var got []Team
		var errs []error
		for team, err := range px.Teams.All(t.Context(), "demo", &TeamListOptions{ListOptions{Window: window}}) {
			if err != nil {
				errs = append(errs, err)
				resEqual(t, "the team beside an error", team, Team{})
				continue
			}
			got = append(got, team)
		}
		resEqual(t, "teams", got, []Team{{ID: 1}})
		if len(errs) != 1 || !errors.Is(errs[0], ErrForbidden) {
			t.Errorf("window %d: errors %v", window, errs)
		}
	}
}

func TestWalkEndsWithItsContext(t *testing.T) {
	t.Parallel()
	for _, window := range []int{0, 3} {
		px, server := resMock(t)
		server.on("GET", resTeams, 200, resPage(2, 2, `{"id":1}`))
		server.on("GET", resTeams+"?page=2", 200, resPage(2, 0, `{"id":2}`))
		ctx, cancel := context.WithCancel(t.Context())
		var errs []error
		n := 0
		for _, err := range px.Teams.All(ctx, "demo", &TeamListOptions{ListOptions{Window: window}}) {
			if err != nil {
				errs = append(errs, err)
				continue
			}
			n++
			cancel()
		}
		cancel()
		if n != 1 || len(errs) != 1 || !errors.Is(errs[0], context.Canceled) {
			t.Errorf("window %d: %d teams, errors %v", window, n, errs)
		}
	}
}

func TestPageBeyondTheEnd(t *testing.T) {
	t.Parallel()
	px, _ := resFake(t, "2026.8.0")
	_, err := px.Teams.List(t.Context(), "demo", &TeamListOptions{ListOptions{Page: 9}})
	if !errors.Is(err, ErrNotFound) {
		t.Errorf("List: %v", err)
	}
	got, err := Collect(px.Teams.All(t.Context(), "demo", &TeamListOptions{ListOptions{Page: 9}}))
	if !errors.Is(err, ErrNotFound) || len(got) != 0 {
		t.Errorf("All: %v, %v", got, err)
	}
}

// What an untyped walk tells items apart by.
func TestUntypedItemKeys(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ why, json, key string }{
		{"an id", `{"id":7,"slug":"a","code":"B"}`, "7"},
		{"a string id is not a number", `{"id":"7"}`, `"7"`},
		{"a null id is none", `{"id":null,"slug":"a"}`, `"a"`},
		{"then the slug", `{"slug":"a","code":"B"}`, `"a"`},
		{"then the code", `{"code":"B"}`, `"B"`},
		{"then all of it", `{"x":1}`, `{"x":1}`},
		{"also when it is no object", `5`, `5`},
	} {
		var item untypedItem[any]
		if err := item.UnmarshalJSON([]byte(tt.json)); err != nil {
			t.Fatal(err)
		}
		resEqual(t, tt.why, item.key, tt.key)
	}
	var item untypedItem[int]
	if err := item.UnmarshalJSON([]byte(`"x"`)); err == nil {
		t.Error("an item of another type is taken")
	}
}

func TestWalkRefusesWhatIsNoRead(t *testing.T) {
	t.Parallel()
	for _, r := range []Request{
		{Method: "POST", Path: "/organizers/"},
		{Path: "/organizers/", Body: map[string]string{}},
		{Path: "organizers/"},
		{Path: "/organizers/{organizer}/"},
		{Path: "/organizers/", Query: map[string]string{"a": "b"}},
		{Path: "/organizers/", Query: url.Values{"page": {"2"}}},
	} {
		px, server := resMock(t)
		got, err := Collect(Walk[any](t.Context(), px.Client(), r, nil))
		if _, ok := errors.AsType[*ArgumentError](err); !ok || len(got) != 0 {
			t.Errorf("%+v: %v, %v", r, got, err)
		}
		server.want()
	}
}

func TestWalkKeepsTheCallersQuery(t *testing.T) {
	t.Parallel()
	query := map[string][]string{"status": {"p", "n"}}
	var queries []string
	px := resOver(t, resReply(func(r *http.Request) (int, string) {
		queries = append(queries, r.URL.RawQuery)
		n := resQueryPage(r.URL)
		if n == 3 {
			return 200, resPage(3, 0, `{"code":"C"}`)
		}
		return 200, resPage(3, n+1, fmt.Sprintf(`{"code":"%c"}`, 'A'+n-1))
	}))
	type order struct {
		Code string `json:"code"`
	}
	got, err := Collect(Walk[order](t.Context(), px.Client(), Request{Method: "get", Path: "/orders/", Query: url.Values(query)}, &ListOptions{PageSize: 1}))
	resEqual(t, "orders", []any{got, err}, []any{[]order{{"A"}, {"B"}, {"C"}}, error(nil)})
	slices.Sort(queries)
	resEqual(t, "queries", queries, []string{"page=2&page_size=1&status=p&status=n", "page=3&page_size=1&status=p&status=n", "page_size=1&status=p&status=n"})
	resEqual(t, "the caller's query", query, map[string][]string{"status": {"p", "n"}})
}
