package boxoffice

import (
	"fmt"
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
	everything := true
	for _, f := range flags {
		if f.level == l && f.key != checkinFlag && !f.team(t) {
			everything = false
		}
	}
	if everything {
		return AllPermissions()
	}
	return cut(raw(t, l))
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
	for _, group := range PermissionGroups() {
		var actions []string
		known := group.Permissions()
		open := false
		for _, p := range s.permissions {
			if p.Group() == group.Name {
				actions = append(actions, p.Action())
				open = open || !slices.Contains(known, p)
			}
		}
		if len(actions) == 0 || open || slices.ContainsFunc(group.Combinations, func(offered []string) bool {
			return len(offered) == len(actions) && !slices.ContainsFunc(actions, func(a string) bool { return !slices.Contains(offered, a) })
		}) {
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

// asFlags says a set of permissions in the booleans of an older server.
func asFlags(s PermissionSet, l level, on release) (map[string]bool, error) {
	field := "Permissions"
	values := map[string]bool{}
	covered := OnlyPermissions()
	everything := true
	for _, f := range flags {
		if f.level != l {
			continue
		}
		exists := !on.less(f.since)
		value := s.all || !slices.ContainsFunc(f.grants, func(p Permission) bool { return !s.Has(p) })
		if value && !exists {
			if s.all && f.key == checkinFlag {
				continue
			}
			return nil, unsupported(field, fmt.Sprintf("%s needs %s, which %s does not have", s.reason(f), f.key, on))
		}
		if f.key != checkinFlag {
			everything = everything && value
		}
		if !exists {
			continue
		}
		values[f.key] = value
		if value {
			covered = covered.with(f.grants)
		}
	}
	if s.all {
		return values, nil
	}
	for _, p := range s.permissions {
		if !covered.Has(p) {
			return nil, unsupported(field, fmt.Sprintf("%s can't be said on %s without widening it: its booleans only know whole groups of permissions%s", p, on, companions(p)))
		}
	}
	if everything {
		return nil, unsupported(field, fmt.Sprintf("on %s these together are all %s permissions: say AllPermissions", on, l))
	}
	if s.Has(PermissionEventOrdersWrite) && !s.Has(PermissionEventOrdersCheckin) {
		// Write includes check-in, so the newer vocabulary does not say whether the
		// boolean is set: it is left as it is.
		delete(values, checkinFlag)
	}
	return values, nil
}

// reason names what needs a flag.
func (s PermissionSet) reason(f flag) string {
	if s.all {
		return "all " + f.level.String() + " permissions"
	}
	return string(f.grants[0])
}

// companions tells which permissions a boolean grants together.
func companions(p Permission) string {
	for _, f := range flags {
		if slices.Contains(f.grants, p) && len(f.grants) > 1 {
			return fmt.Sprintf(" (%s is %s)", f.key, OnlyPermissions(f.grants...))
		}
	}
	return ""
}

// applyLegacy changes a set of a newer server by the booleans that are set, and
// tells whether any of the level was.
func applyLegacy(s PermissionSet, l level, in LegacyPermissions) (PermissionSet, bool, error) {
	named := false
	for _, f := range flags {
		value := f.input(&in)
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
		if value == nil {
			continue
		}
		if on.less(f.since) {
			return nil, unsupported(f.key, fmt.Sprintf("%s does not have it and would drop it in silence", on))
		}
		values[f.key] = *value
	}
	return values, nil
}
