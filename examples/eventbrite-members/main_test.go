package main

import (
	"bytes"
	"errors"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func TestShow(t *testing.T) {
	t.Parallel()
	demo := inMemory()
	defer demo.Close()
	var out bytes.Buffer
	if err := show(t.Context(), &out, demo.URL, demo.Token); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`Demo Festival \(organization ` + demo.Organization + `\)`,
		`Box office +event +event.details:read, event.orders:read`,
		`\d+ +Bob Box +Box office`,
		`Tour Ltd`,
		demo.User + ` +\S.* +Owner`,
	} {
		if !regexp.MustCompile(want).MatchString(out.String()) {
			t.Errorf("%s is missing in\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), demo.Token) {
		t.Error("the token is printed")
	}
	for _, r := range demo.Requests() {
		if r.Method != "GET" {
			t.Errorf("%s %s was sent", r.Method, r.Path)
		}
	}
}

func TestShowWithoutOrganizations(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewEventbrite(t, boxofficetest.WithoutOrganizations())
	var out bytes.Buffer
	if err := show(t.Context(), &out, server.URL, server.Token); err != nil || !strings.Contains(out.String(), "no organization") {
		t.Errorf("%q, %v", out.String(), err)
	}
}

// Someone whom the token may not see is still listed; any other failure ends it.
func TestShowWhenUsersAreHidden(t *testing.T) {
	t.Parallel()
	server := inMemory()
	defer server.Close()
	hide := boxofficetest.Fault{
		Method: "GET", Path: "/v3/users/[0-9]*/", Status: 403, Times: -1,
		Body: `{"status_code": 403, "error": "NOT_AUTHORIZED", "error_description": "You do not have permission."}`,
	}
	server.Fail(hide)
	var out bytes.Buffer
	if err := show(t.Context(), &out, server.URL, server.Token); err != nil || strings.Count(out.String(), "(not shown to this token)") != 3 {
		t.Errorf("%v\n%s", err, out.String())
	}
	server.ClearFaults()
	hide.Status, hide.Body = 401, `{"status_code": 401, "error": "INVALID_AUTH", "error_description": "The OAuth token you provided was invalid."}`
	server.Fail(hide)
	if err := show(t.Context(), &out, server.URL, server.Token); !errors.Is(err, boxoffice.ErrUnauthorized) {
		t.Error(err)
	}
}

// Members are thinly documented: one without an id that can be asked for is listed, too.
func TestShowOfAMemberWithoutAnID(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewEventbrite(t)
	server.Fail(boxofficetest.Fault{
		Path: "/v3/organizations/*/members/",
		Body: `{"members": [{"role_summary": "Ghost"}], "pagination": {"has_more_items": false}}`,
	})
	var out bytes.Buffer
	if err := show(t.Context(), &out, server.URL, server.Token); err != nil || !strings.Contains(out.String(), "Ghost") {
		t.Errorf("%v\n%s", err, out.String())
	}
}

// A name may hold what moves the cursor, hides text or turns its direction.
func TestShowIsSafeForATerminal(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewEventbrite(t)
	evil := "\x1b[2Jcleared\u202egnp.exe\ttab\nline"
	server.AddRole("", boxofficetest.EventbriteRole{Name: evil, Permissions: []string{evil}})
	server.AddMember("", boxofficetest.EventbriteMember{UserID: server.AddUser(boxofficetest.EventbriteUser{Name: evil}), RoleSummary: evil})
	var out bytes.Buffer
	if err := show(t.Context(), &out, server.URL, server.Token); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if i := strings.IndexFunc(strings.TrimSuffix(line, "\n"), func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 {
			t.Errorf("%q is printed", line[i:])
		}
	}
}
