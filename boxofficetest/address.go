package boxofficetest

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// How pretix writes its own addresses: by Python's quote, with more or less left as it is.

const (
	safeInPath  = "/:@&+$,-_.!~*'()"
	safeInQuery = "/#%[]=:;$&()+,!?*@'~-_."
)

// origin is how the server heard of itself, from the proxy in front of it if there is one.
func (c *call) origin() string {
	if c.isSecure() {
		return "https://" + c.r.Host
	}
	return "http://" + c.r.Host
}

func (c *call) isSecure() bool { return c.r.Header.Get("X-Forwarded-Proto") == "https" }

// address is the path of the request, with something after it.
func (c *call) address(suffix string) string {
	return pyQuoteURL(strings.ToValidUTF8(c.r.URL.Path, string(utf8.RuneError))+suffix, safeInPath)
}

func pyQuoteURL(s, safe string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		isPlain := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if isPlain || c < utf8.RuneSelf && strings.IndexByte(safe, c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// latin1 reads every byte as a character, as Python's servers do with what should have been escaped.
func latin1(raw string) string {
	var b strings.Builder
	for _, c := range []byte(raw) {
		b.WriteRune(rune(c))
	}
	return b.String()
}
