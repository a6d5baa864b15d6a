// Command github lists an organization's teams with go-github.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/google/go-github/v93/github"
)

func main() {
	client, err := github.NewClient(github.WithURLs(&os.Args[1], nil), github.WithAuthToken(os.Getenv("GITHUB_TOKEN")))
	if err != nil {
		log.Fatal(err)
	}
	opts := &github.ListOptions{PerPage: 50}
	for {
		teams, resp, err := client.Teams.ListTeams(context.Background(), "demo", opts)
		if err != nil {
			log.Fatal(err)
		}
		for _, team := range teams {
			fmt.Println(team.GetID(), team.GetName())
		}
		if opts.Page = resp.NextPage; opts.Page == 0 {
			return
		}
	}
}
