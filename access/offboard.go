package access

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/internal/plaintext"
)

// Offboard plans to take people out of everything at an organizer: out of all teams
// that they are in, and their open invites are revoked. People are named by their
// addresses, of which letters' case does not count, or as "user:17" by their
// accounts. It reads the organizer once for all of them, and writes nothing.
//
// An account that is found by its address is taken out wherever it is, and one that
// is found by its id loses the invites to its address, too. Teams that may manage
// teams come first. [Plan.Remains] names what no API reaches: tokens that the
// people may know, devices, the accounts themselves, and whoever was not found. An
// invite that was accepted under another address can't be told from a stranger's
// membership, so give all addresses that a person may have used.
//
// [Apply] goes on after a step that failed, and a second plan shows what is left. A
// plan that the [Guard] refuses is returned beside the [LockoutError], to be shown.
// [PlanOptions.Prune] means nothing here and is refused.
func Offboard(ctx context.Context, px *boxoffice.Pretix, organizer string, people []string, opts *PlanOptions) (*Plan, error) {
	o := opts.orDefault()
	if err := o.noPrune(); err != nil {
		return nil, err
	}
	leavers, err := parseLeavers(people)
	if err != nil {
		return nil, err
	}
	s, err := ReadPretix(ctx, px, organizer, o.Read)
	if err != nil {
		return nil, err
	}
	if err := s.Err(); err != nil {
		return nil, err
	}
	out := &offboarding{snapshot: s, plan: newPlan(JobOffboard, px, s), leavers: leavers}
	out.learn()
	out.steps()
	out.remains()
	out.plan.sort()
	return out.plan, out.plan.guard(o.Guard, newStanding(s))
}

func parseLeavers(people []string) ([]identity, error) {
	if len(people) == 0 {
		return nil, &boxoffice.ArgumentError{Argument: "people", Reason: "is empty"}
	}
	var out []identity
	for i, name := range people {
		who, err := parseIdentity(name)
		if err != nil {
			return nil, &boxoffice.ArgumentError{
				Argument: fmt.Sprintf("people[%d]", i), Reason: fmt.Sprintf("%q is neither an e-mail address nor an account such as user:17", name),
			}
		}
		if !slices.ContainsFunc(out, func(o identity) bool { return strings.EqualFold(o.name, who.name) }) {
			out = append(out, who)
		}
	}
	return out, nil
}

// offboarding plans to take people out.
type offboarding struct {
	snapshot *Snapshot
	plan     *Plan
	leavers  []identity
	accounts []Person   // of the leavers
	missing  []identity // of whom neither an account nor an invite was found
}

// learn adds to what is known of the leavers what their accounts say.
func (o *offboarding) learn() {
	for i := range o.leavers {
		who := &o.leavers[i]
		named := *who // not by the addresses that are learned: others may share them
		var same []string
		for _, p := range o.snapshot.People {
			if !named.is(p) {
				continue
			}
			same = append(same, fmt.Sprintf("%s%d", userPrefix, p.userID()))
			if !slices.ContainsFunc(o.accounts, func(a Person) bool { return a.ID == p.ID }) {
				o.accounts = append(o.accounts, p)
			}
			if who.userID != 0 && p.Email != "" {
				who.emails = append(who.emails, p.Email)
			}
		}
		if len(same) > 1 {
			o.plan.Warnings = append(o.plan.Warnings, fmt.Sprintf("%d accounts have the address %s, and all are taken out: %s",
				len(same), plaintext.Line(who.name), strings.Join(same, ", ")))
		}
		if len(same) == 0 && !slices.ContainsFunc(o.snapshot.Groups, func(g Group) bool {
			return slices.ContainsFunc(g.Invites, func(i boxoffice.TeamInvite) bool { return who.owns(i.Email) })
		}) {
			o.missing = append(o.missing, *who)
		}
	}
}

func (o *offboarding) leaves(p Person) bool {
	return slices.ContainsFunc(o.accounts, func(a Person) bool { return a.ID == p.ID })
}

func (o *offboarding) invited(i boxoffice.TeamInvite) bool {
	return slices.ContainsFunc(o.leavers, func(who identity) bool { return who.owns(i.Email) })
}

// groups are the teams, those that may manage teams first: until they are out of
// them, the people can undo all of it.
func (o *offboarding) groups() []*Group {
	var first, rest []*Group
	for i := range o.snapshot.Groups {
		if g := &o.snapshot.Groups[i]; g.CanManageTeams() {
			first = append(first, g)
		} else {
			rest = append(rest, g)
		}
	}
	return append(first, rest...)
}

// steps revokes first: who is taken out of a team must not come back by an invite.
func (o *offboarding) steps() {
	groups := o.groups()
	for _, g := range groups {
		for _, invite := range g.Invites {
			if o.invited(invite) {
				o.plan.revoke(g.step(), invite)
			}
		}
	}
	var deserted []string
	for _, g := range groups {
		members, left := o.snapshot.Members(g.ID), 0
		for _, m := range members {
			if o.leaves(m) {
				o.plan.remove(g.step(), m)
			} else {
				left++
			}
		}
		if left == 0 && len(members) > 0 {
			deserted = append(deserted, g.String())
		}
	}
	if len(deserted) > 0 {
		o.plan.Warnings = append(o.plan.Warnings, "no member is left in "+shorten(deserted))
	}
}

// remains tells what is left for a human.
func (o *offboarding) remains() {
	add := func(format string, args ...any) {
		o.plan.Remains = append(o.plan.Remains, fmt.Sprintf(format, args...))
	}
	manager, elsewhere := "", 0
	for _, p := range o.accounts {
		if manager == "" && slices.ContainsFunc(p.Groups, func(id string) bool { return o.snapshot.Group(id).CanManageTeams() }) {
			manager = p.String()
		}
	}
	for _, g := range o.groups() {
		tokens := g.ActiveTokens()
		if !slices.ContainsFunc(o.accounts, func(p Person) bool { return slices.Contains(p.Groups, g.ID) }) {
			elsewhere += len(tokens)
			continue
		}
		for _, t := range tokens {
			add("token %s of team %s still works, and has no owner: rotate or disable it if one of them may know it",
				tokenName(t), g)
		}
	}
	if manager != "" && elsewhere > 0 {
		add("%s could make tokens in every team: %d more work in other teams", manager, elsewhere)
	}
	for _, g := range o.groups() {
		if slices.ContainsFunc(g.Invites, func(i boxoffice.TeamInvite) bool { return i.Email == "" }) {
			add("team %s has an open invite without an address: who has its link can join", g)
		}
	}
	for _, who := range o.missing {
		add("%s was found nowhere: they are out already, it is a typo, or they have accepted an invite under another address",
			plaintext.Line(who.name))
	}
	if len(o.accounts) > 0 {
		names := make([]string, len(o.accounts))
		for i, p := range o.accounts {
			names[i] = p.String()
		}
		add("%s: accounts stay, with what they may do at other organizers; only the server's administrators can disable them", shorten(names))
	}
	add("devices go on working, whoever set them up, and no token of a team sees them: look through the organizer's devices")
	add("OAuth applications can't be seen from here: what acts for a person has the rights that the person still has")
}

func tokenName(t boxoffice.TeamToken) string {
	return fmt.Sprintf("%s (%d)", strconv.Quote(plaintext.Line(t.Name)), t.ID)
}
