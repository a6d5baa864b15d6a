package access

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/boxoffice-go/boxoffice"
)

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
		if err == nil && !s.Change.whole().done(team) {
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
				if !open || !s.Change.whole().done(&team) {
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
