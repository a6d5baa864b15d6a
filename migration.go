package boxoffice

import (
	"strings"

	"github.com/boxoffice-go/boxoffice/internal/legacypath"
)

// EventbriteMigration is a row of the table by which Eventbrite moved its
// endpoints from users to organizations. The legacy side was cut off on 2020-06-01
// and answers 403 or 404.
type EventbriteMigration struct {
	// Number is the row's place in Eventbrite's table, 1 to 36.
	Number int
	// LegacyMethod and LegacyPath are the dead endpoint: "GET",
	// "/users/{user_id}/owned_events/". Below the API's root, so without /v3.
	LegacyMethod, LegacyPath string
	// Method and Path are what replaces it: "GET", "/organizations/{organization_id}/events/".
	Method, Path string
	// Certainty says how sure it is that the new endpoint exists and what it is like.
	Certainty Certainty
	// PublicDocs tells whether Eventbrite's public reference has a page about the
	// new endpoint. Without one, Eventbrite's table is where it is named.
	PublicDocs bool
	// Call is the method of this package for the new endpoint, by its service:
	// "Events.List".
	Call string
	// Note says what changes with the move, "" where nothing is known to.
	Note string
}

// EventbriteMigrations returns the 36 rows of Eventbrite's table, in its order. The
// slice is the caller's own.
//
// Two legacy endpoints of users are not among them because they still work
// (/users/{user_id}/orders/ and bookmarks), and two because nothing replaces them:
// the DELETEs of a contact list and of a contact.
//
// Eventbrite docs: https://www.eventbrite.com/platform/docs/organizations
func EventbriteMigrations() []EventbriteMigration {
	return eventbriteMigrations()
}

// MigratedCall is one legacy call with what replaces it.
type MigratedCall struct {
	// EventbriteMigration is the row that the call belongs to, with its templates.
	EventbriteMigration
	// Target is the new path with its ids and the query of the legacy call:
	// "/organizations/42/events/?status=live".
	Target string
}

// MigrateEventbrite tells what replaces a call, and whether it is a legacy call at
// all. It sends nothing.
//
// The path may have the /v3 or lack it, have a query, lack its last slash, be a
// whole URL of Eventbrite's API, and have anything in place of an id, as source code
// has: "me", "{user_id}", "%s", ":id", "${id}". A URL of another host is no legacy
// call, and neither is what lives on at a path like a legacy one: /events/123/, or
// GET /organizers/?organizer_ids=1.
//
// The Target has the organization's id, and the contact list's where the path has
// one; where an id is "", a template, or can't be an id, {organization_id} or
// {contact_list_id} is left for the reader to fill. Of the query, what may be a
// credential (token=…) is left out.
func MigrateEventbrite(method, path string, organization OrganizationID) (*MigratedCall, bool) {
	path, rawQuery := legacypath.SplitQuery(path)
	segments, ok := legacypath.Segments(path)
	if !ok {
		return nil, false
	}
	for _, row := range eventbriteMigrations() {
		if !strings.EqualFold(row.LegacyMethod, strings.TrimSpace(method)) {
			continue
		}
		list, ok := legacypath.Match(row.LegacyPath, segments)
		if !ok || row.Number == 2 && strings.Contains(rawQuery, "organizer_ids") { // today a batch read
			continue
		}
		target := legacypath.Fill(row.Path, "{organization_id}", string(organization))
		target = legacypath.Fill(target, "{contact_list_id}", list)
		return &MigratedCall{EventbriteMigration: row, Target: target + legacypath.SafeQuery(rawQuery)}, true
	}
	return nil, false
}

// migrationFor is the row of a legacy endpoint, by its template.
func migrationFor(method, template string) (EventbriteMigration, bool) {
	for _, row := range eventbriteMigrations() {
		if row.LegacyMethod == method && row.LegacyPath == template {
			return row, true
		}
	}
	return EventbriteMigration{}, false
}
