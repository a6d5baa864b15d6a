// Retire answers: how do I get rid of a team that pretix does not delete? It shows what
// it would take from the team, and takes it when told to:
//
//	PRETIX_URL=https://pretix.eu PRETIX_TOKEN=… PRETIX_TEAM=1 go run ./examples/retire [-apply] 7
//
// PRETIX_TEAM is the team of the token itself, which is to stay. Without PRETIX_ORGANIZER
// it is the token's own, without PRETIX_URL one in memory.
package main

import (
	"context"
	"errors"
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
	apply := flag.Bool("apply", false, "do it; without this it only shows the plan")
	flag.Parse()
	url, token, team := os.Getenv("PRETIX_URL"), os.Getenv("PRETIX_TOKEN"), flag.Arg(0)
	own, err := strconv.ParseInt("0"+os.Getenv("PRETIX_TEAM"), 10, 64)
	if url == "" {
		demo, crew := inMemory()
		defer demo.Close()
		url, token, own, team, *apply = demo.URL, demo.Token, demo.AdminTeam, strconv.FormatInt(crew, 10), true
		fmt.Println("PRETIX_URL is not set: working on a pretix in memory.")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	teamID, parseErr := strconv.ParseInt(team, 10, 64)
	px, clientErr := boxoffice.NewPretix(url, boxoffice.PretixTeamToken(token), boxoffice.WithUserAgent("retire/1"))
	if err = errors.Join(err, parseErr, clientErr); err == nil {
		err = retire(ctx, os.Stdout, px, os.Getenv("PRETIX_ORGANIZER"), teamID, access.Guard{TeamID: own}, *apply)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "retire:", err)
		os.Exit(1)
	}
}

func retire(ctx context.Context, w io.Writer, px *boxoffice.Pretix, organizer string, teamID int64, guard access.Guard, apply bool) error {
	if organizer == "" {
		own, err := px.Organizers.Own(ctx)
		if err != nil {
			return err
		}
		organizer = own.Slug
	}
	plan, err := access.Retire(ctx, px, organizer, teamID, &access.PlanOptions{Guard: guard})
	if plan != nil {
		fmt.Fprint(w, plan)
	}
	if err != nil || !apply || plan.Empty() {
		return err
	}
	applied, err := access.Apply(ctx, px, plan, &access.ApplyOptions{Guard: guard})
	if applied != nil {
		fmt.Fprint(w, applied)
	}
	return err
}
