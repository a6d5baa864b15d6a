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
)

// serve starts gunicorn and waits until pretix answers.
func (s site) serve(ctx context.Context) (url string, err error) {
	socket, url, err := listen()
	if err != nil {
		return "", err
	}
	defer socket.Close()
	if err := s.configure(url); err != nil {
		return "", err
	}
	log, err := os.Create(s.path("gunicorn.log"))
	if err != nil {
		return "", fmt.Errorf("making gunicorn's log: %w", err)
	}
	defer log.Close()

	cmd := s.pythonCommand("-m", "gunicorn", "pretix.wsgi", "--bind", "fd://3",
		"--workers", "2", "--threads", "4", "--timeout", "120")
	cmd.ExtraFiles = []*os.File{socket}
	cmd.Stdout, cmd.Stderr = log, log
	// Its database is a throw-away copy, so there is nothing to end gracefully.
	p, err := s.guard.start(cmd, syscall.SIGKILL, killGrace)
	if err != nil {
		return "", fmt.Errorf("starting gunicorn: %w", err)
	}
	// Once gunicorn is gone, connections have to be refused rather than left waiting.
	socket.Close()
	if err := awaitAnswer(ctx, p, url); err != nil {
		data, _ := os.ReadFile(log.Name())
		return "", fmt.Errorf("starting pretix: %w\n%s", err, tail(string(data)))
	}
	return url, nil
}

// listen opens the socket here: nobody can take the port before gunicorn has it.
func listen() (*os.File, string, error) {
	listener, err := net.ListenTCP("tcp4", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return nil, "", fmt.Errorf("opening a port: %w", err)
	}
	defer listener.Close()
	socket, err := listener.File()
	if err != nil {
		return nil, "", fmt.Errorf("opening a port: %w", err)
	}
	return socket, "http://" + listener.Addr().String(), nil
}

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
