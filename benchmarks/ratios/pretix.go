package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"

	"github.com/boxoffice-go/boxoffice"
)

// The team of a real pretix that is walked has this many members.
const members = 3000

const pretixWindow = "walk of 3,000 members on a real pretix, two workers: window 2 over sequential"

// pretixSection is measured only where withpretix has started a pretix.
var pretixSection = section{
	name:     "pretix",
	measures: []measure{{name: pretixWindow, goal: atMost(0.60, "≤ 0.60"), timed: true, alone: true}},
	run: func(ctx context.Context, size size) (map[string]figures, error) {
		px, err := boxoffice.NewPretix(os.Getenv("PRETIX_URL"), boxoffice.PretixTeamToken(os.Getenv("PRETIX_TOKEN")))
		if err != nil {
			return nil, err
		}
		defer px.CloseIdleConnections()
		team, err := strconv.ParseInt(os.Getenv("PRETIX_CREW_TEAM"), 10, 64)
		if err != nil {
			return nil, errors.New("PRETIX_CREW_TEAM names no team: this is measured below conformance/withpretix")
		}
		windows := map[string]int{"sequential": 0, "window": 2}
		walk := func(name string) (sample, error) {
			px.CloseIdleConnections()
			return timed(func() error {
				opts := boxoffice.MemberListOptions{ListOptions: boxoffice.ListOptions{Window: windows[name]}}
				n := 0
				for _, err := range px.Members.All(ctx, os.Getenv("PRETIX_ORGANIZER"), team, &opts) {
					if err != nil {
						return err
					}
					n++
				}
				if n != members {
					return fmt.Errorf("the team has %d members: start withpretix with -members %d", n, members)
				}
				return nil
			})
		}
		who := []string{"sequential", "window"}
		if _, err := rounds(1, who, walk); err != nil { // both workers have loaded everything
			return nil, err
		}
		samples, err := rounds(size.real, who, walk)
		if err != nil {
			return nil, err
		}
		ratio := median(samples["window"], seconds) / median(samples["sequential"], seconds)
		return map[string]figures{pretixWindow: {theSDK: {ratio, fmt.Sprintf("%.2f", ratio)}}}, nil
	},
}
