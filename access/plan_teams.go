package access

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/internal/plaintext"
)

// PlanTeams finds out what makes an organizer's teams what a state says. It reads and
// writes nothing. After [Apply] a second plan is empty.
//
// What the state asks for and can't be had is found here, before anything is written,
// all of it at once: names that fit several teams, ids of no team, people who can't
// be invited, permissions that this server's version can't express
// ([errors.ErrUnsupported]). An event that can't be found is a warning of the plan
// only, since it may be out of the token's sight, and so is a permission that may be a
// plugin's: if they are mistyped, [Apply] ends at their step. A plan that the [Guard]
// refuses is returned beside the [LockoutError], to be shown.
func PlanTeams(ctx context.Context, px *boxoffice.Pretix, state *State, opts *PlanOptions) (*Plan, error) {
	if state == nil {
		return nil, &boxoffice.ArgumentError{Argument: "state", Reason: "is nil"}
	}
	if err := state.Check(); err != nil {
		return nil, err
	}
	o := opts.orDefault()
	s, err := ReadPretix(ctx, px, state.Organizer, o.Read)
	if err != nil {
		return nil, err
	}
	if err := s.Err(); err != nil {
		return nil, err
	}
	p := &teamPlanner{px: px, snapshot: s, state: state, owners: state.owners(), plan: newPlan(JobTeams, px, s), managed: map[string]int{}}
	for i := range state.Teams {
		p.team(ctx, i)
	}
	if o.Prune {
		p.prune()
	}
	if err := errors.Join(p.problems...); err != nil {
		return nil, fmt.Errorf("access: the teams of %s can't be made so: %w", plaintext.Line(state.Organizer), err)
	}
	if err := p.events(ctx); err != nil {
		return nil, err
	}
	p.permissions()
	p.plan.drastic(s)
	p.plan.sort()
	return p.plan, p.plan.guard(o.Guard, newStanding(s))
}

type teamPlanner struct {
	px       *boxoffice.Pretix
	snapshot *Snapshot
	state    *State
	plan     *Plan
	owners   map[string]string
	managed  map[string]int // groups by id, and the team of the state that they are
	problems []error
}

func (p *teamPlanner) problem(place, format string, args ...any) {
	p.problems = append(p.problems, &boxoffice.ArgumentError{Argument: place, Reason: fmt.Sprintf(format, args...)})
}

// team plans one team.
func (p *teamPlanner) team(ctx context.Context, i int) {
	want := &p.state.Teams[i]
	place := fmt.Sprintf("teams[%d]", i)
	group, ok := p.find(place, want)
	if !ok {
		return
	}
	change := want.change()
	if group == nil {
		if err := p.px.CheckTeamCreate(ctx, change.create()); err != nil {
			p.problems = append(p.problems, fmt.Errorf("%s: %w", place, err))
			return
		}
		p.plan.Steps = append(p.plan.Steps, Step{Kind: StepCreateTeam, Team: want.Name, Change: change})
		p.members(place, want, Step{Team: want.Name, NewTeam: len(p.plan.Steps)}, nil)
		return
	}
	if other, twice := p.managed[group.ID]; twice {
		p.problem(place, "is the same team as teams[%d]: %s", other, group)
		return
	}
	p.managed[group.ID] = i
	if hidden := change.hidden(group.Team); len(hidden) > 0 && change.done(group.Team) {
		p.plan.Warnings = append(p.plan.Warnings, fmt.Sprintf(
			"team %s may also do what names don't show, without seeing it: %s; an upgrade to pretix 2026.3 takes that away, and so does any change of its permissions",
			group, boxoffice.OnlyPermissions(hidden...)))
	}
	if !change.done(group.Team) {
		p.update(ctx, place, group, change)
	}
	p.members(place, want, group.step(), group)
}

func (t *TeamState) change() *TeamChange {
	c := &TeamChange{Require2FA: t.Require2FA, Events: t.Events, Permissions: t.Permissions}
	if t.Name != "" || t.ID == 0 {
		c.Name = &t.Name
	}
	return c
}

// find returns the group that a team of the state is, nil for one that has to be
// made, and false when that can't be told.
func (p *teamPlanner) find(place string, want *TeamState) (*Group, bool) {
	if want.ID != 0 {
		g := p.snapshot.Group(strconv.FormatInt(want.ID, 10))
		if g == nil {
			p.problem(place+".id", "there is no team %d", want.ID)
		}
		return g, g != nil
	}
	for _, name := range []string{want.Name, want.RenamedFrom} {
		// A team that the state knows by its id is not meant by a name.
		found := slices.DeleteFunc(p.snapshot.Named(name), func(g *Group) bool {
			return slices.ContainsFunc(p.state.Teams, func(t TeamState) bool { return t.ID != 0 && t.ID == g.teamID() })
		})
		if name == "" || len(found) == 0 {
			continue
		}
		if len(found) > 1 {
			p.problem(place, "%d teams are called %q: %s; say which by id", len(found), name, listGroups(found))
			return nil, false
		}
		return found[0], true
	}
	return nil, true
}

func listGroups(groups []*Group) string {
	ids := make([]string, len(groups))
	for i, g := range groups {
		ids[i] = g.ID
	}
	return strings.Join(ids, ", ")
}

// update plans a change of a team, with what it takes to get a stuck one moving.
func (p *teamPlanner) update(ctx context.Context, place string, g *Group, change *TeamChange) {
	change.trim(g.Team)
	change.Exact = len(change.hidden(g.Team)) > 0
	if problem := change.nameProblem(); problem != "" {
		p.problem(place+".name", "%s", problem)
		return
	}
	note := repair(g.Team, change)
	if err := p.px.CheckTeamUpdate(ctx, g.Team, change.update()); err != nil {
		p.problems = append(p.problems, fmt.Errorf("%s: %w", place, err))
		return
	}
	step := g.step()
	step.Kind, step.Saw, step.Change, step.Note, step.Takes = StepUpdateTeam, g.Team, change, note, p.takes(g, change)
	p.plan.Steps = append(p.plan.Steps, step)
	for _, problem := range g.Team.Problems() {
		if !problem.Certain {
			p.plan.Warnings = append(p.plan.Warnings, fmt.Sprintf("pretix may refuse to change %s: %s", g, problem.Detail))
		}
	}
	if change.Require2FA == nil || !*change.Require2FA {
		return
	}
	var without []string
	for _, m := range p.snapshot.Members(g.ID) {
		if m.Uses2FA != nil && !*m.Uses2FA {
			without = append(without, m.String())
		}
	}
	if len(without) > 0 {
		p.plan.Warnings = append(p.plan.Warnings, fmt.Sprintf(
			"requiring 2FA in %s keeps out %d people everywhere until they use it: %s", g, len(without), shorten(without)))
	}
}

// takes says what a change takes from many people at once, "" for nothing.
func (p *teamPlanner) takes(g *Group, change *TeamChange) string {
	after := *change
	if after.Permissions.Event.IsZero() {
		after.Permissions.Event = g.Permissions.Event
	}
	if after.Permissions.Organizer.IsZero() {
		after.Permissions.Organizer = g.Permissions.Organizer
	}
	none := func(p boxoffice.Permissions) bool {
		return !p.Event.IsAll() && !p.Organizer.IsAll() && len(p.Event.List())+len(p.Organizer.List()) == 0
	}
	if none(after.Permissions) && !none(g.Permissions) {
		return fmt.Sprintf("team %s loses all that it may do", g)
	}
	if change.Require2FA != nil && *change.Require2FA {
		without := 0
		for _, m := range p.snapshot.Members(g.ID) {
			if m.Uses2FA != nil && !*m.Uses2FA {
				without++
			}
		}
		if without > manyRemovals || without*manyPeople > len(p.snapshot.People) {
			return fmt.Sprintf("requiring 2FA in %s keeps out %d people", g, without)
		}
	}
	return ""
}

const shownPeople = 5

func shorten(names []string) string {
	if len(names) > shownPeople {
		return strings.Join(names[:shownPeople], ", ") + fmt.Sprintf(" and %d more", len(names)-shownPeople)
	}
	return strings.Join(names, ", ")
}

// members plans who joins and who leaves a team. The group is nil for a new team.
func (p *teamPlanner) members(place string, want *TeamState, of Step, g *Group) {
	if want.Members == nil {
		return
	}
	wanted := make([]identity, 0, len(want.Members))
	for _, name := range want.Members {
		who, err := p.state.identity(name, p.owners)
		if err != nil { // Check has passed
			p.problems = append(p.problems, err)
			return
		}
		wanted = append(wanted, who)
	}
	var members []Person
	if g != nil {
		members = p.snapshot.Members(g.ID)
		p.leaving(of, g, members, wanted)
	}
	for i, who := range wanted {
		if g != nil && (slices.ContainsFunc(members, who.is) ||
			slices.ContainsFunc(g.Invites, func(i boxoffice.TeamInvite) bool { return who.owns(i.Email) })) {
			continue
		}
		if len(who.emails) == 0 {
			p.problem(fmt.Sprintf("%s.members[%d]", place, i), "%s is not in the team, and only an address can be invited", who.name)
			continue
		}
		step := of
		step.Kind, step.Email = StepInvite, who.emails[0]
		p.plan.Steps = append(p.plan.Steps, step)
	}
}

func (p *teamPlanner) leaving(of Step, g *Group, members []Person, wanted []identity) {
	for _, invite := range g.Invites {
		if !slices.ContainsFunc(wanted, func(who identity) bool { return who.owns(invite.Email) }) {
			p.plan.revoke(of, invite)
		}
	}
	for _, m := range members {
		if !slices.ContainsFunc(wanted, func(who identity) bool { return who.is(m) }) {
			p.plan.remove(of, m)
		}
	}
}

// events warns of events that no team reaches yet and that can't be seen: a mistyped
// one is refused only when it is written.
func (p *teamPlanner) events(ctx context.Context) error {
	known := map[string]bool{}
	for _, g := range p.snapshot.Groups {
		for _, slug := range g.Events.Slugs() {
			known[slug] = true
		}
	}
	for i := range p.plan.Steps {
		s := &p.plan.Steps[i]
		if s.Change == nil {
			continue
		}
		for _, slug := range s.Change.Events.Slugs() {
			if known[slug] {
				continue
			}
			known[slug] = true
			_, err := p.px.Events.Get(ctx, p.state.Organizer, slug)
			switch {
			case errors.Is(err, boxoffice.ErrNotFound), errors.Is(err, boxoffice.ErrForbidden):
				p.plan.Warnings = append(p.plan.Warnings, fmt.Sprintf(
					"event %q of %s does not exist, or is out of the token's sight", slug, s.team()))
			case err != nil:
				return err
			}
		}
	}
	return nil
}

// permissions warns of those that are none of pretix's own and that no team has yet: a
// plugin's, or mistyped ones, which are refused only when they are written.
func (p *teamPlanner) permissions() {
	known := map[boxoffice.Permission]bool{}
	for _, group := range boxoffice.PermissionGroups() {
		for _, permission := range group.Permissions() {
			known[permission] = true
		}
	}
	for _, g := range p.snapshot.Groups {
		for _, permission := range append(g.Permissions.Event.List(), g.Permissions.Organizer.List()...) {
			known[permission] = true
		}
	}
	for i := range p.plan.Steps {
		s := &p.plan.Steps[i]
		if s.Change == nil {
			continue
		}
		for _, permission := range append(s.Change.Permissions.Event.List(), s.Change.Permissions.Organizer.List()...) {
			if !known[permission] {
				known[permission] = true
				p.plan.Warnings = append(p.plan.Warnings, fmt.Sprintf(
					"permission %q of %s is none of pretix's own: it is a plugin's, or mistyped", permission, s.team()))
			}
		}
	}
}

// prune plans to take away the teams that the state does not mention.
func (p *teamPlanner) prune() {
	for i := range p.snapshot.Groups {
		g := &p.snapshot.Groups[i]
		if _, managed := p.managed[g.ID]; managed {
			continue
		}
		if i := slices.IndexFunc(p.state.Teams, func(t TeamState) bool { return t.RenamedFrom != "" && t.RenamedFrom == g.Name }); i >= 0 {
			p.problem(fmt.Sprintf("teams[%d].renamed_from", i), "team %s still has that name, and would be pruned, since another is taken for the renamed one; say which by id", g)
			continue
		}
		if len(g.Tokens) > 0 {
			p.plan.empty(g, p.snapshot.Members(g.ID))
			continue
		}
		p.plan.deleteTeam(g, p.snapshot.Members(g.ID))
	}
}
