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
	"iter"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/boxoffice-go/boxoffice"
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
	organizer = probe.Organizer
	fmt.Fprintf(w, "Organizer %s on pretix %s\n\n", safe(organizer), safe(probe.Version))
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "TEAM\tEVENTS\tMAY DO (EVENTS)\tMAY DO (ORGANIZER)\tMEMBERS\tINVITES\tACTIVE TOKENS")
	for team, err := range px.Teams.All(ctx, organizer, nil) {
		if err != nil {
			return err
		}
		members, err1 := names(px.Members.All(ctx, organizer, team.ID, nil), func(m boxoffice.TeamMember) string { return m.Email })
		invites, err2 := names(px.Invites.All(ctx, organizer, team.ID, nil), func(i boxoffice.TeamInvite) string { return i.Email })
		tokens, err3 := names(px.Tokens.All(ctx, organizer, team.ID, nil), func(t boxoffice.TeamToken) string {
			if !t.Active {
				return ""
			}
			return t.Name
		})
		if err := errors.Join(err1, err2, err3); err != nil {
			return err
		}
		may := team.Permissions()
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", safe(team.Name), safe(team.Events().String()),
			safe(may.Event.String()), safe(may.Organizer.String()), members, invites, tokens)
	}
	return out.Flush()
}

// names joins at most three of a list for a table cell; empty ones don't count.
func names[T any](list iter.Seq2[T, error], name func(T) string) (string, error) {
	var all []string
	for item, err := range list {
		if err != nil {
			return "", err
		}
		if n := name(item); n != "" {
			all = append(all, safe(n))
		}
	}
	if len(all) > 3 {
		all = append(all[:3], fmt.Sprintf("and %d more", len(all)-3))
	}
	return strings.Join(all, ", "), nil
}

// safe keeps a name from playing tricks on the terminal, and a cell narrow.
func safe(s string) string {
	if r := []rune(s); len(r) > 70 {
		s = string(r[:69]) + "…"
	}
	quoted := strconv.Quote(s)
	return quoted[1 : len(quoted)-1]
}
