package boxoffice

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// TeamProblemKind is a reason why pretix refuses to update a team.
type TeamProblemKind string

const (
	// ProblemBothSet: "all" and a list of some are stored together. Of events it
	// makes pretix refuse every update; of permissions those that send permissions
	// of either level.
	ProblemBothSet TeamProblemKind = "both_set"
	// ProblemCombination: a combination of permissions is stored that pretix does
	// not offer.
	ProblemCombination TeamProblemKind = "combination"
	// ProblemUnknownPermission: a permission is stored that this package does not
	// know. It is a plugin's, and then fine while that plugin is there; when the
	// plugin was removed no update of the team works any more.
	ProblemUnknownPermission TeamProblemKind = "unknown_permission"
)

// TeamProblem is something in a team that makes pretix refuse updates that do not
// repair it: nearly always even one of the name alone.
type TeamProblem struct {
	// Kind is the reason.
	Kind TeamProblemKind
	// Field is the wire field that the problem is in, such as "limit_events".
	Field string
	// Detail says what is wrong.
	Detail string
	// Repair says what helps.
	Repair string
	// Certain is false for what only the server can know: whether it knows a
	// permission that this package does not.
	Certain bool
}

// Problems lists what makes pretix refuse updates of this team: see
// [TeamProblem]. None is the rule; where there is one, an update that sends the
// pair of fields it is in repairs it, unknown permissions aside.
func (t *Team) Problems() []TeamProblem {
	var out []TeamProblem
	if t.AllEvents && len(t.LimitEvents) > 0 {
		out = append(out, bothSet("limit_events", "events", "TeamUpdate.Events to AllEvents() or OnlyEvents(...)"))
	}
	if !t.named() {
		return out
	}
	for _, l := range []level{eventLevel, organizerLevel} {
		all, stored := t.AllEventPermissions, t.LimitEventPermissions
		field := "TeamUpdate.Permissions.Event"
		if l == organizerLevel {
			all, stored = t.AllOrganizerPermissions, t.LimitOrganizerPermissions
			field = "TeamUpdate.Permissions.Organizer"
		}
		key := l.limitKey()
		if all && len(stored) > 0 {
			out = append(out, bothSet(key, l.String()+" permissions", field+" to AllPermissions() or OnlyPermissions(...)"))
		}
		if problem := combinationProblem(OnlyPermissions(stored...)); problem != "" {
			out = append(out, TeamProblem{
				Kind: ProblemCombination, Field: key, Detail: problem, Certain: true,
				Repair: "set " + field + " to a combination that is offered",
			})
		}
		if unknown := unknownPermissions(stored); len(unknown) > 0 {
			out = append(out, TeamProblem{
				Kind: ProblemUnknownPermission, Field: key,
				Detail: fmt.Sprintf("%s is stored, which may belong to a plugin that was removed", OnlyPermissions(unknown...)),
				Repair: "install the plugin again, or make a new team in its place: the API can't repair this",
			})
		}
	}
	return out
}

func bothSet(field, what, repair string) TeamProblem {
	return TeamProblem{
		Kind: ProblemBothSet, Field: field, Certain: true,
		Detail: "all " + what + " and a list of some are stored together",
		Repair: "set " + repair,
	}
}

func unknownPermissions(stored []Permission) []Permission {
	return slices.DeleteFunc(slices.Clone(stored), Permission.known)
}

// explainStuck reads a team whose update was refused, and says so when the team
// itself is the reason: it has a problem that what was sent would not repair.
func (s *TeamsService) explainStuck(ctx context.Context, organizer string, teamID int64, sent map[string]any, refusal error) error {
	e, ok := errors.AsType[*Error](refusal)
	if !ok || !errors.Is(e, ErrInvalid) {
		return refusal
	}
	team, err := s.Get(ctx, organizer, teamID)
	if err != nil {
		return refusal
	}
	reasons := slices.DeleteFunc(team.Problems(), func(p TeamProblem) bool {
		list, repaired := sent[p.Field]
		// Stored names are checked by the field of their own, even when it is sent;
		// pairs and combinations by none, and sending them replaces them.
		if p.Kind == ProblemUnknownPermission {
			return len(e.Fields[p.Field]) == 0 || sentStranger(sent[p.Field], team)
		}
		if names, ok := list.([]Permission); ok && p.Kind == ProblemCombination {
			repaired = combinationProblem(OnlyPermissions(names...)) != p.Detail
		}
		return repaired || len(e.Fields[nonField]) == 0
	})
	if len(reasons) == 0 {
		return refusal
	}
	e = e.copied()
	e.stuck(reasons)
	return e
}

// stuck is the error of a change that would leave a team's problem in place, so
// that the server would refuse it.
func (s *TeamsService) stuck(team *Team) error {
	e := s.px.client.unexpected(updateRequest("", team.ID), ErrTeamStuck)
	e.stuck(team.Problems())
	return e
}

func (e *Error) stuck(reasons []TeamProblem) {
	repairs := make([]string, len(reasons))
	for i, p := range reasons {
		repairs[i] = p.Detail + ": " + p.Repair
	}
	e.kinds = slices.Insert(e.kinds, 0, ErrTeamStuck)
	e.Hint = "the team itself is the reason: " + printable(strings.Join(repairs, "; "))
}

// sentStranger tells whether a list that was sent holds an unknown permission that
// the team does not: then the refusal may be about that.
func sentStranger(sent any, team *Team) bool {
	list, _ := sent.([]Permission)
	return slices.ContainsFunc(unknownPermissions(list), func(p Permission) bool {
		return !slices.Contains(team.LimitEventPermissions, p) && !slices.Contains(team.LimitOrganizerPermissions, p)
	})
}
