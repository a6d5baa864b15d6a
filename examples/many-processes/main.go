// Many-processes answers: how do several processes stay within one rate limit together?
// A hosted pretix allows an organizer 360 requests a minute, over all its tokens. Here
// four processes ask one Redis before each request.
//
//	REDIS_URL=redis://… PRETIX_URL=https://pretix.eu PRETIX_TOKEN=… PRETIX_ORGANIZER=… go run .
//
// Without PRETIX_URL it is a pretix in memory, without REDIS_URL a Redis in memory.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/boxoffice-go/boxoffice"
)

const processes, callsEach = 4, 10

func main() {
	do := start
	if len(os.Args) == 3 && os.Args[1] == "worker" {
		do = work
	}
	if err := do(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "many-processes:", err)
		os.Exit(1)
	}
}

func start(ctx context.Context) error {
	budget, env, end := settings()
	defer end()
	began := time.Now()
	times, err := spawn(ctx, budget, env)
	fmt.Printf("%d processes sent %d requests in %s, at most %d within %s; allowed are %d.\n",
		processes, len(times), time.Since(began).Round(time.Millisecond), most(times, budget.period), budget.period, budget.requests)
	return err
}

// spawn starts this program several times, and returns when each request was sent.
func spawn(ctx context.Context, b budget, env []string) ([]time.Time, error) {
	var outs [processes]bytes.Buffer
	var waits []func() error
	var failed error
	for i := range processes {
		cmd := exec.CommandContext(ctx, os.Args[0], "worker", b.String())
		cmd.Env, cmd.Stdout, cmd.Stderr = append(os.Environ(), env...), &outs[i], os.Stderr
		failed = errors.Join(failed, cmd.Start())
		waits = append(waits, cmd.Wait)
	}
	for _, wait := range waits {
		failed = errors.Join(failed, wait())
	}
	return parseTimes(outs[:]), failed
}

// work is one of the processes, and could run on any machine.
func work(ctx context.Context) error {
	organizer := os.Getenv("PRETIX_ORGANIZER")
	limiter, err := newLimiter(os.Getenv("REDIS_URL"), "pretix/"+organizer, os.Args[2])
	if err != nil {
		return err
	}
	defer limiter.Close()
	px, err := boxoffice.NewPretix(os.Getenv("PRETIX_URL"), boxoffice.PretixTeamToken(os.Getenv("PRETIX_TOKEN")),
		boxoffice.WithReadOnly(), boxoffice.WithRateLimiter(limiter), boxoffice.WithObserver(printTimes(os.Stdout)))
	for i := 0; i < callsEach && err == nil; i++ {
		_, err = px.Teams.List(ctx, organizer, nil)
	}
	return err
}
