package swell

import (
	"reflect"
	"strings"
	"testing"
)

type item struct {
	Big  [1000]byte
	Next *item
	Name map[string]string
}

type page struct {
	Items []item
	Small []string
}

func TestSwells(t *testing.T) {
	t.Parallel()
	many := func(s string, n int) string { return strings.Repeat(s+",", n) + s }
	tests := []struct {
		name, text string
		out        any
		want       bool
	}{
		{"nothing", "", new(page), false},
		{"few", "[" + many("{}", fewCommas) + "]", new(page), false},
		{"large items", "[" + many("{}", maxSwell/1000) + "]", new(page), true},
		{"items of a wrong kind", "[" + many("1", maxSwell/1000) + "]", new(page), true},
		{"small items", "[" + many("{}", maxSwell/1000) + "]", new([]string), false},
		{"members", "[{" + many(`"a":1`, maxSwell/1000) + "}]", new(page), false},
		{"a text", `["` + strings.Repeat(`\",[`, maxSwell/1000) + `"]`, new(page), false},
		{"as many as there may be", `{` + many(`"a":1`, MaxCommas) + "}", new(int), false},
		{"too many of anything", `{` + many(`"a":1`, MaxCommas+1) + "}", new(int), true},
		{"what is no JSON", "]}" + many("]", maxSwell/1000) + `"\`, new(page), false},
	}
	for _, test := range tests {
		if got := Swells([]byte(test.text), test.out); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}

func TestListItems(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		`[]`: 1, `[1]`: 1, `[1,2]`: 2, `{"a":[1,2],"b":[],"c":1}`: 3, `[[1,2],[3,4]]`: 6, `"[1,2]"`: 0, `["\",",2]`: 2, `{"a":{"b":1,"c":2}}`: 0,
	} {
		if got := listItems([]byte(text)); got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
	for _, test := range []struct {
		out  any
		want int64
	}{{page{}, int64(reflect.TypeFor[item]().Size())}, {1, 0}, {[]string{}, 16}, {map[string][3]int{}, 24}} {
		if got := largestItem(reflect.TypeOf(test.out), map[reflect.Type]bool{}); got != test.want {
			t.Errorf("%T: %d, want %d", test.out, got, test.want)
		}
	}
}
