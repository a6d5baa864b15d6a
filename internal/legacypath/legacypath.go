// Package legacypath reads the paths of Eventbrite's dead endpoints, as they stand in
// code and logs.
package legacypath

import (
	"net/url"
	"strings"
	"unicode"
)

// SplitQuery parts a path from its query and drops its fragment; the #{ of Ruby
// begins an id, no fragment.
func SplitQuery(path string) (before, query string) {
	for i := range len(path) {
		if path[i] == '#' && !strings.HasPrefix(path[i:], "#{") {
			path = path[:i]
			break
		}
	}
	before, query, _ = strings.Cut(path, "?")
	return before, query
}

// Segments parts a path below the API's root into its segments. It is not
// url.Parse because templates such as %s are no URLs.
func Segments(path string) ([]string, bool) {
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

// Match tells whether segments are those of a template, and what stands in
// place of a contact list's id.
func Match(template string, segments []string) (list string, ok bool) {
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

// Fill puts an id into a path, unless it is the template of one.
func Fill(path, placeholder, id string) string {
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

// SafeQuery is a query without what may be a credential, and without what can't be
// read and so might hide one.
func SafeQuery(query string) string {
	var kept []string
	for pair := range strings.SplitSeq(query, "&") {
		decoded, err := url.QueryUnescape(pair)
		decoded = strings.ToLower(decoded)
		secret := false
		for _, word := range []string{"token", "secret", "key", "pass", "bearer", "auth", "cred", "session"} {
			secret = secret || strings.Contains(decoded, word)
		}
		unreadable := strings.ContainsFunc(pair, func(r rune) bool {
			return strings.ContainsRune(` \#`, r) || r == unicode.ReplacementChar || !unicode.IsPrint(r)
		})
		if pair != "" && err == nil && !secret && !unreadable {
			kept = append(kept, pair)
		}
	}
	if len(kept) == 0 {
		return ""
	}
	return "?" + strings.Join(kept, "&")
}
