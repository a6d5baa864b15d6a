package conformance

import (
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

var shellPairs = []shellPair{
	{line: `team = organizer.teams.create(name="Night crew")`, call: "px.Teams.Create", do: func(t *testing.T, s *target, _ *shellSubject) any {
		return try(s.px.Teams.Create(t.Context(), s.Organizer, boxoffice.TeamCreate{Name: "Night crew"})).must(t)
	}},
	update(`team.name = "Night crew"; team.save()`, nil, boxoffice.TeamUpdate{Name: new("Night crew")}),
	update(`team.require_2fa = True; team.save()`, nil, boxoffice.TeamUpdate{Require2FA: new(true)}),
	update(`team.limit_event_permissions = {"event.orders:read": True}; team.save()`, may("event.vouchers:read", "organizer.events:create"),
		boxoffice.TeamUpdate{Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions("event.orders:read")}}),
	{
		line: `team.limit_event_permissions["event.vouchers:read"] = True; team.save()`, call: "px.Teams.Grant",
		before: may("event.orders:read", "organizer.events:create"),
		do: func(t *testing.T, s *target, on *shellSubject) any {
			try(s.px.Teams.Grant(t.Context(), s.Organizer, on.team, "event.vouchers:read")).must(t)
			return nil
		},
	},
	{
		line: `del team.limit_event_permissions["event.vouchers:read"]; team.save()`, call: "px.Teams.Revoke",
		before: may("event.orders:read", "event.vouchers:read", "organizer.events:create"),
		do: func(t *testing.T, s *target, on *shellSubject) any {
			try(s.px.Teams.Revoke(t.Context(), s.Organizer, on.team, "event.vouchers:read")).must(t)
			return nil
		},
	},
	update(`team.all_organizer_permissions = True; team.limit_organizer_permissions = {}; team.save()`, may("event.orders:read", "organizer.events:create"),
		boxoffice.TeamUpdate{Permissions: boxoffice.Permissions{Organizer: boxoffice.AllPermissions()}}),
	updateEvents(`team.limit_events.set(organizer.events.filter(slug__in=["gala"]))`, reaches(1, 2),
		func(event string) boxoffice.EventAccess { return boxoffice.OnlyEvents(event) }),
	{
		line: `team.limit_events.add(organizer.events.get(slug="gala"))`, call: "px.Teams.AddEvents", before: reaches(1),
		do: func(t *testing.T, s *target, on *shellSubject) any {
			try(s.px.Teams.AddEvents(t.Context(), s.Organizer, on.team, s.event(t, 0))).must(t)
			return nil
		},
	},
	{
		line: `team.limit_events.remove(organizer.events.get(slug="gala"))`, call: "px.Teams.RemoveEvents", before: reaches(0, 1),
		do: func(t *testing.T, s *target, on *shellSubject) any {
			try(s.px.Teams.RemoveEvents(t.Context(), s.Organizer, on.team, s.event(t, 0))).must(t)
			return nil
		},
	},
	updateEvents(`team.all_events = True; team.save(); team.limit_events.clear()`, reaches(0),
		func(string) boxoffice.EventAccess { return boxoffice.AllEvents() }),
	{
		line: `team.delete()`, call: "px.Teams.Delete", before: having(hasToken, hasMember, hasInvite),
		do: func(t *testing.T, s *target, on *shellSubject) any {
			failed(s.px.Teams.Delete(t.Context(), s.Organizer, on.team)).must(t)
			return nil
		},
	},
	{line: `team.tokens.create(name="printer").token`, call: "px.Tokens.Create", do: func(t *testing.T, s *target, on *shellSubject) any {
		hasToken(t, s, on)
		return nil
	}},
	{
		line: `team.tokens.values("id", "name", "active")`, call: "px.Tokens.All", before: having(hasToken, hasOldToken),
		do: func(t *testing.T, s *target, on *shellSubject) any {
			return try(boxoffice.Collect(s.px.Tokens.All(t.Context(), s.Organizer, on.team, nil))).must(t)
		},
	},
	{
		line: `team.active_tokens.values("id", "name")`, call: "px.Tokens.All", before: having(hasToken, hasOldToken),
		do: func(t *testing.T, s *target, on *shellSubject) any {
			active := []any{}
			for token, err := range s.px.Tokens.All(t.Context(), s.Organizer, on.team, nil) {
				if try(token, err).must(t).Active {
					active = append(active, map[string]any{"name": token.Name})
				}
			}
			return active
		},
	},
	{
		line: `team.tokens.filter(name="printer").update(active=False)`, call: "px.Tokens.Disable", before: having(hasToken, hasOldToken),
		do: func(t *testing.T, s *target, on *shellSubject) any {
			for token, err := range s.px.Tokens.All(t.Context(), s.Organizer, on.team, nil) {
				if try(token, err).must(t).Name == "printer" {
					try(s.px.Tokens.Disable(t.Context(), s.Organizer, on.team, token.ID)).must(t)
				}
			}
			return nil
		},
	},
	{
		line: `team.members.values("id", "email", "fullname")`, call: "px.Members.All", before: hasMember,
		do: func(t *testing.T, s *target, on *shellSubject) any {
			members := []any{}
			for m, err := range s.px.Members.All(t.Context(), s.Organizer, on.team, nil) {
				members = append(members, map[string]any{"email": try(m, err).must(t).Email, "fullname": m.FullName})
			}
			return members
		},
	},
	{line: `team.members.add(user)`, call: "px.Invites.Create", do: func(t *testing.T, s *target, on *shellSubject) any {
		if _, added := try(s.px.Invites.Create(t.Context(), s.Organizer, on.team, on.account)).must(t).Added(); !added {
			t.Error("not added")
		}
		return nil
	}},
	{line: `team.members.remove(user)`, call: "px.Members.Remove", before: hasMember, do: func(t *testing.T, s *target, on *shellSubject) any {
		s.removeEverywhere(t, on)
		return nil
	}},
	{line: `team.invites.create(email="carol@example.org")`, call: "px.Invites.Create", do: func(t *testing.T, s *target, on *shellSubject) any {
		if _, invited := try(s.px.Invites.Create(t.Context(), s.Organizer, on.team, on.stranger)).must(t).Invited(); !invited {
			t.Error("not invited")
		}
		return nil
	}},
	{line: `team.invites.values("id", "email")`, call: "px.Invites.All", before: hasInvite, do: func(t *testing.T, s *target, on *shellSubject) any {
		return try(boxoffice.Collect(s.px.Invites.All(t.Context(), s.Organizer, on.team, nil))).must(t)
	}},
	{
		line: `team.invites.filter(email="carol@example.org").delete()`, call: "px.Invites.Revoke", before: hasInvite,
		do: func(t *testing.T, s *target, on *shellSubject) any {
			for invite, err := range s.px.Invites.All(t.Context(), s.Organizer, on.team, nil) {
				failed(s.px.Invites.Revoke(t.Context(), s.Organizer, on.team, try(invite, err).must(t).ID)).must(t)
			}
			return nil
		},
	},
	{
		line: `{t.name: list(t.members.values_list("email", flat=True)) for t in organizer.teams.all()}`, call: "px.Members.All",
		before: hasMember, ofAll: true,
		do: func(t *testing.T, s *target, on *shellSubject) any {
			emails := map[string][]string{}
			for team, err := range s.px.Teams.All(t.Context(), s.Organizer, nil) {
				for m, err := range s.px.Members.All(t.Context(), s.Organizer, try(team, err).must(t).ID, nil) {
					emails[team.Name] = append(emails[team.Name], try(m, err).must(t).Email)
				}
			}
			return emails
		},
	},
	{line: `organizer.teams.filter(members=user)`, call: "compare `Email`", before: hasMember, ofAll: true, do: teamsOf},
	{
		line: `organizer.teams.with_organizer_permission("organizer.teams:write")`, call: "px.Teams.All",
		before: may("organizer.teams:write"), ofAll: true,
		do: func(t *testing.T, s *target, on *shellSubject) any {
			found := []any{}
			for team, err := range s.px.Teams.All(t.Context(), s.Organizer, nil) {
				try(team, err).must(t)
				if team.CanManageTeams() {
					found = append(found, map[string]any{"name": team.Name})
				}
			}
			return found
		},
	},
	{
		line: `for t in organizer.teams.filter(members=user): t.members.remove(user)`, call: "px.Members.Remove", before: having(hasMember, hasToken),
		do: func(t *testing.T, s *target, on *shellSubject) any {
			s.removeEverywhere(t, on)
			return nil
		},
	},
}

var shellOnlys = []shellOnly{
	{line: `team.tokens.get(name="printer").token`, before: hasToken, check: func(t *testing.T, _ *target, on *shellSubject, got shellAnswer) {
		equal(t, "secret", got.Answer, any(on.secret))
	}},
	{line: `TeamAPIToken.objects.get(token=secret).team`, before: hasToken, check: func(t *testing.T, _ *target, on *shellSubject, got shellAnswer) {
		equal(t, "team", got.Answer, any(map[string]any{"id": float64(on.team), "name": on.name}))
	}},
	{
		line: `team.tokens.filter(name="printer").update(active=True)`, before: having(hasToken, isDisabled),
		check: func(t *testing.T, s *target, on *shellSubject, _ shellAnswer) {
			try(s.as(t, boxoffice.PretixTeamToken(on.secret)).Organizers.Own(t.Context())).must(t)
		},
	},
	{
		line: `team.tokens.filter(name="printer").update(name="till")`, before: hasToken,
		check: func(t *testing.T, s *target, on *shellSubject, _ shellAnswer) {
			tokens := try(s.px.Tokens.List(t.Context(), s.Organizer, on.team, nil)).must(t).Items
			if len(tokens) != 1 || tokens[0].Name != "till" || !tokens[0].Active {
				t.Errorf("tokens are %+v", tokens)
			}
		},
	},
	{
		line: `team.tokens.filter(name="printer").delete()`, before: hasToken,
		check: func(t *testing.T, s *target, on *shellSubject, _ shellAnswer) {
			equal(t, "tokens", try(s.px.Tokens.List(t.Context(), s.Organizer, on.team, nil)).must(t).Count, 0)
		},
	},
	{
		line: `team.members.add(User.objects.create_user("carol@example.org"))`,
		check: func(t *testing.T, s *target, on *shellSubject, _ shellAnswer) {
			members := try(s.px.Members.List(t.Context(), s.Organizer, on.team, nil)).must(t).Items
			if len(members) != 1 || members[0].Email != on.stranger {
				t.Errorf("members are %+v", members)
			}
		},
	},
	{
		line: `team.members.filter(is_active=False)`, prepare: `user.is_active = False; user.save()`, before: hasMember,
		check: func(t *testing.T, s *target, on *shellSubject, got shellAnswer) {
			equal(t, "who", names(got.Answer), []string{on.account})
			members := try(s.px.Members.List(t.Context(), s.Organizer, on.team, nil)).must(t).Items
			if len(members) != 1 {
				t.Fatalf("members are %+v", members)
			}
			equal(t, "member", members[0], boxoffice.TeamMember{ID: members[0].ID, Email: on.account})
		},
	},
	{line: `team.members.values("email", "last_login")`, before: hasMember, check: func(t *testing.T, _ *target, on *shellSubject, got shellAnswer) {
		equal(t, "who", got.Answer, any([]any{map[string]any{"email": on.account, "last_login": nil}}))
	}},
	{line: `team.invites.get(email="carol@example.org").token`, before: hasInvite, check: func(t *testing.T, _ *target, _ *shellSubject, got shellAnswer) {
		if secret, _ := got.Answer.(string); len(secret) != 32 {
			t.Errorf("got %v", got.Answer)
		}
	}},
	{
		line: `team.all_logentries().values("action_type", "user__email", "api_token__name")`,
		check: func(t *testing.T, _ *target, _ *shellSubject, got shellAnswer) {
			equal(t, "log", got.Answer, any([]any{map[string]any{"action_type": "pretix.team.created", "user__email": nil, "api_token__name": "boxoffice"}}))
		},
	},
	{
		line:    `team.limit_event_permissions.pop("event.gone:write"); team.save()`,
		prepare: `team.limit_event_permissions = {"event.gone:write": True, "event.items:write": True}; team.save()`,
		check: func(t *testing.T, s *target, on *shellSubject, _ shellAnswer) {
			team := try(s.px.Teams.Update(t.Context(), s.Organizer, on.team, boxoffice.TeamUpdate{Name: new("mended")})).must(t)
			equal(t, "permissions", team.Permissions().Event, boxoffice.OnlyPermissions(boxoffice.PermissionEventItemsWrite))
		},
	},
	{line: `team.can_view_orders = True; team.save()`, check: func(t *testing.T, s *target, on *shellSubject, got shellAnswer) {
		equal(t, "error", got.Error, "")
		equal(t, "team", sorted(s.get(t, on.team)), s.plain(on.team, on.name))
	}},
	{line: `organizer.teams.create(name="Night crew", can_view_orders=True)`, check: func(t *testing.T, _ *target, _ *shellSubject, got shellAnswer) {
		equal(t, "error", got.Error, "TypeError")
	}},
	{line: `team.limit_event_permissions = {"event.orders:write": True}; team.save()`, check: isStuckThen},
	{line: `team.limit_event_permissions = {"event.order:read": True}; team.save()`, check: isStuckThen},
	{line: `team.all_events = True; team.save()`, before: reaches(0), check: isStuckThen},
	{line: `team.delete()`, before: hasTokenThatWrote, check: func(t *testing.T, s *target, on *shellSubject, got shellAnswer) {
		equal(t, "error", got.Error, "ProtectedError")
		failed(s.px.Teams.Delete(t.Context(), s.Organizer, on.team)).is(t, boxoffice.ErrTeamProtected)
	}},
}

func isStuckThen(t *testing.T, s *target, on *shellSubject, got shellAnswer) {
	equal(t, "error", got.Error, "")
	_, err := s.px.Teams.Update(t.Context(), s.Organizer, on.team, boxoffice.TeamUpdate{Name: new("x")})
	failed(err).is(t, boxoffice.ErrTeamStuck)
}

// update is a pair whose call is an update.
func update(line string, before func(*testing.T, *target, *shellSubject), change boxoffice.TeamUpdate) shellPair {
	return shellPair{line: line, call: "px.Teams.Update", before: before, do: func(t *testing.T, s *target, on *shellSubject) any {
		try(s.px.Teams.Update(t.Context(), s.Organizer, on.team, change)).must(t)
		return nil
	}}
}

func updateEvents(line string, before func(*testing.T, *target, *shellSubject), access func(event string) boxoffice.EventAccess) shellPair {
	return shellPair{line: line, call: "px.Teams.Update", before: before, do: func(t *testing.T, s *target, on *shellSubject) any {
		try(s.px.Teams.Update(t.Context(), s.Organizer, on.team, boxoffice.TeamUpdate{Events: access(s.event(t, 0))})).must(t)
		return nil
	}}
}

// What teams are before a line.

func having(befores ...func(*testing.T, *target, *shellSubject)) func(*testing.T, *target, *shellSubject) {
	return func(t *testing.T, s *target, on *shellSubject) {
		for _, before := range befores {
			before(t, s, on)
		}
	}
}

func may(permissions ...boxoffice.Permission) func(*testing.T, *target, *shellSubject) {
	return func(t *testing.T, s *target, on *shellSubject) {
		var event, organizer []boxoffice.Permission
		for _, p := range permissions {
			if strings.HasPrefix(string(p), "event") {
				event = append(event, p)
			} else {
				organizer = append(organizer, p)
			}
		}
		all := boxoffice.Permissions{Event: boxoffice.OnlyPermissions(event...), Organizer: boxoffice.OnlyPermissions(organizer...)}
		try(s.px.Teams.Update(t.Context(), s.Organizer, on.team, boxoffice.TeamUpdate{Permissions: all})).must(t)
	}
}

func reaches(events ...int) func(*testing.T, *target, *shellSubject) {
	return func(t *testing.T, s *target, on *shellSubject) {
		var slugs []string
		for _, i := range events {
			slugs = append(slugs, s.event(t, i))
		}
		try(s.px.Teams.Update(t.Context(), s.Organizer, on.team, boxoffice.TeamUpdate{Events: boxoffice.OnlyEvents(slugs...)})).must(t)
	}
}

func hasToken(t *testing.T, s *target, on *shellSubject) {
	on.secret = try(s.px.Tokens.Create(t.Context(), s.Organizer, on.team, "printer")).must(t).Secret.Reveal()
}

func hasOldToken(t *testing.T, s *target, on *shellSubject) {
	old := try(s.px.Tokens.Create(t.Context(), s.Organizer, on.team, "old")).must(t)
	try(s.px.Tokens.Disable(t.Context(), s.Organizer, on.team, old.Token.ID)).must(t)
}

// isDisabled disables the token that there is, and sees that it works no more.
func isDisabled(t *testing.T, s *target, on *shellSubject) {
	for token, err := range s.px.Tokens.All(t.Context(), s.Organizer, on.team, nil) {
		try(s.px.Tokens.Disable(t.Context(), s.Organizer, on.team, try(token, err).must(t).ID)).must(t)
	}
	_, err := s.as(t, boxoffice.PretixTeamToken(on.secret)).Organizers.Own(t.Context())
	failed(err).is(t, boxoffice.ErrUnauthorized)
}

func hasTokenThatWrote(t *testing.T, s *target, on *shellSubject) {
	may("organizer.teams:write")(t, s, on)
	hasToken(t, s, on)
	own := s.as(t, boxoffice.PretixTeamToken(on.secret))
	try(own.Teams.Update(t.Context(), s.Organizer, on.team, boxoffice.TeamUpdate{Name: new(on.name)})).must(t)
}

func hasMember(t *testing.T, s *target, on *shellSubject) {
	if _, added := try(s.px.Invites.Create(t.Context(), s.Organizer, on.team, on.account)).must(t).Added(); !added {
		t.Fatal("not added")
	}
}

func hasInvite(t *testing.T, s *target, on *shellSubject) {
	try(s.px.Invites.Create(t.Context(), s.Organizer, on.team, on.stranger)).must(t)
}

// teamsOf are the teams of a person, found by the address.
func teamsOf(t *testing.T, s *target, on *shellSubject) any {
	found := []any{}
	for team, err := range s.px.Teams.All(t.Context(), s.Organizer, nil) {
		for m, err := range s.px.Members.All(t.Context(), s.Organizer, try(team, err).must(t).ID, nil) {
			if strings.EqualFold(try(m, err).must(t).Email, on.account) {
				found = append(found, map[string]any{"name": team.Name})
			}
		}
	}
	return found
}

// removeEverywhere takes a person out of all teams.
func (s *target) removeEverywhere(t *testing.T, on *shellSubject) {
	t.Helper()
	for team, err := range s.px.Teams.All(t.Context(), s.Organizer, nil) {
		for m, err := range s.px.Members.All(t.Context(), s.Organizer, try(team, err).must(t).ID, nil) {
			if strings.EqualFold(try(m, err).must(t).Email, on.account) {
				failed(s.px.Members.Remove(t.Context(), s.Organizer, team.ID, m.ID)).must(t)
			}
		}
	}
}
