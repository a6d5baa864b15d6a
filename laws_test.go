package boxoffice

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The laws of the code that a machine can check. CONTRIBUTING.md says why.

// services are the services of a Pretix or an Eventbrite, by their field's name.
func services(platform reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for f := range platform.Fields() {
		if f.IsExported() {
			out[f.Name] = f.Type
		}
	}
	return out
}

var (
	pretixServices     = services(reflect.TypeFor[Pretix]())
	eventbriteServices = services(reflect.TypeFor[Eventbrite]())
	// otherNames are services whose type's name is not that of the field, since both
	// platforms have one.
	otherNames = map[reflect.Type]string{
		reflect.TypeFor[*PretixEventsService]():        "Events",
		reflect.TypeFor[*OrganizationMembersService](): "Members",
	}
)

type source struct {
	name string
	file *ast.File
}

func parseRoot(t *testing.T) (*token.FileSet, []source) {
	t.Helper()
	return parseFiles(t, "*.go")
}

// parseLibrary parses all that programs of users import.
func parseLibrary(t *testing.T) (*token.FileSet, []source) {
	t.Helper()
	return parseFiles(t, "*.go", "access/*.go")
}

func parseFiles(t *testing.T, patterns ...string) (*token.FileSet, []source) {
	t.Helper()
	fset := token.NewFileSet()
	var paths []string
	for _, pattern := range patterns {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatal(pattern, err)
		}
		paths = append(paths, found...)
	}
	var out []source
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, source{path, f})
	}
	if len(out) < 10 {
		t.Fatalf("only %d files: are we in the root folder?", len(out))
	}
	return fset, out
}

func receiver(d *ast.FuncDecl) (name, typ string) {
	if d.Recv == nil {
		return "", ""
	}
	f := d.Recv.List[0]
	if len(f.Names) > 0 {
		name = f.Names[0].Name
	}
	x := f.Type
	if star, ok := x.(*ast.StarExpr); ok {
		x = star.X
	}
	if index, ok := x.(*ast.IndexExpr); ok {
		x = index.X
	}
	if id, ok := x.(*ast.Ident); ok {
		typ = id.Name
	}
	return name, typ
}

func TestLawEveryExportedIdentifierIsDocumented(t *testing.T) {
	t.Parallel()
	fset, files := parseLibrary(t)
	for _, src := range files {
		for _, decl := range src.file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				_, typ := receiver(d)
				if !d.Name.IsExported() || d.Recv != nil && !ast.IsExported(typ) {
					continue
				}
				if !strings.HasPrefix(d.Doc.Text(), d.Name.Name+" ") && !isPlumbing(d.Name.Name) {
					t.Errorf("%s: the comment of %s does not begin with its name", fset.Position(d.Pos()), d.Name.Name)
				}
				if d.Doc.Text() == "" && !isPlumbing(d.Name.Name) {
					t.Errorf("%s: %s has no comment", fset.Position(d.Pos()), d.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					checkSpecDoc(t, fset, d, spec)
				}
			}
		}
	}
}

// isPlumbing tells methods whose meaning is that of an interface.
func isPlumbing(name string) bool {
	return slices.Contains([]string{"UnmarshalJSON", "MarshalJSON", "RoundTrip", "Close", "Read"}, name)
}

func checkSpecDoc(t *testing.T, fset *token.FileSet, d *ast.GenDecl, spec ast.Spec) {
	t.Helper()
	switch s := spec.(type) {
	case *ast.TypeSpec:
		if !s.Name.IsExported() {
			return
		}
		if s.Doc.Text() == "" && d.Doc.Text() == "" {
			t.Errorf("%s: type %s has no comment", fset.Position(s.Pos()), s.Name.Name)
		}
		st, ok := s.Type.(*ast.StructType)
		if !ok {
			return
		}
		group := false // a comment over several fields counts for those below it, up to an empty line
		last := 0
		for _, f := range st.Fields.List {
			line := fset.Position(f.Pos()).Line
			if f.Doc.Text() != "" {
				group = true
			} else if line > last+1 {
				group = false
			}
			last = fset.Position(f.End()).Line
			for _, name := range f.Names {
				if name.IsExported() && !group && f.Comment.Text() == "" {
					t.Errorf("%s: field %s.%s has no comment", fset.Position(f.Pos()), s.Name.Name, name.Name)
				}
			}
		}
	case *ast.ValueSpec:
		for _, name := range s.Names {
			if name.IsExported() && s.Doc.Text() == "" && s.Comment.Text() == "" && d.Doc.Text() == "" {
				t.Errorf("%s: %s has no comment", fset.Position(s.Pos()), name.Name)
			}
		}
	}
}

var (
	asOther = regexp.MustCompile(`outes? and errors as for|as (Search)?Pages(\w*) does`)
	certain = regexp.MustCompile(`[Cc]ertainty:? (A-|A|B|C|D)(?:\W|$)`)
	// composed methods rest on others.
	composed = map[string]bool{"OrganizationsService.Resolve": true}
)

func TestLawServiceMethods(t *testing.T) {
	t.Parallel()
	ctx := reflect.TypeFor[context.Context]()
	onEventbrite := map[string]bool{}
	for _, all := range []map[string]reflect.Type{pretixServices, eventbriteServices} {
		for name, service := range all {
			onEventbrite[service.Elem().Name()] = all["Organizations"] != nil
			if service.Elem().Name() != name+"Service" && otherNames[service] != name {
				t.Errorf("%s is of type %s", name, service)
			}
			if service.Elem().NumField() != 1 || service.Elem().Field(0).IsExported() {
				t.Errorf("%s has something exported or more than one field", service)
			}
			for m := range service.Methods() {
				if m.Type.NumIn() < 2 || m.Type.In(1) != ctx {
					t.Errorf("%s.%s does not begin with ctx", name, m.Name)
				}
				if m.Type.NumOut() > 2 || m.Type.NumOut() == 0 {
					t.Errorf("%s.%s has %d results", name, m.Name, m.Type.NumOut())
				}
			}
		}
	}

	fset, files := parseRoot(t)
	methods := 0
	for _, src := range files {
		for _, decl := range src.file.Decls {
			d, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			name, typ := receiver(d)
			if !strings.HasSuffix(typ, "Service") {
				continue
			}
			if name != "s" {
				t.Errorf("%s: the receiver is %q, not s", fset.Position(d.Pos()), name)
			}
			if !d.Name.IsExported() {
				continue
			}
			methods++
			doc := strings.Join(strings.Fields(d.Doc.Text()), " ")
			root, page := "/api/v1/", "https://docs.pretix.eu/"
			if onEventbrite[typ] {
				root, page = "/v3/", "https://www.eventbrite.com/"
			}
			refers := asOther.MatchString(doc)
			if !strings.Contains(doc, root) && !refers {
				t.Errorf("%s: the comment of %s.%s names no route", fset.Position(d.Pos()), typ, d.Name.Name)
			}
			if !strings.Contains(doc, page) {
				t.Errorf("%s: the comment of %s.%s does not link the platform's page", fset.Position(d.Pos()), typ, d.Name.Name)
			}
			if onEventbrite[typ] && !refers && !composed[typ+"."+d.Name.Name] && !certain.MatchString(doc) {
				t.Errorf("%s: the comment of %s.%s does not say how certain it is", fset.Position(d.Pos()), typ, d.Name.Name)
			}
			if onEventbrite[typ] && (typ == "LegacyService") != strings.Contains(d.Doc.Text(), "\nDeprecated: ") {
				t.Errorf("%s: %s.%s is deprecated, or is not, wrongly", fset.Position(d.Pos()), typ, d.Name.Name)
			}
		}
	}
	if methods < 200 {
		t.Errorf("only %d methods were found", methods)
	}
}

func TestLawListOptions(t *testing.T) {
	t.Parallel()
	stringer := reflect.TypeFor[fmt.Stringer]()
	found := map[reflect.Type]bool{}
	for platform, all := range map[reflect.Type]map[string]reflect.Type{
		reflect.TypeFor[ListOptions]():         pretixServices,
		reflect.TypeFor[ContinuationOptions](): eventbriteServices,
	} {
		for name, service := range all {
			for m := range service.Methods() {
				opts := m.Type.In(m.Type.NumIn() - 1)
				options := opts.Kind() == reflect.Pointer && strings.HasSuffix(opts.Elem().Name(), "Options")
				if isList := m.Name == "List" || strings.HasPrefix(m.Name, "ListBy"); isList && !options {
					t.Errorf("%s.%s ends in %s", name, m.Name, opts)
				}
				if !options || found[opts.Elem()] {
					continue
				}
				found[opts.Elem()] = true
				if embedded, ok := opts.Elem().FieldByName(platform.Name()); strings.HasSuffix(opts.Elem().Name(), "ListOptions") && (!ok || !embedded.Anonymous) {
					t.Errorf("%s does not embed %s", opts, platform.Name())
				}
				for _, typ := range []reflect.Type{opts.Elem(), platform} {
					for f := range typ.Fields() {
						if f.Anonymous {
							continue
						}
						tag := f.Tag.Get("url")
						parts := strings.Split(tag, ",")
						if tag != "-" && (parts[0] == "" || !slices.Contains(parts, "omitempty")) {
							t.Errorf("%s.%s has the url tag %q", typ, f.Name, tag)
						}
						if (f.Type.Kind() == reflect.Slice) != slices.Contains(parts, "comma") {
							t.Errorf("%s.%s is a list, or is not, and has the url tag %q", typ, f.Name, tag)
						}
						for _, option := range parts[1:] {
							if option != "omitempty" && option != "comma" {
								t.Errorf("%s.%s has %q, which go-querystring may not know", typ, f.Name, option)
							}
						}
						if f.Type.Kind() == reflect.Map || f.Type.Implements(stringer) || reflect.PointerTo(f.Type).Implements(stringer) {
							t.Errorf("%s.%s is a map or a Stringer, which go-querystring does not ask", typ, f.Name)
						}
					}
				}
			}
		}
	}
	if len(found) < 25 {
		t.Errorf("only %d types of options were found", len(found))
	}
}

var isTemplate = regexp.MustCompile(`^/[a-z{][a-z_{}/]+$`)

func TestLawPathTemplates(t *testing.T) {
	t.Parallel()
	fset, files := parseRoot(t)
	n := 0
	for _, src := range files {
		if src.name == "doc.go" || src.name == "client.go" { // which show paths as examples
			continue
		}
		ast.Inspect(src.file, func(node ast.Node) bool {
			lit, ok := node.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			s, err := strconv.Unquote(lit.Value)
			if err != nil || !isTemplate.MatchString(s) {
				return true
			}
			n++
			if !strings.HasSuffix(s, "/") && s != "/version" && s != "/{api_url}" {
				t.Errorf("%s: %s does not end with a slash: a DELETE would be redirected", fset.Position(lit.Pos()), s)
			}
			return true
		})
	}
	if n < 60 {
		t.Errorf("only %d templates were found", n)
	}
}

func TestLawImports(t *testing.T) {
	t.Parallel()
	allowed := []string{"github.com/hashicorp/go-retryablehttp", "github.com/google/go-querystring/query"}
	fset, files := parseLibrary(t)
	for _, src := range files {
		for _, spec := range src.file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			first, _, _ := strings.Cut(path, "/")
			own := strings.HasPrefix(path, "github.com/boxoffice-go/boxoffice/internal/") ||
				path == "github.com/boxoffice-go/boxoffice" && strings.HasPrefix(src.name, "access/")
			if strings.Contains(first, ".") && !own && !slices.Contains(allowed, path) {
				t.Errorf("%s imports %s", fset.Position(spec.Pos()), path)
			}
			// templates keep every exported method of a program from being dropped by the linker
			if slices.Contains([]string{"text/template", "html/template", "os/exec", "unsafe", "expvar", "net/http/pprof"}, path) {
				t.Errorf("%s imports %s", fset.Position(spec.Pos()), path)
			}
		}
	}
}

// No global state, no init, no environment.
func TestLawNoGlobalState(t *testing.T) {
	t.Parallel()
	// Tables, sentinels, and a pool of buffers.
	tables := []string{"catalogue", "versionRequest", "flags", "buffers", "pretixPlatform", "acceptJSON", "contentTypeJSON", "eventbritePlatform", "booleans", "teamFields", "teamPageFields"}
	fset, files := parseLibrary(t)
	for _, src := range files {
		for _, decl := range src.file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil && d.Name.Name == "init" {
					t.Errorf("%s: init", fset.Position(d.Pos()))
				}
			case *ast.GenDecl:
				if d.Tok != token.VAR {
					continue
				}
				for _, spec := range d.Specs {
					for _, name := range spec.(*ast.ValueSpec).Names {
						if name.Name != "_" && !strings.HasPrefix(strings.ToLower(name.Name), "err") && !strings.HasPrefix(name.Name, "release") && !slices.Contains(tables, name.Name) {
							t.Errorf("%s: %s is a package variable: if it never changes, name it in this test", fset.Position(name.Pos()), name.Name)
						}
					}
				}
			}
		}
		ast.Inspect(src.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if pkg, ok := sel.X.(*ast.Ident); ok {
					call := pkg.Name + "." + sel.Sel.Name
					if slices.Contains([]string{"os.Getenv", "os.LookupEnv", "os.Environ", "os.Setenv", "http.DefaultClient", "slog.Default", "slog.SetDefault"}, call) {
						t.Errorf("%s: %s", fset.Position(sel.Pos()), call)
					}
				}
			}
			if assign, ok := n.(*ast.AssignStmt); ok {
				for _, left := range assign.Lhs {
					if sel, ok := left.(*ast.SelectorExpr); ok {
						if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Obj == nil && pkg.Name == "http" {
							t.Errorf("%s changes package http", fset.Position(sel.Pos()))
						}
					}
				}
			}
			return true
		})
	}
}

func TestLawNothingIsLeftToDo(t *testing.T) {
	t.Parallel()
	marks := []string{"TO" + "DO", "FIX" + "ME", "XX" + "X:", "HA" + "CK"}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && strings.HasPrefix(d.Name(), ".") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(text), "\n") {
			for _, mark := range marks {
				if strings.Contains(line, mark) {
					t.Errorf("%s:%d: %s", path, i+1, strings.TrimSpace(line))
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The root is read, not searched: the request path by everybody, and of the rest a
// file at a time. Doc comments don't count: they are what is read.
func TestLawTheRootIsShort(t *testing.T) {
	t.Parallel()
	_, files := parseLibrary(t)
	path := regexp.MustCompile(`^(auth|client|errors|options|pagination|request|send)[_.]`)
	all, onPath := 0, 0
	for _, src := range files {
		text, err := os.ReadFile(src.name)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0
		for line := range strings.Lines(string(text)) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
				sum++
			}
		}
		if sum > 330 {
			t.Errorf("%s has %d lines of code: it has more than one job", src.name, sum)
		}
		if strings.Contains(src.name, "/") {
			continue
		}
		all += sum
		if path.MatchString(src.name) {
			onPath += sum
		}
	}
	if onPath > 2850 {
		t.Errorf("the request path has %d lines of code", onPath)
	}
	if all > 9100 {
		t.Errorf("the root package has %d lines of code", all)
	}
}

// An example answers one question; what is not the answer stands in other files.
func TestLawExamplesAreShort(t *testing.T) {
	t.Parallel()
	programs, err := filepath.Glob("examples/*/main.go")
	if err != nil || len(programs) < 10 {
		t.Fatal(programs, err)
	}
	for _, path := range programs {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(text), "\n"); n >= 80 {
			t.Errorf("%s has %d lines", path, n)
		}
	}
}
