package boxoffice

import (
	"encoding/json"
	"testing"
)

var oddTexts = []string{"", "Box office", `"`, `\`, "<b>&", "é", "\xff", "\x00", "\x1f", " ~", "\x7f", "\u2028", "😀"}

// It makes no difference that bodies are written by hand.
func TestMarshalBody(t *testing.T) {
	t.Parallel()
	for _, s := range oddTexts {
		marshalsAlike(t, "name", s, s, true)
		marshalsAlike(t, s, "gala", "event.orders:read", false)
	}
}

// FuzzMarshalBody: nor does it with any other text.
func FuzzMarshalBody(f *testing.F) {
	for _, s := range oddTexts {
		f.Add("name", s, s, true)
		f.Add(s, "gala", "event.orders:read", false)
	}
	f.Fuzz(marshalsAlike)
}

func marshalsAlike(t *testing.T, key, text, other string, yes bool) {
	t.Helper()
	for _, body := range []any{
		map[string]any{},
		map[string]any{key: text, "limit_events": []string{text, other}, "a": yes, "z": []Permission{Permission(other)}},
		map[string]any{key: []string{}, "b": other},
		map[string]any{key: []string(nil)},
		map[string]any{key: []string(nil), "b": []Permission{}},
		map[string]any{key: map[string]any{text: other}, "n": 1.5, "null": nil},
		map[string]any(nil), map[string]string{key: text}, &TeamUpdate{Name: &text}, nil, text, json.RawMessage(text), func() {},
	} {
		got, err := marshalBody(body)
		want, wantErr := json.Marshal(body)
		if string(got) != string(want) || (err == nil) != (wantErr == nil) {
			t.Errorf("%#v is %s, %v; want %s, %v", body, got, err, want, wantErr)
		}
	}
}
