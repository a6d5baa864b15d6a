package boxofficetest

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// maxPageSize is both the default and the limit.
const maxPageSize = 50

// page answers one page of a list of which item writes the i-th element.
func (c *call) page(count int, item func(i int) object) (response, error) {
	size := c.pageSize()
	pages := max(1, (count+size-1)/size)
	number, ok := c.pageNumber(pages)
	if !ok {
		return response{}, refuseDetail(http.StatusNotFound, "Invalid page.")
	}
	results := []object{}
	for i := (number - 1) * size; i < min(number*size, count); i++ {
		results = append(results, item(i))
	}
	var next, previous any
	if number < pages {
		next = c.pageURL(number + 1)
	}
	if number > 1 {
		previous = c.pageURL(number - 1)
	}
	return jsonResponse(http.StatusOK, object{
		{"count", count},
		{"next", next},
		{"previous", previous},
		{"results", results},
	}), nil
}

// pageSize falls back to the default for whatever is no positive number.
func (c *call) pageSize() int {
	n, ok := pyInt(c.query().get("page_size"))
	if !ok || n.Sign() <= 0 || !n.IsInt64() || !c.version.honoursPageSize() {
		return maxPageSize
	}
	return int(min(n.Int64(), maxPageSize))
}

func (c *call) pageNumber(pages int) (int, bool) {
	query := c.query()
	asked := query.get("page")
	switch {
	case len(query["page"]) == 0, asked == "" && c.version.modernREST():
		return 1, true
	case asked == "last":
		return pages, true
	}
	n, ok := pyInt(asked)
	if !ok || !n.IsInt64() || n.Int64() < 1 || n.Int64() > int64(pages) {
		return 0, false
	}
	return int(n.Int64()), true
}

// pageURL is the request's own URL, as the server heard it, with another page
// and with its parameters sorted. The first page has no number.
func (c *call) pageURL(number int) string {
	query := parseQuery(latin1(c.r.URL.RawQuery))
	delete(query, "page")
	if number > 1 {
		query["page"] = []string{strconv.Itoa(number)}
	}
	address := c.origin() + c.address("")
	if len(query) == 0 {
		return address
	}
	return address + "?" + query.encode()
}

func (q query) encode() string {
	var pairs []string
	for _, key := range slices.Sorted(maps.Keys(q)) {
		for _, value := range q[key] {
			pairs = append(pairs, url.QueryEscape(key)+"="+url.QueryEscape(value))
		}
	}
	return strings.Join(pairs, "&")
}
