package boxofficetest

import (
	"net/http"
	"strings"
)

const maxName = 190

func (c *call) listTeams() (response, error) {
	teams := c.state.teamsOf(c.organizer)
	return c.page(len(teams), func(i int) object { return c.teamJSON(teams[i]) })
}

func (c *call) getTeam() (response, error) {
	t, err := c.lastTeam()
	if err != nil {
		return response{}, err
	}
	return jsonResponse(http.StatusOK, c.teamJSON(t)), nil
}

func (c *call) createTeam() (response, error) {
	v, err := c.readInput()
	if err != nil {
		return response{}, err
	}
	t := newTeam(c.organizer)
	u := teamUpdate{validation: v, team: t}
	if err := u.apply(); err != nil {
		return response{}, err
	}
	c.state.addTeam(t, 0)
	c.audit()
	return jsonResponse(http.StatusCreated, c.teamJSON(t)), nil
}

// updateTeam serves PUT and PATCH, which differ in what they require only: a
// PUT leaves what it does not mention alone, too.
func (c *call) updateTeam() (response, error) {
	t, err := c.lastTeam()
	if err != nil {
		return response{}, err
	}
	v, err := c.readInput()
	if err != nil {
		return response{}, err
	}
	v.partial = c.r.Method == "PATCH"
	draft := t.clone()
	u := teamUpdate{validation: v, team: draft, stored: t}
	if err := u.apply(); err != nil {
		return response{}, err
	}
	*t = *draft
	c.audit()
	return jsonResponse(http.StatusOK, c.teamJSON(t)), nil
}

// deleteTeam writes to the audit log before it deletes, so that a token stands
// in the way of its own team, and of any team whose token is in the log.
func (c *call) deleteTeam() (response, error) {
	t, err := c.lastTeam()
	if err != nil {
		return response{}, err
	}
	if t.isProtected() || c.who.token != nil && c.who.token.team == t {
		if !c.version.transactionalDelete() {
			c.audit()
		}
		return response{}, crash()
	}
	c.audit()
	c.state.deleteTeam(t)
	return noContent(), nil
}

func (t *team) isProtected() bool {
	for _, tok := range t.tokens {
		if tok.audited {
			return true
		}
	}
	return false
}

// lastTeam is the team at the end of the path.
func (c *call) lastTeam() (*team, error) {
	id, err := c.lastID("Team")
	if err != nil {
		return nil, err
	}
	return c.teamWith(id)
}

// parentTeam is the team in the middle of the path, where pretix is not ready
// for anything but a number.
func (c *call) parentTeam() (*team, error) {
	n, ok := pyInt(c.match.params["team"])
	if !ok {
		return nil, crash()
	}
	if !n.IsInt64() {
		return nil, c.hugeID("Team")
	}
	return c.teamWith(n.Int64())
}

func (c *call) teamWith(id int64) (*team, error) {
	t := c.state.teams[id]
	if t == nil || t.organizer != c.organizer {
		return nil, c.unknown("Team")
	}
	return t, nil
}

// lastID is the id at the end of the path.
func (c *call) lastID(kind string) (int64, error) {
	n, ok := pyInt(c.match.params["id"])
	if !ok {
		return 0, refuseDetail(http.StatusNotFound, "Not found.")
	}
	if !n.IsInt64() {
		return 0, c.hugeID(kind)
	}
	return n.Int64(), nil
}

func (c *call) hugeID(kind string) error {
	if c.version.hugeIDsAreUnknown() {
		return c.unknown(kind)
	}
	return crash()
}

func (c *call) unknown(kind string) error {
	if c.version.modernREST() {
		return refuseDetail(http.StatusNotFound, "No "+kind+" matches the given query.")
	}
	return refuseDetail(http.StatusNotFound, "Not found.")
}

func (c *call) teamJSON(t *team) object {
	o := object{{"id", t.id}, {"name", t.name}}
	if c.version.teamRequire2FA() {
		o = append(o, field{"require_2fa", t.require2FA})
	}
	o = append(o, field{"all_events", t.allEvents}, field{"limit_events", t.limitEventsInOrder()})
	if c.version.permissionLists() {
		o = append(o,
			field{"all_event_permissions", t.eventLevel.all},
			field{"limit_event_permissions", t.eventLevel.limit.sorted()},
			field{"all_organizer_permissions", t.organizerLevel.all},
			field{"limit_organizer_permissions", t.organizerLevel.limit.sorted()},
		)
	}
	shown := t.shown(c.version)
	for _, name := range c.version.booleans() {
		o = append(o, field{name, shown[name]})
	}
	return o
}

func (t *team) limitEventsInOrder() []string {
	slugs := []string{}
	for _, e := range t.organizer.eventsByDate() {
		if t.limitEvents[e.Slug] {
			slugs = append(slugs, e.Slug)
		}
	}
	return slugs
}

// teamUpdate validates an input and applies it to a team that nobody sees yet.
type teamUpdate struct {
	validation
	team   *team
	stored *team // nil on create
	sent   set   // which fields about permissions were sent
	can    set   // of the booleans that were sent, the true ones
}

func (u *teamUpdate) apply() error {
	u.sent, u.can = set{}, set{}
	u.readFields()
	if err := u.err(); err != nil {
		return err
	}
	if u.version.permissionLists() {
		return u.applyLists()
	}
	for name := range u.sent {
		delete(u.team.can, name)
	}
	u.team.can.add(u.can.sorted()...)
	return u.checkEvents()
}

// readFields reads in the order of the fields in the JSON, since their errors
// come in that order.
func (u *teamUpdate) readFields() {
	if name, ok := u.text("name", maxName); ok {
		u.team.name = name
	}
	if u.version.teamRequire2FA() {
		u.readFlag("require_2fa", &u.team.require2FA)
	}
	u.readFlag("all_events", &u.team.allEvents)
	if slugs, ok := u.eventSlugs("limit_events", u.team.organizer); ok {
		u.team.limitEvents = slugs
	}
	if u.version.permissionLists() {
		u.readLevel("event", eventGroups, &u.team.eventLevel)
		u.readLevel("organizer", organizerGroups, &u.team.organizerLevel)
	}
	for _, name := range u.version.booleans() {
		var value bool
		if u.readFlag(name, &value) {
			u.sent.add(name)
		}
		if value {
			u.can.add(name)
		}
	}
}

func (u *teamUpdate) readFlag(name string, target *bool) bool {
	value, ok := u.boolean(name)
	if ok {
		*target = value
	}
	return ok
}

func (u *teamUpdate) readLevel(name string, groups []permissionGroup, l *level) {
	allKey, limitKey := "all_"+name+"_permissions", "limit_"+name+"_permissions"
	if u.readFlag(allKey, &l.all) {
		u.sent.add(allKey)
	}
	if limit, ok := u.permissions(limitKey, groups); ok {
		l.limit = limit
		u.sent.add(limitKey)
	}
}

// applyLists runs the checks of servers with permission lists, in their order.
func (u *teamUpdate) applyLists() error {
	current, deprecated := u.sentStyles()
	if current && deprecated {
		return invalid("You cannot set deprecated and current permission attributes at the same time.")
	}
	if err := u.recheckStored(); err != nil {
		return err
	}
	if current {
		if err := u.checkLevels(); err != nil {
			return err
		}
	}
	if deprecated && (u.stored != nil || u.version.legacyCreate()) {
		u.convert()
	}
	if err := u.checkEvents(); err != nil {
		return err
	}
	if u.stored != nil {
		return u.checkCombinations()
	}
	if deprecated && !u.version.legacyCreate() {
		return crash()
	}
	return nil
}

// recheckStored validates what is stored as if it had been sent, also where it
// is about to be replaced. A permission that the server has forgotten makes a
// team unchangeable.
func (u *teamUpdate) recheckStored() error {
	if u.stored == nil {
		return nil
	}
	u.recheckLevel("limit_event_permissions", eventGroups, u.stored.eventLevel)
	u.recheckLevel("limit_organizer_permissions", organizerGroups, u.stored.organizerLevel)
	return u.err()
}

func (u *teamUpdate) recheckLevel(name string, groups []permissionGroup, l level) {
	catalogue := known(groups)
	for _, permission := range l.limit.sorted() {
		if !catalogue[permission] {
			u.fail(name, `"`+permission+`" is not a valid choice.`)
			return
		}
	}
}

func (u *teamUpdate) sentStyles() (current, deprecated bool) {
	for name := range u.sent {
		if strings.HasPrefix(name, "can_") {
			deprecated = true
		} else {
			current = true
		}
	}
	return current, deprecated
}

func (u *teamUpdate) checkLevels() error {
	if u.team.eventLevel.all && len(u.team.eventLevel.limit) > 0 {
		return invalid("Do not set both limit_event_permissions and all_event_permissions.")
	}
	if u.team.organizerLevel.all && len(u.team.organizerLevel.limit) > 0 {
		return invalid("Do not set both limit_organizer_permissions and all_organizer_permissions.")
	}
	return nil
}

func (u *teamUpdate) checkEvents() error {
	if u.team.allEvents && len(u.team.limitEvents) > 0 {
		return invalid("Do not set both limit_events and all_events.")
	}
	return nil
}

func (u *teamUpdate) checkCombinations() error {
	complaint := refuse(eventGroups, u.team.eventLevel.limit)
	if complaint == "" {
		complaint = refuse(organizerGroups, u.team.organizerLevel.limit)
	}
	if complaint != "" {
		return invalid(complaint)
	}
	return nil
}

// convert recomputes both levels from the booleans, the stored ones as shown and
// those sent on top. What no boolean shows is lost.
func (u *teamUpdate) convert() {
	can := set{}
	if u.stored != nil {
		can = u.stored.shown(u.version)
	}
	for name := range u.sent {
		delete(can, name)
	}
	can.add(u.can.sorted()...)
	u.team.eventLevel = levelFrom(eventBooleans, can)
	u.team.organizerLevel = levelFrom(organizerBooleans, can)
}
