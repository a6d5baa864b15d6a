package boxofficetest

import (
	"html"
	"maps"
	"net/http"
	"strconv"
	"strings"
)

// response is a finished answer, kept whole so that idempotency can replay it
// and a fault can spoil it.
type response struct {
	status int
	header http.Header
	body   []byte
}

// refusal is the error with which a handler ends a request early.
type refusal struct {
	response
}

func (*refusal) Error() string { return "request refused" }

func jsonResponse(status int, body any) response {
	return response{status, http.Header{"Content-Type": {"application/json"}}, encode(body)}
}

func htmlPage(status int, title, text string) response {
	page := "<!DOCTYPE html>\n<html><head><title>" + html.EscapeString(title) + "</title></head>\n" +
		"<body><h1>" + html.EscapeString(title) + "</h1><p>" + html.EscapeString(text) + "</p></body></html>\n"
	return response{status, http.Header{"Content-Type": {"text/html; charset=utf-8"}}, []byte(page)}
}

// bareErrorPage is what is left when rendering a page fails, too.
func bareErrorPage() response {
	return response{
		status: http.StatusInternalServerError,
		header: http.Header{"Content-Type": {"text/html"}},
		body:   []byte("<h1>Internal Server Error</h1>\n"),
	}
}

// bareBadRequest is what gunicorn answers by itself.
func bareBadRequest() response {
	return response{
		status: http.StatusBadRequest,
		header: http.Header{"Content-Type": {"text/html"}},
		body:   []byte("<html><head><title>Bad Request</title></head><body><h1><p>Bad Request</p></h1></body></html>\n"),
	}
}

func (res response) isErrorPage() bool {
	return res.status >= 400 && strings.HasPrefix(res.header.Get("Content-Type"), "text/html")
}

func notFoundPage() response {
	return htmlPage(http.StatusNotFound, "Not found", "I'm afraid we could not find the resource you requested.")
}

func badRequestPage(text string) response {
	return htmlPage(http.StatusBadRequest, "Bad Request", text)
}

func internalErrorPage() response {
	return htmlPage(http.StatusInternalServerError, "Internal Server Error", "We had trouble processing your request.")
}

func refuseWith(status int, body any) error {
	return &refusal{jsonResponse(status, body)}
}

func refuseDetail(status int, text string) error {
	return refuseWith(status, object{{"detail", text}})
}

// crash is what pretix answers where its own code fails.
func crash() error {
	return &refusal{internalErrorPage()}
}

func (res response) clone() response {
	return response{res.status, res.header.Clone(), res.body}
}

func noContent() response {
	return response{http.StatusNoContent, http.Header{}, nil}
}

func (res response) send(w http.ResponseWriter) {
	maps.Copy(w.Header(), res.header)
	if res.status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(len(res.body)))
	}
	w.WriteHeader(res.status)
	// A write fails only when the client is gone.
	_, _ = w.Write(res.body)
}
