package boxoffice

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/jarcoal/httpmock"
)

const (
	forbiddenHint = "pretix says the same when the organizer does not exist, or when the credential belongs to another organizer"
	proxyHint     = "it comes from a proxy, or from a part of the server outside its API"
	redirectHint  = "redirects are followed for reads on the base URL's own origin only; check the base URL's scheme, host and path"
)

// The whole error for each shape of answer that says no.
func TestErrorShapes(t *testing.T) {
	t.Parallel()
	const html = "text/html; charset=utf-8"
	tests := []struct {
		reason    string
		responder httpmock.Responder
		want      Error
		kinds     []error
	}{
		{
			"shape 1: detail", reply(404, `{"detail":"No Team matches the given query."}`),
			Error{Status: 404, Message: "No Team matches the given query."},
			[]error{ErrNotFound},
		},
		{
			"shape 2: fields", reply(400, `{"name":["This field is required."],"limit_events":["a","b"]}`),
			Error{Status: 400, Fields: map[string][]string{"name": {"This field is required."}, "limit_events": {"a", "b"}}},
			[]error{ErrInvalid},
		},
		{
			"shape 3: errors about several fields are the message too", reply(400, `{"non_field_errors":["Do not set both.","Nor that."]}`),
			Error{Status: 400, Message: "Do not set both. Nor that.", Fields: map[string][]string{"non_field_errors": {"Do not set both.", "Nor that."}}},
			[]error{ErrInvalid},
		},
		{
			"shape 4: the bare list of invites", reply(400, `["This user already has been invited for this team."]`),
			Error{Status: 400, Message: "This user already has been invited for this team.", Fields: map[string][]string{"non_field_errors": {"This user already has been invited for this team."}}},
			[]error{ErrInvalid},
		},
		{
			"nested fields are named by their path", reply(400, `{"rules":[{"name":["Too long."],"when":{"day":["x"]}},{}],"tags":[["a"],"b",7]}`),
			Error{Status: 400, Fields: map[string][]string{"rules.0.name": {"Too long."}, "rules.0.when.day": {"x"}, "tags.0": {"a"}, "tags": {"b", "7"}}},
			[]error{ErrInvalid},
		},
		{
			"a field with a plain text, a number, null", reply(400, `{"a":"b","c":4,"d":null}`),
			Error{Status: 400, Fields: map[string][]string{"a": {"b"}, "c": {"4"}, "d": {"null"}}},
			[]error{ErrInvalid},
		},
		{
			"a field that is called detail", reply(400, `{"detail":["Required."]}`),
			Error{Status: 400, Fields: map[string][]string{"detail": {"Required."}}},
			[]error{ErrInvalid},
		},
		{
			"detail besides other keys", reply(409, `{"detail":"Busy.","code":"busy"}`),
			Error{Status: 409, Message: "Busy.", Fields: map[string][]string{"code": {"busy"}}},
			[]error{ErrConflict},
		},
		{
			"detail wins over errors about several fields", reply(400, `{"detail":"D","non_field_errors":["N"]}`),
			Error{Status: 400, Message: "D", Fields: map[string][]string{"non_field_errors": {"N"}}},
			[]error{ErrInvalid},
		},
		{
			"a list of what is not text", reply(400, `[{"a":1},"b",null]`),
			Error{Status: 400, Message: `{"a":1} b null`, Fields: map[string][]string{"non_field_errors": {`{"a":1}`, "b", "null"}}},
			[]error{ErrInvalid},
		},
		{
			"a plain text as JSON", reply(400, `"no"`),
			Error{Status: 400, Message: "no"},
			[]error{ErrInvalid},
		},
		{
			"a number as JSON", reply(400, `17`),
			Error{Status: 400},
			[]error{ErrInvalid},
		},
		{
			"an empty object", reply(400, `{}`),
			Error{Status: 400},
			[]error{ErrInvalid},
		},
		{
			"JSON that is cut off", reply(400, `{"detail":"No`),
			Error{Status: 400, Message: "the answer is no valid JSON"},
			[]error{ErrInvalid},
		},
		{
			"JSON that is empty", reply(404, ``),
			Error{Status: 404, Message: "the answer is no valid JSON"},
			[]error{ErrNotFound},
		},
		{
			"403 hints that the organizer may not exist", reply(403, `{"detail":"You do not have permission to perform this action."}`),
			Error{Status: 403, Message: "You do not have permission to perform this action.", Hint: forbiddenHint},
			[]error{ErrForbidden},
		},
		{
			"401", reply(401, `{"detail":"Invalid token."}`, "WWW-Authenticate", "Token"),
			Error{Status: 401, Message: "Invalid token."},
			[]error{ErrUnauthorized},
		},
		{
			"a status of no kind", reply(405, `{"detail":"Method \"GET\" not allowed."}`, "Allow", "POST"),
			Error{Status: 405, Message: `Method "GET" not allowed.`},
			nil,
		},
		{
			"422, as newer frameworks say 400", reply(422, `{"detail":"no"}`),
			Error{Status: 422, Message: "no"},
			[]error{ErrInvalid},
		},
		{
			"an HTML page: a path outside the API", reply(404, "<h1>Not Found</h1>", "Content-Type", html),
			Error{Status: 404, Message: "the answer is not JSON but text/html", Hint: proxyHint},
			[]error{ErrNotFound},
		},
		{
			"an HTML page that calls itself nothing", reply(400, "<h1>Bad host</h1>", "Content-Type", ""),
			Error{Status: 400, Message: "the answer is not JSON but unknown content", Hint: proxyHint},
			[]error{ErrInvalid},
		},
		{
			"an HTML page instead of a 403: the hint is the proxy's", reply(403, "<h1>WAF</h1>", "Content-Type", html),
			Error{Status: 403, Message: "the answer is not JSON but text/html", Hint: proxyHint},
			[]error{ErrForbidden},
		},
		{
			"a redirect without a target", reply(301, "", "Content-Type", html),
			Error{Status: 301, Message: "unexpected redirect", Hint: redirectHint},
			nil,
		},
		{
			"304, which answers no request of ours", reply(304, ""),
			Error{Status: 304, Message: "unexpected redirect", Hint: redirectHint},
			nil,
		},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			px, m := newMock(t)
			m.on("GET", "/organizers/demo/", "", test.responder)
			got, err := px.Organizers.Get(t.Context(), "demo")
			if got != nil {
				t.Errorf("there is a result besides the error: %v", got)
			}
			e := wantError(t, err, test.kinds...)
			want := test.want
			want.Platform, want.Operation, want.Method, want.Path = "pretix", "Organizers.Get", "GET", testRootPath+"/organizers/{organizer}/"
			want.Attempts = 1
			want.kinds = e.kinds
			// The body as the responder gave it.
			resp, _ := test.responder(nil)
			body := make([]byte, 1000)
			n, _ := resp.Body.Read(body)
			want.Body = body[:n]
			if n == 0 {
				want.Body, e.Body = nil, nil
			}
			if !reflect.DeepEqual(*e, want) {
				t.Errorf("got\n%#v\nwant\n%#v", *e, want)
			}
			m.wantSent("GET /organizers/demo/")
		})
	}
}

// Whatever a server answers, it becomes an error that can be printed, with all
// its texts.
func FuzzExplainPretix(f *testing.F) {
	for _, seed := range []string{
		`{"detail":"Not found."}`, `{"name":["x"]}`, `{"non_field_errors":["x"]}`, `["x"]`, `"x"`, `7`, `null`, ``, `<html>`,
		`{"a":{"b":[{"c":["d"]}]}}`, `{"detail":null}`, `[[[[["x"]]]]]`, "{\"\x1b\":[\"\u202e\"]}", strings.Repeat("[", 20000), `{"a":[],"b":{}}`,
	} {
		for _, status := range []int{400, 403, 404, 500} {
			f.Add(status, []byte(seed))
		}
	}
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		e := &Error{Platform: "pretix", Operation: "Do", Method: "GET", Path: "/x/", Status: status}
		explainPretix(e, body)
		if (e.Hint != "") != (status == 403) {
			t.Errorf("the hint of %d is %q", status, e.Hint)
		}
		text := e.Error()
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\r\n\x1b\u202e") {
			t.Errorf("the error can't be printed: %q", text)
		}
		again := &Error{Platform: "pretix", Operation: "Do", Method: "GET", Path: "/x/", Status: status}
		explainPretix(again, body)
		if !slices.Equal(slices.Sorted(maps.Keys(e.Fields)), slices.Sorted(maps.Keys(again.Fields))) || e.Message != again.Message {
			t.Errorf("the same answer was explained in two ways: %#v and %#v", e, again)
		}
		if _, ok := e.Fields[""]; ok && !strings.Contains(string(body), `""`) {
			t.Errorf("a field without a name from %q: %v", body, e.Fields)
		}
	})
}

// A hostile answer does not make an error of any size.
func TestErrorFieldsAreBounded(t *testing.T) {
	t.Parallel()
	var many strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&many, `"f%d":["x"],`, i)
	}
	deep := strings.Repeat(`{"a":`, 500) + `"x"` + strings.Repeat("}", 500)
	e := &Error{Status: 400}
	explainPretix(e, []byte("{"+many.String()+`"deep":`+deep+"}"))
	if len(e.Fields) == 0 || len(e.Fields) > maxFields {
		t.Errorf("there are %d fields", len(e.Fields))
	}
	e = &Error{Status: 400}
	explainPretix(e, []byte(`{"name":["ok"],"deep":`+deep+`}`))
	if len(e.Fields) != 1 || e.Fields["name"][0] != "ok" {
		t.Errorf("the fields are %v", e.Fields)
	}
	longest := strings.Repeat("n", maxPath)
	e = &Error{Status: 400}
	explainPretix(e, []byte(`{"`+longest+`":["ok"],"`+longest+`n":["too much"]}`))
	if want := map[string][]string{longest: {"ok"}}; !reflect.DeepEqual(e.Fields, want) {
		t.Errorf("the fields are %v, want %v", e.Fields, want)
	}
}

func TestVersionAnswers403ToABadCredential(t *testing.T) {
	t.Parallel()
	px, m := newMock(t)
	m.on("GET", "/version", "", reply(403, `{"detail":"Invalid token."}`))
	got, err := px.Version(t.Context())
	if got != nil {
		t.Errorf("there is a version besides the error: %v", got)
	}
	e := wantError(t, err, ErrUnauthorized)
	wantEqual(t, "Status", e.Status, 403)
	wantEqual(t, "Message", e.Message, "Invalid token.")
	wantEqual(t, "Hint", e.Hint, "")
	wantEqual(t, "the text", err.Error(), "pretix: Version: GET "+testRootPath+"/version answered 403: Invalid token.")
}

func TestJoin(t *testing.T) {
	t.Parallel()
	wantEqual(t, "join", fmt.Sprint(join("", "a"), " ", join("a", "0")), "a a.0")
}
