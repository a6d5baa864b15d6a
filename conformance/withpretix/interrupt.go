//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// interruption is a reason to end early: a signal, or what is treated like one.
type interruption struct {
	signal syscall.Signal
	reason string
}

func (i interruption) Error() string { return "interrupted: " + i.reason }

// status is how withpretix ends when this kept COMMAND from being run.
func (i interruption) status() error { return &statusError{signalStatus(i.signal), i} }

// watchInterruptions reports signals, the death of the caller, and that of the guardian, without which withpretix
// could no longer keep its promise to leave nothing behind.
func watchInterruptions(guardianDied <-chan struct{}) <-chan interruption {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	// A closed pipe on stderr must not end withpretix halfway. Ignoring the signal would make COMMAND ignore it, too.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	orphaned := orphanhood(os.Getppid(), 200*time.Millisecond)

	interruptions := make(chan interruption)
	go func() {
		for {
			select {
			case s := <-signals:
				interruptions <- interruption{s.(syscall.Signal), "received " + s.String()}
			case <-orphaned:
				orphaned = nil
				interruptions <- interruption{syscall.SIGTERM, "the process that started withpretix is gone"}
			case <-guardianDied:
				guardianDied = nil
				interruptions <- interruption{syscall.SIGTERM, "the guardian process is gone"}
			}
		}
	}()
	return interruptions
}

// orphanhood polls: few kernels tell a process of its parent's death, and Linux does so when the parent's thread ends.
func orphanhood(parent int, every time.Duration) <-chan struct{} {
	orphaned := make(chan struct{})
	go func() {
		defer close(orphaned)
		for os.Getppid() == parent {
			time.Sleep(every)
		}
	}()
	return orphaned
}

// untilInterrupted returns a context that the first interruption ends. The function ends the watch, so that later
// interruptions are somebody else's, and returns the one that came, as an error with its exit status.
func untilInterrupted(interruptions <-chan interruption) (context.Context, func() error) {
	ctx, cancel := context.WithCancelCause(context.Background())
	var interrupted error
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		select {
		case i := <-interruptions:
			interrupted = i.status()
			cancel(interrupted)
		case <-stop:
		}
	}()
	return ctx, func() error {
		close(stop)
		<-stopped
		cancel(nil)
		return interrupted
	}
}

// signalStatus is how shells show a death by signal.
func signalStatus(s syscall.Signal) int { return 128 + int(s) }
