package boxoffice

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/jarcoal/httpmock"
)

// rotating is a source that answers with these tokens in turn, the last one for
// ever; "" is an error.
type rotating struct {
	tokens []string
	asked  int
}

func (r *rotating) credential() PretixCredential {
	return PretixCredentialSource(func(context.Context) (PretixCredential, error) {
		token := r.tokens[min(r.asked, len(r.tokens)-1)]
		r.asked++
		if token == "" {
			return PretixCredential{}, errVault
		}
		return PretixOAuthToken(token), nil
	})
}

func TestRefreshAfter401(t *testing.T) {
	t.Parallel()
	ok, denied := reply(200, `{}`), reply(401, `{"detail":"Token expired."}`)
	lost, flight := fail(errReset), retryAfter(409, "5")
	tests := []struct {
		reason string
		tokens []string
		script []httpmock.Responder
		asked  int
		sent   []string // the tokens
		status int
		// kinds of a read, and more of them for a write.
		kinds, more []error
	}{
		{
			"a good credential is asked for once", []string{"a", "b"}, []httpmock.Responder{ok},
			1, []string{"a"}, 200, nil, nil,
		},
		{
			"something new is tried once", []string{"a", "b"}, []httpmock.Responder{denied, ok},
			2, []string{"a", "b"}, 200, nil, nil,
		},
		{
			"and only once", []string{"a", "b", "c"}, []httpmock.Responder{denied, denied},
			2, []string{"a", "b"}, 401, []error{ErrUnauthorized}, nil,
		},
		{
			"the same again is not tried", []string{"a"}, []httpmock.Responder{denied},
			2, []string{"a"}, 401, []error{ErrUnauthorized}, nil,
		},
		{
			"a source that fails now leaves the 401", []string{"a", ""}, []httpmock.Responder{denied},
			2, []string{"a"}, 401, []error{ErrUnauthorized}, nil,
		},
		{
			"the credential stays over retries, whatever the source says by now", []string{"a", "b", "c"}, []httpmock.Responder{reply(503, ``), lost, flight, reply(429, `{}`), ok},
			1, []string{"a", "a", "a", "a", "a"}, 200, nil, nil,
		},
		{
			"403 is about what it may do, not about who it is", []string{"a", "b"}, []httpmock.Responder{reply(403, `{}`)},
			1, []string{"a"}, 403, []error{ErrForbidden}, nil,
		},
		{
			"an expiry between two attempts", []string{"a", "b"}, []httpmock.Responder{reply(429, ``), denied, ok},
			2, []string{"a", "a", "b"}, 200, nil, nil,
		},
		{
			"retries go on after the repeat, up to the same limit", []string{"a", "b"}, []httpmock.Responder{denied, reply(429, `{}`), reply(429, `{}`), reply(429, `{}`), reply(429, `{}`)},
			2, []string{"a", "b", "b", "b", "b"}, 429, []error{ErrRateLimited}, nil,
		},
		{
			"and then may end in doubt", []string{"a", "b"}, []httpmock.Responder{denied, lost, lost, lost, lost},
			2, []string{"a", "b", "b", "b", "b"}, 0, nil, []error{ErrOutcomeUnknown},
		},
	}
	for _, test := range tests {
		for _, method := range []string{"GET", "POST", "DELETE"} {
			if method == "GET" && slices.ContainsFunc(test.script, func(r httpmock.Responder) bool {
				resp, err := r(nil)
				return err == nil && resp.StatusCode == http.StatusConflict
			}) {
				continue // 409 is an answer to a read
			}
			t.Run(test.reason+" "+method, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					source := &rotating{tokens: test.tokens}
					px, m := newMock(t)
					px, err := px.WithCredential(source.credential())
					if err != nil {
						t.Fatal(err)
					}
					m.on(method, "/x/", "", inTurn(t, test.script...))
					err = play(t.Context(), px.Client(), method)
					wantEqual(t, "the questions", source.asked, test.asked)
					var sent []string
					keys := map[string]bool{}
					for _, s := range m.requests() {
						sent = append(sent, s.Header.Get("Authorization"))
						keys[s.Header.Get("X-Idempotency-Key")] = true
					}
					var want []string
					for _, token := range test.sent {
						want = append(want, "Bearer "+token)
					}
					if !slices.Equal(sent, want) {
						t.Errorf("sent with %q, want %q", sent, want)
					}
					if len(keys) != 1 || keys[""] != isRead(method) {
						t.Errorf("the idempotency keys are %v, want one for the call", keys)
					}
					if test.status == 200 {
						if err != nil {
							t.Errorf("unexpected error: %v", err)
						}
						return
					}
					kinds := slices.Clone(test.kinds)
					if !isRead(method) {
						kinds = append(kinds, test.more...)
					}
					e := wantError(t, err, kinds...)
					wantEqual(t, "Status", e.Status, test.status)
					wantEqual(t, "Attempts", e.Attempts, len(test.sent))
				})
			})
		}
	}
}

// The server's memory of a key hangs on the credential, so a write that an earlier
// attempt may have done is not sent again under another one; a read is.
func TestNoRefreshOfAWriteInDoubt(t *testing.T) {
	t.Parallel()
	for reason, first := range map[string]httpmock.Responder{"503": reply(503, ``), "lost": fail(errReset), "in flight": retryAfter(409, "1")} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				source := &rotating{tokens: []string{"a", "b"}}
				px, m := newMock(t)
				px, err := px.WithCredential(source.credential())
				if err != nil {
					t.Fatal(err)
				}
				m.on("POST", "/x/", "", inTurn(t, first, reply(401, `{}`)))
				wantOutcome(t, m, play(t.Context(), px.Client(), "POST"), outcome{2, 401, []error{ErrUnauthorized}})
				wantEqual(t, "the questions after a write", source.asked, 1)
				if reason == "in flight" {
					return // 409 is an answer to a read
				}
				m.on("GET", "/x/", "", inTurn(t, first, reply(401, `{}`), reply(200, `{}`)))
				source.asked = 0
				if err := play(t.Context(), px.Client(), "GET"); err != nil {
					t.Error(err)
				}
				wantEqual(t, "the questions after a read", source.asked, 2)
			})
		})
	}
}

// With a single attempt allowed, the repeat after a 401 is sent all the same: it
// is no retry.
func TestRefreshIsNoRetry(t *testing.T) {
	t.Parallel()
	source := &rotating{tokens: []string{"a", "b"}}
	px, m := newMock(t, once())
	px, err := px.WithCredential(source.credential())
	if err != nil {
		t.Fatal(err)
	}
	m.on("POST", "/x/", "", inTurn(t, reply(401, `{}`), reply(429, `{}`)))
	err = play(t.Context(), px.Client(), "POST")
	e := wantError(t, err, ErrRateLimited)
	wantEqual(t, "Attempts", e.Attempts, 2)
	m.wantSent("POST /x/ "+writeBody, "POST /x/ "+writeBody)
}

// /version says 403 where others say 401.
func TestRefreshAfter403OfVersion(t *testing.T) {
	t.Parallel()
	source := &rotating{tokens: []string{"a", "b"}}
	px, m := newMock(t)
	px, err := px.WithCredential(source.credential())
	if err != nil {
		t.Fatal(err)
	}
	m.on("GET", "/version", "", inTurn(t, reply(403, `{"detail":"Invalid token."}`), reply(200, `{"pretix":"2026.8.0"}`)))
	got, err := px.Version(t.Context())
	if err != nil || got.Version != "2026.8.0" {
		t.Errorf("got %v with error %v", got, err)
	}
	wantEqual(t, "the questions", source.asked, 2)
}

// A source whose question ends with ctx leaves the 401 as the error.
func TestRefreshThatIsCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	asked := 0
	px, m := newMock(t)
	px, err := px.WithCredential(PretixCredentialSource(func(ctx context.Context) (PretixCredential, error) {
		asked++
		if asked > 1 {
			cancel()
			return PretixCredential{}, ctx.Err()
		}
		return PretixTeamToken(testToken), nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	m.on("GET", "/x/", "", reply(401, `{}`))
	err = play(ctx, px.Client(), "GET")
	wantError(t, err, ErrUnauthorized)
	wantEqual(t, "the questions", asked, 2)
}

// Calls at once each ask for themselves, and never mix their credentials up.
func TestConcurrentCallsKeepTheirCredentials(t *testing.T) {
	t.Parallel()
	type tenant struct{}
	px, m := newMock(t)
	px, err := px.WithCredential(PretixCredentialSource(func(ctx context.Context) (PretixCredential, error) {
		return PretixTeamToken(ctx.Value(tenant{}).(string)), nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	m.RegisterRegexpResponder("GET", regexp.MustCompile(`^`+regexp.QuoteMeta(testRoot)+`/organizers/t\d+/$`), func(req *http.Request) (*http.Response, error) {
		return reply(200, fmt.Sprintf(`{"slug":%q,"name":%q}`, req.URL.Path, req.Header.Get("Authorization")))(req)
	})
	done := make(chan error)
	for i := range 50 {
		go func() {
			name := fmt.Sprint("t", i)
			got, err := px.Organizers.Get(context.WithValue(t.Context(), tenant{}, name), name)
			if err == nil && (got.Slug != testRootPath+"/organizers/"+name+"/" || got.Name != "Token "+name) {
				err = fmt.Errorf("tenant %s got %+v", name, *got)
			}
			done <- err
		}()
	}
	var errs []error
	for range 50 {
		errs = append(errs, <-done)
	}
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
}
