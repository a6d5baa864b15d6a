package access_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/access"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func ExampleRotate() {
	server, err := boxofficetest.StartPretix()
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	team := server.AddTeam("", boxofficetest.PretixTeam{Name: "Box office", Can: []string{"can_view_orders"}})
	token := server.AddToken(team, "till")
	folder, err := os.MkdirTemp("", "rotate")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)

	ctx := context.Background()
	px, err := boxoffice.NewPretix(server.URL, boxoffice.PretixTeamToken(server.Token))
	if err != nil {
		log.Fatal(err)
	}
	done, err := access.Rotate(ctx, px, "demo", access.Rotation{
		TeamID:  team,
		TokenID: token.ID,
		HandOver: func(_ context.Context, token *boxoffice.NewTeamToken) error {
			return os.WriteFile(filepath.Join(folder, "token"), []byte(token.Secret.Reveal()), 0o600)
		},
	})
	if err != nil {
		log.Fatal(err) // says which of the two tokens works
	}
	fmt.Printf("%q is %s, %q is %s\n", done.New.Name, done.New.State, done.Old.Name, done.Old.State)
	// Output: "till (replaces 2)" is active, "till" is inactive
}

func ExampleProvision() {
	server, err := boxofficetest.StartPretix()
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	server.AddEvent("", boxofficetest.PretixEvent{Slug: "gala"})
	var vault boxoffice.Secret

	ctx := context.Background()
	px, err := boxoffice.NewPretix(server.URL, boxoffice.PretixTeamToken(server.Token))
	if err != nil {
		log.Fatal(err)
	}
	done, err := access.Provision(ctx, px, "demo", access.Provisioning{
		Name:   "Box office export",
		Events: boxoffice.OnlyEvents("gala"),
		Permissions: boxoffice.Permissions{
			Event: boxoffice.OnlyPermissions(boxoffice.PermissionEventOrdersRead),
		},
		Forbidden: []string{"/organizers/demo/teams/"},
		HandOver: func(_ context.Context, token *boxoffice.NewTeamToken) error {
			vault = token.Secret
			return nil
		},
	})
	if err != nil {
		log.Fatal(err) // says what became of the team and the token
	}
	fmt.Println(done.Token.Name, done.Token.State, vault)
	for _, proof := range done.Proved {
		fmt.Println(proof)
	}
	// Output:
	// Box office export active [redacted]
	// it is a token of the organizer "demo"
	// it may not manage teams (403)
	// it sees exactly these events: gala
	// /organizers/demo/teams/ is forbidden (403)
}
