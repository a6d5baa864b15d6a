package conformance

import (
	"regexp"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// API tokens of a team.
var tokenCases = []testCase{
	{"the secret is shown once", secretsAreShownOnce},
	{"disabled for ever", tokensStayDisabled},
	{"disabling oneself", tokensDisableThemselves},
	{"names are not unique", tokenNamesAreNotUnique},
	{"sorted by name", tokensAreSorted},
	{"can't be changed", tokensCanOnlyBeDisabled},
	{"seeded tokens", seededTokens},
}

var secretPattern = regexp.MustCompile(`^[a-z0-9]{64}$`)

func secretsAreShownOnce(t *testing.T, s *target) {
	team := s.createOwned(t, boxoffice.TeamCreate{Permissions: administration()})
	if !secretPattern.MatchString(team.token.Secret.Reveal()) {
		t.Error("the secret has not 64 letters and digits")
	}
	try(team.px.Teams.Get(t.Context(), s.Organizer, team.ID)).must(t)
	path := s.tokensPath(team.ID)
	item := `{"id":` + text(team.token.Token.ID) + `,"name":"own","active":true}`
	s.do(t, "GET", path, "").is(t, 200, pageOf(item))
	s.do(t, "GET", path+text(team.token.Token.ID)+"/", "").is(t, 200, item)
}

func tokensStayDisabled(t *testing.T, s *target) {
	team := s.createOwned(t, boxoffice.TeamCreate{Permissions: administration()})
	want := boxoffice.TeamToken{ID: team.token.Token.ID, Name: "own"}
	for range 2 {
		equal(t, "disabled", *try(s.px.Tokens.Disable(t.Context(), s.Organizer, team.ID, want.ID)).must(t), want)
	}
	equal(t, "list", try(s.px.Tokens.List(t.Context(), s.Organizer, team.ID, nil)).must(t).Items, []boxoffice.TeamToken{want})
	s.do(t, "GET", s.teamsPath(), "", as(team.auth())).detail(t, 401, "Token inactive or deleted.")
	try(team.px.Teams.List(t.Context(), s.Organizer, nil)).is(t, boxoffice.ErrUnauthorized)
}

func tokensDisableThemselves(t *testing.T, s *target) {
	team := s.createOwned(t, boxoffice.TeamCreate{Permissions: administration()})
	disabled := try(team.px.Tokens.Disable(t.Context(), s.Organizer, team.ID, team.token.Token.ID)).must(t)
	equal(t, "active", disabled.Active, false)
	try(team.px.Tokens.List(t.Context(), s.Organizer, team.ID, nil)).is(t, boxoffice.ErrUnauthorized)
}

func tokenNamesAreNotUnique(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	first := try(s.px.Tokens.Create(t.Context(), s.Organizer, team.ID, "same")).must(t)
	second := try(s.px.Tokens.Create(t.Context(), s.Organizer, team.ID, "same")).must(t)
	if first.Token.ID == second.Token.ID || first.Secret.Reveal() == second.Secret.Reveal() {
		t.Error("two tokens are one")
	}
}

func tokensAreSorted(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for _, name := range []string{"c", "a", "b"} {
		try(s.px.Tokens.Create(t.Context(), s.Organizer, team.ID, name)).must(t)
	}
	var got []string
	for _, token := range try(boxoffice.Collect(s.px.Tokens.All(t.Context(), s.Organizer, team.ID, nil))).must(t) {
		got = append(got, token.Name)
	}
	equal(t, "tokens", got, []string{"a", "b", "c"})
}

func tokensCanOnlyBeDisabled(t *testing.T, s *target) {
	team := s.createOwned(t, boxoffice.TeamCreate{})
	for _, method := range []string{"PUT", "PATCH"} {
		s.do(t, method, s.tokensPath(team.ID)+text(team.token.Token.ID)+"/", `{"active":true,"name":"x"}`).
			detail(t, 405, `Method "`+method+`" not allowed.`)
	}
}

func seededTokens(t *testing.T, s *target) {
	demo := number(t, need(t, s.DemoTeam, "PRETIX_DEMO_TEAM"))
	active := map[string]bool{}
	for _, token := range try(boxoffice.Collect(s.px.Tokens.All(t.Context(), s.Organizer, demo, nil))).must(t) {
		active[token.Name] = token.Active
	}
	if on, ok := active["old laptop"]; !ok || on || len(active) < 2 {
		t.Errorf("tokens: %v", active)
	}
}
