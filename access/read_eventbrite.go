package access

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/boxoffice-go/boxoffice"
)

// ReadEventbrite reads who is in an organization and which roles it has. Nothing in
// Eventbrite's API tells which member has which role, shows invitations, or lists
// tokens, so none of it is in the snapshot; names are read person by person, and
// addresses can be seen of the token's own user only.
//
// A part that can't be read is a [Failure] of the snapshot. The error is for what
// leaves nothing to show: [boxoffice.ErrUnauthorized], [boxoffice.ErrNotFound] for an
// organization that is not the token's, the end of ctx. What was read until then is
// returned beside it.
//
// Routes: GET /v3/organizations/{organization_id}/roles/ and …/members/, and
// GET /v3/users/{user_id}/; see https://www.eventbrite.com/platform/api#/reference/organization-members.
func ReadEventbrite(ctx context.Context, eb *boxoffice.Eventbrite, organizationID boxoffice.OrganizationID, opts *ReadOptions) (*Snapshot, error) {
	o, err := opts.orDefault()
	if err != nil {
		return nil, err
	}
	s := &Snapshot{Platform: Eventbrite, Account: string(organizationID), TakenAt: now(), Groups: []Group{}, People: []Person{}}
	members, err := boxoffice.Collect(eb.Members.All(ctx, organizationID, nil))
	if err != nil {
		return s, fmt.Errorf("access: reading the members of %s: %w", organizationID, err)
	}
	for _, m := range members {
		s.People = append(s.People, Person{ID: string(m.UserID), RoleSummary: m.RoleSummary})
	}
	slices.SortFunc(s.People, comparePeople)
	// A list of continuations can yield an item twice when it changes meanwhile.
	s.People = slices.CompactFunc(s.People, func(a, b Person) bool { return a.ID == b.ID })

	roles, err := boxoffice.Collect(eb.Roles.All(ctx, organizationID, nil))
	if err != nil {
		s.Failures = append(s.Failures, Failure{Part: PartRoles, Reason: err.Error(), err: err})
	}
	for _, role := range roles {
		permissions := make([]boxoffice.Permission, len(role.Permissions))
		for i, name := range role.Permissions {
			permissions[i] = boxoffice.Permission(name)
		}
		s.Groups = append(s.Groups, Group{
			ID: string(role.ID), Name: role.Name, Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions(permissions...)},
			Invites: []boxoffice.TeamInvite{}, Tokens: []boxoffice.TeamToken{}, Role: &role,
		})
	}
	err = o.parts(ctx, nameTasks(eb, s))
	slices.SortFunc(s.People, comparePeople)
	slices.SortFunc(s.Failures, func(a, b Failure) int { return comparePeople(Person{ID: a.Person}, Person{ID: b.Person}) })
	s.FinishedAt = now()
	if err != nil {
		return s, fmt.Errorf("access: reading the people of %s: %w", organizationID, err)
	}
	return s, nil
}

// nameTasks read the people's names.
func nameTasks(eb *boxoffice.Eventbrite, s *Snapshot) []func(context.Context) error {
	var mu sync.Mutex
	tasks := make([]func(context.Context) error, len(s.People))
	for i := range s.People {
		p := &s.People[i]
		tasks[i] = func(ctx context.Context) error {
			user, err := eb.Users.Get(ctx, boxoffice.UserID(p.ID), nil)
			switch {
			case err == nil:
				p.Name = user.Name
				for _, e := range user.Emails {
					if p.Email == "" || e.Primary {
						p.Email = e.Email
					}
				}
				return nil
			case ctx.Err() != nil, errors.Is(err, boxoffice.ErrUnauthorized):
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			s.Failures = append(s.Failures, Failure{Part: PartUsers, Person: p.ID, Reason: err.Error(), err: err})
			return nil
		}
	}
	return tasks
}
