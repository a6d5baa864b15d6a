package access

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func TestReadEventbrite(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewEventbrite(t, boxofficetest.WithPageSize(2))
	owner := server.Members("")[0]
	var ids []string
	for _, name := range []string{"Zoe", "Ana", "Bob"} {
		ids = append(ids, server.AddUser(boxofficetest.EventbriteUser{Name: name, Email: name + "@example.org"}))
		server.AddMember("", boxofficetest.EventbriteMember{UserID: ids[len(ids)-1], RoleSummary: "Crew"})
	}
	role := server.AddRole("", boxofficetest.EventbriteRole{
		Name: "Door", Permissions: []string{"event.orders:read", "event.attendees:checkin"},
		Extra: map[string]any{"color": "<red>"},
	})
	s, err := ReadEventbrite(t.Context(), snapEventbrite(t, server), boxoffice.OrganizationID(server.Organization), nil)
	if err != nil || s.Err() != nil {
		t.Fatal(err, s.Err())
	}
	snapEqual(t, "after JSON", snapCopy(t, s), s)

	door := s.Group(role)
	if door == nil || door.Role == nil || string(door.Role.Extra["color"]) != `"\u003cred\u003e"` {
		t.Fatalf("%+v", s.Groups)
	}
	snapEqual(t, "may manage teams", door.CanManageTeams(), false)
	for i := range s.Groups {
		s.Groups[i].Role = nil
	}
	want := &Snapshot{
		Platform: PlatformEventbrite, Account: server.Organization, TakenAt: s.TakenAt, FinishedAt: s.FinishedAt,
		Groups: []Group{},
		People: []Person{
			{ID: ids[0], Name: "Zoe", RoleSummary: "Crew"},
			{ID: ids[1], Name: "Ana", RoleSummary: "Crew"},
			{ID: ids[2], Name: "Bob", RoleSummary: "Crew"},
		},
	}
	for _, r := range server.Roles("") {
		var permissions []boxoffice.Permission
		for _, p := range r.Permissions {
			permissions = append(permissions, boxoffice.Permission(p))
		}
		want.Groups = append(want.Groups, Group{
			ID: r.ID, Name: r.Name, Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions(permissions...)},
			Invites: []boxoffice.TeamInvite{}, Tokens: []boxoffice.TeamToken{},
		})
	}
	// The token's own user is the only one whose address can be seen.
	for _, p := range s.People {
		if p.ID == owner.UserID {
			if p.Email == "" || p.RoleSummary != owner.RoleSummary {
				t.Errorf("the owner is %+v", p)
			}
			want.People = append(want.People, p)
		}
	}
	snapEqual(t, "the snapshot", s, want)
}

func TestReadEventbriteWithoutNames(t *testing.T) {
	t.Parallel()
	for status, asked := range map[int]int{403: 21, 404: 21, 429: 4} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			server := boxofficetest.NewEventbrite(t)
			for i := range 20 {
				user := server.AddUser(boxofficetest.EventbriteUser{Name: fmt.Sprint(i)})
				server.AddMember("", boxofficetest.EventbriteMember{UserID: user})
			}
			server.Fail(boxofficetest.Fault{Path: "/v3/users/*/", Status: status, Times: -1})
			s, err := ReadEventbrite(t.Context(), snapEventbrite(t, server, snapQuick()), boxoffice.OrganizationID(server.Organization), nil)
			if err != nil {
				t.Fatal(err)
			}
			snapEqual(t, "people", len(s.People), 21)
			snapEqual(t, "names that are missing", len(s.Failures), 21)
			for i, f := range s.Failures {
				if f.Part != PartUsers || f.Person != s.People[i].ID {
					t.Errorf("failure %d is %+v", i, f)
				}
			}
			requests := 0
			for _, r := range server.Requests() {
				if r.Status == status {
					requests++
				}
			}
			if requests > asked || status != 429 && requests != asked {
				t.Errorf("%d requests were refused, want %d", requests, asked)
			}
		})
	}
}

func TestReadEventbriteKeepsWhatItGot(t *testing.T) {
	t.Parallel()
	roles := func(server *boxofficetest.Eventbrite) string {
		return "/v3/organizations/" + server.Organization + "/roles/"
	}
	members := func(server *boxofficetest.Eventbrite) string {
		return "/v3/organizations/" + server.Organization + "/members/"
	}
	cases := []struct {
		name     string
		fault    func(*boxofficetest.Eventbrite) boxofficetest.Fault
		err      error
		failures []Part
		people   int
	}{
		{
			"no roles", func(s *boxofficetest.Eventbrite) boxofficetest.Fault {
				return boxofficetest.Fault{Path: roles(s), Status: 403}
			}, nil, []Part{PartRoles}, 4,
		},
		{
			"the second page of members", func(s *boxofficetest.Eventbrite) boxofficetest.Fault {
				return boxofficetest.Fault{Path: members(s), Status: 502, Skip: 1}
			}, nil, []Part{PartMembers}, 2,
		},
		{
			"another's organization", func(s *boxofficetest.Eventbrite) boxofficetest.Fault {
				return boxofficetest.Fault{Path: members(s), Status: 404}
			}, boxoffice.ErrNotFound, []Part{PartMembers, PartRoles}, 0,
		},
		{
			"a token that ends between the lists", func(s *boxofficetest.Eventbrite) boxofficetest.Fault {
				return boxofficetest.Fault{Path: roles(s), Status: 401}
			}, boxoffice.ErrUnauthorized, []Part{PartRoles, PartUsers, PartUsers, PartUsers, PartUsers}, 4,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			server := boxofficetest.NewEventbrite(t, boxofficetest.WithPageSize(2))
			for i := range 3 {
				user := server.AddUser(boxofficetest.EventbriteUser{Name: fmt.Sprint(i)})
				server.AddMember("", boxofficetest.EventbriteMember{UserID: user})
			}
			server.Fail(c.fault(server))
			s, err := ReadEventbrite(t.Context(), snapEventbrite(t, server, snapQuick()), boxoffice.OrganizationID(server.Organization), nil)
			if !errors.Is(err, c.err) || c.err == nil && err != nil {
				t.Errorf("error %v", err)
			}
			var parts []Part
			for _, f := range s.Failures {
				parts = append(parts, f.Part)
			}
			snapEqual(t, "failures", parts, c.failures)
			snapEqual(t, "people", len(s.People), c.people)
		})
	}
}

// A list that changes while it is read can yield something twice.
func TestReadEventbriteTellsEachOnce(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewEventbrite(t)
	inOrganization := "/v3/organizations/" + server.Organization + "/"
	server.Fail(
		boxofficetest.Fault{Path: inOrganization + "roles/", Body: `{"roles":[{"id":"1","name":"Door","color":{"a" : "<b>"}},{"id":"1","name":"Door"}],"pagination":{"has_more_items":false}}`},
		boxofficetest.Fault{Path: inOrganization + "members/", Body: `{"members":[{"user_id":"` + server.User + `"},{"user_id":"` + server.User + `"}],"pagination":{"has_more_items":false}}`},
	)
	s, err := ReadEventbrite(t.Context(), snapEventbrite(t, server), boxoffice.OrganizationID(server.Organization), nil)
	if err != nil || s.Err() != nil {
		t.Fatal(err, s.Err())
	}
	snapEqual(t, "roles", len(s.Groups), 1)
	snapEqual(t, "after JSON", snapCopy(t, s), s)
	snapEqual(t, "people", len(s.People), 1)
}

func TestReadEventbriteCancelled(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewEventbrite(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s, err := ReadEventbrite(ctx, snapEventbrite(t, server), boxoffice.OrganizationID(server.Organization), nil)
	if !errors.Is(err, context.Canceled) || !errors.Is(s.Err(), context.Canceled) {
		t.Errorf("%v, %+v", err, s)
	}
	if _, err := json.Marshal(s); err != nil {
		t.Error(err)
	}
}
