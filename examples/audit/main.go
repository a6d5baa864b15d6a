// Audit answers: who has access who should not, and what has changed since last time?
// It prints what the rules of package access find at a pretix organizer.
//
//	PRETIX_URL=https://pretix.eu PRETIX_TOKEN=… go run ./examples/audit [snapshot.json]
//
// With a file, which holds names and addresses of people, it also prints what changed
// since the snapshot in it, and keeps the new one there. Without PRETIX_ORGANIZER it is
// the token's own, without PRETIX_URL one in memory. The exit status is 1 when
// something critical was found, and 2 when the audit failed.
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/access"
)

func main() {
	url, token := os.Getenv("PRETIX_URL"), os.Getenv("PRETIX_TOKEN")
	if url == "" {
		demo := inMemory()
		defer demo.Close()
		url, token = demo.URL, demo.Token
		fmt.Println("PRETIX_URL is not set: auditing a pretix in memory.")
	}
	file := ""
	if len(os.Args) > 1 {
		file = os.Args[1]
	}
	critical, err := audit(context.Background(), os.Stdout, url, token, os.Getenv("PRETIX_ORGANIZER"), file)
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "audit:", err)
		os.Exit(2)
	case critical:
		os.Exit(1)
	}
}

func audit(ctx context.Context, w io.Writer, url, token, organizer, file string) (critical bool, err error) {
	px, err := boxoffice.NewPretix(url, boxoffice.PretixTeamToken(token), boxoffice.WithReadOnly(), boxoffice.WithUserAgent("audit/1"))
	if err != nil {
		return false, err
	}
	defer px.CloseIdleConnections()
	probe, err := px.Probe(ctx, organizer)
	if err != nil {
		return false, err
	} else if !probe.CanManageTeams {
		return false, fmt.Errorf("the token may not see teams: %+v", *probe)
	}
	s, err := access.ReadPretix(ctx, px, probe.Organizer, nil)
	if err != nil {
		return false, err
	}
	fmt.Fprintf(w, "%q on pretix %q: %d teams, %d people\n", s.Account, s.Version, len(s.Groups), len(s.People))

	rules := access.DefaultRules()
	if before, err := load(file); err != nil {
		return false, err
	} else if before != nil {
		changes, err := access.Diff(before, s)
		if err != nil {
			return false, err
		}
		section(w, "Changed since "+before.TakenAt.Format("2006-01-02 15:04"), changes)
		rules = append(rules, access.InvitesOpenSince(before))
	}
	findings := access.Audit(s, rules...)
	section(w, "Found", short(findings))
	section(w, "After the upgrade to pretix 2026.3", upgrades(s))
	return len(findings) > 0 && findings[0].Severity == access.SeverityCritical, save(file, s)
}
