package boxoffice

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"
)

// ebAt is a time as Eventbrite writes it.
func ebAt(t testing.TB, text string) *time.Time {
	t.Helper()
	return new(resMust(time.Parse(time.RFC3339, text))(t))
}

// ebSince is the time of every option in the tests: another zone and a fraction, which
// are not sent; ebSinceQuery is how it is sent.
var ebSince = UTC(time.Date(2026, 1, 2, 4, 4, 5, 678, time.FixedZone("", 3600)))

const ebSinceQuery = "2026-01-02T03%3A04%3A05Z"

// ebMoney is an amount as recorded, and ebUSD what it becomes.
func ebMoney(cents int) string {
	return fmt.Sprintf(`{"display": "$%d.%02d", "currency": "USD", "value": %d, "major_value": "%d.%02d"}`, cents/100, cents%100, cents, cents/100, cents%100)
}

func ebUSD(cents int64) Money {
	major := fmt.Sprintf("%d.%02d", cents/100, cents%100)
	return Money{Currency: "USD", Value: cents, MajorValue: major, Display: "$" + major}
}

// ebKeeps proves that what body has become is written back under the same keys, but
// for members that are null.
func ebKeeps(t *testing.T, body string, got any) {
	t.Helper()
	var want any
	if err := json.Unmarshal([]byte(body), &want); err != nil {
		t.Fatal(err)
	}
	text := string(resMust(json.Marshal(got))(t))
	resEqual(t, "written back", resCanonical(text), string(resMust(json.Marshal(ebWithoutNulls(want)))(t)))
}

func ebWithoutNulls(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, member := range v {
			if member != nil {
				out[key] = ebWithoutNulls(member)
			}
		}
		return out
	case []any:
		for i := range v {
			v[i] = ebWithoutNulls(v[i])
		}
	}
	return v
}

// ebFailure is an error as Eventbrite sends it.
func ebFailure(status int, code, description string) string {
	return fmt.Sprintf(`{"status_code": %d, "error_description": %q, "error": %q}`, status, description, code)
}

// ebFails proves what becomes of an error.
func ebFails(t *testing.T, err, kind error, status int, code string) *Error {
	t.Helper()
	e, ok := errors.AsType[*Error](err)
	if !ok || !errors.Is(err, kind) || e.Status != status || e.Code != code {
		t.Fatalf("got the error %v, want %v, %d %s", err, kind, status, code)
	}
	return e
}

// ebBare proves that nil options send nothing but the path.
func ebBare[T any](t *testing.T, path, key string, list func(eb *Eventbrite) (*Page[T], error)) {
	t.Helper()
	eb, server := ebMock(t)
	server.on("GET", path, 200, fmt.Sprintf(`{%q: [], "pagination": {"object_count": 0, "page_number": 1, "page_size": 50, "page_count": 1, "has_more_items": false}}`, key))
	got, err := list(eb)
	resEqual(t, "an empty list", []any{got, err}, []any{&Page[T]{Items: []T{}, Number: 1}, error(nil)})
	server.want(ebGet(path))
}
