package access_test

import (
	"context"
	"fmt"
	"log"
	"regexp"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/access"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// Take someone out of everything, and see first what that is.
func ExampleOffboard() {
	px, done := demo()
	defer done()
	ctx := context.Background()

	plan, err := access.Offboard(ctx, px, "demo", []string{"bob@example.org"}, nil)
	if err != nil {
		log.Fatal(err)
	}
	show(plan)
	applied, err := access.Apply(ctx, px, plan, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(applied)
	// Output:
	// Plan ID (offboard) for organizer demo, pretix 2026.8.0: 0 to add, 0 to change, 2 to take away
	// ~ team "Door" (3)
	//     - bob@example.org (open invite)
	// ~ team "Box office" (2)
	//     - bob@example.org
	// ! no member is left in Box office (2)
	// * left for you: token "printer" (2) of team Box office (2) still works, and has no owner: rotate or disable it if one of them may know it
	// * left for you: bob@example.org: accounts stay, with what they may do at other organizers; only the server's administrators can disable them
	// * left for you: devices go on working, whoever set them up, and no token of a team sees them: look through the organizer's devices
	// * left for you: OAuth applications can't be seen from here: what acts for a person has the rights that the person still has
	// revoke the invite of bob@example.org into team "Door" (3): done
	// remove bob@example.org from team "Box office" (2): done
}

// Bring people into teams, whether or not they have an account.
func ExampleOnboard() {
	px, done := demo()
	defer done()
	ctx := context.Background()

	plan, err := access.Onboard(ctx, px, "demo", []access.Newcomer{
		{Email: "erin@example.org", Teams: []string{"Box office", "Door"}},
		{Email: "ada@example.org", Teams: []string{"team:3"}},
	}, nil)
	if err != nil {
		log.Fatal(err)
	}
	applied, err := access.Apply(ctx, px, plan, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(applied)
	// Output:
	// invite erin@example.org into team "Box office" (2): done, invited
	// invite erin@example.org into team "Door" (3): done, invited
	// invite ada@example.org into team "Door" (3): done, added
}

// Take everything from a team that pretix does not delete.
func ExampleRetire() {
	px, done := demo()
	defer done()
	ctx := context.Background()

	plan, err := access.Retire(ctx, px, "demo", 2, nil)
	if err != nil {
		log.Fatal(err)
	}
	show(plan)
	applied, err := access.Apply(ctx, px, plan, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(applied)
	// Output:
	// Plan ID (retire) for organizer demo, pretix 2026.8.0: 0 to add, 1 to change, 2 to take away
	// ~ team "Box office" (2)
	//     ~ events: -gala
	//     ~ event permissions: -event.orders:read
	//     - bob@example.org
	//     - token "printer" (2)
	// * left for you: team Box office (2) stays, with its name and its disabled tokens: pretix does not delete a team of which a token has written something
	// remove bob@example.org from team "Box office" (2): done
	// disable token "printer" (2) of team "Box office" (2): done
	// change team "Box office" (2): done
}

// demo is a pretix in memory: ada administrates, bob is in the box office and invited
// to the door.
func demo() (px *boxoffice.Pretix, done func()) {
	server, err := boxofficetest.StartPretix()
	if err != nil {
		log.Fatal(err)
	}
	server.AddEvent("", boxofficetest.PretixEvent{Slug: "gala"})
	server.AddMember(server.AdminTeam, server.AddUser(boxofficetest.PretixUser{Email: "ada@example.org"}))
	office := server.AddTeam("", boxofficetest.PretixTeam{Name: "Box office", LimitEvents: []string{"gala"}, LimitEventPermissions: []string{"event.orders:read"}})
	server.AddMember(office, server.AddUser(boxofficetest.PretixUser{Email: "bob@example.org"}))
	server.AddToken(office, "printer")
	server.AddInvite(server.AddTeam("", boxofficetest.PretixTeam{Name: "Door"}), "bob@example.org")
	px, err = boxoffice.NewPretix(server.URL, boxoffice.PretixTeamToken(server.Token))
	if err != nil {
		log.Fatal(err)
	}
	return px, func() { px.CloseIdleConnections(); server.Close() }
}

// show prints a plan with an id that is the same each time.
func show(plan *access.Plan) {
	fmt.Print(regexp.MustCompile(`^Plan \w+`).ReplaceAllString(plan.String(), "Plan ID"))
}
