package boxofficetest

import (
	"bytes"
	"fmt"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// input is a parsed request body.
type input struct {
	json any        // what a JSON body holds
	form url.Values // not nil for forms
}

// parseBody reads the body without judging what is in it. One without a length
// is not read, as by the WSGI servers that pretix runs in, and one of length 0
// is empty input whatever its type.
func (c *call) parseBody() (input, error) {
	contentType := c.r.Header.Get("Content-Type")
	if c.r.ContentLength <= 0 {
		if isFormType(contentType) {
			return input{form: url.Values{}}, nil
		}
		return input{json: orderedMap{}}, nil
	}
	if len(c.body) > maxForm && matchesMediaType(contentType, urlencoded) {
		return input{}, &refusal{badRequestPage("The request body is too large.")}
	}
	switch {
	case matchesMediaType(contentType, "application/json"):
		v, err := parseJSON(recode(c.body, contentType), c.version.strictJSON())
		if err != nil {
			return input{}, refuseDetail(http.StatusBadRequest, "JSON parse error - "+err.Error())
		}
		return input{json: v}, nil
	case matchesMediaType(contentType, urlencoded):
		return input{form: url.Values(parseQuery(string(c.body)))}, nil
	case matchesMediaType(contentType, multipartForm):
		return readMultipart(c.body, contentType)
	}
	return input{}, refuseDetail(http.StatusUnsupportedMediaType,
		fmt.Sprintf(`Unsupported media type "%s" in request.`, contentType))
}

// recode reads a body in the encoding that its media type names; one that is not latin-1 is taken for UTF-8.
func recode(body []byte, contentType string) []byte {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil || !slices.Contains([]string{"latin-1", "latin1", "iso-8859-1"}, strings.ToLower(params["charset"])) {
		return body
	}
	return []byte(latin1(string(body)))
}

// values are the fields of a JSON body, which has to be an object.
func (in input) values() (map[string]any, error) {
	switch v := in.json.(type) {
	case orderedMap:
		return v.values, nil
	case nil:
		if in.form != nil {
			return nil, nil
		}
		return nil, invalid("No data provided")
	default:
		return nil, invalid("Invalid data. Expected a dictionary, but got " + pyType(v) + ".")
	}
}

// maxForm is the size from which on Django refuses a form. It does not look at
// JSON.
const maxForm = 10 << 20

const (
	urlencoded    = "application/x-www-form-urlencoded"
	multipartForm = "multipart/form-data"
)

func isFormType(contentType string) bool {
	mediaType, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	mediaType = strings.TrimSpace(mediaType)
	return mediaType == urlencoded || mediaType == multipartForm
}

// invalid refuses an input as a whole.
func invalid(text string) error {
	return refuseWith(http.StatusBadRequest, object{{"non_field_errors", []string{text}}})
}

func readMultipart(body []byte, contentType string) (input, error) {
	_, params, _ := mime.ParseMediaType(contentType)
	if params["boundary"] == "" {
		return input{}, refuseDetail(http.StatusBadRequest, "Multipart form parse error - Invalid boundary in multipart: None")
	}
	form, err := multipart.NewReader(bytes.NewReader(body), params["boundary"]).ReadForm(maxForm)
	if err != nil {
		// Django reads garbage as a form without fields.
		return input{form: url.Values{}}, nil
	}
	defer func() { _ = form.RemoveAll() }()
	return input{form: form.Value}, nil
}
