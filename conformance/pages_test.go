package conformance

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// Pages of a list, one at a time.
var pageCases = []testCase{
	{"links", pagesAreLinked},
	{"links keep the query", linksKeepTheQuery},
	{"sizes", pageSizes},
	{"numbers", pageNumbers},
	{"of an empty list", emptyLists},
	{"by the SDK", pagesBySDK},
	{"other parameters", otherParametersAreIgnored},
}

// size is the true size of a page: 3.17 ignores what is asked for.
func (s *target) size(asked int) int { return choose(s.since("4.0.0"), asked, 50) }

// envelope is a page on the wire.
type envelope struct {
	Count          int
	Next, Previous *string
	Results        []struct{ ID int64 }
}

func (s *target) envelope(t *testing.T, path string) envelope {
	t.Helper()
	var e envelope
	s.do(t, http.MethodGet, path, "").isStatus(t, 200).into(t, &e)
	return e
}

func (s *target) crew(t *testing.T) int64 {
	t.Helper()
	return number(t, need(t, s.CrewTeam, "PRETIX_CREW_TEAM"))
}

func pagesAreLinked(t *testing.T, s *target) {
	path := s.membersPath(s.crew(t))
	base := s.URL + "/api/v1" + path
	for number, want := range map[int][2]string{
		1: {"", base + "?page=2&page_size=50"},
		2: {base + "?page_size=50", base + "?page=3&page_size=50"},
		3: {base + "?page=2&page_size=50", ""},
	} {
		got := s.envelope(t, fmt.Sprintf("%s?page=%d&page_size=50", path, number))
		equal(t, "count", got.Count, 120)
		equal(t, "length", len(got.Results), choose(number < 3, 50, 20))
		equal(t, "previous", deref(got.Previous), want[0])
		equal(t, "next", deref(got.Next), want[1])
	}
	equal(t, "without a size", deref(s.envelope(t, path).Next), base+"?page=2")
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func linksKeepTheQuery(t *testing.T, s *target) {
	path := s.membersPath(s.crew(t))
	base := s.URL + "/api/v1" + path
	got := s.envelope(t, path+"?zeta=%C3%BC+1&page=2&alpha=2&page_size=50&alpha=1&empty=")
	equal(t, "next", deref(got.Next), base+"?alpha=2&alpha=1&empty=&page=3&page_size=50&zeta=%C3%BC+1")
	equal(t, "previous", deref(got.Previous), base+"?alpha=2&alpha=1&empty=&page_size=50&zeta=%C3%BC+1")
}

func pageSizes(t *testing.T, s *target) {
	path := s.membersPath(s.crew(t))
	for asked, want := range map[string]int{
		"1": s.size(1), "7": s.size(7), "49": s.size(49), "50": 50, "51": 50, "1000": 50, "0": 50, "-1": 50, "abc": 50, "": 50,
		"7.5": 50, "+7": s.size(7), "007": s.size(7),
	} {
		got := s.envelope(t, path+"?page_size="+url.QueryEscape(asked))
		equal(t, "page_size="+asked, len(got.Results), want)
	}
}

func pageNumbers(t *testing.T, s *target) {
	path := s.membersPath(s.crew(t))
	for _, page := range []string{"4", "0", "-1", "abc", "1.5", "99999999999999999999"} {
		s.do(t, "GET", path+"?page_size=50&page="+page, "").detail(t, 404, "Invalid page.")
	}
	equal(t, "last", len(s.envelope(t, path+"?page_size=50&page=last").Results), 20)
	equal(t, "last: next", s.envelope(t, path+"?page_size=50&page=last").Next, nil)
	got := s.do(t, "GET", path+"?page=", "")
	if !s.since("2024.4.0") {
		got.detail(t, 404, "Invalid page.")
		return
	}
	got.isStatus(t, 200)
}

func emptyLists(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for _, sub := range inTeam {
		path := s.teamPath(team.ID) + sub.path
		for _, query := range []string{"", "?page=1", "?page=last"} {
			s.do(t, "GET", path+query, "").is(t, 200, `{"count":0,"next":null,"previous":null,"results":[]}`)
		}
		s.do(t, "GET", path+"?page=2", "").detail(t, 404, "Invalid page.")
	}
}

func pagesBySDK(t *testing.T, s *target) {
	crew := s.crew(t)
	list := func(opts boxoffice.ListOptions) (*boxoffice.Page[boxoffice.TeamMember], error) {
		return s.px.Members.List(t.Context(), s.Organizer, crew, &boxoffice.MemberListOptions{ListOptions: opts})
	}
	for _, size := range []int{0, 1, 50} {
		page := try(list(boxoffice.ListOptions{PageSize: size, Page: 2})).must(t)
		length := choose(size == 0, 50, s.size(max(size, 1)))
		equal(t, "page", []int{len(page.Items), page.Count, page.Number, page.NextPage}, []int{length, 120, 2, 3})
		equal(t, "first on the page", page.Items[0].Email, fmt.Sprintf("crew%03d@example.org", length+1))
	}
	last := try(list(boxoffice.ListOptions{Page: 3})).must(t)
	equal(t, "last", []int{len(last.Items), last.Number, last.NextPage}, []int{20, 3, 0})
	try(list(boxoffice.ListOptions{Page: 4})).is(t, boxoffice.ErrNotFound)
	try(list(boxoffice.ListOptions{PageSize: 51})).refused(t, false)
	try(list(boxoffice.ListOptions{Page: -1})).refused(t, false)
}

func otherParametersAreIgnored(t *testing.T, s *target) {
	path := s.membersPath(s.crew(t))
	want := s.envelope(t, path).Results
	for _, query := range []string{"ordering=-email", "search=crew001", "email=crew001%40example.org", "exclude=email"} {
		equal(t, query, s.envelope(t, path+"?"+query).Results, want)
	}
}
