//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
)

// reviver starts a server again whenever it has died, so that COMMAND may kill it.
type reviver struct {
	server server
	serve  func(ctx context.Context, port int) (server, error)
	file   string // holds the process id of the server that runs
	cancel context.CancelFunc
	ended  chan struct{}
}

// revive begins with the server that runs.
func revive(s server, file string, serve func(context.Context, int) (server, error)) (*reviver, error) {
	ctx, cancel := context.WithCancel(context.Background())
	r := &reviver{server: s, serve: serve, file: file, cancel: cancel, ended: make(chan struct{})}
	if err := r.tell(); err != nil {
		cancel()
		return nil, err
	}
	go r.watch(ctx)
	return r, nil
}

func (r *reviver) watch(ctx context.Context) {
	defer close(r.ended)
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.server.process.ended:
		}
		if err := r.again(ctx); err != nil {
			// COMMAND will see it: nothing answers any more.
			progress("pretix stays dead: %v", err)
			return
		}
	}
}

func (r *reviver) again(ctx context.Context) error {
	progress("pretix died; starting it again")
	s, err := r.serve(ctx, r.server.port)
	if err != nil {
		return err
	}
	if s.port != r.server.port {
		return fmt.Errorf("another program has taken the port %d", r.server.port)
	}
	r.server = s
	return r.tell()
}

// tell writes the file under another name first: whoever reads it finds a whole number.
func (r *reviver) tell() error {
	next := r.file + ".next"
	if err := os.WriteFile(next, []byte(strconv.Itoa(r.server.process.group.pgid)), 0o600); err != nil {
		return fmt.Errorf("writing the process id: %w", err)
	}
	return os.Rename(next, r.file)
}

// stop leaves the server as it is.
func (r *reviver) stop() {
	if r != nil {
		r.cancel()
		<-r.ended
	}
}
