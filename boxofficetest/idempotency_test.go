package boxofficetest

import (
	"strings"
	"sync"
	"testing"
	"time"
)

const key = "X-Idempotency-Key: k1"

func TestIdempotentReplay(t *testing.T) {
	t.Parallel()
	forVersions(t, allVersions, func(t *testing.T, p *Pretix) {
		tokens := teamsPath + "2/tokens/"
		first := expectStatus(t, p, "POST", tokens, `{"name":"a"}`, 201, key)
		// Method, path and body are no part of the scope.
		expect(t, p, "POST", tokens, `{"name":"a"}`, 201, first.body, key)
		expect(t, p, "DELETE", teamsPath+"2/", "", 201, first.body, key)
		expectStatus(t, p, "GET", teamsPath+"2/", "", 200, key)
		if n := len(p.Tokens(2)); n != 2 {
			t.Errorf("%d tokens, want 2", n)
		}
		// The credential is, as it is written.
		expectStatus(t, p, "POST", tokens, `{"name":"b"}`, 201, key, "Authorization: token "+p.Token)
		expectStatus(t, p, "POST", tokens, `{"name":"c"}`, 201, key, "Cookie: pretix_session=x")
		if n := len(p.Tokens(2)); n != 4 {
			t.Errorf("%d tokens, want 4", n)
		}
	})
}

func TestIdempotencyStoresRefusals(t *testing.T) {
	t.Parallel()
	forVersions(t, pages, func(t *testing.T, p *Pretix) {
		p.DeactivateToken(2, 2)
		for i, c := range []struct {
			method, path, body string
			status             int
			header             string
		}{
			{"POST", teamsPath, `{}`, 400, ""},
			{"DELETE", teamsPath + "99/", "", 404, ""},
			{"DELETE", teamsPath + "2", "", 301, ""},
			{"POST", "/api/v1/nope", "{}", 404, ""},
			{"PUT", teamsPath, "{}", 405, ""},
			{"POST", teamsPath, "{}", 401, "Authorization: Token " + p.Tokens(2)[0].Secret},
		} {
			k := "X-Idempotency-Key: " + strings.Repeat("x", i+1)
			headers := []string{k}
			if c.header != "" {
				headers = append(headers, c.header)
			}
			first := expectStatus(t, p, c.method, c.path, c.body, c.status, headers...)
			expect(t, p, "POST", teamsPath+"2/tokens/", `{"name":"x"}`, c.status, first.body, headers...)
		}
	})
}

func TestIdempotencyFrees500(t *testing.T) {
	t.Parallel()
	forVersions(t, allVersions, func(t *testing.T, p *Pretix) {
		expectStatus(t, p, "DELETE", teamsPath+"1/", "", 500, key)
		status := 204
		if !p.version.rendersPages() {
			status = 409
		}
		expectStatus(t, p, "DELETE", teamsPath+"2/", "", status, key)
	})
}

func TestConcurrentIdempotentRequests(t *testing.T) {
	t.Parallel()
	p := boxOffice(t, "2026.8.0")
	p.Fail(Fault{Method: "POST", Delay: 200 * time.Millisecond, Times: -1})
	var wg sync.WaitGroup
	var mu sync.Mutex
	statuses := map[int]int{}
	for range 4 {
		wg.Go(func() {
			got, err := try(p, "POST", teamsPath+"2/tokens/", `{"name":"a"}`, key)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				statuses[got.status]++
			}
			if got.status == 409 && got.header.Get("Retry-After") != "5" {
				t.Errorf("Retry-After %q", got.header.Get("Retry-After"))
			}
		})
	}
	wg.Wait()
	if statuses[201] != 1 || statuses[409] != 3 || len(p.Tokens(2)) != 2 {
		t.Errorf("statuses %v, tokens %v", statuses, p.Tokens(2))
	}
}

func TestLockedKey(t *testing.T) {
	t.Parallel()
	p := boxOffice(t, "2026.8.0")
	const busy = `{"detail": "Concurrent request with idempotency key."}`
	p.LockIdempotencyKey(p.Token, "k1")
	expect(t, p, "POST", teamsPath, `{}`, 409, busy, key)
	expect(t, p, "GET", "/api/v1/idempotency_query?key=k1", "", 409, busy)
	p.LockIdempotencyKey("Token "+p.Token, "k2")
	expectStatus(t, p, "POST", teamsPath, `{}`, 409, "X-Idempotency-Key: k2")
}

func TestIdempotencyQuery(t *testing.T) {
	t.Parallel()
	const query = "/api/v1/idempotency_query"
	forVersions(t, allVersions, func(t *testing.T, p *Pretix) {
		if !p.version.idempotencyQuery() {
			expectStatus(t, p, "GET", query, "", 500)
			return
		}
		expect(t, p, "GET", query, "", 404, `{"detail": "No idempotency key given."}`)
		expect(t, p, "GET", query+"?key=k1", "", 404, `{"detail": "Idempotency key not seen before."}`)
		first := expectStatus(t, p, "POST", teamsPath+"2/tokens/", `{"name":"a"}`, 201, key)
		expect(t, p, "GET", query+"?key=k1", "", 201, first.body)
		expectStatus(t, p, "GET", query+"?key=k1", "", 404, "Authorization: token "+p.Token)
	})
}
