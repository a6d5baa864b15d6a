//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func newTestWorkspace(t *testing.T) workspace {
	t.Helper()
	return workspace{t.TempDir(), newTestGuard(t)}
}

// fakePythons makes PATH hold sh scripts only; their names lead to what they do.
func fakePythons(t *testing.T, scripts map[string]string) (bin string) {
	t.Helper()
	bin = t.TempDir()
	for name, script := range scripts {
		write(t, filepath.Join(bin, name), "#!/bin/sh\n"+script, 0o700)
	}
	t.Setenv("PATH", bin)
	t.Setenv("PYENV_ROOT", "")
	return bin
}

func TestFindPythonSkipsWhatDoesNotWork(t *testing.T) {
	fakePythons(t, map[string]string{
		"python3.11": "echo pyenv: no such command >&2; exit 127",
		"python3":    "echo a warning >&2; echo 3.12.1; echo /real/python3.12",
	})
	got, err := findPython(t.Context(), newTestWorkspace(t), "2026.8.0", "")
	if want := (python{"3.12.1", "/real/python3.12"}); err != nil || got != want {
		t.Errorf("got %v, error %v, want %v", got, err, want)
	}
}

func TestFindPythonLooksAtPyenv(t *testing.T) {
	fakePythons(t, nil)
	root := t.TempDir()
	write(t, filepath.Join(root, "versions", "3.8.18", "bin", "python"), "#!/bin/sh\necho 3.8.18; echo /real/python3.8", 0o700)
	t.Setenv("PYENV_ROOT", root)
	got, err := findPython(t.Context(), newTestWorkspace(t), "3.17.2", "")
	if want := (python{"3.8.18", "/real/python3.8"}); err != nil || got != want {
		t.Errorf("got %v, error %v, want %v", got, err, want)
	}
}

func TestFindPythonTellsWhatItTried(t *testing.T) {
	fakePythons(t, map[string]string{
		"python3.8": "echo No module named venv >&2; exit 1",
		"python3":   "echo 3.11.7; echo /real/python3.11",
	})
	_, err := findPython(t.Context(), newTestWorkspace(t), "3.17.2", "")
	if err == nil || statusOf(err) != statusNoPython {
		t.Fatalf("error %v, want one with status %d", err, statusNoPython)
	}
	for _, want := range []string{"3.17.2 needs Python 3.8", "-python", "No module named venv", "is Python 3.11.7"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q: %v", want, err)
		}
	}
}

func TestNamedPythonIsTrusted(t *testing.T) {
	bin := fakePythons(t, map[string]string{"mine": "echo 3.14.0; echo /real/python3.14", "broken": "exit 1"})
	w := newTestWorkspace(t)
	got, err := findPython(t.Context(), w, "4.17.1", filepath.Join(bin, "mine"))
	if err != nil || got.version != "3.14.0" {
		t.Errorf("got %v, error %v", got, err)
	}
	for _, name := range []string{"broken", "missing"} {
		_, err := findPython(t.Context(), w, "4.17.1", filepath.Join(bin, name))
		if err == nil || statusOf(err) != statusNoPython {
			t.Errorf("%s: error %v, want one with status %d", name, err, statusNoPython)
		}
	}
}

func TestPythonsOfVersions(t *testing.T) {
	for v, want := range map[version][2]int{
		"3.17.2": {8, 8}, "4.17.1": {11, 11}, "2023.10.0": {11, 11}, "2024.4.0": {11, 12}, "2026.8.0": {11, 13},
	} {
		if oldest, newest := v.pythons(); [2]int{oldest, newest} != want {
			t.Errorf("%s: 3.%d to 3.%d, want %v", v, oldest, newest, want)
		}
	}
}

func TestPinsAreExact(t *testing.T) {
	pin := regexp.MustCompile(`^[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+$`)
	for _, v := range []version{
		"2026.8.0", "2026.5.6", "2026.2.2", "2024.4.0", "2024.3.0", "4.20.4", "4.17.1", "3.17.2",
	} {
		text, pinned := v.constraints()
		if !pinned {
			t.Errorf("%s has no pins", v)
		}
		if !strings.Contains(text, gunicornPin+"\n") {
			t.Errorf("%s: the pins contradict %s", v, gunicornPin)
		}
		for line := range strings.Lines(text) {
			if !pin.MatchString(strings.TrimSpace(line)) {
				t.Errorf("%s: %q is no exact pin", v, line)
			}
		}
	}
}
