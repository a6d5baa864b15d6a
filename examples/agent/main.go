// Agent answers: how do I give an agent (MCP or other) access safely? Its tools get a
// client that only reads, or one that asks a person before each write; the client that may
// do everything stays here. Tenants share one pool of connections. Without PRETIX_URL they
// are two on a pretix in memory.
//
//	PRETIX_URL=https://pretix.eu PRETIX_TOKENS=first,second go run ./examples/agent
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/boxoffice-go/boxoffice"
)

func main() {
	url, tokens := os.Getenv("PRETIX_URL"), strings.Fields(strings.ReplaceAll(os.Getenv("PRETIX_TOKENS"), ",", " "))
	if url == "" {
		demo, secrets := inMemory()
		defer demo.Close()
		url, tokens = demo.URL, secrets
		fmt.Println("PRETIX_URL is not set: showing a pretix in memory.")
	}
	if err := serve(context.Background(), os.Stdout, url, tokens, onTerminal()); err != nil {
		fmt.Fprintln(os.Stderr, "agent:", err)
		os.Exit(1)
	}
}

// serve lets the agent work for each tenant; one that fails does not keep out the others.
func serve(ctx context.Context, w io.Writer, url string, tokens []string, who *person) error {
	if len(tokens) == 0 {
		return errors.New("PRETIX_TOKENS names no token")
	}
	full, err := boxoffice.NewPretix(url, boxoffice.PretixTeamToken(tokens[0]), boxoffice.WithUserAgent("agent/1"))
	if err != nil {
		return err
	}
	defer full.CloseIdleConnections()
	var failed error
	for _, token := range tokens {
		tenant, err := full.WithCredential(boxoffice.PretixTeamToken(token))
		if err != nil {
			return err
		}
		// A copy can add guards but lose none: no tool gets back to what tenant may do.
		reader, err1 := tenant.With(boxoffice.WithReadOnly())
		writer, err2 := tenant.With(boxoffice.WithWriteGuard(who.confirms))
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		failed = errors.Join(failed, work(ctx, w, reader, writer))
	}
	return failed
}

// work stands for the agent and its tools. What a tool was refused is for the agent to read.
func work(ctx context.Context, w io.Writer, reader, writer *boxoffice.Pretix) error {
	own, err := reader.Organizers.Own(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "\nOrganizer %s\n", safe(own.Slug))
	for team, err := range reader.Teams.All(ctx, own.Slug, nil) {
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "  read team %d: %s\n", team.ID, safe(team.Name))
	}
	for _, client := range []*boxoffice.Pretix{reader, writer} {
		_, err := client.Teams.Create(ctx, own.Slug, boxoffice.TeamCreate{Name: "Agent's idea"})
		fmt.Fprintln(w, "  write:", result(err))
	}
	return nil
}
