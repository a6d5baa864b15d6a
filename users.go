package boxoffice

import "context"

// UserID is the id of a person's account. It is not an [OrganizationID] and not an
// [OrganizerID], although all three look like long numbers.
type UserID string

// Me stands for the token's own user, wherever a user's id can stand.
const Me UserID = "me"

// User is a person's account. Certainty: A.
//
// See https://www.eventbrite.com/platform/api#/reference/user
type User struct {
	// ID is the account's id.
	ID UserID `json:"id"`
	// Name is what to show; it need not be made of the other two. It may hold
	// anything.
	Name string `json:"name,omitzero"`
	// FirstName and LastName are for where a form asks for them.
	FirstName string `json:"first_name,omitzero"`
	LastName  string `json:"last_name,omitzero"`
	// Emails are the account's addresses; nil for other users than the token's own.
	Emails []UserEmail `json:"emails,omitzero"`
	// IsPublic is whether others can see the account; nil in records of before 2018.
	IsPublic *bool `json:"is_public,omitzero"`
	// ImageID is the account's picture.
	ImageID string `json:"image_id,omitzero"`
	// Assortment comes with [UserExpandAssortment]; its shape is not known.
	Assortment Unverified `json:"assortment,omitzero"`
}

// UserEmail is one of the addresses of an account.
type UserEmail struct {
	// Email is the address.
	Email string `json:"email"`
	// Verified is whether its owner has confirmed it.
	Verified bool `json:"verified"`
	// Primary is whether it is the one that Eventbrite writes to.
	Primary bool `json:"primary"`
}

// userAnswer is a user alone, as servers send it, or under "user", as the
// documentation has it.
type userAnswer struct {
	User

	Wrapped *User `json:"user"`
}

// UserGetOptions are the options of reading a user.
type UserGetOptions struct {
	// Expand asks for related objects.
	Expand []UserExpansion `url:"expand,comma,omitempty"`
}

func (o *UserGetOptions) check() error {
	if o == nil {
		return nil
	}
	return checkExpand(o.Expand)
}

// UsersService reads accounts of people.
type UsersService struct{ client *Client }

// Me reads the token's own user: the cheapest call that tells whether a token is
// good. Certainty: A.
//
// GET /v3/users/me/, see https://www.eventbrite.com/platform/api#/reference/user.
// [ErrUnauthorized] for a bad token, [ErrForbidden] for a public one, which belongs to
// no user.
func (s *UsersService) Me(ctx context.Context, opts *UserGetOptions) (*User, error) {
	return s.get(ctx, "Users.Me", Me, opts)
}

// Get reads a user by id. What it shows of others is not known beyond the name.
// Certainty: B (that it answers: A).
//
// GET /v3/users/{user_id}/, see https://www.eventbrite.com/platform/api#/reference/user.
// [ErrNotFound] for nobody.
func (s *UsersService) Get(ctx context.Context, userID UserID, opts *UserGetOptions) (*User, error) {
	return s.get(ctx, "Users.Get", userID, opts)
}

func (s *UsersService) get(ctx context.Context, op string, userID UserID, opts *UserGetOptions) (*User, error) {
	answer, err := fetch(ctx, s.client, request{
		op: op, method: "GET", path: "/users/{user_id}/", args: []any{userID}, query: opts, refused: opts.check(),
	}, func(a *userAnswer) bool {
		if a.Wrapped != nil {
			a.User = *a.Wrapped
		}
		return a.ID != ""
	})
	if err != nil {
		return nil, err
	}
	return &answer.User, nil
}
