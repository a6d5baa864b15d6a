package access

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// rotationVersions are the generations that rotating and provisioning are tried on.
var rotationVersions = []string{"2026.8.0", "2026.2.2", "4.17.1"}

// rotationVault is where the secrets go.
type rotationVault struct {
	mu     sync.Mutex
	given  []*boxoffice.NewTeamToken
	before func(context.Context, *boxoffice.NewTeamToken) error
}

func (v *rotationVault) handOver(ctx context.Context, token *boxoffice.NewTeamToken) error {
	v.mu.Lock()
	v.given = append(v.given, token)
	v.mu.Unlock()
	if v.before != nil {
		return v.before(ctx, token)
	}
	return nil
}

// last is the secret that the vault holds, "" for none.
func (v *rotationVault) last() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.given) == 0 {
		return ""
	}
	return v.given[len(v.given)-1].Secret.Reveal()
}

// checkOnce makes sure that no secret was handed over twice.
func (v *rotationVault) checkOnce(t *testing.T) {
	t.Helper()
	seen := map[string]bool{}
	for _, token := range v.given {
		secret := token.Secret.Reveal()
		if secret == "" || seen[secret] {
			t.Errorf("token %d was handed over twice, or without a secret", token.Token.ID)
		}
		seen[secret] = true
	}
}

// rotationSite is a server in memory with a team that has one token.
type rotationSite struct {
	*boxofficetest.Pretix
	team int64
	old  boxofficetest.PretixToken
	// caller is the secret that the rotation runs with.
	caller string
}

// newRotationSite makes a team that may manage teams. With own the rotation runs with
// the very token that is rotated.
func newRotationSite(t *testing.T, version string, own bool) *rotationSite {
	t.Helper()
	s := &rotationSite{Pretix: boxofficetest.NewPretix(t, boxofficetest.WithVersion(version))}
	can := []string{"can_view_orders"}
	if own {
		can = append(can, "can_change_teams")
	}
	s.team = s.AddTeam("", boxofficetest.PretixTeam{Name: "Door", AllEvents: true, Can: can})
	s.old = s.AddToken(s.team, "scanner")
	s.caller = s.Token
	if own {
		s.caller = s.old.Secret
	}
	return s
}

// rotationClient is a client that gives up at the first failure. Its connections are
// fresh ones, since net/http itself repeats what fails on an old one.
func rotationClient(t *testing.T, url, secret string, opts ...boxoffice.Option) *boxoffice.Pretix {
	t.Helper()
	fresh := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	opts = append([]boxoffice.Option{boxoffice.WithHTTPClient(fresh), boxoffice.WithRetryLimits(boxoffice.RetryLimits{Attempts: 1, MaxWait: time.Second, MaxElapsed: time.Minute})}, opts...)
	px, err := boxoffice.NewPretix(url, boxoffice.PretixTeamToken(secret), opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(px.CloseIdleConnections)
	return px
}

// active are the ids of the team's tokens that work.
func (s *rotationSite) active() []int64 {
	ids := []int64{}
	for _, token := range s.Tokens(s.team) {
		if token.Active {
			ids = append(ids, token.ID)
		}
	}
	return ids
}

// works tells whether a secret is that of an active token of any team.
func (s *rotationSite) works(secret string) bool {
	for _, team := range s.Teams("") {
		for _, token := range s.Tokens(team.ID) {
			if token.Active && token.Secret == secret {
				return true
			}
		}
	}
	return false
}

// checkStatus holds what was told of a token against the server.
func (s *rotationSite) checkStatus(t *testing.T, team int64, told TokenStatus) {
	t.Helper()
	switch {
	case told.State == TokenUnknown:
		t.Errorf("the state of token %d is not told", told.ID)
	case told.State == TokenNone && told.ID != 0 || told.State == "":
		t.Errorf("odd: %+v", told)
	case told.State == TokenNone:
	default:
		tokens := s.Tokens(team)
		i := slices.IndexFunc(tokens, func(token boxofficetest.PretixToken) bool { return token.ID == told.ID })
		if i < 0 || tokens[i].Active != (told.State == TokenActive) || tokens[i].Name != told.Name {
			t.Errorf("told %+v, and the server has %+v", told, tokens)
		}
	}
}

// rotationFaults are the ways in which one request can fail. The older versions, which
// are no different there, get a few.
func rotationFaults(version string) map[string]boxofficetest.Fault {
	if version != rotationVersions[0] {
		return map[string]boxofficetest.Fault{"reset after it acted": {Reset: true, AfterServing: true}, "403": {Status: 403}}
	}
	return map[string]boxofficetest.Fault{
		"reset before it acted": {Reset: true},
		"reset after it acted":  {Reset: true, AfterServing: true},
		"half an answer":        {Truncate: true},
		"500":                   {Status: 500},
		"403":                   {Status: 403},
		"502 after it acted":    {Status: 502, HTML: true, AfterServing: true},
	}
}

// rotationNoSecret searches values, printed in every way, for secrets.
func rotationNoSecret(t *testing.T, secrets []string, values ...any) {
	t.Helper()
	for _, value := range values {
		var log strings.Builder
		for _, handler := range []slog.Handler{slog.NewJSONHandler(&log, nil), slog.NewTextHandler(&log, nil)} {
			slog.New(handler).Info("printed", "value", value)
		}
		data, err := json.Marshal(value)
		if err != nil {
			t.Errorf("%T can't be marshalled: %v", value, err)
		}
		texts := []string{fmt.Sprint(value), fmt.Sprintf("%+v", value), fmt.Sprintf("%#v", value), fmt.Sprintf("%q", value), string(data), log.String()}
		for wrapped, ok := value.(error); ok && wrapped != nil; wrapped = errors.Unwrap(wrapped) {
			texts = append(texts, wrapped.Error(), fmt.Sprintf("%+v", wrapped), fmt.Sprintf("%#v", wrapped))
		}
		for _, text := range texts {
			for _, secret := range secrets {
				if secret != "" && strings.Contains(text, secret) {
					t.Errorf("%T shows a secret: %s", value, text)
				}
			}
		}
	}
}

// rotationTarget is the real server that withpretix started, or one in memory.
type rotationTarget struct{ url, token, organizer string }

// newRotationTarget makes a test run alone on a real server: on SQLite writes at once
// fail now and then.
func newRotationTarget(t *testing.T) rotationTarget {
	t.Helper()
	if url := os.Getenv("PRETIX_URL"); url != "" {
		return rotationTarget{url, os.Getenv("PRETIX_TOKEN"), os.Getenv("PRETIX_ORGANIZER")}
	}
	t.Parallel()
	server := boxofficetest.NewPretix(t)
	for _, slug := range []string{"gala", "openair", "workshop"} {
		server.AddEvent("", boxofficetest.PretixEvent{Slug: slug})
	}
	return rotationTarget{server.URL, server.Token, server.Organizer}
}

// client is a client as programs have it.
func (r rotationTarget) client(t *testing.T, secret string) *boxoffice.Pretix {
	t.Helper()
	px, err := boxoffice.NewPretix(r.url, boxoffice.PretixTeamToken(secret))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(px.CloseIdleConnections)
	return px
}
