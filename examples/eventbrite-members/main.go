// Eventbrite-members answers: who is in which organization, with which role? It prints
// the roles and the members of every organization that the token's user belongs to.
//
//	EVENTBRITE_TOKEN=… go run ./examples/eventbrite-members
//
// Without EVENTBRITE_TOKEN it shows an Eventbrite in memory; EVENTBRITE_URL names
// another server. Eventbrite shows members by the ids of their accounts, and a summary
// of their roles; names are looked up one by one, where the token may.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/boxoffice-go/boxoffice"
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
	out := tabwriter.NewWriter(w, 2, 0, 2, ' ', 0)
	fmt.Fprintln(out, "  ROLE\tACTS ON\tMAY")
	for role, err := range eb.Roles.All(ctx, id, nil) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "  %s\t%s\t%s\n", safe(role.Name), safe(string(role.PermissionType)), safe(strings.Join(role.Permissions, " ")))
	}
	fmt.Fprintln(out, "  MEMBER\tNAME\tROLES")
	for member, err := range eb.Members.All(ctx, id, nil) {
		if err != nil {
			return err
		}
		name := "(not shown to this token)"
		user, err := eb.Users.Get(ctx, member.UserID, nil)
		_, noID := errors.AsType[*boxoffice.ArgumentError](err) // what a member holds is thinly documented
		switch {
		case err == nil:
			name = user.Name
		case !noID && !errors.Is(err, boxoffice.ErrForbidden) && !errors.Is(err, boxoffice.ErrNotFound):
			return err
		}
		fmt.Fprintf(out, "  %s\t%s\t%s\n", safe(string(member.UserID)), safe(name), safe(member.RoleSummary))
	}
	return out.Flush()
}

// safe keeps a name from playing tricks on the terminal, and a cell narrow.
func safe(s string) string {
	if r := []rune(s); len(r) > 70 {
		s = string(r[:69]) + "…"
	}
	quoted := strconv.Quote(s)
	return quoted[1 : len(quoted)-1]
}
