package access

import (
	"fmt"
	"strings"
)

// Twins finds teams of pretix that people can take for each other: with the same
// name, but for letters' case and white space; or of the same people with the same
// permissions and events.
func Twins() Rule {
	return Rule{"twins", "Of two teams that look alike, the wrong one gets changed.", func(s *Snapshot) []Finding {
		if s.Platform != PlatformPretix {
			return nil
		}
		out := twins(s, SeverityLow, "have the same name", "Rename one, or merge them", func(g *Group) string {
			return strings.ToLower(strings.Join(strings.Fields(g.Name), " "))
		})
		return append(out, twins(s, SeverityInfo, "have the same members, events and permissions", "Merge them, if nothing else tells them apart", func(g *Group) string {
			members := s.Members(g.ID)
			if len(members) == 0 || s.lacks(PartMembers, g.ID) {
				return ""
			}
			var key strings.Builder
			fmt.Fprintf(&key, "%s\n%s\n%s\n%t\n", g.Events, g.Permissions.Event, g.Permissions.Organizer, g.Team.Require2FA != nil && *g.Team.Require2FA)
			for _, p := range members {
				key.WriteString(p.ID + "\n")
			}
			return key.String()
		})...)
	}}
}

// twins finds the sets of groups with the same key; an empty one has no twin.
func twins(s *Snapshot, severity Severity, reason, remedy string, key func(*Group) string) []Finding {
	same := map[string][]*Group{}
	var order []string
	for i := range s.Groups {
		g := &s.Groups[i]
		k := key(g)
		if k == "" {
			continue
		}
		if same[k] == nil {
			order = append(order, k)
		}
		same[k] = append(same[k], g)
	}
	var out []Finding
	for _, k := range order {
		if len(same[k]) < 2 {
			continue
		}
		names := make([]string, len(same[k]))
		for i, g := range same[k] {
			names[i] = g.String()
		}
		out = append(out, Finding{Severity: severity, Group: same[k][0].ID, Subject: strings.Join(names, ", "), Reason: reason, Remedy: remedy})
	}
	return out
}

// StuckTeams finds teams that pretix refuses to update; see [boxoffice.Team.Problems].
func StuckTeams() Rule {
	return Rule{"stuck-teams", "A team that can't be updated can't be narrowed either.", func(s *Snapshot) []Finding {
		var out []Finding
		for i := range s.Groups {
			g := &s.Groups[i]
			if g.Team == nil {
				continue
			}
			for _, p := range g.Team.Problems() {
				severity := SeverityMedium
				if !p.Certain {
					severity = SeverityInfo
				}
				out = append(out, Finding{Severity: severity, Group: g.ID, Subject: g.String(), Reason: p.Detail, Remedy: upper(p.Repair)})
			}
		}
		return out
	}}
}

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
