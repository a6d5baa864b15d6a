package conformance

import (
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// Who is let in, and what the others are told.
var authCases = []testCase{
	{"bad credentials", badCredentialsAreRefused},
	{"scheme in any case", schemesHaveNoCase},
	{"malformed headers", malformedHeadersAreNamed},
	{"tokens of another organizer", tokensStayAtTheirOrganizer},
	{"limited team", limitedTeamsMayNotEvenRead},
	{"devices", devicesMayNotSeeTeams},
	{"odd devices", oddDevicesAreRefused},
	{"OAuth scopes", scopesAreHonoured},
	{"OAuth of some organizers", bearersStayAtTheirOrganizers},
	{"OAuth reads the body first", bearersReadTheBodyFirst},
	{"OAuth expired", expiredBearersAreRefused},
	{"version for the good", versionIsTold},
	{"version for the bad", versionIsNotTold},
	{"me", profileIsForUsers},
	{"probe", probesFindOut},
	{"second factor", secondFactorIsForPeople},
}

func badCredentialsAreRefused(t *testing.T, s *target) {
	for credential, want := range map[string]string{
		"":                       noCredentials,
		"Nonsense x":             noCredentials,
		"Basic eDp4":             noCredentials,
		"Bearer nonsense":        noCredentials,
		"Token nonsense":         "Invalid token.",
		"Device nonsense":        "Invalid token.",
		"Token " + s.Token + "x": "Invalid token.",
	} {
		for _, path := range []string{s.teamsPath(), "/organizers/", "/organizers/nobody/teams/", s.teamPath(missing) + "members/"} {
			got := s.do(t, "GET", path, "", as(credential)).detail(t, 401, want)
			equal(t, credential+": WWW-Authenticate", got.header.Get("WWW-Authenticate"), "Token")
		}
	}
	s.do(t, "GET", s.teamsPath(), "", as("Token "+need(t, s.InactiveToken, "PRETIX_INACTIVE_TOKEN"))).
		detail(t, 401, "Token inactive or deleted.")
	_, err := s.as(t, boxoffice.PretixTeamToken(s.InactiveToken)).Teams.List(t.Context(), s.Organizer, nil)
	failed(err).is(t, boxoffice.ErrUnauthorized)
}

func schemesHaveNoCase(t *testing.T, s *target) {
	for _, scheme := range []string{"token", "TOKEN", "Token"} {
		s.do(t, "GET", s.teamsPath(), "", as(scheme+" "+s.Token)).isStatus(t, 200)
	}
}

func malformedHeadersAreNamed(t *testing.T, s *target) {
	for credential, want := range map[string]string{
		"Token":          "Invalid token header. No credentials provided.",
		"Token a b":      "Invalid token header. Token string should not contain spaces.",
		"Token \xff\xfe": "Invalid token header. Token string should not contain invalid characters.",
	} {
		s.do(t, "GET", s.teamsPath(), "", as(credential)).detail(t, 401, want)
	}
}

func tokensStayAtTheirOrganizer(t *testing.T, s *target) {
	other := need(t, s.OtherOrganizer, "PRETIX_OTHER_ORGANIZER")
	s.do(t, "GET", "/organizers/"+other+"/teams/", "").detail(t, 403, noPermission)
	odd := s.needOdd(t)
	s.do(t, "GET", s.teamsPath(), "", as("Token "+odd.OtherAdmin)).detail(t, 403, noPermission)
	s.do(t, "GET", "/organizers/"+other+"/teams/", "", as("Token "+odd.OtherAdmin)).isStatus(t, 200)
}

func limitedTeamsMayNotEvenRead(t *testing.T, s *target) {
	token := as("Token " + need(t, s.LimitedToken, "PRETIX_LIMITED_TOKEN"))
	own := s.teamPath(number(t, s.LimitedTeam))
	for _, path := range []string{s.teamsPath(), own, own + "members/", own + "invites/", own + "tokens/", s.teamPath(missing)} {
		s.do(t, "GET", path, "", token).detail(t, 403, noPermission)
	}
	s.do(t, "POST", s.teamsPath(), "{", token).detail(t, 403, noPermission)
	s.do(t, "GET", "/organizers/", "", token).isStatus(t, 200)
}

func devicesMayNotSeeTeams(t *testing.T, s *target) {
	device := as("Device " + need(t, s.DeviceToken, "PRETIX_DEVICE_TOKEN"))
	s.do(t, "GET", s.teamsPath(), "", device).detail(t, 403, noPermission)
	s.do(t, "POST", s.teamsPath(), "{}", device).detail(t, 403, noPermission)
	s.do(t, "GET", "/organizers/"+s.Organizer+"/", "", device).isStatus(t, 200)
	s.do(t, "GET", "/version", "", device).isStatus(t, 200)
	// Under the other scheme it is nothing.
	s.do(t, "GET", s.teamsPath(), "", as("Token "+s.DeviceToken)).detail(t, 401, "Invalid token.")
}

func oddDevicesAreRefused(t *testing.T, s *target) {
	odd := s.needOdd(t)
	s.do(t, "GET", s.teamsPath(), "", as("Device "+odd.NewDevice)).detail(t, 401, "Device has not been initialized.")
	s.do(t, "GET", s.teamsPath(), "", as("Device "+odd.RevokedDevice)).detail(t, 401, "Device access has been revoked.")
	s.do(t, "GET", s.teamsPath(), "", as("Device "+odd.ScannerDevice)).
		detail(t, 403, "Request denied by device security profile.")
	s.do(t, "GET", "/version", "", as("Device "+odd.NewDevice)).detail(t, 403, "Device has not been initialized.")
	s.do(t, "GET", "/version", "", as("Device "+odd.RevokedDevice)).detail(t, 403, "Device access has been revoked.")
	s.do(t, "GET", "/version", "", as("Device "+odd.ScannerDevice)).isStatus(t, 200)
}

func scopesAreHonoured(t *testing.T, s *target) {
	writer := as("Bearer " + need(t, s.OAuthToken, "PRETIX_OAUTH_TOKEN"))
	reader := as("Bearer " + need(t, s.OAuthReadToken, "PRETIX_OAUTH_READ_TOKEN"))
	team := s.create(t, boxoffice.TeamCreate{})
	s.do(t, "GET", s.teamPath(team.ID), "", reader).isStatus(t, 200)
	s.do(t, "PATCH", s.teamPath(team.ID), "{}", reader).detail(t, 403, noPermission)
	s.do(t, "POST", s.teamsPath(), "{}", reader).detail(t, 403, noPermission)
	s.do(t, "PATCH", s.teamPath(team.ID), "{}", writer).isStatus(t, 200)

	px := s.as(t, boxoffice.PretixOAuthToken(s.OAuthToken))
	equal(t, "team", sorted(try(px.Teams.Get(t.Context(), s.Organizer, team.ID)).must(t)), s.plain(team.ID, team.Name))
	profile := as("Bearer " + s.needOdd(t).Profile)
	s.do(t, "GET", s.teamsPath(), "", profile).detail(t, 403, noPermission)
}

func bearersStayAtTheirOrganizers(t *testing.T, s *target) {
	other := need(t, s.OtherOrganizer, "PRETIX_OTHER_ORGANIZER")
	odd := s.needOdd(t)
	s.do(t, "GET", "/organizers/"+other+"/teams/", "", as("Bearer "+s.OAuthToken)).detail(t, 403, noPermission)
	for _, organizer := range []string{s.Organizer, other} {
		s.do(t, "GET", "/organizers/"+organizer+"/teams/", "", as("Bearer "+odd.BothOrganizers)).isStatus(t, 200)
	}
	// A good bearer of someone who is in no team.
	s.do(t, "GET", s.teamsPath(), "", as("Bearer "+odd.OwnerToken)).detail(t, 403, noPermission)
	if odd.NoOrganizer != "" {
		s.do(t, "GET", s.teamsPath(), "", as("Bearer "+odd.NoOrganizer)).detail(t, 403, noPermission)
	}
}

// bearersReadTheBodyFirst: the scheme looks for a token in the body, so a bad body is told before a bad bearer.
func bearersReadTheBodyFirst(t *testing.T, s *target) {
	for _, bearer := range []string{need(t, s.OAuthReadToken, "PRETIX_OAUTH_READ_TOKEN"), "nonsense"} {
		got := s.do(t, "POST", s.teamsPath(), "{", as("Bearer "+bearer)).isStatus(t, 400)
		if !strings.HasPrefix(got.body, `{"detail":"JSON parse error - `) {
			t.Error(got)
		}
		s.do(t, "PATCH", s.teamPath(missing), "x", as("Bearer "+bearer), header("Content-Type", "text/plain")).
			detail(t, 415, `Unsupported media type "text/plain" in request.`)
	}
	s.do(t, "POST", s.teamsPath(), "{", as("Token nonsense")).detail(t, 401, "Invalid token.")
}

func expiredBearersAreRefused(t *testing.T, s *target) {
	odd := s.needOdd(t)
	s.do(t, "GET", s.teamsPath(), "", as("Bearer "+odd.Expired)).detail(t, 401, noCredentials)
}

func versionIsTold(t *testing.T, s *target) {
	v := try(s.px.Version(t.Context())).must(t)
	numeric := ((int64(s.version[0])*1000+int64(s.version[1]))*1000 + int64(s.version[2])) * 10000
	if v.Numeric <= numeric-10000 || v.Numeric >= numeric+10000 {
		t.Errorf("%s is %d in numbers", v.Version, v.Numeric)
	}
	if v.Version == s.version.String() {
		s.do(t, "GET", "/version", "").is(t, 200, `{"pretix":"`+v.Version+`","pretix_numeric":`+text(numeric+5000)+`}`)
	}
	for _, credential := range []string{"Device " + s.DeviceToken, "Bearer " + s.OAuthToken, "Bearer " + s.OAuthReadToken, "Token " + s.LimitedToken} {
		if len(credential) > len("Bearer ") {
			s.do(t, "GET", "/version", "", as(credential)).isStatus(t, 200)
		}
	}
}

func versionIsNotTold(t *testing.T, s *target) {
	for credential, want := range map[string]string{
		"":                         noCredentials,
		"Token nonsense":           "Invalid token.",
		"Device nonsense":          "Invalid token.",
		"Bearer nonsense":          noCredentials,
		"Token " + s.InactiveToken: "Token inactive or deleted.",
	} {
		if credential != "Token " {
			s.do(t, "GET", "/version", "", as(credential)).detail(t, 403, want)
		}
	}
	_, err := s.as(t, boxoffice.PretixTeamToken("nonsense")).Version(t.Context())
	failed(err).is(t, boxoffice.ErrUnauthorized)
}

func profileIsForUsers(t *testing.T, s *target) {
	s.do(t, "GET", "/me", "").detail(t, 403, noCredentials)
	me := s.do(t, "GET", "/me", "", as("Bearer "+need(t, s.OAuthToken, "PRETIX_OAUTH_TOKEN")))
	equal(t, "e-mail", me.isStatus(t, 200).object(t)["email"], any("ada@example.org"))
}

func probesFindOut(t *testing.T, s *target) {
	model := choose(s.named(), boxoffice.PermissionModelNamed, boxoffice.PermissionModelFlags)
	good := boxoffice.Probed{
		Reachable: true, CredentialValid: true, Version: try(s.px.Version(t.Context())).must(t).Version,
		PermissionModel: model, Organizer: s.Organizer, CanManageTeams: true,
	}
	limited, bad := good, boxoffice.Probed{Reachable: true}
	limited.CanManageTeams = false
	for name, c := range map[string]struct {
		credential boxoffice.PretixCredential
		want       boxoffice.Probed
	}{
		"good":     {boxoffice.PretixTeamToken(s.Token), good},
		"limited":  {boxoffice.PretixTeamToken(need(t, s.LimitedToken, "PRETIX_LIMITED_TOKEN")), limited},
		"inactive": {boxoffice.PretixTeamToken(need(t, s.InactiveToken, "PRETIX_INACTIVE_TOKEN")), bad},
		"bogus":    {boxoffice.PretixTeamToken("bogus"), bad},
		"device":   {boxoffice.PretixTeamToken(need(t, s.DeviceToken, "PRETIX_DEVICE_TOKEN")), bad},
		"OAuth":    {boxoffice.PretixOAuthToken(need(t, s.OAuthToken, "PRETIX_OAUTH_TOKEN")), good},
		"read":     {boxoffice.PretixOAuthToken(need(t, s.OAuthReadToken, "PRETIX_OAUTH_READ_TOKEN")), good},
		"nonsense": {boxoffice.PretixOAuthToken("nonsense"), bad},
	} {
		equal(t, name, *try(s.as(t, c.credential).Probe(t.Context(), "")).must(t), c.want)
	}
	elsewhere := limited
	elsewhere.Organizer = "nobody"
	equal(t, "unknown organizer", *try(s.px.Probe(t.Context(), "nobody")).must(t), elsewhere)
}

// secondFactorIsForPeople: a team that requires one keeps out its members who use none, from everything, and leaves
// its tokens alone.
func secondFactorIsForPeople(t *testing.T, s *target) {
	if !s.team2FA() {
		t.Skipf("teams of pretix %s can't require a second factor", s.version)
	}
	odd := s.needOdd(t)
	strict := s.createOwned(t, boxoffice.TeamCreate{Permissions: administration(), Require2FA: true})
	equal(t, "require_2fa", *strict.Require2FA, true)
	try(s.px.Invites.Create(t.Context(), s.Organizer, strict.ID, odd.LonerEmail)).must(t)
	s.do(t, "GET", s.teamsPath(), "", as("Bearer "+odd.LonerToken)).detail(t, 403, noPermission)
	s.do(t, "GET", s.teamsPath(), "", as(strict.auth())).isStatus(t, 200)
}
