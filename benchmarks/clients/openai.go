package clients

import (
	"context"
	"net/http"
	"strings"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"

	"github.com/boxoffice-go/boxoffice/benchmarks/served"
)

type openAI struct {
	client openai.Client
	base   string
}

// below are the paths that it takes: relative to a base URL that ends with a slash.
var below = served.Organizer[1:] + "/teams/"

func newOpenAI(base string) (Calls, error) {
	base += "/"
	client := openai.NewClient(option.WithBaseURL(base), option.WithAPIKey(token), option.WithHTTPClient(&http.Client{Transport: transport()}))
	return openAI{client, base}, nil
}

// Walk follows the links itself: the package's own pages can't be made of a type
// that is not its own.
func (o openAI) Walk(ctx context.Context, each func() error) (int, error) {
	var seen counter
	for path := below; path != ""; {
		var got page
		if err := o.client.Get(ctx, path, nil, &got); err != nil {
			return seen.n, err
		}
		if err := seen.page(got.Results); err != nil {
			return seen.n, err
		}
		if err := call(each); err != nil {
			return seen.n, err
		}
		path = ""
		if got.Next != nil {
			path = strings.TrimPrefix(*got.Next, o.base)
		}
	}
	return seen.n, nil
}

func (o openAI) Get(ctx context.Context) error {
	var team Team
	if err := o.client.Get(ctx, below+"1/", nil, &team); err != nil {
		return err
	}
	return checkTeam(team.ID)
}

func (o openAI) Post(ctx context.Context) error {
	var team Team
	if err := o.client.Post(ctx, below, newInput(), &team); err != nil {
		return err
	}
	return checkTeam(team.ID)
}

func (o openAI) Call(ctx context.Context, path string) error {
	return o.client.Get(ctx, "api/v1"+path, nil, &struct{}{}, option.WithMaxRetries(0))
}
