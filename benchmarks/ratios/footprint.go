package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	linkedModules = "linked modules besides the SDK itself"
	binarySize    = "stripped binary of \"list teams\" over the obvious program's"
	buildTime     = "build of it, standard library cached"
)

// program is what is built for a column of the table.
type program struct{ name, folder, self string }

var programs = []program{
	{theObvious, "obvious", ""},
	{theSDK, "boxoffice", sdk},
	{"go-github", "github", "github.com/google/go-github"},
	{"hcloud-go", "hcloud", "github.com/hetznercloud/hcloud-go"},
	{"openai-go", "openai", "github.com/openai/openai-go"},
}

var footprintSection = section{
	name: "footprint",
	measures: []measure{
		{name: linkedModules, goal: exactly(3, "3")},
		{name: binarySize, goal: atMost(0.7, "≤ +0.7 MB")},
		{name: buildTime, goal: atMost(2, "≤ 2 s"), timed: true},
	},
	run: func(ctx context.Context, size size) (map[string]figures, error) {
		scratch, err := os.MkdirTemp("", "ratios")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(scratch)
		modules, sizes, builds := figures{}, figures{}, figures{}
		var obvious float64
		for _, p := range programs {
			linked, err := p.linked(ctx)
			if err != nil {
				return nil, err
			}
			modules[p.name] = figure{float64(linked), strconv.Itoa(linked)}
			megabytes, err := p.size(ctx, scratch)
			if err != nil {
				return nil, err
			}
			if p.name == theObvious {
				obvious = megabytes
				sizes[p.name] = figure{0, fmt.Sprintf("%.2f MB", megabytes)}
			} else {
				sizes[p.name] = figure{megabytes - obvious, fmt.Sprintf("%+.2f MB", megabytes-obvious)}
			}
			if p.name != theSDK && p.name != theObvious && !size.peerBuilds {
				builds[p.name] = absent("left out by -short")
				continue
			}
			n := size.builds
			if p.name != theSDK {
				n = 1
			}
			var samples []sample
			for range n {
				took, err := p.build(ctx, scratch)
				if err != nil {
					return nil, err
				}
				samples = append(samples, sample{time: took})
			}
			v := median(samples, seconds)
			builds[p.name] = figure{v, fmt.Sprintf("%.1f s", v)}
		}
		return map[string]figures{linkedModules: modules, binarySize: sizes, buildTime: builds}, nil
	},
}

const module = "github.com/boxoffice-go/boxoffice/benchmarks"

func (p program) path() string { return module + "/programs/" + p.folder }

// foreign are the packages of a program that are not the standard library's, with
// their modules.
func (p program) foreign(ctx context.Context) (packages, modules []string, err error) {
	printed, err := output(ctx, "go", "list", "-deps", "-f", "{{with .Module}}{{$.ImportPath}} {{.Path}}{{end}}", p.path())
	if err != nil {
		return nil, nil, err
	}
	for line := range strings.Lines(printed) {
		name, of, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok {
			continue
		}
		packages = append(packages, name)
		if !slices.Contains(modules, of) {
			modules = append(modules, of)
		}
	}
	return packages, modules, nil
}

// linked counts the modules that a program links for the sake of its SDK.
func (p program) linked(ctx context.Context) (int, error) {
	_, modules, err := p.foreign(ctx)
	n := 0
	for _, m := range modules {
		if m != module && (p.self == "" || m != p.self && !strings.HasPrefix(m, p.self+"/v")) {
			n++
		}
	}
	return n, err
}

// size builds a stripped binary and returns its size in MB.
func (p program) size(ctx context.Context, scratch string) (float64, error) {
	to := filepath.Join(scratch, p.folder)
	if _, err := output(ctx, "go", "build", "-ldflags=-s -w", "-o", to, p.path()); err != nil {
		return 0, err
	}
	info, err := os.Stat(to)
	if err != nil {
		return 0, err
	}
	return float64(info.Size()) / 1e6, nil
}

// build measures a build of which only the standard library is in the cache. Another
// flag for each build makes the others' entries in it useless; this one, where relative
// imports begin, means nothing to packages of modules.
func (p program) build(ctx context.Context, scratch string) (time.Duration, error) {
	packages, modules, err := p.foreign(ctx)
	if err != nil {
		return 0, err
	}
	args := []string{"build", "-v"}
	for _, m := range modules {
		args = append(args, fmt.Sprintf("-gcflags=%s/...=-D=%d", m, time.Now().UnixNano()))
	}
	args = append(args, "-o", filepath.Join(scratch, p.folder), p.path())
	var compiled strings.Builder
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Stderr = &compiled
	began := time.Now()
	err = cmd.Run()
	took := time.Since(began)
	if err != nil {
		return 0, fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, compiled.String())
	}
	names := strings.Fields(compiled.String())
	slices.Sort(names)
	slices.Sort(packages)
	if !slices.Equal(names, packages) {
		return 0, fmt.Errorf("the build of %s compiles %d packages in place of %d: %v, %v", p.path(), len(names), len(packages), names, packages)
	}
	return took, nil
}
