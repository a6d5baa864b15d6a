package boxoffice

import (
	"context"
	"errors"
	"strings"
)

// Membership is what [InvitesService.Ensure] found or did.
type Membership string

const (
	// MembershipInvited: an invitation was sent now.
	MembershipInvited Membership = "invited"
	// MembershipAlreadyInvited: an invitation to that address was open already.
	MembershipAlreadyInvited Membership = "already_invited"
	// MembershipAdded: the person had an account and is a member now.
	MembershipAdded Membership = "added"
	// MembershipAlreadyMember: the person was a member already.
	MembershipAlreadyMember Membership = "already_member"
)

// Ensured is the result of [InvitesService.Ensure].
type Ensured struct {
	// Membership is what was found or done.
	Membership Membership
	// Email is the address as the server spells it.
	Email string
	// InviteID is the open invite, 0 unless invited or already invited.
	InviteID int64
	// UserID is the member's account, 0 unless already a member.
	UserID int64
}

// Ensure makes a person a member or has an invitation open to them, whichever it
// takes: it reads the members, then the invites, and invites the person only when
// they are in neither list. Letters' case does not count. When somebody else
// invites them in between, the refusal is resolved by reading the lists again.
//
// Someone who accepted an invitation under another address is not recognised.
// Routes and errors as for [InvitesService.Create] and the lists of members and
// invites; see https://docs.pretix.eu/dev/api/resources/teams.html.
func (s *InvitesService) Ensure(ctx context.Context, organizer string, teamID int64, email string) (*Ensured, error) {
	address, err := checkEmail(email)
	if err != nil {
		return nil, err
	}
	found, err := s.find(ctx, organizer, teamID, address)
	if found != nil || err != nil {
		return found, err
	}
	result, err := s.Create(ctx, organizer, teamID, address)
	if errors.Is(err, ErrInvalid) {
		found, findErr := s.find(ctx, organizer, teamID, address)
		if found != nil && findErr == nil {
			return found, nil
		}
	}
	if err != nil {
		return nil, err
	}
	if invite, ok := result.Invited(); ok {
		return &Ensured{Membership: MembershipInvited, Email: invite.Email, InviteID: invite.ID}, nil
	}
	added, _ := result.Added()
	return &Ensured{Membership: MembershipAdded, Email: added}, nil
}

// find looks for an address in the lists, nil when it is in neither.
func (s *InvitesService) find(ctx context.Context, organizer string, teamID int64, address string) (*Ensured, error) {
	for member, err := range s.px.Members.All(ctx, organizer, teamID, nil) {
		if err != nil {
			return nil, err
		}
		if strings.EqualFold(member.Email, address) {
			return &Ensured{Membership: MembershipAlreadyMember, Email: member.Email, UserID: member.ID}, nil
		}
	}
	for invite, err := range s.All(ctx, organizer, teamID, nil) {
		if err != nil {
			return nil, err
		}
		if strings.EqualFold(invite.Email, address) {
			return &Ensured{Membership: MembershipAlreadyInvited, Email: invite.Email, InviteID: invite.ID}, nil
		}
	}
	return nil, nil
}
