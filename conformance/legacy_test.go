package conformance

import (
	"slices"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// The thirteen booleans: what they mean to an older server, what a newer one makes of them, and how the SDK writes them
// without what a newer server does.
var legacyCases = []testCase{
	{"booleans by the SDK", booleansAreWritten},
	{"booleans change nothing else", booleansChangeNothingElse},
	{"unknown booleans are refused", newerBooleansAreRefused},
	{"levels and booleans are not mixed", levelsAndBooleans},
	{"created on the wire", legacyCreateOnTheWire},
	{"each on the wire", eachBooleanOnTheWire},
	{"loses and widens on the wire", legacyWritesLoseAndWiden},
	{"all on the wire", legacyWritesBecomeAll},
	{"combinations on the wire", legacyWritesAreChecked},
	{"PUT on the wire", legacyPutRecomputes},
	{"stuck by creation", legacyCreateMakesStuckTeams},
}

func booleansAreWritten(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{LegacyPermissions: boxoffice.LegacyPermissions{CanViewOrders: new(true), CanChangeTeams: new(true)}})
	want := boxoffice.Permissions{
		Event:     boxoffice.OnlyPermissions(boxoffice.PermissionEventOrdersRead),
		Organizer: administration().Organizer,
	}
	wantPermissions(t, "created", team, want)
	updated := try(s.px.Teams.Update(t.Context(), s.Organizer, team.ID, boxoffice.TeamUpdate{
		LegacyPermissions: boxoffice.LegacyPermissions{CanChangeTeams: new(false), CanCreateEvents: new(true)},
	})).must(t)
	want.Organizer = boxoffice.OnlyPermissions(boxoffice.PermissionOrganizerEventsCreate)
	wantPermissions(t, "updated", updated, want)
	equal(t, "booleans", []bool{updated.CanViewOrders, updated.CanChangeTeams, updated.CanCreateEvents}, []bool{true, false, true})
}

// booleansChangeNothingElse, where a boolean sent as such would.
func booleansChangeNothingElse(t *testing.T, s *target) {
	s.needNamed(t)
	team := s.create(t, boxoffice.TeamCreate{Permissions: boxoffice.Permissions{
		Event: boxoffice.OnlyPermissions(boxoffice.PermissionEventSettingsGeneralWrite, boxoffice.PermissionEventSettingsTaxWrite),
		Organizer: boxoffice.OnlyPermissions(boxoffice.PermissionOrganizerGiftCardsRead, boxoffice.PermissionOrganizerDevicesRead,
			boxoffice.PermissionOrganizerSeatingPlansWrite),
	}})
	updated := try(s.px.Teams.Update(t.Context(), s.Organizer, team.ID, boxoffice.TeamUpdate{
		LegacyPermissions: boxoffice.LegacyPermissions{CanViewOrders: new(true)},
	})).must(t)
	want := team.Permissions()
	want.Event = boxoffice.OnlyPermissions(append(want.Event.List(), boxoffice.PermissionEventOrdersRead)...)
	wantPermissions(t, "updated", updated, want)
}

func newerBooleansAreRefused(t *testing.T, s *target) {
	for _, c := range []struct {
		since, boolean string
		change         boxoffice.LegacyPermissions
	}{
		{"3.17.0", "can_checkin_orders", boxoffice.LegacyPermissions{CanCheckinOrders: new(true)}},
		{"4.0.0", "can_manage_customers", boxoffice.LegacyPermissions{CanManageCustomers: new(true)}},
		{"4.18.0", "can_manage_reusable_media", boxoffice.LegacyPermissions{CanManageReusableMedia: new(true)}},
	} {
		team := s.create(t, boxoffice.TeamCreate{})
		_, err := s.px.Teams.Update(t.Context(), s.Organizer, team.ID, boxoffice.TeamUpdate{LegacyPermissions: c.change})
		if s.since(c.since) {
			failed(err).must(t)
			continue
		}
		failed(err).refused(t, true)
		got := s.do(t, "PATCH", s.teamPath(team.ID), `{"`+c.boolean+`":true}`).isStatus(t, 200)
		equal(t, "dropped in silence", got.object(t), s.body(team.ID, team.Name, nil))
	}
}

func levelsAndBooleans(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	change := boxoffice.TeamUpdate{
		Permissions:       only("event", boxoffice.PermissionEventItemsWrite),
		LegacyPermissions: boxoffice.LegacyPermissions{CanViewOrders: new(true)},
	}
	try(s.px.Teams.Update(t.Context(), s.Organizer, team.ID, change)).refused(t, false)
	change.LegacyPermissions = boxoffice.LegacyPermissions{CanChangeTeams: new(true)}
	updated := try(s.px.Teams.Update(t.Context(), s.Organizer, team.ID, change)).must(t)
	wantPermissions(t, "one level each", updated, boxoffice.Permissions{Event: change.Permissions.Event, Organizer: administration().Organizer})
}

// legacyCreateOnTheWire: works, but for the first releases with permissions by name, which break.
func legacyCreateOnTheWire(t *testing.T, s *target) {
	name := s.unique(t)
	got := s.do(t, "POST", s.teamsPath(), `{"name":`+quote(name)+`,"limit_events":[],"can_view_orders":true,"can_manage_gift_cards":true}`)
	if s.named() && !s.since("2026.8.0") {
		got.internal(t)
		return
	}
	got.isStatus(t, 201)
	s.removeLater(t, got.id(t))
	want := map[string]any{"can_view_orders": true, "can_manage_gift_cards": true}
	if s.named() {
		want["limit_event_permissions"] = []any{"event.orders:read"}
		want["limit_organizer_permissions"] = []any{"organizer.giftcards:read", "organizer.giftcards:write"}
	}
	equal(t, "team", sortedLists(got.object(t)), s.body(got.id(t), name, want))
}

// grants are what a boolean that is sent becomes on a newer server.
var grants = map[string]map[string][]string{
	"can_change_event_settings": {"event": {
		"event.settings.general:write", "event.settings.invoicing:write", "event.settings.payment:write",
		"event.settings.tax:write", "event.subevents:write",
	}},
	"can_change_items":   {"event": {"event.items:write"}},
	"can_view_orders":    {"event": {"event.orders:read"}},
	"can_checkin_orders": {"event": {"event.orders:checkin"}},
	"can_view_vouchers":  {"event": {"event.vouchers:read"}},
	"can_create_events":  {"organizer": {"organizer.events:create"}},
	"can_change_organizer_settings": {"organizer": {
		"organizer.devices:read", "organizer.devices:write", "organizer.outgoingmails:read", "organizer.seatingplans:write",
		"organizer.settings.general:write",
	}},
	"can_change_teams":          {"organizer": {"organizer.teams:write"}},
	"can_manage_gift_cards":     {"organizer": {"organizer.giftcards:read", "organizer.giftcards:write"}},
	"can_manage_customers":      {"organizer": {"organizer.customers:read", "organizer.customers:write"}},
	"can_manage_reusable_media": {"organizer": {"organizer.reusablemedia:read", "organizer.reusablemedia:write"}},
}

func eachBooleanOnTheWire(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for _, boolean := range s.booleans() {
		if s.named() && grants[boolean] == nil {
			continue // can't stand alone there, see below
		}
		got := s.do(t, "PATCH", s.teamPath(team.ID), `{"`+boolean+`":true}`).isStatus(t, 200)
		want := map[string]any{boolean: true}
		if s.named() {
			for level, list := range grants[boolean] {
				want["limit_"+level+"_permissions"] = anyList(list)
			}
		}
		equal(t, boolean, sortedLists(got.object(t)), s.body(team.ID, team.Name, want))
		s.do(t, "PATCH", s.teamPath(team.ID), `{"`+boolean+`":false}`).isStatus(t, 200)
	}
}

func anyList(list []string) []any {
	out := []any{}
	for _, item := range list {
		out = append(out, item)
	}
	return out
}

// permissionsOf reads the two lists of a newer server, sorted.
func permissionsOf(t *testing.T, a answer) []string {
	t.Helper()
	var lists struct {
		E []string `json:"limit_event_permissions"`
		O []string `json:"limit_organizer_permissions"`
	}
	a.isStatus(t, 200).into(t, &lists)
	out := append(lists.E, lists.O...)
	slices.Sort(out)
	return out
}

// setPermissions makes a team hold what the API takes.
func setPermissions(t *testing.T, s *target, id int64, fields string) {
	t.Helper()
	s.do(t, "PATCH", s.teamPath(id), `{"all_event_permissions":false,"limit_event_permissions":[],"all_organizer_permissions":false,"limit_organizer_permissions":[]}`).isStatus(t, 200)
	s.do(t, "PATCH", s.teamPath(id), fields).isStatus(t, 200)
}

// legacyWritesLoseAndWiden: one boolean makes a newer server compute all permissions anew.
func legacyWritesLoseAndWiden(t *testing.T, s *target) {
	s.needNamed(t)
	team := s.create(t, boxoffice.TeamCreate{})
	for _, c := range []struct {
		before string
		want   []string
	}{
		{`{"limit_event_permissions":["event.settings.tax:write"]}`, []string{"event.orders:read"}},
		{`{"limit_event_permissions":["event:cancel"]}`, []string{"event.orders:read"}},
		{`{"limit_event_permissions":["event.settings.general:write"]}`, []string{
			"event.orders:read", "event.settings.general:write", "event.settings.invoicing:write", "event.settings.payment:write",
			"event.settings.tax:write", "event.subevents:write",
		}},
		{`{"limit_event_permissions":["event.orders:read","event.orders:write"]}`, []string{"event.orders:read", "event.orders:write", "event:cancel"}},
		{`{"limit_organizer_permissions":["organizer.giftcards:read"]}`, []string{"event.orders:read"}},
		{`{"limit_organizer_permissions":["organizer.devices:read"]}`, []string{"event.orders:read"}},
		{`{"limit_organizer_permissions":["organizer.settings.general:write"]}`, []string{
			"event.orders:read", "organizer.devices:read", "organizer.devices:write", "organizer.outgoingmails:read",
			"organizer.seatingplans:write", "organizer.settings.general:write",
		}},
	} {
		setPermissions(t, s, team.ID, c.before)
		equal(t, c.before, permissionsOf(t, s.do(t, "PATCH", s.teamPath(team.ID), `{"can_view_orders":true}`)), c.want)
	}
}

// legacyWritesBecomeAll, whatever check-in says.
func legacyWritesBecomeAll(t *testing.T, s *target) {
	s.needNamed(t)
	team := s.create(t, boxoffice.TeamCreate{})
	got := s.do(t, "PATCH", s.teamPath(team.ID), `{"can_change_event_settings":true,"can_change_items":true,"can_view_orders":true,`+
		`"can_change_orders":true,"can_view_vouchers":true,"can_change_vouchers":true}`).isStatus(t, 200).object(t)
	equal(t, "all events", []any{got["all_event_permissions"], got["limit_event_permissions"], got["can_checkin_orders"]}, []any{true, []any{}, true})
	got = s.do(t, "PATCH", s.teamPath(team.ID), `{"can_checkin_orders":false}`).isStatus(t, 200).object(t)
	equal(t, "check-in stays", []any{got["all_event_permissions"], got["can_checkin_orders"]}, []any{true, true})
	got = s.do(t, "PATCH", s.teamPath(team.ID), `{"can_create_events":true,"can_change_teams":true,"can_change_organizer_settings":true,`+
		`"can_manage_gift_cards":true,"can_manage_customers":true,"can_manage_reusable_media":true}`).isStatus(t, 200).object(t)
	equal(t, "all of the organizer", []any{got["all_organizer_permissions"], got["limit_organizer_permissions"]}, []any{true, []any{}})
}

const (
	ordersOffered   = "For permission group event.orders, the valid combinations of actions are '' or 'checkin' or 'read' or 'read,checkin' or 'read,write' but you tried to set '"
	vouchersOffered = "For permission group event.vouchers, the valid combinations of actions are '' or 'read' or 'read,write' but you tried to set '"
)

func legacyWritesAreChecked(t *testing.T, s *target) {
	s.needNamed(t)
	team := s.create(t, boxoffice.TeamCreate{})
	patch := func(body string) answer { return s.do(t, "PATCH", s.teamPath(team.ID), body) }
	patch(`{"can_change_orders":true}`).is(t, 400, nonField(ordersOffered+"write'."))
	patch(`{"can_change_vouchers":true}`).is(t, 400, nonField(vouchersOffered+"write'."))
	got := patch(`{"can_view_orders":true,"can_change_orders":true,"can_checkin_orders":true}`).isStatus(t, 400)
	if len(got.body) < len(ordersOffered) {
		t.Error(got)
	}
	setPermissions(t, s, team.ID, `{"all_event_permissions":true}`)
	patch(`{"can_change_vouchers":false}`).isStatus(t, 400)
	equal(t, "after", permissionsOf(t, patch(`{"can_change_vouchers":false,"can_checkin_orders":false}`)), []string{
		"event.items:write", "event.orders:read", "event.orders:write", "event.settings.general:write", "event.settings.invoicing:write",
		"event.settings.payment:write", "event.settings.tax:write", "event.subevents:write", "event.vouchers:read", "event:cancel",
	})
}

func legacyPutRecomputes(t *testing.T, s *target) {
	s.needNamed(t)
	team := s.create(t, boxoffice.TeamCreate{})
	setPermissions(t, s, team.ID, `{"limit_event_permissions":["event.settings.tax:write"]}`)
	got := s.do(t, "PUT", s.teamPath(team.ID), `{"name":"x","limit_events":[],"can_change_items":true}`)
	equal(t, "permissions", permissionsOf(t, got), []string{"event.items:write"})
}

// legacyCreateMakesStuckTeams where it works at all: the combination is not checked.
func legacyCreateMakesStuckTeams(t *testing.T, s *target) {
	if !s.named() || !s.since("2026.8.0") {
		t.Skipf("pretix %s does not convert booleans at creation", s.version)
	}
	got := s.do(t, "POST", s.teamsPath(), `{"name":"x","limit_events":[],"can_view_orders":true,"can_change_orders":true,"can_checkin_orders":true}`).isStatus(t, 201)
	s.removeLater(t, got.id(t))
	s.do(t, "PATCH", s.teamPath(got.id(t)), `{"name":"y"}`).isStatus(t, 400)
	_, err := s.px.Teams.Update(t.Context(), s.Organizer, got.id(t), boxoffice.TeamUpdate{Name: new("y")})
	failed(err).is(t, boxoffice.ErrTeamStuck)
}
