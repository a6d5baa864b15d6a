package access

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// A file that was opened for a journal is that of its owner, and goes on where it ended.
func TestOpenJournal(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	p := d.plan(t, changed(d.export(t)), nil)
	path := filepath.Join(t.TempDir(), "journal")
	file, journal, err := OpenJournal(path)
	if err != nil || journal != nil {
		t.Fatal(journal, err)
	}
	if _, err := Apply(t.Context(), d.px, p, &ApplyOptions{Removals: p.Removals(), Journal: file, Resume: journal}); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	file, journal, err = OpenJournal(path)
	if err != nil || len(journal.Done()) != len(p.Steps) {
		t.Fatal(journal, err)
	}
	applied, err := Apply(t.Context(), d.px, journal.Plan, &ApplyOptions{Removals: p.Removals(), Journal: file, Resume: journal})
	if err != nil || slices.ContainsFunc(applied.Results, func(r StepResult) bool { return r.Outcome != OutcomeDone }) {
		t.Errorf("%v\n%s", err, applied)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if _, journal, err = OpenJournal(path); err != nil || journal.Entries[len(journal.Entries)-1].Event != JournalResumed {
		t.Errorf("%v, %+v", err, journal)
	}
	if err := os.WriteFile(path, []byte("not a journal\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := OpenJournal(path); err == nil || !strings.HasPrefix(err.Error(), path) {
		t.Errorf("%v", err)
	}
	if _, _, err := OpenJournal(t.TempDir()); err == nil {
		t.Error("a folder was opened")
	}
}

func TestParseSnapshot(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	s, err := ReadPretix(t.Context(), d.px, d.Organizer, nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ParseSnapshot(text); err != nil || !reflect.DeepEqual(got, s) {
		t.Errorf("%v\n%+v\n%+v", err, got, s)
	}
	for _, text := range []string{
		"", "[]", "{}", `{"platform":"pretix","account":"demo"}`, `{"platform":"pretix","taken_at":"2026-11-24T00:00:00Z"}`, `{"platform":"other","account":"demo","taken_at":"2026-11-24T00:00:00Z"}`,
		`{"platform":"pretix","account":"demo","taken_at":"2026-11-24T00:00:00Z","groups":[{"id":"7","name":"Door"}]}`,
	} {
		if s, err := ParseSnapshot([]byte(text)); err == nil {
			t.Errorf("%s: %+v", text, s)
		}
	}
}

// What is said of a finding may change from night to night; what it is about does not.
func TestNewFindings(t *testing.T) {
	t.Parallel()
	was := []Finding{
		{Rule: "a", Severity: SeverityHigh, Group: "7", Subject: "Door (7)", Reason: "3 of 5"},
		{Rule: "b", Severity: SeverityLow, Group: "7", Token: 1},
	}
	is := []Finding{
		{Rule: "a", Severity: SeverityHigh, Group: "7", Subject: "Gate (7)", Reason: "4 of 5"},
		{Rule: "a", Severity: SeverityCritical, Group: "7"},
		{Rule: "b", Severity: SeverityLow, Group: "7", Token: 1},
		{Rule: "b", Severity: SeverityLow, Group: "7", Token: 2},
		{Rule: "b", Severity: SeverityLow, Group: "7", Invite: 1},
	}
	if got := NewFindings(was, is); !slices.Equal(got, []Finding{is[1], is[3], is[4]}) {
		t.Errorf("%+v", got)
	}
	if got := NewFindings(is, is); got != nil {
		t.Errorf("%+v", got)
	}
}
