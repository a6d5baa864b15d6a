package access

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/internal/address"
)

// State is the teams of an organizer as they shall be: "teams as code". It can be
// written as Go values, or read from a JSON file by [ParseState].
//
// What it does not mention is left alone: teams that are not in it (unless
// [PlanOptions.Prune]), fields that a team does not have, and tokens always.
type State struct {
	// Organizer is the organizer's slug.
	Organizer string `json:"organizer"`
	// People gives names to people, each with their addresses: someone may have
	// accepted an invitation under another address than it was sent to. The first
	// address is the one to invite.
	People map[string][]string `json:"people,omitzero"`
	// Teams are the teams that are managed.
	Teams []TeamState `json:"teams"`
}

// TeamState is one team as it shall be. What is not set is left alone; a new team
// then has none of it.
type TeamState struct {
	// ID finds the team; without it, it is found by its name, which then must be
	// unique.
	ID int64
	// Name is the team's name. It may be left out beside an ID, and is then left alone.
	Name string
	// RenamedFrom is a name that the team may still have.
	RenamedFrom string
	// Require2FA needs pretix 2024.4.
	Require2FA *bool
	// Events is which events the team reaches.
	Events boxoffice.EventAccess
	// Permissions is what the team may do; each level by itself can be unset.
	Permissions boxoffice.Permissions
	// Members are all who shall be in the team: names from [State.People], addresses, or
	// "user:17" for an account by its id. Others are removed, and their invites
	// revoked; those who are missing are invited. An open invite counts as a member.
	// Nil leaves the members alone; an empty list is nobody.
	Members []string
}

// teamFile is a team in the file.
type teamFile struct {
	ID                   int64                   `json:"id,omitzero"`
	Name                 string                  `json:"name,omitzero"`
	RenamedFrom          string                  `json:"renamed_from,omitzero"`
	Require2FA           *bool                   `json:"require_2fa,omitzero"`
	Events               boxoffice.EventAccess   `json:"events,omitzero"`
	EventPermissions     boxoffice.PermissionSet `json:"event_permissions,omitzero"`
	OrganizerPermissions boxoffice.PermissionSet `json:"organizer_permissions,omitzero"`
	Members              []string                `json:"members,omitzero"`
}

// MarshalJSON writes the form of a file.
func (t TeamState) MarshalJSON() ([]byte, error) {
	return json.Marshal(teamFile{
		ID: t.ID, Name: t.Name, RenamedFrom: t.RenamedFrom, Require2FA: t.Require2FA, Events: t.Events,
		EventPermissions: t.Permissions.Event, OrganizerPermissions: t.Permissions.Organizer, Members: t.Members,
	})
}

// UnmarshalJSON reads the form of a file, so that a state can be part of a larger
// one, in JSON or what is turned into it. It checks little: [ParseState] refuses
// unknown keys, and [State.Check] and [PlanTeams] what can't be.
func (t *TeamState) UnmarshalJSON(data []byte) error {
	var f teamFile
	if err := json.Unmarshal(data, &f); err != nil {
		return err
	}
	*t = TeamState{
		ID: f.ID, Name: f.Name, RenamedFrom: f.RenamedFrom, Require2FA: f.Require2FA, Events: f.Events,
		Permissions: boxoffice.Permissions{Event: f.EventPermissions, Organizer: f.OrganizerPermissions}, Members: f.Members,
	}
	return nil
}

// State is the snapshot as a desired state: a plan of it is empty, but for invites
// whose address is none, which nothing can name and a plan revokes. Of a role of
// Eventbrite nothing is in it.
func (s *Snapshot) State() *State {
	state := &State{Organizer: s.Account, Teams: []TeamState{}}
	for i := range s.Groups {
		g := &s.Groups[i]
		if g.Team == nil {
			continue
		}
		members := []string{}
		for _, p := range s.Members(g.ID) {
			member := ref(p)
			if slices.ContainsFunc(members, func(m string) bool { return strings.EqualFold(m, member) }) {
				member = userPrefix + p.ID
			}
			members = append(members, member)
		}
		for _, invite := range g.Invites {
			if nameable(invite.Email) && !slices.ContainsFunc(members, func(m string) bool { return strings.EqualFold(m, invite.Email) }) {
				members = append(members, invite.Email)
			}
		}
		state.Teams = append(state.Teams, TeamState{
			ID: g.teamID(), Name: g.Name, Require2FA: g.Team.Require2FA,
			Events: g.Events, Permissions: g.Permissions, Members: members,
		})
	}
	return state
}

const userPrefix = "user:"

// ref names a person in a state.
func ref(p Person) string {
	if !nameable(p.Email) {
		return userPrefix + p.ID
	}
	return p.Email
}

// nameable tells whether a state can name someone by an address as it is.
func nameable(email string) bool {
	who, err := parseIdentity(email)
	return err == nil && who.name == email && who.userID == 0
}

// identity is what a person is known by.
type identity struct {
	name   string
	emails []string
	userID int64
}

// parseIdentity reads an address, or "user:17".
func parseIdentity(name string) (identity, error) {
	if number, ok := strings.CutPrefix(name, userPrefix); ok {
		id, err := strconv.ParseInt(number, 10, 64)
		if err != nil || id <= 0 {
			return identity{}, fmt.Errorf("%q is not an account: they look like user:17", name)
		}
		return identity{name: name, userID: id}, nil
	}
	email, err := address.Check(name)
	if err != nil {
		return identity{}, fmt.Errorf("%q %w, nor user:17, nor a name of people", name, err)
	}
	return identity{name: email, emails: []string{email}}, nil
}

// owns tells whether an address is the person's. Letters' case does not count on
// pretix.
func (i identity) owns(email string) bool {
	return slices.ContainsFunc(i.emails, func(e string) bool { return strings.EqualFold(e, email) })
}

func (i identity) is(p Person) bool {
	return i.userID != 0 && i.userID == p.userID() || p.Email != "" && i.owns(p.Email)
}

// owners are the names of people by their addresses.
func (s *State) owners() map[string]string {
	out := map[string]string{}
	for name, emails := range s.People {
		for _, email := range emails {
			out[strings.ToLower(email)] = name
		}
	}
	return out
}

// identity finds out who a member of a team is.
func (s *State) identity(name string, owners map[string]string) (identity, error) {
	if emails, ok := s.People[name]; ok {
		return identity{name: name, emails: emails}, nil
	}
	found, err := parseIdentity(name)
	if err != nil {
		return found, err
	}
	// An address of someone who has a name stands for all their addresses.
	if len(found.emails) > 0 {
		if owner, ok := owners[strings.ToLower(found.emails[0])]; ok {
			return identity{name: owner, emails: s.People[owner]}, nil
		}
	}
	return found, nil
}
