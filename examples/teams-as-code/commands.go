package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/boxoffice-go/boxoffice/access"
)

// export writes the teams as they are, as a file that plans nothing.
func (j *job) export(ctx context.Context) error {
	if j.organizer == "" {
		own, err := j.px.Organizers.Own(ctx)
		if err != nil {
			return err
		}
		j.organizer = own.Slug
	}
	snapshot, err := access.ReadPretix(ctx, j.px, j.organizer, nil)
	if err != nil {
		return err
	} else if err := snapshot.Err(); err != nil {
		return err
	}
	out := json.NewEncoder(j.out)
	out.SetIndent("", "  ")
	return out.Encode(snapshot.State())
}

// plan shows what a file would change.
func (j *job) plan(ctx context.Context, file string) (*access.Plan, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	state, err := access.ParseState(data)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", file, err)
	}
	plan, err := access.PlanTeams(ctx, j.px, state, &access.PlanOptions{Prune: j.prune, Guard: j.guard})
	if plan != nil {
		fmt.Fprint(j.out, plan)
	}
	return plan, err
}

// apply makes the teams what a file says, or goes on with what was interrupted.
func (j *job) apply(ctx context.Context, file string) error {
	journal := file + ".journal"
	before, err := readJournal(journal)
	if err != nil {
		return err
	}
	if before != nil {
		fmt.Fprintf(j.out, "%s is there: going on with plan %s, whatever %s says now\n", journal, before.Plan.ID, file)
		return j.carryOut(ctx, before.Plan, file, before)
	}
	plan, err := j.plan(ctx, file)
	if err != nil || plan.Empty() {
		return err
	}
	return j.carryOut(ctx, plan, file, nil)
}

// revert shows what undoes an apply, and does it when told to.
func (j *job) revert(ctx context.Context, journal string) error {
	done, err := readJournal(journal)
	if err != nil {
		return err
	} else if done == nil {
		return fmt.Errorf("%s: there is no journal", journal)
	}
	before, err := readJournal(journal + ".journal")
	if err != nil {
		return err
	}
	if before != nil {
		fmt.Fprintf(j.out, "%s.journal is there: going on with plan %s\n", journal, before.Plan.ID)
		return j.carryOut(ctx, before.Plan, journal, before)
	}
	plan, err := access.Revert(ctx, j.px, done, &access.PlanOptions{Guard: j.guard})
	if plan != nil {
		fmt.Fprint(j.out, plan)
	}
	if err != nil || plan.Empty() || !j.reverts {
		return err
	}
	return j.carryOut(ctx, plan, journal, nil)
}

// carryOut applies a plan. Its journal stays beside the file, under a name of its own
// as soon as all is done.
func (j *job) carryOut(ctx context.Context, plan *access.Plan, file string, before *access.Journal) error {
	name := file + ".journal"
	journal, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer journal.Close()
	applied, err := access.Apply(ctx, j.px, plan, &access.ApplyOptions{Removals: j.removals, Guard: j.guard, Journal: journal, Resume: before})
	if applied != nil {
		fmt.Fprint(j.out, applied)
	} else if before == nil {
		os.Remove(name) // nothing was begun
	}
	switch {
	case errors.Is(err, access.ErrRemovals):
		return fmt.Errorf("if that is meant, say -removals %d: %w", plan.Removals(), err)
	case err != nil && applied != nil:
		return fmt.Errorf("%w\nthe same command goes on; to plan anew, move %s away", err, name)
	case err != nil:
		return err
	}
	kept := fmt.Sprintf("%s.%s.journal", file, plan.ID)
	fmt.Fprintf(j.out, "done; to take it back: revert %s\n", kept)
	return os.Rename(name, kept)
}

// readJournal is nil when there is none, or nothing in it.
func readJournal(name string) (*access.Journal, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) || err == nil && len(data) == 0 {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	j, err := access.ReadJournal(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return j, nil
}
