package boxoffice_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// demo starts a pretix in memory with some teams, and a client of it. Against a
// real server only the two lines with the URL and the token differ.
func demo() (*boxoffice.Pretix, *boxofficetest.Pretix) {
	server, err := boxofficetest.StartPretix()
	if err != nil {
		panic(err)
	}
	server.AddEvent("", boxofficetest.PretixEvent{Slug: "gala", Name: "Gala"})
	server.AddEvent("", boxofficetest.PretixEvent{Slug: "ball", Name: "Ball"})
	door := server.AddTeam("", boxofficetest.PretixTeam{Name: "Door", LimitEvents: []string{"gala"}, LimitEventPermissions: []string{"event.orders:read", "event.orders:checkin"}})
	desk := server.AddTeam("", boxofficetest.PretixTeam{Name: "Desk", AllEvents: true})
	ana := server.AddUser(boxofficetest.PretixUser{Email: "ana@example.org", FullName: "Ana"})
	ben := server.AddUser(boxofficetest.PretixUser{Email: "ben@example.org", FullName: "Ben"})
	server.AddMember(door, ana)
	server.AddMember(door, ben)
	server.AddMember(desk, ana)

	px, err := boxoffice.NewPretix(server.URL, boxoffice.PretixTeamToken(server.Token))
	if err != nil {
		panic(err)
	}
	return px, server
}

// Connect, and find out whether the server is there, and the credential good.
func ExampleNewPretix() {
	server, err := boxofficetest.StartPretix()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()

	px, err := boxoffice.NewPretix(server.URL, boxoffice.PretixTeamToken(server.Token), boxoffice.WithUserAgent("rota/1.4"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer px.CloseIdleConnections()
	found, err := px.Probe(context.Background(), "")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("pretix", found.Version, "speaks of permissions by", found.PermissionModel)
	fmt.Println("organizer", found.Organizer, "teams can be managed:", found.CanManageTeams)
	// Output:
	// pretix 2026.8.0 speaks of permissions by named
	// organizer demo teams can be managed: true
}

// List teams with their members.
func ExampleTeamsService_All() {
	px, server := demo()
	defer server.Close()
	ctx := context.Background()

	for team, err := range px.Teams.All(ctx, "demo", nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		members, err := boxoffice.Collect(px.Members.All(ctx, "demo", team.ID, nil))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: events %s, may %s, %d members\n", team.Name, team.Events(), team.Permissions().Event, len(members))
	}
	// Output:
	// Administrators: events all, may all, 0 members
	// Door: events gala, may event.orders:checkin, event.orders:read, 2 members
	// Desk: events all, may none, 1 members
}

// Create a team with permissions. On pretix before 2026.3, whose boolean for
// changing orders includes cancelling events, one can't be had without the other.
func ExampleTeamsService_Create() {
	px, server := demo()
	defer server.Close()

	team, err := px.Teams.Create(context.Background(), "demo", boxoffice.TeamCreate{
		Name:   "Box office",
		Events: boxoffice.OnlyEvents("gala"),
		Permissions: boxoffice.Permissions{
			Event: boxoffice.OnlyPermissions(
				boxoffice.PermissionEventOrdersRead, boxoffice.PermissionEventOrdersWrite, boxoffice.PermissionEventCancel),
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(team.Name, "may", team.Permissions().Event)
	// Output: Box office may event.orders:read, event.orders:write, event:cancel
}

// Add an event to a team. The team keeps those that it has.
func ExampleTeamsService_AddEvents() {
	px, server := demo()
	defer server.Close()

	team, err := px.Teams.AddEvents(context.Background(), "demo", 2, "ball")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(team.Name, "reaches", team.Events())
	// Output: Door reaches ball, gala
}

// Invite someone, unless they are invited or a member already.
func ExampleInvitesService_Ensure() {
	px, server := demo()
	defer server.Close()

	for _, email := range []string{"new@example.org", "New@example.org", "ANA@example.org"} {
		result, err := px.Invites.Ensure(context.Background(), "demo", 2, email)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(result.Email, result.Membership)
	}
	// Output:
	// new@example.org invited
	// new@example.org already_invited
	// ana@example.org already_member
}

// Remove someone from all teams.
func ExampleMembersService_Remove() {
	px, server := demo()
	defer server.Close()
	ctx := context.Background()

	for team, err := range px.Teams.All(ctx, "demo", nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		for member, err := range px.Members.All(ctx, "demo", team.ID, nil) {
			if err != nil {
				fmt.Println(err)
				return
			}
			if member.Email != "ana@example.org" {
				continue
			}
			if err := px.Members.Remove(ctx, "demo", team.ID, member.ID); err != nil && !errors.Is(err, boxoffice.ErrNotFound) {
				fmt.Println(err)
				return
			}
			fmt.Println("removed from", team.Name)
		}
	}
	// Output:
	// removed from Door
	// removed from Desk
}

// Create a token and hand its secret on, to a file that only its owner can read.
func ExampleTokensService_Create() {
	px, server := demo()
	defer server.Close()
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()

	created, err := px.Tokens.Create(context.Background(), "demo", 2, "door scanner")
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := os.WriteFile(filepath.Join(dir, "token"), []byte(created.Secret.Reveal()), 0o600); err != nil {
		fmt.Println(err)
		return
	}
	// What it takes to disable it later; the secret does not print.
	fmt.Println(created.Organizer, created.TeamID, created.Token.Name, created.Secret)
	// Output: demo 2 door scanner [redacted]
}

// Rotate a token: create the next one, prove that it works, disable the old one.
func ExampleTokensService_Disable() {
	px, server := demo()
	defer server.Close()
	ctx := context.Background()
	old, err := px.Tokens.Create(ctx, "demo", server.AdminTeam, "sync 2025")
	if err != nil {
		fmt.Println(err)
		return
	}

	next, err := px.Tokens.Create(ctx, old.Organizer, old.TeamID, "sync 2026")
	if err != nil {
		fmt.Println(err)
		return
	}
	renewed, err := px.WithCredential(next.Credential())
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := renewed.Organizers.Own(ctx); err != nil {
		fmt.Println("the new token does not work, the old one stays:", err)
		return
	}
	disabled, err := renewed.Tokens.Disable(ctx, old.Organizer, old.TeamID, old.Token.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(disabled.Name, "is active:", disabled.Active)
	// Output: sync 2025 is active: false
}

// Errors are data: their kind by errors.Is, what they hold by errors.AsType.
func ExampleError() {
	px, server := demo()
	defer server.Close()
	ctx := context.Background()

	_, err := px.Teams.Get(ctx, "demo", 999)
	fmt.Println("not found:", errors.Is(err, boxoffice.ErrNotFound))

	_, err = px.Teams.Create(ctx, "demo", boxoffice.TeamCreate{Name: "Ushers", Events: boxoffice.OnlyEvents("nope")})
	if e, ok := errors.AsType[*boxoffice.Error](err); ok {
		fmt.Println(e.Status, e.Fields["limit_events"])
	}

	// What can't be right is refused before anything is sent.
	_, err = px.Teams.Create(ctx, "demo", boxoffice.TeamCreate{})
	if e, ok := errors.AsType[*boxoffice.ArgumentError](err); ok {
		fmt.Println(e.Argument, "-", e.Reason)
	}
	// Output:
	// not found: true
	// 400 [Object with slug=nope does not exist.]
	// Name - the name is empty
}

// Call what this package does not type, with the same retries and errors.
func ExampleDo() {
	px, server := demo()
	defer server.Close()

	type event struct {
		Slug     string `json:"slug"`
		Currency string `json:"currency"`
	}
	got, err := boxoffice.Do[event](context.Background(), px.Client(), boxoffice.Request{
		Method: "GET",
		Path:   "/organizers/{organizer}/events/{event}/",
		Params: map[string]string{"organizer": "demo", "event": "gala"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(got.Slug, got.Currency)
	// Output: gala EUR
}

// Walk a list that this package does not type.
func ExampleWalk() {
	px, server := demo()
	defer server.Close()

	type event struct {
		Slug string `json:"slug"`
	}
	for e, err := range boxoffice.Walk[event](context.Background(), px.Client(), boxoffice.Request{
		Path:   "/organizers/{organizer}/events/",
		Params: map[string]string{"organizer": "demo"},
	}, &boxoffice.ListOptions{PageSize: 1}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(e.Slug)
	}
	// Output:
	// ball
	// gala
}

// A client that can't change anything.
func ExampleWithReadOnly() {
	px, server := demo()
	defer server.Close()

	reader, err := px.With(boxoffice.WithReadOnly())
	if err != nil {
		fmt.Println(err)
		return
	}
	err = reader.Teams.Delete(context.Background(), "demo", 2)
	fmt.Println(errors.Is(err, boxoffice.ErrReadOnly), len(server.Teams("")))
	// Output: true 3
}

// Test your own code on a pretix in memory: here, a function that takes a right
// from all teams.
func Example_testing() {
	closeItems := func(ctx context.Context, px *boxoffice.Pretix, organizer string) error {
		for team, err := range px.Teams.All(ctx, organizer, nil) {
			if err != nil {
				return err
			}
			if team.Permissions().Event.IsAll() || !team.Permissions().Has(boxoffice.PermissionEventItemsWrite) {
				continue
			}
			if _, err := px.Teams.Revoke(ctx, organizer, team.ID, boxoffice.PermissionEventItemsWrite); err != nil {
				return err
			}
		}
		return nil
	}

	// In a test: server := boxofficetest.NewPretix(t, boxofficetest.WithVersion("2024.4.0"))
	server, err := boxofficetest.StartPretix(boxofficetest.WithVersion("2024.4.0"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	team := server.AddTeam("", boxofficetest.PretixTeam{Name: "Shop", Can: []string{"can_change_items", "can_view_orders"}})

	px, err := boxoffice.NewPretix(server.URL, boxoffice.PretixTeamToken(server.Token))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(closeItems(context.Background(), px, server.Organizer))
	fmt.Println(server.Team(team).Can)
	// Output:
	// <nil>
	// [can_view_orders]
}
