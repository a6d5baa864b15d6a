package access

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// jsonNode is a JSON value and where it stands, which encoding/json does not tell of
// unknown keys and of values that decode themselves.
type jsonNode struct {
	kind       byte // { [ s(tring) # n(ull) b(ool)
	start, end int
	members    []jsonMember
	items      []*jsonNode
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

func parseJSON(data []byte) (*jsonNode, error) {
	p := jsonParser{data: data, in: json.NewDecoder(bytes.NewReader(data))}
	p.in.UseNumber()
	root, err := p.value("", 0)
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
}

// start is where the next token begins.
func (p jsonParser) start() int {
	at := int(p.in.InputOffset())
	for at < len(p.data) && bytes.IndexByte([]byte(" \t\r\n,:"), p.data[at]) >= 0 {
		at++
	}
	return at
}

// maxDepth is more than any file needs, and less than what a stack holds.
const maxDepth = 20

func (p jsonParser) value(place string, depth int) (*jsonNode, error) {
	n := &jsonNode{start: p.start()}
	if depth > maxDepth {
		return nil, &jsonError{offset: int64(n.start), place: place, reason: "is nested too deeply"}
	}
	token, err := p.token()
	if err != nil {
		return nil, err
	}
	switch v := token.(type) {
	case json.Delim:
		n.kind = byte(v) //nolint:gosec // one of four brackets
		err = p.inside(n, place, depth)
	case string:
		n.kind = 's'
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

func (p jsonParser) inside(n *jsonNode, place string, depth int) error {
	seen := map[string]bool{}
	for p.in.More() {
		if n.kind == '[' {
			item, err := p.value(fmt.Sprintf("%s[%d]", place, len(n.items)), depth+1)
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
		at := strings.TrimPrefix(place+"."+m.name, ".")
		if seen[m.name] {
			return &jsonError{offset: int64(m.start), place: at, reason: "this key is there twice"}
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
func (p jsonParser) token() (json.Token, error) {
	token, err := p.in.Token()
	if errors.Is(err, io.EOF) {
		return nil, io.ErrUnexpectedEOF
	}
	return token, err
}

// what says in words what the value is.
func (n *jsonNode) what() string {
	return map[byte]string{'{': "an object", '[': "a list", 's': "a text", '#': "a number", 'b': "true or false", 'n': "null"}[n.kind]
}

// find returns the value at a place such as "teams[2].name", or the nearest one
// around it.
func (n *jsonNode) find(place string) *jsonNode {
	best, length := n, -1
	n.walk("", func(at string, v *jsonNode) {
		inside := place == at || strings.HasPrefix(place, at+".") || strings.HasPrefix(place, at+"[")
		if inside && len(at) > length {
			best, length = v, len(at)
		}
	})
	return best
}

func (n *jsonNode) walk(place string, visit func(string, *jsonNode)) {
	if place != "" {
		visit(place, n)
	}
	for i, item := range n.items {
		item.walk(fmt.Sprintf("%s[%d]", place, i), visit)
	}
	for _, m := range n.members {
		m.value.walk(strings.TrimPrefix(place+"."+m.name, "."), visit)
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
