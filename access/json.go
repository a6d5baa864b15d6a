package access

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// jsonNode is a JSON value and where it stands, which encoding/json does not tell of
// unknown keys and of values that decode themselves.
type jsonNode struct {
	kind       jsonKind
	start, end int
	members    []jsonMember
	items      []*jsonNode
}

// jsonKind is { [ s(tring) # n(ull) b(ool)
type jsonKind byte

// kindAt is the kind of a value that begins with a byte.
func kindAt(first byte) jsonKind {
	switch first {
	case '{', '[', 'n':
		return jsonKind(first)
	case '"':
		return 's'
	case 't', 'f':
		return 'b'
	}
	return '#'
}

type jsonMember struct {
	name  string
	start int
	value *jsonNode
}

// jsonError is a mistake that encoding/json does not see.
type jsonError struct {
	offset        int64
	place, reason string
}

func (e *jsonError) Error() string { return e.reason }

// jsonPlace is where a value stands in the whole, as a way up: texts of all places
// would take far more memory than a file with a long key.
type jsonPlace struct {
	up    *jsonPlace
	name  string
	index int // in a list, where there is no name
	list  bool
}

func (p *jsonPlace) in(name string) *jsonPlace { return &jsonPlace{up: p, name: name} }

func (p *jsonPlace) at(index int) *jsonPlace { return &jsonPlace{up: p, index: index, list: true} }

// String is such as "teams[2].name".
func (p *jsonPlace) String() string {
	var parts []string
	for ; p != nil; p = p.up {
		if p.list {
			parts = append(parts, fmt.Sprintf("[%d]", p.index))
		} else {
			parts = append(parts, "."+p.name)
		}
	}
	slices.Reverse(parts)
	return strings.TrimPrefix(strings.Join(parts, ""), ".")
}

func parseJSON(data []byte) (*jsonNode, error) {
	p := &jsonParser{data: data, in: json.NewDecoder(bytes.NewReader(data)), left: maxValues}
	p.in.UseNumber()
	root, err := p.value(nil, 0)
	if err != nil {
		return nil, err
	}
	end := p.start()
	if _, err := p.in.Token(); !errors.Is(err, io.EOF) {
		return nil, &jsonError{offset: int64(end), reason: "there is something behind the end"}
	}
	return root, nil
}

type jsonParser struct {
	data []byte
	in   *json.Decoder
	left int // values that may still come
}

// start is where the next token begins.
func (p *jsonParser) start() int {
	at := int(p.in.InputOffset())
	for at < len(p.data) && bytes.IndexByte([]byte(" \t\r\n,:"), p.data[at]) >= 0 {
		at++
	}
	return at
}

const (
	// maxDepth is more than any file needs, and less than what a stack holds.
	maxDepth = 20
	// maxValues bounds what a state becomes in memory: a value of two bytes takes a
	// hundred. It is that of 100,000 teams.
	maxValues = 1_000_000
)

func (p *jsonParser) value(place *jsonPlace, depth int) (*jsonNode, error) {
	n := &jsonNode{start: p.start()}
	if depth > maxDepth {
		return nil, &jsonError{offset: int64(n.start), place: place.String(), reason: "is nested too deeply"}
	}
	if p.left--; p.left < 0 {
		return nil, &jsonError{offset: int64(n.start), place: place.String(), reason: fmt.Sprintf("there are more than %d values before this one", maxValues)}
	}
	token, err := p.token()
	if err != nil {
		return nil, err
	}
	switch v := token.(type) {
	case json.Delim:
		n.kind = jsonKind(v) //nolint:gosec // one of four brackets
		err = p.inside(n, place, depth)
	case string:
		n.kind = 's'
		if !faithful(p.data[n.start:p.in.InputOffset()]) {
			err = &jsonError{offset: int64(n.start), place: place.String(), reason: notUnicode}
		}
	case json.Number:
		n.kind = '#'
	case bool:
		n.kind = 'b'
	default:
		n.kind = 'n'
	}
	n.end = int(p.in.InputOffset())
	return n, err
}

func (p *jsonParser) inside(n *jsonNode, place *jsonPlace, depth int) error {
	seen := map[string]bool{}
	for p.in.More() {
		if n.kind == '[' {
			item, err := p.value(place.at(len(n.items)), depth+1)
			if err != nil {
				return err
			}
			n.items = append(n.items, item)
			continue
		}
		m := jsonMember{start: p.start()}
		key, err := p.token()
		if err != nil {
			return err
		}
		m.name, _ = key.(string)
		at := place.in(m.name)
		switch {
		case seen[m.name]:
			return &jsonError{offset: int64(m.start), place: at.String(), reason: keyTwice}
		case !faithful(p.data[m.start:p.in.InputOffset()]):
			return &jsonError{offset: int64(m.start), place: at.String(), reason: notUnicode}
		}
		seen[m.name] = true
		if m.value, err = p.value(at, depth+1); err != nil {
			return err
		}
		n.members = append(n.members, m)
	}
	_, err := p.token()
	return err
}

// token is the next one; a file that ends before it is cut off.
func (p *jsonParser) token() (json.Token, error) {
	token, err := p.in.Token()
	if errors.Is(err, io.EOF) {
		return nil, io.ErrUnexpectedEOF
	}
	return token, err
}

// what says in words what a value is.
func (k jsonKind) what() string {
	return map[jsonKind]string{'{': "an object", '[': "a list", 's': "a text", '#': "a number", 'b': "true or false", 'n': "null"}[k]
}

// find returns the value at a place such as "teams[2].name", or the nearest one
// around it.
func (n *jsonNode) find(place string) *jsonNode {
	best, rest, length := n, "", -1
	for _, m := range n.members {
		// A key may hold dots: the longest that fits is meant.
		if after, ok := strings.CutPrefix(strings.TrimPrefix(place, "."), m.name); ok && len(m.name) > length && (after == "" || after[0] == '.' || after[0] == '[') {
			best, rest, length = m.value, after, len(m.name)
		}
	}
	if in, ok := strings.CutPrefix(place, "["); ok && len(n.items) > 0 {
		number, after, _ := strings.Cut(in, "]")
		if i, err := strconv.Atoi(number); err == nil && i >= 0 && i < len(n.items) {
			best, rest = n.items[i], after
		}
	}
	if best == n {
		return n
	}
	return best.find(rest)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
