package conformance

import (
	"net/http"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// Corners in which random requests, sent to a real pretix and to the fake side by side, once met a difference. They are
// found by conformance/chaos.
var cornerCases = []testCase{
	{"addresses are quoted", addressesAreQuoted},
	{"paths come before NUL", redirectsComeBeforeNUL},
	{"NUL in forms of changes", formsOfChangesHoldNUL},
	{"below a team with a dot", dottedTeamsAreRoots},
	{"the root keeps a format", rootKeepsFormat},
	{"indented JSON", jsonIsIndented},
	{"languages", languagesAreWeighed},
	{"OPTIONS below unknown teams", optionsLookForTheTeam},
	{"OAuth begins a session", oauthBeginsSession},
	{"half escapes and OAuth", halfEscapesBreakOAuth},
	{"the profile reads bodies", profileReadsBodies},
	{"https in front", httpsInFront},
	{"methods in lower case", lowerCaseIsNoMethod},
	{"latin-1", latin1IsRead},
	{"empty booleans in forms", emptyBooleansAreNotSent},
	{"complaints about JSON", jsonComplaints},
	{"complaints show Python", complaintsShowPython},
	{"zones in addresses", zonesAreNoAddress},
}

func addressesAreQuoted(t *testing.T, s *target) {
	got := s.do(t, "GET", s.teamPath(missing)+"members/1;x?a=b\"٢", "").isStatus(t, 301)
	equal(t, "Location", got.header.Get("Location"), "/api/v1"+s.teamPath(missing)+"members/1%3Bx/?a=b%22%C3%99%C2%A2")

	crew := strings.TrimSuffix(s.membersPath(number(t, need(t, s.CrewTeam, "PRETIX_CREW_TEAM"))), "/")
	for sent, want := range map[string]string{"/?x=é": "&x=%C3%83%C2%A9", "/?x=%C3%A9": "&x=%C3%A9", "%2F": "", "/?x=a;b": "&x=a%3Bb"} {
		next := s.do(t, "GET", crew+sent, "").isStatus(t, 200).object(t)["next"]
		equal(t, sent, next, any(s.URL+"/api/v1"+crew+"/?page=2"+want))
	}
}

func redirectsComeBeforeNUL(t *testing.T, s *target) {
	s.do(t, "GET", strings.TrimSuffix(s.teamsPath(), "/")+"?x=%00", "").isStatus(t, 301)
	if s.since("4.18.0") {
		s.do(t, "GET", "/ORGANIZERS/?x=%00", "").isStatus(t, 404)
	}
}

func dottedTeamsAreRoots(t *testing.T, s *target) {
	path := s.teamsPath() + "1.xml.json"
	s.do(t, "GET", path, "").isStatus(t, 301)
	got := s.do(t, "PATCH", path+"/", "{}").detail(t, 405, `Method "PATCH" not allowed.`)
	equal(t, "Allow", got.header.Get("Allow"), "GET, HEAD, OPTIONS")
	for _, root := range []string{path + "/", "/"} {
		described := s.do(t, "OPTIONS", root, "").isStatus(t, 200).object(t)
		equal(t, "name", described["name"], any("Api Root"))
		equal(t, "description", described["description"], any("The default basic root view for DefaultRouter"))
	}
}

func rootKeepsFormat(t *testing.T, s *target) {
	s.do(t, "GET", "/?format=json", "").is(t, 200, `{"organizers":"`+s.URL+`/api/v1/organizers/?format=json"}`)
}

func jsonIsIndented(t *testing.T, s *target) {
	want := "{\n  \"detail\": " + quote(s.noMatch("Team")) + "\n}"
	s.do(t, "GET", s.teamPath(missing), "", header("Accept", "application/json; indent=2")).is(t, 404, want)
	compact := `{"detail":` + quote(s.noMatch("Team")) + `}`
	for _, indent := range []string{"0", "-1", "x"} {
		s.do(t, "GET", s.teamPath(missing), "", header("Accept", "application/json; indent="+indent)).is(t, 404, compact)
	}
}

func languagesAreWeighed(t *testing.T, s *target) {
	for accepted, want := range map[string]string{
		"de;q=0": "de", "en;q=0.1, de;q=0.9": "de", "tlh, de;q=0.5": "de", "*, de;q=0.5": "en", "de_DE": "en", "de;q=2": "en", "de, ;": "en",
	} {
		got := s.do(t, "GET", s.teamsPath(), "", header("Accept-Language", accepted))
		equal(t, accepted, got.header.Get("Content-Language"), want)
	}
	got := s.do(t, "GET", s.teamsPath(), "", header("Cookie", "pretix_language=de"))
	equal(t, "by cookie", got.header.Get("Content-Language"), "de")
}

func optionsLookForTheTeam(t *testing.T, s *target) {
	for _, path := range []string{s.invitesPath(missing), s.tokensPath(missing)} {
		s.do(t, "OPTIONS", path, "").detail(t, 404, s.noMatch("Team"))
	}
	s.do(t, "OPTIONS", s.teamsPath()+"abc/invites/", "").isStatus(t, 500)
	for _, path := range []string{s.teamPath(missing), s.membersPath(missing), s.teamsPath() + "abc/members/"} {
		s.do(t, "OPTIONS", path, "").isStatus(t, 200)
	}
}

// oauthBeginsSession: a client that keeps cookies sends them along, and they are part of what an idempotency key is
// compared within.
func oauthBeginsSession(t *testing.T, s *target) {
	bearer := as("Bearer " + need(t, s.OAuthToken, "PRETIX_OAUTH_TOKEN"))
	for _, path := range []string{s.teamsPath(), s.teamPath(missing), "/me"} {
		cookie := s.do(t, "GET", path, "", bearer).header.Get("Set-Cookie")
		if !strings.HasPrefix(cookie, "pretix_session=") || !strings.HasSuffix(cookie, "; HttpOnly; Max-Age=1209600; Path=/") {
			t.Errorf("GET %s: Set-Cookie is %q", path, cookie)
		}
	}
	equal(t, "by token", s.do(t, "GET", s.teamsPath(), "").header.Get("Set-Cookie"), "")
}

func halfEscapesBreakOAuth(t *testing.T, s *target) {
	for _, query := range []string{"?x=%zz", "?x=%1z", "?x=%&y"} {
		s.do(t, "GET", s.teamsPath()+query, "", as("Bearer "+need(t, s.OAuthToken, "PRETIX_OAUTH_TOKEN"))).isStatus(t, 500)
		s.do(t, "GET", s.teamsPath()+query, "", anonymous()).isStatus(t, 500)
		s.do(t, "GET", "/me"+query, "").isStatus(t, 500)
		s.do(t, "GET", s.teamsPath()+query, "").isStatus(t, 200)
	}
	s.do(t, "GET", s.teamsPath()+"?x=%", "", anonymous()).isStatus(t, 401)
}

// profileReadsBodies, since a bearer could be in one.
func profileReadsBodies(t *testing.T, s *target) {
	s.do(t, "GET", "/me", "{}", header("Content-Type", "text/plain")).
		detail(t, 415, `Unsupported media type "text/plain" in request.`)
	s.do(t, "GET", "/me", "{}").detail(t, 403, noCredentials)
}

func httpsInFront(t *testing.T, s *target) {
	crew := s.membersPath(number(t, need(t, s.CrewTeam, "PRETIX_CREW_TEAM")))
	next := s.do(t, "GET", crew, "", header("X-Forwarded-Proto", "https")).isStatus(t, 200).object(t)["next"]
	if s.since("4.0.0") {
		// The public address is the one that the server is configured with.
		public := s.do(t, "GET", "/organizers/"+s.Organizer+"/", "", header("X-Forwarded-Proto", "https")).isStatus(t, 200).object(t)["public_url"]
		equal(t, "public_url", public, any(s.URL+"/"+s.Organizer+"/"))
	}
	equal(t, "next", next, any("https"+strings.TrimPrefix(s.URL, "http")+"/api/v1"+crew+"?page=2"))
}

func lowerCaseIsNoMethod(t *testing.T, s *target) {
	s.do(t, "Patch", s.teamsPath(), "{}").isHTML(t, 400)
}

func latin1IsRead(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	got := s.do(t, "PATCH", s.teamPath(team.ID), "{\"name\":\"Caf\xe9\"}", header("Content-Type", "application/json; charset=latin-1"))
	equal(t, "name", got.isStatus(t, 200).object(t)["name"], any("Café"))
}

func emptyBooleansAreNotSent(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{Events: boxoffice.AllEvents()})
	form := header("Content-Type", "application/x-www-form-urlencoded")
	for _, method := range []string{"PATCH", choose(s.named(), "PATCH", "PUT")} {
		got := s.do(t, method, s.teamPath(team.ID), "name=x&all_events=", form).isStatus(t, 200)
		equal(t, method, got.object(t)["all_events"], any(true))
	}
	// Without it a PUT means false; by form, newer servers take no other.
	if !s.named() {
		got := s.do(t, "PUT", s.teamPath(team.ID), "name=x", form).isStatus(t, 200)
		equal(t, "missing", got.object(t)["all_events"], any(false))
	}
}

func jsonComplaints(t *testing.T, s *target) {
	if !s.since("4.0.0") {
		t.Skip("pretix 3 reads JSON by Python's own parser, which has other words")
	}
	for body, want := range map[string]string{
		"{\"a\":\"\xf3\xa0x\"}": "'utf-8' codec can't decode bytes in position 6-7: invalid continuation byte",
		"\"\xe2\x82":            "'utf-8' codec can't decode bytes in position 1-2: unexpected end of data",
		"\"\xed\xa0\x80\"":      "'utf-8' codec can't decode byte 0xed in position 1: invalid continuation byte",
		"[-.]":                  "Unexpected character found when decoding array value (2)",
		"-.":                    "Trailing data",
		`{"limit_event\u12s`:    "Unexpected character in unicode escape sequence when decoding 'string'",
		`{["x"]`:                "No ':' found when decoding object value",
		`{{"a":{}}:1}`:          "Invalid JSON: object keys must be strings",
		`{["x",1]:2}`:           "Key name of object must be 'string' when decoding 'object'",
		`{"limit_event\u12`:     "Unterminated unicode escape sequence when decoding 'string'",
	} {
		s.do(t, http.MethodPost, s.teamsPath(), body).detail(t, 400, "JSON parse error - "+want)
	}
}

func complaintsShowPython(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for value, want := range map[string]string{
		`[["\u00e4\u0001\u200b"]]`: `Object with slug=['\u00e4\\x01\\u200b'] does not exist.`,
		`[["\ud83c"]]`:             `Object with slug=['\\ud83c'] does not exist.`,
		`["\ud800"]`:               `Invalid value.`,
	} {
		s.do(t, "PATCH", s.teamPath(team.ID), `{"limit_events":`+value+`}`).is(t, 400, `{"limit_events":["`+want+`"]}`)
	}
	if s.named() {
		s.do(t, "PATCH", s.teamPath(team.ID), `{"limit_event_permissions":["\ud800"]}`).
			is(t, 400, `{"limit_event_permissions":["\"\ud800\" is not a valid choice."]}`)
	}
}

func zonesAreNoAddress(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	s.do(t, "POST", s.invitesPath(team.ID), `{"email":"a@[fe80::1%eth0]"}`).is(t, 400, `{"email":["Enter a valid email address."]}`)
}

// formsOfChangesHoldNUL: only of a POST does Django read the form by itself, and refuse it.
func formsOfChangesHoldNUL(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	form := header("Content-Type", "application/x-www-form-urlencoded")
	s.do(t, "PATCH", s.teamPath(team.ID), "name=a%00b", form).is(t, 400, `{"name":["Null characters are not allowed."]}`)
	s.do(t, "PATCH", s.teamPath(missing), "name=a%00b", form).detail(t, 404, s.noMatch("Team"))
}
