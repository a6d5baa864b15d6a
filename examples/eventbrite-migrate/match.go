package main

import (
	"regexp"
	"strings"
)

// match is a path of the table in a piece of a line.
type match struct {
	at          int    // where it begins
	path        string // in the table's words: "/users/me/events/", "/users/{user_id}/contact_lists/7/"
	query       string // of it, only what makes another call of it
	methods     []string
	methodKnown bool // the text says the method
	needsName   bool // it counts only in a text that speaks of Eventbrite
}

// window is how far around a path its host and its method are looked for.
const window = 300

const (
	// slash is also the one of JSON and JavaScript, which may be escaped.
	slash = `\\{0,2}/`
	quote = "[\"'`]"
	// joins are the operators that join strings, from JavaScript to Visual Basic.
	joins = `(?:\+|\.\.?|&|<<|~|\|\|)`
	// template is a placeholder, in the languages that write one into a string.
	template = `(?:[$#]?\{{1,2}[^{}]{0,80}\}{1,2}|\$\w{1,40}|%(?:\(\w{1,40}\)|\[\d\])?[-+#0-9.$]{0,8}[a-zA-Z@]{1,3}|<%=?[^%<>]{1,60}%>|<[^<>\s/]{1,40}>|&lt;\w{1,40}&gt;|\[\w{1,40}\]|\\\([^()]{1,80}\)|:[A-Za-z_]\w{0,40}|\*)`
	// word is what may stand in a path for an id: an id, or a name that says it is one.
	word = `(?:me|[0-9]+|[A-Z][A-Z0-9_]*|(?:\w{1,40}[_-])?(?i:id|uid|userid|user)|\w{0,40}I[dD]|[\w.~-]{0,40}(?:%[0-9A-Fa-f]{2}[\w.~-]{0,40}){1,20})`
	// joined is an expression between two strings: "/users/" + id + "/events/".
	joined = quote + `\s*` + joins + `\s*[^;/]{1,80}?\s*` + joins + `\s*` + quote
	id     = `(` + template + `|` + word + `|` + joined + `)`

	lists = `assortment|currencies|discounts|events|event_groups|managed_events|organizers` + slash + `default|organizers|owned_events|owned_event_attendees|owned_event_orders|search_owned_event_orders|ticket_classes|ticket_groups|tracking_beacons|venues`
	roots = `checkout_settings|organizers|webhooks|discounts|events|series|ticket_groups|venues`

	// start is what may stand before a path that stands by itself: a beginning, and
	// perhaps a placeholder for the server's address.
	start = `(?:^|[\s"'` + "`" + `(\[=,|*>:<]|[^\x00-\x7f])(?:(?:https?:` + slash + slash + `)?` + template + `)?`

	verbs = `(get|post|delete|put|patch|head|options)`
)

// The groups: a path of a user's, its user id, its list; the contact lists' id and
// what is below it; a path without a user.
var paths = regexp.MustCompile(
	`(?:` + slash + `)?(users` + slash + id + slash + `(?:(` + lists + `)|contact_lists(?:` + slash + id + `(?:(` + slash + `contacts))?)?))` +
		`|` + slash + `(` + roots + `)`)

var (
	afterHost = regexp.MustCompile(`(?i)(?:^|[^\w.-])(?:(?:www\.)?eventbriteapi\.com|api\.eventbrite\.com)(?::\d+)?(?:` + slash + `v3)?$`)
	afterBare = regexp.MustCompile(start + `$`)
	isWord    = regexp.MustCompile(`^[\w@]$`)
	// A string before the string, as in "/organizations/" + id + "/events/".
	afterJoined = regexp.MustCompile(quote + `\s*` + joins + "[^\"'`]{1,80}" + joins + `\s*` + quote + `$`)

	beginsSlash    = regexp.MustCompile(`^` + slash)
	beginsTemplate = regexp.MustCompile(`^` + template)
	beginsJoin     = regexp.MustCompile(`^` + quote + `\s*(?:\+|\.\.|\.\s*[$"'\s]|\.concat\(|&\s|<<|~|\|\|)\s*`)
	beginsQuery    = regexp.MustCompile(`^(?:[a-z]{0,2}` + quote + `)?[?&]`)
	// A path goes on after the join: "/" + id, or id + "/more".
	joinsPath = regexp.MustCompile(`^(?:[^"'` + "`" + `;]{1,80}` + joins + `\s*)?[a-z]{0,2}` + quote + slash)
	endsThere = regexp.MustCompile(`^(?:[\s"'` + "`" + `),;\]|*>}?&^]|#(?:[^{]|$)|\\["'nrtu]|\\$|[.:!…]+(?:[\s"'` + "`" + `)<]|$)|</|\$(?:["'` + "`" + `]|$)|[^\x00-\x7f])`)

	// What a server defines, which is no call to Eventbrite.
	isRoute = regexp.MustCompile(`(?:(?i:\b(?:app|router|routes?|server|mux|fastify|blueprint|bp)(?:\.|::|->)\w+)|@(?:\w+\.)*\w*[a-z]\w*|\bHandle(?:Func)?|(?:^|[\s,(\[])(?:re_)?path)\s*\([^()]*$`)
	// The route of Rails has no parentheses and says where it goes.
	isRailsRoute = regexp.MustCompile(`^\s*` + verbs + `\s+["']/?$`)
	saysTo       = regexp.MustCompile(`^/?["']\s*(?:,\s*(?:to|controller|as):|=>)`)

	upperMethod = regexp.MustCompile(`(?:^|[^A-Za-z])(GET|POST|DELETE|PUT|PATCH|HEAD|OPTIONS)\b`)
	keyMethod   = regexp.MustCompile(`(?i)method["'` + "`" + `]?\s*(?:=>|[:=.,])?\s*["'` + "`" + `:.]?` + verbs + `\b|(?:^|\s)-X\s*["']?` + verbs + `\b`)
	callMethod  = regexp.MustCompile(`(?:(?:^|[^A-Za-z])(get|post|delete|put|patch|head|options)|(?:^|[^A-Z])(Get|Post|Delete|Put|Patch|Head|Options))(?:[A-Z_]\w*)?(?:<[^()]{0,60}>)?(?:\s*\(|\s+["'` + "`" + `:])`)
	curl        = regexp.MustCompile(`(?:^|[\s"'` + "`" + `(|;])curl\s+[^=\s]`)
	curlSends   = regexp.MustCompile(`(?:^|\s)(?:-d|-F|--data|--form|--json)`)
	curlGets    = regexp.MustCompile(`(?:^|\s)(?:-G|--get)\b`)
)

// findPaths finds the paths of the table in a piece of a line; above is the end of the
// line before it.
func findPaths(piece, above string) []match {
	all := paths.FindAllStringSubmatchIndex(piece, -1)
	var out []match
	before := 0 // where the path before this one ends
	for i, loc := range all {
		next := len(piece)
		if i+1 < len(all) {
			next = all[i+1][0]
		}
		left := piece[max(before, loc[0]-window):loc[0]]
		if before == 0 && loc[0] <= window && goesOn(above) {
			left = above + "\n" + left
		}
		right := piece[loc[1]:min(next, loc[1]+window)]
		if m, ok := look(piece, loc, left, right); ok {
			out = append(out, m)
		}
		before = loc[1]
	}
	return out
}

// goesOn tells whether a call that begins on a line ends on a later one.
func goesOn(line string) bool {
	return strings.HasSuffix(line, `\`) || strings.HasSuffix(line, "(") || strings.HasSuffix(line, ",")
}

// look decides whether what looks like a path of the table is a call. In left and
// right its method is looked for.
func look(piece string, loc []int, left, right string) (match, bool) {
	group := func(n int) string {
		if loc[2*n] < 0 {
			return ""
		}
		return piece[loc[2*n]:loc[2*n+1]]
	}
	user, root := group(1), group(6)
	prefix := piece[max(0, loc[0]-window):loc[0]]
	slashed := loc[0] < loc[2] || root != "" // the path begins with a slash
	eventbrite := slashed && isAPI(prefix)
	if !eventbrite && (!standsAlone(prefix) || isDefined(prefix, piece[loc[1]:])) {
		return match{}, false
	}

	m := match{at: loc[0], methods: []string{"GET", "POST", "DELETE"}}
	end, closed := ending(piece[loc[1]:min(len(piece), loc[1]+window)])
	method := methodAt(left, right)
	if m.methodKnown = method != ""; m.methodKnown {
		m.methods = []string{method}
	}
	if user == "" {
		m.path = "/" + root + "/"
		m.needsName = !eventbrite
		if around := piece[max(0, loc[0]-window):min(len(piece), loc[1]+window)]; root == "organizers" && strings.Contains(around, "organizer_ids") {
			if !m.methodKnown {
				return match{}, false // today's batch read, which only GET has
			}
			m.query = "?organizer_ids="
		}
		return m, end == ends && (eventbrite || m.methodKnown && !afterJoined.MatchString(prefix))
	}
	if name := strings.ToLower(group(2)); !eventbrite && (strings.Contains(name, "username") || strings.Contains(name, "login")) {
		return match{}, false // GitHub's /users/{username}/events
	}
	m.path = "/users/" + plainID(group(2), "{user_id}") + "/"
	switch list, contact := group(3), group(4); {
	case list != "":
		m.path += strings.ReplaceAll(list, `\`, "") + "/"
	case contact != "":
		m.path += "contact_lists/" + plainID(contact, "{contact_list_id}") + "/"
		if group(5) != "" {
			m.path += "contacts/"
		}
	default:
		m.path += "contact_lists/"
		if end == hasItem && closed {
			m.path += "{contact_list_id}/"
		}
	}
	// Below the other lists of a user there never was an item: what follows is a query.
	return m, end != goesElsewhere
}

// The expressions go through all of a prefix to find its end. In a text that is made of
// nothing but paths that is most of the time, so that what they need is looked for first.

// isAPI tells whether what stands before a path is the API's address, or ends like it.
func isAPI(prefix string) bool {
	if isAboutEventbrite(prefix) && afterHost.MatchString(prefix) {
		return true
	}
	rest, ok := strings.CutSuffix(prefix, "v3")
	if !ok || standsAlone(rest) {
		return ok
	}
	rest, ok = strings.CutSuffix(rest, "/")
	rest = strings.TrimSuffix(strings.TrimSuffix(rest, `\`), `\`)
	return ok && standsAlone(rest)
}

// standsAlone tells whether a path begins where it is, but for a placeholder.
func standsAlone(prefix string) bool {
	switch end := tail(prefix, 1); {
	case end == " ":
		return true
	case end == "/":
		return false
	case isWord.MatchString(end) && !strings.ContainsAny(tail(prefix, 60), "$:%"):
		return false // no placeholder that ends with a name has another beginning
	}
	return afterBare.MatchString(prefix)
}

// isDefined tells a route of a server, by what stands before the path and after it.
func isDefined(prefix, rest string) bool {
	return strings.Contains(prefix, "(") && isRoute.MatchString(prefix) || isRailsRoute.MatchString(prefix) && saysTo.MatchString(rest)
}

// plainID is an id that can be shown, or the placeholder of the table: what else
// stands there may be anything.
func plainID(id, placeholder string) string {
	if id == "me" || len(id) <= 20 && strings.Trim(id, "0123456789") == "" {
		return id
	}
	return placeholder
}

type end int

const (
	goesElsewhere end = iota // another path, which only begins like this one
	ends
	hasItem // one unknown thing follows: an id, or a query
)

// ending tells what follows a path, and whether a slash closes it.
func ending(rest string) (e end, closed bool) {
	if s := beginsSlash.FindString(rest); s != "" {
		closed, rest = true, rest[len(s):]
	}
	if join := beginsJoin.FindString(rest); join != "" {
		rest = rest[len(join):]
		switch {
		case beginsQuery.MatchString(rest):
			return ends, closed
		case joinsPath.MatchString(rest):
			return goesElsewhere, closed
		}
		return hasItem, closed
	}
	if rest == "" || endsThere.MatchString(rest) || strings.HasPrefix(rest, "{?") || strings.HasPrefix(rest, "{&") {
		return ends, closed
	}
	if t := beginsTemplate.FindString(rest); t != "" {
		rest = rest[len(t):]
		if rest == "" || endsThere.MatchString(rest) {
			return hasItem, closed
		}
	}
	return goesElsewhere, closed
}

// methodAt is the method that stands nearest before a path, or else after it.
func methodAt(left, right string) string {
	best, at := "", -1
	take := func(re *regexp.Regexp, within string) {
		for _, loc := range re.FindAllStringSubmatchIndex(left, -1) {
			if loc[0] <= at || strings.ContainsAny(left[loc[1]:], within) {
				continue
			}
			for g := 2; g < len(loc); g += 2 {
				if loc[g] >= 0 {
					best, at = left[loc[g]:loc[g+1]], loc[0]
				}
			}
		}
	}
	take(upperMethod, "")
	take(keyMethod, ");")
	take(callMethod, ");") // a call that is over is another one
	for _, re := range []*regexp.Regexp{keyMethod, upperMethod} {
		if found := re.FindStringSubmatch(right); best == "" && found != nil {
			best = strings.Join(found[1:], "") // all groups but one are empty
		}
	}
	if best == "" && curl.MatchString(left) && !strings.HasSuffix(strings.TrimSpace(right), `\`) {
		if options := left + right; curlSends.MatchString(options) && !curlGets.MatchString(options) {
			return "POST"
		}
		return "GET"
	}
	return strings.ToUpper(best)
}
