package boxofficetest

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ebRoot is where the only version of the API begins.
const ebRoot = "/v3"

const waypointHeader = "Eventbrite-Api-Waypoint-Token"

// visit is one request on its way through the server, under Eventbrite.mu.
type visit struct {
	e      *Eventbrite
	state  *ebState // possibly one of the past
	r      *http.Request
	body   []byte
	query  query
	secret string
	token  *ebToken
	row    *ebEndpoint
	params map[string]string // of the path
	args   args              // of the query
	expand expansion
}

func (e *Eventbrite) handle(r *http.Request, body []byte) response {
	c := &visit{e: e, state: &e.state, r: r, body: body, query: parseQuery(r.URL.RawQuery)}
	res, err := c.answer()
	if refused, ok := errors.AsType[*refusal](err); ok {
		res = refused.response
	}
	c.addHeaders(&res)
	return res
}

// addHeaders adds those that every answer has.
func (c *visit) addHeaders(res *response) {
	res.header.Set("Access-Control-Allow-Origin", "*")
	res.header.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload")
	res.header.Set("X-Content-Type-Options", "nosniff")
	if c.token != nil {
		res.header.Set("X-Rate-Limit", c.e.rateLimit(c.secret, c.token))
	}
}

// hour is the number of the window in which requests are counted, and how many
// seconds of it are left.
func (e *Eventbrite) hour() (number, left int) {
	const window = 3600
	passed := int(time.Since(e.started).Seconds())
	return passed / window, window - passed%window
}

// rateLimit is the header with the token in clear.
func (e *Eventbrite) rateLimit(secret string, t *ebToken) string {
	_, left := e.hour()
	usage := fmt.Sprintf("%d/%d reset=%ds", t.used, e.config.rateLimit, left)
	return "token:" + secret + " " + usage + ", key:" + t.apiKey + " " + usage
}

func (c *visit) answer() (response, error) {
	if redirected, err := c.checkSlash(); redirected.status != 0 || err != nil {
		return redirected, err
	}
	if err := c.authenticate(); err != nil {
		return response{}, err
	}
	if err := c.route(); err != nil {
		return response{}, err
	}
	if c.token.user == "" && !c.row.public {
		return response{}, refuseAccess()
	}
	if c.row.legacy {
		return response{}, c.refuseLegacy()
	}
	if err := c.readQuery(); err != nil {
		return response{}, err
	}
	if c.isRead() {
		c.lookBack()
		return c.row.serve(c)
	}
	return c.write()
}

func (c *visit) isRead() bool {
	return c.r.Method == http.MethodGet || c.r.Method == http.MethodHead
}

// checkSlash redirects reads without a slash at the end, and refuses writes,
// which would lose their body.
func (c *visit) checkSlash() (response, error) {
	path := c.r.URL.EscapedPath()
	if strings.HasSuffix(path, "/") {
		return response{}, nil
	}
	if !c.isRead() {
		c.e.misrouted = append(c.e.misrouted, c.r.Method+" "+c.r.URL.Path)
		return response{}, noPathHere()
	}
	location := path + "/"
	if c.r.URL.RawQuery != "" {
		location += "?" + c.r.URL.RawQuery
	}
	res := problemResponse(http.StatusMovedPermanently, "PERMANENTLY_MOVED", "The path you requested has moved.")
	res.header.Set("Location", location)
	return res, nil
}

func noPathHere() error {
	return refuseCode(http.StatusNotFound, "NOT_FOUND", noPath)
}

// authenticate takes the token from the header or the query.
func (c *visit) authenticate() error {
	c.secret = c.query.get("token")
	if header := c.r.Header.Get("Authorization"); header != "" {
		scheme, secret, ok := strings.Cut(header, " ")
		if !ok || !strings.EqualFold(scheme, "Bearer") || secret == "" {
			return refuseCode(http.StatusBadRequest, "INVALID_AUTH_HEADER", badAuthHeader)
		}
		c.secret = secret
	}
	if c.secret == "" {
		return refuseCode(http.StatusUnauthorized, "NO_AUTH", noToken)
	}
	c.token = c.e.tokens[c.secret]
	if c.token == nil {
		return refuseCode(http.StatusUnauthorized, "INVALID_AUTH", badToken)
	}
	if hour, _ := c.e.hour(); c.token.hour != hour {
		c.token.hour, c.token.used = hour, 0
	}
	if c.token.used >= c.e.config.rateLimit {
		return refuseCode(http.StatusTooManyRequests, "HIT_RATE_LIMIT", rateLimited)
	}
	c.token.used++
	return nil
}

func (c *visit) refuseLegacy() error {
	if c.e.config.legacy == LegacyNotAuthorized {
		return refuseCode(http.StatusForbidden, "NOT_AUTHORIZED", noLegacy)
	}
	return noSuch("user_id")
}

// readQuery checks the parameters in the URL. Expansions are never wrong.
func (c *visit) readQuery() error {
	raw := map[string]any{}
	for name := range c.query {
		if name != "token" && name != "expand" && !strings.HasPrefix(name, "expand.") {
			raw[name] = c.query.get(name)
		}
	}
	params := c.row.query
	if c.row.style != noList {
		params = append([]param{{name: "continuation", kind: textKind}}, params...)
	}
	c.expand = parseExpansion(c.query.get("expand"))
	var err error
	c.args, err = readArgs(raw, params, argumentErrors{})
	return err
}

// lookBack gives a read the state before the last write, unless it knows of
// that write, for as long as the server lags.
func (c *visit) lookBack() {
	stale := c.e.stale
	if stale == nil || c.r.Header.Get(waypointHeader) == c.e.waypoint() {
		return
	}
	c.state = &stale.state
	if stale.left--; stale.left <= 0 {
		c.e.stale = nil
	}
}

func (e *Eventbrite) waypoint() string {
	return e.seal("waypoint", e.writes)
}

// write serves a POST or DELETE. Handlers change nothing before they know that
// they will succeed.
func (c *visit) write() (response, error) {
	var before ebState
	if c.e.config.lag > 0 {
		before = c.e.state.clone()
	}
	res, err := c.row.serve(c)
	if err != nil {
		return response{}, err
	}
	c.e.writes++
	if c.e.config.lag > 0 {
		c.e.stale = &ebStale{before, c.e.config.lag}
	}
	res.header.Set(waypointHeader, c.e.waypoint())
	return res, nil
}

// user is the id of the one who asks.
func (c *visit) user() string {
	return c.token.user
}

// uri is the address of an object of the API.
func (c *visit) uri(format string, ids ...string) string {
	for _, id := range ids {
		format = strings.Replace(format, "{}", id, 1)
	}
	return c.e.URL + "/" + format
}

func found(body any) (response, error) {
	return jsonResponse(http.StatusOK, body), nil
}

// utc is a datetime of the API.
func utc(t time.Time) string {
	return t.UTC().Format("2006-01-02T15:04:05Z")
}

func utcOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return utc(t)
}

func intOrNull(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

func listOrNull(list []string) any {
	if list == nil {
		return nil
	}
	return list
}

// lessID compares ids as numbers, and those of attendees by order and ticket, as
// in "690507907-1".
func lessID(a, b string) bool {
	numbers := func(id string) []int64 {
		var parts []int64
		for digits := range strings.SplitSeq(id, "-") {
			n, _ := strconv.ParseInt(digits, 10, 64)
			parts = append(parts, n)
		}
		return parts
	}
	return slices.Compare(numbers(a), numbers(b)) < 0
}
