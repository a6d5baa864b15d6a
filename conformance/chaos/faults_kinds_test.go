package chaos

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"sync"
	"testing"
	"time"

	"github.com/boxoffice-go/boxoffice"
)

// fault is one way to spoil an attempt.
type fault struct {
	name string
	// acts tells whether the server acts on the attempt.
	acts bool
	// harmless: the attempt succeeds all the same.
	harmless bool
	// final: there is no other attempt.
	final bool
	// sure: a call of which every attempt was spoiled knows that nothing has happened.
	sure bool
	// kind is what the error then is, nil where no answer came.
	kind error
	// slow: it takes the whole time of an attempt.
	slow bool
	// late: the request reaches the server after all.
	late bool

	// arm begins it; the function that it returns ends it.
	arm func(w *wire, r *rand.Rand) (end func())
}

const (
	shortAttempt = 2 * time.Second // of faults that are slow
	longAttempt  = 30 * time.Second
	longestWait  = 6 * time.Second
)

var faults = append([]fault{
	{name: "refused", sure: true, arm: func(w *wire, _ *rand.Rand) func() { return w.refuse() }},
	{name: "reset before it is read", arm: func(w *wire, _ *rand.Rand) func() {
		return w.poison("reset_peer", "upstream", `"timeout":0`)
	}},
	{name: "reset before the answer", acts: true, arm: func(w *wire, _ *rand.Rand) func() {
		return w.poison("reset_peer", "downstream", `"timeout":0`)
	}},
	{name: "gone before the answer", acts: true, arm: goAway},
	{name: "answer cut in its header", acts: true, arm: func(w *wire, r *rand.Rand) func() {
		return w.poison("limit_data", "downstream", fmt.Sprintf(`"bytes":%d`, 1+r.IntN(150)))
	}},
	{name: "answer cut in half", acts: true, arm: spoilWith(cutInHalf)},
	{name: "answer too late", acts: true, slow: true, arm: func(w *wire, _ *rand.Rand) func() {
		return w.poison("latency", "downstream", fmt.Sprintf(`"latency":%d`, (shortAttempt+500*time.Millisecond).Milliseconds()))
	}},
	{name: "request too late", slow: true, late: true, arm: hold},
	{name: "latency with jitter", acts: true, harmless: true, arm: func(w *wire, _ *rand.Rand) func() {
		return w.poison("latency", "downstream", `"latency":100,"jitter":100`)
	}},
	{name: "a few bytes at a time", acts: true, harmless: true, arm: func(w *wire, _ *rand.Rand) func() {
		return w.poison("slicer", "downstream", `"average_size":20,"size_variation":10,"delay":1000`)
	}},
	{name: "slow close", acts: true, harmless: true, arm: func(w *wire, r *rand.Rand) func() {
		unspoil := spoilWith(closing(r.IntN(2) == 0))(w, r)
		end := w.poison("slow_close", "downstream", `"delay":400`)
		return func() { end(); unspoil() }
	}},
	{name: "429", sure: true, kind: boxoffice.ErrRateLimited, arm: refuseWith(429, plain)},
	{name: "429, Retry-After", sure: true, kind: boxoffice.ErrRateLimited, arm: refuseWith(429, seconds)},
	{name: "409 in flight", acts: true, kind: boxoffice.ErrConflict, arm: spoilWith(atOnce)},
	{name: "login page, acted", acts: true, final: true, arm: spoilWith(loginPage)},
}, gatewayFaults()...)

// gatewayFaults are the answers of a proxy in between, in all forms.
func gatewayFaults() (all []fault) {
	add := func(f fault) {
		f.kind = boxoffice.ErrUnavailable
		all = append(all, f)
	}
	for _, status := range []int{502, 503, 504} {
		for _, form := range []retryAfter{plain, seconds, date} {
			add(fault{name: fmt.Sprintf("%d%s", status, form), arm: refuseWith(status, form)})
			add(fault{name: fmt.Sprintf("%d%s, acted", status, form), acts: true, arm: replaceWith(status, form)})
		}
	}
	add(fault{name: "503, Retry-After: an hour", final: true, arm: refuseWith(503, hour)})
	add(fault{name: "503, Retry-After: an hour, acted", final: true, acts: true, arm: replaceWith(503, hour)})
	return all
}

// retryAfter is a form of that header.
type retryAfter string

const (
	plain   retryAfter = ""
	seconds retryAfter = ", Retry-After"
	date    retryAfter = ", Retry-After as a date"
	hour    retryAfter = ", Retry-After: an hour"
)

func (form retryAfter) set(h http.Header) {
	switch form {
	case seconds:
		h.Set("Retry-After", "1")
	case date:
		h.Set("Retry-After", time.Now().Add(time.Second).UTC().Format(http.TimeFormat))
	case hour:
		h.Set("Retry-After", "3600")
	}
}

func spoilWith(s spoiler) func(*wire, *rand.Rand) func() {
	return func(w *wire, _ *rand.Rand) func() {
		w.setSpoiler(s)
		return func() { w.setSpoiler(nil) }
	}
}

func page(w http.ResponseWriter, status int, form retryAfter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	form.set(w.Header())
	w.WriteHeader(status)
	fmt.Fprintf(w, "<html><title>%s</title></html>", http.StatusText(status))
}

// refuseWith answers without the server.
func refuseWith(status int, form retryAfter) func(*wire, *rand.Rand) func() {
	return spoilWith(func(_ *front, w http.ResponseWriter, _ *http.Request) { page(w, status, form) })
}

// replaceWith answers in place of what the server has answered.
func replaceWith(status int, form retryAfter) func(*wire, *rand.Rand) func() {
	return spoilWith(func(f *front, w http.ResponseWriter, r *http.Request) {
		f.forward(r)
		page(w, status, form)
	})
}

func loginPage(f *front, w http.ResponseWriter, r *http.Request) {
	f.forward(r)
	page(w, http.StatusOK, plain)
}

// cutInHalf ends the connection in the middle of the body, or of the header where there is no body.
func cutInHalf(f *front, w http.ResponseWriter, r *http.Request) {
	rec := f.forward(r)
	resp := rec.Result()
	resp.ContentLength = int64(rec.Body.Len())
	raw, err := httputil.DumpResponse(resp, true)
	if err != nil {
		panic(err)
	}
	half := len(raw) - (rec.Body.Len()+1)/2
	if rec.Body.Len() == 0 {
		half = len(raw) / 2
	}
	sever(w, raw[:half])
}

// closing answers and ends the connection. Without a length only the end of the connection ends the answer.
func closing(length bool) spoiler {
	return func(f *front, w http.ResponseWriter, r *http.Request) {
		rec := f.forward(r)
		w.Header().Set("Connection", "close")
		if length || rec.Body.Len() == 0 {
			copyAnswer(w, rec)
			return
		}
		var raw bytes.Buffer
		fmt.Fprintf(&raw, "HTTP/1.1 %d OK\r\nContent-Type: %s\r\nConnection: close\r\n\r\n%s", rec.Code, rec.Header().Get("Content-Type"), rec.Body)
		sever(w, raw.Bytes())
	}
}

// atOnce sends the request three times at once, as retries that come too early do, and answers with the server's own
// 409 to one of them. Where the server was too fast for that, the answer is its true one.
func atOnce(f *front, w http.ResponseWriter, r *http.Request) {
	var copies [3]*httptest.ResponseRecorder
	var wg sync.WaitGroup
	for i := range copies {
		c := r.Clone(r.Context())
		c.Body, _ = r.GetBody()
		wg.Go(func() { copies[i] = f.forward(c) })
	}
	wg.Wait()
	answer := copies[0]
	for _, c := range copies {
		if c.Code == http.StatusConflict && c.Header().Get("Retry-After") != "" {
			answer = c
			if testing.Short() {
				answer.Header().Set("Retry-After", "1") // in place of 5
			}
		}
	}
	copyAnswer(w, answer)
}

// goAway lets the server act, and then nobody listens any more. net/http, which on a used connection sends what has a
// key once more within the same attempt, finds that out.
func goAway(w *wire, _ *rand.Rand) func() {
	var mu sync.Mutex
	var ended bool
	back := func() {}
	w.setSpoiler(func(f *front, _ http.ResponseWriter, r *http.Request) {
		f.forward(r)
		mu.Lock()
		defer mu.Unlock()
		if !ended {
			back = w.refuse()
		}
	})
	return func() {
		w.setSpoiler(nil)
		mu.Lock()
		defer mu.Unlock()
		ended = true
		back()
	}
}

// hold keeps requests until the call is over, and then lets the server have them.
func hold(w *wire, _ *rand.Rand) func() {
	w.setSpoiler(func(f *front, _ http.ResponseWriter, r *http.Request) {
		<-f.callOver()
		f.forward(r)
	})
	return func() { w.setSpoiler(nil) }
}
