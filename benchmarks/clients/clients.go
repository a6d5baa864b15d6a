// Package clients has one client for each of the programs and packages that are
// compared, all of which do the same: walk an organizer's teams, read one, make one.
package clients

import (
	"context"
	"fmt"
	"net/http"

	"github.com/boxoffice-go/boxoffice/benchmarks/served"
)

// Client is one of those that are compared.
type Client struct {
	Name  string
	Shape served.Shape
	// New makes the client for a base URL, as the package's documentation does: with
	// its defaults, but for the address, the token and connections of its own.
	New func(base string) (Calls, error)
}

// Calls are what a client is measured by.
type Calls interface {
	// Walk goes through all teams and calls each, unless that is nil, when it has a new
	// page. It returns the number of teams, of which all must be there and in order.
	Walk(ctx context.Context, each func() error) (int, error)
	// Get reads a team.
	Get(ctx context.Context) error
	// Post makes a team.
	Post(ctx context.Context) error
	// Call reads whatever is at a path below /api/v1, once.
	Call(ctx context.Context, path string) error
}

// All are the clients in the order of the table: the obvious program, ours, the peers.
func All() []Client {
	return []Client{
		{"obvious", served.Plain, newObvious},
		{"boxoffice", served.Plain, newBoxoffice},
		{"go-github", served.Link, newGitHub},
		{"hcloud-go", served.Meta, newHCloud},
		{"openai-go", served.Plain, newOpenAI},
	}
}

// Team is a team of pretix for those that have no type of their own for it.
type Team struct {
	ID                         int64    `json:"id"`
	Name                       string   `json:"name"`
	Require2FA                 *bool    `json:"require_2fa"`
	AllEvents                  bool     `json:"all_events"`
	LimitEvents                []string `json:"limit_events"`
	AllEventPermissions        bool     `json:"all_event_permissions"`
	LimitEventPermissions      []string `json:"limit_event_permissions"`
	AllOrganizerPermissions    bool     `json:"all_organizer_permissions"`
	LimitOrganizerPermissions  []string `json:"limit_organizer_permissions"`
	CanChangeEventSettings     bool     `json:"can_change_event_settings"`
	CanChangeItems             bool     `json:"can_change_items"`
	CanViewOrders              bool     `json:"can_view_orders"`
	CanChangeOrders            bool     `json:"can_change_orders"`
	CanCheckinOrders           bool     `json:"can_checkin_orders"`
	CanViewVouchers            bool     `json:"can_view_vouchers"`
	CanChangeVouchers          bool     `json:"can_change_vouchers"`
	CanCreateEvents            bool     `json:"can_create_events"`
	CanChangeOrganizerSettings bool     `json:"can_change_organizer_settings"`
	CanChangeTeams             bool     `json:"can_change_teams"`
	CanManageGiftCards         bool     `json:"can_manage_gift_cards"`
	CanManageCustomers         bool     `json:"can_manage_customers"`
	CanManageReusableMedia     bool     `json:"can_manage_reusable_media"`
}

type page struct {
	Count   int     `json:"count"`
	Next    *string `json:"next"`
	Results []Team  `json:"results"`
}

// input is the team that Post makes.
type input struct {
	Name                      string   `json:"name"`
	Require2FA                bool     `json:"require_2fa"`
	AllEvents                 bool     `json:"all_events"`
	LimitEvents               []string `json:"limit_events"`
	AllEventPermissions       bool     `json:"all_event_permissions"`
	LimitEventPermissions     []string `json:"limit_event_permissions"`
	AllOrganizerPermissions   bool     `json:"all_organizer_permissions"`
	LimitOrganizerPermissions []string `json:"limit_organizer_permissions"`
}

func newInput() input {
	return input{
		Name:                      "Box office 1",
		LimitEvents:               []string{"gala", "winter-ball"},
		LimitEventPermissions:     []string{"event.orders:read", "event.orders:write"},
		LimitOrganizerPermissions: []string{},
	}
}

const token = "not-a-secret"

// counter checks what a walk sees.
type counter struct{ n int }

func (c *counter) page(teams []Team) error {
	for i := range teams {
		if err := c.team(teams[i].ID); err != nil {
			return err
		}
	}
	return nil
}

func (c *counter) team(id int64) error {
	c.n++
	if id != int64(c.n) {
		return fmt.Errorf("the team %d comes as number %d", id, c.n)
	}
	return nil
}

func checkTeam(id int64) error {
	if id != 1 {
		return fmt.Errorf("got the team %d, not 1", id)
	}
	return nil
}

// transport is net/http's default, with connections of its own.
func transport() *http.Transport { return http.DefaultTransport.(*http.Transport).Clone() }

func call(each func() error) error {
	if each == nil {
		return nil
	}
	return each()
}
