package boxoffice

import (
	"encoding/json"
	"testing"
)

// ebUser is a user as recorded in 2025, for itself.
const ebUser = `{"emails": [{"email": "ada@example.org", "verified": true, "primary": false}], "id": "2986542581749", "name": "Ada L", "first_name": "Ada", "last_name": "L",
	"is_public": false, "image_id": null}`

func ebWantUser() *User {
	return &User{
		ID: "2986542581749", Name: "Ada L", FirstName: "Ada", LastName: "L", Emails: []UserEmail{{"ada@example.org", true, false}}, IsPublic: new(false),
	}
}

func TestUsers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		reason, body string
		want         *User
	}{
		{"bare, as recorded", ebUser, ebWantUser()},
		{"wrapped, as documented", `{"user": ` + ebUser + `}`, ebWantUser()},
		{"another user, with little", `{"id": "5", "name": null, "image_id": "9"}`, &User{ID: "5", ImageID: "9"}},
		{"a number for an id", `{"id": 2986542581749, "is_public": "true"}`, &User{ID: "2986542581749", IsPublic: new(true)}},
		{"wrapped, with a number", `{"user": {"id": 5, "first_name": {}}}`, &User{ID: "5"}},
		{"a wrapper of null", `{"user": null, "id": "5"}`, &User{ID: "5"}},
		{"a wrapper that is none", `{"user": "ada", "id": "5"}`, &User{ID: "5"}},
		{"an expansion", `{"id": "5", "assortment": {"plan": "package2"}}`, &User{ID: "5", Assortment: Unverified(`{"plan": "package2"}`)}},
		{"odd addresses", `{"id": "5", "emails": ["x", {"email": "a@example.org", "verified": []}]}`, &User{ID: "5", Emails: []UserEmail{{Email: "a@example.org"}}}},
		{"what is new", `{"id": "5", "new": {"a": 1}}`, &User{ID: "5"}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			eb, server := ebMock(t)
			for _, path := range []string{"/users/me/", "/users/me/?expand=assortment", "/users/5/", "/users/5/?expand=assortment%2Cnew_one"} {
				server.on("GET", path, 200, test.body)
			}
			want := []any{test.want, error(nil)}
			got, err := eb.Users.Me(t.Context(), nil)
			resEqual(t, "me", []any{got, err}, want)
			got, err = eb.Users.Me(t.Context(), &UserGetOptions{Expand: []UserExpansion{UserExpandAssortment}})
			resEqual(t, "me, expanded", []any{got, err}, want)
			got, err = eb.Users.Get(t.Context(), "5", &UserGetOptions{})
			resEqual(t, "another one", []any{got, err}, want)
			got, err = eb.Users.Get(t.Context(), "5", &UserGetOptions{Expand: []UserExpansion{UserExpandAssortment, "new_one"}})
			resEqual(t, "another one, expanded", []any{got, err}, want)
			got, err = eb.Users.Get(t.Context(), Me, nil)
			resEqual(t, "me by id", []any{got, err}, want)
			server.want(ebGet("/users/me/"), ebGet("/users/me/?expand=assortment"), ebGet("/users/5/"), ebGet("/users/5/?expand=assortment%2Cnew_one"), ebGet("/users/me/"))
		})
	}
}

func TestUsersErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		reason, body string
		status       int
		kinds        []error
	}{
		{"a public token", ebWireError(403, "NOT_AUTHORIZED", "T"), 403, []error{ErrForbidden}},
		{"a bad token", ebWireError(401, "INVALID_AUTH", "T"), 401, []error{ErrUnauthorized}},
		{"nobody", ebWireError(404, "NOT_FOUND", "The user you requested does not exist."), 404, []error{ErrNotFound}},
		{"nothing", `{}`, 200, nil},
		{"null", `null`, 200, nil},
		{"a list", `[]`, 200, nil},
		{"an odd id", `{"id": {}, "name": "x"}`, 200, nil},
		{"an empty wrapper", `{"user": {}, "id": "5"}`, 200, nil},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			eb, server := ebMock(t)
			server.on("GET", "/users/me/", test.status, test.body)
			server.on("GET", "/users/5/", test.status, test.body)
			me, err := eb.Users.Me(t.Context(), nil)
			e := wantError(t, err, test.kinds...)
			wantEqual(t, "what was called", e.Operation+" "+e.Method+" "+e.Path, "Users.Me GET /proxy/v3/users/{user_id}/")
			user, err := eb.Users.Get(t.Context(), "5", nil)
			e = wantError(t, err, test.kinds...)
			wantEqual(t, "what was called", e.Operation+" "+e.Method+" "+e.Path, "Users.Get GET /proxy/v3/users/{user_id}/")
			if me != nil || user != nil {
				t.Errorf("there are users: %v, %v", me, user)
			}
			wantEqual(t, "Status", e.Status, test.status)
		})
	}
	for id, argument := range map[UserID]string{"": "user_id", " ": "user_id", ".": "user_id", "..": "user_id", "a/b": "user_id", "5\n": "user_id"} {
		ebRefused(t, argument, func(eb *Eventbrite) error {
			_, err := eb.Users.Get(t.Context(), id, nil)
			return err
		})
	}
	bad := &UserGetOptions{Expand: []UserExpansion{"a,b"}}
	ebRefused(t, "opts.Expand", func(eb *Eventbrite) error {
		_, err := eb.Users.Me(t.Context(), bad)
		return err
	})
	ebRefused(t, "opts.Expand", func(eb *Eventbrite) error {
		_, err := eb.Users.Get(t.Context(), "5", bad)
		return err
	})
}

func TestUserMarshal(t *testing.T) {
	t.Parallel()
	var user User
	if err := json.Unmarshal([]byte(ebUser), &user); err != nil {
		t.Fatal(err)
	}
	user.Assortment = Unverified(`{"plan":"package2"}`)
	ebWrites(t, user, `{"emails": [{"email": "ada@example.org", "verified": true, "primary": false}], "id": "2986542581749", "name": "Ada L", "first_name": "Ada", "last_name": "L",
		"is_public": false, "assortment": {"plan": "package2"}}`)
	ebWrites(t, User{ID: "5"}, `{"id": "5"}`)
}
