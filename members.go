package boxoffice

import (
	"context"
	"iter"
)

// TeamMember is a person in a team.
//
// See https://docs.pretix.eu/dev/api/resources/teams.html
type TeamMember struct {
	// ID is the id of the person's account, the same in every team.
	ID int64 `json:"id"`
	// Email is the account's address. It is unique, and empty for an account
	// without one.
	Email string `json:"email"`
	// FullName is what the person calls themselves. It may hold anything.
	FullName string `json:"fullname"`
	// Uses2FA says whether this person has a second factor switched on. It is not
	// whether the team requires one; see [Team.Require2FA]. The wire field is
	// require_2fa for both.
	Uses2FA bool `json:"require_2fa"`
}

// MemberListOptions are the options of a list of members, which pretix sorts by
// e-mail.
type MemberListOptions struct{ ListOptions }

// MembersService reads and removes the people of a team. There is no way to add a
// person directly: invite them, see [InvitesService.Create], and someone who has
// an account is a member at once. A disabled account looks like any other.
type MembersService struct{ client *Client }

const (
	membersPath = "/organizers/{organizer}/teams/{team}/members/"
	memberPath  = "/organizers/{organizer}/teams/{team}/members/{member}/"
)

func (s *MembersService) list(organizer string, teamID int64) *list[TeamMember, int64] {
	return &list[TeamMember, int64]{
		client: s.client,
		req:    request{op: "Members.List", method: "GET", path: membersPath, args: []any{organizer, teamID}},
		id:     func(m *TeamMember) int64 { return m.ID },
	}
}

// List reads one page of a team's members.
//
// GET /api/v1/organizers/{organizer}/teams/{team}/members/, see
// https://docs.pretix.eu/dev/api/resources/teams.html. [ErrNotFound] when there
// is no such team; [ErrForbidden] as for [TeamsService.List].
func (s *MembersService) List(ctx context.Context, organizer string, teamID int64, opts *MemberListOptions) (*Page[TeamMember], error) {
	return s.list(organizer, teamID).page(ctx, listOptions(opts))
}

// Pages walks the pages of a team's members, lazily. A member who joins or is
// removed meanwhile, also by the loop itself, makes the walk miss no other, as
// long as the count shows the change; see [ListOptions.Strict]. It ends at the
// first error. Route and errors as for List.
//
// See https://docs.pretix.eu/dev/api/resources/teams.html
func (s *MembersService) Pages(ctx context.Context, organizer string, teamID int64, opts *MemberListOptions) iter.Seq2[*Page[TeamMember], error] {
	return s.list(organizer, teamID).pages(ctx, listOptions(opts))
}

// All walks a team's members, as Pages does.
//
// See https://docs.pretix.eu/dev/api/resources/teams.html
func (s *MembersService) All(ctx context.Context, organizer string, teamID int64, opts *MemberListOptions) iter.Seq2[TeamMember, error] {
	return s.list(organizer, teamID).all(ctx, listOptions(opts))
}

// Get reads one member by the id of their account.
//
// GET /api/v1/organizers/{organizer}/teams/{team}/members/{id}/, see
// https://docs.pretix.eu/dev/api/resources/teams.html. [ErrNotFound] when the
// person is not in the team.
func (s *MembersService) Get(ctx context.Context, organizer string, teamID, userID int64) (*TeamMember, error) {
	return fetch(ctx, s.client, request{
		op: "Members.Get", method: "GET", path: memberPath, args: []any{organizer, teamID, userID},
	}, func(m *TeamMember) bool { return m.ID == userID })
}

// Remove takes a person out of the team; the account stays. pretix does not check
// whether anybody is left who may manage teams. Tokens that the person made stay
// active: tokens have no owner.
//
// DELETE /api/v1/organizers/{organizer}/teams/{team}/members/{id}/, see
// https://docs.pretix.eu/dev/api/resources/teams.html. [ErrNotFound] when the
// person is not in the team.
func (s *MembersService) Remove(ctx context.Context, organizer string, teamID, userID int64) error {
	return s.client.call(ctx, request{
		op: "Members.Remove", method: "DELETE", path: memberPath, args: []any{organizer, teamID, userID},
	}, nil)
}
