package boxoffice

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// secondOrigin listens where no client has any business, and keeps each byte that it
// is sent; a connection without one is kept too.
type secondOrigin struct {
	addr string

	mu  sync.Mutex
	got []string
}

func newSecondOrigin(t *testing.T) *secondOrigin {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &secondOrigin{addr: listener.Addr().String()}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			all.Go(func() {
				_ = conn.SetDeadline(time.Now().Add(100 * time.Millisecond))
				data, _ := io.ReadAll(io.LimitReader(conn, 4<<10))
				_ = conn.Close()
				s.mu.Lock()
				s.got = append(s.got, string(data))
				s.mu.Unlock()
			})
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		all.Wait()
		if len(s.got) > 0 {
			t.Errorf("the second origin was spoken to %d times, first with %q", len(s.got), s.got[0])
		}
	})
	return s
}

// port is ":12345".
func (s *secondOrigin) port() string { return s.addr[strings.LastIndex(s.addr, ":"):] }

// firstOrigin is a server, over TLS or not, and a client of either platform's.
func firstOrigin(t *testing.T, platform string, secure bool, handler http.Handler, opts ...Option) (*Client, string) {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	if secure {
		server.StartTLS()
	} else {
		server.Start()
	}
	t.Cleanup(server.Close)
	opts = append([]Option{WithHTTPClient(server.Client()), hasty()}, opts...)
	if platform == "pretix" {
		px := newTestPretix(t, server.URL, opts...)
		return px.Client(), server.URL
	}
	eb := resMust(NewEventbrite(EventbriteToken(ebToken), append(opts, WithBaseURL(server.URL))...))(t)
	t.Cleanup(eb.CloseIdleConnections)
	return eb.Client(), server.URL
}

// A server that has the credential can't make the client carry it on: not by any
// status, not by any header that has ever named an address, not for any method.
func TestNothingReachesASecondOrigin(t *testing.T) {
	t.Parallel()
	second := newSecondOrigin(t)
	away := []string{
		"http://" + second.addr + "/x/", "https://" + second.addr + "/x/", "//" + second.addr + "/x/", `\\` + second.addr + "/x/", `/\` + second.addr + "/x/",
		"http://localhost" + second.port() + "/x/", "HTTP://LOCALHOST" + second.port() + "/x/", "http://127.1" + second.port() + "/x/",
		"http://[::ffff:127.0.0.1]" + second.port() + "/x/", "http://user:pass@" + second.addr + "/x/", "http:" + second.addr + "/x/", "http:///" + second.addr + "/x/",
		// What a sloppy comparison takes for the first origin.
		"FIRST@" + second.addr + "/x/", "FIRST#@" + second.addr + "/x/", "FIRST.@" + second.addr, "FIRST%2f@" + second.addr, "FIRST\t@" + second.addr,
		// The first origin's port with another scheme, and its address by other names.
		"OTHERSCHEME/x/", "LOCALNAME/x/", "USERINFO/x/",
		"gopher://" + second.addr + "/x/", "javascript:x", "data:application/json,{}", "", " ", "%zz", "http://[",
	}
	statuses := []int{300, 301, 302, 303, 304, 305, 306, 307, 308, 309, 350, 399, 200, 201, 401, 407, 404, 503}
	for _, platform := range []string{"pretix", "Eventbrite"} {
		for _, secure := range []bool{false, true} {
			t.Run(fmt.Sprint(platform, secure), func(t *testing.T) {
				t.Parallel()
				var mu sync.Mutex
				var requests []string
				var status int
				var location string
				handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					mu.Lock()
					defer mu.Unlock()
					requests = append(requests, r.Method+" "+r.URL.Path)
					h := w.Header()
					h.Set("Content-Type", "application/json")
					h.Set("Location", location)
					if location == "" {
						h.Del("Location")
					}
					for _, name := range []string{"Content-Location", "URI"} {
						h.Set(name, location)
					}
					h.Set("Refresh", "0; url="+location)
					h.Set("Link", "<"+location+`>; rel="next"`)
					h.Set("Alt-Svc", `h2="`+second.addr+`"; ma=86400`)
					h.Set("Www-Authenticate", `Negotiate, Bearer realm="`+location+`"`)
					h.Set("Proxy-Authenticate", `Basic realm="`+location+`"`)
					w.WriteHeader(status)
					_, _ = io.WriteString(w, `{}`)
				})
				c, url := firstOrigin(t, platform, secure, handler, once())
				other := map[string]string{"http": "https", "https": "http"}
				scheme, host, _ := strings.Cut(url, "://")
				names := strings.NewReplacer("OTHERSCHEME", other[scheme]+"://"+host, "LOCALNAME", strings.Replace(url, "127.0.0.1", "LocalHost", 1),
					"USERINFO", scheme+"://user:pass@"+host, "FIRST", url)
				for _, where := range away {
					for _, code := range statuses {
						for _, method := range slices.Concat(reads, writes) {
							mu.Lock()
							requests, status, location = nil, code, names.Replace(where)
							mu.Unlock()
							r := Request{Method: method, Path: "/y/"}
							if !isRead(method) {
								r.Body = 1
							}
							_, err := Do[struct{}](t.Context(), c, r)
							if e, ok := errors.AsType[*Error](err); code >= 300 && (!ok || e.Status != code) {
								t.Errorf("%s answered %d with %q: %v", method, code, location, err)
							}
							most := 1
							if strings.HasPrefix(where, `/\`) || strings.HasPrefix(where, "FIRST#") {
								most += maxRedirects // on the first origin, however it looks
							}
							if len(requests) == 0 || len(requests) > most {
								t.Errorf("%s answered %d with %q: the first origin got %q", method, code, location, requests)
							}
						}
					}
				}
			})
		}
	}
}

// A redirect within the origin is followed, but not from there away.
func TestARedirectCanNotBeTheFirstOfTwo(t *testing.T) {
	t.Parallel()
	second := newSecondOrigin(t)
	for _, platform := range []string{"pretix", "Eventbrite"} {
		for _, secure := range []bool{false, true} {
			var at []string
			c, _ := firstOrigin(t, platform, secure, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				at = append(at, r.URL.Path)
				if strings.HasSuffix(r.URL.Path, "/hop/") {
					http.Redirect(w, r, "http://"+second.addr+"/x/", http.StatusTemporaryRedirect)
					return
				}
				http.Redirect(w, r, "../../../../hop/", http.StatusPermanentRedirect)
			}))
			_, err := Do[struct{}](t.Context(), c, Request{Method: "GET", Path: "/y/"})
			wantEqual(t, "Status", wantError(t, err).Status, 307)
			resEqual(t, "the hops", at[1:], []string{"/hop/"})
		}
	}
}

// strangePages are pages whose links name other places.
func strangePages(second *secondOrigin) []string {
	return []string{
		"http://" + second.addr + "/x/?page=2", "https://" + second.addr + "/?page=2", "//" + second.addr + "?page=2", "http://u:p@" + second.addr + "?page=2",
		"?page=2", "/../../../?page=2", "/a/%2e%2e/%2F/?page=2", "javascript:?page=2", "mailto:x?page=2", `/\\` + second.addr + "?page=2",
		"http://" + second.addr + "/?page=2&page=3", "http://" + second.addr + "/?x=1&page=2#frag",
	}
}

// Of the link to the next page the number is used, and nothing else.
func TestNextLinksLeadNowhereElse(t *testing.T) {
	t.Parallel()
	second := newSecondOrigin(t)
	for _, link := range strangePages(second) {
		for _, window := range []int{0, 4} {
			var mu sync.Mutex
			var got []string
			c, _ := firstOrigin(t, "pretix", window > 0, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				got = append(got, r.Method+" "+r.URL.String())
				mu.Unlock()
				page := `{"count": 2, "next": null, "results": [{"id": 2}]}`
				if r.URL.Query().Get("page") == "" {
					page = fmt.Sprintf(`{"count": 2, "next": %q, "previous": %q, "results": [{"id": 1, "url": %q}]}`, link, link, link)
				}
				jsonHandler(200, page).ServeHTTP(w, r)
			}))
			type item struct{ ID int }
			items, err := Collect(Walk[item](t.Context(), c, Request{Path: "/x/", Query: queryOf("a")}, &ListOptions{Window: window}))
			resEqual(t, link, []any{items, err, got}, []any{[]item{{1}, {2}}, error(nil), []string{"GET /api/v1/x/?q=a", "GET /api/v1/x/?page=2&q=a"}})
		}
	}
}

// A continuation is a word to send back, whatever it looks like.
func TestContinuationsLeadNowhereElse(t *testing.T) {
	t.Parallel()
	second := newSecondOrigin(t)
	for _, token := range append(strangePages(second), "../..", "a&token=x", "a#b", "\r\nHost: x", "\x00", "ü\u2028", "a;b", "%0d%0a", "+ ") {
		quoted, err := json.Marshal(token)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		c, url := firstOrigin(t, "Eventbrite", false, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			got = append(got, r.URL.Path+" "+r.URL.Query().Get("continuation"))
			page := `{"events": [{"id": "2"}], "pagination": {"has_more_items": false}}`
			if len(got) == 1 {
				page = fmt.Sprintf(`{"events": [{"id": "1", "resource_uri": %s}], "pagination": {"has_more_items": true, "continuation": %[1]s, "next": %[1]s}}`, quoted)
			}
			jsonHandler(200, page).ServeHTTP(w, r)
		}))
		eb := eventbriteOver(c)
		events, err := Collect(eb.Events.All(t.Context(), "7", nil))
		if err != nil || len(events) != 2 {
			t.Errorf("%q: %d events, %v", token, len(events), err)
		}
		path := "/v3/organizations/7/events/"
		resEqual(t, "the requests", got, []string{path + " ", path + " " + token})

		// Nor does a delivery of a webhook, which anybody can send.
		got = nil
		for _, address := range []string{token, url + "@" + second.addr + "/v3/events/1/", "http://" + second.addr + "/v3/events/1/"} {
			if _, err := FetchWebhook[Event](t.Context(), eb, &WebhookDelivery{APIURL: address}); err == nil {
				t.Errorf("%q was fetched", address)
			}
		}
		wantEqual(t, "requests for webhooks", len(got), 0)
	}
}

// Neither does the credential go to a host that a caller's own path or parameters
// could name.
func TestPathsLeadNowhereElse(t *testing.T) {
	t.Parallel()
	second := newSecondOrigin(t)
	for _, platform := range []string{"pretix", "Eventbrite"} {
		c, _ := firstOrigin(t, platform, false, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !strings.HasPrefix(r.URL.EscapedPath(), rootOf(platform)+"/") || strings.Contains(r.URL.Path, "/../") {
				t.Errorf("%s got %s", platform, r.URL)
			}
			jsonHandler(200, `{}`).ServeHTTP(w, r)
		}))
		for _, value := range append(strangePages(second), "@"+second.addr, ":80@"+second.addr, "..", "%2e%2e", "..;", second.addr) {
			for _, path := range []string{value, "/" + value, "/" + value + "/", "/{x}/", "/a/{x}", "{x}"} {
				r := Request{Method: "GET", Path: path}
				if strings.Contains(path, "{x}") {
					r.Params = map[string]string{"x": value}
				}
				_, _ = Do[struct{}](t.Context(), c, r)
			}
		}
	}
}

func rootOf(platform string) string {
	if platform == "pretix" {
		return pretixRoot
	}
	return eventbritePlatform.root
}
