package boxoffice

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"sync"
)

// maxKey is the width of the column that pretix keeps idempotency keys in.
const maxKey = 190

// givenKey is a caller's own key and the one call that it is for.
type givenKey struct {
	key string

	mu   sync.Mutex
	used [sha256.Size]byte
	once bool
}

type givenKeyKey struct{}

// ContextWithIdempotencyKey makes the next write under ctx use this key, as it
// is, in place of a fresh one; reads are not touched. Use it to ask again for a
// write whose outcome is unknown, also from another process. A key is for one
// call: pretix replays by key alone, whatever the method, path and body, so a
// second, different call under the returned ctx is refused before it is sent.
// The same call may be sent again. The key must be 1 to 190 visible ASCII
// characters; a bad one fails the call.
//
// See https://docs.pretix.eu/dev/api/fundamentals.html#idempotency
func ContextWithIdempotencyKey(ctx context.Context, key string) context.Context {
	return context.WithValue(ctx, givenKeyKey{}, &givenKey{key: key})
}

// giveKey gives a write its idempotency key, on platforms that have them.
func giveKey(next link) link {
	return func(c *call) error {
		if isRead(c.info.Method) || c.key != "" {
			return next(c)
		}
		given, _ := c.ctx.Value(givenKeyKey{}).(*givenKey)
		switch {
		case c.client.platform.keyHeader == "" && given != nil:
			return argumentError("ctx", c.client.platform.name+" knows no idempotency keys")
		case c.client.platform.keyHeader == "":
			return next(c)
		case given == nil:
			c.key = newKey()
			return next(c)
		}
		if err := given.take(c); err != nil {
			return err
		}
		c.key = given.key
		return next(c)
	}
}

// take binds the key to this call, or refuses it to another.
func (g *givenKey) take(c *call) error {
	if g.key == "" || len(g.key) > maxKey || strings.ContainsFunc(g.key, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return argumentError("ctx", fmt.Sprintf("an idempotency key is 1 to %d visible ASCII characters", maxKey))
	}
	call := sha256.Sum256(fmt.Appendf(nil, "%s %s\n%s", c.info.Method, c.url, c.body))
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.once && g.used != call {
		return argumentError("ctx", "its idempotency key was used for another call; a server would answer with that call's result")
	}
	g.once, g.used = true, call
	return nil
}
