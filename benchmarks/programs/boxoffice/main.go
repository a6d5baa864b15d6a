// Command boxoffice lists an organizer's teams.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/boxoffice-go/boxoffice"
)

func main() {
	px, err := boxoffice.NewPretix(os.Args[1], boxoffice.PretixTeamToken(os.Getenv("PRETIX_TOKEN")))
	if err != nil {
		log.Fatal(err)
	}
	for team, err := range px.Teams.All(context.Background(), "demo", nil) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(team.ID, team.Name)
	}
}
