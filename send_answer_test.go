package boxoffice

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice/internal/swell"
	"github.com/jarcoal/httpmock"
)

// Successes that can't be understood: each is an error that says so, in doubt for
// a write, and never with a word of the body, which may hold a secret.
func TestAnswersThatCannotBeUnderstood(t *testing.T) {
	t.Parallel()
	const html = "text/html; charset=utf-8"
	tests := []struct {
		reason    string
		responder httpmock.Responder
		says      string
	}{
		{"nothing at all", reply(200, ``), "no valid JSON at byte 0"},
		{"nothing, but created", reply(201, ``), "no valid JSON at byte 0"},
		{"JSON that is cut off", reply(200, `{"slug":"`+testToken), "no valid JSON at byte"},
		{"no JSON", reply(200, testToken), "no valid JSON at byte 1"},
		{"garbage behind JSON", reply(200, `{"slug":"demo"}`+testToken), "no valid JSON at byte 16"},
		{"a field of another type", reply(200, `{"slug":{"`+testToken+`":1}}`), `"slug" is not of the expected type`},
		{"a list in place of an object", reply(200, `["`+testToken+`"]`), `is not of the expected type`},
		{"a login page", reply(200, `<form>`+testToken, "Content-Type", html), `the answer is "text/html; charset=utf-8", not JSON`},
		{"a content of no type", reply(200, `{"slug":"`+testToken+`"}`, "Content-Type", ""), `the answer is "", not JSON`},
		{"a type that plays tricks", reply(200, testToken, "Content-Type", "text/\x1b[2J"), "\uFFFD[2J"},
	}
	for _, test := range tests {
		for _, method := range []string{"GET", "POST"} {
			t.Run(test.reason+" "+method, func(t *testing.T) {
				t.Parallel()
				px, m := newMock(t)
				m.on(method, "/x/", "", test.responder)
				got, err := Do[Organizer](t.Context(), px.Client(), Request{Method: method, Path: "/x/"})
				if got != nil {
					t.Errorf("there is a result besides the error: %v", got)
				}
				var kinds []error
				if method == "POST" {
					kinds = []error{ErrOutcomeUnknown}
				}
				e := wantError(t, err, kinds...)
				if e.Status != 200 && e.Status != 201 {
					t.Errorf("Status is %d", e.Status)
				}
				wantEqual(t, "Attempts", e.Attempts, 1)
				wantEqual(t, "the body kept", len(e.Body), 0)
				wantEqual(t, "Message", e.Message, "")
				wantEqual(t, "IdempotencyKey", e.IdempotencyKey, m.requests()[0].Header.Get("X-Idempotency-Key"))
				if !strings.Contains(err.Error(), test.says) {
					t.Errorf("the error is %q, want one that says %q", err, test.says)
				}
				for wrapped := err; wrapped != nil; wrapped = errors.Unwrap(wrapped) {
					if text := fmt.Sprintf("%v %+v %#v", wrapped, wrapped, wrapped); strings.Contains(text, testToken) {
						t.Errorf("the error quotes the body: %s", text)
					}
				}
			})
		}
	}
}

func TestAnswersThatAreFine(t *testing.T) {
	t.Parallel()
	tests := []struct {
		reason, method string
		responder      httpmock.Responder
		want           device
	}{
		{"plain JSON", "GET", reply(200, `{"id":7}`), device{ID: 7}},
		{"JSON with a charset", "GET", reply(200, `{"id":7}`, "Content-Type", "application/json; charset=utf-8"), device{ID: 7}},
		{"JSON in other letters", "GET", reply(200, `{"id":7}`, "Content-Type", "Application/JSON"), device{ID: 7}},
		{"a kind of JSON", "GET", reply(200, `{"id":7}`, "Content-Type", "application/hal+json"), device{ID: 7}},
		{"fields that are not known", "GET", reply(200, `{"id":7,"new":{"a":[1]},"name":"x"}`), device{7, "x"}},
		{"created", "POST", reply(201, `{"id":7}`), device{ID: 7}},
		{"accepted", "POST", reply(202, `{"id":7}`), device{ID: 7}},
		{"no content", "DELETE", reply(204, ``, "Content-Type", ""), device{}},
		{"no content in answer to a write", "PATCH", reply(204, ``), device{}},
		{"the answer to a HEAD", "HEAD", reply(200, ``, "Content-Type", ""), device{}},
		{"white space around", "GET", reply(200, "\n {\"id\":7} \n"), device{ID: 7}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			px, m := newMock(t)
			m.on(test.method, "/x/", "", test.responder)
			got, err := Do[device](t.Context(), px.Client(), Request{Method: test.method, Path: "/x/"})
			if err != nil {
				t.Fatal(err)
			}
			wantEqual(t, "the result", *got, test.want)
		})
	}
}

// An answer that nobody looks at must be one of the API all the same: a login
// page that says 200 to a DELETE has deleted nothing.
func TestAnswersThatNobodyLooksAt(t *testing.T) {
	t.Parallel()
	tests := []struct {
		reason    string
		responder httpmock.Responder
		ok        bool
	}{
		{"no content", reply(204, ``, "Content-Type", ""), true},
		{"an empty 200", reply(200, ``, "Content-Type", ""), true},
		{"JSON of any kind", reply(200, `[1]`), true},
		{"a login page", reply(200, `<form>`, "Content-Type", "text/html"), false},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			px, m := newMock(t)
			m.on("DELETE", "/x/", "", test.responder)
			err := px.client.call(t.Context(), request{op: "X", method: "DELETE", path: "/x/"}, nil)
			if test.ok && err != nil {
				t.Errorf("unexpected error: %v", err)
			}
			if !test.ok {
				wantError(t, err, ErrOutcomeUnknown)
			}
		})
	}
}

// An answer that is JSON but not what was asked for.
func TestAnswerOfAnotherKind(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"GET", "POST"} {
		px, m := newMock(t)
		m.on(method, "/x/", "", inTurn(t, reply(200, `{"id":7}`), reply(200, `{"id":8}`)))
		r := request{op: "X", method: method, path: "/x/"}
		got, err := fetch(t.Context(), px.client, r, func(d *device) bool { return d.ID == 7 })
		if err != nil || got.ID != 7 {
			t.Errorf("got %v with error %v", got, err)
		}
		got, err = fetch(t.Context(), px.client, r, func(d *device) bool { return d.ID == 7 })
		if got != nil {
			t.Errorf("there is a result besides the error: %v", got)
		}
		e := wantErrorIs(t, err, errUnexpected)
		wantEqual(t, "Status", e.Status, 200)
		wantEqual(t, "a write is in doubt", errors.Is(err, ErrOutcomeUnknown), method == "POST")
	}
}

func TestCleanJSONError(t *testing.T) {
	t.Parallel()
	tests := []struct {
		err  error
		want string
	}{
		{&json.SyntaxError{Offset: 5}, "no valid JSON at byte 5"},
		{&json.UnmarshalTypeError{Value: testToken, Field: "a\nb"}, `"a b" is not of the expected type`},
		{errors.New(testToken), "no valid JSON"},
	}
	for _, test := range tests {
		wantEqual(t, "the error", cleanJSONError(test.err).Error(), test.want)
	}
}

// Proxies and debug pages that repeat the request's headers do not make an error
// show the credential.
func TestFailuresThatRepeatTheCredential(t *testing.T) {
	t.Parallel()
	for reason, responder := range map[string]httpmock.Responder{
		"detail":    reply(401, `{"detail":"Token `+testToken+` is bad"}`),
		"fields":    reply(400, `{"`+testToken+`":["`+testToken+`"]}`),
		"list":      reply(400, `["`+testToken+`"]`),
		"HTML":      reply(500, `<pre>Authorization: Token `+testToken+`</pre>`, "Content-Type", "text/html"),
		"no JSON":   reply(400, testToken),
		"at 8 KiB":  reply(400, strings.Repeat("x", maxErrorBody-10)+testToken),
		"a success": reply(200, testToken),
	} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			px, m := newMock(t, once())
			m.on("GET", "/x/", "", responder)
			_, err := Do[device](t.Context(), px.Client(), Request{Method: "GET", Path: "/x/"})
			e := wantErrorIs(t, err, err)
			text := fmt.Sprintf("%v %#v %s %q", e, *e, e.Body, e.Fields)
			if strings.Contains(text, testToken) || strings.Contains(text, testToken[:10]) {
				t.Errorf("the error shows the credential: %s", text)
			}
			if reason != "a success" && reason != "at 8 KiB" && !strings.Contains(string(e.Body), redacted) {
				t.Errorf("the body is %q, want it with %s", e.Body, redacted)
			}
		})
	}
}

// An answer without content says nothing where something was asked for.
func TestNoContentIsNoAnswer(t *testing.T) {
	t.Parallel()
	px, m := newMock(t)
	for _, route := range [][2]string{
		{"GET", "/version"}, {"POST", "/organizers/demo/teams/7/tokens/"}, {"POST", "/organizers/demo/teams/7/invites/"},
		{"POST", "/organizers/demo/teams/"}, {"DELETE", "/organizers/demo/teams/7/tokens/3/"},
	} {
		m.on(route[0], route[1], "", reply(204, ""))
	}
	ctx := t.Context()
	_, version := px.Version(ctx)
	_, token := px.Tokens.Create(ctx, "demo", 7, "n")
	_, invite := px.Invites.Create(ctx, "demo", 7, "a@example.org")
	_, team := px.Teams.Create(ctx, "demo", TeamCreate{Name: "T"})
	_, disabled := px.Tokens.Disable(ctx, "demo", 7, 3)
	wantError(t, version)
	for _, err := range []error{token, invite, team, disabled} {
		wantError(t, err, ErrOutcomeUnknown)
	}
}

// A page of millions of small things would become gigabytes.
func TestPageOfTooManyThings(t *testing.T) {
	t.Parallel()
	px, m := newMock(t)
	m.on("GET", "/organizers/demo/teams/", "", reply(200, `{"count":1,"next":null,"results":[`+strings.Repeat("{},", swell.MaxCommas)+`{}]}`))
	_, err := px.Teams.List(t.Context(), "demo", nil)
	wantError(t, err, ErrResponseTooLarge)
}

// The hint that a key was used twice is for answers to a call with a key that are of
// another call.
func TestHintOfAKeyUsedTwice(t *testing.T) {
	t.Parallel()
	const hint = "was the idempotency key used for another call?"
	for _, test := range []struct {
		key   string
		cause error
		want  string
	}{
		{"k", errUnexpected, hint}, {"", errUnexpected, ""}, {"k", errReset, ""}, {"", errReset, ""},
	} {
		px, _ := newMock(t)
		c := &call{client: px.Client(), ctx: t.Context(), info: CallInfo{Method: "POST"}, req: request{}, key: test.key}
		e := c.undecodable(&http.Response{StatusCode: 200}, test.cause)
		wantEqual(t, fmt.Sprintf("the hint with key %q after %v", test.key, test.cause), e.Hint, test.want)
		wantEqual(t, "the status", e.Status, 200)
	}
}

// The shortest text that is taken for a credential in an error of the transport.
func TestCleanTakesNoWordForACredential(t *testing.T) {
	t.Parallel()
	for token, want := range map[string]string{"12345678": "x [redacted] y", "1234567": "x 1234567 y"} {
		auth, err := authorizationHeader("Token", token)
		if err != nil {
			t.Fatal(err)
		}
		c := &call{auth: auth}
		wantEqual(t, "the text", c.clean(errors.New("x "+token+" y")).Error(), want)
	}
}
