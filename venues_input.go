package boxoffice

import "strings"

// AddressInput is an address as input. What is left "" is not sent.
type AddressInput struct {
	// Address1, Address2, City and Region are lines to print in this order; Region is
	// an ISO 3166-2 code of two or three characters where there is one.
	Address1 string `json:"address_1,omitzero"`
	Address2 string `json:"address_2,omitzero"`
	City     string `json:"city,omitzero"`
	Region   string `json:"region,omitzero"`
	// PostalCode is what the country has in its place.
	PostalCode string `json:"postal_code,omitzero"`
	// Country is an ISO 3166-1 code of two capitals.
	Country string `json:"country,omitzero"`
	// Latitude and Longitude are decimal numbers such as "37.7576792".
	Latitude  string `json:"latitude,omitzero"`
	Longitude string `json:"longitude,omitzero"`
}

func (in *AddressInput) check(argument string) error {
	switch {
	case in == nil:
		return nil
	case *in == AddressInput{}:
		return argumentError(argument, "is empty")
	case in.Country != "" && !isCountry(in.Country):
		return argumentError(argument+".Country", "must be an ISO 3166-1 code of two capitals, such as US")
	}
	return nil
}

func isCountry(code string) bool {
	return len(code) == 2 && !strings.ContainsFunc(code, func(r rune) bool { return r < 'A' || r > 'Z' })
}

// VenueCreate is a new venue. Name is required; what is left zero is left to
// Eventbrite. Certainty: B.
type VenueCreate struct {
	// Name must not be blank.
	Name string `json:"name"`
	// GooglePlaceID is the place's id on Google Maps.
	GooglePlaceID string `json:"google_place_id,omitzero"`
	// OrganizerID is the profile that it belongs to; "" is the default one.
	OrganizerID OrganizerID `json:"organizer_id,omitzero"`
	// Address is where it is.
	Address *AddressInput `json:"address,omitzero"`
	// AgeRestriction is who may come in.
	AgeRestriction AgeRestriction `json:"age_restriction,omitzero"`
	// Capacity is the most tickets; without it, the sum of the ticket classes.
	Capacity *int64 `json:"capacity,omitzero"`
}

func (in VenueCreate) check() error {
	if in.Name == "" {
		return missing("venue.Name")
	}
	return VenueUpdate{Name: &in.Name, Address: in.Address, Capacity: in.Capacity}.check()
}

// VenueUpdate changes a venue: what is left nil or "" stays as it is. Certainty: B.
type VenueUpdate struct {
	// Name must not be blank. Eventbrite's documentation requires it in updates, too.
	Name *string `json:"name,omitzero"`
	// GooglePlaceID is the place's id on Google Maps.
	GooglePlaceID string `json:"google_place_id,omitzero"`
	// OrganizerID is the profile that it belongs to.
	OrganizerID OrganizerID `json:"organizer_id,omitzero"`
	// Address is where it is. Whether its parts that are left "" stay as they are is
	// not known, so give all that it has.
	Address *AddressInput `json:"address,omitzero"`
	// AgeRestriction is who may come in.
	AgeRestriction AgeRestriction `json:"age_restriction,omitzero"`
	// Capacity is the most tickets.
	Capacity *int64 `json:"capacity,omitzero"`
}

func (in VenueUpdate) check() error {
	switch {
	case in == VenueUpdate{}:
		return argumentError("venue", "changes nothing")
	case in.Name != nil && strings.TrimSpace(*in.Name) == "":
		return argumentError("venue.Name", "is blank")
	case in.Capacity != nil && *in.Capacity < 0:
		return argumentError("venue.Capacity", "is negative")
	}
	return in.Address.check("venue.Address")
}
