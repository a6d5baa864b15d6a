package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode"
)

// program runs it with a standard input of its own.
func program(t *testing.T, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "stdin")
	if err := os.WriteFile(path, []byte(stdin), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var out, errs bytes.Buffer
	code = run(args, in, &out, &errs)
	return code, out.String(), errs.String()
}

func TestText(t *testing.T) {
	t.Parallel()
	code, out, errs := program(t, "GET "+call+"\nfetch('/users/7/owned_event_orders')\n\nPOST https://www.eventbriteapi.com/v3/users/me/assortment/\n")
	want := `-:1:37: GET /users/me/owned_events/
  HTTP  GET /organizations/{organization_id}/events/  (recorded)
  SDK   eb.Events.List
  Note  One organization's events: a user with several organizations needs a call for each. Send status: sources disagree on which events come without.

-:2:8: GET /users/7/owned_event_orders/  (the method is a guess)
  HTTP  GET /organizations/{organization_id}/orders/  (recorded)
  SDK   eb.Orders.List
  Note  Orders lose display_price, display_fee and the other display costs, which GET /orders/{order_id}/ still has. status=all is not known here: all_not_deleted is.

-:4:38: POST /users/me/assortment/
  HTTP  POST /organizations/{organization_id}/assortment/  (only named; not in the public docs)
  SDK   eb.Assortment.Set

Legacy calls: 3, in files: 1.
`
	if code != exitFound || out != want || errs != "" {
		t.Errorf("exit status %d, %q and\n%s", code, errs, out)
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	code, out, errs := program(t, "a\n  /users/7/contact_lists/8/contacts/?token=SECRET\n", "-json", "-organization", "42", "-")
	if code != exitFound || errs != "" {
		t.Errorf("exit status %d, %q", code, errs)
	}
	var got []map[string]any
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	first := map[string]any{
		"file": "-", "line": 2.0, "column": 3.0, "row": 7.0, "method_known": false,
		"legacy_method": "GET", "legacy_path": "/users/7/contact_lists/8/contacts/",
		"method": "GET", "path": "/organizations/42/contact_lists/8/contacts/",
		"certainty": "D", "public_docs": false, "sdk": "ContactLists.ListContacts", "note": "",
	}
	if len(got) != 2 || !reflect.DeepEqual(got[0], first) || got[1]["row"] != 26.0 || got[1]["legacy_method"] != "POST" {
		t.Errorf("%s", out)
	}

	_, out, _ = program(t, "POST /v3/organizers/?organizer_ids=1&token=x", "-json")
	if !strings.Contains(out, `"path": "/organizations/{organization_id}/organizers/"`) {
		t.Errorf("a query is shown, or nothing found: %s", out)
	}

	code, out, _ = program(t, "nothing", "-json")
	if code != exitNone || out != "[]\n" {
		t.Errorf("exit status %d and %q for nothing found", code, out)
	}
}

func TestExitStatus(t *testing.T) {
	t.Parallel()
	found := write(t, map[string]string{"x.py": call})
	clean := write(t, map[string]string{"x.py": "/organizations/42/events/"})
	missing := filepath.Join(clean, "missing")
	tests := map[string]struct {
		args []string
		want int
	}{
		"found":                       {[]string{found}, exitFound},
		"none":                        {[]string{clean}, exitNone},
		"one of two":                  {[]string{clean, found}, exitFound},
		"missing":                     {[]string{missing}, exitFailed},
		"found, but not all was read": {[]string{found, missing}, exitFailed},
		"help":                        {[]string{"-h"}, exitNone},
		"an unknown flag":             {[]string{"-x", found}, exitFailed},
		"an organization that climbs": {[]string{"-organization", "../x", found}, exitFailed},
		"a template for one":          {[]string{"-organization", "{id}", found}, exitFailed},
	}
	for name, tt := range tests {
		if code, out, errs := program(t, "", tt.args...); code != tt.want {
			t.Errorf("%s: exit status %d, not %d\n%s%s", name, code, tt.want, out, errs)
		}
	}
	if code, out, _ := program(t, ""); code != exitNone || out != "No legacy calls were found.\n" {
		t.Errorf("an empty standard input: %d, %q", code, out)
	}
	// What was found is told although something could not be read.
	if _, out, errs := program(t, "", found, missing); !strings.Contains(out, "owned_events") || !strings.Contains(errs, "missing") {
		t.Errorf("%q, %q", out, errs)
	}
}

// Without a path and with nothing piped in it shows itself, and stops no build.
func TestDemo(t *testing.T) {
	t.Parallel()
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	var out, errs bytes.Buffer
	code := run(nil, null, &out, &errs)
	if code != exitNone || !strings.Contains(errs.String(), "lines of its own") || strings.Count(out.String(), "SDK ") != 3 {
		t.Errorf("exit status %d, %q and\n%s", code, errs.String(), out.String())
	}
}

// A line may hold a token anywhere: in the query, in a header, in an expression.
func TestNoTokenIsPrinted(t *testing.T) {
	t.Parallel()
	lines := []string{
		call + "?token=SECRET", call + "?page=1&token=SECRET&x=SECRET", `https:\/\/www.eventbriteapi.com\/v3\/users\/me\/owned_events\/?token=SECRET`,
		"https://SECRET@www.eventbriteapi.com/v3/users/me/owned_events/", `curl -H "Authorization: Bearer SECRET" ` + call,
		"/users/{SECRET}/owned_events/", "/users/${token='SECRET'}/owned_events/", "/users/token%3DSECRET/owned_events/", "'/users/' + f('SECRET') + '/owned_events/'",
		"/users/SECRET/owned_events/", "/users/me/owned_events#token=SECRET", "token=SECRET /users/me/owned_events/", "/users/:SECRET/contact_lists/<SECRET>/",
		"eventbrite.post('/events/?token=SECRET')", "/v3/organizers?token=SECRET",
	}
	for _, line := range lines {
		for _, args := range [][]string{{"-"}, {"-json", "-"}, {"-organization", "42", "-"}} {
			code, out, errs := program(t, line+"\n", args...)
			if code != exitFound {
				t.Errorf("%s: exit status %d", line, code)
			}
			if strings.Contains(out+errs, "SECRET") || strings.Contains(out+errs, "token") {
				t.Errorf("%s %v prints\n%s%s", line, args, out, errs)
			}
		}
	}
}

// A file's name may hold what moves the cursor, hides text or turns its direction.
func TestSafeForATerminal(t *testing.T) {
	t.Parallel()
	name := "\x1b[2Jcleared\u202egnp.exe\ttab\nforged:1:1\u009b\U000e0001\x7f.py"
	dir := write(t, map[string]string{name: "\x1b]0;title\x07 " + call + "\u202e\n"})
	for _, args := range [][]string{{dir}, {"-json", dir}, {filepath.Join(dir, name)}, {dir, filepath.Join(dir, "missing\x1b[2J")}, {"-organization", "\x1b[2J", dir}} {
		_, out, errs := program(t, "", args...)
		for line := range strings.Lines(out + errs) {
			if i := strings.IndexFunc(strings.TrimSuffix(line, "\n"), func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 {
				t.Errorf("%q prints %q", args, line[i:])
			}
			if strings.HasPrefix(line, "forged") {
				t.Errorf("%q prints %q", args, line)
			}
		}
	}
	_, out, _ := program(t, "", "-json", dir)
	var got []finding
	if err := json.Unmarshal([]byte(out), &got); err != nil || len(got) != 1 || got[0].File != filepath.Join(dir, name) {
		t.Errorf("%v: %+v", err, got)
	}
}
