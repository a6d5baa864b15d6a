package access_test

import (
	"context"
	"fmt"
	"log"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/access"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// festival is a pretix in memory with people on it, and a client of it.
func festival() (*boxofficetest.Pretix, *boxoffice.Pretix) {
	server, err := boxofficetest.StartPretix()
	if err != nil {
		log.Fatal(err)
	}
	server.AddEvent("", boxofficetest.PretixEvent{Slug: "gala"})
	ada := server.AddUser(boxofficetest.PretixUser{Email: "ada@example.org", FullName: "Ada Admin", Uses2FA: true})
	bob := server.AddUser(boxofficetest.PretixUser{Email: "bob@example.org", FullName: "Bob Box", Uses2FA: true})
	server.AddMember(server.AdminTeam, ada)
	planners := server.AddTeam("", boxofficetest.PretixTeam{
		ID: 20, Name: "Planning", AllEvents: true, LimitEventPermissions: []string{"event.items:write", "event.orders:read"},
	})
	desk := server.AddTeam("", boxofficetest.PretixTeam{
		ID: 21, Name: "Box office", LimitEvents: []string{"gala"}, LimitEventPermissions: []string{"event.orders:read", "event.orders:write"},
	})
	server.AddMember(planners, bob)
	server.AddMember(desk, bob)
	px, err := boxoffice.NewPretix(server.URL, boxoffice.PretixTeamToken(server.Token))
	if err != nil {
		log.Fatal(err)
	}
	return server, px
}

func ExampleAudit() {
	server, px := festival()
	defer server.Close()
	defer px.CloseIdleConnections()

	s, err := access.ReadPretix(context.Background(), px, "demo", nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, finding := range access.Audit(s) {
		if finding.Severity.Compare(access.SeverityHigh) <= 0 {
			fmt.Println(finding)
		}
	}
	// Output:
	// high: demo: ada@example.org is the only person who can manage teams, if the account is not disabled: nothing tells. Add a second person to a team with organizer.teams:write
}

// Separation of duties is an organizer's own rule. Here, whoever sets prices must not
// change orders of the same events, and the teams of one person are taken together.
func ExampleRule() {
	duties := access.Rule{
		Name: "separate-duties",
		Doc:  "Whoever plans must not handle orders.",
		Check: func(s *access.Snapshot) []access.Finding {
			var found []access.Finding
			for _, p := range s.People {
				var plans, sells *access.Group
				for _, id := range p.Groups {
					team := s.Group(id)
					if team.CanManageTeams() {
						continue // administrators are looked at elsewhere
					}
					if team.Permissions.Has(boxoffice.PermissionEventItemsWrite) {
						plans = team
					}
					if team.Permissions.Has(boxoffice.PermissionEventOrdersWrite) {
						sells = team
					}
				}
				if plans != nil && sells != nil {
					found = append(found, access.Finding{
						Severity: access.SeverityHigh, Group: sells.ID, Person: p.ID, Subject: p.String(),
						Reason: fmt.Sprintf("sets prices through %s and changes orders through %s", plans, sells),
					})
				}
			}
			return found
		},
	}

	server, px := festival()
	defer server.Close()
	defer px.CloseIdleConnections()
	s, err := access.ReadPretix(context.Background(), px, "demo", nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, finding := range access.Audit(s, duties) { // or append(access.DefaultRules(), duties)...
		fmt.Println(finding)
	}
	// Output:
	// high: bob@example.org: sets prices through Planning (20) and changes orders through Box office (21)
}

func ExampleDiff() {
	server, px := festival()
	defer server.Close()
	defer px.CloseIdleConnections()
	ctx := context.Background()

	before, err := access.ReadPretix(ctx, px, "demo", nil)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := px.Teams.Update(ctx, "demo", 21, boxoffice.TeamUpdate{Events: boxoffice.AllEvents()}); err != nil {
		log.Fatal(err)
	}
	if _, err := px.Invites.Create(ctx, "demo", 20, "carol@example.org"); err != nil {
		log.Fatal(err)
	}
	after, err := access.ReadPretix(ctx, px, "demo", nil)
	if err != nil {
		log.Fatal(err)
	}
	changes, err := access.Diff(before, after)
	if err != nil {
		log.Fatal(err)
	}
	for _, change := range changes {
		fmt.Println(change)
	}
	// Output:
	// + invite of carol@example.org (1) to Planning (20)
	// ~ Box office (21): events: gala → all
}

func ExampleSnapshot_AfterUpgrade() {
	server, err := boxofficetest.StartPretix(boxofficetest.WithVersion("2026.2.2"))
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	server.AddTeam("", boxofficetest.PretixTeam{ID: 21, Name: "Refunds", Can: []string{"can_change_orders"}})
	px, err := boxoffice.NewPretix(server.URL, boxoffice.PretixTeamToken(server.Token))
	if err != nil {
		log.Fatal(err)
	}
	defer px.CloseIdleConnections()

	s, err := access.ReadPretix(context.Background(), px, "demo", nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, team := range s.AfterUpgrade() {
		if len(team.Lost) > 0 {
			fmt.Println(team)
		}
	}
	// Output:
	// Refunds (21): loses event.orders:checkin, event.orders:write
}
