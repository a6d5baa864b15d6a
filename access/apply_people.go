package access

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/boxoffice-go/boxoffice"
)

func (a *applier) invite(s *Step, r *StepResult) action {
	find := func(ctx context.Context) (bool, error) {
		for m, err := range a.px.Members.All(ctx, a.plan.Organizer, r.TeamID, nil) {
			if errors.Is(err, boxoffice.ErrNotFound) {
				return false, fmt.Errorf("the team is gone: %w", ErrChanged)
			}
			if err != nil {
				return false, err
			}
			if strings.EqualFold(m.Email, s.Email) {
				r.Membership, r.UserID = boxoffice.MembershipAlreadyMember, m.ID
				return true, nil
			}
		}
		for i, err := range a.px.Invites.All(ctx, a.plan.Organizer, r.TeamID, nil) {
			if err != nil {
				return false, err
			}
			if strings.EqualFold(i.Email, s.Email) {
				r.Membership, r.InviteID = boxoffice.MembershipAlreadyInvited, i.ID
				return true, nil
			}
		}
		return false, nil
	}
	var sent *boxoffice.InviteResult
	return action{
		look: find,
		write: func(ctx context.Context) (err error) {
			sent, err = a.px.Invites.Create(ctx, a.plan.Organizer, r.TeamID, s.Email)
			if errors.Is(err, boxoffice.ErrInvalid) {
				// Somebody else may have invited them since the look; the check tells.
				sent = nil
				if found, findErr := find(ctx); findErr == nil && found {
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
