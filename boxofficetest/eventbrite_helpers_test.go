package boxofficetest

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// ask sends a request with e.Token and JSON, unless the headers say otherwise.
// The path is below e.URL.
func ask(t *testing.T, e *Eventbrite, method, path, body string, headers ...string) answer {
	t.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	req, err := http.NewRequest(method, e.URL+path, reader)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+e.Token)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ":")
		if value = strings.TrimSpace(value); value == "" {
			req.Header.Del(name)
		} else {
			req.Header.Set(name, value)
		}
	}
	res, err := client.Do(req)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, string(data)}
}

// wantAnswer sends a request and compares status and body. In the body that is
// wanted, URL stands for e.URL.
func wantAnswer(t *testing.T, e *Eventbrite, method, path, body string, status int, want string, headers ...string) answer {
	t.Helper()
	got := ask(t, e, method, path, body, headers...)
	want = strings.ReplaceAll(want, "URL", e.URL)
	if got.status != status || got.body != want {
		t.Errorf("%s %s %s\n got %d %s\nwant %d %s", method, path, body, got.status, got.body, status, want)
	}
	return got
}

// wantStatus compares the status, and looks for parts of the body.
func wantStatus(t *testing.T, e *Eventbrite, method, path, body string, status int, parts ...string) answer {
	t.Helper()
	got := ask(t, e, method, path, body)
	if got.status != status {
		t.Errorf("%s %s %s\n got %d %s\nwant %d", method, path, body, got.status, got.body, status)
	}
	for _, part := range parts {
		if part = strings.ReplaceAll(part, "URL", e.URL); !strings.Contains(got.body, part) {
			t.Errorf("%s %s %s\n got %s\nwant in it %s", method, path, body, got.body, part)
		}
	}
	return got
}

// refused is the body of an error without details.
func refused(status, code, text string) string {
	return `{"status_code":` + status + `,"error_description":"` + text + `","error":"` + code + `"}`
}

// badArgument is the body of an error about one argument.
func badArgument(name, reason string) string {
	reason = strings.ReplaceAll(reason, `"`, `\"`)
	return `{"status_code":400,"error_detail":{"ARGUMENTS_ERROR":{"` + name + `":["` + reason + `"]}},` +
		`"error_description":"There are errors with your arguments: ` + name + ` - ` + reason + `","error":"ARGUMENTS_ERROR"}`
}
