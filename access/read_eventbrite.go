package access

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/boxoffice-go/boxoffice"
)

// ReadEventbrite reads who is in an organization and which roles it has. Nothing in
// Eventbrite's API tells which member has which role, shows invitations, or lists
// tokens, so none of it is in the snapshot; names are read person by person, and
// addresses can be seen of the token's own user only.
//
// A part that can't be read is a [Failure] of the snapshot. Names are often among
// them: not every token may see them, and when an hour's requests are used up
// ([boxoffice.ErrRateLimited]) those that are left are not asked for. The error is
// for what leaves nothing to show: [boxoffice.ErrUnauthorized],
// [boxoffice.ErrForbidden], [boxoffice.ErrNotFound] for an organization that is not
// the token's, the end of ctx. What was read until then is returned beside it.
//
// Routes: GET /v3/organizations/{organization_id}/roles/ and …/members/, and
// GET /v3/users/{user_id}/; see https://www.eventbrite.com/platform/api#/reference/organization-members.
func ReadEventbrite(ctx context.Context, eb *boxoffice.Eventbrite, organizationID boxoffice.OrganizationID, opts *ReadOptions) (*Snapshot, error) {
	o, err := opts.orDefault()
	if err != nil {
		return nil, err
	}
	s := &Snapshot{Platform: PlatformEventbrite, Account: string(organizationID), TakenAt: now(), Groups: []Group{}, People: []Person{}}
	err = readOrganization(ctx, eb, organizationID, s)
	names := nameTasks(eb, s)
	if err != nil {
		for _, name := range names {
			name.missed(err)
		}
	} else {
		err = o.parts(ctx, names, func(err error) bool {
			return errors.Is(err, boxoffice.ErrUnauthorized) || errors.Is(err, boxoffice.ErrRateLimited)
		})
		if errors.Is(err, boxoffice.ErrRateLimited) {
			err = nil // the failures tell it, and all but names is there
		}
	}
	slices.SortFunc(s.People, comparePeople)
	slices.SortStableFunc(s.Failures, func(a, b Failure) int { return comparePeople(Person{ID: a.Person}, Person{ID: b.Person}) })
	s.FinishedAt = now()
	if err != nil {
		return s, fmt.Errorf("access: reading organization %s: %w", organizationID, err)
	}
	return s, nil
}

// readOrganization reads the two lists. Of a list that breaks off in the middle,
// what came before that is kept.
func readOrganization(ctx context.Context, eb *boxoffice.Eventbrite, id boxoffice.OrganizationID, s *Snapshot) error {
	members, membersErr := boxoffice.Collect(eb.Members.All(ctx, id, nil))
	for _, m := range members {
		s.People = append(s.People, Person{ID: string(m.UserID), RoleSummary: m.RoleSummary})
	}
	slices.SortFunc(s.People, comparePeople)
	// A list of continuations can yield an item twice when it changes meanwhile.
	s.People = slices.CompactFunc(s.People, func(a, b Person) bool { return a.ID == b.ID })
	if membersErr != nil {
		s.Failures = append(s.Failures, Failure{Part: PartMembers, Reason: membersErr.Error(), err: membersErr})
	}
	if leavesNothing(ctx, membersErr) {
		s.Failures = append(s.Failures, Failure{Part: PartRoles, Reason: membersErr.Error(), err: membersErr})
		return membersErr
	}
	roles, rolesErr := boxoffice.Collect(eb.Roles.All(ctx, id, nil))
	for _, role := range roles {
		if s.Group(string(role.ID)) == nil {
			s.Groups = append(s.Groups, roleGroup(role))
		}
	}
	if rolesErr != nil {
		s.Failures = append(s.Failures, Failure{Part: PartRoles, Reason: rolesErr.Error(), err: rolesErr})
	}
	if ctx.Err() != nil || errors.Is(rolesErr, boxoffice.ErrUnauthorized) {
		return cmp.Or(rolesErr, ctx.Err())
	}
	return nil
}

func leavesNothing(ctx context.Context, err error) bool {
	return err != nil && (ctx.Err() != nil || errors.Is(err, boxoffice.ErrUnauthorized) ||
		errors.Is(err, boxoffice.ErrForbidden) || errors.Is(err, boxoffice.ErrNotFound))
}

func roleGroup(role boxoffice.Role) Group {
	// What a role keeps as raw JSON takes one form, so that a snapshot that was saved
	// equals itself.
	if data, err := json.Marshal(role); err == nil {
		_ = json.Unmarshal(data, &role)
	}
	permissions := make([]boxoffice.Permission, len(role.Permissions))
	for i, name := range role.Permissions {
		permissions[i] = boxoffice.Permission(name)
	}
	return Group{
		ID: string(role.ID), Name: role.Name, Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions(permissions...)},
		Invites: []boxoffice.TeamInvite{}, Tokens: []boxoffice.TeamToken{}, Role: &role,
	}
}

// nameTasks read the people's names.
func nameTasks(eb *boxoffice.Eventbrite, s *Snapshot) []task {
	tasks := make([]task, len(s.People))
	for i := range s.People {
		p := &s.People[i]
		tasks[i] = task{
			read: func(ctx context.Context) error {
				user, err := eb.Users.Get(ctx, boxoffice.UserID(p.ID), nil)
				if err != nil {
					return err
				}
				p.Name = user.Name
				for _, e := range user.Emails {
					if p.Email == "" || e.Primary {
						p.Email = e.Email
					}
				}
				return nil
			},
			missed: func(err error) {
				s.Failures = append(s.Failures, Failure{Part: PartUsers, Person: p.ID, Reason: err.Error(), err: err})
			},
		}
	}
	return tasks
}
