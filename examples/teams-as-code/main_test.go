package main

import (
	"bytes"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice/access"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// desk is a program with a pretix in memory and a file of its teams.
type desk struct {
	*boxofficetest.Pretix

	file string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{Pretix: inMemory(), file: filepath.Join(t.TempDir(), "teams.json")}
	t.Cleanup(d.Close)
	text, err := d.run(t, &job{}, "export", "")
	if err != nil {
		t.Fatal(err)
	}
	d.write(t, text)
	return d
}

func (d *desk) run(t *testing.T, j *job, command, file string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	j.out = &out
	err := j.run(t.Context(), d.URL, d.Token, command, file)
	if j.px != nil {
		j.px.CloseIdleConnections()
	}
	return out.String(), err
}

func (d *desk) write(t *testing.T, text string) {
	t.Helper()
	if err := os.WriteFile(d.file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// edit replaces texts of the file.
func (d *desk) edit(t *testing.T, oldnew ...string) {
	t.Helper()
	text, err := os.ReadFile(d.file)
	if err != nil {
		t.Fatal(err)
	}
	d.write(t, strings.NewReplacer(oldnew...).Replace(string(text)))
}

func (d *desk) journals(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(d.file + "*.journal")
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func contain(t *testing.T, text string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("%q is missing in\n%s", w, text)
		}
	}
}

func TestStory(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := (&job{out: &out}).run(t.Context(), "", "", "", ""); err != nil {
		t.Fatal(err)
	}
	contain(t, out.String(), `"organizer": "demo"`, `~ name: "Box office" → "Tills"`, "~ events: +openair", "+ erin@example.org", "- carol@example.org",
		"(teams) for organizer demo, pretix 2026.8.0: nothing to do", "(revert) for organizer demo", "+ carol@example.org", "- erin@example.org (open invite)")
}

func TestExportPlansNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	if text, err := d.run(t, &job{prune: true}, "plan", d.file); err != nil || !strings.Contains(text, "nothing to do") {
		t.Errorf("%v\n%s", err, text)
	}
}

func TestApplyAsksForTheNumberOfRemovals(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.edit(t, `"carol@example.org"`, `"erin@example.org"`)
	text, err := d.run(t, &job{}, "apply", d.file)
	if !errors.Is(err, access.ErrRemovals) || !strings.Contains(err.Error(), "say -removals 1") {
		t.Errorf("%v\n%s", err, text)
	}
	if left := d.journals(t); len(left) > 0 || len(d.Outbox()) > 0 {
		t.Errorf("it was begun: %q", left)
	}
	if text, err := d.run(t, &job{removals: 1}, "apply", d.file); err != nil {
		t.Errorf("%v\n%s", err, text)
	}
	if len(d.Outbox()) != 1 {
		t.Error("erin is not invited")
	}
}

func TestApplyGoesOnFromTheJournal(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.edit(t, `"carol@example.org"`, `"erin@example.org"`, `"Box office"`, `"Tills"`)
	d.Fail(boxofficetest.Fault{Method: http.MethodPost, Status: http.StatusBadRequest})
	text, err := d.run(t, &job{removals: 1}, "apply", d.file)
	if _, ok := errors.AsType[*access.StepError](err); !ok {
		t.Fatalf("%v\n%s", err, text)
	}
	contain(t, text, "failed", "skipped")
	journals := d.journals(t)
	if len(journals) != 1 || journals[0] != d.file+".journal" {
		t.Fatalf("%q", journals)
	}
	if info, err := os.Stat(journals[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	text, err = d.run(t, &job{removals: 1}, "apply", d.file)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	contain(t, text, "is there: going on with plan", "done; to take it back: revert "+d.file)
	if journals = d.journals(t); len(journals) != 1 || journals[0] == d.file+".journal" {
		t.Errorf("%q", journals)
	}
	if team := d.Teams("")[1]; team.Name != "Tills" || len(d.Members(team.ID)) != 1 || len(d.Invites(team.ID)) != 1 {
		t.Errorf("%+v", team)
	}

	// What was done in two runs is taken back in one.
	text, err = d.run(t, &job{}, "revert", journals[0])
	if err != nil || len(d.journals(t)) != 1 {
		t.Fatalf("%v\n%s", err, text)
	}
	contain(t, text, `~ name: "Tills" → "Box office"`, "+ carol@example.org", "- erin@example.org (open invite)")
	if text, err := d.run(t, &job{reverts: true, removals: 1}, "revert", journals[0]); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if team := d.Teams("")[1]; team.Name != "Box office" || len(d.Members(team.ID)) != 2 || len(d.Invites(team.ID)) != 0 {
		t.Errorf("%+v", team)
	}
}

// A crash before the first line leaves a journal with nothing in it.
func TestApplyTakesAnEmptyJournal(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.edit(t, `"Box office"`, `"Tills"`)
	if err := os.WriteFile(d.file+".journal", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if text, err := d.run(t, &job{}, "apply", d.file); err != nil || d.Teams("")[1].Name != "Tills" {
		t.Errorf("%v\n%s", err, text)
	}
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.edit(t, `"members"`, `"membres"`)
	for _, c := range []struct{ command, file, want string }{
		{"plan", d.file, d.file + ":11:7: teams[0].membres: this key is not known"},
		{"apply", d.file, "this key is not known"},
		{"plan", d.file + ".none", "no such file"},
		{"revert", d.file + ".none", "there is no journal"},
		{"revert", d.file, "access: "},
		{"", "", "say export"},
	} {
		if text, err := d.run(t, &job{}, c.command, c.file); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: %v, want %s\n%s", c.command, c.file, err, c.want, text)
		}
	}
}
