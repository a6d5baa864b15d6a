package access

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/boxoffice-go/boxoffice"
)

// Rotation says which token [Rotate] replaces, and who gets the new one.
type Rotation struct {
	// TeamID and TokenID are the old token. No endpoint tells which token a secret
	// belongs to, so they have to be kept from its creation, or be looked up by name.
	TeamID  int64 `json:"team_id"`
	TokenID int64 `json:"token_id"`
	// OldSecret may be left out. With it, it is proved that it works before anything is
	// made, and that it does not when all is done.
	OldSecret boxoffice.Secret `json:"old_secret,omitzero"`
	// TokenName is the new token's name before the ending " (replaces ID)", cut where pretix
	// would take no more; the old one's name when it is empty.
	TokenName string `json:"token_name,omitempty"`
	// HandOver puts the secret where it is needed, and returns when it is there. It is
	// called once for each token that is made, after that was proved to work. On an
	// error of it the new token is disabled and the old one stays; the secret is taken
	// out of the error's text.
	HandOver func(ctx context.Context, token *boxoffice.NewTeamToken) error `json:"-"`
}

// Rotated is a rotation that ended well.
type Rotated struct {
	// Organizer and TeamID say which team it is.
	Organizer string `json:"organizer"`
	TeamID    int64  `json:"team_id"`
	// Old is the token that was replaced; it is inactive.
	Old TokenStatus `json:"old"`
	// New is the token that replaces it. It is active, except when Strays are all that
	// could be found: then it is none.
	New TokenStatus `json:"new"`
	// AlreadyDone is whether the old token was inactive before this run. It made
	// nothing then and handed nothing over.
	AlreadyDone bool `json:"already_done"`
	// OldSecretRefused is whether it was proved that the old secret does not work.
	OldSecretRefused bool `json:"old_secret_refused"`
	// Disabled are tokens that earlier runs left behind, and that this one disabled.
	Disabled []boxoffice.TeamToken `json:"disabled,omitzero"`
	// Strays are other active tokens that replace the old one. They are left alone,
	// since another run may have handed them over.
	Strays []boxoffice.TeamToken `json:"strays,omitzero"`
}

// maxRounds is how often a rotation makes a token when others disable what it made.
const maxRounds = 3

// Rotate replaces an API token by a new one of the same team: it makes it, proves that
// it works, hands it over, disables the old one, and proves what is true then.
//
// At each failure one of the two tokens works, and the error is a [RotateError], which
// says what is true. A token that was not handed over is disabled, also when ctx has
// ended. Run it again: the new token is named after the one that it replaces, so that
// a run knows what an earlier one left behind, and disables that. When the old token is
// disabled already nothing is made, and [Rotated.AlreadyDone].
//
// The credential of px may be the token that is rotated: the new one then disables it,
// and px is refused from then on. Go on with px.WithCredential and the credential of
// the token that HandOver got.
//
// Two runs at once: the one whose token is older steps back before it hands over
// ([ErrOtherRun]). If it had handed over before it could see the other, and the other
// took its token for one left behind, it notices, and makes and hands over another. It
// can't where px's own token was the one that both replaced: then the error is
// [ErrDisplaced]. Once the old token is disabled no run disables another that
// replaces it.
func Rotate(ctx context.Context, px *boxoffice.Pretix, organizer string, r Rotation) (*Rotated, error) {
	run := &rotation{
		Rotation: r, px: px,
		done: Rotated{Organizer: organizer, TeamID: r.TeamID, Old: TokenStatus{ID: r.TokenID, State: TokenUnknown}, New: TokenStatus{State: TokenNone}},
	}
	if err := run.run(ctx); err != nil {
		return nil, run.failure(ctx, err)
	}
	return &run.done, nil
}

// rotation is one run.
type rotation struct {
	Rotation
	px    *boxoffice.Pretix
	stage Stage
	done  Rotated

	tokens    []boxoffice.TeamToken // as first read
	leftovers []boxoffice.TeamToken // of earlier runs, to be disabled
	next      *newToken
	displaced bool
}

func (r *rotation) run(ctx context.Context) error {
	r.stage = StageLook
	if err := r.look(ctx); err != nil {
		return err
	}
	if r.done.Old.State == TokenInactive {
		return r.already(ctx)
	}
	if err := r.proveOldSecret(ctx); err != nil {
		return err
	}
	r.leftovers = activeSuccessors(r.tokens, r.TokenID)
	for range maxRounds {
		err := r.round(ctx)
		if !errors.Is(err, ErrDisplaced) {
			return err
		}
		// Another run is at work, and what looked left behind may be its.
		r.displaced, r.leftovers = true, nil
		if r.tokens, err = readTokens(ctx, r.px, r.done.Organizer, r.TeamID); err != nil {
			return err
		}
	}
	return ErrDisplaced
}

func (r *rotation) look(ctx context.Context) error {
	switch {
	case r.px == nil:
		return &boxoffice.ArgumentError{Argument: "px", Reason: "the client is nil"}
	case r.HandOver == nil:
		return &boxoffice.ArgumentError{Argument: "HandOver", Reason: "a function is needed that gets the secret"}
	}
	team, err := r.px.Teams.Get(ctx, r.done.Organizer, r.TeamID)
	if err != nil {
		return err
	}
	r.next = &newToken{px: r.px, organizer: r.done.Organizer, team: team, status: TokenStatus{State: TokenNone}}
	if r.tokens, err = readTokens(ctx, r.px, r.done.Organizer, r.TeamID); err != nil {
		return err
	}
	old := tokenByID(r.tokens, r.TokenID)
	if old == nil {
		r.done.Old.State = TokenNone
		return fmt.Errorf("%w: team %d has no token %d", boxoffice.ErrNotFound, r.TeamID, r.TokenID)
	}
	r.done.Old = statusOf(old)
	return nil
}

// already ends a run for a token that is disabled.
func (r *rotation) already(ctx context.Context) error {
	found := heirs(r.tokens, r.TokenID)
	switch len(found) {
	case 0:
		return ErrNoSuccessor
	case 1:
		r.done.New = statusOf(&found[0])
		r.next.status = r.done.New
	default:
		r.done.Strays = found
	}
	r.done.AlreadyDone = true
	return r.oldSecretRefused(ctx)
}

// proveOldSecret makes sure that the old secret can be of the token that was named.
func (r *rotation) proveOldSecret(ctx context.Context) error {
	if r.OldSecret.IsZero() {
		return nil
	}
	as, err := r.px.WithCredential(boxoffice.PretixTeamToken(r.OldSecret.Reveal()))
	if err != nil {
		return fmt.Errorf("the old secret can't be used: %w", err)
	}
	err = r.next.belongs(ctx, as)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, boxoffice.ErrUnauthorized):
		return fmt.Errorf("the old secret does not work, though the token does: %w", err)
	case errors.As(err, new(*boxoffice.Error)) && !errors.Is(err, boxoffice.ErrForbidden):
		return fmt.Errorf("the old secret could not be tried: %w", err)
	}
	return fmt.Errorf("%w, of another team: %w", ErrWrongToken, err)
}

// round makes one token, hands it over and disables the old one.
func (r *rotation) round(ctx context.Context) error {
	r.stage = StageCreate
	name := r.TokenName
	if trimName(name) == "" {
		name = r.done.Old.Name
	}
	if err := r.next.create(ctx, successorName(name, r.TokenID), r.tokens); err != nil {
		return err
	}
	r.stage = StageProve
	if err := r.prove(ctx); err != nil {
		r.next.withdraw(ctx)
		return err
	}
	r.stage = StageHandOver
	if err := r.next.handOver(ctx, r.HandOver); err != nil {
		return err
	}
	r.done.New = r.next.status
	r.stage = StageDisable
	if err := r.disable(ctx); err != nil {
		return err
	}
	r.stage = StageOldSecret
	return r.oldSecretRefused(ctx)
}

// prove proves that the new token works, and looks whether this run is alone.
func (r *rotation) prove(ctx context.Context) error {
	if err := r.next.belongs(ctx, r.next.as); err != nil {
		return fmt.Errorf("the new token is not good: %w", err)
	}
	tokens, err := readTokens(ctx, r.px, r.done.Organizer, r.TeamID)
	if err != nil {
		return err
	}
	if old := tokenByID(tokens, r.TokenID); old != nil {
		r.done.Old.State = stateOf(old)
	}
	r.done.Strays = nil
	for _, t := range activeSuccessors(tokens, r.TokenID) {
		switch {
		case t.ID == r.next.status.ID || tokenByID(r.leftovers, t.ID) != nil:
		case t.ID > r.next.status.ID && r.done.Old.State == TokenActive:
			// It began later, so it takes this token for one left behind.
			return fmt.Errorf("%w, with the token %d", ErrOtherRun, t.ID)
		default:
			r.done.Strays = append(r.done.Strays, t)
		}
	}
	return nil
}

// disable disables what earlier runs left behind and then the old token, as long as
// the new one works.
func (r *rotation) disable(ctx context.Context) error {
	if err := r.next.stays(ctx); err != nil {
		return err
	}
	for _, t := range r.leftovers {
		// While the old token works, nobody can rely on those; afterwards one may be
		// what another run has handed over.
		old, err := r.next.actor().Tokens.Get(ctx, r.done.Organizer, r.TeamID, r.TokenID)
		if err != nil {
			return err
		}
		if !old.Active {
			r.done.Strays = append(r.done.Strays, t)
			continue
		}
		if err := r.next.disable(ctx, t.ID); err != nil {
			return fmt.Errorf("disabling the token %d, which an earlier run left behind: %w", t.ID, err)
		}
		t.Active = false
		r.done.Disabled = append(r.done.Disabled, t)
	}
	if r.done.Old.State != TokenInactive {
		if err := r.next.disable(ctx, r.TokenID); err != nil {
			return err
		}
		r.done.Old.State = TokenInactive
	}
	return r.next.stays(ctx)
}

// oldSecretRefused proves that the old secret does not work.
func (r *rotation) oldSecretRefused(ctx context.Context) error {
	if r.OldSecret.IsZero() {
		return nil
	}
	r.stage = StageOldSecret
	as, err := r.px.WithCredential(boxoffice.PretixTeamToken(r.OldSecret.Reveal()))
	if err != nil {
		return fmt.Errorf("the old secret can't be used: %w", err)
	}
	for _, wait := range []time.Duration{0, 200 * time.Millisecond, time.Second} {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
		_, err = as.Organizers.Own(ctx)
		if errors.Is(err, boxoffice.ErrUnauthorized) {
			r.done.OldSecretRefused = true
			return nil
		}
	}
	if err != nil {
		return fmt.Errorf("the old secret could not be tried: %w", err)
	}
	return ErrWrongToken
}

// failure tells the state with the error.
func (r *rotation) failure(ctx context.Context, err error) error {
	if r.displaced && !errors.Is(err, ErrDisplaced) {
		err = fmt.Errorf("%w, and replacing it failed: %w", ErrDisplaced, err)
	}
	e := &RotateError{Stage: r.stage, Organizer: r.done.Organizer, TeamID: r.TeamID, Old: r.done.Old, New: r.done.New, Err: err}
	if r.next == nil {
		return e
	}
	e.New, e.HandedOver = r.next.status, r.next.handedOver
	if r.stage == StageDisable || r.displaced {
		ctx, cancel := afterwards(ctx)
		defer cancel()
		if e.Old.State != TokenInactive {
			e.Old.State = r.next.look(ctx, r.TokenID)
		}
		if state := r.next.look(ctx, e.New.ID); e.New.ID != 0 && state != TokenUnknown {
			e.New.State = state
		}
	}
	return e
}
