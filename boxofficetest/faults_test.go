package boxofficetest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"syscall"
	"testing"
	"time"
)

func TestFaultAnswers(t *testing.T) {
	t.Parallel()
	p := boxOffice(t, "2026.8.0")
	for _, c := range []struct {
		fault  Fault
		status int
		want   string
		header [2]string
	}{
		{Fault{Status: 429, RetryAfter: "7"}, 429, detail("Too Many Requests"), [2]string{"Retry-After", "7"}},
		{Fault{Status: 503, Body: "busy", Header: http.Header{"x-proxy": {"1"}}}, 503, "busy", [2]string{"X-Proxy", "1"}},
		{Fault{Status: 502, HTML: true, Body: "<p>"}, 502, "<p>", [2]string{"Content-Type", "text/html; charset=utf-8"}},
		{Fault{HTML: true}, 200, "", [2]string{"Content-Type", "text/html; charset=utf-8"}},
	} {
		p.Fail(c.fault)
		got := expectStatus(t, p, "POST", teamsPath, `{"name":"x","limit_events":[]}`, c.status)
		if c.want != "" && got.body != c.want || got.header.Get(c.header[0]) != c.header[1] {
			t.Errorf("%+v: %s with %v", c.fault, got.body, got.header)
		}
	}
	if n := len(p.Teams("")); n != 2 {
		t.Errorf("a spoiled request made a team: %d", n)
	}
	expectStatus(t, p, "GET", teamsPath, "", 200)
}

func TestFaultSelection(t *testing.T) {
	t.Parallel()
	p := boxOffice(t, "2026.8.0")
	p.Fail(
		Fault{Method: "DELETE", Path: "/api/v1/organizers/*/teams/*/", Status: 501, Skip: 1, Times: 2},
		Fault{Match: bodyContains("spoil"), Status: 502, Times: -1},
	)
	for _, c := range []struct {
		method, path, body string
		status             int
	}{
		{"GET", "2/", "", 200},
		{"DELETE", "99/", "", 404},
		{"DELETE", "99/", "", 501},
		{"DELETE", "2/members/99/", "", 404},
		{"DELETE", "99/", "", 501},
		{"DELETE", "99/", "", 404},
		{"POST", "2/tokens/", `{"name":"spoil"}`, 502},
		{"POST", "2/tokens/", `{"name":"spoil"}`, 502},
		{"POST", "2/tokens/", `{"name":"fine"}`, 201},
	} {
		expectStatus(t, p, c.method, teamsPath+c.path, c.body, c.status)
	}
	p.ClearFaults()
	expectStatus(t, p, "POST", teamsPath+"2/tokens/", `{"name":"spoil"}`, 201)
}

func bodyContains(s string) func(*http.Request) bool {
	return func(r *http.Request) bool {
		data, _ := io.ReadAll(r.Body)
		return len(data) > 0 && string(data) == `{"name":"`+s+`"}`
	}
}

func TestResetAndTruncate(t *testing.T) {
	t.Parallel()
	p := boxOffice(t, "2026.8.0")
	tokens := teamsPath + "2/tokens/"

	p.Fail(Fault{Reset: true})
	if _, err := try(p, "POST", tokens, `{"name":"a"}`, key); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("reset: %v", err)
	}
	if n := len(p.Tokens(2)); n != 1 {
		t.Errorf("%d tokens after a reset before serving", n)
	}
	p.Fail(Fault{Reset: true, AfterServing: true})
	if _, err := try(p, "POST", tokens, `{"name":"a"}`, key); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("reset: %v", err)
	}
	p.Fail(Fault{Truncate: true})
	got, err := try(p, "POST", tokens, `{"name":"a"}`, key)
	if !errors.Is(err, io.ErrUnexpectedEOF) || got.status != 201 {
		t.Errorf("truncate: %d, %v", got.status, err)
	}
	expectStatus(t, p, "POST", tokens, `{"name":"a"}`, 201, key)
	if n := len(p.Tokens(2)); n != 2 {
		t.Errorf("%d tokens, want 2", n)
	}
	p.Fail(Fault{Truncate: true})
	if _, err := try(p, "DELETE", teamsPath+"2/members/1/", ""); !errors.Is(err, io.EOF) {
		t.Errorf("truncate of nothing: %v", err)
	}
	if n := len(p.Members(2)); n != 0 {
		t.Errorf("%d members, want none", n)
	}
	statuses := []int{}
	for _, r := range p.Requests() {
		statuses = append(statuses, r.Status)
	}
	if want := [5]int{0, 0, 201, 201, 0}; [5]int(statuses) != want {
		t.Errorf("logged %v, want %v", statuses, want)
	}
}

func TestLostAnswerIsReplayed(t *testing.T) {
	t.Parallel()
	p := boxOffice(t, "2026.8.0")
	p.Fail(Fault{Status: 504, AfterServing: true})
	expectStatus(t, p, "POST", teamsPath+"2/tokens/", `{"name":"a"}`, 504, key)
	expectStatus(t, p, "POST", teamsPath+"2/tokens/", `{"name":"a"}`, 201, key)
	if n := len(p.Tokens(2)); n != 2 {
		t.Errorf("%d tokens, want 2", n)
	}
}

func TestDelayEndsWithTheClient(t *testing.T) {
	t.Parallel()
	p := boxOffice(t, "2026.8.0")
	p.Fail(Fault{Delay: time.Hour})
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "DELETE", p.URL+teamsPath+"2/members/1/", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Token "+p.Token)
	if _, err := client.Do(req); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	// The server does not notice that nobody waits, and finishes.
	for deadline := time.Now().Add(5 * time.Second); len(p.Members(2)) > 0; {
		if time.Now().After(deadline) {
			t.Fatal("the request was never served")
		}
		time.Sleep(time.Millisecond)
	}
}

func TestCloseEndsDelays(t *testing.T) {
	t.Parallel()
	p, err := StartPretix()
	if err != nil {
		t.Fatal(err)
	}
	p.Fail(Fault{Delay: time.Hour})
	failed := make(chan error, 1)
	go func() {
		_, err := try(p, "GET", teamsPath, "")
		failed <- err
	}()
	for len(p.Requests()) == 0 {
		time.Sleep(time.Millisecond)
	}
	p.Close()
	p.Close()
	if err := <-failed; err == nil {
		t.Error("a request survived Close")
	}
	if _, err := try(p, "GET", teamsPath, ""); err == nil {
		t.Error("a closed server answers")
	}
	if len(p.Teams("")) != 1 {
		t.Error("a closed server can't be read")
	}
}

func TestPendingFaults(t *testing.T) {
	t.Parallel()
	p := NewPretix(t)
	p.Fail(Fault{Method: "get", Path: "/api/v1/version", Status: 503}, Fault{Path: "/api/v1/version/", Status: 500})
	resp, err := http.Get(p.URL + "/api/v1/version")
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if pending := p.PendingFaults(); resp.StatusCode != 503 || len(pending) != 1 || pending[0].Status != 500 {
		t.Errorf("status %d, pending %+v", resp.StatusCode, pending)
	}
	http.DefaultClient.CloseIdleConnections()
}

// Whoever has closed a server may look at what its requests have done.
func TestCloseWaitsForRequests(t *testing.T) {
	t.Parallel()
	e := NewEventbrite(t)
	begun := make(chan struct{})
	ended := false // no lock: the race detector sees it, too
	e.Fail(Fault{Status: 500, Match: func(*http.Request) bool {
		close(begun)
		time.Sleep(50 * time.Millisecond) // longer than Close takes by itself
		ended = true
		return true
	}})
	lost := make(chan error)
	go func() {
		_, err := client.Get(e.URL + "/")
		lost <- err
	}()
	<-begun
	e.Close()
	if !ended {
		t.Error("the request is still being served")
	}
	if err := <-lost; err == nil {
		t.Error("it got its answer")
	}
}
