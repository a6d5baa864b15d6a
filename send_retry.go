package boxoffice

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
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
		var body io.Reader
		if len(c.body) > 0 {
			body = bytes.NewReader(c.body)
		}
		ctx := context.WithValue(c.ctx, callKey{}, c)
		req, err := http.NewRequestWithContext(ctx, c.info.Method, c.url, body)
		if err != nil {
			return c.failure(err)
		}
		req.Header = c.header()
		// One for each call: it is cheap, and Backoff then knows its call.
		c.limits = limits
		c.loop.Client = retryablehttp.Client{
			HTTPClient:   attempts,
			RetryMax:     limits.Attempts, // more than check allows
			CheckRetry:   check,
			Backoff:      c.backoff,
			ErrorHandler: failed,
			PrepareRetry: prepare,
		}
		c.progress.attempts++
		c.loop.Request.Request = req
		resp, err := c.loop.Client.Do(&c.loop.Request)
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

// check decides, after each attempt, whether there is another.
func check(ctx context.Context, resp *http.Response, err error) (bool, error) {
	c := callOf(ctx)
	p := &c.progress
	if err != nil {
		return c.again(c.afterFailure(err), 0), nil
	}
	if !c.afterAnswer(resp) {
		return false, nil
	}
	p.failed = c.explain(resp)
	return c.again(true, p.failed.RetryAfter), nil
}

// again makes the wait before the next attempt, and says no when there can't be
// one within the limits.
func (c *call) again(retry bool, after time.Duration) bool {
	p := &c.progress
	if !retry || p.attempts >= c.limits.Attempts || c.ctx.Err() != nil {
		return false
	}
	wait := after
	if wait <= 0 {
		wait = jitter(p.attempts, c.limits.MaxWait)
	}
	if wait > c.limits.MaxWait || time.Until(p.until) <= wait {
		return false
	}
	if deadline, ok := c.ctx.Deadline(); ok && time.Until(deadline) <= wait {
		return false
	}
	p.wait = wait
	return true
}

func (c *call) backoff(_, _ time.Duration, _ int, _ *http.Response) time.Duration {
	return c.progress.wait
}

// prepare makes a request ready to be sent again. It has its body from net/http, which
// writes it anew; one from go-retryablehttp would be wrapped four times.
func prepare(req *http.Request) (err error) {
	callOf(req.Context()).progress.attempts++
	if req.GetBody != nil {
		req.Body, err = req.GetBody()
	}
	return err
}

// jitter is a random wait between nothing and a bound that doubles with each
// attempt, so that many clients that failed together don't come back together.
func jitter(attempts int, most time.Duration) time.Duration {
	bound := firstWait << min(attempts-1, 20)
	return rand.N(max(min(bound, most), 1)) //nolint:gosec // spreads load, guards nothing
}

// afterFailure tells whether an attempt without an answer may be repeated, and
// remembers whether it may have done something.
func (c *call) afterFailure(err error) bool {
	if _, ok := errors.AsType[*unsentError](err); ok {
		return false
	}
	reached := !c.neverSent(err)
	if reached {
		c.doubt()
	}
	if _, ok := errors.AsType[*finalError](err); ok || badCertificate(err) {
		return false
	}
	return c.repeatable() || !reached
}

// afterAnswer tells whether an answer asks for another attempt, and keeps the
// book of what is in doubt.
func (c *call) afterAnswer(resp *http.Response) bool {
	p := &c.progress
	switch status := resp.StatusCode; {
	case status == http.StatusTooManyRequests:
		// The server did nothing, whatever the method.
		return true
	case status == http.StatusConflict && c.key != "" && resp.Header.Get("Retry-After") != "":
		if p.own500 != nil {
			// The 500 of this very call holds the key locked, as pretix 4.17 and older
			// leave it: it would stay locked for a day.
			return false
		}
		// The key is in use: an earlier attempt may be at work still.
		c.doubt()
		return true
	case status == http.StatusInternalServerError:
		if c.client.platform.rollsBack {
			p.own500 = c.explain(resp)
		} else {
			c.doubt()
		}
		return c.repeatable() && !c.req.final500
	case status == http.StatusBadGateway, status == http.StatusServiceUnavailable, status == http.StatusGatewayTimeout:
		c.doubt()
		return c.repeatable()
	case status > http.StatusInternalServerError, status == http.StatusRequestTimeout, status < http.StatusOK:
		// A proxy that speaks for a server that may have done it; 101 answers nothing.
		c.doubt()
	case isJSON(resp.Header):
		// What became of the write, also of an earlier attempt's: the server replays
		// its answer. A page of a proxy says nothing of that.
		p.doubt = false
	}
	return false
}

// doubt remembers that this attempt of a write may have done something.
func (c *call) doubt() {
	if !isRead(c.info.Method) {
		c.progress.doubt, c.progress.everDoubt = true, true
	}
}

// neverSent tells failures before the request was on its way.
func (c *call) neverSent(err error) bool {
	_, reached := errors.AsType[*reachedError](err)
	if reached && c.key != "" {
		// net/http itself sends what has a key once more when its connection is lost.
		// What became of that, such as no connection, says nothing of the first time.
		return false
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
		return true
	}
	_, dns := errors.AsType[*net.DNSError](err)
	_, unsent := errors.AsType[*unsentError](err)
	_, unreached := errors.AsType[*unreachedError](err)
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
