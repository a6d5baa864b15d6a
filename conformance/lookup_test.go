package conformance

import (
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// What is said about things that do not exist, or not here.
var lookupCases = []testCase{
	{"unknown team", unknownTeams},
	{"unknown item of a team", unknownItems},
	{"item of another team", itemsOfOtherTeams},
	{"team of another organizer", teamsOfOthers},
	{"unknown organizer", unknownOrganizers},
	{"no number as the last id", wordsAsIDs},
	{"no number as the team", wordsAsTeams},
	{"huge id", hugeIDs},
	{"slug in another case", slugsHaveCase},
}

// inTeam are the routes below a team, with the kind that is missing in a lookup of the last id.
var inTeam = []struct{ path, kind string }{
	{"members/", "User"}, {"invites/", "TeamInvite"}, {"tokens/", "TeamAPIToken"},
}

func unknownTeams(t *testing.T, s *target) {
	for _, method := range []string{"GET", "PUT", "PATCH", "DELETE"} {
		s.do(t, method, s.teamPath(missing), "").detail(t, 404, s.noMatch("Team"))
	}
	for _, sub := range inTeam {
		s.do(t, "GET", s.teamPath(missing)+sub.path, "").detail(t, 404, s.noMatch("Team"))
		for _, method := range []string{"GET", "DELETE"} {
			s.do(t, method, s.teamPath(missing)+sub.path+"1/", "").detail(t, 404, s.noMatch("Team"))
		}
	}
	s.do(t, "POST", s.invitesPath(missing), `{"email":"a@example.org"}`).detail(t, 404, s.noMatch("Team"))
	s.do(t, "POST", s.tokensPath(missing), `{"name":"x"}`).detail(t, 404, s.noMatch("Team"))
	_, err := s.px.Invites.Create(t.Context(), s.Organizer, missing, "a@example.org")
	failed(err).is(t, boxoffice.ErrNotFound)
}

func unknownItems(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for _, sub := range inTeam {
		for _, method := range []string{"GET", "DELETE"} {
			s.do(t, method, s.teamPath(team.ID)+sub.path+"99999999/", "").detail(t, 404, s.noMatch(sub.kind))
		}
	}
}

func itemsOfOtherTeams(t *testing.T, s *target) {
	team, other := s.create(t, boxoffice.TeamCreate{}), s.create(t, boxoffice.TeamCreate{})
	invite := s.do(t, "POST", s.invitesPath(other.ID), `{"email":"x@example.org"}`).id(t)
	token := s.do(t, "POST", s.tokensPath(other.ID), `{"name":"x"}`).id(t)
	for _, method := range []string{"GET", "DELETE"} {
		s.do(t, method, s.invitesPath(team.ID)+text(invite)+"/", "").detail(t, 404, s.noMatch("TeamInvite"))
		s.do(t, method, s.tokensPath(team.ID)+text(token)+"/", "").detail(t, 404, s.noMatch("TeamAPIToken"))
	}
	s.do(t, "GET", s.invitesPath(other.ID)+text(invite)+"/", "").isStatus(t, 200)
}

func teamsOfOthers(t *testing.T, s *target) {
	id := number(t, need(t, s.OtherTeam, "PRETIX_OTHER_TEAM"))
	for _, method := range []string{"GET", "PUT", "PATCH", "DELETE"} {
		s.do(t, method, s.teamPath(id), "").detail(t, 404, s.noMatch("Team"))
		s.do(t, method, "/organizers/"+s.OtherOrganizer+"/teams/"+text(id)+"/", "").detail(t, 403, noPermission)
	}
	for _, sub := range inTeam {
		s.do(t, "GET", s.teamPath(id)+sub.path, "").detail(t, 404, s.noMatch("Team"))
	}
}

func unknownOrganizers(t *testing.T, s *target) {
	s.do(t, "GET", "/organizers/nobody/teams/", "").detail(t, 403, noPermission)
	s.do(t, "POST", "/organizers/nobody/teams/", "{").detail(t, 403, noPermission)
	s.do(t, "GET", "/organizers/nobody/teams/1/members/", "").detail(t, 403, noPermission)
	_, err := s.px.Teams.List(t.Context(), "nobody", nil)
	failed(err).is(t, boxoffice.ErrForbidden)
}

func wordsAsIDs(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for _, path := range []string{s.teamsPath(), s.membersPath(team.ID), s.invitesPath(team.ID), s.tokensPath(team.ID)} {
		s.do(t, "GET", path+"abc/", "").detail(t, 404, "Not found.")
		s.do(t, "DELETE", path+"abc/", "").detail(t, 404, "Not found.")
	}
}

func wordsAsTeams(t *testing.T, s *target) {
	for _, sub := range inTeam {
		s.do(t, "GET", s.teamsPath()+"abc/"+sub.path, "").internal(t)
	}
}

// hugeIDs do not fit into the database.
func hugeIDs(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	const least, huge = "9223372036854775808/", "99999999999999999999999/"
	for path, kind := range map[string]string{
		s.teamsPath() + least:             "Team",
		s.teamsPath() + huge:              "Team",
		s.teamsPath() + huge + "members/": "Team",
		s.membersPath(team.ID) + huge:     "User",
		s.invitesPath(team.ID) + huge:     "TeamInvite",
		s.tokensPath(team.ID) + huge:      "TeamAPIToken",
	} {
		got := s.do(t, "GET", path, "")
		if s.named() {
			got.detail(t, 404, s.noMatch(kind))
		} else {
			got.internal(t)
		}
	}
	for _, id := range []string{"9223372036854775807/", "2147483648/", "0/", "-1/"} {
		s.do(t, "GET", s.teamsPath()+id, "").detail(t, 404, s.noMatch("Team"))
	}
}

func slugsHaveCase(t *testing.T, s *target) {
	s.do(t, "GET", "/organizers/"+s.unlikeCase()+"/teams/", "").detail(t, 403, noPermission)
}
