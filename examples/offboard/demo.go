package main

import "github.com/boxoffice-go/boxoffice/boxofficetest"

// inMemory starts a pretix in memory with a small festival on it, where Bob is in two
// teams and invited to a third.
func inMemory() *boxofficetest.Pretix {
	px, err := boxofficetest.StartPretix()
	if err != nil {
		panic(err)
	}
	px.AddEvent("", boxofficetest.PretixEvent{Slug: "gala", Name: "Gala"})
	px.AddMember(px.AdminTeam, px.AddUser(boxofficetest.PretixUser{Email: "ada@example.org", FullName: "Ada Admin", Uses2FA: true}))
	bob := px.AddUser(boxofficetest.PretixUser{Email: "bob@example.org", FullName: "Bob Box"})
	desk := px.AddTeam("", boxofficetest.PretixTeam{
		Name: "Box office", LimitEvents: []string{"gala"}, LimitEventPermissions: []string{"event.orders:read"},
	})
	px.AddToken(desk, "ticket printer")
	door := px.AddTeam("", boxofficetest.PretixTeam{Name: "Door", AllEvents: true, LimitEventPermissions: []string{"event.orders:checkin"}})
	px.AddMember(door, px.AddUser(boxofficetest.PretixUser{Email: "dora@example.org", FullName: "Dora Door"}))
	px.AddMember(desk, bob)
	px.AddMember(door, bob)
	px.AddInvite(px.AddTeam("", boxofficetest.PretixTeam{Name: "Press"}), "Bob@example.org")
	return px
}
