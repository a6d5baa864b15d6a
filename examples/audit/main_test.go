package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func run(t *testing.T, server *boxofficetest.Pretix, file string) (output string, critical bool) {
	t.Helper()
	var out bytes.Buffer
	critical, err := audit(t.Context(), &out, server.URL, server.Token, "", file)
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), critical
}

func TestAudit(t *testing.T) {
	t.Parallel()
	demo := inMemory()
	defer demo.Close()
	out, critical := run(t, demo, "")
	want := `"demo" on pretix "2026.2.2": 3 teams, 2 people

Found:
  high: demo: ada@example.org is the only person who can manage teams, if the account is not disabled: nothing tells. Add a second person to a team with organizer.teams:write
  medium: bob@example.org: uses no second factor. Ask for it, then let the team require it
`
	if !strings.HasPrefix(out, want) || critical {
		t.Errorf("%s\nwant\n%s", out, want)
	}
	for _, want := range []string{
		"invite of Bob@example.org (1) to Box office (2): is of a member",
		"\nAfter the upgrade to pretix 2026.3:\n  Administrators (1): will have all event permissions, plugins' included; will have all organizer permissions, plugins' included\n  Refunds (3): loses event.orders:checkin, event.orders:write\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
	if strings.Contains(out, demo.Token) {
		t.Error("the token is printed")
	}
	for _, r := range demo.Requests() {
		if r.Method != "GET" {
			t.Errorf("%s %s was sent", r.Method, r.Path)
		}
	}
}

func TestAuditSinceLastTime(t *testing.T) {
	t.Parallel()
	demo := inMemory()
	defer demo.Close()
	file := filepath.Join(t.TempDir(), "snapshot.json")
	if out, _ := run(t, demo, file); strings.Contains(out, "Changed") {
		t.Errorf("the first time there is nothing to compare with:\n%s", out)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v: it holds addresses of people", info, err)
	}
	ada := demo.Members(demo.AdminTeam)[0].ID
	demo.RemoveMember(demo.AdminTeam, ada)
	out, critical := run(t, demo, file)
	for _, want := range []string{
		"\nChanged since 20", "\n  - ada@example.org left Administrators (1)\n", "nobody can manage teams",
		"invite of carol@example.org (2) to Box office (2): is open since 20",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
	if !critical {
		t.Error("that nobody can manage teams is critical")
	}
	if out, _ := run(t, demo, file); strings.Contains(out, "Changed") {
		t.Errorf("nothing changed since:\n%s", out)
	}
}

func TestAuditKeepsTheOldSnapshot(t *testing.T) {
	t.Parallel()
	demo := inMemory()
	defer demo.Close()
	file := filepath.Join(t.TempDir(), "snapshot.json")
	run(t, demo, file)
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	demo.Fail(boxofficetest.Fault{Path: "/api/v1/organizers/demo/teams/*/tokens/", Status: 400, Times: -1})
	var out bytes.Buffer
	if _, err := audit(t.Context(), &out, demo.URL, demo.Token, "", file); err == nil || !strings.Contains(err.Error(), "stays as it is") {
		t.Errorf("error %v", err)
	}
	if !strings.Contains(out.String(), "could not be read: tokens (3)") {
		t.Errorf("%s", out.String())
	}
	after, err := os.ReadFile(file)
	if err != nil || !bytes.Equal(after, before) {
		t.Errorf("the file has changed: %v", err)
	}
	if entries, err := os.ReadDir(filepath.Dir(file)); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
	if err := os.WriteFile(file, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := audit(t.Context(), &out, demo.URL, demo.Token, "", file); err == nil || !strings.Contains(err.Error(), "reading a snapshot") {
		t.Errorf("error %v", err)
	}
}

func TestAuditIsSafeForATerminal(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewPretix(t)
	team := server.AddTeam("", boxofficetest.PretixTeam{Name: "\x1b[2Jcleared\u202egnp.exe\ttab"})
	server.AddToken(team, "a\nforged\tline")
	server.AddInvite(team, "x\x1b@example.org")
	out, critical := run(t, server, "")
	for line := range strings.Lines(out) {
		if i := strings.IndexFunc(strings.TrimSuffix(line, "\n"), func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 {
			t.Errorf("%q is printed", line[i:])
		}
	}
	if !critical || !strings.Contains(out, "nobody can manage teams: Administrators (1) has no member") {
		t.Errorf("%s", out)
	}
}

func TestAuditIsShort(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewPretix(t)
	for range 8 {
		server.AddMember(server.AdminTeam, server.AddUser(boxofficetest.PretixUser{FullName: "Ana"}))
	}
	out, _ := run(t, server, "")
	if strings.Count(out, "uses no second factor and") != 5 || !strings.Contains(out, "\n  high: 3 more of without-2fa\n") {
		t.Errorf("%s", out)
	}
}
