package boxofficetest

import "net/http"

func (c *call) listMembers() (response, error) {
	t, err := c.parentTeam()
	if err != nil {
		return response{}, err
	}
	members := c.state.membersOf(t)
	return c.page(len(members), func(i int) object { return memberJSON(members[i]) })
}

func (c *call) getMember() (response, error) {
	_, u, err := c.lastMember()
	if err != nil {
		return response{}, err
	}
	return jsonResponse(http.StatusOK, memberJSON(u)), nil
}

func (c *call) removeMember() (response, error) {
	t, u, err := c.lastMember()
	if err != nil {
		return response{}, err
	}
	delete(t.members, u.ID)
	c.audit()
	return noContent(), nil
}

func (c *call) lastMember() (*team, *PretixUser, error) {
	t, err := c.parentTeam()
	if err != nil {
		return nil, nil, err
	}
	id, err := c.lastID("User")
	if err != nil {
		return nil, nil, err
	}
	if !t.members[id] {
		return nil, nil, c.unknown("User")
	}
	return t, c.state.users[id], nil
}

func memberJSON(u *PretixUser) object {
	return object{
		{"id", u.ID},
		{"email", orNull(u.Email)},
		{"fullname", orNull(u.FullName)},
		{"require_2fa", u.Uses2FA},
	}
}
