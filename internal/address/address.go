// Package address tells what can't be an e-mail address on pretix.
package address

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// most is the width of pretix's column for invited addresses.
const most = 254

// Check trims an address and refuses what can't be one, above all an empty one, of
// which pretix would make an invite to nobody. The rest is left to the server.
func Check(email string) (string, error) {
	email = strings.TrimSpace(email)
	name, host, ok := strings.Cut(email, "@")
	switch {
	case email == "":
		return "", errors.New("is empty")
	case !ok || name == "" || host == "" || strings.ContainsFunc(email, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }):
		return "", errors.New("is not an e-mail address")
	case utf8.RuneCountInString(email) > most:
		return "", fmt.Errorf("has more than %d characters", most)
	}
	return email, nil
}
