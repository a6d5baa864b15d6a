package boxofficetest

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"net/http"
	"strings"
)

// The limits of page_size are our guess.
const maxEventbritePage = 200

const (
	// noList is the style of what is no list.
	noList ContinuationStyle = -1
	// unpagedStyle is that of lists that come whole, and of which nobody has seen
	// or documented pages. They take a continuation, as all lists do, but none is
	// theirs.
	unpagedStyle ContinuationStyle = -2
)

// list answers one page of a list under the key, of which item writes the
// elements.
func list[T any](c *visit, key string, rows []T, item func(T) object) (response, error) {
	page, err := c.page(len(rows))
	if err != nil {
		return response{}, err
	}
	items := []object{}
	for _, row := range rows[page.from:page.to] {
		items = append(items, item(row))
	}
	body := object{{key, items}}
	if page.style != unpagedStyle {
		body = append(body, field{"pagination", page.object()})
	}
	if c.row.locale {
		body = append(object{{"locale", "en_US"}}, body...)
	}
	return found(body)
}

// pageOf is one page of a list.
type pageOf struct {
	style        ContinuationStyle
	count, size  int
	from, to     int
	continuation func(offset int) string
}

func (c *visit) page(count int) (pageOf, error) {
	p := pageOf{style: c.style(), count: count, size: c.e.config.pageSize}
	if c.args.has("page_size") {
		p.size = arg[int](c.args, "page_size")
		if p.size < 1 || p.size > maxEventbritePage {
			return p, refuseArgument("page_size", reasonInvalid)
		}
	}
	scope := c.r.URL.Path
	p.continuation = func(offset int) string {
		if p.style == PageContinuations {
			return base64.RawStdEncoding.EncodeToString(pythonPage(offset/p.size + 1))
		}
		return c.e.seal(scope, offset)
	}
	from, err := c.pageStart(p)
	if err != nil {
		return p, err
	}
	p.from = min(from, count)
	p.to = min(from+p.size, count)
	if p.style == unpagedStyle {
		p.to = count
	}
	return p, nil
}

func (c *visit) style() ContinuationStyle {
	if c.e.config.style != SeenContinuations {
		return c.e.config.style
	}
	return c.row.style
}

// pageStart is the offset that the request asks for. That a continuation beats
// a page number is our guess.
func (c *visit) pageStart(p pageOf) (int, error) {
	if token := arg[string](c.args, "continuation"); token != "" {
		offset, ok := c.e.open(c.r.URL.Path, token)
		if p.style == PageContinuations {
			offset, ok = openPage(token, p.size)
		}
		if !ok || p.style == unpagedStyle {
			return 0, refuseCode(http.StatusBadRequest, "BAD_CONTINUATION_TOKEN", badContinuation)
		}
		return offset, nil
	}
	if !c.args.has("page") {
		return 0, nil
	}
	number := arg[int](c.args, "page")
	if number < 1 || number > p.pages(1) {
		return 0, refuseCode(http.StatusBadRequest, "BAD_PAGE", badPage)
	}
	return (number - 1) * p.size, nil
}

// pages counts the pages, of which an empty list has at least so many.
func (p pageOf) pages(atLeast int) int {
	return max(atLeast, (p.count+p.size-1)/p.size)
}

func (p pageOf) object() object {
	more := p.to < p.count
	atLeast := 0
	if p.style == PageContinuations {
		atLeast = 1
	}
	body := object{
		{"object_count", p.count},
		{"page_number", p.from/p.size + 1},
		{"page_size", p.size},
		{"page_count", p.pages(atLeast)},
	}
	switch {
	case p.style == BareContinuations && more:
		body = object{{"continuation", p.continuation(p.to)}}
	case p.style == BareContinuations:
		body = object{{"continuation", nil}}
	case more, p.style == CountedContinuations && p.to > p.from:
		body = append(body, field{"continuation", p.continuation(p.to)})
	}
	return append(body, field{"has_more_items", more})
}

// pythonPage is JSON with Python's spaces, as recorded.
func pythonPage(number int) []byte {
	return []byte(strings.Replace(string(encode(object{{"page", number}})), ":", ": ", 1))
}

// openPage reads the token of a list with pages, with or without padding.
func openPage(token string, size int) (offset int, ok bool) {
	data, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(token, "="))
	if err != nil {
		return 0, false
	}
	var page struct{ Page int }
	if err := json.Unmarshal(data, &page); err != nil || page.Page < 1 || page.Page > 1<<30 {
		return 0, false
	}
	return (page.Page - 1) * size, true
}

// seal makes an opaque token of a number, good in its scope alone. It need not
// be hard to forge, only of no use when taken apart.
func (e *Eventbrite) seal(scope string, n int) string {
	data := binary.BigEndian.AppendUint32(nil, uint32(n))
	sum := sha256.Sum256([]byte(e.salt + scope + string(data)))
	mask := sha256.Sum256(sum[:12])
	for i := range data {
		data[i] ^= mask[i]
	}
	return base64.RawURLEncoding.EncodeToString(append(sum[:12:12], data...))
}

func (e *Eventbrite) open(scope, token string) (n int, ok bool) {
	data, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(data) != 16 {
		return 0, false
	}
	mask := sha256.Sum256(data[:12])
	for i := range data[12:] {
		data[12+i] ^= mask[i]
	}
	n = int(binary.BigEndian.Uint32(data[12:]))
	return n, e.seal(scope, n) == token
}
