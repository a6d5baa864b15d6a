package main

import (
	"bytes"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

const sample = `package boxoffice

const most = 3 * 4

func clip(n int) (int, bool) {
next:
	for {
		if n > most {
			n--
			continue next
		}
		break
	}
	return n, true
}
`

// kept makes a variant of the sample as the first walk leaves it.
func kept(t *testing.T, id int, from, to string) *variant {
	t.Helper()
	source := strings.Replace(sample, from, to, 1)
	if source == sample {
		t.Fatalf("the sample has no %q", from)
	}
	v := &variant{id: id, file: "sample.go", source: []byte(source), fileSet: token.NewFileSet(), declaration: 1}
	var err error
	if v.syntax, err = parser.ParseFile(v.fileSet, v.file, v.source, parser.ParseComments); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestSchemataHoldEachVariantAndTheOriginal(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("sample.go", []byte(sample), 0o600); err != nil {
		t.Fatal(err)
	}
	wrong := kept(t, 9, "n--", "n++")
	wrong.wrong = true
	text, err := schemata("sample.go", []*variant{kept(t, 4, "n > most", "n >= most"), kept(t, 7, "break", "continue"), wrong})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.ParseFile(token.NewFileSet(), "", text, 0); err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		for _, part := range []string{"switch", "case", "default", "//line", "next", "if n", "break", "continue", "panic", "const"} {
			if strings.HasPrefix(line, part) {
				got = append(got, line)
			}
		}
	}
	want := []string{
		"const most = 3 * 4", "switch mutation(4) {",
		"case 4:", "//line variant_4.go:1", "next_4:", "if n >= most {", "continue next_4", "break", `panic("mutation: a function without a return")`,
		"case 7:", "//line variant_7.go:1", "next_7:", "if n > most {", "continue next_7", "continue", `panic("mutation: a function without a return")`,
		"default:", "//line sample.go:5", "next:", "if n > most {", "continue next", "break",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the lines are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestDifferenceIsTheOneTokenThatDiffers(t *testing.T) {
	t.Parallel()
	fileSet := token.NewFileSet()
	original, err := parser.ParseFile(fileSet, "", sample, 0)
	if err != nil {
		t.Fatal(err)
	}
	at, err := difference(original, kept(t, 1, "n--", "n++").syntax)
	if err != nil || fileSet.Position(at).Line != 9 || fileSet.Position(at).Column != 5 {
		t.Errorf("it differs at %v: %v", fileSet.Position(at), err)
	}
	for reason, text := range map[string]string{"none differs": sample, "two differ": strings.Replace(strings.Replace(sample, "n--", "n++", 1), ">", "<", 1), "one is missing": strings.Replace(sample, "n--", "", 1)} {
		other, err := parser.ParseFile(token.NewFileSet(), "", text, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := difference(original, other); err == nil {
			t.Errorf("no error when %s", reason)
		}
	}
}

func TestMutantsAreNamedByTheirCode(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("sample.go", []byte(sample), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := newPlaces("sample.go")
	if err != nil {
		t.Fatal(err)
	}
	for want, at := range map[mutant][2]int{
		{"sample.go", "K", "if n «>» most {"}: {8, 8},
		{"sample.go", "K", "n«--»"}:           {9, 5},
		{"sample.go", "K", "} «break»"}:       {12, 3},
	} {
		if got := p.mutant("K", at[0], at[1]); got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func TestReportSaysWhatIsToBeDone(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "alive.txt")
	if err := os.WriteFile(name, []byte("# why\n\na.go\tK\tequal\tthe same\na.go\tK\tloop\tendless: never ends\na.go\tK\tdead\tit was\nb.go\tK\tother\tof another file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := readList(name)
	if err != nil {
		t.Fatal(err)
	}
	verdicts := []verdict{
		{mutant{"a.go", "K", "equal"}, "LIVED"}, {mutant{"a.go", "K", "loop"}, "TIMED OUT"}, {mutant{"a.go", "K", "dead"}, "KILLED"},
		{mutant{"a.go", "K", "new"}, "LIVED"}, {mutant{"a.go", "K", "far"}, "NOT COVERED"}, {mutant{"a.go", "K", "slow"}, "TIMED OUT"},
		{mutant{"a.go", "K", "text"}, "NOT VIABLE"},
	}
	var got bytes.Buffer
	newReport(verdicts, list).print(&got)
	want := `
| file | mutants | killed | lived | not covered | timed out | not viable |
|---|---|---|---|---|---|---|
| a.go | 6 | 2 | 2 | 1 | 1 | 1 |
| **all** | 6 | 2 | 2 | 1 | 1 | 1 |

killed: 33.3 % of 6

not on the list, and alive:
a.go	K	new	lived
a.go	K	far	not covered

not on the list, and out of time, endless or slow:
a.go	K	slow	timed out

on the list, and not alive:
a.go	K	dead
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
	if err := os.WriteFile(name, []byte("a.go\tK\tcode\t \n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if list, err := readList(name); err == nil {
		t.Errorf("no error of a line without a reason: %v", list)
	}
}

func TestTheListIsOfFilesInTheScope(t *testing.T) {
	t.Parallel()
	list, err := readList("alive.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range slices.SortedFunc(maps.Keys(list), func(a, b mutant) int { return strings.Compare(a.file+a.line, b.file+b.line) }) {
		if _, err := os.Stat(filepath.Join("..", "..", m.file)); err != nil {
			t.Error(err)
		}
		if !slices.ContainsFunc(scope, func(pattern string) bool { ok, _ := filepath.Match(pattern, m.file); return ok }) {
			t.Errorf("%s is not in the scope", m.file)
		}
	}
}
