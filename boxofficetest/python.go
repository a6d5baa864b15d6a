package boxofficetest

import (
	"fmt"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What pretix says about a wrong value shows that it is written in Python.

// pyType is the name of the Python type that a JSON value is read as.
func pyType(v any) string {
	switch v.(type) {
	case nil:
		return "NoneType"
	case bool:
		return "bool"
	case string:
		return "str"
	case *big.Int:
		return "int"
	case float64:
		return "float"
	case []any:
		return "list"
	default:
		return "dict"
	}
}

// pyStr is str(v).
func pyStr(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return pyRepr(v)
}

func pyRepr(v any) string {
	switch v := v.(type) {
	case nil:
		return "None"
	case bool:
		if v {
			return "True"
		}
		return "False"
	case string:
		return pyQuote(v)
	case *big.Int:
		return v.String()
	case float64:
		return pyFloat(v)
	case []any:
		items := make([]string, 0, len(v))
		for _, item := range v {
			items = append(items, pyRepr(item))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case orderedMap:
		pairs := make([]string, 0, len(v.keys))
		for _, key := range v.keys {
			pairs = append(pairs, pyQuote(key)+": "+pyRepr(v.values[key]))
		}
		return "{" + strings.Join(pairs, ", ") + "}"
	}
	return ""
}

// pyQuote is repr(s): what is not printable is escaped.
func pyQuote(s string) string {
	quote := "'"
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		quote = `"`
	}
	var b strings.Builder
	b.WriteString(quote)
	for at := 0; at < len(s); {
		r, size := utf8.DecodeRuneInString(s[at:])
		switch half, ok := firstSurrogate(s[at:min(at+3, len(s))]); {
		case ok:
			fmt.Fprintf(&b, `\u%04x`, half)
			size = 3
		case r == '\\' || string(r) == quote:
			b.WriteString(`\` + string(r))
		case r == ' ' || unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.Is(unicode.Zs, r):
			b.WriteRune(r)
		default:
			b.WriteString(pyEscape(r))
		}
		at += size
	}
	b.WriteString(quote)
	return b.String()
}

func pyEscape(r rune) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r < 0x100:
		return fmt.Sprintf(`\x%02x`, r)
	case r < 0x10000:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}

// pyFloat is the shortest form that reads back as f, with the exponent only
// where Python writes one.
func pyFloat(f float64) string {
	switch {
	case math.IsNaN(f):
		return "nan"
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	}
	if size := math.Abs(f); size != 0 && (size < 1e-4 || size >= 1e16) {
		return strconv.FormatFloat(f, 'e', -1, 64)
	}
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}

// pyStrip is str.strip(), which takes more for white space than Go does.
func pyStrip(s string) string {
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f
	})
}

var pyIntPattern = regexp.MustCompile(`^[+-]?\p{Nd}+(_\p{Nd}+)*$`)

// pyInt is int(s), which accepts spaces, a sign, underscores and the digits of
// any script, and knows no largest number.
func pyInt(s string) (*big.Int, bool) {
	s = pyStrip(s)
	if !pyIntPattern.MatchString(s) {
		return nil, false
	}
	return new(big.Int).SetString(strings.Map(asciiDigit, s), 10)
}

// asciiDigit drops underscores. Unicode has its decimal digits in rows from
// zero to nine.
func asciiDigit(r rune) rune {
	if r == '_' {
		return -1
	}
	if r < 0x80 {
		return r
	}
	zero := r
	for unicode.Is(unicode.Nd, zero-1) && r-zero < 9 {
		zero--
	}
	return '0' + r - zero
}
