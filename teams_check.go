package boxoffice

import (
	"context"
	"slices"
)

// CheckTeamCreate returns the error that [TeamsService.Create] would return before
// it sends anything: for a plan that shall fail before its first write. It sends
// nothing but, once per client, the question for the server's version.
func (px *Pretix) CheckTeamCreate(ctx context.Context, team TeamCreate) error {
	_, err := px.Teams.createBody(ctx, team)
	return err
}

// CheckTeamUpdate returns the error that [TeamsService.Update] of this team, as it
// was read, would return before it sends anything, and [ErrTeamStuck] where the
// change would leave in place what makes the server refuse it; see [Team.Problems].
// A combination of permissions that pretix does not offer is an [ArgumentError].
// It sends nothing but, once per client, the question for the server's version.
func (px *Pretix) CheckTeamUpdate(ctx context.Context, team *Team, change TeamUpdate) error {
	if team == nil {
		return argumentError("team", "is nil")
	}
	for _, l := range []level{eventLevel, organizerLevel} {
		if problem := combinationProblem(change.Permissions.at(l)); problem != "" {
			return argumentError("Permissions", problem)
		}
	}
	body, err := px.Teams.changeBody(ctx, change, func() (*Team, error) { return team, nil })
	if err != nil {
		return err
	}
	_, permissions := body[eventLevel.limitKey()]
	_, organizerPermissions := body[organizerLevel.limitKey()]
	left := slices.ContainsFunc(team.Problems(), func(p TeamProblem) bool {
		_, repaired := body[p.Field]
		switch {
		case !p.Certain || repaired:
			return false
		case p.Kind == ProblemBothSet && p.Field != "limit_events":
			// pretix judges these only where permissions are sent.
			return permissions || organizerPermissions
		}
		return true
	})
	if left {
		return px.Teams.stuck(team)
	}
	return nil
}
