package boxofficetest

// bookmarkBody is the body of both writes.
var bookmarkBody = []param{
	{name: "event_id", kind: idKind},
	{name: "event_ids", kind: listKind},
	{name: "bookmark_list_id", kind: idKind},
}

func bookmarkKey(b ebBookmark) string {
	return b.user + "/" + b.list + "/" + b.event
}

// listBookmarks answers with the saved events. The shape is our guess.
func (c *visit) listBookmarks() (response, error) {
	user, err := c.ownUserID()
	if err != nil {
		return response{}, err
	}
	events := []EventbriteEvent{}
	for _, b := range c.state.bookmarks.where(func(b ebBookmark) bool {
		return b.user == user && (!c.args.has("bookmark_list_id") || b.list == arg[string](c.args, "bookmark_list_id"))
	}) {
		if ev, ok := c.state.events.get(b.event); ok && !ev.deleted {
			events = append(events, ev)
		}
	}
	return list(c, "bookmarks", events, c.eventWriter())
}

// readBookmarks returns those in the body, of events that the user may see.
func (c *visit) readBookmarks() ([]ebBookmark, error) {
	user, err := c.ownUserID()
	if err != nil {
		return nil, err
	}
	got, err := c.readBody(bookmarkBody)
	if err != nil {
		return nil, err
	}
	events := arg[[]string](got, "event_ids")
	if id := arg[string](got, "event_id"); id != "" {
		events = append([]string{id}, events...)
	}
	var bookmarks []ebBookmark
	for _, id := range events {
		ev, ok := c.state.events.get(id)
		if !ok || ev.deleted || !ev.published() && !c.owns(ev) {
			return nil, noSuch("event")
		}
		bookmarks = append(bookmarks, ebBookmark{user, arg[string](got, "bookmark_list_id"), id})
	}
	return bookmarks, nil
}

func (c *visit) saveBookmarks() (response, error) {
	bookmarks, err := c.readBookmarks()
	if err != nil {
		return response{}, err
	}
	for _, b := range bookmarks {
		if _, ok := c.state.bookmarks.get(bookmarkKey(b)); ok {
			return response{}, refuseBecause("BOOKMARK_ALREADY_EXISTS")
		}
	}
	for _, b := range bookmarks {
		c.state.bookmarks.put(bookmarkKey(b), b)
	}
	return found(object{{"created", true}})
}

func (c *visit) unsaveBookmarks() (response, error) {
	bookmarks, err := c.readBookmarks()
	if err != nil {
		return response{}, err
	}
	for _, b := range bookmarks {
		c.state.bookmarks.remove(bookmarkKey(b))
	}
	return found(object{{"deleted", true}})
}
