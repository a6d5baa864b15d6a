package conformance

import (
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// What happens to a path without its last slash.
var slashCases = []testCase{
	{"reads and deletions move", readsWithoutSlashMove},
	{"writes are lost", writesWithoutSlashAreLost},
	{"nothing is deleted", deletionsWithoutSlashDoNothing},
}

func readsWithoutSlashMove(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for _, path := range []string{s.teamsPath(), s.teamPath(team.ID), s.membersPath(team.ID)} {
		for _, method := range []string{"GET", "HEAD"} {
			got := s.do(t, method, strings.TrimSuffix(path, "/"), "").isStatus(t, 301)
			equal(t, method+" Location", got.header.Get("Location"), "/api/v1"+path)
		}
	}
	got := s.do(t, "GET", strings.TrimSuffix(s.teamsPath(), "/")+"?page=1", "").isStatus(t, 301)
	equal(t, "Location", got.header.Get("Location"), "/api/v1"+s.teamsPath()+"?page=1")
	// No credential is looked at.
	s.do(t, "GET", strings.TrimSuffix(s.teamsPath(), "/"), "", anonymous()).isStatus(t, 301)
}

func writesWithoutSlashAreLost(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for _, c := range []struct{ method, path string }{
		{"POST", s.teamsPath()},
		{"PUT", s.teamPath(team.ID)},
		{"PATCH", s.teamPath(team.ID)},
		{"POST", s.invitesPath(team.ID)},
	} {
		got := s.do(t, c.method, strings.TrimSuffix(c.path, "/"), `{"name":"lost","limit_events":[],"email":"a@example.org"}`)
		if got.status == 500 && !s.since("4.18.0") {
			continue // without rebuilt static files these can't render the page
		}
		got.isHTML(t, 404)
	}
	equal(t, "name", s.get(t, team.ID).Name, team.Name)
}

func deletionsWithoutSlashDoNothing(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	got := s.do(t, "DELETE", strings.TrimSuffix(s.teamPath(team.ID), "/"), "").isStatus(t, 301)
	equal(t, "Location", got.header.Get("Location"), "/api/v1"+s.teamPath(team.ID))
	s.get(t, team.ID)
}
