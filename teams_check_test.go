package boxoffice

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// What a check says is what the write then does, and the check writes nothing.
func TestCheckTeamUpdateForesees(t *testing.T) {
	t.Parallel()
	teams := map[string]boxofficetest.PretixTeam{
		"plain":                     {Name: "plain", LimitEvents: []string{"gala"}},
		"both events":               {Name: "both", AllEvents: true, LimitEvents: []string{"gala"}},
		"both permissions":          {Name: "both", AllEventPermissions: true, LimitEventPermissions: []string{"event.orders:read"}},
		"changing without seeing":   {Name: "write only", LimitEventPermissions: []string{"event.orders:write"}},
		"half of what one boolean ": {Name: "half", LimitEventPermissions: []string{"event.settings.general:write"}},
	}
	changes := map[string]TeamUpdate{
		"nothing":          {},
		"name":             {Name: new("other")},
		"empty name":       {Name: new(" ")},
		"2FA":              {Require2FA: new(true)},
		"events":           {Events: AllEvents()},
		"event level":      {Permissions: Permissions{Event: OnlyPermissions(PermissionEventOrdersRead)}},
		"organizer level":  {Permissions: Permissions{Organizer: OnlyPermissions(PermissionOrganizerTeamsWrite)}},
		"not offered":      {Permissions: Permissions{Event: OnlyPermissions(PermissionEventOrdersWrite)}},
		"part of boolean":  {Permissions: Permissions{Event: OnlyPermissions(PermissionEventSettingsTaxWrite)}},
		"boolean":          {LegacyPermissions: LegacyPermissions{CanViewOrders: new(true)}},
		"boolean too much": {LegacyPermissions: LegacyPermissions{CanChangeVouchers: new(true)}},
	}
	outcomes := map[bool]int{}
	for _, version := range []string{"2026.8.0", "2026.5.6", "2024.3.0", "4.17.1", "3.17.2"} {
		for teamName, setup := range teams {
			for changeName, change := range changes {
				server := boxofficetest.NewPretix(t, boxofficetest.WithVersion(version))
				server.AddEvent("", boxofficetest.PretixEvent{Slug: "gala"})
				if strings.Contains(teamName, "permissions") && !strings.HasPrefix(version, "2026") {
					continue
				}
				if !strings.HasPrefix(version, "2026") {
					setup.LimitEventPermissions = nil
				}
				id := server.AddTeam("", setup)
				px, err := NewPretix(server.URL, PretixTeamToken(server.Token))
				if err != nil {
					t.Fatal(err)
				}
				team, err := px.Teams.Get(t.Context(), server.Organizer, id)
				if err != nil {
					t.Fatal(err)
				}
				before := len(server.Requests())
				foreseen := px.CheckTeamUpdate(t.Context(), team, change)
				for _, r := range server.Requests()[before:] {
					if r.Method != "GET" {
						t.Errorf("the check sent %s %s", r.Method, r.Path)
					}
				}
				_, happened := px.Teams.Update(t.Context(), server.Organizer, id, change)
				outcomes[happened == nil]++
				sameKind := changeName == "not offered" || errors.Is(foreseen, ErrTeamStuck) == errors.Is(happened, ErrTeamStuck)
				if (foreseen == nil) != (happened == nil) || !sameKind {
					t.Errorf("%s: %s of %s: foreseen %v, happened %v", version, changeName, teamName, foreseen, happened)
				}
			}
		}
	}
	if outcomes[true] < 50 || outcomes[false] < 50 {
		t.Errorf("only %v were tried", outcomes)
	}
}

func TestCheckTeamCreate(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewPretix(t, boxofficetest.WithVersion("4.17.1"))
	px, err := NewPretix(server.URL, PretixTeamToken(server.Token))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		team TeamCreate
		want error
	}{
		{TeamCreate{Name: "Door", Permissions: Permissions{Event: OnlyPermissions(PermissionEventOrdersRead)}}, nil},
		{TeamCreate{Name: "Door", Require2FA: true}, errors.ErrUnsupported},
		{TeamCreate{Name: "Door", Permissions: Permissions{Event: OnlyPermissions(PermissionEventSettingsTaxWrite)}}, errors.ErrUnsupported},
	} {
		if err := px.CheckTeamCreate(t.Context(), tt.team); !errors.Is(err, tt.want) || (err == nil) != (tt.want == nil) {
			t.Errorf("%+v: %v", tt.team, err)
		}
	}
	if _, ok := errors.AsType[*ArgumentError](px.CheckTeamCreate(t.Context(), TeamCreate{})); !ok {
		t.Error("a team without a name passed")
	}
	if _, ok := errors.AsType[*ArgumentError](px.CheckTeamUpdate(context.Background(), nil, TeamUpdate{})); !ok {
		t.Error("no team passed")
	}
	if n := len(server.Teams("")); n != 1 {
		t.Errorf("there are %d teams", n)
	}
}

// A team that was read before the server was upgraded, or from another one, can't be
// judged by it.
func TestCheckTeamUpdateOfAnotherGeneration(t *testing.T) {
	t.Parallel()
	yes := true
	for version, tt := range map[string]struct {
		team   Team
		change TeamUpdate
	}{
		"2026.8.0": {Team{ID: 1, Name: "x", LimitEvents: []string{}}, TeamUpdate{LegacyPermissions: LegacyPermissions{CanViewOrders: &yes}}},
		"4.20.0": {
			Team{ID: 1, Name: "x", LimitEvents: []string{}, LimitEventPermissions: []Permission{}, LimitOrganizerPermissions: []Permission{}},
			TeamUpdate{Permissions: Permissions{Event: OnlyPermissions(PermissionEventOrdersRead)}},
		},
	} {
		px := newTestPretix(t, testBase, WithPretixVersion(version))
		if err := px.CheckTeamUpdate(t.Context(), &tt.team, tt.change); err == nil || !strings.Contains(err.Error(), "read it again") {
			t.Errorf("%s: %v", version, err)
		}
	}
}

// A server whose teams are not of the version that it names is not asked for ever.
func TestUpdateOnAServerThatContradictsItself(t *testing.T) {
	t.Parallel()
	requests := 0
	px, _ := newServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if requests++; strings.HasSuffix(r.URL.Path, "/version") {
			jsonHandler(200, `{"pretix":"2026.8.0"}`).ServeHTTP(w, r)
			return
		}
		jsonHandler(200, `{"id":1,"name":"a","limit_events":[]}`).ServeHTTP(w, r)
	}))
	yes := true
	_, err := px.Teams.Update(t.Context(), "demo", 1, TeamUpdate{LegacyPermissions: LegacyPermissions{CanViewOrders: &yes}})
	if err == nil || !strings.Contains(err.Error(), "read it again") || requests > 8 {
		t.Errorf("%d requests, %v", requests, err)
	}
}
