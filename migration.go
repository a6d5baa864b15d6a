package boxoffice

import (
	"net/url"
	"strings"
	"unicode"
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
	path, rawQuery := splitQuery(path)
	segments, ok := legacySegments(path)
	if !ok {
		return nil, false
	}
	for _, row := range eventbriteMigrations() {
		if !strings.EqualFold(row.LegacyMethod, strings.TrimSpace(method)) {
			continue
		}
		list, ok := matchLegacy(row.LegacyPath, segments)
		if !ok || row.Number == 2 && strings.Contains(rawQuery, "organizer_ids") { // today a batch read
			continue
		}
		target := fillTarget(row.Path, "{organization_id}", string(organization))
		target = fillTarget(target, "{contact_list_id}", list)
		return &MigratedCall{EventbriteMigration: row, Target: target + safeQuery(rawQuery)}, true
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

// splitQuery parts a path from its query and drops its fragment; the #{ of Ruby
// begins an id, no fragment.
func splitQuery(path string) (before, query string) {
	for i := range len(path) {
		if path[i] == '#' && !strings.HasPrefix(path[i:], "#{") {
			path = path[:i]
			break
		}
	}
	before, query, _ = strings.Cut(path, "?")
	return before, query
}

// legacySegments parts a path below the API's root into its segments. It is not
// url.Parse because templates such as %s are no URLs.
func legacySegments(path string) ([]string, bool) {
	path = strings.TrimSpace(path)
	scheme, rest, absolute := strings.Cut(path, "://")
	if absolute {
		if !strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "http") {
			return nil, false
		}
		path = rest
	}
	first, rest, _ := strings.Cut(path, "/")
	switch {
	case isEventbriteHost(first):
		path = rest
	case absolute:
		return nil, false
	default:
		path = strings.TrimPrefix(path, "/")
	}
	path = strings.TrimSuffix(strings.TrimPrefix(path, "v3/"), "/")
	segments := strings.Split(path, "/")
	for _, s := range segments {
		if decoded, err := url.PathUnescape(s); err == nil {
			s = decoded
		}
		if s == "" || s == "." || s == ".." || strings.ContainsAny(s, "/\\") {
			return nil, false
		}
	}
	return segments, true
}

// isEventbriteHost knows the hosts that answer or answered for the API, with a user
// and a port or without.
func isEventbriteHost(authority string) bool {
	host := authority[strings.LastIndex(authority, "@")+1:]
	host, _, _ = strings.Cut(host, ":")
	switch strings.ToLower(host) {
	case "www.eventbriteapi.com", "eventbriteapi.com", "api.eventbrite.com":
		return true
	}
	return false
}

// matchLegacy tells whether segments are those of a template, and what stands in
// place of a contact list's id.
func matchLegacy(template string, segments []string) (list string, ok bool) {
	want := strings.Split(strings.Trim(template, "/"), "/")
	if len(want) != len(segments) {
		return "", false
	}
	for i, w := range want {
		switch {
		case w == "{contact_list_id}":
			list = segments[i]
		case w != "{user_id}" && w != segments[i]:
			return "", false
		}
	}
	return list, true
}

// fillTarget puts an id into a path, unless it is the template of one.
func fillTarget(path, placeholder, id string) string {
	if decoded, err := url.PathUnescape(id); err == nil {
		id = decoded
	}
	plain := func(r rune) bool {
		return r == '-' || r == '_' || r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r))
	}
	if id == "" || strings.ContainsFunc(id, func(r rune) bool { return !plain(r) }) {
		return path
	}
	return strings.Replace(path, placeholder, id, 1)
}

// safeQuery is a query without what may be a credential, and without what can't be
// read and so might hide one.
func safeQuery(query string) string {
	var kept []string
	for pair := range strings.SplitSeq(query, "&") {
		decoded, err := url.QueryUnescape(pair)
		decoded = strings.ToLower(decoded)
		secret := false
		for _, word := range []string{"token", "secret", "key", "password", "bearer"} {
			secret = secret || strings.Contains(decoded, word)
		}
		unreadable := strings.ContainsFunc(pair, func(r rune) bool { return r == ' ' || r == unicode.ReplacementChar || !unicode.IsPrint(r) })
		if pair != "" && err == nil && !secret && !unreadable {
			kept = append(kept, pair)
		}
	}
	if len(kept) == 0 {
		return ""
	}
	return "?" + strings.Join(kept, "&")
}
