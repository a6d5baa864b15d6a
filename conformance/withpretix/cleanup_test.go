//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	standInVariable = "WITHPRETIX_TEST_STAND_IN"
	patience        = 10 * time.Second

	// Both start a process of their own, as gunicorn and most commands do. They wait, and
	// start no second one: dash loses a signal that comes just then. Before it says that it
	// has started, the guardian must have heard of it: until then only its leader is safe.
	fakeService = "sleep 300 & wait; true"
	fakeCommand = "sleep 300 & sleep 0.3; echo started; wait; true"
)

// standIn is withpretix with other programs in the place of pretix. It tells the test what it has started.
func standIn() int {
	g, err := newGuard()
	if err != nil {
		fmt.Println("error", err)
		return statusFailed
	}
	defer g.close()
	adoptOrphans()
	interruptions := watchInterruptions(g.died)

	dir, err := g.tempDir("", "withpretix-test-*")
	if err != nil {
		fmt.Println("error", err)
		return statusFailed
	}
	service, err := g.start(exec.Command("sh", "-c", fakeService), syscall.SIGTERM, time.Second)
	if err != nil {
		fmt.Println("error", err)
		return statusFailed
	}
	fmt.Printf("dir %s\nservice %d\nself %d\nguardian %d\n", dir, service.group.pgid, os.Getpid(), g.pid)

	script := "echo command $$; " + os.Getenv(standInVariable)
	status, _, err := runCommand(g, []string{"sh", "-c", script}, os.Environ(), interruptions)
	if err != nil {
		return statusOf(err)
	}
	return status
}

// standInRun is a stand-in that is under way.
type standInRun struct {
	cmd                              *exec.Cmd
	dir                              string
	self, guardian, service, command int
}

// startStandIn starts sh between the test and the stand-in if it is to be orphaned.
func startStandIn(t *testing.T, command string, between ...string) *standInRun {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	words := append(between, self)
	r := &standInRun{cmd: exec.Command(words[0], words[1:]...)}
	r.cmd.Env = append(os.Environ(), standInVariable+"="+command)
	r.cmd.Stderr = os.Stderr
	output, err := r.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.killAll)
	r.read(t, bufio.NewScanner(output))
	return r
}

func (r *standInRun) read(t *testing.T, lines *bufio.Scanner) {
	t.Helper()
	numbers := map[string]*int{
		"self": &r.self, "guardian": &r.guardian, "service": &r.service, "command": &r.command,
	}
	for lines.Scan() {
		word, value, _ := strings.Cut(lines.Text(), " ")
		switch {
		case word == "started":
			return
		case word == "dir":
			r.dir = value
		case numbers[word] == nil:
			t.Fatalf("the stand-in says %q", lines.Text())
		default:
			*numbers[word], _ = strconv.Atoi(value)
		}
	}
}

// killAll keeps a failing test from leaving what it failed to find gone.
func (r *standInRun) killAll() {
	for _, pgid := range []int{r.service, r.command} {
		signalGroup(pgid, syscall.SIGKILL)
	}
	r.cmd.Process.Kill()
	r.cmd.Wait()
}

func (r *standInRun) wait() int {
	err := r.cmd.Wait()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	return 0
}

func (r *standInRun) checkNothingLeft(t *testing.T) {
	t.Helper()
	for name, pgid := range map[string]int{"guardian": r.guardian, "service": r.service, "command": r.command} {
		if pgid == 0 {
			t.Errorf("the stand-in has not told the process of %s", name)
		} else if !eventually(func() bool { r.reap(); return groupGone(pgid, 0) }) {
			t.Errorf("processes of %s (group %d) are left", name, pgid)
		}
	}
	if r.self == 0 || !eventually(func() bool { r.reap(); return syscall.Kill(r.self, 0) == syscall.ESRCH }) {
		t.Errorf("withpretix itself (process %d) is left", r.self)
	}
	if r.dir == "" || exists(r.dir) {
		t.Errorf("the folder %q is left", r.dir)
	}
}

// reap takes the place of init, which may be slow, for what a killed stand-in has left to us.
func (r *standInRun) reap() {
	for _, pgid := range []int{r.guardian, r.service, r.command} {
		syscall.Wait4(-pgid, nil, syscall.WNOHANG, nil)
	}
	if r.self != r.cmd.Process.Pid {
		syscall.Wait4(r.self, nil, syscall.WNOHANG, nil)
	}
}

func eventually(condition func() bool) bool {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if condition() {
			return true
		}
	}
	return false
}

func TestNothingIsLeftAfterTheCommand(t *testing.T) {
	for command, want := range map[string]int{
		"echo started; exit 0":                 0,
		"sleep 300 & echo started; exit 42":    42,
		"sleep 300 & echo started; kill -9 $$": 128 + 9,
	} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			r := startStandIn(t, command)
			if got := r.wait(); got != want {
				t.Errorf("exit status %d, want %d", got, want)
			}
			r.checkNothingLeft(t)
		})
	}
}

func TestNothingIsLeftAfterSignals(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			r := startStandIn(t, fakeCommand)
			r.cmd.Process.Signal(sig)
			if got, want := r.wait(), signalStatus(sig); got != want {
				t.Errorf("exit status %d, want %d", got, want)
			}
			r.checkNothingLeft(t)
		})
	}
}

func TestInterruptedCommandDecidesItsStatus(t *testing.T) {
	t.Parallel()
	r := startStandIn(t, "trap 'exit 7' INT; echo started; while :; do sleep 0.05; done")
	r.cmd.Process.Signal(syscall.SIGINT)
	if got := r.wait(); got != 7 {
		t.Errorf("exit status %d, want 7", got)
	}
	r.checkNothingLeft(t)
}

func TestSecondSignalKillsStubbornCommand(t *testing.T) {
	t.Parallel()
	r := startStandIn(t, "trap '' TERM; echo started; while :; do sleep 0.05; done")
	ended := make(chan int)
	go func() { ended <- r.wait() }()
	for {
		r.cmd.Process.Signal(syscall.SIGTERM)
		select {
		case got := <-ended:
			if got != signalStatus(syscall.SIGKILL) {
				t.Errorf("exit status %d, want %d", got, signalStatus(syscall.SIGKILL))
			}
			r.checkNothingLeft(t)
			return
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func TestNothingIsLeftAfterSIGKILL(t *testing.T) {
	t.Parallel()
	r := startStandIn(t, fakeCommand)
	r.cmd.Process.Kill()
	r.wait()
	r.checkNothingLeft(t)
}

func TestNothingIsLeftAfterTheCallerIsKilled(t *testing.T) {
	t.Parallel()
	// The second command keeps sh from becoming the stand-in.
	r := startStandIn(t, fakeCommand, "sh", "-c", `"$0"; true`)
	r.cmd.Process.Kill()
	r.checkNothingLeft(t)
}

func TestNothingIsLeftAfterTheGuardianIsKilled(t *testing.T) {
	t.Parallel()
	r := startStandIn(t, fakeCommand)
	syscall.Kill(r.guardian, syscall.SIGKILL)
	r.wait()
	r.checkNothingLeft(t)
}

func TestKernelEndsLeadersWithoutGuardian(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" && runtime.GOOS != "freebsd" {
		t.Skip("the kernel has no such service")
	}
	r := startStandIn(t, "echo started; exec sleep 300")
	syscall.Kill(r.guardian, syscall.SIGKILL)
	r.cmd.Process.Kill()
	r.wait()
	if !eventually(func() bool { r.reap(); return groupGone(r.command, 0) }) {
		t.Error("the command is left")
	}
	os.RemoveAll(r.dir)
}
