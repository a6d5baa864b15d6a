package boxoffice

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

const pretixRoot = "/api/v1"

// nonField is where Django REST framework puts errors about several fields.
const nonField = "non_field_errors"

var pretixPlatform = platform{
	name:      "pretix",
	root:      pretixRoot,
	keyHeader: "X-Idempotency-Key",
	rollsBack: true,
	explain:   explainPretix,
}

// explainPretix reads the shapes of pretix's errors: {"detail": text},
// {field: [texts]}, {"non_field_errors": [texts]} and the bare list of invites.
func explainPretix(e *Error, body []byte) {
	if e.Status == http.StatusForbidden {
		e.Hint = "pretix says the same when the organizer does not exist, or when the credential belongs to another organizer"
	}
	var answer any
	if json.Unmarshal(body, &answer) != nil {
		e.Message = "the answer is no valid JSON"
		return
	}
	switch v := answer.(type) {
	case []any:
		e.Fields = map[string][]string{nonField: texts(v)}
	case map[string]any:
		if detail, ok := v["detail"].(string); ok {
			e.Message = detail
			delete(v, "detail")
		}
		if len(v) > 0 {
			e.Fields = make(map[string][]string, len(v))
			flatten(e.Fields, "", v)
		}
	case string:
		e.Message = v
	}
	if general, ok := e.Fields[nonField]; ok && e.Message == "" {
		e.Message = strings.Join(general, " ")
	}
}

// A hostile answer could make much of little: long paths repeated for many leaves.
const (
	maxFields = 100
	maxPath   = 200
)

// flatten names the errors of nested fields by their path: "rules.0.name".
func flatten(into map[string][]string, path string, v any) {
	if len(into) >= maxFields || len(path) > maxPath {
		return
	}
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			flatten(into, join(path, key), v[key])
		}
	case []any:
		for i, inner := range v {
			switch inner.(type) {
			case map[string]any, []any:
				flatten(into, join(path, strconv.Itoa(i)), inner)
			default:
				into[path] = append(into[path], texts([]any{inner})...)
			}
		}
	default:
		into[path] = append(into[path], texts([]any{v})...)
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func texts(list []any) []string {
	out := make([]string, 0, len(list))
	for _, v := range list {
		if s, ok := v.(string); ok {
			out = append(out, s)
		} else if b, err := json.Marshal(v); err == nil {
			out = append(out, string(b))
		}
	}
	return out
}
