package access

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"

	"github.com/boxoffice-go/boxoffice"
)

// ReadPretix reads everything that grants access at an organizer: its teams with
// their members, open invites and tokens. Devices and OAuth applications grant
// access too, and are out of reach of a team's token.
//
// A part that can't be read is a [Failure] of the snapshot. The error is for what
// leaves nothing to show, or would hit every part: [boxoffice.ErrUnauthorized],
// [boxoffice.ErrForbidden] when the credential may not manage teams,
// [boxoffice.ErrRateLimited] when waiting did not help, the end of ctx. What was
// read until then is returned beside it, with all else among its failures.
//
// Routes: the lists of teams, members, invites and tokens below
// /api/v1/organizers/{organizer}/teams/; see https://docs.pretix.eu/dev/api/resources/teams.html.
func ReadPretix(ctx context.Context, px *boxoffice.Pretix, organizer string, opts *ReadOptions) (*Snapshot, error) {
	return readTeams(ctx, px, organizer, opts, func(*boxoffice.Team) bool { return true })
}

// pretixReader gathers a snapshot from several goroutines.
type pretixReader struct {
	px        *boxoffice.Pretix
	organizer string
	opts      ReadOptions

	mu       sync.Mutex
	snapshot *Snapshot
	people   map[int64]*Person
	gone     map[string]bool // teams that were deleted meanwhile
}

// readTeams reads a snapshot of which only some teams have their people, invites
// and tokens.
func readTeams(ctx context.Context, px *boxoffice.Pretix, organizer string, opts *ReadOptions, whole func(*boxoffice.Team) bool) (*Snapshot, error) {
	o, err := opts.orDefault()
	if err != nil {
		return nil, err
	}
	r := &pretixReader{
		px: px, organizer: organizer, opts: o,
		snapshot: &Snapshot{Platform: PlatformPretix, Account: organizer, TakenAt: now(), Groups: []Group{}, People: []Person{}},
		people:   map[int64]*Person{},
		gone:     map[string]bool{},
	}
	version, err := px.Version(ctx)
	if err != nil {
		return r.nothing(err)
	}
	r.snapshot.Version = version.Version
	teams, err := readList(o, px.Teams.Pages(ctx, organizer, &boxoffice.TeamListOptions{ListOptions: boxoffice.ListOptions{Window: o.Requests}}))
	if err != nil {
		return r.nothing(err)
	}
	for _, team := range teams {
		r.snapshot.Groups = append(r.snapshot.Groups, teamGroup(team))
	}
	var tasks []task
	for i := range r.snapshot.Groups {
		if g := &r.snapshot.Groups[i]; whole(g.Team) {
			tasks = append(tasks, r.task(g, PartMembers, r.members), r.task(g, PartInvites, r.invites), r.task(g, PartTokens, r.tokens))
		}
	}
	err = o.parts(ctx, tasks, func(err error) bool {
		return errors.Is(err, boxoffice.ErrUnauthorized) || errors.Is(err, boxoffice.ErrForbidden) || errors.Is(err, boxoffice.ErrRateLimited)
	})
	r.finish()
	if err != nil {
		return r.snapshot, fmt.Errorf("access: reading %s: %w", organizer, err)
	}
	return r.snapshot, nil
}

// nothing is the snapshot when not even the teams can be read.
func (r *pretixReader) nothing(err error) (*Snapshot, error) {
	r.snapshot.Failures = []Failure{{Part: PartTeams, Reason: err.Error(), err: err}}
	r.snapshot.FinishedAt = now()
	return r.snapshot, fmt.Errorf("access: reading the teams of %s: %w", r.organizer, err)
}

func teamGroup(team boxoffice.Team) Group {
	return Group{
		ID: strconv.FormatInt(team.ID, 10), Name: team.Name, Events: team.Events(), Permissions: team.Permissions(),
		Invites: []boxoffice.TeamInvite{}, Tokens: []boxoffice.TeamToken{}, Team: &team,
	}
}

// task reads one part of one team.
func (r *pretixReader) task(g *Group, part Part, read func(context.Context, *Group) error) task {
	return task{
		read: func(ctx context.Context) error {
			err := read(ctx, g)
			if errors.Is(err, boxoffice.ErrNotFound) && r.isGone(ctx, g) {
				return nil
			}
			return err
		},
		missed: func(err error) {
			r.snapshot.Failures = append(r.snapshot.Failures, Failure{Part: part, Group: g.ID, Reason: err.Error(), err: err})
		},
	}
}

// isGone asks whether a team was deleted meanwhile: what it granted is gone with it
// then. A 404 to one of its parts alone may be a proxy's.
func (r *pretixReader) isGone(ctx context.Context, g *Group) bool {
	_, err := r.px.Teams.Get(ctx, r.organizer, g.Team.ID)
	if !errors.Is(err, boxoffice.ErrNotFound) {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.gone[g.ID] = true
	return true
}

func (r *pretixReader) members(ctx context.Context, g *Group) error {
	found, err := readList(r.opts, r.px.Members.Pages(ctx, r.organizer, g.Team.ID, nil))
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, m := range found {
		p := r.people[m.ID]
		if p == nil {
			p = &Person{ID: strconv.FormatInt(m.ID, 10)}
			r.people[m.ID] = p
		}
		p.Email, p.Name, p.Uses2FA = m.Email, m.FullName, new(m.Uses2FA)
		p.Groups = append(p.Groups, g.ID)
	}
	return nil
}

func (r *pretixReader) invites(ctx context.Context, g *Group) error {
	found, err := readList(r.opts, r.px.Invites.Pages(ctx, r.organizer, g.Team.ID, nil))
	if err != nil {
		return err
	}
	g.Invites = found
	return nil
}

func (r *pretixReader) tokens(ctx context.Context, g *Group) error {
	found, err := readList(r.opts, r.px.Tokens.Pages(ctx, r.organizer, g.Team.ID, nil))
	if err != nil {
		return err
	}
	g.Tokens = found
	return nil
}

// finish puts the parts in an order that does not depend on which came first.
func (r *pretixReader) finish() {
	s := r.snapshot
	s.Groups = slices.DeleteFunc(s.Groups, func(g Group) bool { return r.gone[g.ID] })
	s.Failures = slices.DeleteFunc(s.Failures, func(f Failure) bool { return r.gone[f.Group] })
	order := map[string]int{}
	for i, g := range s.Groups {
		order[g.ID] = i
		slices.SortFunc(s.Groups[i].Invites, func(a, b boxoffice.TeamInvite) int { return cmp.Compare(a.ID, b.ID) })
		slices.SortFunc(s.Groups[i].Tokens, func(a, b boxoffice.TeamToken) int { return cmp.Compare(a.ID, b.ID) })
	}
	byTeam := func(a, b string) int { return order[a] - order[b] }
	for _, id := range slices.Sorted(maps.Keys(r.people)) {
		p := r.people[id]
		p.Groups = slices.DeleteFunc(p.Groups, func(g string) bool { return r.gone[g] })
		if len(p.Groups) == 0 {
			continue
		}
		slices.SortFunc(p.Groups, byTeam)
		s.People = append(s.People, *p)
	}
	slices.SortFunc(s.People, comparePeople)
	slices.SortStableFunc(s.Failures, func(a, b Failure) int {
		if c := byTeam(a.Group, b.Group); c != 0 {
			return c
		}
		return slices.Index([]Part{PartMembers, PartInvites, PartTokens}, a.Part) - slices.Index([]Part{PartMembers, PartInvites, PartTokens}, b.Part)
	})
	s.FinishedAt = now()
}
