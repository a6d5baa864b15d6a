package main

import "github.com/boxoffice-go/boxoffice/boxofficetest"

// inMemory starts a pretix in memory with two organizers, and returns a token of each.
func inMemory() (*boxofficetest.Pretix, []string) {
	px, err := boxofficetest.StartPretix()
	if err != nil {
		panic(err)
	}
	px.AddTeam("", boxofficetest.PretixTeam{Name: "Box office", LimitEventPermissions: []string{"event.orders:read"}})
	px.AddOrganizer("opera", "Opera House")
	admins := px.AddTeam("opera", boxofficetest.PretixTeam{Name: "Management", AllEvents: true, AllEventPermissions: true, AllOrganizerPermissions: true})
	return px, []string{px.AddToken(px.AdminTeam, "agent").Secret, px.AddToken(admins, "agent").Secret}
}
