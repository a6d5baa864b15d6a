package boxofficetest

import (
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"
)

// credential is who sends a request: exactly one of its fields is set, or none.
type credential struct {
	token  *token
	device *device
	bearer *bearer
}

func (who credential) isNobody() bool {
	return who == credential{}
}

const (
	msgNoCredentials = "Authentication credentials were not provided."
	msgForbidden     = "You do not have permission to perform this action."
)

// authenticate finds out who sends the request, or what is wrong with the
// header. A request without any credential that the server knows is nobody's.
func (c *call) authenticate() (who credential, problem string) {
	header := c.r.Header.Get("Authorization")
	words := strings.Fields(header)
	if len(words) == 0 {
		return credential{}, ""
	}
	switch scheme := strings.ToLower(words[0]); {
	case scheme == "bearer" && len(words) == 2:
		return credential{bearer: c.state.bearers[words[1]]}, ""
	case scheme != "token" && scheme != "device":
		return credential{}, ""
	case len(words) == 1:
		return credential{}, "Invalid token header. No credentials provided."
	case len(words) > 2:
		return credential{}, "Invalid token header. Token string should not contain spaces."
	case !utf8.ValidString(words[1]):
		return credential{}, "Invalid token header. Token string should not contain invalid characters."
	case scheme == "device":
		return c.deviceWith(words[1])
	}
	return c.tokenWith(words[1])
}

func (c *call) tokenWith(secret string) (credential, string) {
	switch tok := c.state.tokens[secret]; {
	case tok == nil:
		return credential{}, "Invalid token."
	case !tok.active:
		return credential{}, "Token inactive or deleted."
	default:
		return credential{token: tok}, ""
	}
}

func (c *call) deviceWith(secret string) (credential, string) {
	d := c.state.devices[secret]
	switch {
	case d == nil:
		return credential{}, "Invalid token."
	case d.state == DeviceUninitialized:
		return credential{}, "Device has not been initialized."
	case d.state == DeviceRevoked:
		return credential{}, "Device access has been revoked."
	}
	return credential{device: d}, ""
}

func unauthorized(text string) error {
	res := jsonResponse(http.StatusUnauthorized, object{{"detail", text}})
	res.header.Set("WWW-Authenticate", "Token")
	return &refusal{res}
}

func forbidden() error {
	return refuseDetail(http.StatusForbidden, msgForbidden)
}

// admitAny lets any credential in that may read, or write, at all.
func admitAny(c *call) error {
	if err := c.identify(); err != nil {
		return err
	}
	return c.checkScope()
}

// admitOrganizer lets in who has anything to do with the organizer. An
// organizer that does not exist is forbidden like one of somebody else.
func admitOrganizer(c *call) error {
	if err := c.identify(); err != nil {
		return err
	}
	if !c.reachesOrganizer() {
		return forbidden()
	}
	return c.checkScope()
}

// admitEvent lets in who has access to the event. One that does not exist is
// forbidden as well.
func admitEvent(c *call) error {
	if err := admitOrganizer(c); err != nil {
		return err
	}
	slug := c.match.params["event"]
	if c.organizer.events[slug] == nil || !c.seesEvent(slug) {
		return forbidden()
	}
	return nil
}

// admitTeams asks for the permission that guards reading teams and writing
// them.
func admitTeams(c *call) error {
	if err := admitOrganizer(c); err != nil {
		return err
	}
	for _, t := range c.ownTeams() {
		if t.managesTeams() {
			return nil
		}
	}
	return forbidden()
}

// admitAnyClient is admitAny with the status of views that try sessions first:
// without a challenge to offer, a missing or wrong credential is a 403, and
// comes after what is wrong with the body.
func admitAnyClient(c *call) error {
	if _, err := c.parseBody(); err != nil {
		return err
	}
	if err := c.checkOAuthQuery(); err != nil {
		return err
	}
	who, problem := c.authenticate()
	switch {
	case problem != "":
		return refuseDetail(http.StatusForbidden, problem)
	case who.isNobody():
		return refuseDetail(http.StatusForbidden, msgNoCredentials)
	}
	c.who = who
	return nil
}

// admitProfile knows users only; tokens and devices are nobody to it.
func admitProfile(c *call) error {
	if _, err := c.parseBody(); err != nil {
		return err
	}
	if badHex.MatchString(c.r.URL.RawQuery) {
		return crash()
	}
	c.who, _ = c.authenticate()
	b := c.who.bearer
	switch {
	case b == nil:
		return refuseDetail(http.StatusForbidden, msgNoCredentials)
	case c.lacks2FA(), !b.scopes["read"] && !b.scopes["profile"]:
		return forbidden()
	}
	return nil
}

func admitEveryone(*call) error { return nil }

func (c *call) identify() error {
	if err := c.parseEarly(); err != nil {
		return err
	}
	who, problem := c.authenticate()
	switch {
	case problem != "":
		return unauthorized(problem)
	case who.isNobody():
		return unauthorized(msgNoCredentials)
	}
	c.who = who
	switch {
	case who.device != nil && who.device.state == DeviceRestricted:
		return refuseDetail(http.StatusForbidden, "Request denied by device security profile.")
	case c.lacks2FA():
		return forbidden()
	}
	return nil
}

// parseEarly complains about the body before anything about the credential is
// known, unless a token or a device is tried: OAuth would accept a bearer in a
// form.
func (c *call) parseEarly() error {
	if c.isTokenOrDevice() {
		return nil
	}
	if _, err := c.parseBody(); err != nil {
		return err
	}
	return c.checkOAuthQuery()
}

func (c *call) isTokenOrDevice() bool {
	words := strings.Fields(c.r.Header.Get("Authorization"))
	return len(words) > 0 && (strings.EqualFold(words[0], "token") || strings.EqualFold(words[0], "device"))
}

// badHex is what OAuth's library fails on in a query: half an escape, unless it is the last thing.
var badHex = regexp.MustCompile(`%[^0-9A-Fa-f]|%[0-9A-Fa-f][^0-9A-Fa-f]`)

func (c *call) checkOAuthQuery() error {
	if !c.isTokenOrDevice() && badHex.MatchString(c.r.URL.RawQuery) {
		return crash()
	}
	return nil
}

// lacks2FA tells whether the caller is a person whom one of their teams obliges
// to a second factor that they do not have. Tokens and devices have no such
// duty.
func (c *call) lacks2FA() bool {
	if c.who.bearer == nil || c.who.bearer.user.Uses2FA {
		return false
	}
	for _, t := range c.state.teamsWith(c.who.bearer.user.ID) {
		if t.require2FA {
			return true
		}
	}
	return false
}

func (c *call) checkScope() error {
	if c.who.bearer == nil {
		return nil
	}
	scope := "write"
	switch c.r.Method {
	case "GET", "HEAD", "OPTIONS":
		scope = "read"
	}
	if !c.who.bearer.scopes[scope] {
		return forbidden()
	}
	return nil
}

// reachesOrganizer resolves the organizer of the path, if the caller has one of
// its teams or devices.
func (c *call) reachesOrganizer() bool {
	c.organizer = c.state.organizers[c.match.params["organizer"]]
	if c.organizer == nil {
		return false
	}
	if c.who.device != nil {
		return c.who.device.organizer == c.organizer
	}
	return len(c.ownTeams()) > 0
}

// ownTeams are the caller's teams at the organizer of the path. A token is in
// one, a device in none.
func (c *call) ownTeams() []*team {
	switch who := c.who; {
	case who.token != nil && who.token.team.organizer == c.organizer:
		return []*team{who.token.team}
	case who.bearer != nil && who.bearer.organizers[c.organizer.slug]:
		return c.teamsAt(who.bearer.user.ID)
	}
	return nil
}

func (c *call) teamsAt(user int64) []*team {
	var teams []*team
	for _, t := range c.state.teamsWith(user) {
		if t.organizer == c.organizer {
			teams = append(teams, t)
		}
	}
	return teams
}

func (c *call) seesEvent(slug string) bool {
	if c.who.device != nil {
		return true
	}
	for _, t := range c.ownTeams() {
		if t.seesEvent(slug) {
			return true
		}
	}
	return false
}

// audit notes that the audit log has an entry that names the acting token.
func (c *call) audit() {
	if c.who.token != nil {
		c.who.token.audited = true
	}
}
