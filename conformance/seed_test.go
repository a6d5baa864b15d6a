package conformance

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// newFakeTarget starts a fake with the content that withpretix gives to a real server.
func newFakeTarget(t *testing.T, version string) *target {
	t.Helper()
	fake := boxofficetest.NewPretix(t, boxofficetest.WithVersion(version))
	s := &target{fake: fake}
	seedFake(t, s)
	s.connect(t)
	s.odd = sync.OnceValues(func() (*oddities, error) { return odditiesOf(s), nil })
	return s
}

func seedFake(t *testing.T, s *target) {
	t.Helper()
	fake := s.fake
	s.URL, s.Organizer, s.Token = fake.URL, fake.Organizer, fake.Token
	for i, name := range []string{"Gala", "Open Air", "Workshop"} {
		slug := strings.ToLower(strings.ReplaceAll(name, " ", ""))
		fake.AddEvent("", boxofficetest.PretixEvent{
			Slug: slug, Name: name, DateFrom: time.Date(2027, time.Month(5+i), 15, 18, 0, 0, 0, time.UTC),
		})
	}
	s.Events = "gala,openair,workshop"
	ada := seedAdministrators(s)
	seedBoxOffice(s, try(parseRelease(fake.Version())).must(t))
	seedPeople(s)
	s.OtherOrganizer = "elsewhere"
	fake.AddOrganizer("elsewhere", "Elsewhere Ltd")
	fake.AddEvent("elsewhere", boxofficetest.PretixEvent{Slug: "away", Name: "Away"})
	s.OtherTeam = text(fake.AddTeam("elsewhere", boxofficetest.PretixTeam{Name: "Other"}))
	s.DeviceToken = fake.AddDevice("")
	s.OAuthToken = fake.AddOAuthToken(ada, "read write")
	s.OAuthReadToken = fake.AddOAuthToken(ada, "read")
}

func seedAdministrators(s *target) (ada int64) {
	s.DemoTeam = text(s.fake.AdminTeam)
	ada = s.fake.AddUser(boxofficetest.PretixUser{Email: "ada@example.org", FullName: "Ada Admin"})
	s.fake.AddMember(s.fake.AdminTeam, ada)
	s.fake.AddMember(s.fake.AdminTeam, s.fake.AddUser(boxofficetest.PretixUser{Email: "grace@example.org", FullName: "Grace Hopper"}))
	old := s.fake.AddToken(s.fake.AdminTeam, "old laptop")
	s.fake.DeactivateToken(s.fake.AdminTeam, old.ID)
	s.InactiveToken = old.Secret
	return ada
}

func seedBoxOffice(s *target, v release) {
	team := boxofficetest.PretixTeam{Name: "Box office", LimitEvents: []string{"gala"}}
	team.LimitEventPermissions = []string{"event.orders:read", "event.orders:write", "event:cancel"}
	if v.compare(release{2026, 3, 0}) < 0 && v.compare(release{3, 17, 0}) >= 0 {
		team.Can = []string{"can_checkin_orders"}
	}
	id := s.fake.AddTeam("", team)
	s.fake.AddMember(id, s.fake.AddUser(boxofficetest.PretixUser{Email: "bob@example.org", FullName: "Bob Box"}))
	s.fake.AddInvite(id, "carol@example.org")
	s.LimitedTeam, s.LimitedToken = text(id), s.fake.AddToken(id, "till").Secret
}

func seedPeople(s *target) {
	crew := s.fake.AddTeam("", boxofficetest.PretixTeam{Name: "Crew"})
	for i := 1; i <= 120; i++ {
		s.fake.AddMember(crew, s.fake.AddUser(boxofficetest.PretixUser{
			Email: fmt.Sprintf("crew%03d@example.org", i), FullName: fmt.Sprintf("Crew %03d", i),
		}))
	}
	s.CrewTeam = text(crew)
	var accounts []string
	for i := 1; i <= 12; i++ {
		email := fmt.Sprintf("account%02d@example.org", i)
		s.fake.AddUser(boxofficetest.PretixUser{Email: email, FullName: fmt.Sprintf("Account %02d", i)})
		accounts = append(accounts, email)
	}
	s.Accounts = strings.Join(accounts, ",")
}
