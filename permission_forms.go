package boxoffice

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// The conversions between the two permission models. Reading old booleans gives
// what pretix's own migration makes of them; writing never widens and never
// loses: what can't be said is an error.

// raw is all that a team's booleans of a level mean, before the migration cuts
// combinations that are no longer offered.
func raw(t *Team, l level) PermissionSet {
	set := OnlyPermissions()
	for _, f := range flags {
		if f.level == l && f.team(t) {
			set = set.with(f.grants)
		}
	}
	return set
}

// migrated is what pretix's migration to 2026.3 makes of a team's booleans.
func migrated(t *Team, l level) PermissionSet {
	return migratedFlags(l, func(f flag) bool { return f.team(t) })
}

func migratedFlags(l level, value func(flag) bool) PermissionSet {
	set, everything := OnlyPermissions(), true
	for _, f := range flags {
		switch {
		case f.level != l:
		case value(f):
			set = set.with(f.grants)
		case f.key != checkinFlag:
			everything = false
		}
	}
	if everything {
		return AllPermissions()
	}
	return cut(set)
}

// cut drops the three combinations that pretix no longer offers, as its migration
// does. Check-in beside write loses nothing: write includes it.
func cut(s PermissionSet) PermissionSet {
	s = dropCheckin(s)
	if s.Has(PermissionEventOrdersWrite) && !s.Has(PermissionEventOrdersRead) {
		s = s.without([]Permission{PermissionEventOrdersWrite})
	}
	if s.Has(PermissionEventVouchersWrite) && !s.Has(PermissionEventVouchersRead) {
		s = s.without([]Permission{PermissionEventVouchersWrite})
	}
	return s
}

func dropCheckin(s PermissionSet) PermissionSet {
	if !s.all && s.Has(PermissionEventOrdersWrite) {
		return s.without([]Permission{PermissionEventOrdersCheckin})
	}
	return s
}

// combinationProblem names the first group of which a combination is asked that
// pretix does not offer. A group with actions that we don't know is left to the
// server.
func combinationProblem(s PermissionSet) string {
	if s.all {
		return ""
	}
	for _, group := range catalogue {
		var actions []string
		open := false
		for _, p := range s.permissions {
			if p.Group() == group.Name {
				actions = append(actions, p.Action())
				open = open || !group.knows(p.Action())
			}
		}
		if len(actions) == 0 || open || group.offers(actions) {
			continue
		}
		offers := make([]string, len(group.Combinations))
		for i, c := range group.Combinations {
			offers[i] = strings.Join(c, "+")
		}
		return fmt.Sprintf("pretix offers %s of %s, not %s", strings.Join(offers, " or "), group.Name, strings.Join(actions, "+"))
	}
	return ""
}

// asFlags says a set of permissions in the booleans of an older server, for a new
// team.
func asFlags(s PermissionSet, l level, on release) (map[string]bool, error) {
	return changedFlags(&Team{}, s, l, on)
}

// neverSaid tells, before a team of an older server is read, that no team there can
// be made to read as want. Only event:cancel alone depends on the team: it shows where
// orders can be changed and not seen.
func neverSaid(want Permissions, on release) error {
	for _, l := range []level{eventLevel, organizerLevel} {
		set := want.at(l)
		if set.Has(PermissionEventCancel) && !set.Has(PermissionEventOrdersWrite) {
			continue
		}
		if _, err := asFlags(set, l, on); err != nil {
			return err
		}
	}
	return nil
}

// changedFlags says, in the booleans of an older server, what makes a team read as
// want. Booleans that the newer vocabulary does not show, such as check-in beside
// changing orders, are left as they are, unless they would come to show.
func changedFlags(team *Team, want PermissionSet, l level, on release) (map[string]bool, error) {
	var values map[string]bool
	if want.all {
		if missing := missingFlag(l, on); missing != "" {
			return nil, unsupported("Permissions", fmt.Sprintf("all %s permissions need %s, which %s does not have", l, missing, on))
		}
		values = flagsWithin(want, l, on)
		if _, ok := values[checkinFlag]; ok && migrated(team, l).all {
			values[checkinFlag] = team.CanCheckinOrders
		}
	} else {
		var err error
		if values, err = someFlags(team, want, l, on); err != nil {
			return nil, err
		}
	}
	reads := func(flipped string) PermissionSet {
		return migratedFlags(l, func(f flag) bool { return values[f.key] != (f.key == flipped) })
	}
	unsaid := map[string]bool{}
	for _, f := range flags {
		if value, ok := values[f.key]; ok && value == f.team(team) && (value || f.key == checkinFlag) && reads(f.key).Equal(reads("")) {
			unsaid[f.key] = true
		}
	}
	maps.DeleteFunc(values, func(key string, _ bool) bool { return unsaid[key] })
	return values, nil
}

// missingFlag names a boolean that "all" takes and the version lacks.
func missingFlag(l level, on release) string {
	for _, f := range flags {
		if f.level == l && on.less(f.since) && f.key != checkinFlag {
			return f.key
		}
	}
	return ""
}

// someFlags applies to a team's booleans what sets want apart from how the team
// reads now.
func someFlags(team *Team, want PermissionSet, l level, on release) (map[string]bool, error) {
	now := cut(raw(team, l))
	target := raw(team, l).with(want.without(now.permissions).permissions).without(now.without(want.permissions).permissions)
	values := flagsWithin(target, l, on)
	for {
		surplus := cut(meant(values)).without(want.permissions).permissions
		if len(surplus) == 0 {
			break
		}
		// A boolean that did not show would come to show beside those that are wanted.
		target = target.without(surplus)
		values = flagsWithin(target, l, on)
	}
	reads := migratedFlags(l, func(f flag) bool { return values[f.key] })
	if reads.all {
		return nil, unsupported("Permissions", fmt.Sprintf("on %s these together are all %s permissions: say AllPermissions", on, l))
	}
	for _, p := range want.permissions {
		if !reads.Has(p) {
			return nil, unsupported("Permissions", fmt.Sprintf("%s can't be said on %s%s", p, on, whyNot(p, on)))
		}
	}
	return values, nil
}

// meant is all that booleans mean together, uncut.
func meant(values map[string]bool) PermissionSet {
	set := OnlyPermissions()
	for _, f := range flags {
		if values[f.key] {
			set = set.with(f.grants)
		}
	}
	return set
}

// flagsWithin are the booleans all of whose permissions are in a set.
func flagsWithin(s PermissionSet, l level, on release) map[string]bool {
	values := map[string]bool{}
	for _, f := range flags {
		if f.level == l && !on.less(f.since) {
			values[f.key] = !slices.ContainsFunc(f.grants, func(p Permission) bool { return !s.Has(p) })
		}
	}
	return values
}

// whyNot tells why a permission alone has no boolean.
func whyNot(p Permission, on release) string {
	for _, f := range flags {
		switch {
		case !slices.Contains(f.grants, p):
		case on.less(f.since):
			return fmt.Sprintf(": it needs %s, which that does not have", f.key)
		default:
			// One of a single permission says just that, and nobody asks why not.
			return fmt.Sprintf(" without widening it: %s is %s together", f.key, OnlyPermissions(f.grants...))
		}
	}
	return ", whose booleans don't know it"
}

// applyLegacy changes a set of a newer server by the booleans that are set, and
// tells whether any of the level was.
func applyLegacy(s PermissionSet, l level, in *LegacyPermissions) (PermissionSet, bool, error) {
	named := false
	for _, f := range flags {
		value := f.input(in)
		if f.level != l || value == nil {
			continue
		}
		named = true
		switch {
		case *value:
			s = s.with(f.grants)
		case s.all:
			return s, true, argumentError(f.key, fmt.Sprintf("the team has all %s permissions, plugins' included; to take some away, list what remains in Permissions", l))
		default:
			s = s.without(f.grants)
		}
	}
	if !named {
		return s, false, nil
	}
	s = dropCheckin(s)
	if problem := combinationProblem(s); problem != "" {
		return s, true, argumentError("LegacyPermissions", problem)
	}
	return s, true, nil
}

// legacyFlags are the booleans that are set, for an older server.
func legacyFlags(in LegacyPermissions, on release) (map[string]bool, error) {
	values := map[string]bool{}
	for _, f := range flags {
		value := f.input(&in)
		switch {
		case value == nil:
		case !on.less(f.since):
			values[f.key] = *value
		default:
			return nil, unsupported(f.key, fmt.Sprintf("%s does not have it and would drop it in silence", on))
		}
	}
	return values, nil
}
