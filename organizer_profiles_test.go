package boxoffice

import (
	"fmt"
	"iter"
	"strings"
	"testing"
)

// A profile as recorded in 2018 and 2019, with the members that came later.
const ebProfile = `{
	"_type": "organizer", "id": "%d", "name": "Gala Ltd", "url": "https://www.eventbrite.com/o/gala-77", "vanity_url": "https://gala.eventbrite.com",
	"description": {"text": "We <3 you", "html": "<P>We &lt;3 you</P>"}, "long_description": {"text": null, "html": "<P>All</P>"},
	"logo_id": "9", "logo": {"id": "9", "url": "https://img.example.org/9", "crop_mask": null, "original": null, "aspect_ratio": "1", "edge_color": "#ffffff", "edge_color_set": true},
	"num_past_events": 3, "num_future_events": 0, "website": "https://gala.example.org", "twitter": "@gala", "facebook": "gala", "instagram": null,
	"organization_id": "12", "disable_marketing_opt_in": false, "resource_uri": "https://www.eventbriteapi.com/v3/organizers/77/"
}`

func ebWantProfile(i int) OrganizerProfile {
	return OrganizerProfile{
		Type: "organizer", ID: OrganizerID(fmt.Sprint(i)), Name: "Gala Ltd", URL: "https://www.eventbrite.com/o/gala-77", VanityURL: "https://gala.eventbrite.com",
		Description: MultipartText{"We <3 you", "<P>We &lt;3 you</P>"}, LongDescription: MultipartText{HTML: "<P>All</P>"},
		LogoID: "9", Logo: &Image{ID: "9", URL: "https://img.example.org/9", AspectRatio: "1", EdgeColor: "#ffffff", EdgeColorSet: new(true)},
		NumPastEvents: new(int64(3)), NumFutureEvents: new(int64(0)), Website: "https://gala.example.org", Twitter: "@gala", Facebook: "gala",
		OrganizationID: "12", DisableMarketingOptIn: new(false), ResourceURI: "https://www.eventbriteapi.com/v3/organizers/77/",
	}
}

func TestOrganizerProfilesList(t *testing.T) {
	t.Parallel()
	ebWalks(t, ebList[OrganizerProfile]{
		path: "/organizations/12/organizers/", key: "organizers",
		item: func(i int) string { return fmt.Sprintf(ebProfile, i) }, want: ebWantProfile,
		list: func(eb *Eventbrite, c string) (*Page[OrganizerProfile], error) {
			return eb.OrganizerProfiles.List(t.Context(), "12", &OrganizerProfileListOptions{ContinuationOptions: ContinuationOptions{c}})
		},
		pages: func(eb *Eventbrite, c string) iter.Seq2[*Page[OrganizerProfile], error] {
			return eb.OrganizerProfiles.Pages(t.Context(), "12", &OrganizerProfileListOptions{ContinuationOptions: ContinuationOptions{c}})
		},
		all: func(eb *Eventbrite, c string) iter.Seq2[OrganizerProfile, error] {
			return eb.OrganizerProfiles.All(t.Context(), "12", &OrganizerProfileListOptions{ContinuationOptions: ContinuationOptions{c}})
		},
	})
	ebBare(t, "/organizations/12/organizers/", "organizers", func(eb *Eventbrite) (*Page[OrganizerProfile], error) {
		return eb.OrganizerProfiles.List(t.Context(), "12", nil)
	})
	ebRefused(t, "organization_id", func(eb *Eventbrite) error {
		_, err := eb.OrganizerProfiles.List(t.Context(), ".", nil)
		return err
	})
	for _, opts := range []*OrganizerProfileListOptions{{Page: -1}, {ContinuationOptions{"T"}, 2}} {
		ebRefused(t, "opts.Page", func(eb *Eventbrite) error {
			_, err := eb.OrganizerProfiles.List(t.Context(), "12", opts)
			return err
		})
	}
	ebBare(t, "/organizations/12/organizers/?page=2", "organizers", func(eb *Eventbrite) (*Page[OrganizerProfile], error) {
		return eb.OrganizerProfiles.List(t.Context(), "12", &OrganizerProfileListOptions{Page: 2})
	})
}

func TestOrganizerProfilesGet(t *testing.T) {
	t.Parallel()
	for path, get := range map[string]func(eb *Eventbrite) (*OrganizerProfile, error){
		"/organizers/77/": func(eb *Eventbrite) (*OrganizerProfile, error) {
			return eb.OrganizerProfiles.Get(t.Context(), "77")
		},
		"/organizations/12/organizers/default/": func(eb *Eventbrite) (*OrganizerProfile, error) {
			return eb.OrganizerProfiles.Default(t.Context(), "12")
		},
	} {
		eb, server := ebMock(t)
		body := fmt.Sprintf(ebProfile, 77)
		server.on("GET", path, 200, body)
		got, err := get(eb)
		resEqual(t, "the profile", []any{got, err}, []any{new(ebWantProfile(77)), error(nil)})
		server.want(ebGet(path))
		ebKeeps(t, body, got)

		sparse := `{"id": "78", "description": null, "logo": null, "logo_id": null}`
		server.on("GET", path, 200, sparse)
		got, err = get(eb)
		resEqual(t, "a profile with little", []any{got, err}, []any{&OrganizerProfile{ID: "78"}, error(nil)})
		ebKeeps(t, sparse, got)

		server.on("GET", path, 200, `{"organizers": []}`)
		if got, err := get(eb); err == nil {
			t.Errorf("an answer that is no profile: %v", got)
		}
		server.on("GET", path, 404, ebFailure(404, "NOT_FOUND", "The organizer you requested does not exist."))
		_, err = get(eb)
		ebFails(t, err, ErrNotFound, 404, "NOT_FOUND")
	}
	ebRefused(t, "organizer_id", func(eb *Eventbrite) error {
		_, err := eb.OrganizerProfiles.Get(t.Context(), "")
		return err
	})
	ebRefused(t, "organization_id", func(eb *Eventbrite) error {
		_, err := eb.OrganizerProfiles.Default(t.Context(), "")
		return err
	})
}

func TestOrganizerProfilesCreate(t *testing.T) {
	t.Parallel()
	eb, server := ebMock(t)
	const path = "/organizations/12/organizers/"
	server.on("POST", path, 200, fmt.Sprintf(ebProfile, 77))
	got, err := eb.OrganizerProfiles.Create(t.Context(), "12", OrganizerProfileCreate{
		Name: "Gala Ltd", Description: "We", LongDescription: "All", Logo: "9", Website: "https://gala.example.org", Twitter: "@gala", Facebook: "gala", Instagram: "123",
	})
	resEqual(t, "the profile", []any{got, err}, []any{new(ebWantProfile(77)), error(nil)})
	server.want(resSent{Method: "POST", Path: path, Body: `{"organizer":{"name":"Gala Ltd","description":{"html":"We"},"long_description":{"html":"All"},` +
		`"logo":{"id":"9"},"website":"https://gala.example.org","twitter":"@gala","facebook":"gala","instagram":"123"}}`})

	// What comes back can be sent again.
	resEqual(t, "input", got.Input(), OrganizerProfileCreate{
		Name: "Gala Ltd", Description: "<P>We &lt;3 you</P>", LongDescription: "<P>All</P>", Logo: "9",
		Website: "https://gala.example.org", Twitter: "@gala", Facebook: "gala",
	})
	resEqual(t, "Instagram", (&OrganizerProfile{Instagram: "123"}).Input(), OrganizerProfileCreate{Instagram: "123"})
	_, err = eb.OrganizerProfiles.Create(t.Context(), "12", OrganizerProfileCreate{Name: "x"})
	resEqual(t, "of a name", err, error(nil))
	server.want(resSent{Method: "POST", Path: path, Body: `{"organizer":{"name":"x"}}`})

	server.on("POST", path, 400, strings.ReplaceAll(ebInvalid, "event.name.html", "organizer.name"))
	_, err = eb.OrganizerProfiles.Create(t.Context(), "12", OrganizerProfileCreate{Name: "x"})
	e := ebFails(t, err, ErrInvalid, 400, "ARGUMENTS_ERROR")
	resEqual(t, "fields", e.Fields, map[string][]string{"organizer.name": {"MISSING"}})

	ebRefused(t, "organizer.Name", func(eb *Eventbrite) error {
		_, err := eb.OrganizerProfiles.Create(t.Context(), "12", OrganizerProfileCreate{Name: " "})
		return err
	})
	ebRefused(t, "organization_id", func(eb *Eventbrite) error {
		_, err := eb.OrganizerProfiles.Create(t.Context(), "", OrganizerProfileCreate{Name: "x"})
		return err
	})
}
