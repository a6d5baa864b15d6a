package access

import (
	"errors"
	"reflect"
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func TestOffboardEventbrite(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewEventbrite(t)
	organization := server.AddOrganization(boxofficetest.EventbriteOrganization{Name: "Festival"})
	server.AddMember(organization, boxofficetest.EventbriteMember{UserID: server.User})
	add := func(id, name string) {
		server.AddUser(boxofficetest.EventbriteUser{ID: id, Name: name})
		server.AddMember(organization, boxofficetest.EventbriteMember{UserID: id, RoleSummary: "Admin\x1b"})
	}
	add("901", "Ana Box")
	add("902", "ana box ")
	add("903", "Bob")
	eb, err := boxoffice.NewEventbrite(boxoffice.EventbriteToken(server.Token), boxoffice.WithBaseURL(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	s, err := ReadEventbrite(t.Context(), eb, boxoffice.OrganizationID(organization), nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range s.People { // as for the token's own user
		if s.People[i].ID == "903" {
			s.People[i].Email = "bob@example.org"
		}
	}
	s.People = append(s.People, Person{ID: "904"})
	got, err := OffboardEventbrite(s, "Ana Box", "BOB@example.org", "user:902", "carol@example.org\x1b")
	if err != nil {
		t.Fatal(err)
	}
	remove := func(who, by string) string {
		return "remove member " + who + " from organization " + organization + " on Eventbrite's page of the team: found by " + by
	}
	want := []string{
		remove("user:901, Ana Box, Admin\uFFFD", "name, which others may have as well"),
		remove("user:902, ana box , Admin\uFFFD", "name, which others may have as well"),
		"2 members fit Ana Box: make sure which of them leaves",
		remove("user:903, Bob, bob@example.org, Admin\uFFFD", "address"),
		remove("user:902, ana box , Admin\uFFFD", "id"),
		"carol@example.org\uFFFD was found nowhere among 5 members, of whom 1 show neither name nor address: look by eye, under all their addresses",
		"open invitations can't be seen in the API: look through them on the same page",
		"private tokens and applications of an account go on working with what the account may still do; a token that was shared has to be replaced",
		"accounts stay, with what they may do in other organizations",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	s.Failures = []Failure{{Part: PartUsers, Person: "904", Reason: "no"}}
	if got, err = OffboardEventbrite(s, "Bob"); err != nil {
		t.Fatal(err)
	}
	peopleContain(t, got, "1 parts of the organization could not be read, so somebody may be missing here")
}

func TestOffboardEventbriteArguments(t *testing.T) {
	t.Parallel()
	s := &Snapshot{Platform: PlatformEventbrite, Account: "1"}
	for _, c := range []struct {
		s      *Snapshot
		people []string
		want   string
	}{{nil, []string{"a"}, "s"}, {&Snapshot{Platform: PlatformPretix}, []string{"a"}, "s"}, {s, nil, "people"}, {s, []string{"a", " "}, "people[1]"}} {
		_, err := OffboardEventbrite(c.s, c.people...)
		if e, ok := errors.AsType[*boxoffice.ArgumentError](err); !ok || e.Argument != c.want {
			t.Errorf("%q: %v, want %s", c.people, err, c.want)
		}
	}
}
