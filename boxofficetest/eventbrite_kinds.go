package boxofficetest

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// kind reads one argument, which comes as text from a query or a form, and as
// JSON from a body. The problem is "" when there is none. JSON null never gets
// here: it stands for the zero value everywhere.
type kind func(raw any) (value any, problem string)

func textKind(raw any) (any, string) {
	s, ok := raw.(string)
	if !ok {
		return nil, reasonInvalid
	}
	return s, ""
}

// idKind takes numbers, too: ids of bookmarks are documented as integers.
func idKind(raw any) (any, string) {
	if n, ok := raw.(json.Number); ok {
		return n.String(), ""
	}
	return textKind(raw)
}

// filledKind is text that must not be blank.
func filledKind(raw any) (any, string) {
	s, problem := textKind(raw)
	if problem == "" && strings.TrimSpace(s.(string)) == "" {
		return nil, "This field is required."
	}
	return s, problem
}

func maxTextKind(length int) kind {
	return func(raw any) (any, string) {
		s, problem := textKind(raw)
		if problem == "" && len([]rune(s.(string))) > length {
			return nil, reasonInvalid
		}
		return s, problem
	}
}

func boolKind(raw any) (any, string) {
	switch raw {
	case true, "true", "on":
		return true, ""
	case false, "false":
		return false, ""
	}
	return nil, reasonInvalid
}

func intKind(raw any) (any, string) {
	var digits string
	switch raw := raw.(type) {
	case string:
		digits = raw
	case json.Number:
		digits = raw.String()
	}
	n, err := strconv.Atoi(digits)
	if err != nil {
		return nil, reasonInvalid
	}
	return n, ""
}

var decimalForm = regexp.MustCompile(`^-?\d+(\.\d+)?$`)

func decimalKind(raw any) (any, string) {
	s, problem := idKind(raw)
	if problem != "" || !decimalForm.MatchString(s.(string)) {
		return nil, reasonInvalid
	}
	return s, ""
}

func timeKind(raw any) (any, string) {
	s, _ := raw.(string)
	t, err := time.Parse("2006-01-02T15:04:05Z", s)
	if err != nil {
		return nil, reasonInvalid
	}
	return t, ""
}

func localTimeKind(raw any) (any, string) {
	s, _ := raw.(string)
	if _, err := time.Parse("2006-01-02T15:04:05", s); err != nil {
		return nil, reasonInvalid
	}
	return s, ""
}

func timezoneKind(raw any) (any, string) {
	s, _ := raw.(string)
	if _, err := time.LoadLocation(s); err != nil || s == "" || s == "Local" {
		return nil, reasonInvalid
	}
	return s, ""
}

func notAChoice(value string) string {
	return `"` + value + `" is not a valid choice.`
}

func enumKind(choices ...string) kind {
	return func(raw any) (any, string) {
		s, problem := textKind(raw)
		if problem == "" && !slices.Contains(choices, s.(string)) {
			return nil, notAChoice(s.(string))
		}
		return s, problem
	}
}

// listKind is a JSON array, or a text with commas.
func listKind(raw any) (any, string) {
	switch raw := raw.(type) {
	case string:
		return splitList(raw), ""
	case []any:
		list := []string{}
		for _, item := range raw {
			s, problem := idKind(item)
			if problem != "" {
				return nil, problem
			}
			list = append(list, s.(string))
		}
		return list, ""
	}
	return nil, reasonInvalid
}

func splitList(s string) []string {
	list := []string{}
	for item := range strings.SplitSeq(s, ",") {
		if item = strings.TrimSpace(item); item != "" {
			list = append(list, item)
		}
	}
	return list
}

func enumListKind(choices ...string) kind {
	return func(raw any) (any, string) {
		list, problem := listKind(raw)
		if problem != "" {
			return nil, problem
		}
		for _, item := range list.([]string) {
			if !slices.Contains(choices, item) {
				return nil, notAChoice(item)
			}
		}
		return list, ""
	}
}

// amount is money on input.
type amount struct {
	currency string
	value    int
}

// moneyKind is "USD,4500", or an object with the two.
func moneyKind(raw any) (any, string) {
	var currency, digits string
	switch raw := raw.(type) {
	case string:
		currency, digits, _ = strings.Cut(raw, ",")
	case map[string]any:
		number, _ := raw["value"].(json.Number)
		digits = number.String()
		currency, _ = raw["currency"].(string)
		if len(raw) != 2 {
			return nil, reasonInvalid
		}
	}
	value, err := strconv.Atoi(digits)
	if err != nil || len(currency) != 3 || value < 0 {
		return nil, reasonInvalid
	}
	return amount{currency, value}, ""
}

// idListsKind is an object of lists, which is JSON text in a form.
func idListsKind(raw any) (any, string) {
	if s, ok := raw.(string); ok {
		parsed, err := parseJSONObject([]byte(s))
		if err != nil {
			return nil, reasonInvalid
		}
		raw = parsed
	}
	object, ok := raw.(map[string]any)
	if !ok {
		return nil, reasonInvalid
	}
	lists := map[string][]string{}
	for key, value := range object {
		list, problem := listKind(value)
		if problem != "" {
			return nil, problem
		}
		lists[key] = list.([]string)
	}
	return lists, ""
}

// anyKind leaves an argument as it is, where nothing is known about it.
func anyKind(raw any) (any, string) {
	return raw, ""
}
