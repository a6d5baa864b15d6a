package main

import "os"

// isTerminal is true for whatever nobody could have piped in, /dev/null too.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err != nil || info.Mode()&os.ModeCharDevice != 0
}

const sample = `# a few lines as an old Eventbrite client has them
orders = requests.get(f"https://www.eventbriteapi.com/v3/users/me/owned_event_orders/?token={token}")
eventbrite.post("/events/", data)
eventbrite.get("/users/%s/search_owned_event_orders/" % user_id)
eventbrite.get("/events/123/")  # alive
`
