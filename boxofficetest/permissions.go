package boxofficetest

import (
	"maps"
	"slices"
	"strings"
)

// teamsBoolean and teamsPermission guard everything below /teams/, reading
// included.
const (
	teamsBoolean    = "can_change_teams"
	teamsPermission = "organizer.teams:write"
)

// permissionGroup is a family of permissions of which only some combinations
// are on offer, the empty one always among them.
type permissionGroup struct {
	name    string
	actions []string
	offered [][]string
}

func writeOnly(name string) permissionGroup {
	return permissionGroup{name, []string{"write"}, [][]string{{}, {"write"}}}
}

func readWrite(name string) permissionGroup {
	return permissionGroup{name, []string{"read", "write"}, [][]string{{}, {"read"}, {"read", "write"}}}
}

var eventGroups = []permissionGroup{
	writeOnly("event.settings.general"),
	writeOnly("event.settings.payment"),
	writeOnly("event.settings.tax"),
	writeOnly("event.settings.invoicing"),
	writeOnly("event.subevents"),
	writeOnly("event.items"),
	{
		"event.orders",
		[]string{"read", "write", "checkin"},
		[][]string{{}, {"checkin"}, {"read"}, {"read", "checkin"}, {"read", "write"}},
	},
	readWrite("event.vouchers"),
	{"event", []string{"cancel"}, [][]string{{}, {"cancel"}}},
}

var organizerGroups = []permissionGroup{
	{"organizer.events", []string{"create"}, [][]string{{}, {"create"}}},
	writeOnly("organizer.settings.general"),
	writeOnly("organizer.teams"),
	readWrite("organizer.giftcards"),
	readWrite("organizer.customers"),
	readWrite("organizer.reusablemedia"),
	readWrite("organizer.devices"),
	writeOnly("organizer.seatingplans"),
	{"organizer.outgoingmails", []string{"read"}, [][]string{{}, {"read"}}},
}

// legacyBoolean is a can_* key as servers with permission lists understand it:
// true when all of shownBy are held, and granting all of grants when set.
type legacyBoolean struct {
	name    string
	shownBy []string
	grants  []string
}

func sameBoolean(name string, permissions ...string) legacyBoolean {
	return legacyBoolean{name, permissions, permissions}
}

var eventBooleans = []legacyBoolean{
	{
		"can_change_event_settings",
		[]string{"event.settings.general:write"},
		[]string{
			"event.settings.general:write", "event.settings.payment:write", "event.settings.tax:write",
			"event.settings.invoicing:write", "event.subevents:write",
		},
	},
	sameBoolean("can_change_items", "event.items:write"),
	sameBoolean("can_view_orders", "event.orders:read"),
	{"can_change_orders", []string{"event.orders:write"}, []string{"event.orders:write", "event:cancel"}},
	sameBoolean("can_checkin_orders", "event.orders:checkin"),
	sameBoolean("can_view_vouchers", "event.vouchers:read"),
	sameBoolean("can_change_vouchers", "event.vouchers:write"),
}

var organizerBooleans = []legacyBoolean{
	sameBoolean("can_create_events", "organizer.events:create"),
	{
		"can_change_organizer_settings",
		[]string{"organizer.settings.general:write"},
		[]string{
			"organizer.settings.general:write", "organizer.devices:read", "organizer.devices:write",
			"organizer.seatingplans:write", "organizer.outgoingmails:read",
		},
	},
	sameBoolean(teamsBoolean, teamsPermission),
	sameBoolean("can_manage_gift_cards", "organizer.giftcards:read", "organizer.giftcards:write"),
	sameBoolean("can_manage_customers", "organizer.customers:read", "organizer.customers:write"),
	sameBoolean("can_manage_reusable_media", "organizer.reusablemedia:read", "organizer.reusablemedia:write"),
}

func names(booleans []legacyBoolean) []string {
	all := make([]string, 0, len(booleans))
	for _, b := range booleans {
		all = append(all, b.name)
	}
	return all
}

// set is a set of strings.
type set map[string]bool

func setOf(members ...string) set {
	s := set{}
	s.add(members...)
	return s
}

func (s set) add(members ...string) {
	for _, m := range members {
		s[m] = true
	}
}

func (s set) hasAll(members []string) bool {
	return !slices.ContainsFunc(members, func(m string) bool { return !s[m] })
}

func (s set) sorted() []string {
	return slices.Sorted(maps.Keys(s))
}

// level is what a team holds on one of the two levels, event or organizer, of
// a server with permission lists.
type level struct {
	all   bool
	limit set
}

func (l level) clone() level {
	return level{l.all, maps.Clone(l.limit)}
}

func (l level) has(permission string) bool {
	return l.all || l.limit[permission]
}

// shown adds the booleans that the level shows as true.
func (l level) shown(booleans []legacyBoolean, into set) {
	for _, b := range booleans {
		if l.all || l.limit.hasAll(b.shownBy) {
			into.add(b.name)
		}
	}
}

// levelFrom converts booleans into a level as a legacy write does. All of them
// make it unlimited; can_checkin_orders is not asked for that.
func levelFrom(booleans []legacyBoolean, can set) level {
	l := level{all: true, limit: set{}}
	for _, b := range booleans {
		switch {
		case can[b.name]:
			l.limit.add(b.grants...)
		case b.name != "can_checkin_orders":
			l.all = false
		}
	}
	if l.all {
		l.limit = set{}
	}
	return l
}

// known are all permissions of the groups.
func known(groups []permissionGroup) set {
	s := set{}
	for _, g := range groups {
		for _, action := range g.actions {
			s.add(g.name + ":" + action)
		}
	}
	return s
}

// refuse returns the complaint about the first group of which the permissions
// hold a combination that is not on offer, or "".
func refuse(groups []permissionGroup, permissions set) string {
	for _, g := range groups {
		held := g.held(permissions)
		if !slices.ContainsFunc(g.offered, func(o []string) bool { return sameMembers(o, held) }) {
			return g.complaint(held)
		}
	}
	return ""
}

func (g permissionGroup) held(permissions set) []string {
	held := []string{}
	for _, action := range g.actions {
		if permissions[g.name+":"+action] {
			held = append(held, action)
		}
	}
	return held
}

func (g permissionGroup) complaint(held []string) string {
	var offers []string
	for _, o := range g.offered {
		offers = append(offers, "'"+strings.Join(o, ",")+"'")
	}
	slices.Sort(held)
	return "For permission group " + g.name + ", the valid combinations of actions are " +
		strings.Join(offers, " or ") + " but you tried to set '" + strings.Join(held, ",") + "'."
}

func sameMembers(a, b []string) bool {
	return len(a) == len(b) && setOf(a...).hasAll(b)
}
