package boxoffice

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"slices"
	"strconv"
	"testing"
)

// The catalogue of pretix itself, written out again.
func TestPermissionCatalogue(t *testing.T) {
	t.Parallel()
	want := []PermissionGroup{
		{"event.settings.general", [][]string{{"write"}}},
		{"event.settings.payment", [][]string{{"write"}}},
		{"event.settings.tax", [][]string{{"write"}}},
		{"event.settings.invoicing", [][]string{{"write"}}},
		{"event.subevents", [][]string{{"write"}}},
		{"event.items", [][]string{{"write"}}},
		{"event.orders", [][]string{{"checkin"}, {"read"}, {"read", "checkin"}, {"read", "write"}}},
		{"event.vouchers", [][]string{{"read"}, {"read", "write"}}},
		{"event", [][]string{{"cancel"}}},
		{"organizer.events", [][]string{{"create"}}},
		{"organizer.settings.general", [][]string{{"write"}}},
		{"organizer.teams", [][]string{{"write"}}},
		{"organizer.giftcards", [][]string{{"read"}, {"read", "write"}}},
		{"organizer.customers", [][]string{{"read"}, {"read", "write"}}},
		{"organizer.reusablemedia", [][]string{{"read"}, {"read", "write"}}},
		{"organizer.devices", [][]string{{"read"}, {"read", "write"}}},
		{"organizer.seatingplans", [][]string{{"write"}}},
		{"organizer.outgoingmails", [][]string{{"read"}}},
	}
	resEqual(t, "groups", PermissionGroups(), want)

	// What is handed out is the caller's to change.
	PermissionGroups()[0].Combinations[0][0] = "changed"
	resEqual(t, "groups after a caller changed them", PermissionGroups(), want)
}

// Every constant of type Permission is in the catalogue, and the other way round.
func TestPermissionConstants(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "permissions.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var constants []Permission
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if id, ok := spec.Type.(*ast.Ident); ok && id.Name == "Permission" {
			for _, v := range spec.Values {
				s, err := strconv.Unquote(v.(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				constants = append(constants, Permission(s))
			}
		}
		return true
	})
	var catalogue []Permission
	for _, g := range PermissionGroups() {
		for _, p := range g.Permissions() {
			catalogue = append(catalogue, p)
			if p.Group() != g.Name || string(p) != p.Group()+":"+p.Action() {
				t.Errorf("%s is of group %s, action %s", p, p.Group(), p.Action())
			}
			if l := p.level(); l.String() != map[bool]string{true: "event", false: "organizer"}[p == "event:cancel" || p[:6] == "event."] {
				t.Errorf("%s is of the %s level", p, l)
			}
		}
	}
	slices.Sort(constants)
	slices.Sort(catalogue)
	resEqual(t, "constants", constants, catalogue)
	resEqual(t, "how many", len(constants), 25)
}

func TestPermissionParts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		p             Permission
		group, action string
		level         level
	}{
		{"event:cancel", "event", "cancel", eventLevel},
		{"event.plugin.x:do", "event.plugin.x", "do", eventLevel},
		{"organizer.plugin:do:more", "organizer.plugin", "do:more", organizerLevel},
		{"nothing", "nothing", "", eventLevel},
		{"", "", "", eventLevel},
	} {
		resEqual(t, string(tt.p), []any{tt.p.Group(), tt.p.Action(), tt.p.level()}, []any{tt.group, tt.action, tt.level})
	}
}

// A permission is known by both its parts.
func TestKnownPermissions(t *testing.T) {
	t.Parallel()
	for p, want := range map[Permission]bool{
		PermissionEventOrdersRead: true, "event.orders:smell": false, "event.plugin.x:read": false, "event.orders": false, "": false,
	} {
		resEqual(t, string(p), p.known(), want)
	}
}

// The table of the booleans, written out again, and the releases that added them;
// but can_checkin_orders is in a real 3.17.2 already.
var specFlags = []struct {
	key       string
	organizer bool
	since     string
	grants    []Permission
}{
	{"can_change_event_settings", false, "3.5.0", []Permission{
		"event.settings.general:write", "event.settings.payment:write", "event.settings.tax:write", "event.settings.invoicing:write", "event.subevents:write",
	}},
	{"can_change_items", false, "3.5.0", []Permission{"event.items:write"}},
	{"can_view_orders", false, "3.5.0", []Permission{"event.orders:read"}},
	{"can_change_orders", false, "3.5.0", []Permission{"event.orders:write", "event:cancel"}},
	{"can_checkin_orders", false, "3.17.0", []Permission{"event.orders:checkin"}},
	{"can_view_vouchers", false, "3.5.0", []Permission{"event.vouchers:read"}},
	{"can_change_vouchers", false, "3.5.0", []Permission{"event.vouchers:write"}},
	{"can_create_events", true, "3.5.0", []Permission{"organizer.events:create"}},
	{"can_change_organizer_settings", true, "3.5.0", []Permission{
		"organizer.settings.general:write", "organizer.devices:read", "organizer.devices:write", "organizer.seatingplans:write", "organizer.outgoingmails:read",
	}},
	{"can_change_teams", true, "3.5.0", []Permission{"organizer.teams:write"}},
	{"can_manage_gift_cards", true, "3.5.0", []Permission{"organizer.giftcards:read", "organizer.giftcards:write"}},
	{"can_manage_customers", true, "4.0.0", []Permission{"organizer.customers:read", "organizer.customers:write"}},
	{"can_manage_reusable_media", true, "4.18.0", []Permission{"organizer.reusablemedia:read", "organizer.reusablemedia:write"}},
}

func resRelease(t testing.TB, version string) release {
	t.Helper()
	return resMust(parseRelease(version))(t)
}

// setFlag sets the field of a team by its wire key.
func setFlag(t testing.TB, v any, key string, value any) {
	t.Helper()
	for f, field := range reflect.ValueOf(v).Elem().Fields() {
		name := f.Tag.Get("json")
		if name == key || name == "" && snake(f.Name) == key {
			field.Set(reflect.ValueOf(value))
			return
		}
	}
	t.Fatalf("%T has no field for %s", v, key)
}

func snake(name string) string {
	var out []byte
	for i := range len(name) {
		if c := name[i]; c >= 'A' && c <= 'Z' {
			if i > 0 {
				out = append(out, '_')
			}
			out = append(out, c-'A'+'a')
		} else {
			out = append(out, c)
		}
	}
	return string(out)
}

func TestFlagsAreTheSpecs(t *testing.T) {
	t.Parallel()
	resEqual(t, "number of flags", len(flags), len(specFlags))
	for i, want := range specFlags {
		f := flags[i]
		resEqual(t, "key", f.key, want.key)
		resEqual(t, want.key+" level", f.level == organizerLevel, want.organizer)
		resEqual(t, want.key+" grants", f.grants, want.grants)
		for _, version := range append([]string{"3.16.0", "3.17.0", "4.0.0", "4.18.0", "4.17.9", "3.99.0"}, resReleases...) {
			on := resRelease(t, version)
			resEqual(t, want.key+" on "+version, on.less(f.since), on.less(resRelease(t, want.since)))
		}
		// Each reads and writes the field of its own key, and no other.
		var team Team
		setFlag(t, &team, want.key, true)
		in := LegacyPermissions{}
		setFlag(t, &in, want.key, new(true))
		for _, other := range flags {
			resEqual(t, want.key+" read by "+other.key, other.team(&team), other.key == want.key)
			resEqual(t, want.key+" written by "+other.key, other.input(&in) != nil, other.key == want.key)
		}
		if in.noFlag() {
			t.Errorf("%s is set, and none is said to be", want.key)
		}
	}
	if !(LegacyPermissions{}).noFlag() {
		t.Error("nothing is set, and something is said to be")
	}
}
