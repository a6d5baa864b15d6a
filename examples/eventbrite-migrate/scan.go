package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/boxoffice-go/boxoffice"
)

const (
	// maxFile keeps a walk from data dumps; a file that is named is read whatever its size.
	maxFile = 32 << 20
	// sniff is how much of a file is looked at for the NUL of a binary one.
	sniff = 8 << 10
	// A line is read in pieces of maxPiece, each beginning with the last overlap bytes
	// of the one before it, so that a path that lies over the cut is found.
	maxPiece = 64 << 10
	overlap  = 2 << 10
	// maxDoubtful bounds what is kept of a file until it speaks of Eventbrite.
	maxDoubtful = 2_000
)

// scanner collects the findings of all files.
type scanner struct {
	organization boxoffice.OrganizationID
	findings     []finding
	problems     []string
	failed       bool // a problem is a failure to read, and not a file that is left out
}

// path scans a file, or all files of a folder.
func (s *scanner) path(path string) {
	info, err := os.Stat(path)
	if err != nil {
		s.fail(err)
		return
	}
	if !info.IsDir() {
		f, err := os.Open(path)
		if err != nil {
			s.fail(err)
			return
		}
		defer f.Close()
		s.read(f, path)
		return
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		s.fail(err)
		return
	}
	defer root.Close()
	// Its function reports every error, and returns none: the walk goes on.
	_ = fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			s.fail(fmt.Errorf("%s: %w", filepath.Join(path, name), err))
		case d.IsDir():
			if slices.Contains([]string{".git", ".hg", ".svn", "node_modules", "vendor"}, d.Name()) {
				return fs.SkipDir
			}
		case d.Type().IsRegular():
			s.walked(root, name, filepath.Join(path, name))
		}
		return nil
	})
}

// walked scans a file of a folder.
func (s *scanner) walked(root *os.Root, name, shown string) {
	f, err := root.Open(name)
	if err != nil {
		s.fail(err)
		return
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil {
		s.fail(err)
		return
	} else if info.Size() > maxFile {
		s.problems = append(s.problems, fmt.Sprintf("%s is left out: it has more than %d MB. Name it to have it read", shown, maxFile>>20))
		return
	}
	s.read(f, shown)
}

func (s *scanner) fail(err error) {
	s.problems, s.failed = append(s.problems, err.Error()), true
}

// read scans a text; one that is binary has no findings.
func (s *scanner) read(r io.Reader, name string) {
	in := bufio.NewReaderSize(r, maxPiece)
	if head, _ := in.Peek(sniff); bytes.IndexByte(head, 0) >= 0 {
		return
	}
	text := &text{scanner: s, name: name, eventbrite: isAboutEventbrite(name)}
	err := text.scan(in)
	if err != nil {
		s.fail(fmt.Errorf("%s: %w", name, err))
	}
	s.findings = append(s.findings, text.counted()...)
}

// candidate is a finding that may not count.
type candidate struct {
	finding

	needsName bool
}

// text is the scan of one file.
type text struct {
	*scanner

	name       string
	eventbrite bool // the text speaks of Eventbrite
	found      []candidate
	doubtful   int // how many of found count only in such a text
}

func (t *text) scan(in *bufio.Reader) error {
	var kept []byte    // what of this line was scanned and is needed again
	var above string   // the end of the line above
	line, base := 1, 0 // base is where kept begins in its line
	from := 0          // what begins before it in kept was reported
	for {
		chunk, err := in.ReadSlice('\n')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) && !errors.Is(err, io.EOF) {
			return err
		}
		ended := err == nil || errors.Is(err, io.EOF)
		piece := string(kept) + string(chunk)
		until := len(piece)
		if !ended {
			until -= overlap
		}
		t.piece(piece, above, line, base, from, until)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if ended {
			above, kept, base, from = tail(strings.TrimRight(piece, " \t\r\n"), window), nil, 0, 0
			line++
			continue
		}
		// Twice the overlap: a path at the cut needs what stands before it.
		cut := max(0, len(piece)-2*overlap)
		kept, base, from = []byte(piece[cut:]), base+cut, until-cut
	}
}

// piece looks at one piece of a line.
func (t *text) piece(piece, above string, line, base, from, until int) {
	t.eventbrite = t.eventbrite || isAboutEventbrite(piece)
	for _, m := range findPaths(piece, above) {
		if m.at < from || m.at >= until {
			continue
		}
		if m.needsName && t.doubtful >= maxDoubtful && !t.eventbrite {
			continue
		}
		for _, method := range m.methods {
			call, ok := boxoffice.MigrateEventbrite(method, m.path+m.query, t.organization)
			if !ok {
				continue
			}
			// The query may hold anything, and the target is only to be read.
			target, _, _ := strings.Cut(call.Target, "?")
			if m.needsName {
				t.doubtful++
			}
			t.found = append(t.found, candidate{finding{
				File: t.name, Line: line, Column: base + m.at + 1, Row: call.Number, MethodKnown: m.methodKnown,
				LegacyMethod: call.LegacyMethod, LegacyPath: m.path, Method: call.Method, Path: target,
				Certainty: call.Certainty, PublicDocs: call.PublicDocs, SDK: call.Call, Note: call.Note,
			}, m.needsName})
		}
	}
}

// counted are the findings that count, now that all of the text was seen.
func (t *text) counted() []finding {
	var out []finding
	for _, f := range t.found {
		if t.eventbrite || !f.needsName {
			out = append(out, f.finding)
		}
	}
	return out
}

func isAboutEventbrite(s string) bool {
	return strings.Contains(strings.ToLower(s), "eventbrite")
}

// tail is the end of a string, at most n bytes of it.
func tail(s string, n int) string { return s[max(0, len(s)-n):] }
