package boxoffice

import (
	"context"
	"errors"
	"iter"
)

// TeamToken is an API token of a team. Its secret is not part of it: that is
// shown once, in [NewTeamToken].
//
// See https://docs.pretix.eu/dev/api/resources/teams.html
type TeamToken struct {
	// ID is the token's id in its team.
	ID int64 `json:"id"`
	// Name is not unique.
	Name string `json:"name"`
	// Active is whether the token works. It can become false and never true again,
	// and inactive tokens stay in the lists.
	Active bool `json:"active"`
}

// NewTeamToken is a token at its creation, the only time its secret is shown. Keep
// Organizer, TeamID and Token.ID with the secret: they are what it takes to
// disable it, no endpoint tells which token a secret belongs to, and names are not
// unique. The secret does not print, log or marshal; see [Secret.Reveal].
type NewTeamToken struct {
	// Organizer and TeamID say which team the token belongs to.
	Organizer string
	TeamID    int64
	// Token is the token as the lists show it.
	Token TeamToken
	// Secret is what authenticates.
	Secret Secret
}

// Credential is the token as the credential of a client.
func (t *NewTeamToken) Credential() PretixCredential {
	return PretixTeamToken(t.Secret.Reveal())
}

// TokenListOptions are the options of a list of tokens, which pretix sorts by
// name. Names are not unique, and pretix promises no order among equal ones; use
// Strict where a team has several pages of tokens with one name.
type TokenListOptions struct{ ListOptions }

// TokensService creates and disables a team's API tokens. A token can't be
// renamed, deleted or made active again, and has no owner.
type TokensService struct{ client *Client }

const (
	tokensPath = "/organizers/{organizer}/teams/{team}/tokens/"
	tokenPath  = "/organizers/{organizer}/teams/{team}/tokens/{token}/"
)

func (s *TokensService) list(organizer string, teamID int64) *list[TeamToken, int64] {
	return &list[TeamToken, int64]{
		client: s.client,
		req:    request{op: "Tokens.List", method: "GET", path: tokensPath, args: []any{organizer, teamID}},
		id:     func(t *TeamToken) int64 { return t.ID },
	}
}

// List reads one page of a team's tokens, active and inactive.
//
// GET /api/v1/organizers/{organizer}/teams/{team}/tokens/, see
// https://docs.pretix.eu/dev/api/resources/teams.html. [ErrNotFound] when there is
// no such team; [ErrForbidden] as for [TeamsService.List].
func (s *TokensService) List(ctx context.Context, organizer string, teamID int64, opts *TokenListOptions) (*Page[TeamToken], error) {
	return s.list(organizer, teamID).page(ctx, listOptions(opts))
}

// Pages walks the pages of a team's tokens, active and inactive, lazily. It ends
// at the first error. Route and errors as for List.
//
// See https://docs.pretix.eu/dev/api/resources/teams.html
func (s *TokensService) Pages(ctx context.Context, organizer string, teamID int64, opts *TokenListOptions) iter.Seq2[*Page[TeamToken], error] {
	return s.list(organizer, teamID).pages(ctx, listOptions(opts))
}

// All walks a team's tokens, as Pages does.
//
// See https://docs.pretix.eu/dev/api/resources/teams.html
func (s *TokensService) All(ctx context.Context, organizer string, teamID int64, opts *TokenListOptions) iter.Seq2[TeamToken, error] {
	return s.list(organizer, teamID).all(ctx, listOptions(opts))
}

// Get reads one token, without its secret.
//
// GET /api/v1/organizers/{organizer}/teams/{team}/tokens/{id}/, see
// https://docs.pretix.eu/dev/api/resources/teams.html. [ErrNotFound] when there is
// no such token.
func (s *TokensService) Get(ctx context.Context, organizer string, teamID, tokenID int64) (*TeamToken, error) {
	return fetch(ctx, s.client, request{
		op: "Tokens.Get", method: "GET", path: tokenPath, args: []any{organizer, teamID, tokenID},
	}, func(t *TeamToken) bool { return t.ID == tokenID })
}

// Create makes a token. Its secret comes with the answer and never again, so hand
// it on before anything else. An answer without a secret, or about another token,
// is an error; what came is then returned beside it, so that it can be disabled.
//
// POST /api/v1/organizers/{organizer}/teams/{team}/tokens/, see
// https://docs.pretix.eu/dev/api/resources/teams.html. [ErrNotFound] when there is
// no such team.
func (s *TokensService) Create(ctx context.Context, organizer string, teamID int64, name string) (*NewTeamToken, error) {
	if err := checkName("name", name); err != nil {
		return nil, err
	}
	type answer struct {
		TeamToken
		Token string `json:"token"`
	}
	got := new(answer)
	err := s.client.call(ctx, request{
		op: "Tokens.Create", method: "POST", path: tokensPath, args: []any{organizer, teamID},
		body: map[string]string{"name": name},
		valid: func() error {
			if got.ID <= 0 || got.Token == "" || got.Name != trim(name) {
				return errUnexpected
			}
			return nil
		},
	}, got)
	created := &NewTeamToken{Organizer: organizer, TeamID: teamID, Token: got.TeamToken, Secret: NewSecret(got.Token)}
	if errors.Is(err, errUnexpected) && got.ID > 0 {
		return created, err
	}
	if err != nil {
		return nil, err
	}
	return created, nil
}

// Disable makes a token stop working, for ever, and returns it as it is then. A
// token may disable itself: that call succeeds, and the next is
// [ErrUnauthorized]. Disabling an inactive token succeeds too.
//
// DELETE /api/v1/organizers/{organizer}/teams/{team}/tokens/{id}/, which answers
// 200 with the token, see https://docs.pretix.eu/dev/api/resources/teams.html.
// [ErrNotFound] when there is no such token.
func (s *TokensService) Disable(ctx context.Context, organizer string, teamID, tokenID int64) (*TeamToken, error) {
	return fetch(ctx, s.client, request{
		op: "Tokens.Disable", method: "DELETE", path: tokenPath, args: []any{organizer, teamID, tokenID},
	}, func(t *TeamToken) bool { return t.ID == tokenID && !t.Active })
}
