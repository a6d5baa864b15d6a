//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"context"
	"fmt"
)

// Values of PRETIX_UPGRADE.
const (
	beforeUpgrade = "before"
	afterUpgrade  = "after"
)

// upgrade brings the next version up on what the first run of COMMAND has left.
func (p *preparation) upgrade(ctx context.Context) ([]string, error) {
	progress("upgrading pretix %s to %s, which takes a minute…", p.opts.version, p.opts.upgrade)
	p.server.stop()
	p.site.version, p.site.venv = p.opts.upgrade, p.nextVenv
	if err := p.site.migrate(ctx); err != nil {
		return nil, fmt.Errorf("upgrading pretix %s to %s: %w", p.opts.version, p.opts.upgrade, err)
	}
	return p.open(ctx, afterUpgrade)
}

// upgradeVariables tell the two runs of COMMAND apart and link them.
func (p *preparation) upgradeVariables(when string) (map[string]string, error) {
	if p.opts.upgrade == "" {
		return nil, nil
	}
	keep, err := p.folder("keep")
	if err != nil {
		return nil, err
	}
	return map[string]string{"PRETIX_UPGRADE": when, "PRETIX_KEEP": keep}, nil
}
