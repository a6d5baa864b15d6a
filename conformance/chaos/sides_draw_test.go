package chaos

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/url"
	"slices"
	"strings"

	"pgregory.net/rapid"
)

// pick draws one of some texts. The earlier ones are what a failure shrinks to.
func pick(t *rapid.T, label string, among ...string) string {
	return rapid.SampledFrom(among).Draw(t, label)
}

// chance is true once in n draws or so; a failure shrinks to false.
func chance(t *rapid.T, label string, n int) bool {
	return rapid.IntRange(0, n-1).Draw(t, label) == n-1
}

// draws is a sequence of steps.
func draws(t *rapid.T) []step {
	var all []step
	// One slice would be short most of the time.
	for range 6 {
		all = append(all, rapid.SliceOfN(rapid.Custom(drawStep), 0, 10).Draw(t, "steps")...)
	}
	return all
}

// route is a path with the kind of its last part.
type route struct {
	kind, path string
	methods    []string
}

func drawRoute(t *rapid.T) route {
	organizer := "{org}"
	if chance(t, "odd organizer", 40) {
		organizer = pick(t, "organizer", "elsewhere", "nope", "{ORG}", "%20{org}", "{org}%00", "..", "{org}.json")
	}
	root := "/organizers/" + organizer + "/"
	switch rapid.IntRange(0, 19).Draw(t, "route") {
	case 0, 1, 2:
		return route{"team", root + "teams/", []string{"GET", "POST", "POST", "POST"}}
	case 3, 4, 5, 6, 7:
		return route{"team", root + "teams/" + drawID(t, "t") + "/", []string{"GET", "PATCH", "PATCH", "PATCH", "PUT", "PUT", "DELETE"}}
	case 8:
		return route{"", root + "teams/" + drawID(t, "t") + "/members/", []string{"GET"}}
	case 9, 10:
		return route{"", root + "teams/" + drawID(t, "t") + "/members/" + drawID(t, "u") + "/", []string{"GET", "DELETE"}}
	case 11, 12, 13:
		return route{"invite", root + "teams/" + drawID(t, "t") + "/invites/", []string{"GET", "POST", "POST", "POST"}}
	case 14:
		return route{"", root + "teams/" + drawID(t, "t") + "/invites/" + drawID(t, "i") + "/", []string{"GET", "DELETE"}}
	case 15, 16:
		return route{"token", root + "teams/" + drawID(t, "t") + "/tokens/", []string{"GET", "GET", "POST", "POST", "POST"}}
	case 17, 18:
		return route{"", root + "teams/" + drawID(t, "t") + "/tokens/" + drawID(t, "k") + "/", []string{"GET", "DELETE"}}
	}
	return route{"", pick(t, "other route",
		"/organizers/", root, "/version", "/me", "/idempotency_query", "/idempotency_query?key={org}-1",
		root+"teams/{t0}/nothing/", "/nothing/", "/",
	), []string{"GET"}}
}

// drawID is a placeholder most of the time. The first team and the first token stay out of it, so that sequences
// seldom end their own right to do anything.
func drawID(t *rapid.T, kind string) string {
	if chance(t, "odd id", 16) {
		known := "{" + kind + "1}"
		return pick(t, "id", "99999999", "0", "-1", "abc", "{"+kind+"0}", "+"+known, "%20"+known, known+"%20", "0"+known, known+".0", "1e3", "9_9999999",
			"٣٣٣٣٣٣٣٣", "9223372036854775807", "9223372036854775808", "-9223372036854775809", strings.Repeat("9", 400), known+".json", known+".xml", "%00", "a%2Fb", "%F0%9F%8E%AA",
			"null", "true", known+";x", "²", "'", "%25", "%FF")
	}
	return fmt.Sprintf("{%s%d}", kind, rapid.IntRange(1, 12).Draw(t, "id"))
}

func drawStep(t *rapid.T) step {
	r := drawRoute(t)
	s := step{path: r.path, method: rapid.SampledFrom(r.methods).Draw(t, "method")}
	if chance(t, "odd method", 20) {
		s.method = pick(t, "method", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "OPTIONS", "OPTIONS", "PROPFIND", "TRACE", "LINK", "Patch")
	}
	if !strings.Contains(s.path, "/teams/") && strings.HasPrefix(s.method, "P") && s.method != "POST" {
		// The fake's organizers can't be changed.
		s.method = "GET"
	}
	if len(s.path) > 1 && chance(t, "odd path", 25) {
		s.path = pick(t, "path", strings.TrimSuffix(s.path, "/"), s.path+"/", s.path+"?", strings.TrimSuffix(s.path, "/")+".json",
			strings.TrimSuffix(s.path, "/")+".json/", strings.TrimSuffix(s.path, "/")+".xml", strings.ToUpper(s.path), "/"+s.path, s.path+"x", strings.TrimSuffix(s.path, "/")+"%2F")
	}
	if s.method == "GET" && chance(t, "query", 2) || chance(t, "odd query", 30) {
		s.path += "?" + drawQuery(t)
	}
	drawBody(t, r.kind, &s)
	s.as = drawCredential(t)
	for chance(t, "header", 12) {
		s.headers = append(s.headers, drawHeader(t))
	}
	return s
}

func drawQuery(t *rapid.T) string {
	var pairs []string
	for range rapid.IntRange(1, 3).Draw(t, "pairs") {
		pairs = append(pairs, pick(t, "pair",
			"page_size="+pick(t, "page_size", "1", "2", "3", "5", "50", "51", "0", "-1", "", "x", "1.5", "2.0", "%202", "1_0", "٣", "1e1", "99999999999999999999", "%2B2"),
			"page="+pick(t, "page", "1", "2", "3", "4", "last", "0", "-1", "", "x", "1.0", "1.5", "%201", "2%20", "LAST", "٢", "99999999999999999999", "+1", "%2B2", "first", "1_0", "%00"),
			"page=2&page_size=2", "page=2&page_size=3", "page=last&page_size=2",
			"search=crew", "q=Crew", "name=Crew", "ordering=-id", "ordering=-name", "id=1", "email=ada@{org}.example.org", "active=true", "is_active=false",
			"format="+pick(t, "format", "json", "xml", "api", "", "JSON"), "limit=1", "offset=1", "cursor=x", "expand=members", "fields=id", "include=id", "exclude=name", "locale=de",
			"x="+pick(t, "x", "", "%20", "+", "a+b", "ä", "%C3%A4", "%FF", "%", "%zz", "a;b=c", "~-._!*'()", "a/b", "%2F", "&", "=", "a=b", "%0A", "[1]", "\"", "<b>", "%00"),
			"y", "&", "x[]=1", "%C3%A4=1", "page_size=2;page=2", "x=1&x=2",
		))
	}
	return strings.Join(pairs, "&")
}

func drawCredential(t *rapid.T) string {
	switch n := rapid.IntRange(0, 29).Draw(t, "credential"); {
	case n < 20:
		return ""
	case n < 25:
		return fmt.Sprintf("Token {s%d}", rapid.IntRange(1, 8).Draw(t, "token"))
	case n < 28:
		return pick(t, "who", "Bearer {oauth}", "Bearer {oauthread}", "Bearer {oauthfree}", "Device {device}", "-")
	}
	return pick(t, "odd credential", "Token nonsense", "token {s0}", "TOKEN {s0}", "Token", "Token  {s0}", "Token {s0} ", "Token {s0} x", "Token {s0},{s3}", "{s0}",
		"Bearer {s0}", "Token {oauth}", "Device {s0}", "Device", "Bearer", "Bearer {oauth} x", "bearer {oauth}", "Basic YTpi", "Basic", "Token \xff", "Token ä", "Device a b", "Token {s1}",
		"Bearer  {oauth}", "Token\t{s0}", "Session x")
}

func drawHeader(t *rapid.T) string {
	return pick(t, "header",
		"X-Idempotency-Key: {org}-"+pick(t, "key", "1", "2", "3"),
		"X-Idempotency-Key: {org}-1",
		"X-Idempotency-Key: "+pick(t, "odd key", "ä", "a b", strings.Repeat("k", 300)),
		"X-HTTP-Method-Override: "+pick(t, "override", "DELETE", "PATCH", "GET"),
		"Accept-Language: "+pick(t, "language", "de", "de-AT,en;q=0.5", "en;q=0.1, de;q=0.9", "xx", "*", "", "de;q=0", "DE", "de_DE", "tlh, de;q=0.5", "en-GB"),
		"Accept: "+pick(t, "accept", "application/json", "*/*", "text/html", "text/html,application/xhtml+xml,*/*;q=0.8", "application/xml", "application/*", "", "nonsense",
			"application/json; indent=4", "application/json;version=1", "APPLICATION/JSON", "*", "application/json;q=0", "text/html;q=0.9, application/json", ",", "application/vnd.api+json"),
		"Content-Type: "+pick(t, "type", "application/json; charset=utf-8", "application/json; charset=latin-1", "text/plain", "application/xml", "APPLICATION/JSON", "application/json;",
			"nonsense", "application/*", "*/*", "application/merge-patch+json", "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "application/octet-stream", "text/json"),
		"Content-Encoding: gzip", "If-None-Match: *", "If-Match: \"x\"", "Origin: http://example.org", "Cookie: pretix_session=x", "X-Forwarded-Proto: https", "X-Requested-With: XMLHttpRequest",
		"Range: bytes=0-10", "Accept-Encoding: gzip", "User-Agent: ", "X-CSRFToken: x", "Referer: http://example.org/", "X-Forwarded-Host: example.org", "Cookie: pretix_language=de",
	)
}

// drawBody gives a step a body, where it makes sense and now and then where it doesn't.
func drawBody(t *rapid.T, kind string, s *step) {
	writes := s.method == "POST" || s.method == "PUT" || s.method == "PATCH"
	if !writes && !chance(t, "body nevertheless", 25) {
		return
	}
	fields := drawFields(t, kind, s.method)
	switch n := rapid.IntRange(0, 39).Draw(t, "form of the body"); {
	case n < 33:
		s.body = writeJSON(fields)
	case n < 35:
		s.body, s.contentType = writeForm(fields), "application/x-www-form-urlencoded"
	case n == 35:
		s.body, s.contentType = writeMultipart(fields), "multipart/form-data; boundary=edge"
	case n == 36:
		s.body = pick(t, "body", "", "{}", "[]", "null", "5", "1.5", `"x"`, "true", "{", "[{}]", " ", "{} {}", "{},", "nonsense", "\xff", "\ufeff{}", "NaN", "-", "{'name':'x'}", `{"name":"x",}`,
			`{name:"x"}`, "[1,2", "// x\n{}", "\n{}\n", strings.Repeat("[", 1100), "{\"name\":\"\\x\"}", "-Infinity", "1e999", "\x00", "{\"name\":\"x\"\x00}", `{"":1}`, "nul", "tru", "0x10", "--1", "1.2.3", "+1", "'x'")
	default:
		s.body = spoil(t, writeJSON(fields))
	}
	if chance(t, "odd content type", 40) {
		s.contentType = pick(t, "content type", "-", "text/plain", "application/json; charset=utf-8", "Application/Json", "application/x-www-form-urlencoded", "multipart/form-data", "application/json/x", "")
	}
}

// spoil changes some bytes.
func spoil(t *rapid.T, body string) string {
	for range rapid.IntRange(1, 3).Draw(t, "spoilt") {
		at := rapid.IntRange(0, len(body)).Draw(t, "at")
		switch rapid.IntRange(0, 2).Draw(t, "how") {
		case 0:
			body = body[:at]
		case 1:
			body = body[:at] + pick(t, "insert", " ", ",", "\"", "}", "]", "{", "[", ":", "\\", "1", "a", "\n", "\x01", "-", ".", "e", "ä", "\x80", "null", "\\u12", "\\ud83d") + body[at:]
		default:
			body = body[:at] + body[min(at+1, len(body)):]
		}
	}
	return body
}

type bodyField struct{ name, value string }

func writeJSON(fields []bodyField) string {
	var parts []string
	for _, f := range fields {
		parts = append(parts, `"`+f.name+`":`+f.value)
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// formValues are the values of a JSON text in a form: the items of lists, and texts without their quotes.
func formValues(value string) []string {
	var list []json.RawMessage
	if json.Unmarshal([]byte(value), &list) != nil {
		list = []json.RawMessage{json.RawMessage(value)}
	}
	var values []string
	for _, item := range list {
		var text string
		if json.Unmarshal(item, &text) != nil {
			text = string(item)
		}
		values = append(values, text)
	}
	return values
}

func writeForm(fields []bodyField) string {
	var pairs []string
	for _, f := range fields {
		for _, value := range formValues(f.value) {
			value := strings.NewReplacer("%7Borg%7D", "{org}").Replace(url.QueryEscape(value))
			pairs = append(pairs, f.name+"="+value)
		}
	}
	return strings.Join(pairs, "&")
}

func writeMultipart(fields []bodyField) string {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.SetBoundary("edge")
	for _, f := range fields {
		for _, value := range formValues(f.value) {
			_ = w.WriteField(f.name, value)
		}
	}
	_ = w.Close()
	return b.String()
}

// drawFields are the members of a body: those that it must have are seldom left out, and others come at random.
func drawFields(t *rapid.T, kind, method string) []bodyField {
	var fields []bodyField
	switch kind {
	case "team":
		if method != "PATCH" && !chance(t, "no name", 10) {
			fields = append(fields, bodyField{"name", drawName(t)})
		}
		if method != "PATCH" && !chance(t, "no events", 10) {
			fields = append(fields, bodyField{"limit_events", drawEvents(t)})
		}
		for range rapid.IntRange(0, 4).Draw(t, "fields") {
			fields = append(fields, drawTeamField(t))
		}
	case "invite":
		if !chance(t, "no email", 15) {
			fields = append(fields, bodyField{"email", drawEmail(t)})
		}
	case "token":
		if !chance(t, "no name", 15) {
			fields = append(fields, bodyField{"name", drawName(t)})
		}
	}
	if chance(t, "unknown field", 12) {
		name := pick(t, "name", "id", "token", "active", "organizer", "members", "x", "email", "name", "team", "can_fly", "all_event_permission", "Name", "limit_events[]", "", "csrfmiddlewaretoken", "_method", "access_token")
		fields = append(fields, bodyField{name, drawAny(t)})
	}
	return fields
}

var booleanFields = strings.Fields(`all_events require_2fa can_create_events can_change_teams can_change_organizer_settings
	can_manage_gift_cards can_change_event_settings can_change_items can_view_orders can_change_orders can_view_vouchers
	can_change_vouchers can_checkin_orders can_manage_customers can_manage_reusable_media`)

func drawTeamField(t *rapid.T) bodyField {
	switch n := rapid.IntRange(0, 19).Draw(t, "field"); {
	case n < 3:
		return bodyField{"name", drawName(t)}
	case n < 6:
		return bodyField{"limit_events", drawEvents(t)}
	case n < 8:
		return bodyField{pick(t, "all", "all_event_permissions", "all_organizer_permissions"), drawBoolean(t)}
	case n < 12:
		return bodyField{"limit_event_permissions", drawPermissions(t, eventPermissions, organizerPermissions)}
	case n < 15:
		return bodyField{"limit_organizer_permissions", drawPermissions(t, organizerPermissions, eventPermissions)}
	}
	return bodyField{rapid.SampledFrom(booleanFields).Draw(t, "boolean"), drawBoolean(t)}
}

var oddValues = []string{
	"null", "true", "false", "0", "1", "2", "-1", "1.0", "0.0", "1.5", "-0.0", "1e3", "1e16", "1e-7", "1e400", "123456789012345678901234567890", "NaN", "Infinity", "-Infinity",
	`""`, `" "`, `"x"`, `"true"`, `"1"`, "[]", "{}", "[[]]", "[null]", `[true]`, `["gala"]`, `["x"]`, `[1,2]`, `{"gala":true}`, `{"a":[1,{"b":null}]}`, `[{"slug":"gala"}]`, `[1.5]`, `["a'b"]`, `[["it's"]]`, `[{"a":"b\nc"}]`,
	`["\u00e4"]`, `[["\u00e4\u0001\u200b"]]`, `["a\u0000b"]`, `"\ud800"`, `["\udfff"]`, `[["\ud83c"]]`, `[1e22]`, `[1e-5]`, `[-0.0]`, `[123456789012345678901234567890]`, `[0.1]`, `[1e15]`, `[[1e400]]`,
}

func drawAny(t *rapid.T) string { return rapid.SampledFrom(oddValues).Draw(t, "odd value") }

// odd is an odd value now and then.
func odd(t *rapid.T, usually func() string) string {
	if chance(t, "odd", 10) {
		return drawAny(t)
	}
	return usually()
}

func drawBoolean(t *rapid.T) string {
	return odd(t, func() string {
		if chance(t, "spelt", 5) {
			return pick(t, "boolean", `"true"`, `"TRUE"`, `"tRue"`, `"yes"`, `"YeS"`, `"Yes"`, `"on"`, `"y"`, `"T"`, `"1"`, "1", "0", `"0"`, `"off"`, `"oFF"`, `"N"`, `" true"`, `"null"`, `"None"`, `""`, `"1.0"`, "1.0", `"ｔrue"`)
		}
		return pick(t, "boolean", "false", "true")
	})
}

func quoted(text string) string {
	raw, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

func drawName(t *rapid.T) string {
	return odd(t, func() string {
		switch n := rapid.IntRange(0, 9).Draw(t, "name"); {
		case n < 5:
			return quoted(pick(t, "name", "Door", "Crew", "Till", "door", "Ünï 🎪", "Z", "10", "9", "a b"))
		case n < 7:
			return pick(t, "odd name", `"  padded\t"`, `"\u00a0x\u3000"`, `"\u200bx\u200b"`, `"a\u0000b"`, `"\u0001\u001f\u007f"`, `"\ud800"`, `"x\udc00y"`, `"\ud83c\udfaa"`, `"<script>"`, `"a/b\\c\"d'"`,
				`"\u202eabc"`, `"\u2028\u2029"`, `"\u0085x\u0085"`, `"\u001cx"`, `"\ufeffx"`, `"\u180ex"`, `"é"`, `"é"`, `"\b\f\n\r\t\/"`, `"&amp; %s {0} ${x}"`, `"\u0000"`, "\"\x7f\"", "\"\x01raw\"", "\"tab\there\"", `"İstanbul"`,
				quoted(strings.Repeat("x", 190)), quoted(strings.Repeat("x", 191)), quoted(strings.Repeat("ä", 190)), quoted(strings.Repeat("🎪", 191)), quoted(" "+strings.Repeat("y", 190)+" "), quoted(strings.Repeat("z", 5000)))
		case n < 9:
			return quoted(rapid.StringN(0, 12, -1).Draw(t, "text"))
		}
		return pick(t, "number", "5", "-3", "1.5", "0", "1e5", "1E5", "1.0e-10", "123456789012345678901234567890", "0.1", "-0", "1e16", "00", "1.10", "9007199254740993", "1e22", "5e-324", "12345678.9", "0.00001", "123456789.123456789")
	})
}

func drawEvents(t *rapid.T) string {
	return odd(t, func() string {
		if chance(t, "odd events", 8) {
			return pick(t, "events", `["nope"]`, `["away"]`, `["GALA"]`, `[" gala"]`, `["gala",""]`, `"gala"`, `["gala","nope","x"]`, `[null,"gala"]`, `{"gala":1,"openair":2}`, `[["gala"]]`, `["gala\u0000"]`, `["\ud800"]`, `{"slug":"gala"}`, `{}`, `[{}]`, `["gäla"]`)
		}
		return pick(t, "events", "[]", `["gala"]`, `["openair","gala"]`, `["workshop","openair","gala"]`, `["gala","gala"]`)
	})
}

var eventPermissions = strings.Fields(`event.items:write event.orders:read event.orders:write event.orders:checkin event.vouchers:read event.vouchers:write event:cancel
	event.settings.general:write event.settings.payment:write event.settings.tax:write event.settings.invoicing:write event.subevents:write`)

var organizerPermissions = strings.Fields(`organizer.events:create organizer.settings.general:write organizer.teams:write organizer.giftcards:read organizer.giftcards:write
	organizer.customers:read organizer.customers:write organizer.reusablemedia:read organizer.reusablemedia:write organizer.devices:read organizer.devices:write
	organizer.seatingplans:write organizer.outgoingmails:read`)

func drawPermissions(t *rapid.T, own, others []string) string {
	return odd(t, func() string {
		chosen := rapid.SliceOfN(rapid.SampledFrom(own), 0, 6).Draw(t, "permissions")
		if chance(t, "strange permission", 10) {
			strange := append(slices.Clone(others), "event.gone:write", "", "event.items", "event.items:read", "event.orders:*", "Event.Items:write", " event.items:write", "can_view_orders", "event.items:write,event.orders:read")
			chosen = append(chosen, rapid.SampledFrom(strange).Draw(t, "strange"))
		}
		if len(chosen) == 0 {
			return "[]"
		}
		if chance(t, "as object", 25) {
			var fields []bodyField
			for _, name := range chosen {
				fields = append(fields, bodyField{name, pick(t, "value", "true", "false", "null")})
			}
			return writeJSON(fields)
		}
		return quotedList(chosen)
	})
}

func quotedList(list []string) string {
	raw, err := json.Marshal(list)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

func drawEmail(t *rapid.T) string {
	return odd(t, func() string {
		const at = "@{org}.example.org"
		switch n := rapid.IntRange(0, 9).Draw(t, "email"); {
		case n < 3:
			return quoted(pick(t, "account", "free1", "free2", "ada", "bob", "crew1", "FREE1", "Free2", "gone", "twin", "TWIN", "mixed.case", "Mixed.Case", "carol", "Carol", "ﬀree1", "freeⅠ") + at)
		case n < 6:
			return quoted(pick(t, "stranger", "new1", "new2", "NEW1", "New2", "new+tag", "näw", "NÄW", "ſtrange", "STRANGE", "Kelvin", "kelvin", "straße", "STRASSE", "İ", "i", "ı", "I") + at)
		case n < 7:
			return quoted(pick(t, "text", "free1@{ORG}.EXAMPLE.ORG", " free1"+at+" ", "free1"+at+".", "new3@{org}.EXAMPLE.org", "free1"+at+"\n", "\u00a0new4"+at))
		case n < 9:
			return quoted(drawOddEmail(t))
		}
		return quoted(rapid.StringMatching(`[a-zA-Z0-9._%+"'@ äß-]{0,8}@[a-zA-Z0-9.\[\]:äß-]{0,10}`).Draw(t, "email text"))
	})
}

func drawOddEmail(t *rapid.T) string {
	return pick(t, "odd email", "", " ", "x", "@", "a@", "@b.org", "a@b", "a@b.c", "a@b.co", "a@b.c1", "a@b.1c", "a@localhost", "a@LOCALHOST", "a@[127.0.0.1]", "a@[::1]", "a@[IPv6:::1]", "a@[1.2.3.256]", "a@127.0.0.1",
		"a b@c.org", `"a b"@c.org`, `"a\"b"@c.org`, "a..b@c.org", ".a@c.org", "a.@c.org", "a@c..org", "a@-c.org", "a@c-.org", "a@c_d.org", "a@c.org.", "a@münchen.de", "ä@c.org", "a@xn--mnchen-3ya.de", "a@c.xn--p1ai",
		"a@c.рф", "a@@c.org", "a@b@c.org", "a,b@c.org", "a<b>@c.org", "mailto:a@c.org", "A <a@c.org>", "a@c.org, b@c.org", "a@c.org\nBcc: x@y.org", "a\x00@c.org", "a@c.o\u200brg", "🎪@c.org", "a@🎪.org", "a'b@c.org", "a/b@c.org", "{a}@c.org",
		strings.Repeat("a", 64)+"@c.org", strings.Repeat("a", 65)+"@c.org", strings.Repeat("a", 250)+"@c.org", strings.Repeat("a", 248)+"@c.org", strings.Repeat("a", 320)+"@c.org", "a@"+strings.Repeat("b", 63)+".org", "a@"+strings.Repeat("b", 64)+".org",
		"a@"+strings.Repeat("b.", 120)+"org", "a@c."+strings.Repeat("o", 63), "a@c."+strings.Repeat("o", 64), "a@c.-o", "a@c.o-", "a@c.o-o", "a@c.co-m", "a@c.123", "a@[127.0.0.1", "a@127.0.0.1]", "a@[fe80::1%eth0]", "a@[]", "a@c.İ", "İ@c.org", "ı@c.org", "ſ@c.org",
		"a@c。org", "a@ｃ.org", "a%b@c.org", "a`b@c.org", "\"\"@c.org", "\"a@b\"@c.org", "a@c.org\t", "a@\u00a1.org", "a@c.\u00a1\u00a1", "a@[::ffff:1.2.3.4]", "a@[01.2.3.4]", "a@[1::2::3]")
}
