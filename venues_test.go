package boxoffice

import (
	"fmt"
	"iter"
	"strings"
	"testing"
)

const ebVenue = `{
	"id": "%d", "name": "Great Hall", "age_restriction": null, "capacity": null, "latitude": "37.7576792", "longitude": "-122.5078119",
	"resource_uri": "https://www.eventbriteapi.com/v3/venues/5/",
	"address": {
		"address_1": "1 Main St", "address_2": null, "city": "Springfield", "region": "CA", "postal_code": "94102", "country": "US",
		"latitude": "37.7576792", "longitude": "-122.5078119",
		"localized_address_display": "1 Main St, Springfield, CA 94102", "localized_area_display": "Springfield, CA",
		"localized_multi_line_address_display": ["1 Main St", "Springfield, CA 94102"]
	}
}`

func ebWantVenue(i int) Venue {
	return Venue{
		ID: VenueID(fmt.Sprint(i)), Name: "Great Hall", Latitude: "37.7576792", Longitude: "-122.5078119",
		ResourceURI: "https://www.eventbriteapi.com/v3/venues/5/",
		Address: &Address{
			Address1: "1 Main St", City: "Springfield", Region: "CA", PostalCode: "94102", Country: "US",
			Latitude: "37.7576792", Longitude: "-122.5078119",
			LocalizedAddressDisplay: "1 Main St, Springfield, CA 94102", LocalizedAreaDisplay: "Springfield, CA",
			LocalizedMultiLineAddressDisplay: []string{"1 Main St", "Springfield, CA 94102"},
		},
	}
}

func TestVenuesList(t *testing.T) {
	t.Parallel()
	ebWalks(t, ebList[Venue]{
		path: "/organizations/12/venues/", key: "venues",
		item: func(i int) string { return fmt.Sprintf(ebVenue, i) }, want: ebWantVenue,
		list: func(eb *Eventbrite, c string) (*Page[Venue], error) {
			return eb.Venues.List(t.Context(), "12", &VenueListOptions{ContinuationOptions{c}})
		},
		pages: func(eb *Eventbrite, c string) iter.Seq2[*Page[Venue], error] {
			return eb.Venues.Pages(t.Context(), "12", &VenueListOptions{ContinuationOptions{c}})
		},
		all: func(eb *Eventbrite, c string) iter.Seq2[Venue, error] {
			return eb.Venues.All(t.Context(), "12", &VenueListOptions{ContinuationOptions{c}})
		},
	})
	ebBare(t, "/organizations/12/venues/", "venues", func(eb *Eventbrite) (*Page[Venue], error) {
		return eb.Venues.List(t.Context(), "12", nil)
	})
	ebRefused(t, "organization_id", func(eb *Eventbrite) error {
		_, err := eb.Venues.List(t.Context(), "", nil)
		return err
	})
}

func TestVenuesGet(t *testing.T) {
	t.Parallel()
	eb, server := ebMock(t)
	body := fmt.Sprintf(ebVenue, 5)
	server.on("GET", "/venues/5/", 200, body)
	got, err := eb.Venues.Get(t.Context(), "5")
	resEqual(t, "the venue", []any{got, err}, []any{new(ebWantVenue(5)), error(nil)})
	server.want(ebGet("/venues/5/"))
	ebKeeps(t, body, got)

	sparse := `{"id": "6", "name": null, "address": null, "age_restriction": "AGE_RESTRICTION_MIN_EIGHTEEN", "capacity": 300}`
	server.on("GET", "/venues/6/", 200, sparse)
	got, err = eb.Venues.Get(t.Context(), "6")
	resEqual(t, "a venue with little", []any{got, err}, []any{&Venue{ID: "6", AgeRestriction: AgeRestrictionMinEighteen, Capacity: new(int64(300))}, error(nil)})
	ebKeeps(t, sparse, got)

	server.on("GET", "/venues/7/", 404, ebFailure(404, "NOT_FOUND", "The venue you requested does not exist."))
	_, err = eb.Venues.Get(t.Context(), "7")
	ebFails(t, err, ErrNotFound, 404, "NOT_FOUND")
	server.on("GET", "/venues/8/", 200, `{}`)
	if got, err := eb.Venues.Get(t.Context(), "8"); err == nil {
		t.Errorf("an answer that is no venue: %v", got)
	}
	ebRefused(t, "venue_id", func(eb *Eventbrite) error {
		_, err := eb.Venues.Get(t.Context(), "a/b")
		return err
	})
}

func TestVenuesCreate(t *testing.T) {
	t.Parallel()
	eb, server := ebMock(t)
	server.on("POST", "/organizations/12/venues/", 200, fmt.Sprintf(ebVenue, 5))
	got, err := eb.Venues.Create(t.Context(), "12", VenueCreate{
		Name: "Great Hall", GooglePlaceID: "ChIJ", OrganizerID: "77", AgeRestriction: AgeRestrictionAllAges, Capacity: new(int64(300)),
		Address: &AddressInput{
			Address1: "1 Main St", Address2: "Hall 2", City: "Springfield", Region: "CA", PostalCode: "94102", Country: "US",
			Latitude: "37.7576792", Longitude: "-122.5078119",
		},
	})
	resEqual(t, "the venue", []any{got, err}, []any{new(ebWantVenue(5)), error(nil)})
	server.want(resSent{Method: "POST", Path: "/organizations/12/venues/", Body: `{"venue":{"name":"Great Hall","google_place_id":"ChIJ","organizer_id":"77",` +
		`"address":{"address_1":"1 Main St","address_2":"Hall 2","city":"Springfield","region":"CA","postal_code":"94102","country":"US",` +
		`"latitude":"37.7576792","longitude":"-122.5078119"},"age_restriction":"AGE_RESTRICTION_ALL_AGES","capacity":300}}`})

	// What comes back can be sent again.
	_, err = eb.Venues.Create(t.Context(), "12", got.Input())
	resEqual(t, "of another venue", err, error(nil))
	server.want(resSent{Method: "POST", Path: "/organizations/12/venues/", Body: `{"venue":{"name":"Great Hall",` +
		`"address":{"address_1":"1 Main St","city":"Springfield","region":"CA","postal_code":"94102","country":"US",` +
		`"latitude":"37.7576792","longitude":"-122.5078119"}}}`})
	resEqual(t, "of a venue with all else", (&Venue{ID: "5", Name: "x", AgeRestriction: AgeRestrictionAllAges, Capacity: new(int64(2))}).Input(),
		VenueCreate{Name: "x", AgeRestriction: AgeRestrictionAllAges, Capacity: new(int64(2))})

	server.on("POST", "/organizations/12/venues/", 400, strings.ReplaceAll(ebInvalid, "event.name.html", "venue.name"))
	_, err = eb.Venues.Create(t.Context(), "12", VenueCreate{Name: "x"})
	e := ebFails(t, err, ErrInvalid, 400, "ARGUMENTS_ERROR")
	resEqual(t, "fields", e.Fields, map[string][]string{"venue.name": {"MISSING"}})

	for argument, venue := range map[string]VenueCreate{
		"venue.Name":            {},
		"venue.Capacity":        {Name: "x", Capacity: new(int64(-1))},
		"venue.Address":         {Name: "x", Address: &AddressInput{}},
		"venue.Address.Country": {Name: "x", Address: &AddressInput{Country: "USA"}},
	} {
		ebRefused(t, argument, func(eb *Eventbrite) error {
			_, err := eb.Venues.Create(t.Context(), "12", venue)
			return err
		})
	}
	ebRefused(t, "venue.Name", func(eb *Eventbrite) error {
		_, err := eb.Venues.Create(t.Context(), "12", VenueCreate{Name: " "})
		return err
	})
	ebRefused(t, "organization_id", func(eb *Eventbrite) error {
		_, err := eb.Venues.Create(t.Context(), "..", VenueCreate{Name: "x"})
		return err
	})
}

func TestVenuesUpdate(t *testing.T) {
	t.Parallel()
	eb, server := ebMock(t)
	server.on("POST", "/venues/5/", 200, fmt.Sprintf(ebVenue, 5))
	got, err := eb.Venues.Update(t.Context(), "5", VenueUpdate{
		Name: new("Great Hall"), GooglePlaceID: "ChIJ", OrganizerID: "77", AgeRestriction: AgeRestrictionMinTwentyOne, Capacity: new(int64(0)),
		Address: &AddressInput{City: "Springfield", Country: "US"},
	})
	resEqual(t, "the venue", []any{got, err}, []any{new(ebWantVenue(5)), error(nil)})
	server.want(resSent{Method: "POST", Path: "/venues/5/", Body: `{"venue":{"name":"Great Hall","google_place_id":"ChIJ","organizer_id":"77",` +
		`"address":{"city":"Springfield","country":"US"},"age_restriction":"AGE_RESTRICTION_MIN_TWENTY_ONE","capacity":0}}`})
	_, err = eb.Venues.Update(t.Context(), "5", VenueUpdate{Name: new("x")})
	resEqual(t, "of one field", err, error(nil))
	server.want(resSent{Method: "POST", Path: "/venues/5/", Body: `{"venue":{"name":"x"}}`})

	server.on("POST", "/venues/6/", 200, fmt.Sprintf(ebVenue, 5))
	if got, err := eb.Venues.Update(t.Context(), "6", VenueUpdate{Name: new("x")}); err == nil {
		t.Errorf("an answer about another venue: %v", got)
	}
	server.on("POST", "/venues/7/", 403, ebFailure(403, "NOT_AUTHORIZED", "You do not have access to this venue."))
	_, err = eb.Venues.Update(t.Context(), "7", VenueUpdate{Name: new("x")})
	ebFails(t, err, ErrForbidden, 403, "NOT_AUTHORIZED")

	for argument, changes := range map[string]VenueUpdate{
		"venue":                 {},
		"venue.Name":            {Name: new(" ")},
		"venue.Capacity":        {Capacity: new(int64(-1))},
		"venue.Address":         {Address: &AddressInput{}},
		"venue.Address.Country": {Address: &AddressInput{City: "x", Country: "us"}},
	} {
		ebRefused(t, argument, func(eb *Eventbrite) error {
			_, err := eb.Venues.Update(t.Context(), "5", changes)
			return err
		})
	}
	ebRefused(t, "venue_id", func(eb *Eventbrite) error {
		_, err := eb.Venues.Update(t.Context(), "", VenueUpdate{Name: new("x")})
		return err
	})
}

// Eventbrite shows a venue without an address with one of nulls.
func TestVenueInputWithoutAddress(t *testing.T) {
	t.Parallel()
	eb, server := ebMock(t)
	server.on("GET", "/venues/5/", 200, `{"id": "5", "name": "TBA", "address": {"address_1": null, "city": null, "country": null, "localized_multi_line_address_display": []}}`)
	server.on("POST", "/organizations/12/venues/", 200, `{"id": "6", "name": "TBA"}`)
	venue := resMust(eb.Venues.Get(t.Context(), "5"))(t)
	resMust(eb.Venues.Create(t.Context(), "12", venue.Input()))(t)
	server.want(ebGet("/venues/5/"), resSent{Method: "POST", Path: "/organizations/12/venues/", Body: `{"venue":{"name":"TBA"}}`})
}
