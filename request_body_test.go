package boxoffice

import (
	"encoding/json"
	"testing"
)

// FuzzMarshalBody: it makes no difference that bodies are written by hand.
func FuzzMarshalBody(f *testing.F) {
	for _, s := range []string{"", "Box office", `"`, `\`, "<b>&", "é", "\xff", "\x00", "\x1f", "\x7f", "\u2028", "😀"} {
		f.Add("name", s, s, true)
		f.Add(s, "gala", "event.orders:read", false)
	}
	f.Fuzz(func(t *testing.T, key, text, other string, yes bool) {
		for _, body := range []any{
			map[string]any{},
			map[string]any{key: text, "limit_events": []string{text, other}, "a": yes, "z": []Permission{Permission(other)}},
			map[string]any{key: []string{}, "b": other},
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
	})
}
