package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/boxoffice-go/boxoffice"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

const (
	exitNone = iota
	exitFound
	exitFailed
)

func run(args []string, stdin *os.File, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("eventbrite-migrate", flag.ContinueOnError)
	flags.SetOutput(stderr)
	asJSON := flags.Bool("json", false, "print an array of JSON objects")
	organization := flags.String("organization", "", "the `ID` of the organization to put into the new paths")
	flags.Usage = func() { usage(flags) }
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return exitNone
	} else if err != nil {
		return exitFailed
	}
	s := &scanner{organization: boxoffice.OrganizationID(*organization)}
	if call, ok := boxoffice.MigrateEventbrite("GET", "/users/me/events/", s.organization); !ok || *organization != "" && strings.Contains(call.Target, "{") {
		fmt.Fprintf(stderr, "eventbrite-migrate: -organization %s can't be an id\n", safe(*organization))
		return exitFailed
	}
	paths := flags.Args()
	demo := len(paths) == 0 && isTerminal(stdin)
	switch {
	case demo:
		fmt.Fprintln(stderr, "No path was given: showing a few lines of its own. -h says how to give one.")
		s.read(strings.NewReader(sample), "sample.py")
	case len(paths) == 0:
		s.read(stdin, "-")
	}
	for _, path := range paths {
		if path == "-" {
			s.read(stdin, "-")
		} else {
			s.path(path)
		}
	}
	for _, problem := range s.problems {
		fmt.Fprintln(stderr, "eventbrite-migrate:", safe(problem))
	}
	write := writeText
	if *asJSON {
		write = writeJSON
	}
	if err := write(stdout, s.findings); err != nil {
		fmt.Fprintln(stderr, "eventbrite-migrate:", err)
		return exitFailed
	}
	switch {
	case s.failed:
		return exitFailed
	case len(s.findings) > 0 && !demo: // the demonstration must not stop a build
		return exitFound
	}
	return exitNone
}
