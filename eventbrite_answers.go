package boxoffice

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"strings"

	"github.com/boxoffice-go/boxoffice/internal/lenient"
)

// unmarshalOpen reads the members that a type knows into known, a pointer to a
// struct, and returns the others, and with them those that are not of the type that
// is known. It is for objects that are thinly documented.
func unmarshalOpen(data []byte, known any) (map[string]json.RawMessage, error) {
	odd, err := lenient.Unmarshal(data, known)
	if err != nil {
		return nil, err
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, err
	}
	names := memberNames(known)
	for _, err := range odd {
		if odd, ok := errors.AsType[*lenient.Odd](err); ok {
			name, _, _ := strings.Cut(odd.Path, ".")
			delete(names, name)
		}
	}
	maps.DeleteFunc(all, func(name string, _ json.RawMessage) bool { return names[name] })
	if len(all) == 0 {
		return nil, nil
	}
	return all, nil
}

// marshalOpen writes a struct with the members that its type does not know.
func marshalOpen(known any, extra map[string]json.RawMessage) ([]byte, error) {
	data, err := json.Marshal(known)
	if err != nil || len(extra) == 0 {
		return data, err
	}
	all := maps.Clone(extra)
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, err
	}
	return json.Marshal(all)
}

// memberNames are the names under which a struct is read and written.
func memberNames(known any) map[string]bool {
	names := map[string]bool{}
	for f := range reflect.TypeOf(known).Elem().Fields() {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "-" {
			names[name] = true
		}
	}
	return names
}

// fetchRaw sends a request whose answer nobody has recorded.
func fetchRaw(ctx context.Context, c *Client, r request) (Unverified, error) {
	answer, err := fetch[Unverified](ctx, c, r, nil)
	if err != nil {
		return nil, err
	}
	return *answer, nil
}

// confirm sends a call that answers with one word, which must be true: {"deleted":
// true}.
func confirm(ctx context.Context, c *Client, word string, r request) error {
	_, err := fetch(ctx, c, r, func(answer *map[string]json.RawMessage) bool {
		return string((*answer)[word]) == "true"
	})
	return err
}
