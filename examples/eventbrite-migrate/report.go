package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"unicode"

	"github.com/boxoffice-go/boxoffice"
)

// finding is one legacy call at one place.
type finding struct {
	File         string              `json:"file"`
	Line         int                 `json:"line"`
	Column       int                 `json:"column"`
	Row          int                 `json:"row"`
	MethodKnown  bool                `json:"method_known"`
	LegacyMethod string              `json:"legacy_method"`
	LegacyPath   string              `json:"legacy_path"`
	Method       string              `json:"method"`
	Path         string              `json:"path"`
	Certainty    boxoffice.Certainty `json:"certainty"`
	PublicDocs   bool                `json:"public_docs"`
	SDK          string              `json:"sdk"`
	Note         string              `json:"note"`
}

func writeText(w io.Writer, findings []finding) error {
	var b bytes.Buffer
	files, places := map[string]bool{}, map[string]bool{}
	for _, f := range findings {
		place := fmt.Sprintf("%s:%d:%d", safe(f.File), f.Line, f.Column)
		files[f.File], places[place] = true, true
		fmt.Fprintf(&b, "%s: %s %s", place, f.LegacyMethod, f.LegacyPath)
		if !f.MethodKnown {
			b.WriteString("  (the method is a guess)")
		}
		fmt.Fprintf(&b, "\n  HTTP  %s %s  (%s", f.Method, f.Path, f.Certainty)
		if !f.PublicDocs {
			b.WriteString("; not in the public docs")
		}
		fmt.Fprintf(&b, ")\n  SDK   eb.%s\n", f.SDK)
		if f.Note != "" {
			fmt.Fprintf(&b, "  Note  %s\n", f.Note)
		}
		b.WriteByte('\n')
	}
	if len(findings) == 0 {
		b.WriteString("No legacy calls were found.\n")
	} else {
		fmt.Fprintf(&b, "Legacy calls: %d, in files: %d.\n", len(places), len(files))
	}
	_, err := w.Write(b.Bytes())
	return err
}

func writeJSON(w io.Writer, findings []finding) error {
	if findings == nil {
		findings = []finding{}
	}
	out, err := json.MarshalIndent(findings, "", "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(printableJSON(out), '\n'))
	return err
}

// printableJSON escapes what a terminal could obey; encoding/json leaves some of it
// as it is. Such characters stand only in strings, where an escape means the same.
func printableJSON(text []byte) []byte {
	var b bytes.Buffer
	for _, r := range string(text) {
		if r == '\n' || unicode.IsPrint(r) {
			b.WriteRune(r)
		} else if r < 0x10000 {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+(r-0x10000)>>10, 0xdc00+(r-0x10000)&0x3ff)
		}
	}
	return b.Bytes()
}

// safe keeps a file's name from playing tricks on the terminal.
func safe(s string) string {
	quoted := strconv.Quote(s)
	return quoted[1 : len(quoted)-1]
}
