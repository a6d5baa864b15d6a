package boxoffice

import (
	"context"
	"slices"
)

// Write is a write that a guard is asked about, before anything is sent.
type Write struct {
	// Platform is "pretix" or "Eventbrite".
	Platform string
	// Operation is the method that was called, such as "Teams.Delete".
	Operation string
	// Method is the HTTP method.
	Method string
	// Path is the path template; URL the full address with its values.
	Path, URL string
	// Body is the JSON to be sent, nil for none. It is a copy.
	Body []byte
}

// guardWrites asks every guard about every write.
func guardWrites(guards []func(context.Context, Write) error, next link) link {
	if len(guards) == 0 {
		return next
	}
	return func(c *call) error {
		if isRead(c.info.Method) {
			return next(c)
		}
		for _, guard := range guards {
			err := guard(c.ctx, Write{
				Platform:  c.info.Platform,
				Operation: c.info.Operation,
				Method:    c.info.Method,
				Path:      c.info.Path,
				URL:       c.url,
				Body:      slices.Clone(c.body),
			})
			if err != nil {
				return c.failure(err)
			}
		}
		return next(c)
	}
}
