package conformance

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// target is a pretix under test, with the content that conformance/withpretix seeds. What a server of one's own lacks
// is empty, see [target.need].
type target struct {
	seeded

	version release
	// fake is nil for a real server.
	fake *boxofficetest.Pretix

	// px is a client with all permissions. It knows the version already, like a client that has worked for a while.
	px *boxoffice.Pretix
	// http sends what the SDK would not, on the same connections. It follows no redirect.
	http *http.Client
	// shell runs Python inside the server; empty when nothing can.
	shell string
	// odd makes the odd content when a case first asks for it.
	odd func() (*oddities, error)

	teams atomic.Int64
}

// seeded is what the cases find on a server, as withpretix tells it. Tags are environment variables.
type seeded struct {
	URL            string `env:"PRETIX_URL"`
	Organizer      string `env:"PRETIX_ORGANIZER"`
	Token          string `env:"PRETIX_TOKEN"`
	LimitedToken   string `env:"PRETIX_LIMITED_TOKEN"`
	InactiveToken  string `env:"PRETIX_INACTIVE_TOKEN"`
	DeviceToken    string `env:"PRETIX_DEVICE_TOKEN"`
	OAuthToken     string `env:"PRETIX_OAUTH_TOKEN"`
	OAuthReadToken string `env:"PRETIX_OAUTH_READ_TOKEN"`
	OtherOrganizer string `env:"PRETIX_OTHER_ORGANIZER"`
	// Ids of teams, and lists separated by commas.
	OtherTeam   string `env:"PRETIX_OTHER_TEAM"`
	DemoTeam    string `env:"PRETIX_DEMO_TEAM"`
	LimitedTeam string `env:"PRETIX_LIMITED_TEAM"`
	CrewTeam    string `env:"PRETIX_CREW_TEAM"`
	Accounts    string `env:"PRETIX_ACCOUNTS"`
	Events      string `env:"PRETIX_EVENTS"`
}

// release is a version of pretix.
type release [3]int

func parseRelease(text string) (release, error) {
	var r release
	if n, _ := fmt.Sscanf(text, "%d.%d.%d", &r[0], &r[1], &r[2]); n < 2 {
		return r, fmt.Errorf("%q is not a version of pretix", text)
	}
	return r, nil
}

func (r release) String() string { return fmt.Sprintf("%d.%d.%d", r[0], r[1], r[2]) }

func (r release) compare(other release) int {
	return cmp.Or(cmp.Compare(r[0], other[0]), cmp.Compare(r[1], other[1]), cmp.Compare(r[2], other[2]))
}

// since tells whether the server is of that version or newer.
func (s *target) since(version string) bool {
	first, err := parseRelease(version)
	if err != nil {
		panic(err)
	}
	return s.version.compare(first) >= 0
}

// The versions that changed what a team is, for cases that hang on it as a whole.

// named tells whether teams hold permissions by name; before, they held booleans.
func (s *target) named() bool { return s.since("2026.3.0") }

func (s *target) team2FA() bool { return s.since("2024.4.0") }

// choose picks one of two values, where versions differ in nothing else.
func choose[T any](condition bool, yes, no T) T {
	if condition {
		return yes
	}
	return no
}

// needOdd returns the content that no API can make, or skips the case.
func (s *target) needOdd(t *testing.T) *oddities {
	t.Helper()
	if s.odd == nil {
		t.Skip("the server offers no shell to make this state in: PRETIX_SHELL is not set")
	}
	odd, err := s.odd()
	if err != nil {
		t.Fatalf("making the odd content: %v", err)
	}
	return odd
}

// need skips the case when the server lacks some content.
func need(t *testing.T, value, variable string) string {
	t.Helper()
	if value == "" {
		t.Skipf("the server has no such content: %s is not set", variable)
	}
	return value
}

// needNamed skips a case about permissions by name on older servers.
func (s *target) needNamed(t *testing.T) {
	t.Helper()
	if !s.named() {
		t.Skipf("pretix %s has no permissions by name", s.version)
	}
}

// needFlags skips a case about permissions in booleans on newer servers.
func (s *target) needFlags(t *testing.T) {
	t.Helper()
	if s.named() {
		t.Skipf("pretix %s holds permissions by name", s.version)
	}
}

// account is the e-mail address of one of the accounts. Cases share them: each is in teams of its own only.
func (s *target) account(t *testing.T, i int) string {
	t.Helper()
	return strings.Split(need(t, s.Accounts, "PRETIX_ACCOUNTS"), ",")[i]
}

// event is the slug of one of the three events; they are sorted by date.
func (s *target) event(t *testing.T, i int) string {
	t.Helper()
	return strings.Split(need(t, s.Events, "PRETIX_EVENTS"), ",")[i]
}

// unique is a name that no other team has.
func (s *target) unique(t *testing.T) string {
	name := fmt.Sprintf("%s #%d", t.Name()[strings.LastIndex(t.Name(), "/")+1:], s.teams.Add(1))
	return name[max(0, len(name)-190):]
}

// create makes a team for one case. A team that is not given a name gets a unique one.
func (s *target) create(t *testing.T, team boxoffice.TeamCreate) *boxoffice.Team {
	t.Helper()
	if team.Name == "" {
		team.Name = s.unique(t)
	}
	created := try(s.px.Teams.Create(t.Context(), s.Organizer, team)).must(t)
	s.removeLater(t, created.ID)
	return created
}

// removeLater deletes a team after the case. Some can't be deleted, or are gone.
func (s *target) removeLater(t *testing.T, teamID int64) {
	t.Cleanup(func() {
		answer := s.do(t, http.MethodDelete, s.teamPath(teamID), "")
		if answer.status == http.StatusBadRequest || answer.status == http.StatusUnauthorized {
			t.Errorf("deleting the case's team: %s", answer)
		}
	})
}

// owned is a team with a client for a token of its own.
type owned struct {
	*boxoffice.Team

	token *boxoffice.NewTeamToken
	px    *boxoffice.Pretix
}

func (o owned) auth() string { return "Token " + o.token.Secret.Reveal() }

// createOwned makes a team with a token.
func (s *target) createOwned(t *testing.T, team boxoffice.TeamCreate) owned {
	t.Helper()
	o := owned{Team: s.create(t, team)}
	o.token = try(s.px.Tokens.Create(t.Context(), s.Organizer, o.ID, "own")).must(t)
	o.px = s.as(t, o.token.Credential())
	t.Cleanup(func() {
		// A team of which the token has written something stays; at least the token shall not work any more.
		s.do(t, http.MethodDelete, s.tokensPath(o.ID)+text(o.token.Token.ID)+"/", "")
	})
	return o
}

// administration is what a team needs to manage teams, and nothing more.
func administration() boxoffice.Permissions {
	return boxoffice.Permissions{Organizer: boxoffice.OnlyPermissions(boxoffice.PermissionOrganizerTeamsWrite)}
}

// as is a client for another credential.
func (s *target) as(t *testing.T, credential boxoffice.PretixCredential) *boxoffice.Pretix {
	t.Helper()
	return try(s.px.WithCredential(credential)).must(t)
}

// get reads a team that must be there.
func (s *target) get(t *testing.T, teamID int64) *boxoffice.Team {
	t.Helper()
	return try(s.px.Teams.Get(t.Context(), s.Organizer, teamID)).must(t)
}

// connect makes the clients of a target, and asks the server for its version.
func (s *target) connect(t *testing.T) {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: 16}
	t.Cleanup(transport.CloseIdleConnections)
	s.http = &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	s.px = try(boxoffice.NewPretix(s.URL, boxoffice.PretixTeamToken(s.Token),
		boxoffice.WithHTTPClient(&http.Client{Transport: transport}))).must(t)
	s.version = try(parseRelease(try(s.px.Version(t.Context())).must(t).Version)).must(t)
}

// unlikeCase is the organizer's slug in other letters.
func (s *target) unlikeCase() string {
	if upper := strings.ToUpper(s.Organizer); upper != s.Organizer {
		return upper
	}
	return strings.ToLower(s.Organizer)
}

// text and number convert ids, which the environment tells as texts.
func text(id int64) string { return strconv.FormatInt(id, 10) }

func number(t *testing.T, id string) int64 {
	t.Helper()
	return try(strconv.ParseInt(id, 10, 64)).must(t)
}
