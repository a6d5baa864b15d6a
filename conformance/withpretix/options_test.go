//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"io"
	"reflect"
	"strings"
	"testing"
)

func TestParseOptions(t *testing.T) {
	got, err := parseOptions(strings.Fields("-version 4.17.1 -db postgres -python /p -members 7 -migrate -revive -- go test -v"), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	want := options{"4.17.1", "postgres", "/p", 7, true, "", true, []string{"go", "test", "-v"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestUpgradeImpliesMigrations(t *testing.T) {
	got, err := parseOptions(strings.Fields("-version 2026.2.2 -upgrade 2026.8.0 -- true"), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	want := options{"2026.2.2", "sqlite", "", 120, true, "2026.8.0", false, []string{"true"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestVersionsCompareByNumber(t *testing.T) {
	for older, newer := range map[version]version{
		"3.17.2": "2026.2.2", "4.9.0": "4.17.1", "2026.2.2": "2026.10.0", "2026.8.0": "2026.8.1", "2026.7.0": "2026.8.0rc1",
	} {
		if !older.before(newer) || newer.before(older) || older.before(older) {
			t.Errorf("%s is not before %s", older, newer)
		}
	}
}

func TestDefaults(t *testing.T) {
	got, err := parseOptions([]string{"--", "true"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	want := options{version: "2026.8.0", engine: "sqlite", members: 120, command: []string{"true"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestWrongUsage(t *testing.T) {
	for args, want := range map[string]string{
		"":   "COMMAND is missing",
		"--": "COMMAND is missing",
		"-version 2026.2.2 -upgrade 2026.8.0 -revive -- true": "-revive",
		"-db mysql -- true":              "-db",
		"-members -1 -- true":            "-members",
		"-version 2026 -- true":          "-version",
		"-version ../../etc -- true":     "-version",
		"-version 2026.8.0;evil -- true": "-version",
		"-upgrade new -- true":           "-upgrade",
		"-upgrade 2026.2.2 -- true":      "is older than -version 2026.8.0",
		"-frobnicate -- true":            "usage: withpretix",
	} {
		var out strings.Builder
		_, err := parseOptions(strings.Fields(args), &out)
		if err == nil || statusOf(err) != statusUsage {
			t.Errorf("%q: error %v, want one with status %d", args, err, statusUsage)
		}
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q: says %q, want %q in it", args, out.String(), want)
		}
	}
}

func TestHelp(t *testing.T) {
	var out strings.Builder
	if _, err := parseOptions([]string{"-h"}, &out); err == nil || statusOf(err) != 0 {
		t.Errorf("error %v, want one with status 0", err)
	}
	for _, want := range []string{"COMMAND", "75", "-migrate", "-python", "-upgrade"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("-h does not mention %s", want)
		}
	}
}
