// Package obvious is the program that one would write without any package.
package obvious

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"github.com/boxoffice-go/boxoffice/benchmarks/clients"
	"github.com/boxoffice-go/boxoffice/benchmarks/served"
)

// obvious is the program that one would write without any package: net/http,
// io.ReadAll, encoding/json; no retries, no escaping, no limits.
type obvious struct {
	base string
	http *http.Client
}

// New makes the client for a base URL.
func New(base string) (clients.Calls, error) {
	return obvious{base, &http.Client{Transport: clients.Transport()}}, nil
}

func (o obvious) Walk(ctx context.Context, each func() error) (int, error) {
	var seen clients.Counter
	for address := o.base + served.Organizer + "/teams/"; address != ""; {
		var got clients.Page
		if err := o.do(ctx, "GET", address, nil, &got); err != nil {
			return seen.N, err
		}
		if err := seen.Page(got.Results); err != nil {
			return seen.N, err
		}
		if err := clients.Each(each); err != nil {
			return seen.N, err
		}
		address = ""
		if got.Next != nil {
			address = *got.Next
		}
	}
	return seen.N, nil
}

func (o obvious) Get(ctx context.Context) error {
	var team clients.Team
	if err := o.do(ctx, "GET", o.base+served.Organizer+"/teams/1/", nil, &team); err != nil {
		return err
	}
	return clients.CheckTeam(team.ID)
}

func (o obvious) Post(ctx context.Context) error {
	body, err := json.Marshal(clients.NewInput())
	if err != nil {
		return err
	}
	var team clients.Team
	if err := o.do(ctx, "POST", o.base+served.Organizer+"/teams/", bytes.NewReader(body), &team); err != nil {
		return err
	}
	return clients.CheckTeam(team.ID)
}

func (o obvious) Call(ctx context.Context, path string) error {
	return o.do(ctx, "GET", o.base+"/api/v1"+path, nil, &struct{}{})
}

func (o obvious) do(ctx context.Context, method, address string, body io.Reader, into any) error {
	req, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Token "+clients.Token)
	req.Header.Set("Accept", "application/json")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := o.http.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode >= 300 {
		return fmt.Errorf("%s: %s", resp.Status, data)
	}
	return json.Unmarshal(data, into)
}
