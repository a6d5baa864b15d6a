package boxofficetest

import (
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestMembers(t *testing.T) {
	t.Parallel()
	const ana = `{"id":1,"email":"ana@example.org","fullname":"Ana Lopez","require_2fa":false}`
	forVersions(t, allVersions, func(t *testing.T, p *Pretix) {
		members := teamsPath + "2/members/"
		p.AddMember(2, p.AddUser(PretixUser{Uses2FA: true}))
		expect(t, p, "GET", members, "", 200,
			`{"count":2,"next":null,"previous":null,"results":[{"id":2,"email":null,"fullname":null,"require_2fa":true},`+ana+`]}`)
		expect(t, p, "GET", members+"1/", "", 200, ana)
		expect(t, p, "DELETE", members+"1/", "", 204, "")
		expectStatus(t, p, "DELETE", members+"1/", "", 404)
		if left := p.Members(2); len(left) != 1 || left[0].ID != 2 {
			t.Errorf("members left: %v", left)
		}
	})
}

func TestInviteLifeCycle(t *testing.T) {
	t.Parallel()
	forVersions(t, allVersions, func(t *testing.T, p *Pretix) {
		invites := teamsPath + "2/invites/"
		expect(t, p, "POST", invites, `{"email":"Dan@example.org"}`, 201, `{"id":2,"email":"Dan@example.org"}`)
		expect(t, p, "GET", invites, "", 200,
			`{"count":2,"next":null,"previous":null,"results":[{"id":2,"email":"Dan@example.org"},{"id":1,"email":"carol@example.org"}]}`)
		mail := p.Outbox()[1]
		if mail.To != "Dan@example.org" || mail.TeamID != 2 || mail.InviteID != 2 || mail.Organizer != "demo" {
			t.Errorf("mail %+v", mail)
		}
		// Whoever has the link may join, whatever their address.
		joined := p.AcceptInvite(mail.Secret, PretixUser{Email: "dan@home.example"})
		expect(t, p, "GET", teamsPath+"2/members/2/", "", 200,
			`{"id":2,"email":"dan@home.example","fullname":null,"require_2fa":false}`)
		if joined != 2 || len(p.Invites(2)) != 1 {
			t.Errorf("user %d joined, invites left: %v", joined, p.Invites(2))
		}
		expectStatus(t, p, "DELETE", invites+"2/", "", 404)
		expect(t, p, "GET", invites+"1/", "", 200, `{"id":1,"email":"carol@example.org"}`)
		expect(t, p, "DELETE", invites+"1/", "", 204, "")
		expectStatus(t, p, "GET", invites+"1/", "", 404)
	})
}

func TestInvitingAnAccountAddsIt(t *testing.T) {
	t.Parallel()
	forVersions(t, allVersions, func(t *testing.T, p *Pretix) {
		p.AddUser(PretixUser{Email: "Eve@example.org", Disabled: true})
		sent := len(p.Outbox())
		expect(t, p, "POST", teamsPath+"2/invites/", `{"email":"eve@EXAMPLE.org"}`, 201, `{"id":null,"email":"Eve@example.org"}`)
		if len(p.Members(2)) != 2 || len(p.Outbox()) != sent {
			t.Errorf("members %v, outbox %v", p.Members(2), p.Outbox())
		}
		// An old invite survives that its person joins another way.
		p.AddUser(PretixUser{Email: "carol@example.org"})
		expect(t, p, "POST", teamsPath+"2/invites/", `{"email":"carol@example.org"}`, 201, `{"id":null,"email":"carol@example.org"}`)
		if len(p.Invites(2)) != 1 {
			t.Errorf("invites %v", p.Invites(2))
		}
		p.AddUser(PretixUser{Email: "CAROL@example.org"})
		expectStatus(t, p, "POST", teamsPath+"1/invites/", `{"email":"carol@example.org"}`, 500)
	})
}

func TestTokenLifeCycle(t *testing.T) {
	t.Parallel()
	created := regexp.MustCompile(`^\{"id":3,"name":"cron","active":true,"token":"[a-z0-9]{64}"\}$`)
	forVersions(t, allVersions, func(t *testing.T, p *Pretix) {
		tokens := teamsPath + "2/tokens/"
		got := expectStatus(t, p, "POST", tokens, `{"name":" cron ","active":false,"token":"x","id":9}`, 201)
		if !created.MatchString(got.body) || got.header.Get("Location") != "" {
			t.Errorf("got %s, Location %q", got.body, got.header.Get("Location"))
		}
		expect(t, p, "GET", tokens+"3/", "", 200, `{"id":3,"name":"cron","active":true}`)
		expect(t, p, "POST", tokens, `{}`, 400, `{"name":["This field is required."]}`)
		for range 2 {
			expect(t, p, "DELETE", tokens+"3/", "", 200, `{"id":3,"name":"cron","active":false}`)
		}
		expect(t, p, "GET", tokens, "", 200,
			`{"count":2,"next":null,"previous":null,"results":[{"id":3,"name":"cron","active":false},{"id":2,"name":"till","active":true}]}`)
		expect(t, p, "GET", teamsPath, "", 401, detail("Token inactive or deleted."), "Authorization: Token "+p.Tokens(2)[1].Secret)
	})
}

func TestTokenDeactivatesItself(t *testing.T) {
	t.Parallel()
	p := boxOffice(t, "2026.8.0")
	expectStatus(t, p, "DELETE", teamsPath+"1/tokens/1/", "", 200)
	expectStatus(t, p, "GET", teamsPath, "", 401)
}

func TestOAuth(t *testing.T) {
	t.Parallel()
	forVersions(t, allVersions, func(t *testing.T, p *Pretix) {
		writer := "Authorization: Bearer " + adminBearer(p)
		const ada = 2
		reader := "Authorization: Bearer " + p.AddOAuthToken(ada, "read")
		profile := "Authorization: Bearer " + p.AddOAuthToken(ada, "profile")
		elsewhere := "Authorization: Bearer " + p.AddOAuthToken(ada, "read", "elsewhere")
		expectStatus(t, p, "GET", teamsPath, "", 200, writer)
		expectStatus(t, p, "PATCH", teamsPath+"2/", `{"name":"x"}`, 200, writer)
		expectStatus(t, p, "GET", teamsPath, "", 200, reader)
		expectStatus(t, p, "PATCH", teamsPath+"2/", `{"name":"x"}`, 403, reader)
		expectStatus(t, p, "GET", teamsPath, "", 403, profile)
		expectStatus(t, p, "GET", "/api/v1/organizers/", "", 403, profile)
		if list := do(t, p, "GET", "/api/v1/organizers/", "", reader).body; !strings.Contains(list, `"count":1,`) {
			t.Errorf("organizers: %s", list)
		}
		expectStatus(t, p, "GET", teamsPath, "", 403, elsewhere)
		expect(t, p, "GET", "/api/v1/me", "", 200,
			`{"email":"ada@example.org","fullname":"Ada","locale":"en","is_staff":false,"timezone":"UTC"}`, profile)
		expectStatus(t, p, "GET", "/api/v1/version", "", 200, profile)
		if p.version.teamRequire2FA() {
			expectStatus(t, p, "PATCH", teamsPath+"4/", `{"require_2fa":true}`, 200)
			expectStatus(t, p, "GET", teamsPath, "", 403, writer)
			expectStatus(t, p, "GET", "/api/v1/me", "", 403, profile)
			expectStatus(t, p, "GET", teamsPath, "", 200)
		}
	})
}

func TestDevices(t *testing.T) {
	t.Parallel()
	p := boxOffice(t, "2026.8.0")
	device := "Authorization: Device " + p.AddDevice("")
	expectStatus(t, p, "GET", teamsPath, "", 403, device)
	expectStatus(t, p, "GET", "/api/v1/organizers/elsewhere/", "", 403, device)
	if list := do(t, p, "GET", "/api/v1/organizers/", "", device).body; !strings.Contains(list, `"slug":"demo"`) {
		t.Errorf("organizers: %s", list)
	}
	expectStatus(t, p, "GET", "/api/v1/organizers/demo/events/gala/", "", 200, device)
	expect(t, p, "GET", "/api/v1/version", "", 200, `{"pretix":"2026.8.0","pretix_numeric":20260080005000}`, device)
}

func TestOrganizersAndEvents(t *testing.T) {
	t.Parallel()
	forVersions(t, allVersions, func(t *testing.T, p *Pretix) {
		till := "Authorization: Token " + p.Tokens(2)[0].Secret
		list := do(t, p, "GET", "/api/v1/organizers/", "", till).body
		if !strings.Contains(list, `"count":1,`) || !strings.Contains(list, `{"name":"Demo Festival","slug":"demo"`) {
			t.Errorf("organizers: %s", list)
		}
		slug := regexp.MustCompile(`"slug":"([a-z]+)","live":false`)
		events := slug.FindAllString(do(t, p, "GET", "/api/v1/organizers/demo/events/", "").body, -1)
		if want := []string{`"slug":"gala","live":false`, `"slug":"openair","live":false`}; !slices.Equal(events, want) {
			t.Errorf("events: %v", events)
		}
		limited := do(t, p, "GET", "/api/v1/organizers/demo/events/", "", till).body
		if !strings.Contains(limited, `{"count":1,`) || !strings.Contains(limited, `"name":{"en":"Gala"}`) || !strings.Contains(limited, `"date_from":"2027-05-15T18:00:00Z"`) {
			t.Errorf("events of a limited team: %s", limited)
		}
		expectStatus(t, p, "GET", "/api/v1/organizers/demo/events/gala/", "", 200, till)
		expectStatus(t, p, "GET", "/api/v1/organizers/demo/events/openair/", "", 403, till)
	})
}

func TestDevicesAndBearersGoBad(t *testing.T) {
	t.Parallel()
	p := NewPretix(t)
	status := func(authorization, path string) (int, string) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.URL+"/api/v1"+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", authorization)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(body)
	}
	device := p.AddDevice("")
	for _, tt := range []struct {
		state         DeviceState
		organizers    int
		version       int
		organizerText string
	}{
		{DeviceActive, 200, 200, `"slug":"demo"`},
		{DeviceUninitialized, 401, 403, "Device has not been initialized."},
		{DeviceRevoked, 401, 403, "Device access has been revoked."},
		{DeviceRestricted, 403, 200, "Request denied by device security profile."},
	} {
		p.SetDevice(device, tt.state)
		got, body := status("Device "+device, "/organizers/")
		version, _ := status("Device "+device, "/version")
		if got != tt.organizers || version != tt.version || !strings.Contains(body, tt.organizerText) {
			t.Errorf("state %d: %d %s, version %d", tt.state, got, body, version)
		}
	}
	bearer := p.AddOAuthToken(p.AddUser(PretixUser{Email: "a@example.org"}), "read")
	if got, _ := status("Bearer "+bearer, "/organizers/"); got != 200 {
		t.Errorf("a good bearer: %d", got)
	}
	p.ExpireOAuthToken(bearer)
	if got, body := status("Bearer "+bearer, "/organizers/"); got != 401 || !strings.Contains(body, msgNoCredentials) {
		t.Errorf("an expired bearer: %d %s", got, body)
	}
	http.DefaultClient.CloseIdleConnections()
}
