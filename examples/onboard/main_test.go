package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/access"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func start(t *testing.T) (*boxofficetest.Pretix, *boxoffice.Pretix) {
	t.Helper()
	demo := inMemory()
	t.Cleanup(demo.Close)
	px, err := boxoffice.NewPretix(demo.URL, boxoffice.PretixTeamToken(demo.Token))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(px.CloseIdleConnections)
	return demo, px
}

func TestOnboard(t *testing.T) {
	t.Parallel()
	demo, px := start(t)
	var out bytes.Buffer
	if err := onboard(t.Context(), &out, px, "", demoPeople, false, ""); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"3 to add", "+ ana@example.org", "+ bob@example.org", "requires 2FA"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
	if len(demo.Outbox()) > 0 {
		t.Error("a dry run sends mail")
	}

	out.Reset()
	journal := filepath.Join(t.TempDir(), "journal")
	if err := onboard(t.Context(), &out, px, "", demoPeople, true, journal); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`invite ana@example.org into team "Box office" (2): done invited`, `invite bob@example.org into team "Door" (3): done added`,
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
	if mails := demo.Outbox(); len(mails) != 2 {
		t.Errorf("%d mails were sent", len(mails))
	}
	info, err := os.Stat(journal)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the journal: %v, %v", info, err)
	}
	file, err := os.Open(journal)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if j, err := access.ReadJournal(file); err != nil || len(j.Done()) != 3 {
		t.Errorf("%+v, %v", j, err)
	}

	out.Reset()
	if err := onboard(t.Context(), &out, px, "", demoPeople, true, journal); err != nil || !strings.Contains(out.String(), "nothing to do") {
		t.Errorf("the second time: %v\n%s", err, out.String())
	}
}

func TestOnboardNeverOverwritesAJournal(t *testing.T) {
	t.Parallel()
	demo, px := start(t)
	journal := filepath.Join(t.TempDir(), "journal")
	if err := os.WriteFile(journal, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := onboard(t.Context(), &bytes.Buffer{}, px, "demo", demoPeople, true, journal); !errors.Is(err, os.ErrExist) {
		t.Errorf("%v", err)
	}
	if kept, _ := os.ReadFile(journal); string(kept) != "kept" || len(demo.Outbox()) > 0 {
		t.Errorf("%s, %v", kept, demo.Outbox())
	}
}

func TestOnboardWithoutATeam(t *testing.T) {
	t.Parallel()
	_, px := start(t)
	for _, arg := range []string{"ana@example.org", "ana@example.org=Nowhere", "=Door"} {
		if err := onboard(t.Context(), &bytes.Buffer{}, px, "", []string{arg}, true, ""); err == nil {
			t.Errorf("%q: no error", arg)
		}
	}
}
