package boxofficetest

import (
	"bytes"
	"io"
	"maps"
	"net"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fault is something that goes wrong on purpose. It tells which requests it is
// for and what happens to them. A fault that only delays, or only truncates,
// leaves the answer itself as it is.
type Fault struct {
	// Method is the HTTP method, "" for any.
	Method string

	// Path is a pattern for the decoded path of the URL, as [path.Match] reads
	// it: "*" stands for what is between two slashes, as in
	// "/api/v1/organizers/*/teams/" or "/v3/organizations/*/events/". "" is any
	// path.
	Path string

	// Match is asked last, if set. It may read the body.
	Match func(*http.Request) bool

	// Times is how many matching requests it happens to: 0 means one, -1 all
	// until ClearFaults.
	Times int

	// Skip is how many matching requests pass unharmed before.
	Skip int

	// Delay comes before anything else, but after the idempotency key of a
	// request that is then served has been locked; with AfterServing it comes
	// between act and answer. It ends early when the client goes away, which
	// does not stop the server from acting, as it would not stop a real one.
	Delay time.Duration

	// Status is answered instead of the real answer. Without it, a fault that
	// has a Body or HTML answers 200.
	Status int

	// RetryAfter is the header of that answer, in seconds or as a date.
	RetryAfter string

	// Header is added to that answer.
	Header http.Header

	// Body is the body of that answer; the default is a small JSON error in the
	// form of the server.
	Body string

	// HTML makes that answer a web page, with Body if there is one.
	HTML bool

	// Reset cuts the connection with a TCP reset, without an answer.
	Reset bool

	// AfterServing lets the server act first, so that the request has its
	// effects, idempotency included, and only the answer is spoiled.
	AfterServing bool

	// Truncate announces the full length of the answer, sends half of it and
	// cuts the connection. An answer without a body is not sent at all. The
	// server acts first, unless the fault brings an answer of its own.
	Truncate bool
}

// plannedFault is a fault with its counters.
type plannedFault struct {
	Fault
	skip, left int
}

// Fail plans faults. A request suffers the first one, in order of planning,
// that matches it and is not used up.
func (m *machine) Fail(faults ...Fault) {
	planned := make([]*plannedFault, 0, len(faults))
	for _, f := range faults {
		m.checkFault(f)
		left := f.Times
		if left == 0 {
			left = 1
		}
		planned = append(planned, &plannedFault{Fault: f, skip: f.Skip, left: left})
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.faults = append(m.faults, planned...)
}

// PendingFaults are the faults that are planned and not used up, so that a test can
// tell that its faults have happened: a Path without the last slash, for one,
// matches nothing. Those without end are among them until ClearFaults.
func (m *machine) PendingFaults() []Fault {
	m.mu.Lock()
	defer m.mu.Unlock()
	var pending []Fault
	for _, f := range m.faults {
		if f.left != 0 {
			pending = append(pending, f.Fault)
		}
	}
	return pending
}

// ClearFaults drops all faults that are planned.
func (m *machine) ClearFaults() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.faults = nil
}

func (m *machine) checkFault(f Fault) {
	if _, err := path.Match(f.Path, ""); err != nil {
		m.mistake("fault: path pattern %q: %v", f.Path, err)
	}
	if f.Delay <= 0 && !f.Reset && !f.Truncate && !f.answers() {
		m.mistake("fault: nothing to go wrong in %+v", f)
	}
	if f.Status == 0 && (f.RetryAfter != "" || len(f.Header) > 0) && f.Body == "" && !f.HTML {
		m.mistake("fault: RetryAfter and Header go with a Status: %+v", f)
	}
	if f.Status != 0 && (f.Status < 200 || f.Status > 999) {
		m.mistake("fault: no final HTTP status: %d", f.Status)
	}
}

// answers tells whether the fault brings an answer of its own.
func (f Fault) answers() bool {
	return f.Status != 0 || f.Body != "" || f.HTML || f.RetryAfter != "" || len(f.Header) > 0
}

func (f Fault) matches(r *http.Request, body []byte) bool {
	if f.Method != "" && !strings.EqualFold(f.Method, r.Method) {
		return false
	}
	if f.Path != "" {
		if ok, _ := path.Match(f.Path, r.URL.Path); !ok {
			return false
		}
	}
	if f.Match == nil {
		return true
	}
	copied := r.Clone(r.Context())
	copied.Body = io.NopCloser(bytes.NewReader(body))
	return f.Match(copied)
}

// takeFault finds the fault for a request and counts it. Match runs without the
// lock, since it may well ask the server something.
func (m *machine) takeFault(r *http.Request, body []byte) (Fault, bool) {
	m.mu.Lock()
	planned := slices.Clip(m.faults)
	m.mu.Unlock()
	for _, f := range planned {
		if f.matches(r, body) && m.use(f) {
			return f.Fault, true
		}
	}
	return Fault{}, false
}

func (m *machine) use(f *plannedFault) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case f.left == 0:
		return false
	case f.skip > 0:
		f.skip--
		return false
	case f.left > 0:
		f.left--
	}
	return true
}

// outcome is what happens on the connection in the end.
type outcome struct {
	response
	reset    bool
	truncate bool
}

// answer serves a request, with the fault that is due.
func (m *machine) answer(r *http.Request, body []byte) outcome {
	f, faulty := m.takeFault(r, body)
	if !faulty {
		return outcome{response: m.site.handleOnce(r, body, func() {})}
	}
	o := outcome{reset: f.Reset, truncate: f.Truncate}
	replaced := f.Reset || f.answers()
	switch {
	case f.AfterServing:
		o.response = m.site.handleOnce(r, body, func() {})
		m.wait(r, f.Delay)
	case replaced:
		m.wait(r, f.Delay)
	default:
		o.response = m.site.handleOnce(r, body, func() { m.wait(r, f.Delay) })
	}
	if f.answers() {
		o.response = f.response(m.site)
	}
	return o
}

func (f Fault) response(s site) response {
	status := f.Status
	if status == 0 {
		status = http.StatusOK
	}
	res := s.problem(status)
	if f.HTML {
		res = htmlPage(status, http.StatusText(status), "This page is a planned fault.")
	}
	if f.Body != "" {
		res.body = []byte(f.Body)
	}
	if f.RetryAfter != "" {
		res.header.Set("Retry-After", f.RetryAfter)
	}
	for key, values := range f.Header {
		res.header[http.CanonicalHeaderKey(key)] = values
	}
	return res
}

func (o outcome) loggedStatus() int {
	if o.cutsAtOnce() {
		return 0
	}
	return o.status
}

// cutsAtOnce tells whether the client gets to see nothing at all.
func (o outcome) cutsAtOnce() bool {
	return o.reset || o.truncate && len(o.body) == 0
}

func (o outcome) send(w http.ResponseWriter) {
	switch {
	case o.reset:
		reset(w)
	case o.cutsAtOnce():
		panic(http.ErrAbortHandler)
	case o.truncate:
		o.sendHalf(w)
	default:
		o.response.send(w)
	}
}

// reset closes the connection so that the kernel sends RST instead of FIN.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

func (o outcome) sendHalf(w http.ResponseWriter) {
	maps.Copy(w.Header(), o.header)
	w.Header().Set("Content-Length", strconv.Itoa(len(o.body)))
	w.WriteHeader(o.status)
	_, _ = w.Write(o.body[:len(o.body)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}
