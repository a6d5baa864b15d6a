package boxoffice

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
)

// keysOf are the keys that were sent, in order.
func keysOf(m *mock) []string {
	var keys []string
	for _, s := range m.requests() {
		keys = append(keys, s.Header.Get("X-Idempotency-Key"))
	}
	return keys
}

func TestFreshKeys(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		px, m := newMock(t)
		for _, method := range writes {
			m.on(method, "/x/", "", inTurn(t, reply(503, ``), reply(200, `{}`), reply(200, `{}`)))
			for range 2 {
				if err := play(t.Context(), px.Client(), method); err != nil {
					t.Fatal(err)
				}
			}
		}
		keys := keysOf(m)
		for i := 0; i < len(keys); i += 3 {
			// Two attempts of one call, then another call.
			wantEqual(t, "the key of the retry", keys[i+1], keys[i])
			keys[i+1] = ""
		}
		keys = slices.DeleteFunc(keys, func(k string) bool { return k == "" })
		wantEqual(t, "the number of calls with a key", len(keys), 8)
		for _, key := range keys {
			if len(key) < 20 || len(key) > maxKey {
				t.Errorf("the key %q has %d characters", key, len(key))
			}
		}
		slices.Sort(keys)
		wantEqual(t, "the number of different keys", len(slices.Compact(keys)), 8)
	})
}

// Reads have no key, not even the caller's, and do not use it up.
func TestNoKeysOnReads(t *testing.T) {
	t.Parallel()
	px, m := newMock(t)
	ctx := ContextWithIdempotencyKey(t.Context(), "mine")
	for _, method := range reads {
		m.on(method, "/x/", "", reply(200, `{}`))
		if err := play(ctx, px.Client(), method); err != nil {
			t.Fatal(err)
		}
	}
	m.on("POST", "/x/", "", reply(201, `{}`))
	if err := play(ctx, px.Client(), "POST"); err != nil {
		t.Fatal(err)
	}
	if got, want := keysOf(m), []string{"", "", "", "mine"}; !slices.Equal(got, want) {
		t.Errorf("the keys are %q, want %q", got, want)
	}
	for _, s := range m.requests()[:3] {
		if _, ok := s.Header["X-Idempotency-Key"]; ok {
			t.Errorf("%s has the header, if empty", s.Method)
		}
	}
}

func TestGivenKey(t *testing.T) {
	t.Parallel()
	base := Request{Method: "POST", Path: "/x/{id}/", Params: map[string]string{"id": "1"}, Body: 1}
	tests := []struct {
		reason  string
		second  func(Request) Request
		refused bool
	}{
		{"the same call", func(r Request) Request { return r }, false},
		{"another method", func(r Request) Request { r.Method = "PUT"; return r }, true},
		{"another object", func(r Request) Request { r.Params = map[string]string{"id": "2"}; return r }, true},
		{"another query", func(r Request) Request { r.Query = queryOf("a"); return r }, true},
		{"another body", func(r Request) Request { r.Body = 2; return r }, true},
		{"no body", func(r Request) Request { r.Body = nil; return r }, true},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			px, m := newMock(t)
			m.RegisterResponder("POST", testRoot+"/x/1/", reply(201, `{}`))
			ctx := ContextWithIdempotencyKey(t.Context(), "mine")
			if _, err := Do[struct{}](ctx, px.Client(), base); err != nil {
				t.Fatal(err)
			}
			// Also on another client, and under a ctx made of this one.
			other, err := px.With(WithLanguage("de"))
			if err != nil {
				t.Fatal(err)
			}
			inner, cancel := context.WithCancel(ctx)
			defer cancel()
			_, err = Do[struct{}](inner, other.Client(), test.second(base))
			if test.refused {
				wantArgumentError(t, err, "ctx")
				m.wantSent("POST /x/1/ 1")
			} else {
				if err != nil {
					t.Fatal(err)
				}
				m.wantSent("POST /x/1/ 1", "POST /x/1/ 1")
			}
			for _, key := range keysOf(m) {
				wantEqual(t, "the key", key, "mine")
			}
			// The same key in a ctx of its own is the caller's own word for it.
			if _, err := Do[struct{}](ContextWithIdempotencyKey(ctx, "mine"), px.Client(), base); err != nil {
				t.Error(err)
			}
		})
	}
}

func queryOf(value string) struct {
	Q string `url:"q"`
} {
	return struct {
		Q string `url:"q"`
	}{value}
}

// Two different calls at once under one key: one is sent, one is refused.
func TestGivenKeyAtOnce(t *testing.T) {
	t.Parallel()
	px, m := newMock(t)
	m.on("POST", "/x/", "", reply(201, `{}`))
	ctx := ContextWithIdempotencyKey(t.Context(), "mine")
	var wg sync.WaitGroup
	errs := make([]error, 20)
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = Do[struct{}](ctx, px.Client(), Request{Method: "POST", Path: "/x/", Body: i})
		})
	}
	wg.Wait()
	refused := 0
	for _, err := range errs {
		if err != nil {
			wantArgumentError(t, err, "ctx")
			refused++
		}
	}
	wantEqual(t, "the calls that were refused", refused, len(errs)-1)
	wantEqual(t, "the calls that were sent", len(m.requests()), 1)
}

func TestGivenKeyIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		source := &rotating{tokens: []string{"a", "b"}}
		px, m := newMock(t)
		px, err := px.WithCredential(source.credential())
		if err != nil {
			t.Fatal(err)
		}
		m.on("POST", "/x/", "", inTurn(t, reply(429, ``), reply(401, `{}`), fail(errReset), retryAfter(409, "5"), fail(errReset)))
		err = play(ContextWithIdempotencyKey(t.Context(), "mine"), px.Client(), "POST")
		e := wantError(t, err, ErrConflict, ErrOutcomeUnknown)
		wantEqual(t, "IdempotencyKey", e.IdempotencyKey, "mine")
		if got, want := keysOf(m), slices.Repeat([]string{"mine"}, 5); !slices.Equal(got, want) {
			t.Errorf("the keys are %q", got)
		}
	})
}

func TestKeysThatAreGood(t *testing.T) {
	t.Parallel()
	for reason, key := range map[string]string{
		"one character":         "k",
		"a UUID":                "7b0c9d5e-2f6a-4a39-8f5f-0c9a4a6d1f11",
		"all kinds of ASCII":    "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
		"as long as it may get": strings.Repeat("k", 190),
	} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			px, m := newMock(t)
			m.on("POST", "/x/", "", reply(201, `{}`))
			if err := play(ContextWithIdempotencyKey(t.Context(), key), px.Client(), "POST"); err != nil {
				t.Fatal(err)
			}
			wantEqual(t, "the key", keysOf(m)[0], key)
		})
	}
}

func TestKeysThatAreRefused(t *testing.T) {
	t.Parallel()
	for reason, key := range map[string]string{
		"empty, which the server would take for none": "",
		"a space":                              "a b",
		"a line break that splits the header":  "a\r\nX-Evil: 1",
		"beyond ASCII":                         "schlüssel",
		"longer than the server's column":      strings.Repeat("k", 191),
		"a NUL":                                "a\x00",
		"a DEL":                                "a\x7f",
		"blank at the end, which HTTP cuts":    "a ",
		"blank at the beginning, the same way": " a",
	} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			px, m := newMock(t)
			wantArgumentError(t, play(ContextWithIdempotencyKey(t.Context(), key), px.Client(), "POST"), "ctx")
			m.wantSent()
		})
	}
}

// A platform that knows no keys gets none, and refuses a caller's own: it could
// not keep what that promises.
func TestPlatformWithoutKeys(t *testing.T) {
	t.Parallel()
	m := newMockTransport(t)
	c := newPlain(t, m)
	m.on("POST", "/x/", "", reply(201, `{}`))
	m.on("GET", "/x/", "", reply(200, `{}`))
	if err := play(t.Context(), c, "POST"); err != nil {
		t.Fatal(err)
	}
	ctx := ContextWithIdempotencyKey(t.Context(), "mine")
	if err := play(ctx, c, "GET"); err != nil {
		t.Fatal(err)
	}
	wantArgumentError(t, play(ctx, c, "POST"), "ctx")
	m.wantSent("POST /x/ "+writeBody, "GET /x/")
	for _, s := range m.requests() {
		for name := range s.Header {
			if strings.Contains(http.CanonicalHeaderKey(name), "Idempotency") {
				t.Errorf("%s was sent with %s", s.Method, name)
			}
		}
	}
}
