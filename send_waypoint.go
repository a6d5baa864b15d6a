package boxoffice

import (
	"context"
	"strings"
	"sync"
	"time"
)

// Waypoints are worth nothing after five minutes: by then every server has caught up.
const waypointLife = 5 * time.Minute

// maxWaypoint bounds what an answer can make a client send.
const maxWaypoint = 4 << 10

// waypoint is the mark of the newest state that calls under a ctx have seen.
type waypoint struct {
	mu    sync.Mutex
	token string
	root  string // of the server that it came from
	at    time.Time
}

type waypointKey struct{}

// ContextWithReadYourWrites makes calls under ctx see what earlier calls under it
// have written. Eventbrite otherwise shows a write only after some seconds, at most
// five minutes; until then what was made is [ErrNotFound], and what was deleted is
// still there. Each call may take up to five seconds longer, so use it for a chain
// of writes and reads, not for a walk. On pretix, which shows writes at once, it
// does nothing.
//
// The server's waypoint tokens are kept for five minutes. Calls for several accounts
// need a ctx each.
//
// See https://www.eventbrite.com/platform/api#/introduction/eventual-consistency
func ContextWithReadYourWrites(ctx context.Context) context.Context {
	return context.WithValue(ctx, waypointKey{}, &waypoint{})
}

// passWaypoints sends each call with the newest waypoint under its ctx, and keeps
// the one that it brings back.
func passWaypoints(header string, next link) link {
	if header == "" {
		return next
	}
	return func(c *call) error {
		mark, _ := c.ctx.Value(waypointKey{}).(*waypoint)
		if mark == nil {
			return next(c)
		}
		c.waypoint = mark.get(c.client.root)
		err := next(c)
		mark.set(c.client.root, c.progress.waypoint)
		return err
	}
}

func (w *waypoint) get(root string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.root != root || time.Since(w.at) > waypointLife {
		return ""
	}
	return w.token
}

func (w *waypoint) set(root, token string) {
	if token == "" || len(token) > maxWaypoint || strings.ContainsFunc(token, func(r rune) bool { return r < ' ' || r > '~' }) {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.token, w.root, w.at = token, root, time.Now()
}
