package boxofficetest

import (
	"bytes"
	"encoding/json"
	"errors"
	"mime"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// call is one request on its way through the server, under Pretix.mu.
type call struct {
	version   release
	state     *state
	r         *http.Request
	body      []byte
	match     *match
	who       credential
	organizer *organizer
}

// handle judges a request that idempotency let through.
func (p *Pretix) handle(r *http.Request, body []byte) response {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := &call{version: p.version, state: &p.state, r: r, body: body}
	res := c.answer()
	if res.isErrorPage() && !p.version.rendersPages() {
		return bareErrorPage()
	}
	c.localize(&res)
	if c.match != nil && c.match.endpoint.pattern != idempotencyQuery {
		c.indent(&res)
	}
	return res
}

// problem is what pretix says of a status alone.
func (*Pretix) problem(status int) response {
	return jsonResponse(status, object{{"detail", http.StatusText(status)}})
}

func (c *call) answer() response {
	if !isLoopback(c.r.Host) {
		return badRequestPage("Unknown host.")
	}
	m, wantsSlash := route(c.r.URL.Path)
	if m == nil || m.endpoint.pattern == idempotencyQuery && !c.version.idempotencyQuery() {
		return c.unrouted(wantsSlash)
	}
	if c.version.refusesNUL() && c.hasNUL() {
		return badRequestPage("Invalid characters in input.")
	}
	c.match = m
	res, err := c.judge()
	if refused, ok := errors.AsType[*refusal](err); ok {
		res = refused.response
	}
	if !res.isErrorPage() {
		c.addAPIHeaders(&res)
	}
	return res
}

// isLoopback tells whether the server would know itself by that name.
func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// hasNUL looks for null characters where pretix does before any view.
func (c *call) hasNUL() bool {
	// Only of a POST does Django read the form by itself.
	isForm := c.r.Method == "POST" && matchesMediaType(c.r.Header.Get("Content-Type"), urlencoded)
	return strings.Contains(c.r.URL.RawQuery, "%00") ||
		isForm && (bytes.Contains(c.body, []byte("%00")) || bytes.Contains(c.body, []byte{0}))
}

// unrouted answers where there is no endpoint. A missing slash is redirected,
// except for the methods that have a body, which would be lost.
func (c *call) unrouted(wantsSlash bool) response {
	if !wantsSlash || !redirects(c.r.Method) {
		return notFoundPage()
	}
	location := c.address("/")
	if c.r.URL.RawQuery != "" {
		location += "?" + pyQuoteURL(latin1(c.r.URL.RawQuery), safeInQuery)
	}
	return response{
		status: http.StatusMovedPermanently,
		header: http.Header{"Location": {location}, "Content-Type": {"text/html; charset=utf-8"}},
	}
}

func redirects(method string) bool { return !slices.Contains([]string{"POST", "PUT", "PATCH"}, method) }

func (c *call) judge() (response, error) {
	if err := c.negotiate(); err != nil {
		return response{}, err
	}
	if err := c.match.endpoint.admit(c); err != nil {
		return response{}, err
	}
	serve := c.match.endpoint.serve[c.r.Method]
	if serve == nil {
		return response{}, refuseDetail(http.StatusMethodNotAllowed, `Method "`+c.r.Method+`" not allowed.`)
	}
	return serve(c)
}

// negotiate accepts JSON only. A format that the caller demands in the URL and
// that does not exist is a 404; one in the header is a 406.
func (c *call) negotiate() error {
	format := c.match.format
	if format == "" {
		format = c.query().get("format")
	}
	if format != "" && format != "json" {
		return refuseDetail(http.StatusNotFound, "Not found.")
	}
	if format == "json" || len(c.accepted()) > 0 || len(c.r.Header["Accept"]) == 0 {
		return nil
	}
	return refuseDetail(http.StatusNotAcceptable, "Could not satisfy the request Accept header.")
}

// accepted are the media types in the Accept header that JSON is one of.
func (c *call) accepted() []string {
	var types []string
	for mediaType := range strings.SplitSeq(strings.Join(c.r.Header["Accept"], ","), ",") {
		if matchesMediaType(mediaType, "application/json") {
			types = append(types, strings.TrimSpace(mediaType))
		}
	}
	return types
}

// indent writes JSON over several lines for who asks for it as a parameter of the media type.
func (c *call) indent(res *response) {
	for _, mediaType := range c.accepted() {
		_, params, err := mime.ParseMediaType(mediaType)
		spaces, ok := pyInt(params["indent"])
		if err != nil || !ok || spaces.Sign() <= 0 {
			continue
		}
		width := min(8, max(1, int(min(spaces.Int64(), 8))))
		var out bytes.Buffer
		if json.Indent(&out, res.body, "", strings.Repeat(" ", width)) == nil && len(res.body) > 0 {
			res.body = out.Bytes()
		}
		return
	}
}

// matchesMediaType ignores parameters, q included.
func matchesMediaType(pattern, mediaType string) bool {
	pattern, _, _ = strings.Cut(pattern, ";")
	pattern = strings.ToLower(strings.TrimSpace(pattern))
	main, _, _ := strings.Cut(mediaType, "/")
	return pattern == mediaType || pattern == main+"/*" || pattern == "*/*"
}

func (c *call) addAPIHeaders(res *response) {
	res.header.Set("Allow", strings.Join(c.match.endpoint.allow, ", "))
	res.header.Set("X-Frame-Options", "DENY")
	if c.who.bearer != nil {
		// Looking at a person's session starts one, which nobody needs.
		res.header.Set("Set-Cookie", c.version.sessionCookie(randomSecret(32), c.isSecure()))
	}
}

// query is the query string with its pairs as they came.
func (c *call) query() query {
	return parseQuery(c.r.URL.RawQuery)
}

// query is read by hand because net/url drops pairs that hold a semicolon,
// which Python keeps.
type query url.Values

func parseQuery(raw string) query {
	q := query{}
	for pair := range strings.SplitSeq(raw, "&") {
		if pair == "" {
			continue
		}
		key, value, _ := strings.Cut(pair, "=")
		key, value = unescape(key), unescape(value)
		q[key] = append(q[key], value)
	}
	return q
}

func unescape(s string) string {
	plain, err := url.QueryUnescape(s)
	if err != nil {
		return s
	}
	return plain
}

// get returns the last value, as Django does.
func (q query) get(key string) string {
	if values := q[key]; len(values) > 0 {
		return values[len(values)-1]
	}
	return ""
}
