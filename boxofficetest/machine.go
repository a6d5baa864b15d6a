package boxofficetest

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// TB is the part of [testing.TB] that a fake server needs, so that programs
// which start one do not link the testing package.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// site is what makes one fake differ from another on the wire.
type site interface {
	// handleOnce answers a request. It calls hold, which lets a planned delay
	// pass, before it acts.
	handleOnce(r *http.Request, body []byte, hold func()) response

	// problem is the answer of a fault that brings none of its own.
	problem(status int) response
}

// machine is what every fake server consists of besides what it serves: the
// listener, the log of requests and the planned faults.
type machine struct {
	site     site
	tb       TB
	server   *http.Server
	served   chan struct{}
	done     chan struct{}
	inFlight sync.WaitGroup
	close    sync.Once

	mu     sync.Mutex // also guards the state of the site
	closed bool
	log    []*Request
	faults []*plannedFault
}

// listen opens a loopback port, which serve starts to answer on.
func listen(what string) (net.Listener, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start a fake %s: %w", what, err)
	}
	return listener, nil
}

func (m *machine) serve(listener net.Listener, s site) {
	m.site = s
	m.served, m.done = make(chan struct{}), make(chan struct{})
	m.server = &http.Server{
		Handler:           http.HandlerFunc(m.serveHTTP),
		ReadHeaderTimeout: time.Minute,
	}
	go func() {
		defer close(m.served)
		// Serve always returns an error, after Close it is ErrServerClosed.
		_ = m.server.Serve(listener)
	}()
}

// Close cuts all connections and returns when the last request has ended. It
// may be called more than once. The state can still be read afterwards.
func (m *machine) Close() {
	m.close.Do(func() {
		m.mu.Lock()
		m.closed = true
		m.mu.Unlock()
		// Connections first, so that no request which was being delayed gets
		// its answer after all.
		_ = m.server.Close()
		close(m.done)
		<-m.served
		m.inFlight.Wait()
	})
}

func (m *machine) serveHTTP(w http.ResponseWriter, r *http.Request) {
	if !m.enter() {
		panic(http.ErrAbortHandler)
	}
	defer m.inFlight.Done()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	entry := m.record(r, body)
	a := m.answer(r, body)
	m.mu.Lock()
	entry.Status = a.loggedStatus()
	m.mu.Unlock()
	a.send(w)
}

// enter counts the request, so that Close can wait for it, unless Close has
// begun already.
func (m *machine) enter() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return false
	}
	m.inFlight.Add(1)
	return true
}

// wait lets the time pass, but not longer than the client or the server stays.
func (m *machine) wait(r *http.Request, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	case <-m.done:
	}
}

// mistake reports wrong use of the fake itself. It does not return.
func (m *machine) mistake(format string, args ...any) {
	if m.tb != nil {
		m.tb.Helper()
		m.tb.Fatalf("boxofficetest: "+format, args...)
	}
	panic("boxofficetest: " + fmt.Sprintf(format, args...))
}

func (m *machine) helper() {
	if m.tb != nil {
		m.tb.Helper()
	}
}
