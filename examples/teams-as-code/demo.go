package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// inMemory starts a pretix in memory with a small festival on it.
func inMemory() *boxofficetest.Pretix {
	px, err := boxofficetest.StartPretix()
	if err != nil {
		panic(err)
	}
	px.AddEvent("", boxofficetest.PretixEvent{Slug: "gala", Name: "Gala"})
	px.AddEvent("", boxofficetest.PretixEvent{Slug: "openair", Name: "Open Air"})
	person := func(name string) int64 {
		return px.AddUser(boxofficetest.PretixUser{Email: strings.ToLower(name) + "@example.org", FullName: name})
	}
	px.AddMember(px.AdminTeam, person("Ada"))
	desk := px.AddTeam("", boxofficetest.PretixTeam{
		Name: "Box office", LimitEvents: []string{"gala"}, LimitEventPermissions: []string{"event.orders:read"},
	})
	px.AddMember(desk, person("Bob"))
	px.AddMember(desk, person("Carol"))
	return px
}

// story shows a life with teams as code, from the first export to a revert.
func story(ctx context.Context, out io.Writer) error {
	demo := inMemory()
	defer demo.Close()
	folder, err := os.MkdirTemp("", "teams-as-code")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "teams.json")
	say := func(text string) { fmt.Fprintf(out, "\n== %s\n\n", text) }
	fmt.Fprintln(out, "PRETIX_URL is not set: a story on a pretix in memory.")
	j := &job{removals: 1, reverts: true}
	if j.px, err = boxoffice.NewPretix(demo.URL, boxoffice.PretixTeamToken(demo.Token)); err != nil {
		return err
	}
	defer j.px.CloseIdleConnections()

	say("export > teams.json")
	var exported bytes.Buffer
	j.out = &exported
	if err := j.export(ctx); err != nil {
		return err
	}
	fmt.Fprint(out, exported.String())
	j.out = out

	say("an editor: the team gets a new name, the open air and Erin; Carol leaves")
	edited := strings.NewReplacer(
		`"name": "Box office"`, `"name": "Tills"`, `"gala"`, `"gala", "openair"`, `"carol@example.org"`, `"erin@example.org"`,
	).Replace(exported.String())
	if err := os.WriteFile(file, []byte(edited), 0o600); err != nil {
		return err
	}
	for _, step := range []struct {
		title string
		do    func(context.Context, string) error
	}{
		{"plan teams.json", func(ctx context.Context, file string) error { _, err := j.plan(ctx, file); return err }},
		{"-removals 1 apply teams.json", j.apply},
		{"plan teams.json, once more", func(ctx context.Context, file string) error { _, err := j.plan(ctx, file); return err }},
		{"-removals 1 -apply revert teams.json.ID.journal", func(ctx context.Context, file string) error {
			journals, err := filepath.Glob(file + ".*.journal")
			if err != nil || len(journals) != 1 {
				return fmt.Errorf("%d journals: %w", len(journals), err)
			}
			return j.revert(ctx, journals[0])
		}},
	} {
		say(step.title)
		var text bytes.Buffer
		j.out = &text
		err := step.do(ctx, file)
		fmt.Fprint(out, strings.ReplaceAll(text.String(), folder+string(filepath.Separator), ""))
		if err != nil {
			return err
		}
	}
	return nil
}
