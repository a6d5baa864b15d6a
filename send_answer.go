package boxoffice

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/boxoffice-go/boxoffice/internal/lenient"
	"github.com/boxoffice-go/boxoffice/internal/swell"
)

// maxErrorBody is how much of a failure's body an error keeps.
const maxErrorBody = 8 << 10

// decode reads a successful answer into what the call wants.
func (c *call) decode(resp *http.Response) error {
	body := bodyOf(resp)
	if len(body) == 0 && (c.out == nil || c.req.valid == nil && (resp.StatusCode == http.StatusNoContent || c.info.Method == http.MethodHead)) {
		return nil
	}
	// Also where the answer does not matter: a login page that answers 200 to a
	// DELETE has deleted nothing.
	if !isJSON(resp.Header) {
		return c.undecodable(resp, fmt.Errorf("the answer is %q, not JSON; does the base URL name the API, and is a proxy or a login page in between?",
			c.shown(resp.Header.Get("Content-Type"))))
	}
	if c.out == nil {
		return nil
	}
	if c.bounded() && swell.Swells(body, into(c.out)) {
		return c.undecodable(resp, fmt.Errorf("%w: no page of a list, and no object, holds so much", ErrResponseTooLarge))
	}
	if err := c.unmarshal(body); err != nil {
		return c.undecodable(resp, fmt.Errorf("the answer can't be decoded: %w", cleanJSONError(err)))
	}
	if c.req.valid == nil {
		return nil
	}
	if err := c.req.valid(); err != nil {
		return c.undecodable(resp, err)
	}
	return nil
}

// into is what an answer is decoded into in the end.
func into(out any) any {
	if page, ok := out.(*continued); ok {
		return page.items
	}
	return out
}

// bounded tells whether what an answer becomes is bounded. An object can hold a list, as
// an event its ticket classes; what is kept as it came can't grow, and what the caller's
// own type becomes is the caller's to know.
func (c *call) bounded() bool {
	if _, raw := c.out.(*Unverified); raw {
		return false
	}
	return c.req.page || !c.req.untyped
}

func (c *call) unmarshal(body []byte) error {
	if c.client.platform.lenient && !c.req.page {
		_, err := lenient.Unmarshal(body, c.out)
		return err
	}
	if page, ok := c.out.(json.Unmarshaler); ok && c.req.page {
		// Called by json.Unmarshal it would get the body after two more readings.
		return page.UnmarshalJSON(body)
	}
	if quickly(body, c.out) {
		return nil
	}
	return json.Unmarshal(body, c.out)
}

// errUnexpected is an answer that is JSON but not what was asked for.
var errUnexpected = errors.New("the answer is not what was asked for")

// undecodable is a success that can't be understood. Its body is not kept: it may
// hold a secret.
func (c *call) undecodable(resp *http.Response, cause error) *Error {
	e := c.failure(cause)
	e.Status = resp.StatusCode
	if c.key != "" && errors.Is(cause, errUnexpected) {
		e.Hint = "was the idempotency key used for another call?"
	}
	if !isRead(c.info.Method) && !errors.Is(cause, errOtherVersion) {
		e.addKind(ErrOutcomeUnknown)
	}
	return e
}

// cleanJSONError drops what a decoder's error may quote of the body.
func cleanJSONError(err error) error {
	if errors.Is(err, errNoList) {
		return errNoList
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("no valid JSON at byte %d", syntax.Offset)
	}
	if field, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("%q is not of the expected type", printable(field.Field))
	}
	return errors.New("no valid JSON")
}

// explain turns a failed answer into an error.
func (c *call) explain(resp *http.Response) *Error {
	e := c.newError()
	// Some proxies and debug pages repeat the headers that they got.
	body := bytes.ReplaceAll(bodyOf(resp), []byte(c.auth.token()), []byte(redacted))
	e.Status = resp.StatusCode
	e.Body = body[:min(len(body), maxErrorBody):min(len(body), maxErrorBody)]
	e.RetryAfter = parseRetryAfter(resp.Header.Get("Retry-After"), time.Now())
	if header := c.client.platform.rateHeader; header != "" {
		e.RateLimits = parseRateLimits(resp.Header.Values(header))
		if e.Status == http.StatusTooManyRequests && e.RetryAfter == 0 {
			e.RetryAfter = untilReset(e.RateLimits)
		}
	}
	if kind := statusKind(e.Status); kind != nil {
		e.addKind(kind)
	}
	switch {
	case e.Status >= 300 && e.Status < 400:
		e.Message = "unexpected redirect"
		e.Hint = "redirects are followed for reads on the base URL's own origin only; check the base URL's scheme, host and path"
	case isJSON(resp.Header):
		c.client.platform.explain(e, body)
		if e.redact(c.auth.token()) || hides(body, c.auth.token()) {
			// Written with escapes it was not found in the body as it came.
			e.Body = nil
		}
	default:
		e.Message = "the answer is not JSON but " + c.shown(mediaType(resp.Header))
		e.Hint = "it comes from a proxy, or from a part of the server outside its API"
	}
	if e.Status == http.StatusForbidden && c.req.forbiddenIsUnauthorized && isJSON(resp.Header) {
		e.kinds = []error{ErrUnauthorized}
		e.Hint = ""
	}
	if c.req.explained != nil {
		c.req.explained(e)
	}
	return e
}

// hides tells whether a JSON text holds a secret that is written with escapes.
func hides(body []byte, secret string) bool {
	var value any
	if bytes.IndexByte(body, '\\') < 0 || json.Unmarshal(body, &value) != nil {
		return false
	}
	var plain bytes.Buffer
	encoder := json.NewEncoder(&plain)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value) != nil || bytes.Contains(plain.Bytes(), []byte(secret))
}

// shown makes a content type fit for an error: it can be made of what was sent, and
// package mime writes it in small letters.
func (c *call) shown(contentType string) string {
	if token := c.auth.token(); token != "" && strings.Contains(strings.ToLower(contentType), strings.ToLower(token)) {
		return redacted
	}
	return printable(contentType)
}

// clean drops what a transport's error quotes of an answer that is not HTTP, when
// that is the credential. Nothing of the error is kept, since its parts quote it too;
// what is too short to be a token stands in any text.
func (c *call) clean(err error) error {
	const shortest = 8
	if text, token := err.Error(), c.auth.token(); len(token) >= shortest && strings.Contains(text, token) {
		return errors.New(strings.ReplaceAll(text, token, redacted))
	}
	return err
}

func isJSON(h http.Header) bool {
	t := mediaType(h)
	return t == "application/json" || strings.HasSuffix(t, "+json")
}

func mediaType(h http.Header) string {
	value := h.Get("Content-Type")
	if value == "application/json" {
		return value
	}
	t, _, err := mime.ParseMediaType(value)
	if err != nil {
		return "unknown content"
	}
	return t
}
