package boxoffice

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func TestInvites(t *testing.T) {
	t.Parallel()
	px, server := resMock(t)
	server.on("GET", resTeams+"7/invites/4/", 200, `{"id":4,"email":"b@x.org"}`)
	server.on("DELETE", resTeams+"7/invites/4/", 204)
	invite, err := px.Invites.Get(t.Context(), "demo", 7, 4)
	resEqual(t, "invite", []any{invite, err}, []any{&TeamInvite{ID: 4, Email: "b@x.org"}, error(nil)})
	if err := px.Invites.Revoke(t.Context(), "demo", 7, 4); err != nil {
		t.Error(err)
	}
	server.want(resGet(resTeams+"7/invites/4/"), resSent{"DELETE", resTeams + "7/invites/4/", "", ""})
	b := resMust(json.Marshal(invite))(t)
	resEqual(t, "marshals to the platform's keys", string(b), `{"id":4,"email":"b@x.org"}`)
}

func TestInvitesCreate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		why, answer string
		invite      TeamInvite
		invited     bool
		email       string
		added       bool
		text        string
	}{
		{"no account: an invitation", `{"id":4,"email":"B@x.org"}`, TeamInvite{4, "B@x.org"}, true, "", false, "invited B@x.org"},
		{"an account: a member at once, in its own spelling", `{"id":null,"email":"b@X.org"}`, TeamInvite{}, false, "b@X.org", true, "added b@X.org"},
		{"the key left out, as the docs say", `{"email":"b@X.org"}`, TeamInvite{}, false, "b@X.org", true, "added b@X.org"},
	} {
		px, server := resMock(t)
		server.on("POST", resTeams+"7/invites/", 201, tt.answer)
		result, err := px.Invites.Create(t.Context(), "demo", 7, " B@x.org\n")
		if err != nil {
			t.Fatalf("%s: %v", tt.why, err)
		}
		invite, invited := result.Invited()
		email, added := result.Added()
		resEqual(t, tt.why, []any{invite, invited, email, added, result.String(), fmt.Sprint(result)},
			[]any{tt.invite, tt.invited, tt.email, tt.added, tt.text, tt.text})
		if b := resMust(json.Marshal(result))(t); !strings.HasPrefix(string(b), `{"id":`) || tt.added && string(b) != `{"id":null,"email":"b@X.org"}` {
			t.Errorf("%s: marshals to %s", tt.why, b)
		}
		server.want(resSent{"POST", resTeams + "7/invites/", "", `{"email":"B@x.org"}`})
	}
}

// A hostile spelling is made safe to print.
func TestInviteResultPrints(t *testing.T) {
	t.Parallel()
	for _, r := range []*InviteResult{{id: 4, email: "\x1b[2Ja@x.org"}, {email: "\x1b[2Ja@x.org"}} {
		if text := r.String(); strings.Contains(text, "\x1b") || !strings.HasSuffix(text, "[2Ja@x.org") {
			t.Errorf("%q", text)
		}
	}
}

// What an answer to another call looks like, replayed under a key that was used
// before.
func TestInvitesCreateGetsSomethingElse(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{`{}`, `{"id":7,"name":"Box"}`, `{"id":7,"name":"n","active":true,"token":"SECRET"}`, `{"id":4,"email":"other@x.org"}`} {
		px, server := resMock(t)
		server.on("POST", resTeams+"7/invites/", 201, answer)
		result, err := px.Invites.Create(t.Context(), "demo", 7, "a@x.org")
		if e, ok := errors.AsType[*Error](err); !ok || e.Operation != "Invites.Create" || result != nil || strings.Contains(fmt.Sprintf("%v %+v", err, e), "SECRET") {
			t.Errorf("%s: %v, %v", answer, result, err)
		}
	}
}

func TestInviteAddresses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		why, email, want string // "" is refused
	}{
		{"an address", "a@x.org", "a@x.org"},
		{"with space around", "\t a@x.org \n", "a@x.org"},
		{"without a dot", "a@localhost", "a@localhost"},
		{"with letters of other languages", "a@bücher.example", "a@bücher.example"},
		{"254 characters", strings.Repeat("a", 248) + "@x.org", strings.Repeat("a", 248) + "@x.org"},
		{"254 characters, not bytes", strings.Repeat("ü", 248) + "@x.org", strings.Repeat("ü", 248) + "@x.org"},
		{"255 characters", strings.Repeat("a", 249) + "@x.org", ""},
		{"nothing, of which pretix makes an invite to nobody", "", ""},
		{"space", "  ", ""},
		{"no at", "ana", ""},
		{"no name", "@x.org", ""},
		{"no host", "a@", ""},
		{"a space inside", "a b@x.org", ""},
		{"a header", "a@x.org\r\nBcc: b@x.org", ""},
		{"a control character", "a\x00@x.org", ""},
	} {
		got, err := checkEmail(tt.email)
		resEqual(t, tt.why, got, tt.want)
		if tt.want == "" {
			resArgument(t, err, "email")
		} else if err != nil {
			t.Errorf("%s: %v", tt.why, err)
		}
	}
}

func TestInvitesForReal(t *testing.T) {
	t.Parallel()
	for _, version := range resReleases {
		px, server := resFake(t, version)
		team := server.AddTeam("", boxofficetest.PretixTeam{Name: "Door"})
		ana := server.AddUser(boxofficetest.PretixUser{Email: "Ana@x.org"})

		result := resMust(px.Invites.Create(t.Context(), "demo", team, "ANA@x.org"))(t)
		if email, ok := result.Added(); !ok || email != "Ana@x.org" {
			t.Errorf("%s: %s", version, result)
		}
		resEqual(t, "members", server.Members(team)[0].ID, ana)
		result = resMust(px.Invites.Create(t.Context(), "demo", team, "ben@x.org"))(t)
		invite, ok := result.Invited()
		if !ok {
			t.Errorf("%s: %s", version, result)
		}
		all, err := Collect(px.Invites.All(t.Context(), "demo", team, nil))
		resEqual(t, version, []any{all, err}, []any{[]TeamInvite{invite}, error(nil)})

		for email, message := range map[string]string{
			"BEN@x.org": "This user already has been invited for this team.",
			"ana@X.org": "This user already has permissions for this team.",
		} {
			_, err := px.Invites.Create(t.Context(), "demo", team, email)
			e, ok := errors.AsType[*Error](err)
			if !ok || !errors.Is(err, ErrInvalid) || e.Message != message {
				t.Errorf("%s: %v", version, err)
				continue
			}
			resEqual(t, "a bare list of texts", e.Fields, map[string][]string{"non_field_errors": {message}})
		}
		if err := px.Invites.Revoke(t.Context(), "demo", team, invite.ID); err != nil {
			t.Fatal(err)
		}
		if err := px.Invites.Revoke(t.Context(), "demo", team, invite.ID); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: revoked again: %v", version, err)
		}
	}
}

// A result can be written down and read, so that a program's own tests can make one.
func TestInviteResultThereAndBack(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`{"id":4,"email":"a@x.org"}`, `{"id":null,"email":"a@x.org"}`} {
		var r InviteResult
		if err := json.Unmarshal([]byte(text), &r); err != nil {
			t.Fatal(err)
		}
		if got := string(resMust(json.Marshal(r))(t)); got != text {
			t.Errorf("%s becomes %s", text, got)
		}
		_, invited := r.Invited()
		_, added := r.Added()
		if invited == added || added != strings.Contains(text, "null") {
			t.Errorf("%s is %s", text, r)
		}
	}
	var zero InviteResult
	if _, invited := zero.Invited(); invited {
		t.Error("nothing is an invitation")
	}
	if _, added := zero.Added(); added {
		t.Error("nothing is a member")
	}
	if zero.String() != "neither invited nor added" {
		t.Error(zero.String())
	}
	if err := json.Unmarshal([]byte(`{"id":"x"}`), &zero); err == nil {
		t.Error("no id was read")
	}
}
