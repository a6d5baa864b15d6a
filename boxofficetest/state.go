package boxofficetest

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// state is everything that a real server keeps in its database. Whoever
// touches it holds Pretix.mu.
type state struct {
	organizers map[string]*organizer
	users      map[int64]*PretixUser
	teams      map[int64]*team
	tokens     map[string]*token  // by secret
	devices    map[string]*device // by secret
	bearers    map[string]*bearer // by secret
	outbox     []PretixMail
	calls      map[callScope]*storedCall
	lastIDs    map[string]int64
}

func newState() state {
	return state{
		organizers: map[string]*organizer{},
		users:      map[int64]*PretixUser{},
		teams:      map[int64]*team{},
		tokens:     map[string]*token{},
		devices:    map[string]*device{},
		bearers:    map[string]*bearer{},
		calls:      map[callScope]*storedCall{},
		lastIDs:    map[string]int64{},
	}
}

type organizer struct {
	slug, name string
	events     map[string]*PretixEvent
}

type team struct {
	id          int64
	organizer   *organizer
	name        string
	require2FA  bool
	allEvents   bool
	limitEvents set // slugs

	can            set   // before permission lists
	eventLevel     level // with permission lists
	organizerLevel level

	members set64
	invites []*invite
	tokens  []*token
}

type set64 map[int64]bool

type invite struct {
	id     int64
	email  string
	secret string
}

type token struct {
	id     int64
	team   *team
	name   string
	active bool
	secret string

	// audited is set by the first write that the audit log has under this
	// token. From then on the log protects it, and with it the team, from
	// being deleted.
	audited bool
}

type device struct {
	organizer *organizer
	state     DeviceState
}

type bearer struct {
	user       *PretixUser
	scopes     set
	organizers set // slugs
}

// nextID counts per table, as a database sequence does: ids are never used
// twice.
func (s *state) nextID(table string) int64 {
	s.lastIDs[table]++
	return s.lastIDs[table]
}

// takeID is nextID for an id that the caller may have chosen.
func (s *state) takeID(table string, chosen int64) int64 {
	if chosen == 0 {
		return s.nextID(table)
	}
	s.lastIDs[table] = max(s.lastIDs[table], chosen)
	return chosen
}

func (s *state) sortedOrganizers() []*organizer {
	return slices.SortedFunc(maps.Values(s.organizers), func(a, b *organizer) int {
		return cmp.Compare(a.slug, b.slug)
	})
}

func (s *state) teamsOf(o *organizer) []*team {
	teams := []*team{}
	for _, id := range slices.Sorted(maps.Keys(s.teams)) {
		if t := s.teams[id]; t.organizer == o {
			teams = append(teams, t)
		}
	}
	return teams
}

func (s *state) teamsWith(user int64) []*team {
	teams := []*team{}
	for _, id := range slices.Sorted(maps.Keys(s.teams)) {
		if t := s.teams[id]; t.members[user] {
			teams = append(teams, t)
		}
	}
	return teams
}

// usersByEmail finds accounts whatever the case of the address. There can be
// several, which differ in nothing else.
func (s *state) usersByEmail(email string) []*PretixUser {
	var found []*PretixUser
	for _, id := range slices.Sorted(maps.Keys(s.users)) {
		if u := s.users[id]; u.Email != "" && strings.EqualFold(u.Email, email) {
			found = append(found, u)
		}
	}
	return found
}

func (s *state) membersOf(t *team) []*PretixUser {
	members := make([]*PretixUser, 0, len(t.members))
	for id := range t.members {
		members = append(members, s.users[id])
	}
	slices.SortFunc(members, func(a, b *PretixUser) int {
		return cmp.Or(cmp.Compare(a.Email, b.Email), cmp.Compare(a.ID, b.ID))
	})
	return members
}

func (t *team) invitesByEmail() []*invite {
	return slices.SortedFunc(slices.Values(t.invites), func(a, b *invite) int {
		return cmp.Or(cmp.Compare(a.email, b.email), cmp.Compare(a.id, b.id))
	})
}

func (t *team) tokensByName() []*token {
	return slices.SortedFunc(slices.Values(t.tokens), func(a, b *token) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id))
	})
}

func (t *team) invite(id int64) *invite {
	for _, i := range t.invites {
		if i.id == id {
			return i
		}
	}
	return nil
}

func (t *team) token(id int64) *token {
	for _, tok := range t.tokens {
		if tok.id == id {
			return tok
		}
	}
	return nil
}

func (t *team) removeInvite(id int64) {
	t.invites = slices.DeleteFunc(t.invites, func(i *invite) bool { return i.id == id })
}

// seesEvent tells whether the team has access to the event, with whatever
// permissions.
func (t *team) seesEvent(slug string) bool {
	return t.allEvents || t.limitEvents[slug]
}

// managesTeams tells whether the team holds the permission behind all team
// endpoints.
func (t *team) managesTeams() bool {
	return t.can[teamsBoolean] || t.organizerLevel.has(teamsPermission)
}

// shown are the booleans that the API shows as true.
func (t *team) shown(v release) set {
	if !v.permissionLists() {
		return maps.Clone(t.can)
	}
	s := set{}
	t.eventLevel.shown(eventBooleans, s)
	t.organizerLevel.shown(organizerBooleans, s)
	return s
}

// clone copies what an update may change.
func (t *team) clone() *team {
	c := *t
	c.limitEvents = maps.Clone(t.limitEvents)
	c.can = maps.Clone(t.can)
	c.eventLevel, c.organizerLevel = t.eventLevel.clone(), t.organizerLevel.clone()
	return &c
}

func newTeam(o *organizer) *team {
	return &team{
		organizer:      o,
		limitEvents:    set{},
		can:            set{},
		eventLevel:     level{limit: set{}},
		organizerLevel: level{limit: set{}},
		members:        set64{},
	}
}

func (s *state) addTeam(t *team, chosenID int64) {
	t.id = s.takeID("team", chosenID)
	s.teams[t.id] = t
}

func (s *state) deleteTeam(t *team) {
	for _, tok := range t.tokens {
		delete(s.tokens, tok.secret)
	}
	delete(s.teams, t.id)
}

func (s *state) addInvite(t *team, email string) *invite {
	i := &invite{id: s.nextID("invite"), email: email, secret: randomSecret(32)}
	t.invites = append(t.invites, i)
	s.outbox = append(s.outbox, PretixMail{
		To: email, Organizer: t.organizer.slug, TeamID: t.id, InviteID: i.id, Secret: i.secret,
	})
	return i
}

func (s *state) addToken(t *team, name string) *token {
	tok := &token{id: s.nextID("token"), team: t, name: name, active: true, secret: randomSecret(64)}
	t.tokens = append(t.tokens, tok)
	s.tokens[tok.secret] = tok
	return tok
}

// randomSecret draws from the alphabet of pretix. It guards nothing, so it need
// not be hard to guess.
func randomSecret(length int) string {
	const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
	secret := make([]byte, length)
	for i := range secret {
		secret[i] = alphabet[rand.IntN(len(alphabet))]
	}
	return string(secret)
}
