package access

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	// maxPlan bounds a plan, and a state: that of 50,000 steps.
	maxPlan = 16 << 20
	// maxFile bounds a snapshot, and a journal, which holds its plan as well.
	maxFile = 64 << 20
	// maxMemory bounds what a file becomes in memory, where an item of three bytes may
	// take hundreds.
	maxMemory = 128 << 20
	// swelling is how much memory a byte of a dictionary may become.
	swelling = 16
)

const (
	keyTwice   = "this key is there twice"
	notUnicode = "is no Unicode: it would be read as another text"
	tooMuch    = "up to here the file takes more than 128 MiB of memory"
)

func tooLarge(most int) error {
	return &FileError{Line: 1, Column: 1, Reason: fmt.Sprintf("the file has more than %d MiB", most>>20)}
}

// decodeFile decodes a file that this package has written into a pointer to a struct.
// The file may have come from anybody, or from a newer version of this package, and
// encoding/json would leave out or change much of it without a word: unknown and
// repeated keys, those in another case, null where nothing can't be, texts that are no
// Unicode. All that is a FileError, and so is what would become too large.
func decodeFile(data []byte, most int, into any) error {
	f := stateFile{data: data}
	if len(data) > most {
		return tooLarge(most)
	}
	var whole json.RawMessage
	if err := json.Unmarshal(data, &whole); err != nil {
		return f.syntax(err)
	}
	in := json.NewDecoder(bytes.NewReader(data))
	in.UseNumber()
	s := &strictReader{jsonParser: &jsonParser{data: data, in: in}, file: f, room: maxMemory, fields: map[reflect.Type]map[string]reflect.Type{}}
	if err := s.value(reflect.TypeOf(into).Elem(), nil); err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return f.syntax(err)
	}
	return nil
}

// strictReader goes through JSON beside the type that it is to be decoded into.
type strictReader struct {
	*jsonParser

	file   stateFile
	room   int // what is left of maxMemory
	fields map[reflect.Type]map[string]reflect.Type
}

func (s *strictReader) value(t reflect.Type, place *jsonPlace) error {
	start := s.start()
	kind := kindAt(s.data[start])
	bad := func(reason string) error { return s.file.at(&jsonNode{start: start}, place.String(), reason) }
	// Twice, since a list grows by copying, and what a short text takes.
	if s.room -= 2 * (int(t.Size()) + 16); s.room < 0 {
		return bad(tooMuch)
	}
	if t.Kind() == reflect.Pointer && kind != 'n' {
		return s.value(t.Elem(), place)
	}
	if decodesItself(t) {
		return s.itself(t, place, bad)
	}
	if kind == 'n' && (t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice) {
		_, err := s.token()
		return err
	}
	wrong := kindWanted(t).want() + " is wanted, " + kind.what() + " is there"
	switch {
	case kind != kindWanted(t):
		return bad(wrong)
	case kind == '{':
		return s.object(s.fieldsOf(t), false, place)
	case kind == '[':
		return s.list(t.Elem(), place)
	}
	token, err := s.token()
	if err != nil {
		return err
	}
	if number, ok := token.(json.Number); ok {
		if _, err := number.Int64(); err != nil {
			return bad(wrong)
		}
	}
	if !faithful(s.data[start:s.in.InputOffset()]) {
		return bad(notUnicode)
	}
	return nil
}

func decodesItself(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]())
}

// itself is a value that decodes itself, which is tried. A list is one of texts. What
// has fields is an answer of Eventbrite: it keeps the members that it does not know as
// they came.
func (s *strictReader) itself(t reflect.Type, place *jsonPlace, bad func(string) error) error {
	from := s.start()
	fields := s.fieldsOf(t)
	var err error
	switch kind := kindAt(s.data[from]); {
	case kind == '{' && len(fields) > 0:
		err = s.object(fields, true, place)
	case kind == '[':
		err = s.list(reflect.TypeFor[string](), place)
	default:
		_, err = s.raw()
	}
	if err != nil {
		return err
	}
	raw := s.data[from:s.in.InputOffset()]
	if len(fields) > 0 {
		s.room -= swelling * len(raw)
	} else if !faithful(raw) {
		return bad(notUnicode)
	}
	if s.room < 0 {
		return bad(tooMuch)
	}
	if err := json.Unmarshal(raw, reflect.New(t).Interface()); err != nil {
		return bad(err.Error())
	}
	return nil
}

func (s *strictReader) raw() (json.RawMessage, error) {
	var raw json.RawMessage
	err := s.in.Decode(&raw)
	return raw, err
}

// object reads the members of an object; an open one may have others than the fields.
func (s *strictReader) object(fields map[string]reflect.Type, open bool, place *jsonPlace) error {
	if _, err := s.token(); err != nil {
		return err
	}
	seen := map[string]bool{}
	for s.in.More() {
		start := s.start()
		key, err := s.token()
		if err != nil {
			return err
		}
		name, _ := key.(string)
		bad := func(reason string) error { return s.file.at(&jsonNode{start: start}, place.in(name).String(), reason) }
		t, known := fields[name]
		switch {
		case seen[name]:
			return bad(keyTwice)
		case !known && !open:
			return bad("this key is not known; known are " + strings.Join(sortedKeys(fields), ", "))
		case !known && slices.ContainsFunc(sortedKeys(fields), func(field string) bool { return strings.EqualFold(field, name) }):
			// encoding/json would take it for the field.
			return bad("this key is a known one in another case")
		case !faithful(s.data[start:s.in.InputOffset()]):
			return bad(notUnicode)
		}
		seen[name] = true
		if !open {
			if err := s.value(t, place.in(name)); err != nil {
				return err
			}
			continue
		}
		raw, err := s.raw()
		if err != nil {
			return err
		}
		if known && !faithful(raw) {
			return bad(notUnicode)
		}
	}
	_, err := s.token()
	return err
}

func (s *strictReader) list(item reflect.Type, place *jsonPlace) error {
	if _, err := s.token(); err != nil {
		return err
	}
	for i := 0; s.in.More(); i++ {
		if err := s.value(item, place.at(i)); err != nil {
			return err
		}
	}
	_, err := s.token()
	return err
}

// fieldsOf are the types of a struct's members by their keys.
func (s *strictReader) fieldsOf(t reflect.Type) map[string]reflect.Type {
	fields, ok := s.fields[t]
	if ok || t.Kind() != reflect.Struct {
		return fields
	}
	fields = map[string]reflect.Type{}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous:
			maps.Copy(fields, s.fieldsOf(f.Type.Elem())) // a pointer to a struct
		case name != "" && name != "-":
			fields[name] = f.Type
		}
	}
	s.fields[t] = fields
	return fields
}

// kindWanted is what a value of a type has to be.
func kindWanted(t reflect.Type) jsonKind {
	switch t.Kind() {
	case reflect.Pointer:
		return kindWanted(t.Elem())
	case reflect.Struct:
		return '{'
	case reflect.Slice:
		return '['
	case reflect.String:
		return 's'
	case reflect.Bool:
		return 'b'
	}
	return '#'
}

func (k jsonKind) want() string {
	if k == '#' {
		return "a whole number"
	}
	return k.what()
}

// faithful tells whether the texts of JSON say what encoding/json reads: it takes what
// is no Unicode, bytes or half a pair of surrogates, for U+FFFD.
func faithful(raw []byte) bool {
	if !utf8.Valid(raw) {
		return false
	}
	unit := func(at int) uint64 {
		if at+6 > len(raw) || raw[at] != '\\' || raw[at+1] != 'u' {
			return 0
		}
		u, err := strconv.ParseUint(string(raw[at+2:at+6]), 16, 32)
		if err != nil {
			return 0
		}
		return u
	}
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		switch u := unit(i); {
		case u >= 0xdc00 && u < 0xe000:
			return false
		case u >= 0xd800 && u < 0xdc00:
			if low := unit(i + 6); low < 0xdc00 || low >= 0xe000 {
				return false
			}
			i += 11
		default:
			i++
		}
	}
	return true
}
