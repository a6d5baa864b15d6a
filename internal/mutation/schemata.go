package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	// idVariable chooses the mutant that runs, reachVariable a file for the functions
	// that were reached.
	idVariable    = "BOXOFFICE_MUTANT"
	reachVariable = "BOXOFFICE_MUTATION_REACH"
	// noReturn ends a variant that runs over its end, which no compiler accepts in a
	// function with results.
	noReturn = "mutation: a function without a return"
	// extraFile is the file of the binary that the repository does not have.
	extraFile = "mutation_schemata.go"
)

const extra = `package boxoffice

import (
	"os"
	"strconv"
	"sync"
)

var mutationChosen, _ = strconv.Atoi(os.Getenv("` + idVariable + `"))

var mutationReached sync.Map

func mutation(function int) int {
	if name := os.Getenv("` + reachVariable + `"); name != "" {
		if _, again := mutationReached.LoadOrStore(function, true); !again {
			f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
			if err != nil {
				panic(err)
			}
			f.WriteString(strconv.Itoa(function) + "\n")
			f.Close()
		}
	}
	return mutationChosen
}
`

// build makes the binary with all variants that are of a function and compile; the
// others it marks as not viable.
func (r *run) build(ctx context.Context, variants []*variant) error {
	overlay := map[string]string{filepath.Join(r.root, extraFile): filepath.Join(r.dir, "schemata", extraFile)}
	if err := os.WriteFile(filepath.Join(r.dir, "schemata", extraFile), []byte(extra), 0o600); err != nil {
		return err
	}
	for _, file := range r.files {
		overlay[filepath.Join(r.root, file)] = filepath.Join(r.dir, "schemata", file)
	}
	for viable := false; !viable; {
		for _, file := range r.files {
			text, err := schemata(file, variants)
			if err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(r.dir, "schemata", file), text, 0o600); err != nil {
				return err
			}
		}
		wrong, err := r.check(overlay)
		if err != nil {
			return err
		}
		for _, v := range variants {
			v.wrong = v.wrong || wrong[v.id]
		}
		viable = len(wrong) == 0
	}
	return r.compile(ctx, overlay, filepath.Join(r.dir, "schemata.test"))
}

// compile makes a binary of the root's tests, with other files for some.
func (r *run) compile(ctx context.Context, overlay map[string]string, binary string) error {
	data, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		return err
	}
	if err := os.WriteFile(binary+".json", data, 0o600); err != nil {
		return err
	}
	out, err := exec.CommandContext(ctx, "go", "test", "-c", "-vet=off", "-overlay", binary+".json", "-gcflags=-N -l", "-ldflags=-s -w", "-o", binary, ".").CombinedOutput()
	return orContext(ctx, err, out)
}

// schemata is the text of a file with each function a switch over its variants. Lines
// of a variant have its number for a file name, for errors of the type checker.
func schemata(file string, variants []*variant) ([]byte, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	fileSet := token.NewFileSet()
	syntax, err := parser.ParseFile(fileSet, file, source, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	offset := func(p token.Pos) int { return fileSet.Position(p).Offset }
	var text bytes.Buffer
	done := 0
	for i, d := range syntax.Decls {
		function, ok := d.(*ast.FuncDecl)
		if !ok || function.Body == nil {
			continue
		}
		var cases bytes.Buffer
		first := 0
		for _, v := range variants {
			if v.file == file && v.declaration == i && !v.wrong {
				fmt.Fprintf(&cases, "case %d:\n//line variant_%d.go:1\n%s\n", v.id, v.id, v.body())
				if function.Type.Results != nil {
					fmt.Fprintf(&cases, "panic(%q)\n", noReturn)
				}
				if first == 0 {
					first = v.id
				}
			}
		}
		if first == 0 {
			continue
		}
		start, end := offset(function.Body.Lbrace)+1, offset(function.Body.Rbrace)
		text.Write(source[done:start])
		fmt.Fprintf(&text, "\nswitch mutation(%d) {\n%sdefault:\n//line %s:%d\n%s\n}\n", first, cases.Bytes(), file, fileSet.Position(function.Body.Lbrace).Line, source[start:end])
		done = end
	}
	text.Write(source[done:])
	return text.Bytes(), nil
}

// body is what the variant's function does, with labels of its own.
func (v *variant) body() []byte {
	body := v.syntax.Decls[v.declaration].(*ast.FuncDecl).Body
	base := v.fileSet.File(body.Pos())
	text := slices.Clone(v.source[base.Offset(body.Lbrace)+1 : base.Offset(body.Rbrace)])
	var ends []int
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.LabeledStmt:
			ends = append(ends, base.Offset(n.Label.End()))
		case *ast.BranchStmt:
			if n.Label != nil {
				ends = append(ends, base.Offset(n.Label.End()))
			}
		}
		return true
	})
	slices.Sort(ends)
	for _, end := range slices.Backward(ends) {
		text = slices.Insert(text, end-base.Offset(body.Lbrace)-1, []byte("_"+strconv.Itoa(v.id))...)
	}
	return text
}

var ofVariant = regexp.MustCompile(`variant_(\d+)\.go$`)

// check is which variants don't compile.
func (r *run) check(overlay map[string]string) (map[int]bool, error) {
	list, err := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}", ".").Output()
	if err != nil {
		return nil, err
	}
	exports := map[string]string{}
	for line := range strings.Lines(string(list)) {
		path, export, _ := strings.Cut(strings.TrimSpace(line), "\t")
		exports[path] = export
	}
	names, err := exec.Command("go", "list", "-f", `{{join .GoFiles "\n"}}`, ".").Output()
	if err != nil {
		return nil, err
	}
	fileSet := token.NewFileSet()
	var files []*ast.File
	for _, name := range append(strings.Fields(string(names)), extraFile) {
		path := filepath.Join(r.root, name)
		if other, ok := overlay[path]; ok {
			path = other
		}
		file, err := parser.ParseFile(fileSet, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	wrong := map[int]bool{}
	var others []error
	config := types.Config{
		Importer: importer.ForCompiler(fileSet, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }),
		Error: func(err error) {
			if problem, ok := errors.AsType[types.Error](err); ok {
				if m := ofVariant.FindStringSubmatch(fileSet.Position(problem.Pos).Filename); m != nil {
					id, _ := strconv.Atoi(m[1])
					wrong[id] = true
					return
				}
			}
			others = append(others, err)
		},
	}
	_, _ = config.Check("boxoffice", fileSet, files, nil) // it has told Error already
	if len(wrong) > 0 {
		// What is wrong outside of a variant may come from it.
		return wrong, nil
	}
	return wrong, errors.Join(others...)
}

// orContext says why a command has failed: its time, or what it printed.
func orContext(ctx context.Context, err error, out []byte) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}
