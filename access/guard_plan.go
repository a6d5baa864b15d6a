package access

import (
	"context"
	"fmt"

	"github.com/boxoffice-go/boxoffice"
)

// guard tries the steps one after the other on a standing.
func (p *Plan) guard(g Guard, st *standing) error {
	return p.guardRest(g, st, nil)
}

// guardRest leaves out steps that are done, of which it gets the results by number.
func (p *Plan) guardRest(g Guard, st *standing, done map[int]StepResult) error {
	if g.Force {
		return nil
	}
	if err := g.known(st); err != nil {
		return err
	}
	for i := range p.Steps {
		s := p.Steps[i]
		if _, ok := done[i+1]; ok {
			continue
		}
		made, known := done[s.NewTeam]
		switch {
		case s.Kind == StepCreateTeam:
			s.TeamID = -int64(i + 1)
		case known:
			s.TeamID = made.TeamID
		case s.NewTeam > 0:
			s.TeamID = -int64(s.NewTeam)
		}
		if err := g.try(&s, st); err != nil {
			return fmt.Errorf("step %d, %s: %w", i+1, p.Steps[i], err)
		}
	}
	return nil
}

// try makes a step on a standing, and judges it. A team that is made has a negative id.
func (g Guard) try(s *Step, st *standing) error {
	if s.Kind == StepCreateTeam {
		t := newTeamStanding(&boxoffice.Team{})
		s.Change.on(t)
		st.teams[s.TeamID] = t
		return nil
	}
	t := st.teams[s.TeamID]
	if t == nil {
		return nil
	}
	before := st
	if s.takesFrom(t) {
		before = st.clone()
	}
	switch s.Kind {
	case StepInvite:
		// Who has an account is a member at once.
		if id, known := st.account(s.Email); known {
			t.people[id] = true
		}
	case StepUpdateTeam:
		s.Change.on(t)
	case StepDeleteTeam:
		delete(st.teams, s.TeamID)
	case StepRemoveMember:
		delete(t.people, s.UserID)
	case StepDisableToken:
		delete(t.tokens, s.TokenID)
	}
	if before == st {
		return nil
	}
	return g.check(before, st)
}

// takesFrom tells whether a step on a team can lock anybody out.
func (s *Step) takesFrom(t *teamStanding) bool {
	switch s.Kind {
	case StepInvite:
		return t.require2FA
	case StepUpdateTeam:
		return t.manages || s.Change.Require2FA != nil
	case StepDeleteTeam, StepRemoveMember, StepDisableToken:
		return t.manages
	}
	return false
}

// update judges a change of one team by what is there now.
func (g Guard) update(ctx context.Context, px *boxoffice.Pretix, organizer string, team *boxoffice.Team, change *TeamChange) error {
	step := Step{Kind: StepUpdateTeam, TeamID: team.ID, Team: team.Name, Saw: team, Change: change}
	if g.Force || !step.takesFrom(newTeamStanding(team)) {
		return nil
	}
	st, err := g.look(ctx, px, organizer, map[int64]bool{team.ID: true}, nil)
	if err != nil {
		return err
	}
	if err := g.known(st); err != nil {
		return err
	}
	return g.try(&step, st)
}
