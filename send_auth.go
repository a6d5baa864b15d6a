package boxoffice

import "errors"

// authenticate asks for the credential once for each call. A server that answers
// 401 did nothing, so after asking again the call, also a write, can be sent once
// more if the credential has changed.
func authenticate(next link) link {
	return func(c *call) error {
		auth, err := c.client.cred.ask(c.ctx)
		if err != nil {
			return c.failure(err)
		}
		c.auth = auth
		err = next(c)
		if !c.client.cred.refreshable || !errors.Is(err, ErrUnauthorized) {
			return err
		}
		if c.progress.everDoubt {
			// The server's memory of the key hangs on the credential: under another one
			// it would do again what an earlier attempt may have done.
			return err
		}
		again, askErr := c.client.cred.ask(c.ctx)
		if askErr != nil || again.header.Reveal() == auth.header.Reveal() {
			return err
		}
		c.auth = again
		return next(c)
	}
}
