package boxoffice

import "github.com/boxoffice-go/boxoffice/internal/address"

// checkEmail trims an address and refuses what can't be one.
func checkEmail(email string) (string, error) {
	trimmed, err := address.Check(email)
	if err != nil {
		return "", argumentError("email", err.Error())
	}
	return trimmed, nil
}
