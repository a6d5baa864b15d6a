package chaos

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// step is one request. Texts in braces in any of its parts stand for what differs from world to world: {org}, {t0} for
// the first team, {u0} user, {i0} invite, {k0} token, {s0} a token's secret, {device}, {oauth}, {oauthread},
// {oauthfree}. A number beyond the last goes round, so that a sequence of steps keeps its meaning when some are left out.
type step struct {
	method, path string
	// as is the Authorization header: "" is Token {s0}, which may do everything, and "-" is none.
	as string
	// contentType is application/json unless told otherwise, where there is a body; "-" is none.
	contentType string
	body        string
	// headers are more of them, "Name: value".
	headers []string
}

// GoString is how the step is kept in [kept].
func (s step) GoString() string {
	var text strings.Builder
	text.WriteString("{")
	for _, part := range []struct{ name, value string }{
		{"method", s.method}, {"path", s.path}, {"as", s.as}, {"contentType", s.contentType}, {"body", s.body},
	} {
		if part.value != "" {
			text.WriteString(part.name + ": " + goQuote(part.value) + ", ")
		}
	}
	if len(s.headers) > 0 {
		text.WriteString(fmt.Sprintf("headers: %#v, ", s.headers))
	}
	return strings.TrimSuffix(text.String(), ", ") + "}"
}

func (s step) String() string { return s.GoString() }

func goQuote(s string) string {
	if strings.Contains(s, `"`) && strconv.CanBackquote(s) {
		return "`" + s + "`"
	}
	return strconv.Quote(s)
}

var placeholder = regexp.MustCompile(`\{(?:[a-zA-Z]{3,}|[tuiks]\d{1,3})\}`)

// expand puts in what stands for the placeholders on this side. What is no placeholder stays.
func (s *side) expand(text string) string {
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		name := found[1 : len(found)-1]
		if value, ok := s.texts[name]; ok {
			return value
		}
		kind := name[:1]
		n, err := strconv.Atoi(name[1:])
		switch {
		case err != nil:
			return found
		case kind == "s":
			return s.secrets[n%len(s.secrets)]
		}
		return strconv.FormatInt(s.ids[kind][n%len(s.ids[kind])], 10)
	})
}

// do sends a step, and returns the answer without what may differ.
func (s *side) do(st step) (string, error) {
	request, err := http.NewRequest(st.method, s.url+"/api/v1"+s.expand(st.path), strings.NewReader(s.expand(st.body)))
	if err != nil {
		return "", err
	}
	request.Header.Set("Accept-Language", "en")
	if st.body != "" && st.contentType == "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if st.contentType != "" && st.contentType != "-" {
		request.Header.Set("Content-Type", st.contentType)
	}
	switch st.as {
	case "":
		request.Header.Set("Authorization", s.expand("Token {s0}"))
	case "-":
	default:
		request.Header.Set("Authorization", s.expand(st.as))
	}
	for _, header := range st.headers {
		name, value, _ := strings.Cut(header, ": ")
		request.Header.Set(name, s.expand(value))
	}
	// gunicorn sends a body where there must be none, so that the connection is spoilt.
	request.Close = st.method == http.MethodHead
	response, err := s.client.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return "", err
	}
	return s.normal(st, response, string(body)), nil
}

// unlike are headers that may differ, or that HTTP makes of the others, or that are for browsers.
var unlike = []string{"Date", "Server", "Connection", "Content-Length", "P3p", "Content-Security-Policy", "X-Xss-Protection"}

func (s *side) normalHeaders(st step, header http.Header) string {
	var lines []string
	page := !strings.HasPrefix(header.Get("Content-Type"), "application/json")
	for name, values := range header {
		switch {
		case slices.Contains(unlike, name), page && (name == "Vary" || name == "X-Frame-Options"):
			continue
		case name == "Allow" && !strings.Contains(st.path, "/teams"):
			// The fake's organizers and events can only be read.
			continue
		case browses(st) && (name == "Vary" || name == "Set-Cookie"):
			// The fake has no sessions.
			continue
		case name == "Vary":
			values = strings.Split(strings.Join(values, ", "), ", ")
			slices.Sort(values)
		case name == "Set-Cookie":
			values = slices.Clone(values)
			for i, cookie := range values {
				values[i] = cookieSecret.ReplaceAllString(cookie, "$1=…")
			}
		}
		lines = append(lines, name+": "+s.normalText(strings.Join(values, ", ")))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func browses(st step) bool {
	return slices.ContainsFunc(st.headers, func(header string) bool { return strings.HasPrefix(header, "Cookie: pretix_session") })
}

var cookieSecret = regexp.MustCompile(`(?i)(pretix_session|expires)=[^;]+`)
