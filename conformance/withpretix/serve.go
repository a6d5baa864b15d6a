//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"
)

const (
	serverPatience = 90 * time.Second
	probePatience  = 30 * time.Second
	serverGrace    = 10 * time.Second
)

// server is a gunicorn that serves pretix.
type server struct {
	process *process
	port    int
}

func (s server) url() string { return fmt.Sprintf("http://%v", loopback(s.port)) }

// stop lets requests end, for a database that is still needed.
func (s server) stop() { s.process.stopWith(syscall.SIGTERM, serverGrace) }

// serve starts gunicorn and waits until pretix answers. It takes any port if port is 0 or no longer free.
func (s site) serve(ctx context.Context, port int) (server, error) {
	socket, port, err := listen(port)
	if err != nil {
		return server{}, err
	}
	defer socket.Close()
	srv := server{port: port}
	if err := s.configure(srv.url()); err != nil {
		return srv, err
	}
	log, err := os.Create(s.path("gunicorn.log"))
	if err != nil {
		return srv, fmt.Errorf("making gunicorn's log: %w", err)
	}
	defer log.Close()

	cmd := s.pythonCommand("-m", "gunicorn", "pretix.wsgi", "--bind", "fd://3",
		"--workers", "2", "--threads", "4", "--timeout", "120")
	cmd.ExtraFiles = []*os.File{socket}
	cmd.Stdout, cmd.Stderr = log, log
	// In the end its database goes, too, so there is nothing to end gracefully.
	srv.process, err = s.guard.start(cmd, syscall.SIGKILL, killGrace)
	if err != nil {
		return srv, fmt.Errorf("starting gunicorn: %w", err)
	}
	// Once gunicorn is gone, connections have to be refused rather than left waiting.
	socket.Close()
	if err := awaitAnswer(ctx, srv.process, srv.url()); err != nil {
		data, _ := os.ReadFile(log.Name())
		return srv, fmt.Errorf("starting pretix: %w\n%s", err, tail(string(data)))
	}
	return srv, nil
}

// listen opens the socket here: nobody can take the port before gunicorn has it.
func listen(wanted int) (socket *os.File, port int, err error) {
	listener, err := net.ListenTCP("tcp4", loopback(wanted))
	if errors.Is(err, syscall.EADDRINUSE) {
		listener, err = net.ListenTCP("tcp4", loopback(0))
	}
	if err != nil {
		return nil, 0, fmt.Errorf("opening a port: %w", err)
	}
	defer listener.Close()
	socket, err = listener.File()
	if err != nil {
		return nil, 0, fmt.Errorf("opening a port: %w", err)
	}
	return socket, listener.Addr().(*net.TCPAddr).Port, nil
}

func loopback(port int) *net.TCPAddr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port} }

// awaitAnswer waits for the 403 with which a working pretix refuses to tell a stranger its version.
func awaitAnswer(ctx context.Context, p *process, url string) error {
	ctx, cancel := context.WithTimeoutCause(ctx, serverPatience, fmt.Errorf("no answer within %v", serverPatience))
	defer cancel()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: probePatience}
	for {
		last := probeVersion(ctx, client, url)
		if last == nil {
			return nil
		}
		select {
		case <-p.ended:
			return errors.New("gunicorn ended by itself")
		case <-ctx.Done():
			return fmt.Errorf("%w; last: %w", context.Cause(ctx), last)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func probeVersion(ctx context.Context, client *http.Client, url string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/api/v1/version", nil)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	response.Body.Close()
	if response.StatusCode != http.StatusForbidden {
		return fmt.Errorf("GET /api/v1/version answers %s instead of 403", response.Status)
	}
	return nil
}
