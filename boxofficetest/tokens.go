package boxofficetest

import "net/http"

func (c *call) listTokens() (response, error) {
	t, err := c.parentTeam()
	if err != nil {
		return response{}, err
	}
	tokens := t.tokensByName()
	return c.page(len(tokens), func(i int) object { return tokenJSON(tokens[i]) })
}

func (c *call) getToken() (response, error) {
	tok, err := c.lastToken()
	if err != nil {
		return response{}, err
	}
	return jsonResponse(http.StatusOK, tokenJSON(tok)), nil
}

// createToken is the only answer with the secret.
func (c *call) createToken() (response, error) {
	t, v, err := c.readChild()
	if err != nil {
		return response{}, err
	}
	name, _ := v.text("name", maxName)
	if err := v.err(); err != nil {
		return response{}, err
	}
	tok := c.state.addToken(t, name)
	c.audit()
	return jsonResponse(http.StatusCreated, append(tokenJSON(tok), field{"token", tok.secret})), nil
}

// deactivateToken serves DELETE, which deletes nothing and may be repeated.
func (c *call) deactivateToken() (response, error) {
	tok, err := c.lastToken()
	if err != nil {
		return response{}, err
	}
	tok.active = false
	c.audit()
	return jsonResponse(http.StatusOK, tokenJSON(tok)), nil
}

func (c *call) lastToken() (*token, error) {
	t, err := c.parentTeam()
	if err != nil {
		return nil, err
	}
	id, err := c.lastID("TeamAPIToken")
	if err != nil {
		return nil, err
	}
	tok := t.token(id)
	if tok == nil {
		return nil, c.unknown("TeamAPIToken")
	}
	return tok, nil
}

func tokenJSON(tok *token) object {
	return object{{"id", tok.id}, {"name", tok.name}, {"active", tok.active}}
}
