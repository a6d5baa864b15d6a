package boxoffice

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
)

// missing refuses a required value that was left out.
func missing(argument string) error {
	return argumentError(argument, "is required")
}

// exclusive refuses two values that exclude each other.
func exclusive(argument, other string) error {
	return argumentError(argument, fmt.Sprintf("excludes %s: only one of them can be given", other))
}

// firstError returns the first error that there is.
func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// checkPages refuses what contradicts a continuation.
func checkPages(continuation string, page, size int) error {
	switch {
	case page < 0:
		return argumentError("opts.Page", "pages are counted from 1")
	case size < 0:
		return argumentError("opts.PageSize", "is negative")
	case page > 0 && continuation != "":
		return exclusive("opts.Page", "Continuation")
	}
	return nil
}

// checkList refuses values that would come out of a list separated by commas as
// something else.
func checkList[S ~string](argument string, values []S) error {
	for _, v := range values {
		if v == "" || strings.ContainsFunc(string(v), func(r rune) bool { return r == ',' || unicode.IsSpace(r) || unicode.IsControl(r) }) {
			return argumentError(argument, fmt.Sprintf("%q can't be part of a list separated by commas", string(v)))
		}
	}
	return nil
}

// checkObject refuses a body that is no JSON object: Eventbrite takes no other, and
// Go's nil would be sent as null.
func checkObject(argument string, body Unverified) error {
	if !json.Valid(body) || !bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("{")) {
		return argumentError(argument, "is not a JSON object")
	}
	return nil
}
