package main

import (
	"github.com/boxoffice-go/boxoffice/benchmarks/clients"
	"github.com/boxoffice-go/boxoffice/benchmarks/clients/bygithub"
	"github.com/boxoffice-go/boxoffice/benchmarks/clients/byhcloud"
	"github.com/boxoffice-go/boxoffice/benchmarks/clients/byopenai"
	"github.com/boxoffice-go/boxoffice/benchmarks/clients/obvious"
	"github.com/boxoffice-go/boxoffice/benchmarks/clients/ours"
	"github.com/boxoffice-go/boxoffice/benchmarks/served"
)

// client is a column of the table.
type client struct {
	Name  string
	Shape served.Shape
	New   func(base string) (clients.Calls, error)
	// folder is where its program for streaming is.
	folder string
}

// all are the clients in the order of the table: the obvious program, ours, the peers.
var all = []client{
	{theObvious, served.Plain, obvious.New, "obvious"},
	{theSDK, served.Plain, ours.New, "ours"},
	{"go-github", served.Link, bygithub.New, "bygithub"},
	{"hcloud-go", served.Meta, byhcloud.New, "byhcloud"},
	{"openai-go", served.Plain, byopenai.New, "byopenai"},
}

// names are those of the clients.
var names = func() []string {
	var out []string
	for _, c := range all {
		out = append(out, c.Name)
	}
	return out
}()

// made makes all clients, by their names.
func made(server string, pages int) (map[string]clients.Calls, error) {
	out := map[string]clients.Calls{}
	for _, c := range all {
		calls, err := c.New(served.Base(server, c.Shape, pages))
		if err != nil {
			return nil, err
		}
		out[c.Name] = calls
	}
	return out, nil
}
