package conformance

import (
	"net/http"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// How a request is judged before it reaches a team: routing, negotiation, methods, content types.
var wireCases = []testCase{
	{"unknown path", unknownPathsArePages},
	{"unknown host", unknownHostsAreRefused},
	{"accept", acceptIsNegotiated},
	{"format", formatsAreNegotiated},
	{"methods", wrongMethodsAreNamed},
	{"permission before method", permissionComesBeforeMethod},
	{"content type", contentTypesAreJudged},
	{"malformed JSON", malformedJSONIsRefused},
	{"not an object", otherThanObjectsAreRefused},
	{"body after lookup", bodiesAreReadAfterTheLookup},
	{"empty body", emptyBodiesAreObjects},
	{"HEAD", headIsLikeGet},
	{"OPTIONS", optionsDescribe},
	{"NUL in the query", queriesHoldNoNUL},
	{"delete with a body", deleteIgnoresItsBody},
}

func unknownPathsArePages(t *testing.T, s *target) {
	for _, path := range []string{"/nothing/", s.teamsPath() + "1/nothing/", "/organizers/" + s.Organizer + "/teams/1/members/1/x/"} {
		got := s.do(t, "GET", path, "", anonymous())
		if got.status == 500 && !s.since("4.18.0") {
			// Without rebuilt static files these can't render the page.
			continue
		}
		got.isHTML(t, 404)
	}
}

func unknownHostsAreRefused(t *testing.T, s *target) {
	got := s.do(t, "GET", s.teamsPath(), "", func(r *http.Request) { r.Host = "unknown.example.org" })
	if got.status == 500 && !s.since("4.18.0") {
		return // as for unknown paths
	}
	got.isHTML(t, 400)
}

func acceptIsNegotiated(t *testing.T, s *target) {
	for _, bad := range []string{"text/html", "application/xml", "image/*"} {
		s.do(t, "GET", s.teamsPath(), "", header("Accept", bad)).
			detail(t, 406, "Could not satisfy the request Accept header.")
	}
	for _, good := range []string{"application/json", "*/*", "application/*", "application/json; version=9", "text/html, */*;q=0.1"} {
		s.do(t, "GET", s.teamsPath(), "", header("Accept", good)).isStatus(t, 200)
	}
	// It is judged before the credential.
	s.do(t, "GET", s.teamsPath(), "", header("Accept", "text/html"), anonymous()).isStatus(t, 406)
}

func formatsAreNegotiated(t *testing.T, s *target) {
	want := s.do(t, "GET", s.teamsPath()+"?page_size=1", "").isStatus(t, 200).object(t)["count"]
	for _, path := range []string{"?format=json", ".json"} {
		got := s.do(t, "GET", strings.TrimSuffix(s.teamsPath(), "/")+choose(path[0] == '.', path, "/"+path), "").isStatus(t, 200)
		equal(t, path, got.object(t)["count"], want)
	}
	s.do(t, "GET", s.teamsPath()+"?format=xml", "").detail(t, 404, "Not found.")
}

func wrongMethodsAreNamed(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	list, object := "GET, POST, HEAD, OPTIONS", "GET, DELETE, HEAD, OPTIONS"
	for _, c := range []struct{ path, methods, allow string }{
		{s.teamsPath(), "PUT PATCH DELETE", list},
		{s.teamPath(team.ID), "POST", "GET, PUT, PATCH, DELETE, HEAD, OPTIONS"},
		{s.membersPath(team.ID), "POST PUT PATCH DELETE", "GET, HEAD, OPTIONS"},
		{s.membersPath(team.ID) + "1/", "POST PUT PATCH", object},
		{s.invitesPath(team.ID), "PUT PATCH DELETE", list},
		{s.invitesPath(team.ID) + "1/", "POST PUT PATCH", object},
		{s.tokensPath(team.ID), "PUT PATCH DELETE", list},
		{s.tokensPath(team.ID) + "1/", "POST PUT PATCH", object},
	} {
		for method := range strings.FieldsSeq(c.methods) {
			got := s.do(t, method, c.path, "").detail(t, 405, `Method "`+method+`" not allowed.`)
			equal(t, method+" "+c.path+": Allow", got.header.Get("Allow"), c.allow)
		}
	}
	got := s.do(t, "TRACK", s.teamsPath(), "")
	got.detail(t, 405, `Method "TRACK" not allowed.`)
}

func permissionComesBeforeMethod(t *testing.T, s *target) {
	limited := s.createOwned(t, boxoffice.TeamCreate{})
	s.do(t, "PUT", s.teamsPath(), "", as(limited.auth())).detail(t, 403, noPermission)
	s.do(t, "POST", s.membersPath(limited.ID), "", as(limited.auth())).detail(t, 403, noPermission)
	s.do(t, "PUT", s.teamsPath(), "", anonymous()).detail(t, 401, noCredentials)
}

func contentTypesAreJudged(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for _, path := range []string{s.teamsPath(), s.invitesPath(team.ID), s.tokensPath(team.ID)} {
		s.do(t, "POST", path, "name=x", header("Content-Type", "text/plain")).
			detail(t, 415, `Unsupported media type "text/plain" in request.`)
		s.do(t, "POST", path, "{}", header("Content-Type", "")).detail(t, 415, `Unsupported media type "" in request.`)
	}
	for _, method := range []string{"PUT", "PATCH"} {
		s.do(t, method, s.teamPath(team.ID), "x", header("Content-Type", "application/xml; charset=utf-8")).
			detail(t, 415, `Unsupported media type "application/xml; charset=utf-8" in request.`)
	}
	s.do(t, "PATCH", s.teamPath(team.ID), "{}", header("Content-Type", "Application/JSON; charset=utf-8")).isStatus(t, 200)
}

func malformedJSONIsRefused(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for _, body := range []string{"{", `{"name":}`, "nonsense", `{"name":"x"} trailing`, "\xff"} {
		for _, path := range []string{s.teamsPath(), s.invitesPath(team.ID), s.tokensPath(team.ID)} {
			got := s.do(t, "POST", path, body).isStatus(t, 400)
			if !strings.HasPrefix(got.body, `{"detail":"JSON parse error - `) {
				t.Error(got)
			}
		}
	}
}

func otherThanObjectsAreRefused(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for body, want := range map[string]string{
		`[]`:    `["Invalid data. Expected a dictionary, but got list."]`,
		`[1]`:   `["Invalid data. Expected a dictionary, but got list."]`,
		`"x"`:   `["Invalid data. Expected a dictionary, but got str."]`,
		`5`:     `["Invalid data. Expected a dictionary, but got int."]`,
		`1.5`:   `["Invalid data. Expected a dictionary, but got float."]`,
		`false`: `["Invalid data. Expected a dictionary, but got bool."]`,
		`null`:  `["No data provided"]`,
	} {
		s.do(t, "POST", s.teamsPath(), body).is(t, 400, `{"non_field_errors":`+want+`}`)
		s.do(t, "PATCH", s.teamPath(team.ID), body).is(t, 400, `{"non_field_errors":`+want+`}`)
		s.do(t, "POST", s.tokensPath(team.ID), body).is(t, 400, `{"non_field_errors":`+want+`}`)
	}
}

// bodiesAreReadAfterTheLookup: of two mistakes, changes report the missing object and POST reports the body.
func bodiesAreReadAfterTheLookup(t *testing.T, s *target) {
	for _, method := range []string{"PUT", "PATCH"} {
		s.do(t, method, s.teamPath(missing), "{").detail(t, 404, s.noMatch("Team"))
	}
	for _, path := range []string{s.invitesPath(missing), s.tokensPath(missing)} {
		s.do(t, "POST", path, "{").isStatus(t, 400)
		s.do(t, "POST", path, "x", header("Content-Type", "text/plain")).isStatus(t, 415)
	}
}

func emptyBodiesAreObjects(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for _, contentType := range []string{"application/json", "text/plain", ""} {
		got := s.do(t, "PATCH", s.teamPath(team.ID), "", header("Content-Type", contentType)).isStatus(t, 200)
		equal(t, "unchanged", got.object(t), s.body(team.ID, team.Name, nil))
		s.do(t, "POST", s.tokensPath(team.ID), "", header("Content-Type", contentType)).
			is(t, 400, `{"name":["This field is required."]}`)
	}
}

func headIsLikeGet(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for _, path := range []string{s.teamsPath(), s.teamPath(team.ID), s.membersPath(team.ID), s.invitesPath(team.ID), s.tokensPath(team.ID)} {
		head := s.do(t, "HEAD", path, "")
		equal(t, "status", head.status, 200)
		equal(t, "body", head.body, "")
		equal(t, "content type", head.header.Get("Content-Type"), "application/json")
	}
	equal(t, "missing", s.do(t, "HEAD", s.teamPath(missing), "").status, 404)
}

func optionsDescribe(t *testing.T, s *target) {
	limited := s.createOwned(t, boxoffice.TeamCreate{})
	got := s.do(t, "OPTIONS", s.teamsPath(), "").isStatus(t, 200).object(t)
	for _, key := range []string{"name", "description", "renders", "parses"} {
		if _, ok := got[key]; !ok {
			t.Errorf("metadata without %s: %v", key, got)
		}
	}
	equal(t, "name", got["name"], any("Team List"))
	equal(t, "renders", got["renders"], any([]any{"application/json"}))
	s.do(t, "OPTIONS", s.teamsPath(), "", anonymous()).detail(t, 401, noCredentials)
	s.do(t, "OPTIONS", s.teamsPath(), "", as(limited.auth())).detail(t, 403, noPermission)
}

func queriesHoldNoNUL(t *testing.T, s *target) {
	s.do(t, "GET", s.teamsPath()+"?x=%00", "").isStatus(t, choose(s.named(), 400, 200))
}

func deleteIgnoresItsBody(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	s.do(t, "DELETE", s.teamPath(team.ID), "not JSON").is(t, 204, "")
}
