package access

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// snapTeams is a snapshot of a pretix with two teams, to be changed by tests.
func snapTeams() *Snapshot {
	team := func(id int64, name string) Group {
		return Group{
			ID: snapID(id), Name: name, Events: boxoffice.OnlyEvents("gala"),
			Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions("event.orders:read"), Organizer: boxoffice.OnlyPermissions()},
			Invites:     []boxoffice.TeamInvite{{ID: id * 10, Email: fmt.Sprintf("new%d@example.org", id)}},
			Tokens:      []boxoffice.TeamToken{{ID: id * 100, Name: "till", Active: true}},
			Team:        &boxoffice.Team{ID: id, Name: name, Require2FA: new(false)},
		}
	}
	return &Snapshot{
		Platform: PlatformPretix, Account: "demo", Version: "2026.8.0",
		Groups: []Group{team(7, "Box office"), team(8, "Crew")},
		People: []Person{
			{ID: "1", Email: "ana@example.org", Name: "Ana", Uses2FA: new(true), Groups: []string{"7", "8"}},
			{ID: "2", Email: "bob@example.org", Uses2FA: new(false), Groups: []string{"7"}},
		},
	}
}

func snapRoles() *Snapshot {
	return &Snapshot{
		Platform: PlatformEventbrite, Account: "5",
		Groups: []Group{{ID: "3", Name: "Door", Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions("event.orders:read")}, Role: &boxoffice.Role{ID: "3"}}},
		People: []Person{{ID: "11", Name: "Ana", RoleSummary: "Owner"}, {ID: "12", RoleSummary: "Door"}},
	}
}

func TestDiff(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		base   func() *Snapshot
		change func(*Snapshot)
		want   []string
	}{
		{"nothing", snapTeams, func(*Snapshot) {}, nil},
		{"times and version are no change", snapTeams, func(s *Snapshot) { s.TakenAt, s.Version = now(), "2026.9.0" }, nil},
		{"a team appears", snapTeams, func(s *Snapshot) {
			s.Groups = append(s.Groups, Group{
				ID: "9", Name: "Door\x1b[2J", Events: boxoffice.AllEvents(),
				Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions("event.orders:checkin"), Organizer: boxoffice.OnlyPermissions()},
				Tokens:      []boxoffice.TeamToken{{ID: 12, Name: "scanner", Active: true}, {ID: 13, Name: "old"}},
				Invites:     []boxoffice.TeamInvite{{ID: 4, Email: "eve@example.org"}, {ID: 5}},
				Team:        &boxoffice.Team{ID: 9, Require2FA: new(true)},
			})
			s.People[1].Groups = append(s.People[1].Groups, "9")
		}, []string{
			"+ team Door\ufffd[2J (9)",
			"~ Door\ufffd[2J (9): events: none → all",
			"~ Door\ufffd[2J (9): event permissions: added event.orders:checkin",
			"~ Door\ufffd[2J (9): require 2fa: false → true",
			"+ bob@example.org joined Door\ufffd[2J (9)",
			"+ invite of eve@example.org (4) to Door\ufffd[2J (9)",
			"+ invite without an address (5) to Door\ufffd[2J (9)",
			"+ token scanner (12) of Door\ufffd[2J (9)",
			"+ token old (13) of Door\ufffd[2J (9)",
		}},
		{"a team vanishes", snapTeams, func(s *Snapshot) {
			s.Groups = s.Groups[:1]
			s.People[0].Groups = []string{"7"}
		}, []string{
			"- team Crew (8)",
			"~ Crew (8): events: removed gala",
			"~ Crew (8): event permissions: removed event.orders:read",
			"- ana@example.org left Crew (8)",
			"- invite of new8@example.org (80) to Crew (8)",
			"- token till (800) of Crew (8)",
		}},
		{"a team is renamed and changes", snapTeams, func(s *Snapshot) {
			g := &s.Groups[0]
			g.Name, g.Events = "Tills", boxoffice.OnlyEvents("gala", "openair")
			g.Permissions.Event = boxoffice.OnlyPermissions("event.orders:write", "event:cancel")
			g.Permissions.Organizer = boxoffice.AllPermissions()
			g.Team.Require2FA = new(true)
		}, []string{
			"~ Tills (7): name: Box office → Tills",
			"~ Tills (7): events: added openair",
			"~ Tills (7): event permissions: added event.orders:write, event:cancel; removed event.orders:read",
			"~ Tills (7): organizer permissions: none → all",
			"~ Tills (7): require 2fa: false → true",
		}},
		{"all events", snapTeams, func(s *Snapshot) { s.Groups[0].Events = boxoffice.AllEvents() }, []string{"~ Box office (7): events: gala → all"}},
		{"an event called all", snapTeams, func(s *Snapshot) { s.Groups[0].Events = boxoffice.OnlyEvents("all") }, []string{`~ Box office (7): events: added "all"; removed gala`}},
		{"people come and go", snapTeams, func(s *Snapshot) {
			s.People[0].Groups = []string{"8"}
			s.People[1] = Person{ID: "3", Groups: []string{"8"}}
		}, []string{
			"- ana@example.org left Box office (7)",
			"- bob@example.org left Box office (7)",
			"+ user:3 joined Crew (8)",
		}},
		{"a person changes", snapTeams, func(s *Snapshot) {
			s.People[0].Email, s.People[0].Name, s.People[0].Uses2FA = "ana@new.example.org", "", new(false)
		}, []string{
			"~ ana@new.example.org: email: ana@example.org → ana@new.example.org",
			"~ ana@new.example.org: name: Ana → nothing",
			"~ ana@new.example.org: uses 2fa: true → false",
		}},
		{"an invite is accepted", snapTeams, func(s *Snapshot) {
			s.Groups[0].Invites = nil
			s.People = append(s.People, Person{ID: "3", Email: "NEW7@example.org", Groups: []string{"7"}})
		}, []string{"+ NEW7@example.org joined Box office (7) by invitation"}},
		{"one of two invites is accepted", func() *Snapshot {
			s := snapTeams()
			s.Groups[0].Invites = append(s.Groups[0].Invites, boxoffice.TeamInvite{ID: 71, Email: "NEW7@example.org"})
			return s
		}, func(s *Snapshot) {
			s.Groups[0].Invites = nil
			s.People = append(s.People, Person{ID: "3", Email: "new7@example.org", Groups: []string{"7"}})
		}, []string{"+ new7@example.org joined Box office (7) by invitation", "- invite of NEW7@example.org (71) to Box office (7)"}},
		{"an invite of a member is revoked", func() *Snapshot {
			s := snapTeams()
			s.People[1].Email = "new7@example.org"
			return s
		}, func(s *Snapshot) { s.Groups[0].Invites = nil }, []string{"- invite of new7@example.org (70) to Box office (7)"}},
		{"an invite is gone, and the members were not read", snapTeams, func(s *Snapshot) {
			s.Groups[0].Invites = nil
			s.People = append(s.People, Person{ID: "3", Email: "new7@example.org", Groups: []string{"7"}})
			s.Failures = []Failure{{Part: PartMembers, Group: "7", Reason: "500"}}
		}, []string{"? members of Box office (7): not compared: 500", "- invite of new7@example.org (70) to Box office (7)"}},
		{"invites were not read", snapTeams, func(s *Snapshot) {
			s.Groups[0].Invites = nil
			s.People = append(s.People, Person{ID: "3", Email: "new7@example.org", Groups: []string{"7"}})
			s.Failures = []Failure{{Part: PartInvites, Group: "7", Reason: "500"}}
		}, []string{"+ new7@example.org joined Box office (7)", "? invites of Box office (7): not compared: 500"}},
		{"a part was missing before", func() *Snapshot {
			s := snapTeams()
			s.Groups[0].Tokens, s.Failures = nil, []Failure{{Part: PartTokens, Group: "7", Reason: "502"}}
			return s
		}, func(s *Snapshot) {
			s.Groups[0].Tokens, s.Failures = []boxoffice.TeamToken{{ID: 700, Name: "till"}}, nil
		}, []string{"? tokens of Box office (7): not compared: 502"}},
		{"an invite is accepted by another address", snapTeams, func(s *Snapshot) {
			s.Groups[0].Invites = nil
			s.People = append(s.People, Person{ID: "3", Email: "other@example.org", Groups: []string{"7"}})
		}, []string{"+ other@example.org joined Box office (7)", "- invite of new7@example.org (70) to Box office (7)"}},
		{"an invite is revoked, and its address joins another team", snapTeams, func(s *Snapshot) {
			s.Groups[0].Invites = nil
			s.People = append(s.People, Person{ID: "3", Email: "new7@example.org", Groups: []string{"8"}})
		}, []string{"- invite of new7@example.org (70) to Box office (7)", "+ new7@example.org joined Crew (8)"}},
		{"tokens", snapTeams, func(s *Snapshot) {
			s.Groups[0].Tokens[0].Active = false
			s.Groups[0].Tokens = append(s.Groups[0].Tokens, boxoffice.TeamToken{ID: 701, Name: "till\n2", Active: true})
			s.Groups[1].Tokens = nil
		}, []string{
			"- token till (700) of Box office (7): active → inactive",
			"+ token till 2 (701) of Box office (7)",
			"- token till (800) of Crew (8)",
		}},
		{"parts are missing", snapTeams, func(s *Snapshot) {
			s.Groups[0].Tokens, s.Groups[0].Invites, s.People[1].Groups = nil, nil, nil
			s.Groups[0].Name = "Tills"
			s.Failures = []Failure{{Part: PartTokens, Group: "7", Reason: "502\x1b"}, {Part: PartMembers, Group: "7", Reason: "500"}}
		}, []string{
			"~ Tills (7): name: Box office → Tills",
			"? members of Tills (7): not compared: 500",
			"- invite of new7@example.org (70) to Tills (7)",
			"? tokens of Tills (7): not compared: 502\ufffd",
		}},
		{"nothing could be read", snapTeams, func(s *Snapshot) {
			s.Groups, s.People, s.Failures = nil, nil, []Failure{{Part: PartTeams, Reason: "forbidden"}}
		}, []string{"? teams: not compared: forbidden"}},
		{"nothing of an organization", snapRoles, func(*Snapshot) {}, nil},
		{"an organization", snapRoles, func(s *Snapshot) {
			s.Groups[0].Permissions.Event = boxoffice.OnlyPermissions("event.orders:read", "x")
			s.Groups = append(s.Groups, Group{ID: "4", Name: "Desk"})
			s.People[0].RoleSummary, s.People[1] = "Door", Person{ID: "13"}
		}, []string{
			"~ Door (3): event permissions: added x",
			"+ role Desk (4)",
			"+ user:13 joined",
			"- user:12 left",
			"~ Ana (user:11): role summary: Owner → Door",
		}},
		{"parts of an organization", snapRoles, func(s *Snapshot) {
			s.Groups, s.People = nil, []Person{{ID: "11", RoleSummary: "Owner"}, {ID: "12", RoleSummary: "Door"}}
			s.Failures = []Failure{
				{Part: PartMembers, Reason: "502"}, {Part: PartRoles, Reason: "403"},
				{Part: PartUsers, Person: "11", Reason: "404"}, {Part: PartUsers, Person: "12", Reason: "404"},
			}
		}, []string{"? roles: not compared: 403", "? members: not compared: 502", "? users: not compared: of 2 people: 404"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			after := c.base()
			c.change(after)
			changes, err := Diff(c.base(), after)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, change := range changes {
				got = append(got, change.String())
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			data, err := json.Marshal(changes)
			if err != nil {
				t.Fatal(err)
			}
			var back []Change
			if err := json.Unmarshal(data, &back); err != nil || !slices.Equal(back, changes) {
				t.Errorf("after JSON: %v, %v", back, err)
			}
		})
	}
}

func TestDiffOfDifferentAccounts(t *testing.T) {
	t.Parallel()
	other := snapTeams()
	other.Account = "elsewhere"
	for _, pair := range [][2]*Snapshot{{snapTeams(), other}, {snapTeams(), snapRoles()}, {nil, other}, {other, nil}} {
		changes, err := Diff(pair[0], pair[1])
		if _, ok := errors.AsType[*boxoffice.ArgumentError](err); !ok || changes != nil {
			t.Errorf("%v, %v", changes, err)
		}
	}
}

// What happened between two readings of a server is what the diff tells.
func TestDiffOfAServer(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewPretix(t)
	server.AddEvent("", boxofficetest.PretixEvent{Slug: "gala"})
	desk := server.AddTeam("", boxofficetest.PretixTeam{Name: "Box office", LimitEvents: []string{"gala"}})
	bob := server.AddUser(boxofficetest.PretixUser{Email: "bob@example.org"})
	server.AddMember(desk, bob)
	server.AddInvite(desk, "carol@example.org")
	till := server.AddToken(desk, "till")
	before := snapCopy(t, snapRead(t, server, nil))

	px := snapPretix(t, server)
	if _, err := px.Teams.Update(t.Context(), "demo", desk, boxoffice.TeamUpdate{
		Name: new("Tills"), Require2FA: new(true), Events: boxoffice.AllEvents(),
		Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions("event.orders:read")},
	}); err != nil {
		t.Fatal(err)
	}
	server.RemoveMember(desk, bob)
	server.AcceptInvite(server.Outbox()[0].Secret, boxofficetest.PretixUser{Email: "Carol@example.org"})
	server.DeactivateToken(desk, till.ID)

	changes, err := Diff(before, snapRead(t, server, nil))
	if err != nil {
		t.Fatal(err)
	}
	of := fmt.Sprintf("Tills (%d)", desk)
	var got []string
	for _, c := range changes {
		got = append(got, c.String())
	}
	snapEqual(t, "changes", got, []string{
		"~ " + of + ": name: Box office → Tills",
		"~ " + of + ": events: gala → all",
		"~ " + of + ": event permissions: added event.orders:read",
		"~ " + of + ": require 2fa: false → true",
		"+ Carol@example.org joined " + of + " by invitation",
		"- bob@example.org left " + of,
		fmt.Sprintf("- token till (%d) of %s: active → inactive", till.ID, of),
	})
}

// snapFacts is all that a diff compares, as a set of facts.
func snapFacts(s *Snapshot) map[string]string {
	facts := map[string]string{}
	for i := range s.Groups {
		g := &s.Groups[i]
		facts["group "+g.ID] = g.Name
		if events := g.Events.String(); events != "none" {
			facts["events "+g.ID] = events
		}
		if may := g.Permissions.Event.String(); may != "none" {
			facts["event_permissions "+g.ID] = may
		}
		if may := g.Permissions.Organizer.String(); may != "none" {
			facts["organizer_permissions "+g.ID] = may
		}
		if g.Team.Require2FA != nil && *g.Team.Require2FA {
			facts["require_2fa "+g.ID] = "true"
		}
		for _, i := range g.Invites {
			facts[fmt.Sprintf("invite %s %d", g.ID, i.ID)] = i.Email
		}
		for _, t := range g.Tokens {
			facts[fmt.Sprintf("token %s %d", g.ID, t.ID)] = map[bool]string{true: tokenActive, false: tokenInactive}[t.Active]
		}
	}
	for _, p := range s.People {
		for _, g := range p.Groups {
			facts["member "+g+" "+p.ID] = "in"
		}
	}
	return facts
}

// snapApply changes facts as a diff says, and checks what it says was before.
func snapApply(t *testing.T, facts map[string]string, changes []Change) {
	t.Helper()
	put := func(key, before, after string) {
		if facts[key] != before {
			t.Fatalf("%s was %q, the diff says %q", key, facts[key], before)
		}
		if facts[key] = after; after == "" {
			delete(facts, key)
		}
	}
	for _, c := range changes {
		member, invite := "member "+c.Group+" "+c.Person, fmt.Sprintf("invite %s %d", c.Group, c.Invite)
		switch c.Kind {
		case ChangeGroupAdded:
			put("group "+c.Group, "", c.GroupName)
		case ChangeGroupRemoved:
			put("group "+c.Group, c.GroupName, "")
		case ChangeGroup:
			key := c.Field
			if key == "name" {
				key = "group"
			}
			none := func(value string) string {
				if value == "none" || value == "false" {
					return ""
				}
				return value
			}
			put(key+" "+c.Group, none(c.Before), none(c.After))
		case ChangeJoined:
			put(member, "", "in")
		case ChangeAccepted:
			put(member, "", "in")
			put(invite, facts[invite], "")
		case ChangeLeft:
			put(member, "in", "")
		case ChangeInvited:
			put(invite, "", c.Email)
		case ChangeInviteGone:
			put(invite, c.Email, "")
		case ChangeToken, ChangeTokenAdded, ChangeTokenRemoved:
			put(fmt.Sprintf("token %s %d", c.Group, c.Token), c.Before, c.After)
		case ChangePerson:
		default:
			t.Fatalf("unknown: %v", c)
		}
	}
}

func snapRandom(r *rand.Rand) *Snapshot {
	s := &Snapshot{Platform: PlatformPretix, Account: "demo", Groups: []Group{}, People: []Person{}}
	pick := func(names ...string) []string {
		return slices.DeleteFunc(names, func(string) bool { return r.IntN(2) == 0 })
	}
	set := func(names ...boxoffice.Permission) boxoffice.PermissionSet {
		if r.IntN(4) == 0 {
			return boxoffice.AllPermissions()
		}
		return boxoffice.OnlyPermissions(slices.DeleteFunc(names, func(boxoffice.Permission) bool { return r.IntN(2) == 0 })...)
	}
	for id := range int64(4) {
		if r.IntN(4) == 0 {
			continue
		}
		g := Group{
			ID: snapID(id), Name: []string{"Till", "Desk", "Crew"}[r.IntN(3)], Events: boxoffice.OnlyEvents(pick("gala", "openair")...),
			Permissions: boxoffice.Permissions{Event: set("event.orders:read", "event:cancel"), Organizer: set("organizer.teams:write")},
			Team:        &boxoffice.Team{ID: id, Require2FA: new(r.IntN(2) == 0)},
		}
		if r.IntN(3) == 0 {
			g.Events = boxoffice.AllEvents()
		}
		for i := range int64(3) {
			if r.IntN(2) == 0 {
				g.Invites = append(g.Invites, boxoffice.TeamInvite{ID: i, Email: fmt.Sprintf("P%d@example.org", i)})
			}
			if r.IntN(2) == 0 {
				g.Tokens = append(g.Tokens, boxoffice.TeamToken{ID: i, Name: "till", Active: r.IntN(2) == 0})
			}
		}
		s.Groups = append(s.Groups, g)
	}
	for id := range 5 {
		p := Person{ID: fmt.Sprint(id), Email: fmt.Sprintf("p%d@example.org", id), Uses2FA: new(r.IntN(2) == 0)}
		for i := range s.Groups {
			if r.IntN(2) == 0 {
				p.Groups = append(p.Groups, s.Groups[i].ID)
			}
		}
		if len(p.Groups) > 0 {
			s.People = append(s.People, p)
		}
	}
	return s
}

// Nothing changes between a snapshot and itself, and what a diff tells, applied to the
// one, makes the other.
func TestDiffLaws(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 1))
		a, b := snapRandom(r), snapRandom(r)
		if changes, err := Diff(a, snapCopy(t, a)); len(changes) > 0 || err != nil {
			t.Fatalf("seed %d: %v, %v", seed, changes, err)
		}
		for _, pair := range [][2]*Snapshot{{a, b}, {b, a}} {
			changes, err := Diff(pair[0], pair[1])
			if err != nil {
				t.Fatal(err)
			}
			facts := snapFacts(pair[0])
			snapApply(t, facts, changes)
			if want := snapFacts(pair[1]); !maps.Equal(facts, want) {
				t.Fatalf("seed %d: %v\nmake %v\nwant %v", seed, changes, facts, want)
			}
		}
	}
}

func TestChangesAreSafeToPrint(t *testing.T) {
	t.Parallel()
	const evil = "a\x1b[2J\r\nb\u202e\u2028\x00"
	kinds := []ChangeKind{
		ChangeGroupAdded, ChangeGroupRemoved, ChangeGroup, ChangeJoined, ChangeLeft, ChangeAccepted, ChangePerson,
		ChangeInvited, ChangeInviteGone, ChangeTokenAdded, ChangeTokenRemoved, ChangeToken, ChangeUnknown, evil,
	}
	for _, kind := range kinds {
		for _, c := range []Change{
			{Kind: kind, Group: evil, GroupName: evil, Person: evil, TokenName: evil, Field: evil, Before: evil, After: evil, Part: evil, Reason: evil},
			{Kind: kind, Email: evil, Added: evil, Removed: evil},
		} {
			if i := strings.IndexFunc(c.String(), func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 {
				t.Errorf("%s prints %q", kind, c.String())
			}
		}
	}
}
