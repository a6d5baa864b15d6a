package access

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/boxoffice-go/boxoffice"
)

// action is how a step is carried out. look tells whether it is done already, or an
// error when it may not be done any more; check tells the same after the write.
type action struct {
	look, check func(context.Context) (bool, error)
	write       func(context.Context) error
}

// action returns how to carry out a step. What it finds out is kept in the result.
// Open says that an earlier apply began the step and may have done it.
func (a *applier) action(s *Step, r *StepResult, open bool) action {
	if r.TeamID == 0 && s.Kind != StepCreateTeam {
		fail := func(context.Context) (bool, error) { return false, errors.New("the team was not made") }
		return action{look: fail}
	}
	switch s.Kind {
	case StepCreateTeam:
		return a.createTeam(s, r, open)
	case StepUpdateTeam:
		return a.updateTeam(s)
	case StepDeleteTeam:
		return a.deleteTeam(s)
	case StepInvite:
		return a.invite(s, r)
	case StepRevokeInvite:
		return a.revokeInvite(s)
	case StepRemoveMember:
		return a.removeMember(s)
	}
	return a.disableToken(s)
}

func (a *applier) createTeam(s *Step, r *StepResult, open bool) action {
	same := func(ctx context.Context) (bool, error) {
		if r.TeamID == 0 {
			return false, nil
		}
		team, err := a.px.Teams.Get(ctx, a.plan.Organizer, r.TeamID)
		if errors.Is(err, boxoffice.ErrNotFound) {
			r.TeamID = 0
			return false, nil
		}
		if err == nil && !s.Change.done(team) {
			// Making it again would make a second one of the same fault.
			err = fmt.Errorf("team %d was made, and is not what was asked for: %w", team.ID, ErrChanged)
		}
		return err == nil, err
	}
	return action{
		look: func(ctx context.Context) (bool, error) {
			for team, err := range a.px.Teams.All(ctx, a.plan.Organizer, nil) {
				if err != nil {
					return false, err
				}
				if team.Name != *s.Change.Name || team.ID <= a.plan.NewestTeam || a.maker(team.ID) != 0 {
					continue
				}
				if !open || !s.Change.done(&team) {
					return false, fmt.Errorf("somebody has made team %d of that name: %w", team.ID, ErrChanged)
				}
				r.TeamID = team.ID
			}
			return r.TeamID != 0, nil
		},
		write: func(ctx context.Context) error {
			team, err := a.px.Teams.Create(ctx, a.plan.Organizer, s.Change.create())
			if team != nil {
				r.TeamID = team.ID
			}
			return err
		},
		check: same,
	}
}

// maker is the number of the step that has made a team, 0 when it is none of the plan.
func (a *applier) maker(teamID int64) int {
	for number, id := range a.made {
		if id == teamID && a.plan.Steps[number-1].Kind == StepCreateTeam {
			return number
		}
	}
	return 0
}

func (a *applier) updateTeam(s *Step) action {
	get := func(ctx context.Context) (*boxoffice.Team, error) {
		team, err := a.px.Teams.Get(ctx, a.plan.Organizer, s.TeamID)
		if errors.Is(err, boxoffice.ErrNotFound) {
			return nil, fmt.Errorf("the team is gone: %w", ErrChanged)
		}
		return team, err
	}
	return action{
		look: func(ctx context.Context) (bool, error) {
			team, err := get(ctx)
			switch {
			case err != nil:
				return false, err
			case s.Change.done(team):
				return true, nil
			case !sameTeam(team, s.Saw):
				return false, fmt.Errorf("the team was changed: %w", ErrChanged)
			}
			return false, nil
		},
		write: func(ctx context.Context) error {
			_, err := a.px.Teams.Update(ctx, a.plan.Organizer, s.TeamID, s.Change.update())
			return err
		},
		check: func(ctx context.Context) (bool, error) {
			team, err := get(ctx)
			return err == nil && s.Change.done(team), err
		},
	}
}

// sameTeam tells whether a team is what it was. A server that was upgraded meanwhile
// shows more of it; then what both show counts.
func sameTeam(a, b *boxoffice.Team) bool {
	if a.Name != b.Name || !a.Permissions().Equal(b.Permissions()) || !a.Events().Equal(b.Events()) {
		return false
	}
	if (a.LimitEventPermissions == nil) != (b.LimitEventPermissions == nil) {
		return true
	}
	return canonical(a) == canonical(b)
}

// canonical is all of a team, its sets in one order.
func canonical(t *boxoffice.Team) string {
	c := *t
	c.LimitEvents = boxoffice.OnlyEvents(t.LimitEvents...).Slugs()
	c.LimitEventPermissions = boxoffice.OnlyPermissions(t.LimitEventPermissions...).List()
	c.LimitOrganizerPermissions = boxoffice.OnlyPermissions(t.LimitOrganizerPermissions...).List()
	text, err := json.Marshal(c)
	if err != nil { // a struct of texts and booleans
		return err.Error()
	}
	return string(text)
}

func (a *applier) deleteTeam(s *Step) action {
	gone := func(ctx context.Context) (*boxoffice.Team, error) {
		return a.px.Teams.Get(ctx, a.plan.Organizer, s.TeamID)
	}
	check := func(ctx context.Context) (bool, error) {
		_, err := gone(ctx)
		if errors.Is(err, boxoffice.ErrNotFound) {
			return true, nil
		}
		return false, err
	}
	return action{
		look: func(ctx context.Context) (bool, error) {
			team, err := gone(ctx)
			switch {
			case errors.Is(err, boxoffice.ErrNotFound):
				return true, nil
			case err != nil:
				return false, err
			case !sameTeam(team, s.Saw):
				return false, fmt.Errorf("the team was changed: %w", ErrChanged)
			}
			return false, a.sameContent(ctx, s)
		},
		write: func(ctx context.Context) error { return a.px.Teams.Delete(ctx, a.plan.Organizer, s.TeamID) },
		check: check,
	}
}

// sameContent refuses to delete a team with more in it than the plan saw.
func (a *applier) sameContent(ctx context.Context, s *Step) error {
	saw := map[int64]string{}
	for _, m := range s.Members {
		saw[m.ID] = m.Email
	}
	for m, err := range a.px.Members.All(ctx, a.plan.Organizer, s.TeamID, nil) {
		if err != nil {
			return err
		}
		if email, ok := saw[m.ID]; !ok || !strings.EqualFold(email, m.Email) {
			return fmt.Errorf("%s has joined the team: %w", Person{ID: fmt.Sprint(m.ID), Email: m.Email}, ErrChanged)
		}
	}
	invited := map[int64]bool{}
	for _, i := range s.Invites {
		invited[i.ID] = true
	}
	for i, err := range a.px.Invites.All(ctx, a.plan.Organizer, s.TeamID, nil) {
		if err != nil {
			return err
		}
		if !invited[i.ID] {
			return fmt.Errorf("%s was invited into the team: %w", (&Step{Email: i.Email}).who(), ErrChanged)
		}
	}
	tokens, err := a.px.Tokens.List(ctx, a.plan.Organizer, s.TeamID, nil)
	if err != nil {
		return err
	}
	if len(tokens.Items) > 0 {
		return fmt.Errorf("the team has got a token: %w", ErrChanged)
	}
	return nil
}

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
