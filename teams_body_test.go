package boxoffice

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jarcoal/httpmock"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// teamJSON is an empty team as a release sends it, changed by a JSON object.
func teamJSON(t testing.TB, version, change string) string {
	t.Helper()
	team := map[string]any{"id": 7, "name": "Box", "all_events": false, "limit_events": []string{}}
	on := resRelease(t, version)
	if !on.less(releaseTeam2FA) {
		team["require_2fa"] = false
	}
	if on.named() {
		team["all_event_permissions"], team["limit_event_permissions"] = false, []string{}
		team["all_organizer_permissions"], team["limit_organizer_permissions"] = false, []string{}
	}
	if err := json.Unmarshal([]byte(change), &team); err != nil {
		t.Fatal(err)
	}
	return string(resMust(json.Marshal(team))(t))
}

// echo answers a write as a release does that took it.
func (s *resServer) echo(method, path string, status int, version string) {
	s.mock.RegisterResponder(method, resAPI+path, func(r *http.Request) (*http.Response, error) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		resp := httpmock.NewStringResponse(status, teamJSON(s.t, version, string(body)))
		resp.Header.Set("Content-Type", "application/json")
		return resp, nil
	})
}

// wantTeam compares a result with the team that echo answered.
func wantTeam(t *testing.T, why, version, body string, team *Team, err error) {
	t.Helper()
	var want Team
	if err := json.Unmarshal([]byte(teamJSON(t, version, body)), &want); err != nil {
		t.Fatal(err)
	}
	resEqual(t, why, []any{team, err}, []any{&want, error(nil)})
}

// flagsJSON writes the booleans of a release, those named true, as a body holds
// them: keys in the order of the alphabet, after the other keys.
func flagsJSON(on string, isTrue ...string) []string {
	var out []string
	for _, f := range specFlags {
		r, _ := parseRelease(on)
		since, _ := parseRelease(f.since)
		if !r.less(since) {
			out = append(out, fmt.Sprintf("%q:%v", f.key, slices.Contains(isTrue, f.key)))
		}
	}
	return out
}

// object writes a JSON object with its members in the order of the alphabet.
func object(members ...string) string {
	slices.Sort(members)
	return "{" + strings.Join(members, ",") + "}"
}

var noEvents = []string{`"all_events":false`, `"limit_events":[]`}

func TestTeamsCreateBodies(t *testing.T) {
	t.Parallel()
	boxOffice := LegacyPermissions{CanViewOrders: new(true), CanChangeOrders: new(true), CanCheckinOrders: new(true)}
	desk := Permissions{Event: OnlyPermissions("event.orders:write", "event.orders:read", "event:cancel")}
	named := func(event, organizer string) []string {
		return []string{
			`"all_event_permissions":false`, `"limit_event_permissions":[` + event + `]`,
			`"all_organizer_permissions":false`, `"limit_organizer_permissions":[` + organizer + `]`,
		}
	}
	withFlags := func(on string, with2FA string, isTrue ...string) string {
		members := append(append([]string{`"name":"Box"`}, noEvents...), flagsJSON(on, isTrue...)...)
		if with2FA != "" {
			members = append(members, `"require_2fa":`+with2FA)
		}
		return object(members...)
	}
	withNames := func(with2FA, event, organizer string) string {
		return object(append(append([]string{`"name":"Box"`, `"require_2fa":` + with2FA}, noEvents...), named(event, organizer)...)...)
	}
	for _, tt := range []struct {
		why, version string
		in           TeamCreate
		want         string
	}{
		{"a name alone: every version has the same defaults", "2026.8.0", TeamCreate{Name: "Box"}, object(append(noEvents, `"name":"Box"`)...)},
		{"all events", "3.17.2", TeamCreate{Name: "Box", Events: AllEvents()}, `{"all_events":true,"limit_events":[],"name":"Box"}`},
		{"some events, sorted", "3.17.2", TeamCreate{Name: "Box", Events: OnlyEvents("b", "a")}, `{"all_events":false,"limit_events":["a","b"],"name":"Box"}`},
		{"2fa", "2024.4.0", TeamCreate{Name: "Box", Require2FA: true}, withFlags("2024.4.0", "true")},
		{"2fa on a newer one", "2026.3.0", TeamCreate{Name: "Box", Require2FA: true}, withNames("true", "", "")},
		{"names as names", "2026.8.0", TeamCreate{Name: "Box", Permissions: desk}, withNames("false", `"event.orders:read","event.orders:write","event:cancel"`, "")},
		{"names as booleans", "2026.2.2", TeamCreate{Name: "Box", Permissions: desk},
			strings.Replace(withFlags("2026.2.2", "false", "can_view_orders", "can_change_orders"), `"can_checkin_orders":false,`, "", 1)},
		{"names as booleans of the first servers", "3.16.0", TeamCreate{Name: "Box", Permissions: desk}, withFlags("3.16.0", "", "can_view_orders", "can_change_orders")},
		{"everything", "2026.5.6", TeamCreate{Name: "Box", Permissions: Permissions{AllPermissions(), AllPermissions()}}, object(append(noEvents, `"name":"Box"`, `"require_2fa":false`,
			`"all_event_permissions":true`, `"limit_event_permissions":[]`, `"all_organizer_permissions":true`, `"limit_organizer_permissions":[]`)...)},
		{"everything of events, in booleans", "4.17.1", TeamCreate{Name: "Box", Permissions: Permissions{Event: AllPermissions()}}, withFlags("4.17.1", "",
			"can_change_event_settings", "can_change_items", "can_view_orders", "can_change_orders", "can_checkin_orders", "can_view_vouchers", "can_change_vouchers")},
		{"the everyday box office, in booleans", "4.17.1", TeamCreate{Name: "Box", LegacyPermissions: boxOffice},
			withFlags("4.17.1", "", "can_view_orders", "can_change_orders", "can_checkin_orders")},
		{"booleans of both levels", "4.17.1", TeamCreate{Name: "Box", LegacyPermissions: LegacyPermissions{CanViewOrders: new(true), CanChangeTeams: new(true)}},
			withFlags("4.17.1", "", "can_view_orders", "can_change_teams")},
		{"the same where booleans answer 500", "2026.3.0", TeamCreate{Name: "Box", LegacyPermissions: boxOffice},
			withNames("false", `"event.orders:read","event.orders:write","event:cancel"`, "")},
		{"a boolean that is false", "2026.8.0", TeamCreate{Name: "Box", LegacyPermissions: LegacyPermissions{CanChangeTeams: new(false)}}, withNames("false", "", "")},
		{"one level by name, the other by booleans", "2026.8.0", TeamCreate{
			Name: "Box", Permissions: Permissions{Event: OnlyPermissions("event:cancel")}, LegacyPermissions: LegacyPermissions{CanManageGiftCards: new(true)},
		}, withNames("false", `"event:cancel"`, `"organizer.giftcards:read","organizer.giftcards:write"`)},
		{"a plugin's permission", "2026.8.0", TeamCreate{Name: "Box", Permissions: Permissions{Event: OnlyPermissions("event.plugin:fly")}}, withNames("false", `"event.plugin:fly"`, "")},
	} {
		px, server := resMock(t, WithPretixVersion(tt.version))
		server.echo("POST", resTeams, 201, tt.version)
		team, err := px.Teams.Create(t.Context(), "demo", tt.in)
		wantTeam(t, tt.why, tt.version, tt.want, team, err)
		server.want(resSent{"POST", resTeams, "", tt.want})

		// Replace sends the complete team, always.
		server.on("GET", resTeams+"7/", 200, teamJSON(t, tt.version, `{}`))
		server.echo("PUT", resTeams+"7/", 200, tt.version)
		if _, err := px.Teams.Replace(t.Context(), "demo", 7, tt.in); err != nil {
			t.Errorf("%s: %v", tt.why, err)
		}
		put := server.sent()
		// Names for an older server: its booleans are read, since not all show in names.
		if !tt.in.Permissions.IsZero() && resRelease(t, tt.version).less(releaseNamed) {
			resEqual(t, tt.why, put[0], resGet(resTeams+"7/"))
			put = put[1:]
		}
		for _, key := range []string{`"name":`, `"all_events":`, `"limit_events":`} {
			if len(put) != 1 || put[0].Method != "PUT" || put[0].Path != resTeams+"7/" || !strings.Contains(put[0].Body, key) {
				t.Errorf("%s: Replace sends %+v, without %s", tt.why, put, key)
			}
		}
		if strings.Contains(put[0].Body, "can_") == strings.Contains(put[0].Body, "_permissions") {
			t.Errorf("%s: Replace mixes or leaves out permissions: %s", tt.why, put[0].Body)
		}
	}
}

func TestTeamsUpdateBodies(t *testing.T) {
	t.Parallel()
	current := func(version string) string {
		if resRelease(t, version).less(releaseNamed) {
			return teamJSON(t, version, `{"can_view_orders":true,"can_change_orders":true,"can_checkin_orders":true}`)
		}
		return teamJSON(t, version, `{"limit_event_permissions":["event.settings.tax:write","event.orders:read"],"all_organizer_permissions":true}`)
	}
	for _, tt := range []struct {
		why, version string
		in           TeamUpdate
		reads        bool
		want         string
	}{
		{"nothing", "", TeamUpdate{}, false, `{}`},
		{"a name needs no version", "", TeamUpdate{Name: new("Box 2")}, false, `{"name":"Box 2"}`},
		{"events go in pairs", "", TeamUpdate{Events: OnlyEvents("b", "a")}, false, `{"all_events":false,"limit_events":["a","b"]}`},
		{"no events at all", "", TeamUpdate{Events: OnlyEvents()}, false, `{"all_events":false,"limit_events":[]}`},
		{"all events", "", TeamUpdate{Events: AllEvents()}, false, `{"all_events":true,"limit_events":[]}`},
		{"2fa off", "2024.4.0", TeamUpdate{Require2FA: new(false)}, false, `{"require_2fa":false}`},
		{"2fa on", "2026.8.0", TeamUpdate{Require2FA: new(true)}, false, `{"require_2fa":true}`},
		{"one level in names", "2026.8.0", TeamUpdate{Permissions: Permissions{Event: OnlyPermissions("event:cancel")}}, false,
			`{"all_event_permissions":false,"limit_event_permissions":["event:cancel"]}`},
		{"no permissions at all", "2026.8.0", TeamUpdate{Permissions: Permissions{Organizer: OnlyPermissions()}}, false,
			`{"all_organizer_permissions":false,"limit_organizer_permissions":[]}`},
		{"all", "2026.8.0", TeamUpdate{Permissions: Permissions{Organizer: AllPermissions()}}, false,
			`{"all_organizer_permissions":true,"limit_organizer_permissions":[]}`},
		{"one level in booleans", "2024.3.0", TeamUpdate{Permissions: Permissions{Organizer: OnlyPermissions("organizer.teams:write")}}, true,
			object(`"can_change_organizer_settings":false`, `"can_change_teams":true`, `"can_create_events":false`, `"can_manage_customers":false`, `"can_manage_gift_cards":false`, `"can_manage_reusable_media":false`)},
		{"booleans as they are", "3.17.2", TeamUpdate{LegacyPermissions: LegacyPermissions{CanViewOrders: new(false), CanChangeTeams: new(true)}}, false,
			`{"can_change_teams":true,"can_view_orders":false}`},
		{"booleans of one level and names of the other", "2024.3.0", TeamUpdate{
			Permissions: Permissions{Organizer: OnlyPermissions()}, LegacyPermissions: LegacyPermissions{CanChangeItems: new(true)},
		}, true, object(`"can_change_items":true`, `"can_change_organizer_settings":false`, `"can_change_teams":false`, `"can_create_events":false`, `"can_manage_customers":false`, `"can_manage_gift_cards":false`, `"can_manage_reusable_media":false`)},
		{"a boolean on a newer server: read, applied, written; tax stays, and the other level is not touched", "2026.5.6",
			TeamUpdate{LegacyPermissions: LegacyPermissions{CanChangeItems: new(true)}}, true,
			`{"all_event_permissions":false,"limit_event_permissions":["event.items:write","event.orders:read","event.settings.tax:write"]}`},
		{"a false one takes all it means", "2026.5.6",
			TeamUpdate{Name: new("N"), LegacyPermissions: LegacyPermissions{CanChangeEventSettings: new(false)}}, true,
			`{"all_event_permissions":false,"limit_event_permissions":["event.orders:read"],"name":"N"}`},
		{"one level by name, the other by booleans", "2026.5.6",
			TeamUpdate{Permissions: Permissions{Event: OnlyPermissions("event:cancel")}, LegacyPermissions: LegacyPermissions{CanChangeTeams: new(true)}}, true,
			`{"all_event_permissions":false,"all_organizer_permissions":true,"limit_event_permissions":["event:cancel"],"limit_organizer_permissions":[]}`},
		{"a true one changes nothing of everything, and says so", "2026.5.6",
			TeamUpdate{LegacyPermissions: LegacyPermissions{CanChangeTeams: new(true)}}, true,
			`{"all_organizer_permissions":true,"limit_organizer_permissions":[]}`},
	} {
		var opts []Option
		version := "4.17.1"
		if tt.version != "" {
			version = tt.version
			opts = append(opts, WithPretixVersion(tt.version))
		}
		px, server := resMock(t, opts...)
		server.on("GET", resTeams+"7/", 200, current(version))
		server.echo("PATCH", resTeams+"7/", 200, version)
		team, err := px.Teams.Update(t.Context(), "demo", 7, tt.in)
		wantTeam(t, tt.why, version, tt.want, team, err)
		want := []resSent{{"PATCH", resTeams + "7/", "", tt.want}}
		if tt.reads {
			want = slices.Insert(want, 0, resGet(resTeams+"7/"))
		}
		server.want(want...)
	}
}

func TestTeamsRefuseBeforeSending(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ü", 191)
	tax := Permissions{Event: OnlyPermissions("event.settings.tax:write")}
	lone := Permissions{Event: OnlyPermissions("event.orders:write")}
	all := Permissions{AllPermissions(), AllPermissions()}
	for _, tt := range []struct {
		why, version string
		create       *TeamCreate
		update       *TeamUpdate
		argument     string
		unsupported  bool
	}{
		{"no name", "", &TeamCreate{}, &TeamUpdate{Name: new("")}, "Name", false},
		{"a name of spaces", "", &TeamCreate{Name: " \n"}, &TeamUpdate{Name: new("\t")}, "Name", false},
		{"a long name", "", &TeamCreate{Name: long}, &TeamUpdate{Name: &long}, "Name", false},
		{"a NUL", "", &TeamCreate{Name: "a\x00"}, &TeamUpdate{Name: new("a\x00")}, "Name", false},
		{"an empty slug", "", &TeamCreate{Name: "a", Events: OnlyEvents("a", " ")}, &TeamUpdate{Events: OnlyEvents("")}, "Events", false},
		{"a permission of the other level", "", &TeamCreate{Name: "a", Permissions: Permissions{Event: OnlyPermissions("organizer.teams:write")}},
			&TeamUpdate{Permissions: Permissions{Event: OnlyPermissions("organizer.teams:write")}}, "Permissions.Event", false},
		{"a level in both forms", "", &TeamCreate{Name: "a", Permissions: tax, LegacyPermissions: LegacyPermissions{CanChangeItems: new(false)}},
			&TeamUpdate{Permissions: tax, LegacyPermissions: LegacyPermissions{CanChangeItems: new(false)}}, "can_change_items", false},
		{"the other level in both forms", "", &TeamCreate{Name: "a", Permissions: all, LegacyPermissions: LegacyPermissions{CanChangeTeams: new(true)}},
			&TeamUpdate{Permissions: all, LegacyPermissions: LegacyPermissions{CanChangeTeams: new(true)}}, "can_change_teams", false},
		{"a combination that is not offered is taken by the server now and refused later", "2026.8.0", &TeamCreate{Name: "a", Permissions: lone}, nil, "Permissions", false},
		{"and would lose on an older one", "2026.2.2", &TeamCreate{Name: "a", Permissions: lone}, &TeamUpdate{Permissions: lone}, "Permissions", false},
		{"2fa would be dropped in silence", "2024.3.0", &TeamCreate{Name: "a", Require2FA: true}, &TeamUpdate{Require2FA: new(true)}, "Require2FA", true},
		{"2fa off too", "4.17.1", nil, &TeamUpdate{Require2FA: new(false)}, "Require2FA", true},
		{"no boolean for media", "4.17.1", &TeamCreate{Name: "a", LegacyPermissions: LegacyPermissions{CanManageReusableMedia: new(true)}},
			&TeamUpdate{LegacyPermissions: LegacyPermissions{CanManageReusableMedia: new(false)}}, "can_manage_reusable_media", true},
		{"no boolean for check-in", "3.16.0", &TeamCreate{Name: "a", LegacyPermissions: LegacyPermissions{CanCheckinOrders: new(true)}},
			&TeamUpdate{LegacyPermissions: LegacyPermissions{CanCheckinOrders: new(true)}}, "can_checkin_orders", true},
		{"part of a boolean", "2024.4.0", &TeamCreate{Name: "a", Permissions: tax}, &TeamUpdate{Permissions: tax}, "Permissions", true},
		{"everything, where a boolean of it is missing", "4.17.1", &TeamCreate{Name: "a", Permissions: all}, &TeamUpdate{Permissions: all}, "Permissions", true},
	} {
		var opts []Option
		if tt.version != "" {
			opts = append(opts, WithPretixVersion(tt.version))
		}
		px, server := resMock(t, opts...)
		check := func(err error) {
			t.Helper()
			if e := resArgument(t, err, tt.argument); errors.Is(e, errors.ErrUnsupported) != tt.unsupported {
				t.Errorf("%s: %v", tt.why, err)
			}
		}
		if tt.create != nil {
			check(errOf(px.Teams.Create(t.Context(), "demo", *tt.create)))
			check(errOf(px.Teams.Replace(t.Context(), "demo", 7, *tt.create)))
		}
		if tt.update != nil {
			check(errOf(px.Teams.Update(t.Context(), "demo", 7, *tt.update)))
		}
		server.want()
	}
}

func TestNamesAtTheirLimitAreTaken(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a", strings.Repeat("ü", 190), "  " + strings.Repeat("x", 190) + "\n", "=HYPERLINK(\"x\")", "\x1b[2J"} {
		if err := checkName("Name", name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// The version is asked once for a client and its copies, and only for a write
// that needs it, however many want it at once.
func TestVersionIsAskedOnce(t *testing.T) {
	t.Parallel()
	px, server := resMock(t)
	server.on("GET", "/version", 200, `{"pretix":"2026.8.0","pretix_numeric":20260080005000}`)
	server.echo("PATCH", resTeams+"7/", 200, "4.17.1") // whose teams tell nothing of the version
	server.echo("POST", resTeams, 201, "4.17.1")
	for _, in := range []TeamUpdate{{}, {Name: new("a")}, {Events: AllEvents()}} {
		if _, err := px.Teams.Update(t.Context(), "demo", 7, in); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := px.Teams.Create(t.Context(), "demo", TeamCreate{Name: "a"}); err != nil {
		t.Fatal(err)
	}
	for _, r := range server.sent() {
		if r.Path == "/version" {
			t.Error("the version is asked for nothing")
		}
	}
	other := resMust(px.WithCredential(PretixTeamToken(resToken)))(t)
	var wait sync.WaitGroup
	for i := range 40 {
		wait.Go(func() {
			of := px
			if i%2 == 0 {
				of = other
			}
			r, err := of.release(t.Context())
			if err != nil || r != (release{2026, 8, 0, false}) {
				t.Errorf("%v, %v", r, err)
			}
		})
	}
	wait.Wait()
	server.want(resGet("/version"))
}

func TestVersionIsLearnedFromTeams(t *testing.T) {
	t.Parallel()
	for _, version := range resReleases {
		px, server := resFake(t, version)
		id := server.AddTeam("", boxofficetest.PretixTeam{Name: "Box"})
		if _, err := px.Teams.List(t.Context(), "demo", nil); err != nil {
			t.Fatal(err)
		}
		server.ResetRequests()
		_, err := px.Teams.Update(t.Context(), "demo", id, TeamUpdate{Permissions: Permissions{Event: OnlyPermissions("event.items:write")}})
		if err != nil {
			t.Fatalf("%s: %v", version, err)
		}
		asked := slices.ContainsFunc(resLog(server), func(line string) bool { return line == "GET /version" })
		on := resRelease(t, version)
		resEqual(t, "the version is asked on "+version, asked, on.less(releaseTeam2FA))
	}
}

func TestVersionThatNobodyKnows(t *testing.T) {
	t.Parallel()
	px, server := resMock(t)
	server.on("GET", "/version", 200, `{"pretix":"next"}`)
	_, err := px.Teams.Update(t.Context(), "demo", 7, TeamUpdate{Require2FA: new(true)})
	if err == nil || !strings.Contains(err.Error(), "WithPretixVersion") {
		t.Errorf("got %v", err)
	}
	server.want(resGet("/version"))
	px = resMust(px.With(WithPretixVersion("2026.8.0")))(t)
	server.echo("PATCH", resTeams+"7/", 200, "2026.8.0")
	if _, err := px.Teams.Update(t.Context(), "demo", 7, TeamUpdate{Require2FA: new(true)}); err != nil {
		t.Error(err)
	}
	server.want(resSent{"PATCH", resTeams + "7/", "", `{"require_2fa":true}`})
}

// Read, change, write: on every generation, whatever booleans a team has.
func TestInputGoesThereAndBack(t *testing.T) {
	t.Parallel()
	for _, version := range resReleases {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			px, server := resFake(t, version)
			server.AddEvent("", boxofficetest.PretixEvent{Slug: "gala"})
			on := resRelease(t, version)
			var setups []boxofficetest.PretixTeam
			for i := range 64 {
				setup := boxofficetest.PretixTeam{Name: "Box", AllEvents: i%3 == 0}
				if i%3 == 1 {
					setup.LimitEvents = []string{"gala"}
				}
				for j, f := range specFlags {
					if i*37>>(j%7)&1 == 1 && !on.less(resRelease(t, f.since)) {
						setup.Can = append(setup.Can, f.key)
					}
				}
				setups = append(setups, setup)
			}
			for _, setup := range setups {
				id := server.AddTeam("", setup)
				before := resMust(px.Teams.Get(t.Context(), "demo", id))(t)
				if len(before.Problems()) > 0 {
					continue // see TestInputOfStuckTeams
				}
				in := before.Input()
				in.Name = "Renamed"
				after, err := px.Teams.Replace(t.Context(), "demo", id, in)
				if err != nil {
					t.Errorf("%+v: %v", setup, err)
					continue
				}
				before.Name = "Renamed"
				resEqual(t, "all but the name is as it was", after, before)

				clone, err := px.Teams.Create(t.Context(), "demo", in)
				if err != nil {
					t.Errorf("%+v: %v", setup, err)
					continue
				}
				before.ID = clone.ID
				resEqual(t, "a copy", clone, before)
			}
		})
	}
}

// One level of a fetched team is changed; the other one is written as it was,
// with the key that the migration would drop.
func TestInputWithOneLevelChanged(t *testing.T) {
	t.Parallel()
	px, server := resFake(t, "2026.2.2")
	id := server.AddTeam("", boxofficetest.PretixTeam{Name: "Box", Can: []string{"can_view_orders", "can_change_orders", "can_checkin_orders"}})
	in := resMust(px.Teams.Get(t.Context(), "demo", id))(t).Input()
	in.Permissions.Organizer = OnlyPermissions(PermissionOrganizerTeamsWrite)
	if _, err := px.Teams.Replace(t.Context(), "demo", id, in); err != nil {
		t.Fatal(err)
	}
	resEqual(t, "booleans", server.Team(id).Can, []string{"can_change_orders", "can_change_teams", "can_checkin_orders", "can_view_orders"})

	in = resMust(px.Teams.Get(t.Context(), "demo", id))(t).Input()
	in.CanChangeItems = new(true) // a boolean of a level that was not touched by name
	if _, err := px.Teams.Replace(t.Context(), "demo", id, in); err != nil {
		t.Fatal(err)
	}
	resEqual(t, "booleans", server.Team(id).Can, []string{"can_change_items", "can_change_orders", "can_change_teams", "can_checkin_orders", "can_view_orders"})
}

// A team that was read from one server can be written to another, or it is an
// error; nothing is dropped on the way.
func TestInputToAnotherServer(t *testing.T) {
	t.Parallel()
	media := Team{ID: 1, Name: "a", LimitEvents: []string{}, CanManageReusableMedia: true, CanManageCustomers: true}
	stuck := Team{ID: 1, Name: "a", LimitEvents: []string{}, LimitEventPermissions: []Permission{"event.orders:write", "event:cancel"}, LimitOrganizerPermissions: []Permission{}}
	checkin := Team{ID: 1, Name: "a", LimitEvents: []string{}, CanCheckinOrders: true}
	for _, tt := range []struct {
		why, version string
		team         Team
	}{
		{"a boolean that is not there yet", "4.17.1", media},
		{"two of them", "3.17.2", media},
		{"check-in that nothing else includes", "3.16.0", checkin},
		{"a combination that reads as less there", "2026.2.2", stuck},
		{"a stuck team would make another one", "2026.8.0", stuck},
	} {
		px, server := resMock(t, WithPretixVersion(tt.version))
		_, err := px.Teams.Create(t.Context(), "demo", tt.team.Input())
		resArgument(t, err, "Permissions")
		server.want()
	}
	// A level that was changed is looked at, also where the other was not.
	for _, tt := range []struct {
		why, version, argument string
		team                   Team
		change                 Permissions
	}{
		{"a combination that is not offered", "2026.8.0", "Permissions", Team{ID: 7, Name: "a", LimitEvents: []string{}, LimitEventPermissions: []Permission{}, LimitOrganizerPermissions: []Permission{}},
			Permissions{Organizer: OnlyPermissions("organizer.giftcards:write")}},
		{"part of a boolean", "2024.4.0", "Permissions", Team{ID: 1, Name: "a", LimitEvents: []string{}}, Permissions{Event: OnlyPermissions("event.settings.tax:write")}},
	} {
		px, server := resMock(t, WithPretixVersion(tt.version))
		in := tt.team.Input()
		if tt.change.Event.IsZero() {
			in.Permissions.Organizer = tt.change.Organizer
		} else {
			in.Permissions.Event = tt.change.Event
		}
		resArgument(t, errOf(px.Teams.Create(t.Context(), "demo", in)), tt.argument)
		resArgument(t, errOf(px.Teams.Replace(t.Context(), "demo", 7, in)), tt.argument)
		server.want()
	}
	// Check-in beside changing orders loses nothing.
	both := Team{ID: 1, Name: "a", LimitEvents: []string{}, CanViewOrders: true, CanChangeOrders: true, CanCheckinOrders: true}
	for _, version := range []string{"3.16.0", "3.17.2", "4.17.1", "2026.8.0"} {
		px, server := resMock(t, WithPretixVersion(version))
		server.echo("POST", resTeams, 201, version)
		if _, err := px.Teams.Create(t.Context(), "demo", both.Input()); err != nil {
			t.Errorf("%s: %v", version, err)
		}
		server.sent()
	}
}

// The everyday box-office team: made on every version, and updated afterwards.
func TestBoxOfficeTeamOnEveryVersion(t *testing.T) {
	t.Parallel()
	for _, version := range resReleases {
		px, _ := resFake(t, version)
		team, err := px.Teams.Create(t.Context(), "demo", TeamCreate{
			Name: "Box office", LegacyPermissions: LegacyPermissions{CanViewOrders: new(true), CanChangeOrders: new(true), CanCheckinOrders: new(true)},
		})
		if err != nil {
			t.Fatalf("%s: %v", version, err)
		}
		want := Permissions{OnlyPermissions("event.orders:read", "event.orders:write", "event:cancel"), OnlyPermissions()}
		if got := team.Permissions(); !got.Equal(want) {
			t.Errorf("%s: %+v", version, got)
		}
		for _, change := range []TeamUpdate{
			{Name: new("B")}, {LegacyPermissions: LegacyPermissions{CanViewVouchers: new(true)}},
			{LegacyPermissions: LegacyPermissions{CanCheckinOrders: new(true)}}, {LegacyPermissions: LegacyPermissions{CanViewVouchers: new(false)}},
		} {
			team, err = px.Teams.Update(t.Context(), "demo", team.ID, change)
			if err != nil {
				t.Fatalf("%s: %+v: %v", version, change, err)
			}
		}
		if got := team.Permissions(); !got.Equal(want) {
			t.Errorf("%s: %+v", version, got)
		}
	}
}

// A server of another version than the client was told does something else with
// what it is sent: its answer shows that, and is not taken for a success.
func TestWritesThatTheServerTookOtherwise(t *testing.T) {
	t.Parallel()
	flag := TeamUpdate{LegacyPermissions: LegacyPermissions{CanChangeItems: new(true)}}
	names := TeamUpdate{Permissions: Permissions{Event: OnlyPermissions("event:cancel")}}
	for _, tt := range []struct {
		why, told, answers string
		change             TeamUpdate
		body               string // what the answer is changed by
		fails              bool
	}{
		{"names that were not known", "2026.8.0", "2026.2.2", names, `{}`, true},
		{"2fa that was dropped", "2024.4.0", "2024.3.0", TeamUpdate{Require2FA: new(true)}, `{}`, true},
		{"a boolean that was dropped", "2024.4.0", "2024.4.0", flag, `{"can_change_items":false}`, true},
		{"a boolean sent to a newer server, which widens others", "2024.4.0", "2026.8.0", flag, `{"can_change_items":true}`, true},
		{"a boolean that was taken", "2024.4.0", "2024.4.0", flag, `{"can_change_items":true}`, false},
		{"names that were taken", "2026.8.0", "2026.8.0", names, `{"limit_event_permissions":["event:cancel"]}`, false},
		{"a name is the same everywhere", "2026.8.0", "3.17.2", TeamUpdate{Name: new("N")}, `{"name":"N"}`, false},
	} {
		px, server := resMock(t, WithPretixVersion(tt.told))
		server.on("PATCH", resTeams+"7/", 200, teamJSON(t, tt.answers, tt.body))
		team, err := px.Teams.Update(t.Context(), "demo", 7, tt.change)
		if !tt.fails {
			wantTeam(t, tt.why, tt.answers, tt.body, team, err)
			continue
		}
		if e, ok := errors.AsType[*Error](err); !ok || team == nil || team.ID != 7 || e.Operation != "Teams.Update" || e.Status != 200 || e.IdempotencyKey == "" || errors.Is(err, ErrOutcomeUnknown) || !strings.Contains(err.Error(), "version") {
			t.Errorf("%s: %v, %v", tt.why, team, err)
		}
	}
}

// A boolean written to a newer server whose team has a combination that is not
// offered: the change would leave it, so nothing is sent.
func TestBooleansForStuckTeams(t *testing.T) {
	t.Parallel()
	for _, stored := range []string{"event.orders:write", "event.vouchers:write"} {
		px, server := resMock(t, WithPretixVersion("2026.8.0"))
		server.on("GET", resTeams+"7/", 200, teamJSON(t, "2026.8.0", `{"limit_event_permissions":["`+stored+`"]}`))
		for what, err := range map[string]error{
			"Update": errOf(px.Teams.Update(t.Context(), "demo", 7, TeamUpdate{LegacyPermissions: LegacyPermissions{CanChangeItems: new(true)}})),
			"Grant":  errOf(px.Teams.Grant(t.Context(), "demo", 7, PermissionEventItemsWrite)),
		} {
			e, ok := errors.AsType[*Error](err)
			if !errors.Is(err, ErrTeamStuck) || !ok || !strings.Contains(e.Hint, "a combination that is offered") {
				t.Errorf("%s beside %s: %v", what, stored, err)
			}
		}
		server.want(resGet(resTeams+"7/"), resGet(resTeams+"7/"))
	}
}

// Whether event:cancel alone can be said depends on the team, which is read for that;
// what no team there can be given beside it is refused before.
func TestCancelAloneOnAnOlderServer(t *testing.T) {
	t.Parallel()
	px, server := resMock(t, WithPretixVersion("4.17.1"))
	server.on("GET", resTeams+"7/", 200, teamJSON(t, "4.17.1", `{"can_change_orders":true}`))
	server.echo("PATCH", resTeams+"7/", 200, "4.17.1")
	change := TeamUpdate{Permissions: Permissions{Event: OnlyPermissions(PermissionEventCancel), Organizer: OnlyPermissions(PermissionOrganizerTeamsWrite)}}
	resMust(px.Teams.Update(t.Context(), "demo", 7, change))(t)
	if sent := server.sent(); len(sent) != 2 || sent[0].Method != "GET" || !strings.Contains(sent[1].Body, `"can_change_teams":true`) || strings.Contains(sent[1].Body, `"can_change_orders":false`) {
		t.Errorf("sent %+v", sent)
	}
	change.Permissions.Organizer = OnlyPermissions(PermissionOrganizerDevicesRead)
	e := resArgument(t, errOf(px.Teams.Update(t.Context(), "demo", 7, change)), "Permissions")
	if !errors.Is(e, errors.ErrUnsupported) {
		t.Error(e)
	}
	server.want()
}

// A server that is upgraded under a running client: the team that is read before
// the write tells, and the write speaks the new vocabulary.
func TestUpgradeUnderARunningClient(t *testing.T) {
	t.Parallel()
	teams, read := OnlyPermissions(PermissionOrganizerTeamsWrite), OnlyPermissions(PermissionEventOrdersRead)
	for what, tt := range map[string]struct {
		write func(*Pretix, int64) (*Team, error)
		event PermissionSet
	}{
		"update": {func(px *Pretix, id int64) (*Team, error) {
			return px.Teams.Update(t.Context(), "demo", id, TeamUpdate{Permissions: Permissions{Organizer: teams}})
		}, OnlyPermissions(PermissionEventSettingsGeneralWrite)},
		"replace": {func(px *Pretix, id int64) (*Team, error) {
			return px.Teams.Replace(t.Context(), "demo", id, TeamCreate{Name: "T", Permissions: Permissions{Event: read, Organizer: teams}})
		}, read},
	} {
		px, server := resFake(t, "2026.8.0", WithPretixVersion("2026.2.2"))
		id := server.AddTeam("", boxofficetest.PretixTeam{Name: "T", LimitEventPermissions: []string{"event.settings.general:write"}, LimitOrganizerPermissions: []string{"organizer.devices:read"}})
		team, err := tt.write(px, id)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if got, want := team.Permissions(), (Permissions{Event: tt.event, Organizer: teams}); !got.Equal(want) {
			t.Errorf("%s: the team may do %+v, want %+v", what, got, want)
		}
	}

	// The other way: told to be newer, booleans are applied to what was read.
	px, server := resFake(t, "2026.2.2", WithPretixVersion("2026.8.0"))
	id := server.AddTeam("", boxofficetest.PretixTeam{Name: "T", Can: []string{"can_view_orders"}})
	team, err := px.Teams.Update(t.Context(), "demo", id, TeamUpdate{LegacyPermissions: LegacyPermissions{CanChangeItems: new(true)}})
	if err != nil || !team.CanChangeItems || !team.CanViewOrders {
		t.Errorf("%+v, %v", team, err)
	}
}

// A changed input for another team takes along what names don't show: that team
// does not have it.
func TestInputForAnotherTeamIsWhole(t *testing.T) {
	t.Parallel()
	px, server := resFake(t, "4.17.1")
	from := server.AddTeam("", boxofficetest.PretixTeam{Name: "From", Can: []string{"can_change_vouchers", "can_view_orders", "can_change_orders", "can_checkin_orders"}})
	other := server.AddTeam("", boxofficetest.PretixTeam{Name: "Other"})
	team := resMust(px.Teams.Get(t.Context(), "demo", from))(t)
	in := team.Input()
	in.Permissions.Event = OnlyPermissions(append(in.Permissions.Event.List(), PermissionEventItemsWrite)...)
	want := []string{"can_change_items", "can_change_orders", "can_change_vouchers", "can_checkin_orders", "can_view_orders"}
	made := resMust(px.Teams.Create(t.Context(), "demo", in))(t)
	resMust(px.Teams.Replace(t.Context(), "demo", other, in))(t)
	for _, id := range []int64{made.ID, other} {
		if got := server.Team(id).Can; !slices.Equal(got, want) {
			t.Errorf("team %d can %v, want %v", id, got, want)
		}
	}
}

// A level that is not given, or in booleans, is nothing but those, also where the team
// has booleans that names don't show and the other level is given by name.
func TestReplaceLeavesNothingThatWasNotGiven(t *testing.T) {
	t.Parallel()
	hidden := []string{"can_change_vouchers", "can_checkin_orders", "can_change_orders", "can_view_orders"}
	for what, tt := range map[string]struct {
		in   TeamCreate
		want []string
	}{
		"one level by name": {TeamCreate{}, []string{"can_change_teams"}},
		"the other in booleans": {
			TeamCreate{LegacyPermissions: LegacyPermissions{CanViewVouchers: new(true)}},
			[]string{"can_change_teams", "can_view_vouchers"},
		},
	} {
		for _, known := range []bool{false, true} {
			px, server := resFake(t, "4.17.1")
			id := server.AddTeam("", boxofficetest.PretixTeam{Name: "T", Can: hidden})
			in := tt.in
			if known {
				in = resMust(px.Teams.Get(t.Context(), "demo", id))(t).Input()
				in.LegacyPermissions = tt.in.LegacyPermissions
			}
			in.Name, in.Permissions = "T", Permissions{Organizer: OnlyPermissions(PermissionOrganizerTeamsWrite)}
			resMust(px.Teams.Replace(t.Context(), "demo", id, in))(t)
			if got := server.Team(id).Can; !slices.Equal(got, tt.want) {
				t.Errorf("%s, the team's own input: %v: the team can %v, want %v", what, known, got, tt.want)
			}
		}
	}
}
