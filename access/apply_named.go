package access

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/internal/plaintext"
)

// named refuses a step whose team is called otherwise than the plan prints it. People
// approve names, and the server goes by ids: a team may have been given another name
// and other rights since, and a plan from a file may have been written to mislead.
// Steps that change or delete a team compare all of it.
func (a *applier) named(ctx context.Context, s *Step) error {
	if s.NewTeam > 0 {
		return a.asMade(ctx, s.NewTeam)
	}
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
	if !there {
		return nil // what that means depends on the step
	}
	if !a.becomes(&team) && team.Name != s.Team {
		return fmt.Errorf("team %d is called %q: %w", s.TeamID, plaintext.Line(team.Name), ErrChanged)
	}
	// Also where the plan changes the team, which may come after the invites into it.
	if s.Kind == StepInvite && grants(&team) != s.Grants && !a.grantsNow(&team) {
		return fmt.Errorf("the team may do other things: %w", ErrChanged)
	}
	return nil
}

// asMade looks at a team that an earlier apply of the plan has made, before people are
// brought into it.
func (a *applier) asMade(ctx context.Context, number int) error {
	e := a.before[number]
	if e == nil || e.Event != JournalDone || a.asked[number] {
		return nil // this apply made it, and looked at it then
	}
	team, err := a.px.Teams.Get(ctx, a.plan.Organizer, a.made[number])
	switch {
	case errors.Is(err, boxoffice.ErrNotFound):
		return fmt.Errorf("the team that was made is gone: %w", ErrChanged)
	case err != nil:
		return err
	case !a.plan.Steps[number-1].Change.whole().done(team):
		return fmt.Errorf("team %d was made, and is not what was asked for: %w", team.ID, ErrChanged)
	}
	a.asked[number] = true
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

// grantsNow tells whether a team may do just what the plan's change leaves of what the
// plan saw. Some of the rights that stay may then show in no name.
func (a *applier) grantsNow(team *boxoffice.Team) bool {
	for _, s := range a.plan.Steps {
		if s.Kind != StepUpdateTeam || s.TeamID != team.ID {
			continue
		}
		events, may, saw := s.Change.Events, s.Change.Permissions, s.Saw.Permissions()
		if events.IsZero() {
			events = s.Saw.Events()
		}
		if may.Event.IsZero() {
			may.Event = saw.Event
		}
		if may.Organizer.IsZero() {
			may.Organizer = saw.Organizer
		}
		had := s.Saw.HiddenPermissions()
		return events.Equal(team.Events()) && may.Equal(team.Permissions()) &&
			!slices.ContainsFunc(team.HiddenPermissions(), func(p boxoffice.Permission) bool {
				return !slices.Contains(had, p) && !saw.Event.Has(p) && !saw.Organizer.Has(p)
			})
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
