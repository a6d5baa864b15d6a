package boxofficetest

import (
	"maps"
	"slices"
	"strconv"
	"time"
)

// ebState is everything that a real server keeps in its database. Whoever
// touches it holds Eventbrite.mu. Rows are replaced and never changed in place,
// slices in them included, so that a snapshot is a copy of the tables.
type ebState struct {
	users         table[EventbriteUser]
	organizations table[EventbriteOrganization]
	members       table[ebMembership] // by organization and user
	roles         table[EventbriteRole]
	events        table[EventbriteEvent]
	venues        table[EventbriteVenue]
	organizers    table[EventbriteOrganizer]
	ticketClasses table[EventbriteTicketClass]
	orders        table[EventbriteOrder] // without their attendees
	attendees     table[EventbriteAttendee]
	discounts     table[EventbriteDiscount]
	ticketGroups  table[EventbriteTicketGroup]
	webhooks      table[EventbriteWebhook]
	bookmarks     table[ebBookmark] // by user, list and event
}

// ebMembership is a member of an organization.
type ebMembership struct {
	EventbriteMember
	organization string
}

type ebBookmark struct {
	user, list, event string
}

// ebStale is the state before the last write, for reads that do not ask for
// their own writes.
type ebStale struct {
	state ebState
	left  int // reads
}

func (s *ebState) clone() ebState {
	c := *s
	c.users = s.users.clone()
	c.organizations = s.organizations.clone()
	c.members = s.members.clone()
	c.roles = s.roles.clone()
	c.events = s.events.clone()
	c.venues = s.venues.clone()
	c.organizers = s.organizers.clone()
	c.ticketClasses = s.ticketClasses.clone()
	c.orders = s.orders.clone()
	c.attendees = s.attendees.clone()
	c.discounts = s.discounts.clone()
	c.ticketGroups = s.ticketGroups.clone()
	c.webhooks = s.webhooks.clone()
	c.bookmarks = s.bookmarks.clone()
	return c
}

// table keeps rows by id, in the order in which they came.
type table[T any] struct {
	ids  []string
	rows map[string]T
}

func (t *table[T]) get(id string) (T, bool) {
	row, ok := t.rows[id]
	return row, ok
}

func (t *table[T]) put(id string, row T) {
	if t.rows == nil {
		t.rows = map[string]T{}
	}
	if _, ok := t.rows[id]; !ok {
		t.ids = append(t.ids, id)
	}
	t.rows[id] = row
}

func (t *table[T]) remove(id string) {
	if _, ok := t.rows[id]; ok {
		delete(t.rows, id)
		t.ids = slices.DeleteFunc(slices.Clone(t.ids), func(other string) bool { return other == id })
	}
}

// where returns the rows that the condition holds for.
func (t *table[T]) where(holds func(T) bool) []T {
	rows := []T{}
	for _, id := range t.ids {
		if row := t.rows[id]; holds(row) {
			rows = append(rows, row)
		}
	}
	return rows
}

func (t *table[T]) clone() table[T] {
	return table[T]{slices.Clone(t.ids), maps.Clone(t.rows)}
}

// firstIDs tell the kinds of ids apart in length, roughly as real ones are. Those
// of users, organizations and organizers look alike, and come from one sequence
// so that none is taken for another without an error.
var firstIDs = map[string]int64{
	"account":      308733706151,
	"role":         12345,
	"event":        62541733007,
	"venue":        59393311,
	"ticket class": 94870982,
	"order":        752327237,
	"discount":     380502040,
	"ticket group": 10011,
	"webhook":      239963,
}

// nextID never gives an id twice.
func (e *Eventbrite) nextID(kind string) string {
	if e.lastIDs[kind] == 0 {
		e.lastIDs[kind] = firstIDs[kind]
	}
	e.lastIDs[kind]++
	return strconv.FormatInt(e.lastIDs[kind], 10)
}

// takeID is nextID for an id that the caller may have chosen.
func (e *Eventbrite) takeID(kind, chosen string) string {
	if chosen == "" {
		return e.nextID(kind)
	}
	if n, err := strconv.ParseInt(chosen, 10, 64); err == nil {
		e.lastIDs[kind] = max(e.lastIDs[kind], firstIDs[kind], n)
	}
	return chosen
}

// isMember tells whether the user may act for the organization. Roles do not
// come into it.
func (s *ebState) isMember(organization, user string) bool {
	_, ok := s.members.get(memberKey(organization, user))
	return ok && user != ""
}

func memberKey(organization, user string) string {
	return organization + "/" + user
}

func (s *ebState) eventsOf(organization string) []EventbriteEvent {
	return s.events.where(func(e EventbriteEvent) bool {
		return e.OrganizationID == organization && !e.deleted
	})
}

func (s *ebState) ordersOf(event string) []EventbriteOrder {
	return s.orders.where(func(o EventbriteOrder) bool { return o.EventID == event })
}

func (s *ebState) attendeesOf(order string) []EventbriteAttendee {
	return s.attendees.where(func(a EventbriteAttendee) bool { return a.OrderID == order })
}

func (s *ebState) ticketClassesOf(event string) []EventbriteTicketClass {
	return s.ticketClasses.where(func(t EventbriteTicketClass) bool { return t.EventID == event })
}

// now is the time that the API notes, which is to the second.
func now() time.Time {
	return time.Now().UTC().Truncate(time.Second)
}
