package conformance

import (
	"fmt"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// Whole lists, also while they change.
var walkCases = []testCase{
	{"120 members", wholeListsAreWalked},
	{"page by page", walksCanBeResumed},
	{"at most", walksCanBeCut},
	{"beyond the end", walksBeyondTheEnd},
	{"removing all", everyInviteIsRevoked},
	{"removing all teams", everyTeamIsDeleted},
	{"adding meanwhile", addedTeamsAreNoObstacle},
	{"naively", naiveWalksLose},
	{"equal names", equalNamesAreAllSeen},
}

func (s *target) walkCrew(t *testing.T, opts boxoffice.ListOptions) ([]boxoffice.TeamMember, error) {
	return boxoffice.Collect(s.px.Members.All(t.Context(), s.Organizer, s.crew(t), &boxoffice.MemberListOptions{ListOptions: opts}))
}

func wholeListsAreWalked(t *testing.T, s *target) {
	var want []string
	for i := 1; i <= 120; i++ {
		want = append(want, fmt.Sprintf("crew%03d@example.org", i))
	}
	for _, opts := range []boxoffice.ListOptions{
		{}, {PageSize: 50}, {PageSize: 49}, {PageSize: 40}, {PageSize: 17}, {PageSize: 10, Window: 4}, {PageSize: 50, Window: 16}, {Strict: true}, {PageSize: 30, Strict: true, Window: 2},
	} {
		var got []string
		for _, member := range try(s.walkCrew(t, opts)).must(t) {
			got = append(got, member.Email)
		}
		equal(t, fmt.Sprintf("%+v", opts), got, want)
	}
}

func walksCanBeResumed(t *testing.T, s *target) {
	opts := &boxoffice.MemberListOptions{ListOptions: boxoffice.ListOptions{PageSize: 50}}
	var next []int
	for page, err := range s.px.Members.Pages(t.Context(), s.Organizer, s.crew(t), opts) {
		next = append(next, try(page, err).must(t).NextPage)
	}
	equal(t, "next pages", next, []int{2, 3, 0})
	rest := try(s.walkCrew(t, boxoffice.ListOptions{PageSize: 50, Page: 3})).must(t)
	equal(t, "rest", len(rest), 20)
}

func walksCanBeCut(t *testing.T, s *target) {
	walk := s.px.Members.All(t.Context(), s.Organizer, s.crew(t), nil)
	some, err := boxoffice.CollectMax(walk, 60)
	failed(err).is(t, boxoffice.ErrTruncated)
	equal(t, "some", len(some), 60)
	equal(t, "all", len(try(boxoffice.CollectMax(walk, 120)).must(t)), 120)
}

func walksBeyondTheEnd(t *testing.T, s *target) {
	try(s.walkCrew(t, boxoffice.ListOptions{Page: 9})).is(t, boxoffice.ErrNotFound)
	team := s.create(t, boxoffice.TeamCreate{})
	for _, opts := range []*boxoffice.InviteListOptions{nil, {ListOptions: boxoffice.ListOptions{Strict: true}}} {
		equal(t, "empty", len(try(boxoffice.Collect(s.px.Invites.All(t.Context(), s.Organizer, team.ID, opts))).must(t)), 0)
	}
	_, err := boxoffice.Collect(s.px.Invites.All(t.Context(), s.Organizer, missing, nil))
	failed(err).is(t, boxoffice.ErrNotFound)
}

func (s *target) invite(t *testing.T, teamID int64, count int) {
	t.Helper()
	for i := range count {
		s.do(t, "POST", s.invitesPath(teamID), fmt.Sprintf(`{"email":"walk%02d@example.org"}`, i)).isStatus(t, 201)
	}
}

func everyInviteIsRevoked(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	s.invite(t, team.ID, 11)
	opts := &boxoffice.InviteListOptions{ListOptions: boxoffice.ListOptions{PageSize: 3}}
	revoked := 0
	for invite, err := range s.px.Invites.All(t.Context(), s.Organizer, team.ID, opts) {
		failed(s.px.Invites.Revoke(t.Context(), s.Organizer, team.ID, try(invite, err).must(t).ID)).must(t)
		revoked++
	}
	equal(t, "revoked", revoked, 11)
	equal(t, "left", s.envelope(t, s.invitesPath(team.ID)).Count, 0)
}

func everyTeamIsDeleted(t *testing.T, s *target) {
	name := s.unique(t)
	for range 7 {
		s.create(t, boxoffice.TeamCreate{Name: name})
	}
	deleted := 0
	for team, err := range s.px.Teams.All(t.Context(), s.Organizer, &boxoffice.TeamListOptions{ListOptions: boxoffice.ListOptions{PageSize: 2}}) {
		if try(team, err).must(t).Name == name {
			failed(s.px.Teams.Delete(t.Context(), s.Organizer, team.ID)).must(t)
			deleted++
		}
	}
	equal(t, "deleted", deleted, 7)
}

func addedTeamsAreNoObstacle(t *testing.T, s *target) {
	name := s.unique(t)
	for range 3 {
		s.create(t, boxoffice.TeamCreate{Name: name})
	}
	seen := 0
	for team, err := range s.px.Teams.All(t.Context(), s.Organizer, &boxoffice.TeamListOptions{ListOptions: boxoffice.ListOptions{PageSize: 2}}) {
		if try(team, err).must(t).Name != name {
			continue
		}
		if seen++; seen <= 3 {
			s.create(t, boxoffice.TeamCreate{Name: name})
		}
	}
	// On a last page that was read already, what comes after it is not looked for.
	if seen < 3 || seen < 5 && s.since("4.0.0") {
		t.Errorf("saw %d of 6 teams", seen)
	}
}

// naiveWalksLose: numbered pages begin too far after a removal, which is why a walk goes back.
func naiveWalksLose(t *testing.T, s *target) {
	if !s.since("4.0.0") {
		t.Skipf("pretix %s has no pages smaller than 50", s.version)
	}
	team := s.create(t, boxoffice.TeamCreate{})
	s.invite(t, team.ID, 6)
	for page := 1; ; page++ {
		got := s.do(t, "GET", fmt.Sprintf("%s?page_size=2&page=%d", s.invitesPath(team.ID), page), "")
		if got.status == 404 {
			break
		}
		var e envelope
		got.into(t, &e)
		for _, invite := range e.Results {
			s.do(t, "DELETE", s.invitesPath(team.ID)+text(invite.ID)+"/", "").isStatus(t, 204)
		}
	}
	equal(t, "left", s.envelope(t, s.invitesPath(team.ID)).Count, 2)
}

func equalNamesAreAllSeen(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	want := map[int64]bool{}
	for range 12 {
		want[s.do(t, "POST", s.tokensPath(team.ID), `{"name":"same"}`).isStatus(t, 201).id(t)] = true
	}
	got := map[int64]bool{}
	opts := &boxoffice.TokenListOptions{ListOptions: boxoffice.ListOptions{PageSize: 5, Strict: true}}
	for token, err := range s.px.Tokens.All(t.Context(), s.Organizer, team.ID, opts) {
		if got[try(token, err).must(t).ID] || strings.TrimSpace(token.Name) != "same" {
			t.Errorf("unexpected token %+v", token)
		}
		got[token.ID] = true
	}
	equal(t, "tokens", got, want)
}
