package chaos

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/boxoffice-go/boxoffice"
)

// TestKill kills pretix while calls are under way: first one of its two workers, then all of it, which withpretix
// starts again. Writes happen once or not at all, and those of which that can't be known say so; walks yield each item
// once.
func TestKill(t *testing.T) {
	tg := newTarget(t)
	tg.needReal(t)
	if tg.pid == "" {
		t.Skip("pretix must not be killed: withpretix was started without -revive")
	}
	r := rand.New(rand.NewPCG(seed(t), 4))
	rounds := 5
	if testing.Short() {
		rounds = 1
	}
	total := &killed{}
	for range rounds {
		k := newKilling(t, tg, r)
		k.play(t, r)
		k.judge(t, total)
	}
	t.Logf("%d rounds: %+v", rounds, *total)
}

// killed is what the kills did.
type killed struct {
	Calls, OK, Unknown, OtherErrors, Made, UnknownMade, Twice int
	// AskedAgain under the key: what the server remembered or did then, and where it still holds the key locked.
	AskedAgain, StillLocked int
	Walks, Items, Unstable  int
}

type killing struct {
	*target

	px       *boxoffice.Pretix
	patient  *boxoffice.Pretix // outlasts a start of pretix on a machine that does other things
	team     int64
	tokens   []int64 // that are there all the time
	mu       sync.Mutex
	written  []written
	walks    int
	unstable int
	items    int
}

type written struct {
	kind int
	name string
	err  error
}

func newKilling(t *testing.T, tg *target, r *rand.Rand) *killing {
	t.Helper()
	team, err := tg.direct.Teams.Create(t.Context(), tg.organizer, boxoffice.TeamCreate{Name: fmt.Sprintf("kill %x", r.Uint64())})
	if err != nil {
		t.Fatal(err)
	}
	k := &killing{target: tg, team: team.ID}
	for i := range 20 {
		// They sort before those that are made meanwhile.
		token, err := tg.direct.Tokens.Create(t.Context(), tg.organizer, team.ID, fmt.Sprintf("a%02d", i))
		if err != nil {
			t.Fatal(err)
		}
		k.tokens = append(k.tokens, token.Token.ID)
	}
	transport := &http.Transport{MaxIdleConnsPerHost: 8}
	t.Cleanup(transport.CloseIdleConnections)
	k.px, err = boxoffice.NewPretix(tg.url, boxoffice.PretixTeamToken(tg.token), boxoffice.WithPretixVersion(tg.version),
		boxoffice.WithHTTPClient(&http.Client{Transport: transport}),
		boxoffice.WithRetryLimits(boxoffice.RetryLimits{Attempts: 20, MaxWait: longestWait, MaxElapsed: 30 * time.Second}))
	if err != nil {
		t.Fatal(err)
	}
	k.patient, err = k.px.With(boxoffice.WithAttemptTimeout(15*time.Second),
		boxoffice.WithRetryLimits(boxoffice.RetryLimits{Attempts: 100, MaxElapsed: 4 * time.Minute}))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (k *killing) play(t *testing.T, r *rand.Rand) {
	stop := make(chan struct{})
	var calls sync.WaitGroup
	run := strconv.FormatUint(r.Uint64(), 36)
	for writer := range 6 {
		calls.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
					k.write(t, writer%3, fmt.Sprintf("kill-%s-%d-%d", run, writer, i))
				}
			}
		})
	}
	for walker := range 2 {
		calls.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					k.walk(t, walker)
				}
			}
		})
	}
	pause := func() { time.Sleep(time.Duration(300+r.IntN(700)) * time.Millisecond) }
	leader := k.leader(t)
	pause()
	if workers := childrenOf(t, leader); len(workers) > 0 {
		kill(t, workers[r.IntN(len(workers))])
	}
	pause()
	kill(t, -leader)
	for deadline := time.Now().Add(2 * time.Minute); k.leader(t) == leader; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("pretix does not come back")
		}
	}
	pause()
	close(stop)
	calls.Wait()
}

// write makes something of which there is to be one.
func (k *killing) write(t *testing.T, kind int, name string) {
	w := written{kind: kind, name: name}
	w.err = k.do(t.Context(), w)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.written = append(k.written, w)
}

func (k *killing) do(ctx context.Context, w written) (err error) {
	switch w.kind {
	case 0:
		_, err = k.px.Teams.Create(ctx, k.organizer, boxoffice.TeamCreate{Name: w.name})
	case 1:
		_, err = k.px.Tokens.Create(ctx, k.organizer, k.team, w.name)
	case 2:
		_, err = k.px.Invites.Create(ctx, k.organizer, k.team, w.name+"@example.com")
	}
	return err
}

// walk reads the tokens, more of which are made meanwhile.
func (k *killing) walk(t *testing.T, walker int) {
	opts := &boxoffice.TokenListOptions{ListOptions: boxoffice.ListOptions{PageSize: 3, Window: 3 * walker}}
	var ids []int64
	for token, err := range k.patient.Tokens.All(t.Context(), k.organizer, k.team, opts) {
		if errors.Is(err, boxoffice.ErrListUnstable) {
			// Writers that are faster than a walk of such small pages never let it get on.
			k.mu.Lock()
			k.unstable++
			k.mu.Unlock()
			return
		}
		if err != nil {
			t.Errorf("a walk: %v", err)
			return
		}
		ids = append(ids, token.ID)
	}
	for _, id := range k.tokens {
		if !slices.Contains(ids, id) {
			t.Errorf("a walk has missed token %d: %v", id, ids)
		}
	}
	slices.Sort(ids)
	if n := len(ids); n != len(slices.Compact(ids)) {
		t.Errorf("a walk has yielded a token twice")
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.walks++
	k.items += len(ids)
}

// judge compares what the calls have said with what there is, and asks again for what is unknown.
func (k *killing) judge(t *testing.T, total *killed) {
	found := k.count(t)
	for _, w := range k.written {
		total.Calls++
		n := found[w.name]
		total.Made += n
		switch {
		case n > 1:
			total.Twice++
			t.Errorf("%s was made %d times: %v", w.name, n, w.err)
		case w.err == nil:
			total.OK++
			if n != 1 {
				t.Errorf("%s was made, but is not there", w.name)
			}
		case errors.Is(w.err, boxoffice.ErrOutcomeUnknown):
			total.Unknown++
			total.UnknownMade += n
			k.askAgain(t, w, total)
		default:
			total.OtherErrors++
			if n != 0 {
				t.Errorf("%s is there, but the call said: %v", w.name, w.err)
			}
		}
	}
	found = k.count(t)
	for _, w := range k.written {
		if n := found[w.name]; n > 1 {
			t.Errorf("%s is there %d times after asking again", w.name, n)
		}
	}
	total.Walks += k.walks
	total.Unstable += k.unstable
	total.Items += k.items
}

// askAgain has one attempt: a key that the kill has left locked stays so for a day.
func (k *killing) askAgain(t *testing.T, w written, total *killed) {
	e, _ := errors.AsType[*boxoffice.Error](w.err)
	if e == nil || e.IdempotencyKey == "" {
		t.Errorf("%s: there is no key to ask again with: %v", w.name, w.err)
		return
	}
	px, err := k.px.With(boxoffice.WithRetryLimits(boxoffice.RetryLimits{Attempts: 1}))
	if err != nil {
		t.Fatal(err)
	}
	again := killing{target: k.target, px: px, team: k.team}
	total.AskedAgain++
	err = again.do(boxoffice.ContextWithIdempotencyKey(t.Context(), e.IdempotencyKey), w)
	switch {
	case errors.Is(err, boxoffice.ErrConflict) && errors.Is(err, boxoffice.ErrOutcomeUnknown):
		total.StillLocked++
	case err != nil:
		t.Errorf("%s: asked again: %v", w.name, err)
	}
}

// count is how often each name is there, in all three lists.
func (k *killing) count(t *testing.T) map[string]int {
	t.Helper()
	found := map[string]int{}
	for team, err := range k.direct.Teams.All(t.Context(), k.organizer, nil) {
		if err != nil {
			t.Fatal(err)
		}
		found[team.Name]++
	}
	for token, err := range k.direct.Tokens.All(t.Context(), k.organizer, k.team, nil) {
		if err != nil {
			t.Fatal(err)
		}
		found[token.Name]++
	}
	for invite, err := range k.direct.Invites.All(t.Context(), k.organizer, k.team, nil) {
		if err != nil {
			t.Fatal(err)
		}
		found[strings.TrimSuffix(invite.Email, "@example.com")]++
	}
	return found
}

// leader is the process that withpretix has started to serve.
func (k *killing) leader(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile(k.pid)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(string(text))
	if err != nil || pid <= 1 {
		t.Fatalf("%q is no process: %v", text, err)
	}
	return pid
}

func kill(t *testing.T, pid int) {
	t.Helper()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		t.Fatalf("killing %d: %v", pid, err)
	}
}

// childrenOf are the processes that a process has started, as Linux tells them; none elsewhere.
func childrenOf(t *testing.T, pid int) (children []int) {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		stat, err := os.ReadFile(file)
		if err != nil {
			continue // it has ended
		}
		// The name, in parentheses, may hold anything; state and parent follow.
		fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
		if len(fields) > 1 && string(fields[1]) == strconv.Itoa(pid) {
			child, err := strconv.Atoi(filepath.Base(filepath.Dir(file)))
			if err == nil {
				children = append(children, child)
			}
		}
	}
	return children
}
