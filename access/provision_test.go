package access

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// newProvisionSite is a server with three events and a team that may manage teams,
// whose one token is the caller's.
func newProvisionSite(t *testing.T, version string) *rotationSite {
	t.Helper()
	s := newRotationSite(t, version, true)
	for _, slug := range []string{"gala", "openair", "workshop"} {
		s.AddEvent("", boxofficetest.PretixEvent{Slug: slug})
	}
	return s
}

// provisionDoor is a team that may see the orders of one event.
func provisionDoor(vault *rotationVault) Provisioning {
	return Provisioning{
		Name: "Scanners", TokenName: "gate 1", HandOver: vault.handOver,
		Events:      boxoffice.OnlyEvents("gala"),
		Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions(boxoffice.PermissionEventOrdersRead)},
		Allowed:     []string{"/organizers/demo/events/gala/"},
		Forbidden:   []string{"/organizers/demo/teams/"},
	}
}

// provisionRobots is the caller's own team, with the right to manage teams.
func provisionRobots(vault *rotationVault) Provisioning {
	return Provisioning{
		Name: "Door", HandOver: vault.handOver, Renew: true,
		Events: boxoffice.AllEvents(),
		Permissions: boxoffice.Permissions{
			Event:     boxoffice.OnlyPermissions(boxoffice.PermissionEventItemsWrite),
			Organizer: boxoffice.OnlyPermissions(boxoffice.PermissionOrganizerTeamsWrite),
		},
		Allowed: []string{"/organizers/demo/teams/"},
	}
}

func provisionWrites(s *rotationSite) []string {
	var out []string
	for _, r := range s.Requests() {
		if r.Method != http.MethodGet {
			out = append(out, r.Method+" "+r.Path)
		}
	}
	return out
}

func TestProvision(t *testing.T) {
	t.Parallel()
	for _, version := range rotationVersions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			s := newProvisionSite(t, version)
			px := rotationClient(t, s.URL, s.Token)
			vault := &rotationVault{}
			p := provisionDoor(vault)
			got, err := Provision(t.Context(), px, s.Organizer, p)
			if err != nil {
				t.Fatal(err)
			}
			team := got.Team
			wantProved := []string{
				`it is a token of the organizer "demo"`, "it may not manage teams (403)", "it sees exactly these events: gala",
				"/organizers/demo/events/gala/ answers", "/organizers/demo/teams/ is forbidden (403)",
			}
			tokens := s.Tokens(team.ID)
			if !got.Created || got.Changed || got.Existing != nil || got.Disabled != nil || !slices.Equal(got.Proved, wantProved) ||
				len(tokens) != 1 || got.Token != (TokenStatus{tokens[0].ID, "gate 1", TokenActive}) || vault.last() != tokens[0].Secret || len(vault.given) != 1 {
				t.Errorf("%+v; the server has %v", got, tokens)
			}
			if !team.Events().Equal(p.Events) || !team.Permissions().Event.Equal(p.Permissions.Event) || team.Permissions().Organizer.String() != "none" || team.Name != "Scanners" {
				t.Errorf("%+v", team)
			}

			// The same again: it is there.
			s.ResetRequests()
			again, err := Provision(t.Context(), px, s.Organizer, p)
			if err != nil || again.Created || again.Changed || len(again.Existing) != 1 || again.Existing[0].ID != got.Token.ID || again.Token.State != TokenNone || len(vault.given) != 1 {
				t.Errorf("%+v, %v", again, err)
			}
			if writes := provisionWrites(s); writes != nil {
				t.Errorf("%v", writes)
			}

			// Another event and more rights, and a new token.
			p.Events, p.Renew, p.Allowed = boxoffice.OnlyEvents("openair", "workshop"), true, nil
			p.Permissions.Event = boxoffice.OnlyPermissions(boxoffice.PermissionEventOrdersRead, boxoffice.PermissionEventOrdersCheckin)
			renewed, err := Provision(t.Context(), px, s.Organizer, p)
			if err != nil {
				t.Fatal(err)
			}
			tokens = s.Tokens(team.ID)
			if renewed.Created || !renewed.Changed || renewed.Team.ID != team.ID || len(tokens) != 2 || tokens[0].Active || !tokens[1].Active ||
				vault.last() != tokens[1].Secret || len(renewed.Disabled) != 1 || renewed.Disabled[0] != (boxoffice.TeamToken{ID: tokens[0].ID, Name: "gate 1"}) {
				t.Errorf("%+v; the server has %v", renewed, tokens)
			}
			if now := s.Team(team.ID); !slices.Equal(now.LimitEvents, []string{"openair", "workshop"}) {
				t.Errorf("%+v", now)
			}
			vault.checkOnce(t)
			rotationNoSecret(t, []string{vault.last(), s.Token, s.old.Secret}, p, *renewed, renewed)
		})
	}
}

// The caller's own token is among those that go.
func TestProvisionRenewsTheTokenInUse(t *testing.T) {
	t.Parallel()
	for _, version := range rotationVersions {
		s := newProvisionSite(t, version)
		vault := &rotationVault{}
		got, err := Provision(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, provisionRobots(vault))
		if err != nil {
			t.Fatal(err)
		}
		if !got.Changed || len(got.Disabled) != 1 || got.Disabled[0].ID != s.old.ID || !slices.Equal(s.active(), []int64{got.Token.ID}) || !s.works(vault.last()) {
			t.Errorf("%+v", got)
		}
		if want := "it sees all 3 events"; !slices.Contains(got.Proved, want) || !slices.Contains(got.Proved, "it may manage teams") {
			t.Errorf("%q", got.Proved)
		}
	}
}

// Whatever request fails, and however: what the error tells is what the server has, and
// the next run ends with one token.
func TestProvisionSurvivesEveryFailure(t *testing.T) {
	t.Parallel()
	for _, version := range rotationVersions {
		for name, provide := range map[string]func(*rotationVault) Provisioning{"a new team": provisionDoor, "its own team": provisionRobots} {
			for how, fault := range rotationFaults(version) {
				t.Run(fmt.Sprintf("%s %s %s", version, name, how), func(t *testing.T) {
					t.Parallel()
					failed := 0
					for skip := range 100 {
						fault.Skip = skip
						happened, err := provisionFails(t, version, provide, fault)
						if !happened {
							if skip < 10 {
								t.Errorf("only %d requests failed", skip)
							}
							break
						}
						if err != nil {
							failed++
						}
					}
					if failed < 5 {
						t.Errorf("only %d runs failed", failed)
					}
				})
			}
		}
	}
}

func provisionFails(t *testing.T, version string, provide func(*rotationVault) Provisioning, fault boxofficetest.Fault) (happened bool, failure error) {
	t.Helper()
	s := newProvisionSite(t, version)
	defer s.Close()
	vault := &rotationVault{}
	p := provide(vault)
	p.Renew = true
	own := p.Name == "Door"
	caller := s.Token
	if own {
		caller = s.old.Secret
	}
	s.Fail(fault)
	_, failure = Provision(t.Context(), rotationClient(t, s.URL, caller), s.Organizer, p)
	if len(s.PendingFaults()) > 0 {
		return false, failure
	}
	where := fmt.Sprintf("request %d: %v", fault.Skip+1, failure)
	if failure != nil {
		provisionToldTruly(t, s, failure, vault)
	}
	if own && !s.works(s.old.Secret) {
		caller = vault.last()
	}
	got, err := Provision(t.Context(), rotationClient(t, s.URL, caller), s.Organizer, p)
	if err != nil {
		t.Fatalf("%s\nand the second run: %v", where, err)
	}
	active := 0
	for _, token := range s.Tokens(got.Team.ID) {
		if token.Active {
			active++
		}
	}
	if active != 1 || !s.works(vault.last()) || got.Token.State != TokenActive {
		t.Errorf("%s\nthe second run left %v, and told %+v", where, s.Tokens(got.Team.ID), got)
	}
	vault.checkOnce(t)
	if t.Failed() {
		t.Logf("%s", where)
	}
	return true, failure
}

// provisionToldTruly holds an error against the server.
func provisionToldTruly(t *testing.T, s *rotationSite, failure error, vault *rotationVault) {
	t.Helper()
	e, ok := errors.AsType[*ProvisionError](failure)
	if !ok {
		t.Fatalf("%v is a %T", failure, failure)
	}
	rotationNoSecret(t, []string{vault.last(), s.Token, s.old.Secret}, failure, *e)
	if e.HandedOver != (e.Token.State == TokenActive) || e.HandedOver != (len(vault.given) == 1) {
		t.Errorf("handed over is %v, and %d were given: %v", e.HandedOver, len(vault.given), failure)
	}
	teams := s.Teams("")
	i := slices.IndexFunc(teams, func(team boxofficetest.PretixTeam) bool { return team.Name == e.Name })
	if e.TeamID == 0 {
		if i >= 0 && e.Stage != StageLook && !errors.Is(failure, boxoffice.ErrOutcomeUnknown) {
			t.Errorf("the team is there: %v", failure)
		}
		return
	}
	if i < 0 || teams[i].ID != e.TeamID {
		t.Errorf("the team %d is not there: %v", e.TeamID, failure)
		return
	}
	s.checkStatus(t, e.TeamID, e.Token)
	if e.Stage == StageLook || e.Stage == StageTeam {
		return
	}
	others, told := []int64{}, []int64{}
	for _, token := range s.Tokens(e.TeamID) {
		if token.Active && token.ID != e.Token.ID {
			others = append(others, token.ID)
		}
	}
	for _, token := range e.Others {
		told = append(told, token.ID)
	}
	if !slices.Equal(others, told) {
		t.Errorf("told of the others %v, and there are %v: %v", told, others, failure)
	}
}

// What keeps the second ask from an answer says nothing of the first.
func TestProvisionWhenAskingAgainIsRefused(t *testing.T) {
	t.Parallel()
	for method, provide := range map[string]func(*rotationVault) Provisioning{"POST": provisionDoor, "PATCH": provisionRobots} {
		for status, want := range map[int]error{403: boxoffice.ErrOutcomeUnknown, 400: nil} {
			s := newProvisionSite(t, "2026.8.0")
			vault := &rotationVault{}
			s.Fail(boxofficetest.Fault{Method: method, Reset: true, AfterServing: true}, boxofficetest.Fault{Method: method, Status: status})
			_, err := Provision(t.Context(), rotationClient(t, s.URL, s.Token), s.Organizer, provide(vault))
			if err == nil || errors.Is(err, boxoffice.ErrOutcomeUnknown) != (want != nil) || want != nil && !strings.Contains(err.Error(), "is not known") {
				t.Errorf("%s, then %d: %v", method, status, err)
			}
		}
	}
}

// A token that is not what it should be never gets out.
func TestProvisionProvesBeforeItHandsOver(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*Provisioning)
		fault  boxofficetest.Fault
		want   string
	}{
		"reads what is forbidden":   {change: func(p *Provisioning) { p.Forbidden = []string{"/organizers/demo/events/gala/"} }, want: "/organizers/demo/events/gala/ should be forbidden, and answers"},
		"can't read what it should": {change: func(p *Provisioning) { p.Allowed = []string{"/organizers/demo/teams/"}; p.Forbidden = nil }, want: "/organizers/demo/teams/ should answer"},
		"what is forbidden is not there": {
			change: func(p *Provisioning) { p.Forbidden = []string{"/organizers/demo/nothing/"} }, want: "/organizers/demo/nothing/ should be forbidden (403), but there is no such path, which says nothing about the token: correct it: ",
		},
		"what should answer is not there": {
			change: func(p *Provisioning) { p.Allowed = []string{"/organizers/demo/nothing/"} }, want: "/organizers/demo/nothing/ should answer, but there is no such path, which says nothing about the token: correct it: ",
		},
		"sees too many events": {
			fault: boxofficetest.Fault{Path: "/api/v1/organizers/*/events/", Times: -1, Body: `{"count":2,"next":null,"previous":null,"results":[{"slug":"gala"},{"slug":"openair"}]}`},
			want:  "it should see the events gala, and sees gala, openair",
		},
		"sees no events": {
			fault: boxofficetest.Fault{Path: "/api/v1/organizers/*/events/", Times: -1, Body: `{"count":0,"next":null,"previous":null,"results":[]}`},
			want:  "it should see the events gala, and sees none",
		},
		"is of another organizer": {
			fault: boxofficetest.Fault{Path: "/api/v1/organizers/", Times: -1, Body: `{"count":1,"next":null,"previous":null,"results":[{"slug":"other","name":"Other"}]}`},
			want:  `it is a token of the organizer "other"`,
		},
		"may manage teams": {
			fault: boxofficetest.Fault{Method: "GET", Path: "/api/v1/organizers/*/teams/*/", Times: -1, Body: `{"id":3,"name":"x","limit_events":[],"limit_event_permissions":[],"limit_organizer_permissions":[]}`},
			want:  "it may manage teams, and team 3 may not",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newProvisionSite(t, "2026.8.0")
			vault := &rotationVault{}
			p := provisionDoor(vault)
			if test.change != nil {
				test.change(&p)
			} else {
				s.Fail(test.fault)
			}
			_, err := Provision(t.Context(), rotationClient(t, s.URL, s.Token), s.Organizer, p)
			e, ok := errors.AsType[*ProvisionError](err)
			if !ok || e.Stage != StageProve || e.Token.State != TokenInactive || e.HandedOver || len(vault.given) > 0 || !e.Created || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("%+v", err)
			}
			provisionToldTruly(t, s, err, vault)
		})
	}
}

func TestProvisionWhenHandOverFails(t *testing.T) {
	t.Parallel()
	errFull := errors.New("the disk is full")
	s := newProvisionSite(t, "2026.8.0")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	vault := &rotationVault{before: func(_ context.Context, token *boxoffice.NewTeamToken) error {
		cancel()
		return fmt.Errorf("writing %s: %w", token.Secret.Reveal(), errFull)
	}}
	p := provisionRobots(vault)
	_, err := Provision(ctx, rotationClient(t, s.URL, s.caller), s.Organizer, p)
	e, ok := errors.AsType[*ProvisionError](err)
	if !ok || !errors.Is(err, errFull) || e.Stage != StageHandOver || e.Token.State != TokenInactive || e.HandedOver || len(e.Others) != 1 || !s.works(s.old.Secret) {
		t.Fatalf("%+v", err)
	}
	rotationNoSecret(t, []string{vault.last()}, err, *e)
	s.checkStatus(t, s.team, e.Token)
	vault.before = nil
	if got, err := Provision(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, p); err != nil || len(s.active()) != 1 || !s.works(vault.last()) {
		t.Errorf("%+v, %v", got, err)
	}
}

// The token that was handed over is disabled by somebody at once.
func TestProvisionIsDisplaced(t *testing.T) {
	t.Parallel()
	s := newProvisionSite(t, "2026.8.0")
	vault := &rotationVault{before: func(_ context.Context, token *boxoffice.NewTeamToken) error {
		s.DeactivateToken(token.TeamID, token.Token.ID)
		return nil
	}}
	_, err := Provision(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, provisionRobots(vault))
	e, ok := errors.AsType[*ProvisionError](err)
	if !ok || !errors.Is(err, ErrDisplaced) || e.Token.State != TokenInactive || !s.works(s.old.Secret) || len(e.Others) != 1 {
		t.Fatalf("%+v", err)
	}
}

func TestProvisionRefusesATeamNameThatIsThereTwice(t *testing.T) {
	t.Parallel()
	s := newProvisionSite(t, "2026.8.0")
	s.AddTeam("", boxofficetest.PretixTeam{Name: "Scanners"})
	s.AddTeam("", boxofficetest.PretixTeam{Name: "Scanners"})
	vault := &rotationVault{}
	_, err := Provision(t.Context(), rotationClient(t, s.URL, s.Token), s.Organizer, provisionDoor(vault))
	if e, ok := errors.AsType[*ProvisionError](err); !ok || e.Stage != StageLook || !strings.Contains(err.Error(), `2 teams have the name "Scanners"`) || !strings.Contains(err.Error(), "nothing was changed") {
		t.Errorf("%+v", err)
	}
	if writes := provisionWrites(s); writes != nil {
		t.Errorf("%v", writes)
	}
}

func TestProvisionRefusesBadArguments(t *testing.T) {
	t.Parallel()
	s := newProvisionSite(t, "2026.8.0")
	for name, change := range map[string]func(*Provisioning){
		"no name":           func(p *Provisioning) { p.Name = " " },
		"no hand-over":      func(p *Provisioning) { p.HandOver = nil },
		"path with a host":  func(p *Provisioning) { p.Allowed = []string{"https://example.org/"} },
		"path of the API":   func(p *Provisioning) { p.Forbidden = []string{"/api/v1/organizers/"} },
		"path without a /":  func(p *Provisioning) { p.Allowed = []string{"organizers/"} },
		"path with a hole":  func(p *Provisioning) { p.Allowed = []string{"/organizers/{organizer}/"} },
		"path with a query": func(p *Provisioning) { p.Allowed = []string{"/organizers/?page=2"} },
		"path with dots":    func(p *Provisioning) { p.Allowed = []string{"/organizers/../"} },
	} {
		p := provisionDoor(&rotationVault{})
		change(&p)
		_, err := Provision(t.Context(), rotationClient(t, s.URL, s.Token), s.Organizer, p)
		if e, ok := errors.AsType[*ProvisionError](err); !ok || e.Stage != StageLook || !errors.As(err, new(*boxoffice.ArgumentError)) {
			t.Errorf("%s: %+v", name, err)
		}
	}
	if _, err := Provision(t.Context(), nil, s.Organizer, provisionDoor(&rotationVault{})); !errors.As(err, new(*boxoffice.ArgumentError)) {
		t.Errorf("%v", err)
	}
	if requests := s.Requests(); len(requests) > 0 {
		t.Errorf("%d requests were sent", len(requests))
	}
}

// What an older pretix can't say is refused, and nothing is made.
// pretix ends its messages with a full stop, and here they stand within a sentence.
func TestErrorsEndTheirSentencesOnce(t *testing.T) {
	t.Parallel()
	told := errors.New("Object with slug=galaa does not exist.")
	for _, tt := range []struct {
		err  error
		want string
	}{
		{
			&ProvisionError{Stage: StageTeam, Name: "Door", Token: TokenStatus{State: TokenNone}, Err: told},
			`access: provisioning the team "Door" failed at "team": Object with slug=galaa does not exist. ` +
				`Now: no team was made, and there is no new token. Run it again when the cause is gone.`,
		},
		{
			&RotateError{Stage: StageLook, TeamID: 2, Old: TokenStatus{ID: 3, State: TokenActive}, New: TokenStatus{State: TokenNone}, Err: told},
			`access: rotating token 3 of team 2 failed at "look": Object with slug=galaa does not exist. ` +
				`Now: the old token 3 works, and there is no new token. Run it again when the cause is gone.`,
		},
	} {
		if got := tt.err.Error(); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

func TestProvisionRefusesWhatTheServerCannotSay(t *testing.T) {
	t.Parallel()
	s := newProvisionSite(t, "4.17.1")
	p := provisionDoor(&rotationVault{})
	p.Permissions.Event = boxoffice.OnlyPermissions(boxoffice.PermissionEventSettingsTaxWrite)
	_, err := Provision(t.Context(), rotationClient(t, s.URL, s.Token), s.Organizer, p)
	if !errors.Is(err, errors.ErrUnsupported) || !strings.Contains(err.Error(), "no team was made") {
		t.Errorf("%v", err)
	}
	if writes := provisionWrites(s); writes != nil {
		t.Errorf("%v", writes)
	}
}
