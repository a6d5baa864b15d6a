package boxofficetest

// What follows reads the state back, without a lag: what the API has accepted
// is there.

// Members returns the members of an organization, "" for
// [Eventbrite.Organization], in the order in which they came.
func (e *Eventbrite) Members(organization string) []EventbriteMember {
	e.helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	organization = e.mustOrganization(organization)
	members := []EventbriteMember{}
	for _, m := range e.state.members.where(func(m ebMembership) bool { return m.organization == organization }) {
		members = append(members, m.clone())
	}
	return members
}

// Roles returns the roles of an organization.
func (e *Eventbrite) Roles(organization string) []EventbriteRole {
	e.helper()
	return rowsOf(e, &e.state.roles, organization, func(r EventbriteRole) string { return r.OrganizationID }, EventbriteRole.clone)
}

// Event returns an event. The second result is false for one that is unknown or
// deleted.
func (e *Eventbrite) Event(id string) (EventbriteEvent, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	ev, ok := e.state.events.get(id)
	return ev, ok && !ev.deleted
}

// Events returns the events of an organization, without those that are deleted.
func (e *Eventbrite) Events(organization string) []EventbriteEvent {
	e.helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.state.eventsOf(e.mustOrganization(organization))
}

// Venues returns the venues of an organization.
func (e *Eventbrite) Venues(organization string) []EventbriteVenue {
	e.helper()
	return rowsOf(e, &e.state.venues, organization, func(v EventbriteVenue) string { return v.OrganizationID }, same[EventbriteVenue])
}

// Organizers returns the organizers of an organization.
func (e *Eventbrite) Organizers(organization string) []EventbriteOrganizer {
	e.helper()
	return rowsOf(e, &e.state.organizers, organization, func(o EventbriteOrganizer) string { return o.OrganizationID }, same[EventbriteOrganizer])
}

// Discounts returns the discounts of an organization.
func (e *Eventbrite) Discounts(organization string) []EventbriteDiscount {
	e.helper()
	return rowsOf(e, &e.state.discounts, organization, func(d EventbriteDiscount) string { return d.OrganizationID }, EventbriteDiscount.clone)
}

// TicketGroups returns the ticket groups of an organization, with those that
// are deleted.
func (e *Eventbrite) TicketGroups(organization string) []EventbriteTicketGroup {
	e.helper()
	return rowsOf(e, &e.state.ticketGroups, organization, func(g EventbriteTicketGroup) string { return g.OrganizationID }, EventbriteTicketGroup.clone)
}

// Webhooks returns the webhooks of an organization.
func (e *Eventbrite) Webhooks(organization string) []EventbriteWebhook {
	e.helper()
	return rowsOf(e, &e.state.webhooks, organization, func(w EventbriteWebhook) string { return w.OrganizationID }, EventbriteWebhook.clone)
}

func rowsOf[T any](e *Eventbrite, t *table[T], organization string, owner func(T) string, clone func(T) T) []T {
	e.helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	organization = e.mustOrganization(organization)
	return copied(t.where(func(row T) bool { return owner(row) == organization }), clone)
}

func copied[T any](rows []T, clone func(T) T) []T {
	for i := range rows {
		rows[i] = clone(rows[i])
	}
	return rows
}

// TicketClasses returns the ticket classes of an event.
func (e *Eventbrite) TicketClasses(event string) []EventbriteTicketClass {
	e.helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	return copied(e.state.ticketClassesOf(e.mustEvent(event).ID), EventbriteTicketClass.clone)
}

// Orders returns the orders of an event, with their attendees.
func (e *Eventbrite) Orders(event string) []EventbriteOrder {
	e.helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	orders := e.state.ordersOf(e.mustEvent(event).ID)
	for i := range orders {
		orders[i].Attendees = e.state.attendeesOf(orders[i].ID)
	}
	return orders
}

// Attendees returns the attendees of an event.
func (e *Eventbrite) Attendees(event string) []EventbriteAttendee {
	e.helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	event = e.mustEvent(event).ID
	return e.state.attendees.where(func(a EventbriteAttendee) bool { return a.EventID == event })
}

// Bookmarks returns the ids of the events that a user has saved, in whichever
// list.
func (e *Eventbrite) Bookmarks(user string) []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	events := []string{}
	for _, b := range e.state.bookmarks.where(func(b ebBookmark) bool { return b.user == user }) {
		events = append(events, b.event)
	}
	return events
}
