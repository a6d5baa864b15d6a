package chaos

import (
	"context"
	"errors"
	"strings"

	"github.com/boxoffice-go/boxoffice"
)

// account puts one of the people with an account into a team of the case's own.
func (s *scene) account(ctx context.Context, member bool) (team int64, email string, user int64, err error) {
	email = s.accounts[s.index%len(s.accounts)]
	if team, err = s.own(ctx, boxoffice.TeamCreate{}); err != nil || !member {
		return team, email, 0, err
	}
	if err = s.join(ctx, team, email); err != nil {
		return team, email, 0, err
	}
	members, err := boxoffice.Collect(s.direct.Members.All(ctx, s.organizer, team, nil))
	if err != nil || len(members) != 1 {
		return team, email, 0, errors.Join(err, errWrong)
	}
	return team, email, members[0].ID, nil
}

func (s *scene) join(ctx context.Context, team int64, email string) error {
	_, err := s.direct.Invites.Create(ctx, s.organizer, team, email)
	return err
}

func removeMember(ctx context.Context, s *scene) (write, error) {
	team, email, user, err := s.account(ctx, true)
	return write{
		do: func(ctx context.Context, px *boxoffice.Pretix) error {
			return px.Members.Remove(ctx, s.organizer, team, user)
		},
		meddle: func(ctx context.Context) error { return s.join(ctx, team, email) },
		made: func(ctx context.Context, meddled bool) (int, error) {
			_, err := s.direct.Members.Get(ctx, s.organizer, team, user)
			n, err := gone(err)
			return count(n == 1, meddled), err
		},
		logged: entry{Action: "pretix.team.member.removed", Object: team},
	}, err
}

// add invites someone who has an account, and so is a member at once.
func add(ctx context.Context, s *scene) (write, error) {
	team, email, _, err := s.account(ctx, false)
	find := func(ctx context.Context) (*boxoffice.TeamMember, error) {
		members, err := boxoffice.Collect(s.direct.Members.All(ctx, s.organizer, team, nil))
		if len(members) != 1 {
			return nil, err
		}
		return &members[0], err
	}
	return write{
		do: func(ctx context.Context, px *boxoffice.Pretix) error {
			result, err := px.Invites.Create(ctx, s.organizer, team, email)
			if err != nil {
				return err
			}
			added, ok := result.Added()
			return s.check(ok && added == email, nil)
		},
		meddle: func(ctx context.Context) error {
			member, err := find(ctx)
			if err != nil || member == nil {
				return errors.Join(err, errWrong)
			}
			return s.direct.Members.Remove(ctx, s.organizer, team, member.ID)
		},
		made: func(ctx context.Context, meddled bool) (int, error) {
			member, err := find(ctx)
			return count(member != nil, meddled), err
		},
		logged: entry{Action: "pretix.team.member.added", Object: team},
	}, err
}

func (s *scene) invites(ctx context.Context, email string) (ids []int64, err error) {
	for invite, err := range s.direct.Invites.All(ctx, s.organizer, s.team, nil) {
		if err != nil {
			return nil, err
		}
		if strings.EqualFold(invite.Email, email) {
			ids = append(ids, invite.ID)
		}
	}
	return ids, nil
}

func invite(_ context.Context, s *scene) (write, error) {
	email := s.address()
	return inviting(s, func(ctx context.Context, px *boxoffice.Pretix) error {
		result, err := px.Invites.Create(ctx, s.organizer, s.team, email)
		if err != nil {
			return err
		}
		invite, ok := result.Invited()
		return s.check(ok && invite.ID > 0 && invite.Email == email, nil)
	}, true), nil
}

func ensure(_ context.Context, s *scene) (write, error) {
	email := s.address()
	return inviting(s, func(ctx context.Context, px *boxoffice.Pretix) error {
		ensured, err := px.Invites.Ensure(ctx, s.organizer, s.team, email)
		return s.check(err == nil && ensured.Membership == boxoffice.MembershipInvited && ensured.InviteID > 0 && ensured.Email == email, err)
	}, false), nil
}

// inviting is an invitation, which another client may take back: a second one would then stand there.
func inviting(s *scene, do func(context.Context, *boxoffice.Pretix) error, meddles bool) write {
	email := s.address()
	w := write{
		do: do,
		made: func(ctx context.Context, meddled bool) (int, error) {
			ids, err := s.invites(ctx, email)
			if meddled {
				return 1 + len(ids), err
			}
			return len(ids), err
		},
		logged: entry{Action: "pretix.team.invite.created", Object: s.team, Data: email},
	}
	if meddles {
		w.meddle = func(ctx context.Context) error {
			ids, err := s.invites(ctx, email)
			if err != nil || len(ids) != 1 {
				return errors.Join(err, errWrong)
			}
			return s.direct.Invites.Revoke(ctx, s.organizer, s.team, ids[0])
		}
	}
	return w
}

func revokeInvite(ctx context.Context, s *scene) (write, error) {
	email := s.address()
	result, err := s.direct.Invites.Create(ctx, s.organizer, s.team, email)
	if err != nil {
		return write{}, err
	}
	invite, _ := result.Invited()
	return write{
		do: func(ctx context.Context, px *boxoffice.Pretix) error {
			return px.Invites.Revoke(ctx, s.organizer, s.team, invite.ID)
		},
		// A second invitation to the address must survive.
		meddle: func(ctx context.Context) error {
			_, err := s.direct.Invites.Create(ctx, s.organizer, s.team, email)
			return err
		},
		made: func(ctx context.Context, meddled bool) (int, error) {
			ids, err := s.invites(ctx, email)
			switch {
			case meddled && len(ids) == 0:
				return 2, err
			case meddled || len(ids) == 0:
				return 1, err
			}
			return 0, err
		},
		logged: entry{Action: "pretix.team.invite.deleted", Object: s.team, Data: email},
	}, nil
}

func (s *scene) tokens(ctx context.Context, name string) (found []boxoffice.TeamToken, err error) {
	for token, err := range s.direct.Tokens.All(ctx, s.organizer, s.team, &boxoffice.TokenListOptions{}) {
		if err != nil {
			return nil, err
		}
		if token.Name == name {
			found = append(found, token)
		}
	}
	return found, nil
}

func createToken(_ context.Context, s *scene) (write, error) {
	return write{
		do: func(ctx context.Context, px *boxoffice.Pretix) error {
			token, err := px.Tokens.Create(ctx, s.organizer, s.team, s.name)
			if err != nil {
				return err
			}
			// The secret must be that of the token: a stranger's would be unauthorized, this one may only read nothing.
			its, err := s.direct.WithCredential(token.Credential())
			if err != nil {
				return err
			}
			_, err = its.Teams.List(ctx, s.organizer, nil)
			return s.check(token.Token.Name == s.name && token.Token.Active && token.TeamID == s.team && errors.Is(err, boxoffice.ErrForbidden), nil)
		},
		made: func(ctx context.Context, _ bool) (int, error) {
			found, err := s.tokens(ctx, s.name)
			return len(found), err
		},
		logged: entry{Action: "pretix.team.token.created", Object: s.team, Data: `"` + s.name + `"`},
	}, nil
}

func disableToken(ctx context.Context, s *scene) (write, error) {
	token, err := s.direct.Tokens.Create(ctx, s.organizer, s.team, s.name)
	if err != nil {
		return write{}, err
	}
	id := token.Token.ID
	return write{
		do: func(ctx context.Context, px *boxoffice.Pretix) error {
			disabled, err := px.Tokens.Disable(ctx, s.organizer, s.team, id)
			return s.check(err == nil && disabled.ID == id && !disabled.Active, err)
		},
		made: func(ctx context.Context, _ bool) (int, error) {
			token, err := s.direct.Tokens.Get(ctx, s.organizer, s.team, id)
			return count(err == nil && !token.Active, false), err
		},
		logged: entry{Action: "pretix.team.token.deleted", Object: s.team, Data: `"` + s.name + `"`},
	}, nil
}
