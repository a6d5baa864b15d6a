// Rotate answers: how do I replace an API token without a moment in which nothing
// works? It replaces one token of pretix, and writes the new secret to a file that only
// its owner can read.
//
//	PRETIX_URL=https://pretix.eu PRETIX_TOKEN=… PRETIX_TEAM=7 PRETIX_TOKEN_ID=12 go run ./examples/rotate FILE
//
// PRETIX_TOKEN may be the token that is replaced. With PRETIX_OLD_TOKEN, the old secret,
// it is proved that this is refused in the end. Without PRETIX_ORGANIZER it is the
// token's own, without PRETIX_URL one in memory.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/access"
)

// job is one rotation: the server, its credential, the token to replace with its secret
// if that is known, and the file for the new one.
type job struct {
	url, token, organizer, old, file string
	team, id                         int64
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "rotate:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, w io.Writer, args []string) error {
	if os.Getenv("PRETIX_URL") == "" {
		fmt.Fprintln(w, "PRETIX_URL is not set: rotating a token of a pretix in memory.")
		return demo(ctx, w)
	}
	j, err := settings(args)
	if err != nil {
		return err
	}
	return j.rotate(ctx, w)
}

func (j job) rotate(ctx context.Context, w io.Writer) error {
	px, err := boxoffice.NewPretix(j.url, boxoffice.PretixTeamToken(j.token), boxoffice.WithUserAgent("rotate/1"))
	if err != nil {
		return err
	}
	if j.organizer == "" {
		own, err := px.Organizers.Own(ctx)
		if err != nil {
			return err
		}
		j.organizer = own.Slug
	}
	done, err := access.Rotate(ctx, px, j.organizer, access.Rotation{
		TeamID: j.team, TokenID: j.id, OldSecret: boxoffice.NewSecret(j.old),
		HandOver: func(_ context.Context, token *boxoffice.NewTeamToken) error { return write(j.file, token.Secret) },
	})
	if err != nil {
		return err
	}
	report(w, done, j.file)
	return nil
}
