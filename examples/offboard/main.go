// Offboard answers: how do I take people out of everything? It shows what it would
// do, and does it when told to:
//
//	PRETIX_URL=https://pretix.eu PRETIX_TOKEN=… go run ./examples/offboard [-apply] [-journal FILE] ana@example.org user:17
//
// Without PRETIX_ORGANIZER it is the token's own, without PRETIX_URL one in memory.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/access"
)

func main() {
	apply := flag.Bool("apply", false, "do it; without this it only shows the plan")
	journal := flag.String("journal", "", "new `FILE` that tells what was done, for its owner only")
	flag.Parse()
	url, token, people := os.Getenv("PRETIX_URL"), os.Getenv("PRETIX_TOKEN"), flag.Args()
	if url == "" {
		demo := inMemory()
		defer demo.Close()
		url, token = demo.URL, demo.Token
		if len(people) == 0 {
			people = []string{"bob@example.org", "carl@example.org"}
		}
		fmt.Println("PRETIX_URL is not set: working on a pretix in memory.")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	px, err := boxoffice.NewPretix(url, boxoffice.PretixTeamToken(token), boxoffice.WithUserAgent("offboard/1"))
	if err == nil {
		err = offboard(ctx, os.Stdout, px, os.Getenv("PRETIX_ORGANIZER"), people, *apply, *journal)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "offboard:", err)
		os.Exit(1)
	}
}

func offboard(ctx context.Context, w io.Writer, px *boxoffice.Pretix, organizer string, people []string, apply bool, journal string) error {
	if organizer == "" {
		own, err := px.Organizers.Own(ctx)
		if err != nil {
			return err
		}
		organizer = own.Slug
	}
	plan, err := access.Offboard(ctx, px, organizer, people, nil)
	if plan != nil {
		fmt.Fprint(w, plan)
	}
	if err != nil || !apply || plan.Empty() {
		return err
	}
	opts := &access.ApplyOptions{Progress: func(r access.StepResult) { fmt.Fprintf(w, "%s: %s\n", plan.Steps[r.Step-1], r.Outcome) }}
	if journal != "" {
		file, err := os.OpenFile(journal, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		defer file.Close()
		opts.Journal = file
	}
	_, err = access.Apply(ctx, px, plan, opts)
	return err
}
