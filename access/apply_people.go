package access

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/boxoffice-go/boxoffice"
)

// roster is who is in a team and invited into it, by their addresses in small letters.
type roster struct{ members, invites map[string]int64 }

func (a *applier) readRoster(ctx context.Context, teamID int64) (*roster, error) {
	r := &roster{members: map[string]int64{}, invites: map[string]int64{}}
	for m, err := range a.px.Members.All(ctx, a.plan.Organizer, teamID, nil) {
		if errors.Is(err, boxoffice.ErrNotFound) {
			return nil, fmt.Errorf("the team is gone: %w", ErrChanged)
		}
		if err != nil {
			return nil, err
		}
		r.members[strings.ToLower(m.Email)] = m.ID
	}
	for i, err := range a.px.Invites.All(ctx, a.plan.Organizer, teamID, nil) {
		if err != nil {
			return nil, err
		}
		r.invites[strings.ToLower(i.Email)] = i.ID
	}
	return r, nil
}

// has tells whether someone is in the team or invited, and notes which.
func (t *roster) has(email string, r *StepResult) bool {
	if id, ok := t.members[strings.ToLower(email)]; ok {
		r.Membership, r.UserID = boxoffice.MembershipAlreadyMember, id
		return true
	}
	id, ok := t.invites[strings.ToLower(email)]
	if ok {
		r.Membership, r.InviteID = boxoffice.MembershipAlreadyInvited, id
	}
	return ok
}

func (a *applier) invite(s *Step, r *StepResult, open bool) action {
	find := func(ctx context.Context) (bool, error) {
		t, err := a.readRoster(ctx, r.TeamID)
		if err != nil {
			return false, err
		}
		a.rosters[r.TeamID] = t
		return t.has(s.Email, r), nil
	}
	// Before the write the lists as the apply first read them do: many can be invited
	// into one team, and pretix itself refuses to invite someone twice.
	look := func(ctx context.Context) (bool, error) {
		if t := a.rosters[r.TeamID]; t != nil {
			return t.has(s.Email, r), nil
		}
		return find(ctx)
	}
	var sent *boxoffice.InviteResult
	return action{
		look: look,
		write: func(ctx context.Context) (err error) {
			sent, err = a.px.Invites.Create(ctx, a.plan.Organizer, r.TeamID, s.Email)
			if errors.Is(err, boxoffice.ErrInvalid) {
				// Somebody else may have invited them since the look; the check tells.
				sent = nil
				if found, findErr := find(ctx); findErr == nil && found {
					if !open {
						r.Outcome = OutcomeAlready
					}
					return nil
				}
			}
			return err
		},
		check: func(ctx context.Context) (bool, error) {
			if sent == nil {
				return find(ctx)
			}
			invite, ok := sent.Invited()
			if !ok {
				found, err := find(ctx)
				if found && r.UserID != 0 {
					r.Membership = boxoffice.MembershipAdded
				}
				return found, err
			}
			_, err := a.px.Invites.Get(ctx, a.plan.Organizer, r.TeamID, invite.ID)
			if errors.Is(err, boxoffice.ErrNotFound) {
				// Accepted already, revoked, or an answer of long ago.
				return find(ctx)
			}
			r.Membership, r.InviteID = boxoffice.MembershipInvited, invite.ID
			return err == nil, err
		},
	}
}

func (a *applier) revokeInvite(s *Step) action {
	gone := func(ctx context.Context) (bool, error) {
		invite, err := a.px.Invites.Get(ctx, a.plan.Organizer, s.TeamID, s.InviteID)
		switch {
		case errors.Is(err, boxoffice.ErrNotFound):
			return true, nil
		case err != nil:
			return false, err
		}
		return false, s.sameInvite(invite)
	}
	return action{
		look: func(ctx context.Context) (bool, error) {
			done, err := gone(ctx)
			if !done || err != nil || s.Email == "" {
				return done, err
			}
			// Gone can also mean accepted.
			for m, err := range a.px.Members.All(ctx, a.plan.Organizer, s.TeamID, nil) {
				switch {
				case errors.Is(err, boxoffice.ErrNotFound):
					return true, nil
				case err != nil:
					return false, err
				case strings.EqualFold(m.Email, s.Email) && !a.leaves(s.TeamID, m.ID):
					return false, fmt.Errorf("the invite was accepted: %w", ErrChanged)
				}
			}
			return true, nil
		},
		write: func(ctx context.Context) error {
			err := a.px.Invites.Revoke(ctx, a.plan.Organizer, s.TeamID, s.InviteID)
			if errors.Is(err, boxoffice.ErrNotFound) {
				return fmt.Errorf("the invite was accepted or revoked just now: %w", ErrChanged)
			}
			return err
		},
		check: gone,
	}
}

// leaves tells whether the plan removes someone from a team anyway.
func (a *applier) leaves(teamID, userID int64) bool {
	for _, s := range a.plan.Steps {
		if s.Kind == StepRemoveMember && s.TeamID == teamID && s.UserID == userID {
			return true
		}
	}
	return false
}

func (a *applier) removeMember(s *Step) action {
	look := func(ctx context.Context) (bool, error) {
		m, err := a.px.Members.Get(ctx, a.plan.Organizer, s.TeamID, s.UserID)
		switch {
		case errors.Is(err, boxoffice.ErrNotFound):
			return true, nil
		case err != nil:
			return false, err
		case !strings.EqualFold(m.Email, s.Email):
			return false, fmt.Errorf("the account has another address now: %w", ErrChanged)
		}
		return false, nil
	}
	return action{
		look: look,
		write: func(ctx context.Context) error {
			return ignoreGone(a.px.Members.Remove(ctx, a.plan.Organizer, s.TeamID, s.UserID))
		},
		check: look,
	}
}

func ignoreGone(err error) error {
	if errors.Is(err, boxoffice.ErrNotFound) {
		return nil
	}
	return err
}

func (a *applier) disableToken(s *Step) action {
	look := func(ctx context.Context) (bool, error) {
		token, err := a.px.Tokens.Get(ctx, a.plan.Organizer, s.TeamID, s.TokenID)
		switch {
		case errors.Is(err, boxoffice.ErrNotFound):
			return true, nil
		case err != nil:
			return false, err
		}
		return !token.Active, s.sameToken(token)
	}
	return action{
		look: look,
		write: func(ctx context.Context) error {
			_, err := a.px.Tokens.Disable(ctx, a.plan.Organizer, s.TeamID, s.TokenID)
			return ignoreGone(err)
		},
		check: look,
	}
}
