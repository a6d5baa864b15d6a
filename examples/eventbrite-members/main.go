// Eventbrite-members answers: who is in which organization, with which role? It prints
// the roles and the members of every organization that the token's user belongs to.
//
//	EVENTBRITE_TOKEN=… go run ./examples/eventbrite-members
//
// Without EVENTBRITE_TOKEN it shows an Eventbrite in memory; EVENTBRITE_URL names
// another server. Names are looked up one by one, where the token may.
package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/access"
)

func main() {
	url, token := os.Getenv("EVENTBRITE_URL"), os.Getenv("EVENTBRITE_TOKEN")
	if token == "" {
		demo := inMemory()
		defer demo.Close()
		url, token = demo.URL, demo.Token
		fmt.Println("EVENTBRITE_TOKEN is not set: showing an Eventbrite in memory.")
	}
	if err := show(context.Background(), os.Stdout, cmp.Or(url, "https://www.eventbriteapi.com"), token); err != nil {
		fmt.Fprintln(os.Stderr, "eventbrite-members:", err)
		os.Exit(1)
	}
}

func show(ctx context.Context, w io.Writer, url, token string) error {
	eb, err := boxoffice.NewEventbrite(boxoffice.EventbriteToken(token), boxoffice.WithBaseURL(url), boxoffice.WithReadOnly())
	if err != nil {
		return err
	}
	defer eb.CloseIdleConnections()
	found := false
	for organization, err := range eb.Organizations.All(ctx, nil) {
		if err != nil {
			return err
		}
		found = true
		fmt.Fprintf(w, "\n%s (organization %s)\n", safe(organization.Name), safe(string(organization.ID)))
		if err := showOrganization(ctx, w, eb, organization.ID); err != nil {
			return err
		}
	}
	if !found {
		fmt.Fprintln(w, "The token's user belongs to no organization.")
	}
	return nil
}

func showOrganization(ctx context.Context, w io.Writer, eb *boxoffice.Eventbrite, id boxoffice.OrganizationID) error {
	s, err := access.ReadEventbrite(ctx, eb, id, nil)
	if err != nil {
		return err
	}
	out := tabwriter.NewWriter(w, 2, 0, 2, ' ', 0)
	fmt.Fprintln(out, "  ROLE\tACTS ON\tMAY")
	for _, role := range s.Groups {
		fmt.Fprintf(out, "  %s\t%s\t%s\n", safe(role.Name), safe(string(role.Role.PermissionType)), safe(role.Permissions.Event.String()))
	}
	fmt.Fprintln(out, "  MEMBER\tNAME\tROLES")
	for _, p := range s.People {
		fmt.Fprintf(out, "  %s\t%s\t%s\n", safe(p.ID), safe(cmp.Or(p.Name, "(not shown to this token)")), safe(p.RoleSummary))
	}
	for _, f := range s.Failures {
		if f.Part != access.PartUsers {
			fmt.Fprintf(out, "  not read: %s\n", safe(f.Error()))
		}
	}
	return out.Flush()
}
