package boxoffice

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func TestOrganizersGet(t *testing.T) {
	t.Parallel()
	px, server := resMock(t)
	server.on("GET", "/organizers/a%20b/", 200, `{"name":"A","slug":"a b"}`)
	server.on("GET", "/organizers/demo/", 200, `{"name":"D","slug":"demo","public_url":"https://x/","plugins":[]}`)
	got, err := px.Organizers.Get(t.Context(), "a b")
	resEqual(t, "an older server", []any{got, err}, []any{&Organizer{Slug: "a b", Name: "A"}, error(nil)})
	resEqual(t, "marshals back", string(resMust(json.Marshal(got))(t)), `{"slug":"a b","name":"A"}`)
	got, err = px.Organizers.Get(t.Context(), "demo")
	resEqual(t, "a newer one", []any{got, err}, []any{&Organizer{Slug: "demo", Name: "D", PublicURL: "https://x/", Plugins: []string{}}, error(nil)})
	resEqual(t, "marshals back", string(resMust(json.Marshal(got))(t)), `{"slug":"demo","name":"D","public_url":"https://x/","plugins":[]}`)
	server.want(resGet("/organizers/a%20b/"), resGet("/organizers/demo/"))
}

func TestOrganizersOwn(t *testing.T) {
	t.Parallel()
	item := func(i int) string { return fmt.Sprintf(`{"name":"N%d","slug":"o%d\u001b[2J"}`, i, i) }
	var many []string
	for i := range 7 {
		many = append(many, item(i))
	}
	for _, tt := range []struct {
		why   string
		page  string
		want  *Organizer
		names []string // what the error names
		hides []string
	}{
		{"one", resPage(1, 0, `{"name":"D","slug":"demo"}`), &Organizer{Slug: "demo", Name: "D"}, nil, nil},
		{"none", resPage(0, 0), nil, []string{"no organizer"}, nil},
		{"several", resPage(7, 0, many...), nil, []string{"7 organizers", "o0", "o4"}, []string{"o5", "\x1b"}},
		{"one on this page, and another page", resPage(51, 2, item(1)), nil, []string{"51 organizers", "o1"}, nil},
	} {
		px, server := resMock(t)
		server.on("GET", "/organizers/", 200, tt.page)
		got, err := px.Organizers.Own(t.Context())
		resEqual(t, tt.why, got, tt.want)
		if (err == nil) != (tt.want != nil) {
			t.Errorf("%s: %v", tt.why, err)
		}
		for _, name := range tt.names {
			if !strings.Contains(err.Error(), name) {
				t.Errorf("%s: %q does not name %s", tt.why, err, name)
			}
		}
		for _, name := range tt.hides {
			if strings.Contains(err.Error(), name) {
				t.Errorf("%s: %q names %q", tt.why, err, name)
			}
		}
		server.want(resGet("/organizers/"))
	}
}

func TestOrganizersForReal(t *testing.T) {
	t.Parallel()
	for _, version := range resReleases {
		px, server := resFake(t, version)
		server.AddOrganizer("other", "Other")
		own, err := px.Organizers.Own(t.Context())
		if err != nil || own.Slug != "demo" {
			t.Errorf("%s: %v, %v", version, own, err)
		}
		all, err := Collect(px.Organizers.All(t.Context(), nil))
		if err != nil || len(all) != 1 {
			t.Errorf("%s: %v, %v", version, all, err)
		}
		if _, err := px.Organizers.Get(t.Context(), "other"); !errors.Is(err, ErrForbidden) && !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: another's: %v", version, err)
		}
		user := server.AddUser(boxofficetest.PretixUser{Email: "a@x.org"})
		for _, organizer := range []string{"demo", "other"} {
			server.AddMember(server.AddTeam(organizer, boxofficetest.PretixTeam{Name: "T"}), user)
		}
		px = resMust(px.WithCredential(PretixOAuthToken(server.AddOAuthToken(user, "read", "demo", "other"))))(t)
		if _, err := px.Organizers.Own(t.Context()); err == nil || !strings.Contains(err.Error(), "demo, other") {
			t.Errorf("%s: %v", version, err)
		}
	}
}
