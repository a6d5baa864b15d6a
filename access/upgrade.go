package access

import (
	"fmt"
	"slices"
	"strings"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/internal/plaintext"
)

// TeamUpgrade is what a team will be able to do after its server's upgrade to pretix
// 2026.3 or newer, as pretix's own migration will have it. All permissions are in the
// newer vocabulary.
type TeamUpgrade struct {
	// Group and Name are the team.
	Group string `json:"group"`
	Name  string `json:"name"`
	// Booleans are those of the old model that are true now, by their names in the API.
	Booleans []string `json:"booleans"`
	// Permissions is what the team will have. Where a level is all, which it becomes by
	// all its booleans but can_checkin_orders, that includes what plugins add, and
	// what pretix adds later.
	Permissions boxoffice.Permissions `json:"permissions"`
	// Lost is what the team can do now and will not be able to: changing orders
	// without seeing them, and with it checking in; changing vouchers without seeing
	// them. To keep it, let the team see them before the upgrade.
	Lost []boxoffice.Permission `json:"lost,omitzero"`
	// Gained is what the team can't do now and will be able to. Upgrades of servers
	// older than 4.0 and 4.18 give customers and reusable media to teams that may
	// change the organizer's settings, or orders of all events.
	Gained []boxoffice.Permission `json:"gained,omitzero"`
	// Included is what the team keeps without being named any more: checking in is
	// part of changing orders.
	Included []boxoffice.Permission `json:"included,omitzero"`
}

// Same tells whether the upgrade changes nothing but names.
func (u TeamUpgrade) Same() bool {
	return len(u.Lost) == 0 && len(u.Gained) == 0 && !u.Permissions.Event.IsAll() && !u.Permissions.Organizer.IsAll()
}

// String is the team with what is lost and gained, safe to print.
func (u TeamUpgrade) String() string {
	var parts []string
	if len(u.Lost) > 0 {
		parts = append(parts, "loses "+boxoffice.OnlyPermissions(u.Lost...).String())
	}
	if len(u.Gained) > 0 {
		parts = append(parts, "gains "+boxoffice.OnlyPermissions(u.Gained...).String())
	}
	for _, level := range []struct {
		name string
		set  boxoffice.PermissionSet
	}{{"event", u.Permissions.Event}, {"organizer", u.Permissions.Organizer}} {
		if level.set.IsAll() {
			parts = append(parts, "will have all "+level.name+" permissions, plugins' included")
		}
	}
	if len(parts) == 0 {
		parts = []string{"keeps what it may do"}
	}
	return fmt.Sprintf("%s (%s): %s", plaintext.Line(u.Name), plaintext.Line(u.Group), strings.Join(parts, "; "))
}

// AfterUpgrade tells what the teams of a server older than pretix 2026.3 will be able
// to do after the upgrade, team by team; nil for a server that has it behind itself,
// and for Eventbrite. For servers older than 4.18 it goes by [Snapshot.Version].
func (s *Snapshot) AfterUpgrade() []TeamUpgrade {
	var out []TeamUpgrade
	for i := range s.Groups {
		if g := &s.Groups[i]; g.Team != nil && !named(g.Team) {
			out = append(out, s.upgrade(g))
		}
	}
	return out
}

// named tells whether a team comes from a server with permissions by name.
func named(t *boxoffice.Team) bool {
	return t.LimitEventPermissions != nil || t.LimitOrganizerPermissions != nil
}

func (s *Snapshot) upgrade(g *Group) TeamUpgrade {
	team := s.upgraded(g)
	u := TeamUpgrade{Group: g.ID, Name: g.Name, Booleans: []string{}, Permissions: team.Permissions()}
	var now []boxoffice.Permission
	for _, b := range g.Team.Booleans() {
		u.Booleans = append(u.Booleans, b.Key)
		now = append(now, b.Grants...)
	}
	can := func(p boxoffice.Permission) bool {
		return slices.Contains(now, p) || p == boxoffice.PermissionEventOrdersCheckin && slices.Contains(now, boxoffice.PermissionEventOrdersWrite)
	}
	for _, group := range boxoffice.PermissionGroups() {
		for _, p := range group.Permissions() {
			has := u.Permissions.Has(p)
			included := p == boxoffice.PermissionEventOrdersCheckin && u.Permissions.Has(boxoffice.PermissionEventOrdersWrite)
			switch {
			case included && slices.Contains(now, p) && !has:
				u.Included = append(u.Included, p)
			case can(p) && !has && !included:
				u.Lost = append(u.Lost, p)
			case !can(p) && has:
				u.Gained = append(u.Gained, p)
			}
		}
	}
	return u
}

// upgraded is a team as the last version with booleans would have it: two earlier
// upgrades brought booleans that some teams were given.
func (s *Snapshot) upgraded(g *Group) *boxoffice.Team {
	team := *g.Team
	given := team.CanChangeOrganizerSettings || team.CanChangeOrders && team.AllEvents
	if given && s.olderThan4(0) {
		team.CanManageCustomers = true
	}
	if given && s.olderThan4(18) {
		team.CanManageReusableMedia = true
	}
	return &team
}

// olderThan4 tells whether the server is older than pretix 4 of a minor version; a
// version that can't be read is as new as any.
func (s *Snapshot) olderThan4(minor int) bool {
	var a, b int
	if n, err := fmt.Sscanf(s.Version, "%d.%d", &a, &b); n < 2 || err != nil {
		return false
	}
	return a < 4 || a == 4 && b < minor
}
