package access

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
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
	if a.teams == nil {
		// One list for all steps: a plan can have a step for each of many teams.
		teams := map[int64]boxoffice.Team{}
		for team, err := range a.px.Teams.All(ctx, a.plan.Organizer, nil) {
			if err != nil {
				return err
			}
			teams[team.ID] = team
		}
		a.teams = teams
	}
	team, there := a.teams[s.TeamID]
	if !there || a.becomes(&team) {
		return nil // what it means that a team is gone depends on the step
	}
	if team.Name != s.Team {
		return fmt.Errorf("team %d is called %q: %w", s.TeamID, plaintext.Line(team.Name), ErrChanged)
	}
	if s.Kind == StepInvite && grants(&team) != s.Grants && !a.updates(s.TeamID) {
		return fmt.Errorf("the team may do other things: %w", ErrChanged)
	}
	return nil
}

// becomes tells whether a team is what the plan itself makes of it.
func (a *applier) becomes(team *boxoffice.Team) bool {
	for _, s := range a.plan.Steps {
		if s.Kind == StepUpdateTeam && s.TeamID == team.ID && s.Change.done(team) {
			return true
		}
	}
	return false
}

// updates tells whether the plan changes a team, which compares all of it.
func (a *applier) updates(teamID int64) bool {
	for _, s := range a.plan.Steps {
		if s.Kind == StepUpdateTeam && s.TeamID == teamID {
			return true
		}
	}
	return false
}

// grants stands for what a team may do, in the vocabulary that all versions share.
func grants(team *boxoffice.Team) string {
	text, err := json.Marshal([]any{team.Events(), team.Permissions(), team.HiddenPermissions()})
	if err != nil { // lists of texts
		return err.Error()
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// step is the beginning of a step about the team.
func (g *Group) step() Step {
	return Step{TeamID: g.teamID(), Team: g.Name, Grants: grants(g.Team)}
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
