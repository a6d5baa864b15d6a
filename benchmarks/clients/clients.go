// Package clients has a package for each of the programs and SDKs that are compared,
// all of which do the same: walk an organizer's teams, read one, make one. Each is made
// for a base URL, as its documentation does: with its defaults, but for the address, the
// token and connections of its own.
package clients

import (
	"context"
	"fmt"
	"net/http"
)

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

// Page is a page as pretix sends it.
type Page struct {
	Count   int     `json:"count"`
	Next    *string `json:"next"`
	Results []Team  `json:"results"`
}

// Input is the team that Post makes.
type Input struct {
	Name                      string   `json:"name"`
	Require2FA                bool     `json:"require_2fa"`
	AllEvents                 bool     `json:"all_events"`
	LimitEvents               []string `json:"limit_events"`
	AllEventPermissions       bool     `json:"all_event_permissions"`
	LimitEventPermissions     []string `json:"limit_event_permissions"`
	AllOrganizerPermissions   bool     `json:"all_organizer_permissions"`
	LimitOrganizerPermissions []string `json:"limit_organizer_permissions"`
}

// NewInput is that team.
func NewInput() Input {
	return Input{
		Name:                      "Box office 1",
		LimitEvents:               []string{"gala", "winter-ball"},
		LimitEventPermissions:     []string{"event.orders:read", "event.orders:write", "event.vouchers:read"},
		LimitOrganizerPermissions: []string{},
	}
}

// Token is what all send.
const Token = "not-a-secret"

// Counter checks what a walk sees.
type Counter struct{ N int }

// Page sees the teams of a page.
func (c *Counter) Page(teams []Team) error {
	for i := range teams {
		if err := c.Team(teams[i].ID); err != nil {
			return err
		}
	}
	return nil
}

// Team sees a team, which must be the next one.
func (c *Counter) Team(id int64) error {
	c.N++
	if id != int64(c.N) {
		return fmt.Errorf("the team %d comes as number %d", id, c.N)
	}
	return nil
}

// CheckTeam tells whether it is the team that Get and Post ask for.
func CheckTeam(id int64) error {
	if id != 1 {
		return fmt.Errorf("got the team %d, not 1", id)
	}
	return nil
}

// Transport is net/http's default, with connections of its own.
func Transport() *http.Transport { return http.DefaultTransport.(*http.Transport).Clone() }

// Each calls what is to be called for each page.
func Each(each func() error) error {
	if each == nil {
		return nil
	}
	return each()
}
