package boxoffice

import (
	"encoding/json"
	"net/http"
	"strings"
)

// explainEventbrite reads {"status_code", "error", "error_description",
// "error_detail"}. The code says what happened; the status can mislead: a bad token
// is 401 in reality and 400 in the documentation.
func explainEventbrite(e *Error, body []byte) {
	var answer struct {
		Code        string          `json:"error"`
		Description string          `json:"error_description"`
		Detail      json.RawMessage `json:"error_detail"`
	}
	if err := json.Unmarshal(body, &answer); err != nil && answer.Code == "" && answer.Description == "" {
		e.Message = "the answer is not one of Eventbrite's errors"
		return
	}
	e.Message = answer.Description
	if isCode(answer.Code) {
		e.Code = answer.Code
	}
	e.Fields = argumentErrors(answer.Detail)
	if kind := codeKind(e.Code); kind != nil {
		e.kinds = []error{kind}
	}
	switch {
	case e.Code == "NOT_FOUND" && e.Status == http.StatusNotFound:
		e.Hint = "Eventbrite says the same of what exists but is not the token's to see, and for some minutes of what was just made"
	case e.Is(ErrUnauthorized):
		e.Hint = "an API key is not a token: the private token stands beside it"
	}
}

// isCode tells a code from a text: a code is logged.
func isCode(code string) bool {
	return len(code) <= maxCode && !strings.ContainsFunc(code, func(r rune) bool {
		return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_'
	})
}

const maxCode = 100

// argumentErrors reads the reasons by parameter. Other details are kept by their
// paths, since what else Eventbrite sends there is not documented.
func argumentErrors(detail json.RawMessage) map[string][]string {
	var details map[string]any
	if json.Unmarshal(detail, &details) != nil || len(details) == 0 {
		return nil
	}
	fields := map[string][]string{}
	if arguments, ok := details["ARGUMENTS_ERROR"]; ok {
		flatten(fields, "", arguments)
		delete(details, "ARGUMENTS_ERROR")
	}
	for name, value := range details {
		flatten(fields, name, value)
	}
	return fields
}

// codeKind is the sentinel of one of Eventbrite's codes, nil for one that the status
// tells as well. Those of 500 are not among them: a proxy's 502 may carry one.
func codeKind(code string) error {
	switch code {
	case "NO_AUTH", "INVALID_AUTH", "INVALID_AUTH_HEADER", "ACCESS_DENIED":
		return ErrUnauthorized
	case "NOT_AUTHORIZED":
		return ErrForbidden
	case "NOT_FOUND":
		return ErrNotFound
	case "REQUEST_CONFLICT":
		return ErrConflict
	case "HIT_RATE_LIMIT":
		return ErrRateLimited
	case "ARGUMENTS_ERROR", "BAD_CONTINUATION_TOKEN", "BAD_PAGE", "INVALID_ARGUMENT", "INVALID_BODY":
		return ErrInvalid
	}
	return nil
}
