package boxoffice

import (
	"slices"
	"strings"
)

// Permission is what a team may do, in the vocabulary of pretix 2026.3 and
// newer: "<group>:<action>". Plugins add their own, so any value is taken.
//
// See https://docs.pretix.eu/dev/api/resources/teams.html
type Permission string

// The permissions of pretix itself.
const (
	PermissionEventSettingsGeneralWrite   Permission = "event.settings.general:write"
	PermissionEventSettingsPaymentWrite   Permission = "event.settings.payment:write"
	PermissionEventSettingsTaxWrite       Permission = "event.settings.tax:write"
	PermissionEventSettingsInvoicingWrite Permission = "event.settings.invoicing:write"
	PermissionEventSubeventsWrite         Permission = "event.subevents:write"
	PermissionEventItemsWrite             Permission = "event.items:write"
	PermissionEventOrdersRead             Permission = "event.orders:read"
	PermissionEventOrdersWrite            Permission = "event.orders:write"
	PermissionEventOrdersCheckin          Permission = "event.orders:checkin"
	PermissionEventVouchersRead           Permission = "event.vouchers:read"
	PermissionEventVouchersWrite          Permission = "event.vouchers:write"
	PermissionEventCancel                 Permission = "event:cancel"

	PermissionOrganizerEventsCreate         Permission = "organizer.events:create"
	PermissionOrganizerSettingsGeneralWrite Permission = "organizer.settings.general:write"
	PermissionOrganizerTeamsWrite           Permission = "organizer.teams:write"
	PermissionOrganizerGiftCardsRead        Permission = "organizer.giftcards:read"
	PermissionOrganizerGiftCardsWrite       Permission = "organizer.giftcards:write"
	PermissionOrganizerCustomersRead        Permission = "organizer.customers:read"
	PermissionOrganizerCustomersWrite       Permission = "organizer.customers:write"
	PermissionOrganizerReusableMediaRead    Permission = "organizer.reusablemedia:read"
	PermissionOrganizerReusableMediaWrite   Permission = "organizer.reusablemedia:write"
	PermissionOrganizerDevicesRead          Permission = "organizer.devices:read"
	PermissionOrganizerDevicesWrite         Permission = "organizer.devices:write"
	PermissionOrganizerSeatingPlansWrite    Permission = "organizer.seatingplans:write"
	PermissionOrganizerOutgoingMailsRead    Permission = "organizer.outgoingmails:read"
)

// Group is the part before the colon.
func (p Permission) Group() string { group, _, _ := strings.Cut(string(p), ":"); return group }

// Action is the part after the colon.
func (p Permission) Action() string { _, action, _ := strings.Cut(string(p), ":"); return action }

// level is the half of a team's permissions that a permission belongs to.
type level bool

const (
	eventLevel     level = false
	organizerLevel level = true
)

func (l level) String() string {
	if l == organizerLevel {
		return "organizer"
	}
	return "event"
}

// allKey and limitKey are the two wire fields of a level.
func (l level) allKey() string {
	if l == organizerLevel {
		return "all_organizer_permissions"
	}
	return "all_event_permissions"
}

func (l level) limitKey() string {
	if l == organizerLevel {
		return "limit_organizer_permissions"
	}
	return "limit_event_permissions"
}

// field is the field of the input that holds a level.
func (l level) field() string {
	if l == organizerLevel {
		return "Permissions.Organizer"
	}
	return "Permissions.Event"
}

func (p Permission) level() level { return level(strings.HasPrefix(string(p), "organizer")) }

// tellsLevel tells whether the name says the level. Plugins name theirs as they like,
// and can have one name at both.
func (p Permission) tellsLevel() bool {
	tree, _, _ := strings.Cut(p.Group(), ".")
	return tree == "event" || tree == "organizer"
}

// PermissionGroup is a group of permissions of pretix itself, of which only
// certain combinations can be given.
type PermissionGroup struct {
	// Name is the part of a permission before the colon.
	Name string
	// Combinations are the actions that can be given together. None at all can
	// always be given.
	Combinations [][]string
}

// Permissions are all permissions of the group.
func (g PermissionGroup) Permissions() []Permission {
	var out []Permission
	for _, actions := range g.Combinations {
		for _, action := range actions {
			if p := Permission(g.Name + ":" + action); !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

// PermissionGroups returns the permissions that this package knows, by group: the
// catalogue of pretix 2026.3 to 2026.8 without plugins.
func PermissionGroups() []PermissionGroup {
	groups := make([]PermissionGroup, len(catalogue))
	for i, g := range catalogue {
		groups[i] = PermissionGroup{Name: g.Name, Combinations: make([][]string, len(g.Combinations))}
		for j, c := range g.Combinations {
			groups[i].Combinations[j] = slices.Clone(c)
		}
	}
	return groups
}

// catalogue is what PermissionGroups copies.
var catalogue = []PermissionGroup{
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

// knows tells whether the group offers an action at all.
func (g PermissionGroup) knows(action string) bool {
	return slices.ContainsFunc(g.Combinations, func(c []string) bool { return slices.Contains(c, action) })
}

// offers tells whether exactly these actions can be given together.
func (g PermissionGroup) offers(actions []string) bool {
	return slices.ContainsFunc(g.Combinations, func(c []string) bool {
		return len(c) == len(actions) && !slices.ContainsFunc(actions, func(a string) bool { return !slices.Contains(c, a) })
	})
}

// known tells whether a permission is in the catalogue.
func (p Permission) known() bool {
	return slices.ContainsFunc(catalogue, func(g PermissionGroup) bool { return g.Name == p.Group() && g.knows(p.Action()) })
}

// flag is one of the booleans that a team had before pretix 2026.3.
type flag struct {
	key   string // the wire field
	level level
	since release
	// grants is what true means. Reading a team of a named server never goes by
	// it; writing true adds all of it, and false removes all of it.
	grants []Permission
	team   func(*Team) bool
	input  func(*LegacyPermissions) *bool
}

var flags = []flag{
	{"can_change_event_settings", eventLevel, release{}, []Permission{
		PermissionEventSettingsGeneralWrite, PermissionEventSettingsPaymentWrite, PermissionEventSettingsTaxWrite,
		PermissionEventSettingsInvoicingWrite, PermissionEventSubeventsWrite,
	}, func(t *Team) bool { return t.CanChangeEventSettings }, func(l *LegacyPermissions) *bool { return l.CanChangeEventSettings }},
	{"can_change_items", eventLevel, release{}, []Permission{PermissionEventItemsWrite},
		func(t *Team) bool { return t.CanChangeItems }, func(l *LegacyPermissions) *bool { return l.CanChangeItems }},
	{"can_view_orders", eventLevel, release{}, []Permission{PermissionEventOrdersRead},
		func(t *Team) bool { return t.CanViewOrders }, func(l *LegacyPermissions) *bool { return l.CanViewOrders }},
	{"can_change_orders", eventLevel, release{}, []Permission{PermissionEventOrdersWrite, PermissionEventCancel},
		func(t *Team) bool { return t.CanChangeOrders }, func(l *LegacyPermissions) *bool { return l.CanChangeOrders }},
	{"can_checkin_orders", eventLevel, releaseCheckin, []Permission{PermissionEventOrdersCheckin},
		func(t *Team) bool { return t.CanCheckinOrders }, func(l *LegacyPermissions) *bool { return l.CanCheckinOrders }},
	{"can_view_vouchers", eventLevel, release{}, []Permission{PermissionEventVouchersRead},
		func(t *Team) bool { return t.CanViewVouchers }, func(l *LegacyPermissions) *bool { return l.CanViewVouchers }},
	{"can_change_vouchers", eventLevel, release{}, []Permission{PermissionEventVouchersWrite},
		func(t *Team) bool { return t.CanChangeVouchers }, func(l *LegacyPermissions) *bool { return l.CanChangeVouchers }},
	{"can_create_events", organizerLevel, release{}, []Permission{PermissionOrganizerEventsCreate},
		func(t *Team) bool { return t.CanCreateEvents }, func(l *LegacyPermissions) *bool { return l.CanCreateEvents }},
	{"can_change_organizer_settings", organizerLevel, release{}, []Permission{
		PermissionOrganizerSettingsGeneralWrite, PermissionOrganizerDevicesRead, PermissionOrganizerDevicesWrite,
		PermissionOrganizerSeatingPlansWrite, PermissionOrganizerOutgoingMailsRead,
	}, func(t *Team) bool { return t.CanChangeOrganizerSettings }, func(l *LegacyPermissions) *bool { return l.CanChangeOrganizerSettings }},
	{"can_change_teams", organizerLevel, release{}, []Permission{PermissionOrganizerTeamsWrite},
		func(t *Team) bool { return t.CanChangeTeams }, func(l *LegacyPermissions) *bool { return l.CanChangeTeams }},
	{"can_manage_gift_cards", organizerLevel, release{}, []Permission{PermissionOrganizerGiftCardsRead, PermissionOrganizerGiftCardsWrite},
		func(t *Team) bool { return t.CanManageGiftCards }, func(l *LegacyPermissions) *bool { return l.CanManageGiftCards }},
	{"can_manage_customers", organizerLevel, releaseCustomers, []Permission{PermissionOrganizerCustomersRead, PermissionOrganizerCustomersWrite},
		func(t *Team) bool { return t.CanManageCustomers }, func(l *LegacyPermissions) *bool { return l.CanManageCustomers }},
	{"can_manage_reusable_media", organizerLevel, releaseMedia, []Permission{PermissionOrganizerReusableMediaRead, PermissionOrganizerReusableMediaWrite},
		func(t *Team) bool { return t.CanManageReusableMedia }, func(l *LegacyPermissions) *bool { return l.CanManageReusableMedia }},
}

// checkinFlag counts for nothing beside can_change_orders, and pretix's own
// migration leaves it out when it decides whether a team may do everything.
const checkinFlag = "can_checkin_orders"

// LegacyPermissions are the thirteen booleans of pretix before 2026.3, for
// writing. A nil one is left as it is. On a newer server, where they are
// deprecated, this package never sends them: it reads the team, adds all that a
// true one means and removes all that a false one means, and writes the result in
// the new vocabulary, so that nothing else changes. Each comment names what the
// boolean means there.
type LegacyPermissions struct {
	// CanChangeEventSettings is event.settings.general:write,
	// event.settings.payment:write, event.settings.tax:write,
	// event.settings.invoicing:write and event.subevents:write.
	CanChangeEventSettings *bool
	// CanChangeItems is event.items:write.
	CanChangeItems *bool
	// CanViewOrders is event.orders:read.
	CanViewOrders *bool
	// CanChangeOrders is event.orders:write and event:cancel.
	CanChangeOrders *bool
	// CanCheckinOrders is event.orders:checkin, which CanChangeOrders includes.
	// Since pretix 3.17.
	CanCheckinOrders *bool
	// CanViewVouchers is event.vouchers:read.
	CanViewVouchers *bool
	// CanChangeVouchers is event.vouchers:write.
	CanChangeVouchers *bool
	// CanCreateEvents is organizer.events:create.
	CanCreateEvents *bool
	// CanChangeOrganizerSettings is organizer.settings.general:write,
	// organizer.devices:read, organizer.devices:write,
	// organizer.seatingplans:write and organizer.outgoingmails:read.
	CanChangeOrganizerSettings *bool
	// CanChangeTeams is organizer.teams:write.
	CanChangeTeams *bool
	// CanManageGiftCards is organizer.giftcards:read and :write.
	CanManageGiftCards *bool
	// CanManageCustomers is organizer.customers:read and :write. Since pretix 4.0.
	CanManageCustomers *bool
	// CanManageReusableMedia is organizer.reusablemedia:read and :write. Since
	// pretix 4.18.
	CanManageReusableMedia *bool
}

func (l LegacyPermissions) noFlag() bool { return l == LegacyPermissions{} }
