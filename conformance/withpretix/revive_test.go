//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

func TestDeadServerIsRevived(t *testing.T) {
	g, err := newGuard()
	if err != nil {
		t.Fatal(err)
	}
	defer g.close()
	start := func(port int) server {
		p, err := g.start(exec.Command("sleep", "60"), syscall.SIGKILL, killGrace)
		if err != nil {
			t.Error(err)
		}
		return server{process: p, port: port}
	}
	file := filepath.Join(t.TempDir(), "pid")
	starts := 0
	r, err := revive(start(7), file, func(_ context.Context, port int) (server, error) {
		if starts++; starts == 2 {
			return server{}, errors.New("not this time")
		}
		return start(port), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	defer r.stop()
	first := readPID(t, file)
	syscall.Kill(-first, syscall.SIGKILL)
	second := first
	for deadline := time.Now().Add(20 * time.Second); second == first && time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		second = readPID(t, file)
	}
	if second == first {
		t.Fatal("the server was not revived")
	}
	syscall.Kill(-second, syscall.SIGKILL)
	select {
	case <-r.ended:
	case <-time.After(20 * time.Second):
		t.Fatal("the reviver goes on without a server")
	}
	if starts != 2 {
		t.Errorf("there were %d starts", starts)
	}
}

func TestStoppedReviverLeavesTheServerDead(t *testing.T) {
	g, err := newGuard()
	if err != nil {
		t.Fatal(err)
	}
	defer g.close()
	p, err := g.start(exec.Command("sleep", "60"), syscall.SIGKILL, killGrace)
	if err != nil {
		t.Fatal(err)
	}
	r, err := revive(server{process: p, port: 7}, filepath.Join(t.TempDir(), "pid"), func(context.Context, int) (server, error) {
		t.Error("it was started again")
		return server{}, errors.New("no")
	})
	if err != nil {
		t.Fatal(err)
	}
	r.stop()
	p.stop()
}

func readPID(t *testing.T, file string) int {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return pid
}
