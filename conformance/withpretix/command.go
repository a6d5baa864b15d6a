//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// commandGrace is how long an interrupted COMMAND may take to end by itself.
const commandGrace = 10 * time.Second

// runCommand returns COMMAND's exit status, and the interruption that COMMAND was told of, if one came.
func runCommand(g *guard, command, env []string, interruptions <-chan interruption) (status int, interrupted, err error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = env
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	defer lendTerminal(cmd)()

	p, err := g.start(cmd, syscall.SIGTERM, commandGrace)
	if err != nil {
		return 0, nil, notRunnable(err)
	}
	interrupted = awaitCommand(p, interruptions)
	status, err = commandStatus(p.err)
	return status, interrupted, err
}

func notRunnable(err error) error {
	status := statusNotRunnable
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
		status = statusNotFound
	}
	return &statusError{status, fmt.Errorf("starting COMMAND: %w", err)}
}

// awaitCommand passes interruptions on and returns the first as an error with its exit status. After it COMMAND has a
// bounded time; a second one shows that somebody has no more patience.
func awaitCommand(p *process, interruptions <-chan interruption) (interrupted error) {
	var first interruption
	select {
	case <-p.ended:
		return nil
	case first = <-interruptions:
	}
	progress("%v; stopping", first)
	signalGroup(p.group.pgid, first.signal)

	select {
	case <-p.ended:
		return first.status()
	case <-interruptions:
	case <-time.After(commandGrace):
		progress("COMMAND did not stop within %v; killing it", commandGrace)
	}
	signalGroup(p.group.pgid, syscall.SIGKILL)
	<-p.ended
	return first.status()
}

func commandStatus(err error) (int, error) {
	if err == nil {
		return 0, nil
	}
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		return 0, fmt.Errorf("waiting for COMMAND: %w", err)
	}
	if wait, ok := exit.Sys().(syscall.WaitStatus); ok && wait.Signaled() {
		return signalStatus(wait.Signal()), nil
	}
	return exit.ExitCode(), nil
}
