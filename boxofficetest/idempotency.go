package boxofficetest

import (
	"net/http"
	"strings"
)

// callScope is what a key is compared within. Method, path and body are no part
// of it.
type callScope struct {
	authorization string // as sent, not as understood
	session       string
	key           string
}

// storedCall is a request under a key: locked while it runs, and the answer
// afterwards.
type storedCall struct {
	locked   bool
	response response
}

func (v release) scopeOf(r *http.Request, key string) callScope {
	scope := callScope{authorization: r.Header.Get("Authorization"), key: key}
	for _, name := range v.sessionCookies() {
		if cookie, err := r.Cookie(name); err == nil {
			scope.session = cookie.Value
			break
		}
	}
	return scope
}

// LockIdempotencyKey leaves a key as a server does whose worker died in the
// middle of a request: every write under it answers 409 from now on, and nobody
// can know what became of the first. The credential is a token's secret or a
// whole Authorization header.
func (p *Pretix) LockIdempotencyKey(credential, key string) {
	if !strings.Contains(credential, " ") {
		credential = "Token " + credential
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.state.calls[callScope{authorization: credential, key: key}] = &storedCall{locked: true}
}

// handleOnce is handle for requests that may carry an idempotency key, which
// comes before everything else. hold runs while the key is locked.
func (p *Pretix) handleOnce(r *http.Request, body []byte, hold func()) response {
	if !isMethod(r.Method) {
		hold()
		return bareBadRequest()
	}
	key := r.Header.Get("X-Idempotency-Key")
	if key == "" || isSafe(r.Method) || !strings.HasPrefix(r.URL.Path, "/api/") {
		hold()
		return p.handle(r, body)
	}
	scope := p.version.scopeOf(r, key)
	if stored, seen := p.lockCall(scope); seen {
		return stored
	}
	hold()
	res := p.handle(r, body)
	p.finishCall(scope, res)
	return res
}

// isMethod tells whether the server in front of pretix, gunicorn, takes that for the name of a method.
func isMethod(method string) bool { return strings.ToUpper(method) == method }

func isSafe(method string) bool {
	return method == "GET" || method == "HEAD" || method == "OPTIONS"
}

// lockCall returns the answer to a key that is in use already.
func (p *Pretix) lockCall(scope callScope) (answer response, seen bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if stored := p.state.calls[scope]; stored != nil {
		return stored.answer(), true
	}
	p.state.calls[scope] = &storedCall{locked: true}
	return response{}, false
}

func (p *Pretix) finishCall(scope callScope, res response) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch res.status {
	case http.StatusInternalServerError:
		if !p.version.rendersPages() {
			return
		}
		delete(p.state.calls, scope)
	case http.StatusConflict, http.StatusTooManyRequests, http.StatusServiceUnavailable:
		delete(p.state.calls, scope)
	default:
		p.state.calls[scope] = &storedCall{response: res}
	}
}

// answer replays what is stored, byte for byte. The type that Django gives an
// answer without one is the only trace of it.
func (s *storedCall) answer() response {
	if !s.locked {
		res := s.response.clone()
		if res.header.Get("Content-Type") == "" {
			res.header.Set("Content-Type", "text/html; charset=utf-8")
		}
		return res
	}
	res := plainJSON(http.StatusConflict, "Concurrent request with idempotency key.")
	res.header.Set("Retry-After", "5")
	return res
}

// plainJSON is an answer from outside the REST framework, which spaces its JSON
// differently.
func plainJSON(status int, detail string) response {
	return response{
		status: status,
		header: http.Header{"Content-Type": {"application/json"}},
		body:   []byte(`{"detail": "` + detail + `"}`),
	}
}

// queryIdempotency answers what a key has in store, for the very credential
// that used it.
func (c *call) queryIdempotency() (response, error) {
	key := c.query().get("key")
	if key == "" {
		return plainJSON(http.StatusNotFound, "No idempotency key given."), nil
	}
	stored := c.state.calls[c.version.scopeOf(c.r, key)]
	if stored == nil {
		return plainJSON(http.StatusNotFound, "Idempotency key not seen before."), nil
	}
	return stored.answer(), nil
}
