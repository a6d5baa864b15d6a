package boxofficetest

import (
	"bytes"
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
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
	if c.version.refusesNUL() && c.hasNUL() {
		return badRequestPage("Invalid characters in input.")
	}
	m, wantsSlash := route(c.r.URL.Path)
	if m == nil || m.endpoint.pattern == idempotencyQuery && !c.version.idempotencyQuery() {
		return c.unrouted(wantsSlash)
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

// hasNUL looks for null characters where pretix does before routing.
func (c *call) hasNUL() bool {
	isForm := matchesMediaType(c.r.Header.Get("Content-Type"), urlencoded)
	return strings.Contains(c.r.URL.RawQuery, "%00") ||
		isForm && (bytes.Contains(c.body, []byte("%00")) || bytes.Contains(c.body, []byte{0}))
}

// unrouted answers where there is no endpoint. A missing slash is redirected,
// except for the methods that have a body, which would be lost.
func (c *call) unrouted(wantsSlash bool) response {
	if !wantsSlash || slices.Contains([]string{"POST", "PUT", "PATCH"}, c.r.Method) {
		return notFoundPage()
	}
	location := c.r.URL.EscapedPath() + "/"
	if c.r.URL.RawQuery != "" {
		location += "?" + c.r.URL.RawQuery
	}
	return response{
		status: http.StatusMovedPermanently,
		header: http.Header{"Location": {location}, "Content-Type": {"text/html; charset=utf-8"}},
	}
}

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
	if format == "json" || acceptsJSON(c.r.Header) {
		return nil
	}
	return refuseDetail(http.StatusNotAcceptable, "Could not satisfy the request Accept header.")
}

func acceptsJSON(header http.Header) bool {
	if len(header["Accept"]) == 0 {
		return true
	}
	for accepted := range strings.SplitSeq(strings.Join(header["Accept"], ","), ",") {
		if matchesMediaType(accepted, "application/json") {
			return true
		}
	}
	return false
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

// german are the messages of the framework that the specification has seen
// translated.
var german = map[string]string{
	`{"detail":"Authentication credentials were not provided."}`: `{"detail":"Anmeldedaten fehlen."}`,
	`{"detail":"Not found."}`:                                    `{"detail":"Nicht gefunden."}`,
}

func (c *call) localize(res *response) {
	language := "en"
	if prefersGerman(c.r.Header.Get("Accept-Language")) {
		language = "de"
		if translated, ok := german[string(res.body)]; ok {
			res.body = []byte(translated)
		}
	}
	if c.match != nil || c.version.localizesPages() {
		res.header.Set("Content-Language", language)
	}
	res.header.Set("Vary", "Accept-Language, Cookie, Host")
}

// prefersGerman looks for the best language of the list that the server has.
func prefersGerman(accepted string) bool {
	best, german := 0.0, false
	for tag := range strings.SplitSeq(strings.ToLower(accepted), ",") {
		language, q := weighted(tag)
		if q > best && (language == "de" || language == "en" || language == "*") {
			best, german = q, language == "de"
		}
	}
	return german
}

// weighted splits a tag such as "de-AT;q=0.8" into its main language and weight.
func weighted(tag string) (language string, q float64) {
	language, params, _ := strings.Cut(strings.TrimSpace(tag), ";")
	language, _, _ = strings.Cut(language, "-")
	if weight, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
		q, _ = strconv.ParseFloat(weight, 64)
		return language, q
	}
	return language, 1
}
