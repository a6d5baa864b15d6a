package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func TestRotate(t *testing.T) {
	t.Parallel()
	demo, j := inMemory()
	defer demo.Close()
	j.file = filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(j.file, []byte(j.old), 0o644); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := j.rotate(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	tokens := demo.Tokens(j.team)
	want := fmt.Sprintf(`Token %d, "ticket printer (replaces %d)", of team %d works, and its secret is in %s.
Token %d, "ticket printer", is disabled.
The server refuses the old secret.
`, tokens[1].ID, j.id, j.team, j.file, j.id)
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
	secret, err := os.ReadFile(j.file)
	info, err2 := os.Stat(j.file)
	if err != nil || err2 != nil || string(secret) != tokens[1].Secret || info.Mode().Perm() != 0o600 {
		t.Errorf("the file has mode %v, %v", info.Mode(), err)
	}
	if files, err := os.ReadDir(filepath.Dir(j.file)); err != nil || len(files) != 1 {
		t.Errorf("%v, %v", files, err)
	}
	for _, token := range tokens {
		if strings.Contains(out.String(), token.Secret) {
			t.Error("a secret is printed")
		}
	}

	// Once more, with the token that works now.
	out.Reset()
	j.token = string(secret)
	if err := j.rotate(t.Context(), &out); err != nil || !strings.Contains(out.String(), "Nothing was done.") {
		t.Errorf("%v\n%s", err, out.String())
	}
}

// Where the secret can't be written the old token stays.
func TestRotateWhenTheFileCannotBeWritten(t *testing.T) {
	t.Parallel()
	demo, j := inMemory()
	defer demo.Close()
	j.file = filepath.Join(t.TempDir(), "nosuchfolder", "token")
	var out bytes.Buffer
	err := j.rotate(t.Context(), &out)
	if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("the old token %d works", j.id)) || out.Len() > 0 {
		t.Errorf("%v\n%s", err, out.String())
	}
	if tokens := demo.Tokens(j.team); len(tokens) != 2 || !tokens[0].Active || tokens[1].Active {
		t.Errorf("%v", tokens)
	}
}

func TestWriteLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	demo, j := inMemory()
	defer demo.Close()
	folder := t.TempDir()
	j.file = filepath.Join(folder, "is-a-folder")
	if err := os.MkdirAll(filepath.Join(j.file, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := j.rotate(t.Context(), new(bytes.Buffer)); err == nil {
		t.Error("a folder was replaced by a file")
	}
	_ = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			t.Errorf("%s is left, %v", path, err)
		}
		return nil
	})
}

// Names come from the server, and may play tricks on a terminal.
func TestReportIsSafeForATerminal(t *testing.T) {
	t.Parallel()
	demo, j := inMemory()
	defer demo.Close()
	token := demo.AddToken(j.team, "\x1b[2Jcleared\u202egnp.exe\ta\nb")
	j.id, j.old, j.file = token.ID, "", filepath.Join(t.TempDir(), "token")
	var out bytes.Buffer
	if err := j.rotate(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(out.String(), "\x1b\u202e\t") || strings.Count(out.String(), "\n") != 2 {
		t.Errorf("%q", out.String())
	}
}

func TestRunWithoutSettings(t *testing.T) {
	t.Setenv("PRETIX_URL", "")
	var out bytes.Buffer
	if err := run(t.Context(), &out, nil); err != nil || !strings.Contains(out.String(), "The server refuses the old secret.") {
		t.Errorf("%v\n%s", err, out.String())
	}
}

func TestRunNeedsToKnowTheToken(t *testing.T) {
	demo := boxofficetest.NewPretix(t)
	t.Setenv("PRETIX_URL", demo.URL)
	t.Setenv("PRETIX_TOKEN", demo.Token)
	for _, args := range [][]string{nil, {"token"}} {
		if err := run(t.Context(), new(bytes.Buffer), args); err == nil || !strings.Contains(err.Error(), "which token") && !strings.Contains(err.Error(), "usage") {
			t.Errorf("%v", err)
		}
	}
	if requests := demo.Requests(); len(requests) > 0 {
		t.Errorf("%d requests were sent", len(requests))
	}
}
