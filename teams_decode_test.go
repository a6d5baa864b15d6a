package boxoffice

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// The tables of the quick decoder name what the tags name, and read it into the fields
// that have them.
func TestTeamFieldsAreThoseOfTheTags(t *testing.T) {
	t.Parallel()
	var named []string
	for _, f := range teamFields {
		named = append(named, f.Name)
	}
	typ := reflect.TypeFor[Team]()
	var tags []string
	for f := range typ.Fields() {
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		tags = append(tags, tag)
	}
	slices.Sort(named)
	slices.Sort(tags)
	resEqual(t, "the fields of a team", named, tags)
	for i := range typ.NumField() {
		var want Team
		switch f := reflect.ValueOf(&want).Elem().Field(i).Addr().Interface().(type) {
		case *bool:
			*f = true
		case **bool:
			*f = new(true)
		case *int64:
			*f = 7
		case *string:
			*f = "Door"
		case *[]string:
			*f = []string{"gala", "", "openair"}
		case *[]Permission:
			*f = []Permission{PermissionEventCancel, "plugin:odd"}
		default:
			t.Fatalf("nothing is known of a %T", f)
		}
		type plain Team
		data := resMust(json.Marshal(plain(want)))(t)
		var got Team
		if !quickly(data, &got) || !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %+v, want %+v", data, got, want)
		}
	}
	named = nil
	for _, f := range teamPageFields {
		named = append(named, f.Name)
	}
	tags = nil
	for f := range reflect.TypeFor[envelope[Team]]().Fields() {
		tags = append(tags, f.Tag.Get("json"))
	}
	resEqual(t, "the fields of a page", named, tags)
}

// What a real pretix sends is decoded quickly: otherwise all of this is for nothing.
func TestTeamsAreDecodedQuickly(t *testing.T) {
	t.Parallel()
	for what, data := range map[string]string{
		"a team of 2026.8":           teamOf2026,
		"a team of 3.17":             `{"id":3,"name":"Türsteher","all_events":true,"limit_events":[],"can_create_events":false}`,
		"a team with a quoted name":  `{"id":1,"name":"The \"A\" team \ud83c\udfad","limit_events":[]}`,
		"what a plugin has added":    `{"id":1,"x_1":{"a":[1,2.5e3,"}]\"",null,{}]},"limit_events":["a"]}`,
		"white space and the order":  " {\n\t\"limit_events\" : [ \"a\" , \"b\" ] , \"id\" : 5 } \r\n",
		"lists that are null, names": `{"id":5,"limit_events":null,"require_2fa":null,"name":null,"limit_event_permissions":[null]}`,
	} {
		var got, want Team
		if err := json.Unmarshal([]byte(data), &want); err != nil || !quickly([]byte(data), &got) || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v, %v", what, got, want, err)
		}
	}
	page := `{"count":2,"next":"https://x/?page=2","previous":null,"results":[` + teamOf2026 + `,` + teamOf2026 + `]}`
	var got, want envelope[Team]
	if err := json.Unmarshal([]byte(page), &want); err != nil || !quickly([]byte(page), &got) || !reflect.DeepEqual(got, want) || len(got.Results) != 2 {
		t.Errorf("a page: %+v, want %+v, %v", got, want, err)
	}
}

const teamOf2026 = `{"id":1,"name":"Box office 1","require_2fa":false,"all_events":false,"limit_events":["gala","b"],` +
	`"all_event_permissions":false,"limit_event_permissions":["event.orders:read"],"all_organizer_permissions":false,` +
	`"limit_organizer_permissions":[],"can_view_orders":true,"can_checkin_orders":true}`

// oddTeams are what the quick decoder leaves to encoding/json, or must not take for
// something else.
var oddTeams = []string{
	``, `null`, `[]`, `{`, `{}`, `{}x`, `{} {}`, "{}\x00", "\x00{}", `{"id":1,}`, `{,}`, `{"id"}`, `{"id":}`, `{"id":1 "name":""}`, "\ufeff{}",
	`{"id":1,"ID":2}`, `{"id":1,"id":2}`, `{"Id":3}`, `{"\u0069d":3}`, `{"id":1e2}`, `{"id":1.0}`, `{"id":-0}`, `{"id":-}`, `{"id":01}`, `{"id":"1"}`,
	`{"id":9223372036854775807}`, `{"id":9223372036854775808}`, `{"id":999999999999999999}`, `{"id":-9223372036854775808}`, `{"id":1x}`, `{"id":+1}`,
	`{"name":"\ud800"}`, `{"name":"\ud800\udc00"}`, "{\"name\":\"\xff\"}", "{\"name\":\"\\u00e9\xff\"}", "{\"name\":\"a\x00b\"}", `{"name":"\u0000"}`, `{"name":"\x"}`,
	`{"name":"é"}`, `{"name":"`, `{"name":"\`, `{"name":1}`, `{"name":null,"name":"b"}`, "{\"can_change_team\u017f\":true}", `{"can_change_teamſ":true,"can_change_teams":false}`,
	`{"limit_events":[null,""],"id":2}`, `{"limit_events":["a",]}`, `{"limit_events":[1]}`, `{"limit_events":["a""b"]}`, `{"limit_events":{}}`, `{"limit_events":[["a"]]}`,
	`{"limit_events":["a"],"limit_events":null}`, `{"limit_event_permissions":["event.orders:read","\u0065vent:cancel"]}`,
	`{"all_events":1}`, `{"all_events":truex}`, `{"all_events":nul}`, `{"all_events":"true"}`, `{"require_2fa":null}`,
	`{"x":[1,]}`, `{"x":{"a":1 "b":2}}`, `{"x":1]}`, `{"x":"}"}`, `{"x":tru}`, `{"x":}`, `{"x":` + strings.Repeat("[", 99) + strings.Repeat("]", 99) + `}`,
	`{"x":` + strings.Repeat("[", 10_001) + strings.Repeat("]", 10_001) + `}`, `{"x":` + strings.Repeat(`{"x":`, 200) + `1` + strings.Repeat("}", 201),
	`{"count":1,"next":null,"previous":null,"results":[{"id":1},null,{"id":2}]}`, `{"count":1,"Count":2,"results":[]}`, `{"reſults":[{}]}`, `{"results":null}`,
	`{"results":[{"id":1}],"results":[{}]}`, `{"results":{}}`, `{"count":99999999999,"next":"\u00fc","results":[]}`, `{"results":[1]}`, `{"results":[{},]}`,
	`{"limit_events":["` + strings.Repeat(`a","`, 40) + strings.Repeat("b", 100) + `"]}`,
}

// FuzzTeams: the quick decoder makes no difference to a result or an error, of a page
// and of a team.
func FuzzTeams(f *testing.F) {
	for _, text := range append(slices.Clone(oddTeams), teamOf2026) {
		f.Add([]byte(text))
		f.Add([]byte(`{"count":1,"next":"https://x/?page=2","previous":null,"results":[` + text + `,{"id":2}]}`))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		sameAsJSON(t, data, new(Team), new(Team))
		sameAsJSON(t, data, new(envelope[Team]), new(envelope[Team]))
	})
}

func sameAsJSON(t *testing.T, data []byte, got, want any) {
	t.Helper()
	before := string(data)
	c := call{client: &Client{platform: &pretixPlatform}, out: got}
	err, wantErr := c.unmarshal(data), json.Unmarshal(data, want)
	if !reflect.DeepEqual(err, wantErr) || !reflect.DeepEqual(got, want) || string(data) != before {
		t.Fatalf("%q is %+v, %v; want %+v, %v", before, got, err, want, wantErr)
	}
}

func BenchmarkDecodeTeams(b *testing.B) {
	page := []byte(`{"count":50,"next":null,"previous":null,"results":[` + strings.Repeat(teamOf2026+",", 49) + teamOf2026 + `]}`)
	for name, unmarshal := range map[string]func([]byte, any) bool{
		"quick":         quickly,
		"encoding/json": func(data []byte, out any) bool { return json.Unmarshal(data, out) == nil },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var got envelope[Team]
				if !unmarshal(page, &got) || len(got.Results) != 50 {
					b.Fatal(len(got.Results))
				}
			}
		})
	}
}
