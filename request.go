package boxoffice

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"unicode"

	"github.com/google/go-querystring/query"
)

// request is one call before anything is checked: a path template with the
// values of its placeholders, in their order, and what goes with it.
type request struct {
	op     string // "Teams.List"
	method string
	path   string // below the API's root, "/organizers/{organizer}/teams/"
	args   []any  // strings, also of named types, and int64s
	filled string // the path with its values, "" until fill
	query  any    // a struct with url tags, or url.Values
	body   any    // sent as JSON, nil for none

	// refused is what is wrong with the options or the body, nil for nothing.
	refused error
	// valid tells why the decoded answer can't be what was asked for; nil checks
	// nothing. Without it a replayed key or a stray answer would pass as a zero value.
	valid func() error
	// page says that the answer is a page of a list.
	page bool
	// untyped says that the caller chose what the answer is decoded into.
	untyped bool
	// final500 says that a 500 is this endpoint's own answer and no outage.
	final500 bool
	// explained sees the error of a failed answer last, where an endpoint's failures
	// mean something of their own.
	explained func(*Error)
	// forbiddenIsUnauthorized is for endpoints that answer 403 to a bad credential.
	forbiddenIsUnauthorized bool
}

// fetch sends a request and decodes its answer, which must be what valid says,
// unless that is nil.
func fetch[T any](ctx context.Context, c *Client, r request, valid func(*T) bool) (*T, error) {
	out := new(T)
	if valid != nil {
		r.valid = func() error {
			if !valid(out) {
				return errUnexpected
			}
			return nil
		}
	}
	if err := c.call(ctx, r, out); err != nil {
		return nil, err
	}
	return out, nil
}

// call sends a request and decodes its answer into out, or drops it when out is
// nil.
func (c *Client) call(ctx context.Context, r request, out any) error {
	if r.refused != nil {
		return r.refused
	}
	if err := r.fill(); err != nil {
		return err
	}
	values, err := queryValues(r.query)
	if err != nil {
		return err
	}
	return c.callPath(ctx, r, addQuery(r.filled, values.Encode()), out)
}

// fill checks the path's values and puts them in. What asks the server something else
// first does it before that.
func (r *request) fill() (err error) {
	if r.filled == "" {
		r.filled, err = expandPath(r.path, r.args)
	}
	return err
}

// addQuery adds parameters to a path that may have some.
func addQuery(path, parameters string) string {
	switch {
	case parameters == "":
		return path
	case strings.Contains(path, "?"):
		return path + "&" + parameters
	}
	return path + "?" + parameters
}

// callPath is call for a walk, which expands its path, with its query, only once.
func (c *Client) callPath(ctx context.Context, r request, path string, out any) error {
	if ctx == nil {
		return argumentError("ctx", "the context is nil")
	}
	call := &call{
		client: c,
		ctx:    ctx,
		info:   CallInfo{Platform: c.platform.name, Operation: r.op, Method: r.method, Path: c.base.Path + r.path},
		url:    c.root + path,
		out:    out,
		req:    r,
	}
	if r.body != nil {
		body, err := marshalBody(r.body)
		if err != nil {
			return argumentError("body", "the body can't be written as JSON: "+err.Error())
		}
		if string(body) != "null" { // a nil pointer; Eventbrite refuses this as a body
			call.body = body
		}
	}
	return c.send(call)
}

// unexpected is an error about a successful answer that can't be what was asked
// for.
func (c *Client) unexpected(r request, cause error) *Error {
	return &Error{Platform: c.platform.name, Operation: r.op, Method: r.method, Path: c.base.Path + r.path, cause: cause}
}

// isRead tells the methods that change nothing.
func isRead(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

// placeholders yields the names of a template's placeholders, in their order.
func placeholders(template string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for {
			_, rest, ok := strings.Cut(template, "{")
			if !ok {
				return
			}
			name, rest, ok := strings.Cut(rest, "}")
			if !ok || !yield(name) {
				return
			}
			template = rest
		}
	}
}

// expandPath fills a template with escaped values. It refuses each value that
// would make another path of it: an empty one turns an item into its collection,
// a dotted one climbs out, an escaped slash is a slash to the server.
func expandPath(template string, args []any) (string, error) {
	var b strings.Builder
	b.Grow(len(template) + 32)
	rest := template
	for _, arg := range args {
		before, after, ok := strings.Cut(rest, "{")
		name, after, closed := strings.Cut(after, "}")
		if !ok || !closed {
			return "", argumentError("path", fmt.Sprintf("%s has fewer placeholders than values", template))
		}
		segment, err := pathSegment(name, arg)
		if err != nil {
			return "", err
		}
		b.WriteString(before)
		b.WriteString(segment)
		rest = after
	}
	b.WriteString(rest)
	if hasDots(template) {
		return "", argumentError("path", "the path holds a dot segment")
	}
	if strings.ContainsAny(rest, "{}") || strings.Contains(template, "//") {
		return "", argumentError("path", fmt.Sprintf("%s can't be filled", template))
	}
	return b.String(), nil
}

// hasDots tells whether a path has segments that make another path of it.
func hasDots(path string) bool {
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "." || segment == ".." {
			return true
		}
	}
	return false
}

func pathSegment(name string, arg any) (string, error) {
	switch v := arg.(type) {
	case int64:
		if v <= 0 {
			return "", argumentError(name, fmt.Sprintf("%d can't be an id: ids begin at 1", v))
		}
		return strconv.FormatInt(v, 10), nil
	case string:
		switch {
		case strings.TrimSpace(v) == "":
			return "", argumentError(name, "is empty")
		case v == "." || v == "..":
			return "", argumentError(name, fmt.Sprintf("%q would change the path", v))
		case strings.ContainsFunc(v, func(r rune) bool {
			return r == '/' || r == '\\' || unicode.IsControl(r) || r == unicode.ReplacementChar
		}):
			return "", argumentError(name, "holds a slash or a control character, which no path part can")
		}
		return url.PathEscape(v), nil
	default:
		if v := reflect.ValueOf(arg); v.Kind() == reflect.String {
			return pathSegment(name, v.String())
		}
		return "", argumentError(name, fmt.Sprintf("%T can't stand in a path", arg))
	}
}

func queryValues(q any) (url.Values, error) {
	if q == nil {
		return nil, nil
	}
	if values, ok := q.(url.Values); ok {
		return values, nil
	}
	values, err := query.Values(q)
	if err != nil {
		return nil, argumentError("query", err.Error())
	}
	return values, nil
}
