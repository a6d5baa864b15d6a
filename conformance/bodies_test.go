package conformance

import (
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// How the content of a body is read.
var bodyCases = []testCase{
	{"unknown fields are ignored", unknownFieldsAreIgnored},
	{"read-only fields are ignored", readOnlyFieldsAreIgnored},
	{"the last of two keys wins", lastKeysWin},
	{"booleans", booleansAreCoerced},
	{"strings", stringsAreCoerced},
	{"null", nullIsRefused},
	{"NUL", nulIsRefused},
	{"names are trimmed", namesAreTrimmed},
	{"names come back as they are", namesComeBack},
	{"texts are escaped", textsAreEscaped},
	{"order of keys", keysHaveAnOrder},
	{"forms", formsMeanSomethingElse},
	{"changing by form", formsCanChange},
	{"lenient JSON", parsersAreLenient},
}

func unknownFieldsAreIgnored(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	got := s.do(t, "PATCH", s.teamPath(team.ID), `{"all_event_permission":true,"can_fly":true,"members":[1],"x":null}`)
	equal(t, "team", got.isStatus(t, 200).object(t), s.body(team.ID, team.Name, nil))
}

func readOnlyFieldsAreIgnored(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	got := s.do(t, "PATCH", s.teamPath(team.ID), `{"id":1,"organizer":"x"}`)
	equal(t, "team", got.isStatus(t, 200).object(t), s.body(team.ID, team.Name, nil))
	token := s.do(t, "POST", s.tokensPath(team.ID), `{"id":1,"name":"x","active":false,"token":"mine"}`).isStatus(t, 201).object(t)
	equal(t, "active", token["active"], any(true))
	if token["token"] == "mine" || token["id"] == 1.0 {
		t.Errorf("the token took what was sent: %v", token)
	}
	invite := s.do(t, "POST", s.invitesPath(team.ID), `{"id":1,"email":"ro@example.org"}`).isStatus(t, 201)
	if invite.id(t) == 1 {
		t.Errorf("the invite took the id that was sent: %s", invite)
	}
}

func lastKeysWin(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	s.do(t, "PATCH", s.teamPath(team.ID), `{"name":"first","name":"last"}`).isStatus(t, 200)
	equal(t, "name", s.get(t, team.ID).Name, "last")
}

func booleansAreCoerced(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	set := func(value string) answer {
		return s.do(t, "PATCH", s.teamPath(team.ID), `{"all_events":`+value+`}`)
	}
	for _, value := range []string{`true`, `1`, `1.0`, `"true"`, `"TRUE"`, `"True"`, `"t"`, `"yes"`, `"Y"`, `"on"`, `"On"`, `"1"`} {
		equal(t, value, set(value).isStatus(t, 200).object(t)["all_events"], any(true))
	}
	for _, value := range []string{`false`, `0`, `0.0`, `"false"`, `"FALSE"`, `"f"`, `"no"`, `"N"`, `"off"`, `"Off"`, `"0"`} {
		equal(t, value, set(value).isStatus(t, 200).object(t)["all_events"], any(false))
	}
	for _, value := range []string{`"maybe"`, `2`, `""`, `[]`, `{}`, `" true"`} {
		set(value).is(t, 400, `{"all_events":["Must be a valid boolean."]}`)
	}
}

func stringsAreCoerced(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for value, want := range map[string]string{`5`: "5", `1.5`: "1.5", `-3`: "-3"} {
		got := s.do(t, "PATCH", s.teamPath(team.ID), `{"name":`+value+`}`).isStatus(t, 200)
		equal(t, value, got.object(t)["name"], any(want))
	}
	for _, value := range []string{`true`, `[]`, `{}`, `["x"]`} {
		s.do(t, "PATCH", s.teamPath(team.ID), `{"name":`+value+`}`).is(t, 400, `{"name":["Not a valid string."]}`)
		s.do(t, "POST", s.tokensPath(team.ID), `{"name":`+value+`}`).is(t, 400, `{"name":["Not a valid string."]}`)
	}
}

func nullIsRefused(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	keys := []string{"name", "all_events", "limit_events"}
	if s.team2FA() {
		keys = append(keys, "require_2fa")
	}
	if s.named() {
		keys = append(keys, "all_event_permissions", "limit_event_permissions", "all_organizer_permissions", "limit_organizer_permissions")
	}
	for _, key := range append(keys, s.booleans()...) {
		s.do(t, "PATCH", s.teamPath(team.ID), `{"`+key+`":null}`).is(t, 400, `{"`+key+`":["This field may not be null."]}`)
	}
	s.do(t, "POST", s.tokensPath(team.ID), `{"name":null}`).is(t, 400, `{"name":["This field may not be null."]}`)
}

func nulIsRefused(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	const want = `["Null characters are not allowed."]}`
	s.do(t, "PATCH", s.teamPath(team.ID), `{"name":"a\u0000b"}`).is(t, 400, `{"name":`+want)
	s.do(t, "POST", s.tokensPath(team.ID), `{"name":"a\u0000b"}`).is(t, 400, `{"name":`+want)
}

func namesAreTrimmed(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for _, name := range []string{"  spaced out ", "\\t\\nlines\\n", "\\u00a0no-break\\u00a0", "\\u3000wide\\u2003"} {
		got := s.do(t, "PATCH", s.teamPath(team.ID), `{"name":"`+name+`"}`).isStatus(t, 200).object(t)["name"].(string)
		if got != strings.TrimSpace(got) || got == "" {
			t.Errorf("%s came back as %q", name, got)
		}
	}
}

func namesComeBack(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{Name: hostileName})
	equal(t, "team", team.Name, hostileName)
	equal(t, "team read again", s.get(t, team.ID).Name, hostileName)
	token := try(s.px.Tokens.Create(t.Context(), s.Organizer, team.ID, hostileName)).must(t)
	equal(t, "token", token.Token.Name, hostileName)

	odd := s.needOdd(t)
	page := try(s.px.Members.List(t.Context(), s.Organizer, odd.HostileTeam, nil)).must(t)
	equal(t, "member", page.Items[0].FullName, hostileName)
	equal(t, "team made inside", s.get(t, odd.HostileTeam).Name, hostileName)
}

func textsAreEscaped(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{Name: "Ünï/<b>&'🎪"})
	got := s.do(t, "GET", s.teamPath(team.ID), "")
	if want := `"name":"\u00dcn\u00ef/<b>&'\ud83c\udfaa",`; !strings.Contains(got.body, want) {
		t.Errorf("%s\nwant %s in it", got, want)
	}
}

func keysHaveAnOrder(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	got := s.do(t, "GET", s.teamPath(team.ID), "")
	var order []string
	for part := range strings.SplitSeq(strings.Trim(got.body, "{}"), `,"`) {
		name, _, _ := strings.Cut(strings.TrimPrefix(part, `"`), `"`)
		order = append(order, name)
	}
	equal(t, "keys", order, s.keyOrder())
}

func (s *target) keyOrder() []string {
	if s.named() {
		return strings.Fields(`id name require_2fa all_events limit_events
			all_event_permissions limit_event_permissions all_organizer_permissions limit_organizer_permissions
			can_change_event_settings can_change_items can_view_orders can_change_orders can_checkin_orders can_view_vouchers
			can_change_vouchers can_create_events can_change_organizer_settings can_change_teams can_manage_gift_cards
			can_manage_customers can_manage_reusable_media`)
	}
	keys := "id name " + choose(s.team2FA(), "require_2fa ", "") + `all_events limit_events
		can_create_events can_change_teams can_change_organizer_settings can_manage_gift_cards
		can_change_event_settings can_change_items can_view_orders can_change_orders can_view_vouchers can_change_vouchers `
	keys += choose(s.since("3.17.0"), "can_checkin_orders ", "") + choose(s.since("4.0.0"), "can_manage_customers ", "")
	keys += choose(s.since("4.18.0"), "can_manage_reusable_media", "")
	return strings.Fields(keys)
}

// parsersAreLenient since 4.0, when pretix changed to a faster one.
func parsersAreLenient(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for body, want := range map[string]string{
		`{"name":NaN}`:        "nan",
		`{"name":Infinity}`:   "inf",
		`{"name":01}`:         "1",
		"{\"name\":\"a\nb\"}": "a\nb",
	} {
		got := s.do(t, "PATCH", s.teamPath(team.ID), body)
		if !s.since("4.0.0") {
			got.isStatus(t, 400)
			continue
		}
		equal(t, body, got.isStatus(t, 200).object(t)["name"], any(want))
	}
	for body, want := range map[string]string{
		`{"name":12345678901234567890123}`: "12345678901234567890123",
		`{"name":1e3}`:                     "1000.0",
		`{"na\u006de":"esc\/aped"}`:        "esc/aped",
		" \n{\"name\":\"spaced\"}\n ":      "spaced",
	} {
		equal(t, body, s.do(t, "PATCH", s.teamPath(team.ID), body).isStatus(t, 200).object(t)["name"], any(want))
	}
	for _, body := range []string{`{"name":"x",}`, `{'name':"x"}`, "\ufeff{}", `{"name":"\x41"}`, `{"name":tru}`, "// comment\n{}", "[[[["} {
		got := s.do(t, "PATCH", s.teamPath(team.ID), body).isStatus(t, 400)
		if !strings.HasPrefix(got.body, `{"detail":"JSON parse error - `) {
			t.Error(got)
		}
	}
}

// formsCanChange single fields: in a PATCH, what is missing is left alone.
func formsCanChange(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{Events: boxoffice.AllEvents(), Permissions: administration()})
	want := sorted(team)
	for name, form := range map[string][2]string{
		"urlencoded": {"application/x-www-form-urlencoded", "name=urlencoded&x=1"},
		"multipart":  {"multipart/form-data; boundary=B", "--B\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nmultipart\r\n--B--\r\n"},
	} {
		s.do(t, "PATCH", s.teamPath(team.ID), form[1], header("Content-Type", form[0])).isStatus(t, 200)
		want.Name = name
		equal(t, name, sorted(s.get(t, team.ID)), want)
	}
	s.do(t, "PATCH", s.teamPath(team.ID), "broken", header("Content-Type", "multipart/form-data")).
		detail(t, 400, "Multipart form parse error - Invalid boundary in multipart: None")
}

// formsMeanSomethingElse: what is missing from a form counts as false.
func formsMeanSomethingElse(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{Events: boxoffice.AllEvents(), Permissions: administration()})
	form := header("Content-Type", "application/x-www-form-urlencoded")
	got := s.do(t, "PUT", s.teamPath(team.ID), "name=formed", form)
	if s.named() {
		// All fields of both styles count as sent.
		got.is(t, 400, `{"non_field_errors":["You cannot set deprecated and current permission attributes at the same time."]}`)
		return
	}
	equal(t, "team", got.isStatus(t, 200).object(t), s.body(team.ID, "formed", nil))
}
