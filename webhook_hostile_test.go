package boxoffice

import (
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
)

// counted tells how much of a body was read.
type counted struct {
	io.Reader

	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

// Whoever knows the address can send anything. It runs alone, since it measures memory.
func TestParseWebhookOfStrangers(t *testing.T) {
	with := func(config, rest string) string {
		return `{"config": {"action": "order.placed"` + config + `}, "api_url": "` + ebAPI + `/orders/1/"` + rest + `}`
	}
	list := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	object := func(n int) string { return strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n) }
	taken := WebhookDelivery{Action: "order.placed", APIURL: ebAPI + "/orders/1/", Delivery: "1234"}
	id := func(id WebhookID) WebhookDelivery { d := taken; d.WebhookID = id; return d }
	const argument, large = "an argument", "too large"
	for name, tt := range map[string]struct {
		body  io.Reader
		wrong string          // which error, "" for none
		want  WebhookDelivery // without one
	}{
		"1 GiB of white space": {io.LimitReader(endlessly(" "), 1<<30), large, taken},
		"1 GiB of a text":      {io.MultiReader(strings.NewReader(`{"api_url": "`), io.LimitReader(zeros{}, 1<<30)), large, taken},
		"an endless list":      {io.MultiReader(strings.NewReader(`{"config": [`), endlessly("0,")), large, taken},
		"64 KiB and one":       {strings.NewReader(with("", strings.Repeat(" ", maxDelivery+1-len(with("", ""))))), large, taken},
		"64 KiB":               {strings.NewReader(with("", strings.Repeat(" ", maxDelivery-len(with("", ""))))), "", taken},
		"deep lists":           {strings.NewReader(with(`, "x": `+list(30_000), "")), argument, taken},
		"deep objects":         {strings.NewReader(with(`, "x": `+object(10_500), "")), argument, taken},
		"deep, but JSON":       {strings.NewReader(with(`, "x": `+list(5_000), "")), "", taken},
		"a deep id":            {strings.NewReader(with(`, "webhook_id": `+list(5_000), "")), "", taken},
		"many members":         {strings.NewReader(with("", strings.Repeat(`,"":0`, 10_000))), "", taken},
		"many ids":             {strings.NewReader(with(strings.Repeat(`,"user_id":[]`, 4_000), "")), "", taken},
		"a list of configs":    {strings.NewReader(`{"config": [{"action": "order.placed"}], "api_url": "x"}`), argument, taken},
		"an odd action":        {strings.NewReader(`{"config": {"action": {"a": 1}}, "api_url": "x"}`), argument, taken},
		"an odd address":       {strings.NewReader(`{"config": {"action": "test"}, "api_url": ["x"]}`), argument, taken},
		"null everywhere":      {strings.NewReader(`{"config": {"action": null, "webhook_id": null}, "api_url": null}`), argument, taken},
		"nothing at all":       {strings.NewReader(`{"config": null, "api_url": null}`), argument, taken},
		"a huge id":            {strings.NewReader(with(`, "webhook_id": 123456789012345678901234567890`, "")), "", id("123456789012345678901234567890")},
		"an odd id":            {strings.NewReader(with(`, "webhook_id": {"id": 1}`, "")), "", taken},
		"NUL before":           {strings.NewReader("\x00" + with("", "")), argument, taken},
		"NUL in a text":        {strings.NewReader(with(", \"webhook_id\": \"6\x003\"", "")), argument, taken},
		"NUL behind":           {strings.NewReader(with("", "") + "\x00"), argument, taken},
		"two deliveries":       {strings.NewReader(with("", "") + with("", "")), argument, taken},
		"invalid UTF-8":        {strings.NewReader(with(", \"webhook_id\": \"6\xff\"", "")), "", id("6\ufffd")},
		"UTF-16":               {strings.NewReader("\xff\xfe{\x00}\x00"), argument, taken},
		"a byte order mark":    {strings.NewReader("\ufeff" + with("", "")), argument, taken},
		"a form":               {strings.NewReader("payload=%7B%7D"), argument, taken},
		"XML":                  {strings.NewReader("<config/>"), argument, taken},
	} {
		body := &counted{Reader: tt.body}
		r := deliveryOf("")
		r.Body = io.NopCloser(body)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		got, err := ParseWebhook(r)
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > 32<<20 || body.n > maxDelivery+1 {
			t.Errorf("%s: %d bytes were read, which took %d KiB", name, body.n, took>>10)
		}
		switch tt.wrong {
		case "":
			if err != nil || *got != tt.want {
				t.Errorf("%s: %+v, %v", name, got, err)
			}
		case large:
			if !errors.Is(err, ErrResponseTooLarge) || got != nil {
				t.Errorf("%s: %+v, %v", name, got, err)
			}
		default:
			if got != nil {
				t.Errorf("%s: %+v", name, got)
			}
			wantArgumentError(t, err, "r")
		}
		if err != nil && len(err.Error()) > 200 {
			t.Errorf("%s: the error has %d bytes", name, len(err.Error()))
		}
	}
}

// endlessly is a text again and again.
type endlessly string

func (e endlessly) Read(p []byte) (int, error) {
	return copy(p, strings.Repeat(string(e), len(p)/len(e)+1)), nil
}

// However an address of elsewhere is spelled, nothing is sent there, nor anywhere: and
// what is taken for the API's own goes to the API, below its root.
func TestFetchWebhookStaysAtTheAPI(t *testing.T) {
	t.Parallel()
	var sent []string
	eb := resMust(NewEventbrite(EventbriteToken(ebToken), WithBaseURL(ebBase), once(), WithHTTPClient(&http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		sent = append(sent, r.URL.String())
		return nil, errReset
	})})))(t)
	const host = "eventbrite.example.org"
	for _, address := range []string{
		// another scheme
		"http://" + host + "/proxy/v3/orders/1/", "ftp://" + host + "/proxy/v3/orders/1/", "file:///proxy/v3/orders/1/", "javascript://" + host + "/proxy/v3/orders/1/", "https:/proxy/v3/orders/1/",
		"https:///proxy/v3/orders/1/", "https:" + host + "/proxy/v3/orders/1/", "wss://" + host + "/proxy/v3/orders/1/", "://" + host + "/proxy/v3/orders/1/", "httpſ://" + host + "/proxy/v3/orders/1/",
		// another host
		"https://evil.example/proxy/v3/orders/1/", "https://evil.example:443/proxy/v3/orders/1/", "https://127.0.0.1/proxy/v3/orders/1/", "https://[::1]/proxy/v3/orders/1/", "https://2130706433/proxy/v3/orders/1/",
		"https://" + host + ".evil.example/proxy/v3/orders/1/", "https://" + host + "./proxy/v3/orders/1/", "https://." + host + "/proxy/v3/orders/1/", "https://evil." + host + "/proxy/v3/orders/1/",
		"https://eventbrite。example.org/proxy/v3/orders/1/", "https://eventbrite%2eexample.org/proxy/v3/orders/1/", "https://ｅventbrite.example.org/proxy/v3/orders/1/", "https://eventbrıte.example.org/proxy/v3/orders/1/",
		// another port
		"https://" + host + ":444/proxy/v3/orders/1/", "https://" + host + ":/proxy/v3/orders/1/", "https://" + host + ":0443/proxy/v3/orders/1/", "https://" + host + ":443x/proxy/v3/orders/1/",
		// a user
		"https://" + host + "@evil.example/proxy/v3/orders/1/", "https://" + host + ":443@evil.example/proxy/v3/orders/1/", "https://evil.example@" + host + "/proxy/v3/orders/1/", "https://@" + host + "/proxy/v3/orders/1/",
		"https://" + host + "%40evil.example/proxy/v3/orders/1/", "https://evil.example\\@" + host + "/proxy/v3/orders/1/", "https://" + host + "\\@evil.example/proxy/v3/orders/1/",
		// what ends a host elsewhere
		"https://" + host + "#@evil.example/proxy/v3/orders/1/", "https://" + host + "?@evil.example/proxy/v3/orders/1/", "https://evil.example#" + ebAPI + "/orders/1/", "https://evil.example?" + ebAPI + "/orders/1/",
		"https://evil.example;" + host + "/proxy/v3/orders/1/", "https:\\\\" + host + "\\proxy\\v3\\orders\\1\\", "\\\\evil.example/proxy/v3/orders/1/", "//evil.example/proxy/v3/orders/1/", "///evil.example/proxy/v3/orders/1/",
		"https://" + host + "\x00.evil.example/proxy/v3/orders/1/", "https://" + host + "\t/proxy/v3/orders/1/", "ht\ntps://evil.example/proxy/v3/orders/1/", " " + ebAPI + "/orders/1/", "https://evil.example\r\nHost: " + host + "/proxy/v3/orders/1/",
		// above the root
		ebBase + "/v3/../orders/1/", ebBase + "/%76%33/../orders/1/", ebAPI + "/./orders/1/", ebAPI + "/orders/../orders/1/", ebAPI + "/..%2forders/1/", ebAPI + "/%2E%2E/orders/1/", ebAPI + "/.%2e/orders/1/", ebAPI + "\\orders\\1\\",
		ebAPI + "/orders/1/..", ebAPI + "/orders/%2e", ebAPI + "/..;/orders/1/", ebAPI + "/%2e%2e%3b/orders/1/", ebAPI + "/orders/%252e%252e/", ebAPI + "/%252e%252e/orders/1/", ebAPI + "/%2Fevil.example%2F%2F/orders/1/", ebAPI + "/%5c%5cevil.example/orders/1/", ebAPI + "%2forders/1/", ebBase + "/V3/orders/1/", ebBase + "//v3/orders/1/",
	} {
		_, err := FetchWebhook[Order](t.Context(), eb, &WebhookDelivery{Action: "order.placed", APIURL: address})
		if e, ok := errors.AsType[*ArgumentError](err); !ok || e.Argument != "delivery.APIURL" || len(sent) > 0 {
			t.Errorf("%q: %v, sent %q", address, err, sent)
			sent = nil
		}
	}
	for address, want := range map[string]string{
		"HTTPS://EVENTBRITE.EXAMPLE.ORG/proxy/v3/orders/1":     ebAPI + "/orders/1/",
		ebAPI + "/orders/1?@evil.example":                      ebAPI + "/orders/1/",
		ebAPI + "/orders/1/#https://evil.example":              ebAPI + "/orders/1/",
		ebAPI + "/orders/https:evil.example/":                  ebAPI + "/orders/https:evil.example/",
		ebAPI + "/@evil.example/orders/1/":                     ebAPI + "/@evil.example/orders/1/",
		ebAPI + "/orders/%C3%A9/":                              ebAPI + "/orders/%C3%A9/",
		ebAPI + "/orders/" + strings.Repeat("1", 10_000) + "/": ebAPI + "/orders/" + strings.Repeat("1", 10_000) + "/",
	} {
		_, err := FetchWebhook[Order](t.Context(), eb, &WebhookDelivery{Action: "order.placed", APIURL: address})
		if !errors.Is(err, errReset) || len(sent) != 1 || sent[0] != want {
			t.Errorf("%.200q: %.200v, sent %.200q", address, err, sent)
		}
		sent = nil
	}
}
