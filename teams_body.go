package boxoffice

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is the width of pretix's columns for the names of teams and tokens.
const maxName = 190

func checkName(argument, name string) error {
	switch {
	case trim(name) == "":
		return argumentError(argument, "the name is empty")
	case !utf8.ValidString(name):
		return argumentError(argument, "the name is no valid UTF-8")
	case utf8.RuneCountInString(trim(name)) > maxName:
		return argumentError(argument, fmt.Sprintf("the name has more than %d characters", maxName))
	case strings.ContainsRune(name, 0):
		return argumentError(argument, "the name holds a NUL character")
	}
	return nil
}

// trim takes away what pretix does, being written in Python: white space, and the
// separators that Python counts as such.
func trim(name string) string {
	return strings.TrimFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r >= '\x1c' && r <= '\x1f' })
}

func putEvents(body map[string]any, access EventAccess) error {
	for _, slug := range access.slugs {
		if strings.TrimSpace(slug) == "" {
			return argumentError("Events", "an event's slug is empty")
		}
	}
	body["all_events"] = access.all
	body["limit_events"] = orEmpty(access.slugs)
	return nil
}

func putPermissions(body map[string]any, l level, s PermissionSet) {
	body[l.allKey()] = s.all
	body[l.limitKey()] = orEmpty(s.permissions)
}

func putFlags(body map[string]any, values map[string]bool) {
	for key, value := range values {
		body[key] = value
	}
}

// createBody says a new team to the server, without what a new team has anyway.
func (s *TeamsService) createBody(ctx context.Context, in TeamCreate) (map[string]any, error) {
	body, err := in.body(false)
	if err != nil || !in.Require2FA && in.Permissions.IsZero() && in.noFlag() {
		return body, err
	}
	on, err := s.px.release(ctx)
	if err != nil {
		return nil, err
	}
	return body, in.put(body, on, 0)
}

// replaceBody says a whole team to the server. What the newer vocabulary does not
// show of an older server's team is left as it is, so that team is read first.
func (s *TeamsService) replaceBody(ctx context.Context, organizer string, teamID int64, in TeamCreate) (map[string]any, error) {
	body, err := in.body(true)
	if err != nil {
		return nil, err
	}
	on, err := s.px.release(ctx)
	if err != nil {
		return nil, err
	}
	if !on.named() && (in.origin == nil || in.origin.named()) && !in.Permissions.IsZero() {
		if err := neverSaid(in.Permissions, on); err != nil {
			return nil, err
		}
		team, err := s.Get(ctx, organizer, teamID)
		if err != nil {
			return nil, err
		}
		if team.named() {
			// The server was upgraded; reading the team has told the model.
			return s.replaceBody(ctx, organizer, teamID, in)
		}
		if on, err = s.px.release(ctx); err != nil {
			return nil, err
		}
		in.origin = team
	}
	return body, in.put(body, on, teamID)
}

// body is what does not depend on the server's version.
func (in *TeamCreate) body(replace bool) (map[string]any, error) {
	if err := checkName("Name", in.Name); err != nil {
		return nil, err
	}
	body := map[string]any{"name": in.Name}
	if err := putEvents(body, in.Events); err != nil {
		return nil, err
	}
	if err := in.check(replace); err != nil {
		return nil, err
	}
	return body, nil
}

// put adds what depends on the server's version. The target is the team that is
// replaced, 0 for a new one.
func (in *TeamCreate) put(body map[string]any, on release, target int64) error {
	if err := put2FA(body, in.Require2FA, on); err != nil {
		return err
	}
	for _, l := range []level{eventLevel, organizerLevel} {
		if err := in.putLevel(body, l, on, target); err != nil {
			return err
		}
	}
	return nil
}

func put2FA(body map[string]any, value bool, on release) error {
	if !on.less(releaseTeam2FA) {
		body["require_2fa"] = value
		return nil
	}
	if value {
		return no2FA(on)
	}
	return nil
}

func no2FA(on release) error {
	return unsupported("Require2FA", fmt.Sprintf("%s does not have it and would drop it in silence; it came with 2024.4", on))
}

// check refuses contradictions and what no version of pretix takes. What a team
// was read with may be written back to it, but not become another team.
func (in *TeamCreate) check(replace bool) error {
	if err := in.Permissions.check(); err != nil {
		return err
	}
	for _, l := range []level{eventLevel, organizerLevel} {
		untouched := in.untouched(l)
		if !untouched {
			if err := contradiction(in.Permissions, &in.LegacyPermissions, l); err != nil {
				return err
			}
		}
		if untouched && replace {
			continue
		}
		if problem := combinationProblem(in.Permissions.at(l)); problem != "" {
			return argumentError("Permissions", problem)
		}
	}
	return nil
}

// untouched tells whether a level is still as it was in the team that the input
// was made of.
func (in *TeamCreate) untouched(l level) bool {
	return in.origin != nil && in.Permissions.at(l).Equal(in.origin.Permissions().at(l))
}

func contradiction(p Permissions, in *LegacyPermissions, l level) error {
	if p.at(l).IsZero() {
		return nil
	}
	for _, f := range flags {
		if f.level == l && f.input(in) != nil {
			return argumentError(f.key, fmt.Sprintf("can't be combined with Permissions of the %s level: they would contradict each other", l))
		}
	}
	return nil
}

// putLevel says one level of a whole team in the server's own vocabulary.
func (in *TeamCreate) putLevel(body map[string]any, l level, on release, target int64) error {
	set := in.Permissions.at(l)
	if on.named() {
		if set.IsZero() {
			set = OnlyPermissions()
		}
		set, _, err := applyLegacy(set, l, &in.LegacyPermissions)
		if err != nil {
			return err
		}
		putPermissions(body, l, set)
		return nil
	}
	values, err := in.flags(l, on, target)
	if err != nil {
		return err
	}
	named, err := legacyFlags(in.LegacyPermissions, on)
	if err != nil {
		return err
	}
	for _, f := range flags {
		if value, ok := named[f.key]; ok && f.level == l {
			values[f.key] = value
		}
	}
	putFlags(body, values)
	return nil
}

// flags says one level of a whole team in booleans.
func (in *TeamCreate) flags(l level, on release, target int64) (map[string]bool, error) {
	set := in.Permissions.at(l)
	if set.IsZero() {
		// The booleans that names don't show go too: nothing of this level was given.
		return asFlags(OnlyPermissions(), l, on)
	}
	if !in.untouched(l) || in.origin.named() {
		if problem := combinationProblem(set); problem != "" {
			return nil, argumentError("Permissions", problem)
		}
		if in.origin == nil || in.origin.named() {
			return asFlags(set, l, on)
		}
		values, err := changedFlags(in.origin, set, l, on)
		if err != nil || in.origin.ID == target {
			return values, err
		}
		// Another team does not have what is left as it is.
		for _, f := range flags {
			if _, ok := values[f.key]; !ok && f.level == l && !on.less(f.since) {
				values[f.key] = f.team(in.origin)
			}
		}
		return values, nil
	}
	values := map[string]bool{}
	for _, f := range flags {
		value := f.team(in.origin)
		switch {
		case f.level != l:
		case !on.less(f.since):
			values[f.key] = value
		case value && (f.key != checkinFlag || !in.origin.CanChangeOrders):
			return nil, unsupported("Permissions", fmt.Sprintf("%s needs %s, which %s does not have", f.grants[0], f.key, on))
		}
	}
	return values, nil
}

// changeBody says a change to the server as it is. The team is read only where what
// it has now matters.
func (s *TeamsService) changeBody(ctx context.Context, in TeamUpdate, read func() (*Team, error)) (map[string]any, error) {
	body := map[string]any{}
	if in.Name != nil {
		if err := checkName("Name", *in.Name); err != nil {
			return nil, err
		}
		body["name"] = *in.Name
	}
	if !in.Events.IsZero() {
		if err := putEvents(body, in.Events); err != nil {
			return nil, err
		}
	}
	if err := in.Permissions.check(); err != nil {
		return nil, err
	}
	for _, l := range []level{eventLevel, organizerLevel} {
		if err := contradiction(in.Permissions, &in.LegacyPermissions, l); err != nil {
			return nil, err
		}
	}
	if in.Require2FA == nil && in.Permissions.IsZero() && in.noFlag() {
		return body, nil
	}
	on, team, err := s.sameGeneration(ctx, in, read)
	if err != nil {
		return nil, err
	}
	if in.Require2FA != nil {
		if on.less(releaseTeam2FA) {
			return nil, no2FA(on)
		}
		body["require_2fa"] = *in.Require2FA
	}
	if on.named() {
		return body, s.putNamedChange(body, in, team)
	}
	return body, in.putFlagChange(body, on, team)
}

// teamToChange reads the team where its permissions have to be known before they
// can be changed: booleans applied to names, and names applied to booleans.
// Otherwise it is nil.
func teamToChange(in TeamUpdate, on release, read func() (*Team, error)) (*Team, error) {
	if on.named() {
		if in.noFlag() {
			return nil, nil //nolint:nilnil // there is nothing to know
		}
		return read()
	}
	if in.Permissions.IsZero() {
		return nil, nil //nolint:nilnil // there is nothing to know
	}
	for _, l := range []level{eventLevel, organizerLevel} {
		if problem := combinationProblem(in.Permissions.at(l)); problem != "" {
			return nil, argumentError("Permissions", problem)
		}
	}
	if _, err := legacyFlags(in.LegacyPermissions, on); err != nil {
		return nil, err
	}
	if err := neverSaid(in.Permissions, on); err != nil {
		return nil, err
	}
	return read()
}

// putNamedChange says changed permissions by name. Booleans are applied to what
// the team has now, since sending them would lose and widen others.
func (s *TeamsService) putNamedChange(body map[string]any, in TeamUpdate, team *Team) error {
	for _, l := range []level{eventLevel, organizerLevel} {
		if set := in.Permissions.at(l); !set.IsZero() {
			putPermissions(body, l, set)
			continue
		}
		if team == nil {
			continue
		}
		now := team.Permissions().at(l)
		set, named, err := applyLegacy(now, l, &in.LegacyPermissions)
		if err != nil {
			if combinationProblem(now) != "" {
				return s.stuck(team)
			}
			return err
		}
		if named {
			putPermissions(body, l, set)
		}
	}
	return nil
}

// putFlagChange says changed permissions in booleans. Names are compared with what
// the team has now, since some booleans don't show in them.
func (in *TeamUpdate) putFlagChange(body map[string]any, on release, team *Team) error {
	values, err := legacyFlags(in.LegacyPermissions, on)
	if err != nil {
		return err
	}
	putFlags(body, values)
	for _, l := range []level{eventLevel, organizerLevel} {
		set := in.Permissions.at(l)
		if set.IsZero() {
			continue
		}
		change := func() (map[string]bool, error) { return changedFlags(team, set, l, on) }
		if in.Exact {
			change = func() (map[string]bool, error) { return asFlags(set, l, on) }
		}
		values, err := change()
		if err != nil {
			return err
		}
		putFlags(body, values)
	}
	return nil
}
