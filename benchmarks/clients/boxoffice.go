package clients

import (
	"context"
	"net/http"
	"time"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/benchmarks/served"
)

type ours struct{ px, once *boxoffice.Pretix }

func newBoxoffice(base string) (Calls, error) {
	px, err := boxoffice.NewPretix(base, boxoffice.PretixTeamToken(token), boxoffice.WithPretixVersion("2026.8.0"))
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
	var seen counter
	for team, err := range px.Teams.All(ctx, "demo", &boxoffice.TeamListOptions{ListOptions: boxoffice.ListOptions{Window: window}}) {
		if err != nil {
			return seen.n, err
		}
		if err := seen.team(team.ID); err != nil {
			return seen.n, err
		}
		if seen.n%served.PageSize == 1 {
			if err := call(each); err != nil {
				return seen.n, err
			}
		}
	}
	return seen.n, nil
}

func (o ours) Get(ctx context.Context) error {
	team, err := o.px.Teams.Get(ctx, "demo", 1)
	if err != nil {
		return err
	}
	return checkTeam(team.ID)
}

func (o ours) Post(ctx context.Context) error {
	team, err := o.px.Teams.Create(ctx, "demo", boxoffice.TeamCreate{
		Name:   "Box office 1",
		Events: boxoffice.OnlyEvents("gala", "winter-ball"),
		Permissions: boxoffice.Permissions{
			Event: boxoffice.OnlyPermissions(boxoffice.PermissionEventOrdersRead, boxoffice.PermissionEventOrdersWrite),
		},
	})
	if err != nil {
		return err
	}
	return checkTeam(team.ID)
}

func (o ours) Call(ctx context.Context, path string) error {
	_, err := boxoffice.Do[struct{}](ctx, o.once.Client(), boxoffice.Request{Method: http.MethodGet, Path: path})
	return err
}
