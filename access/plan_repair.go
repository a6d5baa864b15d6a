package access

import (
	"slices"
	"strings"

	"github.com/boxoffice-go/boxoffice"
)

// repair adds to a change what pretix asks for before it changes a stuck team at
// all, and says so. It never widens: of two contradicting fields the one that pretix
// goes by is kept, and of a combination that is not offered the largest part that is.
func repair(team *boxoffice.Team, c *TeamChange) string {
	var notes []string
	now := team.Permissions()
	for _, problem := range team.Problems() {
		switch {
		case problem.Kind == boxoffice.ProblemUnknownPermission:
			continue
		case problem.Field == "limit_events" && c.Events.IsZero():
			c.Events = team.Events()
		case problem.Field == "limit_event_permissions" && c.Permissions.Event.IsZero():
			c.Permissions.Event = offered(now.Event)
		case problem.Field == "limit_organizer_permissions" && c.Permissions.Organizer.IsZero():
			c.Permissions.Organizer = offered(now.Organizer)
		}
		notes = append(notes, "the team is stuck and is repaired in the same write: "+problem.Detail)
	}
	return strings.Join(notes, "; ")
}

// offered is the largest part of a set of which pretix offers every combination.
func offered(set boxoffice.PermissionSet) boxoffice.PermissionSet {
	if set.IsAll() {
		return set
	}
	keep := set.List()
	for _, group := range boxoffice.PermissionGroups() {
		var actions []string
		for _, p := range keep {
			if p.Group() == group.Name {
				actions = append(actions, p.Action())
			}
		}
		if slices.ContainsFunc(actions, func(a string) bool {
			return !slices.Contains(group.Permissions(), boxoffice.Permission(group.Name+":"+a))
		}) {
			// A plugin's: what goes together there only the server knows.
			continue
		}
		best := largest(group, actions)
		keep = slices.DeleteFunc(keep, func(p boxoffice.Permission) bool {
			return p.Group() == group.Name && !slices.Contains(best, p.Action())
		})
	}
	return boxoffice.OnlyPermissions(keep...)
}

// largest is the combination with most of the actions and no other.
func largest(group boxoffice.PermissionGroup, actions []string) []string {
	var best []string
	for _, c := range group.Combinations {
		inside := !slices.ContainsFunc(c, func(a string) bool { return !slices.Contains(actions, a) })
		if inside && len(c) >= len(best) {
			best = c
		}
	}
	return best
}
