package boxoffice

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// EventAccess is which events a team reaches: all of the organizer's, also those
// made later, or only some. The zero value says nothing: an update then leaves
// the events as they are, and a new team has none.
type EventAccess struct {
	set   bool
	all   bool
	slugs []string
}

// AllEvents is every event of the organizer, also those made later.
func AllEvents() EventAccess { return EventAccess{set: true, all: true} }

// OnlyEvents is these events, by their slugs; without any, none.
func OnlyEvents(slugs ...string) EventAccess {
	return EventAccess{set: true, slugs: unique(slugs)}
}

// IsZero tells whether nothing is said.
func (a EventAccess) IsZero() bool { return !a.set }

// IsAll tells whether it is every event.
func (a EventAccess) IsAll() bool { return a.all }

// Slugs are the events that are named, sorted; none for all events.
func (a EventAccess) Slugs() []string { return slices.Clone(a.slugs) }

// Equal tells whether two say the same.
func (a EventAccess) Equal(b EventAccess) bool {
	return a.set == b.set && a.all == b.all && slices.Equal(a.slugs, b.slugs)
}

// String is "all", "none" or the slugs.
func (a EventAccess) String() string { return describe(a.set, a.all, a.slugs) }

// MarshalJSON writes "all", the list, or null when nothing is said.
func (a EventAccess) MarshalJSON() ([]byte, error) { return marshalSet(a.set, a.all, a.slugs) }

// UnmarshalJSON reads what MarshalJSON writes.
func (a *EventAccess) UnmarshalJSON(data []byte) error {
	set, all, slugs, err := unmarshalSet[string](data)
	*a = EventAccess{set, all, slugs}
	return err
}

// PermissionSet is what a team may do at one level: everything, also what plugins
// add later, or only some things. The zero value says nothing.
type PermissionSet struct {
	set         bool
	all         bool
	permissions []Permission
}

// AllPermissions is every permission of the level, also what plugins add later.
func AllPermissions() PermissionSet { return PermissionSet{set: true, all: true} }

// OnlyPermissions is these permissions; without any, none.
func OnlyPermissions(permissions ...Permission) PermissionSet {
	return PermissionSet{set: true, permissions: unique(permissions)}
}

// IsZero tells whether nothing is said.
func (s PermissionSet) IsZero() bool { return !s.set }

// IsAll tells whether it is everything.
func (s PermissionSet) IsAll() bool { return s.all }

// List are the permissions that are named, sorted; none for everything.
func (s PermissionSet) List() []Permission { return slices.Clone(s.permissions) }

// Has tells whether p is among them.
func (s PermissionSet) Has(p Permission) bool {
	return s.all || slices.Contains(s.permissions, p)
}

// Equal tells whether two say the same.
func (s PermissionSet) Equal(t PermissionSet) bool {
	return s.set == t.set && s.all == t.all && slices.Equal(s.permissions, t.permissions)
}

// String is "all", "none" or the permissions.
func (s PermissionSet) String() string { return describe(s.set, s.all, s.permissions) }

// MarshalJSON writes "all", the list, or null when nothing is said.
func (s PermissionSet) MarshalJSON() ([]byte, error) { return marshalSet(s.set, s.all, s.permissions) }

// UnmarshalJSON reads what MarshalJSON writes.
func (s *PermissionSet) UnmarshalJSON(data []byte) error {
	set, all, list, err := unmarshalSet[Permission](data)
	*s = PermissionSet{set, all, list}
	return err
}

func (s PermissionSet) with(more []Permission) PermissionSet {
	if s.all {
		return s
	}
	return OnlyPermissions(append(s.List(), more...)...)
}

func (s PermissionSet) without(less []Permission) PermissionSet {
	return OnlyPermissions(slices.DeleteFunc(s.List(), func(p Permission) bool { return slices.Contains(less, p) })...)
}

// Permissions is what a team may do, in the newer vocabulary. See
// [Team.Permissions].
type Permissions struct {
	// Event is what it may do with the events that it reaches.
	Event PermissionSet `json:"event,omitzero"`
	// Organizer is what it may do with the organizer's account.
	Organizer PermissionSet `json:"organizer,omitzero"`
}

// Has tells whether p is among them, at its level; at either if a plugin has not put its
// name under event or organizer.
func (p Permissions) Has(permission Permission) bool {
	if !permission.tellsLevel() {
		return p.Event.Has(permission) || p.Organizer.Has(permission)
	}
	return p.at(permission.level()).Has(permission)
}

// Equal tells whether two say the same.
func (p Permissions) Equal(q Permissions) bool {
	return p.Event.Equal(q.Event) && p.Organizer.Equal(q.Organizer)
}

// IsZero tells whether nothing is said at either level.
func (p Permissions) IsZero() bool { return p.Event.IsZero() && p.Organizer.IsZero() }

func (p Permissions) at(l level) PermissionSet {
	if l == organizerLevel {
		return p.Organizer
	}
	return p.Event
}

func (p *Permissions) put(l level, s PermissionSet) {
	if l == organizerLevel {
		p.Organizer = s
	} else {
		p.Event = s
	}
}

// check refuses names that can't be permissions, and those of the other level.
func (p Permissions) check() error {
	for _, l := range []level{eventLevel, organizerLevel} {
		for _, permission := range p.at(l).permissions {
			if permission.Group() == "" || permission.Action() == "" || strings.TrimSpace(string(permission)) != string(permission) {
				return argumentError(l.field(), fmt.Sprintf("%q is not a permission: they look like event.orders:read", permission))
			}
			if permission.tellsLevel() && permission.level() != l {
				return argumentError(l.field(), fmt.Sprintf("%s is a permission of the %s level", permission, permission.level()))
			}
		}
	}
	return nil
}

func describe[T ~string](set, all bool, list []T) string {
	switch {
	case !set:
		return "unset"
	case all:
		return "all"
	case len(list) == 0:
		return "none"
	}
	var b strings.Builder
	for i, v := range list {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(printable(string(v)))
	}
	return b.String()
}

// unique sorts and drops what is there twice: the server keeps sets.
func unique[T ~string](list []T) []T {
	if len(list) == 0 {
		// One form of nothing, so that what comes back from JSON equals what went.
		return nil
	}
	out := slices.Clone(list)
	slices.Sort(out)
	return slices.Compact(out)
}

func marshalSet[T ~string](set, all bool, list []T) ([]byte, error) {
	switch {
	case !set:
		return []byte("null"), nil
	case all:
		return []byte(`"all"`), nil
	case list == nil:
		return []byte("[]"), nil
	}
	return json.Marshal(list)
}

func unmarshalSet[T ~string](data []byte) (set, all bool, list []T, err error) {
	if bytes.Equal(data, []byte("null")) {
		return false, false, nil, nil
	}
	if bytes.Equal(data, []byte(`"all"`)) {
		return true, true, nil, nil
	}
	if err := json.Unmarshal(data, &list); err != nil {
		return false, false, nil, errors.New(`neither "all" nor a list of names`)
	}
	return true, false, unique(list), nil
}
