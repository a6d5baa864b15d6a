package boxofficetest

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// allVersions are one release of every generation.
var allVersions = []string{"3.17.2", "4.17.1", "2024.3.0", "2026.2.2", "2026.5.6", "2026.8.0"}

const teamsPath = "/api/v1/organizers/demo/teams/"

// answer is a response, read to its end.
type answer struct {
	status int
	header http.Header
	body   string
}

// client sends one request per connection, so that nothing outlives a test.
var client = &http.Client{
	Transport:     &http.Transport{DisableKeepAlives: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Timeout:       10 * time.Second,
}

// try sends a request with p.Token and JSON, unless the headers say otherwise.
// Headers are "Name: value"; an empty value removes the header.
func try(p *Pretix, method, path, body string, headers ...string) (answer, error) {
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	req, err := http.NewRequest(method, p.URL+path, reader)
	if err != nil {
		return answer{}, err
	}
	req.Header.Set("Authorization", "Token "+p.Token)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ":")
		switch value = strings.TrimSpace(value); {
		case name == "Host":
			req.Host = value
		case value == "":
			req.Header.Del(name)
		default:
			req.Header.Set(name, value)
		}
	}
	res, err := client.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header, string(data)}, err
}

func do(t *testing.T, p *Pretix, method, path, body string, headers ...string) answer {
	t.Helper()
	a, err := try(p, method, path, body, headers...)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	return a
}

// expect sends a request and compares status and body.
func expect(t *testing.T, p *Pretix, method, path, body string, status int, want string, headers ...string) {
	t.Helper()
	got := do(t, p, method, path, body, headers...)
	if got.status != status || got.body != want {
		t.Errorf("%s: %s %s %s\n got %d %s\nwant %d %s", p.Version(), method, path, body, got.status, got.body, status, want)
	}
}

// expectStatus sends a request and compares the status only.
func expectStatus(t *testing.T, p *Pretix, method, path, body string, status int, headers ...string) answer {
	t.Helper()
	got := do(t, p, method, path, body, headers...)
	if got.status != status {
		t.Errorf("%s: %s %s %s\n got %d %s\nwant %d", p.Version(), method, path, body, got.status, got.body, status)
	}
	return got
}

// boxOffice is a server with two events, and with team 2, which has a member
// (user 1), an invite (1) and a token (2).
func boxOffice(t *testing.T, version string) *Pretix {
	t.Helper()
	p := NewPretix(t, WithVersion(version))
	p.AddEvent("", PretixEvent{Slug: "openair", Name: "Open Air", DateFrom: time.Date(2027, 6, 15, 18, 0, 0, 0, time.UTC)})
	p.AddEvent("", PretixEvent{Slug: "gala", Name: "Gala", DateFrom: time.Date(2027, 5, 15, 18, 0, 0, 0, time.UTC)})
	team := p.AddTeam("", PretixTeam{Name: "Box office", LimitEvents: []string{"gala"}, Can: []string{"can_view_orders"}})
	p.AddMember(team, p.AddUser(PretixUser{Email: "ana@example.org", FullName: "Ana Lopez"}))
	p.AddInvite(team, "carol@example.org")
	p.AddToken(team, "till")
	p.AddOrganizer("elsewhere", "Elsewhere Ltd")
	p.AddEvent("elsewhere", PretixEvent{Slug: "away"})
	p.AddTeam("elsewhere", PretixTeam{Name: "Other"})
	return p
}

// forVersions runs a test once per release, on servers of its own.
func forVersions(t *testing.T, versions []string, test func(t *testing.T, p *Pretix)) {
	t.Helper()
	for _, version := range versions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			test(t, boxOffice(t, version))
		})
	}
}

func detail(text string) string {
	return `{"detail":"` + text + `"}`
}

// failure is what a recordingTB ends a test with.
type failure struct{ text string }

// recordingTB is a TB that can be watched failing.
type recordingTB struct{ cleanups []func() }

func (*recordingTB) Helper() {}

func (tb *recordingTB) Cleanup(f func()) { tb.cleanups = append(tb.cleanups, f) }

func (*recordingTB) Fatalf(format string, args ...any) {
	panic(failure{fmt.Sprintf(format, args...)})
}
