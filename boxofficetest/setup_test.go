package boxofficetest

import (
	"fmt"
	"io"
	"math"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestStart(t *testing.T) {
	t.Parallel()
	forVersions(t, allVersions, func(t *testing.T, p *Pretix) {
		admins := p.Team(p.AdminTeam)
		if admins.Name != "Administrators" || !admins.AllEvents || len(admins.Can) != len(p.version.booleans()) {
			t.Errorf("administrators: %+v", admins)
		}
		tokens := p.Tokens(p.AdminTeam)
		if len(tokens) != 1 || tokens[0].Secret != p.Token || tokens[0].Name != "boxofficetest" {
			t.Errorf("tokens: %v", tokens)
		}
	})
	for _, version := range []string{"", "2026", "latest", "3.4.9", "2026.8.0.dev0"} {
		if _, err := StartPretix(WithVersion(version)); err == nil {
			t.Errorf("version %q starts", version)
		}
	}
}

func TestTeamsReadBackAsSetUp(t *testing.T) {
	t.Parallel()
	forVersions(t, sinceLists, func(t *testing.T, p *Pretix) {
		for _, setup := range []PretixTeam{
			{Name: "a", Require2FA: true, AllEvents: true, LimitEvents: []string{"gala", "openair"}},
			{Name: "b", AllEventPermissions: true, LimitEventPermissions: []string{"event.items:write"}},
			{Name: "c", LimitEventPermissions: []string{"event.settings.general:write", "plugin:x"}, LimitOrganizerPermissions: []string{"organizer.giftcards:read"}},
			{Name: "d", Can: []string{"can_change_orders"}},
			{Name: "e", LimitEventPermissions: []string{"event.items:write"}, Can: []string{"can_view_orders", "can_change_teams"}},
		} {
			first := p.Team(p.AddTeam("", setup))
			again := first
			again.ID = 0
			second := p.Team(p.AddTeam("", again))
			second.ID = first.ID
			if !reflect.DeepEqual(first, second) {
				t.Errorf("set up %+v,\nthen   %+v", first, second)
			}
		}
	})
}

func TestListsOnAnOldServer(t *testing.T) {
	t.Parallel()
	forVersions(t, []string{"4.17.1"}, func(t *testing.T, p *Pretix) {
		id := p.AddTeam("", PretixTeam{
			LimitEventPermissions:     []string{"event.orders:write", "event:cancel"},
			LimitOrganizerPermissions: []string{"organizer.teams:write"},
		})
		want := []string{"can_change_orders", "can_change_teams"}
		if got := p.Team(id).Can; !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		version string
		mistake func(p *Pretix)
		want    string
	}{
		"organizer":      {"", func(p *Pretix) { p.AddTeam("x", PretixTeam{}) }, `no organizer "x"`},
		"same organizer": {"", func(p *Pretix) { p.AddOrganizer("demo", "") }, "exists already"},
		"slug":           {"", func(p *Pretix) { p.AddEvent("", PretixEvent{Slug: "a/b"}) }, "slug"},
		"event":          {"", func(p *Pretix) { p.AddTeam("", PretixTeam{LimitEvents: []string{"x"}}) }, `no event "x"`},
		"same event":     {"", func(p *Pretix) { p.AddEvent("", PretixEvent{Slug: "a"}); p.AddEvent("", PretixEvent{Slug: "a"}) }, "exists already"},
		"team":           {"", func(p *Pretix) { p.AddMember(99, 1) }, "no team 99"},
		"same team":      {"", func(p *Pretix) { p.AddTeam("", PretixTeam{ID: 1}) }, "taken"},
		"user":           {"", func(p *Pretix) { p.AddMember(1, 99) }, "no user 99"},
		"same user":      {"", func(p *Pretix) { p.AddUser(PretixUser{Email: "a"}); p.AddUser(PretixUser{Email: "a"}) }, "exists already"},
		"same user id":   {"", func(p *Pretix) { p.AddUser(PretixUser{ID: 5}); p.AddUser(PretixUser{ID: 5}) }, "taken"},
		"boolean":        {"3.17.2", func(p *Pretix) { p.AddTeam("", PretixTeam{Can: []string{"can_manage_customers"}}) }, "has no"},
		"list":           {"4.17.1", func(p *Pretix) { p.AddTeam("", PretixTeam{LimitEventPermissions: []string{"event:cancel"}}) }, "can't express"},
		"2fa":            {"4.17.1", func(p *Pretix) { p.AddTeam("", PretixTeam{Require2FA: true}) }, "require_2fa"},
		"member":         {"", func(p *Pretix) { p.RemoveMember(1, 99) }, "no member"},
		"invite":         {"", func(p *Pretix) { p.RevokeInvite(1, 99) }, "no invite"},
		"token":          {"", func(p *Pretix) { p.DeactivateToken(1, 99) }, "no token"},
		"secret":         {"", func(p *Pretix) { p.AcceptInvite("x", PretixUser{}) }, "no open invite"},
		"fault":          {"", func(p *Pretix) { p.Fail(Fault{}) }, "nothing to go wrong"},
		"pattern":        {"", func(p *Pretix) { p.Fail(Fault{Path: "[", Reset: true}) }, "pattern"},
		"status":         {"", func(p *Pretix) { p.Fail(Fault{Status: 100}) }, "status"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			version := c.version
			if version == "" {
				version = "2026.8.0"
			}
			tb := &recordingTB{}
			p := NewPretix(tb, WithVersion(version))
			defer tb.cleanups[0]()
			defer func() {
				if got, _ := recover().(failure); !strings.Contains(got.text, c.want) {
					t.Errorf("got %q, want it to tell %q", got.text, c.want)
				}
				// The failure must have let go of the state.
				expectStatus(t, p, "GET", teamsPath, "", 200)
			}()
			c.mistake(p)
		})
	}
}

func TestMistakeWithoutTestPanics(t *testing.T) {
	t.Parallel()
	p, err := StartPretix()
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	defer func() {
		if got := fmt.Sprint(recover()); got != "boxofficetest: no team 99" {
			t.Errorf("got %q", got)
		}
	}()
	p.Members(99)
}

func TestNewPretixReportsOptions(t *testing.T) {
	t.Parallel()
	defer func() {
		if got, _ := recover().(failure); !strings.Contains(got.text, "latest") {
			t.Errorf("got %q", got.text)
		}
	}()
	NewPretix(&recordingTB{}, WithVersion("latest"))
}

func TestSomebodyElse(t *testing.T) {
	t.Parallel()
	p := boxOffice(t, "2026.8.0")
	p.RemoveMember(2, 1)
	p.RevokeInvite(2, 1)
	p.DeactivateToken(2, 2)
	if len(p.Members(2)) != 0 || len(p.Invites(2)) != 0 || p.Tokens(2)[0].Active {
		t.Errorf("%v %v %v", p.Members(2), p.Invites(2), p.Tokens(2))
	}
	p.DeleteTeam(1)
	expectStatus(t, p, "GET", teamsPath, "", 401)
	if id := p.AddTeam("", PretixTeam{}); id != 4 {
		t.Errorf("the next team is %d", id)
	}
}

func TestAcceptingAsAnExistingAccount(t *testing.T) {
	t.Parallel()
	p := boxOffice(t, "2026.8.0")
	p.AddInvite(1, "x@example.org")
	p.AddInvite(3, "x@example.org")
	mails := p.Outbox()
	if id := p.AcceptInvite(mails[1].Secret, PretixUser{ID: 1}); id != 1 {
		t.Errorf("user %d joined", id)
	}
	if id := p.AcceptInvite(mails[2].Secret, PretixUser{Email: "ANA@example.org"}); id != 1 {
		t.Errorf("user %d joined", id)
	}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	p := boxOffice(t, "2026.8.0")
	do(t, p, "POST", teamsPath+"2/tokens/?a=b", `{"name":"x"}`, key)
	do(t, p, "GET", teamsPath+"99/", "")
	got := p.Requests()
	if len(got) != 2 {
		t.Fatalf("%d requests", len(got))
	}
	first := got[0]
	if first.Method != "POST" || first.Path != teamsPath+"2/tokens/" || first.RawQuery != "a=b" ||
		string(first.Body) != `{"name":"x"}` || first.Status != 201 ||
		first.Header.Get("Authorization") != "Token "+p.Token || got[1].Status != 404 {
		t.Errorf("got %+v", got)
	}
	first.Body[0] = 'x'
	first.Header.Set("Authorization", "")
	if again := p.Requests()[0]; again.Body[0] != '{' || again.Header.Get("Authorization") == "" {
		t.Error("the log can be changed from outside")
	}
	p.ResetRequests()
	if len(p.Requests()) != 0 {
		t.Error("the log can't be emptied")
	}
}

func TestTokenHidesItsSecret(t *testing.T) {
	t.Parallel()
	for token, want := range map[PretixToken]string{
		{Name: "a", Active: true, Secret: "s3cret"}: "token a (active)",
		{Name: "a", Secret: "s3cret"}:               "token a (inactive)",
	} {
		if got := fmt.Sprintf("%v", token); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	p := boxOffice(t, "2026.8.0")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			p.AddMember(2, p.AddUser(PretixUser{Email: fmt.Sprint(i, "@example.org")}))
			p.Fail(Fault{Path: "/never", Reset: true})
			if _, err := try(p, "POST", teamsPath+"2/tokens/", `{"name":"x"}`); err != nil {
				t.Error(err)
			}
			p.Teams("")
			p.Requests()
		})
	}
	wg.Wait()
	if len(p.Members(2)) != 9 || len(p.Tokens(2)) != 9 || len(p.Requests()) != 8 {
		t.Errorf("%d members, %d tokens, %d requests", len(p.Members(2)), len(p.Tokens(2)), len(p.Requests()))
	}
}

// Not parallel: it counts goroutines.
func TestCloseLeavesNothingBehind(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 10 {
		p, err := StartPretix()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := try(p, "GET", teamsPath, ""); err != nil {
			t.Error(err)
		}
		p.Close()
	}
	for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
		time.Sleep(time.Millisecond)
	}
}

func TestPythonNumbers(t *testing.T) {
	t.Parallel()
	for f, want := range map[float64]string{
		1: "1.0", 5.5: "5.5", 1e16: "1e+16", 1e15: "1000000000000000.0", 1e-5: "1e-05", 0.0001: "0.0001",
		math.Inf(1): "inf", math.Inf(-1): "-inf", 1e300: "1e+300",
	} {
		if got := pyFloat(f); got != want {
			t.Errorf("%g: %q, want %q", f, got, want)
		}
	}
	if got := pyFloat(math.NaN()); got != "nan" {
		t.Errorf("NaN: %q", got)
	}
}

func TestParser(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"a":1,"b":[true,null,"x"]}`:        `{'a': 1, 'b': [True, None, 'x']}`,
		`[01,-0,-,1.,1e2,NaN]`:               `[1, 0, 0, 1.0, 100.0, nan]`,
		`[-Infinity,"\u00e9\ud83d\ude00\/"]`: `[-inf, 'é😀/']`,
		`["it's","\""]`:                      `["it's", '"']`,
		"\"\x01\n\"":                         "'\\x01\\n'",
		``:                                   "Expected object or value",
		`{"a"`:                               "No ':' found when decoding object value",
		`{"a":1`:                             "Unexpected character in found when decoding object value",
		`{"a":1,}`:                           "Unexpected character in found when decoding object value",
		`{1:2}`:                              "Key name of object must be 'string' when decoding 'object'",
		`{["x"]`:                             "No ':' found when decoding object value",
		`{{"a":{}}:1}`:                       "Invalid JSON: object keys must be strings",
		`{{"a":[]}:1}`:                       "Key name of object must be 'string' when decoding 'object'",
		`{{}:1}`:                             "Key name of object must be 'string' when decoding 'object'",
		`{["x",1]:2}`:                        "Key name of object must be 'string' when decoding 'object'",
		`[1,]`:                               "Unexpected character found when decoding array value (1)",
		`[1`:                                 "Unexpected character found when decoding array value (2)",
		`"x`:                                 `Unmatched '"' when decoding 'string'`,
		`"\x"`:                               "Unrecognized escape sequence when decoding 'string'",
		`"\`:                                 "Unterminated escape sequence when decoding 'string'",
		`"\u12`:                              "Unterminated unicode escape sequence when decoding 'string'",
		`"\u12g4"`:                           "Unexpected character in unicode escape sequence when decoding 'string'",
		`tru`:                                "Unexpected character found when decoding 'true'",
		`1 2`:                                "Trailing data",
		`1.e5`:                               "Trailing data",
		strings.Repeat("[", 1100):            "Reached object decoding depth limit",
	} {
		v, err := parseJSON([]byte(text), false)
		got := pyRepr(v)
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%.40q: %q, want %q", text, got, want)
		}
	}
}

func FuzzParser(f *testing.F) {
	f.Add([]byte(`{"a":[1,2.5,"\ud800x",null]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if v, err := parseJSON(data, false); err == nil {
			_, _ = io.WriteString(io.Discard, pyStr(v))
		}
	})
}
