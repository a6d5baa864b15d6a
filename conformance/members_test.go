package conformance

import (
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// The people of a team.
var memberCases = []testCase{
	{"sorted by e-mail", membersAreSorted},
	{"the same id everywhere", membersKeepTheirID},
	{"no guard", lastMembersCanBeRemoved},
	{"not a member", strangersAreNotFound},
	{"can't be added or changed", membersCanOnlyBeRemoved},
	{"odd accounts", oddMembersAreShown},
	{"seeded members", seededMembers},
}

func (s *target) join(t *testing.T, teamID int64, accounts ...int) []boxoffice.TeamMember {
	t.Helper()
	for _, i := range accounts {
		try(s.px.Invites.Create(t.Context(), s.Organizer, teamID, s.account(t, i))).must(t)
	}
	return try(boxoffice.Collect(s.px.Members.All(t.Context(), s.Organizer, teamID, nil))).must(t)
}

func membersAreSorted(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	var got []string
	for _, member := range s.join(t, team.ID, 4, 2, 3) {
		got = append(got, member.Email)
	}
	equal(t, "members", got, []string{s.account(t, 2), s.account(t, 3), s.account(t, 4)})
}

func membersKeepTheirID(t *testing.T, s *target) {
	first, second := s.create(t, boxoffice.TeamCreate{}), s.create(t, boxoffice.TeamCreate{})
	equal(t, "member", s.join(t, first.ID, 5), s.join(t, second.ID, 5))
}

func lastMembersCanBeRemoved(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{Permissions: administration()})
	for _, member := range s.join(t, team.ID, 6, 7) {
		failed(s.px.Members.Remove(t.Context(), s.Organizer, team.ID, member.ID)).must(t)
	}
	equal(t, "members", len(s.join(t, team.ID)), 0)
}

func strangersAreNotFound(t *testing.T, s *target) {
	team, other := s.create(t, boxoffice.TeamCreate{}), s.create(t, boxoffice.TeamCreate{})
	stranger := s.join(t, other.ID, 8)[0]
	for _, method := range []string{"GET", "DELETE"} {
		s.do(t, method, s.membersPath(team.ID)+text(stranger.ID)+"/", "").detail(t, 404, s.noMatch("User"))
	}
	equal(t, "members of the other team", len(s.join(t, other.ID)), 1)
}

func membersCanOnlyBeRemoved(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	member := s.join(t, team.ID, 9)[0]
	s.do(t, "POST", s.membersPath(team.ID), `{"email":"x@example.org"}`).detail(t, 405, `Method "POST" not allowed.`)
	s.do(t, "PATCH", s.membersPath(team.ID)+text(member.ID)+"/", `{}`).detail(t, 405, `Method "PATCH" not allowed.`)
}

func oddMembersAreShown(t *testing.T, s *target) {
	odd := s.needOdd(t)
	members := try(boxoffice.Collect(s.px.Members.All(t.Context(), s.Organizer, odd.OddMembers, nil))).must(t)
	equal(t, "members", len(members), 2)
	for _, member := range members {
		body := s.do(t, "GET", s.membersPath(odd.OddMembers)+text(member.ID)+"/", "").isStatus(t, 200).object(t)
		if member.Email == "" {
			equal(t, "e-mail on the wire", body["email"], nil)
			equal(t, "no address", []any{member.FullName, member.Uses2FA}, []any{"No Address", false})
			continue
		}
		equal(t, "second factor", []any{member.FullName, member.Uses2FA}, []any{"", true})
	}

	team := s.create(t, boxoffice.TeamCreate{})
	result := try(s.px.Invites.Create(t.Context(), s.Organizer, team.ID, odd.Disabled)).must(t)
	if email, ok := result.Added(); !ok || email != odd.Disabled {
		t.Errorf("a disabled account was not added like any other: %s", result)
	}
	equal(t, "members", len(s.join(t, team.ID)), 1)
}

func seededMembers(t *testing.T, s *target) {
	for id, want := range map[string][]string{
		need(t, s.DemoTeam, "PRETIX_DEMO_TEAM"):       {"ada@example.org Ada Admin", "grace@example.org Grace Hopper"},
		need(t, s.LimitedTeam, "PRETIX_LIMITED_TEAM"): {"bob@example.org Bob Box"},
	} {
		var got []string
		for _, member := range s.join(t, number(t, id)) {
			got = append(got, member.Email+" "+member.FullName)
		}
		equal(t, "members", got, want)
	}
	invites := try(boxoffice.Collect(s.px.Invites.All(t.Context(), s.Organizer, number(t, s.LimitedTeam), nil))).must(t)
	if len(invites) != 1 || invites[0].Email != "carol@example.org" {
		t.Errorf("invites: %+v", invites)
	}
}
