package boxofficetest

import (
	"encoding/json"
	"maps"
	"slices"
)

// organization is the one in the path, which only members get to see.
func (c *visit) organization() (string, error) {
	id := c.params["organization"]
	if !c.state.isMember(id, c.user()) {
		return "", noSuch("organization_id")
	}
	return id, nil
}

func (c *visit) listMembers() (response, error) {
	id, err := c.organization()
	if err != nil {
		return response{}, err
	}
	members := c.state.members.where(func(m ebMembership) bool { return m.organization == id })
	return list(c, "members", members, showMember)
}

// showMember writes the fields of a schema; the value of _type is our guess.
func showMember(m ebMembership) object {
	return object{
		{"_type", "organization_member"},
		{"user_id", m.UserID},
		{"role_summary", orNull(m.RoleSummary)},
		{"immutable", m.Immutable},
	}.with(m.Extra)
}

func (c *visit) listRoles() (response, error) {
	id, err := c.organization()
	if err != nil {
		return response{}, err
	}
	roles := c.state.roles.where(func(r EventbriteRole) bool { return r.OrganizationID == id })
	return list(c, "roles", roles, showRole)
}

// showRole writes the fields of a schema; the value of _type is our guess.
func showRole(r EventbriteRole) object {
	permissions := r.Permissions
	if permissions == nil {
		permissions = []string{}
	}
	return object{
		{"_type", "organization_role"},
		{"id", r.ID},
		{"name", r.Name},
		{"description", orNull(r.Description)},
		{"organization_id", r.OrganizationID},
		{"permissions", permissions},
		{"immutable", r.Immutable},
		{"grantable", r.Grantable},
		{"deletable", r.Deletable},
		{"permission_type", orNull(r.PermissionType)},
	}.with(r.Extra)
}

// with sets fields of a test's own, in place or at the end, sorted by name.
func (o object) with(extra map[string]any) object {
	for _, name := range slices.Sorted(maps.Keys(extra)) {
		// Setup has seen that it works.
		data, _ := json.Marshal(extra[name])
		i := slices.IndexFunc(o, func(f field) bool { return f.key == name })
		if i < 0 {
			o = append(o, field{key: name})
			i = len(o) - 1
		}
		o[i].value = rawJSON(data)
	}
	return o
}
