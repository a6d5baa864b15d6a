package main

import "github.com/boxoffice-go/boxoffice/boxofficetest"

// inMemory starts a pretix in memory with a small festival on it.
func inMemory() *boxofficetest.Pretix {
	px, err := boxofficetest.StartPretix()
	if err != nil {
		panic(err)
	}
	px.AddEvent("", boxofficetest.PretixEvent{Slug: "gala", Name: "Gala"})
	px.AddEvent("", boxofficetest.PretixEvent{Slug: "openair", Name: "Open Air"})
	px.AddMember(px.AdminTeam, px.AddUser(boxofficetest.PretixUser{Email: "ada@example.org", FullName: "Ada Admin", Uses2FA: true}))
	desk := px.AddTeam("", boxofficetest.PretixTeam{
		Name:                  "Box office",
		LimitEvents:           []string{"gala"},
		LimitEventPermissions: []string{"event.orders:read", "event.orders:write", "event:cancel"},
	})
	px.AddMember(desk, px.AddUser(boxofficetest.PretixUser{Email: "bob@example.org", FullName: "Bob Box"}))
	px.AddInvite(desk, "carol@example.org")
	px.AddToken(desk, "ticket printer")
	return px
}
