package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/access"
)

func TestRetire(t *testing.T) {
	t.Parallel()
	demo, crew := inMemory()
	defer demo.Close()
	px, err := boxoffice.NewPretix(demo.URL, boxoffice.PretixTeamToken(demo.Token))
	if err != nil {
		t.Fatal(err)
	}
	guard := access.Guard{TeamID: demo.AdminTeam}
	run := func(teamID int64, apply bool) string {
		var out bytes.Buffer
		if err := retire(t.Context(), &out, px, "", teamID, guard, apply); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	if text := run(crew, false); !strings.Contains(text, `- token "cron"`) || len(demo.Members(crew)) != 1 {
		t.Errorf("a dry run:\n%s", text)
	}
	if text := run(crew, true); strings.Count(text, ": done\n") != 4 {
		t.Errorf("%s", text)
	}
	team := demo.Team(crew)
	if len(demo.Members(crew))+len(demo.Invites(crew)) != 0 || demo.Tokens(crew)[0].Active || team.AllEvents || len(team.LimitEventPermissions) != 0 {
		t.Errorf("%+v is left", team)
	}
	if text := run(crew, true); !strings.Contains(text, "nothing to do") {
		t.Errorf("a second run:\n%s", text)
	}
	if err := retire(t.Context(), &bytes.Buffer{}, px, "", demo.AdminTeam, guard, true); !errors.Is(err, access.ErrLockout) {
		t.Errorf("its own team: %v", err)
	}
}
