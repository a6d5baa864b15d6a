package main

import "github.com/boxoffice-go/boxoffice/boxofficetest"

// inMemory starts a pretix in memory with last year's crew, which had a token.
func inMemory() (px *boxofficetest.Pretix, crew int64) {
	px, err := boxofficetest.StartPretix()
	if err != nil {
		panic(err)
	}
	px.AddMember(px.AdminTeam, px.AddUser(boxofficetest.PretixUser{Email: "ada@example.org"}))
	crew = px.AddTeam("", boxofficetest.PretixTeam{Name: "Old crew", AllEvents: true, LimitEventPermissions: []string{"event.orders:read"}})
	px.AddMember(crew, px.AddUser(boxofficetest.PretixUser{Email: "bob@example.org"}))
	px.AddInvite(crew, "erin@example.org")
	px.AddToken(crew, "cron")
	return px, crew
}
