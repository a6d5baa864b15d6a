package boxoffice

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// Servers that are not what was known of them, and answers that are not what was asked
// for: what they would keep of a team's rights is no success.

// A boolean that is younger than the version that was known is taken, too, or it is an
// error.
func TestBooleansYoungerThanTheKnownVersion(t *testing.T) {
	t.Parallel()
	media := []Permission{PermissionOrganizerReusableMediaRead, PermissionOrganizerReusableMediaWrite}
	only := Permissions{Organizer: OnlyPermissions(PermissionOrganizerTeamsWrite)}
	for _, version := range []string{"2024.3.0", "2026.2.2"} {
		for what, write := range map[string]func(*Pretix, int64) error{
			"revoke": func(px *Pretix, id int64) error {
				return errOf(px.Teams.Revoke(t.Context(), "demo", id, media...))
			},
			"update": func(px *Pretix, id int64) error {
				return errOf(px.Teams.Update(t.Context(), "demo", id, TeamUpdate{Permissions: only}))
			},
			"exact": func(px *Pretix, id int64) error {
				return errOf(px.Teams.Update(t.Context(), "demo", id, TeamUpdate{Permissions: only, Exact: true}))
			},
			"replace": func(px *Pretix, id int64) error {
				return errOf(px.Teams.Replace(t.Context(), "demo", id, TeamCreate{Name: "T", Permissions: only}))
			},
			"replace by nothing": func(px *Pretix, id int64) error {
				return errOf(px.Teams.Replace(t.Context(), "demo", id, TeamCreate{Name: "T"}))
			},
		} {
			px, server := resFake(t, version, WithPretixVersion("4.17.1"))
			id := server.AddTeam("", boxofficetest.PretixTeam{Name: "T", Can: []string{"can_change_teams", "can_manage_reusable_media"}})
			err := write(px, id)
			kept := slices.Contains(server.Team(id).Can, "can_manage_reusable_media")
			if told := errors.Is(err, errOtherVersion); told != kept || err != nil && !told || kept && what != "replace by nothing" {
				t.Errorf("%s on %s: %v, and the team still manages media: %v", what, version, err, kept)
			}
			if err != nil {
				err = write(px, id) // the first has told of the version
			}
			if err != nil || slices.Contains(server.Team(id).Can, "can_manage_reusable_media") {
				t.Errorf("%s on %s, again: %v, %v", what, version, err, server.Team(id).Can)
			}
		}
	}
}

// Nothing of booleans goes to a server that has just said that it has names.
func TestGrantWhileTheServerIsUpgraded(t *testing.T) {
	t.Parallel()
	px, server := resMock(t)
	server.on("GET", resTeams+"7/", 200, teamJSON(t, "4.17.1", `{"can_view_orders":true}`))
	server.on("GET", "/version", 200, `{"pretix":"2026.8.0"}`)
	team, err := px.Teams.Grant(t.Context(), "demo", 7, PermissionEventItemsWrite)
	if team != nil || err == nil || !strings.Contains(err.Error(), "read it again") {
		t.Errorf("%+v, %v", team, err)
	}
	server.want(resGet(resTeams+"7/"), resGet("/version"))
}

// A key that was used for another call, or a cache, answers with another team.
func TestTeamsWritesThatGetSomethingElse(t *testing.T) {
	t.Parallel()
	none := TeamUpdate{Permissions: Permissions{Event: OnlyPermissions(), Organizer: OnlyPermissions()}, Require2FA: new(true)}
	for why, tt := range map[string]struct {
		answer string
		want   error
	}{
		"another team":       {`{"id":8,"require_2fa":true}`, errUnexpected},
		"other permissions":  {`{"limit_event_permissions":["event.items:write"],"require_2fa":true}`, errOtherVersion},
		"all of them, still": {`{"all_organizer_permissions":true,"require_2fa":true}`, errOtherVersion},
		"no 2fa":             {`{"require_2fa":false}`, errOtherVersion},
		"what was asked for": {`{"require_2fa":true}`, nil},
	} {
		px, server := resMock(t, WithPretixVersion("2026.8.0"))
		server.on("PATCH", resTeams+"7/", 200, teamJSON(t, "2026.8.0", tt.answer))
		if err := errOf(px.Teams.Update(t.Context(), "demo", 7, none)); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", why, err)
		}
		server.on("GET", resTeams+"7/", 200, teamJSON(t, "2026.8.0", tt.answer))
		if err := errOf(px.Teams.Get(t.Context(), "demo", 7)); errors.Is(err, errUnexpected) != (why == "another team") {
			t.Errorf("%s, read: %v", why, err)
		}
	}
}

// pretix leaves it to plugins how they name their permissions, and at which level: its
// own documentation has one name at both.
func TestPluginsNameTheirPermissionsAsTheyLike(t *testing.T) {
	t.Parallel()
	const mine Permission = "pretix_myplugin.resource:read"
	stored := teamJSON(t, "2026.8.0", `{"limit_event_permissions":["pretix_myplugin.resource:read"],"limit_organizer_permissions":["organizer.teams:write","pretix_myplugin.resource:read"]}`)
	px, server := resMock(t, WithPretixVersion("2026.8.0"))
	server.on("GET", resTeams+"7/", 200, stored)
	server.echo("PATCH", resTeams+"7/", 200, "2026.8.0")
	server.echo("PUT", resTeams+"7/", 200, "2026.8.0")
	team := resMust(px.Teams.Get(t.Context(), "demo", 7))(t)
	for _, p := range []Permissions{team.Permissions(), {Organizer: team.Permissions().Organizer}, {Event: team.Permissions().Event}} {
		if !p.Has(mine) || (Permissions{Event: OnlyPermissions("event.items:write")}).Has(mine) {
			t.Errorf("%+v does not have what it has", p)
		}
	}
	if _, err := px.Teams.Replace(t.Context(), "demo", 7, team.Input()); err != nil {
		t.Errorf("there and back: %v", err)
	}
	server.sent()
	resMust(px.Teams.Revoke(t.Context(), "demo", 7, mine))(t)
	server.want(resGet(resTeams+"7/"), resSent{
		"PATCH", resTeams + "7/", "",
		`{"all_event_permissions":false,"all_organizer_permissions":false,"limit_event_permissions":[],"limit_organizer_permissions":["organizer.teams:write"]}`,
	})
	resArgument(t, errOf(px.Teams.Grant(t.Context(), "demo", 7, mine)), "permissions")
	server.want()
}
