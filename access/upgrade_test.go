package access

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// snapOldBooleans is what the migration that pretix ships says, in its own form.
var snapOldBooleans = map[string]string{
	"can_change_event_settings": "event.settings.general:write event.settings.payment:write event.settings.tax:write " +
		"event.settings.invoicing:write event.subevents:write",
	"can_change_items":    "event.items:write",
	"can_view_orders":     "event.orders:read",
	"can_change_orders":   "event.orders:write event:cancel",
	"can_checkin_orders":  "event.orders:checkin",
	"can_view_vouchers":   "event.vouchers:read",
	"can_change_vouchers": "event.vouchers:write",

	"can_create_events": "organizer.events:create",
	"can_change_organizer_settings": "organizer.settings.general:write organizer.devices:read organizer.devices:write " +
		"organizer.seatingplans:write organizer.outgoingmails:read",
	"can_change_teams":          "organizer.teams:write",
	"can_manage_gift_cards":     "organizer.giftcards:read organizer.giftcards:write",
	"can_manage_customers":      "organizer.customers:read organizer.customers:write",
	"can_manage_reusable_media": "organizer.reusablemedia:read organizer.reusablemedia:write",
}

// snapMigrate is that migration for one level; nil stands for all.
func snapMigrate(can map[string]bool, event bool) map[string]bool {
	all, limit := true, map[string]bool{}
	for name, grants := range snapOldBooleans {
		if strings.HasPrefix(grants, "event") != event {
			continue
		}
		if !can[name] {
			all = all && name == "can_checkin_orders"
			continue
		}
		for p := range strings.FieldsSeq(grants) {
			limit[p] = true
		}
	}
	if all {
		return nil
	}
	if limit["event.orders:checkin"] && limit["event.orders:write"] {
		delete(limit, "event.orders:checkin")
	}
	if limit["event.orders:write"] && !limit["event.orders:read"] {
		delete(limit, "event.orders:write")
	}
	if limit["event.vouchers:write"] && !limit["event.vouchers:read"] {
		delete(limit, "event.vouchers:write")
	}
	return limit
}

func snapSet(names map[string]bool) boxoffice.PermissionSet {
	if names == nil {
		return boxoffice.AllPermissions()
	}
	var list []boxoffice.Permission
	for name := range names {
		list = append(list, boxoffice.Permission(name))
	}
	return boxoffice.OnlyPermissions(list...)
}

// All 2^13 teams that a server of 2026.2 can have.
func TestAfterUpgradeOfEveryTeam(t *testing.T) {
	t.Parallel()
	names := slices.Sorted(maps.Keys(snapOldBooleans))
	s := &Snapshot{Platform: PlatformPretix, Account: "demo", Version: "2026.2.2"}
	var all []map[string]bool
	for bits := range 1 << len(names) {
		can := map[string]bool{}
		wire := map[string]any{"id": bits + 1, "name": fmt.Sprint(bits), "limit_events": []string{}}
		for i, name := range names {
			can[name] = bits>>i&1 == 1
			wire[name] = can[name]
		}
		data, err := json.Marshal(wire)
		if err != nil {
			t.Fatal(err)
		}
		var team boxoffice.Team
		if err := json.Unmarshal(data, &team); err != nil {
			t.Fatal(err)
		}
		s.Groups = append(s.Groups, teamGroup(team))
		all = append(all, can)
	}
	upgrades := s.AfterUpgrade()
	snapEqual(t, "teams", len(upgrades), len(all))
	for i, u := range upgrades {
		can := all[i]
		event, organizer := snapMigrate(can, true), snapMigrate(can, false)
		if !u.Permissions.Equal(boxoffice.Permissions{Event: snapSet(event), Organizer: snapSet(organizer)}) {
			t.Fatalf("%v become %+v", can, u.Permissions)
		}
		// What a team could do by its booleans, and will be able to: whoever changes
		// orders may check in.
		able := func(sets ...map[string]bool) map[string]bool {
			out := map[string]bool{}
			for _, set := range sets {
				maps.Copy(out, set)
			}
			if out["event.orders:write"] {
				out["event.orders:checkin"] = true
			}
			return out
		}
		today := map[string]bool{}
		for name, grants := range snapOldBooleans {
			for p := range strings.FieldsSeq(grants) {
				today[p] = today[p] || can[name]
			}
		}
		maps.DeleteFunc(today, func(_ string, has bool) bool { return !has })
		today = able(today)
		// All of a level is at least what the team could do there.
		of := func(level string) map[string]bool {
			out := map[string]bool{}
			for p := range today {
				if strings.HasPrefix(p, level) {
					out[p] = true
				}
			}
			return out
		}
		if event == nil {
			event = of("event")
		}
		if organizer == nil {
			organizer = of("organizer")
		}
		then := able(event, organizer)
		var lost, gained []boxoffice.Permission
		for p := range today {
			if !then[p] {
				lost = append(lost, boxoffice.Permission(p))
			}
		}
		for p, has := range then {
			if has && !today[p] {
				gained = append(gained, boxoffice.Permission(p))
			}
		}
		if !boxoffice.OnlyPermissions(u.Lost...).Equal(boxoffice.OnlyPermissions(lost...)) ||
			!boxoffice.OnlyPermissions(u.Gained...).Equal(boxoffice.OnlyPermissions(gained...)) {
			t.Fatalf("%v: lost %v, gained %v, want %v and %v", can, u.Lost, u.Gained, lost, gained)
		}
		var booleans []string
		for name, has := range can {
			if has {
				booleans = append(booleans, name)
			}
		}
		slices.Sort(booleans)
		if got := slices.Sorted(slices.Values(u.Booleans)); !slices.Equal(got, booleans) {
			t.Fatalf("booleans %v, want %v", got, booleans)
		}
	}
}

func TestAfterUpgrade(t *testing.T) {
	t.Parallel()
	cases := []struct {
		version string
		team    boxofficetest.PretixTeam
		want    TeamUpgrade
		text    string
		same    bool
	}{
		{
			"2026.2.2", boxofficetest.PretixTeam{Name: "Box office", Can: []string{"can_view_orders", "can_change_orders", "can_checkin_orders"}},
			TeamUpgrade{
				Booleans:    []string{"can_view_orders", "can_change_orders", "can_checkin_orders"},
				Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions("event.orders:read", "event.orders:write", "event:cancel"), Organizer: boxoffice.OnlyPermissions()},
				Included:    []boxoffice.Permission{"event.orders:checkin"},
			}, "Box office (ID): keeps what it may do", true,
		},
		{
			"2026.2.2", boxofficetest.PretixTeam{Name: "Blind", Can: []string{"can_change_orders", "can_change_vouchers"}},
			TeamUpgrade{
				Booleans:    []string{"can_change_orders", "can_change_vouchers"},
				Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions("event:cancel"), Organizer: boxoffice.OnlyPermissions()},
				Lost:        []boxoffice.Permission{"event.orders:checkin", "event.orders:write", "event.vouchers:write"},
			}, "Blind (ID): loses event.orders:checkin, event.orders:write, event.vouchers:write", false,
		},
		{
			"2024.3.0", boxofficetest.PretixTeam{Name: "Everything\n", Can: []string{
				"can_change_event_settings", "can_change_items", "can_view_orders", "can_change_orders", "can_view_vouchers", "can_change_vouchers",
			}},
			TeamUpgrade{
				Booleans: []string{
					"can_change_event_settings", "can_change_items", "can_view_orders", "can_change_orders", "can_view_vouchers", "can_change_vouchers",
				},
				Permissions: boxoffice.Permissions{Event: boxoffice.AllPermissions(), Organizer: boxoffice.OnlyPermissions()},
			}, "Everything  (ID): will have all event permissions, plugins' included", false,
		},
		{
			"4.17.1", boxofficetest.PretixTeam{Name: "Office", Can: []string{
				"can_create_events", "can_change_organizer_settings", "can_change_teams", "can_manage_gift_cards", "can_manage_customers",
			}},
			TeamUpgrade{
				Booleans:    []string{"can_create_events", "can_change_organizer_settings", "can_change_teams", "can_manage_gift_cards", "can_manage_customers"},
				Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions(), Organizer: boxoffice.AllPermissions()},
				Gained:      []boxoffice.Permission{"organizer.reusablemedia:read", "organizer.reusablemedia:write"},
			},
			"Office (ID): gains organizer.reusablemedia:read, organizer.reusablemedia:write; will have all organizer permissions, plugins' included", false,
		},
		{
			"3.17.2", boxofficetest.PretixTeam{Name: "Desk", AllEvents: true, Can: []string{"can_view_orders", "can_change_orders"}},
			TeamUpgrade{
				Booleans: []string{"can_view_orders", "can_change_orders"},
				Permissions: boxoffice.Permissions{
					Event: boxoffice.OnlyPermissions("event.orders:read", "event.orders:write", "event:cancel"),
					Organizer: boxoffice.OnlyPermissions(
						"organizer.customers:read", "organizer.customers:write", "organizer.reusablemedia:read", "organizer.reusablemedia:write"),
				},
				Gained: []boxoffice.Permission{
					"organizer.customers:read", "organizer.customers:write", "organizer.reusablemedia:read", "organizer.reusablemedia:write",
				},
			},
			"Desk (ID): gains organizer.customers:read, organizer.customers:write, organizer.reusablemedia:read, organizer.reusablemedia:write", false,
		},
		{
			"3.17.2", boxofficetest.PretixTeam{Name: "Some events", Can: []string{"can_view_orders", "can_change_orders"}},
			TeamUpgrade{
				Booleans:    []string{"can_view_orders", "can_change_orders"},
				Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions("event.orders:read", "event.orders:write", "event:cancel"), Organizer: boxoffice.OnlyPermissions()},
			}, "Some events (ID): keeps what it may do", true,
		},
	}
	for _, c := range cases {
		t.Run(c.version+" "+c.team.Name, func(t *testing.T) {
			t.Parallel()
			server := boxofficetest.NewPretix(t, boxofficetest.WithVersion(c.version))
			c.want.Group, c.want.Name = snapID(server.AddTeam("", c.team)), c.team.Name
			upgrades := snapCopy(t, snapRead(t, server, nil)).AfterUpgrade()
			if len(upgrades) != 2 {
				t.Fatal(upgrades)
			}
			snapEqual(t, "upgrade", upgrades[1], c.want)
			snapEqual(t, "same", upgrades[1].Same(), c.same)
			snapEqual(t, "text", upgrades[1].String(), strings.Replace(c.text, "ID", c.want.Group, 1))
			data, err := json.Marshal(upgrades[1])
			if err != nil {
				t.Fatal(err)
			}
			var back TeamUpgrade
			if err := json.Unmarshal(data, &back); err != nil || !reflect.DeepEqual(back, upgrades[1]) {
				t.Errorf("after JSON: %+v, %v", back, err)
			}
		})
	}
}

func TestAfterUpgradeOfNewServers(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"2026.5.6", "2026.8.0"} {
		server := boxofficetest.NewPretix(t, boxofficetest.WithVersion(version))
		server.AddTeam("", boxofficetest.PretixTeam{Name: "None"})
		if upgrades := snapRead(t, server, nil).AfterUpgrade(); upgrades != nil {
			t.Errorf("%s: %v", version, upgrades)
		}
	}
	if upgrades := snapRoles().AfterUpgrade(); upgrades != nil {
		t.Errorf("%v", upgrades)
	}
}

func TestOlderThan4(t *testing.T) {
	t.Parallel()
	for version, want := range map[string][2]bool{ // than 4.0, than 4.18
		"3.17.2": {true, true}, "3.99": {true, true}, "4.0.0": {false, true}, "4.17.1": {false, true}, "4.18.0.dev0": {false, false},
		"4.20.4": {false, false}, "2024.3.0": {false, false}, "": {false, false}, "new": {false, false},
	} {
		s := &Snapshot{Version: version}
		if got := [2]bool{s.olderThan4(0), s.olderThan4(18)}; got != want {
			t.Errorf("%s: %v, want %v", version, got, want)
		}
	}
}
