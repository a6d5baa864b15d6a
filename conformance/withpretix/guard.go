//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// guard gives the guardian its orders.
type guard struct {
	mutex  sync.Mutex
	orders *os.File
	given  bytes.Buffer // all orders so far, in case the guardian is killed
	pid    int
	died   chan struct{}
}

func newGuard() (*guard, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding the own program, to run it as guardian: %w", err)
	}
	read, write, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("making the guardian's pipe: %w", err)
	}
	defer read.Close()
	cmd := &exec.Cmd{
		Path:  self,
		Args:  []string{guardianName},
		Stdin: read,
		// In a session of its own, the guardian outlives whatever ends this terminal or process group.
		SysProcAttr: &syscall.SysProcAttr{Setsid: true},
	}
	if err := cmd.Start(); err != nil {
		write.Close()
		return nil, fmt.Errorf("starting the guardian: %w", err)
	}
	g := &guard{orders: write, pid: cmd.Process.Pid, died: make(chan struct{})}
	go func() {
		cmd.Wait()
		close(g.died)
	}()
	return g, nil
}

// order needs no error: without a guardian withpretix ends soon, see watchInterruptions, and tidies up by itself.
func (g *guard) order(format string, args ...any) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	fmt.Fprintf(&g.given, format, args...)
	fmt.Fprintf(g.orders, format, args...)
}

func (g *guard) watch(pgid int, stop syscall.Signal, grace time.Duration) {
	g.order(orderWatch, pgid, int(stop), grace.Milliseconds())
}

func (g *guard) forget(pgid int) { g.order(orderForget, pgid) }

// tempDir makes a folder that the guardian removes in the end, unless it has been renamed by then.
func (g *guard) tempDir(parent, pattern string) (string, error) {
	dir, err := os.MkdirTemp(parent, pattern)
	if err == nil {
		g.order(orderRemove, dir)
	}
	return dir, err
}

// close lets the guardian do its work and waits for it.
func (g *guard) close() {
	select {
	case <-g.died:
		tidyUp(g.readGiven())
	default:
		g.orders.Close()
		<-g.died
	}
}

func (g *guard) readGiven() ([]watchedGroup, []string) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	return readOrders(&g.given)
}
