// Package lenient decodes JSON whose shape is not certain. A number where a text
// belongs, or a text where a number belongs, is converted; what can't be is left
// out and told, and costs nothing beside it.
package lenient

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// maxOdd is how many oddities are told: a page may repeat one for each item.
const maxOdd = 20

// maxMended is how many commas a text may have that is mended: a value of any type
// takes many times the memory of its text.
const maxMended = 200_000

// Unmarshal decodes data into out. It fails only when data is no JSON, or not of
// the kind of out as a whole, or too much to mend; odd says what was left out below.
func Unmarshal(data []byte, out any) (odd []error, err error) {
	err = json.Unmarshal(data, out)
	if err == nil {
		return nil, nil
	}
	if bytes.Count(data, []byte(",")) > maxMended || !json.Valid(data) {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	target := reflect.ValueOf(out).Elem()
	m := mender{}
	mended, ok := m.mend(value, target.Type(), "")
	if !ok {
		return nil, err
	}
	text, mendErr := json.Marshal(mended)
	if mendErr != nil {
		return nil, mendErr
	}
	// What the first try left behind must not shine through.
	target.SetZero()
	if json.Unmarshal(text, out) != nil {
		return nil, err
	}
	return m.odd, nil
}

// Odd is what was left out. It never repeats the value, which may be anything.
type Odd struct {
	// Path is where it was, such as "events.3.name".
	Path string
	// Want is the kind that belongs there.
	Want string
}

func (o *Odd) Error() string {
	return fmt.Sprintf("%q is not of the expected type, %s", o.Path, o.Want)
}

type mender struct{ odd []error }

// maxPath keeps the names of a dictionary, which a server chooses, from filling what
// is told.
const maxPath = 200

// drop notes what was left out.
func (m *mender) drop(path string, t reflect.Type) (any, bool) {
	if len(m.odd) < maxOdd {
		m.odd = append(m.odd, &Odd{path[:min(len(path), maxPath)], kind(t)})
	}
	return nil, false
}

func kind(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		return "list"
	case reflect.Struct, reflect.Map:
		if t == reflect.TypeFor[time.Time]() {
			return "time"
		}
		return "object"
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "boolean"
	}
	return "number"
}

// mend makes of value what can be decoded into t, and says no when nothing can be
// made of it.
func (m *mender) mend(value any, t reflect.Type, path string) (any, bool) {
	if value == nil {
		return nil, true
	}
	if t == reflect.TypeFor[time.Time]() {
		return m.time(value, t, path)
	}
	if decodesItself(t) {
		if fits(value, t) {
			return value, true
		}
		return m.drop(path, t)
	}
	switch t.Kind() {
	case reflect.Pointer:
		return m.mend(value, t.Elem(), path)
	case reflect.Interface:
		return value, true
	case reflect.Struct:
		return m.object(value, t, path)
	case reflect.Map:
		return m.dictionary(value, t, path)
	case reflect.Slice:
		return m.list(value, t, path)
	default:
		return m.scalar(value, t, path)
	}
}

// fits tells whether a value can be decoded as it is.
func fits(value any, t reflect.Type) bool {
	text, err := json.Marshal(value)
	return err == nil && json.Unmarshal(text, reflect.New(t).Interface()) == nil
}

func decodesItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(reflect.TypeFor[json.Unmarshaler]()) || p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

// time takes what some old and new endpoints send: a time without zone is UTC.
func (m *mender) time(value any, t reflect.Type, path string) (any, bool) {
	text, ok := value.(string)
	if !ok {
		return m.drop(path, t)
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02"} {
		// What is parsed need not be what can be decoded: an offset of 25 hours.
		if at, err := time.Parse(layout, text); err == nil && fits(at.Format(time.RFC3339Nano), t) {
			return at.Format(time.RFC3339Nano), true
		}
	}
	return m.drop(path, t)
}

func (m *mender) object(value any, t reflect.Type, path string) (any, bool) {
	members, ok := value.(map[string]any)
	if !ok {
		return m.drop(path, t)
	}
	out := make(map[string]any, len(members))
	for name, member := range members {
		field, ok := fieldOf(t, name)
		if !ok {
			continue
		}
		if mended, ok := m.mend(member, field, join(path, name)); ok {
			out[name] = mended
		}
	}
	return out, true
}

// fieldOf finds the type of the field that encoding/json would decode a member into.
func fieldOf(t reflect.Type, name string) (reflect.Type, bool) {
	var folded, inner reflect.Type
	for f := range t.Fields() {
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && tag == "" && f.Type.Kind() == reflect.Struct {
			if found, ok := fieldOf(f.Type, name); ok && inner == nil {
				inner = found
			}
			continue
		}
		if tag == "" {
			tag = f.Name
		}
		switch {
		case !f.IsExported() || tag == "-":
		case tag == name:
			return f.Type, true
		case strings.EqualFold(tag, name):
			folded = f.Type
		}
	}
	if inner != nil {
		return inner, true
	}
	return folded, folded != nil
}

func (m *mender) dictionary(value any, t reflect.Type, path string) (any, bool) {
	members, ok := value.(map[string]any)
	if !ok {
		return m.drop(path, t)
	}
	out := make(map[string]any, len(members))
	for name, member := range members {
		if mended, ok := m.mend(member, t.Elem(), join(path, name)); ok {
			out[name] = mended
		}
	}
	return out, true
}

func (m *mender) list(value any, t reflect.Type, path string) (any, bool) {
	items, ok := value.([]any)
	if !ok {
		if fits(value, t) {
			return value, true // bytes
		}
		return m.drop(path, t)
	}
	out := make([]any, 0, len(items))
	for i, item := range items {
		if mended, ok := m.mend(item, t.Elem(), join(path, strconv.Itoa(i))); ok {
			out = append(out, mended)
		}
	}
	return out, true
}

func (m *mender) scalar(value any, t reflect.Type, path string) (any, bool) {
	text, isText := value.(string)
	number, isNumber := value.(json.Number)
	if isNumber {
		text = number.String()
	}
	if isText || isNumber {
		switch t.Kind() {
		case reflect.String:
			return text, true
		case reflect.Bool:
			if isText && (text == "true" || text == "false") {
				return text == "true", true
			}
		case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
			if n, err := strconv.ParseInt(strings.TrimSpace(whole(text)), 10, t.Bits()); err == nil {
				return n, true
			}
		case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr, reflect.Float32, reflect.Float64:
			text = strings.TrimSpace(text)
			if t.Kind() < reflect.Float32 {
				text = whole(text)
			}
			if number := json.Number(text); json.Valid([]byte(text)) && fits(number, t) {
				return number, true
			}
		}
	}
	if fits(value, t) {
		return value, true
	}
	return m.drop(path, t)
}

// whole drops the fraction of a number that has none to speak of: 12.0.
func whole(number string) string {
	before, after, _ := strings.Cut(number, ".")
	if strings.Trim(after, "0") == "" {
		return before
	}
	return number
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
