//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"context"
	"os/exec"
	"syscall"
	"time"
)

const reapPause = 5 * time.Millisecond

// process is the leader of a process group of its own.
type process struct {
	cmd   *exec.Cmd
	group watchedGroup
	ended chan struct{}
	err   error // of Wait; valid once ended is closed
}

// start runs cmd as the leader of a process group which does not outlive it, nor withpretix.
//
// cmd may have only files as its standard streams: copying would go on for as long as any descendant holds a pipe.
func (g *guard) start(cmd *exec.Cmd, stop syscall.Signal, grace time.Duration) (*process, error) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setpgid = true
	// The guardian hears of the process only after its start; the kernel covers the time until then.
	stopWithParent(cmd.SysProcAttr, stop)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &process{
		cmd:   cmd,
		group: watchedGroup{pgid: cmd.Process.Pid, stop: stop, grace: grace},
		ended: make(chan struct{}),
	}
	g.watch(p.group.pgid, stop, grace)
	go p.wait(g)
	return p, nil
}

func (p *process) wait(g *guard) {
	p.err = p.cmd.Wait()
	// A group that lost its leader holds only strays. They must go before the number can name another group.
	signalGroup(p.group.pgid, syscall.SIGKILL)
	for range int(killGrace / reapPause) {
		// The strays are our children now where adoptOrphans works. Else it is up to init to reap them.
		syscall.Wait4(-p.group.pgid, nil, syscall.WNOHANG, nil)
		if groupGone(p.group.pgid, 0) {
			break
		}
		time.Sleep(reapPause)
	}
	g.forget(p.group.pgid)
	close(p.ended)
}

func (p *process) stop() { p.stopWith(p.group.stop, p.group.grace) }

// stopWith is for what has to end in another way than when all is over.
func (p *process) stopWith(stop syscall.Signal, grace time.Duration) {
	select {
	case <-p.ended: // its number may be another group's by now
	default:
		watchedGroup{p.group.pgid, stop, grace}.end()
		<-p.ended
	}
}

// run waits for cmd to end by itself, or ends it when ctx is done.
func (g *guard) run(ctx context.Context, cmd *exec.Cmd) error {
	if err := ctx.Err(); err != nil {
		return context.Cause(ctx)
	}
	p, err := g.start(cmd, syscall.SIGTERM, 2*time.Second)
	if err != nil {
		return err
	}
	select {
	case <-p.ended:
		return p.err
	case <-ctx.Done():
		p.stop()
		return context.Cause(ctx)
	}
}
