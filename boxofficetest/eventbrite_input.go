package boxofficetest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// param is an argument of a query or a body. In a body its name is the dotted
// path, with the name that wraps the resource in front.
type param struct {
	name     string
	kind     kind
	required bool
	notNull  bool
}

// args are arguments after validation, by name. Those that did not come are
// absent.
type args map[string]any

// arg returns an argument, the zero value for one that did not come.
func arg[T any](a args, name string) T {
	value, _ := a[name].(T)
	return value
}

func (a args) has(name string) bool {
	_, ok := a[name]
	return ok
}

// setter is a field of a resource that a body can set.
type setter[T any] struct {
	param
	set func(row *T, value any)
}

// into makes an input that is stored in one field of the resource.
func into[T, V any](name string, k kind, at func(*T) *V) setter[T] {
	return setter[T]{param{name: name, kind: k}, func(row *T, value any) {
		v, _ := value.(V)
		*at(row) = v
	}}
}

// notInto is into for a field that is stored the other way round.
func notInto[T any](name string, at func(*T) *bool) setter[T] {
	return setter[T]{param{name: name, kind: boolKind}, func(row *T, value any) {
		v, _ := value.(bool)
		*at(row) = !v
	}}
}

// resourceBody is what the body of a create or an update may hold.
type resourceBody[T any] struct {
	wrapper  string // "" for an unwrapped body
	inputs   []setter[T]
	required []string // on create
	fixed    []string // not on update
}

// read checks a body against the table and stores what came in the row.
func (b resourceBody[T]) read(c *visit, row *T, create bool) (args, error) {
	params := make([]param, 0, len(b.inputs))
	for _, in := range b.inputs {
		if create || !slices.Contains(b.fixed, in.name) {
			p := in.param
			p.name = b.path(p.name)
			p.notNull = slices.Contains(b.required, in.name)
			p.required = create && p.notNull
			params = append(params, p)
		}
	}
	got, err := c.readBody(params)
	if err != nil {
		return nil, err
	}
	for _, in := range b.inputs {
		if value, ok := got[b.path(in.name)]; ok {
			in.set(row, value)
		}
	}
	return got, nil
}

func (b resourceBody[T]) path(name string) string {
	if b.wrapper == "" {
		return name
	}
	return b.wrapper + "." + name
}

// readBody checks a body against its parameters.
func (c *visit) readBody(params []param) (args, error) {
	raw, problems, err := c.rawBody(params)
	if err != nil {
		return nil, err
	}
	return readArgs(raw, params, problems)
}

// readArgs checks arguments, and reports all problems at once, with those that
// are known already.
func readArgs(raw map[string]any, params []param, problems argumentErrors) (args, error) {
	got := args{}
	for name, value := range raw {
		i := slices.IndexFunc(params, func(p param) bool { return p.name == name })
		switch {
		case i < 0:
			problems[name] = reasonUnknown
		case value == nil && (params[i].required || params[i].notNull):
			problems[name] = reasonInvalid
		case value == nil:
			got[name] = nil
		default:
			parsed, problem := params[i].kind(value)
			if problem != "" {
				problems[name] = problem
			}
			got[name] = parsed
		}
	}
	for _, p := range params {
		if _, came := raw[p.name]; p.required && !came {
			problems[p.name] = reasonMissing
		}
	}
	return got, problems.err()
}

// rawBody flattens the body to dotted paths. Forms are written that way.
func (c *visit) rawBody(params []param) (raw map[string]any, problems argumentErrors, err error) {
	raw, problems = map[string]any{}, argumentErrors{}
	refused := refuseCode(http.StatusBadRequest, "INVALID_BODY", badBody)
	if matchesMediaType(c.r.Header.Get("Content-Type"), urlencoded) {
		form, err := url.ParseQuery(string(c.body))
		if err != nil {
			return nil, nil, refused
		}
		for name, values := range form {
			raw[name] = values[len(values)-1]
		}
		return raw, problems, nil
	}
	if len(bytes.TrimSpace(c.body)) == 0 {
		return raw, problems, nil
	}
	body, err := parseJSONObject(c.body)
	if err != nil {
		return nil, nil, refused
	}
	flatten(raw, problems, "", body, params)
	return raw, problems, nil
}

// flatten goes down where parameters are. What else there is it leaves for
// validation to refuse, under the path where it begins.
func flatten(raw map[string]any, problems argumentErrors, prefix string, body map[string]any, params []param) {
	for key, value := range body {
		path := prefix + key
		inner, isObject := value.(map[string]any)
		leads := slices.ContainsFunc(params, func(p param) bool { return strings.HasPrefix(p.name, path+".") })
		switch {
		case strings.Contains(key, "."):
			problems[path] = reasonUnknown // dotted names are for forms
		case !leads:
			raw[path] = value
		case isObject:
			flatten(raw, problems, path+".", inner, params)
		case value != nil:
			problems[path] = reasonInvalid
		}
	}
}

var errNoObject = errors.New("no JSON object")

// parseJSONObject keeps numbers as they are written.
func parseJSONObject(data []byte) (map[string]any, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var body map[string]any
	if err := decoder.Decode(&body); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) || body == nil {
		return nil, errNoObject
	}
	return body, nil
}
