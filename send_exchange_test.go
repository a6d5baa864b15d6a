package boxoffice

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// hasty retries without a noticeable wait, for tests on a real wire, where there
// is no virtual time.
func hasty() Option { return WithRetryLimits(RetryLimits{MaxWait: time.Millisecond}) }

func TestRedirects(t *testing.T) {
	t.Parallel()
	// The server that no credential may reach: another origin that does answer.
	var strangers atomic.Int64
	stranger := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		strangers.Add(1)
		t.Errorf("the other server got %s %s with %v", r.Method, r.URL, r.Header)
		jsonHandler(200, `{"id":666}`).ServeHTTP(w, r)
	}))
	defer stranger.Close()
	strangerPort := stranger.URL[strings.LastIndex(stranger.URL, ":"):]

	targets := []struct {
		reason   string
		location func(origin string) string
		same     bool // the same origin
	}{
		{"a path", func(string) string { return "/shop/api/v1/target/" }, true},
		{"a path and a query", func(string) string { return "/shop/api/v1/target/?a=b" }, true},
		{"a relative path", func(string) string { return "../../target/" }, true},
		{"the same origin", func(o string) string { return o + "/shop/api/v1/target/" }, true},
		{"another port", func(string) string { return stranger.URL + "/shop/api/v1/target/" }, false},
		{"another name and port", func(string) string { return "http://localhost" + strangerPort + "/shop/api/v1/target/" }, false},
		{"another name of the same server", func(o string) string {
			return strings.Replace(o, "127.0.0.1", "localhost", 1) + "/shop/api/v1/target/"
		}, false},
		{"another port, without a scheme", func(string) string { return "//127.0.0.1" + strangerPort + "/shop/api/v1/target/" }, false},
		{"another scheme", func(o string) string { return strings.Replace(o, "http:", "https:", 1) + "/shop/api/v1/target/" }, false},
		{"a scheme of its own", func(string) string { return "file:///etc/passwd" }, false},
		{"the same origin with user info", func(o string) string { return strings.Replace(o, "://", "://user:pass@", 1) + "/shop/api/v1/target/" }, false},
		{"nowhere", func(string) string { return "" }, false},
		{"what is no address", func(string) string { return "http://[/" }, false},
	}
	for _, target := range targets {
		t.Run(target.reason, func(t *testing.T) {
			t.Parallel()
			var origin string
			var mu sync.Mutex
			var got []string
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				got = append(got, r.Method+" "+r.URL.Path+" "+r.Header.Get("Authorization"))
				mu.Unlock()
				if r.URL.Path == "/shop/api/v1/target/" {
					jsonHandler(200, `{"id":7}`).ServeHTTP(w, r)
					return
				}
				if location := target.location(origin); location != "" {
					w.Header().Set("Location", location)
				}
				var status int
				_, _ = fmt.Sscanf(r.URL.Path, "/shop/api/v1/from/%d/", &status)
				w.WriteHeader(status)
			}))
			defer server.Close()
			origin = server.URL
			px := newTestPretix(t, server.URL+"/shop", hasty())
			for _, status := range []int{300, 301, 302, 303, 304, 305, 306, 307, 308} {
				for _, method := range slices.Concat(reads, writes) {
					mu.Lock()
					got = nil
					mu.Unlock()
					path := fmt.Sprintf("/from/%d/", status)
					request := Request{Method: method, Path: path}
					if !isRead(method) {
						request.Body = 1
					}
					result, err := Do[device](t.Context(), px.Client(), request)
					what := fmt.Sprintf("%s answered %d", method, status)
					first := method + " " + testRootPath + path + " Token " + testToken
					want := []string{first}
					followed := target.same && slices.Contains([]int{301, 302, 303, 307, 308}, status) && (method == "GET" || method == "HEAD")
					if followed {
						want = append(want, method+" "+testRootPath+"/target/ Token "+testToken)
						if err != nil {
							t.Errorf("%s: %v", what, err)
						} else if method == "GET" && result.ID != 7 {
							t.Errorf("%s: the result is %v", what, *result)
						}
					} else {
						e, ok := errors.AsType[*Error](err)
						if !ok || e.Status != status || e.Message != "unexpected redirect" || e.Hint != redirectHint || e.Attempts != 1 {
							t.Errorf("%s: the error is %#v", what, err)
						}
						wantKinds(t, err)
					}
					if !slices.Equal(got, want) {
						t.Errorf("%s: the server got %q, want %q", what, got, want)
					}
				}
			}
		})
	}
	t.Cleanup(func() { wantEqual(t, "the requests to the other server", strangers.Load(), 0) })
}

// A read follows so many redirects and no more.
func TestRedirectChain(t *testing.T) {
	t.Parallel()
	px, _ := newServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var n int
		_, _ = fmt.Sscanf(r.URL.Path, "/shop/api/v1/left/%d/", &n)
		if n == 0 {
			jsonHandler(200, `{"id":7}`).ServeHTTP(w, r)
			return
		}
		http.Redirect(w, r, fmt.Sprintf("/shop/api/v1/left/%d/", n-1), http.StatusFound)
	}), hasty())
	if _, err := Do[device](t.Context(), px.Client(), Request{Method: "GET", Path: "/left/5/"}); err != nil {
		t.Error(err)
	}
	_, err := Do[device](t.Context(), px.Client(), Request{Method: "GET", Path: "/left/6/"})
	wantEqual(t, "Status", wantError(t, err).Status, 302)
}

// The hops of a redirect are one attempt, and each is asked for at the limiter.
func TestRedirectIsOneAttempt(t *testing.T) {
	t.Parallel()
	var w watch
	asked := 0
	px, m := newMock(t, WithObserver(w.observer()), WithRateLimiter(limiterFunc(func(context.Context) error { asked++; return nil })))
	m.on("GET", "/version", "", reply(301, "", "Location", testRootPath+"/version/"))
	m.on("GET", "/version/", "", reply(200, `{"pretix":"2026.8.0"}`))
	if _, err := px.Version(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantEqual(t, "the attempts observed", len(w.attempts), 2)
	for _, a := range w.attempts {
		wantEqual(t, "the number of the attempt", a.Attempt, 1)
	}
	wantEqual(t, "Attempts", w.results[0].Attempts, 1)
	wantEqual(t, "the questions to the limiter", asked, 2)
}

// lateEnd sends a whole JSON value, and the end of the body only later: a client
// that stops reading behind the value can't use the connection again.
func lateEnd(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte(emptyPage))
	_ = http.NewResponseController(w).Flush()
	time.Sleep(5 * time.Millisecond) // the wire has no virtual time
}

// Calls one after the other use one connection, whatever is answered, and also
// with calls beside them that are cancelled.
func TestOneConnection(t *testing.T) {
	t.Parallel()
	hanging := make(chan string)
	var addrs sync.Map
	mux := http.NewServeMux()
	mux.HandleFunc("/shop/api/v1/late/", lateEnd)
	mux.Handle("/shop/api/v1/short/", jsonHandler(200, emptyPage))
	mux.Handle("/shop/api/v1/created/", jsonHandler(201, `{}`))
	mux.Handle("/shop/api/v1/gone/", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }))
	mux.Handle("/shop/api/v1/missing/", jsonHandler(404, `{"detail":"Not found."}`))
	mux.Handle("/shop/api/v1/broken/", jsonHandler(200, `{"id`))
	mux.Handle("/shop/api/v1/moved/", http.RedirectHandler("https://elsewhere.test/", http.StatusFound))
	mux.Handle("/shop/api/v1/near/", http.RedirectHandler("/shop/api/v1/short/", http.StatusFound))
	mux.HandleFunc("/shop/api/v1/page/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(500)
		_, _ = w.Write(bytes.Repeat([]byte("x"), maxFailure+maxFailure/2))
	})
	mux.HandleFunc("/shop/api/v1/hang/", func(_ http.ResponseWriter, r *http.Request) {
		hanging <- r.RemoteAddr
		<-r.Context().Done()
	})
	server := &counter{handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.URL.Path, "hang") {
			addrs.Store(r.RemoteAddr, true)
		}
		mux.ServeHTTP(w, r)
	})}
	px := newTestPretix(t, server.start(t).URL+"/shop", hasty())
	sequence := func() {
		for _, path := range []string{"/late/", "/short/", "/created/", "/gone/", "/missing/", "/broken/", "/moved/", "/near/", "/page/", "/late/"} {
			for _, method := range []string{"GET", "POST", "HEAD"} {
				_ = play(t.Context(), px.Client(), method)
				request := Request{Method: method, Path: path}
				if method == "POST" {
					request.Body = 1
				}
				_, _ = Do[struct{}](t.Context(), px.Client(), request)
			}
		}
	}
	sequence()
	wantEqual(t, "the connections of a sequence", server.opened.Load(), 1)

	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	errs := make([]error, 3)
	for i := range errs {
		wg.Go(func() { _, errs[i] = Do[struct{}](ctx, px.Client(), Request{Method: "GET", Path: "/hang/"}) })
	}
	for range errs {
		<-hanging
	}
	cancel()
	wg.Wait()
	for _, err := range errs {
		wantErrorIs(t, err, context.Canceled)
	}
	before := server.opened.Load()
	sequence()
	if now := server.opened.Load(); now > before+1 {
		t.Errorf("after the cancelled calls, a sequence opened %d connections", now-before)
	}
}

// The end of one call's ctx leaves the idle connections of others: the one that
// was idle before is used again after.
func TestCancelledCallLeavesIdleConnections(t *testing.T) {
	t.Parallel()
	for _, opts := range [][]Option{nil, {WithRateLimiter(limiterFunc(func(context.Context) error { return nil }))}, {WithObserver((&watch{}).observer())}} {
		started := make(chan string)
		var mu sync.Mutex
		var addrs []string
		server := &counter{handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/shop/api/v1/wait/":
				started <- r.RemoteAddr
				<-r.Context().Done()
			case "/shop/api/v1/both/":
				started <- r.RemoteAddr
				jsonHandler(200, `{}`).ServeHTTP(w, r)
			default:
				mu.Lock()
				addrs = append(addrs, r.RemoteAddr)
				mu.Unlock()
				jsonHandler(200, `{}`).ServeHTTP(w, r)
			}
		})}
		px := newTestPretix(t, server.start(t).URL+"/shop", opts...)
		// The first connection is busy with the call that will be cancelled, the
		// second one is idle by then.
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() {
			_, err := Do[struct{}](ctx, px.Client(), Request{Method: "GET", Path: "/wait/"})
			done <- err
		}()
		<-started
		idle := func() {
			if _, err := Do[struct{}](t.Context(), px.Client(), Request{Method: "GET", Path: "/idle/"}); err != nil {
				t.Error(err)
			}
		}
		idle()
		cancel()
		wantErrorIs(t, <-done, context.Canceled)
		idle()
		if len(addrs) != 2 || addrs[0] != addrs[1] || server.opened.Load() != 2 {
			t.Errorf("the idle connection was closed: %q, %d connections", addrs, server.opened.Load())
		}
	}
}

// gzipped compresses what is a great deal of nothing.
func gzipped(t *testing.T, size int) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(`"`)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(bytes.Repeat([]byte("a"), size-2)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(`"`)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// An answer may be so large and no larger, however it is sent.
func TestLargestAnswer(t *testing.T) {
	t.Parallel()
	const limit = 10_000
	value := func(size int) []byte { return []byte(`"` + strings.Repeat("a", size-2) + `"`) }
	for _, kind := range []string{"content-length", "chunked", "gzip"} {
		for _, size := range []int{2, limit, limit + 1, 50 * limit} {
			for _, method := range []string{"GET", "POST"} {
				t.Run(fmt.Sprint(kind, size, method), func(t *testing.T) {
					t.Parallel()
					var requests atomic.Int64
					zipped := gzipped(t, size)
					px, _ := newServer(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
						requests.Add(1)
						w.Header().Set("Content-Type", "application/json")
						switch kind {
						case "content-length":
							w.Header().Set("Content-Length", fmt.Sprint(size))
							_, _ = w.Write(value(size))
						case "chunked":
							_ = http.NewResponseController(w).Flush()
							_, _ = w.Write(value(size))
						case "gzip":
							w.Header().Set("Content-Encoding", "gzip")
							_, _ = w.Write(zipped)
						}
					}), WithMaxResponseBytes(limit), hasty())
					got, err := Do[string](t.Context(), px.Client(), Request{Method: method, Path: "/x/"})
					wantEqual(t, "the number of requests", requests.Load(), 1)
					if size <= limit {
						if err != nil {
							t.Fatal(err)
						}
						wantEqual(t, "the size", len(*got), size-2)
						return
					}
					e := wantErrorIs(t, err, ErrResponseTooLarge)
					wantEqual(t, "Attempts", e.Attempts, 1)
					wantEqual(t, "a write is in doubt", errors.Is(err, ErrOutcomeUnknown), method == "POST")
					if got != nil {
						t.Error("there is a result besides the error")
					}
				})
			}
		}
	}
}

// The largest of all limits is none.
func TestLargestAnswerOfAll(t *testing.T) {
	t.Parallel()
	px, _ := newServer(t, jsonHandler(200, `{"id":7}`), WithMaxResponseBytes(math.MaxInt64))
	got, err := Do[device](t.Context(), px.Client(), Request{Method: "GET", Path: "/x/"})
	if err != nil || got.ID != 7 {
		t.Errorf("got %v with error %v", got, err)
	}
}

// The Content-Length of an answer to HEAD is that of another answer.
func TestHeadOfALargeAnswer(t *testing.T) {
	t.Parallel()
	px, _ := newServer(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "1000000")
	}), WithMaxResponseBytes(10))
	if _, err := Do[device](t.Context(), px.Client(), Request{Method: "HEAD", Path: "/x/"}); err != nil {
		t.Error(err)
	}
}

// Of a failure only the beginning is read and kept, and its size is no failure of
// its own.
func TestLargeFailures(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"plain", "gzip"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			zipped := gzipped(t, 1<<20)
			var w watch
			px, _ := newServer(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				if kind == "gzip" {
					w.Header().Set("Content-Encoding", "gzip")
					w.WriteHeader(404)
					_, _ = w.Write(zipped)
					return
				}
				w.WriteHeader(404)
				_, _ = w.Write([]byte(`"`))
				for range 2 {
					if _, err := w.Write(bytes.Repeat([]byte("a"), 1<<20)); err != nil {
						return
					}
				}
			}), WithObserver(w.observer()), WithMaxResponseBytes(10))
			_, err := Do[device](t.Context(), px.Client(), Request{Method: "GET", Path: "/x/"})
			e := wantError(t, err, ErrNotFound)
			wantEqual(t, "Body", string(e.Body), `"`+strings.Repeat("a", maxErrorBody-1))
			wantEqual(t, "the room behind Body", cap(e.Body), maxErrorBody)
			wantEqual(t, "the bytes read", w.ends[0].Bytes, maxFailure)
		})
	}
}

// cutOff answers with less than it promised.
func cutOff(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "1000")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(`{"detail":"x"}`))
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}

// hangUp ends the connection in place of an answer.
func hangUp(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}

// A lost answer of a keyed write is asked for again with the same key, body and
// credential; the status of a failure that is cut off is its answer.
func TestLostAnswers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		reason   string
		first    http.HandlerFunc
		requests int
		kinds    []error
	}{
		{"a success that is cut off", cutOff(201), 2, nil},
		{"a connection that ends", hangUp, 2, nil},
		{"a 404 that is cut off", cutOff(404), 1, []error{ErrNotFound}},
		{"a 503 that is cut off", cutOff(503), 2, nil},
	}
	for _, test := range tests {
		for _, method := range []string{"GET", "POST", "DELETE"} {
			t.Run(test.reason+" "+method, func(t *testing.T) {
				t.Parallel()
				var mu sync.Mutex
				var got []sent
				px, server := newServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					s, err := sentOf(r)
					if err != nil {
						t.Error(err)
					}
					mu.Lock()
					got = append(got, s)
					first := len(got) == 1
					mu.Unlock()
					if first {
						test.first(w, r)
						return
					}
					jsonHandler(201, `{"id":7}`).ServeHTTP(w, r)
				}), hasty())
				server.Config.ErrorLog = log.New(io.Discard, "", 0)
				request := Request{Method: method, Path: "/x/"}
				if method == "POST" {
					request.Body = map[string]string{"name": "crew"}
				}
				result, err := Do[device](t.Context(), px.Client(), request)
				wantEqual(t, "the number of requests", len(got), test.requests)
				for _, s := range got {
					wantEqual(t, "the request", s.String(), got[0].String())
					for _, header := range []string{"X-Idempotency-Key", "Authorization"} {
						wantEqual(t, header, s.Header.Get(header), got[0].Header.Get(header))
					}
				}
				if test.kinds != nil {
					wantEqual(t, "Status", wantError(t, err, test.kinds...).Status, 404)
				} else if err != nil || result.ID != 7 {
					t.Errorf("got %v with error %v", result, err)
				}
			})
		}
	}
}

// A write that never had a connection did nothing; one that had may have.
func TestWritesWithoutAConnection(t *testing.T) {
	t.Parallel()
	listen := func() net.Listener {
		listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		return listener
	}
	// A server that takes connections and says nothing.
	silent := listen()
	var conns sync.Map
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := silent.Accept()
			if err != nil {
				return
			}
			conns.Store(conn, true)
		}
	}()
	t.Cleanup(func() {
		_ = silent.Close()
		<-done
		conns.Range(func(conn, _ any) bool { _ = conn.(net.Conn).Close(); return true })
	})
	stranger := httptest.NewUnstartedServer(jsonHandler(200, `{}`))
	stranger.Config.ErrorLog = log.New(io.Discard, "", 0)
	stranger.StartTLS()
	t.Cleanup(stranger.Close)

	tests := []struct {
		reason, url string
		attempts    int
		doubt       bool
	}{
		{"nobody listens", nobodyListens, 2, false},
		{"no TLS comes about", "https://" + silent.Addr().String(), 2, false},
		{"a certificate that nobody knows", stranger.URL, 1, false},
		{"nothing is answered", "http://" + silent.Addr().String(), 2, true},
	}
	for _, test := range tests {
		for _, method := range []string{"GET", "POST"} {
			t.Run(test.reason+" "+method, func(t *testing.T) {
				t.Parallel()
				timeout := time.Minute
				if strings.Contains(test.url, silent.Addr().String()) {
					timeout = 50 * time.Millisecond
				}
				px := newTestPretix(t, test.url+"/shop", WithAttemptTimeout(timeout), WithRetryLimits(RetryLimits{Attempts: 2, MaxWait: time.Millisecond}))
				err := play(t.Context(), px.Client(), method)
				var kinds []error
				if test.doubt && method == "POST" {
					kinds = []error{ErrOutcomeUnknown}
				}
				e := wantError(t, err, kinds...)
				wantEqual(t, "Attempts", e.Attempts, test.attempts)
				wantEqual(t, "Status", e.Status, 0)
			})
		}
	}
}

// Answers are compressed on the wire, and nobody sees it.
func TestGzip(t *testing.T) {
	t.Parallel()
	px, _ := newServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "gzip" {
			t.Errorf("Accept-Encoding is %q", r.Header.Get("Accept-Encoding"))
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		zip := gzip.NewWriter(w)
		_, _ = zip.Write([]byte(`{"id":7,"name":"door"}`))
		_ = zip.Close()
	}))
	got, err := Do[device](t.Context(), px.Client(), Request{Method: "GET", Path: "/x/"})
	if err != nil || *got != (device{7, "door"}) {
		t.Errorf("got %v with error %v", got, err)
	}
}

// Nothing that a call returns refers to a buffer that another call uses: not the
// strings, not the raw JSON, not the body of an error.
func TestAnswersDoNotAlias(t *testing.T) {
	t.Parallel()
	px, _ := newServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := r.URL.Query().Get("q")
		w.Header().Set("Content-Type", "application/json")
		if strings.HasSuffix(name, "9") {
			w.WriteHeader(400)
		}
		_, _ = fmt.Fprintf(w, `{"slug":%q,"raw":{"again":%q},"fill":%q}`, name, name, strings.Repeat(name, 100))
	}))
	type answer struct {
		Slug string `json:"slug"`
		Raw  rawJSON
	}
	const calls = 200
	answers, bodies := make([]*answer, calls), make([][]byte, calls)
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for i := worker; i < calls; i += 8 {
				name := fmt.Sprintf("call-%03d", i)
				got, err := Do[answer](t.Context(), px.Client(), Request{Method: "GET", Path: "/x/", Query: queryOf(name)})
				if e, ok := errors.AsType[*Error](err); ok {
					bodies[i] = e.Body
				} else if err != nil {
					t.Error(err)
				}
				answers[i] = got
			}
		})
	}
	wg.Wait()
	for i := range calls {
		name := fmt.Sprintf("call-%03d", i)
		raw := fmt.Sprintf(`{"again":%q}`, name)
		if i%10 == 9 {
			want := fmt.Sprintf(`{"slug":%q,"raw":%s,"fill":%q}`, name, raw, strings.Repeat(name, 100))
			wantEqual(t, "the body of an error", string(bodies[i]), want)
			continue
		}
		if answers[i] == nil || answers[i].Slug != name || string(answers[i].Raw) != raw {
			t.Errorf("call %s got %+v", name, answers[i])
		}
	}
}

// rawJSON keeps what it is given, as json.RawMessage does.
type rawJSON []byte

func (r *rawJSON) UnmarshalJSON(data []byte) error {
	*r = append((*r)[:0], data...)
	return nil
}

func TestPooledBody(t *testing.T) {
	t.Parallel()
	buf := takeBuffer()
	buf.WriteString("hello")
	body := &pooledBody{buf: buf}
	resp := &http.Response{Body: body}
	wantEqual(t, "the bytes", string(bodyOf(resp)), "hello")
	// Reading does not use up what bodyOf returns: net/http and retryablehttp drain.
	part := make([]byte, 3)
	n, err := body.Read(part)
	if n != 3 || err != nil {
		t.Errorf("read %d bytes with error %v", n, err)
	}
	rest, err := io.ReadAll(body)
	if string(part)+string(rest) != "hello" || err != nil {
		t.Errorf("read %q and %q with error %v", part, rest, err)
	}
	wantEqual(t, "the bytes after reading", string(bodyOf(resp)), "hello")
	// Closed twice, as net/http does, it gives its buffer back once.
	wantEqual(t, "the first Close", body.Close(), nil)
	wantEqual(t, "the second Close", body.Close(), nil)
	n, err = body.Read(part)
	if n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("after Close, read %d bytes with error %v", n, err)
	}
	wantEqual(t, "the bytes after Close", bodyOf(resp) == nil, true)
	wantEqual(t, "the bytes of another body", bodyOf(&http.Response{Body: http.NoBody}) == nil, true)

	large := bytes.NewBuffer(make([]byte, 0, maxPooled+1))
	large.WriteString("x")
	giveBuffer(large)
	wantEqual(t, "a large buffer is left alone", large.Len(), 1)
}

// A limiter that takes longer than all attempts may, against its ctx, ends the
// call before it is sent.
func TestNoTimeLeftForAnAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		px, m := newMock(t, WithRetryLimits(RetryLimits{MaxElapsed: 5 * time.Second}), WithRateLimiter(limiterFunc(func(context.Context) error {
			time.Sleep(6 * time.Second)
			return nil
		})))
		err := play(t.Context(), px.Client(), "POST")
		e := wantError(t, err)
		wantEqual(t, "the text", e.Error(), "pretix: Do: the time for all attempts is over")
		m.wantSent()
	})
}

// What is no success is a failure, from the first status on: its size is none.
func TestFirstStatusOfAFailure(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]error{299: ErrResponseTooLarge, 300: nil} {
		resp := &http.Response{StatusCode: status, ContentLength: 5, Body: io.NopCloser(strings.NewReader("12345"))}
		if err := (exchange{maxAnswer: 3}).read(resp, &pooledBody{buf: new(bytes.Buffer)}); !errors.Is(err, want) {
			t.Errorf("%d: %v, want %v", status, err, want)
		}
	}
}
