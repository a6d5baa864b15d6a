// Provision answers: how do I give a program a token that may do just what it needs? It
// makes a team that sees the orders of one event, with one token, proves that the token
// can do that and nothing else that is tried, and writes the secret to a file that only
// its owner can read.
//
//	PRETIX_URL=https://pretix.eu PRETIX_TOKEN=… go run ./examples/provision [-renew] [-allowed PATH] [-forbidden PATH] EVENT FILE
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
	var want access.Provisioning
	flag.BoolVar(&want.Renew, "renew", false, "make a new token though there is one, and disable the others")
	flag.Func("allowed", "a `path` that the token must be able to read, such as /organizers/demo/events/gala/orders/", add(&want.Allowed))
	flag.Func("forbidden", "a `path` that the token must not be able to read", add(&want.Forbidden))
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	switch url := os.Getenv("PRETIX_URL"); {
	case url == "":
		fmt.Println("PRETIX_URL is not set: working on a pretix in memory.")
		err = demo(ctx, os.Stdout)
	case flag.NArg() != 2:
		err = fmt.Errorf("usage: provision [-renew] [-allowed PATH] [-forbidden PATH] EVENT FILE")
	default:
		err = provision(ctx, os.Stdout, url, os.Getenv("PRETIX_TOKEN"), os.Getenv("PRETIX_ORGANIZER"), flag.Arg(0), flag.Arg(1), want)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "provision:", err)
		os.Exit(1)
	}
}

func provision(ctx context.Context, w io.Writer, url, token, organizer, event, file string, want access.Provisioning) error {
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
	want.Name, want.Events, want.TokenName = "Export of "+event, boxoffice.OnlyEvents(event), "export"
	want.Permissions.Event = boxoffice.OnlyPermissions(boxoffice.PermissionEventOrdersRead)
	want.HandOver = func(_ context.Context, token *boxoffice.NewTeamToken) error { return write(file, token.Secret) }
	done, err := access.Provision(ctx, px, organizer, want)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "Team %d: created %t, changed %t\n", done.Team.ID, done.Created, done.Changed)
	for _, t := range done.Existing {
		fmt.Fprintf(w, "Token %d, %s, is there already: nothing was made.\n", t.ID, strconv.Quote(t.Name))
	}
	for _, proof := range done.Proved { // before anybody got the secret
		fmt.Fprintf(w, "Token %d: %s\n", done.Token.ID, proof)
	}
	return nil
}
