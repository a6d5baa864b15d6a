package boxoffice

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"unicode"
)

const (
	version          = "0.1.0"
	defaultUserAgent = "boxoffice-go/" + version
)

// Client holds the credential and the base URL of one server and sends calls to
// it. It is made by [NewPretix] and [NewEventbrite] and reached through their
// Client methods; it is immutable and safe for concurrent use. A program needs one
// only for what this package does not type: see [Do] and [Walk].
type Client struct {
	platform *platform
	base     *url.URL
	root     string // base, printed
	cred     *credential
	settings settings
	// pool is the transport that holds the connections; copies share it.
	pool http.RoundTripper
	send link
}

// platform is what the request path needs to know of one kind of server.
type platform struct {
	name string
	// root is the path below which the API is.
	root string
	// keyHeader is the header of idempotency keys, "" where there are none.
	keyHeader string
	// rollsBack says that a 500 means that a write did nothing.
	rollsBack bool
	// waypointHeader is the header that makes a call see earlier writes, "" where
	// there is none.
	waypointHeader string
	// rateHeader is the header that tells the rate limits, "" where there is none.
	rateHeader string
	// continued says that lists go on by continuation tokens, not by page numbers.
	continued bool
	// lenient says that the shape of answers is not certain in every detail.
	lenient bool
	// explain reads the body of a failure into an error.
	explain func(e *Error, body []byte)
}

func newClient(p *platform, base *url.URL, cred *credential, s settings) (*Client, error) {
	if cred == nil {
		return nil, argumentError("credential", "the credential is empty")
	}
	if err := s.onlyFor(p); err != nil {
		return nil, err
	}
	if !cred.refreshable {
		// A fixed token is known to be good or bad now; a source is asked at the first call.
		if _, err := cred.ask(context.Background()); err != nil {
			return nil, err
		}
	}
	c := &Client{platform: p, base: base, root: base.String(), cred: cred, settings: s, pool: s.transport}
	if c.pool == nil {
		c.pool = newTransport()
	}
	c.send = newChain(c)
	return c, nil
}

// with returns a changed copy that shares the connections, unless the options
// bring a transport of their own.
func (c *Client) with(cred *credential, opts []Option) (*Client, error) {
	s := c.settings
	s.transport = c.pool
	before := s.baseURL
	s, err := s.with(opts)
	if err == nil && s.baseURL != before {
		err = argumentError("opts", "the base URL of a client can't change: make a new one")
	}
	if err != nil {
		return nil, err
	}
	return newClient(c.platform, c.base, cred, s)
}

// CloseIdleConnections closes the connections that no call is using now, also
// for copies of this client. The client can be used on.
func (c *Client) CloseIdleConnections() {
	if pool, ok := c.pool.(interface{ CloseIdleConnections() }); ok {
		pool.CloseIdleConnections()
	}
}

// String names the platform and the server.
func (c *Client) String() string { return c.platform.name + " at " + c.root }

// Format writes what String returns, for every verb of package fmt.
func (c *Client) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(c.String())) }

// LogValue returns what String returns.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }

// Request describes a call to an endpoint that this package does not type.
type Request struct {
	// Method is the HTTP method.
	Method string
	// Path is below the API's root, such as "/organizers/{organizer}/devices/", without
	// /api/v1 or /v3. End it with a slash, as nearly all paths of both platforms do: a
	// write without it is not redirected. It stands in logs and errors as it is, with its
	// placeholders.
	Path string
	// Params fill the placeholders of Path, escaped. Put whatever is personal or
	// comes from outside here, not into Path.
	Params map[string]string
	// Query is sent as the query: a struct with url tags of go-querystring, or
	// url.Values. Eventbrite refuses parameters that it does not know, and members of
	// bodies as well, with [ErrInvalid]; only unknown expansions it ignores.
	Query any
	// Body is sent as JSON; nil sends no body.
	Body any
}

// Do sends a call that this package does not type, with the retries, idempotency
// key, errors and redaction of those that it does:
//
//	device, err := boxoffice.Do[Device](ctx, px.Client(), boxoffice.Request{
//		Method: "GET",
//		Path:   "/organizers/{organizer}/devices/{device}/",
//		Params: map[string]string{"organizer": "demo", "device": "7"},
//	})
//
// Out is what the answer's JSON is decoded into; use struct{} to ignore it. A 204
// gives a zero Out.
func Do[Out any](ctx context.Context, c *Client, r Request) (*Out, error) {
	req, err := r.untyped(c)
	if err != nil {
		return nil, err
	}
	return fetch[Out](ctx, c, req, nil)
}

// Walk walks any list that this package does not type, as the All methods do.
// Method is GET and may be left out, and a Body is refused.
//
// On pretix it needs the list's count, results and next. The items are told apart
// by their "id", "slug" or "code", else by their whole content; the page to begin with is
// [ListOptions.Page], not a parameter of Query. On Eventbrite it
// follows the continuations of whatever list the answer holds, and opts must be
// nil: put page_size, or a continuation to begin with, into Query.
func Walk[T any](ctx context.Context, c *Client, r Request, opts *ListOptions) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		if r.Method == "" {
			r.Method = http.MethodGet
		}
		req, err := r.untyped(c)
		req.op = "Walk"
		if err == nil && (req.method != http.MethodGet || r.Body != nil) {
			err = argumentError("r", "a walk is made of GET requests without a body")
		}
		if err != nil {
			yield(zero, err)
			return
		}
		if c.platform.continued {
			if opts != nil {
				yield(zero, argumentError("opts", "Eventbrite's lists have no numbered pages to walk; put parameters into r.Query"))
				return
			}
			(&continuations[T]{client: c, req: req}).all(ctx)(yield)
			return
		}
		l := list[untypedItem[T], string]{client: c, req: req, id: func(item *untypedItem[T]) string { return item.key }}
		for item, err := range l.all(ctx, opts.orDefault()) {
			if !yield(item.value, err) {
				return
			}
		}
	}
}

func (r Request) untyped(c *Client) (request, error) {
	if c == nil {
		return request{}, argumentError("c", "the client is nil")
	}
	req := request{op: "Do", method: strings.ToUpper(r.Method), query: r.Query, body: r.Body, untyped: true}
	switch req.method {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodHead, http.MethodOptions:
	default:
		return req, argumentError("r.Method", fmt.Sprintf("%q is not a method of this API", r.Method))
	}
	if strings.ContainsAny(r.Path, "?#\\") || strings.Contains(r.Path, "://") || !strings.HasPrefix(r.Path, "/") {
		return req, argumentError("r.Path", "the path must begin with a slash below the API's root and hold no query, fragment or host; use Query for parameters")
	}
	if strings.HasPrefix(r.Path, c.platform.root+"/") {
		return req, argumentError("r.Path", "the path is below "+c.platform.root+" already: leave that out")
	}
	if plain, err := url.PathUnescape(r.Path); err != nil || strings.ContainsFunc(plain, unicode.IsControl) || hasDots(plain) {
		return req, argumentError("r.Path", "the path holds a dot segment, a control character or a bad escape; use Params for values")
	}
	req.path = r.Path
	for name := range placeholders(r.Path) {
		value, ok := r.Params[name]
		if !ok {
			return req, argumentError("r.Params", fmt.Sprintf("no value for {%s}", name))
		}
		req.args = append(req.args, value)
	}
	if len(req.args) < len(r.Params) {
		return req, argumentError("r.Params", "holds a value that the path has no placeholder for")
	}
	if isRead(req.method) && r.Body != nil {
		return req, argumentError("r.Body", "a read has no body")
	}
	if c.platform.continued {
		req.explained = explainUntyped(req.method, r.Path)
	}
	return req, nil
}

// parseBase checks a base URL and gives it the form that paths are appended to:
// without a last slash, ending in root.
func parseBase(raw, root string, insecure bool) (*url.URL, error) {
	refuse := func(why string) (*url.URL, error) { return nil, argumentError("baseURL", why) }
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		// The parser's own error would repeat the URL, and with it a password.
		return refuse("the base URL can't be parsed")
	case u.User != nil:
		return refuse("the base URL holds user info; pass the credential as a credential")
	case u.Scheme != "http" && u.Scheme != "https", u.Opaque != "", u.Hostname() == "":
		return refuse("the base URL must be absolute, such as https://pretix.eu")
	case u.RawQuery != "" || u.ForceQuery:
		return refuse("the base URL holds a query; pass only scheme, host and path prefix")
	case u.Fragment != "" || strings.HasSuffix(raw, "#"):
		return refuse("the base URL holds a fragment; pass only scheme, host and path prefix")
	case u.Scheme == "http" && !insecure && !isLoopback(u.Hostname()):
		return refuse("http:// would send the credential in clear; use https://, or WithInsecureHTTP if you must")
	}
	if hasDots(u.Path) {
		return refuse("the base URL's path holds a dot segment")
	}
	prefix := strings.TrimSuffix(strings.TrimRight(u.EscapedPath(), "/"), root) + root
	path, err := url.PathUnescape(prefix)
	if err != nil {
		return refuse("the base URL's path is badly escaped")
	}
	// net/http knows only localhost in small letters as what no proxy is asked for.
	return &url.URL{Scheme: u.Scheme, Host: strings.ToLower(u.Host), Path: path, RawPath: prefix}, nil
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}

// maxIdlePerHost lets the widest window keep its connections.
const maxIdlePerHost = maxWindow

// newTransport is a transport of our own, so that closing idle connections here
// never touches another part of the program. A program that replaced
// http.DefaultTransport by something of its own gets that.
func newTransport() http.RoundTripper {
	standard, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	t := standard.Clone()
	t.MaxIdleConnsPerHost = maxIdlePerHost
	if t.MaxResponseHeaderBytes == 0 {
		// net/http's own 10 MiB of small headers become over 100 in memory.
		t.MaxResponseHeaderBytes = 1 << 20
	}
	return t
}
