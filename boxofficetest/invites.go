package boxofficetest

import (
	"net/http"
	"strings"
)

const maxEmail = 254

func (c *call) listInvites() (response, error) {
	t, err := c.parentTeam()
	if err != nil {
		return response{}, err
	}
	invites := t.invitesByEmail()
	return c.page(len(invites), func(i int) object { return inviteJSON(invites[i]) })
}

func (c *call) getInvite() (response, error) {
	_, i, err := c.lastInvite()
	if err != nil {
		return response{}, err
	}
	return jsonResponse(http.StatusOK, inviteJSON(i)), nil
}

func (c *call) revokeInvite() (response, error) {
	t, i, err := c.lastInvite()
	if err != nil {
		return response{}, err
	}
	t.removeInvite(i.id)
	c.audit()
	return noContent(), nil
}

func (c *call) createInvite() (response, error) {
	t, v, err := c.readChild()
	if err != nil {
		return response{}, err
	}
	email, err := v.email("email")
	if err != nil {
		return response{}, err
	}
	return c.invite(t, email)
}

// invite mails an address that has no account, and makes one that has a member
// at once.
func (c *call) invite(t *team, email string) (response, error) {
	switch accounts := c.state.usersByEmail(email); {
	case len(accounts) > 1:
		return response{}, crash()
	case len(accounts) == 1:
		return c.join(t, accounts[0])
	case t.hasInvited(email):
		return response{}, refuseWith(http.StatusBadRequest, []string{"This user already has been invited for this team."})
	}
	i := c.state.addInvite(t, email)
	c.audit()
	return jsonResponse(http.StatusCreated, inviteJSON(i)), nil
}

func (c *call) join(t *team, u *PretixUser) (response, error) {
	if t.members[u.ID] {
		return response{}, refuseWith(http.StatusBadRequest, []string{"This user already has permissions for this team."})
	}
	t.members[u.ID] = true
	c.audit()
	return jsonResponse(http.StatusCreated, object{{"id", nil}, {"email", u.Email}}), nil
}

func (t *team) hasInvited(email string) bool {
	for _, i := range t.invites {
		if strings.EqualFold(i.email, email) {
			return true
		}
	}
	return false
}

func (c *call) lastInvite() (*team, *invite, error) {
	t, err := c.parentTeam()
	if err != nil {
		return nil, nil, err
	}
	id, err := c.lastID("TeamInvite")
	if err != nil {
		return nil, nil, err
	}
	i := t.invite(id)
	if i == nil {
		return nil, nil, c.unknown("TeamInvite")
	}
	return t, i, nil
}

func inviteJSON(i *invite) object {
	return object{{"id", i.id}, {"email", i.email}}
}
