package access

import (
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
	of := g.step()
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
		Exact:       true,
	}
	if !none.done(g.Team) {
		step := of
		step.Kind, step.Change, step.Saw, step.Note = StepUpdateTeam, none, g.Team, repair(g.Team, none)
		p.Steps = append(p.Steps, step)
	}
}
