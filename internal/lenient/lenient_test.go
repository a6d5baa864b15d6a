package lenient

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

type inner struct {
	X int    `json:"x"`
	Y string `json:"y"`
}

type embedded struct {
	Deep int `json:"deep"`
	Text int `json:"text"`
}

// code decodes itself, and takes capitals only.
type code string

func (c *code) UnmarshalText(text []byte) error {
	if s := string(text); s == "" || strings.ToUpper(s) != s {
		return fmt.Errorf("%q is no code", text)
	}
	*c = code(text)
	return nil
}

// strict decodes itself, and has the errors of a decoder of its own.
type strict struct{ inner }

func (s *strict) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	return json.Unmarshal([]byte(text), &s.inner)
}

type sample struct {
	embedded

	Text   string           `json:"text"` // goes before that of embedded
	ID     string           `json:"id"`
	N      int64            `json:"n"`
	Small  int8             `json:"small"`
	U      uint             `json:"u"`
	F      float64          `json:"f"`
	B      bool             `json:"b"`
	PN     *int             `json:"pn"`
	PB     *bool            `json:"pb"`
	At     time.Time        `json:"at"`
	PAt    *time.Time       `json:"pat"`
	In     inner            `json:"in"`
	PIn    *inner           `json:"pin"`
	List   []inner          `json:"list"`
	Texts  []string         `json:"texts"`
	Map    map[string]int   `json:"map"`
	Deep2  map[string]inner `json:"deep2"`
	Raw    json.RawMessage  `json:"raw"`
	Any    any              `json:"any"`
	Code   code             `json:"code"`
	Strict strict           `json:"strict"`
	Bytes  []byte           `json:"bytes"`
	Array  [2]int           `json:"array"`
	Hidden string           `json:"-"`
	Plain  string
}

func day(hour int) time.Time { return time.Date(2018, 5, 12, hour, 0, 0, 0, time.UTC) }

// Each is decoded together with a neighbour on either side, which must be kept.
func TestUnmarshal(t *testing.T) {
	t.Parallel()
	tests := []struct {
		reason, in string
		want       sample
		odd        []string // paths and kinds
	}{
		{"a number as a text", `"n": "12"`, sample{N: 12}, nil},
		{"a number as a text with spaces", `"n": " 12 "`, sample{N: 12}, nil},
		{"a negative number as a text", `"n": "-12"`, sample{N: -12}, nil},
		{"a number with a fraction of nothing", `"n": 12.0`, sample{N: 12}, nil},
		{"the same as a text", `"n": "12.00", "pn": "3."`, sample{N: 12, PN: new(3)}, nil},
		{"a text as a number", `"id": 272770247903`, sample{ID: "272770247903"}, nil},
		{"a number beyond 64 bits and beyond a float's digits", `"id": 98765432109876543210987`, sample{ID: "98765432109876543210987"}, nil},
		{"a truth as a text", `"b": "true", "pb": "false"`, sample{B: true, PB: new(false)}, nil},
		{"a float as a text", `"f": "41.5", "u": "7"`, sample{F: 41.5, U: 7}, nil},
		{"null is nothing", `"n": null, "id": null, "pn": null, "pat": null, "in": null, "list": null, "map": null, "at": null`, sample{}, nil},
		{"a time without a zone is UTC", `"at": "2018-05-12T02:00:00", "pat": "2018-05-12T03:00:00"`, sample{At: day(2), PAt: new(day(3))}, nil},
		{"a date is its midnight", `"at": "2018-05-12"`, sample{At: day(0)}, nil},
		{"members by another case", `"ID": 5, "Plain": 6`, sample{ID: "5", Plain: "6"}, nil},
		{"members of an embedded struct", `"deep": "5"`, sample{embedded: embedded{Deep: 5}}, nil},
		{"a member that goes before an embedded one", `"text": 5`, sample{Text: "5"}, nil},
		{"nested", `"in": {"x": "1", "y": 2}, "pin": {"x": "3"}`, sample{In: inner{1, "2"}, PIn: &inner{X: 3}}, nil},
		{"a dictionary", `"map": {"a": "1", "b": 2}, "deep2": {"c": {"x": "3"}}`, sample{Map: map[string]int{"a": 1, "b": 2}, Deep2: map[string]inner{"c": {X: 3}}}, nil},
		{"what decodes itself", `"code": "ABC", "raw": {"a":1e400}`, sample{Code: "ABC", Raw: json.RawMessage(`{"a":1e400}`)}, nil},

		{"an object for a number", `"n": {"a": "SECRET"}`, sample{}, []string{"n=number"}},
		{"a fraction for a whole number", `"n": 12.5`, sample{}, []string{"n=number"}},
		{"a number too large", `"small": 300, "n": 99999999999999999999`, sample{}, []string{"n=number", "small=number"}},
		{"a negative one without a sign", `"u": -1`, sample{}, []string{"u=number"}},
		{"a text that is no number", `"n": "SECRET", "f": "NaN", "u": "0x10"`, sample{}, []string{"f=number", "n=number", "u=number"}},
		{"a truth for a text, an object for a text", `"id": true, "text": {}`, sample{}, []string{"id=text", "text=text"}},
		{"a text and a number for a truth", `"b": "yes", "pb": 1`, sample{}, []string{"b=boolean", "pb=boolean"}},
		{"no time", `"at": "SECRET", "pat": 5`, sample{}, []string{"at=time", "pat=time"}},
		{"times that can be parsed and not be decoded", `"at": "2018-05-12T02:00:00+24:60", "pat": "2018-13-12"`, sample{}, []string{"at=time", "pat=time"}},
		{"a text for an object, a list for one", `"in": "SECRET", "pin": []`, sample{}, []string{"in=object", "pin=object"}},
		{"an object for a list, a list for a dictionary", `"list": {}, "map": [1]`, sample{}, []string{"list=list", "map=object"}},
		{"odd members of a dictionary", `"map": {"a": 1, "b": "SECRET"}`, sample{Map: map[string]int{"a": 1}}, []string{"map.b=number"}},
		{
			"odd items are left out, odd members of items are not the item", `"list": [{"x": 1}, "SECRET", 5, {"x": [], "y": "z"}, {"x": 2}], "texts": ["a", {}, 7]`,
			sample{List: []inner{{X: 1}, {Y: "z"}, {X: 2}}, Texts: []string{"a", "7"}},
			[]string{"list.1=object", "list.2=object", "list.3.x=number", "texts.1=text"},
		},
		{"what can't decode itself", `"code": "abc", "strict": 5`, sample{}, []string{"code=text", "strict=object"}},
		{"an error of a decoder within is none of the whole", `"strict": "{no json"`, sample{}, []string{"strict=object"}},
		{"bytes and arrays that are not", `"bytes": "%%", "array": "SECRET"`, sample{}, []string{"array=list", "bytes=list"}},
		{"a member that is never decoded", `"-": 5, "Hidden": 5, "nobody": {"a": [1]}, "n": "1"`, sample{N: 1}, nil},
	}
	// The neighbours: also kinds that only the first try knows.
	const before, after = `{"any": {"k": [1.5, "v"]}, "f": 2.5, `, `, "bytes": "aGk=", "array": [1, 2], "u": 9, "texts": ["t"]}`
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			var out sample
			odd, err := Unmarshal([]byte("{"+test.in+"}"), &out)
			wantSample(t, out, test.want)
			wantOdd(t, odd, err, test.odd)

			if slices.ContainsFunc([]string{`"f"`, `"bytes"`, `"array"`, `"u"`, `"texts"`}, func(name string) bool { return strings.Contains(test.in, name+":") }) {
				return // it is about a neighbour itself
			}
			want := test.want
			want.Any, want.F, want.U = map[string]any{"k": []any{1.5, "v"}}, 2.5, 9
			want.Bytes, want.Array, want.Texts = []byte("hi"), [2]int{1, 2}, []string{"t"}
			out = sample{}
			odd, err = Unmarshal([]byte(before+test.in+after), &out)
			wantSample(t, out, want)
			wantOdd(t, odd, err, test.odd)
		})
	}
}

func wantSample(t *testing.T, got, want sample) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// wantOdd compares the paths and kinds, in order of the alphabet.
func wantOdd(t *testing.T, odd []error, err error, want []string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, o := range odd {
		if strings.Contains(o.Error(), "SECRET") {
			t.Errorf("a value is repeated: %v", o)
		}
		path, kind, ok := strings.Cut(o.Error(), " is not of the expected type, ")
		if !ok {
			t.Errorf("the text is %q", o)
		}
		got = append(got, strings.Trim(path, `"`)+"="+kind)
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("odd is %q, want %q", got, want)
	}
}

// What the first try decoded before it failed must not shine through.
func TestUnmarshalStartsAgain(t *testing.T) {
	t.Parallel()
	var out []map[string]int
	odd, err := Unmarshal([]byte(`[{"a": 1, "b": "x"}, {"c": "3"}]`), &out)
	if want := []map[string]int{{"a": 1}, {"c": 3}}; !reflect.DeepEqual(out, want) {
		t.Errorf("got %v, want %v", out, want)
	}
	wantOdd(t, odd, err, []string{"0.b=number"})

	wrong := struct{ A, B *inner }{}
	odd, err = Unmarshal([]byte(`{"A": {"x": 1, "y": {}}, "B": 5}`), &wrong)
	if wrong.A == nil || *wrong.A != (inner{X: 1}) || wrong.B != nil {
		t.Errorf("got %+v", wrong)
	}
	wantOdd(t, odd, err, []string{"A.y=text", "B=object"})
}

func TestUnmarshalFails(t *testing.T) {
	t.Parallel()
	for reason, test := range map[string]struct {
		in  string
		out any
	}{
		"a list for an object":         {`[]`, &sample{}},
		"a text for an object":         {`"SECRET"`, &sample{}},
		"an object for a list":         {`{}`, &[]inner{}},
		"an object for a dictionary":   {`[1]`, &map[string]int{}},
		"no JSON":                      {`{"n": SECRET}`, &sample{}},
		"cut off":                      {`{"n": 1`, &sample{}},
		"empty":                        {``, &sample{}},
		"more after the end":           {`{"n": "1"} {}`, &sample{}},
		"a login page":                 {`<html>`, &[]inner{}},
		"cut off behind what was odd":  {`{"n": {}, "id":`, &sample{}},
		"a number that is none":        {`{"n": 01}`, &sample{}},
		"a line break within a string": {"{\"id\": \"a\nb\"}", &sample{}},
	} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			odd, err := Unmarshal([]byte(test.in), test.out)
			if err == nil || odd != nil {
				t.Errorf("got %v, %v", odd, err)
			}
		})
	}
}

func TestOddIsCapped(t *testing.T) {
	t.Parallel()
	var out []int
	odd, err := Unmarshal([]byte("["+strings.Repeat(`{}, `, 1000)+`"7"]`), &out)
	if err != nil || len(odd) != maxOdd || !slices.Equal(out, []int{7}) {
		t.Errorf("got %v and %d oddities, %v; want 7 and %d", out, len(odd), err, maxOdd)
	}
	if want := `"0" is not of the expected type, number`; odd[0].Error() != want {
		t.Errorf("the first is %q, want %q", odd[0], want)
	}
	// Names in a dictionary are the server's: they are quoted, and cut.
	var names map[string]int
	odd, err = Unmarshal([]byte(`{"a\u001b[2J`+strings.Repeat("n", 5000)+`": []}`), &names)
	if err != nil || len(odd) != 1 || len(odd[0].Error()) > 300 || strings.Contains(odd[0].Error(), "\x1b") {
		t.Errorf("got %q, %v", odd, err)
	}
}

// FuzzUnmarshal: JSON of the right kind as a whole never fails, and nothing panics.
func FuzzUnmarshal(f *testing.F) {
	for _, seed := range []string{
		`{}`, `[]`, `null`, `{"n": "12", "id": 5, "list": [{}, 5]}`, `{"at": "2018-05-12T02:00:00+24:60"}`, `{"at": "9999-12-31T23:59:59-24:00"}`,
		`{"map": {"a": {}}, "raw": [1e999], "strict": "{"}`, `{"n": 1e5, "f": "1e999", "u": 1.0, "array": [1,2,3,"x"], "bytes": "a"}`,
		`{"ID": 1, "id": {}}`, `{"deep": [], "text": [[]]}`, "{\"id\": \"\xff\"}", `{"f": "\u00b5", "n": "\u0661"}`, `[{"n": []}]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var value any
		valid := json.Valid(data)
		if err := json.Unmarshal(data, &value); err != nil && valid {
			return // such as a number that no float holds
		}
		for out, fits := range map[any]bool{
			&sample{}:           isObject(value),
			&[]sample{}:         isList(value),
			&map[string]inner{}: isObject(value),
		} {
			odd, err := Unmarshal(data, out)
			if fits = fits && valid; fits != (err == nil) {
				t.Errorf("%q into %T: %v", data, out, err)
			}
			if len(odd) > maxOdd || err != nil && odd != nil {
				t.Errorf("%q into %T: %d oddities and %v", data, out, len(odd), err)
			}
		}
	})
}

func isObject(v any) bool {
	_, ok := v.(map[string]any)
	return ok || v == nil
}

func isList(v any) bool {
	_, ok := v.([]any)
	return ok || v == nil
}
