// Command obvious lists an organizer's teams with the standard library alone.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
)

func main() {
	for address := os.Args[1] + "/api/v1/organizers/demo/teams/"; address != ""; {
		req, err := http.NewRequest(http.MethodGet, address, nil)
		if err != nil {
			log.Fatal(err)
		}
		req.Header.Set("Authorization", "Token "+os.Getenv("PRETIX_TOKEN"))
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			log.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK {
			log.Fatal(resp.Status, err)
		}
		_ = resp.Body.Close()
		var page struct {
			Next    string
			Results []struct {
				ID   int64
				Name string
			}
		}
		if err := json.Unmarshal(body, &page); err != nil {
			log.Fatal(err)
		}
		for _, team := range page.Results {
			fmt.Println(team.ID, team.Name)
		}
		address = page.Next
	}
}
