package boxofficetest

import (
	"net/http"
	"slices"
	"strings"
)

// The texts are recorded, unless a comment says that they are our guess.
const (
	noToken       = "An OAuth token is required for all requests"
	badToken      = "The OAuth token you provided was invalid."
	badAuthHeader = "Authorization header format invalid"
	noPath        = "The path you requested does not exist."
	notAvailable  = "The feature that you requested is not available to you."
	badPage       = "You passed an invalid page number."
	unhandled     = "An unhandled error occured in Eventbrite." //nolint:misspell // so it is recorded
	noLegacy      = "This user is not able to use legacy user endpoints, please use the organization equivalent."

	// Guesses.
	notAuthorized   = "You do not have permission to access the resource you requested."
	wrongMethod     = "The method you requested is not allowed for this path."
	badBody         = "The body you provided was not a JSON object."
	badContinuation = "You passed an invalid continuation token."
	rateLimited     = "Hourly rate limit has been reached for this token. Default rate limits are 2,000 calls per hour."
)

// problemResponse is Eventbrite's form of an error.
func problemResponse(status int, code, text string) response {
	return jsonResponse(status, object{
		{"status_code", status},
		{"error_description", text},
		{"error", code},
	})
}

func refuseCode(status int, code, text string) error {
	return &refusal{problemResponse(status, code, text)}
}

// refuseBecause is for the codes that single endpoints have. Their texts are our
// guess.
func refuseBecause(code string) error {
	words := strings.ToLower(strings.ReplaceAll(code, "_", " "))
	return refuseCode(http.StatusBadRequest, code, strings.ToUpper(words[:1])+words[1:]+".")
}

// noSuch is the answer to an unknown id. What it is called in the texts that are
// not recorded is our guess.
func noSuch(what string) error {
	return refuseCode(http.StatusNotFound, "NOT_FOUND", "The "+what+" you requested does not exist.")
}

func refuseAccess() error {
	return refuseCode(http.StatusForbidden, "NOT_AUTHORIZED", notAuthorized)
}

// Reasons why an argument is refused.
const (
	reasonUnknown = "Unknown parameter"
	reasonMissing = "MISSING"
	reasonInvalid = "INVALID"
)

// argumentErrors are the refused arguments with the reasons.
type argumentErrors map[string]string

// err is one answer to all of them, sorted by name.
func (a argumentErrors) err() error {
	if len(a) == 0 {
		return nil
	}
	var names, texts []string
	for name := range a {
		names = append(names, name)
	}
	slices.Sort(names)
	details := object{}
	for _, name := range names {
		texts = append(texts, name+" - "+a[name])
		details = append(details, field{name, []string{a[name]}})
	}
	return refuseWith(http.StatusBadRequest, object{
		{"status_code", http.StatusBadRequest},
		{"error_detail", object{{"ARGUMENTS_ERROR", details}}},
		{"error_description", "There are errors with your arguments: " + strings.Join(texts, ", ")},
		{"error", "ARGUMENTS_ERROR"},
	})
}

func refuseArgument(name, reason string) error {
	return argumentErrors{name: reason}.err()
}

// problem is what a fault answers that brings a status alone.
func (*Eventbrite) problem(status int) response {
	switch {
	case status < 400:
		return jsonResponse(status, object{})
	case status == http.StatusUnauthorized:
		return problemResponse(status, "INVALID_AUTH", badToken)
	case status == http.StatusForbidden:
		return problemResponse(status, "NOT_AUTHORIZED", notAuthorized)
	case status == http.StatusNotFound:
		return problemResponse(status, "NOT_FOUND", noPath)
	case status == http.StatusMethodNotAllowed:
		return problemResponse(status, "METHOD_NOT_ALLOWED", wrongMethod)
	case status == http.StatusConflict:
		return problemResponse(status, "REQUEST_CONFLICT", http.StatusText(status))
	case status == http.StatusTooManyRequests:
		return problemResponse(status, "HIT_RATE_LIMIT", rateLimited)
	case status >= 500:
		return problemResponse(status, "INTERNAL_ERROR", unhandled)
	}
	return problemResponse(status, "BAD_REQUEST", http.StatusText(status))
}
