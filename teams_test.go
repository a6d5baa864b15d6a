package boxoffice

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

const (
	oldTeamJSON = `{"id":7,"name":"Box","require_2fa":true,"all_events":false,"limit_events":["gala","ball"],
		"can_create_events":false,"can_change_teams":true,"can_change_organizer_settings":false,"can_manage_customers":false,"can_manage_reusable_media":false,
		"can_manage_gift_cards":true,"can_change_event_settings":false,"can_change_items":false,"can_view_orders":true,"can_change_orders":true,
		"can_view_vouchers":false,"can_change_vouchers":false,"can_checkin_orders":true}`
	newTeamJSON = `{"id":7,"name":"Box","require_2fa":false,"all_events":true,"limit_events":[],
		"all_event_permissions":false,"limit_event_permissions":["event.orders:read","event.plugin:fly"],"all_organizer_permissions":true,"limit_organizer_permissions":[],
		"can_create_events":true,"can_change_teams":true,"can_change_organizer_settings":true,"can_manage_customers":true,"can_manage_reusable_media":true,
		"can_manage_gift_cards":true,"can_change_event_settings":false,"can_change_items":false,"can_view_orders":true,"can_change_orders":false,
		"can_view_vouchers":false,"can_change_vouchers":false,"can_checkin_orders":false}`
)

func flagTeam() Team {
	return Team{
		ID: 7, Name: "Box", Require2FA: new(true), LimitEvents: []string{"gala", "ball"},
		CanChangeTeams: true, CanManageGiftCards: true, CanViewOrders: true, CanChangeOrders: true, CanCheckinOrders: true,
	}
}

func namedTeam() Team {
	return Team{
		ID: 7, Name: "Box", Require2FA: new(false), AllEvents: true, LimitEvents: []string{},
		LimitEventPermissions: []Permission{"event.orders:read", "event.plugin:fly"}, AllOrganizerPermissions: true, LimitOrganizerPermissions: []Permission{},
		CanCreateEvents: true, CanChangeTeams: true, CanChangeOrganizerSettings: true, CanManageCustomers: true, CanManageReusableMedia: true, CanManageGiftCards: true,
		CanViewOrders: true,
	}
}

func TestTeamsGet(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]Team{oldTeamJSON: flagTeam(), newTeamJSON: namedTeam()} {
		px, server := resMock(t)
		server.on("GET", resTeams+"7/", 200, body)
		team, err := px.Teams.Get(t.Context(), "demo", 7)
		resEqual(t, "team", []any{team, err}, []any{&want, error(nil)})
		server.want(resGet(resTeams + "7/"))
	}
}

func TestTeamReads(t *testing.T) {
	t.Parallel()
	old, named := flagTeam(), namedTeam()
	resEqual(t, "events", []EventAccess{old.Events(), named.Events()}, []EventAccess{OnlyEvents("ball", "gala"), AllEvents()})
	resEqual(t, "old events stay in the server's order", old.LimitEvents, []string{"gala", "ball"})
	p := old.Permissions()
	if !p.Equal(Permissions{
		OnlyPermissions("event.orders:read", "event.orders:write", "event:cancel"),
		OnlyPermissions("organizer.teams:write", "organizer.giftcards:read", "organizer.giftcards:write"),
	}) {
		t.Errorf("old: %+v", p)
	}
	p = named.Permissions()
	if !p.Equal(Permissions{OnlyPermissions("event.orders:read", "event.plugin:fly"), AllPermissions()}) {
		t.Errorf("named: %+v", p)
	}
	if !old.CanManageTeams() || !named.CanManageTeams() || (&Team{}).CanManageTeams() {
		t.Error("CanManageTeams is wrong")
	}
}

// A team marshals to what its server sent: the keys of its generation.
func TestTeamMarshalsBack(t *testing.T) {
	t.Parallel()
	for _, version := range resReleases {
		px, server := resFake(t, version)
		server.AddEvent("", boxofficetest.PretixEvent{Slug: "gala"})
		id := server.AddTeam("", boxofficetest.PretixTeam{
			Name: "Box\u2028<&>", LimitEvents: []string{"gala"}, Can: []string{"can_view_orders", "can_manage_gift_cards"},
		})
		for _, teamID := range []int64{id, server.AdminTeam} {
			sent := resMust(Do[map[string]any](t.Context(), px.Client(), Request{Method: "GET", Path: fmt.Sprintf("/organizers/demo/teams/%d/", teamID)}))(t)
			team := resMust(px.Teams.Get(t.Context(), "demo", teamID))(t)
			for _, v := range []any{team, *team, []Team{*team}, map[string]*Team{"t": team}} {
				b := resMust(json.Marshal(v))(t)
				text := string(b)
				text = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSuffix(strings.TrimPrefix(text, "["), "]"), `{"t":`), "}") + "}"
				text = strings.Replace(text, "}}", "}", 1)
				var got map[string]any
				if err := json.Unmarshal([]byte(text), &got); err != nil {
					t.Fatalf("%s: %v", text, err)
				}
				want := maps.Clone(*sent)
				// Go's bools can't tell a boolean that is missing from a false one.
				for _, key := range []string{"can_checkin_orders", "can_manage_customers", "can_manage_reusable_media"} {
					if _, ok := want[key]; !ok {
						want[key] = false
					}
				}
				resEqual(t, version, got, want)
			}
		}
	}
}

func TestTeamsDelete(t *testing.T) {
	t.Parallel()
	px, server := resMock(t)
	server.on("DELETE", resTeams+"7/", 204)
	if err := px.Teams.Delete(t.Context(), "demo", 7); err != nil {
		t.Fatal(err)
	}
	server.want(resSent{"DELETE", resTeams + "7/", "", ""})
	server.on("DELETE", resTeams+"8/", 404, `{"detail":"No Team matches the given query."}`)
	if err := px.Teams.Delete(t.Context(), "demo", 8); !errors.Is(err, ErrNotFound) || errors.Is(err, ErrTeamProtected) {
		t.Errorf("got %v", err)
	}
	server.want(resSent{"DELETE", resTeams + "8/", "", ""})
}

// The 500 of a protected team is explained by a look, and not repeated.
func TestTeamsDeleteProtected(t *testing.T) {
	t.Parallel()
	token := `{"id":1,"name":"a","active":false}`
	look := []resSent{{"DELETE", resTeams + "7/", "", ""}, resGet(resTeams + "7/"), resGet(resTeams + "7/tokens/")}
	for _, tt := range []struct {
		why       string
		status    int
		team      int
		tokens    string
		protected bool
		want      []resSent
	}{
		{"still there, with tokens", 500, 200, resPage(1, 0, token), true, look},
		{"still there, without tokens: an ordinary 500", 500, 200, resPage(0, 0), false, look},
		{"gone: the 500 came after the deletion", 500, 404, "", false, look[:2]},
		{"the look fails", 500, 500, "", false, look[:2]},
		{"the tokens can't be read", 500, 200, `{}`, false, look},
		{"an outage is none of it", 503, 200, resPage(1, 0, token), false, look[:1]},
	} {
		// Retries are on: a retry would be seen in the requests.
		px, server := resMock(t, WithRetryLimits(RetryLimits{Attempts: 1}))
		if tt.status == 500 {
			px, server = resMock(t, WithRetryLimits(RetryLimits{Attempts: 3}))
		}
		server.on("DELETE", resTeams+"7/", tt.status, `{}`)
		if tt.team == 500 {
			server.on("GET", resTeams+"7/", 403, `{}`)
		} else {
			server.on("GET", resTeams+"7/", tt.team, `{"id":7,"name":"a","limit_events":[]}`)
		}
		server.on("GET", resTeams+"7/tokens/", 200, tt.tokens)
		err := px.Teams.Delete(t.Context(), "demo", 7)
		if errors.Is(err, ErrTeamProtected) != tt.protected || errors.Is(err, ErrServer) != (tt.status == 500) {
			t.Errorf("%s: %v", tt.why, err)
		}
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Operation != "Teams.Delete" || e.Attempts != 1 {
			t.Errorf("%s: %+v", tt.why, e)
		}
		for _, word := range []string{"disable", "tokens", "invites", "members", "permissions"} {
			if tt.protected && !strings.Contains(e.Hint, word) {
				t.Errorf("the hint does not speak of %s: %s", word, e.Hint)
			}
		}
		server.want(tt.want...)
	}
}

func TestTeamsDeleteProtectedForReal(t *testing.T) {
	t.Parallel()
	for _, version := range resReleases {
		px, server := resFake(t, version, WithRetryLimits(RetryLimits{Attempts: 4}))
		server.ResetRequests()
		if err := px.Teams.Delete(t.Context(), "demo", server.AdminTeam); !errors.Is(err, ErrTeamProtected) {
			t.Errorf("%s: %v", version, err)
		}
		path := fmt.Sprintf("/organizers/demo/teams/%d/", server.AdminTeam)
		resEqual(t, version, resLog(server), []string{"DELETE " + path, "GET " + path, "GET " + path + "tokens/"})
	}
}

// resRow is one exported method that sends: how to call it well, for a server
// that answers 403 to everything, and how to call it wrongly.
type resRow struct {
	call func(*testing.T, *Pretix) error
	bad  map[string]func(*testing.T, *Pretix) error
	want error // ErrForbidden when nil
}

func errOf[T any](_ T, err error) error { return err }

func resRows() map[string]resRow {
	type px = *Pretix
	type bad = map[string]func(*testing.T, px) error
	orgs := func(call func(*testing.T, px, string) error) bad {
		out := bad{}
		for _, v := range []string{"", " ", ".", "..", "a/b", "a\\b", "a\x00b"} {
			out[fmt.Sprintf("organizer %q", v)] = func(t *testing.T, p px) error { return call(t, p, v) }
		}
		return out
	}
	ids := func(name string, into bad, call func(*testing.T, px, int64) error) bad {
		for _, v := range []int64{0, -1} {
			into[fmt.Sprintf("%s %d", name, v)] = func(t *testing.T, p px) error { return call(t, p, v) }
		}
		return into
	}
	team := func(call func(*testing.T, px, string, int64) error) resRow {
		return resRow{
			call: func(t *testing.T, p px) error { return call(t, p, "demo", 7) },
			bad: ids("team", orgs(func(t *testing.T, p px, o string) error { return call(t, p, o, 7) }),
				func(t *testing.T, p px, id int64) error { return call(t, p, "demo", id) }),
		}
	}
	item := func(call func(*testing.T, px, string, int64, int64) error) resRow {
		row := team(func(t *testing.T, p px, o string, id int64) error { return call(t, p, o, id, 5) })
		ids("item", row.bad, func(t *testing.T, p px, id int64) error { return call(t, p, "demo", 7, id) })
		return row
	}
	org := func(call func(*testing.T, px, string) error) resRow {
		return resRow{call: func(t *testing.T, p px) error { return call(t, p, "demo") }, bad: orgs(call)}
	}
	with := func(row resRow, name string, call func(*testing.T, px) error) resRow {
		row.bad[name] = call
		return row
	}
	none := bad{}
	long := strings.Repeat("x", 191)
	rows := map[string]resRow{
		"Organizers.List":  {call: func(t *testing.T, p px) error { return errOf(p.Organizers.List(t.Context(), nil)) }, bad: none},
		"Organizers.Pages": {call: func(t *testing.T, p px) error { return errOf(Collect(p.Organizers.Pages(t.Context(), nil))) }, bad: none},
		"Organizers.All":   {call: func(t *testing.T, p px) error { return errOf(Collect(p.Organizers.All(t.Context(), nil))) }, bad: none},
		"Organizers.Own":   {call: func(t *testing.T, p px) error { return errOf(p.Organizers.Own(t.Context())) }, bad: none},
		"Organizers.Get":   org(func(t *testing.T, p px, o string) error { return errOf(p.Organizers.Get(t.Context(), o)) }),
		"Events.List":      org(func(t *testing.T, p px, o string) error { return errOf(p.Events.List(t.Context(), o, nil)) }),
		"Events.Pages":     org(func(t *testing.T, p px, o string) error { return errOf(Collect(p.Events.Pages(t.Context(), o, nil))) }),
		"Events.All":       org(func(t *testing.T, p px, o string) error { return errOf(Collect(p.Events.All(t.Context(), o, nil))) }),
		"Events.Get": with(org(func(t *testing.T, p px, o string) error { return errOf(p.Events.Get(t.Context(), o, "gala")) }),
			"event ..", func(t *testing.T, p px) error { return errOf(p.Events.Get(t.Context(), "demo", "..")) }),
		"Teams.List":  org(func(t *testing.T, p px, o string) error { return errOf(p.Teams.List(t.Context(), o, nil)) }),
		"Teams.Pages": org(func(t *testing.T, p px, o string) error { return errOf(Collect(p.Teams.Pages(t.Context(), o, nil))) }),
		"Teams.All":   org(func(t *testing.T, p px, o string) error { return errOf(Collect(p.Teams.All(t.Context(), o, nil))) }),
		"Teams.Get":   team(func(t *testing.T, p px, o string, id int64) error { return errOf(p.Teams.Get(t.Context(), o, id)) }),
		"Teams.Create": with(org(func(t *testing.T, p px, o string) error {
			return errOf(p.Teams.Create(t.Context(), o, TeamCreate{Name: "a"}))
		}),
			"no name", func(t *testing.T, p px) error {
				return errOf(p.Teams.Create(t.Context(), "demo", TeamCreate{Name: " "}))
			}),
		"Teams.Update": with(team(func(t *testing.T, p px, o string, id int64) error {
			return errOf(p.Teams.Update(t.Context(), o, id, TeamUpdate{Require2FA: new(true)}))
		}),
			"long name", func(t *testing.T, p px) error {
				return errOf(p.Teams.Update(t.Context(), "demo", 7, TeamUpdate{Name: &long}))
			}),
		"Teams.Replace": with(team(func(t *testing.T, p px, o string, id int64) error {
			return errOf(p.Teams.Replace(t.Context(), o, id, TeamCreate{Name: "a"}))
		}),
			"name with NUL", func(t *testing.T, p px) error {
				return errOf(p.Teams.Replace(t.Context(), "demo", 7, TeamCreate{Name: "a\x00"}))
			}),
		"Teams.Delete": team(func(t *testing.T, p px, o string, id int64) error { return p.Teams.Delete(t.Context(), o, id) }),
		"Teams.AddEvents": with(team(func(t *testing.T, p px, o string, id int64) error {
			return errOf(p.Teams.AddEvents(t.Context(), o, id, "gala"))
		}),
			"slug of a space", func(t *testing.T, p px) error { return errOf(p.Teams.AddEvents(t.Context(), "demo", 7, "gala", " ")) }),
		"Teams.RemoveEvents": with(team(func(t *testing.T, p px, o string, id int64) error {
			return errOf(p.Teams.RemoveEvents(t.Context(), o, id, "gala"))
		}),
			"empty slug", func(t *testing.T, p px) error { return errOf(p.Teams.RemoveEvents(t.Context(), "demo", 7, "")) }),
		"Teams.Grant": with(team(func(t *testing.T, p px, o string, id int64) error {
			return errOf(p.Teams.Grant(t.Context(), o, id, PermissionEventCancel))
		}),
			"no permission", func(t *testing.T, p px) error { return errOf(p.Teams.Grant(t.Context(), "demo", 7, "can_view_orders")) }),
		"Teams.Revoke": with(team(func(t *testing.T, p px, o string, id int64) error {
			return errOf(p.Teams.Revoke(t.Context(), o, id, PermissionEventCancel))
		}),
			"no permission", func(t *testing.T, p px) error { return errOf(p.Teams.Revoke(t.Context(), "demo", 7, "")) }),
		"Members.List": team(func(t *testing.T, p px, o string, id int64) error {
			return errOf(p.Members.List(t.Context(), o, id, nil))
		}),
		"Members.Pages": team(func(t *testing.T, p px, o string, id int64) error {
			return errOf(Collect(p.Members.Pages(t.Context(), o, id, nil)))
		}),
		"Members.All": team(func(t *testing.T, p px, o string, id int64) error {
			return errOf(Collect(p.Members.All(t.Context(), o, id, nil)))
		}),
		"Members.Get": item(func(t *testing.T, p px, o string, id, user int64) error {
			return errOf(p.Members.Get(t.Context(), o, id, user))
		}),
		"Members.Remove": item(func(t *testing.T, p px, o string, id, user int64) error {
			return p.Members.Remove(t.Context(), o, id, user)
		}),
		"Invites.List": team(func(t *testing.T, p px, o string, id int64) error {
			return errOf(p.Invites.List(t.Context(), o, id, nil))
		}),
		"Invites.Pages": team(func(t *testing.T, p px, o string, id int64) error {
			return errOf(Collect(p.Invites.Pages(t.Context(), o, id, nil)))
		}),
		"Invites.All": team(func(t *testing.T, p px, o string, id int64) error {
			return errOf(Collect(p.Invites.All(t.Context(), o, id, nil)))
		}),
		"Invites.Get": item(func(t *testing.T, p px, o string, id, i int64) error {
			return errOf(p.Invites.Get(t.Context(), o, id, i))
		}),
		"Invites.Create": with(team(func(t *testing.T, p px, o string, id int64) error {
			return errOf(p.Invites.Create(t.Context(), o, id, "a@x.org"))
		}),
			"empty address", func(t *testing.T, p px) error { return errOf(p.Invites.Create(t.Context(), "demo", 7, " ")) }),
		"Invites.Ensure": with(team(func(t *testing.T, p px, o string, id int64) error {
			return errOf(p.Invites.Ensure(t.Context(), o, id, "a@x.org"))
		}),
			"no address", func(t *testing.T, p px) error { return errOf(p.Invites.Ensure(t.Context(), "demo", 7, "a")) }),
		"Invites.Revoke": item(func(t *testing.T, p px, o string, id, i int64) error { return p.Invites.Revoke(t.Context(), o, id, i) }),
		"Tokens.List": team(func(t *testing.T, p px, o string, id int64) error {
			return errOf(p.Tokens.List(t.Context(), o, id, nil))
		}),
		"Tokens.Pages": team(func(t *testing.T, p px, o string, id int64) error {
			return errOf(Collect(p.Tokens.Pages(t.Context(), o, id, nil)))
		}),
		"Tokens.All": team(func(t *testing.T, p px, o string, id int64) error {
			return errOf(Collect(p.Tokens.All(t.Context(), o, id, nil)))
		}),
		"Tokens.Get": item(func(t *testing.T, p px, o string, id, i int64) error {
			return errOf(p.Tokens.Get(t.Context(), o, id, i))
		}),
		"Tokens.Create": with(team(func(t *testing.T, p px, o string, id int64) error {
			return errOf(p.Tokens.Create(t.Context(), o, id, "a"))
		}),
			"no name", func(t *testing.T, p px) error { return errOf(p.Tokens.Create(t.Context(), "demo", 7, "")) }),
		"Tokens.Disable": item(func(t *testing.T, p px, o string, id, i int64) error {
			return errOf(p.Tokens.Disable(t.Context(), o, id, i))
		}),
		"Version": {call: func(t *testing.T, p px) error { return errOf(p.Version(t.Context())) }, bad: none, want: ErrUnauthorized},
		"Probe": {
			call: func(t *testing.T, p px) error { // for which a bad credential is a finding
				found, err := p.Probe(t.Context(), "demo")
				if err != nil || found.CredentialValid {
					return fmt.Errorf("%+v, %w", found, err)
				}
				return ErrForbidden
			},
			bad: orgs(func(t *testing.T, p px, o string) error {
				if o == "" {
					return argumentError("organizer", "is the token's own")
				}
				return errOf(p.Probe(t.Context(), o))
			}),
		},
	}
	return rows
}

// resSending are the exported methods that send something, found by reflection.
func resSending() []string {
	var names []string
	for name, service := range pretixServices {
		for method := range service.Methods() {
			names = append(names, name+"."+method.Name)
		}
	}
	return append(names, "Version", "Probe")
}

func TestEveryMethodHasItsErrorPath(t *testing.T) {
	t.Parallel()
	rows := resRows()
	methods := resSending()
	for _, name := range methods {
		if _, ok := rows[name]; !ok {
			t.Errorf("%s has no row: say how it fails", name)
		}
	}
	resEqual(t, "rows without a method", len(rows), len(methods))
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			px, server := resMock(t)
			server.mock.RegisterNoResponder(func(*http.Request) (*http.Response, error) {
				return resReply(func(*http.Request) (int, string) {
					return 403, `{"detail":"You do not have permission to perform this action."}`
				}).RoundTrip(resMust(http.NewRequestWithContext(t.Context(), "GET", "https://x/", nil))(t))
			})
			want := row.want
			if want == nil {
				want = ErrForbidden
			}
			err := row.call(t, px)
			if want == ErrForbidden && errors.Is(err, ErrUnauthorized) && slices.Contains([]string{"Teams.Update", "Teams.Replace"}, name) {
				// The version is asked first, where a 403 means a bad credential. Then
				// the call itself:
				px, server = resMock(t, WithPretixVersion("2026.8.0"))
				server.on("PATCH", resTeams+"7/", 403, `{}`)
				server.on("PUT", resTeams+"7/", 403, `{}`)
				err = row.call(t, px)
			}
			if !errors.Is(err, want) {
				t.Errorf("answered 403: %v, want %v", err, want)
			}
			if e, ok := errors.AsType[*Error](err); ok && (e.Platform != "pretix" || e.Status != 403 || e.Operation == "" || e.Path == "" || e.Attempts != 1) {
				t.Errorf("answered 403: %+v", e)
			}
			if len(server.sent()) == 0 {
				t.Error("nothing was sent")
			}
			for why, call := range row.bad {
				if err := call(t, px); err == nil {
					t.Errorf("%s is taken", why)
				} else if _, ok := errors.AsType[*ArgumentError](err); !ok {
					t.Errorf("%s: %v, want an ArgumentError", why, err)
				}
				server.want()
			}
		})
	}
}

// What a look after a failed deletion finds decides what is known of it.
func TestDeleteWhoseOutcomeALookTells(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		why     string
		status  int
		body    string
		unknown bool
		hint    string
	}{
		{"it is gone all the same", 404, `{"detail":"No Team matches the given query."}`, false, "gone"},
		{"the look fails, so nobody knows", 503, `{"detail":"later"}`, true, ""},
	} {
		px, server := resMock(t)
		server.on("DELETE", resTeams+"7/", 500, `{}`)
		server.on("GET", resTeams+"7/", tt.status, tt.body)
		err := px.Teams.Delete(t.Context(), "demo", 7)
		e, ok := errors.AsType[*Error](err)
		if !ok || !errors.Is(err, ErrServer) || errors.Is(err, ErrTeamProtected) || errors.Is(err, ErrOutcomeUnknown) != tt.unknown || !strings.Contains(e.Hint, tt.hint) {
			t.Errorf("%s: %v", tt.why, err)
		}
	}
}

// An observer may keep the error that it was given: what is found out afterwards stands
// in the one that is returned.
func TestObserversErrorsStayAsTheyWere(t *testing.T) {
	t.Parallel()
	var seen error
	var text string
	px, server := resMock(t, WithPretixVersion("2026.8.0"), WithObserver(Observer{Call: func(ctx context.Context, info CallInfo) (context.Context, func(CallResult)) {
		return ctx, func(r CallResult) {
			if r.Err != nil {
				seen, text = r.Err, r.Err.Error()
			}
		}
	}}))
	server.on("DELETE", resTeams+"7/", 500, `{}`)
	server.on("PATCH", resTeams+"7/", 400, `{"non_field_errors":["no"]}`)
	server.on("GET", resTeams+"7/", 200, teamJSON(t, "2026.8.0", `{"limit_event_permissions":["event.orders:write"]}`))
	server.on("GET", resTeams+"7/tokens/", 200, resPage(1, 0, `{"id":1,"name":"a","active":true}`))
	for kind, err := range map[error]func() error{
		ErrTeamProtected: func() error { return px.Teams.Delete(t.Context(), "demo", 7) },
		ErrTeamStuck:     func() error { return errOf(px.Teams.Update(t.Context(), "demo", 7, TeamUpdate{Name: new("N")})) },
	} {
		if err := err(); !errors.Is(err, kind) {
			t.Errorf("%v is not %v", err, kind)
		}
		if seen == nil || seen.Error() != text || errors.Is(seen, kind) {
			t.Errorf("the observer was given %q, and has %v", text, seen)
		}
	}
}
