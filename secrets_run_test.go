package boxoffice

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
)

// echoes are answers that repeat the secret wherever an answer has room for it.
var echoes = map[string]func(*http.Request) (*http.Response, error){
	"success":      reply(200, `{"id":7,"name":"x","count":1,"results":[{"`+testToken+`":"`+testToken+`"}],"events":["`+testToken+`"]}`),
	"created":      reply(201, `{"id":7,"name":"x","active":true,"token":"`+testToken+`"}`),
	"no object":    reply(200, `["`+testToken+`"]`),
	"no JSON":      reply(200, testToken),
	"no length":    reply(200, `{"`+testToken, "X-Rate-Limit", testToken),
	"another type": reply(200, testToken, "Content-Type", "text/"+testToken),
	"redirect":     reply(302, testToken, "Location", "http://127.0.0.1:1/"+testToken),
	"stray status": reply(299, testToken, "Content-Type", "text/html"),
	"broken wire":  fail(fmt.Errorf("malformed response %q", testToken)),
	"wrapped":      fail(&url.Error{Op: "Get", URL: "http://" + testToken + "/", Err: errors.New(testToken)}),
	"time":         fail(fmt.Errorf("%s: %w", testToken, context.DeadlineExceeded)),
}

func init() {
	for _, status := range []int{400, 401, 403, 404, 409, 418, 429, 500, 502, 503} {
		body := `{"detail":"T","error":"T","error_description":"T","error_detail":{"ARGUMENTS_ERROR":{"T":["T"]}},"T":["T",{"T":"\u0053` + testToken[1:] + `"}]}`
		body = strings.ReplaceAll(body, "T\"", testToken+`"`)
		echoes[fmt.Sprint(status)] = reply(status, body, "Retry-After", "1", "X-Rate-Limit", "token:"+testToken+" 1/2000 reset=1s", "X-Debug", testToken)
		echoes[fmt.Sprint(status, " page")] = reply(status, "<html>"+testToken, "Content-Type", "text/html; charset="+testToken)
	}
}

// everyMethod calls each method of each service with arguments that are taken, so that
// none can be forgotten, and hands on what comes back.
func everyMethod(ctx context.Context, platform any, visit func(name string, results []any, thrown any)) {
	samples := ebSamples()
	for _, v := range []any{
		TeamCreate{Name: "Door", Require2FA: true, Permissions: Permissions{Event: AllPermissions()}}, TeamUpdate{Name: new("Door"), Permissions: Permissions{Event: OnlyPermissions(PermissionEventOrdersRead)}},
	} {
		samples[reflect.TypeOf(v)] = v
	}
	for f, service := range reflect.ValueOf(platform).Elem().Fields() {
		if !f.IsExported() {
			continue
		}
		for m, method := range service.Methods() {
			if strings.HasPrefix(m.Name, "Format") {
				continue
			}
			args := []reflect.Value{reflect.ValueOf(ctx)}
			for i := 1; i < method.Type().NumIn(); i++ {
				in := method.Type().In(i)
				value := reflect.New(in).Elem()
				switch sample, ok := samples[in]; {
				case ok:
					value.Set(reflect.ValueOf(sample))
				case in.Kind() == reflect.String && in == reflect.TypeFor[string]() && strings.Contains(m.Name, "nvite"):
					value.SetString("a@example.org")
				case in.Kind() == reflect.String:
					value.SetString("7")
				case in.Kind() == reflect.Int64:
					value.SetInt(7)
				case in.Kind() == reflect.Slice:
					value.Set(reflect.MakeSlice(in, 1, 1))
					if in.Elem().Kind() == reflect.String {
						value.Index(0).SetString("7")
					}
				}
				args = append(args, value)
			}
			var results []any
			thrown := func() (thrown any) {
				defer func() { thrown = recover() }()
				var out []reflect.Value
				if method.Type().IsVariadic() {
					out = method.CallSlice(args)
				} else {
					out = method.Call(args)
				}
				for _, v := range out {
					if v.Kind() == reflect.Func {
						for item, err := range v.Seq2() {
							results = append(results, err.Interface())
							_ = item
						}
						continue
					}
					results = append(results, v.Interface())
				}
				return nil
			}()
			visit(f.Name+"."+m.Name, results, thrown)
		}
	}
}

// A run of everything there is, against servers that repeat the credential wherever they
// can, with a logger at debug level, retries, and callbacks that panic with what they
// know: neither logs, errors nor panics hold the credential, or the secret of a new token.
func TestARunOfEverythingShowsNoSecret(t *testing.T) {
	t.Parallel()
	forms := append([]string{url.QueryEscape(testToken), base64.URLEncoding.EncodeToString([]byte(testToken)), strings.ToLower(testToken)}, spellings...)
	for name, echo := range echoes {
		for _, panics := range []bool{false, true} {
			t.Run(fmt.Sprint(name, panics), func(t *testing.T) {
				t.Parallel()
				var mu sync.Mutex
				var log bytes.Buffer
				var told []any
				tell := func(v ...any) {
					mu.Lock()
					defer mu.Unlock()
					told = append(told, v...)
					if panics {
						panic(v)
					}
				}
				level := &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}
				opts := []Option{
					WithHTTPClient(&http.Client{Transport: roundTrip(echo)}),
					WithRetryLimits(RetryLimits{Attempts: 2, MaxWait: time.Nanosecond}),
					WithLogger(slog.New(slog.NewTextHandler(&lockedWriter{mu: &mu, w: &log}, level))),
					WithLogger(slog.New(slog.NewJSONHandler(&lockedWriter{mu: &mu, w: &log}, level))),
					WithObserver(Observer{
						Call: func(ctx context.Context, c CallInfo) (context.Context, func(CallResult)) {
							return ctx, func(r CallResult) { tell(c, r) }
						},
						Attempt: func(ctx context.Context, a AttemptInfo) (context.Context, func(AttemptResult)) {
							return ctx, func(r AttemptResult) { tell(a, r) }
						},
					}),
					WithWriteGuard(func(_ context.Context, w Write) error { mu.Lock(); told = append(told, w); mu.Unlock(); return nil }),
				}
				px := newTestPretix(t, testBase, append(opts, WithPretixVersion("2026.8.0"))...)
				eb := resMust(NewEventbrite(EventbriteToken(testToken), opts...))(t)
				calls := 0
				// What the server sent as data is the caller's own; of results only errors, and the
				// new token, must not show it.
				visit := func(call string, results []any, thrown any) {
					calls++
					for _, v := range append(results, thrown) {
						switch v := v.(type) {
						case error:
							told = append(told, v)
						case *NewTeamToken, []any:
							told = append(told, v)
						}
					}
				}
				everyMethod(t.Context(), px, visit)
				everyMethod(t.Context(), eb, visit)
				if calls < 150 || len(told) < calls {
					t.Fatalf("%d calls told %d", calls, len(told))
				}
				texts := []string{log.String()}
				for _, v := range told {
					encoded, _ := json.Marshal(v)
					texts = append(texts, fmt.Sprintf("%v %+v %#v %s %q", v, v, v, v, v), string(encoded))
					if err, ok := v.(error); ok {
						for inner := err; inner != nil; inner = errors.Unwrap(inner) {
							texts = append(texts, inner.Error(), fmt.Sprintf("%#v", inner))
						}
					}
				}
				for _, text := range texts {
					for _, form := range forms {
						if at := strings.Index(text, form); at >= 0 {
							t.Fatalf("the secret is shown as %q: %s", form, text[max(at-300, 0):min(at+100, len(text))])
						}
					}
				}
			})
		}
	}
}

type lockedWriter struct {
	mu *sync.Mutex
	w  *bytes.Buffer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}
