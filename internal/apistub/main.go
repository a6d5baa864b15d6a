// Apistub writes the public API of packages as Go code without insides, the
// baseline that .ci/run compares the code with:
//
//	go run ./internal/apistub FOLDER PACKAGE…
//
// Export data would be a smaller program, but not a stable baseline: it holds the
// types of the standard library as they were, and so calls a change of that, such
// as that of json.RawMessage in Go 1.27, one of ours. Code is compiled by the Go
// that compares, and people can read what changed in it.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/importer"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: apistub FOLDER PACKAGE…")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "apistub:", err)
		os.Exit(1)
	}
}

// write makes folder a module with a stub of each package, and nothing else.
func write(folder string, packages []string) error {
	list, err := run(append([]string{"list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}"}, packages...)...)
	if err != nil {
		return err
	}
	exports := map[string]string{}
	for line := range strings.Lines(list) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		exports[path] = file
	}
	// The stubs' own module has this one's path, so that a stub is of the same
	// package as what it stands for.
	module, err := run("list", "-m", "-f", "module {{.Path}}\n\ngo {{.GoVersion}}")
	if err != nil {
		return err
	}
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := save(filepath.Join(folder, "go.mod"), []byte(module)); err != nil {
		return err
	}
	root := strings.Fields(module)[1]
	imports := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	for _, path := range packages {
		pkg, err := imports.Import(path)
		if err != nil {
			return err
		}
		text, err := stub(pkg)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if err := save(filepath.Join(folder, strings.TrimPrefix(path, root), "api.go"), text); err != nil {
			return err
		}
	}
	return nil
}

func run(args ...string) (string, error) {
	out, err := exec.Command("go", args...).Output()
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		return "", fmt.Errorf("go %s: %s", args[0], bytes.TrimSpace(e.Stderr))
	}
	return string(out), err
}

func save(path string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}
