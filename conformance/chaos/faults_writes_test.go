package chaos

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/boxoffice-go/boxoffice"
)

// operation is a method that writes.
type operation struct {
	name string
	// reads is how many requests it sends before it writes.
	reads   int
	prepare func(ctx context.Context, s *scene) (write, error)
}

// scene is where one case plays.
type scene struct {
	*target

	index int
	name  string // that nothing else on the server has
	team  int64  // of this worker; a case leaves it as it likes
}

// write is one call and how to see what became of it.
type write struct {
	// do makes the call, and returns errWrong when it succeeded with something that was not asked for.
	do func(ctx context.Context, px *boxoffice.Pretix) error
	// meddle is what another client does after the server has acted: it takes the change back. A write that happens a
	// second time then shows.
	meddle func(ctx context.Context) error
	// made counts how often the server shows that the write happened.
	made func(ctx context.Context, meddled bool) (int, error)
	// logged tells the write in the server's log from all others.
	logged entry
	// meddled is how many entries of that kind meddle makes.
	meddled int
	// name is for what made can't see before all is over: how many teams have it.
	name string
}

// entry is what the server's log has of a write.
type entry struct {
	Action string `json:"action"`
	Object int64  `json:"object"` // 0 matches any
	Data   string `json:"data"`   // a part of it
}

var errWrong = errors.New("the call succeeded, but not with what was asked for")

func (s *scene) check(ok bool, err error) error {
	if err == nil && !ok {
		return errWrong
	}
	return err
}

var operations = []operation{
	{"Teams.Create", 0, createTeam},
	{"Teams.Update", 0, updateTeam},
	{"Teams.Replace", 0, replaceTeam},
	{"Teams.Delete", 0, deleteTeam},
	{"Teams.AddEvents", 1, addEvents},
	{"Teams.RemoveEvents", 1, removeEvents},
	{"Teams.Grant", 1, grant},
	{"Teams.Revoke", 1, revoke},
	{"Members.Remove", 0, removeMember},
	{"Invites.Create", 0, invite},
	{"Invites.Create, account", 0, add},
	{"Invites.Ensure", 2, ensure},
	{"Invites.Revoke", 0, revokeInvite},
	{"Tokens.Create", 0, createToken},
	{"Tokens.Disable", 0, disableToken},
	{"Do", 0, untyped},
}

func createTeam(_ context.Context, s *scene) (write, error) {
	input := boxoffice.TeamCreate{Name: s.name, Events: boxoffice.OnlyEvents(s.events[0]), Require2FA: true}
	return write{
		do: func(ctx context.Context, px *boxoffice.Pretix) error {
			team, err := px.Teams.Create(ctx, s.organizer, input)
			return s.check(err == nil && team.Name == s.name && slices.Equal(team.LimitEvents, s.events[:1]) && *team.Require2FA, err)
		},
		name:   s.name,
		logged: entry{Action: "pretix.team.created", Data: s.name},
	}, nil
}

func untyped(_ context.Context, s *scene) (write, error) {
	return write{
		do: func(ctx context.Context, px *boxoffice.Pretix) error {
			team, err := boxoffice.Do[boxoffice.Team](ctx, px.Client(), boxoffice.Request{
				Method: "POST", Path: "/organizers/{organizer}/teams/", Params: map[string]string{"organizer": s.organizer},
				Body: map[string]any{"name": s.name, "limit_events": []string{}},
			})
			return s.check(err == nil && team.Name == s.name && team.ID > 0, err)
		},
		name:   s.name,
		logged: entry{Action: "pretix.team.created", Data: s.name},
	}, nil
}

// renaming is a change of the team's name, which another client then changes again.
func renaming(s *scene, do func(context.Context, *boxoffice.Pretix) (*boxoffice.Team, error)) write {
	other := s.name + " of another client"
	return write{
		do: func(ctx context.Context, px *boxoffice.Pretix) error {
			team, err := do(ctx, px)
			return s.check(err == nil && team.ID == s.team && team.Name == s.name, err)
		},
		meddle: func(ctx context.Context) error {
			_, err := s.direct.Teams.Update(ctx, s.organizer, s.team, boxoffice.TeamUpdate{Name: &other})
			return err
		},
		made: func(ctx context.Context, meddled bool) (int, error) {
			team, err := s.direct.Teams.Get(ctx, s.organizer, s.team)
			return count(err == nil && team.Name == s.name, meddled), err
		},
		logged: entry{Action: "pretix.team.changed", Object: s.team, Data: `"` + s.name + `"`},
	}
}

// count is how often something happened, from whether its effect is there and whether it was taken back meanwhile.
func count(effect, takenBack bool) int {
	switch {
	case effect && takenBack:
		return 2
	case effect || takenBack:
		return 1
	}
	return 0
}

func updateTeam(_ context.Context, s *scene) (write, error) {
	return renaming(s, func(ctx context.Context, px *boxoffice.Pretix) (*boxoffice.Team, error) {
		return px.Teams.Update(ctx, s.organizer, s.team, boxoffice.TeamUpdate{Name: &s.name})
	}), nil
}

func replaceTeam(_ context.Context, s *scene) (write, error) {
	return renaming(s, func(ctx context.Context, px *boxoffice.Pretix) (*boxoffice.Team, error) {
		return px.Teams.Replace(ctx, s.organizer, s.team, boxoffice.TeamCreate{Name: s.name})
	}), nil
}

// own makes a team for the case alone.
func (s *scene) own(ctx context.Context, team boxoffice.TeamCreate) (int64, error) {
	team.Name = s.name
	made, err := s.direct.Teams.Create(ctx, s.organizer, team)
	if err != nil {
		return 0, err
	}
	return made.ID, nil
}

func deleteTeam(ctx context.Context, s *scene) (write, error) {
	id, err := s.own(ctx, boxoffice.TeamCreate{})
	return write{
		do: func(ctx context.Context, px *boxoffice.Pretix) error { return px.Teams.Delete(ctx, s.organizer, id) },
		made: func(ctx context.Context, _ bool) (int, error) {
			_, err := s.direct.Teams.Get(ctx, s.organizer, id)
			return gone(err)
		},
		logged: entry{Action: "pretix.team.deleted", Object: id},
	}, err
}

// gone turns the error of a Get into how often something was deleted.
func gone(err error) (int, error) {
	if errors.Is(err, boxoffice.ErrNotFound) {
		return 1, nil
	}
	return 0, err
}

// changing is a change of what a team reaches or may do, which another client takes back.
func changing(ctx context.Context, s *scene, before boxoffice.TeamCreate, do func(context.Context, *boxoffice.Pretix, int64) (*boxoffice.Team, error), is func(*boxoffice.Team) bool) (write, error) {
	id, err := s.own(ctx, before)
	return write{
		do: func(ctx context.Context, px *boxoffice.Pretix) error {
			team, err := do(ctx, px, id)
			return s.check(err == nil && team.ID == id && is(team), err)
		},
		meddle: func(ctx context.Context) error {
			_, err := s.direct.Teams.Update(ctx, s.organizer, id, boxoffice.TeamUpdate{Events: before.Events, Permissions: before.Permissions})
			return err
		},
		made: func(ctx context.Context, meddled bool) (int, error) {
			team, err := s.direct.Teams.Get(ctx, s.organizer, id)
			return count(err == nil && is(team), meddled), err
		},
		logged:  entry{Action: "pretix.team.changed", Object: id},
		meddled: 1,
	}, err
}

func addEvents(ctx context.Context, s *scene) (write, error) {
	return changing(ctx, s, boxoffice.TeamCreate{Events: boxoffice.OnlyEvents(s.events[0])},
		func(ctx context.Context, px *boxoffice.Pretix, id int64) (*boxoffice.Team, error) {
			return px.Teams.AddEvents(ctx, s.organizer, id, s.events[1])
		},
		func(team *boxoffice.Team) bool { return team.Events().Equal(boxoffice.OnlyEvents(s.events[:2]...)) })
}

func removeEvents(ctx context.Context, s *scene) (write, error) {
	return changing(ctx, s, boxoffice.TeamCreate{Events: boxoffice.OnlyEvents(s.events[:2]...)},
		func(ctx context.Context, px *boxoffice.Pretix, id int64) (*boxoffice.Team, error) {
			return px.Teams.RemoveEvents(ctx, s.organizer, id, s.events[1])
		},
		func(team *boxoffice.Team) bool { return team.Events().Equal(boxoffice.OnlyEvents(s.events[0])) })
}

var (
	little = boxoffice.OnlyPermissions(boxoffice.PermissionEventOrdersRead)
	more   = boxoffice.OnlyPermissions(boxoffice.PermissionEventOrdersRead, boxoffice.PermissionEventItemsWrite)
)

func grant(ctx context.Context, s *scene) (write, error) {
	return changing(ctx, s, boxoffice.TeamCreate{Permissions: boxoffice.Permissions{Event: little}},
		func(ctx context.Context, px *boxoffice.Pretix, id int64) (*boxoffice.Team, error) {
			return px.Teams.Grant(ctx, s.organizer, id, boxoffice.PermissionEventItemsWrite)
		},
		func(team *boxoffice.Team) bool { return team.Permissions().Event.Equal(more) })
}

func revoke(ctx context.Context, s *scene) (write, error) {
	return changing(ctx, s, boxoffice.TeamCreate{Permissions: boxoffice.Permissions{Event: more}},
		func(ctx context.Context, px *boxoffice.Pretix, id int64) (*boxoffice.Team, error) {
			return px.Teams.Revoke(ctx, s.organizer, id, boxoffice.PermissionEventItemsWrite)
		},
		func(team *boxoffice.Team) bool { return team.Permissions().Event.Equal(little) })
}

// address is an e-mail address that nobody has.
func (s *scene) address() string { return strings.ReplaceAll(s.name, " ", "-") + "@example.com" }
