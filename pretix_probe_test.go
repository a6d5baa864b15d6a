package boxoffice

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func TestProbe(t *testing.T) {
	t.Parallel()
	version := `{"pretix":"2026.8.0","pretix_numeric":20260080005000}`
	own := resPage(1, 0, `{"name":"D","slug":"demo"}`)
	type answer struct {
		status int
		body   string
	}
	const teams = resTeams + "?page_size=1"
	for _, tt := range []struct {
		why       string
		organizer string
		answers   map[string]answer
		want      Probed
		err       error
		asked     int
	}{
		{"all is well", "demo", map[string]answer{"/version": {200, version}, teams: {200, resPage(0, 0)}},
			Probed{true, true, "2026.8.0", PermissionModelNamed, "demo", true}, nil, 2},
		{"the token's own organizer", "", map[string]answer{"/version": {200, version}, "/organizers/": {200, own}, teams: {200, resPage(0, 0)}},
			Probed{true, true, "2026.8.0", PermissionModelNamed, "demo", true}, nil, 3},
		{"an older server", "demo", map[string]answer{"/version": {200, `{"pretix":"2026.2.2"}`}, teams: {200, resPage(0, 0)}},
			Probed{true, true, "2026.2.2", PermissionModelFlags, "demo", true}, nil, 2},
		{"a version that nobody knows", "demo", map[string]answer{"/version": {200, `{"pretix":"next"}`}, teams: {200, resPage(0, 0)}},
			Probed{true, true, "next", "", "demo", true}, nil, 2},
		{"a bad credential is a finding", "demo", map[string]answer{"/version": {403, `{"detail":"Invalid token."}`}},
			Probed{true, false, "", "", "demo", false}, nil, 1},
		{"also when it is told by the right status", "", map[string]answer{"/version": {401, `{}`}},
			Probed{true, false, "", "", "", false}, nil, 1},
		{"no right to teams is a finding", "demo", map[string]answer{"/version": {200, version}, teams: {403, `{}`}},
			Probed{true, true, "2026.8.0", PermissionModelNamed, "demo", false}, nil, 2},
		{"an outage is an error", "demo", map[string]answer{"/version": {503, `{}`}}, Probed{Organizer: "demo"}, ErrUnavailable, 1},
		{"no pretix there", "demo", map[string]answer{"/version": {404, `{}`}}, Probed{Organizer: "demo"}, ErrNotFound, 1},
		{"several organizers, or none", "", map[string]answer{"/version": {200, version}, "/organizers/": {200, resPage(0, 0)}},
			Probed{true, true, "2026.8.0", PermissionModelNamed, "", false}, errAny, 2},
		{"an outage halfway", "demo", map[string]answer{"/version": {200, version}, teams: {500, `{}`}},
			Probed{true, true, "2026.8.0", PermissionModelNamed, "demo", false}, ErrServer, 2},
	} {
		px, server := resMock(t)
		for path, a := range tt.answers {
			server.on("GET", path, a.status, a.body)
		}
		got, err := px.Probe(t.Context(), tt.organizer)
		resEqual(t, tt.why, got, &tt.want)
		if tt.err == errAny && err == nil || tt.err != errAny && !errors.Is(err, tt.err) {
			t.Errorf("%s: %v, want %v", tt.why, err, tt.err)
		}
		order := []string{"/version", "/organizers/", resTeams}
		sent := server.sent()
		resEqual(t, "requests: "+tt.why, len(sent), tt.asked)
		if !slices.IsSortedFunc(sent, func(a, b resSent) int { return slices.Index(order, a.Path) - slices.Index(order, b.Path) }) {
			t.Errorf("%s: asked %v", tt.why, sent)
		}
	}
}

var errAny = errors.New("any")

func TestProbeForReal(t *testing.T) {
	t.Parallel()
	for _, version := range resReleases {
		px, server := resFake(t, version)
		model := PermissionModelFlags
		if resRelease(t, version).named() {
			model = PermissionModelNamed
		}
		weak := server.AddToken(server.AddTeam("", boxofficetest.PretixTeam{Name: "Weak"}), "t")
		user := server.AddUser(boxofficetest.PretixUser{Email: "a@x.org"})
		server.AddMember(server.AdminTeam, user)
		for _, tt := range []struct {
			why        string
			credential PretixCredential
			organizer  string
			want       Probed
		}{
			{"administrator", PretixTeamToken(server.Token), "", Probed{true, true, version, model, "demo", true}},
			{"an organizer that does not exist", PretixTeamToken(server.Token), "nope", Probed{true, true, version, model, "nope", false}},
			{"a team without the right", PretixTeamToken(weak.Secret), "", Probed{true, true, version, model, "demo", false}},
			{"a bad token", PretixTeamToken("nope"), "", Probed{Reachable: true}},
			{"an application with the right to read", PretixOAuthToken(server.AddOAuthToken(user, "read")), "demo", Probed{true, true, version, model, "demo", true}},
		} {
			got, err := resMust(px.WithCredential(tt.credential))(t).Probe(t.Context(), tt.organizer)
			resEqual(t, version+": "+tt.why, []any{got, err}, []any{&tt.want, error(nil)})
		}
	}
}

func TestProbeOfNothing(t *testing.T) {
	t.Parallel()
	px := resMust(NewPretix(nobodyListens, PretixTeamToken("t"), WithRetryLimits(RetryLimits{Attempts: 1})))(t)
	got, err := px.Probe(t.Context(), "demo")
	resEqual(t, "found", got, &Probed{Organizer: "demo"})
	if e, ok := errors.AsType[*Error](err); !ok || e.Status != 0 {
		t.Errorf("got %v", err)
	}
}

func TestProbeOfAPageForPeople(t *testing.T) {
	t.Parallel()
	px := resOver(t, probeReply(func(r *http.Request) (*http.Response, error) {
		resp, err := resReply(func(*http.Request) (int, string) { return 200, "<html>" }).RoundTrip(r)
		resp.Header.Set("Content-Type", "text/html")
		return resp, err
	}))
	got, err := px.Probe(t.Context(), "demo")
	if err == nil || got.Reachable {
		t.Errorf("a web page is taken for a pretix: %s, %v", fmt.Sprint(*got), err)
	}
}

type probeReply func(*http.Request) (*http.Response, error)

func (f probeReply) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
