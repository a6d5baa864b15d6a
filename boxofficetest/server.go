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

// Pretix is one pretix server in memory. Its methods may be called at any time
// and from any goroutine, also while requests are being served.
type Pretix struct {
	// URL is the base address, such as http://127.0.0.1:40123, without a
	// trailing slash.
	URL string

	// Organizer is the slug of the organizer that every server starts with,
	// "demo". Setup methods take "" for it.
	Organizer string

	// Token is the secret of an API token of the team "Administrators", which
	// holds all permissions for all events and has no members.
	Token string

	// AdminTeam is the id of that team.
	AdminTeam int64

	tb       TB
	version  release
	server   *http.Server
	served   chan struct{}
	done     chan struct{}
	inFlight sync.WaitGroup
	close    sync.Once

	mu     sync.Mutex
	closed bool
	state  state
	log    []*Request
	faults []*plannedFault
}

// A PretixOption changes how a fake pretix starts.
type PretixOption func(*pretixConfig) error

type pretixConfig struct {
	version release
}

// WithVersion makes the server behave like that release of pretix, such as
// "2024.3.0" or "4.17.1". The default is "2026.8.0". Releases before 3.5 have
// no team API and are refused.
func WithVersion(version string) PretixOption {
	return func(c *pretixConfig) (err error) {
		c.version, err = parseRelease(version)
		return err
	}
}

// NewPretix starts a server for one test. It is closed when the test ends. A
// mistake in an option or in a later setup call, such as a member for an
// unknown team, ends the test through tb.Fatalf.
func NewPretix(tb TB, opts ...PretixOption) *Pretix {
	tb.Helper()
	p, err := StartPretix(opts...)
	if err != nil {
		tb.Fatalf("boxofficetest: %v", err)
		return nil
	}
	p.tb = tb
	tb.Cleanup(p.Close)
	return p
}

// StartPretix starts a server in a program, which has to Close it. A mistake in
// a later setup call panics.
func StartPretix(opts ...PretixOption) (*Pretix, error) {
	config := pretixConfig{version: newestRelease}
	for _, opt := range opts {
		if err := opt(&config); err != nil {
			return nil, err
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start a fake pretix: %w", err)
	}
	p := &Pretix{
		URL:     "http://" + listener.Addr().String(),
		version: config.version,
		served:  make(chan struct{}),
		done:    make(chan struct{}),
		state:   newState(),
	}
	p.seed()
	p.server = &http.Server{
		Handler:           http.HandlerFunc(p.serveHTTP),
		ReadHeaderTimeout: time.Minute,
	}
	go func() {
		defer close(p.served)
		// Serve always returns an error, after Close it is ErrServerClosed.
		_ = p.server.Serve(listener)
	}()
	return p, nil
}

func (p *Pretix) seed() {
	p.Organizer = "demo"
	p.AddOrganizer(p.Organizer, "Demo Festival")
	p.AdminTeam = p.AddTeam("", PretixTeam{
		Name:                    "Administrators",
		AllEvents:               true,
		AllEventPermissions:     true,
		AllOrganizerPermissions: true,
	})
	p.Token = p.AddToken(p.AdminTeam, "boxofficetest").Secret
}

// Close cuts all connections and returns when the last request has ended. It
// may be called more than once. The state can still be read afterwards.
func (p *Pretix) Close() {
	p.close.Do(func() {
		p.mu.Lock()
		p.closed = true
		p.mu.Unlock()
		// Connections first, so that no request which was being delayed gets
		// its answer after all.
		_ = p.server.Close()
		close(p.done)
		<-p.served
		p.inFlight.Wait()
	})
}

// Version is the release that the server behaves like, such as "2026.8.0".
func (p *Pretix) Version() string {
	return p.version.String()
}

func (p *Pretix) serveHTTP(w http.ResponseWriter, r *http.Request) {
	if !p.enter() {
		panic(http.ErrAbortHandler)
	}
	defer p.inFlight.Done()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	entry := p.record(r, body)
	a := p.answer(r, body)
	p.mu.Lock()
	entry.Status = a.loggedStatus()
	p.mu.Unlock()
	a.send(w)
}

// enter counts the request, so that Close can wait for it, unless Close has
// begun already.
func (p *Pretix) enter() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	p.inFlight.Add(1)
	return true
}

// wait lets the time pass, but not longer than the client or the server stays.
func (p *Pretix) wait(r *http.Request, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	case <-p.done:
	}
}

// mistake reports wrong use of the fake itself. It does not return.
func (p *Pretix) mistake(format string, args ...any) {
	if p.tb != nil {
		p.tb.Helper()
		p.tb.Fatalf("boxofficetest: "+format, args...)
	}
	panic("boxofficetest: " + fmt.Sprintf(format, args...))
}
