package boxofficetest

import (
	"net/http"
	"regexp"
	"strings"
)

const (
	apiRoot          = "/api/v1/"
	idempotencyQuery = "idempotency_query"
)

// endpoint is one URL pattern with its methods.
type endpoint struct {
	// title is what OPTIONS calls it.
	title string

	// pattern is the path below apiRoot. Where it ends in a slash, so must the
	// request.
	pattern string

	// allow lists the methods in the order of the Allow header.
	allow []string

	// admit authenticates, and checks permissions that do not depend on
	// anything below the organizer.
	admit func(*call) error

	// serve answers, after the method has been found to be among allow.
	serve map[string]func(*call) (response, error)
}

type methods = map[string]func(*call) (response, error)

func newEndpoint(title, pattern string, admit func(*call) error, serve methods) *endpoint {
	e := &endpoint{title: title, pattern: pattern, admit: admit, serve: serve}
	for _, m := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		if serve[m] != nil {
			e.allow = append(e.allow, m)
		}
	}
	if serve["GET"] != nil {
		serve["HEAD"] = serve["GET"]
		e.allow = append(e.allow, "HEAD")
	}
	serve["OPTIONS"] = (*call).describe
	e.allow = append(e.allow, "OPTIONS")
	return e
}

var endpoints = []*endpoint{
	newEndpoint("Api Root", "", admitAny, methods{"GET": (*call).listRoots}),
	newEndpoint("Organizer List", "organizers/", admitAny, methods{"GET": (*call).listOrganizers}),
	newEndpoint("Organizer Instance", "organizers/{organizer}/", admitOrganizer, methods{"GET": (*call).getOrganizer}),
	newEndpoint("Event List", "organizers/{organizer}/events/", admitOrganizer, methods{"GET": (*call).listEvents}),
	newEndpoint("Event Instance", "organizers/{organizer}/events/{event}/", admitEvent, methods{"GET": (*call).getEvent}),

	newEndpoint("Team List", "organizers/{organizer}/teams/", admitTeams, methods{
		"GET": (*call).listTeams, "POST": (*call).createTeam,
	}),
	newEndpoint("Team Instance", "organizers/{organizer}/teams/{id}/", admitTeams, methods{
		"GET": (*call).getTeam, "PUT": (*call).updateTeam, "PATCH": (*call).updateTeam, "DELETE": (*call).deleteTeam,
	}),
	newEndpoint("Team Member List", "organizers/{organizer}/teams/{team}/members/", admitTeams, methods{
		"GET": (*call).listMembers,
	}),
	newEndpoint("Team Member Instance", "organizers/{organizer}/teams/{team}/members/{id}/", admitTeams, methods{
		"GET": (*call).getMember, "DELETE": (*call).removeMember,
	}),
	newEndpoint("Team Invite List", "organizers/{organizer}/teams/{team}/invites/", admitTeams, methods{
		"GET": (*call).listInvites, "POST": (*call).createInvite,
	}),
	newEndpoint("Team Invite Instance", "organizers/{organizer}/teams/{team}/invites/{id}/", admitTeams, methods{
		"GET": (*call).getInvite, "DELETE": (*call).revokeInvite,
	}),
	newEndpoint("Team Api Token List", "organizers/{organizer}/teams/{team}/tokens/", admitTeams, methods{
		"GET": (*call).listTokens, "POST": (*call).createToken,
	}),
	newEndpoint("Team Api Token Instance", "organizers/{organizer}/teams/{team}/tokens/{id}/", admitTeams, methods{
		"GET": (*call).getToken, "DELETE": (*call).deactivateToken,
	}),

	newEndpoint("Version", "version", admitAnyClient, methods{"GET": (*call).getVersion}),
	newEndpoint("Me", "me", admitProfile, methods{"GET": (*call).getMe}),
	newEndpoint("Idempotency Query", idempotencyQuery, admitEveryone, methods{"GET": (*call).queryIdempotency}),
}

// match is a request's path, understood.
type match struct {
	endpoint *endpoint
	params   map[string]string

	// format is what follows the dot of a last segment such as teams.json.
	format string
}

// route finds the endpoint of a path. The second result tells that there would
// be one if the path ended in a slash.
func route(path string) (m *match, wantsSlash bool) {
	rest, ok := strings.CutPrefix(path, apiRoot)
	if !ok {
		return nil, false
	}
	if m := find(rest); m != nil {
		return m, false
	}
	return nil, !strings.HasSuffix(rest, "/") && find(rest+"/") != nil
}

func find(rest string) *match {
	for _, e := range endpoints {
		if m := e.match(rest); m != nil {
			return m
		}
	}
	if before, ok := strings.CutSuffix(rest, "/"); ok {
		return teamRoot.matchSegments(before)
	}
	return nil
}

// teamRoot is the root of what is below a team, which is seen only where the team's own address can't be: its id has no dot.
var teamRoot = newEndpoint("Api Root", "organizers/{organizer}/teams/{team}/", admitOrganizer, methods{"GET": (*call).listTeamRoots})

func (e *endpoint) match(rest string) *match {
	if !strings.HasSuffix(e.pattern, "/") {
		if rest == e.pattern {
			return &match{endpoint: e}
		}
		return nil
	}
	if before, ok := strings.CutSuffix(rest, "/"); ok {
		if m := e.matchSegments(before); m != nil {
			return m
		}
	}
	return e.matchSuffixed(strings.TrimSuffix(rest, "/"))
}

var formatSuffix = regexp.MustCompile(`^(.+)\.([a-z0-9]+)$`)

// matchSuffixed matches the form with a format, of which the slash is optional.
func (e *endpoint) matchSuffixed(rest string) *match {
	parts := formatSuffix.FindStringSubmatch(rest)
	if parts == nil {
		return nil
	}
	m := e.matchSegments(parts[1])
	if m != nil {
		m.format = parts[2]
	}
	return m
}

func (e *endpoint) matchSegments(rest string) *match {
	got := strings.Split(rest, "/")
	want := strings.Split(strings.TrimSuffix(e.pattern, "/"), "/")
	if len(got) != len(want) {
		return nil
	}
	params := map[string]string{}
	for i, segment := range got {
		switch name, isParam := strings.CutPrefix(want[i], "{"); {
		case !isParam:
			if segment != want[i] {
				return nil
			}
		case segment == "", name == "id}" && strings.Contains(segment, "."):
			return nil
		default:
			params[strings.TrimSuffix(name, "}")] = segment
		}
	}
	return &match{endpoint: e, params: params}
}

// listRoots answers with the only collection that has no parent.
func (c *call) listRoots() (response, error) {
	address := c.origin() + apiRoot + "organizers/"
	if query := c.query(); len(query["format"]) > 0 {
		address += "?format=" + query.get("format")
	}
	return jsonResponse(http.StatusOK, object{{"organizers", address}}), nil
}

func (c *call) listTeamRoots() (response, error) {
	team := c.origin() + apiRoot + "organizers/" + c.organizer.slug + "/teams/" + c.match.params["team"] + "/"
	return jsonResponse(http.StatusOK, object{
		{"members", team + "members/"}, {"invites", team + "invites/"}, {"tokens", team + "tokens/"},
	}), nil
}

// describe answers OPTIONS. Where something can be added to a team, the team has to be there.
func (c *call) describe() (response, error) {
	if c.match.endpoint.serve["POST"] != nil && c.match.params["team"] != "" {
		if _, err := c.parentTeam(); err != nil {
			return response{}, err
		}
	}
	description := ""
	if c.match.endpoint.title == "Api Root" {
		description = "The default basic root view for DefaultRouter"
	}
	return jsonResponse(http.StatusOK, object{
		{"name", c.match.endpoint.title},
		{"description", description},
		{"renders", []string{"application/json"}},
		{"parses", []string{"application/json", "application/x-www-form-urlencoded", "multipart/form-data"}},
	}), nil
}
