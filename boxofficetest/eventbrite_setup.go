package boxofficetest

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// setUp gives a setup method the state. What it changes is there for every read
// at once.
func (e *Eventbrite) setUp() (done func()) {
	e.mu.Lock()
	e.stale = nil
	return e.mu.Unlock
}

// setupTime is what zero times become, so that answers are the same every day.
func setupTime() time.Time {
	return time.Date(2026, time.January, 1, 9, 0, 0, 0, time.UTC)
}

func orDefault[T comparable](value *T, otherwise T) {
	var zero T
	if *value == zero {
		*value = otherwise
	}
}

func fullName(first, last string) string {
	return strings.TrimSpace(first + " " + last)
}

// claim returns the id for a new row.
func claim[T any](e *Eventbrite, t *table[T], kind, chosen string) string {
	e.helper()
	if _, taken := t.get(chosen); taken || strings.Contains(chosen, "/") {
		e.mistake("%s id %q is taken or has a slash", kind, chosen)
	}
	return e.takeID(kind, chosen)
}

// AddUser adds a person's account and returns its id.
func (e *Eventbrite) AddUser(u EventbriteUser) (id string) {
	e.helper()
	defer e.setUp()()
	orDefault(&u.Name, fullName(u.FirstName, u.LastName))
	u.ID = claim(e, &e.state.users, "account", u.ID)
	e.state.users.put(u.ID, u)
	return u.ID
}

// AddOrganization adds an organization without members and returns its id. Users
// see it once they are members.
func (e *Eventbrite) AddOrganization(o EventbriteOrganization) (id string) {
	e.helper()
	defer e.setUp()()
	orDefault(&o.Name, "Organization")
	orDefault(&o.Vertical, "default")
	orDefault(&o.Locale, "en_US")
	o.ID = claim(e, &e.state.organizations, "account", o.ID)
	e.state.organizations.put(o.ID, o)
	return o.ID
}

// AddMember makes a user a member of an organization, "" for
// [Eventbrite.Organization]. For one who is already, it changes the membership.
func (e *Eventbrite) AddMember(organization string, m EventbriteMember) {
	e.helper()
	defer e.setUp()()
	organization = e.mustOrganization(organization)
	if _, ok := e.state.users.get(m.UserID); !ok {
		e.mistake("no user %q", m.UserID)
	}
	e.checkExtra(m.Extra)
	e.state.members.put(memberKey(organization, m.UserID), ebMembership{m.clone(), organization})
}

// RemoveMember ends a membership. The API has nothing that does.
func (e *Eventbrite) RemoveMember(organization, user string) {
	e.helper()
	defer e.setUp()()
	e.state.members.remove(memberKey(e.mustOrganization(organization), user))
}

// AddRole adds a role to an organization, "" for [Eventbrite.Organization].
func (e *Eventbrite) AddRole(organization string, r EventbriteRole) (id string) {
	e.helper()
	defer e.setUp()()
	r.OrganizationID = e.mustOrganization(organization)
	e.checkExtra(r.Extra)
	r.ID = claim(e, &e.state.roles, "role", r.ID)
	e.state.roles.put(r.ID, r.clone())
	return r.ID
}

func (e *Eventbrite) checkExtra(extra map[string]any) {
	e.helper()
	if _, err := json.Marshal(extra); err != nil {
		e.mistake("extra fields: %v", err)
	}
}

// AddEvent adds an event to an organization, "" for [Eventbrite.Organization].
func (e *Eventbrite) AddEvent(organization string, ev EventbriteEvent) (id string) {
	e.helper()
	defer e.setUp()()
	ev.OrganizationID = e.mustOrganization(organization)
	orDefault(&ev.Name, "Event")
	orDefault(&ev.Start, time.Date(2030, time.January, 1, 18, 0, 0, 0, time.UTC))
	orDefault(&ev.End, ev.Start.Add(2*time.Hour))
	orDefault(&ev.Timezone, "America/Los_Angeles")
	orDefault(&ev.Status, "live")
	orDefault(&ev.Source, "create_2.0")
	orDefault(&ev.Created, setupTime())
	orDefault(&ev.Changed, ev.Created)
	if ev.Status != "draft" {
		orDefault(&ev.Published, ev.Created)
	}
	ev.setDefaults()
	if _, err := time.LoadLocation(ev.Timezone); err != nil {
		e.mistake("event %q: %v", ev.Name, err)
	}
	ev.ID = claim(e, &e.state.events, "event", ev.ID)
	e.state.events.put(ev.ID, ev)
	return ev.ID
}

// setDefaults are those that events from the API have as well.
func (ev *EventbriteEvent) setDefaults() {
	orDefault(&ev.Currency, "USD")
	orDefault(&ev.Locale, "en_US")
	orDefault(&ev.Source, "api")
}

// AddVenue adds a venue to an organization, "" for [Eventbrite.Organization].
func (e *Eventbrite) AddVenue(organization string, v EventbriteVenue) (id string) {
	e.helper()
	defer e.setUp()()
	v.OrganizationID = e.mustOrganization(organization)
	orDefault(&v.Name, "Venue")
	v.ID = claim(e, &e.state.venues, "venue", v.ID)
	e.state.venues.put(v.ID, v)
	return v.ID
}

// AddOrganizer adds an organizer to an organization, "" for
// [Eventbrite.Organization].
func (e *Eventbrite) AddOrganizer(organization string, o EventbriteOrganizer) (id string) {
	e.helper()
	defer e.setUp()()
	o.OrganizationID = e.mustOrganization(organization)
	orDefault(&o.Name, "Organizer")
	o.ID = claim(e, &e.state.organizers, "account", o.ID)
	e.state.organizers.put(o.ID, o)
	return o.ID
}

// AddTicketClass adds a ticket class to an event.
func (e *Eventbrite) AddTicketClass(event string, t EventbriteTicketClass) (id string) {
	e.helper()
	defer e.setUp()()
	return e.addTicketClass(e.mustEvent(event).ID, t)
}

func (e *Eventbrite) addTicketClass(event string, t EventbriteTicketClass) string {
	e.helper()
	t.EventID = event
	orDefault(&t.Name, "General Admission")
	orDefault(&t.Capacity, 100)
	t.setDefaults()
	t.ID = claim(e, &e.state.ticketClasses, "ticket class", t.ID)
	e.state.ticketClasses.put(t.ID, t.clone())
	return t.ID
}

// setDefaults are those that ticket classes from the API have as well.
func (t *EventbriteTicketClass) setDefaults() {
	orDefault(&t.MinimumQuantity, 1)
	if t.DeliveryMethods == nil {
		t.DeliveryMethods = []string{"electronic"}
	}
	if t.SalesChannels == nil {
		t.SalesChannels = []string{"online", "atd"}
	}
}

// AddOrder adds an order with its attendees to an event. An event without a
// ticket class gets one, unless there are no attendees.
func (e *Eventbrite) AddOrder(event string, o EventbriteOrder) (id string) {
	e.helper()
	defer e.setUp()()
	o.EventID = e.mustEvent(event).ID
	if o.UserID != "" {
		if _, ok := e.state.users.get(o.UserID); !ok {
			e.mistake("no user %q", o.UserID)
		}
	}
	orDefault(&o.Name, fullName(o.FirstName, o.LastName))
	orDefault(&o.Status, "placed")
	orDefault(&o.Created, setupTime())
	orDefault(&o.Changed, o.Created)
	o.ID = claim(e, &e.state.orders, "order", o.ID)
	var sum EventbriteCosts
	for i, a := range o.Attendees {
		sum = sum.plus(a.Costs)
		e.addAttendee(o, i+1, a)
	}
	orDefault(&o.Costs, sum)
	o.Attendees = nil
	e.state.orders.put(o.ID, o)
	return o.ID
}

func (e *Eventbrite) addAttendee(o EventbriteOrder, number int, a EventbriteAttendee) {
	e.helper()
	a.OrderID, a.EventID = o.ID, o.EventID
	orDefault(&a.ID, o.ID+"-"+strconv.Itoa(number))
	if _, taken := e.state.attendees.get(a.ID); taken {
		e.mistake("attendee id %q is taken", a.ID)
	}
	class := e.ticketClassFor(a)
	a.TicketClassID = class.ID
	orDefault(&a.TicketClassName, class.Name)
	orDefault(&a.Name, fullName(a.FirstName, a.LastName))
	orDefault(&a.Created, o.Created)
	orDefault(&a.Changed, o.Changed)
	orDefault(&a.Barcode, strings.ReplaceAll(a.ID, "-", "")+"001")
	switch {
	case a.CheckedIn:
		orDefault(&a.Status, "Checked In")
	case a.Cancelled || a.Refunded:
		orDefault(&a.Status, "Not Attending")
	default:
		orDefault(&a.Status, "Attending")
	}
	e.state.attendees.put(a.ID, a)
}

func (e *Eventbrite) ticketClassFor(a EventbriteAttendee) EventbriteTicketClass {
	e.helper()
	if a.TicketClassID == "" {
		if classes := e.state.ticketClassesOf(a.EventID); len(classes) > 0 {
			return classes[0]
		}
		a.TicketClassID = e.addTicketClass(a.EventID, EventbriteTicketClass{})
	}
	class, ok := e.state.ticketClasses.get(a.TicketClassID)
	if !ok || class.EventID != a.EventID {
		e.mistake("no ticket class %q at event %q", a.TicketClassID, a.EventID)
	}
	return class
}

// AddDiscount adds a discount to an organization, "" for
// [Eventbrite.Organization].
func (e *Eventbrite) AddDiscount(organization string, d EventbriteDiscount) (id string) {
	e.helper()
	defer e.setUp()()
	d.OrganizationID = e.mustOrganization(organization)
	orDefault(&d.Type, "coded")
	d.ID = claim(e, &e.state.discounts, "discount", d.ID)
	e.state.discounts.put(d.ID, d.clone())
	return d.ID
}

// AddTicketGroup adds a ticket group to an organization, "" for
// [Eventbrite.Organization].
func (e *Eventbrite) AddTicketGroup(organization string, g EventbriteTicketGroup) (id string) {
	e.helper()
	defer e.setUp()()
	g.OrganizationID = e.mustOrganization(organization)
	orDefault(&g.Status, "live")
	g.ID = claim(e, &e.state.ticketGroups, "ticket group", g.ID)
	e.state.ticketGroups.put(g.ID, g.clone())
	return g.ID
}

// AddWebhook adds a webhook to an organization, "" for
// [Eventbrite.Organization].
func (e *Eventbrite) AddWebhook(organization string, w EventbriteWebhook) (id string) {
	e.helper()
	defer e.setUp()()
	w.OrganizationID = e.mustOrganization(organization)
	if w.Actions == nil {
		w.Actions = defaultActions()
	}
	orDefault(&w.Created, setupTime())
	w.ID = claim(e, &e.state.webhooks, "webhook", w.ID)
	e.state.webhooks.put(w.ID, w.clone())
	return w.ID
}

func (e *Eventbrite) mustOrganization(id string) string {
	e.helper()
	orDefault(&id, e.Organization)
	if _, ok := e.state.organizations.get(id); !ok {
		e.mistake("no organization %q", id)
	}
	return id
}

func (e *Eventbrite) mustEvent(id string) EventbriteEvent {
	e.helper()
	ev, ok := e.state.events.get(id)
	if !ok {
		e.mistake("no event %q", id)
	}
	return ev
}
