//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// preparation collects what leads to a running pretix.
type preparation struct {
	workspace
	opts  options
	cache cache
	venv  string
	wheel string // of PostgreSQL
}

// prepare brings a pretix up and returns the environment for COMMAND.
func prepare(ctx context.Context, g *guard, opts options) ([]string, error) {
	w, err := newWorkspace(g)
	if err != nil {
		return nil, err
	}
	c, err := openCache(g)
	if err != nil {
		return nil, err
	}
	p := preparation{workspace: w, opts: opts, cache: c}
	if err := p.install(ctx); err != nil {
		return nil, err
	}
	template, err := p.template(ctx)
	if err != nil {
		return nil, err
	}
	if err := copyTree(template, w.path("site")); err != nil {
		return nil, fmt.Errorf("copying the database: %w", err)
	}
	s, err := p.newSite(ctx, "site")
	if err != nil {
		return nil, err
	}
	return s.open(ctx, opts)
}

func (p *preparation) install(ctx context.Context) error {
	py, err := findPython(ctx, p.workspace, p.opts)
	if err != nil {
		return err
	}
	if p.venv, err = installPretix(ctx, p.workspace, p.cache, py, p.opts.version); err != nil {
		return err
	}
	if p.opts.engine == "postgres" {
		p.wheel, err = installPostgres(ctx, p.workspace, p.cache, p.venv)
	}
	return err
}

// newSite takes up what the folder already holds.
func (p preparation) newSite(ctx context.Context, name string) (site, error) {
	dir, err := p.folder(name)
	if err != nil {
		return site{}, err
	}
	s := site{workspace: p.workspace, dir: dir, venv: p.venv}
	if _, err := p.folder(filepath.Join(name, "data")); err != nil {
		return s, err
	}
	if p.opts.engine == "postgres" {
		s.pg, err = startPostgres(ctx, p.workspace, p.wheel, s.pgDataDir())
	}
	return s, err
}

func (s site) open(ctx context.Context, opts options) ([]string, error) {
	variables, err := s.seed()
	if err != nil {
		return nil, err
	}
	shell, err := s.writeShell()
	if err != nil {
		return nil, err
	}
	url, err := s.serve(ctx)
	if err != nil {
		return nil, err
	}
	progress("serving pretix %s (%s) on %s", opts.version, opts.engine, url)
	variables["PRETIX_URL"] = url
	variables["PRETIX_VERSION"] = string(opts.version)
	variables["PRETIX_SHELL"] = shell
	return commandEnvironment(os.Environ(), variables), nil
}

// commandEnvironment drops what an outer run or the user may have set.
func commandEnvironment(own []string, variables map[string]string) []string {
	var env []string
	for _, variable := range own {
		if !strings.HasPrefix(variable, "PRETIX_") {
			env = append(env, variable)
		}
	}
	for name, value := range variables {
		env = append(env, name+"="+value)
	}
	return env
}
