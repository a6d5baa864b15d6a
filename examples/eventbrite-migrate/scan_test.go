package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

const call = "https://www.eventbriteapi.com/v3/users/me/owned_events/"

// write puts files into a new folder.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// places are where a scanner found something, below dir.
func places(s *scanner, dir string) []string {
	out := []string{}
	for _, f := range s.findings {
		name := f.File
		if rel, err := filepath.Rel(dir, f.File); err == nil {
			name = filepath.ToSlash(rel)
		}
		out = append(out, fmt.Sprintf("%s:%d:%d", name, f.Line, f.Column))
	}
	return out
}

func TestFolders(t *testing.T) {
	t.Parallel()
	dir := write(t, map[string]string{
		"b/deep/er/x.js":      "\n\n  fetch('" + call + "')\n",
		"a.py":                call,
		".env":                "URL=" + call,
		"binary":              call + "\x00",
		"late":                strings.Repeat("x", sniff-1) + "\n" + call + "\n\x00",
		"empty":               "",
		".git/config":         call,
		"node_modules/m/i.js": call,
		"b/vendor/v.go":       call,
		"b/svn/.svn/x":        call,
	})
	if err := os.WriteFile(filepath.Join(dir, "large"), make([]byte, 0), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(dir, "large"), maxFile+1); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"loop": ".", "b/link.py": "../a.py", "dangling": "nowhere"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	s := &scanner{}
	s.path(dir)
	if got, want := places(s, dir), []string{".env:1:37", "a.py:1:33", "b/deep/er/x.js:3:42", fmt.Sprintf("late:2:%d", 33)}; !slices.Equal(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
	if s.failed || len(s.problems) != 1 || !strings.Contains(s.problems[0], "large is left out") {
		t.Errorf("problems: %q, failed: %t", s.problems, s.failed)
	}

	// What is named is read: a link to a folder, and a file in a folder that isn't walked.
	s = &scanner{}
	s.path(filepath.Join(dir, "loop"))
	if len(s.findings) != 4 {
		t.Errorf("through a link: %q", places(s, dir))
	}
	s = &scanner{}
	s.path(filepath.Join(dir, ".git", "config"))
	s.path(filepath.Join(dir, "b", "vendor"))
	s.path(filepath.Join(dir, "b", "link.py"))
	if got, want := places(s, dir), []string{".git/config:1:33", "b/vendor/v.go:1:33", "b/link.py:1:33"}; !slices.Equal(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	s := &scanner{}
	s.path(filepath.Join(t.TempDir(), "missing"))
	if !s.failed || len(s.problems) != 1 {
		t.Errorf("a missing file: %q, %t", s.problems, s.failed)
	}
	s = &scanner{}
	s.read(io.MultiReader(strings.NewReader(call+"\n"), iotest.ErrReader(errors.New("broken disk"))), "x")
	if !s.failed || len(s.problems) != 1 || !strings.Contains(s.problems[0], "x: broken disk") {
		t.Errorf("a broken file: %q, %t", s.problems, s.failed)
	}
	if len(s.findings) != 1 {
		t.Errorf("%d findings before the failure", len(s.findings))
	}
}

// A line may be longer than what is read at once: what lies at a cut is found, and once.
func TestLongLines(t *testing.T) {
	t.Parallel()
	const text = "requests.post('/v3/users/' + user + '/contact_lists/')"
	for _, shift := range []int{-2*overlap - 20, -2 * overlap, -overlap - 40, -overlap - 20, -overlap - 14, -overlap, -40, -20, 0} {
		at := maxPiece + shift
		line := strings.Repeat("x ", at/2) + text
		line += strings.Repeat(" y", (3*maxPiece-len(line))/2) + text
		s := &scanner{}
		s.read(iotest.HalfReader(strings.NewReader("\n"+line+"\n"+text+"\n")), "min.js")
		column := strings.Index(text, "/users") + 1
		want := []string{fmt.Sprintf("min.js:2:%d", at/2*2+column), fmt.Sprintf("min.js:2:%d", len(line)-len(text)+column), fmt.Sprintf("min.js:3:%d", column)}
		if got := places(s, ""); !slices.Equal(got, want) {
			t.Fatalf("shift %d: %q, not %q", shift, got, want)
		}
		for _, f := range s.findings {
			if f.Row != 24 || !f.MethodKnown {
				t.Fatalf("shift %d: %+v", shift, f)
			}
		}
	}
}

// What is made to be slow is not.
func TestHostileLines(t *testing.T) {
	t.Parallel()
	began := time.Now()
	for _, unit := range []string{"/users/", "/users/{", `/users/" + `, "/users/me/contact_lists/", "${", "GET ", "/v3/events/", `\/`, "\"+", "\xff", ".", "GET /users/me/events "} {
		s := &scanner{}
		s.read(strings.NewReader(strings.Repeat(unit, maxPiece/2/len(unit))), "x")
	}
	if took := time.Since(began); took > time.Minute {
		t.Errorf("it took %s", took)
	}
}

// What waits for the name of Eventbrite doesn't fill the memory.
func TestDoubtfulCallsAreBounded(t *testing.T) {
	t.Parallel()
	s := &scanner{}
	s.read(strings.NewReader(strings.Repeat("post('/events/')\n", maxDoubtful+5)+"eventbrite"), "x")
	if len(s.findings) != maxDoubtful {
		t.Errorf("%d findings", len(s.findings))
	}
}
