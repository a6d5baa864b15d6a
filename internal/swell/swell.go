// Package swell tells JSON that would become far more in memory than it is.
package swell

import (
	"bytes"
	"reflect"
)

const (
	// MaxCommas bounds how much there is in an answer. An honest page of 50 items holds
	// some thousands.
	MaxCommas = 200_000
	// fewCommas are never enough to do harm.
	fewCommas = 20_000
	// maxSwell bounds what the lists in an answer become in memory: each item of two
	// bytes a struct of a thousand. While a list grows, and where it is mended, it takes
	// several times that.
	maxSwell = 64 << 20
)

// Swells tells whether a text to be decoded into out holds more than any honest answer, or
// would become more in memory.
func Swells(body []byte, out any) bool {
	commas := bytes.Count(body, []byte(","))
	if commas <= fewCommas {
		return false
	}
	return commas > MaxCommas || int64(listItems(body))*largestItem(reflect.TypeOf(out), map[reflect.Type]bool{}) > maxSwell
}

// listItems counts what stands in the lists of a JSON text, give or take one for each
// list. Items of a wrong kind count: a decoder makes room for them before it sees that.
func listItems(body []byte) int {
	var inList []bool
	items := 0
	for i := 0; i < len(body); i++ {
		switch body[i] {
		case '"':
			for i++; i < len(body) && body[i] != '"'; i++ {
				if body[i] == '\\' {
					i++
				}
			}
		case '[', '{':
			inList = append(inList, body[i] == '[')
			if body[i] == '[' {
				items++
			}
		case ']', '}':
			inList = inList[:max(len(inList)-1, 0)]
		case ',':
			if len(inList) > 0 && inList[len(inList)-1] {
				items++
			}
		}
	}
	return items
}

// largestItem is the size of the largest item of any list that a type holds.
func largestItem(t reflect.Type, seen map[reflect.Type]bool) int64 {
	if seen[t] {
		return 0
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Pointer:
		return largestItem(t.Elem(), seen)
	case reflect.Slice, reflect.Map:
		return max(int64(t.Elem().Size()), largestItem(t.Elem(), seen)) //nolint:gosec // the size of a type of ours
	case reflect.Struct:
		most := int64(0)
		for f := range t.Fields() {
			most = max(most, largestItem(f.Type, seen))
		}
		return most
	}
	return 0
}
