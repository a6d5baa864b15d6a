// Package ours is the SDK.
package ours

import (
	"context"
	"net/http"
	"time"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/benchmarks/clients"
	"github.com/boxoffice-go/boxoffice/benchmarks/served"
)

type ours struct{ px, once *boxoffice.Pretix }

// New makes the client for a base URL.
func New(base string) (clients.Calls, error) {
	px, err := boxoffice.NewPretix(base, boxoffice.PretixTeamToken(clients.Token), boxoffice.WithPretixVersion("2026.8.0"))
	if err != nil {
		return nil, err
	}
	once, err := px.With(boxoffice.WithRetryLimits(boxoffice.RetryLimits{Attempts: 1, MaxWait: time.Minute, MaxElapsed: time.Minute}))
	return ours{px, once}, err
}

func (o ours) Walk(ctx context.Context, each func() error) (int, error) {
	return Walk(ctx, o.px, 0, each)
}

// Walk is the walk of ours, with a window.
func Walk(ctx context.Context, px *boxoffice.Pretix, window int, each func() error) (int, error) {
	var seen clients.Counter
	for team, err := range px.Teams.All(ctx, "demo", &boxoffice.TeamListOptions{ListOptions: boxoffice.ListOptions{Window: window}}) {
		if err != nil {
			return seen.N, err
		}
		if err := seen.Team(team.ID); err != nil {
			return seen.N, err
		}
		if seen.N%served.PageSize == 1 {
			if err := clients.Each(each); err != nil {
				return seen.N, err
			}
		}
	}
	return seen.N, nil
}

func (o ours) Get(ctx context.Context) error {
	team, err := o.px.Teams.Get(ctx, "demo", 1)
	if err != nil {
		return err
	}
	return clients.CheckTeam(team.ID)
}

func (o ours) Post(ctx context.Context) error {
	team, err := o.px.Teams.Create(ctx, "demo", boxoffice.TeamCreate{
		Name:   "Box office 1",
		Events: boxoffice.OnlyEvents("gala", "winter-ball"),
		Permissions: boxoffice.Permissions{
			Event: boxoffice.OnlyPermissions(boxoffice.PermissionEventOrdersRead, boxoffice.PermissionEventOrdersWrite, boxoffice.PermissionEventVouchersRead),
		},
	})
	if err != nil {
		return err
	}
	return clients.CheckTeam(team.ID)
}

func (o ours) Call(ctx context.Context, path string) error {
	_, err := boxoffice.Do[struct{}](ctx, o.once.Client(), boxoffice.Request{Method: http.MethodGet, Path: path})
	return err
}
