package chaos

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/boxoffice-go/boxoffice"
	"go.uber.org/goleak"
)

// TestCancel ends calls at random moments. Other calls of the same client notice nothing of it, what the calls say is
// true, and nothing is left of them: no goroutine, no connection, no file.
func TestCancel(t *testing.T) {
	tg := newTarget(t)
	r := rand.New(rand.NewPCG(seed(t), 3))
	n := 400
	if tg.reduced() {
		n = 80
	}
	team, err := tg.direct.Teams.Create(t.Context(), tg.organizer, boxoffice.TeamCreate{Name: "cancel"})
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if _, err := tg.direct.Tokens.Create(t.Context(), tg.organizer, team.ID, "pace"); err != nil {
		t.Fatal(err)
	}
	// About what the calls take while the others are at work, so that some end before they are cut off.
	pace := max(8*time.Since(began), 250*time.Millisecond)
	f := newFront(t, tg.host(t))
	f.setSpoiler(sluggish(team.ID, r))
	idle(tg, f)
	others, files := goleak.IgnoreCurrent(), openFiles(t)

	pool := &http.Transport{MaxIdleConnsPerHost: 16}
	var steadyCalls atomic.Int64
	px, err := boxoffice.NewPretix(f.URL, boxoffice.PretixTeamToken(tg.token), boxoffice.WithPretixVersion(tg.version),
		boxoffice.WithHTTPClient(&http.Client{Transport: pool}),
		boxoffice.WithObserver(boxoffice.Observer{Call: func(ctx context.Context, call boxoffice.CallInfo) (context.Context, func(boxoffice.CallResult)) {
			return ctx, func(result boxoffice.CallResult) {
				if call.Operation != "Teams.Get" {
					return
				}
				steadyCalls.Add(1)
				if result.Err != nil || result.Attempts != 1 {
					t.Errorf("a call that nobody cancels was disturbed: %d attempts, %v", result.Attempts, result.Err)
				}
			}
		}}))
	if err != nil {
		t.Fatal(err)
	}

	stop := make(chan struct{})
	var steady, cancelled sync.WaitGroup
	for range 2 {
		steady.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					_, _ = px.Teams.Get(t.Context(), tg.organizer, team.ID)
				}
			}
		})
	}
	type call struct {
		name string
		err  error
	}
	calls := make([]call, n)
	run := r.Uint64()
	moments := make([]time.Duration, n)
	for i := range moments {
		moments[i] = time.Duration(r.Int64N(int64(pace)))
	}
	var next atomic.Int64
	for range 6 {
		cancelled.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				ctx, cancel := context.WithCancel(t.Context())
				timer := time.AfterFunc(moments[i], cancel)
				calls[i].name = fmt.Sprintf("cancel-%x-%d", run, i)
				switch i % 4 {
				case 0, 1:
					_, calls[i].err = px.Tokens.Create(ctx, tg.organizer, team.ID, calls[i].name)
				case 2:
					_, calls[i].err = px.Invites.Ensure(ctx, tg.organizer, team.ID, calls[i].name+"@example.com")
				case 3:
					opts := boxoffice.ListOptions{PageSize: 2, Window: int(i) % 5}
					_, calls[i].err = boxoffice.Collect(px.Tokens.All(ctx, tg.organizer, team.ID, &boxoffice.TokenListOptions{ListOptions: opts}))
				}
				timer.Stop()
				cancel()
			}
		})
	}
	cancelled.Wait()
	close(stop)
	steady.Wait()
	f.setSpoiler(nil)
	f.settle()

	found := map[string]int{}
	for token, err := range tg.direct.Tokens.All(t.Context(), tg.organizer, team.ID, nil) {
		if err != nil {
			t.Fatal(err)
		}
		found[token.Name]++
	}
	for invite, err := range tg.direct.Invites.All(t.Context(), tg.organizer, team.ID, nil) {
		if err != nil {
			t.Fatal(err)
		}
		found[strings.TrimSuffix(invite.Email, "@example.com")]++
	}
	ended, unknown, made := 0, 0, 0
	for i, c := range calls {
		if c.err != nil {
			ended++
			if !errors.Is(c.err, context.Canceled) {
				t.Errorf("%s: the error is not the ctx's: %v", c.name, c.err)
			}
		}
		if i%4 == 3 {
			continue // a walk
		}
		least, most := 1, 1
		switch {
		case errors.Is(c.err, boxoffice.ErrOutcomeUnknown):
			unknown++
			least = 0
		case c.err != nil:
			least, most = 0, 0
		}
		made += found[c.name]
		if found[c.name] < least || found[c.name] > most {
			t.Errorf("%s was made %d times, want %d to %d: %v", c.name, found[c.name], least, most, c.err)
		}
	}
	t.Logf("%d of %d calls were cut off, %d of them writes of unknown outcome; %d writes happened; %d calls beside them went on undisturbed", ended, n, unknown, made, steadyCalls.Load())

	pool.CloseIdleConnections()
	idle(tg, f)
	if err := goleak.Find(others); err != nil {
		t.Errorf("left behind: %v", err)
	}
	deadline := time.Now().Add(10 * time.Second)
	for left := openFiles(t); left > files; left = openFiles(t) {
		if time.Now().After(deadline) {
			t.Errorf("there are %d open files, before there were %d", left, files)
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if err := tg.direct.Teams.Delete(t.Context(), tg.organizer, team.ID); err != nil {
		t.Error(err)
	}
}

// idle closes what is ours: the connections of the client that looks, and those of the front.
func idle(tg *target, f *front) {
	tg.pool.CloseIdleConnections()
	f.upstream.CloseIdleConnections()
}

// sluggish slows all calls but the Get of one team, before the server or after it, and refuses some.
func sluggish(team int64, r *rand.Rand) spoiler {
	var mu sync.Mutex
	return func(f *front, w http.ResponseWriter, req *http.Request) {
		if strings.HasSuffix(req.URL.Path, fmt.Sprintf("/teams/%d/", team)) {
			f.proxy.ServeHTTP(w, req)
			return
		}
		mu.Lock()
		kind, pause := r.IntN(5), time.Duration(r.IntN(60))*time.Millisecond
		mu.Unlock()
		switch kind {
		case 0:
			f.proxy.ServeHTTP(w, req)
		case 1:
			time.Sleep(pause)
			f.proxy.ServeHTTP(w, req)
		case 2:
			rec := f.forward(req)
			time.Sleep(pause)
			copyAnswer(w, rec)
		case 3:
			page(w, 503, plain)
		case 4:
			f.forward(req)
			sever(w, nil)
		}
	}
}

// openFiles counts what this process has open: connections, too.
func openFiles(t *testing.T) int {
	t.Helper()
	if runtime.GOOS != "linux" {
		return 0
	}
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}
