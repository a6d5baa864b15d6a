package access

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/internal/address"
)

// Check tells what is wrong with the state itself, without a server: the first
// mistake, as a [boxoffice.ArgumentError] whose argument is the place, such as
// "teams[2].members[0]".
func (s *State) Check() error {
	bad := func(place, format string, args ...any) error {
		return &boxoffice.ArgumentError{Argument: place, Reason: fmt.Sprintf(format, args...)}
	}
	if strings.TrimSpace(s.Organizer) == "" {
		return bad("organizer", "is missing: it is the organizer's slug")
	}
	if err := s.checkPeople(bad); err != nil {
		return err
	}
	names, ids, owners := map[string]int{}, map[int64]int{}, s.owners()
	for i, t := range s.Teams {
		place := fmt.Sprintf("teams[%d]", i)
		switch other, twice := names[t.Name]; {
		case t.ID < 0:
			return bad(place+".id", "an id is positive")
		case t.ID == 0 && t.change().nameProblem() != "":
			// A team that is there may have such a name, made past the API.
			return bad(place+".name", "%s", t.change().nameProblem())
		case twice && (t.ID == 0 || s.Teams[other].ID == 0):
			return bad(place+".name", "teams[%d] has the same name; tell them apart by id", other)
		case t.RenamedFrom != "" && t.RenamedFrom == t.Name:
			return bad(place+".renamed_from", "is the name itself")
		}
		if other, twice := ids[t.ID]; twice && t.ID != 0 {
			return bad(place+".id", "teams[%d] has the same id", other)
		}
		names[t.Name], ids[t.ID] = i, i
		if err := s.checkMembers(place, t, owners, bad); err != nil {
			return err
		}
	}
	return nil
}

// nameProblem tells why pretix would not store a new name as it is.
func (c *TeamChange) nameProblem() string {
	switch {
	case c.Name == nil:
		return ""
	case trimName(*c.Name) == "":
		return "is missing"
	case trimName(*c.Name) != *c.Name:
		return "begins or ends with white space, which pretix takes away"
	}
	return ""
}

func (s *State) checkPeople(bad func(place, format string, args ...any) error) error {
	owner := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(s.People)) {
		place := "people." + name
		if strings.TrimSpace(name) == "" || strings.ContainsAny(name, "@:") {
			return bad(place, "a name of people is not empty and has no @ or colon, so that it can't be taken for an address or an id")
		}
		if len(s.People[name]) == 0 {
			return bad(place, "has no address")
		}
		for i, email := range s.People[name] {
			trimmed, err := address.Check(email)
			if err != nil || trimmed != email {
				return bad(fmt.Sprintf("%s[%d]", place, i), "%q is not an e-mail address", email)
			}
			if other, twice := owner[strings.ToLower(email)]; twice {
				return bad(fmt.Sprintf("%s[%d]", place, i), "%s has that address already", other)
			}
			owner[strings.ToLower(email)] = name
		}
	}
	return nil
}

func (s *State) checkMembers(place string, t TeamState, owners map[string]string, bad func(place, format string, args ...any) error) error {
	seen := map[string]int{}
	for i, member := range t.Members {
		at := fmt.Sprintf("%s.members[%d]", place, i)
		who, err := s.identity(member, owners)
		if err != nil {
			return bad(at, "%s", err)
		}
		key := strings.ToLower(who.name)
		if other, twice := seen[key]; twice {
			return bad(at, "is members[%d] again", other)
		}
		seen[key] = i
	}
	return nil
}
