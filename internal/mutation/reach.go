package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// planNotViable is the plan of a mutant that does not compile.
const planNotViable = "not-viable"

// notCode are tests that read the repository, and so can say nothing of a mutant.
var notCode = regexp.MustCompile(`^Test(Law|Docs)`)

// reach runs each test alone, and is the tests by the functions that they reach, named
// by the number of their first variant.
func (r *run) reach(ctx context.Context) (map[int][]string, error) {
	binary := filepath.Join(r.dir, "schemata.test")
	list, err := exec.CommandContext(ctx, binary, "-test.list", "^(Test|Fuzz|Example)").Output()
	if err != nil {
		return nil, orContext(ctx, err, list)
	}
	var (
		lock   sync.Mutex
		failed []string
		all    = map[int][]string{}
		group  sync.WaitGroup
		names  = make(chan string)
	)
	for range 2 {
		group.Go(func() {
			for name := range names {
				functions, err := r.reachOf(ctx, binary, name)
				lock.Lock()
				if err != nil {
					failed = append(failed, fmt.Sprintf("%s: %v", name, err))
				}
				for _, f := range functions {
					all[f] = append(all[f], name)
				}
				lock.Unlock()
			}
		})
	}
	for name := range strings.FieldsSeq(string(list)) {
		if !notCode.MatchString(name) && ctx.Err() == nil {
			names <- name
		}
	}
	close(names)
	group.Wait()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case len(failed) > 0:
		return nil, fmt.Errorf("tests that fail alone without a mutant:\n%s", strings.Join(failed, "\n"))
	}
	// Those that reach little first: they are quick, and made for what they reach.
	count := map[string]int{}
	for _, names := range all {
		for _, name := range names {
			count[name]++
		}
	}
	for _, names := range all {
		slices.SortFunc(names, func(a, b string) int { return cmp.Or(count[a]-count[b], strings.Compare(a, b)) })
	}
	return all, nil
}

func (r *run) reachOf(ctx context.Context, binary, name string) ([]int, error) {
	file := filepath.Join(r.dir, "reach", name)
	cmd := exec.CommandContext(ctx, binary, "-test.run", "^"+name+"$")
	cmd.Dir = r.root
	cmd.Env = append(os.Environ(), reachVariable+"="+file)
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, out)
	}
	data, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	var functions []int
	for line := range strings.FieldsSeq(string(data)) {
		f, err := strconv.Atoi(line)
		if err != nil {
			return nil, err
		}
		functions = append(functions, f)
	}
	return functions, nil
}

// plan writes down how to judge each mutant of a file: its number and the tests to run.
func (r *run) plan(ctx context.Context, file string, variants []*variant, tests map[int][]string) error {
	own, err := os.ReadFile(strings.TrimSuffix(file, ".go") + "_test.go")
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	first := map[int]int{}
	for _, v := range variants {
		if v.file != file {
			continue
		}
		plan := planNotViable
		switch {
		case v.wrong:
		case v.ofFunction():
			if first[v.declaration] == 0 {
				first[v.declaration] = v.id
			}
			plan = strconv.Itoa(v.id) + " " + strings.Join(ownFirst(tests[first[v.declaration]], own), " ")
		default:
			if plan, err = r.planOutside(ctx, v); err != nil {
				return err
			}
		}
		if err := os.WriteFile(filepath.Join(r.dir, "plans", v.hash), []byte(plan), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// ownFirst puts the tests of the file beside a mutant's first.
func ownFirst(names []string, own []byte) []string {
	var first, others []string
	for _, name := range names {
		if bytes.Contains(own, []byte("func "+name+"(")) {
			first = append(first, name)
		} else {
			others = append(others, name)
		}
	}
	return append(first, others...)
}

// planOutside is the plan of a mutant outside of functions: it needs a binary of its
// own, and any test may see it.
func (r *run) planOutside(ctx context.Context, v *variant) (string, error) {
	binary := filepath.Join(r.dir, "outside-"+strconv.Itoa(v.id)+".test")
	overlay := map[string]string{filepath.Join(r.root, v.file): filepath.Join(r.dir, "kept", v.file+"."+v.hash)}
	if err := r.compile(ctx, overlay, binary); err != nil {
		if ctx.Err() != nil {
			return "", err
		}
		return planNotViable, nil
	}
	return binary + " .*", nil
}
