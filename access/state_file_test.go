package access

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

const goodState = `{
  "organizer": "demo",
  "people": {"ana": ["ana@example.org", "ana@old.example.org"]},
  "teams": [
    {
      "id": 3, "name": "Box office", "renamed_from": "Till",
      "require_2fa": true,
      "events": ["gala"],
      "event_permissions": ["event.orders:read"],
      "organizer_permissions": [],
      "members": ["ana", "bob@example.org", "user:17"]
    },
    {"name": "Admins", "events": "all", "event_permissions": "all", "organizer_permissions": "all", "members": []},
    {"name": "Left alone"}
  ]
}`

func TestParseState(t *testing.T) {
	t.Parallel()
	want := &State{
		Organizer: "demo",
		People:    map[string][]string{"ana": {"ana@example.org", "ana@old.example.org"}},
		Teams: []TeamState{
			{
				ID: 3, Name: "Box office", RenamedFrom: "Till", Require2FA: new(true), Events: boxoffice.OnlyEvents("gala"),
				Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions("event.orders:read"), Organizer: boxoffice.OnlyPermissions()},
				Members:     []string{"ana", "bob@example.org", "user:17"},
			},
			{
				Name: "Admins", Events: boxoffice.AllEvents(),
				Permissions: boxoffice.Permissions{Event: boxoffice.AllPermissions(), Organizer: boxoffice.AllPermissions()}, Members: []string{},
			},
			{Name: "Left alone"},
		},
	}
	got, err := ParseState([]byte(goodState))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	written, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	again, err := ParseState(written)
	if err != nil || !reflect.DeepEqual(again, want) {
		t.Errorf("%s\nread again: %+v, %v", written, again, err)
	}
	// Who reads it as part of a file of their own must not lose what ParseState reads.
	plain := new(State)
	if err := json.Unmarshal(written, plain); err != nil || !reflect.DeepEqual(plain, want) {
		t.Errorf("read by encoding/json: %+v, %v", plain, err)
	}
}

func TestParseStateTellsWhere(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		``:                           `1:1: unexpected EOF`,
		`{"organizer": "demo", `:     `1:23: unexpected e…`,
		"{\n  \"organiser\": \"x\"}": `2:3: organiser: this key is not known; known are organizer, people, teams`,
		`[]`:                         `1:1: an object is wanted, a list is there`,
		`{} {}`:                      `1:4: there is something behind the end`,
		"{\"organizer\": \"demo\",\n \"teams\": [{\"name\": \"a\", \"evnts\": 1}]}":        `2:26: teams[0].evnts: this key is not known; known are event_permissions, events, id, members, name, organizer_permissions, renamed_from, require_2fa`,
		"{\"organizer\": \"demo\",\n\"teams\": [{\"name\": \"a\",\n  \"name\": \"b\"}]}":   `3:3: teams[0].name: this key is there twice`,
		`{"organizer": "demo", "teams": [{"name": "a", "events": {}}]}`:                    `1:57: teams[0].events: "all" or a list of texts is wanted, an object is there`,
		`{"organizer": "demo", "teams": [{"name": "a", "events": null}]}`:                  `1:57: teams[0].events: "all" or a list of texts is wanted, null is there`,
		`{"organizer": "demo", "teams": [{"name": "a", "require_2fa": "yes"}]}`:            `1:62: teams[0].require_2fa: true or false is wanted, a text is there`,
		`{"organizer": "demo", "teams": [{"name": "a", "id": 1.5}]}`:                       `1:53: teams[0].id: a whole number is wanted, a number is there`,
		`{"organizer": "demo", "teams": [{"name": "a", "members": ["bob"]}]}`:              `1:59: teams[0].members[0]: "bob" is not an e-mail address, nor user:17, nor a name of people`,
		`{"organizer": "demo", "teams": [{"name": "a", "members": ["user:x"]}]}`:           `1:59: teams[0].members[0]: "user:x" is not an account: they look like user:17`,
		`{"organizer": "demo", "teams": [{"name": "a", "members": ["a@b.c","A@b.c"]}]}`:    `1:67: teams[0].members[1]: is members[0] again`,
		`{"organizer": "demo", "teams": [{"name": "a"}, {"name": "a"}]}`:                   `1:57: teams[1].name: teams[0] has the same name; tell them apart by id`,
		`{"organizer": "demo", "teams": [{"name": "a", "id": 1}, {"name": "b", "id": 1}]}`: `1:77: teams[1].id: teams[0] has the same id`,
		`{"organizer": "demo", "teams": [{"name": "a", "renamed_from": "a"}]}`:             `1:63: teams[0].renamed_from: is the name itself`,
		`{"organizer": "demo", "teams": [{"name": " a"}]}`:                                 `1:42: teams[0].name: begins or ends with white space, which pretix takes away`,
		`{"organizer": "demo", "teams": [{}]}`:                                             `1:33: teams[0].name: is missing`,
		`{"teams": []}`:                                                                    `1:1: organizer: is missing: it is the organizer's slug`,
		`{"organizer": "demo", "people": {"a": ["x@y.z"], "b": ["X@y.z"]}, "teams": []}`:   `1:56: people.b[0]: a has that address already`,
		`{"organizer": "demo", "people": {"a@b": ["x@y.z"]}, "teams": []}`:                 `1:41: people.a@b: a name of people is not empty and has no @ or colon, so that it can't be taken for an address or an id`,
		`{"organizer": "demo", "people": {"a": []}, "teams": []}`:                          `1:39: people.a: has no address`,
		`{"organizer": "demo", "people": {"a": ["x"]}, "teams": []}`:                       `1:40: people.a[0]: "x" is not an e-mail address`,
		`{"organizer": ` + strings.Repeat("[", 30):                                         `1:35: organizer[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]: is nested too deeply`,
	} {
		_, err := ParseState([]byte(in))
		text := fmt.Sprint(err)
		if cut, ok := strings.CutSuffix(want, "…"); ok && strings.HasPrefix(strings.ToLower(text), cut) {
			continue // what encoding/json says there differs between versions of Go
		}
		if err == nil || text != want {
			t.Errorf("%s\ngot  %v\nwant %s", in, err, want)
		}
	}
}

// What pretix can hold can be exported, also what its API would not have made.
func TestExportOfOddNames(t *testing.T) {
	t.Parallel()
	for name, odd := range map[string]func(*planDemo){
		"a team with white space": func(d *planDemo) { d.AddTeam("", boxofficetest.PretixTeam{Name: " Door\x1f"}) },
		"a team without a name":   func(d *planDemo) { d.AddTeam("", boxofficetest.PretixTeam{}) },
		"addresses that differ in case": func(d *planDemo) {
			for _, email := range []string{"zoe@example.org", "Zoe@example.org", "ZOE@example.org"} {
				d.AddMember(d.office, d.AddUser(boxofficetest.PretixUser{Email: email}))
			}
		},
		"an address with white space": func(d *planDemo) {
			d.AddMember(d.office, d.AddUser(boxofficetest.PretixUser{Email: " zoe@example.org"}))
		},
		"an address like an account": func(d *planDemo) {
			d.AddMember(d.office, d.AddUser(boxofficetest.PretixUser{Email: "user:3@example.org"}))
		},
		"a person without an address": func(d *planDemo) { d.AddMember(d.office, d.AddUser(boxofficetest.PretixUser{})) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newPlanDemo(t, "2026.8.0")
			odd(d)
			if p := d.plan(t, d.export(t), &PlanOptions{Prune: true}); !p.Empty() {
				t.Errorf("not empty:\n%s", p)
			}
		})
	}
}

// A name that pretix would store as another is refused, also for a team that is there.
func TestStateRefusesNamesThatAreTrimmed(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	for _, state := range []TeamState{{Name: "\x1fPress"}, {ID: d.office, Name: "Tills\u00a0"}, {ID: d.office, Name: " "}} {
		_, err := PlanTeams(t.Context(), d.px, &State{Organizer: d.Organizer, Teams: []TeamState{state}}, nil)
		if err == nil || !strings.Contains(err.Error(), "teams[0].name: ") {
			t.Errorf("%q: %v", state.Name, err)
		}
	}
}
