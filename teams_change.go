package boxoffice

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// AddEvents lets a team reach more events, besides those that it reaches. To a
// team that reaches all it changes nothing, and sends nothing.
//
// It reads the team and then writes: a change of the events by somebody else in
// between is lost. Routes and errors as for Get and Update; see
// https://docs.pretix.eu/dev/api/resources/teams.html.
func (s *TeamsService) AddEvents(ctx context.Context, organizer string, teamID int64, slugs ...string) (*Team, error) {
	return s.changeEvents(ctx, organizer, teamID, slugs, func(team *Team) (EventAccess, error) {
		if team.AllEvents {
			return team.Events(), nil
		}
		return OnlyEvents(append(slices.Clone(team.LimitEvents), slugs...)...), nil
	})
}

// RemoveEvents takes events from a team. From a team that reaches all events none
// can be taken: that is an [ArgumentError], which asks for a list of those that
// remain.
//
// It reads the team and then writes: a change of the events by somebody else in
// between is lost. Routes and errors as for Get and Update; see
// https://docs.pretix.eu/dev/api/resources/teams.html.
func (s *TeamsService) RemoveEvents(ctx context.Context, organizer string, teamID int64, slugs ...string) (*Team, error) {
	return s.changeEvents(ctx, organizer, teamID, slugs, func(team *Team) (EventAccess, error) {
		if team.AllEvents {
			return EventAccess{}, argumentError("slugs", "the team reaches all events; to take some away, say with Update which ones remain")
		}
		return OnlyEvents(slices.DeleteFunc(slices.Clone(team.LimitEvents), func(slug string) bool { return slices.Contains(slugs, slug) })...), nil
	})
}

func (s *TeamsService) changeEvents(ctx context.Context, organizer string, teamID int64, slugs []string, change func(*Team) (EventAccess, error)) (*Team, error) {
	if slices.ContainsFunc(slugs, func(slug string) bool { return strings.TrimSpace(slug) == "" }) {
		return nil, argumentError("slugs", "an event's slug is empty")
	}
	team, err := s.Get(ctx, organizer, teamID)
	if err != nil {
		return nil, err
	}
	access, err := change(team)
	if err != nil {
		return nil, err
	}
	if access.Equal(team.Events()) {
		return team, nil
	}
	return s.Update(ctx, organizer, teamID, TeamUpdate{Events: access})
}

// Grant lets a team do more, besides what it may do. To a team that may do
// everything at a level it changes nothing there. On pretix before 2026.3 a
// permission that is only part of one of its booleans is an [ArgumentError], since
// granting the boolean would widen it. So is one whose name a plugin has not put under
// event or organizer: say with Update at which level.
//
// It reads the team and then writes: a change of the permissions by somebody else
// in between is lost. Routes and errors as for Get and Update; see
// https://docs.pretix.eu/dev/api/resources/teams.html.
func (s *TeamsService) Grant(ctx context.Context, organizer string, teamID int64, permissions ...Permission) (*Team, error) {
	if i := slices.IndexFunc(permissions, func(p Permission) bool { return !p.tellsLevel() && p.Action() != "" }); i >= 0 {
		return nil, argumentError("permissions", fmt.Sprintf("%s is of a plugin, which can have it at both levels: say with Update at which", permissions[i]))
	}
	return s.changePermissions(ctx, organizer, teamID, permissions, func(now PermissionSet, named []Permission) (PermissionSet, error) {
		return now.with(named), nil
	})
}

// Revoke takes permissions from a team and leaves the others. From a team that
// may do everything at a level none can be taken: that is an [ArgumentError],
// which asks for a list of those that remain, since "everything" may include
// permissions of plugins. On pretix before 2026.3 a permission that is only part
// of one of its booleans is an ArgumentError too, and check-in, which changing orders
// includes, can come to show when that is revoked: name it too. One whose name a plugin
// has not put under event or organizer is taken at both levels.
//
// It reads the team and then writes: a change of the permissions by somebody else
// in between is lost. Routes and errors as for Get and Update; see
// https://docs.pretix.eu/dev/api/resources/teams.html.
func (s *TeamsService) Revoke(ctx context.Context, organizer string, teamID int64, permissions ...Permission) (*Team, error) {
	return s.changePermissions(ctx, organizer, teamID, permissions, func(now PermissionSet, named []Permission) (PermissionSet, error) {
		if now.all {
			return now, argumentError("permissions", "the team may do everything, plugins' permissions included; to take some away, say with Update which ones remain")
		}
		if slices.Contains(named, PermissionEventOrdersCheckin) && !slices.Contains(named, PermissionEventOrdersWrite) && now.Has(PermissionEventOrdersWrite) {
			return now, argumentError("permissions", "event.orders:write includes checking in; revoke that too")
		}
		return now.without(named), nil
	})
}

type permissionChange func(now PermissionSet, named []Permission) (PermissionSet, error)

func (s *TeamsService) changePermissions(ctx context.Context, organizer string, teamID int64, permissions []Permission, change permissionChange) (*Team, error) {
	var named Permissions
	for _, l := range []level{eventLevel, organizerLevel} {
		of := slices.DeleteFunc(slices.Clone(permissions), func(p Permission) bool { return p.tellsLevel() && p.level() != l })
		if len(of) > 0 {
			named.put(l, OnlyPermissions(of...))
		}
	}
	if err := named.check(); err != nil {
		return nil, err
	}
	team, err := s.Get(ctx, organizer, teamID)
	if err != nil {
		return nil, err
	}
	body := map[string]any{}
	for _, l := range []level{eventLevel, organizerLevel} {
		if named.at(l).IsZero() {
			continue
		}
		if team.named() {
			err = s.namedChange(body, team, l, named.at(l).permissions, change)
		} else {
			err = s.flagChange(ctx, body, team, l, named.at(l).permissions, change)
		}
		if err != nil {
			return nil, err
		}
	}
	if len(body) == 0 {
		return team, nil
	}
	team, err = s.write(ctx, updateRequest(organizer, teamID), body)
	return team, s.explainStuck(ctx, organizer, teamID, body, err)
}

func (s *TeamsService) namedChange(body map[string]any, team *Team, l level, named []Permission, change permissionChange) error {
	now := team.Permissions().at(l)
	then, err := change(now, named)
	if err != nil {
		return err
	}
	then = dropCheckin(then)
	if then.Equal(now) {
		return nil
	}
	if problem := combinationProblem(then); problem != "" {
		if problem == combinationProblem(now) {
			return s.stuck(team)
		}
		return argumentError("permissions", problem)
	}
	putPermissions(body, l, then)
	return nil
}

// flagChange works on what the booleans mean, uncut, so that a boolean that is
// not named stays what it is.
func (s *TeamsService) flagChange(ctx context.Context, body map[string]any, team *Team, l level, named []Permission, change permissionChange) error {
	on, err := s.px.release(ctx)
	if err != nil {
		return err
	}
	if on.named() {
		return s.otherGeneration(on)
	}
	now := raw(team, l)
	if team.Permissions().at(l).all {
		now = AllPermissions()
	}
	then, err := change(now, named)
	if err != nil || then.Equal(now) {
		return err
	}
	values := flagsWithin(then, l, on)
	covered := OnlyPermissions()
	for _, f := range flags {
		if values[f.key] {
			covered = covered.with(f.grants)
		}
		if value, ok := values[f.key]; ok && value != f.team(team) {
			body[f.key] = value
		}
	}
	for _, p := range then.permissions {
		if !covered.Has(p) {
			return unsupported("permissions", fmt.Sprintf("the result can't be said on %s: %s can't stand there%s", on, p, whyNot(p, on)))
		}
	}
	if problem := combinationProblem(dropCheckin(then)); problem != "" && problem != combinationProblem(dropCheckin(now)) {
		return argumentError("permissions", problem)
	}
	if migratedFlags(l, func(f flag) bool { return values[f.key] }).all {
		return unsupported("permissions", fmt.Sprintf("on %s these together are all %s permissions: say AllPermissions with Update", on, l))
	}
	return nil
}

// sameGeneration gives the server's version, and the team where a change has to know it.
// A team of another version tells of an upgrade, so the version is asked once more.
func (s *TeamsService) sameGeneration(ctx context.Context, in TeamUpdate, read func() (*Team, error)) (on release, team *Team, err error) {
	for range 2 {
		if on, err = s.px.release(ctx); err != nil {
			return on, nil, err
		}
		if team, err = teamToChange(in, on, read); err != nil || team == nil || on.fits(team) {
			return on, team, err
		}
	}
	if team.named() == on.named() {
		return on, team, nil
	}
	return on, nil, s.otherGeneration(on)
}

func (s *TeamsService) otherGeneration(on release) error {
	return s.px.client.unexpected(request{op: "Teams.Update"}, fmt.Errorf("the team is not of the generation of the server, which is pretix %s: read it again", on))
}
