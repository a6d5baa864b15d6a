package chaos

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// normal is an answer as both sides should give it: ids and secrets have their names of the world, and what has no
// order is sorted. Everything else, down to escapes and spaces, stays as it came.
func (s *side) normal(st step, response *http.Response, body string) string {
	head := fmt.Sprintf("%d\n%s\n", response.StatusCode, s.normalHeaders(st, response.Header))
	contentType := response.Header.Get("Content-Type")
	switch {
	case strings.HasPrefix(contentType, "text/html"):
		// Pages are for people.
		return head + fmt.Sprintf("(%t: a page)", body != "")
	case body == "" || !strings.HasPrefix(contentType, "application/json"):
		return head + body
	}
	v, err := parseTree([]byte(body))
	if err != nil {
		return head + "(not JSON) " + body
	}
	n := normalizer{side: s, created: response.StatusCode == http.StatusCreated, options: st.method == http.MethodOptions}
	if response.StatusCode >= 400 && response.Header.Get("Content-Language") == "de" {
		// Of most messages the fake knows the English only.
		return head + spacing(v, body)
	}
	return head + spacing(v, body) + n.tree(v, "")
}

// node is a JSON value that knows how it was written.
type node struct {
	raw    string // of what is neither list nor object
	list   []node
	fields []fieldNode
	is     byte // '[', '{' or 0
}

type fieldNode struct {
	name  string
	value node
}

func parseTree(raw json.RawMessage) (node, error) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || raw[0] != '[' && raw[0] != '{' {
		return node{raw: string(raw)}, nil
	}
	n := node{is: raw[0]}
	d := json.NewDecoder(bytes.NewReader(raw))
	if _, err := d.Token(); err != nil {
		return n, err
	}
	for d.More() {
		name := ""
		if n.is == '{' {
			token, err := d.Token()
			if err != nil {
				return n, err
			}
			name = token.(string)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return n, err
		}
		child, err := parseTree(value)
		if err != nil {
			return n, err
		}
		if n.is == '{' {
			n.fields = append(n.fields, fieldNode{name, child})
		} else {
			n.list = append(n.list, child)
		}
	}
	_, err := d.Token()
	return n, err
}

// kind is the kind of ids that an object has, by what else it has: a key that is used again can bring an answer from
// elsewhere.
func (n node) kind() string {
	for _, sign := range []struct{ name, kind string }{{"limit_events", "t"}, {"fullname", "u"}, {"active", "k"}, {"email", "i"}} {
		if field(n, sign.name) != "" {
			return sign.kind
		}
	}
	return ""
}

// write is the JSON of a node with the given separators.
func (n node) write(comma, colon string) string {
	var parts []string
	switch n.is {
	case '[':
		for _, item := range n.list {
			parts = append(parts, item.write(comma, colon))
		}
		return "[" + strings.Join(parts, comma) + "]"
	case '{':
		for _, f := range n.fields {
			name, _ := json.Marshal(f.name)
			parts = append(parts, string(name)+colon+f.value.write(comma, colon))
		}
		return "{" + strings.Join(parts, comma) + "}"
	}
	return n.raw
}

// spacing tells how the body was spaced: Django and the REST framework do it differently.
func spacing(n node, body string) string {
	switch body {
	case n.write(",", ":"):
		return "(compact) "
	case n.write(", ", ": "):
		return "(spaced) "
	}
	return "(oddly spaced) "
}

type normalizer struct {
	*side
	kind             string
	created, options bool
}

func (n normalizer) tree(v node, name string) string {
	switch v.is {
	case '[':
		if strings.HasPrefix(name, "limit_") && strings.HasSuffix(name, "_permissions") {
			slices.SortFunc(v.list, func(a, b node) int { return cmp.Compare(a.raw, b.raw) })
		}
		var items []string
		for _, item := range v.list {
			items = append(items, n.tree(item, ""))
		}
		return "[" + strings.Join(items, ",") + "]"
	case '{':
		return n.object(v)
	case 0:
	}
	return n.leaf(name, v.raw)
}

func (n normalizer) object(v node) string {
	n.kind = v.kind()
	var fields []string
	for _, f := range v.fields {
		if f.name == "actions" && n.options {
			// The fake has none.
			continue
		}
		if f.name == "results" && len(f.value.list) > 0 && f.value.list[0].kind() == "k" {
			f.value = sortEqualNames(f.value, v)
		}
		fields = append(fields, fmt.Sprintf("%q:%s", f.name, n.tree(f.value, f.name)))
	}
	return "{" + strings.Join(fields, ",") + "}"
}

func (n normalizer) leaf(name, raw string) string {
	switch {
	case name == "id":
		if id, err := strconv.ParseInt(raw, 10, 64); err == nil && n.kind != "" {
			return n.name(n.kind, id, n.created)
		}
	case name == "token" && n.created:
		if secret, err := strconv.Unquote(raw); err == nil {
			return n.secret(secret)
		}
	}
	return n.normalText(raw)
}

// name is what an id is called; one that has just been made gets a name.
func (s *side) name(kind string, id int64, created bool) string {
	i := slices.Index(s.ids[kind], id)
	switch {
	case i < 0 && !created:
		return fmt.Sprintf("{%s?}", kind)
	case i < 0:
		i = len(s.ids[kind])
		s.ids[kind] = append(s.ids[kind], id)
	}
	return fmt.Sprintf("{%s%d}", kind, i)
}

func (s *side) secret(secret string) string {
	i := slices.Index(s.secrets, secret)
	if i < 0 {
		i = len(s.secrets)
		s.secrets = append(s.secrets, secret)
	}
	return fmt.Sprintf("{s%d of %d}", i, len(secret))
}

var idsInPath = regexp.MustCompile(`/(teams|members|invites|tokens)/(\d+)\b`)

// normalText takes addresses of the side and ids in paths out of a text.
func (s *side) normalText(text string) string {
	text = strings.ReplaceAll(text, s.url, "{server}")
	if u, err := url.Parse(s.url); err == nil {
		text = strings.ReplaceAll(text, u.Host, "{host}")
	}
	return idsInPath.ReplaceAllStringFunc(text, func(found string) string {
		parts := idsInPath.FindStringSubmatch(found)
		id, err := strconv.ParseInt(parts[2], 10, 64)
		kind := map[string]string{"teams": "t", "members": "u", "invites": "i", "tokens": "k"}[parts[1]]
		if err != nil || !slices.Contains(s.ids[kind], id) {
			return found
		}
		return "/" + parts[1] + "/" + s.name(kind, id, false)
	})
}

// sortEqualNames puts tokens of one name in the order of their ids: a real server has them in any. Where a page ends
// among them, only the name is certain.
func sortEqualNames(results, page node) node {
	name := func(n node) string { return field(n, "name") }
	list := slices.Clone(results.list)
	for start := 0; start < len(list); {
		end := start + 1
		for end < len(list) && name(list[end]) == name(list[start]) {
			end++
		}
		slices.SortFunc(list[start:end], func(a, b node) int {
			x, _ := strconv.Atoi(field(a, "id"))
			y, _ := strconv.Atoi(field(b, "id"))
			return cmp.Compare(x, y)
		})
		if start == 0 && field(page, "previous") != "null" || end == len(list) && field(page, "next") != "null" {
			for i := range list[start:end] {
				list[start+i] = node{raw: name(list[start+i])}
			}
		}
		start = end
	}
	results.list = list
	return results
}

// field is a member of an object as it was written, or "" where there is none.
func field(n node, name string) string {
	for _, f := range n.fields {
		if f.name == name {
			return f.value.write(",", ":")
		}
	}
	return ""
}
