package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A variant is a mutant as gremlins wrote it: a whole file.
type variant struct {
	id         int
	file, hash string
	source     []byte
	fileSet    *token.FileSet
	syntax     *ast.File
	// The index of the declaration that differs from the original's.
	declaration int
	// Whether it does not compile.
	wrong bool
}

// variants reads what the first walk kept, one for each file with other contents.
func (r *run) variants() ([]*variant, error) {
	var all []*variant
	for _, file := range r.files {
		source, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		fileSet := token.NewFileSet()
		original, err := parser.ParseFile(fileSet, file, source, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		kept, err := filepath.Glob(filepath.Join(r.dir, "kept", file+".*"))
		if err != nil {
			return nil, err
		}
		slices.Sort(kept)
		for _, path := range kept {
			v := &variant{id: len(all) + 1, file: file, hash: strings.TrimPrefix(filepath.Ext(path), "."), fileSet: token.NewFileSet()}
			if v.source, err = os.ReadFile(path); err != nil {
				return nil, err
			}
			all = append(all, v)
			if v.syntax, err = parser.ParseFile(v.fileSet, file, v.source, parser.ParseComments); err != nil {
				v.wrong = true
				continue
			}
			differs, err := difference(original, v.syntax)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
			v.declaration = slices.IndexFunc(original.Decls, func(d ast.Decl) bool { return d.Pos() <= differs && differs < d.End() })
		}
	}
	return all, nil
}

func (v *variant) ofFunction() bool {
	_, ok := v.syntax.Decls[v.declaration].(*ast.FuncDecl)
	return ok
}

// difference is the place in the original of the one token that the mutant has other.
func difference(original, mutant *ast.File) (token.Pos, error) {
	a, b := tokens(original), tokens(mutant)
	if len(a) != len(b) {
		return 0, fmt.Errorf("%d tokens have become %d", len(a), len(b))
	}
	var places []token.Pos
	for i := range a {
		if a[i].token != b[i].token {
			places = append(places, a[i].pos)
		}
	}
	if len(places) != 1 {
		return 0, fmt.Errorf("%d tokens differ, not one", len(places))
	}
	return places[0], nil
}

type tokenAt struct {
	token token.Token
	pos   token.Pos
}

// tokens are the operators of a file, in the order of its syntax tree.
func tokens(file *ast.File) []tokenAt {
	var all []tokenAt
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			all = append(all, tokenAt{n.Tok, n.TokPos})
		case *ast.BinaryExpr:
			all = append(all, tokenAt{n.Op, n.OpPos})
		case *ast.BranchStmt:
			all = append(all, tokenAt{n.Tok, n.TokPos})
		case *ast.IncDecStmt:
			all = append(all, tokenAt{n.Tok, n.TokPos})
		case *ast.UnaryExpr:
			all = append(all, tokenAt{n.Op, n.OpPos})
		}
		return true
	})
	return all
}

// A mutant in words that stay right when lines move.
type mutant struct{ file, kind, line string }

// places turns the places in a file into words.
type places struct {
	file   string
	lines  []string
	length map[[2]int]int
}

func newPlaces(file string) (places, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return places{}, err
	}
	fileSet := token.NewFileSet()
	syntax, err := parser.ParseFile(fileSet, file, source, 0)
	if err != nil {
		return places{}, err
	}
	p := places{file: file, lines: strings.Split(string(source), "\n"), length: map[[2]int]int{}}
	for _, t := range tokens(syntax) {
		at := fileSet.Position(t.pos)
		p.length[[2]int{at.Line, at.Column}] = len(t.token.String())
	}
	return p, nil
}

// mutant names the line, with the token that is changed in guillemets, and the line
// before it when there is nothing else.
func (p places) mutant(kind string, line, column int) mutant {
	text, start := p.lines[line-1], column-1
	end := start + p.length[[2]int{line, column}]
	alone := strings.TrimSpace(text) == text[start:end]
	text = text[:start] + "«" + text[start:end] + "»" + text[end:]
	if alone {
		text = p.lines[line-2] + " " + text
	}
	return mutant{p.file, kind, strings.Join(strings.Fields(text), " ")}
}
