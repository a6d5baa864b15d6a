package boxofficetest

import (
	"net/http"
	"strings"
	"testing"
)

var (
	sinceLists = []string{"2026.5.6", "2026.8.0"}
	modern     = []string{"2026.2.2", "2026.5.6", "2026.8.0"}
	classic    = []string{"3.17.2", "4.17.1", "2024.3.0"}
	pages      = []string{"2024.3.0", "2026.2.2", "2026.5.6", "2026.8.0"}
	noPages    = []string{"3.17.2", "4.17.1"}
)

// wireCase is one request to a fresh boxOffice and its answer.
type wireCase struct {
	versions []string // nil is all
	method   string
	path     string // below teamsPath, or from the root
	body     string
	headers  []string
	status   int
	want     string // "" does not compare
}

func runWireCases(t *testing.T, cases []wireCase) {
	t.Helper()
	for _, c := range cases {
		versions := c.versions
		if versions == nil {
			versions = allVersions
		}
		path := c.path
		if !strings.HasPrefix(path, "/") {
			path = teamsPath + path
		}
		for _, version := range versions {
			t.Run(version+" "+c.method+" "+c.path, func(t *testing.T) {
				t.Parallel()
				p := boxOffice(t, version)
				got := expectStatus(t, p, c.method, path, c.body, c.status, c.headers...)
				if c.want != "" && got.body != c.want {
					t.Errorf("%s\n got %s\nwant %s", c.body, got.body, c.want)
				}
			})
		}
	}
}

func TestAuthentication(t *testing.T) {
	t.Parallel()
	const missing = "Authentication credentials were not provided."
	cases := []wireCase{
		{headers: []string{"Authorization:"}, status: 401, want: detail(missing)},
		{headers: []string{"Authorization: Basic eA=="}, status: 401, want: detail(missing)},
		{headers: []string{"Authorization: Bearer unknown"}, status: 401, want: detail(missing)},
		{headers: []string{"Authorization: Token unknown"}, status: 401, want: detail("Invalid token.")},
		{headers: []string{"Authorization: Device unknown"}, status: 401, want: detail("Invalid token.")},
		{headers: []string{"Authorization: Token"}, status: 401, want: detail("Invalid token header. No credentials provided.")},
		{headers: []string{"Authorization: Token a b"}, status: 401, want: detail("Invalid token header. Token string should not contain spaces.")},
		{headers: []string{"Authorization: Token \xff"}, status: 401, want: detail("Invalid token header. Token string should not contain invalid characters.")},
		{headers: []string{"Authorization:", "Accept-Language: de"}, status: 401, want: detail("Anmeldedaten fehlen.")},
		{headers: []string{"Authorization:", "Accept-Language: de;q=0.5, en"}, status: 401, want: detail(missing)},
		{path: "/api/v1/version", headers: []string{"Authorization: Token unknown"}, status: 403, want: detail("Invalid token.")},
		{path: "/api/v1/version", headers: []string{"Authorization:"}, status: 403, want: detail(missing)},
		{path: "/api/v1/me", status: 403, want: detail(missing)},
		{path: "/api/v1/organizers/nope/teams/", status: 403, want: detail("You do not have permission to perform this action.")},
		{path: "/api/v1/organizers/elsewhere/teams/", status: 403, want: detail("You do not have permission to perform this action.")},
		{path: "/api/v1/organizers/DEMO/teams/", status: 403},
		{path: "/api/v1/organizers/demo/events/nope/", status: 403},
	}
	for i := range cases {
		cases[i].method = "GET"
	}
	// The body of a request without a token is parsed before anything else.
	cases = append(cases,
		wireCase{method: "POST", body: "{bad", headers: []string{"Authorization:"}, status: 400},
		wireCase{method: "POST", body: "{}", headers: []string{"Authorization:", "Content-Type: text/plain"}, status: 415},
		wireCase{method: "POST", body: "{bad", headers: []string{"Authorization: Token unknown"}, status: 401},
	)
	runWireCases(t, cases)
}

func TestUnauthorizedNamesTheScheme(t *testing.T) {
	t.Parallel()
	p := boxOffice(t, "2026.8.0")
	got := expectStatus(t, p, "GET", teamsPath, "", 401, "Authorization: Bearer unknown")
	if challenge := got.header.Get("WWW-Authenticate"); challenge != "Token" {
		t.Errorf("WWW-Authenticate: %q", challenge)
	}
}

func TestRouting(t *testing.T) {
	t.Parallel()
	runWireCases(t, []wireCase{
		{versions: pages, method: "GET", path: "/api/v1/nope/", headers: []string{"Authorization:"}, status: 404},
		{versions: noPages, method: "GET", path: "/api/v1/nope/", status: 500},
		{method: "GET", path: "2", status: 301},
		{method: "DELETE", path: "2", status: 301},
		{versions: pages, method: "POST", path: "2/tokens", body: "{}", status: 404},
		{versions: pages, method: "PATCH", path: "2", body: "{}", status: 404},
		{method: "GET", path: "2/", headers: []string{"Accept: text/html"}, status: 406, want: detail("Could not satisfy the request Accept header.")},
		{method: "GET", path: "2/", headers: []string{"Accept: text/html", "Authorization:"}, status: 406},
		{method: "GET", path: "2/", headers: []string{"Accept: text/html, */*;q=0.1"}, status: 200},
		{method: "GET", path: "2/", headers: []string{"Accept: application/json; version=1"}, status: 200},
		{method: "GET", path: "2/?format=json", status: 200},
		{method: "GET", path: "2/?format=xml", status: 404, want: detail("Not found.")},
		{method: "GET", path: "/api/v1/organizers/demo/teams.json", status: 200},
		{method: "GET", path: "/api/v1/organizers/demo/teams.xml", headers: []string{"Authorization:"}, status: 404, want: detail("Not found.")},
		{method: "GET", path: "2.json", status: 200},
		{method: "POST", path: "2/members/", body: "{}", status: 405, want: detail(`Method \"POST\" not allowed.`)},
		{method: "PATCH", path: "2/tokens/2/", body: "{}", status: 405},
		{method: "DELETE", path: "", status: 405},
		{method: "GET", path: "", headers: []string{"Host: pretix.example"}, versions: pages, status: 400},
		{method: "HEAD", path: "", status: 200},
		{method: "OPTIONS", path: "", status: 200},
		{method: "GET", path: "/api/v1/", status: 200},
		{method: "GET", path: "?x=%00", versions: sinceLists, status: 400},
		{method: "GET", path: "?x=%00", versions: classic, status: 200},
	})
}

func TestAllowAndRedirectHeaders(t *testing.T) {
	t.Parallel()
	p := boxOffice(t, "2026.8.0")
	for path, want := range map[string]string{
		"":             "GET, POST, HEAD, OPTIONS",
		"2/":           "GET, PUT, PATCH, DELETE, HEAD, OPTIONS",
		"2/members/":   "GET, HEAD, OPTIONS",
		"2/members/1/": "GET, DELETE, HEAD, OPTIONS",
		"2/tokens/":    "GET, POST, HEAD, OPTIONS",
	} {
		got := expectStatus(t, p, "TRACE", teamsPath+path, "", 405)
		if allow := got.header.Get("Allow"); allow != want {
			t.Errorf("%s: Allow: %q, want %q", path, allow, want)
		}
	}
	got := expectStatus(t, p, "DELETE", teamsPath+"2?a=b", "", 301)
	if location := got.header.Get("Location"); location != teamsPath+"2/?a=b" {
		t.Errorf("Location: %q", location)
	}
}

func TestUnknownObjects(t *testing.T) {
	t.Parallel()
	const huge = "9223372036854775808"
	var cases []wireCase
	for kind, paths := range map[string][]string{
		"Team":         {"99/", "3/", "99/members/", "3/tokens/1/"},
		"User":         {"2/members/99/", "1/members/1/"},
		"TeamInvite":   {"2/invites/99/", "1/invites/1/"},
		"TeamAPIToken": {"2/tokens/99/", "1/tokens/2/"},
	} {
		for _, path := range paths {
			cases = append(cases,
				wireCase{versions: modern, method: "GET", path: path, status: 404, want: detail("No " + kind + " matches the given query.")},
				wireCase{versions: classic, method: "GET", path: path, status: 404, want: detail("Not found.")},
			)
		}
	}
	for _, path := range []string{"abc/", "2/members/abc/", "2/invites/abc/", "2/tokens/1-/"} {
		cases = append(cases, wireCase{method: "GET", path: path, status: 404, want: detail("Not found.")})
	}
	cases = append(cases,
		wireCase{method: "GET", path: "abc/members/", status: 500},
		wireCase{method: "POST", path: "abc/invites/", body: "{}", status: 500},
		wireCase{versions: sinceLists, method: "GET", path: huge + "/", status: 404, want: detail("No Team matches the given query.")},
		wireCase{versions: classic, method: "GET", path: huge + "/", status: 500},
		wireCase{versions: classic, method: "GET", path: "2/members/" + huge + "/", status: 500},
		wireCase{method: "GET", path: "+2/", status: 200},
		wireCase{method: "GET", path: "%D9%A2/", status: 200},
		wireCase{method: "PATCH", path: "99/", body: "{bad", status: 404},
		wireCase{method: "POST", path: "99/tokens/", body: "{bad", status: 400},
		wireCase{method: "POST", path: "99/tokens/", body: "[]", status: 404},
		wireCase{versions: classic, method: "GET", path: "99/", headers: []string{"Accept-Language: de"}, status: 404, want: detail("Nicht gefunden.")},
		wireCase{versions: modern, method: "GET", path: "99/", headers: []string{"Accept-Language: de"}, status: 404, want: detail("No Team matches the given query.")},
	)
	runWireCases(t, cases)
}

func TestBodies(t *testing.T) {
	t.Parallel()
	const required = `{"name":["This field is required."],"limit_events":["This field is required."]}`
	cases := []wireCase{
		{body: "", status: 400, want: required},
		{body: "{}", status: 400, want: required},
		{body: "[]", status: 400, want: `{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}`},
		{body: `"x"`, status: 400, want: `{"non_field_errors":["Invalid data. Expected a dictionary, but got str."]}`},
		{body: "5", status: 400, want: `{"non_field_errors":["Invalid data. Expected a dictionary, but got int."]}`},
		{body: "5.0", status: 400, want: `{"non_field_errors":["Invalid data. Expected a dictionary, but got float."]}`},
		{body: "true", status: 400, want: `{"non_field_errors":["Invalid data. Expected a dictionary, but got bool."]}`},
		{body: "null", status: 400, want: `{"non_field_errors":["No data provided"]}`},
		{body: "{bad", status: 400, want: detail("JSON parse error - Expected object or value")},
		{body: "{} {}", status: 400, want: detail("JSON parse error - Trailing data")},
		{body: "{\"name\":\"\xff\"}", status: 400, want: detail("JSON parse error - 'utf-8' codec can't decode byte 0xff in position 9: invalid start byte")},
		{body: "{}", headers: []string{"Content-Type: text/plain"}, status: 415, want: detail(`Unsupported media type \"text/plain\" in request.`)},
		{body: "{}", headers: []string{"Content-Type:"}, status: 415, want: detail(`Unsupported media type \"\" in request.`)},
		{body: "{}", headers: []string{"Content-Type: APPLICATION/JSON; charset=utf-8"}, status: 400, want: required},
		{body: `{"name":"a","name":"","limit_events":[]}`, status: 400, want: `{"name":["This field may not be blank."]}`},
		{body: `{"name":"\ud800","limit_events":[]}`, status: 400, want: `{"name":["Surrogate characters are not allowed: U+D800."]}`},
		{body: `{"limit_events":[],"name":"` + strings.Repeat("x", maxForm) + `"}`, versions: []string{"2026.8.0"}, status: 400, want: `{"name":["Ensure this field has no more than 190 characters."]}`},
		{body: strings.Repeat("x", maxForm+1), headers: []string{"Content-Type: application/x-www-form-urlencoded"}, versions: []string{"2026.8.0"}, status: 400},
	}
	for i := range cases {
		cases[i].method = "POST"
	}
	runWireCases(t, cases)
}

// A body without a length does not reach a WSGI application.
func TestChunkedBodyIsEmpty(t *testing.T) {
	t.Parallel()
	p := boxOffice(t, "2026.8.0")
	req, err := http.NewRequest("POST", p.URL+teamsPath, struct{ *strings.Reader }{strings.NewReader(`{"name":"x","limit_events":[]}`)})
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Token "+p.Token)
	req.Header.Set("Content-Type", "application/json")
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != 400 {
		t.Errorf("status %d, want 400", res.StatusCode)
	}
}

func TestTeamFieldValidation(t *testing.T) {
	t.Parallel()
	cases := []wireCase{
		{body: `{"name":" \u2003"}`, status: 400, want: `{"name":["This field may not be blank."]}`},
		{body: `{"name":"` + strings.Repeat("x", 191) + `"}`, status: 400, want: `{"name":["Ensure this field has no more than 190 characters."]}`},
		{body: `{"name":"` + strings.Repeat("é", 190) + `"}`, status: 200},
		{body: `{"name":null}`, status: 400, want: `{"name":["This field may not be null."]}`},
		{body: `{"name":true}`, status: 400, want: `{"name":["Not a valid string."]}`},
		{body: `{"name":"a\u0000b"}`, status: 400, want: `{"name":["Null characters are not allowed."]}`},
		{body: `{"all_events":"maybe"}`, status: 400, want: `{"all_events":["Must be a valid boolean."]}`},
		{body: `{"all_events":2}`, status: 400, want: `{"all_events":["Must be a valid boolean."]}`},
		{body: `{"all_events":null}`, status: 400, want: `{"all_events":["This field may not be null."]}`},
		{body: `{"limit_events":"gala"}`, status: 400, want: `{"limit_events":["Expected a list of items but got type \"str\"."]}`},
		{body: `{"limit_events":5}`, status: 400, want: `{"limit_events":["Expected a list of items but got type \"int\"."]}`},
		{body: `{"limit_events":["gala","x","y"]}`, status: 400, want: `{"limit_events":["Object with slug=x does not exist."]}`},
		{body: `{"limit_events":["GALA"]}`, status: 400, want: `{"limit_events":["Object with slug=GALA does not exist."]}`},
		{body: `{"limit_events":["away"]}`, status: 400, want: `{"limit_events":["Object with slug=away does not exist."]}`},
		{body: `{"limit_events":[["a",null,1]]}`, status: 400, want: `{"limit_events":["Object with slug=['a', None, 1] does not exist."]}`},
		{body: `{"all_events":true}`, status: 400, want: `{"non_field_errors":["Do not set both limit_events and all_events."]}`},
		{body: `{"all_events":true,"limit_events":[]}`, status: 200},
		{body: `{"name":"","limit_events":["x"],"can_view_orders":"x"}`, status: 400, want: `{"name":["This field may not be blank."],"limit_events":["Object with slug=x does not exist."],"can_view_orders":["Must be a valid boolean."]}`},
		{versions: sinceLists, body: `{"limit_event_permissions":["x","y"]}`, status: 400, want: `{"limit_event_permissions":["\"x\" is not a valid choice."]}`},
		{versions: sinceLists, body: `{"limit_event_permissions":["organizer.teams:write"]}`, status: 400},
		{versions: sinceLists, body: `{"limit_organizer_permissions":"x"}`, status: 400, want: `{"limit_organizer_permissions":["Expected a list of items but got type \"str\"."]}`},
		{versions: sinceLists, body: `{"all_event_permissions":true}`, status: 400, want: `{"non_field_errors":["Do not set both limit_event_permissions and all_event_permissions."]}`},
		{versions: sinceLists, body: `{"all_organizer_permissions":true,"limit_organizer_permissions":["organizer.teams:write"]}`, status: 400, want: `{"non_field_errors":["Do not set both limit_organizer_permissions and all_organizer_permissions."]}`},
		{versions: sinceLists, body: `{"limit_event_permissions":[],"can_view_orders":true}`, status: 400, want: `{"non_field_errors":["You cannot set deprecated and current permission attributes at the same time."]}`},
		{versions: sinceLists, body: `{"limit_organizer_permissions":["organizer.devices:write"]}`, status: 400, want: `{"non_field_errors":["For permission group organizer.devices, the valid combinations of actions are '' or 'read' or 'read,write' but you tried to set 'write'."]}`},
		{versions: sinceLists, body: `{"limit_event_permissions":["event.orders:read","event.orders:write","event.orders:checkin"]}`, status: 400, want: `{"non_field_errors":["For permission group event.orders, the valid combinations of actions are '' or 'checkin' or 'read' or 'read,checkin' or 'read,write' but you tried to set 'checkin,read,write'."]}`},
		{versions: classic, body: `{"limit_event_permissions":"ignored"}`, status: 200},
	}
	for _, truth := range []string{`true`, `1`, `1.0`, `"true"`, `"T"`, `"yes"`, `"Y"`, `"ON"`, `"1"`} {
		cases = append(cases, wireCase{body: `{"limit_events":[],"all_events":` + truth + `}`, status: 200})
	}
	cases = append(cases,
		wireCase{versions: modern, body: `{"limit_events":[],"all_events":"tRuE"}`, status: 200},
		wireCase{versions: classic, body: `{"limit_events":[],"all_events":"tRuE"}`, status: 400},
	)
	for i := range cases {
		cases[i].method, cases[i].path = "PATCH", "2/"
	}
	runWireCases(t, cases)
}

func TestInviteValidation(t *testing.T) {
	t.Parallel()
	const malformed = `{"email":["Enter a valid email address."]}`
	cases := []wireCase{
		{body: `{"email":"Dan@Example.org"}`, status: 201, want: `{"id":2,"email":"Dan@Example.org"}`},
		{body: `{"email":" dan@localhost "}`, status: 201, want: `{"id":2,"email":"dan@localhost"}`},
		{body: `{"email":"dan@m\u00fcnchen.de"}`, status: 201},
		{body: `{"email":"dan@[::1]"}`, status: 201},
		{body: `{"email":""}`, status: 201, want: `{"id":2,"email":""}`},
		{body: `{"email":null}`, status: 500},
		{body: `{}`, status: 400, want: `["No email address given."]`},
		{body: `{"email":"CAROL@example.org"}`, status: 400, want: `["This user already has been invited for this team."]`},
		{body: `{"email":"Ana@Example.org"}`, status: 400, want: `["This user already has permissions for this team."]`},
		{body: `{"email":"dan"}`, status: 400, want: malformed},
		{body: `{"email":"d\u00e4n@example.org"}`, status: 400, want: malformed},
		{body: `{"email":"dan@example"}`, status: 400, want: malformed},
		{body: `{"email":"dan@-x.org"}`, status: 400, want: malformed},
		{body: `{"email":true}`, status: 400, want: malformed},
		{versions: classic, body: `{"email":"dan@x.c0m"}`, status: 201},
		{versions: sinceLists, body: `{"email":"dan@x.c0m"}`, status: 400, want: malformed},
		{body: `{"email":"` + strings.Repeat("x", 250) + `@example.org"}`, status: 400, want: `{"email":["Ensure this field has no more than 254 characters."]}`},
	}
	for i := range cases {
		cases[i].method, cases[i].path = "POST", "2/invites/"
	}
	runWireCases(t, cases)
}

func TestForms(t *testing.T) {
	t.Parallel()
	form := []string{"Content-Type: application/x-www-form-urlencoded"}
	runWireCases(t, []wireCase{
		{method: "POST", path: "2/tokens/", body: "name=a+b", headers: form, status: 201},
		{method: "POST", versions: classic, body: "name=a", headers: form, status: 201},
		{method: "POST", versions: sinceLists, body: "name=a", headers: form, status: 400, want: `{"non_field_errors":["You cannot set deprecated and current permission attributes at the same time."]}`},
		{method: "PATCH", path: "2/", body: "name=a&limit_events=gala&limit_events=openair", headers: form, status: 200},
		{method: "POST", versions: classic, body: "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nx\r\n--b--\r\n", headers: []string{"Content-Type: multipart/form-data; boundary=b"}, status: 201},
		{method: "POST", body: "x", headers: []string{"Content-Type: multipart/form-data"}, status: 400, want: detail("Multipart form parse error - Invalid boundary in multipart: None")},
	})
}
