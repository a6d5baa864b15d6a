package boxoffice

import (
	"encoding/json"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// eventKeys and organizerKeys are the booleans of a level in the order of the
// spec's table; bit i of a mask is key i.
func levelKeys(l level) []string {
	var keys []string
	for _, f := range specFlags {
		if f.organizer == (l == organizerLevel) {
			keys = append(keys, f.key)
		}
	}
	return keys
}

func teamOf(t testing.TB, l level, mask int) *Team {
	t.Helper()
	team := &Team{}
	for i, key := range levelKeys(l) {
		if mask>>i&1 == 1 {
			setFlag(t, team, key, true)
		}
	}
	return team
}

// specMigration is migration 0298 as pretix documents it, word by word
// and without any of the package's own tables.
func specMigration(organizer bool, is map[string]bool) (all bool, list []Permission) {
	all = true
	held := map[Permission]bool{}
	for _, f := range specFlags {
		if f.organizer != organizer {
			continue
		}
		if f.key != "can_checkin_orders" && !is[f.key] {
			all = false
		}
		if is[f.key] {
			for _, p := range f.grants {
				held[p] = true
			}
		}
	}
	if all {
		return true, nil
	}
	if held["event.orders:checkin"] && held["event.orders:write"] {
		delete(held, "event.orders:checkin")
	}
	if held["event.orders:write"] && !held["event.orders:read"] {
		delete(held, "event.orders:write") // event:cancel stays alone
	}
	if held["event.vouchers:write"] && !held["event.vouchers:read"] {
		delete(held, "event.vouchers:write")
	}
	list = []Permission{}
	for p := range held {
		list = append(list, p)
	}
	slices.Sort(list)
	return false, list
}

func TestOldTeamsReadAsTheMigrationLeavesThem(t *testing.T) {
	t.Parallel()
	for _, l := range []level{eventLevel, organizerLevel} {
		keys := levelKeys(l)
		resEqual(t, "booleans of the "+l.String()+" level", len(keys), map[level]int{eventLevel: 7, organizerLevel: 6}[l])
		for mask := range 1 << len(keys) {
			team := teamOf(t, l, mask)
			is := map[string]bool{}
			for i, key := range keys {
				is[key] = mask>>i&1 == 1
			}
			all, list := specMigration(l == organizerLevel, is)
			got := team.Permissions().at(l)
			if got.IsZero() || got.IsAll() != all || !slices.Equal(got.List(), list) {
				t.Errorf("%v reads as %s, want all %v, %v", is, got, all, list)
			}
			if problem := combinationProblem(got); problem != "" {
				t.Errorf("%v reads as a combination that is not offered: %s", is, problem)
			}
			resEqual(t, "the other level", team.Permissions().at(!l), OnlyPermissions())
			if got := team.CanManageTeams(); got != (l == organizerLevel && is["can_change_teams"]) {
				t.Errorf("%v: CanManageTeams %v", is, got)
			}
		}
	}
}

// existing leaves of a mask what a release has.
func existing(t testing.TB, l level, mask int, on release) int {
	t.Helper()
	i := 0
	for _, f := range specFlags {
		if f.organizer != (l == organizerLevel) {
			continue
		}
		if on.less(resRelease(t, f.since)) {
			mask &^= 1 << i
		}
		i++
	}
	return mask
}

// written is a team of an older server after booleans were sent to it; what was
// not sent stays.
func written(t testing.TB, before *Team, values map[string]bool) *Team {
	t.Helper()
	after := *before
	for key, value := range values {
		setFlag(t, &after, key, value)
	}
	return &after
}

func TestBooleansReadAndWrittenBackSayTheSame(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"3.16.0", "3.17.2", "4.17.1", "2024.3.0", "2024.4.0", "2026.2.2"} {
		on := resRelease(t, version)
		for _, l := range []level{eventLevel, organizerLevel} {
			for mask := range 1 << len(levelKeys(l)) {
				if existing(t, l, mask, on) != mask {
					continue
				}
				team := teamOf(t, l, mask)
				p := team.Permissions().at(l)
				values, err := asFlags(p, l, on)
				// The one thing that reads well and can't be written: changing orders
				// without seeing them, of which only the right to cancel counts.
				lone := l == eventLevel && !p.IsAll() && team.CanChangeOrders && !team.CanViewOrders
				if lone {
					if !errors.Is(err, errors.ErrUnsupported) || !strings.Contains(err.Error(), "event:cancel") {
						t.Errorf("%s: %s: got %v, want an error about event:cancel", version, p, err)
					}
					continue
				}
				if err != nil {
					t.Errorf("%s: %s can't be written: %v", version, p, err)
					continue
				}
				for _, before := range []int{0, mask, existing(t, l, 1<<len(levelKeys(l))-1, on)} {
					after := written(t, teamOf(t, l, before), values)
					if got := after.Permissions().at(l); !got.Equal(p) {
						t.Errorf("%s: %s, written as %v over %b, reads as %s", version, p, values, before, got)
					}
				}
				for key := range values {
					if !slices.Contains(levelKeys(l), key) || existing(t, l, 1<<slices.Index(levelKeys(l), key), on) == 0 {
						t.Errorf("%s: %s is sent, which is not a boolean of the %s level there", version, key, l)
					}
				}
			}
			if on.less(releaseMedia) && l == organizerLevel {
				_, err := asFlags(AllPermissions(), l, on)
				if !errors.Is(err, errors.ErrUnsupported) || !strings.Contains(err.Error(), "can_manage_reusable_media") && !strings.Contains(err.Error(), "can_manage_customers") {
					t.Errorf("%s: everything is written without a boolean that is missing: %v", version, err)
				}
			}
		}
	}
}

func TestAsFlagsExactly(t *testing.T) {
	t.Parallel()
	none := map[string]bool{
		"can_change_event_settings": false, "can_change_items": false, "can_view_orders": false, "can_change_orders": false,
		"can_checkin_orders": false, "can_view_vouchers": false, "can_change_vouchers": false,
	}
	but := func(changes map[string]bool, without ...string) map[string]bool {
		out := map[string]bool{}
		maps.Copy(out, none)
		maps.Copy(out, changes)
		for _, k := range without {
			delete(out, k)
		}
		return out
	}
	everyone := map[string]bool{}
	for k := range none {
		everyone[k] = true
	}
	for _, tt := range []struct {
		why     string
		version string
		set     PermissionSet
		want    map[string]bool // nil for an error
		names   []string        // what the error names
	}{
		{"nothing", "2024.4.0", OnlyPermissions(), none, nil},
		{"nothing, where there is no check-in yet", "3.16.0", OnlyPermissions(), but(nil, "can_checkin_orders"), nil},
		{"everything", "2024.4.0", AllPermissions(), everyone, nil},
		{"everything, where there is no check-in yet", "3.16.0", AllPermissions(), but(map[string]bool{
			"can_change_event_settings": true, "can_change_items": true, "can_view_orders": true, "can_change_orders": true, "can_view_vouchers": true, "can_change_vouchers": true,
		}, "can_checkin_orders"), nil},
		{"one of its own", "2024.4.0", OnlyPermissions("event.items:write"), but(map[string]bool{"can_change_items": true}), nil},
		{"changing orders: check-in is in it, and its boolean is left alone", "2024.4.0",
			OnlyPermissions("event.orders:read", "event.orders:write", "event:cancel"),
			but(map[string]bool{"can_view_orders": true, "can_change_orders": true}, "can_checkin_orders"), nil},
		{"half of changing orders", "2024.4.0", OnlyPermissions("event.orders:read", "event.orders:write"), nil,
			[]string{"event.orders:write", "pretix 2024.4.0", "can_change_orders", "event:cancel"}},
		{"cancelling alone", "2024.4.0", OnlyPermissions("event:cancel"), nil, []string{"event:cancel", "pretix 2024.4.0"}},
		{"part of the settings", "4.17.1", OnlyPermissions("event.settings.tax:write"), nil, []string{"event.settings.tax:write", "pretix 4.17.1", "can_change_event_settings"}},
		{"check-in, where there is none yet", "3.16.0", OnlyPermissions("event.orders:checkin"), nil, []string{"event.orders:checkin", "can_checkin_orders", "pretix 3.16.0"}},
		{"a plugin's", "2024.4.0", OnlyPermissions("event.plugin:fly"), nil, []string{"event.plugin:fly", "pretix 2024.4.0"}},
		{"all of them by name, which the upgrade would make everything", "2024.4.0", OnlyPermissions(
			"event.settings.general:write", "event.settings.payment:write", "event.settings.tax:write", "event.settings.invoicing:write", "event.subevents:write",
			"event.items:write", "event.orders:read", "event.orders:write", "event:cancel", "event.vouchers:read", "event.vouchers:write"), nil, []string{"AllPermissions"}},
	} {
		got, err := asFlags(tt.set, eventLevel, resRelease(t, tt.version))
		if tt.want != nil {
			resEqual(t, tt.why, []any{got, err}, []any{tt.want, error(nil)})
			continue
		}
		e := resArgument(t, err, "Permissions")
		if !errors.Is(err, errors.ErrUnsupported) || got != nil {
			t.Errorf("%s: got %v, %v", tt.why, got, err)
		}
		for _, name := range tt.names {
			if !strings.Contains(e.Reason, name) {
				t.Errorf("%s: %q does not name %s", tt.why, e.Reason, name)
			}
		}
	}
}

// Whatever set of permissions is asked for, on whatever older server: it is said
// exactly, or it is an error.
func FuzzPermissionForms(f *testing.F) {
	f.Add(uint64(0), uint8(0), uint8(0), false)
	f.Add(uint64(1<<6|1<<7|1<<11), uint8(3), uint8(0x7f), false)
	f.Add(^uint64(0), uint8(4), uint8(0), true)
	for i := range uint64(40) {
		rnd := rand.New(rand.NewPCG(i, 3))
		f.Add(rnd.Uint64()&rnd.Uint64(), uint8(i), uint8(rnd.Uint32()), i%2 == 0)
	}
	var event, organizer []Permission
	for _, g := range PermissionGroups() {
		for _, p := range g.Permissions() {
			if p.level() == eventLevel {
				event = append(event, p)
			} else {
				organizer = append(organizer, p)
			}
		}
	}
	releases := []string{"3.16.0", "3.17.2", "4.17.1", "2024.3.0", "2024.4.0", "2026.2.2"}
	f.Fuzz(func(t *testing.T, bits uint64, which, before uint8, atOrganizer bool) {
		l, catalogue := eventLevel, event
		if atOrganizer {
			l, catalogue = organizerLevel, organizer
		}
		var list []Permission
		for i, p := range catalogue {
			if bits>>i&1 == 1 {
				list = append(list, p)
			}
		}
		set := OnlyPermissions(list...)
		if bits>>63 == 1 {
			set = AllPermissions()
		}
		if combinationProblem(set) != "" {
			return // refused before
		}
		on := resRelease(t, releases[int(which)%len(releases)])
		values, err := asFlags(set, l, on)
		if err != nil {
			if !errors.Is(err, errors.ErrUnsupported) || values != nil {
				t.Errorf("%s: %v, %v", set, values, err)
			}
			return
		}
		stored := teamOf(t, l, existing(t, l, int(before)&(1<<len(levelKeys(l))-1), on))
		if got := written(t, stored, values).Permissions().at(l); !got.Equal(set) {
			t.Errorf("%s on %s: %s, written as %v, reads as %s", l, on, set, values, got)
		}
	})
}

func TestCombinationsOffered(t *testing.T) {
	t.Parallel()
	for _, group := range PermissionGroups() {
		all := group.Permissions()
		for mask := range 1 << len(all) {
			var list []Permission
			var actions []string
			for i, p := range all {
				if mask>>i&1 == 1 {
					list, actions = append(list, p), append(actions, p.Action())
				}
			}
			offered := mask == 0 || slices.ContainsFunc(group.Combinations, func(c []string) bool {
				a, b := slices.Sorted(slices.Values(c)), slices.Sorted(slices.Values(actions))
				return slices.Equal(a, b)
			})
			problem := combinationProblem(OnlyPermissions(list...))
			if (problem == "") != offered {
				t.Errorf("%v: %q, offered %v", list, problem, offered)
			}
			if problem != "" && !strings.Contains(problem, group.Name) {
				t.Errorf("%q does not name %s", problem, group.Name)
			}
		}
		// An action that we don't know may make a combination that we don't know.
		open := OnlyPermissions(append(slices.Clone(all), Permission(group.Name+":new"))...)
		resEqual(t, "a group with a new action", combinationProblem(open), "")
	}
	resEqual(t, "everything", combinationProblem(AllPermissions()), "")
	resEqual(t, "nothing said", combinationProblem(PermissionSet{}), "")
}

// Each boolean changes its own grants and nothing else, whatever the team had.
func TestApplyLegacyChangesItsGrantsOnly(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(4, 4))
	var catalogue []Permission
	for _, g := range PermissionGroups() {
		catalogue = append(catalogue, g.Permissions()...)
	}
	catalogue = append(catalogue, "event.plugin:fly", "organizer.plugin:fly")
	done := 0
	for range 3000 {
		i := rnd.IntN(len(specFlags))
		f := specFlags[i]
		l := level(f.organizer)
		var start []Permission
		for _, p := range catalogue {
			if p.level() == l && rnd.IntN(2) == 0 {
				start = append(start, p)
			}
		}
		before := OnlyPermissions(start...)
		if combinationProblem(before) != "" {
			continue
		}
		value := rnd.IntN(2) == 0
		var in LegacyPermissions
		setFlag(t, &in, f.key, &value)
		want := before.without(f.grants)
		if value {
			want = before.with(f.grants)
		}
		if want.Has("event.orders:write") { // which includes it
			want = want.without([]Permission{"event.orders:checkin"})
		}
		got, named, err := applyLegacy(before, l, &in)
		if problem := combinationProblem(want); problem != "" {
			e := resArgument(t, err, "LegacyPermissions")
			resEqual(t, "reason", e.Reason, problem)
			continue
		}
		if err != nil || !named || !got.Equal(want) {
			t.Errorf("%s=%v on %s: %s, %v, %v; want %s", f.key, value, before, got, named, err, want)
		}
		done++
		if got, named, err := applyLegacy(before, !l, &in); err != nil || named || !got.Equal(before) {
			t.Errorf("%s=%v at the other level: %s, %v, %v", f.key, value, got, named, err)
		}
	}
	if done < 500 {
		t.Errorf("only %d changes were tried", done)
	}
}

func TestApplyLegacyToEverything(t *testing.T) {
	t.Parallel()
	for _, f := range specFlags {
		for _, value := range []bool{true, false} {
			var in LegacyPermissions
			setFlag(t, &in, f.key, &value)
			got, named, err := applyLegacy(AllPermissions(), level(f.organizer), &in)
			if value {
				resEqual(t, f.key, []any{got, named, err}, []any{AllPermissions(), true, error(nil)})
				continue
			}
			e := resArgument(t, err, f.key)
			if !strings.Contains(e.Reason, "plugins") || !strings.Contains(e.Reason, "Permissions") {
				t.Errorf("%s: the reason does not say what to do: %s", f.key, e.Reason)
			}
		}
	}
}

func TestApplyLegacyTogether(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		why    string
		before PermissionSet
		in     LegacyPermissions
		want   PermissionSet
		reason string
	}{
		{"the everyday box office", OnlyPermissions(), LegacyPermissions{CanViewOrders: new(true), CanChangeOrders: new(true), CanCheckinOrders: new(true)},
			OnlyPermissions("event.orders:read", "event.orders:write", "event:cancel"), ""},
		{"checking in instead of changing", OnlyPermissions("event.orders:read", "event.orders:write", "event:cancel"),
			LegacyPermissions{CanChangeOrders: new(false), CanCheckinOrders: new(true)}, OnlyPermissions("event.orders:read", "event.orders:checkin"), ""},
		{"a stored check-in beside write is put right", OnlyPermissions("event.orders:read", "event.orders:write", "event.orders:checkin"),
			LegacyPermissions{CanChangeItems: new(true)}, OnlyPermissions("event.orders:read", "event.orders:write", "event.items:write"), ""},
		{"changing without seeing", OnlyPermissions(), LegacyPermissions{CanChangeOrders: new(true)}, PermissionSet{}, "event.orders"},
		{"not seeing what may be changed", OnlyPermissions("event.vouchers:read", "event.vouchers:write"), LegacyPermissions{CanViewVouchers: new(false)}, PermissionSet{}, "event.vouchers"},
	} {
		got, _, err := applyLegacy(tt.before, eventLevel, &tt.in)
		if tt.reason != "" {
			if e := resArgument(t, err, "LegacyPermissions"); !strings.Contains(e.Reason, tt.reason) {
				t.Errorf("%s: %s", tt.why, e.Reason)
			}
			continue
		}
		resEqual(t, tt.why, []any{got, err}, []any{tt.want, error(nil)})
	}
}

func TestLegacyFlags(t *testing.T) {
	t.Parallel()
	for _, version := range resReleases[:5] {
		on := resRelease(t, version)
		for _, f := range specFlags {
			for _, value := range []bool{true, false} {
				var in LegacyPermissions
				setFlag(t, &in, f.key, &value)
				got, err := legacyFlags(in, on)
				if on.less(resRelease(t, f.since)) {
					resArgument(t, err, f.key)
					if !errors.Is(err, errors.ErrUnsupported) || !strings.Contains(err.Error(), on.String()) {
						t.Errorf("%s on %s: %v", f.key, on, err)
					}
					continue
				}
				resEqual(t, f.key+" on "+version, []any{got, err}, []any{map[string]bool{f.key: value}, error(nil)})
			}
		}
	}
}

// A team of a newer server reads by its lists, whatever its derived booleans say.
func TestNamedTeamsReadAsTheyAre(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		why, json string
		want      Permissions
	}{
		{"lists", `{"limit_event_permissions":["event.orders:write"],"limit_organizer_permissions":[],"can_change_items":true}`,
			Permissions{OnlyPermissions("event.orders:write"), OnlyPermissions()}},
		{"all", `{"all_event_permissions":true,"limit_event_permissions":[],"all_organizer_permissions":true,"limit_organizer_permissions":[]}`,
			Permissions{AllPermissions(), AllPermissions()}},
		{"all beside a list is all", `{"all_event_permissions":true,"limit_event_permissions":["event:cancel"],"limit_organizer_permissions":["organizer.plugin:x"]}`,
			Permissions{AllPermissions(), OnlyPermissions("organizer.plugin:x")}},
	} {
		var team Team
		if err := json.Unmarshal([]byte(tt.json), &team); err != nil {
			t.Fatal(err)
		}
		if got := team.Permissions(); !got.Equal(tt.want) {
			t.Errorf("%s: %+v, want %+v", tt.why, got, tt.want)
		}
	}
}

// Whatever a team of an older server has, and however it is to read: what is sent
// makes it read so, and does not touch a boolean for nothing.
func TestChangedFlagsFromEveryTeamToEveryOther(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(5, 5))
	for _, version := range []string{"3.16.0", "3.17.2", "4.17.1", "2026.2.2"} {
		on := resRelease(t, version)
		for _, l := range []level{eventLevel, organizerLevel} {
			for from := range 1 << len(levelKeys(l)) {
				if existing(t, l, from, on) != from {
					continue
				}
				before := teamOf(t, l, from)
				// All pairs were tried once, in half a minute; these are a sample.
				targets := []int{from, 0, existing(t, l, 1<<len(levelKeys(l))-1, on)}
				for range 6 {
					targets = append(targets, existing(t, l, rnd.IntN(1<<len(levelKeys(l))), on))
				}
				for _, to := range targets {
					want := teamOf(t, l, to).Permissions().at(l)
					values, err := changedFlags(before, want, l, on)
					if err != nil {
						lone := want.Has(PermissionEventCancel) && !want.Has(PermissionEventOrdersWrite)
						if !errors.Is(err, errors.ErrUnsupported) || values != nil || !lone {
							t.Fatalf("%s: from %b to %s: %v", version, from, want, err)
						}
						continue
					}
					after := written(t, before, values)
					if got := after.Permissions().at(l); !got.Equal(want) {
						t.Fatalf("%s: from %b to %s, by %v: reads as %s", version, from, want, values, got)
					}
					if before.Permissions().at(l).Equal(want) && *resFlags(after) != *resFlags(before) {
						t.Fatalf("%s: %b reads as %s already, and %v changes it", version, from, want, values)
					}
				}
			}
		}
	}
}

// resFlags are a team's booleans in a form that can be compared.
func resFlags(team *Team) *[13]bool {
	var out [13]bool
	for i, f := range flags {
		out[i] = f.team(team)
	}
	return &out
}
