package boxofficetest

import "net/http"

// userID is the user in the path, who may be called "me".
func (c *visit) userID() (string, error) {
	id := c.params["user"]
	if id == "me" {
		return c.user(), nil
	}
	if _, ok := c.state.users.get(id); !ok {
		return "", noSuch("user")
	}
	return id, nil
}

// ownUserID is userID for what users see of themselves only.
func (c *visit) ownUserID() (string, error) {
	id, err := c.userID()
	if err == nil && id != c.user() {
		err = refuseAccess()
	}
	return id, err
}

func (c *visit) getUser() (response, error) {
	id, err := c.userID()
	if err != nil {
		return response{}, err
	}
	u, _ := c.state.users.get(id)
	return found(c.showUser(u))
}

// showUser leaves the addresses of others out.
func (c *visit) showUser(u EventbriteUser) object {
	o := object{}
	if u.ID == c.user() {
		emails := []object{}
		if u.Email != "" {
			emails = append(emails, object{{"email", u.Email}, {"verified", true}, {"primary", true}})
		}
		o = append(o, field{"emails", emails})
	}
	o = append(o,
		field{"id", u.ID},
		field{"name", orNull(u.Name)},
		field{"first_name", orNull(u.FirstName)},
		field{"last_name", orNull(u.LastName)},
		field{"is_public", u.IsPublic},
		field{"image_id", orNull(u.ImageID)},
	)
	if c.expand.has("assortment") {
		o = append(o, field{"assortment", cannedAssortment()})
	}
	return o
}

func (c *visit) listOrganizations() (response, error) {
	id, err := c.ownUserID()
	if err != nil {
		return response{}, err
	}
	organizations := c.state.organizations.where(func(o EventbriteOrganization) bool {
		return c.state.isMember(o.ID, id) && !o.unlisted
	})
	return list(c, "organizations", organizations, showOrganization)
}

func showOrganization(o EventbriteOrganization) object {
	shown := object{
		{"_type", "organization"},
		{"name", o.Name},
		{"vertical", o.Vertical},
		{"parent_id", orNull(o.ParentID)},
		{"locale", o.Locale},
		{"image_id", orNull(o.ImageID)},
		{"id", o.ID},
	}
	if !o.Created.IsZero() {
		shown = append(shown, field{"created", utc(o.Created)})
	}
	return shown
}

// refuseFeature answers GET /organizations/, which exists for others.
func (c *visit) refuseFeature() (response, error) {
	return response{}, refuseCode(http.StatusForbidden, "NOT_AUTHORIZED", notAvailable)
}
