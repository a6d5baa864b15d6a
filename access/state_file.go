package access

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/internal/plaintext"
)

// FileError is a mistake in a file, and where it is.
type FileError struct {
	// Line and Column are counted from 1; a column is a byte.
	Line, Column int
	// Place is the value that is wrong, such as "teams[2].members[0]".
	Place string
	// Reason says what is wrong and what would be right.
	Reason string
}

// Error tells line and column first, so that editors find it.
func (e *FileError) Error() string {
	text := fmt.Sprintf("%d:%d: ", e.Line, e.Column)
	if e.Place != "" {
		text += plaintext.Line(e.Place) + ": "
	}
	return text + plaintext.Line(e.Reason)
}

// ParseState reads a desired state from JSON:
//
//	{
//	  "organizer": "demo",
//	  "people": {"ana": ["ana@example.org", "ana@old.example.org"]},
//	  "teams": [
//	    {
//	      "name": "Box office",
//	      "renamed_from": "Till",
//	      "require_2fa": true,
//	      "events": ["gala"],
//	      "event_permissions": ["event.orders:read"],
//	      "organizer_permissions": [],
//	      "members": ["ana", "bob@example.org"]
//	    }
//	  ]
//	}
//
// Events and permissions are a list or "all". Unknown and repeated keys, values of
// another type, texts that are no Unicode, and whatever [State.Check] refuses are a
// [FileError], and so is a file of more than 16 MiB or a million values.
func ParseState(data []byte) (*State, error) {
	file := stateFile{data: data}
	if len(data) > maxPlan {
		return nil, tooLarge(maxPlan)
	}
	root, err := parseJSON(data)
	if err != nil {
		return nil, file.syntax(err)
	}
	state := new(State)
	if err := file.state(root, state); err != nil {
		return nil, err
	}
	if err := state.Check(); err != nil {
		if e, ok := errors.AsType[*boxoffice.ArgumentError](err); ok {
			return nil, file.at(root.find(e.Argument), e.Argument, e.Reason)
		}
		return nil, err
	}
	return state, nil
}

// stateFile turns a tree of JSON into a state.
type stateFile struct{ data []byte }

func (f stateFile) at(n *jsonNode, place, reason string) error {
	e := &FileError{Place: place, Reason: reason}
	e.Line, e.Column = position(f.data, n.start)
	return e
}

func (f stateFile) syntax(err error) error {
	e := &FileError{Reason: err.Error()}
	offset := int64(len(f.data))
	if bad, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = bad.Offset
	}
	if bad, ok := errors.AsType[*jsonError](err); ok {
		offset, e.Place = bad.offset, bad.place
	}
	e.Line, e.Column = position(f.data, int(offset))
	return e
}

// position is the line and column of an offset.
func position(data []byte, offset int) (line, column int) {
	before := string(data[:min(offset, len(data))])
	return strings.Count(before, "\n") + 1, len(before) - strings.LastIndex(before, "\n")
}

// object reads the members of an object, each by its own function.
func (f stateFile) object(n *jsonNode, place string, read map[string]func(*jsonNode, string) error) error {
	if n.kind != '{' {
		return f.at(n, place, "an object is wanted, "+n.kind.what()+" is there")
	}
	for _, m := range n.members {
		at := m.name
		if place != "" {
			at = place + "." + m.name
		}
		into, ok := read[m.name]
		if !ok {
			known := strings.Join(sortedKeys(read), ", ")
			return f.at(&jsonNode{start: m.start}, at, "this key is not known; known are "+known)
		}
		if err := into(m.value, at); err != nil {
			return err
		}
	}
	return nil
}

func (f stateFile) list(n *jsonNode, place string, item func(*jsonNode, string) error) error {
	if n.kind != '[' {
		return f.at(n, place, "a list is wanted, "+n.kind.what()+" is there")
	}
	for i, v := range n.items {
		if err := item(v, fmt.Sprintf("%s[%d]", place, i)); err != nil {
			return err
		}
	}
	return nil
}

// value reads a value that is no object or list of objects.
func value[T any](f stateFile, into *T, wanted string) func(*jsonNode, string) error {
	return func(n *jsonNode, place string) error {
		null := func(n *jsonNode) bool { return n.kind == 'n' }
		if null(n) || slices.ContainsFunc(n.items, null) || json.Unmarshal(f.data[n.start:n.end], into) != nil {
			return f.at(n, place, wanted+" is wanted, "+n.kind.what()+" is there")
		}
		return nil
	}
}

const allOrList = `"all" or a list of texts`

func (f stateFile) state(n *jsonNode, s *State) error {
	return f.object(n, "", map[string]func(*jsonNode, string) error{
		"organizer": value(f, &s.Organizer, "a text"),
		"people": func(n *jsonNode, place string) error {
			s.People = map[string][]string{}
			if n.kind != '{' {
				return f.at(n, place, "an object is wanted, "+n.kind.what()+" is there")
			}
			for _, m := range n.members {
				var emails []string
				if err := value(f, &emails, "a list of addresses")(m.value, place+"."+m.name); err != nil {
					return err
				}
				s.People[m.name] = emails
			}
			return nil
		},
		"teams": func(n *jsonNode, place string) error {
			s.Teams = []TeamState{}
			return f.list(n, place, func(n *jsonNode, place string) error {
				var t TeamState
				if err := f.team(n, place, &t); err != nil {
					return err
				}
				s.Teams = append(s.Teams, t)
				return nil
			})
		},
	})
}

func (f stateFile) team(n *jsonNode, place string, t *TeamState) error {
	return f.object(n, place, map[string]func(*jsonNode, string) error{
		"id":                    value(f, &t.ID, "a whole number"),
		"name":                  value(f, &t.Name, "a text"),
		"renamed_from":          value(f, &t.RenamedFrom, "a text"),
		"require_2fa":           value(f, &t.Require2FA, "true or false"),
		"events":                value(f, &t.Events, allOrList),
		"event_permissions":     value(f, &t.Permissions.Event, allOrList),
		"organizer_permissions": value(f, &t.Permissions.Organizer, allOrList),
		"members":               value(f, &t.Members, "a list of texts"),
	})
}
