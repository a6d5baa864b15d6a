package access

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// snapReal is the pretix that conformance/withpretix has started, or one in memory.
func snapReal(t *testing.T) (px *boxoffice.Pretix, organizer, event, account string) {
	t.Helper()
	if url := os.Getenv("PRETIX_URL"); url != "" {
		px, err := boxoffice.NewPretix(url, boxoffice.PretixTeamToken(os.Getenv("PRETIX_TOKEN")))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(px.CloseIdleConnections)
		first := func(list string) string { return strings.Split(os.Getenv(list), ",")[0] }
		return px, os.Getenv("PRETIX_ORGANIZER"), first("PRETIX_EVENTS"), first("PRETIX_ACCOUNTS")
	}
	server := boxofficetest.NewPretix(t)
	server.AddEvent("", boxofficetest.PretixEvent{Slug: "gala"})
	server.AddMember(server.AdminTeam, server.AddUser(boxofficetest.PretixUser{Email: "ada@example.org"}))
	crew := server.AddTeam("", boxofficetest.PretixTeam{Name: "Crew"})
	for i := range 60 {
		server.AddMember(crew, server.AddUser(boxofficetest.PretixUser{Email: fmt.Sprintf("crew%02d@example.org", i)}))
	}
	server.AddUser(boxofficetest.PretixUser{Email: "account01@example.org"})
	return snapPretix(t, server), server.Organizer, "gala", "account01@example.org"
}

// What this package does to a server in memory holds for a real one.
//
// It is not parallel: what other tests do to the same server would be among the changes.
func TestRealSnapshots(t *testing.T) {
	px, organizer, event, account := snapReal(t)
	ctx := t.Context()
	read := func() *Snapshot {
		t.Helper()
		s, err := ReadPretix(ctx, px, organizer, nil)
		if err != nil || s.Err() != nil {
			t.Fatal(cmp.Or(err, s.Err()))
		}
		snapEqual(t, "after JSON", snapCopy(t, s), s)
		return s
	}
	try := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	// told returns the changes, with NAME for the team, and checks that they make one
	// snapshot of the other.
	told := func(before, after *Snapshot, team string) []string {
		t.Helper()
		changes, err := Diff(before, after)
		try(err)
		facts := snapFacts(before)
		snapApply(t, facts, changes)
		if !maps.Equal(facts, snapFacts(after)) {
			t.Errorf("%v make %v", changes, facts)
		}
		var out []string
		for _, c := range changes {
			out = append(out, strings.ReplaceAll(c.String(), team, "NAME"))
		}
		return out
	}

	first := read()
	if again, err := Diff(first, read()); len(again) > 0 || err != nil {
		t.Errorf("between two readings: %v, %v", again, err)
	}
	for _, f := range Audit(first) {
		t.Log(f)
		if f.Rule == "not-whole" || f.Severity == SeverityCritical {
			t.Errorf("unexpected: %s", f)
		}
	}
	for _, u := range first.AfterUpgrade() {
		t.Log(u)
	}

	team, err := px.Teams.Create(ctx, organizer, boxoffice.TeamCreate{
		Name: "Snapshots", Events: boxoffice.OnlyEvents(event), Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions("event.orders:read")},
	})
	try(err)
	_, err = px.Invites.Create(ctx, organizer, team.ID, account)
	try(err)
	_, err = px.Invites.Create(ctx, organizer, team.ID, "snapshots@example.org")
	try(err)
	token, err := px.Tokens.Create(ctx, organizer, team.ID, "till")
	try(err)
	second := read()
	invite := second.Group(snapID(team.ID)).Invites[0]
	snapEqual(t, "after making a team", told(first, second, fmt.Sprintf("Snapshots (%d)", team.ID)), []string{
		"+ team NAME",
		"~ NAME: events: added " + event,
		"~ NAME: event permissions: added event.orders:read",
		"+ " + account + " joined NAME",
		fmt.Sprintf("+ invite of snapshots@example.org (%d) to NAME", invite.ID),
		fmt.Sprintf("+ token till (%d) of NAME", token.Token.ID),
	})

	_, err = px.Teams.Update(ctx, organizer, team.ID, boxoffice.TeamUpdate{
		Name: new("Snaps"), Events: boxoffice.AllEvents(), Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions("event.items:write")},
	})
	try(err)
	member := slices.IndexFunc(second.People, func(p Person) bool { return p.Email == account })
	try(px.Members.Remove(ctx, organizer, team.ID, second.People[member].userID()))
	try(px.Invites.Revoke(ctx, organizer, team.ID, invite.ID))
	_, err = px.Tokens.Disable(ctx, organizer, team.ID, token.Token.ID)
	try(err)
	third := read()
	snapEqual(t, "after changing it", told(second, third, fmt.Sprintf("Snaps (%d)", team.ID)), []string{
		"~ NAME: name: Snapshots → Snaps",
		"~ NAME: events: " + event + " → all",
		"~ NAME: event permissions: added event.items:write; removed event.orders:read",
		"- " + account + " left NAME",
		fmt.Sprintf("- invite of snapshots@example.org (%d) to NAME", invite.ID),
		fmt.Sprintf("- token till (%d) of NAME: active → inactive", token.Token.ID),
	})

	try(px.Teams.Delete(ctx, organizer, team.ID))
	last := read()
	snapEqual(t, "after deleting it", told(third, last, fmt.Sprintf("Snaps (%d)", team.ID)), []string{
		"- team NAME",
		"~ NAME: events: all → none",
		"~ NAME: event permissions: removed event.items:write",
		fmt.Sprintf("- token till (%d) of NAME", token.Token.ID),
	})
	snapEqual(t, "in the end", told(first, last, "Snap"), nil)
}
