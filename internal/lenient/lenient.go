// Package lenient decodes JSON whose shape is not certain. A number where a text
// belongs, or a text where a number belongs, is converted; what can't be is left
// out and told, and costs nothing beside it.
package lenient

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// maxOdd is how many oddities are told: a page may repeat one for each item.
const maxOdd = 20

// Unmarshal decodes data into out. It fails only when data is no JSON, or not of
// the kind of out as a whole; odd says what was left out below.
func Unmarshal(data []byte, out any) (odd []error, err error) {
	err = json.Unmarshal(data, out)
	if err == nil {
		return nil, nil
	}
	if _, ok := errors.AsType[*json.SyntaxError](err); ok {
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

type mender struct{ odd []error }

// drop notes what was left out. It never repeats the value, which may be anything.
func (m *mender) drop(path string, t reflect.Type) (any, bool) {
	if len(m.odd) < maxOdd {
		m.odd = append(m.odd, fmt.Errorf("%q is not of the expected type, %s", path, kind(t)))
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
		text, err := json.Marshal(value)
		if err == nil && json.Unmarshal(text, reflect.New(t).Interface()) == nil {
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
		if at, err := time.Parse(layout, text); err == nil && at.Year() >= 0 && at.Year() <= 9999 {
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
	var folded reflect.Type
	for f := range t.Fields() {
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && tag == "" && f.Type.Kind() == reflect.Struct {
			if inner, ok := fieldOf(f.Type, name); ok {
				return inner, true
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
		}
	}
	if _, isBool := value.(bool); isBool && t.Kind() == reflect.Bool {
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
