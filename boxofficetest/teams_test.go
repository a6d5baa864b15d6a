package boxofficetest

import (
	"slices"
	"strings"
	"testing"
)

func TestTeamKeysByGeneration(t *testing.T) {
	t.Parallel()
	const (
		oldStart  = `{"id":2,"name":"Box office","all_events":false,"limit_events":["gala"],`
		oldFlags  = `"can_create_events":false,"can_change_teams":false,"can_change_organizer_settings":false,"can_manage_gift_cards":false,"can_change_event_settings":false,"can_change_items":false,"can_view_orders":true,"can_change_orders":false,"can_view_vouchers":false,"can_change_vouchers":false,"can_checkin_orders":false`
		customers = `,"can_manage_customers":false`
		media     = `,"can_manage_reusable_media":false}`
		lists     = `{"id":2,"name":"Box office","require_2fa":false,"all_events":false,"limit_events":["gala"],"all_event_permissions":false,"limit_event_permissions":["event.orders:read"],"all_organizer_permissions":false,"limit_organizer_permissions":[],"can_change_event_settings":false,"can_change_items":false,"can_view_orders":true,"can_change_orders":false,"can_checkin_orders":false,"can_view_vouchers":false,"can_change_vouchers":false,"can_create_events":false,"can_change_organizer_settings":false,"can_change_teams":false,"can_manage_gift_cards":false,"can_manage_customers":false,"can_manage_reusable_media":false}`
	)
	want := map[string]string{
		"3.17.2":   oldStart + oldFlags + "}",
		"4.17.1":   oldStart + oldFlags + customers + "}",
		"2024.3.0": oldStart + oldFlags + customers + media,
		"2026.2.2": strings.Replace(oldStart, `"all_events"`, `"require_2fa":false,"all_events"`, 1) + oldFlags + customers + media,
		"2026.5.6": lists,
		"2026.8.0": lists,
	}
	forVersions(t, allVersions, func(t *testing.T, p *Pretix) {
		expect(t, p, "GET", teamsPath+"2/", "", 200, want[p.Version()])
	})
}

func TestCreateTeam(t *testing.T) {
	t.Parallel()
	forVersions(t, allVersions, func(t *testing.T, p *Pretix) {
		expectStatus(t, p, "POST", teamsPath, `{"id":99,"name":" \u00e9\ud83d\ude00/ ","limit_events":["openair","gala","gala"],"bogus":1}`, 201)
		got := p.Team(4)
		if got.Name != "é😀/" || !slices.Equal(got.LimitEvents, []string{"gala", "openair"}) || len(got.Can) != 0 {
			t.Errorf("got %+v", got)
		}
		if body := do(t, p, "GET", teamsPath+"4/", "").body; !strings.Contains(body, `"name":"\u00e9\ud83d\ude00/"`) {
			t.Errorf("not ASCII with plain slashes: %s", body)
		}
		if members := p.Members(4); len(members) != 0 {
			t.Errorf("the creator became a member: %v", members)
		}
	})
}

func TestCreateTeamWithBooleans(t *testing.T) {
	t.Parallel()
	const body = `{"name":"x","limit_events":[],"can_view_orders":true,"can_change_orders":true,"can_checkin_orders":true}`
	forVersions(t, []string{"4.17.1", "2024.3.0", "2026.2.2", "2026.8.0"}, func(t *testing.T, p *Pretix) {
		expectStatus(t, p, "POST", teamsPath, body, 201)
		want := []string{"can_change_orders", "can_checkin_orders", "can_view_orders"}
		if got := p.Team(4).Can; !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		if p.Version() == "2026.8.0" {
			expectStatus(t, p, "PATCH", teamsPath+"4/", `{"name":"stuck"}`, 400)
		}
	})
	forVersions(t, []string{"2026.5.6"}, func(t *testing.T, p *Pretix) {
		expectStatus(t, p, "POST", teamsPath, body, 500)
		if teams := p.Teams(""); len(teams) != 2 {
			t.Errorf("the failed request made a team: %v", teams)
		}
	})
}

func TestPutAndPatch(t *testing.T) {
	t.Parallel()
	forVersions(t, allVersions, func(t *testing.T, p *Pretix) {
		before := do(t, p, "GET", teamsPath+"2/", "").body
		expect(t, p, "PATCH", teamsPath+"2/", "{}", 200, before)
		expect(t, p, "PUT", teamsPath+"2/", `{"name":"x"}`, 400, `{"limit_events":["This field is required."]}`)
		// A PUT keeps the booleans that it leaves out.
		expect(t, p, "PUT", teamsPath+"2/", `{"name":"Box office","limit_events":["gala"]}`, 200, before)
	})
}

func TestReadModifyWrite(t *testing.T) {
	t.Parallel()
	forVersions(t, allVersions, func(t *testing.T, p *Pretix) {
		team := do(t, p, "GET", teamsPath+"2/", "").body
		status := 200
		if p.version.permissionLists() {
			status = 400
		}
		expectStatus(t, p, "PUT", teamsPath+"2/", team, status)
	})
}

// legacyStep is a PATCH and the permissions after it, which a refused one
// leaves as they were.
type legacyStep struct {
	body      string
	status    int
	event     []string
	organizer []string
}

func TestBooleansRecomputeLists(t *testing.T) {
	t.Parallel()
	general := []string{
		"event.orders:read", "event.settings.general:write", "event.settings.invoicing:write",
		"event.settings.payment:write", "event.settings.tax:write", "event.subevents:write",
	}
	orders := []string{"event.orders:read", "event.orders:write", "event.vouchers:read", "event:cancel"}
	steps := []legacyStep{
		{`{"limit_event_permissions":["event.settings.tax:write"]}`, 200, []string{"event.settings.tax:write"}, nil},
		{`{"can_view_orders":true}`, 200, []string{"event.orders:read"}, nil},
		{`{"limit_event_permissions":["event.settings.general:write"]}`, 200, []string{"event.settings.general:write"}, nil},
		{`{"can_view_orders":true}`, 200, general, nil},
		{`{"limit_event_permissions":["event.orders:read","event.orders:write"]}`, 200, []string{"event.orders:read", "event.orders:write"}, nil},
		{`{"can_view_vouchers":true}`, 200, orders, nil},
		{`{"limit_event_permissions":[],"limit_organizer_permissions":["organizer.giftcards:read"]}`, 200, nil, []string{"organizer.giftcards:read"}},
		{`{"can_change_orders":true}`, 400, nil, []string{"organizer.giftcards:read"}},
		{`{"can_view_orders":false}`, 200, nil, nil},
	}
	forVersions(t, sinceLists, func(t *testing.T, p *Pretix) {
		for _, s := range steps {
			expectStatus(t, p, "PATCH", teamsPath+"2/", s.body, s.status)
			got := p.Team(2)
			if !slices.Equal(got.LimitEventPermissions, s.event) || !slices.Equal(got.LimitOrganizerPermissions, s.organizer) {
				t.Errorf("after %s: %q and %q, want %q and %q", s.body,
					got.LimitEventPermissions, got.LimitOrganizerPermissions, s.event, s.organizer)
			}
		}
	})
}

func TestAllBooleansMakeAll(t *testing.T) {
	t.Parallel()
	forVersions(t, sinceLists, func(t *testing.T, p *Pretix) {
		p.AddTeam("", PretixTeam{ID: 9, AllEventPermissions: true, AllOrganizerPermissions: true})
		expectStatus(t, p, "PATCH", teamsPath+"9/", `{"can_checkin_orders":false}`, 200)
		if got := p.Team(9); !got.AllEventPermissions || !got.AllOrganizerPermissions {
			t.Errorf("got %+v", got)
		}
		expectStatus(t, p, "PATCH", teamsPath+"9/", `{"can_change_vouchers":false}`, 400)
		expectStatus(t, p, "PATCH", teamsPath+"9/", `{"can_change_vouchers":false,"can_checkin_orders":false}`, 200)
		if got := p.Team(9); got.AllEventPermissions || len(got.LimitEventPermissions) == 0 {
			t.Errorf("got %+v", got)
		}
	})
}

func TestStuckTeams(t *testing.T) {
	t.Parallel()
	forVersions(t, allVersions, func(t *testing.T, p *Pretix) {
		p.AddTeam("", PretixTeam{ID: 9, AllEvents: true, LimitEvents: []string{"gala"}})
		expectStatus(t, p, "PATCH", teamsPath+"9/", `{"name":"x"}`, 400)
		expectStatus(t, p, "PATCH", teamsPath+"9/", `{"limit_events":[]}`, 200)
	})
	forVersions(t, sinceLists, func(t *testing.T, p *Pretix) {
		p.AddTeam("", PretixTeam{ID: 9, LimitEventPermissions: []string{"plugin:gone"}})
		expectStatus(t, p, "GET", teamsPath+"9/", "", 200)
		expect(t, p, "PATCH", teamsPath+"9/", `{"limit_event_permissions":[]}`, 400,
			`{"limit_event_permissions":["\"plugin:gone\" is not a valid choice."]}`)
		p.AddTeam("", PretixTeam{ID: 10, LimitEventPermissions: []string{"event.orders:write"}})
		expectStatus(t, p, "PATCH", teamsPath+"10/", `{"name":"x"}`, 400)
		expectStatus(t, p, "PATCH", teamsPath+"10/", `{"limit_event_permissions":["event.orders:read","event.orders:write"]}`, 200)
	})
}

func TestDeleteTeam(t *testing.T) {
	t.Parallel()
	forVersions(t, allVersions, func(t *testing.T, p *Pretix) {
		till := p.Tokens(2)[0].Secret
		expect(t, p, "DELETE", teamsPath+"2/", "", 204, "")
		expectStatus(t, p, "GET", teamsPath+"2/", "", 404)
		expect(t, p, "GET", teamsPath, "", 401, detail("Invalid token."), "Authorization: Token "+till)
	})
}

func TestAuditLogProtectsTeams(t *testing.T) {
	t.Parallel()
	forVersions(t, allVersions, func(t *testing.T, p *Pretix) {
		other := p.AddTeam("", PretixTeam{Name: "Other admins", Can: []string{"can_change_teams"}})
		writer := p.AddToken(other, "writer").Secret
		path := teamsPath + "4/"
		expectStatus(t, p, "DELETE", teamsPath+"1/", "", 500)
		expectStatus(t, p, "GET", teamsPath, "", 200, "Authorization: Token "+writer)
		expectStatus(t, p, "PATCH", teamsPath+"2/", "{}", 200, "Authorization: Token "+writer)
		expectStatus(t, p, "DELETE", path, "", 500)
		expectStatus(t, p, "GET", path, "", 200)
	})
}

// The entry "team deleted" of a failed attempt stays on older servers, and from
// then on protects the team of the token that tried.
func TestFailedDeletionIsLogged(t *testing.T) {
	t.Parallel()
	forVersions(t, []string{"2026.5.6", "2026.8.0"}, func(t *testing.T, p *Pretix) {
		oauth := "Authorization: Bearer " + adminBearer(p)
		expectStatus(t, p, "DELETE", teamsPath+"1/", "", 500)
		status := 500
		if p.Version() == "2026.8.0" {
			status = 204
		}
		expectStatus(t, p, "DELETE", teamsPath+"1/", "", status, oauth)
	})
}

func adminBearer(p *Pretix) string {
	user := p.AddUser(PretixUser{Email: "ada@example.org", FullName: "Ada"})
	team := p.AddTeam("", PretixTeam{Name: "People", AllEvents: true, Can: []string{"can_change_teams"}})
	p.AddMember(team, user)
	return p.AddOAuthToken(user, "read write")
}

func TestPermissionToManageTeams(t *testing.T) {
	t.Parallel()
	forVersions(t, allVersions, func(t *testing.T, p *Pretix) {
		till := "Authorization: Token " + p.Tokens(2)[0].Secret
		for _, c := range []struct{ method, path string }{
			{"GET", ""}, {"POST", ""}, {"GET", "2/"}, {"GET", "2/tokens/"}, {"DELETE", "2/members/1/"},
			{"POST", "2/members/"}, {"GET", "abc/"},
		} {
			expectStatus(t, p, c.method, teamsPath+c.path, "", 403, till)
		}
		// Losing the permission takes effect with the next request.
		body := `{"can_change_teams":false}`
		if p.version.permissionLists() {
			body = `{"all_organizer_permissions":false}`
		}
		expectStatus(t, p, "PATCH", teamsPath+"1/", body, 200)
		expectStatus(t, p, "GET", teamsPath, "", 403)
		expectStatus(t, p, "GET", "/api/v1/organizers/demo/", "", 200)
	})
}
