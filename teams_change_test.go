package boxoffice

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func TestAddAndRemoveEvents(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		why    string
		all    bool
		has    []string
		add    bool
		slugs  []string
		want   string // the body of the PATCH, "" for none
		refuse bool
	}{
		{"one more", false, []string{"a"}, true, []string{"c", "b"}, `{"all_events":false,"limit_events":["a","b","c"]}`, false},
		{"the first ones", false, nil, true, []string{"b"}, `{"all_events":false,"limit_events":["b"]}`, false},
		{"one that is there", false, []string{"b", "a"}, true, []string{"a"}, "", false},
		{"none", false, []string{"a"}, true, nil, "", false},
		{"to all: nothing changes, and it is not narrowed", true, nil, true, []string{"a"}, "", false},
		{"one less", false, []string{"a", "b"}, false, []string{"a", "c"}, `{"all_events":false,"limit_events":["b"]}`, false},
		{"the last one", false, []string{"a"}, false, []string{"a"}, `{"all_events":false,"limit_events":[]}`, false},
		{"one that is not there", false, []string{"a"}, false, []string{"c"}, "", false},
		{"from all", true, nil, false, []string{"a"}, "", true},
	} {
		for _, version := range []string{"3.17.2", "2026.8.0"} {
			px, server := resFake(t, version)
			for _, slug := range []string{"a", "b", "c"} {
				server.AddEvent("", boxofficetest.PretixEvent{Slug: slug})
			}
			id := server.AddTeam("", boxofficetest.PretixTeam{Name: "Box", AllEvents: tt.all, LimitEvents: tt.has, Can: []string{"can_view_orders"}})
			before := server.Team(id)
			server.ResetRequests()
			call := px.Teams.AddEvents
			if !tt.add {
				call = px.Teams.RemoveEvents
			}
			team, err := call(t.Context(), "demo", id, tt.slugs...)
			path := fmt.Sprintf("/organizers/demo/teams/%d/", id)
			want := []string{"GET " + path}
			if tt.want != "" {
				want = append(want, "PATCH "+path+" "+tt.want)
			}
			resEqual(t, tt.why, resLog(server), want)
			if tt.refuse {
				if e := resArgument(t, err, "slugs"); !strings.Contains(e.Reason, "Update") {
					t.Errorf("%s: %s", tt.why, e.Reason)
				}
				continue
			}
			if err != nil {
				t.Fatalf("%s: %v", tt.why, err)
			}
			after := server.Team(id)
			if !team.Events().Equal(resEvents(after)) {
				t.Errorf("%s: returned %s, stored %s", tt.why, team.Events(), resEvents(after))
			}
			before.LimitEvents, after.LimitEvents = nil, nil
			resEqual(t, "nothing else of the team: "+tt.why, after, before)
		}
	}
}

func resEvents(team boxofficetest.PretixTeam) EventAccess {
	if team.AllEvents {
		return AllEvents()
	}
	return OnlyEvents(team.LimitEvents...)
}

func TestGrantAndRevoke(t *testing.T) {
	t.Parallel()
	type list = []Permission
	for _, tt := range []struct {
		why     string
		version string
		team    string // the fields of its permissions
		grant   bool
		change  list
		want    string // the body of the PATCH, "" for none
		refuse  string // what an error names
	}{
		{"one more by name", "2026.8.0", `"limit_event_permissions":["event.plugin:fly"],"limit_organizer_permissions":["organizer.devices:read"]`, true, list{"event.items:write"},
			`{"all_event_permissions":false,"limit_event_permissions":["event.items:write","event.plugin:fly"]}`, ""},
		{"one of each level", "2026.8.0", `"limit_event_permissions":[],"limit_organizer_permissions":[]`, true, list{"event:cancel", "organizer.teams:write"},
			`{"all_event_permissions":false,"all_organizer_permissions":false,"limit_event_permissions":["event:cancel"],"limit_organizer_permissions":["organizer.teams:write"]}`, ""},
		{"what it has", "2026.8.0", `"limit_event_permissions":["event:cancel"],"limit_organizer_permissions":[]`, true, list{"event:cancel"}, "", ""},
		{"to everything", "2026.8.0", `"all_event_permissions":true,"limit_event_permissions":[],"limit_organizer_permissions":[]`, true, list{"event:cancel"}, "", ""},
		{"nothing", "2026.8.0", `"limit_event_permissions":[],"limit_organizer_permissions":[]`, true, nil, "", ""},
		{"changing includes check-in", "2026.8.0", `"limit_event_permissions":["event.orders:read","event.orders:checkin"],"limit_organizer_permissions":[]`, true, list{"event.orders:write"},
			`{"all_event_permissions":false,"limit_event_permissions":["event.orders:read","event.orders:write"]}`, ""},
		{"so check-in beside it changes nothing", "2026.8.0", `"limit_event_permissions":["event.orders:read","event.orders:write"],"limit_organizer_permissions":[]`, true, list{"event.orders:checkin"}, "", ""},
		{"a combination that is not offered", "2026.8.0", `"limit_event_permissions":[],"limit_organizer_permissions":[]`, true, list{"event.orders:write"}, "", "event.orders"},
		{"one less by name", "2026.8.0", `"limit_event_permissions":["event:cancel","event.plugin:fly"],"limit_organizer_permissions":[]`, false, list{"event:cancel"},
			`{"all_event_permissions":false,"limit_event_permissions":["event.plugin:fly"]}`, ""},
		{"from everything", "2026.8.0", `"all_event_permissions":true,"limit_event_permissions":[],"limit_organizer_permissions":[]`, false, list{"event:cancel"}, "", "Update"},
		{"what it lacks", "2026.8.0", `"limit_event_permissions":[],"limit_organizer_permissions":[]`, false, list{"event:cancel"}, "", ""},
		{"leaving a combination that is not offered", "2026.8.0", `"limit_event_permissions":["event.vouchers:read","event.vouchers:write"],"limit_organizer_permissions":[]`, false, list{"event.vouchers:read"}, "", "event.vouchers"},
		{"repairing one that is stored", "2026.8.0", `"limit_event_permissions":["event.orders:write"],"limit_organizer_permissions":[]`, true, list{"event.orders:read"},
			`{"all_event_permissions":false,"limit_event_permissions":["event.orders:read","event.orders:write"]}`, ""},

		{"check-in, which changing includes", "2026.8.0", `"limit_event_permissions":["event.orders:read","event.orders:write"],"limit_organizer_permissions":[]`, false, list{"event.orders:checkin"}, "", "event.orders:write"},

		{"everything of an older server has what it is granted", "2026.2.2", `"can_change_event_settings":true,"can_change_items":true,"can_view_orders":true,"can_change_orders":true,"can_view_vouchers":true,"can_change_vouchers":true`, true, list{"event.items:write"}, "", ""},
		{"from everything of an older server", "2026.2.2", `"can_change_event_settings":true,"can_change_items":true,"can_view_orders":true,"can_change_orders":true,"can_view_vouchers":true,"can_change_vouchers":true`, false, list{"event.items:write"}, "", "Update"},
		{"the last boolean, which the upgrade would make everything", "2026.2.2", `"can_change_event_settings":true,"can_change_items":false,"can_view_orders":true,"can_change_orders":true,"can_view_vouchers":true,"can_change_vouchers":true`, true, list{"event.items:write"}, "", "AllPermissions"},
		{"a boolean", "2026.2.2", `"can_view_orders":true`, true, list{"event.items:write"}, `{"can_change_items":true}`, ""},
		{"a boolean of two", "2026.2.2", `"can_view_orders":true`, true, list{"event.orders:write", "event:cancel"}, `{"can_change_orders":true}`, ""},
		{"half a boolean", "2026.2.2", `"can_view_orders":true`, true, list{"event.orders:write"}, "", "event:cancel"},
		{"check-in beside changing stays as it is", "2026.2.2", `"can_view_orders":true,"can_change_orders":true,"can_checkin_orders":true`, true, list{"event.items:write"}, `{"can_change_items":true}`, ""},
		{"a boolean less", "2026.2.2", `"can_view_orders":true,"can_change_items":true`, false, list{"event.items:write"}, `{"can_change_items":false}`, ""},
		{"half a boolean less", "2026.2.2", `"can_manage_gift_cards":true`, false, list{"organizer.giftcards:write"}, "", "organizer.giftcards:read"},
		{"a boolean that is not there", "4.17.1", ``, true, list{"organizer.reusablemedia:read", "organizer.reusablemedia:write"}, "", "organizer.reusablemedia"},
		{"a plugin's", "4.17.1", ``, true, list{"event.plugin:fly"}, "", "event.plugin:fly"},
	} {
		px, server := resMock(t, WithPretixVersion(tt.version))
		server.on("GET", resTeams+"7/", 200, teamJSON(t, tt.version, "{"+tt.team+"}"))
		server.echo("PATCH", resTeams+"7/", 200, tt.version)
		call := px.Teams.Grant
		if !tt.grant {
			call = px.Teams.Revoke
		}
		team, err := call(t.Context(), "demo", 7, tt.change...)
		want := []resSent{resGet(resTeams + "7/")}
		if tt.want != "" {
			want = append(want, resSent{"PATCH", resTeams + "7/", "", tt.want})
		}
		server.want(want...)
		if tt.refuse != "" {
			if e, ok := errors.AsType[*ArgumentError](err); !ok || !strings.Contains(e.Reason, tt.refuse) || team != nil {
				t.Errorf("%s: got %v, want an ArgumentError that names %s", tt.why, err, tt.refuse)
			}
			continue
		}
		if err != nil || team == nil || team.ID != 7 {
			t.Errorf("%s: %v, %v", tt.why, team, err)
		}
	}
}

// Grant and Revoke on a server: what is not named stays, on every generation.
func TestGrantAndRevokeOnEveryVersion(t *testing.T) {
	t.Parallel()
	for _, version := range resReleases {
		px, server := resFake(t, version)
		id := server.AddTeam("", boxofficetest.PretixTeam{Name: "Box", Can: []string{"can_view_orders", "can_change_orders", "can_checkin_orders", "can_manage_gift_cards"}})
		if resRelease(t, version).named() {
			// A legacy setup stores check-in beside write, which such a server refuses later.
			if _, err := px.Teams.Update(t.Context(), "demo", id, TeamUpdate{Permissions: Permissions{Event: OnlyPermissions("event.orders:read", "event.orders:write", "event:cancel")}}); err != nil {
				t.Fatal(err)
			}
		}
		before := server.Team(id)
		for _, change := range []Permission{PermissionEventItemsWrite, PermissionOrganizerTeamsWrite} {
			team, err := px.Teams.Grant(t.Context(), "demo", id, change)
			if err != nil || !team.Permissions().Has(change) {
				t.Fatalf("%s: %v, %v", version, team, err)
			}
			if slices.Equal(server.Team(id).Can, before.Can) {
				t.Errorf("%s: nothing changed", version)
			}
			team, err = px.Teams.Revoke(t.Context(), "demo", id, change)
			if err != nil || team.Permissions().Has(change) {
				t.Fatalf("%s: %v, %v", version, team, err)
			}
		}
		resEqual(t, version, server.Team(id), before)
	}
}

// On an older server a combination that newer ones refuse is refused too, unless
// the team has it already.
func TestRevokeMakesNoBadCombination(t *testing.T) {
	t.Parallel()
	px, server := resFake(t, "2026.2.2")
	id := server.AddTeam("", boxofficetest.PretixTeam{Name: "T", Can: []string{"can_view_orders", "can_change_orders"}})
	_, err := px.Teams.Revoke(t.Context(), "demo", id, PermissionEventOrdersRead)
	wantArgumentError(t, err, "permissions")
	_, err = px.Teams.Grant(t.Context(), "demo", id, PermissionEventVouchersWrite)
	wantArgumentError(t, err, "permissions")
	odd := server.AddTeam("", boxofficetest.PretixTeam{Name: "Odd", Can: []string{"can_change_orders"}})
	if _, err := px.Teams.Grant(t.Context(), "demo", odd, PermissionEventItemsWrite); err != nil {
		t.Error(err)
	}
}

// Taking from one level asks nothing of the other, where the team may do everything.
func TestRevokeLeavesEverythingOfTheOtherLevel(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"2026.2.2", "2026.8.0"} {
		px, server := resFake(t, version)
		id := server.AddTeam("", boxofficetest.PretixTeam{Name: "T"})
		if _, err := px.Teams.Update(t.Context(), "demo", id, TeamUpdate{Permissions: Permissions{Event: OnlyPermissions(PermissionEventItemsWrite), Organizer: AllPermissions()}}); err != nil {
			t.Fatal(err)
		}
		team, err := px.Teams.Revoke(t.Context(), "demo", id, PermissionEventItemsWrite)
		if err != nil {
			t.Fatal(err)
		}
		resEqual(t, version, team.Permissions(), Permissions{OnlyPermissions(), AllPermissions()})
	}
}
