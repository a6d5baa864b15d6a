package boxoffice

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const (
	rateKey      = "APIKEYAPIKEY42"
	rateRecorded = "token:" + ebToken + " 22/2000 reset=3530s, key:" + rateKey + " 24/2000 reset=3529s"
	rateUsedUp   = "token:" + ebToken + " 2000/2000 reset=%ds, key:" + rateKey + " 24/2000 reset=%ds"
)

func TestParseRateLimits(t *testing.T) {
	t.Parallel()
	token, key := RateLimit{"token", 22, 2000, 3530 * time.Second}, RateLimit{"key", 24, 2000, 3529 * time.Second}
	const longest = time.Duration(math.MaxInt64 - math.MaxInt64%1_000_000_000)
	tests := []struct {
		reason string
		header []string
		want   []RateLimit
	}{
		{"none", nil, nil},
		{"as recorded", []string{rateRecorded}, []RateLimit{token, key}},
		{"without the key", []string{"token:" + ebToken + " 22/2000 reset=3530s"}, []RateLimit{token}},
		{"without the token", []string{"key:" + rateKey + " 24/2000 reset=3529s"}, []RateLimit{key}},
		{"as two headers", []string{"token:x 22/2000 reset=3530s", "key:y 24/2000 reset=3529s"}, []RateLimit{token, key}},
		{"without the secrets", []string{"token 22/2000 reset=3530s,key 24/2000 reset=3529s"}, []RateLimit{token, key}},
		{"other spaces", []string{"  token:x\t 22/2000   reset=3530s ,key:y 24/2000 reset=3529s,"}, []RateLimit{token, key}},
		{"without the unit", []string{"token:x 22/2000 reset=3530"}, []RateLimit{token}},
		{"more words behind", []string{"token:x 22/2000 reset=3530s window=3600s"}, []RateLimit{token}},
		{"nothing used, and nothing allowed", []string{"token:x 0/2000 reset=1s, key:y 0/0 reset=1s"}, []RateLimit{{"token", 0, 2000, 1e9}, {"key", 0, 0, 1e9}}},
		{"the last second", []string{"token:x 2000/2000 reset=0s"}, []RateLimit{{"token", 2000, 2000, 0}}},

		{"empty", []string{""}, nil},
		{"nothing that is known", []string{"22/2000"}, nil},
		{"another scope, which could be the secret", []string{ebToken + " 22/2000 reset=3530s, user:x 1/2 reset=3s"}, nil},
		{"a scope by another case", []string{"Token:x 22/2000 reset=3530s"}, nil},
		{"a token with commas: what is left of it is no scope", []string{"token:eventbrite,test,secret 22/2000 reset=3530s, key:y 24/2000 reset=3529s"}, []RateLimit{key}},
		{"a token with spaces", []string{"token:eventbrite test secret 22/2000 reset=3530s, key:y 24/2000 reset=3529s"}, []RateLimit{key}},
		{"the secret in place of numbers", []string{"token:x " + ebToken + "/2000 reset=1s, token:x 1/" + ebToken + " reset=1s, token:x 1/2 reset=" + ebToken}, nil},
		{"negative numbers", []string{"token:x -1/2000 reset=1s, token:x 1/-2000 reset=1s, token:x 1/2 reset=-1s, key:y 24/2000 reset=3529s"}, []RateLimit{key}},
		{"more than 64 bits hold", []string{"token:x 99999999999999999999/1 reset=1s, token:x 1/99999999999999999999 reset=1s, token:x 1/2 reset=99999999999999999999s"}, nil},
		{"more than a duration holds", []string{"token:x 1/2 reset=9223372036854775807s"}, []RateLimit{{"token", 1, 2, longest}}},
		{"no whole numbers", []string{"token:x 1.5/2000 reset=1s, token:x 1/2e3 reset=1s, token:x 1/2 reset=1m"}, nil},
		{"no limit", []string{"token:x 22 reset=3530s"}, nil},
		{"no reset", []string{"token:x 22/2000 3530s"}, nil},
		{"too many parts", []string{strings.Repeat("token:x 1/2 reset=3s,", 10_000)}, []RateLimit{
			{"token", 1, 2, 3e9}, {"token", 1, 2, 3e9}, {"token", 1, 2, 3e9}, {"token", 1, 2, 3e9},
			{"token", 1, 2, 3e9}, {"token", 1, 2, 3e9}, {"token", 1, 2, 3e9}, {"token", 1, 2, 3e9},
		}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			got := parseRateLimits(test.header)
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
			wantNoRateSecret(t, got)
		})
	}
}

// wantNoRateSecret prints, logs and marshals the limits.
func wantNoRateSecret(t *testing.T, limits any) {
	t.Helper()
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "limits", limits)
	data, _ := json.Marshal(limits)
	all := fmt.Sprintf("%v %+v %#v %s %q %x %s %s", limits, limits, limits, limits, limits, limits, data, log.String())
	for _, secret := range []string{ebToken, fmt.Sprintf("%x", ebToken), "secret", rateKey} {
		if strings.Contains(all, secret) {
			t.Errorf("the secret is shown: %s", all)
		}
	}
}

func TestUntilReset(t *testing.T) {
	t.Parallel()
	used := func(reset int) RateLimit { return RateLimit{"token", 2000, 2000, time.Duration(reset)} }
	free := func(reset int) RateLimit { return RateLimit{"key", 5, 2000, time.Duration(reset)} }
	tests := []struct {
		reason string
		limits []RateLimit
		want   time.Duration
	}{
		{"nothing told", nil, 0},
		{"the one that is used up", []RateLimit{free(5), used(7), free(3)}, 7},
		{"the last of those that are used up", []RateLimit{used(7), used(9), free(11)}, 9},
		{"whatever the order", []RateLimit{free(11), used(9), used(7)}, 9},
		{"more used than there is", []RateLimit{{"key", 2001, 2000, 8}, free(3)}, 8},
		{"none looks used up: the first reset", []RateLimit{free(9), free(7), free(8)}, 7},
		{"a reset right now, whatever the order", []RateLimit{free(0), free(7)}, 0},
		{"the same", []RateLimit{free(7), free(0)}, 0},
		{"used up, and reset right now: not the other's reset", []RateLimit{used(0), free(3000)}, 0},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			wantEqual(t, "the wait", untilReset(test.limits), test.want)
		})
	}
}

// A 429 of Eventbrite's own tells the time in its own header only.
func TestRateLimitedWaitsForTheReset(t *testing.T) {
	t.Parallel()
	const body = `{"status_code": 429, "error_description": "Hourly rate limit has been reached.", "error": "HIT_RATE_LIMIT"}`
	limits := func(token, key int) string { return fmt.Sprintf(rateUsedUp, token, key) }
	tests := []struct {
		reason  string
		headers []string
		// wait is what is waited for, told what is in the error when nothing is.
		wait, told time.Duration
	}{
		{"until the reset", []string{"X-Rate-Limit", limits(42, 3)}, 42 * time.Second, 0},
		{"exactly the cap", []string{"X-Rate-Limit", limits(90, 3)}, 90 * time.Second, 0},
		{"beyond the cap", []string{"X-Rate-Limit", limits(91, 3)}, 0, 91 * time.Second},
		{"most of an hour", []string{"X-Rate-Limit", limits(3530, 3)}, 0, 3530 * time.Second},
		{"Retry-After goes before, when it is shorter", []string{"X-Rate-Limit", limits(3530, 3), "Retry-After", "7"}, 7 * time.Second, 0},
		{"and when it is longer", []string{"X-Rate-Limit", limits(42, 3), "Retry-After", "91"}, 0, 91 * time.Second},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			for _, method := range []string{"GET", "POST", "DELETE"} {
				synctest.Test(t, func(t *testing.T) {
					eb, w := newEBWire(t)
					first := reply(429, body, test.headers...)
					if test.wait > 0 {
						w.on(method, "/x/", inTurn(t, first, reply(200, `{}`)))
					} else {
						w.on(method, "/x/", inTurn(t, first))
					}
					began := time.Now()
					err := play(t.Context(), eb.Client(), method)
					wantEqual(t, "the time it took", time.Since(began), test.wait)
					if test.wait > 0 {
						wantEqual(t, "the error", err, nil)
						return
					}
					e := wantError(t, err, ErrRateLimited)
					wantEqual(t, "RetryAfter", e.RetryAfter, test.told)
					wantEqual(t, "Code", e.Code, "HIT_RATE_LIMIT")
					wantEqual(t, "Attempts", e.Attempts, 1)
					resEqual(t, "RateLimits", e.RateLimits, parseRateLimits([]string{test.headers[1]}))
					wantEqual(t, "the number of RateLimits", len(e.RateLimits), 2)
					wantNoRateSecret(t, e)
					wantNoRateSecret(t, *e)
				})
			}
		})
	}
}

// Other failures tell the limits, too, and wait for nothing.
func TestRateLimitsOfOtherFailures(t *testing.T) {
	t.Parallel()
	eb, w := newEBWire(t)
	w.on("GET", "/x/", reply(404, ebNotFound, "X-Rate-Limit", rateRecorded))
	e := wantError(t, play(t.Context(), eb.Client(), "GET"), ErrNotFound)
	wantEqual(t, "RetryAfter", e.RetryAfter, 0)
	resEqual(t, "RateLimits", e.RateLimits, []RateLimit{{"token", 22, 2000, 3530 * time.Second}, {"key", 24, 2000, 3529 * time.Second}})

	px, m := newMock(t)
	m.on("GET", "/x/", "", reply(404, `{}`, "X-Rate-Limit", rateRecorded))
	e = wantError(t, play(t.Context(), px.Client(), "GET"), ErrNotFound)
	resEqual(t, "RateLimits on pretix", e.RateLimits, []RateLimit(nil))
}

// An observer is told the limits of every answer, also of good ones.
func TestObserverOfRateLimits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var seen watch
		var log strings.Builder
		eb, w := newEBWire(t, WithObserver(seen.observer()), WithLogger(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))))
		w.on("GET", "/users/me/", inTurn(t,
			reply(429, `slow`, "Content-Type", "text/plain", "X-Rate-Limit", fmt.Sprintf(rateUsedUp, 2, 1)),
			fail(errReset),
			reply(200, `{"id": "5"}`, "X-Rate-Limit", rateRecorded),
		))
		if _, err := eb.Users.Me(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		var got [][]RateLimit
		for _, end := range seen.ends {
			got = append(got, end.RateLimits)
			wantNoRateSecret(t, end)
		}
		resEqual(t, "RateLimits", got, [][]RateLimit{
			{{"token", 2000, 2000, 2 * time.Second}, {"key", 24, 2000, time.Second}},
			nil,
			{{"token", 22, 2000, 3530 * time.Second}, {"key", 24, 2000, 3529 * time.Second}},
		})
		wantEqual(t, "the first wait", seen.attempts[1].Wait, 2*time.Second)
		if strings.Contains(log.String(), ebToken) || !strings.Contains(log.String(), "status=200") {
			t.Errorf("the log is %s", log.String())
		}

		px, m := newMock(t, WithObserver(seen.observer()))
		m.on("GET", "/x/", "", reply(200, `{}`, "X-Rate-Limit", rateRecorded))
		if err := play(t.Context(), px.Client(), "GET"); err != nil {
			t.Fatal(err)
		}
		resEqual(t, "RateLimits on pretix", seen.ends[3].RateLimits, []RateLimit(nil))
	})
}

func FuzzParseRateLimits(f *testing.F) {
	for _, seed := range []string{
		"", rateRecorded, "token:a,b 22/2000 reset=3530s", "token 1/2 reset=9223372036854775807s", "key:x -1/2 reset=1s", "token:: 0/0 reset=0s",
		", , ,", "token:x 1/2 reset=", "token:x / reset=s", "key\u00a01/2\u00a0reset=3s", "token:x +1/+2 reset=+3s",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		limits := parseRateLimits([]string{header, header})
		if len(limits) > maxRateLimits {
			t.Errorf("%q has %d limits", header, len(limits))
		}
		for _, l := range limits {
			if l.Scope != "token" && l.Scope != "key" || l.Used < 0 || l.Limit < 0 || l.Reset < 0 {
				t.Errorf("%q has the limit %+v", header, l)
			}
		}
		if wait := untilReset(limits); wait < 0 {
			t.Errorf("%q makes a wait of %s", header, wait)
		}
	})
}
