package boxoffice

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// firstWait is the upper bound of the first wait, which doubles with each attempt.
const firstWait = 500 * time.Millisecond

// retry sends a call until it has an answer that settles it, within the limits.
func retry(attempts *http.Client, limits RetryLimits) link {
	return func(c *call) error {
		// The repeat after a 401 goes on where the first round stopped.
		now := cmp.Or(c.progress.began, time.Now())
		c.progress = progress{began: now, until: now.Add(limits.MaxElapsed), attempts: c.progress.attempts}
		if err := c.ctx.Err(); err != nil {
			return c.failure(err)
		}
		var body any
		if len(c.body) > 0 {
			body = c.body
		}
		ctx := context.WithValue(c.ctx, callKey{}, c)
		req, err := retryablehttp.NewRequestWithContext(ctx, c.info.Method, c.url, body)
		if err != nil {
			return c.failure(err)
		}
		req.Header = c.header()
		// One for each call: it is cheap, and its hooks then know their call.
		r := retrier{c, limits}
		client := retryablehttp.Client{
			HTTPClient:   attempts,
			RetryMax:     limits.Attempts, // more than check allows
			CheckRetry:   r.check,
			Backoff:      r.backoff,
			ErrorHandler: failed,
			PrepareRetry: r.prepare,
		}
		c.progress.attempts++
		resp, err := client.Do(req)
		if err != nil {
			return c.noAnswer(err)
		}
		defer resp.Body.Close()
		return c.settle(resp)
	}
}

// failed is called when there is no answer to hand on.
func failed(resp *http.Response, err error, _ int) (*http.Response, error) {
	if err == nil {
		return resp, nil
	}
	if resp != nil {
		_ = resp.Body.Close()
	}
	return nil, err
}

// retrier decides, after each attempt, whether there is another.
type retrier struct {
	*call
	limits RetryLimits
}

func (r retrier) check(_ context.Context, resp *http.Response, err error) (bool, error) {
	p := &r.progress
	if err != nil {
		return r.again(r.afterFailure(err), 0), nil
	}
	if !r.afterAnswer(resp) {
		return false, nil
	}
	p.failed = r.explain(resp)
	return r.again(true, p.failed.RetryAfter), nil
}

// again makes the wait before the next attempt, and says no when there can't be
// one within the limits.
func (r retrier) again(retry bool, after time.Duration) bool {
	p := &r.progress
	if !retry || p.attempts >= r.limits.Attempts || r.ctx.Err() != nil {
		return false
	}
	wait := after
	if wait <= 0 {
		wait = jitter(p.attempts, r.limits.MaxWait)
	}
	if wait > r.limits.MaxWait || time.Until(p.until) <= wait {
		return false
	}
	if deadline, ok := r.ctx.Deadline(); ok && time.Until(deadline) <= wait {
		return false
	}
	p.wait = wait
	return true
}

func (r retrier) backoff(_, _ time.Duration, _ int, _ *http.Response) time.Duration {
	return r.progress.wait
}

func (r retrier) prepare(*http.Request) error {
	r.progress.attempts++
	return nil
}

// jitter is a random wait between nothing and a bound that doubles with each
// attempt, so that many clients that failed together don't come back together.
func jitter(attempts int, most time.Duration) time.Duration {
	bound := firstWait << min(attempts-1, 20)
	return rand.N(max(min(bound, most), 1)) //nolint:gosec // spreads load, guards nothing
}

// afterFailure tells whether an attempt without an answer may be repeated, and
// remembers whether it may have done something.
func (r retrier) afterFailure(err error) bool {
	if _, ok := errors.AsType[*unsentError](err); ok {
		return false
	}
	reached := !neverSent(err)
	if reached {
		r.doubt()
	}
	if _, ok := errors.AsType[*finalError](err); ok || badCertificate(err) {
		return false
	}
	return r.repeatable() || !reached
}

// afterAnswer tells whether an answer asks for another attempt, and keeps the
// book of what is in doubt.
func (r retrier) afterAnswer(resp *http.Response) bool {
	p := &r.progress
	switch status := resp.StatusCode; {
	case status == http.StatusTooManyRequests:
		// The server did nothing, whatever the method.
		return true
	case status == http.StatusConflict && r.key != "" && resp.Header.Get("Retry-After") != "":
		if p.own500 != nil {
			// The 500 of this very call holds the key locked, as pretix 4.17 and older
			// leave it: it would stay locked for a day.
			return false
		}
		// The key is in use: an earlier attempt may be at work still.
		r.doubt()
		return true
	case status == http.StatusInternalServerError:
		if r.client.platform.rollsBack {
			p.own500 = r.explain(resp)
		} else {
			r.doubt()
		}
		return r.repeatable() && !r.req.final500
	case status == http.StatusBadGateway, status == http.StatusServiceUnavailable, status == http.StatusGatewayTimeout:
		r.doubt()
		return r.repeatable()
	case status > http.StatusInternalServerError, status == http.StatusRequestTimeout, status < http.StatusOK:
		// A proxy that speaks for a server that may have done it; 101 answers nothing.
		r.doubt()
	case isJSON(resp.Header):
		// What became of the write, also of an earlier attempt's: the server replays
		// its answer. A page of a proxy says nothing of that.
		p.doubt = false
	}
	return false
}

// doubt remembers that this attempt of a write may have done something.
func (r retrier) doubt() {
	if !isRead(r.info.Method) {
		r.progress.doubt, r.progress.everDoubt = true, true
	}
}

// neverSent tells failures before the request was on its way.
func neverSent(err error) bool {
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
		return true
	}
	_, dns := errors.AsType[*net.DNSError](err)
	_, unsent := errors.AsType[*unsentError](err)
	_, unreached := errors.AsType[*unreachedError](err)
	_, reached := errors.AsType[*reachedError](err)
	return dns || unsent || unreached || !reached && badCertificate(err)
}

func badCertificate(err error) bool {
	_, verify := errors.AsType[*tls.CertificateVerificationError](err)
	_, record := errors.AsType[tls.RecordHeaderError](err)
	_, authority := errors.AsType[x509.UnknownAuthorityError](err)
	return verify || record || authority
}

// noAnswer is the error of a call that ended without an answer.
func (c *call) noAnswer(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		// Its text repeats the whole address.
		err = wrapped.Err
	}
	p := &c.progress
	e := c.failure(err)
	if p.failed != nil {
		// The last answer says more than what kept a later attempt from getting one,
		// or the end of ctx while waiting for it.
		failed := *p.failed
		e = &failed
		e.cause = err
		p.status = e.Status
	}
	e.Attempts = p.attempts
	if p.doubt {
		e.addKind(ErrOutcomeUnknown)
	}
	return e
}

// settle turns the final answer into the call's result.
func (c *call) settle(resp *http.Response) error {
	p := &c.progress
	p.status = resp.StatusCode
	if header := c.client.platform.waypointHeader; header != "" {
		p.waypoint = resp.Header.Get(header)
	}
	if resp.StatusCode >= 200 && resp.StatusCode < 300 {
		return c.decode(resp)
	}
	e := c.explain(resp)
	if resp.StatusCode == http.StatusConflict && p.own500 != nil {
		e, p.status = p.own500, p.own500.Status
	}
	e.Attempts = p.attempts
	if p.doubt {
		e.addKind(ErrOutcomeUnknown)
	}
	return e
}

// parseRetryAfter reads seconds or a date, in any of HTTP's three forms, 0 for
// anything else. What is larger than a duration can hold becomes the largest
// duration, not zero.
func parseRetryAfter(value string, now time.Time) time.Duration {
	const longest = time.Duration(1<<63 - 1)
	value = strings.TrimSpace(value)
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		at, err := http.ParseTime(value)
		if err != nil {
			return 0
		}
		return max(at.Sub(now), 0)
	}
	switch {
	case seconds >= longest.Seconds():
		return longest
	case seconds > 0:
		return time.Duration(seconds * float64(time.Second))
	}
	return 0
}
