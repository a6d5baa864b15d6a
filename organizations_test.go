package boxoffice

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"
)

// An organization as recorded in 2021; the date is of the form that was added later.
const ebOrganization = `{"_type": "organization", "name": "Mercury Team", "vertical": "default", "parent_id": null, ` +
	`"locale": "en_US", "created": "2018-09-14T13:11:05", "image_id": null, "id": "%d"}`

func ebWantOrganization(i int) Organization {
	return Organization{
		ID: OrganizationID(fmt.Sprint(i)), Name: "Mercury Team", Vertical: "default", Locale: "en_US",
		Created: new(time.Date(2018, 9, 14, 13, 11, 5, 0, time.UTC)), Type: "organization",
	}
}

func TestOrganizationsList(t *testing.T) {
	t.Parallel()
	for user, l := range map[string]ebList[Organization]{
		"me": {
			list: func(eb *Eventbrite, c string) (*Page[Organization], error) {
				return eb.Organizations.List(t.Context(), &OrganizationListOptions{ContinuationOptions{c}})
			},
			pages: func(eb *Eventbrite, c string) iter.Seq2[*Page[Organization], error] {
				return eb.Organizations.Pages(t.Context(), &OrganizationListOptions{ContinuationOptions{c}})
			},
			all: func(eb *Eventbrite, c string) iter.Seq2[Organization, error] {
				return eb.Organizations.All(t.Context(), &OrganizationListOptions{ContinuationOptions{c}})
			},
		},
		"77": {
			list: func(eb *Eventbrite, c string) (*Page[Organization], error) {
				return eb.Organizations.ListByUser(t.Context(), "77", &OrganizationListOptions{ContinuationOptions{c}})
			},
			pages: func(eb *Eventbrite, c string) iter.Seq2[*Page[Organization], error] {
				return eb.Organizations.PagesByUser(t.Context(), "77", &OrganizationListOptions{ContinuationOptions{c}})
			},
			all: func(eb *Eventbrite, c string) iter.Seq2[Organization, error] {
				return eb.Organizations.AllByUser(t.Context(), "77", &OrganizationListOptions{ContinuationOptions{c}})
			},
		},
	} {
		l.path, l.key = "/users/"+user+"/organizations/", "organizations"
		l.item, l.want = func(i int) string { return fmt.Sprintf(ebOrganization, i) }, ebWantOrganization
		ebWalks(t, l)
	}
	ebRefused(t, "user_id", func(eb *Eventbrite) error {
		_, err := eb.Organizations.ListByUser(t.Context(), "..", nil)
		return err
	})
}

func ebOrganizations(items ...string) string {
	return `{"organizations": [` + strings.Join(items, ",") + `], "pagination": {"has_more_items": false}}`
}

func TestOrganizationsDefault(t *testing.T) {
	t.Parallel()
	eb, server := ebMock(t)
	server.on("GET", "/users/me/organizations/", 200, ebOrganizations(fmt.Sprintf(ebOrganization, 5), fmt.Sprintf(ebOrganization, 6)))
	got, err := eb.Organizations.Default(t.Context())
	resEqual(t, "the first", []any{got, err}, []any{new(ebWantOrganization(5)), error(nil)})
	server.want(ebGet("/users/me/organizations/"))

	eb, server = ebMock(t)
	server.on("GET", "/users/me/organizations/", 200, ebOrganizations())
	server.on("GET", "/users/me/", 200, `{"id": "42", "name": "Ada"}`)
	got, err = eb.Organizations.Default(t.Context())
	resEqual(t, "of an account without one", []any{got, err}, []any{&Organization{ID: "42", Name: "Ada"}, error(nil)})
	server.want(ebGet("/users/me/organizations/"), ebGet("/users/me/"))

	// Neither an error of the list nor one of the user is taken for no organization.
	eb, server = ebMock(t)
	server.on("GET", "/users/me/organizations/", 403, ebFailure(403, "NOT_AUTHORIZED", "T"))
	got, err = eb.Organizations.Default(t.Context())
	wantEqual(t, "Operation", ebFails(t, err, ErrForbidden, 403, "NOT_AUTHORIZED").Operation, "Organizations.List")
	server.on("GET", "/users/me/organizations/", 200, ebOrganizations())
	server.on("GET", "/users/me/", 404, ebNotFound)
	none, err := eb.Organizations.Default(t.Context())
	wantEqual(t, "Operation", ebFails(t, err, ErrNotFound, 404, "NOT_FOUND").Operation, "Users.Me")
	if got != nil || none != nil {
		t.Errorf("there are organizations: %v, %v", got, none)
	}
}

func TestOrganizationsResolve(t *testing.T) {
	t.Parallel()
	named := func(id, name string) string {
		return fmt.Sprintf(`{"id": %q, "name": %s}`, id, resMust(json.Marshal(name))(t))
	}
	list := ebOrganizations(named("1", "Gala\x1b[2J Ltd"), named("2", "Open Air"), named("3", "open air "), named("4", "2"), named("5", "Moved"), named("5", "Moved"))
	for _, tt := range []struct {
		wanted string
		id     OrganizationID
		names  []string
		hides  []string
	}{
		{"2", "2", nil, nil}, // an id goes before a name
		{" 3 ", "3", nil, nil},
		{"gala\x1b[2j ltd", "1", nil, nil},
		{"Open Air", "", []string{"2 organizations", `2 ("Open Air")`, `3 ("open air ")`}, []string{"Gala"}},
		{"Moved", "5", nil, nil}, // listed twice, since it moved to the next page meanwhile
		{"nobody", "", []string{"1 (", "2 (", "3 (", "4 ("}, []string{"\x1b"}},
	} {
		eb, server := ebMock(t)
		server.on("GET", "/users/me/organizations/", 200, list)
		got, err := eb.Organizations.Resolve(t.Context(), tt.wanted)
		if tt.id != "" && (err != nil || got.ID != tt.id) {
			t.Errorf("%q: %v, %v", tt.wanted, got, err)
		}
		if tt.id == "" && err == nil {
			t.Errorf("%q: %v", tt.wanted, got)
		}
		if errors.Is(err, ErrNotFound) != (tt.wanted == "nobody") {
			t.Errorf("%q: not found: %v", tt.wanted, err)
		}
		for _, name := range tt.names {
			if !strings.Contains(err.Error(), name) {
				t.Errorf("%q: %q does not name %s", tt.wanted, err, name)
			}
		}
		for _, name := range tt.hides {
			if err != nil && strings.Contains(err.Error(), name) {
				t.Errorf("%q: %q shows %q", tt.wanted, err, name)
			}
		}
	}
	// The error names ten, and says how many there are beside; of an account without any it
	// says what serves as one.
	var many []string
	for i := range 12 {
		many = append(many, named(fmt.Sprint(100+i), "Gala"))
	}
	for body, texts := range map[string][]string{
		ebOrganizations(many...): {"12 organizations", `109 ("Gala")`, "and 2 more"}, ebOrganizations(): {"it has none at all", "see Default"},
	} {
		eb, server := ebMock(t)
		server.on("GET", "/users/me/organizations/", 200, body)
		got, err := eb.Organizations.Resolve(t.Context(), "gala")
		for _, text := range texts {
			if got != nil || err == nil || !strings.Contains(err.Error(), text) || strings.Contains(err.Error(), "110 (") {
				t.Errorf("%v, %v does not say %q", got, err, text)
			}
		}
	}
	eb, server := ebMock(t)
	server.on("GET", "/users/me/organizations/", 403, ebFailure(403, "NOT_AUTHORIZED", "T"))
	_, err := eb.Organizations.Resolve(t.Context(), "gala")
	ebFails(t, err, ErrForbidden, 403, "NOT_AUTHORIZED")
	ebRefused(t, "idOrName", func(eb *Eventbrite) error {
		_, err := eb.Organizations.Resolve(t.Context(), " ")
		return err
	})
}
