package boxofficetest

import (
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// object is a JSON object whose keys keep their order, as pretix writes them.
type object []field

type field struct {
	key   string
	value any
}

// orNull is the JSON of a database column that may be null and is stored here
// as "".
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// rawJSON is a value that is JSON already.
type rawJSON []byte

// encode writes JSON byte for byte as pretix does: compact, ASCII only, slashes
// and HTML characters as they are.
func encode(v any) []byte {
	return appendJSON(nil, v)
}

func appendJSON(dst []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(dst, "null"...)
	case bool:
		return strconv.AppendBool(dst, v)
	case int:
		return strconv.AppendInt(dst, int64(v), 10)
	case int64:
		return strconv.AppendInt(dst, v, 10)
	case string:
		return appendString(dst, v)
	case []string:
		return appendList(dst, v)
	case []object:
		return appendList(dst, v)
	case object:
		return appendObject(dst, v)
	case rawJSON:
		return append(dst, v...)
	}
	panic(fmt.Sprintf("boxofficetest: no JSON for %T", v))
}

func appendList[T any](dst []byte, items []T) []byte {
	dst = append(dst, '[')
	for i, item := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendJSON(dst, item)
	}
	return append(dst, ']')
}

func appendObject(dst []byte, o object) []byte {
	dst = append(dst, '{')
	for i, f := range o {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendString(dst, f.key)
		dst = append(dst, ':')
		dst = appendJSON(dst, f.value)
	}
	return append(dst, '}')
}

var shortEscapes = map[rune]string{
	'"': `\"`, '\\': `\\`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`,
}

func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for at := 0; at < len(s); {
		r, size := utf8.DecodeRuneInString(s[at:])
		if half, ok := firstSurrogate(s[at:min(at+3, len(s))]); ok {
			r, size = half, 3
		}
		at += size
		short, isShort := shortEscapes[r]
		switch {
		case isShort:
			dst = append(dst, short...)
		case r >= 0x20 && r < 0x80:
			dst = append(dst, byte(r))
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			dst = fmt.Appendf(dst, `\u%04x\u%04x`, high, low)
		default:
			dst = fmt.Appendf(dst, `\u%04x`, r)
		}
	}
	return append(dst, '"')
}
