package boxoffice

import (
	"go/ast"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"testing"
)

// What the pages for people name is there: services and methods of a client, and
// identifiers of the package.
func TestDocsNameWhatThereIs(t *testing.T) {
	t.Parallel()
	pages, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	exported := map[string]map[string]bool{"boxoffice": exportedNames(t, "*.go"), "access": exportedNames(t, "access/*.go")}
	call := regexp.MustCompile(`\b(eb|px)\.([A-Z]\w*)(?:\.([A-Z]\w*))?`)
	name := regexp.MustCompile(`\b(boxoffice|access)\.([A-Z]\w*)`)
	named := 0
	for _, page := range append(pages, "README.md", "doc.go", "access/doc.go", "CHANGELOG.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range call.FindAllStringSubmatch(string(text), -1) {
			named++
			platform := map[string]reflect.Type{"eb": reflect.TypeFor[*Eventbrite](), "px": reflect.TypeFor[*Pretix]()}[m[1]]
			if _, ok := platform.MethodByName(m[2]); ok {
				continue
			}
			service, ok := platform.Elem().FieldByName(m[2])
			if ok && m[3] != "" {
				_, ok = service.Type.MethodByName(m[3])
			}
			if !ok {
				t.Errorf("%s names %s, which is not there", page, m[0])
			}
		}
		for _, m := range name.FindAllStringSubmatch(string(text), -1) {
			named++
			if !exported[m[1]][m[2]] {
				t.Errorf("%s names %s, which is not there", page, m[0])
			}
		}
	}
	if named < 150 {
		t.Errorf("only %d names were found", named)
	}
}

// exportedNames are the exported identifiers of a package.
func exportedNames(t *testing.T, pattern string) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	_, files := parseFiles(t, pattern)
	for _, src := range files {
		for _, decl := range src.file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil {
					names[d.Name.Name] = true
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch s := spec.(type) {
					case *ast.TypeSpec:
						names[s.Name.Name] = true
					case *ast.ValueSpec:
						for _, n := range s.Names {
							names[n.Name] = true
						}
					}
				}
			}
		}
	}
	return names
}
