package boxofficetest

import "net/http"

func (c *call) listOrganizers() (response, error) {
	var visible []*organizer
	for _, o := range c.state.sortedOrganizers() {
		if c.owns(o) {
			visible = append(visible, o)
		}
	}
	return c.page(len(visible), func(i int) object { return c.organizerJSON(visible[i]) })
}

func (c *call) getOrganizer() (response, error) {
	return jsonResponse(http.StatusOK, c.organizerJSON(c.organizer)), nil
}

// owns tells whether the caller belongs to the organizer.
func (c *call) owns(o *organizer) bool {
	switch {
	case c.who.token != nil:
		return c.who.token.team.organizer == o
	case c.who.device != nil:
		return c.who.device.organizer == o
	}
	scoped := *c
	scoped.organizer = o
	return len(scoped.ownTeams()) > 0
}

func (c *call) organizerJSON(o *organizer) object {
	j := object{{"name", o.name}, {"slug", o.slug}}
	if c.version.publicURLs() {
		j = append(j, field{"public_url", "http://" + c.r.Host + "/" + o.slug + "/"})
	}
	if c.version.organizerPlugins() {
		j = append(j, field{"plugins", []string{}})
	}
	return j
}

// getVersion and getMe are about the server and about the user.
func (c *call) getVersion() (response, error) {
	return jsonResponse(http.StatusOK, object{
		{"pretix", c.version.String()},
		{"pretix_numeric", c.version.numeric()},
	}), nil
}

func (c *call) getMe() (response, error) {
	u := c.who.bearer.user
	return jsonResponse(http.StatusOK, object{
		{"email", orNull(u.Email)},
		{"fullname", orNull(u.FullName)},
		{"locale", "en"},
		{"is_staff", false},
		{"timezone", "UTC"},
	}), nil
}
