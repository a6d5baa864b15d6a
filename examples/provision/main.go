// Provision answers: how do I give a program a token that may do just what it needs? It
// makes a team that sees the orders of one event, with one token, proves that the token
// can do that and nothing else that is tried, and writes the secret to a file that only
// its owner can read.
//
//	PRETIX_URL=https://pretix.eu PRETIX_TOKEN=… go run ./examples/provision [-renew] EVENT FILE
//
// A second run says which token there is; with -renew it makes a new one and disables the
// others. Without PRETIX_ORGANIZER it is the token's own, without PRETIX_URL one in memory.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/access"
)

func main() {
	renew := flag.Bool("renew", false, "make a new token though there is one, and disable the others")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	switch url := os.Getenv("PRETIX_URL"); {
	case url == "":
		fmt.Println("PRETIX_URL is not set: working on a pretix in memory.")
		err = demo(ctx, os.Stdout)
	case flag.NArg() != 2:
		err = fmt.Errorf("usage: provision [-renew] EVENT FILE")
	default:
		err = provision(ctx, os.Stdout, url, os.Getenv("PRETIX_TOKEN"), os.Getenv("PRETIX_ORGANIZER"), flag.Arg(0), flag.Arg(1), *renew)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "provision:", err)
		os.Exit(1)
	}
}

func provision(ctx context.Context, w io.Writer, url, token, organizer, event, file string, renew bool) error {
	px, err := boxoffice.NewPretix(url, boxoffice.PretixTeamToken(token), boxoffice.WithUserAgent("provision/1"))
	if err != nil {
		return err
	}
	if organizer == "" {
		own, err := px.Organizers.Own(ctx)
		if err != nil {
			return err
		}
		organizer = own.Slug
	}
	done, err := access.Provision(ctx, px, organizer, access.Provisioning{
		Name: "Export of " + event, Events: boxoffice.OnlyEvents(event), TokenName: "export", Renew: renew,
		Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions(boxoffice.PermissionEventOrdersRead)},
		HandOver: func(_ context.Context, token *boxoffice.NewTeamToken) error {
			return write(file, token.Secret)
		},
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "Team %d: created %t, changed %t\n", done.Team.ID, done.Created, done.Changed)
	for _, t := range done.Existing {
		fmt.Fprintf(w, "Token %d, %s, is there already: nothing was made.\n", t.ID, strconv.Quote(t.Name))
	}
	for _, proof := range done.Proved {
		fmt.Fprintf(w, "Token %d: %s\n", done.Token.ID, proof)
	}
	return nil
}
