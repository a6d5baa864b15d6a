//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// template returns a folder with a seeded database, to be copied for each run.
func (p *preparation) template(ctx context.Context) (string, error) {
	name := fmt.Sprintf("database-%s-%s-%s", p.opts.version, p.opts.engine, digest(
		filepath.Base(p.venv), pgserverPin, strconv.Itoa(p.opts.members), strconv.FormatBool(p.opts.migrate),
		schemaScript, seedScript))
	return p.cache.entry(ctx, name, func(dir string) error {
		s, err := p.newSite(ctx, "template")
		if err != nil {
			return err
		}
		if err := s.fill(ctx, p.opts); err != nil {
			return err
		}
		if s.pg != nil {
			s.pg.stop()
		}
		return s.copyTo(dir)
	})
}

// fill makes tables and content.
func (s site) fill(ctx context.Context, opts options) error {
	if err := s.configure("http://127.0.0.1"); err != nil {
		return err
	}
	progress("making the database of pretix %s (once)…", opts.version)
	if err := s.makeTables(ctx, opts.migrate); err != nil {
		return fmt.Errorf("making pretix's tables: %w", err)
	}
	if err := s.script(ctx, seedScript, strconv.Itoa(opts.members), s.seedFile()); err != nil {
		return fmt.Errorf("seeding pretix: %w", err)
	}
	return nil
}

func (s site) makeTables(ctx context.Context, migrate bool) error {
	if !migrate {
		return s.script(ctx, schemaScript)
	}
	progress("running all migrations, which takes minutes…")
	return s.migrate(ctx)
}

// migrate runs the migrations that the database has not seen yet.
func (s site) migrate(ctx context.Context) error {
	_, err := s.run(ctx, s.pythonCommand("-m", "pretix", "migrate", "--verbosity", "0"))
	return err
}

func (s site) seedFile() string { return filepath.Join(s.dataDir(), "seed.json") }

// seed returns the environment variables that describe the content.
func (s site) seed() (map[string]string, error) {
	data, err := os.ReadFile(s.seedFile())
	if err != nil {
		return nil, fmt.Errorf("reading what the seed holds: %w", err)
	}
	var variables map[string]string
	if err := json.Unmarshal(data, &variables); err != nil {
		return nil, fmt.Errorf("reading what the seed holds: %w", err)
	}
	return variables, nil
}

// copyTo copies what lasts, leaving out configuration and logs.
func (s site) copyTo(dir string) error {
	for _, from := range []string{s.dataDir(), s.pgDataDir()} {
		if !exists(from) {
			continue
		}
		if err := copyTree(from, filepath.Join(dir, filepath.Base(from))); err != nil {
			return fmt.Errorf("copying the database: %w", err)
		}
	}
	return nil
}
