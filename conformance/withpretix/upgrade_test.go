//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

const gunicornVariable = "WITHPRETIX_TEST_GUNICORN"

// standInGunicorn answers as a pretix does that does not know its caller, and notes its end among the calls.
func standInGunicorn(name string) int {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	listener, err := net.FileListener(os.NewFile(3, "socket"))
	if err != nil {
		fmt.Println(err)
		return 1
	}
	go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusForbidden)
	}))
	<-stop
	calls, err := os.OpenFile("calls", os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return 1
	}
	defer calls.Close()
	fmt.Fprintln(calls, name, "gunicorn ends")
	return 0
}

// newTestVenv has a Python that notes which module it runs, and runs gunicorn only.
func newTestVenv(t *testing.T, w workspace, name string) (venv string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	venv = w.path(name)
	write(t, venvPython(venv), fmt.Sprintf(`#!/bin/sh
echo %[1]s "$5" "$6" >>calls
test "$5" != gunicorn || exec env GORACE=atexit_sleep_ms=0 %[2]s=%[1]s '%[3]s'
`, name, gunicornVariable, self), 0o700)
	return venv
}

func newTestUpgrade(t *testing.T) *preparation {
	t.Helper()
	s := newTestSite(t)
	s.version, s.venv = "2026.2.2", newTestVenv(t, s.workspace, "old")
	write(t, s.seedFile(), `{"PRETIX_TOKEN": "abc"}`, 0o600)
	return &preparation{
		workspace: s.workspace,
		opts:      options{version: s.version, upgrade: "2026.8.0", engine: "sqlite"},
		nextVenv:  newTestVenv(t, s.workspace, "new"),
		site:      s,
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// pretixVariables are what withpretix adds to the environment.
func pretixVariables(env []string) map[string]string {
	variables := map[string]string{}
	for _, variable := range env {
		if name, value, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "PRETIX_") {
			variables[name] = value
		}
	}
	return variables
}

func TestUpgradeGoesOnWithTheSameSite(t *testing.T) {
	t.Parallel()
	p := newTestUpgrade(t)
	before, err := p.open(t.Context(), beforeUpgrade)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(pretixVariables(before)["PRETIX_KEEP"], "note"), "kept", 0o600)
	after, err := p.upgrade(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	want := map[string]string{
		"PRETIX_TOKEN": "abc", "PRETIX_URL": p.server.url(), "PRETIX_VERSION": "2026.2.2", "PRETIX_UPGRADE": "before",
		"PRETIX_KEEP": p.path("keep"), "PRETIX_SHELL": filepath.Join(p.site.dir, "shell"),
	}
	if got := pretixVariables(before); !maps.Equal(got, want) {
		t.Errorf("before: got %v, want %v", got, want)
	}
	want["PRETIX_VERSION"], want["PRETIX_UPGRADE"] = "2026.8.0", "after"
	if got := pretixVariables(after); !maps.Equal(got, want) {
		t.Errorf("after: got %v, want %v", got, want)
	}
	if got := read(t, filepath.Join(want["PRETIX_KEEP"], "note")); got != "kept" {
		t.Errorf("the note for the second run says %q", got)
	}
	if shell := read(t, want["PRETIX_SHELL"]); !strings.Contains(shell, "'"+venvPython(p.nextVenv)+"'") {
		t.Errorf("the shell is not that of the next version:\n%s", shell)
	}
	wantCalls := "old gunicorn pretix.wsgi\nold gunicorn ends\nnew pretix migrate\nnew gunicorn pretix.wsgi\n"
	if got := read(t, filepath.Join(p.site.dir, "calls")); got != wantCalls {
		t.Errorf("calls\n%swant\n%s", got, wantCalls)
	}
}

func TestUpgradeThatFailsShowsItsOutput(t *testing.T) {
	t.Parallel()
	p := newTestUpgrade(t)
	if _, err := p.open(t.Context(), beforeUpgrade); err != nil {
		t.Fatal(err)
	}
	write(t, venvPython(p.nextVenv), "#!/bin/sh\necho InconsistentMigrationHistory >&2\nexit 1\n", 0o700)
	_, err := p.upgrade(t.Context())
	if err == nil || statusOf(err) != statusFailed {
		t.Fatalf("error %v, want one with status %d", err, statusFailed)
	}
	for _, want := range []string{"2026.2.2 to 2026.8.0", "InconsistentMigrationHistory"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q: %v", want, err)
		}
	}
}

func TestOnlyAnUpgradeHasTwoStages(t *testing.T) {
	t.Parallel()
	p := newTestUpgrade(t)
	if got := len(p.stages()); got != 2 {
		t.Errorf("%d stages with -upgrade, want 2", got)
	}
	p.opts.upgrade = ""
	if got := len(p.stages()); got != 1 {
		t.Errorf("%d stages without -upgrade, want 1", got)
	}
	env, err := p.open(t.Context(), beforeUpgrade)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"PRETIX_UPGRADE", "PRETIX_KEEP"} {
		if value, ok := pretixVariables(env)[name]; ok {
			t.Errorf("%s is %q without -upgrade", name, value)
		}
	}
}

func TestListenTakesAnotherPortThanOneThatIsTaken(t *testing.T) {
	t.Parallel()
	taken, err := net.ListenTCP("tcp4", loopback(0))
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	takenPort := taken.Addr().(*net.TCPAddr).Port
	socket, port, err := listen(takenPort)
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	if port == 0 || port == takenPort {
		t.Errorf("listens on port %d, want one of its own", port)
	}
}
