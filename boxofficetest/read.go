package boxofficetest

import "slices"

// PretixMail is an invitation that the server has sent.
type PretixMail struct {
	To        string
	Organizer string // slug
	TeamID    int64
	InviteID  int64
	Secret    string // for [Pretix.AcceptInvite]
}

// Teams returns the teams of an organizer, "" for [Pretix.Organizer], sorted by
// id.
func (p *Pretix) Teams(organizer string) []PretixTeam {
	p.helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	teams := []PretixTeam{}
	for _, t := range p.state.teamsOf(p.mustOrganizer(organizer)) {
		teams = append(teams, t.read(p.version))
	}
	return teams
}

// Team returns one team. An unknown id is a mistake.
func (p *Pretix) Team(id int64) PretixTeam {
	p.helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.mustTeam(id).read(p.version)
}

// Members returns the members of a team, sorted by id.
func (p *Pretix) Members(teamID int64) []PretixUser {
	p.helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	members := []PretixUser{}
	for _, u := range p.state.membersOf(p.mustTeam(teamID)) {
		members = append(members, *u)
	}
	slices.SortFunc(members, func(a, b PretixUser) int { return int(a.ID - b.ID) })
	return members
}

// Invites returns the open invites of a team, sorted by id.
func (p *Pretix) Invites(teamID int64) []PretixInvite {
	p.helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	invites := []PretixInvite{}
	for _, i := range p.mustTeam(teamID).invites {
		invites = append(invites, PretixInvite{ID: i.id, Email: i.email})
	}
	return invites
}

// Tokens returns the API tokens of a team, inactive ones too, sorted by id.
func (p *Pretix) Tokens(teamID int64) []PretixToken {
	p.helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	tokens := []PretixToken{}
	for _, tok := range p.mustTeam(teamID).tokens {
		tokens = append(tokens, tok.read())
	}
	return tokens
}

// Outbox returns the mails that the server has sent, in that order. A mail
// stays when its invite is accepted or revoked.
func (p *Pretix) Outbox() []PretixMail {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.state.outbox)
}

func (t *team) read(v release) PretixTeam {
	return PretixTeam{
		ID:                        t.id,
		Name:                      t.name,
		Require2FA:                t.require2FA,
		AllEvents:                 t.allEvents,
		LimitEvents:               t.limitEventsInOrder(),
		AllEventPermissions:       t.eventLevel.all,
		LimitEventPermissions:     t.eventLevel.limit.sorted(),
		AllOrganizerPermissions:   t.organizerLevel.all,
		LimitOrganizerPermissions: t.organizerLevel.limit.sorted(),
		Can:                       t.shown(v).sorted(),
	}
}

func (tok *token) read() PretixToken {
	return PretixToken{ID: tok.id, Name: tok.name, Active: tok.active, Secret: tok.secret}
}
