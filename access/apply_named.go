package access

import (
	"context"
	"fmt"
	"strings"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/internal/plaintext"
)

// named refuses a step whose team is called otherwise than the plan prints it. People
// approve names, and the server goes by ids: a team may have been given another name
// and other rights since, and a plan from a file may have been written to mislead.
// Steps that change or delete a team compare all of it.
func (a *applier) named(ctx context.Context, s *Step) error {
	if s.TeamID == 0 || s.Saw != nil {
		return nil
	}
	if a.names == nil {
		// One list for all steps: a plan can have a step for each of many teams.
		names := map[int64]string{}
		for team, err := range a.px.Teams.All(ctx, a.plan.Organizer, nil) {
			if err != nil {
				return err
			}
			names[team.ID] = team.Name
		}
		a.names = names
	}
	name, there := a.names[s.TeamID]
	if !there || name == s.Team || a.renames(s.TeamID, name) {
		return nil // what it means that a team is gone depends on the step
	}
	return fmt.Errorf("team %d is called %q: %w", s.TeamID, plaintext.Line(name), ErrChanged)
}

// renames tells whether the plan itself gives a team a name.
func (a *applier) renames(teamID int64, name string) bool {
	for _, s := range a.plan.Steps {
		if s.Kind == StepUpdateTeam && s.TeamID == teamID && s.Change.Name != nil && *s.Change.Name == name {
			return true
		}
	}
	return false
}

// sameInvite refuses to revoke another invite than the plan prints.
func (s *Step) sameInvite(invite *boxoffice.TeamInvite) error {
	if !strings.EqualFold(invite.Email, s.Email) {
		return fmt.Errorf("invite %d is that of %s: %w", invite.ID, (&Step{Email: invite.Email}).who(), ErrChanged)
	}
	return nil
}

// sameToken refuses to disable another token than the plan prints.
func (s *Step) sameToken(token *boxoffice.TeamToken) error {
	if token.Name != s.Token {
		return fmt.Errorf("token %d is called %q: %w", token.ID, plaintext.Line(token.Name), ErrChanged)
	}
	return nil
}
