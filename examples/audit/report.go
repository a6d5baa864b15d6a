package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/boxoffice-go/boxoffice/access"
)

func section[T fmt.Stringer](w io.Writer, title string, lines []T) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s:\n", title)
	for _, line := range lines {
		fmt.Fprintln(w, " ", line)
	}
}

// line is one that is not printed from a value.
type line string

func (l line) String() string { return string(l) }

// short are the findings, without most of those of a rule that has many.
func short(findings []access.Finding) []fmt.Stringer {
	const most = 5
	kind := func(f access.Finding) access.Finding { return access.Finding{Rule: f.Rule, Severity: f.Severity} }
	total, count := map[access.Finding]int{}, map[access.Finding]int{}
	for _, f := range findings {
		total[kind(f)]++
	}
	var out []fmt.Stringer
	for _, f := range findings {
		k := kind(f)
		switch count[k]++; {
		case count[k] <= most:
			out = append(out, f)
		case count[k] == most+1:
			out = append(out, line(fmt.Sprintf("%s: %d more of %s", f.Severity, total[k]-most, f.Rule)))
		}
	}
	return out
}

// upgrades are the teams that an upgrade changes.
func upgrades(s *access.Snapshot) []access.TeamUpgrade {
	return slices.DeleteFunc(s.AfterUpgrade(), access.TeamUpgrade.Same)
}

// load returns the snapshot of last time, nil the first time.
func load(file string) (*access.Snapshot, error) {
	if file == "" {
		return nil, nil
	}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s, err := access.ParseSnapshot(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return s, nil
}

// save keeps a snapshot for next time, whole or not at all.
func save(file string, s *access.Snapshot) error {
	if file == "" {
		return nil
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("%s stays as it is: %w", file, err)
	}
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	// Made by CreateTemp, nobody else can read it.
	part, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	_, err = part.Write(append(data, '\n'))
	if err = errors.Join(err, part.Close()); err == nil {
		err = os.Rename(part.Name(), file)
	}
	if err != nil {
		os.Remove(part.Name())
	}
	return err
}
