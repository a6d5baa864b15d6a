package conformance

import (
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// What writes do to a team, permissions aside.
var teamCases = []testCase{
	{"a new team is empty", newTeamsAreEmpty},
	{"names are not unique", namesAreNotUnique},
	{"events are a set by date", eventsAreASet},
	{"events that the caller can't see", eventsNeedNotBeVisible},
	{"PATCH with nothing", patchWithNothing},
	{"PUT keeps what is left out", putKeepsWhatIsLeftOut},
	{"all events and some events", eventPairIsMerged},
	{"events as one value", eventsAreOneValue},
	{"add and remove events", eventsAreAddedAndRemoved},
	{"require_2fa", secondFactorPerVersion},
	{"read, change, write", readChangeWrite},
	{"copy", teamsCanBeCopied},
	{"escalation is not prevented", escalationIsNotPrevented},
}

func newTeamsAreEmpty(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	equal(t, "team", sorted(team), s.plain(team.ID, team.Name))
	for _, sub := range inTeam {
		s.do(t, "GET", s.teamPath(team.ID)+sub.path, "").is(t, 200, `{"count":0,"next":null,"previous":null,"results":[]}`)
	}
}

func namesAreNotUnique(t *testing.T, s *target) {
	name := s.unique(t)
	first, second := s.create(t, boxoffice.TeamCreate{Name: name}), s.create(t, boxoffice.TeamCreate{Name: name})
	if first.ID == second.ID {
		t.Errorf("two teams are one: %d", first.ID)
	}
}

func eventsAreASet(t *testing.T, s *target) {
	a, b, c := s.event(t, 0), s.event(t, 1), s.event(t, 2)
	team := s.create(t, boxoffice.TeamCreate{})
	body := `{"limit_events":[` + quote(c) + `,` + quote(a) + `,` + quote(b) + `,` + quote(a) + `]}`
	got := s.do(t, "PATCH", s.teamPath(team.ID), body).isStatus(t, 200)
	equal(t, "limit_events", got.object(t)["limit_events"], any([]any{a, b, c}))
}

func eventsNeedNotBeVisible(t *testing.T, s *target) {
	own := s.createOwned(t, boxoffice.TeamCreate{Permissions: administration()})
	equal(t, "visible events", len(try(boxoffice.Collect(own.px.Events.All(t.Context(), s.Organizer, nil))).must(t)), 0)
	updated := try(own.px.Teams.Update(t.Context(), s.Organizer, own.ID, boxoffice.TeamUpdate{Events: boxoffice.OnlyEvents(s.event(t, 2))})).must(t)
	equal(t, "events", updated.LimitEvents, []string{s.event(t, 2)})
}

func patchWithNothing(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{Events: boxoffice.AllEvents(), Permissions: administration()})
	equal(t, "team", sorted(try(s.px.Teams.Update(t.Context(), s.Organizer, team.ID, boxoffice.TeamUpdate{})).must(t)), sorted(team))
}

func putKeepsWhatIsLeftOut(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{Events: boxoffice.AllEvents(), Permissions: administration()})
	s.do(t, "PUT", s.teamPath(team.ID), `{"all_events":true}`).
		is(t, 400, `{"name":["This field is required."],"limit_events":["This field is required."]}`)
	got := s.do(t, "PUT", s.teamPath(team.ID), `{"name":"put","limit_events":[]}`).isStatus(t, 200).object(t)
	equal(t, "all_events", got["all_events"], any(true))
	equal(t, "can_change_teams", got["can_change_teams"], any(true))
	equal(t, "name", got["name"], any("put"))
}

const bothEvents = `{"non_field_errors":["Do not set both limit_events and all_events."]}`

// eventPairIsMerged: what is sent is judged beside what is stored.
func eventPairIsMerged(t *testing.T, s *target) {
	some := s.create(t, boxoffice.TeamCreate{Events: boxoffice.OnlyEvents(s.event(t, 0))})
	all := s.create(t, boxoffice.TeamCreate{Events: boxoffice.AllEvents()})
	event := quote(s.event(t, 0))
	s.do(t, "PATCH", s.teamPath(some.ID), `{"all_events":true}`).is(t, 400, bothEvents)
	s.do(t, "PATCH", s.teamPath(all.ID), `{"limit_events":[`+event+`]}`).is(t, 400, bothEvents)
	s.do(t, "PUT", s.teamPath(all.ID), `{"name":"x","limit_events":[`+event+`]}`).is(t, 400, bothEvents)
	s.do(t, "POST", s.teamsPath(), `{"name":"x","all_events":true,"limit_events":[`+event+`]}`).is(t, 400, bothEvents)

	got := s.do(t, "PATCH", s.teamPath(some.ID), `{"all_events":true,"limit_events":[]}`).isStatus(t, 200).object(t)
	equal(t, "some made all", got, s.body(some.ID, some.Name, map[string]any{"all_events": true}))
	got = s.do(t, "PATCH", s.teamPath(all.ID), `{"all_events":false,"limit_events":[`+event+`]}`).isStatus(t, 200).object(t)
	equal(t, "all made some", got, s.body(all.ID, all.Name, map[string]any{"limit_events": []any{s.event(t, 0)}}))
	got = s.do(t, "PATCH", s.teamPath(all.ID), `{"all_events":false,"limit_events":[]}`).isStatus(t, 200).object(t)
	equal(t, "none", got, s.body(all.ID, all.Name, nil))
}

func eventsAreOneValue(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{Events: boxoffice.OnlyEvents(s.event(t, 0))})
	for _, access := range []boxoffice.EventAccess{
		boxoffice.AllEvents(), boxoffice.OnlyEvents(s.event(t, 0), s.event(t, 1)), boxoffice.OnlyEvents(), boxoffice.AllEvents(),
	} {
		updated := try(s.px.Teams.Update(t.Context(), s.Organizer, team.ID, boxoffice.TeamUpdate{Events: access})).must(t)
		if !updated.Events().Equal(access) {
			t.Errorf("asked for %s, got %s", access, updated.Events())
		}
	}
}

func eventsAreAddedAndRemoved(t *testing.T, s *target) {
	a, b := s.event(t, 0), s.event(t, 1)
	team := s.create(t, boxoffice.TeamCreate{Events: boxoffice.OnlyEvents(a), Permissions: administration()})
	want := sorted(team)
	want.LimitEvents = []string{a, b}
	added := try(s.px.Teams.AddEvents(t.Context(), s.Organizer, team.ID, b, a)).must(t)
	equal(t, "added", sorted(added), want)
	want.LimitEvents = []string{b}
	removed := try(s.px.Teams.RemoveEvents(t.Context(), s.Organizer, team.ID, a)).must(t)
	equal(t, "removed", sorted(removed), want)

	all := s.create(t, boxoffice.TeamCreate{Events: boxoffice.AllEvents()})
	equal(t, "added to all", sorted(try(s.px.Teams.AddEvents(t.Context(), s.Organizer, all.ID, a)).must(t)), sorted(all))
	try(s.px.Teams.RemoveEvents(t.Context(), s.Organizer, all.ID, a)).refused(t, false)
	try(s.px.Teams.AddEvents(t.Context(), s.Organizer, team.ID, "no-such-event")).is(t, boxoffice.ErrInvalid)
}

func secondFactorPerVersion(t *testing.T, s *target) {
	if !s.team2FA() {
		_, err := s.px.Teams.Create(t.Context(), s.Organizer, boxoffice.TeamCreate{Name: "x", Require2FA: true})
		failed(err).refused(t, true)
		team := s.create(t, boxoffice.TeamCreate{})
		try(s.px.Teams.Update(t.Context(), s.Organizer, team.ID, boxoffice.TeamUpdate{Require2FA: new(true)})).refused(t, true)
		got := s.do(t, "PATCH", s.teamPath(team.ID), `{"require_2fa":true}`).isStatus(t, 200)
		equal(t, "ignored", got.object(t), s.body(team.ID, team.Name, nil))
		return
	}
	team := s.create(t, boxoffice.TeamCreate{Require2FA: true})
	want := s.plain(team.ID, team.Name)
	want.Require2FA = new(true)
	equal(t, "created", sorted(team), want)
	want.Require2FA = new(false)
	updated := try(s.px.Teams.Update(t.Context(), s.Organizer, team.ID, boxoffice.TeamUpdate{Require2FA: new(false)})).must(t)
	equal(t, "updated", sorted(updated), want)
}

// readChangeWrite: a team that was read can be written as it is, and with a change, and loses nothing.
func readChangeWrite(t *testing.T, s *target) {
	for _, seeded := range s.seededTeams(t) {
		copied := s.create(t, s.copyOf(t, seeded))
		replaced := try(s.px.Teams.Replace(t.Context(), s.Organizer, copied.ID, copied.Input())).must(t)
		equal(t, seeded.Name+" replaced by itself", sorted(replaced), sorted(copied))
		input := copied.Input()
		input.Name = s.unique(t)
		replaced = try(s.px.Teams.Replace(t.Context(), s.Organizer, copied.ID, input)).must(t)
		want := sorted(copied)
		want.Name = input.Name
		equal(t, seeded.Name+" renamed", sorted(replaced), want)
	}
}

func teamsCanBeCopied(t *testing.T, s *target) {
	for _, seeded := range s.seededTeams(t) {
		copied := s.create(t, s.copyOf(t, seeded))
		want := sorted(seeded)
		want.ID, want.Name = copied.ID, copied.Name
		equal(t, "copy of "+seeded.Name, sorted(copied), want)
	}
}

func (s *target) copyOf(t *testing.T, team *boxoffice.Team) boxoffice.TeamCreate {
	input := team.Input()
	input.Name = s.unique(t)
	return input
}

func (s *target) seededTeams(t *testing.T) []*boxoffice.Team {
	t.Helper()
	var teams []*boxoffice.Team
	for _, id := range []string{s.DemoTeam, s.LimitedTeam, s.CrewTeam} {
		teams = append(teams, s.get(t, number(t, need(t, id, "PRETIX_DEMO_TEAM, PRETIX_LIMITED_TEAM or PRETIX_CREW_TEAM"))))
	}
	return teams
}

// escalationIsNotPrevented: who may manage teams may give any team anything, also their own.
func escalationIsNotPrevented(t *testing.T, s *target) {
	own := s.createOwned(t, boxoffice.TeamCreate{Permissions: administration()})
	updated := try(own.px.Teams.Update(t.Context(), s.Organizer, own.ID, boxoffice.TeamUpdate{
		Events:      boxoffice.AllEvents(),
		Permissions: boxoffice.Permissions{Event: boxoffice.AllPermissions()},
	})).must(t)
	equal(t, "events", updated.AllEvents, true)
	if !updated.Permissions().Has(boxoffice.PermissionEventOrdersWrite) || !updated.CanManageTeams() {
		t.Errorf("the team may do %+v", updated.Permissions())
	}
}
