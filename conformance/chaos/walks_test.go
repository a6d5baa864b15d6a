package chaos

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// listing is one of the lists, with content that holds still.
type listing struct {
	name string
	all  func(ctx context.Context, px *boxoffice.Pretix, opts boxoffice.ListOptions) iter.Seq2[int64, error]
}

func idsOf[T any](walk iter.Seq2[T, error], id func(T) int64) iter.Seq2[int64, error] {
	return func(yield func(int64, error) bool) {
		for item, err := range walk {
			if !yield(id(item), err) {
				return
			}
		}
	}
}

func (tg *target) teams() listing {
	return listing{"teams", func(ctx context.Context, px *boxoffice.Pretix, opts boxoffice.ListOptions) iter.Seq2[int64, error] {
		return idsOf(px.Teams.All(ctx, tg.organizer, &boxoffice.TeamListOptions{ListOptions: opts}), func(t boxoffice.Team) int64 { return t.ID })
	}}
}

func (tg *target) members(team int64) listing {
	return listing{"members", func(ctx context.Context, px *boxoffice.Pretix, opts boxoffice.ListOptions) iter.Seq2[int64, error] {
		return idsOf(px.Members.All(ctx, tg.organizer, team, &boxoffice.MemberListOptions{ListOptions: opts}), func(m boxoffice.TeamMember) int64 { return m.ID })
	}}
}

func (tg *target) invites(team int64) listing {
	return listing{"invites", func(ctx context.Context, px *boxoffice.Pretix, opts boxoffice.ListOptions) iter.Seq2[int64, error] {
		return idsOf(px.Invites.All(ctx, tg.organizer, team, &boxoffice.InviteListOptions{ListOptions: opts}), func(i boxoffice.TeamInvite) int64 { return i.ID })
	}}
}

func (tg *target) tokens(team int64) listing {
	return listing{"tokens", func(ctx context.Context, px *boxoffice.Pretix, opts boxoffice.ListOptions) iter.Seq2[int64, error] {
		return idsOf(px.Tokens.All(ctx, tg.organizer, team, &boxoffice.TokenListOptions{ListOptions: opts}), func(t boxoffice.TeamToken) int64 { return t.ID })
	}}
}

// populate makes some of everything.
func populate(t *testing.T, tg *target) []listing {
	t.Helper()
	ctx := t.Context()
	var team int64
	for i := range 14 {
		made, err := tg.direct.Teams.Create(ctx, tg.organizer, boxoffice.TeamCreate{Name: fmt.Sprintf("chaos walk %d", i)})
		if err != nil {
			t.Fatal(err)
		}
		team = made.ID
		t.Cleanup(func() { tg.direct.Teams.Delete(context.WithoutCancel(ctx), tg.organizer, made.ID) })
	}
	for i := range 17 {
		if _, err := tg.direct.Tokens.Create(ctx, tg.organizer, team, fmt.Sprintf("token %d", i)); err != nil {
			t.Fatal(err)
		}
		if _, err := tg.direct.Invites.Create(ctx, tg.organizer, team, fmt.Sprintf("walk%d@example.com", i)); err != nil {
			t.Fatal(err)
		}
	}
	for _, email := range tg.accounts {
		if _, err := tg.direct.Invites.Create(ctx, tg.organizer, team, email); err != nil {
			t.Fatal(err)
		}
	}
	return []listing{tg.teams(), tg.members(team), tg.invites(team), tg.tokens(team)}
}

// TestWalksUnderFaults spoils every other page of a walk or so: it yields each item once, in order. Where a fault ends
// the walk, what came before is a beginning of the list.
func TestWalksUnderFaults(t *testing.T) {
	tg := newTarget(t)
	lists := populate(t, tg)
	r := rand.New(rand.NewPCG(seed(t), 1))
	type walk struct {
		listing

		fault fault
		opts  boxoffice.ListOptions
		rand  *rand.Rand
	}
	var walks []walk
	for _, f := range faults {
		if f.kind == boxoffice.ErrConflict {
			continue // reads have no key
		}
		for _, l := range lists {
			opts := boxoffice.ListOptions{PageSize: 2 + r.IntN(3), Strict: r.IntN(3) == 0}
			w := walk{l, f, opts, rand.New(rand.NewPCG(r.Uint64(), 0))}
			if !tg.reduced() || r.IntN(4) == 0 {
				walks = append(walks, w)
			}
		}
	}
	var next, spoiled, items atomic.Int64
	var wg sync.WaitGroup
	var workers [8]*worker
	for i := range workers {
		// Before any walk: each makes a team.
		workers[i] = newWorker(t, tg)
	}
	for _, w := range workers {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(walks)); i = next.Add(1) - 1 {
				k := walks[i]
				o := &outcome{plan: plan{fault: k.fault, rand: k.rand, times: 1}}
				s := &script{outcome: o, w: w, again: 2 + k.rand.IntN(2)}
				if k.fault.slow {
					s.again = 0
				}
				s.skip = k.rand.IntN(3)
				px, err := w.px.With(plan{fault: k.fault}.limits()...)
				if err != nil {
					t.Error(err)
					return
				}
				want, err := boxoffice.Collect(k.all(t.Context(), tg.direct, boxoffice.ListOptions{}))
				if err != nil {
					t.Error(err)
				}
				over := w.wire.begin()
				got, err := boxoffice.Collect(k.all(context.WithValue(t.Context(), scriptKey{}, s), px, k.opts))
				over()
				spoiled.Add(int64(o.spoiled))
				items.Add(int64(len(got)))
				what := fmt.Sprintf("a walk over %s, %+v, with %q", k.name, k.opts, k.fault.name)
				switch {
				case o.spoiled == 0:
					t.Errorf("%s: nothing was spoiled", what)
				case k.fault.final && (err == nil || !slices.Equal(got, want[:min(len(got), len(want))])):
					t.Errorf("%s: got %d, want the beginning of %d; %v", what, got, want, err)
				case !k.fault.final && (err != nil || !slices.Equal(got, want)):
					t.Errorf("%s: got %d, want %d; %v", what, got, want, err)
				}
			}
		})
	}
	wg.Wait()
	t.Logf("%d walks with %d spoiled requests yielded %d items, each once", len(walks), spoiled.Load(), items.Load())
}

// TestWindowsUnderFaults spoils the requests of walks that have several under way at once.
func TestWindowsUnderFaults(t *testing.T) {
	tg := newTarget(t)
	lists := populate(t, tg)
	r := rand.New(rand.NewPCG(seed(t), 2))
	w := newWorker(t, tg)
	spoilers := []spoiler{
		cutInHalf, closing(true), closing(false),
		func(_ *front, w http.ResponseWriter, _ *http.Request) { sever(w, nil) },
		func(_ *front, w http.ResponseWriter, _ *http.Request) { page(w, 502, plain) },
		func(_ *front, w http.ResponseWriter, _ *http.Request) { page(w, 429, plain) },
		func(f *front, w http.ResponseWriter, r *http.Request) { f.forward(r); page(w, 504, plain) },
	}
	var mu sync.Mutex
	spoiled := 0
	seen := map[string]int{}
	w.wire.setSpoiler(func(f *front, rw http.ResponseWriter, req *http.Request) {
		mu.Lock()
		seen[req.URL.String()]++
		spoil := f.proxy.ServeHTTP
		// Not more often than the walk tries.
		if seen[req.URL.String()]%4 != 0 && r.IntN(2) == 0 {
			spoiled++
			s := spoilers[r.IntN(len(spoilers))]
			spoil = func(rw http.ResponseWriter, req *http.Request) { s(f, rw, req) }
		}
		mu.Unlock()
		spoil(rw, req)
	})
	px, err := w.px.With(plan{}.limits()...)
	if err != nil {
		t.Fatal(err)
	}
	walks := 24
	if tg.reduced() {
		walks = 4
	}
	for i := range walks {
		l := lists[i%len(lists)]
		mu.Lock()
		opts := boxoffice.ListOptions{PageSize: 1 + r.IntN(4), Window: 2 + r.IntN(7), Strict: r.IntN(2) == 0}
		mu.Unlock()
		want, err := boxoffice.Collect(l.all(t.Context(), tg.direct, boxoffice.ListOptions{}))
		if err != nil {
			t.Fatal(err)
		}
		got, err := boxoffice.Collect(l.all(t.Context(), px, opts))
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("a walk over %s, %+v: got %d, want %d; %v", l.name, opts, got, want, err)
		}
	}
	t.Logf("%d walks with %d spoiled requests", walks, spoiled)
}
