// Quickstart answers: who may do what at an organizer? It prints the teams of a
// pretix organizer with their permissions, members, open invites and active
// tokens.
//
//	PRETIX_URL=https://pretix.eu PRETIX_TOKEN=… go run ./examples/quickstart
//
// PRETIX_ORGANIZER names the organizer; without it, it is the token's own.
// Without PRETIX_URL it starts a pretix in memory and shows that.
package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/boxoffice-go/boxoffice"
)

func main() {
	url, token, organizer := os.Getenv("PRETIX_URL"), os.Getenv("PRETIX_TOKEN"), os.Getenv("PRETIX_ORGANIZER")
	if url == "" {
		demo, err := inMemory()
		if err != nil {
			fail(err)
		}
		defer demo.Close()
		url, token, organizer = demo.URL, demo.Token, demo.Organizer
		fmt.Println("PRETIX_URL is not set: showing a pretix in memory.")
	}
	if err := show(context.Background(), url, token, organizer); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "quickstart:", err)
	os.Exit(1)
}

func show(ctx context.Context, url, token, organizer string) error {
	px, err := boxoffice.NewPretix(url, boxoffice.PretixTeamToken(token), boxoffice.WithUserAgent("quickstart/1"))
	if err != nil {
		return err
	}
	probe, err := px.Probe(ctx, organizer)
	if err != nil {
		return err
	}
	if !probe.CanManageTeams {
		return fmt.Errorf("the token may not see teams: %+v", *probe)
	}
	fmt.Printf("Organizer %s on pretix %s\n\n", safe(probe.Organizer), safe(probe.Version))

	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "TEAM\tEVENTS\tMAY DO (EVENTS)\tMAY DO (ORGANIZER)\tMEMBERS\tINVITES\tACTIVE TOKENS")
	for team, err := range px.Teams.All(ctx, probe.Organizer, nil) {
		if err != nil {
			return err
		}
		members, err := boxoffice.Collect(px.Members.All(ctx, probe.Organizer, team.ID, nil))
		if err != nil {
			return err
		}
		invites, err := boxoffice.Collect(px.Invites.All(ctx, probe.Organizer, team.ID, nil))
		if err != nil {
			return err
		}
		tokens, err := boxoffice.Collect(px.Tokens.All(ctx, probe.Organizer, team.ID, nil))
		if err != nil {
			return err
		}
		may := team.Permissions()
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", safe(team.Name), team.Events(), may.Event, may.Organizer,
			names(members, func(m boxoffice.TeamMember) (string, bool) { return m.Email, true }),
			names(invites, func(i boxoffice.TeamInvite) (string, bool) { return i.Email, true }),
			names(tokens, func(t boxoffice.TeamToken) (string, bool) { return t.Name, t.Active }))
	}
	return out.Flush()
}

// names joins at most three of them for a table cell.
func names[T any](items []T, name func(T) (string, bool)) string {
	var shown []string
	for _, item := range items {
		if n, ok := name(item); ok {
			shown = append(shown, safe(n))
		}
	}
	if len(shown) > 3 {
		shown = append(shown[:3], fmt.Sprintf("and %d more", len(shown)-3))
	}
	return strings.Join(shown, ", ")
}

// safe keeps a name from playing tricks on the terminal.
func safe(s string) string {
	quoted := strconv.Quote(s)
	return quoted[1 : len(quoted)-1]
}
