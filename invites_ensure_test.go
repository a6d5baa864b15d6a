package boxoffice

import (
	"errors"
	"testing"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func TestEnsure(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"3.17.2", "2026.8.0"} {
		px, server := resFake(t, version)
		team := server.AddTeam("", boxofficetest.PretixTeam{Name: "Door"})
		ana := server.AddUser(boxofficetest.PretixUser{Email: "Ana@x.org"})
		addMembers(server, team, 60) // so that one is on a second page
		server.AddMember(team, ana)
		server.AddUser(boxofficetest.PretixUser{Email: "zoe@x.org"})
		invite := server.AddInvite(team, "Ben@x.org")
		path := "/organizers/demo/teams/2/"
		for _, tt := range []struct {
			why, email string
			want       Ensured
			wrote      bool
		}{
			{"a member, in another spelling", " ANA@x.org", Ensured{Membership: MembershipAlreadyMember, Email: "Ana@x.org", UserID: ana}, false},
			{"invited, in another spelling", "BEN@x.org", Ensured{Membership: MembershipAlreadyInvited, Email: "Ben@x.org", InviteID: invite}, false},
			{"an account that is no member", "Zoe@x.org", Ensured{Membership: MembershipAdded, Email: "zoe@x.org"}, true},
			{"nobody yet", "New@x.org", Ensured{Membership: MembershipInvited, Email: "New@x.org", InviteID: invite + 1}, true},
			{"and once more", "new@x.org", Ensured{Membership: MembershipAlreadyInvited, Email: "New@x.org", InviteID: invite + 1}, false},
		} {
			server.ResetRequests()
			got, err := px.Invites.Ensure(t.Context(), "demo", team, tt.email)
			resEqual(t, version+": "+tt.why, []any{got, err}, []any{&tt.want, error(nil)})
			log := resLog(server)
			resEqual(t, "it begins with the members", log[0], "GET "+path+"members/")
			wrote := 0
			for _, line := range log {
				if line[:4] == "POST" {
					wrote++
				}
			}
			resEqual(t, "writes: "+tt.why, wrote, map[bool]int{true: 1}[tt.wrote])
		}
		if len(server.Outbox()) != 2 {
			t.Errorf("%s: %d mails", version, len(server.Outbox()))
		}
	}
}

// Somebody else is faster: the refusal is resolved by the lists, not by its text.
func TestEnsureWhileSomebodyElseInvites(t *testing.T) {
	t.Parallel()
	none := resPage(0, 0)
	members, invites := resTeams+"7/members/", resTeams+"7/invites/"
	for _, tt := range []struct {
		why              string
		members, invites []string
		status           int
		want             *Ensured
	}{
		{"invited meanwhile", []string{none}, []string{none, resPage(1, 0, `{"id":4,"email":"A@x.org"}`)}, 400,
			&Ensured{Membership: MembershipAlreadyInvited, Email: "A@x.org", InviteID: 4}},
		{"a member meanwhile", []string{none, resPage(1, 0, `{"id":3,"email":"A@x.org","fullname":null,"require_2fa":false}`)}, []string{none}, 400,
			&Ensured{Membership: MembershipAlreadyMember, Email: "A@x.org", UserID: 3}},
		{"neither: the refusal is about something else", []string{none}, []string{none}, 400, nil},
		{"another failure is not looked into", []string{none}, []string{none}, 404, nil},
	} {
		px, server := resMock(t)
		server.on("GET", members, 200, tt.members...)
		server.on("GET", invites, 200, tt.invites...)
		server.on("POST", invites, tt.status, `["Der Text hat nichts zu sagen."]`)
		got, err := px.Invites.Ensure(t.Context(), "demo", 7, "a@x.org")
		want := []resSent{resGet(members), resGet(invites), {"POST", invites, "", `{"email":"a@x.org"}`}}
		if tt.status == 400 {
			want = append(want, resGet(members))
			if tt.want == nil || tt.want.Membership == MembershipAlreadyInvited {
				want = append(want, resGet(invites))
			}
		}
		server.want(want...)
		if tt.want != nil {
			resEqual(t, tt.why, []any{got, err}, []any{tt.want, error(nil)})
		} else if got != nil || !errors.Is(err, statusKind(tt.status)) {
			t.Errorf("%s: %v, %v", tt.why, got, err)
		}
	}
}

func TestEnsureEndsAtAListThatFails(t *testing.T) {
	t.Parallel()
	px, server := resMock(t)
	server.on("GET", resTeams+"7/members/", 200, resPage(0, 0))
	server.on("GET", resTeams+"7/invites/", 403, `{}`)
	if _, err := px.Invites.Ensure(t.Context(), "demo", 7, "a@x.org"); !errors.Is(err, ErrForbidden) {
		t.Errorf("got %v", err)
	}
	server.want(resGet(resTeams+"7/members/"), resGet(resTeams+"7/invites/"))
}
