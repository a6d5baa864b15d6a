package access

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/internal/address"
	"github.com/boxoffice-go/boxoffice/internal/plaintext"
)

// Newcomer is someone who shall be in teams.
type Newcomer struct {
	// Email is the address to invite.
	Email string `json:"email"`
	// Teams are names, which must be unique at the organizer, or "team:7" for a team by
	// its id.
	Teams []string `json:"teams"`
}

const teamPrefix = "team:"

// Onboard plans to bring people into teams. Who is a member already, or has an open
// invite, needs no step; letters' case of addresses does not count. It reads the
// teams that are named and those that the [Guard] judges by, and writes nothing.
//
// After [Apply] the [StepResult.Membership] of each step tells whether an invitation
// was sent ([boxoffice.MembershipInvited]) or the person had an account and is a
// member at once ([boxoffice.MembershipAdded]), of which pretix tells them nothing.
//
// What can't be had is found before anything is written, all of it at once: addresses
// that are none, names that no team or several teams have. The guard refuses to add
// the last who can manage teams to a team whose require_2fa would keep them out.
// [PlanOptions.Prune] means nothing here and is refused.
func Onboard(ctx context.Context, px *boxoffice.Pretix, organizer string, newcomers []Newcomer, opts *PlanOptions) (*Plan, error) {
	o := opts.orDefault()
	if err := o.noPrune(); err != nil {
		return nil, err
	}
	in, err := parseNewcomers(newcomers)
	if err != nil {
		return nil, err
	}
	in.snapshot, err = readTeams(ctx, px, organizer, o.Read, func(t *boxoffice.Team) bool { return in.named(t) || o.Guard.judges(t) })
	if err != nil {
		return nil, err
	}
	if err := in.snapshot.Err(); err != nil {
		return nil, err
	}
	in.plan = newPlan(JobOnboard, px, in.snapshot)
	in.plan.People = 0 // not everybody was read
	in.find()
	if err := errors.Join(in.problems...); err != nil {
		return nil, fmt.Errorf("access: nobody can be brought in so: %w", err)
	}
	in.steps()
	in.plan.sort()
	return in.plan, in.plan.guard(o.Guard, newStanding(in.snapshot))
}

// onboarding plans to bring people in.
type onboarding struct {
	newcomers []Newcomer // their addresses trimmed
	snapshot  *Snapshot
	plan      *Plan
	problems  []error

	// joining is who joins which team, by its id, in the order in which it was asked.
	joining map[string][]string
}

func parseNewcomers(newcomers []Newcomer) (*onboarding, error) {
	in := &onboarding{joining: map[string][]string{}}
	if len(newcomers) == 0 {
		return nil, &boxoffice.ArgumentError{Argument: "newcomers", Reason: "is empty"}
	}
	for i, n := range newcomers {
		place := fmt.Sprintf("newcomers[%d]", i)
		email, err := address.Check(n.Email)
		if err != nil {
			in.problem(place+".Email", "%q %s", n.Email, err)
		}
		if len(n.Teams) == 0 {
			in.problem(place+".Teams", "is empty")
		}
		in.newcomers = append(in.newcomers, Newcomer{Email: email, Teams: n.Teams})
	}
	return in, errors.Join(in.problems...)
}

func (in *onboarding) problem(place, format string, args ...any) {
	in.problems = append(in.problems, &boxoffice.ArgumentError{Argument: place, Reason: fmt.Sprintf(format, args...)})
}

// named tells whether a newcomer's team may be this one.
func (in *onboarding) named(team *boxoffice.Team) bool {
	return slices.ContainsFunc(in.newcomers, func(n Newcomer) bool {
		return slices.ContainsFunc(n.Teams, func(name string) bool {
			return name == team.Name || name == teamPrefix+strconv.FormatInt(team.ID, 10)
		})
	})
}

// find finds out which teams are meant, and who joins each.
func (in *onboarding) find() {
	for i, n := range in.newcomers {
		for j, name := range n.Teams {
			place := fmt.Sprintf("newcomers[%d].Teams[%d]", i, j)
			var found []*Group
			if id, ok := strings.CutPrefix(name, teamPrefix); ok && in.snapshot.Group(id) != nil {
				found = []*Group{in.snapshot.Group(id)}
			} else {
				found = in.snapshot.Named(name)
			}
			switch {
			case len(found) == 0:
				in.problem(place, "there is no team %q", name)
			case len(found) > 1:
				in.problem(place, "%d teams are called %q: %s; say which as %s%s", len(found), name, listGroups(found), teamPrefix, found[0].ID)
			default:
				in.join(found[0], n.Email)
			}
		}
	}
}

func (in *onboarding) join(g *Group, email string) {
	same := func(other string) bool { return strings.EqualFold(email, other) }
	if slices.ContainsFunc(in.joining[g.ID], same) ||
		slices.ContainsFunc(in.snapshot.Members(g.ID), func(p Person) bool { return same(p.Email) }) ||
		slices.ContainsFunc(g.Invites, func(i boxoffice.TeamInvite) bool { return same(i.Email) }) {
		return
	}
	in.joining[g.ID] = append(in.joining[g.ID], email)
}

func (in *onboarding) steps() {
	for i := range in.snapshot.Groups {
		g := &in.snapshot.Groups[i]
		for _, email := range in.joining[g.ID] {
			step := g.step()
			step.Kind, step.Email = StepInvite, email
			in.plan.Steps = append(in.plan.Steps, step)
		}
		in.warn(g, in.joining[g.ID])
	}
	if !in.plan.Empty() {
		in.plan.Warnings = append(in.plan.Warnings, "who has an account is a member at once and gets no mail: tell them; the others get an invitation")
	}
}

// warn tells what joining a team brings with it.
func (in *onboarding) warn(g *Group, emails []string) {
	warn := func(format string, names []string) {
		if len(names) > 0 {
			in.plan.Warnings = append(in.plan.Warnings, fmt.Sprintf(format, g, shorten(names)))
		}
	}
	var joining, without, unknown []string
	for _, email := range emails {
		name := plaintext.Line(email)
		joining = append(joining, name)
		i := slices.IndexFunc(in.snapshot.People, func(p Person) bool { return strings.EqualFold(p.Email, email) })
		switch {
		case i < 0 || in.snapshot.People[i].Uses2FA == nil:
			unknown = append(unknown, name)
		case !*in.snapshot.People[i].Uses2FA:
			without = append(without, name)
		}
	}
	if g.CanManageTeams() {
		warn("team %s may manage teams, so whoever joins can give themselves everything: %s", joining)
	}
	if g.Team.Require2FA != nil && *g.Team.Require2FA {
		warn("team %s requires 2FA, and who uses none is kept out everywhere, not only here: %s use none", without)
		warn("team %s requires 2FA, and who uses none is kept out everywhere, not only here; of %s it is not known", unknown)
	}
}
