package boxoffice

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"slices"
	"strings"
	"testing"
)

// ebWire is a mock of Eventbrite at ebBase for the request path: its clients try
// again as those of users do.
type ebWire struct{ *mock }

func newEBWire(t *testing.T, opts ...Option) (*Eventbrite, *ebWire) {
	t.Helper()
	w := &ebWire{newMockTransport(t)}
	opts = append([]Option{WithBaseURL(ebBase), WithHTTPClient(&http.Client{Transport: w})}, opts...)
	eb, err := NewEventbrite(EventbriteToken(ebToken), opts...)
	if err != nil {
		t.Fatal(err)
	}
	return eb, w
}

// on registers a responder for a path, whatever the query.
func (w *ebWire) on(method, path string, responder func(*http.Request) (*http.Response, error)) {
	w.RegisterResponder(method, ebAPI+path, responder)
}

// want compares all that was sent, each as "METHOD /path?query body".
func (w *ebWire) want(want ...string) {
	w.t.Helper()
	var got []string
	for _, s := range w.requests() {
		s.Path = strings.TrimPrefix(s.Path, "/proxy/v3")
		got = append(got, s.String())
	}
	if !slices.Equal(got, want) {
		w.t.Errorf("sent\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

func TestNewEventbriteBaseURL(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]string{
		"":                                  "https://www.eventbriteapi.com/v3/users/me/",
		"https://eb.example.org":            "https://eb.example.org/v3/users/me/",
		"https://eb.example.org/":           "https://eb.example.org/v3/users/me/",
		"https://eb.example.org/v3":         "https://eb.example.org/v3/users/me/",
		"https://eb.example.org/v3/":        "https://eb.example.org/v3/users/me/",
		"https://eb.example.org:8443/a/b":   "https://eb.example.org:8443/a/b/v3/users/me/",
		"https://eb.example.org/a/b/v3/":    "https://eb.example.org/a/b/v3/users/me/",
		"https://eb.example.org/av3":        "https://eb.example.org/av3/v3/users/me/",
		"https://eb.example.org/a%2Fb":      "https://eb.example.org/a%2Fb/v3/users/me/",
		"http://127.0.0.1:8080":             "http://127.0.0.1:8080/v3/users/me/",
		"http://localhost/x":                "http://localhost/x/v3/users/me/",
		"http://eb.example.org|insecurely":  "http://eb.example.org/v3/users/me/",
		"https://www.eventbriteapi.com/v3/": "https://www.eventbriteapi.com/v3/users/me/",
	} {
		t.Run(base, func(t *testing.T) {
			t.Parallel()
			m := newMockTransport(t)
			m.RegisterResponder("GET", want, reply(200, `{"id": "5"}`))
			opts := []Option{WithHTTPClient(&http.Client{Transport: m})}
			base, insecure := strings.CutSuffix(base, "|insecurely")
			if insecure {
				opts = append(opts, WithInsecureHTTP())
			}
			if base != "" {
				opts = append(opts, WithBaseURL(base))
			}
			eb, err := NewEventbrite(EventbriteToken(ebToken), opts...)
			if err != nil {
				t.Fatal(err)
			}
			user, err := eb.Users.Me(t.Context(), nil)
			resEqual(t, "the user", []any{user, err}, []any{&User{ID: "5"}, error(nil)})
			wantEqual(t, "the name", "Eventbrite at "+strings.TrimSuffix(want, "/users/me/"), eb.String())
		})
	}
}

func TestNewEventbriteRefuses(t *testing.T) {
	t.Parallel()
	good := EventbriteToken(ebToken)
	for reason, test := range map[string]struct {
		credential EventbriteCredential
		opts       []Option
		argument   string
	}{
		"http beyond loopback":       {good, []Option{WithBaseURL("http://eb.example.org")}, "baseURL"},
		"no URL":                     {good, []Option{WithBaseURL("eb.example.org")}, "baseURL"},
		"a query":                    {good, []Option{WithBaseURL("https://eb.example.org/?token=x")}, "baseURL"},
		"user info":                  {good, []Option{WithBaseURL("https://a:" + ebToken + "@eb.example.org/")}, "baseURL"},
		"dots":                       {good, []Option{WithBaseURL("https://eb.example.org/a/..")}, "baseURL"},
		"an empty base URL":          {good, []Option{WithBaseURL("")}, "baseURL"},
		"a version of pretix":        {good, []Option{WithPretixVersion("2026.1.0")}, "opts"},
		"a nil option":               {good, []Option{nil}, "opts"},
		"no credential":              {EventbriteCredential{}, nil, "credential"},
		"an empty token":             {EventbriteToken(""), nil, "credential"},
		"a blank token":              {EventbriteToken(" "), nil, "credential"},
		"a token with a line break":  {EventbriteToken(ebToken + "\n"), nil, "credential"},
		"a source that is no source": {EventbriteCredentialSource(nil), nil, "credential"},
	} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			eb, err := NewEventbrite(test.credential, test.opts...)
			bad := wantArgumentError(t, err, test.argument)
			if eb != nil || strings.Contains(bad.Error(), ebToken) {
				t.Errorf("got %v and %v", eb, err)
			}
		})
	}
	_, err := NewPretix(testBase, PretixTeamToken(testToken), WithBaseURL(ebBase))
	wantArgumentError(t, err, "opts")
	px, _ := newMock(t)
	_, err = px.With(WithBaseURL(ebBase))
	wantArgumentError(t, err, "opts")
	eb, _ := newEBWire(t)
	_, err = eb.With(WithBaseURL("https://other.example.org"))
	wantArgumentError(t, err, "opts")
	_, err = eb.With(WithPretixVersion("2026.1.0"))
	wantArgumentError(t, err, "opts")
	_, err = eb.WithCredential(EventbriteToken(""))
	wantArgumentError(t, err, "credential")
	_, err = eb.WithCredential(EventbriteCredential{})
	wantArgumentError(t, err, "credential")
}

// What is sent with a call, and what is not.
func TestEventbriteHeaders(t *testing.T) {
	t.Parallel()
	eb, w := newEBWire(t, WithUserAgent("rota/1.4"), WithLanguage("de"))
	for _, method := range []string{"GET", "POST", "DELETE"} {
		w.on(method, "/x/", reply(200, `{}`))
		if err := play(t.Context(), eb.Client(), method); err != nil {
			t.Fatal(err)
		}
	}
	w.on("POST", "/empty/", reply(200, `{}`))
	if _, err := Do[struct{}](t.Context(), eb.Client(), Request{Method: "POST", Path: "/empty/"}); err != nil {
		t.Fatal(err)
	}
	want := http.Header{
		"Authorization": {"Bearer " + ebToken}, "Accept": {"application/json"}, "Accept-Language": {"de"},
		"User-Agent": {"rota/1.4 " + defaultUserAgent},
	}
	withBody := want.Clone()
	withBody.Set("Content-Type", "application/json")
	for i, s := range w.requests() {
		resEqual(t, s.Method+" is sent with", s.Header, []http.Header{want, withBody, withBody, want}[i])
	}
	w.want("GET /x/", "POST /x/ "+writeBody, "DELETE /x/ "+writeBody, "POST /empty/")
}

func TestEventbriteKnowsNoIdempotencyKeys(t *testing.T) {
	t.Parallel()
	eb, w := newEBWire(t)
	w.on("GET", "/events/5/", reply(200, `{"id": "5"}`))
	ctx := ContextWithIdempotencyKey(t.Context(), "mine")
	wantArgumentError(t, eb.Events.Delete(ctx, "5"), "ctx")
	wantArgumentError(t, eb.Events.Publish(ctx, "5"), "ctx")
	w.want()
	if _, err := eb.Events.Get(ctx, "5", nil); err != nil {
		t.Error(err)
	}
	w.want("GET /events/5/")
}

func TestEventbriteCopies(t *testing.T) {
	t.Parallel()
	var tokens []string
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		tokens = append(tokens, r.Header.Get("Authorization")+" "+r.Header.Get("Accept-Language")+" "+r.URL.Path)
		rw.Header().Set("Content-Type", "application/json")
		_, _ = rw.Write([]byte(`{"id": "5"}`))
	}))
	t.Cleanup(server.Close)
	eb, err := NewEventbrite(EventbriteToken(ebToken), WithBaseURL(server.URL+"/proxy"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(eb.CloseIdleConnections)
	german, err := eb.With(WithLanguage("de"))
	if err != nil {
		t.Fatal(err)
	}
	other, err := german.WithCredential(EventbriteToken("other"))
	if err != nil {
		t.Fatal(err)
	}
	reused := 0
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		if info.Reused {
			reused++
		}
	}})
	for _, eb := range []*Eventbrite{eb, german, other, eb} {
		wantEqual(t, "the name", eb.String(), "Eventbrite at "+server.URL+"/proxy/v3")
		if _, err := eb.Users.Me(ctx, nil); err != nil {
			t.Fatal(err)
		}
	}
	wantEqual(t, "how often the connection was used again", reused, 3)
	resEqual(t, "what was sent", tokens, []string{
		"Bearer " + ebToken + " en /proxy/v3/users/me/", "Bearer " + ebToken + " de /proxy/v3/users/me/",
		"Bearer other de /proxy/v3/users/me/", "Bearer " + ebToken + " en /proxy/v3/users/me/",
	})
}

func TestEventbriteNeverShowsTheToken(t *testing.T) {
	t.Parallel()
	eb, _ := newEBWire(t)
	credential := EventbriteToken(ebToken)
	source := EventbriteCredentialSource(func(context.Context) (EventbriteCredential, error) { return credential, nil })
	type holder struct {
		Credential EventbriteCredential
		hidden     EventbriteCredential
		eb         *Eventbrite
		services   any
	}
	for _, v := range []any{
		eb, *eb, eb.Client(), *eb.Client(), credential, source, &credential, eb.Users, *eb.Users, eb.Events, *eb.Events,
		holder{credential, credential, eb, *eb.Events}, &holder{source, source, eb, eb.Users}, []EventbriteCredential{credential}, map[string]any{"k": credential},
	} {
		var text strings.Builder
		slog.New(slog.NewTextHandler(&text, nil)).Info("x", "v", v)
		slog.New(slog.NewJSONHandler(&text, nil)).Info("x", "v", v)
		data, err := json.Marshal(v)
		shown := fmt.Sprintf("%v %+v %#v %s %q %x %X %d", v, v, v, v, v, v, v, v) + fmt.Sprint(string(data), err) + text.String()
		for _, secret := range []string{ebToken, fmt.Sprintf("%x", ebToken), fmt.Sprintf("%X", ebToken), strings.Trim(fmt.Sprint([]byte(ebToken)), "[]")} {
			if strings.Contains(shown, secret) {
				t.Errorf("%T shows the token: %s", v, shown)
			}
		}
	}
	wantEqual(t, "the name", fmt.Sprintf("%v|%+v|%s", eb, eb, eb.LogValue()), strings.Repeat("Eventbrite at "+ebAPI+"|", 2)+"Eventbrite at "+ebAPI)
}
