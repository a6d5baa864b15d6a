package boxofficetest

import (
	"fmt"
	"strings"
	"testing"
)

// crowd is a server whose team 2 has 120 members more.
func crowd(t *testing.T, version string) *Pretix {
	t.Helper()
	p := boxOffice(t, version)
	for i := range 120 {
		p.AddMember(2, p.AddUser(PretixUser{Email: fmt.Sprintf("crew%03d@example.org", i)}))
	}
	return p
}

func TestPages(t *testing.T) {
	t.Parallel()
	const path = teamsPath + "2/members/"
	next := func(query string) string { return `"next":"http://HOST` + path + query + `",` }
	previous := func(query string) string { return `"previous":"http://HOST` + path + query + `",` }
	p := crowd(t, "2026.8.0")
	for _, c := range []struct {
		query string
		items int
		links string
	}{
		{"", 50, next("?page=2") + `"previous":null,`},
		{"?page=2", 50, next("?page=3") + previous("")},
		{"?page=3", 21, `"next":null,` + previous("?page=2")},
		{"?page=last", 21, `"next":null,` + previous("?page=2")},
		{"?page=", 50, next("?page=2") + `"previous":null,`},
		{"?page=%202", 50, next("?page=3") + previous("")},
		{"?page_size=7&page=2&b=x;y&a=%20", 7, next("?a=+&b=x%3By&page=3&page_size=7") + previous("?a=+&b=x%3By&page_size=7")},
		{"?page_size=51", 50, next("?page=2&page_size=51") + `"previous":null,`},
		{"?page_size=0", 50, next("?page=2&page_size=0") + `"previous":null,`},
		{"?page_size=x", 50, next("?page=2&page_size=x") + `"previous":null,`},
	} {
		got := expectStatus(t, p, "GET", path+c.query, "", 200).body
		got = strings.ReplaceAll(got, p.URL, "http://HOST")
		if !strings.HasPrefix(got, `{"count":121,`+c.links) || strings.Count(got, `"id":`) != c.items {
			t.Errorf("%s: %d items in %.200s", c.query, strings.Count(got, `"id":`), got)
		}
	}
	for _, page := range []string{"0", "-1", "4", "x", "99999999999999999999"} {
		expect(t, p, "GET", path+"?page="+page, "", 404, detail("Invalid page."))
	}
	expect(t, p, "GET", teamsPath+"1/members/", "", 200, `{"count":0,"next":null,"previous":null,"results":[]}`)
}

func TestOldPages(t *testing.T) {
	t.Parallel()
	p := crowd(t, "3.17.2")
	if got := do(t, p, "GET", teamsPath+"2/members/?page_size=7", "").body; strings.Count(got, `"id":`) != 50 {
		t.Errorf("3.17.2 honours page_size: %.200s", got)
	}
	expectStatus(t, p, "GET", teamsPath+"2/members/?page=", "", 404)
}
