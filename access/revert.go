package access

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/internal/address"
	"github.com/boxoffice-go/boxoffice/internal/plaintext"
)

// Revert plans to undo what an apply has done, by its journal: steps that found
// everything as it should be are left alone, and so is what somebody else has changed
// since, with a warning. What can't be undone is told in [Plan.Remains]: a disabled
// token stays so, a deleted team comes back under a new id without its tokens, and
// someone who was removed comes back only by their address.
//
// It reads and writes nothing; [Apply] carries the plan out. The journal of another
// server is a [boxoffice.ArgumentError].
func Revert(ctx context.Context, px *boxoffice.Pretix, journal *Journal, opts *PlanOptions) (*Plan, error) {
	if journal == nil || journal.Plan == nil {
		return nil, &boxoffice.ArgumentError{Argument: "journal", Reason: "is empty"}
	}
	if journal.Plan.Server != px.String() {
		// The ids in it mean something else here.
		return nil, &boxoffice.ArgumentError{Argument: "journal", Reason: fmt.Sprintf("it is of %s, and this is %s", plaintext.Line(journal.Plan.Server), px)}
	}
	o := opts.orDefault()
	if err := o.noPrune(); err != nil {
		return nil, err
	}
	s, err := ReadPretix(ctx, px, journal.Plan.Organizer, o.Read)
	if err != nil {
		return nil, err
	}
	if err := s.Err(); err != nil {
		return nil, err
	}
	r := &reverter{ctx: ctx, px: px, snapshot: s, was: journal.Plan, plan: newPlan(JobRevert, px, s)}
	done := journal.Done()
	for number := len(journal.Plan.Steps); number >= 1; number-- {
		if result, ok := done[number]; ok && result.Outcome != OutcomeAlready {
			r.step(&journal.Plan.Steps[number-1], result)
		}
	}
	r.plan.drastic(s)
	r.plan.sort()
	return r.plan, r.plan.guard(o.Guard, newStanding(s))
}

type reverter struct {
	ctx      context.Context //nolint:containedctx // of one call
	px       *boxoffice.Pretix
	snapshot *Snapshot
	was      *Plan
	plan     *Plan
}

func (r *reverter) warn(format string, args ...any) {
	r.plan.Warnings = append(r.plan.Warnings, fmt.Sprintf(format, args...))
}

func (r *reverter) remains(format string, args ...any) {
	r.plan.Remains = append(r.plan.Remains, fmt.Sprintf(format, args...))
}

func (r *reverter) step(s *Step, result StepResult) {
	g := r.snapshot.Group(strconv.FormatInt(result.TeamID, 10))
	switch {
	case s.Kind == StepDeleteTeam:
		r.deleted(s)
	case s.Kind == StepDisableToken:
		r.remains("%s stays disabled; a new one can be made", s.tokenText())
	case g == nil:
		r.warn("team %s is gone, and with it what was to be undone", s.team())
	case s.Kind == StepCreateTeam:
		r.created(s, result.Step, g)
	case s.Kind == StepUpdateTeam:
		r.updated(s, g)
	case s.NewTeam > 0:
		// It goes with its team.
	case s.Kind == StepInvite:
		r.invited(s, result, g)
	default:
		r.back(g.step(), g, s.Email, s.who())
	}
}

// created takes back a team that the plan made, as long as it is only the plan's.
func (r *reverter) created(s *Step, number int, g *Group) {
	ours := func(email string) bool {
		return slices.ContainsFunc(r.was.Steps, func(o Step) bool { return o.NewTeam == number && strings.EqualFold(o.Email, email) })
	}
	members := r.snapshot.Members(g.ID)
	switch {
	case !s.Change.whole().done(g.Team):
		r.warn("team %s was changed since it was made; it is left alone", g)
		return
	case len(g.Tokens) > 0:
		r.warn("team %s has got tokens since it was made; it is left alone", g)
		return
	case slices.ContainsFunc(members, func(p Person) bool { return !ours(p.Email) }),
		slices.ContainsFunc(g.Invites, func(i boxoffice.TeamInvite) bool { return !ours(i.Email) }):
		r.warn("others have joined team %s since it was made; it is left alone", g)
		return
	}
	r.plan.deleteTeam(g, members)
}

// updated gives a team back what the plan changed.
func (r *reverter) updated(s *Step, g *Group) {
	if !s.Change.done(g.Team) {
		r.warn("team %s was changed since; it is left alone", g)
		return
	}
	back := &TeamChange{}
	if s.Change.Name != nil {
		back.Name = new(s.Saw.Name)
	}
	if s.Change.Require2FA != nil {
		back.Require2FA = new(s.Saw.Require2FA != nil && *s.Saw.Require2FA)
	}
	if !s.Change.Events.IsZero() {
		back.Events = s.Saw.Events()
	}
	if !s.Change.Permissions.Event.IsZero() {
		back.Permissions.Event = s.Saw.Permissions().Event
	}
	if !s.Change.Permissions.Organizer.IsZero() {
		back.Permissions.Organizer = s.Saw.Permissions().Organizer
	}
	if hidden := s.Change.hidden(s.Saw); s.Change.Exact && len(hidden) > 0 {
		r.remains("team %s can't be given back what names don't show: %s", g, boxoffice.OnlyPermissions(hidden...))
	}
	back.trim(g.Team)
	if problem := back.nameProblem(); problem != "" {
		r.remains("team %s can't get its name %q back: it %s", g, plaintext.Line(*back.Name), problem)
		back.Name = nil
	}
	if back.done(g.Team) {
		return
	}
	if err := r.px.CheckTeamUpdate(r.ctx, g.Team, back.update()); err != nil {
		r.remains("team %s can't be given back what it had: %s", g, err)
		return
	}
	r.plan.Steps = append(r.plan.Steps, Step{Kind: StepUpdateTeam, TeamID: g.teamID(), Team: g.Name, Saw: g.Team, Change: back})
}

// invited takes back an invite, or the membership that has become of it.
func (r *reverter) invited(s *Step, result StepResult, g *Group) {
	of := g.step()
	for _, invite := range g.Invites {
		if invite.ID == result.InviteID && strings.EqualFold(invite.Email, s.Email) {
			r.plan.revoke(of, invite)
			return
		}
	}
	for _, p := range r.snapshot.Members(g.ID) {
		if strings.EqualFold(p.Email, s.Email) || result.UserID != 0 && result.UserID == p.userID() {
			r.plan.remove(of, p)
			return
		}
	}
}

// deleted makes a team again.
func (r *reverter) deleted(s *Step) {
	change := &TeamChange{Name: new(s.Saw.Name), Require2FA: s.Saw.Require2FA, Events: s.Saw.Events(), Permissions: s.Saw.Permissions()}
	if problem := change.nameProblem(); problem != "" && trimName(s.Saw.Name) != "" {
		r.remains("team %s comes back without white space around its name", s.team())
		change.Name = new(trimName(s.Saw.Name))
	}
	if err := r.px.CheckTeamCreate(r.ctx, change.create()); err != nil {
		r.remains("team %s can't be made again: %s", s.team(), err)
		return
	}
	r.plan.Steps = append(r.plan.Steps, Step{Kind: StepCreateTeam, Team: *change.Name, Change: change})
	r.remains("team %s comes back under a new id", s.team())
	of := Step{NewTeam: len(r.plan.Steps), Team: *change.Name}
	for _, m := range s.Members {
		r.back(of, nil, m.Email, Person{ID: strconv.FormatInt(m.ID, 10), Email: m.Email}.String())
	}
	for _, i := range s.Invites {
		r.back(of, nil, i.Email, i.Email)
	}
}

// back brings someone back into a team, unless they are in it.
func (r *reverter) back(of Step, g *Group, email, who string) {
	if trimmed, err := address.Check(email); err != nil || trimmed != email {
		// Trimmed it would be somebody else's.
		r.remains("%s can't be brought back into team %s without an address", plaintext.Line(who), of.team())
		return
	}
	if g != nil && (slices.ContainsFunc(r.snapshot.Members(g.ID), func(p Person) bool { return strings.EqualFold(p.Email, email) }) ||
		slices.ContainsFunc(g.Invites, func(i boxoffice.TeamInvite) bool { return strings.EqualFold(i.Email, email) })) {
		return
	}
	of.Kind, of.Email = StepInvite, email
	r.plan.Steps = append(r.plan.Steps, of)
}
