package boxofficetest

import (
	"encoding/json"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// orderedMap is a JSON object that remembers the order of its keys. Where a
// list is expected, Python iterates over an object's keys.
type orderedMap struct {
	keys   []string
	values map[string]any
}

// parser reads JSON the lenient way of the C library that pretix uses: control
// characters in strings, leading zeros and NaN pass, and what it says about the
// rest ends up in the answer. Values are nil, bool, *big.Int, float64, string,
// []any and orderedMap. Half of a surrogate pair is kept in the three bytes
// that UTF-8 would have for it.
type parser struct {
	text  string
	at    int
	depth int
	// lastIsText is what the server's parser has of a key when it looks at its kind: the
	// kind of the last thing in it.
	lastIsText bool
}

const maxDepth = 1024

// parseError is in the words of the server, not in those of Go.
type parseError string

func (e parseError) Error() string { return string(e) }

// parseJSON reads a body. A strict server has other words for a bad one, which are
// only hinted at: clients can't depend on them.
func parseJSON(body []byte, strict bool) (any, error) {
	if err := checkUTF8(body); err != nil {
		return nil, err
	}
	p := &parser{text: string(body)}
	v, err := p.value()
	if err != nil {
		return nil, err
	}
	p.skipSpace()
	if p.at < len(p.text) {
		return nil, parseError("Trailing data")
	}
	if strict && !json.Valid(body) {
		return nil, parseError("Expecting value: line 1 column 1 (char 0)")
	}
	return v, nil
}

func (p *parser) skipSpace() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

// skip passes over the string if it is next.
func (p *parser) skip(s string) bool {
	if !strings.HasPrefix(p.text[p.at:], s) {
		return false
	}
	p.at += len(s)
	return true
}

func (p *parser) value() (any, error) {
	p.skipSpace()
	if p.at == len(p.text) {
		return nil, parseError("Expected object or value")
	}
	switch c := p.text[p.at]; {
	case c == '"':
		p.at++
		p.lastIsText = true
		return p.string()
	case c == '{':
		p.at++
		return p.nested(p.object)
	case c == '[':
		p.at++
		return p.nested(p.array)
	case c == '-' || c >= '0' && c <= '9':
		p.lastIsText = false
		return p.number()
	default:
		p.lastIsText = false
		return p.word()
	}
}

var words = []struct {
	text  string
	value any
}{
	{"true", true}, {"false", false}, {"null", nil}, {"NaN", math.NaN()}, {"Infinity", math.Inf(1)},
}

func (p *parser) word() (any, error) {
	for _, w := range words {
		if p.text[p.at] != w.text[0] {
			continue
		}
		if p.skip(w.text) {
			return w.value, nil
		}
		return nil, parseError("Unexpected character found when decoding '" + w.text + "'")
	}
	return nil, parseError("Expected object or value")
}

func (p *parser) nested(read func() (any, error)) (any, error) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		return nil, parseError("Reached object decoding depth limit")
	}
	return read()
}

func (p *parser) array() (any, error) {
	p.lastIsText = false
	items := []any{}
	for {
		p.skipSpace()
		if p.skip("]") {
			if len(items) > 0 {
				return nil, parseError("Unexpected character found when decoding array value (1)")
			}
			return items, nil
		}
		item, err := p.value()
		if err != nil {
			return nil, err
		}
		items = append(items, item)
		p.skipSpace()
		if p.skip("]") {
			return items, nil
		}
		if !p.skip(",") {
			return nil, parseError("Unexpected character found when decoding array value (2)")
		}
	}
}

// object keeps the last of equal keys.
func (p *parser) object() (any, error) {
	m := orderedMap{values: map[string]any{}}
	for {
		p.skipSpace()
		if p.skip("}") {
			if len(m.keys) > 0 {
				return nil, parseError("Unexpected character in found when decoding object value")
			}
			return m, nil
		}
		if err := p.member(&m); err != nil {
			return nil, err
		}
		p.skipSpace()
		if p.skip("}") {
			return m, nil
		}
		if !p.skip(",") {
			return nil, parseError("Unexpected character in found when decoding object value")
		}
	}
}

func (p *parser) member(m *orderedMap) error {
	p.lastIsText = false
	key, err := p.value()
	if err != nil {
		return err
	}
	if !p.lastIsText {
		return parseError("Key name of object must be 'string' when decoding 'object'")
	}
	p.skipSpace()
	if !p.skip(":") {
		return parseError("No ':' found when decoding object value")
	}
	value, err := p.value()
	if err != nil {
		return err
	}
	name, ok := key.(string)
	if !ok {
		return parseError("Invalid JSON: object keys must be strings")
	}
	if _, again := m.values[name]; !again {
		m.keys = append(m.keys, name)
	}
	m.values[name] = value
	return nil
}

var numberPattern = regexp.MustCompile(`^-?[0-9]*(\.[0-9]*)?([eE][+-]?[0-9]+)?`)

func (p *parser) number() (any, error) {
	if p.skip("-Infinity") {
		return math.Inf(-1), nil
	}
	parts := numberPattern.FindStringSubmatch(p.text[p.at:])
	text := parts[0]
	if strings.ContainsAny(text, ".eE") && strings.Trim(text[:strings.IndexAny(text+"e", "eE")], "-.") == "" {
		// Without a digit it is not read at all, and is in the way of what comes next.
		return 0.0, nil
	}
	if parts[1] == "." {
		// What follows a bare point is not read as an exponent.
		text = text[:strings.IndexByte(text, '.')+1]
	}
	p.at += len(text)
	if strings.ContainsAny(text, ".eE") {
		f, _ := strconv.ParseFloat(strings.TrimSuffix(text, "."), 64)
		return f, nil
	}
	i, ok := new(big.Int).SetString(text, 10)
	if !ok {
		return new(big.Int), nil
	}
	return i, nil
}

func (p *parser) string() (any, error) {
	var s []byte
	for p.at < len(p.text) {
		c := p.text[p.at]
		p.at++
		switch c {
		case '"':
			return string(s), nil
		case '\\':
			var err error
			if s, err = p.escape(s); err != nil {
				return nil, err
			}
		default:
			s = append(s, c)
		}
	}
	return nil, parseError(`Unmatched '"' when decoding 'string'`)
}

var escapes = map[byte]byte{
	'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}

func (p *parser) escape(s []byte) ([]byte, error) {
	if p.at == len(p.text) {
		return nil, parseError("Unterminated escape sequence when decoding 'string'")
	}
	c := p.text[p.at]
	p.at++
	if c != 'u' {
		plain, ok := escapes[c]
		if !ok {
			return nil, parseError("Unrecognized escape sequence when decoding 'string'")
		}
		return append(s, plain), nil
	}
	first, err := p.hex()
	if err != nil {
		return nil, err
	}
	if utf16.IsSurrogate(first) && p.skip(`\u`) {
		second, err := p.hex()
		if err != nil {
			return nil, err
		}
		if pair := utf16.DecodeRune(first, second); pair != utf8.RuneError {
			return utf8.AppendRune(s, pair), nil
		}
		return appendAny(appendAny(s, first), second), nil
	}
	return appendAny(s, first), nil
}

func (p *parser) hex() (rune, error) {
	for i := range 4 {
		switch {
		case p.at+i == len(p.text):
			return 0, parseError("Unterminated unicode escape sequence when decoding 'string'")
		case !strings.Contains("0123456789abcdefABCDEF", p.text[p.at+i:p.at+i+1]):
			return 0, parseError("Unexpected character in unicode escape sequence when decoding 'string'")
		}
	}
	// Four digits are always a number.
	n, _ := strconv.ParseUint(p.text[p.at:p.at+4], 16, 16)
	p.at += 4
	return rune(n), nil
}

// appendAny is utf8.AppendRune that does not refuse surrogates.
func appendAny(s []byte, r rune) []byte {
	if !utf16.IsSurrogate(r) {
		return utf8.AppendRune(s, r)
	}
	return append(s, byte(0xe0|r>>12), byte(0x80|r>>6&0x3f), byte(0x80|r&0x3f))
}

// firstSurrogate finds what appendAny has kept.
func firstSurrogate(s string) (rune, bool) {
	for i := 0; i+2 < len(s); i++ {
		if s[i] == 0xed && s[i+1] >= 0xa0 {
			return 0xd000 | rune(s[i+1]&0x3f)<<6 | rune(s[i+2]&0x3f), true
		}
	}
	return 0, false
}
