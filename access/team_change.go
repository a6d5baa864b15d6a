package access

import (
	"slices"
	"strings"

	"github.com/boxoffice-go/boxoffice"
)

// TeamChange is what a team is to get. What is not set is left alone.
type TeamChange struct {
	// Name is the new name.
	Name *string `json:"name,omitzero"`
	// Require2FA keeps out members without a second factor, everywhere.
	Require2FA *bool `json:"require_2fa,omitzero"`
	// Events is which events the team reaches.
	Events boxoffice.EventAccess `json:"events,omitzero"`
	// Permissions is what the team may do.
	Permissions boxoffice.Permissions `json:"permissions,omitzero"`
	// Exact is [boxoffice.TeamUpdate.Exact]: the rights that names don't show go, too.
	Exact bool `json:"exact,omitzero"`
}

func (c *TeamChange) update() boxoffice.TeamUpdate {
	return boxoffice.TeamUpdate{Name: c.Name, Require2FA: c.Require2FA, Events: c.Events, Permissions: c.Permissions, Exact: c.Exact}
}

func (c *TeamChange) create() boxoffice.TeamCreate {
	team := boxoffice.TeamCreate{Events: c.Events, Permissions: c.Permissions, Require2FA: c.Require2FA != nil && *c.Require2FA}
	if c.Name != nil {
		team.Name = *c.Name
	}
	return team
}

// whole is the change that makes a team, with what a new team has none of where it is
// not set.
func (c TeamChange) whole() *TeamChange {
	if c.Events.IsZero() {
		c.Events = boxoffice.OnlyEvents()
	}
	if c.Permissions.Event.IsZero() {
		c.Permissions.Event = boxoffice.OnlyPermissions()
	}
	if c.Permissions.Organizer.IsZero() {
		c.Permissions.Organizer = boxoffice.OnlyPermissions()
	}
	if c.Require2FA == nil {
		c.Require2FA = new(false)
	}
	c.Exact = true
	return &c
}

// done tells whether a team is what the change asks for.
func (c *TeamChange) done(team *boxoffice.Team) bool {
	p := team.Permissions()
	switch {
	case c.Exact && len(c.hidden(team)) > 0,
		c.Name != nil && *c.Name != team.Name,
		c.Require2FA != nil && *c.Require2FA != (team.Require2FA != nil && *team.Require2FA),
		!c.Events.IsZero() && !c.Events.Equal(team.Events()),
		!c.Permissions.Event.IsZero() && !c.Permissions.Event.Equal(p.Event),
		!c.Permissions.Organizer.IsZero() && !c.Permissions.Organizer.Equal(p.Organizer):
		return false
	}
	return true
}

// hidden are the rights of a team that names don't show, at the levels that are
// changed.
func (c *TeamChange) hidden(team *boxoffice.Team) []boxoffice.Permission {
	return slices.DeleteFunc(team.HiddenPermissions(), func(p boxoffice.Permission) bool {
		if strings.HasPrefix(string(p), "organizer") {
			return c.Permissions.Organizer.IsZero()
		}
		return c.Permissions.Event.IsZero()
	})
}

// trim leaves out of a change what the team has already, so that no more is written
// than has to be.
func (c *TeamChange) trim(team *boxoffice.Team) {
	if c.Name != nil && *c.Name == team.Name {
		c.Name = nil
	}
	if c.Require2FA != nil && *c.Require2FA == (team.Require2FA != nil && *team.Require2FA) {
		c.Require2FA = nil
	}
	if c.Events.Equal(team.Events()) {
		c.Events = boxoffice.EventAccess{}
	}
	if c.Permissions.Event.Equal(team.Permissions().Event) {
		c.Permissions.Event = boxoffice.PermissionSet{}
	}
	if c.Permissions.Organizer.Equal(team.Permissions().Organizer) {
		c.Permissions.Organizer = boxoffice.PermissionSet{}
	}
}
