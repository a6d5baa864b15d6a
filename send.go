package boxoffice

import (
	"context"
	"crypto/rand"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// The request path is a chain of links, each in a file of its own:
//
//	guardWrites → observeCalls → authenticate → giveKey → passWaypoints → retry
//	→ each attempt: limitRate → observeAttempts → exchange → (retry:) explain or decode
//
// Links that see the call as a whole are of type link. go-retryablehttp owns the
// loop of attempts, so links that see each attempt are http.RoundTrippers below it.
type link func(*call) error

// call is one call on its way through the chain.
type call struct {
	client *Client
	ctx    context.Context
	info   CallInfo
	url    string
	body   []byte // nil for none
	out    any    // what the answer is decoded into, nil for nothing
	req    request
	limits RetryLimits

	key      string // the idempotency key, "" where there is none
	waypoint string // what makes the server show earlier writes, "" for nothing
	auth     authorization

	progress progress
	// loop is what go-retryablehttp needs, in one piece with the call.
	loop struct {
		Client  retryablehttp.Client
		Request retryablehttp.Request
	}
}

// progress is what the attempts of a call leave behind.
type progress struct {
	began     time.Time
	until     time.Time // the end of the time for all attempts
	attempts  int
	wait      time.Duration // before the current attempt
	doubt     bool          // an attempt may have done something that no answer tells of
	everDoubt bool          // so it was at some time: another credential must not repeat it
	failed    *Error        // the last answer that was a failure
	own500    *Error        // a 500 that this call's key got, see own409
	status    int           // of the final answer
	waypoint  string        // that the final answer brought
}

func newChain(c *Client) link {
	attempts := &http.Client{
		Transport: limitRate(c.settings.limiter, observeAttempts(c.settings.observers, exchange{
			pool:      c.pool,
			timeout:   c.settings.attemptTimeout,
			maxAnswer: c.settings.maxAnswer,
		})),
		CheckRedirect: redirectReads,
	}
	chain := retry(attempts, c.settings.retry)
	chain = passWaypoints(c.platform.waypointHeader, chain)
	chain = giveKey(chain)
	chain = authenticate(chain)
	chain = observeCalls(c.settings.observers, chain)
	return guardWrites(c.settings.guards, chain)
}

// header is what each attempt is sent with.
func (c *call) header() http.Header {
	h := make(http.Header, 8)
	values := make([]string, 0, 5) // one array for all
	set := func(name, value string) {
		values = append(values, value)
		h[name] = values[len(values)-1 : len(values) : len(values)]
	}
	set("Authorization", c.auth.header.Reveal())
	h["Accept"] = acceptJSON
	set("Accept-Language", c.client.settings.language)
	set("User-Agent", c.client.settings.userAgent)
	if c.body != nil {
		h["Content-Type"] = contentTypeJSON
	}
	if c.key != "" {
		set(c.client.platform.keyHeader, c.key)
	}
	if c.waypoint != "" {
		set(c.client.platform.waypointHeader, c.waypoint)
	}
	return h
}

var (
	acceptJSON      = []string{"application/json"}
	contentTypeJSON = []string{"application/json"}
)

// repeatable tells whether sending the call again can't do anything twice.
func (c *call) repeatable() bool { return isRead(c.info.Method) || c.key != "" }

// newError is an error about this call as it stands.
func (c *call) newError() *Error {
	return &Error{
		Platform:       c.info.Platform,
		Operation:      c.info.Operation,
		Method:         c.info.Method,
		Path:           c.info.Path,
		Attempts:       c.progress.attempts,
		IdempotencyKey: c.key,
	}
}

// failure wraps what kept the call from getting an answer.
func (c *call) failure(cause error) *Error {
	e := c.newError()
	e.cause = cause
	return e
}

// callKey is where the links of an attempt find their call.
type callKey struct{}

func callOf(ctx context.Context) *call {
	c, _ := ctx.Value(callKey{}).(*call)
	return c
}

// newKey makes an idempotency key: 26 characters, over 128 bits of randomness.
func newKey() string { return rand.Text() }
