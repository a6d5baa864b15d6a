package boxofficetest

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Eventbrite is one Eventbrite in memory. Its methods may be called at any time
// and from any goroutine, also while requests are being served.
type Eventbrite struct {
	// URL is the base address with the version in it, such as
	// http://127.0.0.1:40123/v3, without a trailing slash.
	URL string

	// Token is a private token of User.
	Token string

	// User is the id of the user that every server starts with.
	User string

	// Organization is the id of the organization that every server starts
	// with, of which User is the owner. Setup methods take "" for it. With
	// [WithoutOrganizations] it is the id of the user.
	Organization string

	machine

	config     eventbriteConfig
	salt       string // of opaque tokens
	started    time.Time
	state      ebState
	lastIDs    map[string]int64
	tokens     map[string]*ebToken
	writes     int      // how many the API has accepted
	stale      *ebStale // what reads without a waypoint see, or nil
	misrouted  []string
	deliveries int
}

// ebToken is a token, and how often it was used in the current hour. It has an
// API key of its own, so that what is counted per key is the same.
type ebToken struct {
	user   string // "" for a public token
	apiKey string
	hour   int
	used   int
}

// An EventbriteOption changes how a fake Eventbrite starts.
type EventbriteOption func(*eventbriteConfig) error

type eventbriteConfig struct {
	style           ContinuationStyle
	pageSize        int
	noOrganizations bool
	legacy          LegacyRefusal
	rateLimit       int
	lag             int
}

// ContinuationStyle is a form of the "pagination" object. Real lists differ in
// it, and clients must not depend on which one they get.
type ContinuationStyle int

const (
	// SeenContinuations leaves every list in the form in which it was seen.
	SeenContinuations ContinuationStyle = iota
	// PageContinuations counts pages, and has a token only where a next page is.
	PageContinuations
	// CountedContinuations counts pages, too, and has a token on the last page.
	CountedContinuations
	// BareContinuations has the token, null on the last page, and has_more_items.
	BareContinuations
)

// WithContinuationStyle makes all lists paginate in that form, also those that
// otherwise come whole.
func WithContinuationStyle(style ContinuationStyle) EventbriteOption {
	return func(c *eventbriteConfig) error {
		if style < SeenContinuations || style > BareContinuations {
			return fmt.Errorf("no continuation style %d", style)
		}
		c.style = style
		return nil
	}
}

// WithPageSize sets how many items are on a page where the client asks for no
// size, so that a test of pagination needs few items. The default is 50.
func WithPageSize(size int) EventbriteOption {
	return func(c *eventbriteConfig) error {
		if size < 1 {
			return fmt.Errorf("page size %d: want at least 1", size)
		}
		c.pageSize = size
		return nil
	}
}

// WithoutOrganizations starts with an account that has no organizations: the
// list of them is empty, and the id of the user serves as organization id.
func WithoutOrganizations() EventbriteOption {
	return func(c *eventbriteConfig) error {
		c.noOrganizations = true
		return nil
	}
}

// LegacyRefusal is how the endpoints refuse that organizations have replaced.
type LegacyRefusal int

const (
	// LegacyNotFound is 404: "The user_id you requested does not exist."
	LegacyNotFound LegacyRefusal = iota
	// LegacyNotAuthorized is 403, and tells to use the organization equivalent.
	LegacyNotAuthorized
)

// WithLegacyRefusal picks one of the two answers that have been seen.
func WithLegacyRefusal(refusal LegacyRefusal) EventbriteOption {
	return func(c *eventbriteConfig) error {
		if refusal < LegacyNotFound || refusal > LegacyNotAuthorized {
			return fmt.Errorf("no legacy refusal %d", refusal)
		}
		c.legacy = refusal
		return nil
	}
}

// WithRateLimit sets how many requests a token has per hour; the one after them
// is answered 429, without a Retry-After. The default is 2000.
func WithRateLimit(requests int) EventbriteOption {
	return func(c *eventbriteConfig) error {
		if requests < 1 {
			return fmt.Errorf("rate limit %d: want at least 1", requests)
		}
		c.rateLimit = requests
		return nil
	}
}

// WithEventualConsistency makes that many reads after a write see the state
// before it, unless they send the waypoint token of the write. How long a real
// server lags, and behind what, is our guess: it promises less.
func WithEventualConsistency(reads int) EventbriteOption {
	return func(c *eventbriteConfig) error {
		if reads < 1 {
			return fmt.Errorf("eventual consistency of %d reads: want at least 1", reads)
		}
		c.lag = reads
		return nil
	}
}

// NewEventbrite starts a server for one test. It is closed when the test ends.
// A mistake in an option or in a setup call ends the test through tb.Fatalf.
// When the test ends, requests that would have got lost on the real server, see
// [Eventbrite.TakeMisrouted], do so as well.
func NewEventbrite(tb TB, opts ...EventbriteOption) *Eventbrite {
	tb.Helper()
	e, err := StartEventbrite(opts...)
	if err != nil {
		tb.Fatalf("boxofficetest: %v", err)
		return nil
	}
	e.tb = tb
	tb.Cleanup(func() {
		e.Close()
		// Fatalf is for the test's own goroutine, which this is, and the one
		// that served the request is not.
		if lost := e.TakeMisrouted(); len(lost) > 0 {
			tb.Fatalf("boxofficetest: sent without the slash that ends every path: %s", strings.Join(lost, ", "))
		}
	})
	return e
}

// StartEventbrite starts a server in a program, which has to Close it. A
// mistake in a setup call panics.
func StartEventbrite(opts ...EventbriteOption) (*Eventbrite, error) {
	config := eventbriteConfig{pageSize: 50, rateLimit: 2000}
	var problems []error
	for _, opt := range opts {
		problems = append(problems, opt(&config))
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	listener, err := listen("Eventbrite")
	if err != nil {
		return nil, err
	}
	e := &Eventbrite{
		URL:     "http://" + listener.Addr().String() + ebRoot,
		config:  config,
		salt:    randomSecret(18),
		started: time.Now(),
		lastIDs: map[string]int64{},
		tokens:  map[string]*ebToken{},
	}
	e.seed()
	e.serve(listener, e)
	return e, nil
}

func (e *Eventbrite) seed() {
	e.User = e.AddUser(EventbriteUser{Email: "owner@example.org", FirstName: "Olivia", LastName: "Owner"})
	e.Token = e.AddToken(e.User)
	if e.config.noOrganizations {
		e.Organization = e.AddOrganization(EventbriteOrganization{ID: e.User, unlisted: true})
	} else {
		e.Organization = e.AddOrganization(EventbriteOrganization{Name: "Demo Festival"})
		e.AddRole("", EventbriteRole{
			Name: "Owner", Description: "May do everything", Immutable: true, Grantable: true,
			Permissions: []string{"event.details:read", "event.orders:read"}, PermissionType: "user",
		})
	}
	e.AddMember("", EventbriteMember{UserID: e.User, RoleSummary: "Owner", Immutable: true})
}

// AddToken makes a private token with which a client acts as the user.
func (e *Eventbrite) AddToken(user string) (token string) {
	e.helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	if _, ok := e.state.users.get(user); !ok {
		e.mistake("no user %q", user)
	}
	return e.newToken(user)
}

// AddPublicToken makes a token that is good for public data only: reference
// data, published events and what belongs to them. Elsewhere it is answered 403.
func (e *Eventbrite) AddPublicToken() (token string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.newToken("")
}

func (e *Eventbrite) newToken(user string) string {
	secret := strings.ToUpper(randomSecret(20))
	e.tokens[secret] = &ebToken{user: user, apiKey: strings.ToUpper(randomSecret(18))}
	return secret
}

// TakeMisrouted returns the writes that came without the slash that ends every
// path, such as "POST /v3/events/1", and forgets them. The fake answers them 404.
// What a real server makes of them is not known: a redirect would lose the body.
// Those that are not taken fail the test that [NewEventbrite] was called for
// when it ends.
func (e *Eventbrite) TakeMisrouted() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	taken := e.misrouted
	e.misrouted = nil
	return taken
}

// handleOnce serves a request. Eventbrite knows no idempotency keys, so that
// the name promises more than there is.
func (e *Eventbrite) handleOnce(r *http.Request, body []byte, hold func()) response {
	hold()
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.handle(r, body)
}
