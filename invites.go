package boxoffice

import (
	"context"
	"encoding/json"
	"iter"
	"strings"
)

// TeamInvite is an invitation into a team that nobody has accepted yet. Whoever
// holds its link can accept it, with any address.
//
// See https://docs.pretix.eu/dev/api/resources/teams.html
type TeamInvite struct {
	// ID is the invite's id. The secret in its link is never shown.
	ID int64 `json:"id"`
	// Email is where the invitation was sent.
	Email string `json:"email"`
}

// InviteResult is what became of an invitation: either it was sent, or the
// address belongs to an account, which then is a member at once, without being
// told and without anything in the list of invites. The zero value is neither.
type InviteResult struct {
	id    int64 // 0 for someone who was added
	email string
}

// Invited returns the invitation, and true when one was sent.
func (r InviteResult) Invited() (TeamInvite, bool) {
	if r.id == 0 {
		return TeamInvite{}, false
	}
	return TeamInvite{ID: r.id, Email: r.email}, true
}

// Added returns the account's own spelling of the address, and true when its
// owner is a member now. The member's id is in the list of members.
func (r InviteResult) Added() (email string, ok bool) {
	if r.id != 0 || r.email == "" {
		return "", false
	}
	return r.email, true
}

// String is "invited" or "added", with the address.
func (r InviteResult) String() string {
	switch {
	case r.id != 0:
		return "invited " + printable(r.email)
	case r.email != "":
		return "added " + printable(r.email)
	}
	return "neither invited nor added"
}

// inviteAnswer is the wire form. Documents of pretix leave the id of someone who
// was added out; servers send null.
type inviteAnswer struct {
	ID    *int64 `json:"id"`
	Email string `json:"email"`
}

// MarshalJSON writes pretix's own keys; the id of someone who was added is null.
func (r InviteResult) MarshalJSON() ([]byte, error) {
	answer := inviteAnswer{Email: r.email}
	if r.id != 0 {
		answer.ID = &r.id
	}
	return json.Marshal(answer)
}

// UnmarshalJSON reads pretix's own keys.
func (r *InviteResult) UnmarshalJSON(data []byte) error {
	var answer inviteAnswer
	if err := json.Unmarshal(data, &answer); err != nil {
		return err
	}
	*r = InviteResult{email: answer.Email}
	if answer.ID != nil {
		r.id = *answer.ID
	}
	return nil
}

// InviteListOptions are the options of a list of invites, which pretix sorts by
// e-mail.
type InviteListOptions struct{ ListOptions }

// InvitesService invites people into a team.
type InvitesService struct{ px *Pretix }

const (
	invitesPath = "/organizers/{organizer}/teams/{team}/invites/"
	invitePath  = "/organizers/{organizer}/teams/{team}/invites/{invite}/"
)

func (s *InvitesService) list(organizer string, teamID int64) *list[TeamInvite, int64] {
	return &list[TeamInvite, int64]{
		client: s.px.client,
		req:    request{op: "Invites.List", method: "GET", path: invitesPath, args: []any{organizer, teamID}},
		id:     func(i *TeamInvite) int64 { return i.ID },
	}
}

// List reads one page of a team's open invites.
//
// GET /api/v1/organizers/{organizer}/teams/{team}/invites/, see
// https://docs.pretix.eu/dev/api/resources/teams.html. [ErrNotFound] when there
// is no such team; [ErrForbidden] as for [TeamsService.List].
func (s *InvitesService) List(ctx context.Context, organizer string, teamID int64, opts *InviteListOptions) (*Page[TeamInvite], error) {
	return s.list(organizer, teamID).page(ctx, listOptions(opts))
}

// Pages walks the pages of a team's open invites, lazily. An invite that is sent,
// accepted or revoked meanwhile, also by the loop itself, makes the walk miss no
// other, as long as the count shows the change; see [ListOptions.Strict]. It ends
// at the first error. Route and errors as for List.
//
// See https://docs.pretix.eu/dev/api/resources/teams.html
func (s *InvitesService) Pages(ctx context.Context, organizer string, teamID int64, opts *InviteListOptions) iter.Seq2[*Page[TeamInvite], error] {
	return s.list(organizer, teamID).pages(ctx, listOptions(opts))
}

// All walks a team's open invites, as Pages does.
//
// See https://docs.pretix.eu/dev/api/resources/teams.html
func (s *InvitesService) All(ctx context.Context, organizer string, teamID int64, opts *InviteListOptions) iter.Seq2[TeamInvite, error] {
	return s.list(organizer, teamID).all(ctx, listOptions(opts))
}

// Get reads one open invite.
//
// GET /api/v1/organizers/{organizer}/teams/{team}/invites/{id}/, see
// https://docs.pretix.eu/dev/api/resources/teams.html. [ErrNotFound] when there is
// none, also after it was accepted.
func (s *InvitesService) Get(ctx context.Context, organizer string, teamID, inviteID int64) (*TeamInvite, error) {
	return fetch(ctx, s.px.client, request{
		op: "Invites.Get", method: "GET", path: invitePath, args: []any{organizer, teamID, inviteID},
	}, func(i *TeamInvite) bool { return i.ID == inviteID })
}

// Create invites a person by e-mail. Someone who has an account with that address
// (in any spelling) is a member at once instead; the result tells which.
//
// POST /api/v1/organizers/{organizer}/teams/{team}/invites/, see
// https://docs.pretix.eu/dev/api/resources/teams.html. [ErrInvalid] when the
// person is invited or a member already; [InvitesService.Ensure] tells these
// apart. [ErrNotFound] when there is no such team.
func (s *InvitesService) Create(ctx context.Context, organizer string, teamID int64, email string) (*InviteResult, error) {
	address, err := checkEmail(email)
	if err != nil {
		return nil, err
	}
	return fetch(ctx, s.px.client, request{
		op: "Invites.Create", method: "POST", path: invitesPath, args: []any{organizer, teamID},
		body: map[string]string{"email": address},
	}, func(r *InviteResult) bool { return strings.EqualFold(r.email, address) })
}

// Revoke takes an open invite back; its link stops working.
//
// DELETE /api/v1/organizers/{organizer}/teams/{team}/invites/{id}/, see
// https://docs.pretix.eu/dev/api/resources/teams.html. [ErrNotFound] when there is
// none, also after it was accepted: the person is then a member.
func (s *InvitesService) Revoke(ctx context.Context, organizer string, teamID, inviteID int64) error {
	return s.px.client.call(ctx, request{
		op: "Invites.Revoke", method: "DELETE", path: invitePath, args: []any{organizer, teamID, inviteID},
	}, nil)
}
