package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// profileLine is a block of a profile: its file, start, end and statements, and
// whether it ran.
var profileLine = regexp.MustCompile(`^(.+)/([^/]+\.go):(\d+)\.(\d+),(\d+)\.(\d+) \d+ (\d+)$`)

// cover measures the coverage and writes it for gremlins, which takes what is in no
// block that ran for not covered. Declarations and the conditions of a case are in no
// block at all, so what gremlins gets is everything but the blocks that did not run.
func (r *run) cover(ctx context.Context) error {
	measured := filepath.Join(r.dir, "cover.measured")
	out, err := exec.CommandContext(ctx, "go", "test", "-vet=off", "-coverpkg=.", "-coverprofile", measured, ".").CombinedOutput()
	if err := orContext(ctx, err, out); err != nil {
		return err
	}
	data, err := os.ReadFile(measured)
	if err != nil {
		return err
	}
	gaps := map[string][][4]int{}
	module := ""
	for line := range strings.Lines(string(data)) {
		m := profileLine.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		module = m[1]
		var at [4]int
		for i := range at {
			if at[i], err = strconv.Atoi(m[i+3]); err != nil {
				return err
			}
		}
		if m[7] == "0" {
			gaps[m[2]] = append(gaps[m[2]], at)
		}
	}
	var profile strings.Builder
	profile.WriteString("mode: set\n")
	for _, file := range r.files {
		line, column := 1, 1
		of := gaps[file]
		slices.SortFunc(of, func(a, b [4]int) int { return slices.Compare(a[:], b[:]) })
		for _, gap := range append(of, [4]int{1 << 20, 1, 1 << 20, 2}) {
			fmt.Fprintf(&profile, "%s/%s:%d.%d,%d.%d 1 1\n", module, file, line, column, gap[0], gap[1]-1)
			line, column = gap[2], gap[3]
		}
	}
	return os.WriteFile(filepath.Join(r.dir, "cover"), []byte(profile.String()), 0o600)
}
