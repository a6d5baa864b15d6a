//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// newTestSite has a Python that says how it was called. Its folder's name is one that needs quoting.
func newTestSite(t *testing.T) site {
	t.Helper()
	w := newTestWorkspace(t)
	s := site{workspace: w, dir: w.path("it's 100% site"), venv: w.path("venv")}
	write(t, venvPython(s.venv), "#!/bin/sh\necho \"$PRETIX_CONFIG_FILE|$SECRET\"\nprintf '[%s]' \"$@\"\ncat\n", 0o700)
	if err := os.MkdirAll(s.dataDir(), 0o700); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestShellQuotes(t *testing.T) {
	s := newTestSite(t)
	path, err := s.writeShell()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path)
	cmd.Env = append(os.Environ(), "SECRET=leaks")
	cmd.Stdin = strings.NewReader("print(1)")
	output, err := cmd.Output()
	want := s.configFile() + "|\n[-I][-X][utf8][-c][" + shellScript + "]print(1)"
	if err != nil || string(output) != want {
		t.Errorf("error %v, the program got\n%s\nwant\n%s", err, output, want)
	}
}

func TestConfigurationEscapesPercentSigns(t *testing.T) {
	s := newTestSite(t)
	if err := s.configure("http://127.0.0.1:1"); err != nil {
		t.Fatal(err)
	}
	config, err := os.ReadFile(s.configFile())
	if err != nil || !strings.Contains(string(config), "it's 100%% site/data/db.sqlite3\n") {
		t.Errorf("error %v, configuration\n%s", err, config)
	}
}

func TestScriptFailureShowsItsOutput(t *testing.T) {
	s := newTestSite(t)
	write(t, venvPython(s.venv), "#!/bin/sh\necho ValueError: no >&2\nexit 1\n", 0o700)
	if err := s.script(t.Context(), "code"); err == nil || !strings.Contains(err.Error(), "ValueError: no") {
		t.Errorf("error %v, want the output in it", err)
	}
}

func TestAwaitAnswerWaitsForThe403(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/v1/version" || asked.Add(1) < 3 {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		w.WriteHeader(http.StatusForbidden)
	}))
	defer server.Close()
	if err := awaitAnswer(t.Context(), &process{}, server.URL); err != nil {
		t.Fatal(err)
	}
	if asked.Load() != 3 {
		t.Errorf("asked %d times, want 3", asked.Load())
	}
}

func TestServeTellsWhyGunicornEnded(t *testing.T) {
	s := newTestSite(t)
	write(t, venvPython(s.venv), "#!/bin/sh\necho ImproperlyConfigured >&2\nexit 1\n", 0o700)
	_, err := s.serve(t.Context(), 0)
	if err == nil || !strings.Contains(err.Error(), "ended by itself") || !strings.Contains(err.Error(), "ImproperlyConfigured") {
		t.Errorf("error %v, want the reason and the log in it", err)
	}
}

func TestReadyReadsThePostmastersState(t *testing.T) {
	l := postgresLauncher{dataDir: t.TempDir()}
	file := filepath.Join(l.dataDir, "postmaster.pid")
	const head = "12\n/data\n1712346200\n5432\n/data\n\n  1 2\n"
	for content, want := range map[string]bool{"": false, head: false, head + "starting\n": false, head + "ready   \n": true} {
		write(t, file, content, 0o600)
		if got := l.ready(); got != want {
			t.Errorf("%q: ready is %v, want %v", content, got, want)
		}
	}
}

func TestPostgresThatDoesNotStart(t *testing.T) {
	w := newTestWorkspace(t)
	l := postgresLauncher{workspace: w, wheel: w.path("wheel"), dataDir: w.dir}
	write(t, filepath.Join(l.wheel, programs, "postgres"), "#!/bin/sh\necho FATAL: no memory\nexit 1\n", 0o700)
	if _, err := l.start(t.Context()); err == nil || !strings.Contains(err.Error(), "FATAL: no memory") {
		t.Errorf("error %v, want the log in it", err)
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	ctx, ready := untilInterrupted(interruptedBy(syscall.SIGTERM))
	begin := time.Now()
	_, err := newTestWorkspace(t).run(ctx, exec.Command("sh", "-c", "sleep 300 & sleep 300; true"))
	if statusOf(err) != signalStatus(syscall.SIGTERM) || statusOf(ready()) != signalStatus(syscall.SIGTERM) {
		t.Errorf("error %v, want the interruption", err)
	}
	if took := time.Since(begin); took > patience {
		t.Errorf("took %v", took)
	}
}

func interruptedBy(sig syscall.Signal) <-chan interruption {
	interruptions := make(chan interruption, 1)
	interruptions <- interruption{sig, "test"}
	return interruptions
}

func TestTail(t *testing.T) {
	log := strings.Repeat("early\n", 50) + "late\n"
	if got := tail(log); strings.Count(got, "\n") != 19 || !strings.HasSuffix(got, "late") {
		t.Errorf("got %q", got)
	}
}

func TestSeedIsRead(t *testing.T) {
	s := newTestSite(t)
	if _, err := s.seed(); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v, want that of a missing file", err)
	}
	write(t, s.seedFile(), `{"PRETIX_TOKEN": "abc"}`, 0o600)
	if got, err := s.seed(); err != nil || got["PRETIX_TOKEN"] != "abc" {
		t.Errorf("got %v, error %v", got, err)
	}
}
