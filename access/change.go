package access

import (
	"fmt"
	"strings"

	"github.com/boxoffice-go/boxoffice/internal/plaintext"
)

// ChangeKind is what a [Change] is about.
type ChangeKind string

const (
	// ChangeGroupAdded: a team or role appeared. What it may do and who is in it is told
	// by changes of its own.
	ChangeGroupAdded ChangeKind = "group_added"
	// ChangeGroupRemoved: a team or role is gone, and what it had is told as gone, too.
	ChangeGroupRemoved ChangeKind = "group_removed"
	// ChangeGroup: a Field of a team or role is another.
	ChangeGroup ChangeKind = "group_changed"
	// ChangeJoined: a person is in the team now; without a group, in the organization.
	ChangeJoined ChangeKind = "joined"
	// ChangeLeft: a person is in the team no more; without a group, in the organization.
	ChangeLeft ChangeKind = "left"
	// ChangeAccepted: an invite is gone and its address is a member's now. Someone who
	// accepts with another address than the invited one is told as a ChangeJoined and
	// a ChangeInviteGone: nothing links the two.
	ChangeAccepted ChangeKind = "accepted"
	// ChangePerson: a Field of a person is another.
	ChangePerson ChangeKind = "person_changed"
	// ChangeInvited: an invite is open.
	ChangeInvited ChangeKind = "invited"
	// ChangeInviteGone: an invite is open no more: it was revoked, or accepted with
	// another address.
	ChangeInviteGone ChangeKind = "invite_gone"
	// ChangeTokenAdded: a token is there, active or not.
	ChangeTokenAdded ChangeKind = "token_added"
	// ChangeTokenRemoved: a token is not there any more, which on pretix happens only
	// together with its team.
	ChangeTokenRemoved ChangeKind = "token_removed"
	// ChangeToken: a token works, or no more.
	ChangeToken ChangeKind = "token_changed"
	// ChangeUnknown: a part was missing in one of the snapshots, so that nothing is
	// told about it.
	ChangeUnknown ChangeKind = "unknown"
)

// Change is one difference between two snapshots. Changes are comparable with ==,
// and marshal to JSON and back.
type Change struct {
	// Kind says what changed, and which of the fields below are set.
	Kind ChangeKind `json:"kind"`
	// Group and GroupName are the team or role, by the name that it has now, or last
	// had.
	Group     string `json:"group,omitzero"`
	GroupName string `json:"group_name,omitzero"`
	// Person is the id of an account, PersonName what its owner calls themselves.
	Person     string `json:"person,omitzero"`
	PersonName string `json:"person_name,omitzero"`
	// Email is the person's address now, or the invited one.
	Email string `json:"email,omitzero"`
	// Invite is the invite's id.
	Invite int64 `json:"invite,omitzero"`
	// Token and TokenName are the token.
	Token     int64  `json:"token,omitzero"`
	TokenName string `json:"token_name,omitzero"`
	// Field is what changed: of a group "name", "events", "event_permissions",
	// "organizer_permissions", "hidden_permissions" (see
	// [boxoffice.Team.HiddenPermissions]) or "require_2fa", of a person "email", "name",
	// "uses_2fa" or "role_summary". For a group that appeared or is gone it is "team" or "role".
	Field string `json:"field,omitzero"`
	// Before and After are the values as text: "all", "none", or names separated by
	// ", " for events and permissions (in quotes an event whose slug is "all" or
	// "none"); "active" and "inactive" for tokens.
	Before string `json:"before,omitzero"`
	After  string `json:"after,omitzero"`
	// Added and Removed are the events or permissions that After has and Before has
	// not, and the other way round, separated by ", "; "" where either is "all".
	Added   string `json:"added,omitzero"`
	Removed string `json:"removed,omitzero"`
	// Part is what was missing, and Reason why.
	Part   Part   `json:"part,omitzero"`
	Reason string `json:"reason,omitzero"`
}

// String is a line like that of a diff, safe to print.
func (c Change) String() string {
	group := (&Group{ID: c.Group, Name: c.GroupName}).String()
	who := Person{ID: c.Person, Email: c.Email, Name: c.PersonName}.String()
	switch c.Kind {
	case ChangeGroupAdded:
		return "+ " + plaintext.Line(c.Field) + " " + group
	case ChangeGroupRemoved:
		return "- " + plaintext.Line(c.Field) + " " + group
	case ChangeGroup:
		return "~ " + group + ": " + c.values()
	case ChangeJoined:
		return "+ " + who + " joined" + c.into(group)
	case ChangeLeft:
		return "- " + who + " left" + c.into(group)
	case ChangeAccepted:
		return "+ " + who + " joined " + group + " by invitation"
	case ChangePerson:
		return "~ " + who + ": " + c.values()
	case ChangeInvited:
		return "+ " + c.invite(group)
	case ChangeInviteGone:
		return "- " + c.invite(group)
	case ChangeTokenAdded:
		return "+ " + c.token(group)
	case ChangeTokenRemoved:
		return "- " + c.token(group)
	case ChangeToken:
		sign := map[bool]string{true: "+ ", false: "- "}[c.After == tokenActive]
		return sign + c.token(group) + ": " + plaintext.Line(c.Before) + " → " + plaintext.Line(c.After)
	case ChangeUnknown:
		of := ""
		if c.Group != "" {
			of = " of " + group
		}
		return "? " + plaintext.Line(string(c.Part)) + of + ": not compared: " + plaintext.Line(c.Reason)
	}
	return "? " + plaintext.Line(string(c.Kind))
}

func (c Change) into(group string) string {
	if c.Group == "" {
		return ""
	}
	return " " + group
}

func (c Change) invite(group string) string {
	address := "without an address"
	if c.Email != "" {
		address = "of " + plaintext.Line(c.Email)
	}
	return fmt.Sprintf("invite %s (%d) to %s", address, c.Invite, group)
}

func (c Change) token(group string) string {
	return fmt.Sprintf("token %s (%d) of %s", plaintext.Line(c.TokenName), c.Token, group)
}

// values are a field's values, and of lists what is new in them.
func (c Change) values() string {
	field := plaintext.Line(strings.ReplaceAll(c.Field, "_", " "))
	if c.Added == "" && c.Removed == "" {
		return field + ": " + shown(c.Before) + " → " + shown(c.After)
	}
	var parts []string
	if c.Added != "" {
		parts = append(parts, "added "+shown(c.Added))
	}
	if c.Removed != "" {
		parts = append(parts, "removed "+shown(c.Removed))
	}
	return field + ": " + strings.Join(parts, "; ")
}

// shown makes a list safe, each name by itself: a line would be cut.
func shown(list string) string {
	if list == "" {
		return "nothing"
	}
	names := strings.Split(list, ", ")
	for i, name := range names {
		names[i] = plaintext.Line(name)
	}
	return strings.Join(names, ", ")
}
