//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"os/exec"
	"syscall"
	"testing"
	"time"
)

func TestStopSparesTheNextGroupWithThatNumber(t *testing.T) {
	t.Parallel()
	next, err := newTestGuard(t).start(exec.Command("sleep", "300"), syscall.SIGKILL, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	ended := &process{group: next.group, ended: make(chan struct{})}
	close(ended.ended)
	ended.stop()
	select {
	case <-next.ended:
		t.Error("stopping a process that has ended stops another")
	case <-time.After(50 * time.Millisecond):
		next.stop()
	}
}
