package access

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/boxoffice-go/boxoffice"
)

// The steps that several jobs plan. The step given says which team it is about.

func (p *Plan) revoke(of Step, invite boxoffice.TeamInvite) {
	of.Kind, of.InviteID, of.Email = StepRevokeInvite, invite.ID, invite.Email
	p.Steps = append(p.Steps, of)
}

func (p *Plan) remove(of Step, m Person) {
	of.Kind, of.UserID, of.Email = StepRemoveMember, m.userID(), m.Email
	p.Steps = append(p.Steps, of)
}

// deleteTeam deletes a team that never had a token.
func (p *Plan) deleteTeam(g *Group, members []Person) {
	step := Step{Kind: StepDeleteTeam, TeamID: g.teamID(), Team: g.Name, Saw: g.Team, Invites: g.Invites}
	for _, m := range members {
		step.Members = append(step.Members, boxoffice.TeamMember{
			ID: m.userID(), Email: m.Email, FullName: m.Name, Uses2FA: m.Uses2FA != nil && *m.Uses2FA,
		})
	}
	p.Steps = append(p.Steps, step)
}

// empty takes everything from a team: its invites, members, tokens and rights. What
// is empty already needs no step.
func (p *Plan) empty(g *Group, members []Person) {
	of := Step{TeamID: g.teamID(), Team: g.Name}
	for _, invite := range g.Invites {
		p.revoke(of, invite)
	}
	for _, m := range members {
		p.remove(of, m)
	}
	for _, token := range g.ActiveTokens() {
		step := of
		step.Kind, step.TokenID, step.Token = StepDisableToken, token.ID, token.Name
		p.Steps = append(p.Steps, step)
	}
	none := &TeamChange{
		Events:      boxoffice.OnlyEvents(),
		Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions(), Organizer: boxoffice.OnlyPermissions()},
	}
	if !none.done(g.Team) {
		step := of
		step.Kind, step.Change, step.Saw, step.Note = StepUpdateTeam, none, g.Team, repair(g.Team, none)
		p.Steps = append(p.Steps, step)
	}
}

// repair adds to a change what pretix asks for before it changes a stuck team at
// all, and says so. It never widens: of two contradicting fields the one that pretix
// goes by is kept, and of a combination that is not offered the largest part that is.
func repair(team *boxoffice.Team, c *TeamChange) string {
	var notes []string
	now := team.Permissions()
	for _, problem := range team.Problems() {
		switch {
		case problem.Kind == boxoffice.ProblemUnknownPermission:
			continue
		case problem.Field == "limit_events" && c.Events.IsZero():
			c.Events = team.Events()
		case problem.Field == "limit_event_permissions" && c.Permissions.Event.IsZero():
			c.Permissions.Event = offered(now.Event)
		case problem.Field == "limit_organizer_permissions" && c.Permissions.Organizer.IsZero():
			c.Permissions.Organizer = offered(now.Organizer)
		}
		notes = append(notes, "the team is stuck and is repaired in the same write: "+problem.Detail)
	}
	return strings.Join(notes, "; ")
}

// offered is the largest part of a set of which pretix offers every combination.
func offered(set boxoffice.PermissionSet) boxoffice.PermissionSet {
	if set.IsAll() {
		return set
	}
	keep := set.List()
	for _, group := range boxoffice.PermissionGroups() {
		var actions []string
		for _, p := range keep {
			if p.Group() == group.Name {
				actions = append(actions, p.Action())
			}
		}
		if slices.ContainsFunc(actions, func(a string) bool {
			return !slices.Contains(group.Permissions(), boxoffice.Permission(group.Name+":"+a))
		}) {
			// A plugin's: what goes together there only the server knows.
			continue
		}
		best := largest(group, actions)
		keep = slices.DeleteFunc(keep, func(p boxoffice.Permission) bool {
			return p.Group() == group.Name && !slices.Contains(best, p.Action())
		})
	}
	return boxoffice.OnlyPermissions(keep...)
}

// largest is the combination with most of the actions and no other.
func largest(group boxoffice.PermissionGroup, actions []string) []string {
	var best []string
	for _, c := range group.Combinations {
		inside := !slices.ContainsFunc(c, func(a string) bool { return !slices.Contains(actions, a) })
		if inside && len(c) >= len(best) {
			best = c
		}
	}
	return best
}

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
