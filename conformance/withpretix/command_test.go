//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func newTestGuard(t *testing.T) *guard {
	t.Helper()
	g, err := newGuard()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.close)
	return g
}

func TestCommandStatus(t *testing.T) {
	g := newTestGuard(t)
	for script, want := range map[string]int{
		"exit 0":                             0,
		"exit 1":                             1,
		"exit 255":                           255,
		"kill -TERM $$":                      128 + 15,
		`test "$GREETING" = hello || exit 3`: 0,
	} {
		got, _, err := runCommand(g, []string{"sh", "-c", script}, append(os.Environ(), "GREETING=hello"), nil)
		if err != nil || got != want {
			t.Errorf("%s: status %d, error %v, want %d", script, got, err, want)
		}
	}
}

func TestCommandThatCannotRun(t *testing.T) {
	g := newTestGuard(t)
	plain := filepath.Join(t.TempDir(), "plain")
	if err := os.WriteFile(plain, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for command, want := range map[string]int{
		"withpretix-no-such-command": statusNotFound,
		plain + "-missing":           statusNotFound,
		plain:                        statusNotRunnable,
	} {
		if _, _, err := runCommand(g, []string{command}, nil, nil); err == nil || statusOf(err) != want {
			t.Errorf("%s: error %v, want one with status %d", command, err, want)
		}
	}
}

func TestCommandEnvironment(t *testing.T) {
	got := commandEnvironment(
		[]string{"HOME=/h", "PRETIX_URL=stale", "PRETIX_CONFIG_FILE=/etc/pretix"},
		map[string]string{"PRETIX_URL": "http://127.0.0.1:1"})
	if want := []string{"HOME=/h", "PRETIX_URL=http://127.0.0.1:1"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
