package chaos

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/boxoffice-go/boxoffice"
)

// plan is one case: which write is spoiled how.
type plan struct {
	index int
	op    operation
	fault fault
	// exhausted: every attempt that the call has is spoiled.
	exhausted bool
	skip      int // attempts of the call that are left alone first
	times     int // attempts in a row that are spoiled then
	warm      int // calls that succeed before, on the same connection
	rand      *rand.Rand
}

func (d plan) String() string {
	return fmt.Sprintf("case %d: %s, %q %d times after %d attempts, exhausted: %t, %d calls before", d.index, d.op.name, d.fault.name, d.times, d.skip, d.exhausted, d.warm)
}

// plannedCases is every operation with every fault, round after round, until there are enough.
func plannedCases(seed uint64, n int) []plan {
	r := rand.New(rand.NewPCG(seed, 0))
	var all []plan
	for round := 0; len(all) < n; round++ {
		pairs := r.Perm(len(operations) * len(faults))
		for _, pair := range pairs[:min(len(pairs), n-len(all))] {
			d := plan{index: len(all), op: operations[pair%len(operations)], fault: faults[pair/len(operations)]}
			d.rand = rand.New(rand.NewPCG(seed, uint64(d.index)+1))
			d.choose((round + r.IntN(3)) % 4)
			all = append(all, d)
		}
	}
	return all
}

func (d *plan) choose(kind int) {
	d.times, d.skip, d.warm = 1, d.op.reads, d.rand.IntN(3)
	switch {
	case d.fault.final:
		d.exhausted = true
	case kind == 1:
		d.times = 2
	case kind == 2 && !d.fault.harmless:
		d.exhausted, d.times = true, 1+d.rand.IntN(2)
		if d.fault.kind == boxoffice.ErrConflict {
			d.times = 1 // the answer to another attempt would be the server's true one
		}
		if d.fault.sure {
			// A connection that is there already is one on which something may have been sent.
			d.warm = 0
		}
	case kind == 3:
		d.times, d.skip = 1+d.rand.IntN(3), d.rand.IntN(d.op.reads+1)
	}
}

// outcome is what a case came to.
type outcome struct {
	plan

	write   write
	spoiled int  // attempts
	writes  int  // of them, those of the write itself
	meddled bool // another client took the change back
	acted   bool
	// disturbed: an attempt that nothing spoiled got no answer, as happens on a machine that does too much else.
	disturbed bool
	err       error
	again     bool // asked again under the key
	made      int
	want      int
}

// worker plays cases, one after the other, on a wire of its own.
type worker struct {
	*target

	wire *wire
	px   *boxoffice.Pretix
	team int64
}

// script tells each attempt of one call what happens to it.
type script struct {
	*outcome

	w       *worker
	mu      sync.Mutex
	attempt int
	again   int   // of so many attempts after skip, one is spoiled; 0 for none after the first
	failed  error // of meddling
}

type scriptKey struct{}

// observe spoils an attempt while it lasts.
func observe(ctx context.Context, info boxoffice.AttemptInfo) (context.Context, func(boxoffice.AttemptResult)) {
	s, _ := ctx.Value(scriptKey{}).(*script)
	if s == nil {
		return ctx, func(boxoffice.AttemptResult) {}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	number := s.attempt
	s.attempt++
	if !s.spoils(number - s.skip) {
		return ctx, func(result boxoffice.AttemptResult) { s.disturbed = s.disturbed || result.Err != nil }
	}
	end := s.fault.arm(s.w.wire, s.rand)
	return ctx, func(result boxoffice.AttemptResult) {
		end()
		if s.fault.kind == boxoffice.ErrConflict && result.Status != 409 {
			return // the server was too fast
		}
		s.spoiled++
		if info.Method != "GET" {
			s.writes++
			s.meddle(ctx)
		}
	}
}

func (s *script) spoils(number int) bool {
	if s.again > 0 {
		number %= s.again
	}
	return number >= 0 && number < s.times
}

// meddle lets another client take the change back, once, as soon as the server has made it.
func (s *script) meddle(ctx context.Context) {
	if s.meddled || s.write.meddle == nil || s.fault.harmless || s.fault.late || s.w.wire.settle() == 0 {
		return
	}
	s.meddled = true
	s.failed = s.write.meddle(context.WithoutCancel(ctx))
}

func (w *worker) play(ctx context.Context, t *testing.T, d plan, run string) *outcome {
	o := &outcome{plan: d}
	sc := &scene{target: w.target, index: d.index, name: fmt.Sprintf("chaos-%s-%05d", run, d.index), team: w.team}
	var err error
	if o.write, err = d.op.prepare(ctx, sc); err != nil {
		t.Errorf("%s: preparing: %v", d, err)
		return nil
	}
	px, err := w.px.With(d.limits()...)
	if err != nil {
		t.Fatal(err)
	}
	if d.warm == 0 {
		w.wire.pool.CloseIdleConnections()
	}
	for range d.warm {
		if _, err := px.Teams.Get(ctx, w.organizer, w.team); err != nil {
			t.Errorf("%s: a call that nothing spoils: %v", d, err)
		}
	}
	s := &script{outcome: o, w: w}
	over := w.wire.begin()
	o.err = o.write.do(context.WithValue(ctx, scriptKey{}, s), px)
	over()
	o.acted = w.wire.settle() > 0
	if s.failed != nil {
		t.Errorf("%s: meddling: %v", d, s.failed)
	}
	o.judge(t)
	o.count(ctx, t)
	if errors.Is(o.err, boxoffice.ErrOutcomeUnknown) && d.op.reads == 0 {
		o.askAgain(ctx, t, px)
		o.count(ctx, t)
	}
	return o
}

func (d plan) limits() []boxoffice.Option {
	attempts, timeout := 8, longAttempt
	if d.exhausted && !d.fault.final {
		attempts = d.times
	}
	if d.fault.slow {
		timeout = shortAttempt
	}
	return []boxoffice.Option{
		boxoffice.WithAttemptTimeout(timeout),
		boxoffice.WithRetryLimits(boxoffice.RetryLimits{Attempts: attempts, MaxWait: longestWait, MaxElapsed: 2 * time.Minute}),
	}
}

// judge compares what the call said with what was done to it.
func (o *outcome) judge(t *testing.T) {
	unknown := errors.Is(o.err, boxoffice.ErrOutcomeUnknown)
	e, _ := errors.AsType[*boxoffice.Error](o.err)
	switch {
	case o.disturbed:
		t.Logf("%s: an attempt failed that was not spoiled: %v", o, o.err)
		if o.err != nil && !unknown && o.acted {
			t.Errorf("%s: the server acted, which the error denies: %v", o, o.err)
		}
	case !o.exhausted || o.spoiled == 0:
		if o.err != nil {
			t.Errorf("%s: it had attempts left, but failed: %v", o, o.err)
		}
	case e == nil:
		t.Errorf("%s: the error is %v, want an *Error", o, o.err)
	case unknown == o.fault.sure && !(unknown && o.skip > 0 && o.fault.kind == nil):
		// Where a read went before there is a connection, on which something may have been sent.
		t.Errorf("%s: ErrOutcomeUnknown is %t: %v", o, unknown, o.err)
	case o.fault.kind != nil && !errors.Is(o.err, o.fault.kind):
		t.Errorf("%s: the error is not %v: %v", o, o.fault.kind, o.err)
	case e.Attempts != o.times:
		t.Errorf("%s: the error tells of %d attempts", o, e.Attempts)
	case o.acted != (o.fault.acts || o.fault.late):
		t.Errorf("%s: the fault did not work: the server acted: %t", o, o.acted)
	}
}

// askAgain does what an unknown outcome asks for: the same call under the same key.
func (o *outcome) askAgain(ctx context.Context, t *testing.T, px *boxoffice.Pretix) {
	e, _ := errors.AsType[*boxoffice.Error](o.err)
	if e == nil || e.IdempotencyKey == "" {
		t.Errorf("%s: there is no key to ask again with: %v", o, o.err)
		return
	}
	px, err := px.With(boxoffice.WithAttemptTimeout(longAttempt), boxoffice.WithRetryLimits(boxoffice.RetryLimits{Attempts: 8}))
	if err != nil {
		t.Fatal(err)
	}
	o.again = true
	if err := o.write.do(boxoffice.ContextWithIdempotencyKey(ctx, e.IdempotencyKey), px); err != nil {
		t.Errorf("%s: asked again: %v", o, err)
	}
}

// count looks at the server itself.
func (o *outcome) count(ctx context.Context, t *testing.T) {
	o.want = 0
	if o.acted || o.again || o.err == nil {
		o.want = 1
	}
	if o.write.made == nil {
		return
	}
	made, err := o.write.made(ctx, o.meddled)
	if err != nil {
		t.Errorf("%s: looking: %v", o, err)
	}
	o.made = made
	if made != o.want {
		t.Errorf("%s: it happened %d times, want %d; asked again: %t; the call's error: %v", o, made, o.want, o.again, o.err)
	}
}
