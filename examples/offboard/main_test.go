package main

import (
	"bytes"
	"errors"
	"net/http"
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

// who counts members and open invites.
func who(demo *boxofficetest.Pretix) (members, invites int) {
	for _, team := range demo.Teams("") {
		members += len(demo.Members(team.ID))
		invites += len(demo.Invites(team.ID))
	}
	return members, invites
}

func TestOffboard(t *testing.T) {
	t.Parallel()
	demo, px := start(t)
	people := []string{"BOB@example.org", "carl@example.org"}
	var out bytes.Buffer
	if err := offboard(t.Context(), &out, px, "", people, false, ""); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"3 to take away", "- Bob@example.org (open invite)", `"ticket printer"`, "carl@example.org was found nowhere"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
	if members, invites := who(demo); members != 4 || invites != 1 {
		t.Errorf("a dry run: %d members, %d invites", members, invites)
	}

	out.Reset()
	journal := filepath.Join(t.TempDir(), "journal")
	if err := offboard(t.Context(), &out, px, "", people, true, journal); err != nil {
		t.Fatal(err)
	}
	if members, invites := who(demo); members != 2 || invites != 0 {
		t.Errorf("%d members, %d invites\n%s", members, invites, out.String())
	}
	info, err := os.Stat(journal)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the journal: %v, %v", info, err)
	}
	out.Reset()
	if err := offboard(t.Context(), &out, px, "demo", people, true, journal); err != nil || !strings.Contains(out.String(), "nothing to do") {
		t.Errorf("the second time: %v\n%s", err, out.String())
	}
}

func TestOffboardGoesOn(t *testing.T) {
	t.Parallel()
	demo, px := start(t)
	demo.Fail(boxofficetest.Fault{Method: http.MethodDelete, Status: http.StatusBadRequest})
	var out bytes.Buffer
	err := offboard(t.Context(), &out, px, "", []string{"bob@example.org"}, true, "")
	if _, ok := errors.AsType[*access.StepError](err); !ok {
		t.Errorf("%v", err)
	}
	if members, invites := who(demo); members != 2 || invites != 1 {
		t.Errorf("%d members, %d invites\n%s", members, invites, out.String())
	}
}

func TestOffboardRefusesTheLastAdministrator(t *testing.T) {
	t.Parallel()
	demo, px := start(t)
	var out bytes.Buffer
	err := offboard(t.Context(), &out, px, "", []string{"ada@example.org"}, true, "")
	if !errors.Is(err, access.ErrLockout) || !strings.Contains(out.String(), "- ada@example.org") {
		t.Errorf("%v\n%s", err, out.String())
	}
	if members, _ := who(demo); members != 4 {
		t.Errorf("%d members", members)
	}
}
