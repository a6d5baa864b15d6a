//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"os"
	"testing"
)

// TestMain lets the test binary play the programs that the tests start and kill.
func TestMain(m *testing.M) {
	// Otherwise each process with the race detector takes a second to end.
	os.Setenv("GORACE", "atexit_sleep_ms=0")
	switch {
	case os.Args[0] == guardianName:
		guardian(os.Stdin)
	case os.Getenv(gunicornVariable) != "":
		os.Exit(standInGunicorn(os.Getenv(gunicornVariable)))
	case os.Getenv(standInVariable) != "":
		os.Exit(standIn())
	default:
		adoptOrphans()
		os.Exit(m.Run())
	}
}
