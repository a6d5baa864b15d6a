package boxofficetest

import "strings"

var venueBody = resourceBody[EventbriteVenue]{
	wrapper: "venue",
	inputs: []setter[EventbriteVenue]{
		into("name", filledKind, func(v *EventbriteVenue) *string { return &v.Name }),
		into("google_place_id", textKind, func(v *EventbriteVenue) *string { return &v.GooglePlaceID }),
		into("organizer_id", idKind, func(v *EventbriteVenue) *string { return &v.OrganizerID }),
		into("address.address_1", textKind, func(v *EventbriteVenue) *string { return &v.Address.Address1 }),
		into("address.address_2", textKind, func(v *EventbriteVenue) *string { return &v.Address.Address2 }),
		into("address.city", textKind, func(v *EventbriteVenue) *string { return &v.Address.City }),
		into("address.region", textKind, func(v *EventbriteVenue) *string { return &v.Address.Region }),
		into("address.postal_code", textKind, func(v *EventbriteVenue) *string { return &v.Address.PostalCode }),
		into("address.country", maxTextKind(2), func(v *EventbriteVenue) *string { return &v.Address.Country }),
		into("address.latitude", decimalKind, func(v *EventbriteVenue) *string { return &v.Address.Latitude }),
		into("address.longitude", decimalKind, func(v *EventbriteVenue) *string { return &v.Address.Longitude }),
		into("age_restriction", enumKind(ageRestrictions()...), func(v *EventbriteVenue) *string { return &v.AgeRestriction }),
		into("capacity", intKind, func(v *EventbriteVenue) *int { return &v.Capacity }),
	},
	required: []string{"name"},
}

func ageRestrictions() []string {
	names := strings.Fields(`ALL_AGES MIN_TWELVE MIN_THIRTEEN MIN_FOURTEEN MIN_FIFTEEN MIN_SIXTEEN MIN_SEVENTEEN
		MIN_EIGHTEEN MIN_NINETEEN MIN_TWENTY_ONE UNDER_TWENTY_ONE_WITH_GUARDIAN UNDER_EIGHTEEN_WITH_GUARDIAN`)
	for i := range names {
		names[i] = "AGE_RESTRICTION_" + names[i]
	}
	return names
}

// organizerBody is that of the legacy endpoint; that the new one takes the same
// is our guess.
var organizerBody = resourceBody[EventbriteOrganizer]{
	wrapper: "organizer",
	inputs: []setter[EventbriteOrganizer]{
		into("name", filledKind, func(o *EventbriteOrganizer) *string { return &o.Name }),
		into("description.html", textKind, func(o *EventbriteOrganizer) *string { return &o.Description }),
		into("long_description.html", textKind, func(o *EventbriteOrganizer) *string { return &o.LongDescription }),
		into("logo.id", idKind, func(o *EventbriteOrganizer) *string { return &o.LogoID }),
		into("website", textKind, func(o *EventbriteOrganizer) *string { return &o.Website }),
		into("twitter", textKind, func(o *EventbriteOrganizer) *string { return &o.Twitter }),
		into("facebook", textKind, func(o *EventbriteOrganizer) *string { return &o.Facebook }),
		into("instagram", textKind, func(o *EventbriteOrganizer) *string { return &o.Instagram }),
	},
	required: []string{"name"},
}

func (c *visit) showVenue(v EventbriteVenue, _ expansion) object {
	a := v.Address
	return object{
		{"address", object{
			{"address_1", orNull(a.Address1)},
			{"address_2", orNull(a.Address2)},
			{"city", orNull(a.City)},
			{"region", orNull(a.Region)},
			{"postal_code", orNull(a.PostalCode)},
			{"country", orNull(a.Country)},
			{"latitude", orNull(a.Latitude)},
			{"longitude", orNull(a.Longitude)},
			{"localized_address_display", orNull(strings.Join(a.lines(), ", "))},
			{"localized_area_display", orNull(a.area())},
			{"localized_multi_line_address_display", a.lines()},
		}},
		{"resource_uri", c.uri("venues/{}/", v.ID)},
		{"id", v.ID},
		{"age_restriction", orNull(v.AgeRestriction)},
		{"capacity", intOrNull(v.Capacity)},
		{"name", orNull(v.Name)},
		{"latitude", orNull(a.Latitude)},
		{"longitude", orNull(a.Longitude)},
	}
}

func (c *visit) listVenues() (response, error) {
	organization, err := c.organization()
	if err != nil {
		return response{}, err
	}
	venues := c.state.venues.where(func(v EventbriteVenue) bool { return v.OrganizationID == organization })
	return list(c, "venues", venues, func(v EventbriteVenue) object { return c.showVenue(v, c.expand) })
}

func (c *visit) createVenue() (response, error) {
	organization, err := c.organization()
	if err != nil {
		return response{}, err
	}
	v := EventbriteVenue{OrganizationID: organization}
	if _, err := venueBody.read(c, &v, true); err != nil {
		return response{}, err
	}
	v.ID = c.e.nextID("venue")
	c.state.venues.put(v.ID, v)
	return found(c.showVenue(v, c.expand))
}

// venue is the one in the path, which everybody may see.
func (c *visit) venue() (EventbriteVenue, error) {
	v, ok := c.state.venues.get(c.params["venue"])
	if !ok {
		return v, noSuch("venue")
	}
	return v, nil
}

func (c *visit) getVenue() (response, error) {
	v, err := c.venue()
	if err != nil {
		return response{}, err
	}
	return found(c.showVenue(v, c.expand))
}

func (c *visit) updateVenue() (response, error) {
	v, err := c.venue()
	if err != nil {
		return response{}, err
	}
	if !c.state.isMember(v.OrganizationID, c.user()) {
		return response{}, refuseAccess()
	}
	if _, err := venueBody.read(c, &v, false); err != nil {
		return response{}, err
	}
	c.state.venues.put(v.ID, v)
	return found(c.showVenue(v, c.expand))
}

func (c *visit) listVenueEvents() (response, error) {
	v, err := c.venue()
	if err != nil {
		return response{}, err
	}
	return c.listEvents(func(ev EventbriteEvent) bool { return ev.VenueID == v.ID })
}

func (c *visit) showOrganizer(o EventbriteOrganizer, _ expansion) object {
	past, future := 0, 0
	for _, ev := range c.state.eventsOf(o.OrganizationID) {
		switch {
		case ev.OrganizerID != o.ID || !ev.published():
		case ev.End.Before(now()):
			past++
		default:
			future++
		}
	}
	shown := object{
		{"description", twoForms(o.Description)},
		{"long_description", twoForms(o.LongDescription)},
		{"resource_uri", c.uri("organizers/{}/", o.ID)},
		{"_type", "organizer"},
		{"id", o.ID},
		{"name", o.Name},
		{"url", "https://www.eventbrite.com/o/" + slug(o.Name) + "-" + o.ID},
		{"num_past_events", past},
		{"num_future_events", future},
		{"organization_id", o.OrganizationID},
		{"disable_marketing_opt_in", false},
	}
	for _, f := range []field{
		{"website", o.Website}, {"twitter", o.Twitter}, {"facebook", o.Facebook}, {"instagram", o.Instagram},
	} {
		if f.value != "" {
			shown = append(shown, f)
		}
	}
	return append(shown, field{"logo_id", orNull(o.LogoID)}, field{"logo", showLogo(o.LogoID)})
}

func (c *visit) organizersOf(organization string) []EventbriteOrganizer {
	return c.state.organizers.where(func(o EventbriteOrganizer) bool { return o.OrganizationID == organization })
}

func (c *visit) listOrganizers() (response, error) {
	organization, err := c.organization()
	if err != nil {
		return response{}, err
	}
	return list(c, "organizers", c.organizersOf(organization), func(o EventbriteOrganizer) object { return c.showOrganizer(o, c.expand) })
}

func (c *visit) createOrganizer() (response, error) {
	organization, err := c.organization()
	if err != nil {
		return response{}, err
	}
	o := EventbriteOrganizer{OrganizationID: organization}
	if _, err := organizerBody.read(c, &o, true); err != nil {
		return response{}, err
	}
	o.ID = c.e.nextID("account")
	c.state.organizers.put(o.ID, o)
	return found(c.showOrganizer(o, c.expand))
}

// getDefaultOrganizer answers with the first one, which is our guess.
func (c *visit) getDefaultOrganizer() (response, error) {
	organization, err := c.organization()
	if err != nil {
		return response{}, err
	}
	organizers := c.organizersOf(organization)
	if len(organizers) == 0 {
		return response{}, noSuch("organizer")
	}
	return found(c.showOrganizer(organizers[0], c.expand))
}

func (c *visit) organizer() (EventbriteOrganizer, error) {
	o, ok := c.state.organizers.get(c.params["organizer"])
	if !ok {
		return o, noSuch("organizer")
	}
	return o, nil
}

func (c *visit) getOrganizer() (response, error) {
	o, err := c.organizer()
	if err != nil {
		return response{}, err
	}
	return found(c.showOrganizer(o, c.expand))
}

func (c *visit) listOrganizerEvents() (response, error) {
	o, err := c.organizer()
	if err != nil {
		return response{}, err
	}
	return c.listEvents(func(ev EventbriteEvent) bool { return ev.OrganizerID == o.ID })
}

func (c *visit) batchOrganizers() (response, error) {
	organizers := []EventbriteOrganizer{}
	for _, id := range arg[[]string](c.args, "organizer_ids") {
		if o, ok := c.state.organizers.get(id); ok {
			organizers = append(organizers, o)
		}
	}
	return list(c, "organizers", organizers, func(o EventbriteOrganizer) object { return c.showOrganizer(o, c.expand) })
}

// filled is an address in a profile, which has only what is filled in.
func (a EventbriteAddress) filled() object {
	o := object{}
	for _, f := range []field{
		{"city", a.City}, {"country", a.Country}, {"region", a.Region}, {"postal_code", a.PostalCode},
		{"address_1", a.Address1}, {"address_2", a.Address2},
	} {
		if f.value != "" {
			o = append(o, f)
		}
	}
	return o
}

// lines are those that a letter would have.
func (a EventbriteAddress) lines() []string {
	lines := []string{}
	for _, line := range []string{a.Address1, a.Address2, a.area()} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func (a EventbriteAddress) area() string {
	var parts []string
	for _, part := range []string{a.City, strings.TrimSpace(a.Region + " " + a.PostalCode)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}
