package conformance

import (
	"net/http"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// What a team may do, in the SDK's one vocabulary on both models.
var permissionCases = []testCase{
	{"every group on a new team", everyGroupCanBeCreated},
	{"what old servers can't say", inexpressibleIsRefused},
	{"everything", everythingCanBeGiven},
	{"box office", boxOfficeTeam},
	{"grant and revoke", grantAndRevokeChangeWhatTheyName},
	{"revoke from everything", everythingIsNotNarrowed},
	{"permissions replace a level", permissionsReplaceALevel},
	{"a replaced team keeps no hidden boolean", replacedTeamsKeepNoHiddenBoolean},
	{"combinations are refused before sending", combinationsAreRefused},
	{"booleans derived from names", booleansAreDerived},
	{"a client that knows nothing yet", freshClientsAsk},
	{"a client that was told an older version", staleClientsNotice},
}

func only(level string, permissions ...boxoffice.Permission) boxoffice.Permissions {
	if level == "organizer" {
		return boxoffice.Permissions{Organizer: boxoffice.OnlyPermissions(permissions...)}
	}
	return boxoffice.Permissions{Event: boxoffice.OnlyPermissions(permissions...)}
}

// sayable are permissions that stand for exactly one boolean of a release, by level.
func (s *target) sayable() map[string][][]boxoffice.Permission {
	out := map[string][][]boxoffice.Permission{
		"event": {
			{boxoffice.PermissionEventItemsWrite},
			{boxoffice.PermissionEventOrdersRead},
			{boxoffice.PermissionEventOrdersRead, boxoffice.PermissionEventOrdersWrite, boxoffice.PermissionEventCancel},
			{boxoffice.PermissionEventVouchersRead},
			{boxoffice.PermissionEventVouchersRead, boxoffice.PermissionEventVouchersWrite},
			{
				boxoffice.PermissionEventSettingsGeneralWrite, boxoffice.PermissionEventSettingsPaymentWrite,
				boxoffice.PermissionEventSettingsTaxWrite, boxoffice.PermissionEventSettingsInvoicingWrite, boxoffice.PermissionEventSubeventsWrite,
			},
		},
		"organizer": {
			{boxoffice.PermissionOrganizerEventsCreate},
			{boxoffice.PermissionOrganizerTeamsWrite},
			{boxoffice.PermissionOrganizerGiftCardsRead, boxoffice.PermissionOrganizerGiftCardsWrite},
			{
				boxoffice.PermissionOrganizerSettingsGeneralWrite, boxoffice.PermissionOrganizerDevicesRead,
				boxoffice.PermissionOrganizerDevicesWrite, boxoffice.PermissionOrganizerSeatingPlansWrite, boxoffice.PermissionOrganizerOutgoingMailsRead,
			},
		},
	}
	if s.since("3.17.0") {
		out["event"] = append(out["event"], []boxoffice.Permission{boxoffice.PermissionEventOrdersCheckin},
			[]boxoffice.Permission{boxoffice.PermissionEventOrdersRead, boxoffice.PermissionEventOrdersCheckin})
	}
	if s.since("4.0.0") {
		out["organizer"] = append(out["organizer"],
			[]boxoffice.Permission{boxoffice.PermissionOrganizerCustomersRead, boxoffice.PermissionOrganizerCustomersWrite})
	}
	if s.since("4.18.0") {
		out["organizer"] = append(out["organizer"],
			[]boxoffice.Permission{boxoffice.PermissionOrganizerReusableMediaRead, boxoffice.PermissionOrganizerReusableMediaWrite})
	}
	return out
}

// both says nothing of a level as none.
func both(p boxoffice.Permissions) boxoffice.Permissions {
	if p.Event.IsZero() {
		p.Event = boxoffice.OnlyPermissions()
	}
	if p.Organizer.IsZero() {
		p.Organizer = boxoffice.OnlyPermissions()
	}
	return p
}

func wantPermissions(t *testing.T, what string, team *boxoffice.Team, want boxoffice.Permissions) {
	t.Helper()
	if got := team.Permissions(); !got.Equal(both(want)) {
		t.Errorf("%s: the team may do %s; %s, want %s; %s", what, got.Event, got.Organizer, want.Event, want.Organizer)
	}
}

func everyGroupCanBeCreated(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	sayable := s.sayable()
	for level, lists := range sayable {
		for _, list := range lists {
			want := only(level, list...)
			input := team.Input()
			input.Permissions = want
			wantPermissions(t, "replaced", try(s.px.Teams.Replace(t.Context(), s.Organizer, team.ID, input)).must(t), want)
		}
		created := s.create(t, boxoffice.TeamCreate{Permissions: only(level, lists[2]...)})
		wantPermissions(t, "created", created, only(level, lists[2]...))
	}
}

func inexpressibleIsRefused(t *testing.T, s *target) {
	alone := map[boxoffice.Permission]string{
		boxoffice.PermissionEventSettingsTaxWrite:     "event",
		boxoffice.PermissionEventSettingsGeneralWrite: "event",
		boxoffice.PermissionEventCancel:               "event",
		boxoffice.PermissionEventSubeventsWrite:       "event",
		boxoffice.PermissionOrganizerGiftCardsRead:    "organizer",
		boxoffice.PermissionOrganizerDevicesRead:      "organizer",
		"organizer.plugin:write":                      "organizer",
	}
	team := s.create(t, boxoffice.TeamCreate{})
	for permission, level := range alone {
		_, created := s.px.Teams.Create(t.Context(), s.Organizer, boxoffice.TeamCreate{Name: s.unique(t), Permissions: only(level, permission)})
		updated, err := s.px.Teams.Update(t.Context(), s.Organizer, team.ID, boxoffice.TeamUpdate{Permissions: only(level, permission)})
		switch {
		case !s.named():
			failed(created).refused(t, true)
			failed(err).refused(t, true)
		case permission == "organizer.plugin:write":
			// A newer server is asked: it may have that plugin.
			failed(err).is(t, boxoffice.ErrInvalid)
		default:
			failed(err).must(t)
			if !updated.Permissions().Has(permission) {
				t.Errorf("%s was not given", permission)
			}
		}
	}
	if !s.named() {
		wantPermissions(t, "untouched", s.get(t, team.ID), boxoffice.Permissions{})
	}
}

func everythingCanBeGiven(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	want := boxoffice.Permissions{Event: boxoffice.AllPermissions()}
	updated := try(s.px.Teams.Update(t.Context(), s.Organizer, team.ID, boxoffice.TeamUpdate{Permissions: want})).must(t)
	wantPermissions(t, "all event permissions", updated, want)
	if !s.since("4.18.0") {
		return // "all" of the organizer level needs booleans that came later
	}
	want.Organizer = boxoffice.AllPermissions()
	updated = try(s.px.Teams.Update(t.Context(), s.Organizer, team.ID, boxoffice.TeamUpdate{Permissions: boxoffice.Permissions{Organizer: want.Organizer}})).must(t)
	wantPermissions(t, "all permissions", updated, want)
}

// boxOfficeTeam is the everyday team that sees, changes and checks in orders. The booleans for it make a combination
// that servers with names do not offer.
func boxOfficeTeam(t *testing.T, s *target) {
	booleans := boxoffice.LegacyPermissions{CanViewOrders: new(true), CanChangeOrders: new(true)}
	if s.since("3.17.0") {
		booleans.CanCheckinOrders = new(true)
	}
	want := only("event", boxoffice.PermissionEventOrdersRead, boxoffice.PermissionEventOrdersWrite, boxoffice.PermissionEventCancel)
	created := s.create(t, boxoffice.TeamCreate{LegacyPermissions: booleans, Events: boxoffice.OnlyEvents(s.event(t, 0))})
	wantPermissions(t, "created", created, want)

	team := s.create(t, boxoffice.TeamCreate{Events: boxoffice.OnlyEvents(s.event(t, 0))})
	updated := try(s.px.Teams.Update(t.Context(), s.Organizer, team.ID, boxoffice.TeamUpdate{LegacyPermissions: booleans})).must(t)
	wantPermissions(t, "updated", updated, want)
	for _, id := range []int64{created.ID, team.ID} {
		renamed := try(s.px.Teams.Update(t.Context(), s.Organizer, id, boxoffice.TeamUpdate{Name: new(s.unique(t))})).must(t)
		wantPermissions(t, "renamed", renamed, want)
		updated := try(s.px.Teams.Update(t.Context(), s.Organizer, id, boxoffice.TeamUpdate{LegacyPermissions: booleans})).must(t)
		wantPermissions(t, "updated again", updated, want)
	}
}

func grantAndRevokeChangeWhatTheyName(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{
		Events:      boxoffice.OnlyEvents(s.event(t, 0)),
		Permissions: boxoffice.Permissions{Event: only("event", boxoffice.PermissionEventItemsWrite).Event, Organizer: administration().Organizer},
	})
	granted := try(s.px.Teams.Grant(t.Context(), s.Organizer, team.ID, boxoffice.PermissionEventOrdersRead, boxoffice.PermissionOrganizerEventsCreate)).must(t)
	want := boxoffice.Permissions{
		Event:     boxoffice.OnlyPermissions(boxoffice.PermissionEventItemsWrite, boxoffice.PermissionEventOrdersRead),
		Organizer: boxoffice.OnlyPermissions(boxoffice.PermissionOrganizerTeamsWrite, boxoffice.PermissionOrganizerEventsCreate),
	}
	wantPermissions(t, "granted", granted, want)
	again := try(s.px.Teams.Grant(t.Context(), s.Organizer, team.ID, boxoffice.PermissionEventOrdersRead)).must(t)
	equal(t, "granted again", sorted(again), sorted(granted))

	revoked := try(s.px.Teams.Revoke(t.Context(), s.Organizer, team.ID, boxoffice.PermissionEventItemsWrite, boxoffice.PermissionOrganizerTeamsWrite)).must(t)
	want.Event = boxoffice.OnlyPermissions(boxoffice.PermissionEventOrdersRead)
	want.Organizer = boxoffice.OnlyPermissions(boxoffice.PermissionOrganizerEventsCreate)
	wantPermissions(t, "revoked", revoked, want)
	equal(t, "events", revoked.LimitEvents, team.LimitEvents)
	equal(t, "name", revoked.Name, team.Name)

	if !s.named() {
		try(s.px.Teams.Grant(t.Context(), s.Organizer, team.ID, boxoffice.PermissionEventSettingsTaxWrite)).refused(t, true)
		return
	}
	tax := try(s.px.Teams.Grant(t.Context(), s.Organizer, team.ID, boxoffice.PermissionEventSettingsTaxWrite)).must(t)
	want.Event = boxoffice.OnlyPermissions(boxoffice.PermissionEventOrdersRead, boxoffice.PermissionEventSettingsTaxWrite)
	wantPermissions(t, "granted alone", tax, want)
}

func everythingIsNotNarrowed(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{Permissions: boxoffice.Permissions{Event: boxoffice.AllPermissions()}})
	granted := try(s.px.Teams.Grant(t.Context(), s.Organizer, team.ID, boxoffice.PermissionEventItemsWrite)).must(t)
	equal(t, "granted", sorted(granted), sorted(team))
	_, revoked := s.px.Teams.Revoke(t.Context(), s.Organizer, team.ID, boxoffice.PermissionEventItemsWrite)
	updated, err := s.px.Teams.Update(t.Context(), s.Organizer, team.ID, boxoffice.TeamUpdate{
		LegacyPermissions: boxoffice.LegacyPermissions{CanChangeItems: new(false)},
	})
	// Which of plugins' permissions should remain nobody has said.
	failed(revoked).refused(t, false)
	if s.named() {
		failed(err).refused(t, false)
		equal(t, "team", sorted(s.get(t, team.ID)), sorted(team))
		return
	}
	failed(err).must(t)
	equal(t, "can_change_items", updated.CanChangeItems, false)
	equal(t, "can_view_orders", updated.CanViewOrders, true)
}

func permissionsReplaceALevel(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{Permissions: boxoffice.Permissions{
		Event: boxoffice.OnlyPermissions(boxoffice.PermissionEventItemsWrite), Organizer: administration().Organizer,
	}})
	change := only("event", boxoffice.PermissionEventVouchersRead)
	updated := try(s.px.Teams.Update(t.Context(), s.Organizer, team.ID, boxoffice.TeamUpdate{Permissions: change})).must(t)
	wantPermissions(t, "updated", updated, boxoffice.Permissions{Event: change.Event, Organizer: administration().Organizer})
}

// replacedTeamsKeepNoHiddenBoolean: a PUT keeps a boolean that is left out, and names
// don't show this one.
func replacedTeamsKeepNoHiddenBoolean(t *testing.T, s *target) {
	s.needFlags(t)
	for _, legacy := range []boxoffice.LegacyPermissions{{}, {CanViewOrders: new(true)}} {
		team := s.create(t, boxoffice.TeamCreate{LegacyPermissions: boxoffice.LegacyPermissions{CanChangeVouchers: new(true)}})
		equal(t, "hidden", s.get(t, team.ID).CanChangeVouchers, true)
		replaced := try(s.px.Teams.Replace(t.Context(), s.Organizer, team.ID, boxoffice.TeamCreate{
			Name: team.Name, Permissions: administration(), LegacyPermissions: legacy,
		})).must(t)
		want := s.plain(team.ID, team.Name)
		want.CanChangeTeams, want.CanViewOrders = true, legacy.CanViewOrders != nil
		equal(t, "team", sorted(replaced), want)
		equal(t, "team read again", sorted(s.get(t, team.ID)), want)
	}
}

func combinationsAreRefused(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for _, p := range []boxoffice.Permissions{
		only("event", boxoffice.PermissionEventOrdersWrite),
		only("event", boxoffice.PermissionEventVouchersWrite),
		only("organizer", boxoffice.PermissionOrganizerDevicesWrite),
		only("event", boxoffice.PermissionEventOrdersRead, boxoffice.PermissionEventOrdersWrite, boxoffice.PermissionEventOrdersCheckin, boxoffice.PermissionEventCancel),
		only("event", boxoffice.PermissionOrganizerTeamsWrite),
	} {
		try(s.px.Teams.Create(t.Context(), s.Organizer, boxoffice.TeamCreate{Name: s.unique(t), Permissions: p})).refused(t, false)
		input := team.Input()
		input.Permissions = p
		try(s.px.Teams.Replace(t.Context(), s.Organizer, team.ID, input)).refused(t, false)
	}
	// The same names at their own level, but not on offer: a server with names is asked at an update.
	_, err := s.px.Teams.Update(t.Context(), s.Organizer, team.ID, boxoffice.TeamUpdate{Permissions: only("event", boxoffice.PermissionEventOrdersWrite)})
	if s.named() {
		failed(err).is(t, boxoffice.ErrInvalid)
	} else {
		failed(err).refused(t, false)
	}
}

// booleansAreDerived: which boolean a permission shows as.
func booleansAreDerived(t *testing.T, s *target) {
	s.needNamed(t)
	team := s.create(t, boxoffice.TeamCreate{})
	for list, want := range map[string]string{
		`"event.settings.general:write"`:                            "can_change_event_settings",
		`"event.settings.payment:write","event.settings.tax:write"`: "",
		`"event.settings.invoicing:write","event.subevents:write"`:  "",
		`"event:cancel"`:                                                 "",
		`"event.items:write"`:                                            "can_change_items",
		`"event.orders:read"`:                                            "can_view_orders",
		`"event.orders:checkin"`:                                         "can_checkin_orders",
		`"event.vouchers:read"`:                                          "can_view_vouchers",
		`"organizer.events:create"`:                                      "can_create_events",
		`"organizer.settings.general:write"`:                             "can_change_organizer_settings",
		`"organizer.devices:read","organizer.devices:write"`:             "",
		`"organizer.seatingplans:write","organizer.outgoingmails:read"`:  "",
		`"organizer.teams:write"`:                                        "can_change_teams",
		`"organizer.giftcards:read"`:                                     "",
		`"organizer.giftcards:read","organizer.giftcards:write"`:         "can_manage_gift_cards",
		`"organizer.customers:read"`:                                     "",
		`"organizer.customers:read","organizer.customers:write"`:         "can_manage_customers",
		`"organizer.reusablemedia:read"`:                                 "",
		`"organizer.reusablemedia:read","organizer.reusablemedia:write"`: "can_manage_reusable_media",
	} {
		event := choose(list[:6] == `"event`, list, "")
		organizer := choose(event == "", list, "")
		got := s.do(t, "PATCH", s.teamPath(team.ID),
			`{"limit_event_permissions":[`+event+`],"limit_organizer_permissions":[`+organizer+`]}`).isStatus(t, 200).object(t)
		for _, boolean := range s.booleans() {
			equal(t, list+": "+boolean, got[boolean], any(boolean == want))
		}
	}
}

// freshClientsAsk for the version, since what to send hangs on it.
// staleClientsNotice: a boolean that is younger than the version that a client was told is taken, too.
func staleClientsNotice(t *testing.T, s *target) {
	for what, change := range map[string]func(*boxoffice.Pretix, *boxoffice.Team, boxoffice.Permissions) (*boxoffice.Team, error){
		"updated": func(px *boxoffice.Pretix, team *boxoffice.Team, may boxoffice.Permissions) (*boxoffice.Team, error) {
			return px.Teams.Update(t.Context(), s.Organizer, team.ID, boxoffice.TeamUpdate{Permissions: may})
		},
		"replaced": func(px *boxoffice.Pretix, team *boxoffice.Team, may boxoffice.Permissions) (*boxoffice.Team, error) {
			return px.Teams.Replace(t.Context(), s.Organizer, team.ID, boxoffice.TeamCreate{Name: team.Name, Permissions: may})
		},
	} {
		stale := try(boxoffice.NewPretix(s.URL, boxoffice.PretixTeamToken(s.Token), boxoffice.WithPretixVersion("3.16.0"),
			boxoffice.WithHTTPClient(&http.Client{Transport: s.http.Transport}))).must(t)
		team := s.create(t, boxoffice.TeamCreate{Permissions: only("event", boxoffice.PermissionEventOrdersCheckin)})
		may := only("event", boxoffice.PermissionEventVouchersRead)
		try(change(stale, team, may)).must(t)
		wantPermissions(t, what, s.get(t, team.ID), may)
	}
}

func freshClientsAsk(t *testing.T, s *target) {
	fresh := try(boxoffice.NewPretix(s.URL+"/api/v1/", boxoffice.PretixTeamToken(s.Token),
		boxoffice.WithHTTPClient(&http.Client{Transport: s.http.Transport}))).must(t)
	want := boxoffice.Permissions{Event: boxoffice.AllPermissions(), Organizer: administration().Organizer}
	team := try(fresh.Teams.Create(t.Context(), s.Organizer, boxoffice.TeamCreate{Name: s.unique(t), Permissions: want})).must(t)
	s.removeLater(t, team.ID)
	wantPermissions(t, "created", team, want)
}
