package access

import (
	"fmt"
	"strings"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/internal/plaintext"
)

// Applied is what became of a plan.
type Applied struct {
	// Plan is the plan.
	Plan *Plan
	// Results are those of all steps, in their order.
	Results []StepResult
}

// String prints a line for each step.
func (a *Applied) String() string {
	var b strings.Builder
	for _, r := range a.Results {
		what := string(r.Outcome)
		if r.Membership != "" {
			what += ", " + string(r.Membership)
		}
		what = plaintext.Line(what) // from a journal, maybe
		fmt.Fprintf(&b, "%s: %s", a.Plan.Steps[r.Step-1], what)
		if r.Err != nil {
			b.WriteString(": " + plaintext.Line(r.Err.Error()))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// StepError is a step that was not done.
type StepError struct {
	// Number is the step's, counted from 1.
	Number int
	// Step is the step.
	Step Step
	// Err is why.
	Err error
}

// Error names the step and the reason.
func (e *StepError) Error() string {
	return fmt.Sprintf("access: step %d, %s: %s", e.Number, e.Step, plaintext.Line(e.Err.Error()))
}

// Unwrap returns the reason.
func (e *StepError) Unwrap() error { return e.Err }

// StepResult is what became of a step.
type StepResult struct {
	// Step is the number of the step in the plan, counted from 1.
	Step int `json:"step"`
	// Outcome is what happened.
	Outcome Outcome `json:"outcome"`
	// Membership tells for an invite whether it was sent or the person was added.
	Membership boxoffice.Membership `json:"membership,omitzero"`
	// TeamID is the team, also one that the step made.
	TeamID int64 `json:"team_id,omitzero"`
	// InviteID is the invite that was sent, UserID the account that was added.
	InviteID int64 `json:"invite_id,omitzero"`
	UserID   int64 `json:"user_id,omitzero"`
	// Err is why the step was not done.
	Err error `json:"-"`
}

// Outcome is what became of a step.
type Outcome string

const (
	// OutcomeDone: it was done now, or before the apply was resumed.
	OutcomeDone Outcome = "done"
	// OutcomeAlready: it was so already, and nothing was written.
	OutcomeAlready Outcome = "already"
	// OutcomeUnchecked: the server took it, and the caller may not read any more
	// whether it is so. Only a forced plan gets there.
	OutcomeUnchecked Outcome = "unchecked"
	// OutcomeFailed: it was not done; see [StepResult.Err].
	OutcomeFailed Outcome = "failed"
	// OutcomeUnknown: whether it was done is not known; see [StepResult.Err].
	OutcomeUnknown Outcome = "unknown"
	// OutcomeSkipped: an earlier step failed, so this one was not tried.
	OutcomeSkipped Outcome = "skipped"
)

// mine tells that what a look found is what an interrupted apply has written.
func (r StepResult) mine() StepResult {
	r.Outcome = OutcomeDone
	switch r.Membership {
	case boxoffice.MembershipAlreadyInvited:
		r.Membership = boxoffice.MembershipInvited
	case boxoffice.MembershipAlreadyMember:
		r.Membership = boxoffice.MembershipAdded
	}
	return r
}

func (r StepResult) failed(err error) StepResult {
	r.Outcome, r.Err = OutcomeFailed, err
	return r
}
