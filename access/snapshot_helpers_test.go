package access

import (
	"encoding/json"
	"net/http"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func snapPretix(t testing.TB, server *boxofficetest.Pretix, opts ...boxoffice.Option) *boxoffice.Pretix {
	t.Helper()
	px, err := boxoffice.NewPretix(server.URL, boxoffice.PretixTeamToken(server.Token), opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(px.CloseIdleConnections)
	return px
}

func snapEventbrite(t testing.TB, server *boxofficetest.Eventbrite, opts ...boxoffice.Option) *boxoffice.Eventbrite {
	t.Helper()
	opts = append([]boxoffice.Option{boxoffice.WithBaseURL(server.URL)}, opts...)
	eb, err := boxoffice.NewEventbrite(boxoffice.EventbriteToken(server.Token), opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(eb.CloseIdleConnections)
	return eb
}

// snapQuick gives up after one attempt.
func snapQuick() boxoffice.Option {
	return boxoffice.WithRetryLimits(boxoffice.RetryLimits{Attempts: 1, MaxWait: time.Millisecond, MaxElapsed: time.Minute})
}

func snapRead(t testing.TB, server *boxofficetest.Pretix, opts *ReadOptions) *Snapshot {
	t.Helper()
	s, err := ReadPretix(t.Context(), snapPretix(t, server), server.Organizer, opts)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return s
}

// snapCopy is the snapshot as it comes back from JSON.
func snapCopy(t testing.TB, s *Snapshot) *Snapshot {
	t.Helper()
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	out := new(Snapshot)
	if err := json.Unmarshal(data, out); err != nil {
		t.Fatal(err)
	}
	return out
}

func snapEqual[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\ngot  %+v\nwant %+v", what, got, want)
	}
}

// snapTransport is between a client and its server.
type snapTransport struct {
	latency time.Duration
	before  func(*http.Request)
	next    *http.Transport

	mu                      sync.Mutex
	inFlight, most, counted int
	busy                    time.Duration
}

func newSnapTransport(t testing.TB) *snapTransport {
	next := &http.Transport{MaxIdleConnsPerHost: 32, DisableCompression: true}
	t.Cleanup(next.CloseIdleConnections)
	return &snapTransport{next: next}
}

func (s *snapTransport) option() boxoffice.Option {
	return boxoffice.WithHTTPClient(&http.Client{Transport: s})
}

func (s *snapTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	s.mu.Lock()
	s.inFlight++
	s.counted++
	s.most = max(s.most, s.inFlight)
	s.mu.Unlock()
	begin := time.Now()
	defer func() {
		s.mu.Lock()
		s.inFlight--
		s.busy += time.Since(begin)
		s.mu.Unlock()
	}()
	if s.before != nil {
		s.before(req)
	}
	if s.latency > 0 {
		select {
		case <-time.After(s.latency):
		case <-req.Context().Done():
			return nil, req.Context().Err()
		}
	}
	return s.next.RoundTrip(req)
}

func (s *snapTransport) counts() (most, counted int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.most, s.counted
}
