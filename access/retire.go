package access

import (
	"context"
	"fmt"
	"slices"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/internal/plaintext"
)

// Retire plans to take everything from a team: its invites are revoked, its tokens
// disabled, its members removed, and it may do nothing any more and reaches no event.
// It is for teams that pretix does not delete, which are those of which a token has
// ever written something ([boxoffice.ErrTeamProtected]). It reads the team and those
// that the [Guard] judges by, and writes nothing.
//
// The team stays, with its name and its disabled tokens. A stuck team is repaired by
// the same write; see [boxoffice.Team.Problems]. One that holds a permission of a
// plugin that was removed can't be changed at all: then that step fails with
// [boxoffice.ErrTeamStuck], and what the team still may do is done by nobody, since
// [Apply] goes on and takes out all others.
//
// Otherwise a second plan is empty. A plan that the guard refuses is returned beside
// the [LockoutError]; without [Guard.TeamID] that is each of a team that may manage
// teams and has an active token. [PlanOptions.Prune] means nothing here and is refused.
func Retire(ctx context.Context, px *boxoffice.Pretix, organizer string, teamID int64, opts *PlanOptions) (*Plan, error) {
	o := opts.orDefault()
	if err := o.noPrune(); err != nil {
		return nil, err
	}
	if teamID <= 0 {
		return nil, &boxoffice.ArgumentError{Argument: "teamID", Reason: "an id is positive"}
	}
	s, err := readTeams(ctx, px, organizer, o.Read, func(t *boxoffice.Team) bool { return t.ID == teamID || o.Guard.judges(t) })
	if err != nil {
		return nil, err
	}
	if err := s.Err(); err != nil {
		return nil, err
	}
	g := s.Group(fmt.Sprint(teamID))
	if g == nil {
		return nil, &boxoffice.ArgumentError{Argument: "teamID", Reason: fmt.Sprintf("there is no team %d", teamID)}
	}
	p := newPlan(JobRetire, px, s)
	p.People = 0 // not everybody was read
	p.empty(g, s.Members(g.ID))
	p.tokensLast(o.Guard.TokenID)
	p.warnRetire(g, o.Guard)
	p.sort()
	return p, p.guard(o.Guard, newStanding(s))
}

// tokensLast disables tokens after everything else of their phase, and the caller's own
// at the very end: who is forced to do it to their own team can do nothing behind it.
func (p *Plan) tokensLast(own int64) {
	rank := func(s Step) int {
		switch {
		case s.Kind != StepDisableToken:
			return 0
		case s.TokenID != own:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(p.Steps, func(a, b Step) int { return rank(a) - rank(b) })
}

func (p *Plan) warnRetire(g *Group, guard Guard) {
	if p.Empty() {
		return
	}
	if guard.TeamID == g.teamID() {
		p.Warnings = append(p.Warnings, "it is your own team: after your token is disabled or the team's rights are gone, what is left fails; use another team's token")
	}
	for _, problem := range g.Team.Problems() {
		if problem.Kind == boxoffice.ProblemUnknownPermission {
			p.Remains = append(p.Remains, fmt.Sprintf(
				"team %s can't be changed unless the server knows its permissions (%s): it then keeps its rights, with nobody to use them", g, plaintext.Line(problem.Detail)))
		}
	}
	if len(g.Tokens) == 0 {
		p.Remains = append(p.Remains, fmt.Sprintf("team %s stays; it has no token, so it can be deleted as well", g))
		return
	}
	p.Remains = append(p.Remains, fmt.Sprintf("team %s stays, with its name and its disabled tokens: pretix does not delete a team of which a token has written something", g))
}
