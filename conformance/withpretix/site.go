//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// site is one pretix with its folder, configuration and database.
type site struct {
	workspace
	dir     string
	version version
	venv    string
	pg      *postgres // nil means SQLite
}

func (s site) dataDir() string    { return filepath.Join(s.dir, "data") }
func (s site) pgDataDir() string  { return filepath.Join(s.dir, "pgdata") }
func (s site) configFile() string { return filepath.Join(s.dir, "pretix.cfg") }

func (s site) configure(url string) error {
	database := "backend=sqlite3\nname=" + filepath.Join(s.dataDir(), "db.sqlite3")
	if s.pg != nil {
		database = "backend=postgresql\nname=postgres\nuser=postgres\nhost=" + s.pg.socketDir
	}
	// Nothing listens on port 1, so no mail leaves; pretix takes it as delivered later.
	config := fmt.Sprintf(`[pretix]
url=%s
datadir=%s
registration=off

[database]
%s

[mail]
host=127.0.0.1
port=1
`, url, s.dataDir(), database)
	// ConfigParser takes a percent sign for the start of a reference.
	if err := os.WriteFile(s.configFile(), []byte(strings.ReplaceAll(config, "%", "%%")), 0o600); err != nil {
		return fmt.Errorf("writing pretix's configuration: %w", err)
	}
	return nil
}

// environment is all pretix gets to see: it reads its configuration from variables, too, and the caller's must not
// change what the tests test.
func (s site) environment() []string {
	return []string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=" + s.dir,
		"TMPDIR=" + s.workspace.dir,
		"LANG=C.UTF-8",
		"PRETIX_CONFIG_FILE=" + s.configFile(),
		"DJANGO_SETTINGS_MODULE=pretix.settings",
	}
}

// isolated are the interpreter's flags that keep the caller's modules out, whatever its folder or home holds.
var isolated = []string{"-I", "-X", "utf8"}

func (s site) pythonCommand(args ...string) *exec.Cmd {
	cmd := exec.Command(venvPython(s.venv), append(isolated, args...)...)
	cmd.Dir = s.dir
	cmd.Env = s.environment()
	return cmd
}

func (s site) script(ctx context.Context, code string, args ...string) error {
	_, err := s.run(ctx, s.pythonCommand(append([]string{"-c", code}, args...)...))
	return err
}

// writeShell makes the program that runs Python code from its standard input in pretix's context.
func (s site) writeShell() (string, error) {
	var line strings.Builder
	line.WriteString("#!/bin/sh\nexec env -i")
	words := append(s.environment(), venvPython(s.venv))
	for _, word := range append(append(words, isolated...), "-c", shellScript) {
		line.WriteString(" '" + strings.ReplaceAll(word, "'", `'\''`) + "'")
	}
	path := filepath.Join(s.dir, "shell")
	if err := os.WriteFile(path, []byte(line.String()+"\n"), 0o700); err != nil {
		return "", fmt.Errorf("writing the shell: %w", err)
	}
	return path, nil
}
