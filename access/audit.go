package access

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/boxoffice-go/boxoffice/internal/plaintext"
)

// Severity says how much a [Finding] matters.
type Severity string

// The severities, the worst first.
const (
	SeverityCritical Severity = "critical"
	SeverityHigh     Severity = "high"
	SeverityMedium   Severity = "medium"
	SeverityLow      Severity = "low"
	SeverityInfo     Severity = "info"
)

// Compare is negative when s is worse than t, and positive when it is milder. A
// severity that this package does not know is the mildest.
func (s Severity) Compare(t Severity) int { return cmp.Compare(s.rank(), t.rank()) }

func (s Severity) rank() int {
	all := []Severity{SeverityCritical, SeverityHigh, SeverityMedium, SeverityLow, SeverityInfo}
	if i := slices.Index(all, s); i >= 0 {
		return i
	}
	return len(all)
}

// Finding is something that should not be so, or that somebody should look at. It is
// comparable with ==, and marshals to JSON and back.
type Finding struct {
	// Rule is the name of the rule that found it.
	Rule string `json:"rule"`
	// Severity is how much it matters.
	Severity Severity `json:"severity"`
	// Group is the id of the team or role, "" for the whole account.
	Group string `json:"group,omitzero"`
	// Person is the id of the account, where it is about someone.
	Person string `json:"person,omitzero"`
	// Token and Invite are the ids of what it is about, where it is one of these.
	Token  int64 `json:"token,omitzero"`
	Invite int64 `json:"invite,omitzero"`
	// Subject is what it is about, in words.
	Subject string `json:"subject"`
	// Reason says what is the matter, Remedy what helps.
	Reason string `json:"reason"`
	Remedy string `json:"remedy,omitzero"`
}

// String is one line, safe to print.
func (f Finding) String() string {
	text := fmt.Sprintf("%s: %s: %s", plaintext.Line(string(f.Severity)), long(f.Subject), long(f.Reason))
	if f.Remedy != "" {
		text += ". " + long(f.Remedy)
	}
	return text
}

// long makes safe what may be longer than a line is allowed to be.
func long(s string) string {
	words := strings.Split(s, " ")
	for i, word := range words {
		words[i] = plaintext.Line(word)
	}
	return strings.Join(words, " ")
}

// Rule looks for one thing that should not be so. Rules are values: write your own,
// and give them to [Audit] beside or in place of [DefaultRules].
type Rule struct {
	// Name names the rule, such as "without-2fa".
	Name string
	// Doc says in a sentence what it finds and why that matters.
	Doc string
	// Check returns what it finds, nothing when all is well. It need not fill in
	// Finding.Rule, and must not change the snapshot.
	Check func(*Snapshot) []Finding
}

// Audit returns what rules find in a snapshot, without any those of [DefaultRules]:
// the worst first, and then in the order of teams and rules. Nil is no finding.
//
// Where parts of the snapshot are missing, rules say nothing about what hangs on them,
// and [NotWhole] says so.
func Audit(s *Snapshot, rules ...Rule) []Finding {
	if len(rules) == 0 {
		rules = DefaultRules()
	}
	order := map[string]int{"": -1}
	for i := range s.Groups {
		order[s.Groups[i].ID] = i
	}
	at := func(group string) int {
		if i, ok := order[group]; ok {
			return i
		}
		return len(order)
	}
	var out []Finding
	for _, rule := range rules {
		for _, f := range rule.Check(s) {
			f.Rule = cmp.Or(f.Rule, rule.Name)
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b Finding) int {
		return cmp.Or(a.Severity.Compare(b.Severity), cmp.Compare(at(a.Group), at(b.Group)))
	})
	return out
}

// NewFindings are those of now that were not there before: for a report every night
// that tells only what is new. Two are the same when rule, severity and ids are; what
// is said of them, such as how many people it concerns, may differ.
func NewFindings(before, now []Finding) []Finding {
	key := func(f Finding) Finding {
		f.Subject, f.Reason, f.Remedy = "", "", ""
		return f
	}
	known := map[Finding]bool{}
	for _, f := range before {
		known[key(f)] = true
	}
	var out []Finding
	for _, f := range now {
		if !known[key(f)] {
			out = append(out, f)
		}
	}
	return out
}

// DefaultRules are the rules of this package that need no older snapshot. Each is a
// function of its own, so that a program can leave some out.
func DefaultRules() []Rule {
	return []Rule{
		NotWhole(), LastAdministrator(), FullRights(5), Without2FA(), Require2FA(),
		TokensThatManage(), TokensWithoutMembers(),
		OpenInvites(), InvitesOfMembers(), InvitesWithoutAddress(),
		Twins(), StuckTeams(), WithoutName(),
	}
}

// NotWhole finds that parts of the snapshot could not be read, so that other rules
// may have missed something.
func NotWhole() Rule {
	return Rule{"not-whole", "Parts that could not be read may hide anything.", func(s *Snapshot) []Finding {
		if len(s.Failures) == 0 {
			return nil
		}
		count := map[Part]int{}
		for _, f := range s.Failures {
			count[f.Part]++
		}
		severity, parts := SeverityInfo, []string{}
		for _, part := range []Part{PartTeams, PartRoles, PartMembers, PartInvites, PartTokens, PartUsers} {
			if count[part] == 0 {
				continue
			}
			if part != PartUsers { // without names nothing but names is missing
				severity = SeverityHigh
			}
			parts = append(parts, fmt.Sprintf("%s (%d)", part, count[part]))
		}
		return []Finding{{
			Severity: severity, Subject: s.Account,
			Reason: "could not be read: " + strings.Join(parts, ", ") + "; the first because of " + s.Failures[0].Reason,
			Remedy: "Read it again: what hangs on them is not judged",
		}}
	}}
}

// lacks tells whether a part of a group is missing.
func (s *Snapshot) lacks(part Part, group string) bool {
	return slices.ContainsFunc(s.Failures, func(f Failure) bool {
		return f.Part == PartTeams || f.Part == part && (f.Group == group || f.Group == "")
	})
}

// count says how many there are of something.
func count(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
