package main

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func TestShow(t *testing.T) {
	t.Parallel()
	demo := inMemory()
	defer demo.Close()
	var out bytes.Buffer
	if err := show(t.Context(), &out, demo.URL, demo.Token, ""); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Organizer demo on pretix 2026.8.0", "bob@example.org", "carol@example.org", "ticket printer", "event.orders:read"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), demo.Token) {
		t.Error("the token is printed")
	}
}

// A name may hold what moves the cursor, hides text or turns its direction.
func TestShowIsSafeForATerminal(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewPretix(t)
	team := server.AddTeam("", boxofficetest.PretixTeam{Name: "\x1b[2Jcleared\u202egnp.exe\ttab"})
	server.AddToken(team, "a\nforged\tline")
	var out bytes.Buffer
	if err := show(t.Context(), &out, server.URL, server.Token, server.Organizer); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if i := strings.IndexFunc(strings.TrimSuffix(line, "\n"), func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 {
			t.Errorf("%q is printed", line[i:])
		}
	}
	if lines := strings.Count(out.String(), "\n"); lines != 5 {
		t.Errorf("%d lines for two teams:\n%s", lines, out.String())
	}
}
