package main

import "github.com/boxoffice-go/boxoffice/boxofficetest"

var demoPeople = []string{"ana@example.org=Box office", "ana@example.org=Door", "bob@example.org=Door"}

// inMemory starts a pretix in memory with a small festival on it, where Bob has an
// account and Ana has none.
func inMemory() *boxofficetest.Pretix {
	px, err := boxofficetest.StartPretix()
	if err != nil {
		panic(err)
	}
	px.AddEvent("", boxofficetest.PretixEvent{Slug: "gala", Name: "Gala"})
	px.AddMember(px.AdminTeam, px.AddUser(boxofficetest.PretixUser{Email: "ada@example.org", FullName: "Ada Admin", Uses2FA: true}))
	px.AddUser(boxofficetest.PretixUser{Email: "bob@example.org", FullName: "Bob Box"})
	px.AddTeam("", boxofficetest.PretixTeam{
		Name: "Box office", LimitEvents: []string{"gala"}, LimitEventPermissions: []string{"event.orders:read"}, Require2FA: true,
	})
	px.AddTeam("", boxofficetest.PretixTeam{Name: "Door", AllEvents: true, LimitEventPermissions: []string{"event.orders:checkin"}})
	return px
}
