package boxoffice

import (
	"errors"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func TestProblems(t *testing.T) {
	t.Parallel()
	named := func(change func(*Team)) Team {
		team := Team{ID: 7, LimitEvents: []string{}, LimitEventPermissions: []Permission{}, LimitOrganizerPermissions: []Permission{}}
		change(&team)
		return team
	}
	type short struct {
		Kind    TeamProblemKind
		Field   string
		Certain bool
	}
	for _, tt := range []struct {
		why  string
		team Team
		want []short
	}{
		{"none is the rule", named(func(*Team) {}), nil},
		{"none on an older server", Team{CanChangeOrders: true, CanCheckinOrders: true}, nil},
		{"all is fine", named(func(t *Team) { t.AllEvents, t.AllEventPermissions, t.AllOrganizerPermissions = true, true, true }), nil},
		{"both of the events", Team{AllEvents: true, LimitEvents: []string{"a"}}, []short{{ProblemBothSet, "limit_events", true}}},
		{"both of the events' permissions", named(func(t *Team) { t.AllEventPermissions, t.LimitEventPermissions = true, []Permission{"event:cancel"} }),
			[]short{{ProblemBothSet, "limit_event_permissions", true}}},
		{"both of the organizer's", named(func(t *Team) {
			t.AllOrganizerPermissions, t.LimitOrganizerPermissions = true, []Permission{"organizer.teams:write"}
		}),
			[]short{{ProblemBothSet, "limit_organizer_permissions", true}}},
		{"changing without seeing", named(func(t *Team) { t.LimitEventPermissions = []Permission{"event.orders:write"} }),
			[]short{{ProblemCombination, "limit_event_permissions", true}}},
		{"check-in beside changing", named(func(t *Team) {
			t.LimitEventPermissions = []Permission{"event.orders:write", "event.orders:read", "event.orders:checkin"}
		}), []short{{ProblemCombination, "limit_event_permissions", true}}},
		{"writing devices only", named(func(t *Team) { t.LimitOrganizerPermissions = []Permission{"organizer.devices:write"} }),
			[]short{{ProblemCombination, "limit_organizer_permissions", true}}},
		{"a stranger, which only the server can judge", named(func(t *Team) { t.LimitEventPermissions = []Permission{"event.plugin:fly", "event:cancel"} }),
			[]short{{ProblemUnknownPermission, "limit_event_permissions", false}}},
		{"several", named(func(t *Team) {
			t.AllEvents, t.LimitEvents = true, []string{"a"}
			t.LimitEventPermissions = []Permission{"event.vouchers:write"}
			t.LimitOrganizerPermissions = []Permission{"organizer.plugin:fly"}
		}), []short{{ProblemBothSet, "limit_events", true}, {ProblemCombination, "limit_event_permissions", true}, {ProblemUnknownPermission, "limit_organizer_permissions", false}}},
	} {
		var got []short
		for _, p := range tt.team.Problems() {
			got = append(got, short{p.Kind, p.Field, p.Certain})
			if p.Detail == "" || p.Repair == "" {
				t.Errorf("%s: %+v says not enough", tt.why, p)
			}
		}
		resEqual(t, tt.why, got, tt.want)
	}
}

// Which refusals are the team's own fault, and which are the caller's.
func TestStuckTeams(t *testing.T) {
	t.Parallel()
	type update = func(*testing.T, *Pretix, int64) error
	name := func(t *testing.T, px *Pretix, id int64) error {
		return errOf(px.Teams.Update(t.Context(), "demo", id, TeamUpdate{Name: new("B")}))
	}
	change := func(u TeamUpdate) update {
		return func(t *testing.T, px *Pretix, id int64) error {
			return errOf(px.Teams.Update(t.Context(), "demo", id, u))
		}
	}
	roundTrip := func(t *testing.T, px *Pretix, id int64) error {
		team := resMust(px.Teams.Get(t.Context(), "demo", id))(t)
		in := team.Input()
		in.Name = "B"
		return errOf(px.Teams.Replace(t.Context(), "demo", id, in))
	}
	grant := func(p Permission) update {
		return func(t *testing.T, px *Pretix, id int64) error {
			return errOf(px.Teams.Grant(t.Context(), "demo", id, p))
		}
	}
	only := func(p ...Permission) TeamUpdate {
		return TeamUpdate{Permissions: Permissions{Event: OnlyPermissions(p...)}}
	}
	bothEvents := boxofficetest.PretixTeam{Name: "A", AllEvents: true, LimitEvents: []string{"gala"}}
	bothPermissions := boxofficetest.PretixTeam{Name: "A", AllEventPermissions: true, LimitEventPermissions: []string{"event:cancel"}}
	combination := boxofficetest.PretixTeam{Name: "A", LimitEventPermissions: []string{"event.orders:write"}}
	stranger := boxofficetest.PretixTeam{Name: "A", LimitEventPermissions: []string{"event.plugin:fly"}}
	fine := boxofficetest.PretixTeam{Name: "A", LimitEventPermissions: []string{"event:cancel"}}
	const ok, stuck, refused = "ok", "stuck", "refused"
	for _, tt := range []struct {
		why    string
		team   boxofficetest.PretixTeam
		update update
		want   string
		hint   string
	}{
		{"both events, the name", bothEvents, name, stuck, "TeamUpdate.Events"},
		{"both events, repaired", bothEvents, change(TeamUpdate{Events: OnlyEvents("gala")}), ok, ""},
		{"both events, there and back repairs", bothEvents, roundTrip, ok, ""},
		{"both events, permissions only", bothEvents, change(only("event:cancel")), stuck, "TeamUpdate.Events"},
		{"both permissions, the name: pretix lets that pass", bothPermissions, name, ok, ""},
		{"both permissions, the other level", bothPermissions, change(TeamUpdate{Permissions: Permissions{Organizer: OnlyPermissions()}}), stuck, "TeamUpdate.Permissions.Event"},
		{"both permissions, repaired", bothPermissions, change(only("event:cancel")), ok, ""},
		{"both permissions, there and back repairs", bothPermissions, roundTrip, ok, ""},
		{"combination, the name", combination, name, stuck, "a combination that is offered"},
		{"combination, repaired", combination, change(only("event.orders:write", "event.orders:read")), ok, ""},
		{"combination, another bad one is the caller's own", combination, change(only("event.vouchers:write")), refused, ""},
		{"combination, there and back", combination, roundTrip, stuck, "a combination that is offered"},
		{"combination, granting what repairs", combination, grant("event.orders:read"), ok, ""},
		{"stranger, the name", stranger, name, stuck, "plugin"},
		{"stranger, replaced: stored ones are checked all the same", stranger, change(only("event:cancel")), stuck, "plugin"},
		{"stranger, there and back", stranger, roundTrip, stuck, "plugin"},
		{"stranger, granting", stranger, grant("event:cancel"), stuck, "plugin"},
		{"stranger, another one is sent", stranger, change(only("event.plugin:swim")), refused, ""},
		{"fine, a stranger is sent", fine, change(only("event.plugin:fly")), refused, ""},
		{"fine, an event that is not there", fine, change(TeamUpdate{Events: OnlyEvents("nope")}), refused, ""},
		{"fine, a bad combination", fine, change(only("event.orders:write")), refused, ""},
	} {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			for _, version := range []string{"2026.5.6", "2026.8.0"} {
				px, server := resFake(t, version, WithPretixVersion(version))
				server.AddEvent("", boxofficetest.PretixEvent{Slug: "gala"})
				id := server.AddTeam("", tt.team)
				err := tt.update(t, px, id)
				switch tt.want {
				case ok:
					if err != nil {
						t.Errorf("%s: %v", version, err)
					}
				case stuck:
					e, is := errors.AsType[*Error](err)
					if !errors.Is(err, ErrTeamStuck) || !errors.Is(err, ErrInvalid) || !is || !strings.Contains(e.Hint, tt.hint) {
						t.Errorf("%s: %v, want stuck with %q", version, err, tt.hint)
					}
				case refused:
					if errors.Is(err, ErrTeamStuck) || !errors.Is(err, ErrInvalid) {
						t.Errorf("%s: %v, want an ordinary refusal", version, err)
					}
				}
			}
		})
	}
}

// A refusal of another field is not about the stranger that the team has.
func TestStuckGoesByTheFieldThatIsRefused(t *testing.T) {
	t.Parallel()
	for field, stuck := range map[string]bool{"limit_event_permissions": true, "name": false} {
		px, server := resMock(t, WithPretixVersion("2026.8.0"))
		server.on("GET", resTeams+"7/", 200, teamJSON(t, "2026.8.0", `{"limit_event_permissions":["event.plugin:fly"]}`))
		server.on("PATCH", resTeams+"7/", 400, `{"`+field+`":["no"]}`)
		_, err := px.Teams.Update(t.Context(), "demo", 7, TeamUpdate{Name: new("B")})
		resEqual(t, field+" is refused", errors.Is(err, ErrInvalid), true)
		resEqual(t, field+" makes it stuck", errors.Is(err, ErrTeamStuck), stuck)
	}
}

// An older server has one way to be stuck.
func TestStuckOnOlderServers(t *testing.T) {
	t.Parallel()
	for _, version := range resReleases[:5] {
		px, server := resFake(t, version)
		server.AddEvent("", boxofficetest.PretixEvent{Slug: "gala"})
		id := server.AddTeam("", boxofficetest.PretixTeam{Name: "A", AllEvents: true, LimitEvents: []string{"gala"}})
		if _, err := px.Teams.Update(t.Context(), "demo", id, TeamUpdate{Name: new("B")}); !errors.Is(err, ErrTeamStuck) {
			t.Errorf("%s: %v", version, err)
		}
		team := resMust(px.Teams.Get(t.Context(), "demo", id))(t)
		if got := team.Problems(); len(got) != 1 || got[0].Kind != ProblemBothSet {
			t.Errorf("%s: %+v", version, got)
		}
		if _, err := px.Teams.Replace(t.Context(), "demo", id, team.Input()); err != nil {
			t.Errorf("%s: %v", version, err)
		}
		if got := resMust(px.Teams.Get(t.Context(), "demo", id))(t).Problems(); got != nil {
			t.Errorf("%s: %+v is left", version, got)
		}
	}
}

// The look after a refusal can fail; the refusal stays what it was.
func TestStuckLookFails(t *testing.T) {
	t.Parallel()
	px, server := resMock(t)
	server.on("PATCH", resTeams+"7/", 400, `{"non_field_errors":["Do not set both limit_events and all_events."]}`)
	server.on("GET", resTeams+"7/", 404, `{}`)
	_, err := px.Teams.Update(t.Context(), "demo", 7, TeamUpdate{Name: new("B")})
	e, ok := errors.AsType[*Error](err)
	if !ok || errors.Is(err, ErrTeamStuck) || !errors.Is(err, ErrInvalid) || e.Hint != "" {
		t.Errorf("got %v", err)
	}
	resEqual(t, "fields", e.Fields, map[string][]string{"non_field_errors": {"Do not set both limit_events and all_events."}})
	server.want(resSent{"PATCH", resTeams + "7/", "", `{"name":"B"}`}, resGet(resTeams+"7/"))
}

// A hostile name of a permission can't play tricks in the hint.
func TestStuckHintIsPrintable(t *testing.T) {
	t.Parallel()
	px, server := resMock(t)
	server.on("PATCH", resTeams+"7/", 400, `{"limit_event_permissions":["no"]}`)
	server.on("GET", resTeams+"7/", 200, `{"id":7,"limit_events":[],"limit_event_permissions":["event.x\u001b[2J\n:y"],"limit_organizer_permissions":[]}`)
	_, err := px.Teams.Update(t.Context(), "demo", 7, TeamUpdate{Name: new("B")})
	if !errors.Is(err, ErrTeamStuck) || strings.ContainsAny(err.Error(), "\x1b\n") {
		t.Errorf("got %q", err)
	}
}
