package boxofficetest

import (
	"slices"
	"strings"
	"time"
)

// PretixEvent is an event of an organizer. Only what clients of teams care
// about can be set.
type PretixEvent struct {
	Slug     string
	Name     string    // the default is the slug
	DateFrom time.Time // the default is 2026-01-01, 10:00 UTC
	DateTo   time.Time // the zero time is none
	Live     bool
}

// PretixUser is a person's account. It belongs to the whole server, not to an
// organizer.
type PretixUser struct {
	ID       int64  // 0 takes the next free one
	Email    string // "" is an account without an address
	FullName string
	Uses2FA  bool

	// Disabled accounts can't log in. The API shows no trace of it.
	Disabled bool
}

// PretixTeam is a team as it is set up and read back.
//
// Both permission models can be given on both kinds of server. A server from
// before 2026.3 holds booleans, so that lists must say exactly what some
// booleans say. A newer one holds lists; booleans are converted as by a legacy
// write, and add to lists given beside them what those do not show already.
//
// Read back, Can is what the API shows, on every server, and the other
// permission fields are empty where the server has none. All lists are sorted,
// except LimitEvents, which is in the API's order.
type PretixTeam struct {
	ID         int64 // 0 takes the next free one
	Name       string
	Require2FA bool

	AllEvents   bool
	LimitEvents []string // slugs of events of the organizer

	AllEventPermissions       bool
	LimitEventPermissions     []string
	AllOrganizerPermissions   bool
	LimitOrganizerPermissions []string

	// Can holds the names of the booleans that are true, such as
	// "can_view_orders".
	Can []string
}

// PretixInvite is an invite that nobody has accepted yet.
type PretixInvite struct {
	ID    int64
	Email string
}

// PretixToken is an API token of a team.
type PretixToken struct {
	ID     int64
	Name   string
	Active bool
	Secret string
}

// String shows the token without its secret.
func (t PretixToken) String() string {
	state := "active"
	if !t.Active {
		state = "inactive"
	}
	return "token " + t.Name + " (" + state + ")"
}

// AddOrganizer adds an organizer without teams and events.
func (p *Pretix) AddOrganizer(slug, name string) {
	p.helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if slug == "" || strings.Contains(slug, "/") {
		p.mistake("organizer slug %q: want some characters other than a slash", slug)
	}
	if p.state.organizers[slug] != nil {
		p.mistake("organizer %q exists already", slug)
	}
	p.state.organizers[slug] = &organizer{slug: slug, name: name, events: map[string]*PretixEvent{}}
}

// AddEvent adds an event to an organizer, "" for [Pretix.Organizer].
func (p *Pretix) AddEvent(organizer string, e PretixEvent) {
	p.helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	o := p.mustOrganizer(organizer)
	if e.Slug == "" || strings.Contains(e.Slug, "/") {
		p.mistake("event slug %q: want some characters other than a slash", e.Slug)
	}
	if o.hasEvent(e.Slug) {
		p.mistake("event %q exists already at organizer %q", e.Slug, o.slug)
	}
	if e.Name == "" {
		e.Name = e.Slug
	}
	if e.DateFrom.IsZero() {
		e.DateFrom = time.Date(2026, time.January, 1, 10, 0, 0, 0, time.UTC)
	}
	o.events[e.Slug] = &e
}

// AddUser adds an account, and returns its id. Addresses are unique, but may
// differ in case only, which pretix does not expect.
func (p *Pretix) AddUser(u PretixUser) int64 {
	p.helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.addUser(u)
}

func (p *Pretix) addUser(u PretixUser) int64 {
	p.helper()
	if u.ID < 0 || p.state.users[u.ID] != nil {
		p.mistake("user id %d is taken or negative", u.ID)
	}
	for _, other := range p.state.usersByEmail(u.Email) {
		if other.Email == u.Email {
			p.mistake("user %q exists already", u.Email)
		}
	}
	u.ID = p.state.takeID("user", u.ID)
	p.state.users[u.ID] = &u
	return u.ID
}

// AddTeam adds a team to an organizer, "" for [Pretix.Organizer], and returns
// its id. States that the API would refuse are stored as given, so that tests
// can start from teams that are stuck in one: "all" beside a list, permissions
// that the server does not know, combinations that are not on offer.
func (p *Pretix) AddTeam(organizer string, setup PretixTeam) int64 {
	p.helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	t := newTeam(p.mustOrganizer(organizer))
	if setup.ID < 0 || p.state.teams[setup.ID] != nil {
		p.mistake("team id %d is taken or negative", setup.ID)
	}
	for _, slug := range setup.LimitEvents {
		if !t.organizer.hasEvent(slug) {
			p.mistake("team %q: no event %q at organizer %q", setup.Name, slug, t.organizer.slug)
		}
	}
	if setup.Require2FA && !p.version.teamRequire2FA() {
		p.mistake("team %q: teams of pretix %s have no require_2fa", setup.Name, p.version)
	}
	t.name, t.require2FA = setup.Name, setup.Require2FA
	t.allEvents, t.limitEvents = setup.AllEvents, setOf(setup.LimitEvents...)
	p.setPermissions(t, setup)
	p.state.addTeam(t, setup.ID)
	return t.id
}

func (p *Pretix) setPermissions(t *team, setup PretixTeam) {
	p.helper()
	can := setOf(setup.Can...)
	for _, name := range setup.Can {
		if !slices.Contains(p.version.booleans(), name) {
			p.mistake("team %q: pretix %s has no %q", setup.Name, p.version, name)
		}
	}
	event := level{setup.AllEventPermissions, setOf(setup.LimitEventPermissions...)}
	organizes := level{setup.AllOrganizerPermissions, setOf(setup.LimitOrganizerPermissions...)}
	if p.version.permissionLists() {
		t.eventLevel = event.with(eventBooleans, can)
		t.organizerLevel = organizes.with(organizerBooleans, can)
		return
	}
	for _, part := range []struct {
		level
		booleans []legacyBoolean
	}{{event, eventBooleans}, {organizes, organizerBooleans}} {
		booleans, rest := part.expressed(part.booleans, p.version.booleans())
		if len(rest) > 0 {
			p.mistake("team %q: the booleans of pretix %s can't express %q alone", setup.Name, p.version, rest)
		}
		can.add(booleans...)
	}
	t.can = can
}

// with adds what the booleans say and the level does not show yet.
func (l level) with(booleans []legacyBoolean, can set) level {
	if !l.all && len(l.limit) == 0 {
		return levelFrom(booleans, can)
	}
	shown := set{}
	l.shown(booleans, shown)
	for _, b := range booleans {
		if can[b.name] && !shown[b.name] {
			l.limit.add(b.grants...)
		}
	}
	return l
}

// expressed returns the booleans among the available that say what the level
// says, and the permissions that they leave out.
func (l level) expressed(booleans []legacyBoolean, available []string) (can, rest []string) {
	left := set{}
	left.add(l.limit.sorted()...)
	for _, b := range booleans {
		if slices.Contains(available, b.name) && (l.all || l.limit.hasAll(b.grants)) {
			can = append(can, b.name)
			for _, permission := range b.grants {
				delete(left, permission)
			}
		}
	}
	return can, left.sorted()
}

// AddMember makes a user a member of a team. For one who is already, it does
// nothing.
func (p *Pretix) AddMember(teamID, userID int64) {
	p.helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.mustTeam(teamID)
	p.mustUser(userID)
	t.members[userID] = true
}

// AddInvite invites an address and returns the id of the invite. The mail is in
// the outbox, as if the API had been asked. Unlike the API it does not look
// whether the address has an account or an invite.
func (p *Pretix) AddInvite(teamID int64, email string) int64 {
	p.helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state.addInvite(p.mustTeam(teamID), email).id
}

// AddToken adds an API token to a team.
func (p *Pretix) AddToken(teamID int64, name string) PretixToken {
	p.helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state.addToken(p.mustTeam(teamID), name).read()
}

// AddDevice adds a device with access to all events of an organizer, "" for
// [Pretix.Organizer], and returns the secret for "Authorization: Device".
// Devices never have to do with teams.
func (p *Pretix) AddDevice(organizer string) (secret string) {
	p.helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	secret = randomSecret(64)
	p.state.devices[secret] = &device{organizer: p.mustOrganizer(organizer)}
	return secret
}

// DeviceState is how far a device may be used.
type DeviceState int

const (
	// DeviceActive may do what devices may.
	DeviceActive DeviceState = iota
	// DeviceUninitialized was made and never set up: 401.
	DeviceUninitialized
	// DeviceRevoked lost its access: 401.
	DeviceRevoked
	// DeviceRestricted has a security profile that leaves it the version alone, and
	// is answered 403 elsewhere. Real profiles leave some more, none of it teams.
	DeviceRestricted
)

// SetDevice changes how far the device with this secret may be used.
func (p *Pretix) SetDevice(secret string, state DeviceState) {
	p.helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	d := p.state.devices[secret]
	if d == nil {
		p.mistake("there is no device with this secret")
		return
	}
	d.state = state
}

// ExpireOAuthToken ends the time of an access token: it is then as good as none,
// as a real one is after a day.
func (p *Pretix) ExpireOAuthToken(secret string) {
	p.helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.state.bearers[secret] == nil {
		p.mistake("there is no access token with this secret")
		return
	}
	delete(p.state.bearers, secret)
}

// AddOAuthToken adds an access token with which an application acts as the user
// at some organizers, none meaning [Pretix.Organizer], and returns the secret
// for "Authorization: Bearer". Scopes are separated by spaces: "read", "write",
// "profile".
func (p *Pretix) AddOAuthToken(userID int64, scopes string, organizers ...string) (secret string) {
	p.helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(organizers) == 0 {
		organizers = []string{""}
	}
	b := &bearer{user: p.mustUser(userID), scopes: setOf(strings.Fields(scopes)...), organizers: set{}}
	for _, slug := range organizers {
		b.organizers.add(p.mustOrganizer(slug).slug)
	}
	secret = randomSecret(30)
	p.state.bearers[secret] = b
	return secret
}

func (p *Pretix) mustOrganizer(slug string) *organizer {
	p.helper()
	if slug == "" {
		slug = p.Organizer
	}
	o := p.state.organizers[slug]
	if o == nil {
		p.mistake("no organizer %q", slug)
	}
	return o
}

func (p *Pretix) mustTeam(id int64) *team {
	p.helper()
	t := p.state.teams[id]
	if t == nil {
		p.mistake("no team %d", id)
	}
	return t
}

func (p *Pretix) mustUser(id int64) *PretixUser {
	p.helper()
	u := p.state.users[id]
	if u == nil {
		p.mistake("no user %d", id)
	}
	return u
}
