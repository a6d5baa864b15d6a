package access

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/boxoffice-go/boxoffice"
)

// afterwardsLimit is how long cleaning up may take after the caller's ctx has ended.
const afterwardsLimit = 30 * time.Second

// afterwards is a context for what has to be done even if the caller's has ended.
func afterwards(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), afterwardsLimit)
}

// keyed gives the next write a key of its own, in place of one that the caller's ctx
// may hold: that can only be for one call, and here are several.
func keyed(ctx context.Context) context.Context {
	return boxoffice.ContextWithIdempotencyKey(ctx, rand.Text())
}

// newToken is a token from its creation to its hand-over, for [Rotate] and [Provision].
type newToken struct {
	px        *boxoffice.Pretix
	organizer string
	team      *boxoffice.Team

	made       *boxoffice.NewTeamToken
	as         *boxoffice.Pretix // acts with the new token
	status     TokenStatus
	handedOver bool
}

// create makes the token. When it can't be known whether that happened the same is
// asked again under the same key, and when that does not help either, what is new in
// the team's list under that name is disabled, since nobody knows its secret.
func (n *newToken) create(ctx context.Context, name string, before []boxoffice.TeamToken) error {
	n.made, n.as, n.handedOver, n.status = nil, nil, false, TokenStatus{State: TokenNone}
	ctx = keyed(ctx)
	made, err := n.px.Tokens.Create(ctx, n.organizer, n.team.ID, name)
	if errors.Is(err, boxoffice.ErrOutcomeUnknown) {
		again, cancel := afterwards(ctx)
		defer cancel()
		if made, err = n.px.Tokens.Create(again, n.organizer, n.team.ID, name); err != nil {
			// Whatever kept the second from an answer, the first may have made it.
			n.withdrawLost(ctx, name, made, before)
		}
	}
	if err != nil {
		return err
	}
	n.made, n.status = made, statusOf(&made.Token)
	if n.as, err = n.px.WithCredential(made.Credential()); err == nil {
		err = ctx.Err()
	}
	if err != nil {
		n.withdraw(ctx)
	}
	return err
}

// withdrawLost disables a token of which nobody knows the secret, if it can be told
// apart from others.
func (n *newToken) withdrawLost(ctx context.Context, name string, answered *boxoffice.NewTeamToken, before []boxoffice.TeamToken) {
	n.status = TokenStatus{Name: name, State: TokenUnknown}
	ctx, cancel := afterwards(ctx)
	defer cancel()
	tokens, err := readTokens(ctx, n.px, n.organizer, n.team.ID)
	if err != nil {
		return
	}
	var lost []boxoffice.TeamToken
	for _, t := range tokens {
		mine := t.Name == name || answered != nil && t.ID == answered.Token.ID
		if mine && t.Active && tokenByID(before, t.ID) == nil {
			lost = append(lost, t)
		}
	}
	switch len(lost) {
	case 0:
		n.status = TokenStatus{State: TokenNone}
	case 1:
		n.status = statusOf(&lost[0])
		n.withdraw(ctx)
	}
	// Of several, some are of another run, which may have handed them over.
}

// withdraw disables the token, since nobody has it or should use it.
func (n *newToken) withdraw(ctx context.Context) {
	ctx, cancel := afterwards(ctx)
	defer cancel()
	for _, client := range []*boxoffice.Pretix{n.px, n.as} {
		if client == nil {
			continue
		}
		if t, err := client.Tokens.Disable(keyed(ctx), n.organizer, n.team.ID, n.status.ID); err == nil {
			n.status.State = stateOf(t)
			return
		}
	}
	n.status.State = n.look(ctx, n.status.ID)
}

// look reads whether a token is active, with whichever credential still can.
func (n *newToken) look(ctx context.Context, tokenID int64) TokenState {
	for _, client := range []*boxoffice.Pretix{n.as, n.px} {
		if client == nil {
			continue
		}
		if t, err := client.Tokens.Get(ctx, n.organizer, n.team.ID, tokenID); err == nil {
			return stateOf(t)
		}
	}
	return TokenUnknown
}

// actor disables: the new token, which stays, where its team may do that, and else the
// caller's credential, which can't be a token of that team then.
func (n *newToken) actor() *boxoffice.Pretix {
	if n.team.CanManageTeams() {
		return n.as
	}
	return n.px
}

// disable disables another token, and looks whether that happened when it can't be
// told from the answer.
func (n *newToken) disable(ctx context.Context, tokenID int64) error {
	_, err := n.actor().Tokens.Disable(keyed(ctx), n.organizer, n.team.ID, tokenID)
	if err == nil {
		return nil
	}
	looking, cancel := afterwards(ctx)
	defer cancel()
	if n.look(looking, tokenID) == TokenInactive {
		return nil
	}
	return err
}

// belongs proves that a client's token works, and is one of the organizer, and of a
// team that may manage teams or not, as the team may.
func (n *newToken) belongs(ctx context.Context, as *boxoffice.Pretix) error {
	own, err := as.Organizers.Own(ctx)
	if err != nil {
		return err
	}
	if own.Slug != n.organizer {
		return fmt.Errorf("it is a token of the organizer %q", own.Slug)
	}
	_, err = as.Teams.Get(ctx, n.organizer, n.team.ID)
	switch {
	case n.team.CanManageTeams():
		return err
	case err == nil:
		return fmt.Errorf("it may manage teams, and team %d may not", n.team.ID)
	case errors.Is(err, boxoffice.ErrForbidden):
		return nil
	}
	return err
}

// stays proves that the token works still, after the hand-over.
func (n *newToken) stays(ctx context.Context) error {
	_, err := n.as.Organizers.Own(ctx)
	if errors.Is(err, boxoffice.ErrUnauthorized) {
		n.status.State = TokenInactive
		return ErrDisplaced
	}
	return err
}

// handOver gives the secret to the caller's function.
func (n *newToken) handOver(ctx context.Context, give func(context.Context, *boxoffice.NewTeamToken) error) (err error) {
	returned := false
	defer func() {
		// It may panic, or end the goroutine as a failed test does.
		if !returned || err != nil {
			n.withdraw(ctx)
		}
	}()
	given := *n.made
	err = give(ctx, &given)
	returned, n.handedOver = true, err == nil
	if err != nil {
		err = &handOverError{err, n.made.Secret}
	}
	return err
}

// handOverError is the error of the caller's function, which was the one to hold the
// secret and may well have put it into the text.
type handOverError struct {
	cause  error
	secret boxoffice.Secret
}

// Error is the text without the secret.
func (e *handOverError) Error() string {
	return strings.ReplaceAll(e.cause.Error(), e.secret.Reveal(), e.secret.String())
}

// Is finds what the caller's function returned. There is no Unwrap, since that would
// show the text.
func (e *handOverError) Is(target error) bool { return errors.Is(e.cause, target) }

// As finds what the caller's function returned.
func (e *handOverError) As(target any) bool { return errors.As(e.cause, target) }
