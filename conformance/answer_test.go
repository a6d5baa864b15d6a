package conformance

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// answer is what a server said to a request that was not made by the SDK.
type answer struct {
	request string
	status  int
	header  http.Header
	body    string
}

// String is for messages of failed cases.
func (a answer) String() string {
	return fmt.Sprintf("%s answered %d %s %.600s", a.request, a.status, a.header.Get("Content-Type"), a.body)
}

// change alters a request before it is sent.
type change func(*http.Request)

// header sets a header; an empty value removes it.
func header(key, value string) change {
	return func(r *http.Request) {
		r.Header.Del(key)
		if value != "" {
			r.Header.Set(key, value)
		}
	}
}

// as sends another credential: the whole value of the Authorization header.
func as(authorization string) change { return header("Authorization", authorization) }

// anonymous sends no credential.
func anonymous() change { return as("") }

// key sends an idempotency key.
func key(key string) change { return header("X-Idempotency-Key", key) }

// do sends a request as it stands. The path is below the API's root and may hold a query.
func (s *target) do(t *testing.T, method, path, body string, changes ...change) answer {
	t.Helper()
	return try(s.send(method, path, body, changes...)).must(t)
}

// send is do for other goroutines, and for the time after a case, whose context has ended then.
func (s *target) send(method, path, body string, changes ...change) (answer, error) {
	request, err := http.NewRequest(method, s.URL+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	request.Header.Set("Authorization", "Token "+s.Token)
	request.Header.Set("Accept-Language", "en")
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	// gunicorn sends a body where there must be none, so that the connection is spoilt when no proxy drops it.
	request.Close = method == http.MethodHead
	for _, change := range changes {
		change(request)
	}
	response, err := s.http.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return answer{fmt.Sprintf("%s %s %.200s", method, path, body), response.StatusCode, response.Header, string(text)}, err
}

// is expects a status and a body, to the byte.
func (a answer) is(t *testing.T, status int, body string) answer {
	t.Helper()
	if a.status != status || a.body != body {
		t.Errorf("%s\nwant %d %s", a, status, body)
	}
	if body != "" && a.header.Get("Content-Type") != "application/json" {
		t.Errorf("%s: want application/json", a)
	}
	return a
}

// isStatus expects a status; the body is told about elsewhere.
func (a answer) isStatus(t *testing.T, status int) answer {
	t.Helper()
	if a.status != status {
		t.Errorf("%s\nwant %d", a, status)
	}
	return a
}

// isHTML expects a page for people.
func (a answer) isHTML(t *testing.T, status int) answer {
	t.Helper()
	if a.status != status || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		t.Errorf("%s\nwant %d and a page of HTML", a, status)
	}
	return a
}

// detail expects the commonest shape of errors.
func (a answer) detail(t *testing.T, status int, text string) answer {
	t.Helper()
	return a.is(t, status, `{"detail":`+quote(text)+`}`)
}

// into decodes a body.
func (a answer) into(t *testing.T, out any) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.body), out); err != nil {
		t.Fatalf("%s: %v", a, err)
	}
}

// object decodes a body that must be an object.
func (a answer) object(t *testing.T) map[string]any {
	t.Helper()
	var out map[string]any
	a.into(t, &out)
	return out
}

// id is the id in a body.
func (a answer) id(t *testing.T) int64 {
	t.Helper()
	var out struct{ ID int64 }
	a.into(t, &out)
	if out.ID == 0 {
		t.Fatalf("%s: want an id", a)
	}
	return out.ID
}

// quote is a JSON string as pretix writes it: without HTML's escapes.
func quote(text string) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	// A string can always be encoded.
	_ = encoder.Encode(text)
	return strings.TrimSpace(b.String())
}

// equal compares whole results.
func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %s\nwant %s", what, dump(got), dump(want))
	}
}

// try holds what a call returned, for [result.must].
func try[T any](value T, err error) result[T] { return result[T]{value, err} }

type result[T any] struct {
	value T
	err   error
}

// must ends a case at an error that it is not about.
func (r result[T]) must(t *testing.T) T {
	t.Helper()
	if r.err != nil {
		t.Fatalf("unexpected error: %v", r.err)
	}
	return r.value
}

// is expects an error of one kind, and of no other that is named.
func (r result[T]) is(t *testing.T, kind error) {
	t.Helper()
	if !errors.Is(r.err, kind) {
		t.Errorf("got the error %v, want: %v", r.err, kind)
	}
}

// refused expects that the SDK refuses the argument and sends nothing, and tells whether for the server's version.
func (r result[T]) refused(t *testing.T, unsupported bool) {
	t.Helper()
	argument, ok := errors.AsType[*boxoffice.ArgumentError](r.err)
	if !ok || errors.Is(argument, errors.ErrUnsupported) != unsupported {
		t.Errorf("got the error %v, want an ArgumentError (unsupported: %t)", r.err, unsupported)
	}
}

// failed is an error that carries no result.
func failed(err error) result[struct{}] { return try(struct{}{}, err) }

func dump(v any) string {
	text, err := json.Marshal(v)
	if err != nil || string(text) == "{}" {
		return fmt.Sprintf("%+v", v)
	}
	return string(text)
}

// Paths below the API's root.

func (s *target) teamsPath() string { return "/organizers/" + s.Organizer + "/teams/" }

func (s *target) teamPath(teamID int64) string {
	return s.teamsPath() + strconv.FormatInt(teamID, 10) + "/"
}

func (s *target) membersPath(teamID int64) string { return s.teamPath(teamID) + "members/" }

func (s *target) invitesPath(teamID int64) string { return s.teamPath(teamID) + "invites/" }

func (s *target) tokensPath(teamID int64) string { return s.teamPath(teamID) + "tokens/" }

// missing is an id that nothing has.
const missing = 99999999

// Texts that many cases expect.

const (
	noPermission  = "You do not have permission to perform this action."
	noCredentials = "Authentication credentials were not provided."
)

// noMatch is the answer for something that does not exist. Since 2024.4 it names the kind.
func (s *target) noMatch(kind string) string {
	return choose(s.since("2024.4.0"), "No "+kind+" matches the given query.", "Not found.")
}

// internal expects pretix's page for an internal error.
func (a answer) internal(t *testing.T) answer {
	t.Helper()
	return a.isHTML(t, http.StatusInternalServerError)
}
