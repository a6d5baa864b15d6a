package chaos

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// TestFaults spoils every write in every way, and looks at the server: the call has told the truth, and what was asked
// for has happened once.
func TestFaults(t *testing.T) {
	tg := newTarget(t)
	n := *writesFlag
	if n == 0 {
		n = 2 * len(operations) * len(faults)
		if tg.reduced() {
			n = 176
		}
	}
	all := plannedCases(seed(t), n)
	if *caseFlag >= 0 {
		all = all[*caseFlag : *caseFlag+1]
	}
	outcomes := playAll(t, tg, all)
	made := countTeams(t, tg, outcomes)
	countLogged(t, tg, outcomes)
	// Not before: it is logged, too.
	remove(t, tg, made)
	report(t, outcomes)
}

func playAll(t *testing.T, tg *target, all []plan) []*outcome {
	run := strings.ToLower(strconv.FormatUint(rand.Uint64(), 36))
	outcomes := make([]*outcome, len(all))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(8, len(all)) {
		w := newWorker(t, tg)
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(all)); i = next.Add(1) - 1 {
				outcomes[i] = w.play(t.Context(), t, all[i], run)
			}
		})
	}
	wg.Wait()
	if t.Failed() {
		// What could not be prepared has no outcome.
		var played []*outcome
		for _, o := range outcomes {
			if o != nil {
				played = append(played, o)
			}
		}
		return played
	}
	return outcomes
}

func newWorker(t *testing.T, tg *target) *worker {
	t.Helper()
	w := &worker{target: tg, wire: newWire(t, tg)}
	w.wire.pool = &http.Transport{MaxIdleConnsPerHost: 4}
	t.Cleanup(w.wire.pool.CloseIdleConnections)
	var err error
	w.px, err = boxoffice.NewPretix(w.wire.url(), boxoffice.PretixTeamToken(tg.token),
		boxoffice.WithPretixVersion(tg.version), boxoffice.WithHTTPClient(&http.Client{Transport: w.wire.pool}),
		boxoffice.WithObserver(boxoffice.Observer{Attempt: observe}))
	if err != nil {
		t.Fatal(err)
	}
	team, err := tg.direct.Teams.Create(t.Context(), tg.organizer, boxoffice.TeamCreate{Name: "chaos"})
	if err != nil {
		t.Fatal(err)
	}
	w.team = team.ID
	return w
}

// countTeams counts those that were created, all at once, and returns what was made here.
func countTeams(t *testing.T, tg *target, outcomes []*outcome) []int64 {
	ctx := context.WithoutCancel(t.Context())
	named := map[string]int{}
	var ids []int64
	for team, err := range tg.direct.Teams.All(ctx, tg.organizer, &boxoffice.TeamListOptions{ListOptions: boxoffice.ListOptions{Strict: true}}) {
		if err != nil {
			t.Fatal(err)
		}
		named[team.Name]++
		if strings.HasPrefix(team.Name, "chaos") {
			ids = append(ids, team.ID)
		}
	}
	for _, o := range outcomes {
		if o.write.name == "" {
			continue
		}
		o.made = named[o.write.name]
		if o.made != o.want {
			t.Errorf("%s: there are %d teams, want %d; asked again: %t; the call's error: %v", o, o.made, o.want, o.again, o.err)
		}
	}
	return ids
}

func remove(t *testing.T, tg *target, teams []int64) {
	ctx := context.WithoutCancel(t.Context())
	for _, id := range teams {
		if err := tg.direct.Teams.Delete(ctx, tg.organizer, id); err != nil {
			t.Errorf("removing team %d: %v", id, err)
		}
	}
}
