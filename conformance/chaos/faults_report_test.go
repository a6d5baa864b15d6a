package chaos

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/boxoffice-go/boxoffice"
)

// tally is a line of the table.
type tally struct{ calls, writes, spoiled, ok, unknown, known, again, made, twice int }

func (s *tally) add(o *outcome) {
	s.calls++
	s.spoiled += o.spoiled
	if o.writes > 0 {
		s.writes++
	}
	switch {
	case o.err == nil:
		s.ok++
	case errors.Is(o.err, boxoffice.ErrOutcomeUnknown):
		s.unknown++
	default:
		s.known++
	}
	if o.again {
		s.again++
	}
	s.made += o.made
	if o.made > 1 {
		s.twice++
	}
}

const heading = "\tcalls\twrites spoiled\tattempts spoiled\tok\toutcome unknown\tother error\tasked again\tmade\ttwice\n"

func (s *tally) String() string {
	return fmt.Sprintf("%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d", s.calls, s.writes, s.spoiled, s.ok, s.unknown, s.known, s.again, s.made, s.twice)
}

// report prints the counts: by fault, by operation, and each pair's.
func report(t *testing.T, outcomes []*outcome) {
	byFault, byOp, byBoth, total := map[string]*tally{}, map[string]*tally{}, map[[2]string]*tally{}, &tally{}
	for _, o := range outcomes {
		at(byFault, o.fault.name).add(o)
		at(byOp, o.op.name).add(o)
		at(byBoth, [2]string{o.fault.name, o.op.name}).add(o)
		total.add(o)
	}
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprint(w, "fault"+heading)
	for _, f := range faults {
		fmt.Fprintf(w, "%s\t%s\n", f.name, at(byFault, f.name))
	}
	fmt.Fprintf(w, "all\t%s\n\noperation%s", total, heading)
	for _, op := range operations {
		fmt.Fprintf(w, "%s\t%s\n", op.name, at(byOp, op.name))
	}
	_ = w.Flush()
	w = tabwriter.NewWriter(&out, 0, 0, 1, ' ', 0)
	fmt.Fprint(w, "\ncalls/attempts spoiled/ok/unknown/other error/made of each pair\n")
	for i, op := range operations {
		fmt.Fprintf(w, "%s = %c\n", op.name, 'A'+i)
	}
	for i := range operations {
		fmt.Fprintf(w, "\t%c", 'A'+i)
	}
	fmt.Fprintln(w)
	for _, f := range faults {
		fmt.Fprint(w, f.name)
		for _, op := range operations {
			s := at(byBoth, [2]string{f.name, op.name})
			fmt.Fprintf(w, "\t%d/%d/%d/%d/%d/%d", s.calls, s.spoiled, s.ok, s.unknown, s.known, s.made)
		}
		fmt.Fprintln(w)
	}
	_ = w.Flush()
	t.Log("\n" + out.String())
	if total.twice > 0 {
		t.Errorf("%d writes happened twice", total.twice)
	}
}

func at[K comparable](m map[K]*tally, key K) *tally {
	if m[key] == nil {
		m[key] = &tally{}
	}
	return m[key]
}
