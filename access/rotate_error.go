package access

import (
	"errors"
	"fmt"
	"strings"
)

// RotateError is a rotation that failed, with what is true now: one of the two tokens
// works unless the text says something else. Its cause is found by errors.Is and
// errors.AsType: [ErrWrongToken], [ErrNoSuccessor], [ErrOtherRun], [ErrDisplaced], the
// error of HandOver, or an error of package boxoffice.
type RotateError struct {
	// Stage is what failed.
	Stage Stage `json:"stage"`
	// Organizer and TeamID say which team it is.
	Organizer string `json:"organizer"`
	TeamID    int64  `json:"team_id"`
	// Old is the token that was to be replaced.
	Old TokenStatus `json:"old"`
	// New is the token that was made.
	New TokenStatus `json:"new"`
	// HandedOver is whether HandOver got the secret of New and returned no error.
	HandedOver bool `json:"handed_over"`
	// Err is what went wrong.
	Err error `json:"-"`
}

// Error says what failed, what is true now and what to do.
func (e *RotateError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "access: rotating token %d of team %d failed at %q: %s.", e.Old.ID, e.TeamID, e.Stage, clause(e.Err))
	fmt.Fprintf(&b, " Now: %s, and %s", e.Old.sentence("old"), e.New.sentence("new"))
	switch {
	case e.New.State == TokenNone || e.New.ID == 0:
	case e.HandedOver:
		b.WriteString(", which was handed over")
	case e.New.State != TokenInactive:
		b.WriteString(", of which nobody has the secret")
	}
	b.WriteString(". " + e.advice())
	return b.String()
}

func (e *RotateError) advice() string {
	switch {
	case errors.Is(e.Err, ErrWrongToken) && e.Old.State == TokenActive:
		return "Nothing was disabled: find out which team and token the secret is of."
	case errors.Is(e.Err, ErrWrongToken):
		return "The token whose secret was given works still: find it in the team's list and rotate that one."
	case errors.Is(e.Err, ErrNoSuccessor):
		return "Make a new one with Provision or Tokens.Create."
	case errors.Is(e.Err, ErrOtherRun):
		return "Use the token that the other run hands over."
	case errors.Is(e.Err, ErrDisplaced) && e.New.State == TokenInactive && e.Old.State == TokenActive:
		return "What was handed over is worthless: use the old one, and run it again when nobody else is at it."
	case errors.Is(e.Err, ErrDisplaced) && e.New.State != TokenActive:
		return "What was handed over is worthless: use the token of the other run, or make one with Provision or Tokens.Create."
	case e.Old.State == TokenInactive && e.New.State == TokenActive && e.HandedOver:
		return "The rotation itself is done; run it again for the proof that is missing."
	case e.Old.State == TokenActive && e.New.State == TokenActive && e.HandedOver:
		return "Both can be used; run it again, which hands over another one and disables these two."
	case e.Old.State == TokenActive && e.New.State == TokenActive:
		return "Use the old one; the next run disables the other."
	}
	return "Run it again when the cause is gone."
}

// clause is the text of an error within a sentence: pretix ends its own with a full stop.
func clause(err error) string { return strings.TrimSuffix(fmt.Sprint(err), ".") }

// Unwrap returns what went wrong.
func (e *RotateError) Unwrap() error { return e.Err }
