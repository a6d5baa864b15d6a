// Package plaintext makes text of a server safe to print.
package plaintext

import (
	"strings"
	"unicode"
)

// most keeps a page of HTML out of a line of text.
const most = 500

// Line replaces what could play tricks on a terminal or a log: control characters,
// line breaks, direction marks. It cuts what is longer than a line should be.
func Line(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	n := 0
	return strings.Map(func(r rune) rune {
		n++
		switch {
		case n > most:
			return -1
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case unicode.IsPrint(r):
			return r
		}
		return '\uFFFD'
	}, s)
}
