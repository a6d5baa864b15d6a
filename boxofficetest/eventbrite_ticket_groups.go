package boxofficetest

import (
	"maps"
	"slices"
)

// maxTicketGroups are the live ones that an organization may have.
const maxTicketGroups = 300

var ticketGroupBody = resourceBody[EventbriteTicketGroup]{
	wrapper: "ticket_group",
	inputs: []setter[EventbriteTicketGroup]{
		into("name", textKind, func(g *EventbriteTicketGroup) *string { return &g.Name }),
		into("status", enumKind("transfer", "live", "deleted", "archived"), func(g *EventbriteTicketGroup) *string { return &g.Status }),
		into("event_ticket_ids", idListsKind, func(g *EventbriteTicketGroup) *map[string][]string { return &g.EventTicketIDs }),
	},
}

// withTicket is the group with the ticket class in it or not.
func (g EventbriteTicketGroup) withTicket(event, class string, in bool) EventbriteTicketGroup {
	tickets := maps.Clone(g.EventTicketIDs)
	if tickets == nil {
		tickets = map[string][]string{}
	}
	others := slices.DeleteFunc(slices.Clone(tickets[event]), func(id string) bool { return id == class })
	if in {
		others = append(others, class)
	}
	tickets[event] = others
	if len(others) == 0 {
		delete(tickets, event)
	}
	g.EventTicketIDs = tickets
	return g
}

// readTicketGroup applies the body. Names are cut at 20 characters.
func (c *visit) readTicketGroup(g *EventbriteTicketGroup, create bool) error {
	if _, err := ticketGroupBody.read(c, g, create); err != nil {
		return err
	}
	orDefault(&g.Status, "live")
	if name := []rune(g.Name); len(name) > 20 {
		g.Name = string(name[:20])
	}
	return nil
}

func (c *visit) showTicketGroup(g EventbriteTicketGroup, x expansion) object {
	ids, tickets := object{}, []object{}
	for _, event := range slices.Sorted(maps.Keys(g.EventTicketIDs)) {
		ids = append(ids, field{event, g.EventTicketIDs[event]})
		for _, class := range g.EventTicketIDs[event] {
			if t, ok := c.state.ticketClasses.get(class); ok && x.has("tickets") {
				tickets = append(tickets, object{
					{"id", t.ID}, {"event_id", t.EventID}, {"sales_channels", t.SalesChannels},
					{"variants", []object{}}, {"name", t.Name},
				})
			}
		}
	}
	return object{
		{"id", g.ID},
		{"name", g.Name},
		{"status", g.Status},
		{"event_ticket_ids", ids},
		{"tickets", tickets},
	}
}

// listTicketGroups shows the live ones by default, which is our guess.
func (c *visit) listTicketGroups() (response, error) {
	organization, err := c.organization()
	if err != nil {
		return response{}, err
	}
	status := arg[string](c.args, "status")
	orDefault(&status, "live")
	groups := c.state.ticketGroups.where(func(g EventbriteTicketGroup) bool {
		return g.OrganizationID == organization && (status == "all" || g.Status == status)
	})
	return list(c, "ticket_groups", groups, func(g EventbriteTicketGroup) object { return c.showTicketGroup(g, c.expand) })
}

func (c *visit) createTicketGroup() (response, error) {
	organization, err := c.organization()
	if err != nil {
		return response{}, err
	}
	g := EventbriteTicketGroup{OrganizationID: organization}
	if err := c.readTicketGroup(&g, true); err != nil {
		return response{}, err
	}
	live := c.state.ticketGroups.where(func(other EventbriteTicketGroup) bool {
		return other.OrganizationID == organization && other.Status == "live"
	})
	if g.Status == "live" && len(live) >= maxTicketGroups {
		return response{}, refuseBecause("EXCEEDS_LIMIT")
	}
	g.ID = c.e.nextID("ticket group")
	c.state.ticketGroups.put(g.ID, g)
	return found(c.showTicketGroup(g, c.expand))
}

func (c *visit) ticketGroup() (EventbriteTicketGroup, error) {
	g, ok := c.state.ticketGroups.get(c.params["group"])
	if !ok || !c.state.isMember(g.OrganizationID, c.user()) {
		return g, noSuch("ticket_group")
	}
	return g, nil
}

func (c *visit) getTicketGroup() (response, error) {
	g, err := c.ticketGroup()
	if err != nil {
		return response{}, err
	}
	return found(c.showTicketGroup(g, c.expand))
}

func (c *visit) updateTicketGroup() (response, error) {
	g, err := c.ticketGroup()
	if err != nil {
		return response{}, err
	}
	if err := c.readTicketGroup(&g, false); err != nil {
		return response{}, err
	}
	c.state.ticketGroups.put(g.ID, g)
	return found(c.showTicketGroup(g, c.expand))
}

func (c *visit) deleteTicketGroup() (response, error) {
	g, err := c.ticketGroup()
	if err != nil {
		return response{}, err
	}
	g.Status = "deleted"
	c.state.ticketGroups.put(g.ID, g)
	return found(object{{"deleted", true}})
}
