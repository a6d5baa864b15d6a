package boxoffice

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/boxoffice-go/boxoffice/internal/swell"
)

// rawServer answers each request by hand, on a connection of its own, and returns its
// address.
func rawServer(t *testing.T, answer func(net.Conn)) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			all.Go(func() {
				defer conn.Close()
				if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
					answer(conn)
				}
			})
		}
	})
	t.Cleanup(func() { _ = listener.Close(); all.Wait() })
	return "http://" + listener.Addr().String()
}

// flood writes a part over and over, until the client has gone.
func flood(conn net.Conn, part []byte, pause time.Duration) {
	for {
		if _, err := conn.Write(part); err != nil {
			return
		}
		time.Sleep(pause)
	}
}

// zip compresses, quickly.
func zip(t *testing.T, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err == nil {
		_, err = w.Write(data)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// allocated is how many bytes f takes from the heap, given back or not.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// No answer on the wire costs more than the client's limits: each is an error, in the
// time of an attempt and in a few times the largest answer's memory. It is not parallel,
// since it measures memory.
func TestHostileAnswersOnTheWire(t *testing.T) { //nolint:paralleltest // see above
	const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	const endless = -1
	zeros := zip(t, make([]byte, 16<<20))
	pad := bytes.Repeat([]byte("x"), 64<<10)
	chunk := fmt.Appendf(nil, "%x\r\n%s\r\n", len(pad), pad)
	is := func(target error) func(error) bool { return func(err error) bool { return errors.Is(err, target) } }
	status := func(want int) func(error) bool {
		return func(err error) bool { e, ok := errors.AsType[*Error](err); return ok && e.Status == want }
	}
	failure := func(err error) bool { return err != nil }
	slow, large := is(os.ErrDeadlineExceeded), is(ErrResponseTooLarge)
	tests := []struct {
		name   string
		begin  string
		part   []byte
		times  int
		pause  time.Duration
		wanted func(error) bool
	}{
		{"1 GiB, declared", head + "Content-Length: 1073741824\r\n\r\n", pad, 1 << 14, 0, large},
		{"1 GiB, in chunks", head + "Transfer-Encoding: chunked\r\n\r\n", chunk, 1 << 14, 0, large},
		{"endless", head + "Connection: close\r\n\r\n", pad, endless, 0, large},
		{"a length of 2^63", head + "Content-Length: 9223372036854775808\r\n\r\n", pad, endless, 0, failure},
		{"a negative length", head + "Content-Length: -1\r\n\r\n", pad, endless, 0, failure},
		{"two lengths", head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n", []byte("{}x"), 1, 0, failure},
		{"less than declared", head + "Content-Length: 100\r\n\r\n", []byte("{}"), 1, 0, failure},
		{"a failure without end", "HTTP/1.1 404 No\r\nContent-Type: application/json\r\n\r\n", pad, endless, 0, status(404)},
		{"an outage without end", "HTTP/1.1 503 No\r\nContent-Type: text/html\r\n\r\n", pad, endless, 0, status(503)},
		{"a redirect without end", "HTTP/1.1 302 No\r\nLocation: http://127.0.0.1:1/\r\n\r\n", pad, endless, 0, status(302)},
		{"a failure that drips", "HTTP/1.1 404 No\r\nContent-Type: application/json\r\n\r\n", []byte(" "), endless, time.Millisecond, status(404)},
		{"a body that drips", head + "\r\n", []byte(" "), endless, time.Millisecond, slow},
		{"chunks that drip", head + "Transfer-Encoding: chunked\r\n\r\n", []byte("1\r\n \r\n"), endless, time.Millisecond, failure},
		{"headers that drip", head + "X: ", []byte("x"), endless, time.Millisecond, slow},
		{"a status line that drips", "HTTP/1.1 200 ", []byte("x"), endless, time.Millisecond, slow},
		{"nothing", "", nil, endless, time.Millisecond, slow},
		{"a header without end", head + "X: ", pad, endless, 0, failure},
		{"headers without end", head, []byte(strings.Repeat("a:\r\n", 1<<14)), endless, 0, failure},
		{"a status line without end", "HTTP/1.1 200 ", pad, endless, 0, failure},
		{"informational answers without end", "", []byte("HTTP/1.1 103 Early Hints\r\nLink: <http://127.0.0.1:1/>\r\n\r\n"), endless, 0, failure},
		{"continuing without end", "", []byte("HTTP/1.1 100 Continue\r\n\r\n"), endless, 0, failure},
		{"a gzip bomb of 1 GiB", head + "Content-Encoding: gzip\r\n\r\n", zeros, 64, 0, large},
		{"a gzip bomb that fails", "HTTP/1.1 500 No\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n\r\n", zeros, 64, 0, status(500)},
		{"a gzip bomb in gzip", head + "Content-Encoding: gzip\r\n\r\n", zip(t, bytes.Repeat(zeros, 8)), 1, 0, failure},
		{"two gzips, as declared", head + "Content-Encoding: gzip, gzip\r\n\r\n", zip(t, zeros), 1, 0, failure},
		{"gzip of nothing without end", head + "Content-Encoding: gzip\r\n\r\n", bytes.Repeat(zip(t, nil), 1000), endless, 0, slow},
		{"gzip that is none", head + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n", []byte("{}"), 1, 0, failure},
		{"gzip that is cut off", head + "Content-Encoding: gzip\r\nConnection: close\r\n\r\n", zip(t, []byte(`{"id": 7}`))[:20], 1, 0, failure},
		{"brotli, which nobody asked for", head + "Content-Encoding: br\r\nConnection: close\r\n\r\n", []byte("\x0b\x02\x80{}\x03"), 1, 0, failure},
		{"deflate, which nobody asked for", head + "Content-Encoding: deflate\r\nConnection: close\r\n\r\n", []byte("x\x9c\xab\xae\x05\x00\x01u\x00\xf9"), 1, 0, failure},
		{"a chunk extension without end", head + "Transfer-Encoding: chunked\r\n\r\n1;x=", pad, endless, 0, failure},
		{"chunks of nothing but extensions", head + "Transfer-Encoding: chunked\r\n\r\n", []byte("1;" + strings.Repeat("x", 1000) + "\r\n \r\n"), endless, 0, failure},
		{"a chunk of 2^64", head + "Transfer-Encoding: chunked\r\n\r\n", []byte("ffffffffffffffff1\r\n"), endless, 0, failure},
		{"a chunk of a negative size", head + "Transfer-Encoding: chunked\r\n\r\n", []byte("-1\r\n"), endless, 0, failure},
		{"trailers without end", head + "Transfer-Encoding: chunked\r\nTrailer: X\r\n\r\n2\r\n{}\r\n0\r\n", []byte("X: y\r\n"), endless, 0, failure},
		{"a length and chunks", head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", chunk, endless, 0, failure},
		{"another transfer encoding", head + "Transfer-Encoding: gzip, chunked\r\n\r\n", chunk, endless, 0, failure},
		{"HTTP of a version that there is not", "HTTP/9.9 200 OK\r\n\r\n", pad, endless, 0, failure},
		{"what is no HTTP", "SSH-2.0-x\r\n", pad, endless, 0, failure},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { //nolint:paralleltest // see above
			url := rawServer(t, func(conn net.Conn) {
				if _, err := io.WriteString(conn, test.begin); err != nil {
					return
				}
				if test.part == nil {
					_, _ = io.Copy(io.Discard, conn)
					return
				}
				if test.times == endless {
					flood(conn, test.part, test.pause)
					return
				}
				for range test.times {
					if _, err := conn.Write(test.part); err != nil {
						return
					}
				}
			})
			opts := []Option{once(), WithAttemptTimeout(2 * time.Second)}
			if test.pause > 0 || strings.Contains(test.name, "nothing without end") {
				opts = []Option{once(), WithAttemptTimeout(100 * time.Millisecond)}
			}
			px := newTestPretix(t, url, opts...)
			eb := resMust(NewEventbrite(EventbriteToken(ebToken), append(opts, WithBaseURL(url))...))(t)
			t.Cleanup(eb.CloseIdleConnections)
			for _, call := range []func() error{
				func() error { _, err := px.Teams.Get(t.Context(), "demo", 7); return err },
				func() error { _, err := eb.Events.List(t.Context(), "7", nil); return err },
				func() error { return eb.Events.Delete(t.Context(), "7") },
			} {
				var err error
				bytes := allocated(func() { err = call() })
				if err == nil || !test.wanted(err) {
					t.Errorf("the error is %v", err)
					continue
				}
				wantPrintable(t, err)
				if bytes > 200<<20 { // under the race detector a buffer grows by twice as much
					t.Errorf("it took %d MiB", bytes>>20)
				}
			}
		})
	}
}

// No JSON that fits into an answer becomes much more than it, nor a panic; and what
// can't be read is an error.
func TestHostileJSON(t *testing.T) { //nolint:paralleltest // it measures memory
	page := func(items string) [2]string {
		return [2]string{
			`{"count": 1, "next": null, "results": [` + items + `]}`,
			`{"events": [` + items + `], "pagination": {"has_more_items": false}}`,
		}
	}
	nested := func(open, closed string, n int) string {
		return strings.Repeat(open, n) + strings.Repeat(closed, n)
	}
	alike := func(text string) [2]string { return [2]string{text, text} }
	many := func(item string, n int) string { return strings.Repeat(item+",", n) + item }
	digits := strings.Repeat("9", 400)
	tests := []struct {
		name   string
		bodies [2]string // of pretix and of Eventbrite
		kind   error     // nil for any error
		fine   bool      // no error, on either
	}{
		{name: "100,000 nested lists", bodies: alike(nested("[", "]", 100_000))},
		{name: "100,000 nested lists, not closed", bodies: alike(strings.Repeat("[", 100_000))},
		{name: "8,000,000 nested lists", bodies: alike(nested("[", "]", 8_000_000))},
		{name: "100,000 nested objects", bodies: alike(nested(`{"a":`, "}", 100_000))},
		{name: "an item of 100,000 nested lists", bodies: page(nested("[", "]", 100_000))},
		{name: "an item of 100,000 nested objects", bodies: page(strings.Repeat(`{"id":`, 100_000) + "1" + strings.Repeat("}", 100_000))},
		{name: "many empty objects", bodies: page(many("{}", 190_000))},
		{name: "many nulls", bodies: page(many("null", 190_000))},
		{name: "more than any page", bodies: page(many("{}", swell.MaxCommas+1)), kind: ErrResponseTooLarge},
		{name: "millions of numbers", bodies: page(many("1", 4_000_000)), kind: ErrResponseTooLarge},
		{name: "as many empty objects as are taken", bodies: page(many(`{"id": 7}`, 18_000)), fine: true},
		{name: "many numbers in place of objects", bodies: page(many("1", 190_000))},
		{name: "lists in an item", bodies: page(`{"id": 7, "limit_events": [` + many("1", 4_000_000) + `]}`), kind: ErrResponseTooLarge},
		{name: "a text of 15 MiB where an object belongs", bodies: page(`"` + strings.Repeat("a", 15<<20) + `"`)},
		{name: "escapes of 15 MiB", bodies: page(`"` + strings.Repeat(`\u0041`, 15<<20/6) + `"`)},
		{name: "nothing", bodies: alike("")},
		{name: "null", bodies: alike("null")},
		{name: "NUL", bodies: alike("\x00")},
		{name: "NUL behind the end", bodies: [2]string{page("")[0] + "\x00", page("")[1] + "\x00"}},
		{name: "a second value behind the end", bodies: [2]string{page("")[0] + "{}", page("")[1] + "{}"}},
		{name: "a byte order mark", bodies: [2]string{"\ufeff" + page("")[0], "\ufeff" + page("")[1]}},
		{name: "NUL in a text", bodies: page("{\"id\": 7, \"slug\": \"a\x00b\"}")},
		{name: "cut off", bodies: [2]string{page("")[0][:30], page("")[1][:30]}},
		{name: "single quotes", bodies: alike(`{'results': []}`)},
		{name: "NaN", bodies: page(`{"id": NaN}`)},
		{name: "HTML that says it is JSON", bodies: alike("<!doctype html><title>Log in</title>")},
		{name: "a text", bodies: alike(`"x"`)},
		{name: "spaces of 15 MiB", bodies: alike(strings.Repeat(" ", 15<<20))},

		{name: "bad UTF-8", bodies: page("{\"id\": 7, \"name\": \"\xff\xfe\xed\xa0\x80\", \"currency\": \"\xc0\xaf\"}"), fine: true},
		{name: "half of a surrogate pair", bodies: page(`{"id": 7, "name": "\ud800", "currency": "\udc00x"}`), fine: true},
		{name: "100,000 keys that are one", bodies: page(`{` + many(`"id": 7`, 100_000) + `}`), fine: true},
		{name: "keys that are one, in another case", bodies: page(`{"ID": 5, "Id": 6, "id": 7}`), fine: true},
		{name: "deep keys that are one", bodies: page(`{"id": 7, "x": ` + strings.Repeat(`{"a": 1, "a": `, 3000) + "1" + strings.Repeat("}", 3001)), fine: true},
		{name: "keys of the prototype", bodies: page(`{"id": 7, "__proto__": {"admin": true}, "constructor": {}, "": {}}`), fine: true},
	}
	for _, number := range []string{"1e999999", "-1e999999", "1e-999999", digits, "-" + digits, "0." + digits, digits + "e" + digits, "9223372036854775808", "1.5"} {
		tests = append(tests, struct {
			name   string
			bodies [2]string
			kind   error
			fine   bool
		}{name: "the id " + number[:min(len(number), 20)], bodies: page(`{"id": ` + number + `, "capacity": ` + number + `}`)})
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { //nolint:paralleltest // it measures memory
			over := func(body string) Option { return WithHTTPClient(&http.Client{Transport: roundTrip(reply(200, body))}) }
			px := newTestPretix(t, testBase, once(), over(test.bodies[0]))
			eb := resMust(NewEventbrite(EventbriteToken(ebToken), once(), over(test.bodies[1])))(t)
			var errs [2]error
			var malformed int
			for i, call := range []func(){
				func() { _, errs[0] = px.Teams.List(t.Context(), "demo", nil) },
				func() {
					var page *Page[Event]
					if page, errs[1] = eb.Events.List(t.Context(), "7", nil); page != nil {
						malformed = len(page.Malformed)
					}
				},
			} {
				if bytes := allocated(call); bytes > 500<<20 {
					t.Errorf("the answer of %d bytes took %d MiB", len(test.bodies[i]), bytes>>20)
				}
				err := errs[i]
				switch {
				case test.fine && err != nil:
					t.Errorf("%v", err)
				case !test.fine && err == nil && (i == 0 || malformed == 0):
					t.Error("there is no error")
				case err != nil:
					wantPrintable(t, err)
					if test.kind != nil && !errors.Is(err, test.kind) {
						t.Errorf("the error is %v", err)
					}
				}
			}
		})
	}
}
