package boxofficetest

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// german are the messages of the framework that the specification has seen
// translated.
var german = map[string]string{
	`{"detail":"Authentication credentials were not provided."}`: `{"detail":"Anmeldedaten fehlen."}`,
	`{"detail":"Not found."}`:                                    `{"detail":"Nicht gefunden."}`,
}

func (c *call) localize(res *response) {
	language := "en"
	if c.speaksGerman() {
		language = "de"
		if translated, ok := german[string(res.body)]; ok {
			res.body = []byte(translated)
		}
	}
	if c.match != nil || c.version.localizesPages() {
		res.header.Set("Content-Language", language)
	}
	res.header.Set("Vary", "Accept-Language, Cookie, Host")
}

// speaksGerman looks for the choice of a browser first.
func (c *call) speaksGerman() bool {
	if cookie, err := c.r.Cookie("pretix_language"); err == nil && (cookie.Value == "de" || cookie.Value == "en") {
		return cookie.Value == "de"
	}
	return prefersGerman(c.r.Header.Get("Accept-Language"))
}

var acceptedLanguage = regexp.MustCompile(`^([a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*)(?:\s*;\s*q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?(?:\s*,\s*|$)`)

// prefersGerman looks for the first language of the list that the server has. A weight of 0 only makes it the last, and
// a list with a mistake in it is none.
func prefersGerman(accepted string) bool {
	type choice struct {
		language string
		weight   float64
	}
	var choices []choice
	for rest := strings.ToLower(accepted); rest != ""; {
		parts := acceptedLanguage.FindStringSubmatch(rest)
		if parts == nil {
			return false
		}
		weight, err := strconv.ParseFloat(parts[2], 64)
		if err != nil {
			weight = 1
		}
		language, _, _ := strings.Cut(parts[1], "-")
		choices = append(choices, choice{language, weight})
		rest = rest[len(parts[0]):]
	}
	slices.SortStableFunc(choices, func(a, b choice) int { return cmp.Compare(b.weight, a.weight) })
	known := slices.IndexFunc(choices, func(c choice) bool { return slices.Contains([]string{"de", "en", "*"}, c.language) })
	return known >= 0 && choices[known].language == "de"
}
