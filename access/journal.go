package access

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"
)

// Journal is what an [Apply] wrote down: the plan and what became of its steps. With
// it an interrupted apply goes on ([ApplyOptions.Resume]), and what was done can be
// undone ([Revert]).
type Journal struct {
	// Plan is the plan that was applied.
	Plan *Plan
	// Entries are in the order in which they were written.
	Entries []JournalEntry
}

// JournalEvent is what happened to a step.
type JournalEvent string

const (
	// JournalBegun: the write was about to be sent. Without another entry behind it,
	// whether it happened is not known.
	JournalBegun JournalEvent = "begun"
	// JournalDone: a read says that it is so.
	JournalDone JournalEvent = "done"
	// JournalFailed: the write was refused, or never sent.
	JournalFailed JournalEvent = "failed"
	// JournalResumed: another apply went on from here.
	JournalResumed JournalEvent = "resumed"
)

// JournalEntry is one line of a journal.
type JournalEntry struct {
	// Time is when it was written.
	Time time.Time `json:"time"`
	// Event is what happened.
	Event JournalEvent `json:"event"`
	// Step is the number of the step, counted from 1; 0 for JournalResumed.
	Step int `json:"step,omitzero"`
	// Attempt is part of the write's idempotency key.
	Attempt int `json:"attempt,omitzero"`
	// Result is what became of a step that is done.
	Result *StepResult `json:"result,omitzero"`
	// Reason is why it failed.
	Reason string `json:"reason,omitzero"`
}

// journalLine is a line of the file: the plan, or an entry.
type journalLine struct {
	Plan *Plan `json:"plan,omitzero"`
	*JournalEntry
}

// resumes tells whether an apply went on here.
func (l journalLine) resumes() bool { return l.JournalEntry != nil && l.Event == JournalResumed }

// OpenJournal opens a file for [ApplyOptions.Journal], and makes it for its owner alone
// when it is not there. What an interrupted apply has written in it comes back as the
// journal to resume, with the plan to go on with; it is nil for a new or empty file:
//
//	file, journal, err := access.OpenJournal("offboard.journal")
//	…
//	defer file.Close()
//	if journal != nil {
//		plan = journal.Plan
//	}
//	applied, err := access.Apply(ctx, px, plan, &access.ApplyOptions{Journal: file, Resume: journal})
func OpenJournal(path string) (*os.File, *Journal, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600) //nolint:gosec // the caller names it
	if err != nil {
		return nil, nil, fmt.Errorf("access: opening a journal: %w", err)
	}
	in := bufio.NewReaderSize(file, 64<<10)
	if head, err := in.Peek(in.Size()); errors.Is(err, io.EOF) && len(bytes.TrimSpace(head)) == 0 {
		return file, nil, nil
	}
	journal, err := ReadJournal(in)
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("%s: %w", path, err), file.Close())
	}
	return file, journal, nil
}

// ReadJournal reads what an [Apply] wrote. A last line that was cut off by a crash is
// left out, and nothing else: what [ParsePlan] refuses in a plan is an error here, too,
// and so is a journal of more than 64 MiB.
func ReadJournal(r io.Reader) (*Journal, error) {
	j := new(Journal)
	limited := &io.LimitedReader{R: r, N: maxFile + 1}
	in := bufio.NewReader(limited)
	var torn error
	for number := 1; ; number++ {
		text, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("access: reading a journal: %w", err)
		}
		if limited.N == 0 {
			return nil, fmt.Errorf("access: the journal has more than %d MiB", maxFile>>20)
		}
		ended := err == nil
		if text = bytes.TrimSpace(text); len(text) > 0 {
			var line journalLine
			bad := decodeLine(text, number, &line)
			cut, _ := errors.AsType[*tornError](bad)
			switch {
			case torn != nil && (cut != nil || bad == nil && !line.resumes()):
				return nil, torn
			case cut != nil:
				torn = cut
			case bad != nil:
				return nil, bad
			default:
				torn = nil
				if err := j.add(line); err != nil {
					return nil, fmt.Errorf("access: line %d of the journal: %w", number, err)
				}
			}
		}
		if !ended {
			break
		}
	}
	if j.Plan == nil {
		return nil, errors.New("access: the journal does not begin with a plan")
	}
	if err := j.Plan.Check(); err != nil {
		return nil, err
	}
	return j, nil
}

// tornError is a line that is no JSON.
type tornError struct{ error }

func (e *tornError) Unwrap() error { return e.error }

func decodeLine(text []byte, number int, line *journalLine) error {
	err := decodeFile(text, maxPlan, line)
	if err == nil {
		return nil
	}
	if bad, ok := errors.AsType[*FileError](err); ok {
		bad.Line += number - 1
	}
	err = fmt.Errorf("access: line %d of the journal can't be read: %w", number, err)
	if len(text) <= maxPlan && !json.Valid(text) {
		return &tornError{err}
	}
	return err
}

func (j *Journal) add(line journalLine) error {
	switch {
	case line.Plan != nil && line.JournalEntry != nil:
		return errors.New("it is a plan and an entry")
	case line.Plan != nil && j.Plan == nil && len(j.Entries) == 0:
		j.Plan = line.Plan
		return nil
	case line.Plan != nil && j.Plan.same(line.Plan):
		// An apply that was given the file and not told to resume.
		line.JournalEntry = &JournalEntry{Event: JournalResumed}
	case line.Plan != nil || j.Plan == nil:
		return errors.New("a journal has one plan, at its beginning")
	case line.JournalEntry == nil:
		return errors.New("it is neither a plan nor an entry")
	default:
		if err := line.check(len(j.Plan.Steps)); err != nil {
			return err
		}
	}
	j.Entries = append(j.Entries, *line.JournalEntry)
	return nil
}

// maxAttempt is far more than any step is tried.
const maxAttempt = 1_000_000

// check refuses an entry that no apply has written: what a resumed one does depends on it.
func (e *JournalEntry) check(steps int) error {
	if e.Event == JournalResumed {
		if *e != (JournalEntry{Time: e.Time, Event: JournalResumed}) {
			return errors.New("an entry of this event is about no step")
		}
		return nil
	}
	switch {
	case !slices.Contains([]JournalEvent{JournalBegun, JournalDone, JournalFailed}, e.Event):
		return fmt.Errorf("%q is no event", e.Event)
	case e.Step < 1 || e.Step > steps:
		return fmt.Errorf("there is no step %d", e.Step)
	case e.Attempt < 1 || e.Attempt > maxAttempt:
		return fmt.Errorf("there is no attempt %d", e.Attempt)
	case (e.Event == JournalDone) != (e.Result != nil) || e.Result != nil && e.Result.Step != e.Step:
		return errors.New("a step that is done has a result of its own, and no other has one")
	case e.Result != nil && !slices.Contains([]Outcome{OutcomeDone, OutcomeAlready, OutcomeUnchecked}, e.Result.Outcome):
		return fmt.Errorf("a step that is done has not the outcome %q", e.Result.Outcome)
	}
	return nil
}

// last are the last entries of the steps, by their numbers; none for those that were
// not begun.
func (j *Journal) last() map[int]*JournalEntry {
	out := map[int]*JournalEntry{}
	if j == nil {
		return out
	}
	apply, of := 0, map[int]int{} // which apply wrote a step's last entry
	for i := range j.Entries {
		e := &j.Entries[i]
		if e.Event == JournalResumed {
			apply++
			continue
		}
		out[e.Step] = e.after(out[e.Step], of[e.Step] < apply)
		of[e.Step] = apply
	}
	return out
}

// after is what an entry means behind another of its step: what an apply that was not
// told to resume found to be so already is so because of this plan.
func (e *JournalEntry) after(was *JournalEntry, earlier bool) *JournalEntry {
	if was == nil || !earlier || e.Event != JournalDone || e.Result == nil || e.Result.Outcome != OutcomeAlready {
		return e
	}
	switch was.Event {
	case JournalDone:
		return was
	case JournalBegun:
		mine, result := *e, e.Result.mine()
		mine.Result = &result
		return &mine
	}
	return e
}

// Done are the results of the steps that are done, by their numbers, counted from 1.
func (j *Journal) Done() map[int]StepResult {
	out := map[int]StepResult{}
	for number, e := range j.last() {
		if e.Event == JournalDone && e.Result != nil {
			out[number] = *e.Result
		}
	}
	return out
}

// journalWriter writes lines, each at once and as a whole. After a failure it takes
// no more: a line behind one that was cut off could not be read.
type journalWriter struct {
	out io.Writer
	err error
}

func (w *journalWriter) write(line journalLine) error {
	if w.out == nil || w.err != nil {
		return w.err
	}
	w.err = w.line(line)
	return w.err
}

func (w *journalWriter) line(line journalLine) error {
	if line.JournalEntry != nil {
		line.Time = now()
	}
	text, err := json.Marshal(line)
	if err != nil {
		return fmt.Errorf("access: writing the journal: %w", err)
	}
	if len(text) > maxPlan {
		// Before anything is done: what can't be read can't be gone on with.
		return fmt.Errorf("access: a line of a journal has at most %d MiB", maxPlan>>20)
	}
	if line.resumes() {
		// What the line before was cut off in must not spoil this one.
		text = append([]byte("\n"), text...)
	}
	text = append(text, '\n')
	n, err := w.out.Write(text)
	if err == nil && n < len(text) {
		err = io.ErrShortWrite
	}
	if err != nil {
		return fmt.Errorf("access: writing the journal: %w", err)
	}
	if file, ok := w.out.(interface{ Sync() error }); ok {
		if err := file.Sync(); err != nil {
			return fmt.Errorf("access: writing the journal: %w", err)
		}
	}
	return nil
}
