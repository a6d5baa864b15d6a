// Package byhcloud is hetznercloud/hcloud-go.
package byhcloud

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"

	"github.com/hetznercloud/hcloud-go/v2/hcloud"

	"github.com/boxoffice-go/boxoffice/benchmarks/clients"
	"github.com/boxoffice-go/boxoffice/benchmarks/served"
)

type hCloud struct{ client *hcloud.Client }

// New makes the client for a base URL.
func New(base string) (clients.Calls, error) {
	return hCloud{hcloud.NewClient(hcloud.WithEndpoint(base), hcloud.WithToken(clients.Token), hcloud.WithHTTPClient(&http.Client{Transport: clients.Transport()}))}, nil
}

func (h hCloud) Walk(ctx context.Context, each func() error) (int, error) {
	var seen clients.Counter
	for number := 1; number > 0; {
		path := served.Organizer + "/teams/"
		if number > 1 {
			path += "?page=" + strconv.Itoa(number)
		}
		var got clients.Page
		resp, err := h.do(ctx, "GET", path, nil, &got)
		if err != nil {
			return seen.N, err
		}
		if err := seen.Page(got.Results); err != nil {
			return seen.N, err
		}
		if err := clients.Each(each); err != nil {
			return seen.N, err
		}
		number = 0
		if resp.Meta.Pagination != nil {
			number = resp.Meta.Pagination.NextPage
		}
	}
	return seen.N, nil
}

func (h hCloud) Get(ctx context.Context) error {
	var team clients.Team
	if _, err := h.do(ctx, "GET", served.Organizer+"/teams/1/", nil, &team); err != nil {
		return err
	}
	return clients.CheckTeam(team.ID)
}

func (h hCloud) Post(ctx context.Context) error {
	body, err := json.Marshal(clients.NewInput())
	if err != nil {
		return err
	}
	var team clients.Team
	if _, err := h.do(ctx, "POST", served.Organizer+"/teams/", bytes.NewReader(body), &team); err != nil {
		return err
	}
	return clients.CheckTeam(team.ID)
}

func (h hCloud) Call(ctx context.Context, path string) error {
	_, err := h.do(ctx, "GET", "/api/v1"+path, nil, &struct{}{})
	return err
}

func (h hCloud) do(ctx context.Context, method, path string, body io.Reader, into any) (*hcloud.Response, error) {
	req, err := h.client.NewRequest(ctx, method, path, body)
	if err != nil {
		return nil, err
	}
	return h.client.Do(req, into)
}
