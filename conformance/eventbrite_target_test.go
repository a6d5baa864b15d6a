package conformance

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// eventbrite is an Eventbrite under test. Nothing here writes: the client refuses writes, and what does not go through it
// is GET alone.
type eventbrite struct {
	url, token   string
	organization boxoffice.OrganizationID // "" when the account has none
	// fake is nil for the live service.
	fake *boxofficetest.Eventbrite

	eb   *boxoffice.Eventbrite
	http *http.Client

	mu     sync.Mutex
	limits []boxoffice.RateLimit // that the newest answer told
}

// TestEventbrite runs on the live service when EVENTBRITE_TOKEN is set, of which it asks some 60 calls of the 2,000 that a
// token has an hour, and else on the fake, in each form of pagination.
func TestEventbrite(t *testing.T) {
	t.Parallel()
	if token := os.Getenv("EVENTBRITE_TOKEN"); token != "" {
		s := &eventbrite{url: cmp.Or(os.Getenv("EVENTBRITE_URL"), "https://www.eventbriteapi.com/v3"), token: token}
		s.connect(t)
		runEventbrite(t, s)
		return
	}
	for name, style := range map[string]boxofficetest.ContinuationStyle{
		"as seen": boxofficetest.SeenContinuations, "pages": boxofficetest.PageContinuations,
		"counted": boxofficetest.CountedContinuations, "bare": boxofficetest.BareContinuations,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := boxofficetest.NewEventbrite(t, boxofficetest.WithContinuationStyle(style), boxofficetest.WithPageSize(2))
			seedEventbrite(fake)
			s := &eventbrite{url: fake.URL, token: fake.Token, fake: fake}
			s.connect(t)
			runEventbrite(t, s)
			for _, r := range fake.Requests() {
				if r.Method != http.MethodGet {
					t.Errorf("%s %s was sent", r.Method, r.Path)
				}
			}
		})
	}
}

func runEventbrite(t *testing.T, s *eventbrite) {
	for _, c := range eventbriteCases {
		t.Run(c.name, func(t *testing.T) { c.run(t, s) })
	}
}

// seedEventbrite makes enough of everything that lists have several pages.
func seedEventbrite(e *boxofficetest.Eventbrite) {
	for _, name := range []string{"Box office", "Marketing", "Finance"} {
		user := e.AddUser(boxofficetest.EventbriteUser{Name: "Someone of " + name})
		e.AddMember("", boxofficetest.EventbriteMember{UserID: user, RoleSummary: name, Extra: map[string]any{"since": 2019}})
		e.AddRole("", boxofficetest.EventbriteRole{Name: name, Permissions: []string{"event.orders:read"}, PermissionType: "event"})
		e.AddMember(e.AddOrganization(boxofficetest.EventbriteOrganization{Name: name + " Ltd"}), boxofficetest.EventbriteMember{UserID: e.User})
		e.AddVenue("", boxofficetest.EventbriteVenue{Name: name + " Hall"})
		event := e.AddEvent("", boxofficetest.EventbriteEvent{Name: name + " Gala"})
		e.AddTicketClass(event, boxofficetest.EventbriteTicketClass{Name: "Stalls"})
		for i := range 3 {
			e.AddOrder(event, boxofficetest.EventbriteOrder{
				FirstName: "Ada", Email: "ada@example.org", Created: time.Date(2026, 3, i+1, 12, 0, 0, 0, time.UTC),
				Attendees: []boxofficetest.EventbriteAttendee{{FirstName: "Ada", Email: "ada@example.org"}},
			})
		}
	}
}

func (s *eventbrite) connect(t *testing.T) {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	s.http = &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       time.Minute,
	}
	s.eb = try(boxoffice.NewEventbrite(boxoffice.EventbriteToken(s.token), boxoffice.WithBaseURL(s.url), boxoffice.WithReadOnly(),
		boxoffice.WithHTTPClient(&http.Client{Transport: transport}),
		boxoffice.WithObserver(boxoffice.Observer{Attempt: s.remember}))).must(t)
	for organization, err := range s.eb.Organizations.All(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		s.organization = organization.ID
		break
	}
}

// remember keeps what the answers tell of rate limits.
func (s *eventbrite) remember(ctx context.Context, _ boxoffice.AttemptInfo) (context.Context, func(boxoffice.AttemptResult)) {
	return ctx, func(r boxoffice.AttemptResult) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.limits = r.RateLimits
	}
}

// get sends a request that the SDK would not. The path is below /v3 and may hold a query.
func (s *eventbrite) get(t *testing.T, path string, changes ...change) answer {
	t.Helper()
	base := strings.TrimSuffix(strings.TrimSuffix(s.url, "/"), "/v3") + "/v3"
	req := try(http.NewRequestWithContext(t.Context(), http.MethodGet, base+path, nil)).must(t)
	req.Header.Set("Authorization", "Bearer "+s.token)
	for _, c := range changes {
		c(req)
	}
	resp := try(s.http.Do(req)).must(t)
	defer resp.Body.Close()
	body := try(io.ReadAll(resp.Body)).must(t)
	return answer{"GET " + path, resp.StatusCode, resp.Header, string(body)}
}

// refused compares the code of an error, which is what programs branch on.
func (a answer) refused(t *testing.T, status int, code string) {
	t.Helper()
	a.isStatus(t, status)
	if got := a.object(t)["error"]; got != code {
		t.Errorf("%s: the code is %v, want %s", a, got, code)
	}
}

// lacks skips a case for which a live account has nothing to read, and says what. The fake was given some of everything:
// there it is a failure.
func (s *eventbrite) lacks(t *testing.T, what string) {
	t.Helper()
	if s.fake != nil {
		t.Fatal(what)
	}
	t.Skip(what)
}

// needOrganization skips a case on an account without one.
func (s *eventbrite) needOrganization(t *testing.T) boxoffice.OrganizationID {
	t.Helper()
	if s.organization == "" {
		s.lacks(t, "the token's user belongs to no organization")
	}
	return s.organization
}

// needEvent returns an event of the organization, or skips the case.
func (s *eventbrite) needEvent(t *testing.T) boxoffice.Event {
	t.Helper()
	page := try(s.eb.Events.List(t.Context(), s.needOrganization(t), &boxoffice.EventListOptions{
		Status: []boxoffice.EventStatus{boxoffice.EventStatusAll},
	})).must(t)
	if len(page.Items) == 0 {
		s.lacks(t, "the organization has no event")
	}
	return page.Items[0]
}
