// Package bygithub is google/go-github.
package bygithub

import (
	"context"
	"net/http"
	"strconv"

	"github.com/google/go-github/v93/github"

	"github.com/boxoffice-go/boxoffice/benchmarks/clients"
	"github.com/boxoffice-go/boxoffice/benchmarks/served"
)

type gitHub struct{ client *github.Client }

// New makes the client for a base URL.
func New(base string) (clients.Calls, error) {
	base += "/"
	client, err := github.NewClient(github.WithHTTPClient(&http.Client{Transport: clients.Transport()}), github.WithURLs(&base, nil), github.WithAuthToken(clients.Token))
	return gitHub{client}, err
}

func (g gitHub) Walk(ctx context.Context, each func() error) (int, error) {
	var seen clients.Counter
	for number := 1; number > 0; {
		path := served.Organizer[1:] + "/teams/"
		if number > 1 {
			path += "?page=" + strconv.Itoa(number)
		}
		var got clients.Page
		resp, err := g.do(ctx, "GET", path, nil, &got)
		if err != nil {
			return seen.N, err
		}
		if err := seen.Page(got.Results); err != nil {
			return seen.N, err
		}
		if err := clients.Each(each); err != nil {
			return seen.N, err
		}
		number = resp.NextPage
	}
	return seen.N, nil
}

func (g gitHub) Get(ctx context.Context) error {
	var team clients.Team
	if _, err := g.do(ctx, "GET", served.Organizer[1:]+"/teams/1/", nil, &team); err != nil {
		return err
	}
	return clients.CheckTeam(team.ID)
}

func (g gitHub) Post(ctx context.Context) error {
	var team clients.Team
	if _, err := g.do(ctx, "POST", served.Organizer[1:]+"/teams/", clients.NewInput(), &team); err != nil {
		return err
	}
	return clients.CheckTeam(team.ID)
}

func (g gitHub) Call(ctx context.Context, path string) error {
	_, err := g.do(ctx, "GET", "api/v1"+path, nil, &struct{}{})
	return err
}

func (g gitHub) do(ctx context.Context, method, path string, body, into any) (*github.Response, error) {
	req, err := g.client.NewRequest(ctx, method, path, body)
	if err != nil {
		return nil, err
	}
	return g.client.Do(req, into)
}
