package access

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/boxoffice-go/boxoffice"
)

// snapSound is a pretix with which no rule finds anything: three administrators with a
// second factor that their team requires, and a team of one more.
func snapSound() *Snapshot {
	all := boxoffice.Permissions{Event: boxoffice.AllPermissions(), Organizer: boxoffice.AllPermissions()}
	person := func(id, name string, groups ...string) Person {
		return Person{ID: id, Email: name + "@example.org", Name: name, Uses2FA: new(true), Groups: groups}
	}
	return &Snapshot{
		Platform: PlatformPretix, Account: "demo", Version: "2026.8.0", TakenAt: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC),
		Groups: []Group{
			{
				ID: "1", Name: "Administrators", Events: boxoffice.AllEvents(), Permissions: all,
				Team: &boxoffice.Team{
					ID: 1, Name: "Administrators", Require2FA: new(true), AllEvents: true, AllEventPermissions: true, AllOrganizerPermissions: true,
					LimitEventPermissions: []boxoffice.Permission{}, LimitOrganizerPermissions: []boxoffice.Permission{},
				},
			},
			{
				ID: "7", Name: "Box office", Events: boxoffice.OnlyEvents("gala"),
				Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions("event.orders:read"), Organizer: boxoffice.OnlyPermissions()},
				Tokens:      []boxoffice.TeamToken{{ID: 70, Name: "till", Active: true}},
				Team: &boxoffice.Team{
					ID: 7, Name: "Box office", Require2FA: new(true),
					LimitEventPermissions: []boxoffice.Permission{"event.orders:read"}, LimitOrganizerPermissions: []boxoffice.Permission{},
				},
			},
		},
		People: []Person{person("11", "ana", "1"), person("12", "bob", "1"), person("13", "cem", "1", "7"), person("14", "dan", "7")},
	}
}

func snapFailed(part Part, group string) func(*Snapshot) {
	return func(s *Snapshot) { s.Failures = append(s.Failures, Failure{Part: part, Group: group, Reason: "502"}) }
}

func TestRules(t *testing.T) {
	t.Parallel()
	without := func(people ...int) func(*Snapshot) {
		return func(s *Snapshot) {
			for _, i := range people {
				s.People[i].Uses2FA = new(false)
			}
		}
	}
	optional := func(s *Snapshot) {
		for i := range s.Groups {
			s.Groups[i].Team.Require2FA = new(false)
		}
	}
	invite := func(group int, email string) func(*Snapshot) {
		return func(s *Snapshot) {
			s.Groups[group].Invites = append(s.Groups[group].Invites, boxoffice.TeamInvite{ID: int64(90 + len(s.Groups[group].Invites)), Email: email})
		}
	}
	alone := func(s *Snapshot) { s.People = s.People[2:] }
	nobody := func(s *Snapshot) { s.People = s.People[3:] }
	adminToken := func(s *Snapshot) {
		s.Groups[0].Tokens = []boxoffice.TeamToken{{ID: 10, Name: "laptop\x1b", Active: true}, {ID: 11, Name: "old"}}
	}
	older := snapSound()
	invite(1, "new@example.org")(older)
	elsewhere := snapSound()
	elsewhere.Account = "elsewhere"
	invite(1, "new@example.org")(elsewhere)

	cases := []struct {
		name    string
		rule    Rule
		changes []func(*Snapshot)
		want    []string // severity, group, person, text
	}{
		{"whole", NotWhole(), nil, nil},
		{"not whole", NotWhole(), []func(*Snapshot){snapFailed(PartTokens, "1"), snapFailed(PartMembers, "1"), snapFailed(PartTokens, "7")}, []string{
			"high||| demo: could not be read: members (1), tokens (2); the first because of 502. Read it again: what hangs on them is not judged",
		}},
		{"names not read", NotWhole(), []func(*Snapshot){snapFailed(PartUsers, "")}, []string{
			"info||| demo: could not be read: users (1); the first because of 502. Read it again: what hangs on them is not judged",
		}},

		{"two administrators", LastAdministrator(), []func(*Snapshot){func(s *Snapshot) { s.People = s.People[1:] }}, nil},
		{"one administrator", LastAdministrator(), []func(*Snapshot){alone}, []string{
			"high||13| demo: cem@example.org is the only person who can manage teams, if the account is not disabled: nothing tells. Add a second person to a team with organizer.teams:write",
		}},
		{"one who is not locked out", LastAdministrator(), []func(*Snapshot){without(0, 1)}, []string{
			"high||13| demo: cem@example.org is the only person who can manage teams, if the account is not disabled: nothing tells. Add a second person to a team with organizer.teams:write",
		}},
		{"nobody", LastAdministrator(), []func(*Snapshot){nobody, adminToken}, []string{
			"critical||| demo: nobody can manage teams: Administrators (1) has no member. With a token that can, invite someone into a team with organizer.teams:write",
		}},
		{"nobody, and no token", LastAdministrator(), []func(*Snapshot){without(0, 1, 2)}, []string{
			"critical||| demo: nobody can manage teams: those in Administrators (1) use no second factor, which a team of theirs requires. " +
				"No token can, either: only someone with access to the server itself can help",
		}},
		{"no team", LastAdministrator(), []func(*Snapshot){func(s *Snapshot) { s.Groups = s.Groups[1:] }}, []string{
			"critical||| demo: nobody can manage teams: no team has organizer.teams:write. No token can, either: only someone with access to the server itself can help",
		}},
		{"nobody knows", LastAdministrator(), []func(*Snapshot){nobody, snapFailed(PartMembers, "1")}, nil},

		{"three of three", FullRights(3), nil, nil},
		{"three of two", FullRights(2), nil, []string{
			"medium|1|| Administrators (1): 3 members can do everything with all events and the organizer; more than 2 is many. Move those who need less to a team that may do less",
		}},
		{"not all events", FullRights(2), []func(*Snapshot){func(s *Snapshot) { s.Groups[0].Team.AllEvents = false }}, nil},
		{"not all permissions", FullRights(2), []func(*Snapshot){func(s *Snapshot) {
			s.Groups[0].Permissions.Event = boxoffice.OnlyPermissions("event.orders:read")
		}}, nil},
		{"all that an old server knows", FullRights(2), []func(*Snapshot){func(s *Snapshot) {
			s.Version = "4.17.1"
			s.Groups[0].Team = &boxoffice.Team{
				ID: 1, AllEvents: true, CanChangeEventSettings: true, CanChangeItems: true, CanViewOrders: true, CanChangeOrders: true, CanViewVouchers: true,
				CanChangeVouchers: true, CanCreateEvents: true, CanChangeOrganizerSettings: true, CanChangeTeams: true, CanManageGiftCards: true, CanManageCustomers: true,
			}
			s.Groups[0].Permissions = s.Groups[0].Team.Permissions()
		}}, []string{
			"medium|1|| Administrators (1): 3 members can do everything with all events and the organizer; more than 2 is many. Move those who need less to a team that may do less",
		}},

		{"all use 2FA", Without2FA(), nil, nil},
		{"two do not", Without2FA(), []func(*Snapshot){without(2, 3)}, []string{
			"high|1|13| cem@example.org: uses no second factor and can manage teams through Administrators (1). Ask for it, then let the team require it",
			"medium||14| dan@example.org: uses no second factor. Ask for it, then let the team require it",
		}},
		{"not known", Without2FA(), []func(*Snapshot){func(s *Snapshot) { s.People[0].Uses2FA = nil }}, nil},

		{"required and used", Require2FA(), nil, nil},
		{"required and not used", Require2FA(), []func(*Snapshot){without(2)}, []string{
			"medium|1|| Administrators (1): requires a second factor, which locks 1 of 3 members out of everything until they have one. Tell them, or take them out of the team",
			"medium|7|| Box office (7): requires a second factor, which locks 1 of 2 members out of everything until they have one. Tell them, or take them out of the team",
		}},
		{"not required and not used", Require2FA(), []func(*Snapshot){optional, without(2, 0)}, []string{
			"info|1|| Administrators (1): requires no second factor; requiring it would lock 2 of 3 members out of everything. Ask them to switch it on first",
			"info|7|| Box office (7): requires no second factor; requiring it would lock 1 of 2 members out of everything. Ask them to switch it on first",
			"info||| demo: requiring a second factor in all teams would lock out 2 of 4 people. Begin with the teams that can manage teams",
		}},
		{"not required and used", Require2FA(), []func(*Snapshot){optional, func(s *Snapshot) { s.People = s.People[:2] }}, []string{
			"info|1|| Administrators (1): requires no second factor, although its members all use one. Require it: nobody would be locked out",
		}},
		{"can't be required", Require2FA(), []func(*Snapshot){without(0), func(s *Snapshot) { s.Groups[0].Team.Require2FA, s.Groups[1].Team.Require2FA = nil, nil }}, nil},
		{"members not read", Require2FA(), []func(*Snapshot){optional, without(0, 2), snapFailed(PartMembers, "1")}, []string{
			"info|7|| Box office (7): requires no second factor; requiring it would lock 1 of 2 members out of everything. Ask them to switch it on first",
		}},

		{"no token that manages", TokensThatManage(), nil, nil},
		{"a token that manages", TokensThatManage(), []func(*Snapshot){adminToken}, []string{
			"medium|1|| token laptop\ufffd (10) of Administrators (1): can change teams, and so give itself every permission; " +
				"it may be the one that this was read with. Disable it unless a program needs just that",
		}},
		{"tokens with members", TokensWithoutMembers(), []func(*Snapshot){adminToken}, nil},
		{"tokens without members", TokensWithoutMembers(), []func(*Snapshot){func(s *Snapshot) { s.People = s.People[:2] }}, []string{
			"low|7|| token till (70) of Box office (7): works, and nobody is in its team. Find out which program uses it, or disable it",
		}},
		{"inactive tokens without members", TokensWithoutMembers(), []func(*Snapshot){func(s *Snapshot) { s.People, s.Groups[1].Tokens[0].Active = s.People[:2], false }}, nil},
		{"tokens without known members", TokensWithoutMembers(), []func(*Snapshot){func(s *Snapshot) { s.People = s.People[:2] }, snapFailed(PartMembers, "7")}, nil},

		{"tokens without any known members", TokensWithoutMembers(), []func(*Snapshot){func(s *Snapshot) { s.People = s.People[:2] }, snapFailed(PartMembers, "")}, nil},
		{"tokens without known teams", TokensWithoutMembers(), []func(*Snapshot){func(s *Snapshot) { s.People = s.People[:2] }, snapFailed(PartTeams, "")}, nil},

		{"no invite", OpenInvites(), nil, nil},
		{"open invites", OpenInvites(), []func(*Snapshot){invite(0, "new@example.org"), invite(1, "x\x1b@example.org")}, []string{
			"medium|1|| invite of new@example.org (90) to Administrators (1): is open, and whoever takes it can change teams. Revoke it, or send it again, when nobody waits for it",
			"info|7|| invite of x\ufffd@example.org (90) to Box office (7): is open. Revoke it, or send it again, when nobody waits for it",
		}},
		{"invites of before", InvitesOpenSince(older), []func(*Snapshot){invite(1, "new@example.org"), invite(1, "late@example.org"), invite(0, "new@example.org")}, []string{
			"medium|7|| invite of new@example.org (90) to Box office (7): is open since 2026-11-24 or longer. Revoke it, or ask whether the mail arrived",
		}},
		{"invites of elsewhere", InvitesOpenSince(elsewhere), []func(*Snapshot){invite(1, "new@example.org")}, nil},
		{"an invite of a member", InvitesOfMembers(), []func(*Snapshot){invite(1, "CEM@example.org"), invite(1, ""), func(s *Snapshot) { s.People[3].Email = "" }}, []string{
			"medium|7|13| invite of CEM@example.org (90) to Box office (7): is of a member of the team; its link still lets somebody else in. Revoke it",
		}},
		{"an invite of another team's member", InvitesOfMembers(), []func(*Snapshot){invite(1, "ana@example.org")}, nil},
		{"an invite without an address", InvitesWithoutAddress(), []func(*Snapshot){invite(1, ""), invite(1, "a@example.org")}, []string{
			"low|7|| invite without an address (90) to Box office (7): reaches nobody. Revoke it, and invite the person who was meant",
		}},

		{"no twins", Twins(), nil, nil},
		{"twins by name", Twins(), []func(*Snapshot){func(s *Snapshot) {
			s.Groups[0].Name = "box  Office"
			s.Groups = append(s.Groups, Group{ID: "9", Name: "Crew", Team: &boxoffice.Team{}}, Group{ID: "8", Name: " Box office", Team: &boxoffice.Team{}})
		}}, []string{"low|1|| box  Office (1), Box office (7),  Box office (8): have the same name. Rename one, or merge them"}},
		{"twins by content", Twins(), []func(*Snapshot){func(s *Snapshot) {
			twin := s.Groups[1]
			twin.ID, twin.Name = "8", "Tills"
			s.Groups = append(s.Groups, twin)
			s.People[2].Groups, s.People[3].Groups = []string{"1", "7", "8"}, []string{"8", "7"}
		}}, []string{"info|7|| Box office (7), Tills (8): have the same members, events and permissions. Merge them, if nothing else tells them apart"}},
		{"teams of nobody are no twins", Twins(), []func(*Snapshot){func(s *Snapshot) {
			twin := s.Groups[1]
			twin.ID, twin.Name = "8", "Tills"
			s.Groups, s.People = append(s.Groups, twin), s.People[:2]
		}}, nil},
		{"other events", Twins(), []func(*Snapshot){func(s *Snapshot) {
			twin := s.Groups[1]
			twin.ID, twin.Name, twin.Events = "8", "Tills", boxoffice.OnlyEvents("openair")
			s.Groups = append(s.Groups, twin)
			s.People[2].Groups, s.People[3].Groups = []string{"1", "7", "8"}, []string{"8", "7"}
		}}, nil},

		{"not stuck", StuckTeams(), nil, nil},
		{"stuck", StuckTeams(), []func(*Snapshot){func(s *Snapshot) {
			s.Groups[1].Team.AllEvents, s.Groups[1].Team.LimitEvents = true, []string{"gala"}
			s.Groups[0].Team.LimitEventPermissions = []boxoffice.Permission{"plugin:x"}
			s.Groups[0].Team.AllEventPermissions = false
		}}, []string{
			"info|1|| Administrators (1): plugin:x is stored, which may belong to a plugin that was removed. " +
				"Install the plugin again, or make a new team in its place: the API can't repair this",
			"medium|7|| Box office (7): all events and a list of some are stored together. Set TeamUpdate.Events to AllEvents() or OnlyEvents(...)",
		}},

		{"all have names", WithoutName(), nil, nil},
		{"no name", WithoutName(), []func(*Snapshot){func(s *Snapshot) { s.People[0].Name, s.People[1].Name, s.People[1].Email = " ", "", "" }}, []string{
			"info||11| ana@example.org: has no name. Ask them to tell it in their account",
			"info||12| user:12: has no name. Ask them to tell it in their account",
		}},
		{"a name that was not read", WithoutName(), []func(*Snapshot){func(s *Snapshot) {
			s.People[0].Name = ""
			s.Failures = []Failure{{Part: PartUsers, Person: "11", Reason: "403"}}
		}}, nil},
	}
	for _, c := range cases {
		t.Run(c.rule.Name+" "+c.name, func(t *testing.T) {
			t.Parallel()
			s := snapSound()
			for _, change := range c.changes {
				change(s)
			}
			kept := snapCopy(t, s)
			var got []string
			for _, f := range c.rule.Check(s) {
				text := strings.TrimPrefix(f.String(), string(f.Severity)+":")
				got = append(got, strings.Join([]string{string(f.Severity), f.Group, f.Person, text}, "|"))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			snapEqual(t, "the snapshot afterwards", snapCopy(t, s), kept)
		})
	}
}

// What nobody should worry about: a sound organizer, and what is not known of an
// Eventbrite organization.
func TestDefaultRulesAreQuiet(t *testing.T) {
	t.Parallel()
	for _, s := range []*Snapshot{snapSound(), {Platform: PlatformEventbrite, Account: "5", Groups: snapRoles().Groups, People: []Person{{ID: "11", Name: "Ana"}}}} {
		if findings := Audit(s); findings != nil {
			t.Errorf("%s: %v", s.Platform, findings)
		}
	}
}

func TestDefaultRulesHaveNamesAndDocs(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, rule := range append(DefaultRules(), InvitesOpenSince(snapSound())) {
		if rule.Name == "" || seen[rule.Name] || rule.Doc == "" || !strings.HasSuffix(rule.Doc, ".") {
			t.Errorf("%+v", rule)
		}
		seen[rule.Name] = true
	}
}
