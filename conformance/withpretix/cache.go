//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// cache keeps folders that are expensive to make. An entry's name says all that determines its content, so an entry
// never changes once it is there.
type cache struct {
	dir   string
	guard *guard
}

func openCache(g *guard) (cache, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		return cache{}, fmt.Errorf("finding the cache folder: %w", err)
	}
	dir := filepath.Join(base, "boxoffice", "withpretix")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return cache{}, fmt.Errorf("making the cache folder: %w", err)
	}
	return cache{dir, g}, nil
}

// entry returns the folder called name. If there is none yet, fill makes a temporary one, which is renamed once
// complete; so an interrupted run leaves no half entry.
func (c cache) entry(ctx context.Context, name string, fill func(dir string) error) (string, error) {
	path := filepath.Join(c.dir, name)
	if exists(path) {
		return path, nil
	}
	unlock, err := lock(ctx, path+".lock")
	if err != nil {
		return "", err
	}
	defer unlock()
	if exists(path) {
		return path, nil
	}
	c.removeLeftovers(name)
	dir, err := c.guard.tempDir(c.dir, tempName(name))
	if err != nil {
		return "", fmt.Errorf("making a cache entry: %w", err)
	}
	if err := fill(dir); err != nil {
		return "", err
	}
	if err := os.Rename(dir, path); err != nil {
		return "", fmt.Errorf("completing a cache entry: %w", err)
	}
	return path, nil
}

func tempName(name string) string { return "." + name + ".*" }

// removeLeftovers removes what a run left that was cut off by more than a signal, such as a power failure.
func (c cache) removeLeftovers(name string) {
	leftovers, _ := filepath.Glob(filepath.Join(c.dir, tempName(name)))
	for _, dir := range leftovers {
		os.RemoveAll(dir)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// digest is short enough for file names and tells any two lists of strings apart.
func digest(parts ...string) string {
	hash := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(hash, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(hash.Sum(nil))[:12]
}

// copyTree copies files and folders with their modes. Its sources hold no links or devices.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		target := filepath.Join(to, path[len(from):])
		switch {
		case entry.IsDir():
			return copyFolder(target, info.Mode().Perm())
		case info.Mode().IsRegular():
			return copyFile(path, target, info.Mode().Perm())
		}
		return nil
	})
}

// copyFolder sets the mode of a folder that exists already, too.
func copyFolder(target string, mode fs.FileMode) error {
	if err := os.MkdirAll(target, mode); err != nil {
		return err
	}
	return os.Chmod(target, mode)
}

func copyFile(from, to string, mode fs.FileMode) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	if _, err := io.Copy(target, source); err != nil {
		target.Close()
		return err
	}
	return target.Close()
}
