package access

import (
	"fmt"
	"strings"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/internal/plaintext"
)

// OffboardEventbrite tells what a human has to do on Eventbrite's pages to take
// people out of an organization, since nothing in its API removes a member. People
// are named by address, as "user:123" by their accounts, or by the name that they
// call themselves; letters' case does not count.
//
// Eventbrite shows addresses of the token's own user only, and names are neither
// unique nor always there, so each line says by what a member was found, and there is
// one for everybody who was not found. The snapshot is one of [ReadEventbrite].
func OffboardEventbrite(s *Snapshot, people ...string) ([]string, error) {
	bad := func(argument, reason string) ([]string, error) {
		return nil, &boxoffice.ArgumentError{Argument: argument, Reason: reason}
	}
	if s == nil || s.Platform != PlatformEventbrite {
		return bad("s", "is no snapshot of Eventbrite")
	}
	if len(people) == 0 {
		return bad("people", "is empty")
	}
	var out []string
	blind := 0 // members of whom neither name nor address can be seen
	for _, p := range s.People {
		if p.Name == "" && p.Email == "" {
			blind++
		}
	}
	for i, name := range people {
		name = strings.TrimSpace(name)
		if name == "" {
			return bad(fmt.Sprintf("people[%d]", i), "is empty")
		}
		found := 0
		for _, p := range s.People {
			by := foundBy(p, name)
			if by == "" {
				continue
			}
			found++
			out = append(out, fmt.Sprintf("remove member %s from organization %s on Eventbrite's page of the team: found by %s",
				describeMember(p), plaintext.Line(s.Account), by))
		}
		if found == 0 {
			out = append(out, fmt.Sprintf("%s was found nowhere among %d members, of whom %d show neither name nor address: look by eye, under all their addresses",
				plaintext.Line(name), len(s.People), blind))
		} else if found > 1 {
			out = append(out, fmt.Sprintf("%d members fit %s: make sure which of them leaves", found, plaintext.Line(name)))
		}
	}
	if err := s.Err(); err != nil {
		out = append(out, fmt.Sprintf("%d parts of the organization could not be read, so somebody may be missing here", len(s.Failures)))
	}
	return append(out,
		"open invitations can't be seen in the API: look through them on the same page",
		"private tokens and applications of an account go on working with what the account may still do; a token that was shared has to be replaced",
		"accounts stay, with what they may do in other organizations",
	), nil
}

// foundBy says in what a member is the one who was named, "" when they are not.
func foundBy(p Person, name string) string {
	switch {
	case p.ID != "" && name == userPrefix+p.ID:
		return "id"
	case p.Email != "" && strings.EqualFold(name, p.Email):
		return "address"
	case p.Name != "" && strings.EqualFold(name, strings.TrimSpace(p.Name)):
		return "name, which others may have as well"
	}
	return ""
}

func describeMember(p Person) string {
	known := []string{userPrefix + plaintext.Line(p.ID)}
	for _, more := range []string{p.Name, p.Email, p.RoleSummary} {
		if more != "" {
			known = append(known, plaintext.Line(more))
		}
	}
	return strings.Join(known, ", ")
}
