package boxoffice

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode"
)

func TestErrorText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		reason string
		err    *Error
		want   string
	}{
		{
			"an answer, with all that it can tell",
			&Error{
				Platform: "pretix", Operation: "Teams.Create", Method: "POST", Path: "/api/v1/organizers/{organizer}/teams/", Status: 400,
				Message: "no", Fields: map[string][]string{"name": {"Too long.", "Bad."}, "a": {"x"}}, Attempts: 3,
				RetryAfter: 90 * time.Second, Hint: "look twice", kinds: []error{ErrInvalid, ErrOutcomeUnknown}, cause: errors.New("cut off"),
			},
			"pretix: Teams.Create: POST /api/v1/organizers/{organizer}/teams/ answered 400: no; a: x; name: Too long. Bad.: cut off" +
				"; whether the write happened is unknown; retry after 1m30s (3 attempts); look twice",
		},
		{
			"no answer",
			&Error{Platform: "pretix", Operation: "Teams.List", Method: "GET", Path: "/teams/", Attempts: 1, cause: errors.New("reset")},
			"pretix: Teams.List: reset",
		},
		{
			"texts of a server that play tricks",
			&Error{Platform: "pretix", Operation: "Do", Method: "GET", Path: "/x/", Status: 404, Message: "\x1b[2Jgone\r\n\u202eevil", Fields: map[string][]string{"a\x00b": {"\tc"}}},
			"pretix: Do: GET /x/ answered 404: \uFFFD[2Jgone  \uFFFDevil; a\uFFFDb:  c",
		},
		{
			"a code, and a field that the message names",
			&Error{
				Platform: "Eventbrite", Operation: "Do", Method: "POST", Path: "/v3/x/", Status: 400, Code: "ARGUMENTS_ERROR",
				Message: "There are errors with your arguments: a.b - MISSING", Fields: map[string][]string{"a.b": {"MISSING"}, "c": {"INVALID"}},
			},
			"Eventbrite: Do: POST /v3/x/ answered 400 ARGUMENTS_ERROR: There are errors with your arguments: a.b - MISSING; c: INVALID",
		},
		{
			"reasons for no field, that the message does not name, stand among the fields",
			&Error{Platform: "pretix", Operation: "Do", Method: "GET", Path: "/x/", Status: 400, Fields: map[string][]string{nonField: {"no"}, "a": {"x"}, "zone": {"y"}}},
			"pretix: Do: GET /x/ answered 400; a: x; non_field_errors: no; zone: y",
		},
		{
			"reasons that the message names are left out, not those behind them",
			&Error{Platform: "pretix", Operation: "Do", Method: "GET", Path: "/x/", Status: 400, Message: "no", Fields: map[string][]string{nonField: {"no"}, "a": {"x"}, "zone": {"y"}}},
			"pretix: Do: GET /x/ answered 400: no; a: x; zone: y",
		},
		{
			"a closed endpoint, with what replaces it",
			&Error{Platform: "Eventbrite", Operation: "Do", Method: "GET", Path: "/v3/x/", Status: 404, Code: "NOT_FOUND", Hint: "closed", Successor: "GET /y/"},
			"Eventbrite: Do: GET /v3/x/ answered 404 NOT_FOUND; closed; what replaces it is GET /y/",
		},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			wantEqual(t, "the text", test.err.Error(), test.want)
		})
	}
}

func TestErrorIsAndUnwrap(t *testing.T) {
	t.Parallel()
	cause := errors.New("cause")
	e := &Error{kinds: []error{ErrUnavailable}, cause: cause}
	e.addKind(ErrOutcomeUnknown)
	e.addKind(ErrOutcomeUnknown)
	wantEqual(t, "the number of kinds", len(e.kinds), 2)
	wantKinds(t, fmt.Errorf("wrapped: %w", e), ErrUnavailable, ErrOutcomeUnknown)
	if !errors.Is(e, cause) {
		t.Error("the cause is lost")
	}
	if got, ok := errors.AsType[*Error](fmt.Errorf("wrapped: %w", e)); !ok || got != e {
		t.Error("the *Error is lost in a wrapper")
	}
}

func TestStatusKinds(t *testing.T) {
	t.Parallel()
	want := map[int]error{
		400: ErrInvalid, 422: ErrInvalid, 401: ErrUnauthorized, 403: ErrForbidden, 404: ErrNotFound, 409: ErrConflict,
		429: ErrRateLimited, 500: ErrServer, 502: ErrUnavailable, 503: ErrUnavailable, 504: ErrUnavailable,
	}
	for status := range 1000 {
		wantEqual(t, fmt.Sprint("the kind of ", status), statusKind(status), want[status])
	}
}

// What an error logs as: no text of the server, no field, no body, no key.
func TestErrorLogValue(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
		if len(groups) == 0 && a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
	logger.Error("x", "err", &Error{
		Platform: "pretix", Operation: "Invites.Create", Method: "POST", Path: "/x/", Status: 400, Code: "E1", Message: "ann@example.org is taken",
		Fields: map[string][]string{"email": {"ann@example.org"}}, Attempts: 2, IdempotencyKey: "k", Body: []byte("ann@example.org"),
		kinds: []error{ErrInvalid}, cause: errors.New("ann@example.org"),
	})
	const want = `{"level":"ERROR","msg":"x","err":{"platform":"pretix","operation":"Invites.Create","method":"POST","path":"/x/","status":400,"attempts":2,"kind":"invalid","code":"E1"}}`
	wantEqual(t, "the record", strings.TrimSpace(out.String()), want)

	for _, attr := range (&Error{}).LogValue().Group() {
		if attr.Key == "code" {
			t.Error("a code is logged where there is none")
		}
	}
}

func TestArgumentError(t *testing.T) {
	t.Parallel()
	err := argumentError("opts.Page", "pages\nare counted from 1")
	wantEqual(t, "the text", err.Error(), "boxoffice: opts.Page: pages are counted from 1")
	wantEqual(t, "errors.ErrUnsupported", errors.Is(err, errors.ErrUnsupported), false)
	err = unsupported("require_2fa", "not on 4.17")
	wantEqual(t, "the text", err.Error(), "boxoffice: require_2fa: not on 4.17")
	wantEqual(t, "errors.ErrUnsupported", errors.Is(err, errors.ErrUnsupported), true)
	wantKinds(t, err)
}

func TestPrintable(t *testing.T) {
	t.Parallel()
	tests := []struct{ reason, in, want string }{
		{"plain text", "Team Ä 東京 🎫", "Team Ä 東京 🎫"},
		{"line breaks and tabs", "a\r\nb\tc", "a  b c"},
		{"an escape sequence", "\x1b]8;;http://evil\x07", "\uFFFD]8;;http://evil\uFFFD"},
		{"direction marks", "a\u202eb\u2066c", "a\uFFFDb\uFFFDc"},
		{"line separators", "a\u2028b\u2029c", "a\uFFFDb\uFFFDc"},
		{"invisible characters", "a\u200bb\ufeffc", "a\uFFFDb\uFFFDc"},
		{"C1 control characters", "a\u009bb", "a\uFFFDb"},
		{"bytes that are no text", "a\xff\xfeb", "a\uFFFDb"},
		{"a page", strings.Repeat("é", 501), strings.Repeat("é", 500)},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			got := printable(test.in)
			wantEqual(t, "the text", got, test.want)
			if strings.ContainsFunc(got, func(r rune) bool { return unicode.IsControl(r) }) {
				t.Errorf("%q holds a control character", got)
			}
		})
	}
}

// A server can repeat the credential in other letters of JSON.
func TestErrorsThatEchoTheTokenEscaped(t *testing.T) {
	t.Parallel()
	var escaped strings.Builder
	for _, r := range testToken {
		fmt.Fprintf(&escaped, "\\u%04x", r)
	}
	px, pretix := newMock(t, once())
	pretix.on("GET", "/organizers/demo/", "", reply(400, `{"detail":"a `+escaped.String()+`","x":["`+escaped.String()+`"],"`+escaped.String()+`":["y"]}`))
	_, err := px.Organizers.Get(t.Context(), "demo")
	eb, err2 := NewEventbrite(EventbriteToken(testToken), once(), WithHTTPClient(&http.Client{Transport: roundTrip(reply(400,
		`{"error":"`+escaped.String()+`","error_description":"a `+escaped.String()+`","error_detail":{"ARGUMENTS_ERROR":{"`+escaped.String()+`":["`+escaped.String()+`"]}}}`))}))
	if err2 != nil {
		t.Fatal(err2)
	}
	_, err2 = eb.Users.Me(t.Context(), nil)
	for _, err := range []error{err, err2} {
		e, ok := errors.AsType[*Error](err)
		if !ok || !strings.Contains(e.Message, redacted) || len(e.Fields) == 0 || e.Body != nil {
			t.Errorf("%#v", err)
		}
		wantNoSecret(t, "an error", fmt.Sprintf("%v %+v %#v %v", e, *e, *e, e.Fields))
	}
}
