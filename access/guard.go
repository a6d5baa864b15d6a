package access

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/internal/plaintext"
)

// ErrLockout: what was asked would lock people out. Nothing was changed.
var ErrLockout = errors.New("it would lock people out")

// LockoutError is what a [Guard] refused, for all its reasons. It matches [ErrLockout].
type LockoutError struct {
	// Reasons say what would be lost, and to whom.
	Reasons []string
}

// Error lists the reasons.
func (e *LockoutError) Error() string {
	return "access: refused, since it would lock people out: " + strings.Join(e.Reasons, "; ")
}

// Is tells that it is an [ErrLockout].
func (e *LockoutError) Is(target error) bool { return target == ErrLockout }

// Guard refuses what would lock people out of managing teams, which pretix itself
// does on its web pages and not in its API. The zero Guard is on:
//
//   - After each step somebody must be left who can manage teams: a person in a team
//     that may, whom no team's require_2fa keeps out. A disabled account looks like
//     any other, so make sure that it is not the only one.
//   - The caller's own team keeps the right to manage teams and its events, and the
//     caller's own token stays active. No endpoint tells a token which one it is:
//     name them in TeamID and TokenID. Otherwise every team that may manage teams and
//     has an active token counts as the caller's, with all its tokens.
//
// It looks and then acts, and pretix has no transactions over several requests: two
// callers who each leave the other in charge can lock each other out.
type Guard struct {
	// TeamID is the team of the caller's own token; 0 when it is not known.
	TeamID int64
	// TokenID is the caller's own token; 0 when it is not known. One that can't be is a
	// [boxoffice.ArgumentError], as is such a TeamID.
	TokenID int64
	// Force lets everything pass.
	Force bool
}

// known refuses to take for the caller's own what can't be: a mistyped id would leave
// the caller without protection.
func (g Guard) known(st *standing) error {
	if g.TeamID == 0 {
		if g.TokenID != 0 && !slices.ContainsFunc(st.callers(), func(id int64) bool { return st.teams[id].tokens[g.TokenID] }) {
			return &boxoffice.ArgumentError{Argument: "Guard.TokenID", Reason: fmt.Sprintf("no team that may manage teams has an active token %d, so it is not your own", g.TokenID)}
		}
		return nil
	}
	t := st.teams[g.TeamID]
	if t == nil || !t.manages {
		return &boxoffice.ArgumentError{Argument: "Guard.TeamID", Reason: fmt.Sprintf("there is no team %d that may manage teams, so it is not your own", g.TeamID)}
	}
	if g.TokenID != 0 && !t.tokens[g.TokenID] {
		return &boxoffice.ArgumentError{Argument: "Guard.TokenID", Reason: fmt.Sprintf("team %s has no active token %d, so it is not your own", t.describe(g.TeamID), g.TokenID)}
	}
	return nil
}

// check judges the step from one standing to the next.
func (g Guard) check(before, after *standing) error {
	if g.Force {
		return nil
	}
	reasons := g.lost(before, after)
	if len(after.able()) == 0 && (len(before.able()) > 0 || lostTeams(before, after)) {
		reasons = append(reasons, "nobody would be left who can manage teams: "+whyNobody(after))
	}
	if len(reasons) > 0 {
		return &LockoutError{Reasons: reasons}
	}
	return nil
}

// lostTeams tells whether a team loses the right to manage teams.
func lostTeams(before, after *standing) bool {
	for id, t := range before.teams {
		if t.manages && (after.teams[id] == nil || !after.teams[id].manages) {
			return true
		}
	}
	return false
}

func whyNobody(after *standing) string {
	var empty, kept []string
	for _, id := range slices.Sorted(maps.Keys(after.teams)) {
		t := after.teams[id]
		switch {
		case !t.manages:
		case len(t.people) == 0:
			empty = append(empty, t.describe(id))
		default:
			kept = append(kept, t.describe(id))
		}
	}
	switch {
	case len(kept) > 0:
		return "those in " + strings.Join(kept, ", ") + " use no second factor, which a team of theirs would require"
	case len(empty) > 0:
		return "there would be no member in " + strings.Join(empty, ", ")
	}
	return "no team would have organizer.teams:write"
}

func (t *teamStanding) describe(id int64) string {
	return fmt.Sprintf("%s (%d)", plaintext.Line(t.name), id)
}

// lost are the reasons that concern the caller.
func (g Guard) lost(before, after *standing) []string {
	var reasons []string
	teams, whose := before.callers(), "team %s, which may be your own (name yours in Guard.TeamID),"
	if g.TeamID != 0 {
		teams, whose = []int64{g.TeamID}, "your own team %s"
	}
	for _, id := range teams {
		was, is := before.teams[id], after.teams[id]
		if was == nil {
			continue
		}
		named := fmt.Sprintf(whose, was.describe(id))
		switch {
		case is == nil:
			reasons = append(reasons, named+" would be deleted")
			continue
		case was.manages && !is.manages:
			reasons = append(reasons, named+" would lose the right to manage teams")
		}
		if !covers(is.events, was.events) {
			reasons = append(reasons, named+" would lose events")
		}
		for _, token := range slices.Sorted(maps.Keys(was.tokens)) {
			if (g.TokenID == 0 || g.TokenID == token) && !is.tokens[token] {
				reasons = append(reasons, fmt.Sprintf("%s would lose its token %d", named, token))
			}
		}
	}
	return reasons
}

// covers tells whether one reach of events has all that another has.
func covers(all, some boxoffice.EventAccess) bool {
	switch {
	case all.IsAll():
		return true
	case some.IsAll():
		return false
	}
	slugs := all.Slugs()
	return !slices.ContainsFunc(some.Slugs(), func(slug string) bool { return !slices.Contains(slugs, slug) })
}

// look reads what the guard judges by: of teams that grant nothing that matters, only
// that they are there. The teams named are read whole.
func (g Guard) look(ctx context.Context, px *boxoffice.Pretix, organizer string, whole map[int64]bool, read *ReadOptions) (*standing, error) {
	s, err := readTeams(ctx, px, organizer, read, func(t *boxoffice.Team) bool { return whole[t.ID] || g.judges(t) })
	if err != nil {
		return nil, err
	}
	if err := s.Err(); err != nil {
		return nil, err
	}
	return newStanding(s), nil
}

// judges tells whether the guard has to know who is in a team.
func (g Guard) judges(t *boxoffice.Team) bool {
	return t.ID == g.TeamID || t.CanManageTeams() || t.Require2FA != nil && *t.Require2FA
}
