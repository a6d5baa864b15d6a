package boxoffice

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// RateLimit is one of the limits that Eventbrite counts a call against. By default
// a token has 2,000 calls an hour, and so has the API key that it was made with.
//
// See https://www.eventbrite.com/platform/docs/rate-limits
type RateLimit struct {
	// Scope is what is counted: "token" or "key". The header that this comes from also
	// names the token itself, which is never kept.
	Scope string
	// Used and Limit are the calls so far and at most.
	Used, Limit int
	// Reset is when Used begins at 0 again, from the time of the answer.
	Reset time.Duration
}

// maxRateLimits is more than any server has.
const maxRateLimits = 8

// parseRateLimits reads "token:SECRET 22/2000 reset=3530s, key:SECRET 22/2000
// reset=3530s". What it does not understand it leaves out.
func parseRateLimits(header []string) []RateLimit {
	var limits []RateLimit
	for part := range strings.SplitSeq(strings.Join(header, ","), ",") {
		words := strings.Fields(part)
		if len(words) < 3 || len(limits) == maxRateLimits {
			continue
		}
		scope, _, _ := strings.Cut(words[0], ":")
		used, limit, _ := strings.Cut(words[1], "/")
		reset, isReset := strings.CutPrefix(words[2], "reset=")
		if scope != "token" && scope != "key" || !isReset {
			// Another word there could be the secret.
			continue
		}
		l := RateLimit{Scope: scope}
		var errs [3]error
		var seconds int64
		l.Used, errs[0] = strconv.Atoi(used)
		l.Limit, errs[1] = strconv.Atoi(limit)
		seconds, errs[2] = strconv.ParseInt(strings.TrimSuffix(reset, "s"), 10, 64)
		if errs != [3]error{} || l.Used < 0 || l.Limit < 0 || seconds < 0 {
			continue
		}
		l.Reset = time.Duration(min(seconds, int64(math.MaxInt64/time.Second))) * time.Second
		limits = append(limits, l)
	}
	return limits
}

// untilReset is how long to wait after a 429: until the last of the limits that
// are used up is reset. When none looks used up the first reset is the best guess.
func untilReset(limits []RateLimit) time.Duration {
	var all, first time.Duration
	for i, l := range limits {
		if l.Used >= l.Limit {
			all = max(all, l.Reset)
		}
		if i == 0 || l.Reset < first {
			first = l.Reset
		}
	}
	if all > 0 {
		return all
	}
	return first
}
