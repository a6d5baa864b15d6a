package boxoffice

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/boxoffice-go/boxoffice/internal/plaintext"
)

// The kinds of failures, for errors.Is. Several can match one error: a write cut
// off by a 502 is both [ErrUnavailable] and [ErrOutcomeUnknown].
var (
	// ErrUnauthorized: the credential is not, or no longer, good (401).
	ErrUnauthorized = errors.New("not authorized")
	// ErrForbidden: the credential is good but may not do this (403). pretix says
	// the same of an organizer that does not exist.
	ErrForbidden = errors.New("forbidden")
	// ErrNotFound: there is no such thing (404).
	ErrNotFound = errors.New("not found")
	// ErrConflict: another request is in the way (409).
	ErrConflict = errors.New("conflict")
	// ErrInvalid: the server refused what was sent (400); see [Error.Fields].
	ErrInvalid = errors.New("invalid")
	// ErrRateLimited: too many requests (429); see [Error.RetryAfter].
	ErrRateLimited = errors.New("rate limited")
	// ErrServer: the server failed (500).
	ErrServer = errors.New("server error")
	// ErrUnavailable: the server could not be reached through its proxy (502 to 504).
	ErrUnavailable = errors.New("unavailable")
	// ErrOutcomeUnknown: a write may or may not have happened. On pretix, send the
	// same again under [Error.IdempotencyKey], with [ContextWithIdempotencyKey] and
	// the same credential, within 24 hours: the server then answers with what
	// happened, or does it now. A pretix that was killed at work on it does neither: the
	// key stays locked ([ErrConflict]) for a day, so look whether it happened. Eventbrite has nothing like it: look, which may take
	// up to five minutes to show the write, before you send it again.
	ErrOutcomeUnknown = errors.New("outcome unknown")
	// ErrResponseTooLarge: the answer passed the limit of [WithMaxResponseBytes], or
	// holds more than any page of a list, and any object, has.
	ErrResponseTooLarge = errors.New("the answer is too large")
	// ErrReadOnly: the client was made with [WithReadOnly]. Nothing was sent.
	ErrReadOnly = errors.New("the client is read-only")
	// ErrListUnstable: a list changed so often under a walk, or its pages
	// contradict each other so much, that the walk gave up.
	ErrListUnstable = errors.New("the list does not hold still")
	// ErrTruncated: [CollectMax] stopped at its maximum.
	ErrTruncated = errors.New("there are more items")
	// ErrLegacyEndpoint: Eventbrite has closed this endpoint; [Error.Successor] is
	// what replaces it. It can also be that the user of the path does not exist.
	ErrLegacyEndpoint = errors.New("the endpoint is closed")
	// ErrTeamStuck: pretix refuses every update of this team that does not repair
	// it; see [Team.Problems].
	ErrTeamStuck = errors.New("the team is stuck")
	// ErrTeamProtected: pretix can't delete this team, since one of its tokens has
	// written something.
	ErrTeamProtected = errors.New("the team can't be deleted")
)

// Error is a failed call: an answer that says no, or the failure to get or
// understand one. Use errors.AsType[*Error] for its data and errors.Is with the
// sentinels of this package for its kind. What this package refuses before it
// sends anything is an [ArgumentError] instead.
type Error struct {
	// Platform is "pretix" or "Eventbrite".
	Platform string
	// Operation is the method that was called, such as "Teams.Get".
	Operation string
	// Method and Path are what was sent; Path is a template without its values.
	Method, Path string
	// Status is the status of the answer, 0 when none came.
	Status int
	// Code is the platform's own code of the error, such as "ARGUMENTS_ERROR" on
	// Eventbrite; pretix has none.
	Code string
	// Message is the server's text. It is for people, in the language of
	// [WithLanguage], and may change; it may hold names and addresses.
	Message string
	// Fields holds what is wrong with each field that was sent. Errors about
	// several fields at once stand under "non_field_errors".
	Fields map[string][]string
	// Attempts is how often the call was sent.
	Attempts int
	// RetryAfter is how long the server asked to wait, 0 when it did not. On
	// Eventbrite, which sends no Retry-After, it is the time until its rate limit is
	// reset.
	RetryAfter time.Duration
	// RateLimits are what Eventbrite told of its rate limits; nil on pretix.
	RateLimits []RateLimit
	// Hint says what else the answer may mean, where the platform is known to mislead.
	Hint string
	// IdempotencyKey is the key that a write was sent with, "" where there was none.
	IdempotencyKey string
	// Successor is the route that replaces a legacy endpoint of Eventbrite, such as
	// "GET /organizations/{organization_id}/events/"; see [ErrLegacyEndpoint].
	Successor string
	// Body is the beginning of the answer, at most 8 KiB.
	Body []byte

	kinds []error
	cause error
}

// Error tells what was called, what came back, and the hint. Texts from the
// server are made safe to print.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Platform, e.Operation)
	if e.Status != 0 {
		fmt.Fprintf(&b, ": %s %s answered %d", e.Method, e.Path, e.Status)
	}
	if e.Code != "" {
		b.WriteString(" " + printable(e.Code))
	}
	if e.Message != "" {
		b.WriteString(": " + printable(e.Message))
	}
	for _, field := range slices.Sorted(maps.Keys(e.Fields)) {
		if field == nonField && e.Message != "" {
			// The message says it already.
			continue
		}
		reasons := strings.Join(e.Fields[field], " ")
		if strings.Contains(e.Message, field+" - "+reasons) {
			// Eventbrite's message lists them in this form.
			continue
		}
		fmt.Fprintf(&b, "; %s: %s", printable(field), printable(reasons))
	}
	if e.cause != nil {
		b.WriteString(": " + printable(e.cause.Error()))
	}
	if e.Is(ErrOutcomeUnknown) {
		b.WriteString("; whether the write happened is unknown")
	}
	if e.RetryAfter > 0 {
		fmt.Fprintf(&b, "; retry after %s", e.RetryAfter)
	}
	if e.Attempts > 1 {
		fmt.Fprintf(&b, " (%d attempts)", e.Attempts)
	}
	if e.Hint != "" {
		b.WriteString("; " + e.Hint)
	}
	if e.Successor != "" {
		b.WriteString("; what replaces it is " + e.Successor)
	}
	return b.String()
}

// Unwrap returns what caused the failure where that was not an answer of the
// server: a network error, the end of ctx, a guard's refusal.
func (e *Error) Unwrap() error { return e.cause }

// Is tells whether the error is of one of the kinds above.
func (e *Error) Is(target error) bool { return slices.Contains(e.kinds, target) }

// LogValue holds what is safe to log: no text of the server, no body.
func (e *Error) LogValue() slog.Value {
	attrs := []slog.Attr{
		slog.String("platform", e.Platform),
		slog.String("operation", e.Operation),
		slog.String("method", e.Method),
		slog.String("path", e.Path),
		slog.Int("status", e.Status),
		slog.Int("attempts", e.Attempts),
		slog.String("kind", errorKind(e)),
	}
	if e.Code != "" {
		attrs = append(attrs, slog.String("code", e.Code))
	}
	return slog.GroupValue(attrs...)
}

// redact takes a secret out of the texts of the server, and tells whether there was one.
func (e *Error) redact(secret string) bool {
	found := false
	clean := func(text string) string {
		found = found || strings.Contains(text, secret)
		return strings.ReplaceAll(text, secret, redacted)
	}
	e.Message, e.Code = clean(e.Message), clean(e.Code)
	for _, name := range slices.Sorted(maps.Keys(e.Fields)) {
		reasons := e.Fields[name]
		for i := range reasons {
			reasons[i] = clean(reasons[i])
		}
		if cleaned := clean(name); cleaned != name {
			delete(e.Fields, name)
			e.Fields[cleaned] = append(e.Fields[cleaned], reasons...)
		}
	}
	return found
}

// addKind makes the error match one more sentinel.
// copied is for what a look afterwards adds: observers were given the error as it was.
func (e *Error) copied() *Error {
	c := *e
	c.kinds = slices.Clone(e.kinds)
	return &c
}

func (e *Error) addKind(kind error) {
	if !slices.Contains(e.kinds, kind) {
		e.kinds = append(e.kinds, kind)
	}
}

// statusKind is the sentinel of a status, nil where there is none.
func statusKind(status int) error {
	switch status {
	case 400, 422:
		return ErrInvalid
	case 401:
		return ErrUnauthorized
	case 403:
		return ErrForbidden
	case 404:
		return ErrNotFound
	case 409:
		return ErrConflict
	case 429:
		return ErrRateLimited
	case 500:
		return ErrServer
	case 502, 503, 504:
		return ErrUnavailable
	}
	return nil
}

// ArgumentError is what this package refuses before it sends anything. Where the
// reason is the version of the server, errors.Is(err, errors.ErrUnsupported).
type ArgumentError struct {
	// Argument names what is wrong: a field or an option as in Go, behind the
	// parameter that holds it ("event.Start.Timezone", "opts.Scope"), or a part of the
	// path by its name in the route ("event_id").
	Argument string
	// Reason says what is wrong and what would be right.
	Reason string

	unsupported bool
}

// Error names the argument and the reason.
func (e *ArgumentError) Error() string {
	return "boxoffice: " + e.Argument + ": " + printable(e.Reason)
}

// Unwrap returns errors.ErrUnsupported where the reason is the server's version.
func (e *ArgumentError) Unwrap() error {
	if e.unsupported {
		return errors.ErrUnsupported
	}
	return nil
}

func argumentError(argument, reason string) error {
	return &ArgumentError{Argument: argument, Reason: reason}
}

func unsupported(argument, reason string) error {
	return &ArgumentError{Argument: argument, Reason: reason, unsupported: true}
}

// printable makes text of a server safe to print.
func printable(s string) string { return plaintext.Line(s) }
