package boxoffice

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// exchange is one attempt: it sends the request and reads the whole answer,
// within the limits of time and size.
type exchange struct {
	pool      http.RoundTripper
	timeout   time.Duration
	maxAnswer int64
}

// maxRedirects is how many hops a read follows.
const maxRedirects = 5

// maxFailure is how much of a failure's body is read. What is longer is a page
// for people, or an attack.
const maxFailure = 64 << 10

func (x exchange) RoundTrip(req *http.Request) (*http.Response, error) {
	timeout := min(x.timeout, time.Until(callOf(req.Context()).progress.until))
	if timeout <= 0 {
		return nil, &unsentError{errTimeOver}
	}
	ctx, cancel := context.WithTimeout(req.Context(), timeout)
	defer cancel()
	ctx, sent := watchConnection(ctx, cancel)
	resp, err := x.pool.RoundTrip(req.WithContext(ctx))
	if resp == nil && err == nil {
		err = errors.New("the transport gives neither an answer nor an error")
	}
	if err != nil {
		return nil, x.mark(sent, timedOut(req.Context(), ctx, timeout, callOf(req.Context()).clean(err)))
	}
	body := &pooledBody{buf: takeBuffer()}
	if err := x.read(resp, body); err != nil {
		giveBuffer(body.buf)
		return nil, &reachedError{timedOut(req.Context(), ctx, timeout, callOf(req.Context()).clean(err))}
	}
	resp.Body = body
	// The answer refers to our own request, so that a redirect resolves against it.
	resp.Request = req
	if _, err := resp.Location(); resp.StatusCode >= 300 && (err != nil || !isRead(req.Method)) {
		// A redirect of a write, or to no address, is an answer like any other;
		// without its target net/http does not look into it.
		resp.Header.Del("Location")
	}
	return resp, nil
}

// connection tells, of an attempt to write, whether there was one.
type connection struct {
	httptrace.ClientTrace

	cancel  func()
	made    atomic.Bool
	streams atomic.Bool // it speaks HTTP/2
	wrote   atomic.Bool // the request is on its way
	again   atomic.Bool // another connection was asked for, and refused
}

// watchConnection notes whether an attempt to write gets a connection.
func watchConnection(ctx context.Context, cancel func()) (context.Context, *connection) {
	call := callOf(ctx)
	if isRead(call.info.Method) {
		return ctx, nil
	}
	c := &connection{cancel: cancel}
	c.GotConn = c.got
	if call.key == "" {
		c.GetConn, c.WroteHeaders = c.get, c.sent
	}
	return httptrace.WithClientTrace(ctx, &c.ClientTrace), c
}

func (c *connection) got(info httptrace.GotConnInfo) {
	c.made.Store(true)
	secure, ok := info.Conn.(interface{ ConnectionState() tls.ConnectionState })
	c.streams.Store(ok && secure.ConnectionState().NegotiatedProtocol == "h2")
}

func (c *connection) sent() { c.wrote.Store(true) }

// get refuses another connection after one of HTTP/2: net/http sends any request again,
// and without an end, when the server resets its stream with PROTOCOL_ERROR, whatever the
// server did before. HTTP/1 sends one without a key again only when nothing was written.
func (c *connection) get(string) {
	if c.streams.Load() && c.wrote.Load() {
		c.again.Store(true)
		c.cancel()
	}
}

// errSentAgain stands for the failure that net/http does not show when it would send a
// request again.
var errSentAgain = errors.New("the server broke off the request before it answered")

// mark marks the failure of a write: without a connection it did nothing. Transports that
// are not net/http's own may not tell of theirs.
func (x exchange) mark(c *connection, err error) error {
	if c == nil {
		return err
	}
	if c.again.Load() {
		return &reachedError{errSentAgain}
	}
	if c.made.Load() {
		return &reachedError{err}
	}
	if _, ok := x.pool.(*http.Transport); ok {
		return &unreachedError{err}
	}
	return err
}

// timedOut tells the end of an attempt's time from the end of the caller's.
func timedOut(caller, attempt context.Context, after time.Duration, err error) error {
	if attempt.Err() != nil && caller.Err() == nil {
		return &attemptTimeout{after}
	}
	if caller.Err() != nil && !errors.Is(err, caller.Err()) {
		return fmt.Errorf("%w: %w", caller.Err(), err)
	}
	return err
}

// attemptTimeout is not context.DeadlineExceeded, which would read as the
// caller's own deadline.
type attemptTimeout struct{ after time.Duration }

func (e *attemptTimeout) Error() string {
	return fmt.Sprintf("no complete answer within %s", e.after.Round(time.Millisecond))
}
func (e *attemptTimeout) Timeout() bool        { return true }
func (e *attemptTimeout) Is(target error) bool { return target == os.ErrDeadlineExceeded }

// read reads a body to its end, so that the connection can be used again.
func (x exchange) read(resp *http.Response, into *pooledBody) error {
	if resp.Body == nil {
		return nil // net/http allows that of a transport
	}
	defer resp.Body.Close()
	if resp.StatusCode < http.StatusOK {
		// 101: the body is the connection, of which reading ends neither in time nor with ctx.
		return nil
	}
	buf := into.buf
	if resp.StatusCode >= 300 {
		// The status says what matters, also when the rest is cut off. A little more
		// may be left; a connection is worth reading that, an endless page is not.
		if _, err := buf.ReadFrom(io.LimitReader(resp.Body, maxFailure)); err == nil {
			_, _ = io.CopyN(io.Discard, resp.Body, maxFailure)
		}
		return nil
	}
	if resp.Body == http.NoBody {
		// The answer to a HEAD: its Content-Length is that of a GET.
		return nil
	}
	if resp.ContentLength > x.maxAnswer {
		return tooLarge(x.maxAnswer)
	}
	if resp.ContentLength > 0 {
		buf.Grow(int(min(resp.ContentLength, maxPooled)) + bytes.MinRead)
	}
	into.limit = io.LimitedReader{R: resp.Body, N: max(x.maxAnswer, x.maxAnswer+1)} // math.MaxInt64 + 1 is negative
	n, err := buf.ReadFrom(&into.limit)
	into.limit.R = nil
	if err == nil && n > x.maxAnswer {
		return tooLarge(x.maxAnswer)
	}
	return err
}

func tooLarge(limit int64) error {
	return &finalError{fmt.Errorf("%w: more than %d bytes", ErrResponseTooLarge, limit)}
}

// finalError is a failure after sending that another attempt would only repeat.
type finalError struct{ error }

func (e *finalError) Unwrap() error { return e.error }

// redirectReads follows redirects of reads within the same origin and hands
// every other 3xx back as the answer: net/http would turn a DELETE into a GET,
// and carry the credential from https to http and from port to port.
func redirectReads(req *http.Request, via []*http.Request) error {
	first := via[0]
	follow := first.Method == http.MethodGet || first.Method == http.MethodHead // net/http turns OPTIONS into GET
	if !follow || len(via) > maxRedirects ||
		req.URL.Scheme != first.URL.Scheme || req.URL.Host != first.URL.Host || req.URL.User != nil {
		return http.ErrUseLastResponse
	}
	return nil
}

// maxPooled is the largest buffer that is kept.
const maxPooled = 1 << 20

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func takeBuffer() *bytes.Buffer { return buffers.Get().(*bytes.Buffer) }

func giveBuffer(buf *bytes.Buffer) {
	if buf.Cap() <= maxPooled {
		buf.Reset()
		buffers.Put(buf)
	}
}

// pooledBody is an answer's body in a buffer that Close gives back. Nothing that
// outlives Close may refer to its bytes.
type pooledBody struct {
	buf   *bytes.Buffer
	read  int
	limit io.LimitedReader // through which it was filled
}

func (b *pooledBody) Read(p []byte) (int, error) {
	if b.buf == nil || b.read >= b.buf.Len() {
		return 0, io.EOF
	}
	n := copy(p, b.buf.Bytes()[b.read:])
	b.read += n
	return n, nil
}

func (b *pooledBody) Close() error {
	if b.buf != nil {
		giveBuffer(b.buf)
		b.buf = nil
	}
	return nil
}

// bodyOf returns the bytes of an answer that exchange has read.
func bodyOf(resp *http.Response) []byte {
	if b, ok := resp.Body.(*pooledBody); ok && b.buf != nil {
		return b.buf.Bytes()
	}
	return nil
}
