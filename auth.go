package boxoffice

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
)

const redacted = "[redacted]"

// Secret holds a value that must not be seen: printing, logging or marshalling
// it, alone or inside another value, shows "[redacted]". [Secret.Reveal] is the
// only way to the value.
type Secret struct {
	// A pointer, since fmt does not ask unexported fields for their String and
	// would print a plain string.
	value *string
}

// NewSecret wraps a value that must not be seen.
func NewSecret(value string) Secret { return Secret{value: &value} }

// Reveal returns the value. Hand it on at once, to a vault or a file that only
// its owner can read; do not keep it in a variable that something may print.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsZero tells whether there is no value.
func (s Secret) IsZero() bool { return s.value == nil || *s.value == "" }

// String returns "[redacted]".
func (s Secret) String() string { return redacted }

// Format writes "[redacted]" for every verb of package fmt.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// LogValue returns "[redacted]".
func (s Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText returns "[redacted]", also as a JSON string.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// PretixCredential is what a client shows to pretix: a team token, an OAuth
// access token, or a source of either. It never prints what it holds.
type PretixCredential struct{ inner *credential }

// credential is what the request path knows of a credential of any platform.
type credential struct {
	ask         func(context.Context) (authorization, error)
	refreshable bool
}

// authorization holds the value of an Authorization header.
type authorization struct{ header Secret }

// token is the part of the header that is secret.
func (a authorization) token() string {
	_, token, _ := strings.Cut(a.header.Reveal(), " ")
	return token
}

// PretixTeamToken authenticates with the API token of a team. A token belongs
// to one team, and so to one organizer; it may do what the team may do. No
// endpoint tells which team or token it is.
//
// See https://docs.pretix.eu/dev/api/tokenauth.html
func PretixTeamToken(token string) PretixCredential { return pretixSecret("Token", token) }

// PretixOAuthToken authenticates with an OAuth access token, which acts as a
// user and is good for one day. A program that lives longer uses
// [PretixCredentialSource].
//
// See https://docs.pretix.eu/dev/api/oauth.html
func PretixOAuthToken(token string) PretixCredential { return pretixSecret("Bearer", token) }

// PretixCredentialSource asks source for the credential once for each call, and
// keeps the answer over the retries of that call. When the server answers 401,
// the source is asked again, and if it then says something new the call is
// repeated once with that. The source must be safe for concurrent use, should
// keep its answer as long as it is good, and must not answer with another
// source.
func PretixCredentialSource(source func(ctx context.Context) (PretixCredential, error)) PretixCredential {
	if source == nil {
		return PretixCredential{}
	}
	return PretixCredential{credentialSource(func(ctx context.Context) (*credential, error) {
		answer, err := source(ctx)
		return answer.inner, err
	})}
}

// credentialSource is a credential that is asked for at each call.
func credentialSource(source func(context.Context) (*credential, error)) *credential {
	ask := func(ctx context.Context) (authorization, error) {
		answer, err := source(ctx)
		switch {
		case err != nil:
			return authorization{}, fmt.Errorf("the credential source failed: %w", err)
		case answer == nil:
			return authorization{}, errors.New("the credential source answered with an empty credential")
		case answer.refreshable:
			return authorization{}, errors.New("the credential source answered with a source, not with a token")
		}
		return answer.ask(ctx)
	}
	return &credential{ask: ask, refreshable: true}
}

func pretixSecret(scheme, token string) PretixCredential {
	return PretixCredential{fixedCredential(scheme, token)}
}

func fixedCredential(scheme, token string) *credential {
	value, err := authorizationHeader(scheme, token)
	return &credential{ask: func(context.Context) (authorization, error) { return value, err }}
}

// authorizationHeader checks a token before it can become part of a header. Its
// errors never repeat the token.
func authorizationHeader(scheme, token string) (authorization, error) {
	switch {
	case strings.TrimSpace(token) == "":
		return authorization{}, argumentError("credential", "the token is empty")
	case strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }):
		return authorization{}, argumentError("credential",
			"the token holds a space, a line break or another character that no token has; was it read from a file with its last line break?")
	}
	return authorization{NewSecret(scheme + " " + token)}, nil
}

// String returns "[redacted]".
func (c PretixCredential) String() string { return redacted }

// Format writes "[redacted]" for every verb of package fmt.
func (c PretixCredential) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// LogValue returns "[redacted]".
func (c PretixCredential) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText returns "[redacted]", also as a JSON string.
func (c PretixCredential) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// EventbriteCredential is what a client shows to Eventbrite: an OAuth token or a
// private token, or a source of either. It never prints what it holds.
type EventbriteCredential struct{ inner *credential }

// EventbriteToken authenticates with a token that acts as a user: the private
// token of the account's page of API keys, or one from the OAuth flow. The API key
// beside it is no token: it is answered with [ErrUnauthorized].
//
// See https://www.eventbrite.com/platform/api#/introduction/authentication
func EventbriteToken(token string) EventbriteCredential {
	return EventbriteCredential{fixedCredential("Bearer", token)}
}

// EventbriteCredentialSource asks source for the credential once for each call, as
// [PretixCredentialSource] does. Eventbrite names no way to refresh a token, so a
// source is for tokens that are replaced by hand or kept in a vault.
func EventbriteCredentialSource(source func(ctx context.Context) (EventbriteCredential, error)) EventbriteCredential {
	if source == nil {
		return EventbriteCredential{}
	}
	return EventbriteCredential{credentialSource(func(ctx context.Context) (*credential, error) {
		answer, err := source(ctx)
		return answer.inner, err
	})}
}

// String returns "[redacted]".
func (c EventbriteCredential) String() string { return redacted }

// Format writes "[redacted]" for every verb of package fmt.
func (c EventbriteCredential) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// LogValue returns "[redacted]".
func (c EventbriteCredential) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText returns "[redacted]", also as a JSON string.
func (c EventbriteCredential) MarshalText() ([]byte, error) { return []byte(redacted), nil }
