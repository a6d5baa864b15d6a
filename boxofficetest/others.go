package boxofficetest

// What somebody else does to the server while a test is looking elsewhere.

// RemoveMember ends a membership, as another administrator would. It is a
// mistake if there is none.
func (p *Pretix) RemoveMember(teamID, userID int64) {
	p.helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.mustTeam(teamID)
	if !t.members[userID] {
		p.mistake("user %d is no member of team %d", userID, teamID)
	}
	delete(t.members, userID)
}

// RevokeInvite takes back an invite, as another administrator would.
func (p *Pretix) RevokeInvite(teamID, inviteID int64) {
	p.helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.mustTeam(teamID)
	if t.invite(inviteID) == nil {
		p.mistake("team %d has no invite %d", teamID, inviteID)
	}
	t.removeInvite(inviteID)
}

// DeactivateToken deactivates an API token, as another administrator would.
func (p *Pretix) DeactivateToken(teamID, tokenID int64) {
	p.helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	tok := p.mustTeam(teamID).token(tokenID)
	if tok == nil {
		p.mistake("team %d has no token %d", teamID, tokenID)
	}
	tok.active = false
}

// DeleteTeam deletes a team with its tokens and invites. It does so even where
// the audit log would protect the team from the API.
func (p *Pretix) DeleteTeam(teamID int64) {
	p.helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.state.deleteTeam(p.mustTeam(teamID))
}

// AcceptInvite is the invited person following the link in the mail. They join
// with the account that has the ID of u, or else its e-mail address, or else
// with a new account; its address need not be the invited one. AcceptInvite
// returns the id of the account. An unknown secret is a mistake, and so is
// joining twice.
func (p *Pretix) AcceptInvite(secret string, u PretixUser) int64 {
	p.helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	t, i := p.state.inviteWith(secret)
	if i == nil {
		p.mistake("no open invite with secret %q", secret)
	}
	id := p.accountOf(u)
	if t.members[id] {
		p.mistake("user %d is a member of team %d already", id, t.id)
	}
	t.members[id] = true
	t.removeInvite(i.id)
	return id
}

func (p *Pretix) accountOf(u PretixUser) int64 {
	p.helper()
	if p.state.users[u.ID] != nil {
		return u.ID
	}
	if known := p.state.usersByEmail(u.Email); len(known) > 0 {
		return known[0].ID
	}
	return p.addUser(u)
}

func (s *state) inviteWith(secret string) (*team, *invite) {
	for _, t := range s.teams {
		for _, i := range t.invites {
			if i.secret == secret {
				return t, i
			}
		}
	}
	return nil, nil
}
