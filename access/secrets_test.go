package access

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// witness keeps what a run shows: what it logs, what its observers and callbacks are
// told, its results, its errors and its files.
type witness struct {
	mu    sync.Mutex
	log   bytes.Buffer
	shown []any
	// secrets are what must not be in it.
	secrets []string
}

func (w *witness) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.log.Write(p)
}

func (w *witness) show(values ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.shown = append(w.shown, values...)
}

func (w *witness) secret(values ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.secrets = append(w.secrets, values...)
}

// options are a debug logger in both forms, and observers that keep what they are told.
func (w *witness) options(network http.RoundTripper) []boxoffice.Option {
	level := &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}
	return []boxoffice.Option{
		boxoffice.WithHTTPClient(&http.Client{Transport: network}),
		boxoffice.WithRetryLimits(boxoffice.RetryLimits{Attempts: 1}),
		boxoffice.WithLogger(slog.New(slog.NewTextHandler(w, level))), boxoffice.WithLogger(slog.New(slog.NewJSONHandler(w, level))),
		boxoffice.WithObserver(boxoffice.Observer{
			Call: func(ctx context.Context, c boxoffice.CallInfo) (context.Context, func(boxoffice.CallResult)) {
				w.show(c)
				return ctx, func(r boxoffice.CallResult) { w.show(r) }
			},
			Attempt: func(ctx context.Context, a boxoffice.AttemptInfo) (context.Context, func(boxoffice.AttemptResult)) {
				w.show(a)
				return ctx, func(r boxoffice.AttemptResult) { w.show(r) }
			},
		}),
		boxoffice.WithWriteGuard(func(_ context.Context, write boxoffice.Write) error { w.show(write); return nil }),
	}
}

// check searches all of it, printed in every way, and each error down to its roots.
func (w *witness) check(t *testing.T) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	texts := []string{w.log.String()}
	var say func(v any)
	say = func(v any) {
		encoded, _ := json.Marshal(v)
		texts = append(texts, fmt.Sprintf("%v %+v %#v %q", v, v, v, v), string(encoded))
		err, ok := v.(error)
		if !ok {
			return
		}
		texts = append(texts, err.Error())
		switch inside := err.(type) {
		case interface{ Unwrap() error }:
			if inner := inside.Unwrap(); inner != nil {
				say(inner)
			}
		case interface{ Unwrap() []error }:
			for _, inner := range inside.Unwrap() {
				say(inner)
			}
		}
	}
	for _, v := range w.shown {
		say(v)
	}
	if len(w.secrets) == 0 || w.log.Len() == 0 || len(w.shown) == 0 {
		t.Errorf("%d secrets, %d bytes of a log, %d values", len(w.secrets), w.log.Len(), len(w.shown))
	}
	for _, text := range texts {
		for _, secret := range w.secrets {
			for _, form := range []string{secret, base64.StdEncoding.EncodeToString([]byte(secret))} {
				if at := strings.Index(text, form); secret == "" || at >= 0 {
					t.Fatalf("the secret %q is shown: %s", secret, text[max(at-200, 0):min(max(at, 0)+200, len(text))])
				}
			}
		}
	}
}

// gossip spoils the n-th answer, 0 for none.
type gossip struct {
	at    int
	only  bool // answers to writes count
	n     int
	mu    sync.Mutex
	spoil func(r *http.Request) (*http.Response, error)
}

func (g *gossip) RoundTrip(r *http.Request) (*http.Response, error) {
	g.mu.Lock()
	if !g.only || r.Method != http.MethodGet {
		g.n++
	}
	hit := g.n == g.at && (!g.only || r.Method != http.MethodGet)
	g.mu.Unlock()
	if !hit {
		return http.DefaultTransport.RoundTrip(r)
	}
	return g.spoil(r)
}

// gossips are an error that repeats the credential of its request, and good answers, of
// which that of a new token holds its secret, in another shape and cut off.
var gossips = map[string]func(r *http.Request) (*http.Response, error){
	"repeats": func(r *http.Request) (*http.Response, error) {
		said := r.Header.Get("Authorization")
		body, err := json.Marshal(map[string]any{"detail": said, "name": []string{said}})
		return &http.Response{
			StatusCode: http.StatusBadRequest, Header: http.Header{"Content-Type": {"application/json"}, "X-Said": {said}},
			Body: io.NopCloser(bytes.NewReader(body)), Request: r,
		}, err
	},
	"another shape": func(r *http.Request) (*http.Response, error) {
		return respoken(r, func(body []byte) []byte { return bytes.ReplaceAll(body, []byte(`"id":`), []byte(`"id": "x", "_":`)) })
	},
	"cut off": func(r *http.Request) (*http.Response, error) {
		return respoken(r, func(body []byte) []byte { return body[:max(len(body)-2, 0)] })
	},
}

// respoken is the server's answer with another body.
func respoken(r *http.Request, change func([]byte) []byte) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(answer.Body)
	answer.Body.Close()
	answer.Body, answer.ContentLength = io.NopCloser(bytes.NewReader(change(body))), -1
	answer.Header.Del("Content-Length")
	return answer, err
}

// Rotate and Provision, undisturbed and with each answer in turn spoiled, and with a
// hand-over that fails and says the secret.
func TestTokenJobsShowNoSecret(t *testing.T) {
	t.Parallel()
	jobs := map[string]func(context.Context, *boxoffice.Pretix, *rotationSite, func(context.Context, *boxoffice.NewTeamToken) error) (any, error){
		"rotate": func(ctx context.Context, px *boxoffice.Pretix, s *rotationSite, handOver func(context.Context, *boxoffice.NewTeamToken) error) (any, error) {
			r := Rotation{TeamID: s.team, TokenID: s.old.ID, OldSecret: boxoffice.NewSecret(s.old.Secret), HandOver: handOver}
			got, err := Rotate(ctx, px, s.Organizer, r)
			return []any{r, &r, got}, err
		},
		"provision": func(ctx context.Context, px *boxoffice.Pretix, s *rotationSite, handOver func(context.Context, *boxoffice.NewTeamToken) error) (any, error) {
			p := provisionDoor(&rotationVault{})
			p.HandOver = handOver
			got, err := Provision(ctx, px, s.Organizer, p)
			return []any{p, &p, got}, err
		},
	}
	for name, job := range jobs {
		for how, spoil := range gossips {
			t.Run(name+" "+how, func(t *testing.T) {
				t.Parallel()
				for at := 0; ; at++ {
					again := false
					for _, full := range []bool{false, true} {
						s := newProvisionSite(t, "2026.8.0")
						w := &witness{secrets: []string{s.old.Secret, s.Token}}
						network := &gossip{at: at, spoil: spoil}
						px, err := boxoffice.NewPretix(s.URL, boxoffice.PretixTeamToken(s.caller), w.options(network)...)
						if err != nil {
							t.Fatal(err)
						}
						handed := 0
						got, err := job(t.Context(), px, s, func(_ context.Context, token *boxoffice.NewTeamToken) error {
							handed++
							w.show(*token, token)
							if full {
								return fmt.Errorf("writing %s: %w", token.Secret.Reveal(), errors.New("the disk is full"))
							}
							return nil
						})
						w.show(got, err, px)
						if at == 0 && (handed != 1 || (err != nil) != full) {
							t.Fatalf("%d handed over, %v", handed, err)
						}
						for _, team := range s.Teams("") {
							for _, token := range s.Tokens(team.ID) {
								w.secret(token.Secret)
							}
						}
						w.check(t)
						again = again || at <= network.n
					}
					if !again {
						return
					}
				}
			})
		}
	}
}

// Plans, journals, snapshots, findings and results of the jobs with people and teams, and
// the errors of each step: the caller's token is in none, nor are tokens of teams, nor the
// secrets of invitations.
func TestPlanJobsShowNoSecret(t *testing.T) {
	t.Parallel()
	for at := 0; ; at += 3 { // each would take ten seconds with the race detector
		d := newPlanDemo(t, "2026.8.0")
		w := &witness{secrets: []string{d.Token, d.AddToken(d.door, "scanner").Secret}}
		network := &gossip{at: at, only: true, spoil: gossips["repeats"]}
		px, err := boxoffice.NewPretix(d.URL, boxoffice.PretixTeamToken(d.Token), w.options(network)...)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "journal")
		runs := 0
		run := func(p *Plan, err error) *Journal {
			w.show(p, err)
			if err != nil {
				return nil
			}
			runs++
			text, err := json.Marshal(p)
			w.show(string(text), p.String(), err)
			if p, err = ParsePlan(text); err != nil {
				t.Fatal(err)
			}
			file, _, err := OpenJournal(path + p.ID)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			applied, err := Apply(t.Context(), px, p, &ApplyOptions{Removals: p.Removals(), Journal: file, Progress: func(r StepResult) { w.show(r, r.Err) }})
			w.show(applied, err)
			if applied != nil {
				w.show(applied.String())
			}
			written, err := os.ReadFile(path + p.ID)
			if err != nil {
				t.Fatal(err)
			}
			w.show(string(written))
			if len(written) == 0 {
				return nil
			}
			j, err := ReadJournal(bytes.NewReader(written))
			w.show(j, err)
			return j
		}
		s, err := ReadPretix(t.Context(), px, d.Organizer, nil)
		w.show(s, err, s.Err(), Audit(s), s.State())
		if err == nil {
			run(Onboard(t.Context(), px, d.Organizer, []Newcomer{{Email: "eve@example.org", Teams: []string{"Door"}}, {Email: "ada@example.org", Teams: []string{"Box office"}}}, nil))
			j := run(PlanTeams(t.Context(), px, changed(d.export(t)), nil))
			if j != nil {
				run(Revert(t.Context(), px, j, nil))
			}
			run(Offboard(t.Context(), px, d.Organizer, []string{"bob@example.org"}, nil))
			run(Retire(t.Context(), px, d.Organizer, d.door, nil))
		}
		if after, err := ReadPretix(t.Context(), px, d.Organizer, nil); err == nil && s.Err() == nil {
			changes, err := Diff(s, after)
			w.show(after, changes, err)
		}
		for _, mail := range d.Outbox() {
			w.secret(mail.Secret)
		}
		if at == 0 && runs != 5 {
			t.Errorf("%d of 5 jobs ran", runs)
		}
		w.check(t)
		if at > network.n {
			return
		}
	}
}
