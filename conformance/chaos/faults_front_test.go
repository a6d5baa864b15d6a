package chaos

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"testing"
	"time"
)

// front is the proxy that speaks HTTP, right before the server. It spoils requests as it is told to, and keeps the
// book of what the server has done.
type front struct {
	*httptest.Server

	proxy    *httputil.ReverseProxy
	upstream *http.Transport

	mu     sync.Mutex
	spoil  spoiler
	before func(*http.Request) // sees each request before the server does
	acted  int                 // writes that the server has answered
	atWork int                 // requests that are not done with yet, whether or not somebody waits for the answer
	quiet  *sync.Cond          // atWork became 0
	over   chan struct{}       // closed when the call is over
}

// spoiler answers one request in the front's place.
type spoiler func(f *front, w http.ResponseWriter, r *http.Request)

func newFront(t *testing.T, host string) *front {
	f := &front{upstream: &http.Transport{IdleConnTimeout: time.Second, MaxIdleConnsPerHost: 8}}
	f.quiet = sync.NewCond(&f.mu)
	f.proxy = &httputil.ReverseProxy{
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(&url.URL{Scheme: "http", Host: host}) },
		Transport: f,
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) {
			http.Error(w, "<h1>Bad gateway</h1>", http.StatusBadGateway)
		},
	}
	f.Server = httptest.NewServer(f)
	t.Cleanup(func() {
		f.Close()
		f.upstream.CloseIdleConnections()
	})
	return f
}

// RoundTrip sends to the server. What has begun there is not cut off: a server goes on, too.
func (f *front) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := f.upstream.RoundTrip(r.WithContext(context.WithoutCancel(r.Context())))
	if err == nil {
		// Whole, so that the server is done with it.
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		resp.Body = io.NopCloser(bytes.NewReader(body))
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err == nil && isWrite(r) && resp.StatusCode < 300 {
		f.acted++
	}
	return resp, err
}

func isWrite(r *http.Request) bool { return r.Method != http.MethodGet && r.Method != http.MethodHead }

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	spoil, before := f.spoil, f.before
	f.atWork++
	f.mu.Unlock()
	defer f.done()
	if before != nil {
		before(r)
	}
	if spoil == nil {
		f.proxy.ServeHTTP(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	r = r.Clone(context.WithoutCancel(r.Context()))
	r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	r.Body, _ = r.GetBody()
	spoil(f, w, r)
}

func (f *front) done() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.atWork--
	if f.atWork == 0 {
		f.quiet.Broadcast()
	}
}

// forward lets the server answer, and keeps the answer.
func (f *front) forward(r *http.Request) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	f.proxy.ServeHTTP(rec, r)
	return rec
}

func (f *front) setSpoiler(s spoiler) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.spoil = s
}

func (f *front) setBefore(before func(*http.Request)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.before = before
}

// begin is called before a call, and what it returns after it.
func (f *front) begin() (end func()) {
	over := make(chan struct{})
	f.mu.Lock()
	defer f.mu.Unlock()
	f.over, f.acted = over, 0
	return func() { close(over) }
}

func (f *front) callOver() <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.over
}

// settle waits until all that has come is done with, and returns how many writes it has answered so far.
func (f *front) settle() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	for f.atWork > 0 {
		f.quiet.Wait()
	}
	return f.acted
}

func copyAnswer(w http.ResponseWriter, rec *httptest.ResponseRecorder) {
	maps.Copy(w.Header(), rec.Header())
	w.WriteHeader(rec.Code)
	_, _ = w.Write(rec.Body.Bytes())
}

// sever closes the connection after these bytes.
func sever(w http.ResponseWriter, raw []byte) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	_, _ = conn.Write(raw)
	_ = conn.Close()
}
