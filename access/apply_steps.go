package access

import (
	"context"
	"errors"
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
		return a.invite(s, r, open)
	case StepRevokeInvite:
		return a.revokeInvite(s)
	case StepRemoveMember:
		return a.removeMember(s)
	}
	return a.disableToken(s)
}
