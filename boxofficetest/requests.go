package boxofficetest

import (
	"bytes"
	"net/http"
)

// Request is what a server received, and what it answered.
type Request struct {
	Method   string
	Path     string // decoded, as in [net/url.URL.Path]
	RawQuery string
	Header   http.Header // with credentials
	Body     []byte

	// Status is the answer's status, 0 when the connection was cut without one
	// or the answer is not out yet.
	Status int
}

// Requests returns what the server received since the start or the last
// ResetRequests, in order of arrival, including requests that a [Fault] spoiled.
func (m *machine) Requests() []Request {
	m.mu.Lock()
	defer m.mu.Unlock()
	requests := make([]Request, 0, len(m.log))
	for _, entry := range m.log {
		r := *entry
		r.Header = r.Header.Clone()
		r.Body = bytes.Clone(r.Body)
		requests = append(requests, r)
	}
	return requests
}

// ResetRequests empties the log of requests.
func (m *machine) ResetRequests() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.log = nil
}

func (m *machine) record(r *http.Request, body []byte) *Request {
	entry := &Request{
		Method:   r.Method,
		Path:     r.URL.Path,
		RawQuery: r.URL.RawQuery,
		Header:   r.Header.Clone(),
		Body:     body,
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.log = append(m.log, entry)
	return entry
}
