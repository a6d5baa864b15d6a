package chaos

import (
	"context"
	"flag"
	"fmt"
	"iter"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"pgregory.net/rapid"
)

// checks sets how many sequences rapid draws, unless -rapid.checks says it.
func checks(t *testing.T, n int) {
	t.Helper()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		if err := flag.Set("rapid.checks", strconv.Itoa(n)); err != nil {
			t.Fatal(err)
		}
	}
}

// shifting is a list that another client changes.
type shifting struct {
	listing

	// insert makes an item that sorts somewhere among the others, by place, and returns its id; 0 where there is one
	// already.
	insert func(ctx context.Context, place int) (int64, error)
	remove func(ctx context.Context, id int64) error // nil where nothing can be removed
	// renew empties what nothing can be removed from.
	renew func(ctx context.Context) error
}

// TestChangingLists draws what another client does before each request of a walk. A strict walk misses nothing that was
// there from start to end and yields nothing twice, whatever is inserted and removed; so does a plain one when nothing is
// inserted, or nothing removed: then the count tells. (A list may change as often as it likes: the walk ends when it holds still.)
func TestChangingLists(t *testing.T) {
	tg := newTarget(t)
	n := 100
	switch {
	case tg.inMemory:
		n = 100
	case testing.Short():
		n = 40 // of which rapid draws a fifth
	}
	w := newWorker(t, tg)
	px, err := w.px.With(plan{}.limits()...)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range tg.shifting(w.team) {
		t.Run(l.name, func(t *testing.T) {
			checks(t, n)
			walked := map[string]int{}
			rapid.Check(t, func(rt *rapid.T) { l.change(rt, w, px, walked) })
			t.Logf("%v", walked)
		})
	}
}

func (tg *target) shifting(team int64) []shifting {
	run := strconv.FormatUint(rand.Uint64N(1e9), 36)
	count := 0
	unique := func(place int) string {
		count++
		return fmt.Sprintf("%c-%s-%d", 'a'+rune(place), run, count)
	}
	return []shifting{
		{listing: tg.teams(),
			insert: func(ctx context.Context, place int) (int64, error) {
				made, err := tg.direct.Teams.Create(ctx, tg.organizer, boxoffice.TeamCreate{Name: unique(place)})
				if err != nil {
					return 0, err
				}
				return made.ID, nil
			},
			remove: func(ctx context.Context, id int64) error { return tg.direct.Teams.Delete(ctx, tg.organizer, id) }},
		{listing: tg.members(team),
			insert: func(ctx context.Context, place int) (int64, error) {
				email := tg.accounts[place%len(tg.accounts)]
				for member, err := range tg.direct.Members.All(ctx, tg.organizer, team, nil) {
					if err != nil || member.Email == email {
						return 0, err
					}
				}
				if _, err := tg.direct.Invites.Create(ctx, tg.organizer, team, email); err != nil {
					return 0, err
				}
				for member, err := range tg.direct.Members.All(ctx, tg.organizer, team, nil) {
					if err != nil || member.Email == email {
						return member.ID, err
					}
				}
				return 0, errWrong
			},
			remove: func(ctx context.Context, id int64) error {
				return tg.direct.Members.Remove(ctx, tg.organizer, team, id)
			}},
		{listing: tg.invites(team),
			insert: func(ctx context.Context, place int) (int64, error) {
				result, err := tg.direct.Invites.Create(ctx, tg.organizer, team, unique(place)+"@example.com")
				if err != nil {
					return 0, err
				}
				invite, _ := result.Invited()
				return invite.ID, nil
			},
			remove: func(ctx context.Context, id int64) error {
				return tg.direct.Invites.Revoke(ctx, tg.organizer, team, id)
			}},
		{listing: listing{"tokens", func(ctx context.Context, px *boxoffice.Pretix, opts boxoffice.ListOptions) iter.Seq2[int64, error] {
			return tg.tokens(team).all(ctx, px, opts)
		}},
			renew: func(ctx context.Context) error {
				made, err := tg.direct.Teams.Create(ctx, tg.organizer, boxoffice.TeamCreate{Name: "chaos tokens"})
				if err != nil {
					return err
				}
				before := team
				team = made.ID
				return tg.direct.Teams.Delete(ctx, tg.organizer, before)
			},
			insert: func(ctx context.Context, place int) (int64, error) {
				token, err := tg.direct.Tokens.Create(ctx, tg.organizer, team, unique(place))
				if err != nil {
					return 0, err
				}
				return token.Token.ID, nil
			}},
	}
}

// act is what another client does: it inserts at a place, or removes one of those that are there.
type act struct {
	Insert bool
	Place  int
}

func (l shifting) change(rt *rapid.T, w *worker, px *boxoffice.Pretix, walked map[string]int) {
	ctx := rt.Context()
	acts := rapid.Custom(func(rt *rapid.T) act {
		return act{rapid.Bool().Draw(rt, "insert"), rapid.IntRange(0, 11).Draw(rt, "place")}
	})
	size := rapid.IntRange(0, 9).Draw(rt, "size")
	steps := rapid.SliceOfN(rapid.SliceOfN(acts, 0, 3), 0, 7).Draw(rt, "before each request")
	opts := boxoffice.ListOptions{
		PageSize: rapid.IntRange(1, 4).Draw(rt, "page size"),
		Window:   rapid.SampledFrom([]int{0, 0, 2, 3}).Draw(rt, "window"),
		Strict:   rapid.Bool().Draw(rt, "strict"),
	}
	inserts, removes := true, true
	if !opts.Strict {
		inserts = rapid.Bool().Draw(rt, "inserts")
		removes = !inserts
	}

	here, err := boxoffice.Collect(l.all(ctx, w.direct, boxoffice.ListOptions{}))
	for ; size > len(here) && err == nil; size-- {
		var id int64
		if id, err = l.insert(ctx, size); id != 0 {
			here = append(here, id)
		}
	}
	if err != nil {
		rt.Fatalf("preparing: %v", err)
	}
	fixed := w.fixed(rt) // what a walk must not lose: the worker's own team is among the teams
	stayed := slices.Clone(here)
	var mu sync.Mutex
	w.wire.setBefore(func(r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if r.Method != http.MethodGet || len(steps) == 0 {
			return
		}
		for _, a := range steps[0] {
			switch {
			case a.Insert && inserts:
				id, insertErr := l.insert(ctx, a.Place)
				if insertErr != nil {
					err = insertErr
				}
				if id != 0 {
					here = append(here, id)
				}
			case !a.Insert && removes && l.remove != nil && len(here) > 0:
				id := here[a.Place%len(here)]
				if l.name == "teams" && slices.Contains(fixed, id) {
					continue
				}
				if removeErr := l.remove(ctx, id); removeErr != nil {
					err = removeErr
				}
				here = slices.DeleteFunc(here, func(other int64) bool { return other == id })
				stayed = slices.DeleteFunc(stayed, func(other int64) bool { return other == id })
			}
		}
		steps = steps[1:]
	})
	got, walkErr := boxoffice.Collect(l.all(ctx, px, opts))
	w.wire.setBefore(nil)
	if err != nil {
		rt.Fatalf("another client: %v", err)
	}
	if walkErr != nil {
		rt.Fatalf("the walk: %v", walkErr)
	}
	for _, id := range stayed {
		if !slices.Contains(got, id) {
			rt.Errorf("%d was there all the time and is missed: %v", id, got)
		}
	}
	slices.Sort(got)
	if twice := len(got) - len(slices.Compact(got)); twice > 0 {
		rt.Errorf("%d came twice", twice)
	}
	kind := "plain walks"
	if opts.Strict {
		kind = "strict walks"
	}
	walked[kind]++
	walked["items that stayed"] += len(stayed)
	l.trim(rt, w, fixed)
}

// fixed are the teams that withpretix has seeded, and the worker's own.
func (w *worker) fixed(rt *rapid.T) (ids []int64) {
	for team, err := range w.direct.Teams.All(rt.Context(), w.organizer, nil) {
		if err != nil {
			rt.Fatal(err)
		}
		if !strings.Contains(team.Name, "-") {
			ids = append(ids, team.ID)
		}
	}
	return ids
}

// trim leaves a list of a few items for the next sequence.
func (l shifting) trim(rt *rapid.T, w *worker, fixed []int64) {
	if l.remove == nil {
		if err := l.renew(rt.Context()); err != nil {
			rt.Fatal(err)
		}
		return
	}
	ids, err := boxoffice.Collect(l.all(rt.Context(), w.direct, boxoffice.ListOptions{}))
	if err != nil {
		rt.Fatal(err)
	}
	left := 0
	for _, id := range ids {
		if l.name == "teams" && slices.Contains(fixed, id) {
			continue
		}
		if left++; left <= 4 {
			continue
		}
		if err := l.remove(rt.Context(), id); err != nil {
			rt.Fatal(err)
		}
	}
}
