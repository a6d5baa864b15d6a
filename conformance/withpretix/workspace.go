//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// workspace is the temporary folder of this run.
type workspace struct {
	dir   string
	guard *guard
}

func newWorkspace(g *guard) (workspace, error) {
	dir, err := g.tempDir("", "withpretix-*")
	if err != nil {
		return workspace{}, fmt.Errorf("making a temporary folder: %w", err)
	}
	return workspace{dir, g}, nil
}

func (w workspace) path(elements ...string) string {
	return filepath.Join(append([]string{w.dir}, elements...)...)
}

// folder makes a folder of the workspace.
func (w workspace) folder(name string) (string, error) {
	if err := os.MkdirAll(w.path(name), 0o700); err != nil {
		return "", fmt.Errorf("making a temporary folder: %w", err)
	}
	return w.path(name), nil
}

// run runs cmd to its end and returns what it wrote. A failure tells the last of it.
func (w workspace) run(ctx context.Context, cmd *exec.Cmd) (output string, err error) {
	log, err := os.CreateTemp(w.dir, "*.log")
	if err != nil {
		return "", fmt.Errorf("making a log file: %w", err)
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	err = w.guard.run(ctx, cmd)
	data, readErr := os.ReadFile(log.Name())
	if _, failed := errors.AsType[*exec.ExitError](err); failed {
		err = fmt.Errorf("%w\n%s", err, tail(string(data)))
	}
	return string(data), errors.Join(err, readErr)
}

// tail returns the last lines of a log.
func tail(log string) string {
	const lines = 20
	all := strings.Split(strings.TrimSpace(log), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
