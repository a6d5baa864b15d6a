package boxoffice

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"
)

// Option changes how a client works. An option that can't be carried out makes
// the constructor, or With, fail.
type Option func(*settings) error

// settings is what the options of a client add up to.
type settings struct {
	transport      http.RoundTripper
	userAgent      string
	retry          RetryLimits
	attemptTimeout time.Duration
	maxAnswer      int64
	limiter        RateLimiter
	observers      []Observer
	guards         []func(context.Context, Write) error
	language       string
	insecureHTTP   bool
	pretixVersion  *release
	baseURL        string
}

func defaultSettings() settings {
	return settings{
		userAgent:      defaultUserAgent,
		retry:          RetryLimits{Attempts: 5, MaxWait: 90 * time.Second, MaxElapsed: 5 * time.Minute},
		attemptTimeout: 60 * time.Second,
		maxAnswer:      16 << 20,
		language:       "en",
	}
}

func (s settings) with(opts []Option) (settings, error) {
	// Copied, so that two clients made from one never append to one array.
	s.observers = append([]Observer(nil), s.observers...)
	s.guards = append([]func(context.Context, Write) error(nil), s.guards...)
	for _, opt := range opts {
		if opt == nil {
			return s, argumentError("opts", "an option is nil")
		}
		if err := opt(&s); err != nil {
			return s, err
		}
	}
	return s, nil
}

// onlyFor refuses options that mean nothing to a platform.
func (s settings) onlyFor(p *platform) error {
	switch {
	case s.baseURL != "" && p != &eventbritePlatform:
		return argumentError("opts", "WithBaseURL is for Eventbrite; the base URL of pretix is an argument of NewPretix")
	case s.pretixVersion != nil && p != &pretixPlatform:
		return argumentError("opts", "WithPretixVersion is for pretix")
	}
	return nil
}

// RetryLimits says how long a call may try.
type RetryLimits struct {
	// Attempts is how often a call is sent at most; 1 means no retries. Default 5.
	Attempts int
	// MaxWait is the longest single wait. A server that asks for more ends the
	// call at once, with the wait in [Error.RetryAfter]. Default 90 s, which gets
	// through a minute of 429 of a hosted pretix.
	MaxWait time.Duration
	// MaxElapsed is the time for all attempts and waits together. Default 5 min.
	MaxElapsed time.Duration
}

// RateLimiter is asked before each attempt, retries included, and ends its wait
// when ctx ends. *rate.Limiter of golang.org/x/time/rate is one.
type RateLimiter interface {
	Wait(ctx context.Context) error
}

// WithHTTPClient takes the Transport and the Timeout of a client; the Timeout
// becomes the limit of one attempt, as by [WithAttemptTimeout]. A client with a
// Jar is refused, since a stray cookie changes what the server's memory of
// idempotency keys hangs on; so is one with a CheckRedirect, since this package
// decides on redirects itself.
func WithHTTPClient(client *http.Client) Option {
	return func(s *settings) error {
		switch {
		case client == nil:
			return argumentError("client", "the HTTP client is nil")
		case client.Jar != nil:
			return argumentError("client", "an HTTP client with a Jar can't be used: cookies change the scope of idempotency keys; set Jar to nil")
		case client.CheckRedirect != nil:
			return argumentError("client", "an HTTP client with a CheckRedirect can't be used: redirects are followed for reads on the same origin only; set it to nil")
		case client.Timeout < 0:
			return argumentError("client", "the HTTP client's Timeout is negative")
		}
		s.transport = client.Transport
		if client.Timeout > 0 {
			s.attemptTimeout = client.Timeout
		}
		return nil
	}
}

// WithUserAgent puts the name of your program, such as "rota/1.4", before this
// package's own in the User-Agent header.
func WithUserAgent(name string) Option {
	return func(s *settings) error {
		if strings.TrimSpace(name) == "" || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r > '~' }) {
			return argumentError("name", "a user agent is one line of visible ASCII characters")
		}
		s.userAgent = name + " " + defaultUserAgent
		return nil
	}
}

// WithRetryLimits replaces the limits of retries; a field that is zero keeps its
// default.
func WithRetryLimits(limits RetryLimits) Option {
	return func(s *settings) error {
		if limits.Attempts < 0 || limits.MaxWait < 0 || limits.MaxElapsed < 0 {
			return argumentError("limits", "a retry limit is negative")
		}
		if limits.Attempts > 0 {
			s.retry.Attempts = limits.Attempts
		}
		if limits.MaxWait > 0 {
			s.retry.MaxWait = limits.MaxWait
		}
		if limits.MaxElapsed > 0 {
			s.retry.MaxElapsed = limits.MaxElapsed
		}
		return nil
	}
}

// WithAttemptTimeout sets the time that one attempt may take, from connecting to
// the last byte of the answer. Default 60 s. An attempt that runs out of it is
// retried like a lost connection; to limit the whole call, give it a ctx with a
// deadline.
func WithAttemptTimeout(d time.Duration) Option {
	return func(s *settings) error {
		if d <= 0 {
			return argumentError("d", "the attempt timeout must be positive")
		}
		s.attemptTimeout = d
		return nil
	}
}

// WithMaxResponseBytes sets how large an answer may be, decompressed. Default
// 16 MiB. A larger one is [ErrResponseTooLarge].
func WithMaxResponseBytes(n int64) Option {
	return func(s *settings) error {
		if n <= 0 {
			return argumentError("n", "the largest answer must be positive")
		}
		s.maxAnswer = n
		return nil
	}
}

// WithRateLimiter asks limiter before each attempt. Clients that share an
// organizer account should share one limiter: all its tokens share one budget,
// on hosted pretix 360 requests a minute. Copies made by With and WithCredential
// keep the limiter; give one for another account a limiter of its own.
func WithRateLimiter(limiter RateLimiter) Option {
	return func(s *settings) error {
		if limiter == nil {
			return argumentError("limiter", "the rate limiter is nil")
		}
		s.limiter = limiter
		return nil
	}
}

// WithLogger logs each attempt at debug level and each retry and failed call at
// warn level; a call that the caller cancelled at debug level, and a write that a
// guard refused not at all. It adds to the loggers that there are. Records hold the operation, the method, the path template, the
// status and times; never bodies, query values, e-mail addresses or names.
func WithLogger(logger *slog.Logger) Option {
	return func(s *settings) error {
		if logger == nil {
			return argumentError("logger", "the logger is nil")
		}
		s.observers = append(s.observers, logObserver(logger))
		return nil
	}
}

// WithObserver adds an observer of calls and attempts, for metrics and traces, to
// those that there are.
func WithObserver(observer Observer) Option {
	return func(s *settings) error {
		if observer.Call == nil && observer.Attempt == nil {
			return argumentError("observer", "the observer has no function")
		}
		s.observers = append(s.observers, observer)
		return nil
	}
}

// WithWriteGuard adds a function that sees each write before anything is sent,
// and refuses it by returning an error, which the call's error then wraps. All
// guards of a client must agree; a copy made by With can add guards but lose
// none.
func WithWriteGuard(guard func(ctx context.Context, write Write) error) Option {
	return func(s *settings) error {
		if guard == nil {
			return argumentError("guard", "the write guard is nil")
		}
		s.guards = append(s.guards, guard)
		return nil
	}
}

// WithReadOnly makes a client that refuses every write with [ErrReadOnly].
func WithReadOnly() Option {
	return WithWriteGuard(func(context.Context, Write) error { return ErrReadOnly })
}

// WithLanguage sets the language of the server's texts, as for an
// Accept-Language header. Default "en", so that texts are stable.
func WithLanguage(tag string) Option {
	return func(s *settings) error {
		if strings.TrimSpace(tag) == "" || strings.ContainsFunc(tag, func(r rune) bool { return r < ' ' || r > '~' }) {
			return argumentError("tag", fmt.Sprintf("%q is not a language", tag))
		}
		s.language = tag
		return nil
	}
}

// WithInsecureHTTP allows a base URL with http:// that is not on this machine.
// The credential then crosses the network in clear.
func WithInsecureHTTP() Option {
	return func(s *settings) error {
		s.insecureHTTP = true
		return nil
	}
}

// WithPretixVersion tells the version of the server, such as "2026.8.0", so that
// it need not be asked before the first write that depends on it. A team that the
// server sends corrects it; a write by a wrong version ends in an error, and may
// have changed other permissions than was asked.
func WithPretixVersion(version string) Option {
	return func(s *settings) error {
		r, err := parseRelease(version)
		if err != nil {
			return err
		}
		s.pretixVersion = &r
		return nil
	}
}

// WithBaseURL sends the calls of an Eventbrite client to another server, such as
// one of package boxofficetest, with or without "/v3". The credential goes there
// too. It is an error on pretix, and in With.
func WithBaseURL(baseURL string) Option {
	return func(s *settings) error {
		if baseURL == "" {
			return argumentError("baseURL", "the base URL is empty")
		}
		s.baseURL = baseURL
		return nil
	}
}
