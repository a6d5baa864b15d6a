package boxofficetest

import "strings"

// maxExpansion is how deep expansions nest.
const maxExpansion = 4

// expansion is what to put into an object, by name, with what to put into that.
// Names that nothing answers to are ignored.
type expansion map[string]expansion

// parseExpansion reads a list such as "venue,event.organizer".
func parseExpansion(list string) expansion {
	all := expansion{}
	for path := range strings.SplitSeq(list, ",") {
		at := all
		for depth, name := range strings.Split(strings.TrimSpace(path), ".") {
			if depth == maxExpansion || name == "" {
				break
			}
			if at[name] == nil {
				at[name] = expansion{}
			}
			at = at[name]
		}
	}
	return all
}

func (x expansion) has(name string) bool {
	_, ok := x[name]
	return ok
}

// expanded adds a row beside its id, null where there is none, if it was asked
// for.
func expanded[T any](o object, x expansion, name string, t *table[T], id string, show func(T, expansion) object) object {
	if !x.has(name) {
		return o
	}
	row, ok := t.get(id)
	if !ok {
		return append(o, field{name, nil})
	}
	return append(o, field{name, show(row, x[name])})
}
