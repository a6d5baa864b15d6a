package conformance

import (
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// What a server remembers under an idempotency key.
var idempotencyCases = []testCase{
	{"replay", answersAreReplayed},
	{"secrets are replayed", secretsAreReplayed},
	{"another call under the key", keysIgnoreTheCall},
	{"PATCH there and back", patchesAreNotRepeated},
	{"invited revoked and invited", invitesAreNotRepeated},
	{"refusals are replayed", refusalsAreReplayed},
	{"before everything", replaysComeFirst},
	{"reads are not", readsAreNotReplayed},
	{"internal errors are not", internalErrorsAreNotReplayed},
	{"scope", keysBelongToACredential},
	{"length", keysHaveALength},
	{"query", keysCanBeAsked},
	{"at the same time", concurrentCallsAreOne},
	{"by the SDK", keysBySDK},
}

// These are written by another part of pretix than all other errors, with a space.
const (
	inFlight = `{"detail": "Concurrent request with idempotency key."}`
	notSeen  = `{"detail": "Idempotency key not seen before."}`
	noKey    = `{"detail": "No idempotency key given."}`
)

// newKey is a key that was never used on the server.
func (s *target) newKey(t *testing.T) string {
	t.Helper()
	return fmt.Sprintf("conformance-%d-%s", s.teams.Add(1), rand.Text())
}

func (s *target) count(t *testing.T, name string) int {
	t.Helper()
	n := 0
	for _, team := range try(boxoffice.Collect(s.px.Teams.All(t.Context(), s.Organizer, nil))).must(t) {
		if team.Name == name {
			n++
		}
	}
	return n
}

func answersAreReplayed(t *testing.T, s *target) {
	name, k := s.unique(t), key(s.newKey(t))
	body := `{"name":` + quote(name) + `,"limit_events":[]}`
	first := s.do(t, "POST", s.teamsPath(), body, k).isStatus(t, 201)
	s.removeLater(t, first.id(t))
	second := s.do(t, "POST", s.teamsPath(), body, k).is(t, 201, first.body)
	equal(t, "Allow", second.header.Get("Allow"), first.header.Get("Allow"))
	equal(t, "teams", s.count(t, name), 1)
	// Even when the team is gone.
	failed(s.px.Teams.Delete(t.Context(), s.Organizer, first.id(t))).must(t)
	s.do(t, "POST", s.teamsPath(), body, k).is(t, 201, first.body)
	equal(t, "teams", s.count(t, name), 0)
}

func secretsAreReplayed(t *testing.T, s *target) {
	team, k := s.create(t, boxoffice.TeamCreate{}), key(s.newKey(t))
	first := s.do(t, "POST", s.tokensPath(team.ID), `{"name":"x"}`, k).isStatus(t, 201)
	s.do(t, "POST", s.tokensPath(team.ID), `{"name":"x"}`, k).is(t, 201, first.body)
	equal(t, "tokens", s.envelope(t, s.tokensPath(team.ID)).Count, 1)
}

// keysIgnoreTheCall: neither method nor path nor body are compared.
func keysIgnoreTheCall(t *testing.T, s *target) {
	name, k := s.unique(t), key(s.newKey(t))
	first := s.do(t, "POST", s.teamsPath(), `{"name":`+quote(name)+`,"limit_events":[]}`, k).isStatus(t, 201)
	id := first.id(t)
	s.removeLater(t, id)
	s.do(t, "POST", s.tokensPath(id), `{"name":"x"}`, k).is(t, 201, first.body)
	s.do(t, "DELETE", s.teamPath(id), "", k).is(t, 201, first.body)
	s.do(t, "PATCH", s.teamPath(id), `{"name":"other"}`, k).is(t, 201, first.body)
	s.do(t, "POST", "/nothing", "", k).is(t, 201, first.body)
	equal(t, "name", s.get(t, id).Name, name)
	equal(t, "tokens", s.envelope(t, s.tokensPath(id)).Count, 0)
}

func patchesAreNotRepeated(t *testing.T, s *target) {
	team, k := s.create(t, boxoffice.TeamCreate{}), key(s.newKey(t))
	first := s.do(t, "PATCH", s.teamPath(team.ID), `{"name":"A"}`, k).isStatus(t, 200)
	s.do(t, "PATCH", s.teamPath(team.ID), `{"name":"B"}`).isStatus(t, 200)
	s.do(t, "PATCH", s.teamPath(team.ID), `{"name":"A"}`, k).is(t, 200, first.body)
	equal(t, "name", s.get(t, team.ID).Name, "B")
}

func invitesAreNotRepeated(t *testing.T, s *target) {
	team, k := s.create(t, boxoffice.TeamCreate{}), key(s.newKey(t))
	first := s.do(t, "POST", s.invitesPath(team.ID), `{"email":"again@example.org"}`, k).isStatus(t, 201)
	s.do(t, "DELETE", s.invitesPath(team.ID)+text(first.id(t))+"/", "").isStatus(t, 204)
	s.do(t, "POST", s.invitesPath(team.ID), `{"email":"again@example.org"}`, k).is(t, 201, first.body)
	equal(t, "invites", s.envelope(t, s.invitesPath(team.ID)).Count, 0)
}

func refusalsAreReplayed(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	good := func(k change) answer { return s.do(t, "PATCH", s.teamPath(team.ID), `{"name":"good"}`, k) }
	for name, request := range map[string]func(k change) answer{
		"400": func(k change) answer { return s.do(t, "PATCH", s.teamPath(team.ID), `{"name":""}`, k) },
		"404": func(k change) answer { return s.do(t, "PATCH", s.teamPath(missing), `{}`, k) },
		"403": func(k change) answer { return s.do(t, "POST", "/organizers/nobody/teams/", `{}`, k) },
		"405": func(k change) answer { return s.do(t, "POST", s.teamPath(team.ID), `{}`, k) },
		"415": func(k change) answer {
			return s.do(t, "PATCH", s.teamPath(team.ID), "x", k, header("Content-Type", "text/plain"))
		},
		"301": func(k change) answer {
			return s.do(t, "DELETE", strings.TrimSuffix(s.teamPath(team.ID), "/"), "", k)
		},
		"204": func(k change) answer {
			other := s.create(t, boxoffice.TeamCreate{})
			return s.do(t, "DELETE", s.teamPath(other.ID), "", k)
		},
	} {
		k := key(s.newKey(t))
		first := request(k)
		if text(int64(first.status)) != name {
			t.Errorf("want %s: %s", name, first)
		}
		second := good(k)
		equal(t, name, []string{second.body, text(int64(second.status)), second.header.Get("Location")},
			[]string{first.body, name, first.header.Get("Location")})
	}
	equal(t, "name", s.get(t, team.ID).Name, team.Name)
}

// replaysComeFirst, even before the credential is looked at: it is only part of the scope.
func replaysComeFirst(t *testing.T, s *target) {
	k := key(s.newKey(t))
	s.do(t, "POST", s.teamsPath(), `{}`, k, as("Token nonsense")).detail(t, 401, "Invalid token.")
	s.do(t, "POST", s.teamsPath(), `{}`, k, as("Token nonsense"), header("Accept", "text/html")).detail(t, 401, "Invalid token.")

	team := s.createOwned(t, boxoffice.TeamCreate{Permissions: administration()})
	first := s.do(t, "PATCH", s.teamPath(team.ID), `{}`, k, as(team.auth())).isStatus(t, 200)
	try(s.px.Tokens.Disable(t.Context(), s.Organizer, team.ID, team.token.Token.ID)).must(t)
	s.do(t, "PATCH", s.teamPath(team.ID), `{}`, as(team.auth())).isStatus(t, 401)
	s.do(t, "PATCH", s.teamPath(team.ID), `{}`, k, as(team.auth())).is(t, 200, first.body)
}

func readsAreNotReplayed(t *testing.T, s *target) {
	team, k := s.create(t, boxoffice.TeamCreate{}), key(s.newKey(t))
	s.do(t, "GET", s.teamPath(missing), "", k).isStatus(t, 404)
	s.do(t, "HEAD", s.teamPath(missing), "", k).isStatus(t, 404)
	s.do(t, "OPTIONS", s.teamsPath(), "", k).isStatus(t, 200)
	s.do(t, "PATCH", s.teamPath(team.ID), `{"name":"written"}`, k).isStatus(t, 200)
	s.do(t, "PATCH", s.teamPath(team.ID), `{"name":"later"}`).isStatus(t, 200)
	equal(t, "read", s.do(t, "GET", s.teamPath(team.ID), "", k).object(t)["name"], any("later"))
}

func internalErrorsAreNotReplayed(t *testing.T, s *target) {
	team, k := s.createOwned(t, boxoffice.TeamCreate{Permissions: administration()}), key(s.newKey(t))
	s.do(t, "DELETE", s.teamPath(team.ID), "", k, as(team.auth())).internal(t)
	got := s.do(t, "PATCH", s.teamPath(team.ID), `{}`, k, as(team.auth()))
	if !s.since("4.18.0") && got.status == 409 {
		// Without rebuilt static files these fail again while they render the page, and leave the key locked.
		got.is(t, 409, inFlight)
		equal(t, "Retry-After", got.header.Get("Retry-After"), "5")
		return
	}
	got.isStatus(t, 200)
}

func keysBelongToACredential(t *testing.T, s *target) {
	team, k := s.createOwned(t, boxoffice.TeamCreate{Permissions: administration()}), key(s.newKey(t))
	patch := func(name, credential string) answer {
		return s.do(t, "PATCH", s.teamPath(team.ID), `{"name":"`+name+`"}`, k, as(credential)).isStatus(t, 200)
	}
	patch("first", "Token "+s.Token)
	for name, credential := range map[string]string{
		"other":     team.auth(),
		"lowercase": "token " + s.Token,
	} {
		patch(name, credential)
		equal(t, "name", s.get(t, team.ID).Name, name)
	}
	equal(t, "replay", patch("again", "Token "+s.Token).object(t)["name"], any("first"))
}

func keysHaveALength(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	longest := (s.newKey(t) + strings.Repeat("k", 190))[:190]
	first := s.do(t, "PATCH", s.teamPath(team.ID), `{"name":"first"}`, key(longest)).isStatus(t, 200)
	s.do(t, "PATCH", s.teamPath(team.ID), `{"name":"second"}`, key(longest)).is(t, 200, first.body)
	for _, bad := range []string{"", longest + "k", "two words"} {
		ctx := boxoffice.ContextWithIdempotencyKey(t.Context(), bad)
		try(s.px.Teams.Update(ctx, s.Organizer, team.ID, boxoffice.TeamUpdate{Name: new("x")})).refused(t, false)
	}
	odd := s.needOdd(t)
	got := s.do(t, "PATCH", s.teamPath(team.ID), `{"name":"third"}`, key(longest+"k"))
	switch odd.Database {
	case "postgresql":
		got.internal(t)
	case "sqlite":
		got.isStatus(t, 200)
	}
}

func keysCanBeAsked(t *testing.T, s *target) {
	k := s.newKey(t)
	ask := func(key string, changes ...change) answer {
		return s.do(t, "GET", "/idempotency_query?key="+key, "", changes...)
	}
	if !s.since("4.0.0") {
		ask(k).internal(t)
		return
	}
	team := s.create(t, boxoffice.TeamCreate{})
	ask(k).is(t, 404, notSeen)
	first := s.do(t, "PATCH", s.teamPath(team.ID), `{"name":"asked"}`, key(k)).isStatus(t, 200)
	ask(k).is(t, 200, first.body)
	ask(k, anonymous()).is(t, 404, notSeen)
	s.do(t, "GET", "/idempotency_query", "").is(t, 404, noKey)
	ask("").is(t, 404, noKey)

	refused := s.newKey(t)
	bad := s.do(t, "PATCH", s.teamPath(team.ID), `{"name":""}`, key(refused))
	ask(refused).is(t, 400, bad.body)
}

// concurrentCallsAreOne: of the same call several times at once, one is done, and the others are told to wait or get
// its answer.
func concurrentCallsAreOne(t *testing.T, s *target) {
	if s.needOdd(t).Database == "sqlite" {
		t.Skip("SQLite takes no concurrent writes: it answers 500 to some")
	}
	name, k := s.unique(t), key(s.newKey(t))
	var wait sync.WaitGroup
	results := make([]result[answer], 6)
	for i := range results {
		wait.Go(func() {
			results[i] = try(s.send("POST", s.teamsPath(), `{"name":`+quote(name)+`,"limit_events":[]}`, k))
		})
	}
	wait.Wait()
	created := ""
	for _, result := range results {
		got := result.must(t)
		if got.status == 409 {
			got.is(t, 409, inFlight)
			equal(t, "Retry-After", got.header.Get("Retry-After"), "5")
			continue
		}
		if created == "" {
			created = got.body
			s.removeLater(t, got.id(t))
		}
		got.is(t, 201, created)
	}
	equal(t, "teams", s.count(t, name), 1)
}

func keysBySDK(t *testing.T, s *target) {
	name := s.unique(t)
	ctx := boxoffice.ContextWithIdempotencyKey(t.Context(), s.newKey(t))
	first := try(s.px.Teams.Create(ctx, s.Organizer, boxoffice.TeamCreate{Name: name})).must(t)
	s.removeLater(t, first.ID)
	again := try(s.px.Teams.Create(ctx, s.Organizer, boxoffice.TeamCreate{Name: name})).must(t)
	equal(t, "the same call", again, first)
	equal(t, "teams", s.count(t, name), 1)
	try(s.px.Teams.Update(ctx, s.Organizer, first.ID, boxoffice.TeamUpdate{Name: new("x")})).refused(t, false)
	// Without a key of the caller's, two calls are two.
	one := try(s.px.Tokens.Create(t.Context(), s.Organizer, first.ID, "x")).must(t)
	two := try(s.px.Tokens.Create(t.Context(), s.Organizer, first.ID, "x")).must(t)
	if one.Token.ID == two.Token.ID {
		t.Error("two tokens are one")
	}
	// The key of one call shows in another, as an answer without a secret.
	shared := s.newKey(t)
	try(s.px.Teams.Update(boxoffice.ContextWithIdempotencyKey(t.Context(), shared), s.Organizer, first.ID, boxoffice.TeamUpdate{})).must(t)
	if _, err := s.px.Tokens.Create(boxoffice.ContextWithIdempotencyKey(t.Context(), shared), s.Organizer, first.ID, "x"); err == nil {
		t.Error("the answer to another call passed for a new token")
	}
}
