package boxofficetest

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"time"
)

// release is a version of pretix. What a generation does differently is asked
// by name, through the methods below, so that no other file compares versions.
type release struct {
	major, minor, patch int
}

var (
	oldestRelease = release{3, 5, 0}
	newestRelease = release{2026, 8, 0}

	releasePattern = regexp.MustCompile(`^(\d{1,4})\.(\d{1,3})\.(\d{1,3})$`)
)

func parseRelease(s string) (release, error) {
	m := releasePattern.FindStringSubmatch(s)
	if m == nil {
		return release{}, fmt.Errorf("pretix version %q: want a release such as %q", s, newestRelease)
	}
	var n [3]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1])
	}
	v := release{n[0], n[1], n[2]}
	if !v.atLeast(oldestRelease.major, oldestRelease.minor) {
		return release{}, fmt.Errorf("pretix version %q: the team API begins with %s", s, oldestRelease)
	}
	return v, nil
}

func (v release) String() string {
	return fmt.Sprintf("%d.%d.%d", v.major, v.minor, v.patch)
}

// numeric is the form of /api/v1/version; the 5000 marks a final release.
func (v release) numeric() int64 {
	return ((int64(v.major)*1000+int64(v.minor))*1000+int64(v.patch))*10000 + 5000
}

func (v release) atLeast(major, minor int) bool {
	if v.major != major {
		return v.major > major
	}
	return v.minor >= minor
}

// permissionLists tells whether teams hold lists of named permissions; before,
// they held booleans.
func (v release) permissionLists() bool { return v.atLeast(2026, 3) }

// legacyCreate tells whether a POST may still use the booleans. The first
// releases with permission lists fail on it.
func (v release) legacyCreate() bool { return !v.permissionLists() || v.atLeast(2026, 8) }

// hugeIDsAreUnknown tells whether an id beyond 64 bits is just not found; before,
// it broke the database query.
func (v release) hugeIDsAreUnknown() bool { return v.atLeast(2026, 3) }

// transactionalDelete tells whether a failed deletion of a team takes its audit
// entry with it.
func (v release) transactionalDelete() bool { return v.atLeast(2026, 8) }

// localizesPages tells whether answers from before routing, which are web pages
// and redirects, have a Content-Language as well.
func (v release) localizesPages() bool { return v.atLeast(2026, 8) }

// refusesNUL tells whether null characters in a query or a form are refused
// before anything else.
func (v release) refusesNUL() bool { return v.atLeast(2026, 3) }

func (v release) teamRequire2FA() bool { return v.atLeast(2024, 4) }

// modernREST tells whether Django REST framework is 3.15 or newer, which names
// the missing kind of object and reads an empty page number as the first.
func (v release) modernREST() bool { return v.atLeast(2024, 4) }

// rendersPages tells whether the server can render its error pages. Older
// releases, as pip installs them, fail while doing so: every page is a bare 500,
// and a 500 leaves its idempotency key locked.
func (v release) rendersPages() bool { return v.atLeast(4, 18) }

// sessionCookies are the names of the session cookie, the preferred one first.
func (v release) sessionCookies() []string {
	if v.atLeast(4, 18) {
		return []string{"__Host-pretix_session", "pretix_session"}
	}
	return []string{"pretix_session"}
}

// sessionCookie is the Set-Cookie header with which a session begins.
func (v release) sessionCookie(secret string, secure bool) string {
	const twoWeeks = 14 * 24 * time.Hour
	expires := time.Now().Add(twoWeeks).UTC().Format(http.TimeFormat)
	age := fmt.Sprintf("%.0f", twoWeeks.Seconds())
	if secure {
		return v.sessionCookies()[0] + "=" + secret + "; expires=" + expires + "; HttpOnly; Max-Age=" + age +
			"; Partitioned; Path=/; SameSite=None; Secure"
	}
	return "pretix_session=" + secret + "; expires=" + expires + "; HttpOnly; Max-Age=" + age + "; Path=/"
}

// spelledBooleans tells whether a boolean may be written in any mixture of
// cases; before, "yes", "Yes" and "YES" were three entries of a list.
func (v release) spelledBooleans() bool { return v.atLeast(2024, 4) }

// lettersOnlyTLD tells whether Django is 5.2, which refuses digits in the last
// part of the domain of an address.
func (v release) lettersOnlyTLD() bool { return v.atLeast(2026, 3) }

// strictJSON tells whether Python's own parser reads bodies, which takes no more
// than JSON, in place of the lenient one in C.
func (v release) strictJSON() bool { return !v.atLeast(4, 0) }

func (v release) honoursPageSize() bool { return v.atLeast(4, 0) }

func (v release) idempotencyQuery() bool { return v.atLeast(4, 0) }

func (v release) publicURLs() bool { return v.atLeast(4, 0) }

// salesChannelLists tells whether events say separately that they are sold on
// all channels.
func (v release) salesChannelLists() bool { return v.atLeast(2024, 9) }

func (v release) organizerPlugins() bool { return v.atLeast(2025, 1) }

// booleans are the can_* keys of a team in the order of the JSON.
func (v release) booleans() []string {
	if v.permissionLists() {
		return append(names(eventBooleans), names(organizerBooleans)...)
	}
	keys := []string{
		"can_create_events", "can_change_teams", "can_change_organizer_settings", "can_manage_gift_cards",
		"can_change_event_settings", "can_change_items", "can_view_orders", "can_change_orders",
		"can_view_vouchers", "can_change_vouchers",
	}
	if v.atLeast(3, 17) {
		keys = append(keys, "can_checkin_orders")
	}
	if v.atLeast(4, 0) {
		keys = append(keys, "can_manage_customers")
	}
	if v.atLeast(4, 18) {
		keys = append(keys, "can_manage_reusable_media")
	}
	return keys
}
