package access

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/boxoffice-go/boxoffice"
)

// Diff tells what changed from one snapshot to another of the same account; nil
// when nothing did. Teams, people, invites and tokens are the same when their ids
// are, so that a team that was renamed is not told as gone.
//
// A part that is missing in either snapshot is not compared, and a change of kind
// [ChangeUnknown] says so. What happened and was undone in between leaves no trace.
// Snapshots of different platforms or accounts are an [boxoffice.ArgumentError].
func Diff(before, after *Snapshot) ([]Change, error) {
	switch {
	case before == nil || after == nil:
		return nil, &boxoffice.ArgumentError{Argument: "before, after", Reason: "a snapshot is nil"}
	case before.Platform != after.Platform || before.Account != after.Account:
		return nil, &boxoffice.ArgumentError{Argument: "after", Reason: fmt.Sprintf(
			"is of %s %q, and before is of %s %q", after.Platform, after.Account, before.Platform, before.Account)}
	}
	d := differ{was: newIndex(before), is: newIndex(after), platform: before.Platform}
	d.compare()
	return d.changes, nil
}

// index finds what a snapshot holds.
type index struct {
	*Snapshot

	groups  map[string]*Group
	people  map[string]Person
	members map[string][]Person // by group
	failed  map[Failure]string  // the reasons
}

func newIndex(s *Snapshot) index {
	x := index{Snapshot: s, groups: map[string]*Group{}, people: map[string]Person{}, members: map[string][]Person{}, failed: map[Failure]string{}}
	for i := range s.Groups {
		x.groups[s.Groups[i].ID] = &s.Groups[i]
	}
	for _, p := range s.People {
		x.people[p.ID] = p
		for _, g := range p.Groups {
			x.members[g] = append(x.members[g], p)
		}
	}
	for _, f := range s.Failures {
		x.failed[Failure{Part: f.Part, Group: f.Group, Person: f.Person}] = f.Reason
	}
	return x
}

type differ struct {
	was, is  index
	platform Platform
	changes  []Change
}

func (d *differ) add(c Change) { d.changes = append(d.changes, c) }

// missing tells whether a part is missing in either snapshot, and why.
func (d *differ) missing(f Failure) (reason string, missing bool) {
	if reason, missing = d.is.failed[f]; !missing {
		reason, missing = d.was.failed[f]
	}
	return reason, missing
}

// known tells whether a part can be compared, and says so when it can't.
func (d *differ) known(part Part, g *Group) bool {
	f, c := Failure{Part: part}, Change{Kind: ChangeUnknown, Part: part}
	if g != nil {
		f.Group, c.Group, c.GroupName = g.ID, g.ID, g.Name
	}
	reason, missing := d.missing(f)
	if missing {
		c.Reason = reason
		d.add(c)
	}
	return !missing
}

func (d *differ) compare() {
	if !d.known(PartTeams, nil) {
		return
	}
	if d.known(PartRoles, nil) {
		for i := range d.is.Groups {
			d.group(d.was.groups[d.is.Groups[i].ID], &d.is.Groups[i])
		}
		for i := range d.was.Groups {
			if g := &d.was.Groups[i]; d.is.groups[g.ID] == nil {
				d.group(g, nil)
			}
		}
	}
	// On pretix those who are in no team are nowhere, which their teams tell.
	if d.platform == PlatformEventbrite && d.known(PartMembers, nil) {
		d.comings(Change{}, d.was.People, d.is.People, nil)
	}
	d.people()
}

func (d *differ) group(was, is *Group) {
	g := cmp.Or(is, was)
	c := Change{Group: g.ID, GroupName: g.Name, Field: map[Platform]string{PlatformPretix: "team", PlatformEventbrite: "role"}[d.platform]}
	nothing := &Group{ID: g.ID, Name: g.Name}
	switch {
	case was == nil:
		c.Kind, was = ChangeGroupAdded, nothing
		d.add(c)
	case is == nil:
		c.Kind, is = ChangeGroupRemoved, nothing
		d.add(c)
	}
	d.fields(was, is)
	if d.known(PartMembers, g) {
		in := Change{Group: g.ID, GroupName: g.Name}
		d.comings(in, d.was.members[g.ID], d.is.members[g.ID], d.accepted(was, is))
	}
	if d.known(PartInvites, g) {
		d.invites(was, is)
	}
	if d.known(PartTokens, g) {
		d.tokens(was, is)
	}
}

// accepted finds the invites that were accepted, by the id of who did.
func (d *differ) accepted(was, is *Group) map[string]boxoffice.TeamInvite {
	found := map[string]boxoffice.TeamInvite{}
	_, noMembers := d.missing(Failure{Part: PartMembers, Group: is.ID})
	_, noInvites := d.missing(Failure{Part: PartInvites, Group: is.ID})
	if noMembers || noInvites {
		return found
	}
	before := byID(d.was.members[is.ID], personID)
	for _, invite := range was.Invites {
		if invite.Email == "" || slices.ContainsFunc(is.Invites, func(i boxoffice.TeamInvite) bool { return i.ID == invite.ID }) {
			continue
		}
		for _, p := range d.is.members[is.ID] {
			_, old := before[p.ID]
			if _, taken := found[p.ID]; !old && !taken && strings.EqualFold(p.Email, invite.Email) {
				found[p.ID] = invite
				break
			}
		}
	}
	return found
}

// comings tells who came and who left.
func (d *differ) comings(c Change, was, is []Person, accepted map[string]boxoffice.TeamInvite) {
	added, removed := apart(was, is, personID)
	for _, p := range added {
		c.Kind, c.Person, c.PersonName, c.Email, c.Invite = ChangeJoined, p.ID, p.Name, p.Email, 0
		if invite, ok := accepted[p.ID]; ok {
			c.Kind, c.Invite = ChangeAccepted, invite.ID
		}
		d.add(c)
	}
	for _, p := range removed {
		c.Kind, c.Person, c.PersonName, c.Email, c.Invite = ChangeLeft, p.ID, p.Name, p.Email, 0
		d.add(c)
	}
}

func (d *differ) invites(was, is *Group) {
	accepted := d.accepted(was, is)
	took := map[int64]bool{}
	for _, invite := range accepted {
		took[invite.ID] = true
	}
	added, removed := apart(was.Invites, is.Invites, func(i boxoffice.TeamInvite) int64 { return i.ID })
	for _, i := range added {
		d.add(Change{Kind: ChangeInvited, Group: is.ID, GroupName: is.Name, Invite: i.ID, Email: i.Email})
	}
	for _, i := range removed {
		if !took[i.ID] {
			d.add(Change{Kind: ChangeInviteGone, Group: is.ID, GroupName: is.Name, Invite: i.ID, Email: i.Email})
		}
	}
}

const (
	tokenActive   = "active"
	tokenInactive = "inactive"
)

func (d *differ) tokens(was, is *Group) {
	state := func(t boxoffice.TeamToken) string {
		if t.Active {
			return tokenActive
		}
		return tokenInactive
	}
	id := func(t boxoffice.TeamToken) int64 { return t.ID }
	before := byID(was.Tokens, id)
	for _, t := range is.Tokens {
		old, ok := before[t.ID]
		c := Change{Kind: ChangeToken, Group: is.ID, GroupName: is.Name, Token: t.ID, TokenName: t.Name, Before: state(old), After: state(t)}
		switch {
		case !ok:
			c.Kind, c.Before = ChangeTokenAdded, ""
		case c.Before == c.After:
			continue
		}
		d.add(c)
	}
	_, removed := apart(was.Tokens, is.Tokens, id)
	for _, t := range removed {
		d.add(Change{Kind: ChangeTokenRemoved, Group: is.ID, GroupName: is.Name, Token: t.ID, TokenName: t.Name, Before: state(t)})
	}
}

// fields compares what a group is and may do.
func (d *differ) fields(was, is *Group) {
	add := func(field string, before, after string, added, removed []string) {
		if before != after {
			d.add(Change{
				Kind: ChangeGroup, Group: is.ID, GroupName: is.Name, Field: field, Before: before, After: after,
				Added: strings.Join(added, ", "), Removed: strings.Join(removed, ", "),
			})
		}
	}
	add("name", was.Name, is.Name, nil, nil)
	before, added, removed, after := told(was.Events.IsAll(), was.Events.Slugs(), is.Events.IsAll(), is.Events.Slugs())
	add("events", before, after, added, removed)
	for _, level := range []struct {
		field   string
		was, is boxoffice.PermissionSet
	}{
		{"event_permissions", was.Permissions.Event, is.Permissions.Event},
		{"organizer_permissions", was.Permissions.Organizer, is.Permissions.Organizer},
	} {
		before, added, removed, after := told(level.was.IsAll(), level.was.List(), level.is.IsAll(), level.is.List())
		add(level.field, before, after, added, removed)
	}
	hidden := func(g *Group) []boxoffice.Permission {
		if g.Team == nil {
			return nil
		}
		return g.Team.HiddenPermissions()
	}
	before, added, removed, after = told(false, hidden(was), false, hidden(is))
	add("hidden_permissions", before, after, added, removed)
	require := func(g *Group) string {
		return strconv.FormatBool(g.Team != nil && g.Team.Require2FA != nil && *g.Team.Require2FA)
	}
	add("require_2fa", require(was), require(is), nil, nil)
}

// told says two sets in words, and what one has more than the other.
func told[T ~string](wasAll bool, was []T, isAll bool, is []T) (before string, added, removed []string, after string) {
	text := func(all bool, names []string) string {
		switch {
		case all:
			return "all"
		case len(names) == 0:
			return "none"
		}
		return strings.Join(names, ", ")
	}
	wasNames, isNames := names(was), names(is)
	if !wasAll && !isAll {
		added, removed = apart(wasNames, isNames, func(name string) string { return name })
	}
	return text(wasAll, wasNames), added, removed, text(isAll, isNames)
}

// names are the names of a list, in quotes those that could be taken for a word of
// ours: an event can be called "all".
func names[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, name := range list {
		if out[i] = string(name); name == "all" || name == "none" {
			out[i] = strconv.Quote(string(name))
		}
	}
	return out
}

// people compares what those are who are in both snapshots.
func (d *differ) people() {
	var unread int
	var reason string
	for _, p := range d.is.People {
		old, ok := d.was.people[p.ID]
		if !ok {
			continue
		}
		add := func(field, before, after string) {
			if before != after {
				d.add(Change{Kind: ChangePerson, Person: p.ID, PersonName: p.Name, Email: p.Email, Field: field, Before: before, After: after})
			}
		}
		if why, missing := d.missing(Failure{Part: PartUsers, Person: p.ID}); missing {
			unread++
			reason = cmp.Or(reason, why)
		} else {
			add("email", old.Email, p.Email)
			add("name", old.Name, p.Name)
		}
		add("uses_2fa", flag(old.Uses2FA), flag(p.Uses2FA))
		add("role_summary", old.RoleSummary, p.RoleSummary)
	}
	if unread > 0 {
		d.add(Change{Kind: ChangeUnknown, Part: PartUsers, Reason: fmt.Sprintf("of %d people: %s", unread, reason)})
	}
}

func flag(b *bool) string {
	if b == nil {
		return ""
	}
	return strconv.FormatBool(*b)
}

func personID(p Person) string { return p.ID }

func byID[T any, K comparable](items []T, id func(T) K) map[K]T {
	out := make(map[K]T, len(items))
	for _, item := range items {
		out[id(item)] = item
	}
	return out
}

// apart are the items that only the one list has, and those that only the other has.
func apart[T any, K comparable](was, is []T, id func(T) K) (added, removed []T) {
	before, after := byID(was, id), byID(is, id)
	for _, item := range is {
		if _, ok := before[id(item)]; !ok {
			added = append(added, item)
		}
	}
	for _, item := range was {
		if _, ok := after[id(item)]; !ok {
			removed = append(removed, item)
		}
	}
	return added, removed
}
