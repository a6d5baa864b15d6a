package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Variables of the environment that gremlins hands to the stand-in.
const (
	dirVariable  = "BOXOFFICE_MUTATION_DIR"
	passVariable = "BOXOFFICE_MUTATION_PASS"
	passCollect  = "collect"
	passJudge    = "judge"
)

// mutantTime is what the tests of a mutant may take: on a slow machine the whole suite
// of the root takes less than half of it.
const mutantTime = 30 * time.Second

// mutantCPU is the same in seconds of a processor, which is no longer on a machine that
// others keep busy.
const mutantCPU = 12

// A run is one call of the program. Its folder holds:
//
//	bin/go         this program
//	modules/FILE/  a module with a file to mutate and nothing else
//	kept/          each mutant as gremlins wrote it, by its hash
//	plans/         how to judge it
//	cover          the profile, as gremlins reads it
//	root           the repository
//	schemata.test  the binary with all mutants
type run struct {
	gremlins, root, dir string
	files               []string
}

func newRun(gremlins string, files []string) (*run, error) {
	root, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "mutation-")
	if err != nil {
		return nil, err
	}
	r := &run{gremlins: gremlins, root: root, dir: dir, files: files}
	for _, folder := range []string{"bin", "kept", "plans", "schemata", "reach", "tmp"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o700); err != nil {
			return nil, err
		}
	}
	if err := os.Symlink(self, filepath.Join(dir, "bin", "go")); err != nil {
		return nil, err
	}
	for _, file := range files {
		module := filepath.Join(dir, "modules", file)
		if err := os.MkdirAll(module, 0o700); err != nil {
			return nil, err
		}
		for _, name := range []string{"go.mod", file} {
			data, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			if err := os.WriteFile(filepath.Join(module, name), data, 0o600); err != nil {
				return nil, err
			}
		}
	}
	return r, os.Symlink(root, filepath.Join(dir, "root"))
}

// A verdict is what gremlins says about a mutant.
type verdict struct {
	mutant
	status string
}

// all takes the two walks of gremlins, with what is needed in between. At the end of
// its time it returns the verdicts so far.
func (r *run) all(ctx context.Context) ([]verdict, error) {
	start := time.Now()
	say := func(format string, args ...any) {
		fmt.Printf("%4.0fs  %s\n", time.Since(start).Seconds(), fmt.Sprintf(format, args...))
	}
	if err := r.cover(ctx); err != nil {
		return nil, err
	}
	say("coverage measured")
	for _, file := range r.files {
		if _, err := r.walk(ctx, file, passCollect); err != nil {
			return nil, err
		}
	}
	variants, err := r.variants()
	if err != nil {
		return nil, err
	}
	say("%d mutants kept", len(variants))
	if err := r.build(ctx, variants); err != nil {
		return nil, err
	}
	say("built as one binary")
	tests, err := r.reach(ctx)
	if err != nil {
		return nil, err
	}
	say("seen what each test reaches")
	var verdicts []verdict
	for _, file := range r.files {
		if err := r.plan(ctx, file, variants, tests); err != nil {
			return verdicts, err
		}
		of, err := r.walk(ctx, file, passJudge)
		verdicts = append(verdicts, of...)
		if err != nil {
			return verdicts, err
		}
		say("%s: %d mutants", file, len(of))
		for _, v := range of {
			if v.status != "KILLED" && v.status != "NOT VIABLE" {
				fmt.Printf("       %s\t%s\t%s\n", v.kind, v.line, strings.ToLower(v.status))
			}
		}
	}
	return verdicts, nil
}

// verdictLine is a line such as "KILLED CONDITIONALS_NEGATION at errors.go:3:7".
var verdictLine = regexp.MustCompile(`^\s*(KILLED|LIVED|NOT COVERED|TIMED OUT|NOT VIABLE) (\w+) at (\S+):(\d+):(\d+)$`)

// walk has gremlins walk over a file.
func (r *run) walk(ctx context.Context, file, pass string) ([]verdict, error) {
	cmd := exec.CommandContext(ctx, r.gremlins, "unleash",
		"--invert-assignments", "--invert-bitwise", "--invert-bwassign", "--invert-logical",
		"--invert-loopctrl", "--remove-self-assignments",
		"--workers", "2", "--timeout-coefficient", strconv.Itoa(int(mutantTime/coverTime)), ".")
	cmd.Dir = filepath.Join(r.dir, "modules", file)
	cmd.Env = append(os.Environ(),
		"PATH="+filepath.Join(r.dir, "bin")+string(os.PathListSeparator)+os.Getenv("PATH"),
		"TMPDIR="+filepath.Join(r.dir, "tmp"),
		dirVariable+"="+r.dir, passVariable+"="+pass)
	// Its tests end with it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	places, err := newPlaces(file)
	if err != nil {
		return nil, err
	}
	var verdicts []verdict
	var rest []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		m := verdictLine.FindStringSubmatch(lines.Text())
		if m == nil {
			rest = append(rest, lines.Text())
			continue
		}
		line, _ := strconv.Atoi(m[4])
		column, _ := strconv.Atoi(m[5])
		verdicts = append(verdicts, verdict{places.mutant(m[2], line, column), m[1]})
	}
	err = cmd.Wait()
	if ctx.Err() != nil {
		return verdicts, ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("gremlins: %w\n%s", err, strings.Join(rest, "\n"))
	}
	return verdicts, nil
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:12])
}
