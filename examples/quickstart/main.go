// Quickstart answers: who may do what at an organizer? It prints the teams of a
// pretix organizer with their permissions, members, open invites and active tokens.
//
//	PRETIX_URL=https://pretix.eu PRETIX_TOKEN=… go run ./examples/quickstart
//
// Without PRETIX_ORGANIZER it is the token's own, without PRETIX_URL one in memory.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/access"
)

func main() {
	url, token := os.Getenv("PRETIX_URL"), os.Getenv("PRETIX_TOKEN")
	if url == "" {
		demo := inMemory()
		defer demo.Close()
		url, token = demo.URL, demo.Token
		fmt.Println("PRETIX_URL is not set: showing a pretix in memory.")
	}
	if err := show(context.Background(), os.Stdout, url, token, os.Getenv("PRETIX_ORGANIZER")); err != nil {
		fmt.Fprintln(os.Stderr, "quickstart:", err)
		os.Exit(1)
	}
}

func show(ctx context.Context, w io.Writer, url, token, organizer string) error {
	px, err := boxoffice.NewPretix(url, boxoffice.PretixTeamToken(token), boxoffice.WithUserAgent("quickstart/1"))
	if err != nil {
		return err
	}
	probe, err := px.Probe(ctx, organizer)
	if err != nil {
		return err
	} else if !probe.CanManageTeams {
		return fmt.Errorf("the token may not see teams: %+v", *probe)
	}
	s, err := access.ReadPretix(ctx, px, probe.Organizer, nil)
	if err = errors.Join(err, s.Err()); err != nil {
		return err
	}
	fmt.Fprintf(w, "Organizer %s on pretix %s\n\n", safe(s.Account), safe(s.Version))
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "TEAM\tEVENTS\tMAY DO (EVENTS)\tMAY DO (ORGANIZER)\tMEMBERS\tINVITES\tACTIVE TOKENS")
	for _, team := range s.Groups {
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", safe(team.Name), safe(team.Events.String()),
			safe(team.Permissions.Event.String()), safe(team.Permissions.Organizer.String()), names(s.Members(team.ID), access.Person.String),
			names(team.Invites, func(i boxoffice.TeamInvite) string { return i.Email }),
			names(team.ActiveTokens(), func(t boxoffice.TeamToken) string { return t.Name }))
	}
	return out.Flush()
}

// names joins at most three of a list for a table cell.
func names[T any](list []T, name func(T) string) string {
	var all []string
	for _, item := range list[:min(len(list), 3)] {
		all = append(all, safe(name(item)))
	}
	if more := len(list) - len(all); more > 0 {
		all = append(all, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(all, ", ")
}
