package boxoffice

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"strings"
	"testing"
	"time"
)

// ecCall is a call of a service, for ecProve.
type ecCall struct {
	// method and path are what is asked, path with its query, and body what is sent.
	method, path, body string
	call               func(eb *Eventbrite) (any, error)
	// answer is what comes back, with status, or with 200 when that is 0.
	answer string
	status int
	// want is what becomes of it; nil for calls that return an error only.
	want any
	// wrong are answers that look like a success and are none.
	wrong []string
}

// ecProve proves of calls what they send, what they make of the answer, and what of
// failures.
func ecProve(t *testing.T, calls map[string]ecCall) {
	t.Helper()
	for name, c := range calls {
		path, query, _ := strings.Cut(c.path, "?")
		sent := resSent{Method: c.method, Path: path, Query: query, Body: c.body}
		if c.status == 0 {
			c.status = 200
		}
		answered := func(status int, answer string) (any, error) {
			eb, server := ebMock(t)
			server.on(c.method, c.path, status, answer)
			got, err := c.call(eb)
			server.want(sent)
			if v := reflect.ValueOf(got); err != nil && got != nil && !v.IsNil() {
				t.Errorf("%s: a result %s beside the error %v", name, resShow(got), err)
			}
			return got, err
		}
		got, err := answered(c.status, c.answer)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		resEqual(t, name, got, c.want)

		for status, kind := range map[int]error{400: ErrInvalid, 404: ErrNotFound} {
			text, code, fields := ebNotFound, "NOT_FOUND", map[string][]string(nil)
			if status == 400 {
				text, code, fields = ebInvalid, "ARGUMENTS_ERROR", map[string][]string{"event.name.html": {"MISSING"}}
			}
			_, err := answered(status, text)
			e, ok := errors.AsType[*Error](err)
			if !ok || !errors.Is(err, kind) {
				t.Errorf("%s: %d is %v", name, status, err)
				continue
			}
			resEqual(t, name+": the failure", []any{e.Status, e.Code, e.Fields}, []any{status, code, fields})
		}
		for _, wrong := range c.wrong {
			_, err := answered(200, wrong)
			if err == nil {
				t.Errorf("%s: %s is a success", name, wrong)
			}
			if c.method != "GET" && !errors.Is(err, ErrOutcomeUnknown) {
				t.Errorf("%s: %s does not leave the outcome unknown: %v", name, wrong, err)
			}
		}
	}
}

// ecUnder is ebWalks for a list with a parent, out of the methods of its service.
func ecUnder[S, P, O, T any](t *testing.T, service func(*Eventbrite) S, parent P, opts func(continuation string) O,
	list func(S, context.Context, P, O) (*Page[T], error),
	pages func(S, context.Context, P, O) iter.Seq2[*Page[T], error],
	all func(S, context.Context, P, O) iter.Seq2[T, error], l ebList[T],
) {
	t.Helper()
	ecTop(t, service, opts,
		func(s S, ctx context.Context, o O) (*Page[T], error) { return list(s, ctx, parent, o) },
		func(s S, ctx context.Context, o O) iter.Seq2[*Page[T], error] { return pages(s, ctx, parent, o) },
		func(s S, ctx context.Context, o O) iter.Seq2[T, error] { return all(s, ctx, parent, o) }, l)
}

// ecTop is ebWalks for a list without a parent.
func ecTop[S, O, T any](t *testing.T, service func(*Eventbrite) S, opts func(continuation string) O,
	list func(S, context.Context, O) (*Page[T], error),
	pages func(S, context.Context, O) iter.Seq2[*Page[T], error],
	all func(S, context.Context, O) iter.Seq2[T, error], l ebList[T],
) {
	t.Helper()
	l.list = func(eb *Eventbrite, c string) (*Page[T], error) { return list(service(eb), t.Context(), opts(c)) }
	l.pages = func(eb *Eventbrite, c string) iter.Seq2[*Page[T], error] {
		return pages(service(eb), t.Context(), opts(c))
	}
	l.all = func(eb *Eventbrite, c string) iter.Seq2[T, error] { return all(service(eb), t.Context(), opts(c)) }
	ebWalks(t, l)

	// Nil options are the defaults, unless they are refused.
	var none O
	eb, server := ebMock(t)
	server.on("GET", l.path, 200, fmt.Sprintf(`{"pagination": {"has_more_items": false}, %q: []}`, l.key))
	page, err := list(service(eb), t.Context(), none)
	if _, refused := errors.AsType[*ArgumentError](err); refused {
		return
	}
	resEqual(t, "the defaults", []any{page, err}, []any{&Page[T]{Items: []T{}, Count: -1}, error(nil)})
	server.want(ebGet(l.path))
}

// ecKeeps proves that an object written back is what came, but for nulls.
func ecKeeps[T any](t *testing.T, text string) {
	t.Helper()
	var object T
	if err := json.Unmarshal([]byte(text), &object); err != nil {
		t.Fatal(err)
	}
	back := resMust(json.Marshal(object))(t)
	var came any
	if err := json.Unmarshal([]byte(text), &came); err != nil {
		t.Fatal(err)
	}
	want := resMust(json.Marshal(ecPlain(came)))(t)
	if got := resCanonical(string(back)); got != string(want) {
		t.Errorf("%T written back:\n got %s\nwant %s", object, got, want)
	}
}

// ecPlain drops what is null.
func ecPlain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, member := range v {
			if member != nil {
				out[name] = ecPlain(member)
			}
		}
		return out
	case []any:
		for i := range v {
			v[i] = ecPlain(v[i])
		}
	}
	return v
}

// ecRefused is ebRefused for a table: of calls, by the argument that is wrong and a
// word on how.
func ecRefused(t *testing.T, calls map[[2]string]func(eb *Eventbrite) error) {
	t.Helper()
	for why, call := range calls {
		t.Run(why[0]+" "+why[1], func(t *testing.T) {
			t.Parallel()
			ebRefused(t, why[0], call)
		})
	}
}

func ecTime(t testing.TB, text string) *time.Time {
	t.Helper()
	return new(resMust(time.Parse(time.RFC3339, text))(t))
}
