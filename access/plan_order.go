package access

import (
	"slices"

	"github.com/boxoffice-go/boxoffice"
)

// phase orders the steps: what gives access comes before what takes it, so that
// nobody is locked out halfway.
func (s *Step) phase() int {
	switch s.Kind {
	case StepCreateTeam:
		return 0
	case StepUpdateTeam:
		if s.takes() {
			return 4
		}
		return 1
	case StepInvite:
		return 2
	case StepDeleteTeam:
		return 5
	}
	return 3
}

// takes tells whether an update takes something from those in the team.
func (s *Step) takes() bool {
	was := s.Saw.Permissions()
	return s.Change.Require2FA != nil && *s.Change.Require2FA ||
		!s.Change.Events.IsZero() && !covers(s.Change.Events, s.Saw.Events()) ||
		lacks(s.Change.Permissions.Event, was.Event) || lacks(s.Change.Permissions.Organizer, was.Organizer)
}

// lacks tells whether a set that is to be given lacks something of another.
func lacks(given, was boxoffice.PermissionSet) bool {
	if given.IsZero() || given.IsAll() {
		return false
	}
	return was.IsAll() || slices.ContainsFunc(was.List(), func(p boxoffice.Permission) bool { return !given.Has(p) })
}

// on makes the change to a standing.
func (c *TeamChange) on(t *teamStanding) {
	if c.Name != nil {
		t.name = *c.Name
	}
	if c.Require2FA != nil {
		t.require2FA = *c.Require2FA
	}
	if !c.Events.IsZero() {
		t.events = c.Events
	}
	if !c.Permissions.Organizer.IsZero() {
		t.manages = c.Permissions.Organizer.Has(boxoffice.PermissionOrganizerTeamsWrite)
	}
}

// sort puts the steps in order and numbers the teams that are made.
func (p *Plan) sort() {
	order := make([]int, len(p.Steps))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return p.Steps[a].phase() - p.Steps[b].phase() })
	number := map[int]int{} // of a step before and after, counted from 1
	steps := make([]Step, len(order))
	for i, old := range order {
		steps[i] = p.Steps[old]
		number[old+1] = i + 1
	}
	for i := range steps {
		steps[i].NewTeam = number[steps[i].NewTeam]
	}
	p.Steps = steps
}
