package conformance

import (
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// The ways to lock oneself out, none of which the API prevents.
var lockoutCases = []testCase{
	{"giving up the right to manage teams", rightsCanBeGivenUp},
	{"all_organizer_permissions false", allPermissionsCanBeGivenUp},
	{"a boolean on a newer server", booleansCanGiveUpRights},
	{"disabling the own token", ownTokenCanBeDisabled},
	{"deleting the own team as a token", tokensCantDeleteTheirTeam},
	{"deleting the own team as a person", peopleCanDeleteTheirTeam},
	{"giving up events", eventsCanBeGivenUp},
	{"the last member", lastAdministratorCanBeRemoved},
}

// lockedOut expects that a credential is good, and may not see teams.
func (s *target) lockedOut(t *testing.T, authorization string, teamID int64) {
	t.Helper()
	for _, path := range []string{s.teamsPath(), s.teamPath(teamID), s.membersPath(teamID), s.tokensPath(teamID)} {
		s.do(t, "GET", path, "", as(authorization)).detail(t, 403, noPermission)
	}
	s.do(t, "PATCH", s.teamPath(teamID), `{"can_change_teams":true}`, as(authorization)).detail(t, 403, noPermission)
	s.do(t, "GET", "/organizers/", "", as(authorization)).isStatus(t, 200)
}

func rightsCanBeGivenUp(t *testing.T, s *target) {
	for _, change := range []boxoffice.TeamUpdate{
		{LegacyPermissions: boxoffice.LegacyPermissions{CanChangeTeams: new(false)}},
		{Permissions: boxoffice.Permissions{Organizer: boxoffice.OnlyPermissions()}},
	} {
		own := s.createOwned(t, boxoffice.TeamCreate{Permissions: administration()})
		updated := try(own.px.Teams.Update(t.Context(), s.Organizer, own.ID, change)).must(t)
		equal(t, "can manage teams", updated.CanManageTeams(), false)
		s.lockedOut(t, own.auth(), own.ID)
		try(own.px.Teams.Get(t.Context(), s.Organizer, own.ID)).is(t, boxoffice.ErrForbidden)
	}
}

func allPermissionsCanBeGivenUp(t *testing.T, s *target) {
	s.needNamed(t)
	own := s.createOwned(t, boxoffice.TeamCreate{Permissions: boxoffice.Permissions{Organizer: boxoffice.AllPermissions()}})
	s.do(t, "PATCH", s.teamPath(own.ID), `{"all_organizer_permissions":false}`, as(own.auth())).isStatus(t, 200)
	s.lockedOut(t, own.auth(), own.ID)
}

func booleansCanGiveUpRights(t *testing.T, s *target) {
	own := s.createOwned(t, boxoffice.TeamCreate{Permissions: administration()})
	s.do(t, "PATCH", s.teamPath(own.ID), `{"can_view_orders":true}`, as(own.auth())).isStatus(t, 200)
	s.do(t, "GET", s.teamsPath(), "", as(own.auth())).isStatus(t, 200)
	s.do(t, "PUT", s.teamPath(own.ID), `{"name":"x","limit_events":[],"can_change_teams":false}`, as(own.auth())).isStatus(t, 200)
	s.lockedOut(t, own.auth(), own.ID)
}

func ownTokenCanBeDisabled(t *testing.T, s *target) {
	own := s.createOwned(t, boxoffice.TeamCreate{Permissions: administration()})
	s.do(t, "DELETE", s.tokensPath(own.ID)+text(own.token.Token.ID)+"/", "", as(own.auth())).
		is(t, 200, `{"id":`+text(own.token.Token.ID)+`,"name":"own","active":false}`)
	s.do(t, "GET", s.teamsPath(), "", as(own.auth())).detail(t, 401, "Token inactive or deleted.")
}

func tokensCantDeleteTheirTeam(t *testing.T, s *target) {
	own := s.createOwned(t, boxoffice.TeamCreate{Permissions: administration()})
	s.do(t, "DELETE", s.teamPath(own.ID), "", as(own.auth())).internal(t)
	s.do(t, "GET", s.teamPath(own.ID), "", as(own.auth())).isStatus(t, 200)
}

func peopleCanDeleteTheirTeam(t *testing.T, s *target) {
	odd := s.needOdd(t)
	team := s.create(t, boxoffice.TeamCreate{Permissions: administration()})
	try(s.px.Invites.Create(t.Context(), s.Organizer, team.ID, odd.OwnerEmail)).must(t)
	person := as("Bearer " + odd.OwnerToken)
	s.do(t, "GET", s.teamsPath(), "", person).isStatus(t, 200)
	s.do(t, "DELETE", s.teamPath(team.ID), "", person).is(t, 204, "")
	s.do(t, "GET", s.teamsPath(), "", person).detail(t, 403, noPermission)
}

func eventsCanBeGivenUp(t *testing.T, s *target) {
	own := s.createOwned(t, boxoffice.TeamCreate{Events: boxoffice.AllEvents(), Permissions: administration()})
	event := "/organizers/" + s.Organizer + "/events/" + s.event(t, 0) + "/"
	s.do(t, "GET", event, "", as(own.auth())).isStatus(t, 200)
	try(own.px.Teams.Update(t.Context(), s.Organizer, own.ID, boxoffice.TeamUpdate{Events: boxoffice.OnlyEvents(s.event(t, 1))})).must(t)
	s.do(t, "GET", event, "", as(own.auth())).detail(t, 403, noPermission)
	try(own.px.Teams.Get(t.Context(), s.Organizer, own.ID)).must(t)
}

func lastAdministratorCanBeRemoved(t *testing.T, s *target) {
	own := s.createOwned(t, boxoffice.TeamCreate{Permissions: administration()})
	member := s.join(t, own.ID, 10)[0]
	failed(own.px.Members.Remove(t.Context(), s.Organizer, own.ID, member.ID)).must(t)
	try(own.px.Teams.Get(t.Context(), s.Organizer, own.ID)).must(t)
}
