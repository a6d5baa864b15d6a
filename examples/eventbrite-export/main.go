package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/boxoffice-go/boxoffice"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "eventbrite-export:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("eventbrite-export", flag.ContinueOnError)
	flags.SetOutput(stderr)
	since := flags.String("since", "", "the `time` since when, such as 2026-01-01T00:00:00Z; without it, since ever")
	organization := flags.String("organization", "", "the `id or name` of the organization; without it, the first one")
	file := flags.String("o", "", "the CSV `file`; without it, standard output")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q is no flag: a file is named by -o", flags.Arg(0))
	}
	url, token := os.Getenv("EVENTBRITE_URL"), os.Getenv("EVENTBRITE_TOKEN")
	if token == "" {
		demo := inMemory()
		defer demo.Close()
		url, token = demo.URL, demo.Token
		fmt.Fprintln(stderr, "EVENTBRITE_TOKEN is not set: exporting from an Eventbrite in memory.")
	}
	eb, err := boxoffice.NewEventbrite(boxoffice.EventbriteToken(token),
		boxoffice.WithBaseURL(cmp.Or(url, "https://www.eventbriteapi.com")), boxoffice.WithReadOnly())
	if err != nil {
		return err
	}
	defer eb.CloseIdleConnections()
	job := export{eb: eb, progress: newProgress(stderr), stderr: stderr}
	if *since != "" {
		if job.since, err = time.Parse(time.RFC3339, *since); err != nil {
			return fmt.Errorf("-since: %w", err)
		}
	}
	if job.organization, err = find(ctx, eb, *organization); err != nil {
		return err
	}
	if *file == "" {
		return job.run(ctx, newStream(stdout))
	}
	out, err := openFile(*file)
	if err != nil {
		return err
	}
	defer out.close()
	return job.run(ctx, out)
}
