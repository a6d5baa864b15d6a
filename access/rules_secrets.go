package access

import (
	"fmt"
	"slices"
	"strings"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/internal/plaintext"
)

// TokensThatManage finds the active tokens of teams that may change teams: whoever
// holds one can give any team, their own too, any permission. Where the snapshot was
// read by such a token, that is one of them.
func TokensThatManage() Rule {
	return Rule{"tokens-that-manage", "A token that may change teams can give itself everything.", func(s *Snapshot) []Finding {
		var out []Finding
		for i := range s.Groups {
			g := &s.Groups[i]
			if !g.CanManageTeams() {
				continue
			}
			for _, t := range g.ActiveTokens() {
				out = append(out, Finding{
					Severity: SeverityMedium, Group: g.ID, Token: t.ID, Subject: tokenSubject(g, t),
					Reason: "can change teams, and so give itself every permission; it may be the one that this was read with",
					Remedy: "Disable it unless a program needs just that",
				})
			}
		}
		return out
	}}
}

// TokensWithoutMembers finds the active tokens of teams that nobody is in: there is
// nobody to ask what they are for.
func TokensWithoutMembers() Rule {
	return Rule{"tokens-without-members", "A token that nobody looks after works on for ever.", func(s *Snapshot) []Finding {
		var out []Finding
		for i := range s.Groups {
			g := &s.Groups[i]
			if g.Team == nil || s.lacks(PartMembers, g.ID) || len(s.Members(g.ID)) > 0 {
				continue
			}
			for _, t := range g.ActiveTokens() {
				out = append(out, Finding{
					Severity: SeverityLow, Group: g.ID, Token: t.ID, Subject: tokenSubject(g, t),
					Reason: "works, and nobody is in its team", Remedy: "Find out which program uses it, or disable it",
				})
			}
		}
		return out
	}}
}

func tokenSubject(g *Group, t boxoffice.TeamToken) string {
	return fmt.Sprintf("token %s (%d) of %s", plaintext.Line(t.Name), t.ID, g)
}

// OpenInvites finds invitations that nobody has accepted. Whoever holds the link of
// one can join, with any address; pretix tells neither when it was sent nor whether
// the mail arrived. [InvitesOpenSince] finds those that are old.
func OpenInvites() Rule {
	return Rule{"open-invites", "Whoever holds the link of an invitation can join.", func(s *Snapshot) []Finding {
		return eachInvite(s, func(g *Group, i boxoffice.TeamInvite) (Finding, bool) {
			f := Finding{Severity: SeverityInfo, Reason: "is open", Remedy: "Revoke it, or send it again, when nobody waits for it"}
			if g.CanManageTeams() {
				f.Severity, f.Reason = SeverityMedium, "is open, and whoever takes it can change teams"
			}
			return f, true
		})
	}}
}

// InvitesOpenSince finds invitations that were open in an older snapshot already.
func InvitesOpenSince(older *Snapshot) Rule {
	return Rule{"invites-open-since", "An invitation that nobody takes is a door that stands open.", func(s *Snapshot) []Finding {
		return eachInvite(s, func(g *Group, i boxoffice.TeamInvite) (Finding, bool) {
			was := older.Group(g.ID)
			same := func(old boxoffice.TeamInvite) bool { return old.ID == i.ID }
			if older.Platform != s.Platform || older.Account != s.Account || was == nil || !slices.ContainsFunc(was.Invites, same) {
				return Finding{}, false
			}
			return Finding{
				Severity: SeverityMedium, Reason: "is open since " + older.TakenAt.Format("2006-01-02") + " or longer",
				Remedy: "Revoke it, or ask whether the mail arrived",
			}, true
		})
	}}
}

// InvitesOfMembers finds invitations of people who are in that team already: its link
// still lets somebody in.
func InvitesOfMembers() Rule {
	return Rule{"invites-of-members", "An invitation that is not needed any more still lets somebody in.", func(s *Snapshot) []Finding {
		return eachInvite(s, func(g *Group, i boxoffice.TeamInvite) (Finding, bool) {
			member := slices.IndexFunc(s.People, func(p Person) bool {
				return i.Email != "" && strings.EqualFold(p.Email, i.Email) && slices.Contains(p.Groups, g.ID)
			})
			if member < 0 {
				return Finding{}, false
			}
			return Finding{
				Severity: SeverityMedium, Person: s.People[member].ID, Reason: "is of a member of the team; its link still lets somebody else in",
				Remedy: "Revoke it",
			}, true
		})
	}}
}

// InvitesWithoutAddress finds invitations that were sent to nobody, which pretix's API
// allows.
func InvitesWithoutAddress() Rule {
	return Rule{"invites-without-address", "An invitation without an address reaches nobody, and hides a mistake.", func(s *Snapshot) []Finding {
		return eachInvite(s, func(_ *Group, i boxoffice.TeamInvite) (Finding, bool) {
			return Finding{Severity: SeverityLow, Reason: "reaches nobody", Remedy: "Revoke it, and invite the person who was meant"}, strings.TrimSpace(i.Email) == ""
		})
	}}
}

// eachInvite asks about each invite, and says which one a finding is about.
func eachInvite(s *Snapshot, check func(*Group, boxoffice.TeamInvite) (Finding, bool)) []Finding {
	var out []Finding
	for i := range s.Groups {
		g := &s.Groups[i]
		for _, invite := range g.Invites {
			f, ok := check(g, invite)
			if !ok {
				continue
			}
			f.Group, f.Invite = g.ID, invite.ID
			f.Subject = Change{Invite: invite.ID, Email: invite.Email}.invite(g.String())
			out = append(out, f)
		}
	}
	return out
}
