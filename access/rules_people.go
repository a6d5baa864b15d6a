package access

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// LastAdministrator finds that nobody, or only one person, can manage the teams of a
// pretix organizer: who is in a team that may, and is not kept out by a team that
// requires a second factor.
func LastAdministrator() Rule {
	return Rule{"last-administrator", "Someone who can manage teams has to be left when one person is not available.", func(s *Snapshot) []Finding {
		if s.Platform != PlatformPretix || s.lacksAnyMembers() {
			return nil
		}
		st := newStanding(s)
		able := st.able()
		f := Finding{Severity: SeverityCritical, Subject: s.Account}
		switch {
		case len(able) > 1:
			return nil
		case len(able) == 1:
			f.Severity, f.Person = SeverityHigh, strconv.FormatInt(able[0], 10)
			f.Reason = st.addresses[able[0]] + " is the only person who can manage teams, if the account is not disabled: nothing tells"
			f.Remedy = "Add a second person to a team with organizer.teams:write"
		default:
			f.Reason = "nobody can manage teams" + because(st)
			f.Remedy = "With a token that can, invite someone into a team with organizer.teams:write"
			if len(st.callers()) == 0 {
				f.Remedy = "No token can, either: only someone with access to the server itself can help"
			}
		}
		return []Finding{f}
	}}
}

func because(st *standing) string {
	var reasons []string
	for _, id := range slices.Sorted(maps.Keys(st.teams)) {
		t := st.teams[id]
		switch {
		case !t.manages:
		case len(t.people) == 0:
			reasons = append(reasons, t.describe(id)+" has no member")
		default:
			reasons = append(reasons, "those in "+t.describe(id)+" use no second factor, which a team of theirs requires")
		}
	}
	if len(reasons) == 0 {
		return ": no team has organizer.teams:write"
	}
	return ": " + strings.Join(reasons, "; ")
}

// lacksAnyMembers tells whether the people of some team are missing.
func (s *Snapshot) lacksAnyMembers() bool {
	return slices.ContainsFunc(s.Failures, func(f Failure) bool { return f.Part == PartTeams || f.Part == PartMembers })
}

// FullRights finds teams of pretix that may do everything with all events and the
// organizer, and have more members than most.
func FullRights(most int) Rule {
	return Rule{"full-rights", "Few people should be able to do everything.", func(s *Snapshot) []Finding {
		var out []Finding
		for i := range s.Groups {
			g := &s.Groups[i]
			if n := len(s.Members(g.ID)); s.everything(g) && n > most {
				out = append(out, Finding{
					Severity: SeverityMedium, Group: g.ID, Subject: g.String(),
					Reason: fmt.Sprintf("%s can do everything with all events and the organizer; more than %d is many", count(n, "member", "members"), most),
					Remedy: "Move those who need less to a team that may do less",
				})
			}
		}
		return out
	}}
}

// everything tells whether a team may do all that its server knows: what an older
// one does not have yet is not missing.
func (s *Snapshot) everything(g *Group) bool {
	if g.Team == nil || !g.Team.AllEvents {
		return false
	}
	may := g.Permissions
	if !named(g.Team) {
		may = s.upgraded(g).Permissions()
	}
	return may.Event.IsAll() && may.Organizer.IsAll()
}

// Without2FA finds the people of pretix who use no second factor. It matters most for
// those who can manage teams, as they can give themselves everything.
func Without2FA() Rule {
	return Rule{"without-2fa", "A password alone is too little for an account that can sell and refund tickets.", func(s *Snapshot) []Finding {
		var out []Finding
		for _, p := range s.People {
			if p.Uses2FA == nil || *p.Uses2FA {
				continue
			}
			f := Finding{
				Severity: SeverityMedium, Person: p.ID, Subject: p.String(), Reason: "uses no second factor",
				Remedy: "Ask for it, then let the team require it",
			}
			for _, id := range p.Groups {
				if g := s.Group(id); g != nil && g.CanManageTeams() {
					f.Severity, f.Group = SeverityHigh, g.ID
					f.Reason += " and can manage teams through " + g.String()
					break
				}
			}
			out = append(out, f)
		}
		return out
	}}
}

// Require2FA finds the teams of pretix whose members are locked out now, since the
// team requires a second factor that they do not use; for the other teams, and for
// all of them, it tells how many would be. pretix keeps such people out everywhere,
// not only of that team. Servers before 2024.4 can't require it.
func Require2FA() Rule {
	return Rule{"require-2fa", "A team that requires a second factor locks out everywhere those who use none.", func(s *Snapshot) []Finding {
		var out []Finding
		open := false
		for i := range s.Groups {
			g := &s.Groups[i]
			if g.Team == nil || g.Team.Require2FA == nil || s.lacks(PartMembers, g.ID) {
				continue
			}
			open = open || !*g.Team.Require2FA
			if f, ok := require2FA(g, s.Members(g.ID)); ok {
				out = append(out, f)
			}
		}
		if n := without2FA(s.People); open && n > 0 && !s.lacksAnyMembers() {
			out = append(out, Finding{
				Severity: SeverityInfo, Subject: s.Account,
				Reason: fmt.Sprintf("requiring a second factor in all teams would lock out %d of %s", n, count(len(s.People), "person", "people")),
				Remedy: "Begin with the teams that can manage teams",
			})
		}
		return out
	}}
}

func require2FA(g *Group, members []Person) (Finding, bool) {
	f := Finding{Severity: SeverityInfo, Group: g.ID, Subject: g.String()}
	n := without2FA(members)
	of := fmt.Sprintf("%d of %s", n, count(len(members), "member", "members"))
	switch {
	case *g.Team.Require2FA && n > 0:
		f.Severity = SeverityMedium
		f.Reason = "requires a second factor, which locks " + of + " out of everything until they have one"
		f.Remedy = "Tell them, or take them out of the team"
	case *g.Team.Require2FA || len(members) == 0:
		return f, false
	case n > 0:
		f.Reason = "requires no second factor; requiring it would lock " + of + " out of everything"
		f.Remedy = "Ask them to switch it on first"
	default:
		f.Reason = "requires no second factor, although its members all use one"
		f.Remedy = "Require it: nobody would be locked out"
	}
	return f, true
}

// without2FA counts those who are known to use no second factor.
func without2FA(people []Person) int {
	n := 0
	for _, p := range people {
		if p.Uses2FA != nil && !*p.Uses2FA {
			n++
		}
	}
	return n
}

// WithoutName finds people who have no name, so that only an address, or not even
// that, tells who they are. A name that could not be read is not missing.
func WithoutName() Rule {
	return Rule{"without-name", "Nobody can tell whether a nameless account should have access.", func(s *Snapshot) []Finding {
		var out []Finding
		for _, p := range s.People {
			unread := slices.ContainsFunc(s.Failures, func(f Failure) bool { return f.Part == PartUsers && f.Person == p.ID })
			if unread || strings.TrimSpace(p.Name) != "" {
				continue
			}
			out = append(out, Finding{
				Severity: SeverityInfo, Person: p.ID, Subject: p.String(), Reason: "has no name", Remedy: "Ask them to tell it in their account",
			})
		}
		return out
	}}
}
