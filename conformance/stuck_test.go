package conformance

import (
	"errors"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// Teams in states in which pretix refuses any update that does not repair them.
var stuckCases = []testCase{
	{"all events and some", stuckInEvents},
	{"all event permissions and some", stuckInEventPermissions},
	{"all organizer permissions and some", stuckInOrganizerPermissions},
	{"combination not offered", stuckInACombination},
	{"unknown permission", stuckInAnUnknownPermission},
	{"a good team is not stuck", goodTeamsAreNotStuck},
	{"write without read before names", uselessBooleansAreFine},
}

// isStuck expects that a change which repairs nothing is refused, and why.
func (s *target) isStuck(t *testing.T, id int64, change boxoffice.TeamUpdate, kind boxoffice.TeamProblemKind, field string, certain bool) {
	t.Helper()
	before := s.get(t, id)
	_, err := s.px.Teams.Update(t.Context(), s.Organizer, id, change)
	failed(err).is(t, boxoffice.ErrTeamStuck)
	failed(err).is(t, boxoffice.ErrInvalid)
	problems := before.Problems()
	if len(problems) != 1 || problems[0].Kind != kind || problems[0].Field != field || problems[0].Certain != certain {
		t.Errorf("problems are %+v, want one of the kind %s in %s", problems, kind, field)
	}
	equal(t, "team", sorted(s.get(t, id)), sorted(before))
}

// isRepaired expects that a change goes through and that others do so then.
func (s *target) isRepaired(t *testing.T, id int64, change boxoffice.TeamUpdate) *boxoffice.Team {
	t.Helper()
	repaired := try(s.px.Teams.Update(t.Context(), s.Organizer, id, change)).must(t)
	if problems := repaired.Problems(); len(problems) > 0 {
		t.Errorf("problems are left: %+v", problems)
	}
	return try(s.px.Teams.Update(t.Context(), s.Organizer, id, boxoffice.TeamUpdate{Name: new("repaired")})).must(t)
}

func stuckInEvents(t *testing.T, s *target) {
	id := s.needOdd(t).BothEvents
	s.do(t, "PATCH", s.teamPath(id), `{"name":"x"}`).is(t, 400, bothEvents)
	s.do(t, "PATCH", s.teamPath(id), `{}`).is(t, 400, bothEvents)
	s.isStuck(t, id, boxoffice.TeamUpdate{Name: new("renamed")}, boxoffice.ProblemBothSet, "limit_events", true)
	repaired := s.isRepaired(t, id, boxoffice.TeamUpdate{Events: boxoffice.OnlyEvents(s.event(t, 0))})
	equal(t, "events", repaired.Events(), boxoffice.OnlyEvents(s.event(t, 0)))
}

// stuckInEventPermissions: unlike the pair of events, this one is only judged when permissions by name are sent, of
// whichever level.
func stuckInEventPermissions(t *testing.T, s *target) {
	s.needNamed(t)
	id := s.needOdd(t).BothEventPermissions
	s.do(t, "PATCH", s.teamPath(id), `{"name":"renamed"}`).isStatus(t, 200)
	s.do(t, "PATCH", s.teamPath(id), `{"all_event_permissions":true}`).is(t, 400, bothPermissions("event"))
	s.do(t, "PATCH", s.teamPath(id), `{"limit_organizer_permissions":[]}`).is(t, 400, bothPermissions("event"))
	s.isStuck(t, id, boxoffice.TeamUpdate{Permissions: administration()}, boxoffice.ProblemBothSet, "limit_event_permissions", true)
	s.isRepaired(t, id, boxoffice.TeamUpdate{Permissions: boxoffice.Permissions{Event: boxoffice.AllPermissions()}})
}

func stuckInOrganizerPermissions(t *testing.T, s *target) {
	s.needNamed(t)
	id := s.needOdd(t).BothOrganizerPermissions
	s.do(t, "PATCH", s.teamPath(id), `{"name":"renamed"}`).isStatus(t, 200)
	s.do(t, "PATCH", s.teamPath(id), `{"all_organizer_permissions":true}`).is(t, 400, bothPermissions("organizer"))
	change := boxoffice.TeamUpdate{Permissions: only("event", boxoffice.PermissionEventItemsWrite)}
	s.isStuck(t, id, change, boxoffice.ProblemBothSet, "limit_organizer_permissions", true)
	s.isRepaired(t, id, boxoffice.TeamUpdate{Permissions: administration()})
}

func stuckInACombination(t *testing.T, s *target) {
	s.needNamed(t)
	got := s.do(t, "POST", s.teamsPath(), `{"name":"x","limit_events":[],"limit_event_permissions":["event.orders:write"]}`).isStatus(t, 201)
	id := got.id(t)
	s.removeLater(t, id)
	s.isStuck(t, id, boxoffice.TeamUpdate{Name: new("renamed")}, boxoffice.ProblemCombination, "limit_event_permissions", true)
	s.isRepaired(t, id, boxoffice.TeamUpdate{Permissions: only("event", boxoffice.PermissionEventOrdersRead, boxoffice.PermissionEventOrdersWrite)})
}

// stuckInAnUnknownPermission is the state that the API can't repair.
func stuckInAnUnknownPermission(t *testing.T, s *target) {
	s.needNamed(t)
	id := s.needOdd(t).UnknownPermission
	const want = `{"limit_event_permissions":["\"event.gone:write\" is not a valid choice."]}`
	s.do(t, "PATCH", s.teamPath(id), `{"name":"x"}`).is(t, 400, want)
	s.do(t, "PATCH", s.teamPath(id), `{"limit_event_permissions":[]}`).is(t, 400, want)
	s.do(t, "PUT", s.teamPath(id), `{"name":"x","limit_events":[],"limit_event_permissions":[]}`).is(t, 400, want)
	s.isStuck(t, id, boxoffice.TeamUpdate{Name: new("renamed")}, boxoffice.ProblemUnknownPermission, "limit_event_permissions", false)
	_, err := s.px.Teams.Update(t.Context(), s.Organizer, id, boxoffice.TeamUpdate{Permissions: only("event", boxoffice.PermissionEventItemsWrite)})
	failed(err).is(t, boxoffice.ErrTeamStuck)
	// It can still be read and lists what nobody knows.
	if !s.get(t, id).Permissions().Has("event.gone:write") {
		t.Error("the unknown permission is not shown")
	}
}

func goodTeamsAreNotStuck(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{Events: boxoffice.AllEvents()})
	_, err := s.px.Teams.Update(t.Context(), s.Organizer, team.ID, boxoffice.TeamUpdate{Events: boxoffice.OnlyEvents("no-such-event")})
	failed(err).is(t, boxoffice.ErrInvalid)
	if errors.Is(err, boxoffice.ErrTeamStuck) {
		t.Errorf("a wrong slug is no state of the team: %v", err)
	}
	for _, seeded := range s.seededTeams(t) {
		equal(t, seeded.Name, seeded.Problems(), nil)
	}
}

// uselessBooleansAreFine: what a server with names calls stuck, one with booleans takes, and the SDK reads as the
// migration will leave it.
func uselessBooleansAreFine(t *testing.T, s *target) {
	s.needFlags(t)
	team := s.create(t, boxoffice.TeamCreate{LegacyPermissions: boxoffice.LegacyPermissions{
		CanChangeOrders: new(true), CanChangeVouchers: new(true),
	}})
	equal(t, "problems", team.Problems(), nil)
	equal(t, "booleans", []bool{team.CanChangeOrders, team.CanChangeVouchers}, []bool{true, true})
	wantPermissions(t, "read", team, only("event", boxoffice.PermissionEventCancel))
	input := team.Input()
	input.Name = s.unique(t)
	want := sorted(team)
	want.Name = input.Name
	equal(t, "replaced", sorted(try(s.px.Teams.Replace(t.Context(), s.Organizer, team.ID, input)).must(t)), want)
}
