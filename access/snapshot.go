package access

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/internal/plaintext"
)

// Platform says whose words a snapshot uses.
type Platform string

const (
	// PlatformPretix: groups are teams, and the account is an organizer.
	PlatformPretix Platform = "pretix"
	// PlatformEventbrite: groups are roles, and the account is an organization.
	PlatformEventbrite Platform = "eventbrite"
)

// Snapshot is everything that grants access at one pretix organizer or in one
// Eventbrite organization, as it was read. It marshals to JSON and back without a
// loss, except that a [Failure] keeps only the text of its error.
//
// A snapshot holds names and e-mail addresses of people, but no secret.
type Snapshot struct {
	// Platform is where it was read.
	Platform Platform `json:"platform"`
	// Account is the organizer's slug, or the organization's id.
	Account string `json:"account"`
	// Version is the server's version, "" on Eventbrite.
	Version string `json:"version,omitzero"`
	// TakenAt is when reading began, FinishedAt when it ended; what changed in between
	// may or may not be in it.
	TakenAt    time.Time `json:"taken_at"`
	FinishedAt time.Time `json:"finished_at"`
	// Groups are the teams or roles, in the server's order.
	Groups []Group `json:"groups"`
	// People are those who are in a group or, on Eventbrite, in the organization; each
	// once, sorted by address and id.
	People []Person `json:"people"`
	// Failures are the parts that could not be read. What they hold is missing.
	Failures []Failure `json:"failures,omitzero"`
}

// Group is a team of pretix or a role of Eventbrite.
type Group struct {
	// ID is the team's or role's id; a team's is a number.
	ID string `json:"id"`
	// Name is not unique, and may hold anything.
	Name string `json:"name"`
	// Events is which events the team reaches; unset for a role.
	Events boxoffice.EventAccess `json:"events,omitzero"`
	// Permissions is what the team may do, in the vocabulary of pretix 2026.3 whatever
	// the server's version. All that a role names stands under Event.
	Permissions boxoffice.Permissions `json:"permissions,omitzero"`
	// Invites are the team's open invitations.
	Invites []boxoffice.TeamInvite `json:"invites"`
	// Tokens are the team's API tokens, active and inactive.
	Tokens []boxoffice.TeamToken `json:"tokens"`
	// Team is the team as the server sent it, nil on Eventbrite.
	Team *boxoffice.Team `json:"team,omitzero"`
	// Role is the role as the server sent it, nil on pretix.
	Role *boxoffice.Role `json:"role,omitzero"`
}

// Person is someone with access.
type Person struct {
	// ID is the id of the account; on pretix it is a number.
	ID string `json:"id"`
	// Email is the account's address, "" when there is none or it can't be seen.
	Email string `json:"email,omitzero"`
	// Name is what the person calls themselves. It may hold anything.
	Name string `json:"name,omitzero"`
	// Uses2FA is whether the person uses a second factor, nil where that can't be seen.
	Uses2FA *bool `json:"uses_2fa,omitzero"`
	// Groups are the ids of the teams that the person is in. On Eventbrite nothing
	// tells who has which role, so it is empty there.
	Groups []string `json:"groups,omitzero"`
	// RoleSummary is what Eventbrite says of a member in place of roles.
	RoleSummary string `json:"role_summary,omitzero"`
}

// Part is a part of a snapshot that is read by itself.
type Part string

const (
	// PartTeams are an organizer's teams: nothing at all could be read.
	PartTeams Part = "teams"
	// PartMembers are a group's, or an organization's, people.
	PartMembers Part = "members"
	// PartInvites are a team's open invites.
	PartInvites Part = "invites"
	// PartTokens are a team's tokens.
	PartTokens Part = "tokens"
	// PartRoles are an organization's roles.
	PartRoles Part = "roles"
	// PartUsers are names and addresses of an organization's people.
	PartUsers Part = "users"
)

// Failure is a part of a snapshot that could not be read.
type Failure struct {
	// Part is what is missing.
	Part Part `json:"part"`
	// Group is the id of the group of which it is missing, "" for the whole account.
	Group string `json:"group,omitzero"`
	// Person is the id of the person of whom it is missing, for PartUsers.
	Person string `json:"person,omitzero"`
	// Reason is the text of the error.
	Reason string `json:"reason"`

	err error
}

// Error says what is missing and why.
func (f Failure) Error() string {
	of := ""
	if f.Group != "" {
		of = " of " + plaintext.Line(f.Group)
	}
	if f.Person != "" {
		of += " of " + plaintext.Line(f.Person)
	}
	return fmt.Sprintf("%s%s: %s", f.Part, of, plaintext.Line(f.Reason))
}

// Unwrap returns the error that the part was hit by, nil when the snapshot comes
// from JSON.
func (f Failure) Unwrap() error { return f.err }

// ParseSnapshot reads a snapshot that was kept as JSON, such as that of last week for
// [Diff]. What is no snapshot is an error; one that is not whole is none, see
// [Snapshot.Err]. Nothing in it is left out without a word: keys that this version does
// not know, which a newer one may have written, repeated ones, values of another type and
// texts that are no Unicode are a [FileError], as is a file of more than 64 MiB. Only a
// role keeps what it does not know, as Eventbrite sent it.
func ParseSnapshot(data []byte) (*Snapshot, error) {
	s := new(Snapshot)
	if err := decodeFile(data, maxFile, s); err != nil {
		return nil, fmt.Errorf("access: reading a snapshot: %w", err)
	}
	if s.Platform != PlatformPretix && s.Platform != PlatformEventbrite || s.Account == "" || s.TakenAt.IsZero() {
		return nil, errors.New("access: that is no snapshot: it has no platform, account or time")
	}
	groups, people := map[string]bool{}, map[string]bool{}
	for i := range s.Groups {
		g := &s.Groups[i]
		switch {
		case s.Platform == PlatformPretix && g.Team == nil || s.Platform == PlatformEventbrite && g.Role == nil:
			return nil, fmt.Errorf("access: that is no whole snapshot: group %s has no team or role", g)
		case g.Team != nil && g.ID != strconv.FormatInt(g.Team.ID, 10) || g.Role != nil && g.ID != string(g.Role.ID):
			return nil, fmt.Errorf("access: that is no snapshot: group %s is another team or role", g)
		case groups[g.ID]:
			return nil, fmt.Errorf("access: that is no snapshot: group %s is there twice", g)
		}
		groups[g.ID] = true
	}
	for _, p := range s.People {
		if people[p.ID] {
			return nil, fmt.Errorf("access: that is no snapshot: %s is there twice", p)
		}
		people[p.ID] = true
	}
	return s, nil
}

// Err joins the failures, nil when the snapshot is whole.
func (s *Snapshot) Err() error {
	all := make([]error, len(s.Failures))
	for i, f := range s.Failures {
		all[i] = f
	}
	if err := errors.Join(all...); err != nil {
		return fmt.Errorf("access: the snapshot of %s is not whole: %w", plaintext.Line(s.Account), err)
	}
	return nil
}

// Group returns the group with an id, nil when there is none.
func (s *Snapshot) Group(id string) *Group {
	for i := range s.Groups {
		if s.Groups[i].ID == id {
			return &s.Groups[i]
		}
	}
	return nil
}

// Named returns the groups of a name, of which there may be several.
func (s *Snapshot) Named(name string) []*Group {
	var out []*Group
	for i := range s.Groups {
		if s.Groups[i].Name == name {
			out = append(out, &s.Groups[i])
		}
	}
	return out
}

// Members are the people of a group.
func (s *Snapshot) Members(groupID string) []Person {
	var out []Person
	for _, p := range s.People {
		if slices.Contains(p.Groups, groupID) {
			out = append(out, p)
		}
	}
	return out
}

// ActiveTokens are the group's tokens that work.
func (g *Group) ActiveTokens() []boxoffice.TeamToken { return activeTokens(g.Tokens) }

// CanManageTeams tells whether the team's people and tokens may see and change
// teams. It is false for a role: nothing is known of what its permissions allow.
func (g *Group) CanManageTeams() bool { return g.Team != nil && g.Team.CanManageTeams() }

// String names the group: its name and id, safe to print.
func (g *Group) String() string {
	return fmt.Sprintf("%s (%s)", plaintext.Line(g.Name), plaintext.Line(g.ID))
}

// teamID is the id of a team, 0 for a role.
func (g *Group) teamID() int64 {
	id, err := strconv.ParseInt(g.ID, 10, 64)
	if g.Team == nil || err != nil {
		return 0
	}
	return id
}

// String is the person's address or, without one, their name and id, safe to print.
func (p Person) String() string {
	id := userPrefix + plaintext.Line(p.ID)
	switch {
	case p.Email != "":
		return plaintext.Line(p.Email)
	case p.Name != "":
		return plaintext.Line(p.Name) + " (" + id + ")"
	}
	return id
}

// userID is the number of the account on pretix, 0 elsewhere.
func (p Person) userID() int64 {
	id, err := strconv.ParseInt(p.ID, 10, 64)
	if err != nil {
		return 0
	}
	return id
}

func comparePeople(a, b Person) int {
	if c := strings.Compare(strings.ToLower(a.Email), strings.ToLower(b.Email)); c != 0 {
		return c
	}
	if c := len(a.ID) - len(b.ID); c != 0 {
		return c
	}
	return strings.Compare(a.ID, b.ID)
}
