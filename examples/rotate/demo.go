package main

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// demo rotates a token of a pretix in memory into a file that is gone afterwards.
func demo(ctx context.Context, w io.Writer) error {
	px, j := inMemory()
	defer px.Close()
	folder, err := os.MkdirTemp("", "rotate-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	j.file = filepath.Join(folder, "token")
	return j.rotate(ctx, w)
}

// inMemory starts a pretix in memory with a team whose token is to be rotated, by
// itself.
func inMemory() (*boxofficetest.Pretix, job) {
	px, err := boxofficetest.StartPretix()
	if err != nil {
		panic(err)
	}
	team := px.AddTeam("", boxofficetest.PretixTeam{
		Name: "Box office", AllEvents: true, Can: []string{"can_view_orders", "can_change_teams"},
	})
	token := px.AddToken(team, "ticket printer")
	return px, job{url: px.URL, token: token.Secret, old: token.Secret, team: team, id: token.ID}
}
