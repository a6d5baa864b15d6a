package boxoffice

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
)

const (
	ebNotFoundHint = "Eventbrite says the same of what exists but is not the token's to see, and for some minutes of what was just made"
	// Spelt as Eventbrite spells it.
	ebInternal = "An unhandled error occured in Eventbrite." //nolint:misspell // it is theirs
	ebAuthHint = "an API key is not a token: the private token stands beside it"
)

// ebWireError is an error's body as Eventbrite sends it.
func ebWireError(status int, code, text string) string {
	return fmt.Sprintf(`{"status_code": %d, "error_description": %q, "error": %q}`, status, text, code)
}

// wantWhole compares an error of GET /x/ with all but what the request says.
func wantWhole(t *testing.T, err error, body string, want Error, kinds ...error) *Error {
	t.Helper()
	e := wantError(t, err, kinds...)
	want.Platform, want.Operation, want.Method, want.Path, want.Attempts = "Eventbrite", "Do", "GET", "/proxy/v3/x/", 1
	got := *e
	wantEqual(t, "the body", string(got.Body), body)
	got.Body, got.kinds, got.cause = nil, nil, nil
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the error is\n%#v\nwant\n%#v", got, want)
	}
	return e
}

// The table of section 3.2: what each code and status becomes.
func TestEventbriteCodes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		status     int
		code, text string
		hint       string
		kinds      []error
	}{
		{400, "ACTION_NOT_PROCESSED", "a", "", []error{ErrInvalid}},
		{400, "ARGUMENTS_ERROR", "There are errors with your arguments: scope - MISSING", "", []error{ErrInvalid}},
		{400, "BAD_CONTINUATION_TOKEN", "b", "", []error{ErrInvalid}},
		{400, "BAD_PAGE", "You passed an invalid page number.", "", []error{ErrInvalid}},
		{400, "BAD_REQUEST", "c", "", []error{ErrInvalid}},
		{400, "INVALID_ARGUMENT", "d", "", []error{ErrInvalid}},
		{400, "INVALID_AUTH", "The OAuth token you provided was invalid.", ebAuthHint, []error{ErrUnauthorized}},
		{401, "INVALID_AUTH", "The OAuth token you provided was invalid.", ebAuthHint, []error{ErrUnauthorized}},
		{400, "INVALID_AUTH_HEADER", "Authorization header format invalid", ebAuthHint, []error{ErrUnauthorized}},
		{400, "INVALID_BATCH", "e", "", []error{ErrInvalid}},
		{400, "INVALID_BODY", "f", "", []error{ErrInvalid}},
		{400, "UNSUPPORTED_OPERATION", "g", "", []error{ErrInvalid}},
		{401, "ACCESS_DENIED", "h", ebAuthHint, []error{ErrUnauthorized}},
		{401, "NO_AUTH", "An OAuth token is required for all requests", ebAuthHint, []error{ErrUnauthorized}},
		{403, "NOT_AUTHORIZED", "The feature that you requested is not available to you.", "", []error{ErrForbidden}},
		{404, "NOT_FOUND", "The path you requested does not exist.", ebNotFoundHint, []error{ErrNotFound}},
		{405, "METHOD_NOT_ALLOWED", "i", "", nil},
		{409, "REQUEST_CONFLICT", "j", "", []error{ErrConflict}},
		{429, "HIT_RATE_LIMIT", "Hourly rate limit has been reached for this token.", "", []error{ErrRateLimited}},
		{500, "EXPANSION_FAILED", "k", "", []error{ErrServer}},
		{500, "INTERNAL_ERROR", ebInternal, "", []error{ErrServer}},
		{400, "NO_DEFAULT_ORGANIZER", "a code of one endpoint", "", []error{ErrInvalid}},
		{418, "TEAPOT", "no kind at all", "", nil},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.status, " ", test.code), func(t *testing.T) {
			t.Parallel()
			body := ebWireError(test.status, test.code, test.text)
			// The number is a text in a part of the documentation.
			for _, body := range []string{body, strings.Replace(body, fmt.Sprint(test.status), fmt.Sprintf("%q", fmt.Sprint(test.status)), 1)} {
				eb, w := newEBWire(t, once())
				w.on("GET", "/x/", reply(test.status, body))
				err := play(t.Context(), eb.Client(), "GET")
				wantWhole(t, err, body, Error{Status: test.status, Code: test.code, Message: test.text, Hint: test.hint}, test.kinds...)
			}
		})
	}
}

func TestEventbriteErrorShapes(t *testing.T) {
	t.Parallel()
	const invalid = `"status_code": 400, "error_description": "D", "error": "ARGUMENTS_ERROR"`
	tests := []struct {
		reason    string
		status    int
		body      string
		mediaType string
		want      Error
		kinds     []error
	}{
		{
			"the reasons by argument", 400, ebInvalid, "",
			Error{
				Code: "ARGUMENTS_ERROR", Message: "There are errors with your arguments: event.name.html - MISSING",
				Fields: map[string][]string{"event.name.html": {"MISSING"}},
			},
			[]error{ErrInvalid},
		},
		{
			"several, and some nested", 400, `{` + invalid + `, "error_detail": {"ARGUMENTS_ERROR": {"a": ["X", "Y"], "b": {"c": ["Z"]}, "d": "W"}}}`, "",
			Error{Code: "ARGUMENTS_ERROR", Message: "D", Fields: map[string][]string{"a": {"X", "Y"}, "b.c": {"Z"}, "d": {"W"}}},
			[]error{ErrInvalid},
		},
		{
			"details of another code keep their place", 400, `{"error": "INVALID", "error_detail": {"INVALID": {"a": ["X"]}, "n": 5}}`, "",
			Error{Code: "INVALID", Fields: map[string][]string{"INVALID.a": {"X"}, "n": {"5"}}},
			[]error{ErrInvalid},
		},
		{"no details", 400, `{` + invalid + `}`, "", Error{Code: "ARGUMENTS_ERROR", Message: "D"}, []error{ErrInvalid}},
		{"details of null", 400, `{` + invalid + `, "error_detail": null}`, "", Error{Code: "ARGUMENTS_ERROR", Message: "D"}, []error{ErrInvalid}},
		{"empty details", 400, `{` + invalid + `, "error_detail": {}}`, "", Error{Code: "ARGUMENTS_ERROR", Message: "D"}, []error{ErrInvalid}},
		{"details that are a text", 400, `{` + invalid + `, "error_detail": "why"}`, "", Error{Code: "ARGUMENTS_ERROR", Message: "D"}, []error{ErrInvalid}},
		{"details that are a list", 400, `{` + invalid + `, "error_detail": ["why"]}`, "", Error{Code: "ARGUMENTS_ERROR", Message: "D"}, []error{ErrInvalid}},
		{"a code of another type costs no text", 403, `{"error": {"a": 1}, "error_description": "D"}`, "", Error{Message: "D"}, []error{ErrForbidden}},
		{"a text of another type costs no code", 400, `{"error_description": ["D"], "error": "INVALID_AUTH"}`, "", Error{Code: "INVALID_AUTH", Hint: ebAuthHint}, []error{ErrUnauthorized}},
		{"a code of small letters", 400, `{"error": "invalid_grant"}`, "", Error{Code: "invalid_grant"}, []error{ErrInvalid}},
		{"a code that is a text, which must not be logged", 400, `{"error": "ann@example.org is no organizer"}`, "", Error{}, []error{ErrInvalid}},
		{"a code that is too long", 400, `{"error": "` + strings.Repeat("A", 5000) + `"}`, "", Error{}, []error{ErrInvalid}},
		{"NOT_FOUND under another status has no hint about what was just made", 400, ebWireError(400, "NOT_FOUND", "T"), "", Error{Code: "NOT_FOUND", Message: "T"}, []error{ErrNotFound}},
		{"no object", 404, `["gone"]`, "", Error{Message: "the answer is not one of Eventbrite's errors"}, []error{ErrNotFound}},
		{"no JSON inside", 500, `oops`, "", Error{Message: "the answer is not one of Eventbrite's errors"}, []error{ErrServer}},
		{"an empty object", 403, `{}`, "", Error{}, []error{ErrForbidden}},
		{
			"the CDN in front", 403, "<html>Request blocked. CloudFront</html>", "text/html",
			Error{Message: "the answer is not JSON but text/html", Hint: proxyHint}, []error{ErrForbidden},
		},
		{
			"a 429 of a proxy", 429, "slow down", "text/plain; charset=utf-8",
			Error{Message: "the answer is not JSON but text/plain", Hint: proxyHint}, []error{ErrRateLimited},
		},
		{
			"JSON's shape under another name is not read", 401, ebWireError(401, "NO_AUTH", "T"), "text/html",
			Error{Message: "the answer is not JSON but text/html", Hint: proxyHint}, []error{ErrUnauthorized},
		},
		{
			"a redirect that is not followed", 301, ebWireError(301, "PERMANENTLY_MOVED", "T"), "",
			Error{Message: "unexpected redirect", Hint: redirectHint}, nil,
		},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			eb, w := newEBWire(t, once())
			var headers []string
			if test.mediaType != "" {
				headers = []string{"Content-Type", test.mediaType}
			}
			w.on("GET", "/x/", reply(test.status, test.body, headers...))
			test.want.Status = test.status
			e := wantWhole(t, play(t.Context(), eb.Client(), "GET"), test.body, test.want, test.kinds...)
			if strings.Contains(e.Error(), "decoded") {
				t.Errorf("the error is one of decoding: %v", e)
			}
		})
	}
}

// The ends of what a code can be.
func TestCodes(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]bool{
		"": true, "A": true, "Z": true, "a": true, "z": true, "0": true, "9": true, "_": true,
		"@": false, "[": false, "`": false, "{": false, "/": false, ":": false, "AZ 09": false, "É": false,
		strings.Repeat("A", maxCode): true, strings.Repeat("A", maxCode+1): false,
	} {
		wantEqual(t, fmt.Sprintf("%q is a code", code), isCode(code), want)
	}
}

// A page of HTML that says yes has done nothing.
func TestEventbriteHTMLThatSaysYes(t *testing.T) {
	t.Parallel()
	eb, w := newEBWire(t)
	w.on("DELETE", "/events/5/", reply(200, "<html>", "Content-Type", "text/html"))
	e := wantError(t, eb.Events.Delete(t.Context(), "5"), ErrOutcomeUnknown)
	wantEqual(t, "Status", e.Status, 200)
	if !strings.Contains(e.Error(), "not JSON") || e.Body != nil {
		t.Errorf("the error is %v, its body %q", e, e.Body)
	}
	w.want("DELETE /events/5/")
}

// A server, or a proxy's debug page, may repeat the token.
func TestEventbriteErrorsThatEchoTheToken(t *testing.T) {
	t.Parallel()
	for mediaType, body := range map[string]string{
		"application/json": `{"error": "` + ebToken + `", "error_description": "bad ` + ebToken + `", "error_detail": {"ARGUMENTS_ERROR": {"` + ebToken + `": ["` + ebToken + `"]}}}`,
		"text/html":        "<pre>Authorization: Bearer " + ebToken + "</pre>",
	} {
		t.Run(mediaType, func(t *testing.T) {
			t.Parallel()
			var log strings.Builder
			eb, w := newEBWire(t, WithLogger(slog.New(slog.NewJSONHandler(&log, nil))))
			w.on("GET", "/x/", reply(401, body, "Content-Type", mediaType))
			e := wantError(t, play(t.Context(), eb.Client(), "GET"), ErrUnauthorized)
			slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "err", e)
			for _, shown := range []string{e.Error(), e.Code, e.Message, fmt.Sprint(e.Fields), string(e.Body), fmt.Sprintf("%#v", e), fmt.Sprintf("%x", e.Body), log.String()} {
				if strings.Contains(shown, ebToken) || strings.Contains(shown, fmt.Sprintf("%x", ebToken)) {
					t.Errorf("the token is shown: %s", shown)
				}
			}
			if !bytes.Contains(e.Body, []byte(redacted)) {
				t.Errorf("the body is %s", e.Body)
			}
		})
	}
}

// FuzzExplainEventbrite: nothing panics, nothing grows, and a code is a word.
func FuzzExplainEventbrite(f *testing.F) {
	for _, seed := range []string{
		ebInvalid, ebNotFound, `{}`, `[]`, `null`, ``, `{"error": 5}`, `{"error_detail": {"ARGUMENTS_ERROR": {"a": [[["b"]], {"c": null}]}}}`,
		`{"error": "INVALID_AUTH", "error_detail": "x"}`, `{"error":"a b"}`, `{"error_description": {}}`,
	} {
		f.Add(400, []byte(seed))
		f.Add(404, []byte(seed))
	}
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		e := &Error{Platform: "Eventbrite", Status: status}
		if kind := statusKind(status); kind != nil {
			e.addKind(kind)
		}
		explainEventbrite(e, body)
		_ = e.Error()
		if !isCode(e.Code) || printable(e.Code) != e.Code {
			t.Errorf("the code is %q", e.Code)
		}
		if len(e.kinds) > 1 || len(e.Fields) > maxFields+1 {
			t.Errorf("%d kinds and %d fields", len(e.kinds), len(e.Fields))
		}
		if !json.Valid(body) && e.Code == "" && e.Message == "" {
			t.Errorf("%q is explained by nothing", body)
		}
		if kind := codeKind(e.Code); kind != nil && !errors.Is(e, kind) {
			t.Errorf("%q is not %v", e.Code, kind)
		}
	})
}
