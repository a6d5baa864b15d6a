package boxoffice

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/boxoffice-go/boxoffice/internal/swell"
)

// hostile makes a client of a server that answers each request by hand.
func hostile(t *testing.T, answer func(net.Conn, *http.Request), opts ...Option) *Eventbrite {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				if r, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
					answer(conn, r)
				}
			}()
		}
	}()
	opts = append([]Option{WithBaseURL("http://" + listener.Addr().String()), hasty()}, opts...)
	eb := resMust(NewEventbrite(EventbriteToken(ebToken), opts...))(t)
	t.Cleanup(eb.CloseIdleConnections)
	return eb
}

// What net/http quotes of an answer that is no HTTP can be the credential, as a server
// or proxy that repeats what it got sends it.
func TestTheCredentialComesBackInNoError(t *testing.T) {
	t.Parallel()
	for _, form := range []string{
		"%s\r\n\r\n", "HTTP/1.1 %s\r\n\r\n", "HTTP/1.1 200 OK\r\n%s\r\nx\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: %s\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Type: text/%s\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 404 No\r\nContent-Type: text/%s\r\nContent-Length: 0\r\n\r\n",
	} {
		var observed []string
		eb := hostile(t, func(conn net.Conn, r *http.Request) {
			_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
			fmt.Fprintf(conn, form, token)
		}, WithRetryLimits(RetryLimits{Attempts: 1}), WithObserver(Observer{Attempt: func(ctx context.Context, _ AttemptInfo) (context.Context, func(AttemptResult)) {
			return ctx, func(r AttemptResult) { observed = append(observed, fmt.Sprint(r.Err)) }
		}}))
		_, err := eb.Events.Get(t.Context(), "1", nil)
		if err == nil {
			t.Fatalf("%q: no error", form)
		}
		for e := err; e != nil; e = errors.Unwrap(e) {
			observed = append(observed, e.Error(), fmt.Sprintf("%+v", e))
		}
		if all := strings.ToLower(strings.Join(observed, "\n")); strings.Contains(all, ebToken) {
			t.Errorf("%q: %s", form, all)
		}
	}
	// Written with escapes, in a member that no field of the error is made of.
	eb, server := ebMock(t)
	server.on("GET", "/events/1/", 400, `{"error": "INVALID", "sent": "\u0065`+ebToken[1:]+`"}`)
	_, err := eb.Events.Get(t.Context(), "1", nil)
	if e := wantError(t, err, ErrInvalid); e.Body != nil {
		t.Errorf("the body is %q", e.Body)
	}
}

// What TLS finds wrong once the request was sent does not mean that it was not.
func TestABrokenRecordAfterAWriteLeavesItInDoubt(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.StartTLS()
	defer server.Close()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	var writes atomic.Int32
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			secure := tls.Server(conn, &tls.Config{Certificates: server.TLS.Certificates})
			if r, err := http.ReadRequest(bufio.NewReader(secure)); err == nil && r.Method == http.MethodDelete {
				writes.Add(1)
			}
			// A record of a version that there is not; anybody on the way can send it.
			_, _ = io.WriteString(conn, "\x17\x09\x09\x00\x05AAAAA")
			_ = conn.Close()
		}
	}()
	eb := resMust(NewEventbrite(EventbriteToken(ebToken), WithBaseURL("https://"+listener.Addr().String()), WithHTTPClient(server.Client()), hasty()))(t)
	defer eb.CloseIdleConnections()
	wantError(t, eb.Events.Delete(t.Context(), "1"), ErrOutcomeUnknown)
	wantEqual(t, "writes", writes.Load(), 1)
}

func TestSwitchingProtocolsAnswersNoWrite(t *testing.T) {
	t.Parallel()
	var writes atomic.Int32
	eb := hostile(t, func(conn net.Conn, _ *http.Request) {
		writes.Add(1)
		fmt.Fprint(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")
	})
	wantError(t, eb.Events.Delete(t.Context(), "1"), ErrOutcomeUnknown)
	wantEqual(t, "writes", writes.Load(), 1)
}

// An object can hold a list, and so be as large in memory as a page: 4 MB of empty
// ticket classes took 3 GB.
func TestAnObjectOfTooMuchIsRefused(t *testing.T) {
	t.Parallel()
	many := strings.Repeat(`{},`, swell.MaxCommas+1) + `{}`
	eb, server := ebMock(t)
	server.on("GET", "/events/1/", 200, `{"id": "1", "ticket_classes": [`+many+`]}`)
	server.on("GET", "/organizations/1/assortment/", 200, `[`+many+`]`)
	_, err := eb.Events.Get(t.Context(), "1", nil)
	wantError(t, err, ErrResponseTooLarge)
	_, err = FetchWebhook[Event](t.Context(), eb, &WebhookDelivery{APIURL: ebAPI + "/events/1/"})
	wantError(t, err, ErrResponseTooLarge)

	// What is kept as it came does not grow; and a caller's own type is the caller's.
	raw, err := eb.Assortment.Get(t.Context(), "1")
	if err != nil || len(raw) != len(many)+2 {
		t.Errorf("%d bytes, %v", len(raw), err)
	}
	list, err := Do[[]struct{}](t.Context(), eb.Client(), Request{Method: "GET", Path: "/organizations/1/assortment/"})
	if err != nil || len(*list) != swell.MaxCommas+2 {
		t.Errorf("%v", err)
	}
	// But it is not mended: that takes memory for each value, wanted or not.
	if _, err := Do[struct{}](t.Context(), eb.Client(), Request{Method: "GET", Path: "/organizations/1/assortment/"}); err == nil {
		t.Error("a list is decoded into an object")
	}
}

// Servers that send new continuations for ever.
func TestWalksEnd(t *testing.T) {
	t.Parallel()
	for why, test := range map[string]struct {
		items string
		most  int32
		got   int
	}{
		"empty pages":                   {``, maxEmpty + 1, 0},
		"the first page, over and over": {`{"id": "1"}, {"id": "2"}`, 2, 2},
	} {
		var pages atomic.Int32
		eb := hostile(t, func(conn net.Conn, _ *http.Request) {
			body := fmt.Sprintf(`{"events": [%s], "pagination": {"has_more_items": true, "continuation": "T%d"}}`, test.items, pages.Add(1))
			fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
		})
		got, err := Collect(eb.Events.All(t.Context(), "1", nil))
		wantError(t, err, ErrListUnstable)
		if len(got) != test.got || pages.Load() != test.most {
			t.Errorf("%s: %d items after %d pages", why, len(got), pages.Load())
		}
	}
	eb, server := ebMock(t)
	server.on("GET", "/organizations/1/events/", 200, `{"events": [], "pagination": {"has_more_items": true, "continuation": "`+strings.Repeat("x", maxContinuation+1)+`"}}`)
	_, err := eb.Events.List(t.Context(), "1", nil)
	wantError(t, err, ErrListUnstable)
	if len(err.Error()) > 300 {
		t.Errorf("the error repeats the continuation")
	}
}

func TestNullIsNoBody(t *testing.T) {
	t.Parallel()
	var body []byte
	eb := hostile(t, func(conn net.Conn, r *http.Request) {
		body, _ = io.ReadAll(r.Body)
		fmt.Fprint(conn, "HTTP/1.1 204 No Content\r\n\r\n")
	})
	var none *EventCreate
	if _, err := Do[struct{}](t.Context(), eb.Client(), Request{Method: "POST", Path: "/x/", Body: none}); err != nil || len(body) != 0 {
		t.Errorf("sent %q, %v", body, err)
	}
}

func TestRedactJoinsWhatBecomesOne(t *testing.T) {
	t.Parallel()
	e := &Error{Fields: map[string][]string{"a": {"1"}, "redacted": {"2"}, "[[redacted]]": {"3"}}}
	if !e.redact("redacted") {
		t.Error("nothing was found")
	}
	var all []string
	for _, reasons := range e.Fields {
		all = append(all, reasons...)
	}
	slices.Sort(all)
	if !bytes.Equal([]byte(strings.Join(all, "")), []byte("123")) {
		t.Errorf("%q", e.Fields)
	}
}

// A server or a proxy that resets the stream of HTTP/2 may have done what it was asked.
// net/http would send it again, without an end.
func TestAResetStreamRepeatsNoWrite(t *testing.T) {
	t.Parallel()
	for _, nobodyListensAfter := range []bool{false, true} {
		server := httptest.NewUnstartedServer(http.NotFoundHandler())
		server.EnableHTTP2 = true // so that its client speaks it
		server.StartTLS()
		t.Cleanup(server.Close)
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = listener.Close() })
		var writes atomic.Int32
		resetStreams(listener, server.TLS.Certificates, func() {
			writes.Add(1)
			if nobodyListensAfter {
				_ = listener.Close()
			}
		})
		eb := resMust(NewEventbrite(EventbriteToken(ebToken), WithBaseURL("https://"+listener.Addr().String()),
			WithHTTPClient(server.Client()), WithAttemptTimeout(5*time.Second), hasty()))(t)
		t.Cleanup(eb.CloseIdleConnections)
		err = eb.Events.Delete(t.Context(), "1")
		e := wantError(t, err, ErrOutcomeUnknown)
		if errors.Is(err, context.Canceled) || e.Attempts != 1 {
			t.Errorf("%d attempts: %v", e.Attempts, err)
		}
		wantEqual(t, "writes", writes.Load(), 1)
	}
}

// resetStreams speaks as much of HTTP/2 as it takes to reset each stream with
// PROTOCOL_ERROR once its request is there.
func resetStreams(listener net.Listener, certificates []tls.Certificate, acts func()) {
	serve := func(conn net.Conn) {
		defer conn.Close()
		secure := tls.Server(conn, &tls.Config{Certificates: certificates, NextProtos: []string{"h2"}})
		if _, err := io.ReadFull(secure, make([]byte, len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))); err != nil {
			return
		}
		_, _ = secure.Write([]byte{0, 0, 0, 4, 0, 0, 0, 0, 0}) // SETTINGS
		for {
			var h [9]byte
			if _, err := io.ReadFull(secure, h[:]); err != nil {
				return
			}
			if _, err := io.CopyN(io.Discard, secure, int64(h[0])<<16|int64(h[1])<<8|int64(h[2])); err != nil {
				return
			}
			if h[3] == 1 { // HEADERS
				acts()
				_, _ = secure.Write([]byte{0, 0, 4, 3, 0, h[5], h[6], h[7], h[8], 0, 0, 0, 1}) // RST_STREAM
			}
		}
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serve(conn)
		}
	}()
}

// brokenConn takes nothing more once it is broken.
type brokenConn struct {
	net.Conn

	broken *atomic.Bool
}

func (c brokenConn) Write(p []byte) (int, error) {
	if c.broken.Load() {
		return 0, errReset
	}
	return c.Conn.Write(p)
}

// Over HTTP/1 net/http sends a write without a key again only when its connection had
// taken nothing, and may: so no idle connection that broke is an outcome that is unknown.
func TestAWriteThatAnIdleConnectionDidNotTakeIsSent(t *testing.T) {
	t.Parallel()
	var writes, dials atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodDelete {
			writes.Add(1)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"id": "1", "deleted": true}`)
	}))
	t.Cleanup(server.Close)
	var broken atomic.Bool
	pool := &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		if dials.Add(1) == 1 {
			return brokenConn{conn, &broken}, err
		}
		return conn, err
	}}
	eb := resMust(NewEventbrite(EventbriteToken(ebToken), WithBaseURL(server.URL), WithHTTPClient(&http.Client{Transport: pool}), once()))(t)
	t.Cleanup(eb.CloseIdleConnections)
	resMust(eb.Events.Get(t.Context(), "1", nil))(t)
	broken.Store(true)
	if err := eb.Events.Delete(t.Context(), "1"); err != nil {
		t.Error(err)
	}
	if writes.Load() != 1 || dials.Load() != 2 {
		t.Errorf("%d writes over %d connections", writes.Load(), dials.Load())
	}
}

// The body of a 101 is the connection: reading it would end neither in time nor with ctx.
func TestSwitchingProtocolsHoldsNoCall(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"read", "write"} {
		held := make(chan struct{})
		eb := hostile(t, func(conn net.Conn, _ *http.Request) {
			fmt.Fprint(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")
			<-held
		})
		ended := make(chan error, 1)
		go func() {
			if method == "read" {
				ended <- errOf(eb.Events.Get(t.Context(), "1", nil))
				return
			}
			ended <- eb.Events.Delete(t.Context(), "1")
		}()
		select {
		case err := <-ended:
			if err == nil || errors.Is(err, ErrOutcomeUnknown) != (method == "write") {
				t.Errorf("%s: %v", method, err)
			}
		case <-time.After(20 * time.Second):
			t.Errorf("the %s holds on", method)
		}
		close(held)
	}
}

// What net/http takes from a transport, and what it does not.
func TestTransportsThatGiveHalfAnAnswer(t *testing.T) {
	t.Parallel()
	for _, resp := range []*http.Response{{StatusCode: 204}, {StatusCode: 500}, nil} {
		px := newTestPretix(t, testBase, once(), WithHTTPClient(&http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
			return resp, nil
		})}))
		err := px.Members.Remove(t.Context(), "demo", 1, 2)
		if ok := resp != nil && resp.StatusCode == 204; (err == nil) != ok {
			t.Errorf("%+v: %v", resp, err)
		}
	}
}
