package conformance

import (
	"errors"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// When a team can be deleted, and what goes with it.
var deleteCases = []testCase{
	{"tokens and invites go along", deletedTeamsTakeAlong},
	{"people stay", peopleStay},
	{"tokens that only read", readersProtectNothing},
	{"tokens that wrote", writersProtectTheirTeam},
	{"a token's own team", ownTeamsAreProtected},
	{"500 on the wire", protectionIsAnInternalError},
}

func deletedTeamsTakeAlong(t *testing.T, s *target) {
	team := s.createOwned(t, boxoffice.TeamCreate{Permissions: administration()})
	try(s.px.Invites.Create(t.Context(), s.Organizer, team.ID, "gone@example.org")).must(t)
	failed(s.px.Teams.Delete(t.Context(), s.Organizer, team.ID)).must(t)
	for _, sub := range inTeam {
		s.do(t, "GET", s.teamPath(team.ID)+sub.path, "").detail(t, 404, s.noMatch("Team"))
	}
	s.do(t, "GET", s.teamsPath(), "", as(team.auth())).detail(t, 401, "Invalid token.")
}

func peopleStay(t *testing.T, s *target) {
	team, other := s.create(t, boxoffice.TeamCreate{}), s.create(t, boxoffice.TeamCreate{})
	for _, id := range []int64{team.ID, other.ID} {
		try(s.px.Invites.Create(t.Context(), s.Organizer, id, s.account(t, 1))).must(t)
	}
	failed(s.px.Teams.Delete(t.Context(), s.Organizer, team.ID)).must(t)
	equal(t, "members of the other team", len(try(s.px.Members.List(t.Context(), s.Organizer, other.ID, nil)).must(t).Items), 1)
}

func readersProtectNothing(t *testing.T, s *target) {
	team := s.createOwned(t, boxoffice.TeamCreate{Permissions: administration()})
	try(team.px.Teams.List(t.Context(), s.Organizer, nil)).must(t)
	failed(s.px.Teams.Delete(t.Context(), s.Organizer, team.ID)).must(t)
}

func writersProtectTheirTeam(t *testing.T, s *target) {
	team := s.createOwned(t, boxoffice.TeamCreate{Permissions: administration()})
	try(team.px.Teams.Update(t.Context(), s.Organizer, team.ID, boxoffice.TeamUpdate{Name: new("written")})).must(t)
	err := s.px.Teams.Delete(t.Context(), s.Organizer, team.ID)
	failed(err).is(t, boxoffice.ErrTeamProtected)
	failed(err).is(t, boxoffice.ErrServer)
	if e, ok := errors.AsType[*boxoffice.Error](err); !ok || e.Attempts != 1 || e.Hint == "" {
		t.Errorf("want one attempt and a hint: %v", err)
	}
	equal(t, "name", s.get(t, team.ID).Name, "written")
	// Also after the token is disabled; it is what the audit log names.
	try(s.px.Tokens.Disable(t.Context(), s.Organizer, team.ID, team.token.Token.ID)).must(t)
	failed(s.px.Teams.Delete(t.Context(), s.Organizer, team.ID)).is(t, boxoffice.ErrTeamProtected)
}

func ownTeamsAreProtected(t *testing.T, s *target) {
	team := s.createOwned(t, boxoffice.TeamCreate{Permissions: administration()})
	failed(team.px.Teams.Delete(t.Context(), s.Organizer, team.ID)).is(t, boxoffice.ErrTeamProtected)
	try(team.px.Teams.Get(t.Context(), s.Organizer, team.ID)).must(t)
	// Newer releases undo the attempt, and its entry in the audit log with it.
	err := s.px.Teams.Delete(t.Context(), s.Organizer, team.ID)
	if s.since("2026.8.0") {
		failed(err).must(t)
	} else {
		failed(err).is(t, boxoffice.ErrTeamProtected)
	}
}

func protectionIsAnInternalError(t *testing.T, s *target) {
	team := s.createOwned(t, boxoffice.TeamCreate{Permissions: administration()})
	s.do(t, "DELETE", s.teamPath(team.ID), "", as(team.auth())).internal(t)
	s.get(t, team.ID)
}
