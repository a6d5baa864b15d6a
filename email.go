package boxoffice

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxEmail is the width of pretix's column for invited addresses.
const maxEmail = 254

// checkEmail refuses what can't be an address, above all an empty one, of which
// pretix would make an invite to nobody. The rest is left to the server.
func checkEmail(email string) (string, error) {
	email = strings.TrimSpace(email)
	name, host, ok := strings.Cut(email, "@")
	switch {
	case email == "":
		return "", argumentError("email", "is empty")
	case !ok || name == "" || host == "" || strings.ContainsFunc(email, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }):
		return "", argumentError("email", "is not an e-mail address")
	case utf8.RuneCountInString(email) > maxEmail:
		return "", argumentError("email", fmt.Sprintf("has more than %d characters", maxEmail))
	}
	return email, nil
}
