// Onboard answers: how do I bring people into teams? It does it when told to. Without
// PRETIX_ORGANIZER it is the token's own, without PRETIX_URL one in memory.
//
//	PRETIX_URL=https://pretix.eu PRETIX_TOKEN=… go run ./examples/onboard [-apply] [-journal FILE] ana@example.org="Box office" bob@example.org=team:7
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

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
			people = demoPeople
		}
		fmt.Println("PRETIX_URL is not set: working on a pretix in memory.")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	px, err := boxoffice.NewPretix(url, boxoffice.PretixTeamToken(token), boxoffice.WithUserAgent("onboard/1"))
	if err == nil {
		err = onboard(ctx, os.Stdout, px, os.Getenv("PRETIX_ORGANIZER"), people, *apply, *journal)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "onboard:", err)
		os.Exit(1)
	}
}

func onboard(ctx context.Context, w io.Writer, px *boxoffice.Pretix, organizer string, people []string, apply bool, journal string) error {
	newcomers := make([]access.Newcomer, len(people))
	for i, arg := range people {
		email, team, _ := strings.Cut(arg, "=")
		newcomers[i] = access.Newcomer{Email: email, Teams: []string{team}}
	}
	if organizer == "" {
		own, err := px.Organizers.Own(ctx)
		if err != nil {
			return err
		}
		organizer = own.Slug
	}
	plan, err := access.Onboard(ctx, px, organizer, newcomers, nil)
	if plan != nil {
		fmt.Fprint(w, plan)
	}
	if err != nil || !apply || plan.Empty() {
		return err
	}
	opts := &access.ApplyOptions{Progress: func(r access.StepResult) {
		fmt.Fprintf(w, "%s: %s %s\n", plan.Steps[r.Step-1], r.Outcome, r.Membership)
	}}
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
