package conformance

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/boxoffice-go/boxoffice"
)

// What headers say, in both directions.
var headerCases = []testCase{
	{"of every answer", answersHaveHeaders},
	{"no conditions", conditionsAreIgnored},
	{"language", languageIsHonoured},
}

func answersHaveHeaders(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for _, got := range []answer{
		s.do(t, "GET", s.teamPath(team.ID), ""),
		s.do(t, "GET", s.teamPath(missing), ""),
		s.do(t, "GET", s.teamsPath(), "", anonymous()),
		s.do(t, "PATCH", s.teamPath(team.ID), `{"name":""}`),
	} {
		equal(t, got.request+": content type", got.header.Get("Content-Type"), "application/json")
		equal(t, got.request+": language", got.header.Get("Content-Language"), "en")
		equal(t, got.request+": Vary", strings.Join(got.header.Values("Vary"), ", "), "Accept-Language, Cookie, Host")
		for _, name := range []string{"Allow", "X-Frame-Options"} {
			if got.header.Get(name) == "" {
				t.Errorf("%s: no %s", got.request, name)
			}
		}
		for _, name := range []string{"ETag", "Last-Modified", "Location", "X-RateLimit-Limit", "X-Page-Generated", "Retry-After", "Set-Cookie"} {
			if got.header.Get(name) != "" {
				t.Errorf("%s: %s is %q", got.request, name, got.header.Get(name))
			}
		}
	}
}

func conditionsAreIgnored(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	future := time.Now().Add(24 * time.Hour).UTC().Format(http.TimeFormat)
	past := time.Now().Add(-24 * time.Hour).UTC().Format(http.TimeFormat)
	for _, condition := range []change{
		header("If-None-Match", "*"), header("If-Match", `"x"`), header("If-Modified-Since", future), header("If-Unmodified-Since", past),
	} {
		s.do(t, "GET", s.teamsPath(), "", condition).isStatus(t, 200)
		s.do(t, "GET", s.teamPath(team.ID), "", condition).isStatus(t, 200)
		s.do(t, "PATCH", s.teamPath(team.ID), "{}", condition).isStatus(t, 200)
	}
}

func languageIsHonoured(t *testing.T, s *target) {
	german := header("Accept-Language", "de")
	got := s.do(t, "GET", s.teamsPath(), "", anonymous(), german).detail(t, 401, "Anmeldedaten fehlen.")
	equal(t, "language", got.header.Get("Content-Language"), "de")
	s.do(t, "GET", s.teamsPath(), "", as("Token nonsense"), german).detail(t, 401, "Invalid token.")
	s.do(t, "GET", s.teamPath(missing), "", german).
		detail(t, 404, choose(s.since("2024.4.0"), "No Team matches the given query.", "Nicht gefunden."))
}
