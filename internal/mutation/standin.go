package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// coverTime is how long measuring the coverage seems to take: gremlins multiplies it
// for a mutant's time.
const coverTime = 200 * time.Millisecond

// Exit codes that gremlins takes for a mutant that lives, is killed, doesn't compile.
const (
	lived = iota
	killed
	notViable
)

// standIn is `go` for gremlins.
func standIn(args []string) int {
	dir := os.Getenv(dirVariable)
	if len(args) > 1 && args[0] == "mod" {
		return 0
	}
	for i, arg := range args {
		if arg == "-coverprofile" {
			time.Sleep(coverTime)
			profile, err := os.ReadFile(filepath.Join(dir, "cover"))
			if err == nil {
				err = os.WriteFile(args[i+1], profile, 0o600)
			}
			return code(err)
		}
	}
	file, data, err := mutated(dir)
	if err != nil {
		return code(err)
	}
	if os.Getenv(passVariable) == passCollect {
		return code(os.WriteFile(filepath.Join(dir, "kept", file+"."+hash(data)), data, 0o600))
	}
	return judge(dir, hash(data))
}

// mutated is the file that gremlins has changed in the module it runs in.
func mutated(dir string) (string, []byte, error) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) != 1 {
		return "", nil, fmt.Errorf("%v instead of a file to mutate: %w", files, err)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		return "", nil, err
	}
	original, err := os.ReadFile(filepath.Join(dir, "modules", files[0], files[0]))
	if err == nil && bytes.Equal(data, original) {
		err = errors.New("no mutant in " + files[0])
	}
	return files[0], data, err
}

func judge(dir, hash string) int {
	data, err := os.ReadFile(filepath.Join(dir, "plans", hash))
	if err != nil {
		return code(err)
	}
	id, list, _ := strings.Cut(string(data), " ")
	if id == planNotViable {
		return notViable
	}
	root, err := os.Readlink(filepath.Join(dir, "root"))
	if err != nil {
		return code(err)
	}
	limit := syscall.Rlimit{Cur: mutantCPU, Max: mutantCPU}
	if err := syscall.Setrlimit(syscall.RLIMIT_CPU, &limit); err != nil {
		return code(err)
	}
	// Tests that run in parallel all run to their end, whatever -failfast says.
	tests := strings.Fields(list)
	for size := 6; len(tests) > 0; size *= 5 {
		size = min(size, len(tests))
		if result := try(dir, root, id, tests[:size]); result != lived {
			return result
		}
		tests = tests[size:]
	}
	return lived
}

// try runs tests with a mutant, or all with a mutant that has a binary of its own.
func try(dir, root, id string, tests []string) int {
	binary := filepath.Join(dir, "schemata.test")
	if filepath.IsAbs(id) {
		binary = id
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*mutantTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, "-test.failfast", "-test.timeout=0", "-test.run", "^("+strings.Join(tests, "|")+")$")
	cmd.Env = append(os.Environ(), idVariable+"="+id)
	cmd.Dir = root
	// Gremlins kills the one that it has started, which is this.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := cmd.CombinedOutput()
	if folder := os.Getenv("BOXOFFICE_MUTATION_LOG"); folder != "" {
		_ = os.WriteFile(filepath.Join(folder, filepath.Base(id)), out, 0o600)
	}
	if cmd.ProcessState != nil && cmd.ProcessState.Sys().(syscall.WaitStatus).Signaled() {
		// Endless: to gremlins a mutant is that when its time is over.
		time.Sleep(2 * mutantTime)
	}
	switch {
	case bytes.Contains(out, []byte(noReturn)):
		return notViable
	case err != nil:
		return killed
	}
	return lived
}

func code(err error) int {
	if err == nil {
		return 0
	}
	fmt.Fprintln(os.Stderr, "mutation as go:", err)
	// Nothing that gremlins would take for a mutant's end.
	_ = syscall.Kill(os.Getppid(), syscall.SIGTERM)
	return 1
}
