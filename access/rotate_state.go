package access

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/boxoffice-go/boxoffice"
)

var (
	// ErrWrongToken: the old secret that was given is not that of the token that was
	// named. It still works, and the named token may be disabled; see the error's state.
	ErrWrongToken = errors.New("the old secret belongs to another token")
	// ErrNoSuccessor: the token that was to be replaced does not work any more, and no
	// token replaces it.
	ErrNoSuccessor = errors.New("the token is disabled already, and no active token replaces it")
	// ErrOtherRun: somebody else is replacing the same token at the same time, and this
	// run stepped back.
	ErrOtherRun = errors.New("another run is replacing the same token")
	// ErrDisplaced: somebody else disabled the new token after it was handed over.
	ErrDisplaced = errors.New("the new token was disabled by somebody else after it was handed over")
)

// TokenState is whether a token works, as far as it is known.
type TokenState string

const (
	// TokenNone: there is no such token.
	TokenNone TokenState = "none"
	// TokenActive: it works.
	TokenActive TokenState = "active"
	// TokenInactive: it is disabled, for ever.
	TokenInactive TokenState = "inactive"
	// TokenUnknown: the server could not be asked.
	TokenUnknown TokenState = "unknown"
)

func stateOf(t *boxoffice.TeamToken) TokenState {
	if t.Active {
		return TokenActive
	}
	return TokenInactive
}

// TokenStatus names a token, without its secret, and tells whether it works.
type TokenStatus struct {
	// ID is the token's id in its team, 0 when there is none or it is not known.
	ID int64 `json:"id"`
	// Name is the token's name. It may hold anything.
	Name string `json:"name"`
	// State is whether it works.
	State TokenState `json:"state"`
}

func statusOf(t *boxoffice.TeamToken) TokenStatus {
	return TokenStatus{ID: t.ID, Name: t.Name, State: stateOf(t)}
}

// sentence says the state to a person.
func (s TokenStatus) sentence(which string) string {
	switch {
	case s.State == TokenNone:
		return "there is no " + which + " token"
	case s.ID == 0:
		return "whether there is a " + which + " token is not known"
	case s.State == TokenActive:
		return fmt.Sprintf("the %s token %d works", which, s.ID)
	case s.State == TokenInactive:
		return fmt.Sprintf("the %s token %d is disabled", which, s.ID)
	}
	return fmt.Sprintf("whether the %s token %d works is not known", which, s.ID)
}

// Stage is the part of [Rotate] or [Provision] in which something failed.
type Stage string

// The stages, in their order. StageTeam is only in [Provision], StageOldSecret only in
// [Rotate].
const (
	// StageLook: arguments are checked and the server is read. Nothing is changed.
	StageLook Stage = "look"
	// StageTeam: the team is made or changed.
	StageTeam Stage = "team"
	// StageCreate: the new token is made.
	StageCreate Stage = "create"
	// StageProve: the new token is proved, before anybody gets it.
	StageProve Stage = "prove"
	// StageHandOver: the caller's function gets the secret.
	StageHandOver Stage = "hand over"
	// StageDisable: the new token is looked at again, and the others are disabled.
	StageDisable Stage = "disable"
	// StageOldSecret: the old secret is proved not to work any more.
	StageOldSecret Stage = "old secret"
)

// maxTokenName is the most characters that a token's name can have.
const maxTokenName = 190

// successorName is the name of a token that replaces another. An ending of that kind
// that the base has is left out, so that names don't grow.
func successorName(base string, id int64) string {
	base, _ = cutReplaces(trimName(base))
	ending := fmt.Sprintf(" (replaces %d)", id)
	if r := []rune(base); len(r) > maxTokenName-len(ending) {
		base = string(r[:maxTokenName-len(ending)])
	}
	return trimName(trimName(base) + ending)
}

// trimName takes away what pretix does, being written in Python.
func trimName(name string) string {
	return strings.TrimFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r >= '\x1c' && r <= '\x1f' })
}

// cutReplaces takes the ending from a name, and returns the id in it, 0 for none.
func cutReplaces(name string) (base string, id int64) {
	at := strings.LastIndex(name, "(replaces ")
	digits, whole := strings.CutSuffix(name[max(at, 0):], ")")
	if at < 0 || !whole {
		return name, 0
	}
	n, err := strconv.ParseUint(strings.TrimPrefix(digits, "(replaces "), 10, 63)
	if err != nil {
		return name, 0
	}
	return trimName(name[:at]), int64(n)
}

// replaced is the id of the token that a token of this name replaces, 0 for none.
func replaced(name string) int64 {
	_, id := cutReplaces(name)
	return id
}

// activeSuccessors are the active tokens that replace one.
func activeSuccessors(tokens []boxoffice.TeamToken, id int64) []boxoffice.TeamToken {
	var out []boxoffice.TeamToken
	for _, t := range tokens {
		if t.Active && t.ID != id && replaced(t.Name) == id {
			out = append(out, t)
		}
	}
	return out
}

// heirs are the active tokens that replace one, or replace what replaced it.
func heirs(tokens []boxoffice.TeamToken, id int64) []boxoffice.TeamToken {
	line := map[int64]bool{id: true}
	for grown := true; grown; {
		grown = false
		for _, t := range tokens {
			if !line[t.ID] && line[replaced(t.Name)] {
				line[t.ID], grown = true, true
			}
		}
	}
	var out []boxoffice.TeamToken
	for _, t := range tokens {
		if t.Active && t.ID != id && line[t.ID] {
			out = append(out, t)
		}
	}
	return out
}

// readTokens reads all tokens of a team.
func readTokens(ctx context.Context, px *boxoffice.Pretix, organizer string, teamID int64) ([]boxoffice.TeamToken, error) {
	return boxoffice.Collect(px.Tokens.All(ctx, organizer, teamID,
		&boxoffice.TokenListOptions{ListOptions: boxoffice.ListOptions{Strict: true, PageSize: 50}}))
}

func activeTokens(tokens []boxoffice.TeamToken) []boxoffice.TeamToken {
	var out []boxoffice.TeamToken
	for _, t := range tokens {
		if t.Active {
			out = append(out, t)
		}
	}
	return out
}

func tokenByID(tokens []boxoffice.TeamToken, id int64) *boxoffice.TeamToken {
	for i := range tokens {
		if tokens[i].ID == id {
			return &tokens[i]
		}
	}
	return nil
}
