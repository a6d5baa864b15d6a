package boxoffice

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestPretixVersionAsked(t *testing.T) {
	t.Parallel()
	px, server := resMock(t)
	server.on("GET", "/version", 200, `{"pretix":"2026.9.0.dev0","pretix_numeric":20260090001000}`)
	got, err := px.Version(t.Context())
	resEqual(t, "version", []any{got, err}, []any{&PretixVersion{"2026.9.0.dev0", 20260090001000}, error(nil)})
	server.want(resGet("/version"))
	if r := px.model.get(); r == nil || *r != (release{major: 2026, minor: 9}) {
		t.Errorf("what was asked is not remembered: %v", r)
	}
	for status, want := range map[int]error{401: ErrUnauthorized, 403: ErrUnauthorized, 404: ErrNotFound, 500: ErrServer} {
		px, server := resMock(t)
		server.on("GET", "/version", status, `{"detail":"Invalid token."}`)
		got, err := px.Version(t.Context())
		if got != nil || !errors.Is(err, want) || status == 403 && errors.Is(err, ErrForbidden) {
			t.Errorf("%d: %v, %v", status, got, err)
		}
		if e, _ := errors.AsType[*Error](err); status == 403 && e.Hint != "" {
			t.Errorf("a bad credential hints at the organizer: %s", e.Hint)
		}
	}
}

func TestPretixCopies(t *testing.T) {
	t.Parallel()
	px, server := resMock(t)
	same := resMust(px.With())(t)
	if same.model != px.model || same.client.pool != px.client.pool || same.Teams.px != same || same == px {
		t.Error("a copy shares connections and what is known of the server, and is one of its own")
	}
	other := resMust(px.With(WithPretixVersion("4.17.1")))(t)
	if other.model == px.model || *other.model.get() != (release{major: 4, minor: 17, patch: 1}) || px.model.get() != nil {
		t.Error("a copy that is told a version changes the original")
	}
	if _, err := px.With(nil); err == nil {
		t.Error("a nil option is taken")
	}
	if _, err := px.With(WithPretixVersion("x")); err == nil {
		t.Error("a bad option is taken")
	}
	for _, bad := range []PretixCredential{{}, PretixTeamToken(""), PretixTeamToken("a b"), PretixCredentialSource(nil)} {
		_, err := px.WithCredential(bad)
		resArgument(t, err, "credential")
	}
	server.want()
}

func TestPretixPrints(t *testing.T) {
	t.Parallel()
	px, _ := resMock(t)
	want := "pretix at " + resAPI
	texts := []string{px.String(), fmt.Sprint(px), fmt.Sprintf("%+v", px), fmt.Sprintf("%#v", px), fmt.Sprintf("%s", px.Client()), px.LogValue().String(), px.Client().LogValue().String()}
	for _, text := range texts {
		resEqual(t, "text", text, want)
	}
	var b strings.Builder
	slog.New(slog.NewTextHandler(&b, nil)).Info("x", "px", px, "client", px.Client())
	if strings.Contains(b.String(), resToken) || !strings.Contains(b.String(), want) {
		t.Errorf("logged %s", b.String())
	}
}

func TestNewPretixRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		why, base  string
		credential PretixCredential
		option     Option
		argument   string
	}{
		{"a bad base URL", "tickets.example.org", PretixTeamToken("t"), WithReadOnly(), "baseURL"},
		{"no credential", resBase, PretixCredential{}, WithReadOnly(), "credential"},
		{"a token with its line break", resBase, PretixTeamToken("t\n"), WithReadOnly(), "credential"},
		{"a bad option", resBase, PretixTeamToken("t"), WithPretixVersion("new"), "version"},
	} {
		px, err := NewPretix(tt.base, tt.credential, tt.option)
		resArgument(t, err, tt.argument)
		if px != nil {
			t.Errorf("%s: %v", tt.why, px)
		}
	}
}
