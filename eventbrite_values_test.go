package boxoffice

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-querystring/query"
)

// ebRoundTrips decodes text into a T that must be want, and that must be written as
// back, the same text when that is "".
func ebRoundTrips[T any](t *testing.T, text string, want T, back string) {
	t.Helper()
	var got T
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Errorf("%s: %v", text, err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s is %+v, want %+v", text, got, want)
	}
	ebWrites(t, got, cmp.Or(back, text))
}

// ebWrites compares JSON, whatever the order of its members.
func ebWrites(t *testing.T, v any, want string) {
	t.Helper()
	data, err := json.Marshal(v)
	wantEqual(t, "the error", err, nil)
	wantEqual(t, "the JSON", resCanonical(string(data)), resCanonical(want))
}

func TestEventbriteValues(t *testing.T) {
	t.Parallel()
	ebRoundTrips(t, `{"display": "$5.62", "currency": "USD", "value": 562, "major_value": "5.62"}`, Money{"USD", 562, "5.62", "$5.62"}, "")
	ebRoundTrips(t, `{"currency": "JPY", "value": 0}`, Money{Currency: "JPY"}, "") // before 2016; the value is always written
	ebRoundTrips(t, `{"currency": null, "value": -5, "major_value": null, "display": null}`, Money{Value: -5}, `{"value": -5}`)
	ebRoundTrips(t, `{"text": "a", "html": "<p>a</p>"}`, MultipartText{"a", "<p>a</p>"}, "")
	ebRoundTrips(t, `{"text": null, "html": null}`, MultipartText{}, `{}`)
	ebRoundTrips(t, `{"timezone": "America/Los_Angeles", "local": "2018-05-11T19:00:00", "utc": "2018-05-12T02:00:00Z"}`,
		DateTimeTZ{"America/Los_Angeles", "2018-05-11T19:00:00", time.Date(2018, 5, 12, 2, 0, 0, 0, time.UTC)}, "")
	ebRoundTrips(t, `{"timezone": null}`, DateTimeTZ{}, `{}`)
	ebRoundTrips(t, `{"id": "1", "url": "u", "crop_mask": {"top_left": {"x": 1, "y": 0}, "width": 2, "height": 3}, "original": {"url": "o", "width": 4, "height": 5},
		"aspect_ratio": "2", "edge_color": "#6a7c8b", "edge_color_set": true}`,
		Image{"1", "u", &CropMask{ImagePoint{1, 0}, 2, 3}, &ImageSize{"o", 4, 5}, "2", "#6a7c8b", new(true)}, "")
	ebRoundTrips(t, `{"id": "1", "crop_mask": null, "original": null, "edge_color": null, "edge_color_set": false}`, Image{ID: "1", EdgeColorSet: new(false)}, `{"id": "1", "edge_color_set": false}`)

	ebWrites(t, HTMLText(`<b>"Ä" & more</b>`), `{"html": "<b>\"Ä\" & more</b>"}`)
	ebWrites(t, HTMLText(""), `{"html": ""}`)
	ebWrites(t, Price{"USD", 4500}, `"USD,4500"`)
	ebWrites(t, Money{"EUR", 1, "0.01", "x"}.Price(), `"EUR,1"`)
	ebWrites(t, DateTimeTZ{"Europe/Berlin", "2018-05-11T19:00:00", time.Date(2018, 5, 12, 2, 0, 0, 0, time.UTC)}.Input(), `{"utc": "2018-05-12T02:00:00Z", "timezone": "Europe/Berlin"}`)
}

// Times of any zone go out in UTC, in whole seconds, in bodies and in queries.
func TestEventbriteTimes(t *testing.T) {
	t.Parallel()
	east, west := time.FixedZone("east", 5*3600+1800), time.FixedZone("west", -8*3600)
	for want, at := range map[string]time.Time{
		"2018-05-12T02:00:00Z": time.Date(2018, 5, 12, 2, 0, 0, 0, time.UTC),
		"2018-05-11T20:30:00Z": time.Date(2018, 5, 12, 2, 0, 0, 0, east),
		"2018-12-31T23:59:59Z": time.Date(2019, 1, 1, 5, 29, 59, 999_999_999, east),
		"2019-01-01T07:59:59Z": time.Date(2018, 12, 31, 23, 59, 59, 1, west),
	} {
		ebWrites(t, UTC(at), `"`+want+`"`)
		wantEqual(t, "printed", fmt.Sprintf("%v %+v", UTC(at), AttendeeListOptions{ChangedSince: UTC(at)}), want+" {ContinuationOptions:{Continuation:} Expand:[] Status: ChangedSince:"+want+"}")
		ebWrites(t, EventTime{at, "Europe/Berlin"}, `{"utc": "`+want+`", "timezone": "Europe/Berlin"}`)
		ebWrites(t, EventCopy{StartDate: UTC(at)}, `{"start_date": "`+want+`"}`)
		values, err := query.Values(struct {
			Since UTC `url:"changed_since,omitempty"`
		}{UTC(at)})
		resEqual(t, "the query", []any{values, err}, []any{url.Values{"changed_since": {want}}, error(nil)})
	}
	values, err := query.Values(struct {
		Since UTC `url:"changed_since,omitempty"`
	}{})
	resEqual(t, "the query without a time", []any{values, err}, []any{url.Values{}, error(nil)})
	wantEqual(t, "IsZero", UTC{}.IsZero(), true)
	wantEqual(t, "IsZero of a time", UTC(time.Unix(0, 0)).IsZero(), false)

	at, err := LocalDateTime("2018-05-11T19:00:00").In(west)
	if err != nil || !at.Equal(time.Date(2018, 5, 12, 3, 0, 0, 0, time.UTC)) {
		t.Errorf("the local time is %s, %v", at, err)
	}
	if _, err := LocalDateTime("").In(west); err == nil {
		t.Error("no time is one")
	}
}

func TestEventTimeChecks(t *testing.T) {
	t.Parallel()
	at, west := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC), time.FixedZone("west", -8*3600)
	for _, test := range []struct {
		reason, argument string
		time             EventTime
	}{
		{"good", "", EventTime{at, "Europe/Berlin"}},
		{"good in another zone", "", EventTime{at.In(west), "UTC"}},
		{"nothing", "start.UTC", EventTime{}},
		{"no moment", "start.UTC", EventTime{Timezone: "Europe/Berlin"}},
		{"no zone", "start.Timezone", EventTime{UTC: at}},
		{"the program's own zone", "start.Timezone", EventTime{at, "Local"}},
		{"five digits", "start.UTC", EventTime{time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), "UTC"}},
		{"five digits in UTC only", "start.UTC", EventTime{time.Date(9999, 12, 31, 23, 0, 0, 0, west), "UTC"}},
		{"four digits in UTC", "", EventTime{time.Date(10000, 1, 1, 5, 0, 0, 0, time.FixedZone("east", 8*3600)), "UTC"}},
		{"before the first year", "start.UTC", EventTime{time.Date(0, 12, 31, 0, 0, 0, 0, time.UTC), "UTC"}},
	} {
		err := test.time.check("start")
		if test.argument == "" {
			wantEqual(t, test.reason, err, nil)
			continue
		}
		wantArgumentError(t, err, test.argument)
	}
}

func TestPriceChecks(t *testing.T) {
	t.Parallel()
	for _, price := range []Price{{}, {"USD", 0}, {"EUR", 432}} {
		wantEqual(t, "the error", price.check("cost"), nil)
	}
	for _, price := range []Price{{"", 5}, {"usd", 5}, {"US", 5}, {"USDX", 5}, {"US,", 5}, {"ÄÖ", 5}, {"USD", -1}} {
		wantArgumentError(t, price.check("cost"), "cost")
	}
}

// Members and roles keep what their types do not know, both ways.
func TestOpenObjects(t *testing.T) {
	t.Parallel()
	raw := func(pairs ...string) map[string]json.RawMessage {
		m := map[string]json.RawMessage{}
		for i := 0; i < len(pairs); i += 2 {
			m[pairs[i]] = json.RawMessage(pairs[i+1])
		}
		return m
	}
	ebRoundTrips(t, `{"_type": "organization_member", "user_id": "5", "role_summary": "Owner", "immutable": true}`,
		OrganizationMember{UserID: "5", RoleSummary: "Owner", Immutable: new(true), Type: "organization_member"}, "")
	ebRoundTrips(t, `{"user_id": "5", "email": "a@example.org", "roles": [{"id": "1"}], "n": null}`,
		OrganizationMember{UserID: "5", Extra: raw("email", `"a@example.org"`, "roles", `[{"id": "1"}]`, "n", `null`)}, "")
	ebRoundTrips(t, `{"user_id": 5, "role_summary": null, "immutable": null}`, OrganizationMember{UserID: "5"}, `{"user_id": "5"}`)
	ebRoundTrips(t, `{"id": "1", "name": "boxoffice", "description": "d", "organization_id": "7", "permissions": ["event.orders:read"], "immutable": false,
		"grantable": true, "deletable": true, "permission_type": "event", "_type": "role", "x": {"y": [1]}}`,
		Role{
			ID: "1", Name: "boxoffice", Description: "d", OrganizationID: "7", Permissions: []string{"event.orders:read"}, Immutable: new(false),
			Grantable: new(true), Deletable: new(true), PermissionType: "event", Type: "role", Extra: raw("x", `{"y": [1]}`),
		}, "")

	// What is known, but not of the type that is known, is not lost either: the values
	// of these were never seen.
	ebRoundTrips(t, `{"user_id": "5", "role_summary": {"name": "Owner"}, "immutable": "maybe", "x": 1}`,
		OrganizationMember{UserID: "5", Extra: raw("role_summary", `{"name": "Owner"}`, "immutable", `"maybe"`, "x", `1`)}, "")
	ebRoundTrips(t, `{"id": "1", "permissions": ["a", {"b": 1}]}`,
		Role{ID: "1", Permissions: []string{"a"}, Extra: raw("permissions", `["a", {"b": 1}]`)}, `{"id": "1", "permissions": ["a"]}`)

	ebWrites(t, OrganizationMember{UserID: "5", RoleSummary: "Owner", Extra: raw("user_id", `"6"`, "role_summary", `"x"`, "extra", `1`)}, `{"user_id": "5", "role_summary": "Owner", "extra": 1}`)
	ebWrites(t, Role{ID: "5", Extra: raw("id", `"6"`, "extra", `1`)}, `{"id": "5", "extra": 1}`)
	extra := raw("id", `"6"`)
	ebWrites(t, Role{ID: "5", Extra: extra}, `{"id": "5"}`)
	resEqual(t, "the caller's Extra", extra, raw("id", `"6"`))

	for _, text := range []string{`[]`, `"x"`, `5`} {
		var m OrganizationMember
		var r Role
		if json.Unmarshal([]byte(text), &m) == nil || json.Unmarshal([]byte(text), &r) == nil {
			t.Errorf("%s is a member or a role", text)
		}
	}
}

// Extra of one item does not reach into the next one, and an odd one is left out.
func TestOpenObjectsInLists(t *testing.T) {
	t.Parallel()
	eb, w := newEBWire(t)
	w.on("GET", "/organizations/7/members/", reply(200, `{"members": [{"user_id": 1, "x": 1}, 5, {"user_id": "2"}], "pagination": {"has_more_items": false}}`))
	page, err := eb.Members.List(t.Context(), "7", nil)
	if err != nil {
		t.Fatal(err)
	}
	resEqual(t, "the members", page.Items, []OrganizationMember{{UserID: "1", Extra: map[string]json.RawMessage{"x": json.RawMessage(`1`)}}, {UserID: "2"}})
	wantEqual(t, "the oddities", len(page.Malformed), 1)
}

// Within composes expansions of different kinds, and nothing else compiles:
// the outer one keeps its type.
var (
	_ AttendeeExpansion = Within(AttendeeExpandEvent, EventExpandVenue)
	_ OrderExpansion    = Within(OrderExpandAttendees, Within(AttendeeExpandEvent, EventExpandVenue))
	_ []EventExpansion  = []EventExpansion{"new_one", EventExpandLogo}
)

func TestExpansions(t *testing.T) {
	t.Parallel()
	wantEqual(t, "two levels", Within(AttendeeExpandEvent, EventExpandVenue), AttendeeExpansion("event.venue"))
	deep := Within(OrderExpandAttendees, Within(AttendeeExpandEvent, Within(EventExpandTicketClasses, TicketClassExpandImage)))
	wantEqual(t, "four levels", deep, OrderExpansion("attendees.event.ticket_classes.image"))
	wantEqual(t, "the error of four", checkExpand([]OrderExpansion{deep, OrderExpandEvent}), nil)
	wantEqual(t, "the error of none", checkExpand([]OrderExpansion(nil)), nil)
	wantEqual(t, "the error of a new one", checkExpand([]EventExpansion{"new_one_2"}), nil)
	for _, bad := range []EventExpansion{"", ".", "a.", ".a", "a..b", "a,b", "a b", "A", "a-b", "ä", "a\n", "none?", "a&token=x", EventExpansion(strings.Repeat("a.", 4) + "a")} {
		e := wantArgumentError(t, checkExpand([]EventExpansion{EventExpandVenue, bad}), "opts.Expand")
		if strings.Contains(e.Error(), "\n") {
			t.Errorf("the text is %q", e)
		}
	}
}

func TestCheckList(t *testing.T) {
	t.Parallel()
	wantEqual(t, "the error", checkList("opts.X", []string{"a", "b-1", "ä"}), nil)
	wantEqual(t, "the error of none", checkList[string]("opts.X", nil), nil)
	for _, bad := range []string{"", "a,b", "a b", "a\n", "\u00a0", "a\x00"} {
		wantArgumentError(t, checkList("opts.X", []string{"a", bad}), "opts.X")
	}
}
