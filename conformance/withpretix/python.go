//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// python is an interpreter that can make virtual environments.
type python struct {
	version string // such as 3.11.7
	path    string
}

// findPython takes the interpreter the user named, or else the first suitable one.
func findPython(ctx context.Context, w workspace, v version, named string) (python, error) {
	if named != "" {
		py, err := probe(ctx, w, named)
		if err != nil {
			return py, noPython(fmt.Errorf("-python %s: %w", named, err))
		}
		return py, nil
	}
	oldest, newest := v.pythons()
	var refused strings.Builder
	for _, candidate := range pythonCandidates(oldest, newest) {
		py, err := probe(ctx, w, candidate)
		if err == nil && !py.between(oldest, newest) {
			err = fmt.Errorf("is Python %s", py.version)
		}
		if err == nil {
			return py, nil
		}
		if ctx.Err() != nil {
			return python{}, context.Cause(ctx)
		}
		fmt.Fprintf(&refused, "\n  %s: %v", candidate, err)
	}
	return python{}, noPython(fmt.Errorf("pretix %s needs %s; name one with -python. Tried:%s",
		v, pythonRange(oldest, newest), refused.String()))
}

func noPython(err error) error {
	return &statusError{statusNoPython, fmt.Errorf("no suitable Python: %w", err)}
}

func pythonRange(oldest, newest int) string {
	if oldest == newest {
		return fmt.Sprintf("Python 3.%d", oldest)
	}
	return fmt.Sprintf("Python 3.%d to 3.%d", oldest, newest)
}

// pythonCandidates puts the oldest first: one version then runs every pretix but those before 4.0.
func pythonCandidates(oldest, newest int) []string {
	var onPath, installed []string
	for minor := oldest; minor <= newest; minor++ {
		onPath = append(onPath, "python3."+strconv.Itoa(minor))
		installed = append(installed, pyenvPythons(minor)...)
	}
	return slices.Concat(onPath, []string{"python3"}, installed)
}

// pyenvPythons finds what pyenv has installed but does not offer on PATH.
func pyenvPythons(minor int) []string {
	root := os.Getenv("PYENV_ROOT")
	if root == "" {
		return nil
	}
	found, _ := filepath.Glob(filepath.Join(root, "versions", "3."+strconv.Itoa(minor)+".*", "bin", "python"))
	return found
}

// probe runs the interpreter, since one that exists (a shim of pyenv, a stub) need not work.
func probe(ctx context.Context, w workspace, name string) (python, error) {
	cmd := exec.Command(name, "-I", "-c", probeScript)
	if cmd.Err != nil {
		return python{}, cmd.Err
	}
	output, err := w.run(ctx, cmd)
	if err != nil {
		return python{}, err
	}
	lines := strings.Split(strings.TrimSpace(output), "\n")
	if len(lines) < 2 {
		return python{}, fmt.Errorf("is no Python 3: it says %q", output)
	}
	return python{version: lines[len(lines)-2], path: lines[len(lines)-1]}, nil
}

func (p python) between(oldest, newest int) bool {
	parts := strings.Split(p.version, ".")
	if len(parts) != 3 || parts[0] != "3" {
		return false
	}
	minor, err := strconv.Atoi(parts[1])
	return err == nil && oldest <= minor && minor <= newest
}
