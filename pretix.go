package boxoffice

import (
	"context"
	"fmt"
	"log/slog"
)

// Pretix is a client of one pretix server: its services over a [Client]. It is
// made by [NewPretix], immutable, and safe for concurrent use.
type Pretix struct {
	// Organizers are the organizers that the credential can see.
	Organizers *OrganizersService
	// Events are an organizer's events, which teams name by their slugs.
	Events *PretixEventsService
	// Teams are an organizer's teams and what they may do.
	Teams *TeamsService
	// Members are the people of a team.
	Members *MembersService
	// Invites are the invitations into a team that nobody has accepted yet.
	Invites *InvitesService
	// Tokens are a team's API tokens.
	Tokens *TokensService

	client *Client
	model  *pretixModel
}

// NewPretix makes a client of the pretix server at baseURL, such as
// "https://pretix.eu" or "https://tickets.example.org/shop"; with or without a
// last slash, and with or without "/api/v1". It sends nothing: see
// [Pretix.Probe] for whether server and credential are good. A bad base URL,
// credential or option is an [ArgumentError].
func NewPretix(baseURL string, credential PretixCredential, opts ...Option) (*Pretix, error) {
	s, err := defaultSettings().with(opts)
	if err != nil {
		return nil, err
	}
	base, err := parseBase(baseURL, pretixPlatform.root, s.insecureHTTP)
	if err != nil {
		return nil, err
	}
	client, err := newClient(&pretixPlatform, base, credential.inner, s)
	if err != nil {
		return nil, err
	}
	return pretixOver(client, newPretixModel(s.pretixVersion)), nil
}

func pretixOver(client *Client, model *pretixModel) *Pretix {
	px := &Pretix{client: client, model: model}
	px.Organizers = &OrganizersService{client}
	px.Events = &PretixEventsService{client}
	px.Teams = &TeamsService{px}
	px.Members = &MembersService{client}
	px.Invites = &InvitesService{px}
	px.Tokens = &TokensService{client}
	return px
}

// With returns a copy with other options, on the same connections unless
// [WithHTTPClient] is among them.
func (px *Pretix) With(opts ...Option) (*Pretix, error) {
	client, err := px.client.with(px.client.cred, opts)
	if err != nil {
		return nil, err
	}
	model := px.model
	if v := client.settings.pretixVersion; v != px.client.settings.pretixVersion {
		model = newPretixModel(v)
	}
	return pretixOver(client, model), nil
}

// WithCredential returns a copy for another credential of the same server, on
// the same connections: one process, many tenants.
func (px *Pretix) WithCredential(credential PretixCredential) (*Pretix, error) {
	client, err := px.client.with(credential.inner, nil)
	if err != nil {
		return nil, err
	}
	return pretixOver(client, px.model), nil
}

// Client returns the client below, for [Do] and [Walk].
func (px *Pretix) Client() *Client { return px.client }

// CloseIdleConnections closes the connections that no call is using now, also
// for copies made by With and WithCredential.
func (px *Pretix) CloseIdleConnections() { px.client.CloseIdleConnections() }

// String names the server.
func (px *Pretix) String() string { return px.client.String() }

// Format writes what String returns, for every verb of package fmt.
func (px *Pretix) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(px.String())) }

// LogValue returns what String returns.
func (px *Pretix) LogValue() slog.Value { return slog.StringValue(px.String()) }

// PretixVersion is the version of a server.
type PretixVersion struct {
	// Version is the version's name, such as "2026.8.0" or "2026.9.0.dev0".
	Version string `json:"pretix"`
	// Numeric grows with each version: 20260080005000 for 2026.8.0.
	Numeric int64 `json:"pretix_numeric"`
}

var versionRequest = request{op: "Version", method: "GET", path: "/version", forbiddenIsUnauthorized: true}

// Version asks the server for its version, which any good credential may do. A
// bad one is [ErrUnauthorized], although this endpoint answers it with 403.
//
// GET /api/v1/version, see https://docs.pretix.eu/dev/api/deviceauth.html
func (px *Pretix) Version(ctx context.Context) (*PretixVersion, error) {
	v, err := fetch(ctx, px.client, versionRequest, func(v *PretixVersion) bool { return v.Version != "" })
	if err != nil {
		return nil, err
	}
	if r, err := parseRelease(v.Version); err == nil {
		px.model.know(r)
	}
	return v, nil
}
