package access

import (
	"maps"
	"slices"
	"strings"

	"github.com/boxoffice-go/boxoffice"
)

// standing is who is in which team and what the teams may do: what a [Guard] judges.
// A plan's steps are tried on it before they are tried on a server.
type standing struct {
	teams     map[int64]*teamStanding
	uses2FA   map[int64]bool // people by the id of their account
	addresses map[int64]string
}

type teamStanding struct {
	name       string
	manages    bool
	require2FA bool
	events     boxoffice.EventAccess
	people     map[int64]bool
	tokens     map[int64]bool // the active ones
}

func newStanding(s *Snapshot) *standing {
	st := &standing{teams: map[int64]*teamStanding{}, uses2FA: map[int64]bool{}, addresses: map[int64]string{}}
	for i := range s.Groups {
		g := &s.Groups[i]
		if g.Team == nil { // a snapshot that was edited by hand
			continue
		}
		t := newTeamStanding(g.Team)
		for _, token := range g.ActiveTokens() {
			t.tokens[token.ID] = true
		}
		st.teams[g.teamID()] = t
	}
	for _, p := range s.People {
		id := p.userID()
		st.uses2FA[id] = p.Uses2FA != nil && *p.Uses2FA
		st.addresses[id] = p.String()
		for _, g := range p.Groups {
			if group := s.Group(g); group != nil && group.Team != nil {
				st.teams[group.teamID()].people[id] = true
			}
		}
	}
	return st
}

func newTeamStanding(team *boxoffice.Team) *teamStanding {
	return &teamStanding{
		name: team.Name, manages: team.CanManageTeams(), require2FA: team.Require2FA != nil && *team.Require2FA,
		events: team.Events(), people: map[int64]bool{}, tokens: map[int64]bool{},
	}
}

func (st *standing) clone() *standing {
	out := &standing{teams: map[int64]*teamStanding{}, uses2FA: st.uses2FA, addresses: st.addresses}
	for id, t := range st.teams {
		copied := *t
		copied.people, copied.tokens = maps.Clone(t.people), maps.Clone(t.tokens)
		out.teams[id] = &copied
	}
	return out
}

// account finds an account by its address. Only people who are in a team that was
// read are known.
func (st *standing) account(email string) (int64, bool) {
	for id, other := range st.addresses {
		if strings.EqualFold(other, email) {
			return id, true
		}
	}
	return 0, false
}

// able are the people who can manage teams: they are in a team that may, and no team
// of theirs keeps them out for want of a second factor, which pretix does
// everywhere and not only there.
func (st *standing) able() []int64 {
	kept := map[int64]bool{}
	for _, id := range st.keptOut() {
		kept[id] = true
	}
	found := map[int64]bool{}
	for _, t := range st.teams {
		if !t.manages {
			continue
		}
		for id := range t.people {
			if !kept[id] {
				found[id] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// keptOut are the people whom a team's require_2fa locks out.
func (st *standing) keptOut() []int64 {
	found := map[int64]bool{}
	for _, t := range st.teams {
		if !t.require2FA {
			continue
		}
		for id := range t.people {
			if !st.uses2FA[id] {
				found[id] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// callers are the teams that may be the caller's: those that may manage teams and
// have a token that works.
func (st *standing) callers() []int64 {
	var out []int64
	for _, id := range slices.Sorted(maps.Keys(st.teams)) {
		if t := st.teams[id]; t.manages && len(t.tokens) > 0 {
			out = append(out, id)
		}
	}
	return out
}
