package boxoffice

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever a page says of the next one: it is the one behind it, on the server that was
// asked, or it is an error.
func FuzzNextPage(f *testing.F) {
	for _, link := range []string{
		"https://pretix.test/api/v1/x/?page=2", "?page=2", "//evil.test/?page=2", "http://u:p@evil.test:1/?page=2&page=3", "javascript:?page=2",
		"?page=02", "?page=+2", "?page=2%20", "?page=9223372036854775808", "?page=-1", "?page=", "", "?page=1", "?%zz", "http://[", "?page=2;page=3", "\xff?page=2",
		"?page=" + strings.Repeat("9", 2000), "?p%61ge=2", "/../?page=3#?page=2",
	} {
		f.Add(link, 1, `{"id":1}`)
	}
	f.Add("?page=3", 2, "")
	f.Fuzz(func(t *testing.T, link string, number int, item string) {
		if number < 1 {
			return
		}
		quoted, err := json.Marshal(link)
		if err != nil {
			t.Fatal(err)
		}
		var asked []string
		px := fuzzOver(t, func(r *http.Request) string {
			asked = append(asked, r.URL.Scheme+"://"+r.URL.Host+r.URL.Path)
			return fmt.Sprintf(`{"count":9,"next":%s,"results":[%s]}`, quoted, item)
		})
		l := list[untypedItem[json.RawMessage], string]{client: px.client, req: request{method: "GET", path: "/x/"}, id: func(i *untypedItem[json.RawMessage]) string { return i.key }}
		page, err := l.page(t.Context(), ListOptions{Page: number})
		if want := []string{testRoot + "/x/"}; !slices.Equal(asked, want) {
			t.Fatalf("%q: asked %q", link, asked)
		}
		switch {
		case err != nil && page != nil:
			t.Errorf("%q: a page besides %v", link, err)
		case err != nil:
			wantPrintable(t, err)
		case page.NextPage != number+1 || number+1 <= number:
			t.Errorf("%q on page %d leads to %d", link, number, page.NextPage)
		}
	})
}

// Whatever a continuation is, it goes back to where it came from, as it came.
func FuzzContinuation(f *testing.F) {
	for _, token := range []string{"", "T", "a&page=2", "http://evil.test/", "../..", "\r\nHost: evil", "\x00", "\xff", "a b+c%20", "ü\u2028", "#", strings.Repeat("x", maxContinuation+1)} {
		f.Add(token)
	}
	f.Fuzz(func(t *testing.T, token string) {
		quoted, err := json.Marshal(token)
		if err != nil {
			t.Fatal(err)
		}
		var asked []*http.Request
		c := fuzzOver(t, func(r *http.Request) string {
			asked = append(asked, r)
			return fmt.Sprintf(`{"events":[{"id":"%d"}],"pagination":{"has_more_items":%v,"continuation":%s}}`, len(asked), len(asked) == 1, quoted)
		}).client
		over := *c
		over.platform = &eventbritePlatform
		events, err := Collect((&continuations[Event]{client: &over, key: "events", req: request{op: "x", method: "GET", path: "/x/"}}).all(t.Context()))
		for _, r := range asked {
			if r.URL.Host != "pretix.test" || r.URL.Path != testRootPath+"/x/" || r.URL.User != nil || r.URL.Fragment != "" {
				t.Fatalf("%q: asked %s", token, r.URL)
			}
		}
		switch {
		case err != nil:
			wantPrintable(t, err)
			if token != "" && len(token) <= maxContinuation/3 {
				t.Errorf("%q: %v", token, err)
			}
		case len(events) != 2 || len(asked) != 2 || asked[1].URL.Query().Get("continuation") != strings.ToValidUTF8(token, "\ufffd"):
			// As JSON carries it: each bad byte is a mark of its own.
			var carried string
			if json.Unmarshal(quoted, &carried) != nil || len(asked) != 2 || asked[1].URL.Query().Get("continuation") != carried {
				t.Errorf("%q: asked for %q", token, asked[len(asked)-1].URL)
			}
		}
	})
}

// The conversions there and back. Booleans read as what pretix's migration makes of
// them, and what was read and is written again changes nothing. Booleans that are set
// on a newer server give and take their own permissions, or are an error, and what a
// plugin added stays.
func FuzzBooleans(f *testing.F) {
	f.Add(uint8(0), uint8(0), uint8(0), uint64(0), "", false, uint8(0))
	for i := range uint8(60) {
		f.Add(i*7, i*13, i*29, uint64(i)*0x9e3779b97f4a7c15, []string{"", "x:y", "event.orders:new", "event.plugin:fly,event.plugin:fly"}[i%4], i%2 == 0, i)
	}
	releases := []string{"3.16.0", "3.17.2", "4.17.1", "2024.3.0", "2024.4.0", "2026.2.2"}
	f.Fuzz(func(t *testing.T, mask, said, value uint8, bits uint64, strangers string, atOrganizer bool, which uint8) {
		l, on := level(atOrganizer), resRelease(t, releases[int(which)%len(releases)])
		keys := levelKeys(l)

		team := teamOf(t, l, existing(t, l, int(mask)&(1<<len(keys)-1), on))
		is := map[string]bool{}
		for i, key := range keys {
			is[key] = existing(t, l, int(mask), on)>>i&1 == 1
		}
		all, list := specMigration(atOrganizer, is)
		read := team.Permissions().at(l)
		if read.IsAll() != all || !slices.Equal(read.List(), list) {
			t.Errorf("%v reads as %s, want %v %v", is, read, all, list)
		}
		switch values, err := changedFlags(team, read, l, on); {
		case err != nil && !errors.Is(err, errors.ErrUnsupported):
			t.Errorf("%v: %v", is, err)
		case err == nil && !reflect.DeepEqual(written(t, team, values), team):
			t.Errorf("%s on %s: %v reads as %s, and to write that changes it: %v", l, on, is, read, values)
		}

		before := AllPermissions()
		if bits>>63 == 0 {
			var held []Permission
			for i, p := range l.catalogued() {
				if bits>>i&1 == 1 {
					held = append(held, p)
				}
			}
			for name := range strings.SplitSeq(strangers, ",") {
				held = append(held, Permission(name))
			}
			before = OnlyPermissions(held...)
		}
		var in LegacyPermissions
		var gives, takes []Permission
		named := false
		for i, key := range keys {
			if said>>i&1 == 0 {
				continue
			}
			on := value>>i&1 == 1
			setFlag(t, &in, key, &on)
			named = true
			for _, flag := range specFlags {
				if flag.key != key {
					continue
				}
				for _, p := range flag.grants {
					if on {
						gives = append(gives, p)
					} else {
						takes = append(takes, p)
					}
				}
			}
		}
		after, changed, err := applyLegacy(before, l, &in)
		switch {
		case err != nil:
			wantPrintable(t, err)
			return
		case changed != named:
			t.Errorf("%+v: named %v", in, changed)
		case !named && !after.Equal(before):
			t.Errorf("nothing was said, and %s became %s", before, after)
		}
		if problem := combinationProblem(after); named && problem != "" {
			t.Errorf("%s and %+v: %s", before, in, problem)
		}
		for _, p := range before.List() {
			if !after.Has(p) && !slices.Contains(takes, p) && p != PermissionEventOrdersCheckin {
				t.Errorf("%+v took %s from %s", in, p, before)
			}
		}
		for _, p := range after.List() {
			if !before.Has(p) && !slices.Contains(gives, p) {
				t.Errorf("%+v gave %s to %s", in, p, before)
			}
		}
		for _, p := range gives {
			if !after.Has(p) && !slices.Contains(takes, p) && (p != PermissionEventOrdersCheckin || !after.Has(PermissionEventOrdersWrite)) {
				t.Errorf("%+v did not give %s: %s", in, p, after)
			}
		}
	})
}

// catalogued are pretix's own permissions of a level.
func (l level) catalogued() []Permission {
	var out []Permission
	for _, g := range PermissionGroups() {
		for _, p := range g.Permissions() {
			if p.level() == l {
				out = append(out, p)
			}
		}
	}
	return out
}

// fuzzOver is a client of a server that answers 200 with JSON, made for each run.
func fuzzOver(t *testing.T, answer func(*http.Request) string) *Pretix {
	t.Helper()
	return newTestPretix(t, testBase, once(), WithHTTPClient(&http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		body := answer(r)
		return &http.Response{
			StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)),
			ContentLength: int64(len(body)), Request: r,
		}, nil
	})}))
}

func wantPrintable(t *testing.T, err error) {
	t.Helper()
	if text := err.Error(); !utf8.ValidString(text) || strings.ContainsAny(text, "\r\n\x00\x1b\u202e\u2028") || len(text) > 8<<10 {
		t.Errorf("the error can't be printed: %q", text)
	}
}
