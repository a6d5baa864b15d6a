//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

func newTestCache(t *testing.T) cache {
	t.Helper()
	return cache{t.TempDir(), newTestGuard(t)}
}

func write(t *testing.T, path, content string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
}

func TestEntryIsMadeOnce(t *testing.T) {
	c := newTestCache(t)
	var made atomic.Int32
	var runs sync.WaitGroup
	for range 4 {
		runs.Go(func() {
			dir, err := c.entry(t.Context(), "thing", func(dir string) error {
				made.Add(1)
				return os.WriteFile(filepath.Join(dir, "file"), nil, 0o600)
			})
			if err != nil || !exists(filepath.Join(dir, "file")) {
				t.Errorf("entry %s is incomplete (error %v)", dir, err)
			}
		})
	}
	runs.Wait()
	if made.Load() != 1 {
		t.Errorf("made %d times, want once", made.Load())
	}
}

func TestFailedEntryIsNotKept(t *testing.T) {
	c := newTestCache(t)
	broken := errors.New("broken")
	if _, err := c.entry(t.Context(), "thing", func(string) error { return broken }); !errors.Is(err, broken) {
		t.Fatalf("error %v, want %v", err, broken)
	}
	if exists(filepath.Join(c.dir, "thing")) {
		t.Error("a half entry is kept")
	}
}

func TestLeftoversAreRemoved(t *testing.T) {
	c := newTestCache(t)
	leftover := filepath.Join(c.dir, ".thing.123")
	write(t, filepath.Join(leftover, "file"), "", 0o600)
	if _, err := c.entry(t.Context(), "thing", func(string) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if exists(leftover) {
		t.Error("the leftover is still there")
	}
}

func TestWaitForLockCanBeInterrupted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	unlock, err := lock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	reason := errors.New("reason")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(reason)
	if _, err := lock(ctx, path); !errors.Is(err, reason) {
		t.Errorf("error %v, want %v", err, reason)
	}
}

func TestCopyTree(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "copy")
	write(t, filepath.Join(from, "private", "data"), "content", 0o600)
	write(t, filepath.Join(from, "tool"), "#!/bin/sh", 0o700)
	if err := copyTree(from, to); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]os.FileMode{"private": 0o700, "private/data": 0o600, "tool": 0o700} {
		info, err := os.Stat(filepath.Join(to, name))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, error %v, want mode %v", name, info, err, want)
		}
	}
	if content, _ := os.ReadFile(filepath.Join(to, "private", "data")); string(content) != "content" {
		t.Errorf("the copy holds %q", content)
	}
}

func TestDigestTellsListsApart(t *testing.T) {
	if digest("ab", "c") == digest("a", "bc") {
		t.Error("the border between two parts does not count")
	}
}
