//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"errors"
	"fmt"
	"os"
)

func main() {
	if os.Args[0] == guardianName {
		guardian(os.Stdin)
		return
	}
	opts, err := parseOptions(os.Args[1:], os.Stderr)
	if err != nil {
		os.Exit(statusOf(err))
	}
	status, err := run(opts)
	if err != nil {
		progress("%v", err)
		status = statusOf(err)
	}
	os.Exit(status)
}

// run owns the guardian: whatever happens inside, closing it ends every process and removes every temporary folder.
func run(opts options) (status int, err error) {
	guard, err := newGuard()
	if err != nil {
		return 0, err
	}
	defer guard.close()
	adoptOrphans()
	interruptions := watchInterruptions(guard.died)

	p, err := newPreparation(guard, opts)
	if err != nil {
		return 0, err
	}
	// Before the guard ends everything: what dies then must stay dead.
	defer func() { p.reviver.stop() }()
	return runStages(guard, opts.command, interruptions, p.stages())
}

func progress(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "withpretix: "+format+"\n", args...)
}

// statusError is a failure that has an exit status of its own.
type statusError struct {
	status int
	err    error
}

func (e *statusError) Error() string { return e.err.Error() }
func (e *statusError) Unwrap() error { return e.err }

func statusOf(err error) int {
	if e, ok := errors.AsType[*statusError](err); ok {
		return e.status
	}
	return statusFailed
}
