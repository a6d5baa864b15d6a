package chaos

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// world is one organizer with its content, the same on both sides. Each sequence of steps has a world of its own, so
// that what a sequence leaves behind is of no matter to the next.
type world struct {
	real, fake *side
}

// side is one of the two servers, as the steps of one world see it.
type side struct {
	url    string
	client *http.Client
	// texts stand for names that are the same in every world, such as "org".
	texts map[string]string
	// ids are of teams (t), users (u), invites (i) and tokens (k), in the order in which they came to be; secrets are
	// those of the tokens.
	ids     map[string][]int64
	secrets []string
}

// seeded is what a world begins with.
type seeded struct {
	Teams, Users, Invites, Tokens       []int64
	Secrets                             []string
	Device, OAuth, OAuthRead, OAuthFree string
}

func (s seeded) side(url, slug string, client *http.Client) *side {
	return &side{
		url: url, client: client,
		texts: map[string]string{
			"org": slug, "ORG": strings.ToUpper(slug), "device": s.Device,
			"oauth": s.OAuth, "oauthread": s.OAuthRead, "oauthfree": s.OAuthFree,
		},
		ids:     map[string][]int64{"t": s.Teams, "u": s.Users, "i": s.Invites, "k": s.Tokens},
		secrets: s.Secrets,
	}
}

// worlds makes worlds, those of the real server in lots, since each needs a start of its Python.
type worlds struct {
	url, version, shell string
	client              *http.Client
	prefix              string
	made                int
	ready               []*side
	lot                 int
}

// newWorlds takes the real server from the environment, as conformance/withpretix sets it.
func newWorlds(t *testing.T) *worlds {
	t.Helper()
	w := &worlds{
		url: os.Getenv("PRETIX_URL"), version: os.Getenv("PRETIX_VERSION"), shell: os.Getenv("PRETIX_SHELL"),
		prefix: fmt.Sprintf("w%05d", rand.IntN(100000)), lot: 20,
	}
	if w.url == "" || w.version == "" || w.shell == "" {
		t.Skip("there is no real pretix beside: run by conformance/withpretix")
	}
	transport := &http.Transport{MaxIdleConnsPerHost: 16}
	t.Cleanup(transport.CloseIdleConnections)
	w.client = &http.Client{
		Transport:     transport,
		Timeout:       time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return w
}

// sidesScript makes the worlds of the real server.
//
//go:embed sides_seed.py
var sidesScript string

// next is a fresh world, and a function that ends its fake.
func (w *worlds) next(tb testing.TB) (world, func()) {
	tb.Helper()
	if len(w.ready) == 0 {
		w.make(tb)
	}
	first := w.ready[0]
	w.ready = w.ready[1:]
	fake, err := boxofficetest.StartPretix(boxofficetest.WithVersion(w.version))
	if err != nil {
		tb.Fatal(err)
	}
	slug := first.texts["org"]
	known := seedFake(fake, slug)
	return world{real: first, fake: known.side(fake.URL, slug, w.client)}, fake.Close
}

// make seeds another lot, each larger than the last: few are needed unless a failure is being shrunk.
func (w *worlds) make(tb testing.TB) {
	tb.Helper()
	var slugs []string
	for range w.lot {
		w.made++
		slugs = append(slugs, fmt.Sprintf("%s-%d", w.prefix, w.made))
	}
	w.lot = min(2*w.lot, 160)
	given, err := json.Marshal(slugs)
	if err != nil {
		tb.Fatal(err)
	}
	command := exec.Command(w.shell)
	command.Stdin = strings.NewReader(fmt.Sprintf("SEEDED = %q\n%s", given, sidesScript))
	var problems strings.Builder
	command.Stderr = &problems
	output, err := command.Output()
	if err != nil {
		tb.Fatalf("making worlds: %v: %s", err, problems.String())
	}
	lines := strings.Split(strings.TrimSpace(string(output)), "\n")
	var made []seeded
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &made); err != nil {
		tb.Fatalf("making worlds: %v", err)
	}
	for i, content := range made {
		w.ready = append(w.ready, content.side(w.url, slugs[i], w.client))
	}
}

// seedFake is sides_seed.py for the fake.
func seedFake(fake *boxofficetest.Pretix, slug string) seeded {
	at := "@" + slug + ".example.org"
	fake.AddOrganizer(slug, "Organizer "+slug)
	for i, name := range []string{"Gala", "Open Air", "Workshop"} {
		fake.AddEvent(slug, boxofficetest.PretixEvent{
			Slug: strings.ToLower(strings.ReplaceAll(name, " ", "")), Name: name,
			DateFrom: time.Date(2027, time.Month(5+i), 15, 18, 0, 0, 0, time.UTC),
		})
	}
	fake.AddOrganizer("elsewhere", "Elsewhere Ltd")
	fake.AddEvent("elsewhere", boxofficetest.PretixEvent{Slug: "away", Name: "Away"})
	fake.AddTeam("elsewhere", boxofficetest.PretixTeam{Name: "Other"})

	var s seeded
	user := func(local, name string, disabled bool) {
		s.Users = append(s.Users, fake.AddUser(boxofficetest.PretixUser{Email: local + at, FullName: name, Disabled: disabled}))
	}
	user("ada", "Ada Admin", false)
	user("bob", "Bob Box", false)
	for i := range 7 {
		user(fmt.Sprintf("crew%d", i+1), fmt.Sprintf("Crew %d", i+1), false)
	}
	for i := range 4 {
		user(fmt.Sprintf("free%d", i+1), fmt.Sprintf("Free %d", i+1), false)
	}
	user("gone", "Gone", true)
	user("twin", "", false)
	user("Twin", "", false)
	user("Mixed.Case", "Mixed", false)

	team := func(setup boxofficetest.PretixTeam) int64 {
		id := fake.AddTeam(slug, setup)
		s.Teams = append(s.Teams, id)
		return id
	}
	administrators := team(boxofficetest.PretixTeam{
		Name: "Administrators", AllEvents: true, AllEventPermissions: true, AllOrganizerPermissions: true,
	})
	fake.AddMember(administrators, s.Users[0])
	boxOffice := team(boxofficetest.PretixTeam{
		Name: "Box office", LimitEvents: []string{"gala"},
		LimitEventPermissions: []string{"event.orders:read", "event.orders:write", "event:cancel"},
	})
	fake.AddMember(boxOffice, s.Users[1])
	managers := team(boxofficetest.PretixTeam{Name: "Managers", LimitOrganizerPermissions: []string{"organizer.teams:write"}})
	crew := team(boxofficetest.PretixTeam{Name: "Crew"})
	for _, member := range s.Users[2:9] {
		fake.AddMember(crew, member)
	}
	s.Invites = []int64{fake.AddInvite(boxOffice, "carol"+at)}
	for _, of := range []struct {
		team int64
		name string
	}{{administrators, "admin"}, {administrators, "old laptop"}, {boxOffice, "till"}, {managers, "manager"}, {administrators, "spare"}} {
		token := fake.AddToken(of.team, of.name)
		s.Tokens, s.Secrets = append(s.Tokens, token.ID), append(s.Secrets, token.Secret)
	}
	fake.DeactivateToken(administrators, s.Tokens[1])
	s.Device = fake.AddDevice(slug)
	s.OAuth = fake.AddOAuthToken(s.Users[0], "read write", slug)
	s.OAuthRead = fake.AddOAuthToken(s.Users[0], "read", slug)
	s.OAuthFree = fake.AddOAuthToken(s.Users[9], "read write", slug)
	return s
}
