package access

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/internal/plaintext"
)

var (
	// ErrChanged: something is no longer what the plan saw, so the step was not done.
	// Make a new plan.
	ErrChanged = errors.New("it is no longer what the plan saw")
	// ErrRemovals: the plan takes away so much that the number has to be said in
	// [ApplyOptions.Removals]. Nothing was done.
	ErrRemovals = errors.New("the number of removals has to be said")
)

// ApplyOptions say how to carry out a plan. Nil is the default of each.
type ApplyOptions struct {
	// Removals is the number of removals that the plan shall make; see
	// [Plan.MustSayRemovals]. When it is not 0 it has to be right.
	Removals int
	// Guard refuses to lock people out, judged by what is there now.
	Guard Guard
	// Journal gets a line of JSON before and after each write, and is told to Sync
	// when it can. Without it an interrupted apply can't be resumed. It holds addresses
	// of people, but no secret: keep a file to its owner.
	Journal io.Writer
	// Resume goes on from the journal of an apply that was interrupted; the Journal is
	// then continued.
	Resume *Journal
	// Progress is told of each step that was tried.
	Progress func(StepResult)
	// Read says how what the guard judges by is read.
	Read *ReadOptions
}

// Apply carries a plan out, one step after the other. Each step looks first: what is
// so already is not written again, and what is no longer as the plan saw it is
// refused with [ErrChanged], also a team, account, invite or token that is called
// otherwise than the plan prints. Then it writes, under an idempotency key of its own,
// and looks again. What others do between a look and the write is overwritten.
//
// It ends at the first step that can't be done, except for plans of [Onboard],
// [Offboard] and [Retire], which go on: there each step that is done is worth having. What became of
// each step is returned in any case. The error holds a [StepError] for each that was
// not done; [boxoffice.ErrOutcomeUnknown] and the end of ctx leave a step of which it
// is not known, and with the journal a second Apply finds out.
//
// Nothing is written when the plan would lock people out ([LockoutError]), or makes
// many removals that nobody asked for by number ([ErrRemovals]).
func Apply(ctx context.Context, px *boxoffice.Pretix, plan *Plan, opts *ApplyOptions) (*Applied, error) {
	var o ApplyOptions
	if opts != nil {
		o = *opts
	}
	if err := plan.Check(); err != nil {
		return nil, err
	}
	if plan.Server != px.String() {
		return nil, &boxoffice.ArgumentError{Argument: "plan.server", Reason: fmt.Sprintf("the plan is for %s, and this is %s", plaintext.Line(plan.Server), px)}
	}
	if o.Resume != nil && !plan.same(o.Resume.Plan) {
		return nil, &boxoffice.ArgumentError{Argument: "opts.Resume", Reason: "is the journal of another plan"}
	}
	if n := plan.Removals(); o.Removals != 0 && o.Removals != n || o.Removals == 0 && plan.MustSayRemovals() {
		return nil, fmt.Errorf("access: the plan makes %d removals (%s); ApplyOptions.Removals is %d: %w", n, plan.why(), o.Removals, ErrRemovals)
	}
	a := &applier{px: px, plan: plan, opts: o, journal: journalWriter{out: o.Journal}, made: map[int]int64{}, rosters: map[int64]*roster{}, asked: map[int]bool{}, before: o.Resume.last()}
	if err := a.guard(ctx); err != nil {
		return nil, err
	}
	first := journalLine{Plan: plan}
	if o.Resume != nil {
		first = journalLine{JournalEntry: &JournalEntry{Event: JournalResumed}}
	}
	if err := a.journal.write(first); err != nil {
		return nil, err
	}
	return a.run(ctx)
}

type applier struct {
	px      *boxoffice.Pretix
	plan    *Plan
	opts    ApplyOptions
	journal journalWriter
	before  map[int]*JournalEntry    // the last ones of the apply that is resumed
	made    map[int]int64            // teams that steps have made, by the step's number
	teams   map[int64]boxoffice.Team // all, nil while not read
	rosters map[int64]*roster        // of the teams that steps invite into
	asked   map[int]bool             // whether a team of made was looked at again
}

// guard judges the steps that are left by what is there now.
func (a *applier) guard(ctx context.Context) error {
	if a.opts.Guard.Force {
		return nil
	}
	done, judged := map[int]StepResult{}, false
	if a.opts.Resume != nil {
		done = a.opts.Resume.Done()
	}
	changed := map[int64]bool{}
	for i, s := range a.plan.Steps {
		if _, ok := done[i+1]; ok {
			continue
		}
		judged = judged || s.Kind != StepCreateTeam && s.Kind != StepRevokeInvite
		if s.Kind == StepUpdateTeam {
			changed[s.TeamID] = true
		}
	}
	if !judged {
		return nil
	}
	st, err := a.opts.Guard.look(ctx, a.px, a.plan.Organizer, changed, a.opts.Read)
	if err != nil {
		return err
	}
	return a.plan.guardRest(a.opts.Guard, st, done)
}

func (a *applier) run(ctx context.Context) (*Applied, error) {
	applied := &Applied{Plan: a.plan}
	var failed []error
	goOn := a.plan.Job == JobOnboard || a.plan.Job == JobOffboard || a.plan.Job == JobRetire
	for i := range a.plan.Steps {
		number := i + 1
		result := StepResult{Step: number, Outcome: OutcomeSkipped, TeamID: a.plan.Steps[i].TeamID}
		if e := a.before[number]; e != nil && e.Event == JournalDone && e.Result != nil {
			result = *e.Result
			a.made[number] = result.TeamID
			applied.Results = append(applied.Results, result)
			continue
		}
		if len(failed) == 0 || goOn && ctx.Err() == nil {
			result = a.step(ctx, number)
			if a.opts.Progress != nil {
				a.opts.Progress(result)
			}
		}
		if result.Err != nil {
			failed = append(failed, &StepError{Number: number, Step: a.plan.Steps[i], Err: result.Err})
		}
		applied.Results = append(applied.Results, result)
	}
	return applied, errors.Join(failed...)
}

// attempts is how often a step is written when the server says that it did it and a
// read says that it did not: servers replay an answer by the key alone.
const attempts = 3

// step carries out one step.
func (a *applier) step(ctx context.Context, number int) StepResult {
	s := a.plan.Steps[number-1]
	result := StepResult{Step: number, TeamID: s.TeamID}
	if s.NewTeam > 0 {
		result.TeamID = a.made[s.NewTeam]
	}
	attempt, open := 1, false
	if e := a.before[number]; e != nil {
		attempt, open = e.Attempt, e.Event == JournalBegun
		if !open {
			attempt++
		}
	}
	if err := a.named(ctx, &s); err != nil {
		return result.failed(err)
	}
	act := a.action(&s, &result, open)
	done, err := act.look(ctx)
	if err != nil {
		return result.failed(err)
	}
	if done {
		result.Outcome = OutcomeAlready
		if open {
			result = result.mine()
		}
		return a.done(number, attempt, result)
	}
	for first := attempt; attempt < first+attempts; attempt++ {
		if attempt > first {
			// Not a replay but somebody else at work, if it is not as the plan saw it.
			done, err := act.look(ctx)
			if err != nil {
				return result.failed(err)
			}
			if done {
				result.Outcome = OutcomeDone
				return a.done(number, attempt-1, result)
			}
		}
		if err := a.journal.write(journalLine{JournalEntry: &JournalEntry{Event: JournalBegun, Step: number, Attempt: attempt}}); err != nil {
			return result.failed(err)
		}
		key := fmt.Sprintf("%s-%d-%d", a.plan.ID, number, attempt)
		if err := act.write(boxoffice.ContextWithIdempotencyKey(ctx, key)); err != nil {
			return a.refused(ctx, number, attempt, result, err)
		}
		done, err := act.check(ctx)
		if err == nil && done {
			if result.Outcome != OutcomeAlready {
				result.Outcome = OutcomeDone
			}
			return a.done(number, attempt, result)
		}
		if a.opts.Guard.Force && (errors.Is(err, boxoffice.ErrForbidden) || errors.Is(err, boxoffice.ErrUnauthorized)) {
			result.Outcome = OutcomeUnchecked
			return a.done(number, attempt, result)
		}
		if err != nil {
			// The journal says begun: a second apply looks again.
			result.Outcome, result.Err = OutcomeUnknown, err
			return result
		}
	}
	return result.failed(fmt.Errorf("the server says that it was done, and a read says that it was not: %w", ErrChanged))
}

func (a *applier) done(number, attempt int, result StepResult) StepResult {
	a.made[number] = result.TeamID
	entry := JournalEntry{Event: JournalDone, Step: number, Attempt: attempt, Result: &result}
	if err := a.journal.write(journalLine{JournalEntry: &entry}); err != nil {
		result.Err = err
	}
	return result
}

// refused tells what a failed write means. Where it may have happened all the same,
// the journal is left open.
func (a *applier) refused(ctx context.Context, number, attempt int, result StepResult, err error) StepResult {
	if errors.Is(err, boxoffice.ErrOutcomeUnknown) || ctx.Err() != nil {
		result.Outcome, result.Err = OutcomeUnknown, err
		return result
	}
	entry := JournalEntry{Event: JournalFailed, Step: number, Attempt: attempt, Reason: err.Error()}
	return result.failed(errors.Join(err, a.journal.write(journalLine{JournalEntry: &entry})))
}
