// Teams-as-code answers: how do I keep teams, their members and their rights in a
// file? It writes the file, shows what a changed file would change, does it, and takes
// it back:
//
//	PRETIX_URL=https://pretix.eu PRETIX_TOKEN=… go run ./examples/teams-as-code export > teams.json
//	… go run ./examples/teams-as-code plan teams.json
//	… go run ./examples/teams-as-code [-removals N] apply teams.json
//	… go run ./examples/teams-as-code [-removals N] [-apply] revert teams.json.ID.journal
//
// While it applies a file it keeps a journal beside it. When that is there already,
// apply goes on where it was interrupted. Without PRETIX_ORGANIZER it is the token's
// own, and without PRETIX_URL it tells a little story on a pretix in memory.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/access"
)

func main() {
	j := job{out: os.Stdout, organizer: os.Getenv("PRETIX_ORGANIZER")}
	flag.IntVar(&j.removals, "removals", 0, "the `number` of removals that the plan shall make, when they are many")
	flag.BoolVar(&j.prune, "prune", false, "take away the teams that the file does not mention")
	flag.Int64Var(&j.guard.TeamID, "team", 0, "the `id` of the token's own team, which is then guarded instead of all that could be it")
	flag.BoolVar(&j.reverts, "apply", false, "revert; without this it only shows the plan of it")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := j.run(ctx, os.Getenv("PRETIX_URL"), os.Getenv("PRETIX_TOKEN"), flag.Arg(0), flag.Arg(1)); err != nil {
		fmt.Fprintln(os.Stderr, "teams-as-code:", err)
		os.Exit(1)
	}
}

// job is what one run of the program works with.
type job struct {
	px             *boxoffice.Pretix
	out            io.Writer
	organizer      string
	removals       int
	prune, reverts bool
	guard          access.Guard
}

func (j *job) run(ctx context.Context, url, token, command, file string) (err error) {
	if url == "" {
		return story(ctx, j.out)
	}
	j.px, err = boxoffice.NewPretix(url, boxoffice.PretixTeamToken(token), boxoffice.WithUserAgent("teams-as-code/1"))
	if err != nil {
		return err
	}
	switch command {
	case "export":
		return j.export(ctx)
	case "plan":
		_, err = j.plan(ctx, file)
		return err
	case "apply":
		return j.apply(ctx, file)
	case "revert":
		return j.revert(ctx, file)
	}
	return errors.New("say export, plan FILE, apply FILE or revert JOURNAL")
}
