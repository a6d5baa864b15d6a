//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
)

// preparation collects what leads to a running pretix.
type preparation struct {
	workspace
	opts     options
	cache    cache
	venv     string
	nextVenv string // of the version to upgrade to
	wheel    string // of PostgreSQL
	site     site
	server   server
	reviver  *reviver // nil without -revive
}

func newPreparation(g *guard, opts options) (*preparation, error) {
	w, err := newWorkspace(g)
	if err != nil {
		return nil, err
	}
	c, err := openCache(g)
	if err != nil {
		return nil, err
	}
	return &preparation{workspace: w, opts: opts, cache: c}, nil
}

func (p *preparation) stages() []stage {
	if p.opts.upgrade == "" {
		return []stage{p.begin}
	}
	return []stage{p.begin, p.upgrade}
}

// begin brings a fresh pretix up.
func (p *preparation) begin(ctx context.Context) ([]string, error) {
	if err := p.install(ctx); err != nil {
		return nil, err
	}
	template, err := p.template(ctx)
	if err != nil {
		return nil, err
	}
	if err := copyTree(template, p.path("site")); err != nil {
		return nil, fmt.Errorf("copying the database: %w", err)
	}
	if p.site, err = p.newSite(ctx, "site"); err != nil {
		return nil, err
	}
	return p.open(ctx, beforeUpgrade)
}

// install installs what the upgrade needs, too: what fails here should not do so after a long COMMAND.
func (p *preparation) install(ctx context.Context) (err error) {
	if p.venv, err = p.installVersion(ctx, p.opts.version); err != nil {
		return err
	}
	if p.opts.upgrade != "" {
		if p.nextVenv, err = p.installVersion(ctx, p.opts.upgrade); err != nil {
			return err
		}
	}
	if p.opts.engine == "postgres" {
		p.wheel, err = installPostgres(ctx, p.workspace, p.cache, p.venv)
	}
	return err
}

func (p *preparation) installVersion(ctx context.Context, v version) (venv string, err error) {
	py, err := findPython(ctx, p.workspace, v, p.opts.python)
	if err != nil {
		return "", err
	}
	return installPretix(ctx, p.workspace, p.cache, py, v)
}

// newSite takes up what the folder already holds.
func (p *preparation) newSite(ctx context.Context, name string) (site, error) {
	dir, err := p.folder(name)
	if err != nil {
		return site{}, err
	}
	s := site{workspace: p.workspace, dir: dir, version: p.opts.version, venv: p.venv}
	if _, err := p.folder(filepath.Join(name, "data")); err != nil {
		return s, err
	}
	if p.opts.engine == "postgres" {
		s.pg, err = startPostgres(ctx, p.workspace, p.wheel, s.pgDataDir())
	}
	return s, err
}

func (p *preparation) open(ctx context.Context, when string) ([]string, error) {
	variables, err := p.site.seed()
	if err != nil {
		return nil, err
	}
	shell, err := p.site.writeShell()
	if err != nil {
		return nil, err
	}
	upgrade, err := p.upgradeVariables(when)
	if err != nil {
		return nil, err
	}
	if p.server, err = p.site.serve(ctx, p.server.port); err != nil {
		return nil, err
	}
	progress("serving pretix %s (%s) on %s", p.site.version, p.opts.engine, p.server.url())
	variables["PRETIX_URL"] = p.server.url()
	variables["PRETIX_VERSION"] = string(p.site.version)
	variables["PRETIX_SHELL"] = shell
	if p.opts.revive {
		variables["PRETIX_PID"] = p.path("pid")
		if p.reviver, err = revive(p.server, p.path("pid"), p.site.serve); err != nil {
			return nil, err
		}
	}
	maps.Copy(variables, upgrade)
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
