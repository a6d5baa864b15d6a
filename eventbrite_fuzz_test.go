package boxoffice

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice/internal/lenient"
)

// ebDecoder decodes an answer, alone and as an item of a page.
type ebDecoder struct {
	typ   reflect.Type
	alone func(data []byte) (any, error)
	page  func(data []byte) (items []any, err error)
}

func ebDecoderOf[T any]() ebDecoder {
	return ebDecoder{
		typ: reflect.TypeFor[T](),
		alone: func(data []byte) (any, error) {
			out := new(T)
			_, err := lenient.Unmarshal(data, out)
			return *out, err
		},
		page: func(data []byte) ([]any, error) {
			list := new([]T)
			got := continued{key: "items", items: list}
			if err := json.Unmarshal(data, &got); err != nil {
				return nil, err
			}
			var items []any
			for _, item := range *list {
				items = append(items, item)
			}
			return items, nil
		},
	}
}

// ebDecoders are the decoders of all that Eventbrite's services return, in an order
// that stays, which the fuzzer needs.
var ebDecoders = []ebDecoder{
	ebDecoderOf[Attendee](),
	ebDecoderOf[Category](),
	ebDecoderOf[CheckoutSettings](),
	ebDecoderOf[Contact](),
	ebDecoderOf[ContactList](),
	ebDecoderOf[Country](),
	ebDecoderOf[Discount](),
	ebDecoderOf[Event](),
	ebDecoderOf[Format](),
	ebDecoderOf[Notification](),
	ebDecoderOf[Order](),
	ebDecoderOf[Organization](),
	ebDecoderOf[OrganizationMember](),
	ebDecoderOf[OrganizerProfile](),
	ebDecoderOf[Region](),
	ebDecoderOf[Role](),
	ebDecoderOf[Subcategory](),
	ebDecoderOf[TicketClass](),
	ebDecoderOf[TicketGroup](),
	ebDecoderOf[Timezone](),
	ebDecoderOf[TrackingBeacon](),
	ebDecoderOf[Unverified](),
	ebDecoderOf[User](),
	ebDecoderOf[Venue](),
	ebDecoderOf[Webhook](),
}

// Whatever a method returns has a decoder above, so that the fuzzer knows it.
func TestEveryDecoderIsFuzzed(t *testing.T) {
	t.Parallel()
	found := map[reflect.Type]bool{}
	for name, service := range eventbriteServices {
		for m := range service.Methods() {
			out := m.Type.Out(0)
			if out.Kind() == reflect.Pointer {
				out = out.Elem()
			}
			if strings.HasPrefix(out.Name(), "Page[") {
				out = reflect.New(out).Elem().FieldByName("Items").Type().Elem()
			}
			if out.Kind() != reflect.Struct && out != reflect.TypeFor[Unverified]() {
				continue // an error, a text, or a walk of what List returns
			}
			if !slices.ContainsFunc(ebDecoders, func(d ebDecoder) bool { return d.typ == out }) {
				t.Errorf("%s.%s returns %s, which is not fuzzed", name, m.Name, out)
			}
			found[out] = true
		}
	}
	if len(found) != len(ebDecoders) {
		t.Errorf("%d types are returned, and %d fuzzed", len(found), len(ebDecoders))
	}
}

// fullValue fills a value as far as types allow, so that a decoder meets each field.
func fullValue(v reflect.Value, depth int) {
	switch {
	case depth > 6 || !v.CanSet():
	case v.Type() == reflect.TypeFor[Unverified]():
		v.SetBytes([]byte(`{"a":1}`))
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fullValue(v.Elem(), depth+1)
	case v.Kind() == reflect.Struct:
		for _, f := range v.Fields() {
			fullValue(f, depth+1)
		}
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fullValue(v.Index(0), depth+1)
	case v.Kind() == reflect.String:
		v.SetString("7")
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.CanInt():
		v.SetInt(7)
	}
}

// No decoder panics, none fails on an object of JSON, none writes back what it can't
// read again, and none drops what stands beside an odd item.
func FuzzEventbriteDecoders(f *testing.F) {
	for _, decode := range ebDecoders {
		full := reflect.New(decode.typ)
		fullValue(full.Elem(), 0)
		data, err := json.Marshal(full.Interface())
		if err != nil {
			f.Fatal(decode.typ, err)
		}
		f.Add(data)
		f.Add(bytes.ReplaceAll(data, []byte(`"7"`), []byte("7")))
		f.Add(bytes.ReplaceAll(data, []byte("7"), []byte(`[{"x":null}]`)))
		f.Add(bytes.ReplaceAll(data, []byte("true"), []byte(`null`)))
	}
	for _, seed := range []string{"", "null", "[]", "{", `{"id":`, `{"id":{}}`, `{"created":"yesterday"}`, `{"id":1e400,"capacity":99999999999999999999}`, "\xff", `{"id":"` + "\x00" + `"}`} {
		f.Add([]byte(seed))
	}
	const good = `{"id": "42", "code": "42", "timezone": "42", "name": "Gala", "user_id": "42"}`
	f.Fuzz(func(t *testing.T, data []byte) {
		valid := json.Valid(data)
		object := valid && bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("{"))
		for _, decode := range ebDecoders {
			typ := decode.typ
			got, err := decode.alone(data)
			if object && err != nil {
				t.Errorf("%s of %q: %v", typ, data, err)
			}
			if !valid && err == nil {
				t.Errorf("%s takes %q, which is no JSON", typ, data)
			}
			if err == nil {
				again, err := json.Marshal(got)
				if err != nil {
					t.Errorf("%s of %q can't be written: %v", typ, data, err)
				} else if _, err := decode.alone(again); err != nil {
					t.Errorf("%s of %q is written as %s: %v", typ, data, again, err)
				}
			}
			if !valid {
				continue
			}
			want, _ := decode.alone([]byte(good))
			items, err := decode.page(fmt.Appendf(nil, `{"items": [%s, %s, %s, %s], "pagination": %s}`, good, data, good, data, data))
			if err != nil && object {
				t.Fatalf("a page of %s with %q: %v", typ, data, err)
			}
			kept := 0
			for _, item := range items {
				if reflect.DeepEqual(item, want) {
					kept++
				}
			}
			if err == nil && kept < 2 {
				t.Errorf("a page of %s with %q keeps %d of 2 good items", typ, data, kept)
			}
		}
	})
}
