package boxoffice

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
)

var errNotOnSunday = errors.New("no changes on Sundays")

func TestGuardSeesWritesOnly(t *testing.T) {
	t.Parallel()
	for _, method := range slices.Concat(reads, writes) {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			var seen []Write
			px, m := newMock(t, WithWriteGuard(func(_ context.Context, w Write) error {
				seen = append(seen, w)
				return nil
			}))
			m.on(method, "/organizers/de%20mo/teams/", "q=1", reply(200, `{}`))
			request := Request{
				Method: method, Path: "/organizers/{organizer}/teams/", Params: map[string]string{"organizer": "de mo"},
				Query: struct {
					Q int `url:"q"`
				}{1},
			}
			if !isRead(method) {
				request.Body = map[string]int{"a": 1}
			}
			if _, err := Do[struct{}](t.Context(), px.Client(), request); err != nil {
				t.Fatal(err)
			}
			wantEqual(t, "the number of requests", len(m.requests()), 1)
			if isRead(method) {
				wantEqual(t, "the number of writes seen", len(seen), 0)
				return
			}
			want := []Write{{
				Platform: "pretix", Operation: "Do", Method: method, Path: testRootPath + "/organizers/{organizer}/teams/",
				URL: testRoot + "/organizers/de%20mo/teams/?q=1", Body: []byte(`{"a":1}`),
			}}
			if !reflect.DeepEqual(seen, want) {
				t.Errorf("the guard saw %+v, want %+v", seen, want)
			}
		})
	}
}

// What a guard does to its copy of the body is not sent, and a write without a
// body shows none.
func TestGuardGetsACopyOfTheBody(t *testing.T) {
	t.Parallel()
	var bodies []string
	px, m := newMock(t, WithWriteGuard(func(_ context.Context, w Write) error {
		bodies = append(bodies, string(w.Body))
		for i := range w.Body {
			w.Body[i] = 'x'
		}
		return nil
	}))
	m.on("POST", "/x/", "", reply(201, `{}`))
	m.on("DELETE", "/x/", "", reply(204, ``))
	for _, method := range []string{"POST", "DELETE"} {
		request := Request{Method: method, Path: "/x/"}
		if method == "POST" {
			request.Body = []int{1}
		}
		if _, err := Do[struct{}](t.Context(), px.Client(), request); err != nil {
			t.Fatal(err)
		}
	}
	m.wantSent("POST /x/ [1]", "DELETE /x/")
	if !slices.Equal(bodies, []string{"[1]", ""}) {
		t.Errorf("the guard saw the bodies %q", bodies)
	}
}

func TestGuardRefusal(t *testing.T) {
	t.Parallel()
	asked := 0
	var observed []CallInfo
	sourced := 0
	px, m := newMock(t,
		WithObserver(Observer{Call: func(ctx context.Context, info CallInfo) (context.Context, func(CallResult)) {
			observed = append(observed, info)
			return ctx, nil
		}}),
		WithWriteGuard(func(context.Context, Write) error { asked++; return nil }),
		WithWriteGuard(func(context.Context, Write) error { asked++; return errNotOnSunday }),
		WithWriteGuard(func(context.Context, Write) error { asked += 10; return nil }),
	)
	px, err := px.WithCredential(PretixCredentialSource(func(context.Context) (PretixCredential, error) {
		sourced++
		return PretixTeamToken(testToken), nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	ctx := ContextWithIdempotencyKey(t.Context(), "mine")
	_, err = Do[struct{}](ctx, px.Client(), Request{Method: "DELETE", Path: "/x/{y}/", Params: map[string]string{"y": "z"}})
	e := wantError(t, err)
	if !errors.Is(err, errNotOnSunday) {
		t.Errorf("the error %v does not wrap the guard's", err)
	}
	wantEqual(t, "Operation", e.Operation, "Do")
	wantEqual(t, "Method", e.Method, "DELETE")
	wantEqual(t, "Path", e.Path, testRootPath+"/x/{y}/")
	wantEqual(t, "Attempts", e.Attempts, 0)
	wantEqual(t, "IdempotencyKey", e.IdempotencyKey, "")
	wantEqual(t, "the text", err.Error(), "pretix: Do: no changes on Sundays")
	wantEqual(t, "the guards asked", asked, 2)
	wantEqual(t, "the questions for a credential", sourced, 0)
	wantEqual(t, "the calls observed", len(observed), 0)
	m.wantSent()
}

// The guard gets the ctx of the call.
func TestGuardGetsTheContext(t *testing.T) {
	t.Parallel()
	type key struct{}
	px, m := newMock(t, WithWriteGuard(func(ctx context.Context, _ Write) error {
		if ctx.Value(key{}) != "approved" {
			return errNotOnSunday
		}
		return nil
	}))
	m.on("POST", "/x/", "", reply(201, `{}`))
	if err := play(t.Context(), px.Client(), "POST"); !errors.Is(err, errNotOnSunday) {
		t.Errorf("the error is %v", err)
	}
	if err := play(context.WithValue(t.Context(), key{}, "approved"), px.Client(), "POST"); err != nil {
		t.Error(err)
	}
	wantEqual(t, "the number of requests", len(m.requests()), 1)
}

func TestReadOnly(t *testing.T) {
	t.Parallel()
	px, m := newMock(t, WithReadOnly())
	for _, method := range reads {
		m.on(method, "/x/", "", reply(200, `{}`))
		if err := play(t.Context(), px.Client(), method); err != nil {
			t.Errorf("%s: %v", method, err)
		}
	}
	unlocked, err := px.With(WithWriteGuard(func(context.Context, Write) error { return nil }))
	if err != nil {
		t.Fatal(err)
	}
	for _, px := range []*Pretix{px, unlocked} {
		for _, method := range writes {
			err := play(t.Context(), px.Client(), method)
			if e := wantErrorIs(t, err, ErrReadOnly); e != nil {
				wantEqual(t, "Method", e.Method, method)
			}
		}
	}
	// Typed writes too.
	err = px.Teams.Delete(t.Context(), "demo", 7)
	wantErrorIs(t, err, ErrReadOnly)
	if !strings.Contains(err.Error(), "Teams.Delete: the client is read-only") {
		t.Errorf("the error is %v", err)
	}
	m.wantSent("GET /x/", "HEAD /x/", "OPTIONS /x/")
}

// wantErrorIs checks that err is an *Error around target.
func wantErrorIs(t *testing.T, err, target error) *Error {
	t.Helper()
	e, ok := errors.AsType[*Error](err)
	if !ok || !errors.Is(err, target) {
		t.Errorf("the error is %T %v, want an *Error around %q", err, err, target)
		return nil
	}
	return e
}
