package boxofficetest

import (
	"net/http"
	"net/netip"
	"regexp"
	"strings"
	"unicode/utf8"
)

// email reads an address. A missing one is refused in a shape of its own, an
// empty one passes, and null fails later, in the database.
func (v *validation) email(name string) (string, error) {
	if !v.has(name) {
		return "", refuseWith(http.StatusBadRequest, []string{"No email address given."})
	}
	if value, ok := v.values[name]; ok && value == nil {
		return "", crash()
	}
	raw, ok := v.rawText(name, "Enter a valid email address.")
	if !ok {
		return "", v.err()
	}
	email := pyStrip(raw)
	if email == "" {
		return "", nil
	}
	problems := textProblems(email, maxEmail)
	if !isEmail(email, v.version.lettersOnlyTLD()) {
		problems = append(problems, "Enter a valid email address.")
	}
	if len(problems) > 0 {
		v.fail(name, problems...)
	}
	return email, v.err()
}

// atom is what Python makes of the letters A to Z when case is ignored.
const atom = "[-!#$%&'*+/=?^_`{}|~0-9A-Z\\x{130}\\x{131}]+"

var (
	localPart = regexp.MustCompile("(?i)^" + atom + "(\\." + atom + ")*$" +
		`|^"([\x01-\x08\x0b\x0c\x0e-\x1f!#-\[\]-\x7f]|\\[\x01-\x09\x0b\x0c\x0e-\x7f])*"$`)
	domainLabel = regexp.MustCompile(`(?i)^[a-z0-9\x{a1}-\x{ffff}]([a-z0-9\x{a1}-\x{ffff}-]*[a-z0-9\x{a1}-\x{ffff}])?$`)
	topLevel    = regexp.MustCompile(`(?i)^[a-z0-9\x{a1}-\x{ffff}-]+[a-z0-9\x{a1}-\x{ffff}]$`)
	strictTop   = regexp.MustCompile(`(?i)^([a-z\x{a1}-\x{ffff}][a-z\x{a1}-\x{ffff}-]*[a-z\x{a1}-\x{ffff}]|xn--[a-z0-9]+)$`)
)

// isEmail is the form that Django accepts: nearly any ASCII before the last @,
// after it a domain with a dot, localhost, or an IP address in brackets. Newer
// versions want letters only after the last dot.
func isEmail(s string, lettersOnlyTLD bool) bool {
	at := strings.LastIndexByte(s, '@')
	if at < 0 || utf8.RuneCountInString(s) > 320 || !localPart.MatchString(s[:at]) {
		return false
	}
	domain := s[at+1:]
	if inner, ok := strings.CutPrefix(domain, "["); ok {
		_, err := netip.ParseAddr(strings.TrimSuffix(inner, "]"))
		return err == nil && !strings.Contains(inner, "%") && strings.HasSuffix(inner, "]")
	}
	top := topLevel
	if lettersOnlyTLD {
		top = strictTop
	}
	return domain == "localhost" || isDomain(domain, top)
}

func isDomain(domain string, top *regexp.Regexp) bool {
	labels := strings.Split(domain, ".")
	last := len(labels) - 1
	for i, label := range labels {
		pattern := domainLabel
		if i == last {
			pattern = top
		}
		if utf8.RuneCountInString(label) > 63 || !pattern.MatchString(label) {
			return false
		}
	}
	return last > 0
}
