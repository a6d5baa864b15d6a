package access

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
)

const (
	strictPlan = `{"id":"12345678","job":"teams","server":"https://pretix.example.org","organizer":"demo","version":"2026.8.0","planned_at":"2026-11-24T00:00:00Z",` +
		`"steps":[{"kind":"create_team","team":"Press","change":{"name":"Press","events":["gala"],"permissions":{"event":"all","organizer":[]}}},` +
		`{"kind":"update_team","team_id":7,"team":"Crew","change":{"require_2fa":true},"saw":{"id":7,"name":"Crew","all_events":false,"limit_events":["gala"]}},` +
		`{"kind":"invite","team_id":7,"team":"Crew","email":"ana@example.org"}],"people":3,"newest_team":7}`
	strictSnapshot = `{"platform":"pretix","account":"demo","taken_at":"2026-11-24T00:00:00Z","finished_at":"2026-11-24T00:00:01Z",` +
		`"groups":[{"id":"7","name":"Crew","events":["gala"],"permissions":{"event":"all"},"invites":[],"tokens":[{"id":1,"name":"gate","active":true}],"team":{"id":7,"name":"Crew"}}],` +
		`"people":[{"id":"3","email":"ana@example.org","uses_2fa":false,"groups":["7"]}],"failures":[{"part":"members","group":"7","reason":"gone"}]}`
	strictRoles = `{"platform":"eventbrite","account":"1","taken_at":"2026-11-24T00:00:00Z","finished_at":"2026-11-24T00:00:01Z",` +
		`"groups":[{"id":"r1","name":"Admin","invites":[],"tokens":[],"role":{"id":"r1","name":"Admin","new":{"a":1,"a":"\ud800"}}}],"people":[]}`
	strictJournal = `{"plan":` + strictPlan + `}` + "\n" +
		`{"time":"2026-11-24T00:00:00Z","event":"begun","step":1,"attempt":1}` + "\n" +
		`{"time":"2026-11-24T00:00:00Z","event":"done","step":1,"attempt":1,"result":{"step":1,"outcome":"done","team_id":9}}` + "\n" +
		`{"time":"2026-11-24T00:00:00Z","event":"begun","step":2,"attempt":1}` + "\n" +
		`{"time":"2026-11-24T00:00:00Z","event":"failed","step":2,"attempt":1,"reason":"no"}` + "\n" +
		"\n" + `{"time":"2026-11-24T00:00:00Z","event":"resumed"}` + "\n"
)

// strictFiles are the readers of files, and a good file of each. They return what was
// read as it would be written.
var strictFiles = map[string]struct {
	good string
	read func(text []byte) ([]byte, error)
}{
	"state": {goodState, func(text []byte) ([]byte, error) { return strictPrint(ParseState(text)) }},
	"plan":  {strictPlan, func(text []byte) ([]byte, error) { return strictPrint(ParsePlan(text)) }},
	"snapshot": {strictSnapshot, func(text []byte) ([]byte, error) {
		return strictPrint(ParseSnapshot(text))
	}},
	"roles": {strictRoles, func(text []byte) ([]byte, error) {
		return strictPrint(ParseSnapshot(text))
	}},
	"journal": {strictJournal, func(text []byte) ([]byte, error) {
		j, err := ReadJournal(bytes.NewReader(text))
		if err != nil {
			return nil, err
		}
		return strictLines(j)
	}},
}

func strictPrint[T any](v *T, err error) ([]byte, error) {
	if err != nil {
		if v != nil {
			return nil, fmt.Errorf("beside the error %w there is %+v", err, v)
		}
		return nil, err
	}
	return json.Marshal(v)
}

// strictLines writes a journal as an apply does, but for the times.
func strictLines(j *Journal) ([]byte, error) {
	out, err := json.Marshal(journalLine{Plan: j.Plan})
	for i := range j.Entries {
		line, bad := json.Marshal(journalLine{JournalEntry: &j.Entries[i]})
		out, err = append(append(out, '\n'), line...), errors.Join(err, bad)
	}
	return out, err
}

// A good file is read, and what it says is written again.
func TestStrictFilesAreReadWhole(t *testing.T) {
	t.Parallel()
	for name, file := range strictFiles {
		first, err := file.read([]byte(file.good))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		again, err := file.read(first)
		if err != nil || !bytes.Equal(first, again) {
			t.Errorf("%s: %v\n%s\n%s", name, err, first, again)
		}
		// Everything that stands in the file stands in what is written.
		for _, word := range strings.FieldsFunc(file.good, func(r rune) bool { return strings.ContainsRune("{}[]:, \n", r) }) {
			if !strings.Contains(string(first), word) {
				t.Errorf("%s: %s is lost in\n%s", name, word, first)
			}
		}
	}
}

// What encoding/json would leave out, or read as something else, is refused, and told
// where.
func TestStrictFilesRefuse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ file, old, new, want string }{
		{"plan", `"id":`, `"ID":`, `1:2: ID: this key is not known; known are drastic, id, `},
		{"plan", `"id":`, `"if_unchanged":true,"id":`, `1:2: if_unchanged: this key is not known`},
		{"plan", `"id":`, `"id":"87654321","id":`, `1:18: id: this key is there twice`},
		{"plan", `"id":`, `"\u0069d":"87654321","id":`, `: id: this key is there twice`},
		{"plan", `"team_id":7`, `"team_id":8,"team_id":7`, `: steps[1].team_id: this key is there twice`},
		{"plan", `"team_id":7`, `"team_id":7,"only_if":1`, `: steps[1].only_if: this key is not known`},
		{"plan", `"name":"Crew"`, `"name":"Crew","new":1`, `: steps[1].saw.new: this key is not known`},
		{"plan", `"team_id":7`, `"team_id":"7"`, `: steps[1].team_id: a whole number is wanted, a text is there`},
		{"plan", `"team_id":7`, `"team_id":7.5`, `: steps[1].team_id: a whole number is wanted, a number is there`},
		{"plan", `"team_id":7`, `"team_id":1e999`, `: steps[1].team_id: a whole number is wanted, a number is there`},
		{"plan", `"team_id":7`, `"team_id":99999999999999999999`, `: steps[1].team_id: a whole number is wanted, a number is there`},
		{"plan", `"team_id":7`, `"team_id":null`, `: steps[1].team_id: a whole number is wanted, null is there`},
		{"plan", `"team":"Crew"`, `"team":null`, `: steps[1].team: a text is wanted, null is there`},
		{"plan", `"team":"Crew"`, `"team":["Crew"]`, `: steps[1].team: a text is wanted, a list is there`},
		{"plan", `"require_2fa":true`, `"require_2fa":"true"`, `: steps[1].change.require_2fa: true or false is wanted, a text is there`},
		{"plan", `"limit_events":["gala"]`, `"limit_events":["gala",null]`, `: steps[1].saw.limit_events[1]: a text is wanted, null is there`},
		{"plan", `"events":["gala"]`, `"events":["gala",null]`, `: steps[0].change.events[1]: a text is wanted, null is there`},
		{"plan", `"events":["gala"]`, `"events":"gala"`, `: steps[0].change.events: neither "all" nor a list of names`},
		{"plan", `"events":["gala"]`, `"events":{"all":1}`, `: steps[0].change.events: neither "all" nor a list of names`},
		{"plan", `"saw":{`, `"saw":[],"x":{`, `: steps[1].saw: an object is wanted, a list is there`},
		{"plan", `"steps":[{`, `"steps":[null,{`, `: steps[0]: an object is wanted, null is there`},
		{"plan", `"steps":[`, `"warnings":{"a":1},"steps":[`, `: warnings: a list is wanted, an object is there`},
		{"plan", `ana@example`, "ana\xff@example", `: steps[2].email: is no Unicode`},
		{"plan", `ana@example`, `ana\ud800@example`, `: steps[2].email: is no Unicode`},
		{"plan", `ana@example`, `ana\udc00\ud800@example`, `: steps[2].email: is no Unicode`},
		{"plan", `"events":["gala"]`, `"events":["g\ud800ala"]`, `: steps[0].change.events[0]: is no Unicode`},
		{"plan", `"planned_at":"2026-11-24T00:00:00Z"`, `"planned_at":"yesterday"`, `: planned_at: `},
		{"plan", `"planned_at":"2026-11-24T00:00:00Z"`, `"planned_at":["2026"]`, `: planned_at: `},
		{"snapshot", `"account":`, `"account":"other","account":`, `: account: this key is there twice`},
		{"snapshot", `"uses_2fa":false`, `"Uses_2FA":false`, `: people[0].Uses_2FA: this key is not known`},
		{"snapshot", `"event":"all"`, `"event":"all","reseller":"all"`, `: groups[0].permissions.reseller: this key is not known`},
		{"snapshot", `"groups":["7"]`, `"groups":[7]`, `: people[0].groups[0]: a text is wanted, a number is there`},
		{"snapshot", `"team":{"id":7`, `"team":{"id":9`, `group Crew (7) is another team or role`},
		{"snapshot", `"people":[`, `"people":[{"id":"3"},`, `ana@example.org is there twice`},
		{"snapshot", `"groups":[{`, `"groups":[{"id":"7","name":"Crew","invites":[],"tokens":[],"team":{"id":7,"name":"Crew"}},{`, `group Crew (7) is there twice`},
		{"roles", `"role":{"id":"r1"`, `"role":{"id":"r1","id":"r2"`, `: groups[0].role.id: this key is there twice`},
		{"roles", `"new":{`, `"new":1,"new":{`, `: groups[0].role.new: this key is there twice`},
		{"roles", `"name":"Admin","new"`, `"name":"Ad\ud800min","new"`, `: groups[0].role.name: is no Unicode`},
		{"roles", `"name":"Admin","new"`, `"name":"Admin","Name":"Owner","new"`, `: groups[0].role.Name: this key is a known one in another case`},
		{"roles", `"role":{"id":"r1"`, `"role":{"id":"r2"`, `group Admin (r1) is another team or role`},
		{"roles", `"role":{`, `"role":[],"x":{`, `: groups[0].role: `},
		{"journal", `"event":"begun"`, `"event":"failed","event":"begun"`, `line 2 of the journal can't be read: 2:49: event: this key is there twice`},
		{"journal", `"event":"resumed"`, `"event":"resumed","of":1`, `line 7 of the journal can't be read: 7:50: of: this key is not known`},
		{"journal", `"event":"begun"`, `"event":"undone"`, `line 2 of the journal: "undone" is no event`},
		{"journal", `"team_id":9`, `"team_id":9,"team_id":1`, `: result.team_id: this key is there twice`},
		{"journal", `"outcome":"done"`, `"outcome":"skipped"`, `line 3 of the journal: a step that is done has not the outcome "skipped"`},
		{"journal", `"result":{"step":1`, `"result":{"step":2`, `a step that is done has a result of its own`},
		{"journal", `,"result":{"step":1,"outcome":"done","team_id":9}`, ``, `a step that is done has a result of its own`},
		{"journal", `"reason":"no"`, `"result":{"step":2,"outcome":"done"}`, `a step that is done has a result of its own`},
		{"journal", `"attempt":1`, `"attempt":9223372036854775807`, `there is no attempt 9223372036854775807`},
		{"journal", `,"attempt":1`, ``, `there is no attempt 0`},
		{"journal", `"event":"resumed"`, `"event":"resumed","step":1`, `an entry of this event is about no step`},
		{"journal", `{"plan":`, `{"event":"begun","step":1,"attempt":1,"plan":`, `line 1 of the journal: it is a plan and an entry`},
		{"journal", `"newest_team":7}}`, `"newest_team":7}}}`, `line 1 of the journal can't be read`},
		{"journal", `"event":"done"`, `"event":"done`, `line 3 of the journal can't be read`},
		{"state", `"gala"`, `"ga\ud800la"`, `teams[0].events[0]: is no Unicode`},
		{"state", `"gala"`, "\"ga\xffla\"", `teams[0].events[0]: is no Unicode`},
		{"state", `"gala"`, `"gala", null`, `teams[0].events: "all" or a list of texts is wanted, a list is there`},
		{"state", `"ana":`, `"an\udfff":`, `is no Unicode`},
	} {
		file := strictFiles[tt.file]
		text := strings.Replace(file.good, tt.old, tt.new, 1)
		if got, err := file.read([]byte(text)); err == nil || !strings.Contains(err.Error(), tt.want) || text == file.good {
			t.Errorf("%s with %s for %s\ngot  %v %s\nwant %s", tt.file, tt.new, tt.old, err, got, tt.want)
		}
	}
	for name, file := range strictFiles {
		for _, text := range []string{"", "null", "[]", "7", `""`, "{}", "{", "\x00", "\x00" + file.good, "\ufeff" + file.good, file.good + "x"} {
			if name == "journal" && text == file.good+"x" {
				continue // a last line that was cut off
			}
			if got, err := file.read([]byte(text)); err == nil {
				t.Errorf("%s: %q is read as %s", name, text, got)
			}
		}
		// NUL bytes, and an end at any byte.
		for i := range len(strings.TrimSpace(file.good)) {
			if name == "journal" && i >= strings.IndexByte(file.good, '\n') {
				break
			}
			if got, err := file.read([]byte(file.good[:i])); err == nil {
				t.Fatalf("%s: its first %d bytes are read as %s", name, i, got)
			}
			if got, err := file.read([]byte(file.good[:i] + "\x00" + file.good[i:])); err == nil {
				t.Fatalf("%s: with a NUL at %d it is read as %s", name, i, got)
			}
		}
	}
}

// A mistake in a file is a FileError also through what is wrapped around it.
func TestStrictFileErrors(t *testing.T) {
	t.Parallel()
	_, err := ParsePlan([]byte("{\n  \"id\": \"12345678\",\n  \"steps\": [{\"kind\": 3}]\n}"))
	e, ok := errors.AsType[*FileError](err)
	if want := (FileError{Line: 3, Column: 22, Place: "steps[0].kind", Reason: "a text is wanted, a number is there"}); !ok || *e != want {
		t.Errorf("%v", err)
	}
	_, err = ReadJournal(strings.NewReader(strings.Replace(strictJournal, `"step":2`, `"step":"2"`, 1)))
	e, ok = errors.AsType[*FileError](err)
	if want := (FileError{Line: 4, Column: 55, Place: "step", Reason: "a whole number is wanted, a text is there"}); !ok || *e != want {
		t.Errorf("%v", err)
	}
}

// allocated is how much memory a call took in all, whether or not it was given back.
func allocated(call func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	call()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// Files that are made to be large, deep or slow. It runs alone, since it measures.
func TestStrictFilesAreBounded(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	key := strings.Repeat("k", 1<<20)
	plan := func(steps string) string { return strings.Replace(strictPlan, `"steps":[`, `"steps":[`+steps, 1) }
	for name, tt := range map[string]struct {
		file, text, want string
	}{
		"a large plan":      {"plan", strictPlan + strings.Repeat(" ", maxPlan), "the file has more than 16 MiB"},
		"a large state":     {"state", goodState + strings.Repeat(" ", maxPlan), "the file has more than 16 MiB"},
		"a large snapshot":  {"snapshot", strictSnapshot + strings.Repeat(" ", maxFile), "the file has more than 64 MiB"},
		"a large journal":   {"journal", strictJournal + strings.Repeat(strings.Repeat(" ", 1023)+"\n", maxFile>>10), "the journal has more than 64 MiB"},
		"a large line":      {"journal", strictJournal + strings.Repeat(" ", maxPlan) + "x" + strings.Repeat("{", maxPlan), "16 MiB"},
		"a deep plan":       {"plan", plan(deep(100_000)), "exceeded max depth"},
		"a deep step":       {"plan", plan(deep(5_000) + ","), "steps[0]: an object is wanted, a list is there"},
		"a deep state":      {"state", strings.Replace(goodState, `["gala"]`, deep(100_000), 1), "is nested too deeply"},
		"a deep snapshot":   {"snapshot", strings.Replace(strictSnapshot, `["7"]`, deep(100_000), 1), "exceeded max depth"},
		"a deep journal":    {"journal", strings.Replace(strictJournal, `"step":2`, `"step":`+deep(100_000), 1), "exceeded max depth"},
		"a deep role":       {"roles", strings.Replace(strictRoles, `{"a":1`, `{"b":`+deep(9_000)+`,"a":1`, 1), ""},
		"many steps":        {"plan", plan(strings.Repeat(`{},`, 1_000_000)), "memory"},
		"many people":       {"snapshot", strings.Replace(strictSnapshot, `"people":[`, `"people":[`+strings.Repeat(`{},`, 2_000_000), 1), "memory"},
		"many events":       {"plan", strings.Replace(strictPlan, `"gala"]`, `"gala"`+strings.Repeat(`,""`, 2_500_000)+"]", 1), "memory"},
		"many members":      {"roles", strings.Replace(strictRoles, `"new":{`, `"more":[0`+strings.Repeat(",0", 5_000_000)+`],"new":{`, 1), "memory"},
		"many values":       {"state", strings.Replace(goodState, `"ana@example.org",`, `"ana@example.org",`+strings.Repeat(`0,`, 1_000_000), 1), "more than 1000000 values"},
		"a long key":        {"state", `{"` + key + `":[` + strings.Repeat("0,", 100_000) + `0]}`, "this key is not known"},
		"a person's key":    {"state", `{"organizer":"demo","people":{"` + key + `":["a@b.cd"` + strings.Repeat(`,"a@b.cd"`, 1_000) + `]}}`, "people.kkk"},
		"a long key inside": {"plan", plan(`{"` + key + `":[` + strings.Repeat("0,", 100_000) + `0]},`), "this key is not known"},
	} {
		var got []byte
		var err error
		took := allocated(func() { got, err = strictFiles[tt.file].read([]byte(tt.text)) })
		switch {
		case tt.want == "" && err != nil, tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: %.200v, %.200s", name, err, got)
		case err != nil && len(err.Error()) > 3_000:
			t.Errorf("%s: the error has %d bytes", name, len(err.Error()))
		case took > 1<<30:
			t.Errorf("%s took %d MiB", name, took>>20)
		}
	}
}

// A reader that never ends, and one that breaks.
func TestReadJournalFromAStream(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]io.Reader{
		"an endless line": endless("x"),
		"endless lines":   endless(strings.Repeat(" ", 1_000) + "\n"),
	} {
		if _, err := ReadJournal(r); err == nil || !strings.Contains(err.Error(), "the journal has more than 64 MiB") {
			t.Errorf("%s: %v", name, err)
		}
	}
	path := filepath.Join(t.TempDir(), "journal")
	if err := os.WriteFile(path, bytes.Repeat([]byte("\n"), maxFile+1), 0o600); err != nil {
		t.Fatal(err)
	}
	if file, _, err := OpenJournal(path); err == nil || file != nil {
		t.Errorf("%v", err)
	}
	if err := os.WriteFile(path, []byte(" \n"+strictJournal), 0o600); err != nil {
		t.Fatal(err)
	}
	file, journal, err := OpenJournal(path)
	if err != nil || len(journal.Entries) != 5 {
		t.Fatalf("%v, %+v", err, journal)
	}
	file.Close()
}

// endless is a reader of one text without end.
type endless string

func (e endless) Read(p []byte) (int, error) {
	return copy(p, strings.Repeat(string(e), len(p)/len(e)+1)), nil
}

// A plan that no journal could be read with is refused before anything is done.
func TestApplyRefusesAPlanThatIsTooLargeForItsJournal(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	p := d.plan(t, &State{Organizer: d.Organizer, Teams: []TeamState{{Name: "Door"}}}, nil)
	p.Warnings = []string{strings.Repeat("x", maxPlan)}
	var journal bytes.Buffer
	before := d.seen()
	_, err := Apply(t.Context(), d.px, p, &ApplyOptions{Journal: &journal})
	if err == nil || !strings.Contains(err.Error(), "a line of a journal has at most 16 MiB") || journal.Len() > 0 || d.seen() != before {
		t.Errorf("%v, %d bytes", err, journal.Len())
	}
}

// Every type in a file is one that the strict reader knows how to read: another one would
// be refused as no whole number.
func TestStrictReaderKnowsTheTypes(t *testing.T) {
	t.Parallel()
	seen := map[reflect.Type]bool{}
	var walk func(typ reflect.Type, place string)
	walk = func(typ reflect.Type, place string) {
		if seen[typ] || decodesItself(typ) {
			return
		}
		seen[typ] = true
		switch typ.Kind() {
		case reflect.Pointer, reflect.Slice:
			walk(typ.Elem(), place)
		case reflect.Struct:
			for f := range typ.Fields() {
				if f.Anonymous && (f.Type.Kind() != reflect.Pointer || f.Type.Elem().Kind() != reflect.Struct) {
					t.Errorf("%s: %s is embedded by value", place, f.Name)
				}
				if f.IsExported() && f.Tag.Get("json") != "-" {
					walk(f.Type, place+"."+f.Name)
				}
			}
		case reflect.String, reflect.Bool, reflect.Int, reflect.Int64:
		default:
			t.Errorf("%s is a %s", place, typ)
		}
	}
	for _, typ := range []reflect.Type{reflect.TypeFor[Plan](), reflect.TypeFor[Snapshot](), reflect.TypeFor[journalLine]()} {
		walk(typ, typ.Name())
	}
	if len(seen) < 20 {
		t.Errorf("%d types", len(seen))
	}
}

// Names of all kinds that a server can send come back from a file.
func TestStrictFilesTakeOddNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"\x00", "\u2028", "<&>", "\U0001F3AB", `\ud800`, "\ufffd", `"`, "a\\", strings.Repeat("x", 100_000)} {
		var s Snapshot
		if err := json.Unmarshal([]byte(strictSnapshot), &s); err != nil {
			t.Fatal(err)
		}
		s.Groups[0].Name, s.People[0].Name, s.Groups[0].Tokens[0].Name = name, name, name
		text, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ParseSnapshot(text); err != nil || !reflect.DeepEqual(*got, s) {
			t.Errorf("%q: %v", name, err)
		}
	}
	for text, want := range map[string]bool{
		``: true, `a\`: true, `\\ud800`: true, `\ud83c\udfab`: true, `\uD83C\uDFAB`: true, `\u0000`: true, `\ud83c\\udfab`: false, `\ud83c`: false, `\udfab`: false, `\ud83cx`: false,
		`\\\ud83c`: false, `\ud83c\ud83c\udfab`: false, "\xc0\x80": false, "\xed\xa0\x80": false, `\n\ud83c\udfab\n`: true,
	} {
		if got := faithful([]byte(text)); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}
