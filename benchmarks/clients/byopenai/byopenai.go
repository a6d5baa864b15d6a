// Package byopenai is openai/openai-go.
package byopenai

import (
	"context"
	"net/http"
	"strings"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"

	"github.com/boxoffice-go/boxoffice/benchmarks/clients"
	"github.com/boxoffice-go/boxoffice/benchmarks/served"
)

type openAI struct {
	client openai.Client
	base   string
}

// below are the paths that it takes: relative to a base URL that ends with a slash.
var below = served.Organizer[1:] + "/teams/"

// New makes the client for a base URL.
func New(base string) (clients.Calls, error) {
	base += "/"
	client := openai.NewClient(option.WithBaseURL(base), option.WithAPIKey(clients.Token), option.WithHTTPClient(&http.Client{Transport: clients.Transport()}))
	return openAI{client, base}, nil
}

// Walk follows the links itself: the package's own pages can't be made of a type
// that is not its own.
func (o openAI) Walk(ctx context.Context, each func() error) (int, error) {
	var seen clients.Counter
	for path := below; path != ""; {
		var got clients.Page
		if err := o.client.Get(ctx, path, nil, &got); err != nil {
			return seen.N, err
		}
		if err := seen.Page(got.Results); err != nil {
			return seen.N, err
		}
		if err := clients.Each(each); err != nil {
			return seen.N, err
		}
		path = ""
		if got.Next != nil {
			path = strings.TrimPrefix(*got.Next, o.base)
		}
	}
	return seen.N, nil
}

func (o openAI) Get(ctx context.Context) error {
	var team clients.Team
	if err := o.client.Get(ctx, below+"1/", nil, &team); err != nil {
		return err
	}
	return clients.CheckTeam(team.ID)
}

func (o openAI) Post(ctx context.Context) error {
	var team clients.Team
	if err := o.client.Post(ctx, below, clients.NewInput(), &team); err != nil {
		return err
	}
	return clients.CheckTeam(team.ID)
}

func (o openAI) Call(ctx context.Context, path string) error {
	return o.client.Get(ctx, "api/v1"+path, nil, &struct{}{}, option.WithMaxRetries(0))
}
