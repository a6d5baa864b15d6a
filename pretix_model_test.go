package boxoffice

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func rel(major, minor, patch int) release { return release{major: major, minor: minor, patch: patch} }

func TestParseRelease(t *testing.T) {
	t.Parallel()
	tests := []struct {
		version string
		want    release
		reason  string
	}{
		{"2026.8.0", rel(2026, 8, 0), "a release"},
		{"2026.8", rel(2026, 8, 0), "without its patch"},
		{"4.17.1", rel(4, 17, 1), "from before the years"},
		{"1.0.0", rel(1, 0, 0), "the first"},
		{"2026.9.0.dev0", rel(2026, 9, 0), "a development version counts as its release"},
		{"2026.9.0rc1", rel(2026, 9, 0), "so does a release candidate"},
		{"2026.10.12.post3", rel(2026, 10, 12), "and a post release"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			got, err := parseRelease(test.version)
			if err != nil {
				t.Fatal(err)
			}
			wantEqual(t, "the release", got, test.want)
		})
	}
	for _, bad := range []string{"", "2026", "latest", "2026.x", "x.8.0", "2026.8.x", "2026.8.", "-1.2.3", "0.1.2", "70000.1.1", " 2026.8.0", "2026,8,0"} {
		t.Run("refuses "+bad, func(t *testing.T) {
			t.Parallel()
			_, err := parseRelease(bad)
			wantArgumentError(t, err, "version")
		})
	}
}

func TestReleaseOrder(t *testing.T) {
	t.Parallel()
	ordered := []release{{3, 17, 2, false}, {4, 0, 0, false}, {4, 0, 1, false}, {4, 17, 1, false}, {4, 18, 0, false}, {2024, 3, 0, false}, {2024, 4, 0, false}, {2026, 2, 2, false}, {2026, 3, 0, false}, {2026, 10, 0, false}}
	for i, a := range ordered {
		for j, b := range ordered {
			wantEqual(t, a.String()+" before "+b.String(), a.less(b), i < j)
		}
		wantEqual(t, a.String()+" names permissions", a.named(), i >= 8)
	}
	wantEqual(t, "the text", rel(2026, 8, 0).String(), "pretix 2026.8.0")
	wantEqual(t, "the text of what a team tells", release{major: 2026, minor: 3, atLeast: true}.String(), "this server, of the generation of pretix 2026.3,")
}

// A team tells its server's generation; what was known or told stays only while
// it can be true.
func TestModelLearnsFromTeams(t *testing.T) {
	t.Parallel()
	var (
		named = Team{LimitEventPermissions: []Permission{}, Require2FA: new(false)}
		flags = Team{Require2FA: new(false)}
		old   = Team{}

		sinceNamed = release{major: 2026, minor: 3, atLeast: true}
		since2FA   = release{major: 2024, minor: 4, atLeast: true}
	)
	tests := []struct {
		reason string
		known  *release
		team   Team
		want   *release
	}{
		{"permissions by name", nil, named, &sinceNamed},
		{"permissions by name on a server that was told to be older", new(rel(2024, 4, 0)), named, &sinceNamed},
		{"permissions by name on a server known exactly", new(rel(2026, 8, 0)), named, new(rel(2026, 8, 0))},
		{"permissions by name, once more", &sinceNamed, named, &sinceNamed},
		{"require_2fa", nil, flags, &since2FA},
		{"require_2fa on a server that was told to be older", new(rel(4, 17, 1)), flags, &since2FA},
		{"require_2fa without names on a server that was told to have them", new(rel(2026, 8, 0)), flags, &since2FA},
		{"require_2fa on a server known exactly", new(rel(2025, 1, 0)), flags, new(rel(2025, 1, 0))},
		{"neither: which of the older ones is to be asked", nil, old, nil},
		{"neither on a server that was told to have both", new(rel(2026, 8, 0)), old, nil},
		{"neither on a server that was told to have one", new(rel(2024, 4, 0)), old, nil},
		{"neither on a server known to be old", new(rel(4, 17, 1)), old, new(rel(4, 17, 1))},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			m := newPretixModel(test.known)
			m.learn(&test.team)
			got := m.get()
			if (got == nil) != (test.want == nil) || got != nil && *got != *test.want {
				t.Errorf("known is %v, want %v", got, test.want)
			}
		})
	}
}

func TestVersionIsAskedOncePerClient(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		px, m := newMock(t)
		m.on("GET", "/version", "", func(req *http.Request) (*http.Response, error) {
			time.Sleep(time.Second)
			return reply(200, `{"pretix":"2026.8.0","pretix_numeric":20260080005000}`)(req)
		})
		tenant, err := px.WithCredential(PretixTeamToken("another"))
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for i := range 10 {
			wg.Go(func() {
				got, err := []*Pretix{px, tenant}[i%2].release(t.Context())
				if err != nil || got != (rel(2026, 8, 0)) {
					t.Errorf("the release is %v with error %v", got, err)
				}
			})
		}
		wg.Wait()
		m.wantSent("GET /version")
	})
}

// A caller whose ctx ends stops waiting for another caller's question; that one
// goes on.
func TestVersionQuestionEndsWithContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		px, m := newMock(t)
		m.on("GET", "/version", "", func(req *http.Request) (*http.Response, error) {
			time.Sleep(time.Minute / 2)
			return reply(200, `{"pretix":"4.17.1"}`)(req)
		})
		var wg sync.WaitGroup
		wg.Go(func() {
			if got, err := px.release(t.Context()); err != nil || got != (rel(4, 17, 1)) {
				t.Errorf("the release is %v with error %v", got, err)
			}
		})
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		_, err := px.release(ctx)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the error is %v, want the end of ctx", err)
		}
		wantEqual(t, "the wait", time.Since(began), time.Second)
		wg.Wait()
		m.wantSent("GET /version")
	})
}

// A question that failed is asked again by the next call.
func TestVersionQuestionThatFailed(t *testing.T) {
	t.Parallel()
	px, m := newMock(t, once())
	var none context.Context
	_, err := px.release(none)
	wantArgumentError(t, err, "ctx")
	m.on("GET", "/version", "", inTurn(t,
		reply(503, `{"detail":"no"}`),
		reply(200, `{"pretix":"soon"}`),
		reply(200, `{"pretix":"2026.8.0"}`),
	))
	_, err = px.release(t.Context())
	wantError(t, err, ErrUnavailable)
	_, err = px.release(t.Context())
	wantArgumentError(t, err, "version")
	got, err := px.release(t.Context())
	if err != nil || got != (rel(2026, 8, 0)) {
		t.Errorf("the release is %v with error %v", got, err)
	}
	got, err = px.release(t.Context())
	if err != nil || got != (rel(2026, 8, 0)) {
		t.Errorf("the release is %v with error %v", got, err)
	}
	m.wantSent("GET /version", "GET /version", "GET /version")
}

func TestVersion(t *testing.T) {
	t.Parallel()
	px, m := newMock(t)
	m.on("GET", "/version", "", reply(200, `{"pretix":"2026.5.0","pretix_numeric":20260050005000,"new":1}`))
	got, err := px.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	wantEqual(t, "the version", *got, PretixVersion{"2026.5.0", 20260050005000})
	wantEqual(t, "what is known now", *px.model.get(), rel(2026, 5, 0))
	m.wantSent("GET /version")
}

// Any object would pass as a version without this.
func TestVersionThatIsNone(t *testing.T) {
	t.Parallel()
	px, m := newMock(t)
	m.on("GET", "/version", "", reply(200, `{"count":0,"results":[]}`))
	got, err := px.Version(t.Context())
	if got != nil {
		t.Errorf("there is a version besides the error: %v", got)
	}
	wantEqual(t, "Status", wantErrorIs(t, err, errUnexpected).Status, 200)
	wantKinds(t, err)
	if px.model.get() != nil {
		t.Error("a version is known")
	}
}

// Callers who need the version of a server that hangs don't wait for one another's questions.
func TestVersionQuestionsThatFailDoNotQueue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		px, m := newMock(t, once()) // one attempt, of a minute
		m.on("GET", "/version", "", func(req *http.Request) (*http.Response, error) {
			<-req.Context().Done()
			return nil, req.Context().Err()
		})
		began := time.Now()
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				if _, err := px.release(t.Context()); err == nil {
					t.Error("there is a version")
				}
			})
		}
		wg.Wait()
		if took := time.Since(began); took > 2*time.Minute {
			t.Errorf("the last caller waited %s", took)
		}
	})
}
