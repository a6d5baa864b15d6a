package boxoffice

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestExpandPath(t *testing.T) {
	t.Parallel()
	tests := []struct {
		reason   string
		template string
		args     []any
		want     string
	}{
		{"no placeholder", "/version", nil, "/version"},
		{"a string and an id", "/organizers/{organizer}/teams/{team}/", []any{"demo", int64(7)}, "/organizers/demo/teams/7/"},
		{"the largest id", "/{id}/", []any{int64(1<<63 - 1)}, "/9223372036854775807/"},
		{"a space", "/{x}/", []any{"a b"}, "/a%20b/"},
		{"a percent sign, so that nothing is escaped twice", "/{x}/", []any{"100%"}, "/100%25/"},
		{"an escaped slash is text", "/{x}/", []any{"a%2Fb"}, "/a%252Fb/"},
		{"escaped dots are text", "/{x}/", []any{"%2e%2e"}, "/%252e%252e/"},
		{"a question mark and a hash do not end the path", "/{x}/", []any{"a?b#c"}, "/a%3Fb%23c/"},
		{"a semicolon and a comma", "/{x}/", []any{"a;b,c"}, "/a%3Bb%2Cc/"},
		{"beyond ASCII", "/{x}/", []any{"bühne-東京"}, "/b%C3%BChne-%E6%9D%B1%E4%BA%AC/"},
		{"dots that are not all of it", "/{x}/", []any{"...a"}, "/...a/"},
		{"three dots are a name", "/{x}/", []any{"..."}, "/.../"},
		{"a colon and an at sign", "/{x}/", []any{"a:b@c"}, "/a:b@c/"},
		{"braces in a value are no placeholder", "/{x}/{y}/", []any{"{y}", "z"}, "/%7By%7D/z/"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			got, err := expandPath(test.template, test.args)
			if err != nil {
				t.Fatal(err)
			}
			wantEqual(t, "the path", got, test.want)
		})
	}
}

func TestExpandPathRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		reason, template, argument string
		args                       []any
	}{
		{"an empty value makes the collection of an item", "/teams/{team}/", "team", []any{""}},
		{"a blank value", "/teams/{team}/", "team", []any{" \t"}},
		{"a dot", "/teams/{team}/", "team", []any{"."}},
		{"two dots climb", "/teams/{team}/", "team", []any{".."}},
		{"a slash", "/teams/{team}/", "team", []any{"a/b"}},
		{"a backslash", "/teams/{team}/", "team", []any{`a\b`}},
		{"a line break", "/teams/{team}/", "team", []any{"a\nb"}},
		{"a NUL", "/teams/{team}/", "team", []any{"a\x00"}},
		{"a C1 control character", "/teams/{team}/", "team", []any{"a\u0085"}},
		{"bytes that are no text", "/teams/{team}/", "team", []any{"a\xff"}},
		{"an id of zero", "/teams/{team}/", "team", []any{int64(0)}},
		{"a negative id", "/teams/{team}/", "team", []any{int64(-1)}},
		{"a type that has no place in a path", "/teams/{team}/", "team", []any{7}},
		{"no type at all", "/teams/{team}/", "team", []any{nil}},
		{"the second value", "/{a}/{b}/", "b", []any{"x", ""}},
		{"fewer placeholders than values", "/{a}/", "path", []any{"x", "y"}},
		{"no placeholders but values", "/a/", "path", []any{"x"}},
		{"more placeholders than values", "/{a}/{b}/", "path", []any{"x"}},
		{"a placeholder that is not closed", "/{a/", "path", []any{"x"}},
		{"a placeholder that is not opened", "/a}/", "path", nil},
		{"a dot segment in the template", "/../{a}/", "path", []any{"x"}},
		{"an empty segment in the template", "//{a}/", "path", []any{"x"}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			got, err := expandPath(test.template, test.args)
			wantArgumentError(t, err, test.argument)
			wantEqual(t, "the path besides the error", got, "")
		})
	}
}

// Whatever the value, the path either is refused or has the segments of its
// template, and the value reads back from its own.
func FuzzExpandPath(f *testing.F) {
	for _, seed := range []string{"demo", "..", ".", "", " ", "a/b", "%2e%2e", "a?b#c", "\\..\\", "{x}", "bühne", "\xff", "\u2028", "a\x00b"} {
		f.Add(seed)
	}
	const template = "/organizers/{organizer}/teams/"
	f.Fuzz(func(t *testing.T, value string) {
		path, err := expandPath(template, []any{value})
		if err != nil {
			bad := wantArgumentError(t, err, "organizer")
			if !utf8.ValidString(bad.Error()) || strings.ContainsAny(bad.Error(), "\r\n\x1b") {
				t.Errorf("the error can't be printed: %q", bad.Error())
			}
			return
		}
		u, err := url.Parse("https://pretix.test/shop/api/v1" + path)
		if err != nil {
			t.Fatalf("%q gives %q, which can't be parsed: %v", value, path, err)
		}
		if u.Host != "pretix.test" || u.RawQuery != "" || u.Fragment != "" || u.ForceQuery {
			t.Errorf("%q changes more than the path: %s", value, u)
		}
		segments := strings.Split(u.EscapedPath(), "/")
		if len(segments) != 8 || segments[4] != "organizers" || segments[6] != "teams" || segments[7] != "" {
			t.Errorf("%q gives the path %q", value, u.EscapedPath())
			return
		}
		if back, err := url.PathUnescape(segments[5]); err != nil || back != value {
			t.Errorf("%q reads back as %q with error %v", value, back, err)
		}
		if joined := u.JoinPath(); joined.Path != u.Path {
			t.Errorf("%q gives %q, which cleans to %q", value, u.Path, joined.Path)
		}
	})
}

func TestPlaceholders(t *testing.T) {
	t.Parallel()
	tests := []struct {
		template string
		want     []string
	}{
		{"/version", nil},
		{"/{a}/x/{b}/", []string{"a", "b"}},
		{"/{a}{b}", []string{"a", "b"}},
		{"/{a}/{b", []string{"a"}},
		{"/{}", []string{""}},
	}
	for _, test := range tests {
		if got := slices.Collect(placeholders(test.template)); !slices.Equal(got, test.want) {
			t.Errorf("placeholders(%q) = %q, want %q", test.template, got, test.want)
		}
	}
	for name := range placeholders("/{a}/{b}/") {
		wantEqual(t, "the first placeholder", name, "a")
		break
	}
}

func TestQueryValues(t *testing.T) {
	t.Parallel()
	tests := []struct {
		reason string
		query  any
		want   string
	}{
		{"none", nil, ""},
		{"nil options", (*TeamListOptions)(nil), ""},
		{"options by pointer", &ListOptions{Page: 2, PageSize: 50}, "page=2&page_size=50"},
		{"options that are never sent", ListOptions{Window: 4, Strict: true}, ""},
		{"values as they are", url.Values{"b": {"2", "1"}, "a": {""}}, "a=&b=2&b=1"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			got, err := queryValues(test.query)
			if err != nil {
				t.Fatal(err)
			}
			wantEqual(t, "the query", got.Encode(), test.want)
		})
	}
	_, err := queryValues([]string{"a"})
	wantArgumentError(t, err, "query")
}

func TestNilContext(t *testing.T) {
	t.Parallel()
	px, m := newMock(t)
	var none context.Context
	_, err := px.Organizers.List(none, nil)
	wantArgumentError(t, err, "ctx")
	_, err = Do[device](none, px.Client(), Request{Method: "POST", Path: "/x/"})
	wantArgumentError(t, err, "ctx")
	m.wantSent()
}

func TestIsRead(t *testing.T) {
	t.Parallel()
	for method, want := range map[string]bool{
		http.MethodGet: true, http.MethodHead: true, http.MethodOptions: true,
		http.MethodPost: false, http.MethodPut: false, http.MethodPatch: false, http.MethodDelete: false,
	} {
		wantEqual(t, method, isRead(method), want)
	}
}
