package chaos

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"
)

// TestSides sends random sequences of requests to a real pretix and to the one in memory, side by side. They may differ
// in nothing but ids, secrets, times, the order of permissions and the order of equal names.
//
// -rapid.checks is the number of sequences, of about 25 requests each.
func TestSides(t *testing.T) {
	worlds := newWorlds(t)
	var sequences, steps atomic.Int64
	t.Cleanup(func() {
		t.Logf("pretix %s and its fake: %d sequences, %d requests compared", worlds.version, sequences.Load(), steps.Load())
	})
	rapid.Check(t, func(rt *rapid.T) {
		drawn := draws(rt)
		w, end := worlds.next(t)
		defer end()
		sequences.Add(1)
		for i, st := range drawn {
			difference, err := w.do(st)
			if err != nil {
				rt.Fatalf("%v: %v", st, err)
			}
			steps.Add(1)
			if difference != "" {
				rt.Fatalf("pretix %s: step %d:\n%s\nkeep it as:\n%s", worlds.version, i, difference, asCase(drawn[:i+1]))
			}
		}
	})
}

// TestSidesKept runs the sequences that once made a difference.
func TestSidesKept(t *testing.T) {
	worlds := newWorlds(t)
	for _, k := range kept {
		t.Run(k.name, func(t *testing.T) {
			w, end := worlds.next(t)
			defer end()
			for i, st := range k.steps {
				difference, err := w.do(st)
				if err != nil || difference != "" {
					t.Fatalf("step %d, %v:\n%s %v", i, st, difference, err)
				}
			}
		})
	}
}

// do sends a step to both sides and tells in what the answers differ.
func (w world) do(st step) (difference string, err error) {
	type outcome struct {
		answer string
		err    error
	}
	fakes := make(chan outcome)
	go func() {
		answer, err := w.fake.do(st)
		fakes <- outcome{answer, err}
	}()
	real, err := w.real.do(st)
	fake := <-fakes
	switch {
	case fake.err != nil || err != nil:
		if fake.err != nil && err != nil {
			return "", nil
		}
		return "", fmt.Errorf("real: %w, fake: %w", err, fake.err)
	case real == fake.answer:
		return "", nil
	}
	return differing(real, fake.answer), nil
}

// differing shows the lines that are not in both.
func differing(real, fake string) string {
	var b strings.Builder
	for _, part := range []struct{ name, text, other string }{{"real", real, fake}, {"fake", fake, real}} {
		for line := range strings.SplitSeq(part.text, "\n") {
			if !strings.Contains("\n"+part.other+"\n", "\n"+line+"\n") {
				fmt.Fprintf(&b, "%s: %.1500s\n", part.name, line)
			}
		}
	}
	return b.String()
}

// asCase is a sequence as Go, for [kept].
func asCase(steps []step) string {
	var b strings.Builder
	b.WriteString("{\"\", []step{\n")
	for _, st := range steps {
		fmt.Fprintf(&b, "\t%#v,\n", st)
	}
	b.WriteString("}},\n")
	return b.String()
}
