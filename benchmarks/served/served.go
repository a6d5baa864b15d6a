// Package served is the server that all clients are measured against: teams as pretix
// 2026.8 sends them, from memory, and what goes wrong on the way.
//
// A client's base URL is that of [Base]. Below it are the routes that the clients call:
//
//	GET  /api/v1/organizers/demo/teams/      a page of 50 teams
//	GET  /api/v1/organizers/demo/teams/1/    a team
//	POST /api/v1/organizers/demo/teams/      a new team
//	GET  /api/v1/fails/{status}/             a failure, whose body ends late
//	GET  /api/v1/hangs/                      no answer at all
package served

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Shape is where a page says which one is next. The body is pretix's own in all of
// them, to the byte but for what Meta adds.
type Shape string

const (
	// Plain is pretix: a link in the body.
	Plain Shape = "plain"
	// Link says it in a Link header too, as GitHub does.
	Link Shape = "link"
	// Meta says it in a member "meta" of the body too, as Hetzner does.
	Meta Shape = "meta"
)

// Organizer is below what [Base] returns.
const Organizer = "/api/v1/organizers/demo"

// Base is the base URL of a list of so many pages at a server.
func Base(server string, shape Shape, pages int) string {
	return fmt.Sprintf("%s/%s/%d", server, shape, pages)
}

// Server serves the teams. The zero value serves them at once and in one piece.
type Server struct {
	// Delay is how long a page takes.
	Delay time.Duration
	// Late sends each page in chunks, the last of which comes a little later.
	Late bool
	// Page is told of each page before it is sent.
	Page func(r *http.Request, number int)
	// Hanging is told when a call begins to hang.
	Hanging func()
}

// late is how long after the rest the end of a body comes.
const late = 2 * time.Millisecond

var bodies = sync.Pool{New: func() any { return new(make([]byte, 0, 64<<10)) }}

// Handler answers the routes that the package names.
func (s Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{shape}/{pages}"+Organizer+"/teams/{$}", s.page)
	mux.HandleFunc("GET /{shape}/{pages}"+Organizer+"/teams/1/", s.team)
	mux.HandleFunc("POST /{shape}/{pages}"+Organizer+"/teams/", s.create)
	mux.HandleFunc("GET /{shape}/{pages}/api/v1/fails/{status}/", s.fail)
	mux.HandleFunc("GET /{shape}/{pages}/api/v1/hangs/", s.hang)
	return mux
}

func (s Server) page(w http.ResponseWriter, r *http.Request) {
	pages, _ := strconv.Atoi(r.PathValue("pages"))
	number := 1
	if asked := r.URL.Query().Get("page"); asked != "" {
		number, _ = strconv.Atoi(asked)
	}
	if number < 1 || number > pages {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, `{"detail":"Invalid page."}`)
		return
	}
	if s.Page != nil {
		s.Page(r, number)
	}
	time.Sleep(s.Delay)
	address := func(to int) string { return "http://" + r.Host + r.URL.Path + "?page=" + strconv.Itoa(to) }
	beside := ""
	switch Shape(r.PathValue("shape")) {
	case Link:
		if number < pages {
			w.Header().Set("Link", "<"+address(number+1)+`>; rel="next"`)
		}
	case Meta:
		next := "null"
		if number < pages {
			next = strconv.Itoa(number + 1)
		}
		beside = fmt.Sprintf(`,"meta":{"pagination":{"page":%d,"per_page":%d,"next_page":%s,"last_page":%d,"total_entries":%d}}`, number, PageSize, next, pages, pages*PageSize)
	}
	body := bodies.Get().(*[]byte)
	defer bodies.Put(body)
	*body = appendPage((*body)[:0], pages, number, address, beside)
	s.send(w, http.StatusOK, *body, s.Late)
}

func (s Server) team(w http.ResponseWriter, _ *http.Request) {
	s.send(w, http.StatusOK, appendTeam(nil, 1), false)
}

func (s Server) create(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	s.send(w, http.StatusCreated, appendTeam(nil, 1), false)
}

func (s Server) fail(w http.ResponseWriter, r *http.Request) {
	status, err := strconv.Atoi(r.PathValue("status"))
	if err != nil || status < 400 || status > 599 {
		status = http.StatusNotFound
	}
	s.send(w, status, []byte(`{"detail":"This fails, as it was asked to."}`), true)
}

func (s Server) hang(_ http.ResponseWriter, r *http.Request) {
	if s.Hanging != nil {
		s.Hanging()
	}
	<-r.Context().Done()
}

func (s Server) send(w http.ResponseWriter, status int, body []byte, inPieces bool) {
	w.Header().Set("Content-Type", "application/json")
	if !inPieces {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(status)
		_, _ = w.Write(body)
		return
	}
	w.WriteHeader(status)
	_, _ = w.Write(body)
	_ = http.NewResponseController(w).Flush()
	time.Sleep(late)
}
