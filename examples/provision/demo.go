package main

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"github.com/boxoffice-go/boxoffice/access"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// demo provisions a token of a pretix in memory into a file that is gone afterwards.
func demo(ctx context.Context, w io.Writer) error {
	px := inMemory()
	defer px.Close()
	folder, err := os.MkdirTemp("", "provision-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	return provision(ctx, w, px.URL, px.Token, "", "gala", filepath.Join(folder, "token"), access.Provisioning{})
}

func inMemory() *boxofficetest.Pretix {
	px, err := boxofficetest.StartPretix()
	if err != nil {
		panic(err)
	}
	px.AddEvent("", boxofficetest.PretixEvent{Slug: "gala", Name: "Gala"})
	px.AddEvent("", boxofficetest.PretixEvent{Slug: "openair", Name: "Open Air"})
	return px
}
