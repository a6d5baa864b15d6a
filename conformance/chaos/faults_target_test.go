package chaos

import (
	"cmp"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

var (
	seedFlag   = flag.Uint64("seed", 0, "repeats the draws of an earlier run; 0 draws a new seed")
	writesFlag = flag.Int("writes", 0, "how many faulted writes there are; 0 is two of each pair, or 176 with -short and in memory")
	caseFlag   = flag.Int("case", -1, "runs one case of TestFaults alone, by its number")
)

// target is the pretix under test.
type target struct {
	url, token, organizer, version string
	accounts                       []string // people with an account, by e-mail
	events                         []string
	shell                          string // runs Python inside the server; "" where nothing can
	pid                            string // names the file with the process that serves; "" where it must not be killed

	inMemory bool

	// direct is a client that nothing is in the way of: what it sees is what happened.
	direct *boxoffice.Pretix
	pool   *http.Transport // of direct
}

// newTarget is the server that the environment names, or a pretix in memory.
func newTarget(t *testing.T) *target {
	t.Helper()
	tg := &target{
		url:       os.Getenv("PRETIX_URL"),
		token:     os.Getenv("PRETIX_TOKEN"),
		organizer: os.Getenv("PRETIX_ORGANIZER"),
		version:   os.Getenv("PRETIX_VERSION"),
		accounts:  strings.Split(os.Getenv("PRETIX_ACCOUNTS"), ","),
		events:    strings.Split(os.Getenv("PRETIX_EVENTS"), ","),
		shell:     os.Getenv("PRETIX_SHELL"),
		pid:       os.Getenv("PRETIX_PID"),
	}
	if tg.url == "" {
		tg.remember(t)
	}
	transport := &http.Transport{MaxIdleConnsPerHost: 4, IdleConnTimeout: time.Second}
	t.Cleanup(transport.CloseIdleConnections)
	px, err := boxoffice.NewPretix(tg.url, boxoffice.PretixTeamToken(tg.token),
		boxoffice.WithPretixVersion(tg.version), boxoffice.WithHTTPClient(&http.Client{Transport: transport}))
	if err != nil {
		t.Fatal(err)
	}
	tg.direct, tg.pool = px, transport
	return tg
}

// remember sets up a pretix in memory with what withpretix seeds.
func (tg *target) remember(t *testing.T) {
	fake := boxofficetest.NewPretix(t, boxofficetest.WithVersion("2026.8.0"))
	tg.url, tg.token, tg.organizer, tg.version = fake.URL, fake.Token, fake.Organizer, fake.Version()
	tg.inMemory, tg.accounts, tg.events = true, nil, []string{"gala", "openair", "workshop"}
	for _, slug := range tg.events {
		fake.AddEvent("", boxofficetest.PretixEvent{Slug: slug})
	}
	for i := range 12 {
		email := fmt.Sprintf("account%02d@example.org", i+1)
		fake.AddUser(boxofficetest.PretixUser{Email: email})
		tg.accounts = append(tg.accounts, email)
	}
}

// reduced tells whether a run is to take seconds, not minutes.
func (tg *target) reduced() bool { return testing.Short() || tg.inMemory }

// needReal skips what the pretix in memory can't show.
func (tg *target) needReal(t *testing.T) {
	t.Helper()
	if tg.inMemory {
		t.Skip("PRETIX_URL is not set; see doc.go")
	}
}

// seed is the seed of a test's draws, which is logged.
func seed(t *testing.T) uint64 {
	s := cmp.Or(*seedFlag, rand.Uint64N(1e9)+1)
	t.Logf("repeat the draws with -seed %d", s)
	return s
}

func (tg *target) host(t *testing.T) string {
	t.Helper()
	u, err := url.Parse(tg.url)
	if err != nil {
		t.Fatal(err)
	}
	return u.Host
}
