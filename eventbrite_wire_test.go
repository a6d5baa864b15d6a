package boxoffice

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/jarcoal/httpmock"
)

// ebTokens is a source that answers with these tokens in turn, the last one for ever.
func ebTokens(tokens ...string) (credential EventbriteCredential, asked *int) {
	asked = new(int)
	return EventbriteCredentialSource(func(context.Context) (EventbriteCredential, error) {
		token := tokens[min(*asked, len(tokens)-1)]
		*asked++
		if token == "" {
			return EventbriteCredential{}, errVault
		}
		return EventbriteToken(token), nil
	}), asked
}

// A bad token is a 401 in reality and a 400 in the documentation: either asks the
// source again, also for a write, which did nothing.
func TestEventbriteRefresh(t *testing.T) {
	t.Parallel()
	bad := func(status int) httpmock.Responder {
		return reply(status, ebWireError(status, "INVALID_AUTH", "The OAuth token you provided was invalid."))
	}
	ok := reply(200, `{}`)
	tests := []struct {
		reason string
		tokens []string
		script []httpmock.Responder
		sent   []string
		asked  int
		kinds  []error
	}{
		{"401", []string{"a", "b"}, []httpmock.Responder{bad(401), ok}, []string{"a", "b"}, 2, nil},
		{"400", []string{"a", "b"}, []httpmock.Responder{bad(400), ok}, []string{"a", "b"}, 2, nil},
		{"400 twice", []string{"a", "b", "c"}, []httpmock.Responder{bad(400), bad(400)}, []string{"a", "b"}, 2, []error{ErrUnauthorized}},
		{"the same again", []string{"a"}, []httpmock.Responder{bad(400)}, []string{"a"}, 2, []error{ErrUnauthorized}},
		{"a source that fails now", []string{"a", ""}, []httpmock.Responder{bad(401)}, []string{"a"}, 2, []error{ErrUnauthorized}},
		{"400 about something else", []string{"a", "b"}, []httpmock.Responder{reply(400, ebInvalid)}, []string{"a"}, 1, []error{ErrInvalid}},
		{"403", []string{"a", "b"}, []httpmock.Responder{reply(403, ebWireError(403, "NOT_AUTHORIZED", "T"))}, []string{"a"}, 1, []error{ErrForbidden}},
		{"after a 429", []string{"a", "b"}, []httpmock.Responder{reply(429, ``), bad(400), ok}, []string{"a", "a", "b"}, 2, nil},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			for _, method := range []string{"GET", "POST", "DELETE"} {
				synctest.Test(t, func(t *testing.T) {
					eb, w := newEBWire(t)
					credential, asked := ebTokens(test.tokens...)
					eb, err := eb.WithCredential(credential)
					if err != nil {
						t.Fatal(err)
					}
					wantEqual(t, "how often the source was asked for a client", *asked, 0)
					w.on(method, "/x/", inTurn(t, test.script...))
					err = play(t.Context(), eb.Client(), method)
					if len(test.kinds) > 0 {
						wantError(t, err, test.kinds...)
					} else if err != nil {
						t.Error(err)
					}
					var sent []string
					for _, s := range w.requests() {
						sent = append(sent, strings.TrimPrefix(s.Header.Get("Authorization"), "Bearer "))
					}
					resEqual(t, "the tokens", sent, test.sent)
					wantEqual(t, "how often the source was asked", *asked, test.asked)
				})
			}
		})
	}
}

// A write that may have happened is not sent again under another credential, even if
// what came back names the credential.
func TestEventbriteRefreshOfWhatIsInDoubt(t *testing.T) {
	t.Parallel()
	for _, status := range []int{500, 503, 408} {
		eb, w := newEBWire(t)
		credential, asked := ebTokens("a", "b")
		eb, err := eb.WithCredential(credential)
		if err != nil {
			t.Fatal(err)
		}
		w.on("POST", "/x/", inTurn(t, reply(status, ebWireError(status, "INVALID_AUTH", "T"))))
		wantError(t, play(t.Context(), eb.Client(), "POST"), ErrUnauthorized, ErrOutcomeUnknown)
		wantEqual(t, "how often the source was asked", *asked, 1)
	}
}

func TestDoOnEventbrite(t *testing.T) {
	t.Parallel()
	eb, w := newEBWire(t)
	type measure struct {
		ID    string   `json:"id"`
		N     int      `json:"n"`
		Lat   float64  `json:"lat"`
		Tags  []string `json:"tags"`
		Found *bool    `json:"found"`
	}
	w.on("GET", "/events/a%20b/x/", reply(200, `{"id": 5, "n": "12", "lat": 41.5, "tags": ["a", {}], "found": true, "new": {}}`))
	got, err := Do[measure](t.Context(), eb.Client(), Request{
		Method: "get", Path: "/events/{event}/x/", Params: map[string]string{"event": "a b"}, Query: url.Values{"q": {"1"}},
	})
	resEqual(t, "the answer", []any{got, err}, []any{&measure{"5", 12, 41.5, []string{"a"}, new(true)}, error(nil)})
	w.on("POST", "/y/", reply(204, ``))
	none, err := Do[measure](t.Context(), eb.Client(), Request{Method: "POST", Path: "/y/", Body: map[string]int{"a": 1}})
	resEqual(t, "no content", []any{none, err}, []any{&measure{}, error(nil)})
	w.want("GET /events/a%20b/x/?q=1", `POST /y/ {"a":1}`)

	for argument, r := range map[string]Request{
		"r.Method": {Method: "BREW", Path: "/x/"}, "r.Path": {Method: "GET", Path: "/../x/"}, "r.Body": {Method: "GET", Path: "/x/", Body: 1},
		"r.Params": {Method: "GET", Path: "/{x}/"},
	} {
		_, err := Do[measure](t.Context(), eb.Client(), r)
		wantArgumentError(t, err, argument)
	}
	e := wantError(t, play(t.Context(), resMust(eb.With(WithReadOnly()))(t).Client(), "POST"), ErrReadOnly)
	wantEqual(t, "Path", e.Path, "/proxy/v3/x/")
}

func TestWalkOnEventbrite(t *testing.T) {
	t.Parallel()
	eb, w := newEBWire(t)
	w.RegisterResponderWithQuery("GET", ebAPI+"/media/", "a=1", reply(200, `{"locale": "en_US", "media": [{"id": "1"}, {"id": 2}], "pagination": {"has_more_items": true, "continuation": "T"}}`))
	w.RegisterResponderWithQuery("GET", ebAPI+"/media/", "a=1&continuation=T", reply(200, `{"media": [{"id": 3, "x": []}], "pagination": {"has_more_items": false}}`))
	type item struct{ ID string }
	query := url.Values{"a": {"1"}}
	for range 2 {
		got, err := Collect(Walk[item](t.Context(), eb.Client(), Request{Path: "/media/", Query: query}, nil))
		resEqual(t, "the items", []any{got, err}, []any{[]item{{"1"}, {"2"}, {"3"}}, error(nil)})
	}
	got, err := Collect(Walk[item](t.Context(), eb.Client(), Request{Path: "/media/", Query: url.Values{"a": {"1"}, "continuation": {"T"}}}, nil))
	resEqual(t, "resumed", []any{got, err}, []any{[]item{{"3"}}, error(nil)})
	resEqual(t, "the caller's query", query, url.Values{"a": {"1"}})
	w.want("GET /media/?a=1", "GET /media/?a=1&continuation=T", "GET /media/?a=1", "GET /media/?a=1&continuation=T", "GET /media/?a=1&continuation=T")

	for body, text := range map[string]string{
		`{"a": [], "b": []}`: errNoList.Error(), `{"a": {}}`: errNoList.Error(), `null`: errNoList.Error(), `{}`: errNoList.Error(),
		`[`: "no valid JSON at byte 1",
	} {
		w.on("GET", "/odd/", reply(200, body))
		_, err := Collect(Walk[item](t.Context(), eb.Client(), Request{Path: "/odd/"}, nil))
		e := wantError(t, err)
		wantEqual(t, "the text of "+body, e.Error(), "Eventbrite: Walk: GET /proxy/v3/odd/ answered 200: the answer can't be decoded: "+text)
	}
	for argument, refused := range map[string]func() error{
		"opts": func() error {
			_, err := Collect(Walk[item](t.Context(), eb.Client(), Request{Path: "/x/"}, &ListOptions{}))
			return err
		},
		"r": func() error {
			_, err := Collect(Walk[item](t.Context(), eb.Client(), Request{Method: "POST", Path: "/x/"}, nil))
			return err
		},
		"r.Path": func() error {
			_, err := Collect(Walk[item](t.Context(), eb.Client(), Request{Path: "x"}, nil))
			return err
		},
	} {
		wantArgumentError(t, refused(), argument)
	}
}

func TestEventbriteGuards(t *testing.T) {
	t.Parallel()
	errNo := errors.New("no")
	var seen []Write
	eb, w := newEBWire(t, WithWriteGuard(func(_ context.Context, write Write) error {
		seen = append(seen, write)
		return errNo
	}))
	w.on("GET", "/users/me/", reply(200, `{"id": "5"}`))
	if _, err := eb.Users.Me(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	e := wantError(t, eb.Events.Delete(t.Context(), "5"))
	_, err := eb.Events.Update(t.Context(), "5", EventUpdate{Currency: "USD"})
	if !errors.Is(e, errNo) || !errors.Is(err, errNo) {
		t.Errorf("the errors are %v and %v", e, err)
	}
	resEqual(t, "what the guard saw", seen, []Write{
		{Platform: "Eventbrite", Operation: "Events.Delete", Method: "DELETE", Path: "/proxy/v3/events/{event_id}/", URL: ebAPI + "/events/5/"},
		{
			Platform: "Eventbrite", Operation: "Events.Update", Method: "POST", Path: "/proxy/v3/events/{event_id}/", URL: ebAPI + "/events/5/",
			Body: []byte(`{"event":{"currency":"USD"}}`),
		},
	})
	wantEqual(t, "the platform", e.Platform, "Eventbrite")
	wantEqual(t, "Attempts", e.Attempts, 0)
	readOnly := resMust(eb.With(WithReadOnly()))(t)
	seen = nil
	wantError(t, resMust(NewEventbrite(EventbriteToken(ebToken), WithBaseURL(ebBase), WithReadOnly(), WithHTTPClient(&http.Client{Transport: w})))(t).Events.Cancel(t.Context(), "5"), ErrReadOnly)
	if err := readOnly.Events.Cancel(t.Context(), "5"); !errors.Is(err, errNo) || len(seen) != 1 {
		t.Errorf("the first guard was lost: %v, %d", err, len(seen))
	}
	w.want("GET /users/me/")
}

// A read without its last slash is redirected; its token stays on the origin.
func TestEventbriteRedirects(t *testing.T) {
	t.Parallel()
	eb, w := newEBWire(t)
	w.on("GET", "/x", reply(301, ``, "Location", "/proxy/v3/x/"))
	w.on("GET", "/x/", reply(200, `{}`))
	w.on("POST", "/x/", reply(301, ``, "Location", "/proxy/v3/y/"))
	w.on("GET", "/away/", reply(302, ``, "Location", "https://evil.example.org/"))
	for path, status := range map[string]int{"/x": 0, "/away/": 302} {
		_, err := Do[struct{}](t.Context(), eb.Client(), Request{Method: "GET", Path: path})
		if status == 0 && err != nil || status != 0 && wantError(t, err).Status != status {
			t.Errorf("%s: %v", path, err)
		}
	}
	_, err := Do[struct{}](t.Context(), eb.Client(), Request{Method: "POST", Path: "/x/"})
	wantEqual(t, "Status", wantError(t, err).Status, 301)
	var sent []string
	for _, s := range w.requests() {
		sent = append(sent, fmt.Sprint(s.Method, s.Path, " ", s.Header["Authorization"]))
	}
	slices.Sort(sent)
	bearer := " [Bearer " + ebToken + "]"
	resEqual(t, "what was sent", sent, []string{"GET/proxy/v3/away/" + bearer, "GET/proxy/v3/x" + bearer, "GET/proxy/v3/x/" + bearer, "POST/proxy/v3/x/" + bearer})
}

// What the client would only learn from an answer that misleads.
func TestEventbriteDoRefusesPaths(t *testing.T) {
	t.Parallel()
	eb, w := newEBWire(t)
	for _, r := range []Request{
		{Method: "GET", Path: "/v3/events/5/"},
	} {
		_, err := Do[struct{}](t.Context(), eb.Client(), r)
		wantArgumentError(t, err, "r.Path")
	}
	w.want()
}

// A closed endpoint says so, whoever calls it; one that lives does not.
func TestEventbriteDoKnowsClosedEndpoints(t *testing.T) {
	t.Parallel()
	eb, w := newEBWire(t, once())
	refusal := reply(404, ebWireError(404, "NOT_FOUND", "T"))
	for _, path := range []string{"/users/me/owned_events/", "/users/me/orders/", "/organizers/"} {
		w.on("GET", path, refusal)
	}
	w.on("POST", "/events/", refusal)
	w.on("GET", "/users/me/venues/", reply(500, ebWireError(500, "INTERNAL_ERROR", "T")))
	tests := []struct{ method, path, successor string }{
		{"GET", "/users/me/owned_events/", "GET /organizations/{organization_id}/events/"},
		{"get", "/users/{user}/owned_events/", "GET /organizations/{organization_id}/events/"},
		{"POST", "/events/", "POST /organizations/{organization_id}/events/"},
		{"GET", "/users/me/orders/", ""},
		{"GET", "/organizers/", ""},
		{"GET", "/users/me/venues/", ""},
	}
	for _, test := range tests {
		r := Request{Method: test.method, Path: test.path}
		if strings.Contains(test.path, "{user}") {
			r.Params = map[string]string{"user": "me"}
		}
		_, err := Do[struct{}](t.Context(), eb.Client(), r)
		e, ok := errors.AsType[*Error](err)
		if !ok {
			t.Fatalf("%s %s: %v", test.method, test.path, err)
		}
		if e.Successor != test.successor || errors.Is(err, ErrLegacyEndpoint) != (test.successor != "") {
			t.Errorf("%s %s: %v, successor %q", test.method, test.path, err, e.Successor)
		}
	}
	_, err := Collect(Walk[Event](t.Context(), eb.Client(), Request{Path: "/users/me/owned_events/"}, nil))
	if !errors.Is(err, ErrLegacyEndpoint) {
		t.Errorf("the walk: %v", err)
	}
}
