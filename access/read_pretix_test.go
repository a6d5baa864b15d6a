package access

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// snapVersions is one version of each generation.
var snapVersions = []string{"3.17.2", "4.17.1", "2024.3.0", "2026.2.2", "2026.5.6", "2026.8.0"}

func snapID(id int64) string { return strconv.FormatInt(id, 10) }

func TestReadPretix(t *testing.T) {
	t.Parallel()
	for _, version := range snapVersions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			server := boxofficetest.NewPretix(t, boxofficetest.WithVersion(version))
			server.AddEvent("", boxofficetest.PretixEvent{Slug: "gala"})
			zoe := server.AddUser(boxofficetest.PretixUser{Email: "Zoe@example.org", FullName: "Zoe\x1b[2J", Uses2FA: true})
			nobody := server.AddUser(boxofficetest.PretixUser{FullName: "No Address"})
			ana := server.AddUser(boxofficetest.PretixUser{Email: "ana@example.org"})
			server.AddUser(boxofficetest.PretixUser{Email: "outside@example.org"})
			till := server.AddTeam("", boxofficetest.PretixTeam{
				Name: "Till", LimitEvents: []string{"gala"}, Can: []string{"can_view_orders", "can_change_orders"},
			})
			empty := server.AddTeam("", boxofficetest.PretixTeam{Name: "Till"})
			for _, user := range []int64{zoe, nobody, ana} {
				server.AddMember(till, user)
			}
			server.AddMember(server.AdminTeam, ana)
			late := server.AddInvite(till, "b@example.org")
			later := server.AddInvite(till, "a@example.org")
			old := server.AddToken(till, "printer")
			server.DeactivateToken(till, old.ID)
			printer := server.AddToken(till, "printer")

			from := time.Now()
			s := snapRead(t, server, nil)
			px := snapPretix(t, server)
			for i := range s.Groups {
				g := &s.Groups[i]
				team, err := px.Teams.Get(t.Context(), "demo", g.teamID())
				if err != nil {
					t.Fatal(err)
				}
				snapEqual(t, "the team as it is", g.Team, team)
				snapEqual(t, "may manage teams", g.CanManageTeams(), g.teamID() == server.AdminTeam)
				g.Permissions, g.Team = boxoffice.Permissions{}, nil
			}
			if s.TakenAt.Before(from.Add(-time.Millisecond)) || s.FinishedAt.Before(s.TakenAt) || s.TakenAt.Location() != time.UTC {
				t.Errorf("taken %s to %s", s.TakenAt, s.FinishedAt)
			}
			adminToken := server.Tokens(server.AdminTeam)[0]
			snapEqual(t, "the snapshot", s, &Snapshot{
				Platform: PlatformPretix, Account: "demo", Version: version, TakenAt: s.TakenAt, FinishedAt: s.FinishedAt,
				Groups: []Group{
					{
						ID: snapID(server.AdminTeam), Name: "Administrators", Events: boxoffice.AllEvents(), Invites: []boxoffice.TeamInvite{},
						Tokens: []boxoffice.TeamToken{{ID: adminToken.ID, Name: adminToken.Name, Active: true}},
					},
					{
						ID: snapID(till), Name: "Till", Events: boxoffice.OnlyEvents("gala"),
						Invites: []boxoffice.TeamInvite{{ID: late, Email: "b@example.org"}, {ID: later, Email: "a@example.org"}},
						Tokens:  []boxoffice.TeamToken{{ID: old.ID, Name: "printer"}, {ID: printer.ID, Name: "printer", Active: true}},
					},
					{ID: snapID(empty), Name: "Till", Events: boxoffice.OnlyEvents(), Invites: []boxoffice.TeamInvite{}, Tokens: []boxoffice.TeamToken{}},
				},
				People: []Person{
					{ID: snapID(nobody), Name: "No Address", Uses2FA: new(false), Groups: []string{snapID(till)}},
					{ID: snapID(ana), Email: "ana@example.org", Uses2FA: new(false), Groups: []string{snapID(server.AdminTeam), snapID(till)}},
					{ID: snapID(zoe), Email: "Zoe@example.org", Name: "Zoe\x1b[2J", Uses2FA: new(true), Groups: []string{snapID(till)}},
				},
			})
			for _, r := range server.Requests() {
				if r.Method != http.MethodGet {
					t.Errorf("%s %s: a snapshot only reads", r.Method, r.Path)
				}
			}
		})
	}
}

func TestSnapshotsSurviveJSON(t *testing.T) {
	t.Parallel()
	for _, version := range snapVersions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			server := boxofficetest.NewPretix(t, boxofficetest.WithVersion(version))
			server.AddEvent("", boxofficetest.PretixEvent{Slug: "gala"})
			server.AddTeam("", boxofficetest.PretixTeam{Name: "All", AllEvents: true, Can: []string{"can_view_orders"}})
			team := server.AddTeam("", boxofficetest.PretixTeam{Name: "<b>\u2028", LimitEvents: []string{"gala"}})
			server.AddMember(team, server.AddUser(boxofficetest.PretixUser{Email: "ana@example.org"}))
			server.AddInvite(team, "b@example.org")
			server.AddToken(team, "till")
			s := snapRead(t, server, nil)
			snapEqual(t, "after JSON", snapCopy(t, s), s)
		})
	}
}

// The read list below the fake is of two pages; between them something moves.
func TestReadPretixWhileSomethingChanges(t *testing.T) {
	t.Parallel()
	for _, once := range []bool{false, true} {
		t.Run(fmt.Sprintf("once %t", once), func(t *testing.T) {
			t.Parallel()
			server := boxofficetest.NewPretix(t)
			team := server.AddTeam("", boxofficetest.PretixTeam{Name: "Crew"})
			var first, victim int64
			for i := range 60 {
				id := server.AddUser(boxofficetest.PretixUser{Email: fmt.Sprintf("crew%02d@example.org", i)})
				server.AddMember(team, id)
				switch i {
				case 0:
					first = id
				case 50: // the first of the second page, which moves to the first one
					victim = id
				}
			}
			last := server.AddUser(boxofficetest.PretixUser{Email: "zoe@example.org"})
			transport := newSnapTransport(t)
			var change sync.Once
			transport.before = func(req *http.Request) {
				if strings.HasSuffix(req.URL.Path, "/members/") && req.URL.Query().Get("page") == "2" {
					// The count stays, so that only a second reading can tell.
					change.Do(func() { server.RemoveMember(team, first); server.AddMember(team, last) })
				}
			}
			s, err := ReadPretix(t.Context(), snapPretix(t, server, transport.option()), "demo", &ReadOptions{Once: once})
			if err != nil || s.Err() != nil {
				t.Fatal(err, s.Err())
			}
			ids := map[string]bool{}
			for _, p := range s.People {
				ids[p.ID] = true
			}
			snapEqual(t, "the one who moved is there", ids[snapID(victim)], !once)
			snapEqual(t, "the one who left is there", ids[snapID(first)], once)
			snapEqual(t, "the one who came is there", ids[snapID(last)], true)
			snapEqual(t, "how many", len(s.People), 60)
		})
	}
}

// What fits on a page is one moment of it, and needs no second reading.
func TestReadPretixAsksOnceForShortLists(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewPretix(t)
	for i := range 60 {
		server.AddTeam("", boxofficetest.PretixTeam{Name: strconv.Itoa(i)})
	}
	snapRead(t, server, nil)
	// The version, two readings of two pages of teams, and three lists a team.
	snapEqual(t, "requests", len(server.Requests()), 1+2*2+3*61)
}

func TestReadPretixGivesUpOnAListThatNeverHoldsStill(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewPretix(t)
	team := server.AddTeam("", boxofficetest.PretixTeam{Name: "Crew"})
	ids := make([]int64, 0, 60)
	for i := range 60 {
		ids = append(ids, server.AddUser(boxofficetest.PretixUser{Email: fmt.Sprintf("crew%02d@example.org", i)}))
		server.AddMember(team, ids[i])
	}
	transport := newSnapTransport(t)
	var turn atomic.Int64
	transport.before = func(req *http.Request) {
		if strings.HasSuffix(req.URL.Path, "/members/") && req.URL.Query().Get("page") == "" {
			n := turn.Add(1)
			server.RemoveMember(team, ids[n%60])
			if n > 1 {
				server.AddMember(team, ids[(n-1)%60])
			}
		}
	}
	s, err := ReadPretix(t.Context(), snapPretix(t, server, transport.option()), "demo", &ReadOptions{Requests: 1})
	if err != nil || len(s.Failures) != 1 || !errors.Is(s.Err(), boxoffice.ErrListUnstable) {
		t.Errorf("%v, %+v", err, s.Failures)
	}
}

func TestReadPretixBoundsWhatRunsAtOnce(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewPretix(t)
	for i := range 120 { // three pages, so that they are fetched ahead
		server.AddTeam("", boxofficetest.PretixTeam{Name: strconv.Itoa(i)})
	}
	for requests, want := range map[int]int{1: 1, 3: 3, 0: 4, 16: 16} {
		transport := newSnapTransport(t)
		transport.latency = 2 * time.Millisecond
		s, err := ReadPretix(t.Context(), snapPretix(t, server, transport.option()), "demo", &ReadOptions{Requests: requests})
		if err != nil || s.Err() != nil || len(s.Groups) != 121 {
			t.Fatal(err, s.Err(), len(s.Groups))
		}
		if most, _ := transport.counts(); most != want {
			t.Errorf("with %d, at most %d ran at once, want %d", requests, most, want)
		}
	}
	for _, requests := range []int{-1, 17} {
		s, err := ReadPretix(t.Context(), snapPretix(t, server), "demo", &ReadOptions{Requests: requests})
		if e, ok := errors.AsType[*boxoffice.ArgumentError](err); !ok || e.Argument != "opts.Requests" || s != nil {
			t.Errorf("%d: %v, %v", requests, s, err)
		}
	}
}

func TestReadPretixKeepsFailuresWithTheirTeam(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewPretix(t)
	bad := server.AddTeam("", boxofficetest.PretixTeam{Name: "Bad"})
	good := server.AddTeam("", boxofficetest.PretixTeam{Name: "Good"})
	ana := server.AddUser(boxofficetest.PretixUser{Email: "ana@example.org"})
	server.AddMember(bad, ana)
	server.AddMember(good, ana)
	server.AddToken(bad, "till")
	server.AddInvite(good, "bob@example.org")
	below := fmt.Sprintf("/api/v1/organizers/demo/teams/%d/", bad)
	server.Fail(
		boxofficetest.Fault{Path: below + "tokens/", Status: 500, Times: -1},
		boxofficetest.Fault{Path: below + "members/", Status: 502, HTML: true, Times: -1},
		// A 404 alone does not make a team gone.
		boxofficetest.Fault{Path: below + "invites/", Status: 404, HTML: true, Times: -1},
	)
	s, err := ReadPretix(t.Context(), snapPretix(t, server, snapQuick()), "demo", nil)
	if err != nil {
		t.Fatal(err)
	}
	var failed []string
	for _, f := range s.Failures {
		failed = append(failed, fmt.Sprintf("%s %s %t", f.Part, f.Group, strings.HasPrefix(f.Error(), string(f.Part)+" of "+snapID(bad)+": "+f.Reason)))
	}
	snapEqual(t, "failures", failed, []string{"members " + snapID(bad) + " true", "invites " + snapID(bad) + " true", "tokens " + snapID(bad) + " true"})
	for _, want := range []error{boxoffice.ErrServer, boxoffice.ErrUnavailable, boxoffice.ErrNotFound} {
		if !errors.Is(s.Err(), want) {
			t.Errorf("%v is not %v", s.Err(), want)
		}
	}
	snapEqual(t, "people", s.People, []Person{{ID: snapID(ana), Email: "ana@example.org", Uses2FA: new(false), Groups: []string{snapID(good)}}})
	snapEqual(t, "invites of the other team", len(s.Group(snapID(good)).Invites), 1)
	back := snapCopy(t, s)
	for i := range s.Failures {
		s.Failures[i].err = nil
	}
	snapEqual(t, "after JSON", back, s)
}

func TestReadPretixEndsEarly(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]error{401: boxoffice.ErrUnauthorized, 403: boxoffice.ErrForbidden, 429: boxoffice.ErrRateLimited} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			t.Parallel()
			server := boxofficetest.NewPretix(t)
			for i := range 200 {
				server.AddTeam("", boxofficetest.PretixTeam{Name: strconv.Itoa(i)})
			}
			server.Fail(boxofficetest.Fault{Path: "/api/v1/organizers/demo/teams/*/*/", Status: status, Skip: 10, Times: -1})
			var last Progress
			s, err := ReadPretix(t.Context(), snapPretix(t, server, snapQuick()), "demo", &ReadOptions{
				Progress: func(p Progress) { last = p },
			})
			if !errors.Is(err, want) || !errors.Is(s.Err(), want) {
				t.Fatal(err, s.Err())
			}
			// What was under way when the first refusal came may be cut off.
			if missing := len(s.Failures); missing < 3*201-10 || missing > 3*201-10+3 {
				t.Errorf("%d parts are missing", missing)
			}
			if last.Done < 7 || last.Done > 10 || last.Total != 3*201 {
				t.Errorf("progress %+v", last)
			}
			refused := 0
			for _, r := range server.Requests() {
				if r.Status == status {
					refused++
				}
			}
			if refused < 1 || refused > 4 {
				t.Errorf("%d requests were refused: one tells enough", refused)
			}
		})
	}
}

func TestReadPretixWithoutTeams(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewPretix(t)
	px := snapPretix(t, server)
	s, err := ReadPretix(t.Context(), px, "elsewhere", nil)
	if !errors.Is(err, boxoffice.ErrForbidden) || len(s.Failures) != 1 || s.Failures[0].Part != PartTeams || s.Version != "2026.8.0" {
		t.Errorf("%v, %+v", err, s)
	}
	px, err = px.WithCredential(boxoffice.PretixTeamToken("nonsense"))
	if err != nil {
		t.Fatal(err)
	}
	s, err = ReadPretix(t.Context(), px, "demo", nil)
	if !errors.Is(err, boxoffice.ErrUnauthorized) || !errors.Is(s.Err(), boxoffice.ErrUnauthorized) {
		t.Errorf("%v, %+v", err, s)
	}
}

func TestReadPretixCancelled(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewPretix(t)
	for i := range 40 {
		server.AddTeam("", boxofficetest.PretixTeam{Name: strconv.Itoa(i)})
	}
	server.Fail(boxofficetest.Fault{Path: "/api/v1/organizers/demo/teams/*/*/", Skip: 20, Delay: time.Minute, Times: -1})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	begin := time.Now()
	s, err := ReadPretix(ctx, snapPretix(t, server), "demo", &ReadOptions{Progress: func(p Progress) {
		if p.Done == 20 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("it went on for %s", took)
	}
	snapEqual(t, "parts that are missing", len(s.Failures), 3*41-20)
	snapEqual(t, "teams", len(s.Groups), 41)
}

func TestReadPretixOfATeamThatIsDeleted(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewPretix(t)
	doomed := server.AddTeam("", boxofficetest.PretixTeam{Name: "Doomed"})
	kept := server.AddTeam("", boxofficetest.PretixTeam{Name: "Kept"})
	for _, team := range []int64{doomed, kept} {
		server.AddMember(team, server.AddUser(boxofficetest.PretixUser{Email: fmt.Sprintf("crew%d@example.org", team)}))
	}
	transport := newSnapTransport(t)
	var deleted sync.Once
	transport.before = func(req *http.Request) {
		if strings.HasSuffix(req.URL.Path, fmt.Sprintf("/teams/%d/tokens/", doomed)) {
			deleted.Do(func() { server.DeleteTeam(doomed) }) // its members were read before
		}
	}
	s, err := ReadPretix(t.Context(), snapPretix(t, server, transport.option()), "demo", &ReadOptions{Requests: 1})
	if err != nil || s.Err() != nil {
		t.Fatal(err, s.Err())
	}
	var names []string
	for i := range s.Groups {
		names = append(names, s.Groups[i].Name)
	}
	snapEqual(t, "teams", names, []string{"Administrators", "Kept"})
	snapEqual(t, "people", len(s.People), 1)
}

func TestReadPretixTellsProgress(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewPretix(t)
	server.AddTeam("", boxofficetest.PretixTeam{Name: "Crew"})
	var told []Progress
	snapRead(t, server, &ReadOptions{Progress: func(p Progress) { told = append(told, p) }})
	want := make([]Progress, 6)
	for i := range want {
		want[i] = Progress{Done: i + 1, Total: 6}
	}
	snapEqual(t, "progress", told, want)
}
