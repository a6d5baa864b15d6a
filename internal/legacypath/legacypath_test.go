package legacypath

import (
	"slices"
	"testing"
)

// What MigrateEventbrite makes of whole calls is tested beside it.

func TestSegments(t *testing.T) {
	t.Parallel()
	for path, want := range map[string][]string{
		"/users/me/events/":   {"users", "me", "events"},
		"users/{user_id}/x":   {"users", "{user_id}", "x"},
		"v3/events/":          {"events"},
		"/v3/users/%s/venues": {"users", "%s", "venues"},
		"https://www.eventbriteapi.com/v3/webhooks/":        {"webhooks"},
		"HTTPS://a:b@WWW.EventbriteAPI.com:443/v3/webhooks": {"webhooks"},
		"www.eventbriteapi.com/v3/users/1/events/":          {"users", "1", "events"},
		"https://evil.example/v3/webhooks/":                 nil,
		"https://www.eventbriteapi.com@evil.example/v3/x/":  nil,
		"ftp://www.eventbriteapi.com/v3/webhooks/":          nil,
		"/users//events/":       nil,
		"/users/../events/":     nil,
		"/users/%2e%2e/events/": nil,
		"/users/a%2Fb/events/":  nil,
		"/users/a%5Cb/events/":  nil,
		"":                      nil,
	} {
		got, ok := Segments(path)
		if ok != (want != nil) || !slices.Equal(got, want) {
			t.Errorf("%q: %q, %v, want %q", path, got, ok, want)
		}
	}
}

func TestSplitQuery(t *testing.T) {
	t.Parallel()
	for path, want := range map[string][2]string{
		"/a/?b=c#d": {"/a/", "b=c"}, "/a/#d?e": {"/a/", ""}, "/a/#{id}/?x": {"/a/#{id}/", "x"}, "/a/": {"/a/", ""},
	} {
		if before, query := SplitQuery(path); before != want[0] || query != want[1] {
			t.Errorf("%q: %q, %q", path, before, query)
		}
	}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]struct {
		list string
		ok   bool
	}{
		"/users/{user_id}/contact_lists/{contact_list_id}/": {"9", true},
		"/users/{user_id}/contact_lists/":                   {"", false},
		"/users/{user_id}/bookmarks/{contact_list_id}/":     {"", false},
	} {
		if list, ok := Match(template, []string{"users", "me", "contact_lists", "9"}); list != want.list || ok != want.ok {
			t.Errorf("%s: %q, %v", template, list, ok)
		}
	}
}

func TestFill(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"42": "/o/42/", "a-b_C": "/o/a-b_C/", "": "/o/{x}/", "{id}": "/o/{x}/", "%7Bid%7D": "/o/{x}/", "..": "/o/{x}/", "a/b": "/o/{x}/", "%s": "/o/{x}/", "é": "/o/{x}/",
	} {
		if got := Fill("/o/{x}/", "{x}", id); got != want {
			t.Errorf("%q: %s, want %s", id, got, want)
		}
	}
}

func TestSafeQuery(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"": "", "status=live": "?status=live", "token=S3CR3T": "", "a=1&Token=S3CR3T&b=2": "?a=1&b=2", "access_token=S3CR3T&c=3": "?c=3",
		"%74oken=S3CR3T": "", "x=%zz": "", "api_key=S3CR3T": "", "a=Bearer+S3CR3T": "", "a=\x1b[2J": "", `a=\b`: "", "&&": "",
	} {
		if got := SafeQuery(query); got != want {
			t.Errorf("%q: %q, want %q", query, got, want)
		}
	}
}
