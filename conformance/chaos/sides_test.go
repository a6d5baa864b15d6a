package chaos

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestSides sends random sequences of requests to a real pretix and to the one in memory, side by side. They may differ
// in nothing but ids, secrets, times, the order of permissions and the order of equal names, and in what doc.go of
// boxofficetest says. After each sequence the SDK walks through both.
//
// -rapid.checks is the number of sequences, of about 25 requests each; -rapid.seed repeats them.
func TestSides(t *testing.T) {
	worlds := newWorlds(t)
	count := counts{}
	t.Cleanup(func() { t.Logf("pretix %s and its fake: %s", worlds.version, count) })
	rapid.Check(t, func(rt *rapid.T) {
		drawn := draws(rt)
		w, end := worlds.next(t)
		defer end()
		count["sequences"]++
		for i, st := range drawn {
			status, difference, err := w.do(st)
			if err != nil {
				rt.Fatalf("%v: %v", st, err)
			}
			count["requests"]++
			count[status+"xx"]++
			if difference != "" {
				rt.Fatalf("pretix %s: step %d:\n%s\nkeep it as:\n%s", worlds.version, i, difference, asCase(drawn[:i+1]))
			}
		}
		if difference := differing(w.real.view(t.Context()), w.fake.view(t.Context())); difference != "" {
			rt.Fatalf("pretix %s: seen by the SDK:\n%s\nkeep it as:\n%s", worlds.version, difference, asCase(drawn))
		}
	})
}

// counts are what TestSides has done, by name.
type counts map[string]int

func (c counts) String() string {
	return fmt.Sprintf("%d sequences, %d requests compared (answers 2xx: %d, 3xx: %d, 4xx: %d, 5xx: %d)",
		c["sequences"], c["requests"], c["2xx"], c["3xx"], c["4xx"], c["5xx"])
}

// TestSidesKept runs the sequences that once made a difference.
func TestSidesKept(t *testing.T) {
	worlds := newWorlds(t)
	for _, k := range kept {
		t.Run(k.name, func(t *testing.T) {
			w, end := worlds.next(t)
			defer end()
			for i, st := range k.steps {
				_, difference, err := w.do(st)
				if err != nil || difference != "" {
					t.Fatalf("step %d, %v:\n%s %v", i, st, difference, err)
				}
			}
		})
	}
}

// do sends a step to both sides and tells the first digit of the status, and in what the answers differ.
func (w world) do(st step) (status, difference string, err error) {
	type outcome struct {
		answer string
		err    error
	}
	fakes := make(chan outcome)
	go func() {
		answer, err := w.fake.do(st)
		fakes <- outcome{answer, err}
	}()
	answer, err := w.real.do(st)
	fake := <-fakes
	if err != nil || fake.err != nil {
		return "", "", fmt.Errorf("real: %w, fake: %w", err, fake.err)
	}
	return answer[:1], differing(answer, fake.answer), nil
}

// differing shows the lines that are not in both.
func differing(ofReal, ofFake string) string {
	if ofReal == ofFake {
		return ""
	}
	var b strings.Builder
	for _, part := range []struct{ name, text, other string }{{"real", ofReal, ofFake}, {"fake", ofFake, ofReal}} {
		for line := range strings.SplitSeq(part.text, "\n") {
			if !strings.Contains("\n"+part.other+"\n", "\n"+line+"\n") {
				fmt.Fprintf(&b, "%s: %.1500s\n", part.name, line)
			}
		}
	}
	if b.Len() == 0 {
		return "the same lines in another order"
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
