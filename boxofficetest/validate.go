package boxofficetest

import (
	"fmt"
	"math/big"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// validation reads the fields of an input one by one and collects what is wrong
// with them, in the order in which they are asked for. What a form does not
// mention counts as false or empty, unless the update is partial.
type validation struct {
	values  map[string]any // JSON
	form    url.Values     // not nil for forms
	version release
	partial bool // what is missing stays as it is
	errors  object
}

func (in input) validation(v release) (validation, error) {
	values, err := in.values()
	return validation{values: values, form: in.form, version: v}, err
}

// readInput is parsing and the first step of validation in one, for where
// nothing is looked up between.
func (c *call) readInput() (validation, error) {
	in, err := c.parseBody()
	if err != nil {
		return validation{}, err
	}
	return in.validation(c.version)
}

// readChild reads what is to be added to the team in the path. An unknown team
// is noticed between parsing and validation.
func (c *call) readChild() (*team, validation, error) {
	in, err := c.parseBody()
	if err != nil {
		return nil, validation{}, err
	}
	t, err := c.parentTeam()
	if err != nil {
		return nil, validation{}, err
	}
	v, err := in.validation(c.version)
	return t, v, err
}

func (v *validation) fail(name string, problems ...string) {
	v.errors = append(v.errors, field{name, problems})
}

// err is the answer to all problems together.
func (v *validation) err() error {
	if len(v.errors) == 0 {
		return nil
	}
	return refuseWith(http.StatusBadRequest, v.errors)
}

// sent returns a JSON value, and complains about null.
func (v *validation) sent(name string) (value any, ok bool) {
	value, ok = v.values[name]
	if ok && value == nil {
		v.fail(name, "This field may not be null.")
		return nil, false
	}
	return value, ok
}

func (v *validation) has(name string) bool {
	if v.form != nil {
		return v.form.Has(name)
	}
	_, ok := v.values[name]
	return ok
}

func (v *validation) require(name string) {
	if !v.partial {
		v.fail(name, "This field is required.")
	}
}

// text reads a string with at least one and at most limit characters.
func (v *validation) text(name string, limit int) (string, bool) {
	if !v.has(name) {
		v.require(name)
		return "", false
	}
	raw, ok := v.rawText(name, "Not a valid string.")
	if !ok {
		return "", false
	}
	s := pyStrip(raw)
	if s == "" {
		v.fail(name, "This field may not be blank.")
		return "", false
	}
	if problems := textProblems(s, limit); len(problems) > 0 {
		v.fail(name, problems...)
		return "", false
	}
	return s, true
}

// rawText reads a string, or a number as one, and complains about the rest.
func (v *validation) rawText(name, complaint string) (string, bool) {
	if v.form != nil {
		return query(v.form).get(name), true
	}
	value, ok := v.sent(name)
	if !ok {
		return "", false
	}
	switch value.(type) {
	case string, *big.Int, float64:
		return pyStr(value), true
	}
	v.fail(name, complaint)
	return "", false
}

func textProblems(s string, limit int) []string {
	var problems []string
	if utf8.RuneCountInString(s) > limit {
		problems = append(problems, fmt.Sprintf("Ensure this field has no more than %d characters.", limit))
	}
	if strings.Contains(s, "\x00") {
		problems = append(problems, "Null characters are not allowed.")
	}
	if r, ok := firstSurrogate(s); ok {
		problems = append(problems, fmt.Sprintf("Surrogate characters are not allowed: U+%X.", r))
	}
	return problems
}

// boolean reads a truth value in one of the many spellings.
func (v *validation) boolean(name string) (value, ok bool) {
	if v.form != nil && !v.form.Has(name) {
		return false, !v.partial
	}
	if v.form != nil && query(v.form).get(name) == "" {
		// Empty is as good as not sent, other than what is missing.
		return false, false
	}
	var raw any
	if v.form != nil {
		raw = query(v.form).get(name)
	} else if raw, ok = v.sent(name); !ok {
		return false, false
	}
	value, ok = v.parseBoolean(raw)
	if !ok {
		v.fail(name, "Must be a valid boolean.")
	}
	return value, ok
}

func (v *validation) parseBoolean(raw any) (value, ok bool) {
	switch raw := raw.(type) {
	case bool:
		return raw, true
	case *big.Int:
		return raw.Cmp(big.NewInt(1)) == 0, raw.IsInt64() && (raw.Int64() == 0 || raw.Int64() == 1)
	case float64:
		return raw == 1, raw == 0 || raw == 1
	case string:
		return v.parseBooleanText(raw)
	}
	return false, false
}

var (
	trueTexts  = []string{"true", "t", "yes", "y", "on", "1"}
	falseTexts = []string{"false", "f", "no", "n", "off", "0"}
)

func (v *validation) parseBooleanText(s string) (value, ok bool) {
	lower := strings.ToLower(s)
	known := s == lower || s == strings.ToUpper(s) || s == strings.ToUpper(s[:1])+lower[1:]
	if !known && !v.version.spelledBooleans() {
		return false, false
	}
	if slices.Contains(trueTexts, lower) {
		return true, true
	}
	return false, slices.Contains(falseTexts, lower)
}

// list reads a list. Python iterates over an object as well, and gets its keys.
func (v *validation) list(name string) (items []any, ok bool) {
	if v.form != nil {
		for _, item := range v.form[name] {
			items = append(items, item)
		}
		return items, v.form.Has(name) || !v.partial
	}
	raw, ok := v.sent(name)
	if !ok {
		return nil, false
	}
	switch raw := raw.(type) {
	case []any:
		return raw, true
	case orderedMap:
		for _, key := range raw.keys {
			items = append(items, key)
		}
		return items, true
	}
	v.fail(name, `Expected a list of items but got type "`+pyType(raw)+`".`)
	return nil, false
}

// choices reads a list of which every item is one of the known. Only the first
// stranger is named. A lookup asks the database.
func (v *validation) choices(name string, among func(string) bool, lookup bool, complaint string) (set, bool) {
	items, ok := v.list(name)
	if !ok {
		return nil, false
	}
	chosen := set{}
	for _, item := range items {
		s := pyStr(item)
		if _, odd := firstSurrogate(s); odd && lookup {
			// It can't be sent to the database.
			v.fail(name, "Invalid value.")
			return nil, false
		}
		if !among(s) {
			v.fail(name, fmt.Sprintf(complaint, s))
			return nil, false
		}
		chosen.add(s)
	}
	return chosen, true
}

func (v *validation) eventSlugs(name string, o *organizer) (set, bool) {
	if v.form == nil && !v.has(name) {
		v.require(name)
		return nil, false
	}
	return v.choices(name, o.hasEvent, true, "Object with slug=%s does not exist.")
}

func (v *validation) permissions(name string, groups []permissionGroup) (set, bool) {
	catalogue := known(groups)
	return v.choices(name, func(s string) bool { return catalogue[s] }, false, `"%s" is not a valid choice.`)
}
