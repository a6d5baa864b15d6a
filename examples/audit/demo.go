package main

import "github.com/boxoffice-go/boxoffice/boxofficetest"

// inMemory starts a pretix in memory, of the old permission model, in which a few
// things have gone wrong.
func inMemory() *boxofficetest.Pretix {
	px, err := boxofficetest.StartPretix(boxofficetest.WithVersion("2026.2.2"))
	if err != nil {
		panic(err)
	}
	px.AddEvent("", boxofficetest.PretixEvent{Slug: "gala", Name: "Gala"})
	ada := px.AddUser(boxofficetest.PretixUser{Email: "ada@example.org", FullName: "Ada Admin", Uses2FA: true})
	bob := px.AddUser(boxofficetest.PretixUser{Email: "bob@example.org", FullName: "Bob Box"})
	px.AddMember(px.AdminTeam, ada)
	desk := px.AddTeam("", boxofficetest.PretixTeam{
		Name: "Box office", LimitEvents: []string{"gala"}, Can: []string{"can_view_orders", "can_change_orders", "can_checkin_orders"},
	})
	px.AddMember(desk, bob)
	px.AddInvite(desk, "Bob@example.org")
	px.AddInvite(desk, "carol@example.org")
	px.AddToken(desk, "ticket printer")
	refunds := px.AddTeam("", boxofficetest.PretixTeam{Name: "Refunds", AllEvents: true, Can: []string{"can_change_orders"}})
	px.AddToken(refunds, "accounting")
	return px
}
