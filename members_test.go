package boxoffice

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func TestMembers(t *testing.T) {
	t.Parallel()
	px, server := resMock(t)
	server.on("GET", resTeams+"7/members/3/", 200, `{"id":3,"email":null,"fullname":null,"require_2fa":true}`)
	server.on("DELETE", resTeams+"7/members/3/", 204)
	member, err := px.Members.Get(t.Context(), "demo", 7, 3)
	resEqual(t, "an account without an address", []any{member, err}, []any{&TeamMember{ID: 3, Uses2FA: true}, error(nil)})
	if err := px.Members.Remove(t.Context(), "demo", 7, 3); err != nil {
		t.Error(err)
	}
	server.want(resGet(resTeams+"7/members/3/"), resSent{"DELETE", resTeams + "7/members/3/", "", ""})
	b := resMust(json.Marshal(TeamMember{ID: 3, Email: "a@x.org", FullName: "Ana", Uses2FA: true}))(t)
	resEqual(t, "marshals to the platform's keys", string(b), `{"id":3,"email":"a@x.org","fullname":"Ana","require_2fa":true}`)
}

func TestMembersForReal(t *testing.T) {
	t.Parallel()
	for _, version := range resReleases {
		px, server := resFake(t, version)
		team := server.AddTeam("", boxofficetest.PretixTeam{Name: "Door"})
		other := server.AddTeam("", boxofficetest.PretixTeam{Name: "Desk"})
		zoe := server.AddUser(boxofficetest.PretixUser{Email: "zoe@x.org", FullName: "Zoe\x1b[2J", Uses2FA: true})
		ana := server.AddUser(boxofficetest.PretixUser{Email: "ana@x.org", Disabled: true})
		server.AddMember(team, zoe)
		server.AddMember(team, ana)
		server.AddMember(other, zoe)
		got, err := Collect(px.Members.All(t.Context(), "demo", team, nil))
		resEqual(t, version, []any{got, err}, []any{[]TeamMember{
			{ID: ana, Email: "ana@x.org"}, {ID: zoe, Email: "zoe@x.org", FullName: "Zoe\x1b[2J", Uses2FA: true},
		}, error(nil)})
		if err := px.Members.Remove(t.Context(), "demo", team, zoe); err != nil {
			t.Fatal(err)
		}
		for what, err := range map[string]error{
			"get": errOf(px.Members.Get(t.Context(), "demo", team, zoe)), "remove again": px.Members.Remove(t.Context(), "demo", team, zoe),
			"in no team": errOf(px.Members.Get(t.Context(), "demo", 999, zoe)),
		} {
			if !errors.Is(err, ErrNotFound) {
				t.Errorf("%s, %s: %v", version, what, err)
			}
		}
		resEqual(t, "left in the other team", len(server.Members(other)), 1)
	}
}
