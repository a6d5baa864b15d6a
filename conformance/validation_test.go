package conformance

import (
	"errors"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// What is refused with 400, and in which words. Texts are no promise of pretix; here they are the fake's proof.
var validationCases = []testCase{
	{"required fields", requiredFields},
	{"name", namesAreValidated},
	{"events", eventsAreValidated},
	{"permission lists", permissionListsAreValidated},
	{"permission pairs", permissionPairsAreValidated},
	{"combinations", combinationsAreValidatedOnUpdate},
	{"old and new styles", stylesDoNotMix},
	{"order of checks", checksHaveAnOrder},
	{"several fields", severalFieldsAreReportedTogether},
	{"shapes of errors", errorsAreUnderstood},
}

func nonField(text string) string { return `{"non_field_errors":[` + quote(text) + `]}` }

func requiredFields(t *testing.T, s *target) {
	s.do(t, "POST", s.teamsPath(), `{}`).is(t, 400, `{"name":["This field is required."],"limit_events":["This field is required."]}`)
	s.do(t, "POST", s.teamsPath(), `{"name":"x"}`).is(t, 400, `{"limit_events":["This field is required."]}`)
	s.do(t, "POST", s.teamsPath(), `{"limit_events":[]}`).is(t, 400, `{"name":["This field is required."]}`)
}

func namesAreValidated(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for _, c := range []struct{ name, want string }{
		{"", "This field may not be blank."},
		{"  \t ", "This field may not be blank."},
		{strings.Repeat("x", 191), "Ensure this field has no more than 190 characters."},
	} {
		want := `{"name":[` + quote(c.want) + `]}`
		s.do(t, "POST", s.teamsPath(), `{"name":`+quote(c.name)+`,"limit_events":[]}`).is(t, 400, want)
		s.do(t, "PATCH", s.teamPath(team.ID), `{"name":`+quote(c.name)+`}`).is(t, 400, want)
		s.do(t, "POST", s.tokensPath(team.ID), `{"name":`+quote(c.name)+`}`).is(t, 400, want)
		try(s.px.Teams.Update(t.Context(), s.Organizer, team.ID, boxoffice.TeamUpdate{Name: new(c.name)})).refused(t, false)
	}
	long := strings.Repeat("ü", 190)
	equal(t, "longest name", try(s.px.Teams.Update(t.Context(), s.Organizer, team.ID, boxoffice.TeamUpdate{Name: new(long)})).must(t).Name, long)
}

func eventsAreValidated(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	event := s.event(t, 0)
	for value, want := range map[string]string{
		`"x"`:              `Expected a list of items but got type "str".`,
		`5`:                `Expected a list of items but got type "int".`,
		`["nope"]`:         `Object with slug=nope does not exist.`,
		`["nope","never"]`: `Object with slug=nope does not exist.`,
		`["away"]`:         `Object with slug=away does not exist.`,
		`[` + quote(strings.ToUpper(event)) + `]`: `Object with slug=` + strings.ToUpper(event) + ` does not exist.`,
		`[` + quote(event) + `,"nope"]`:           `Object with slug=nope does not exist.`,
		`[""]`:                                    `Object with slug= does not exist.`,
		`[5,null]`:                                `Object with slug=5 does not exist.`,
		`[null]`:                                  `Object with slug=None does not exist.`,
		`[true]`:                                  `Object with slug=True does not exist.`,
		`[[]]`:                                    `Object with slug=[] does not exist.`,
		`[{}]`:                                    `Object with slug={} does not exist.`,
		`[" gala"]`:                               `Object with slug= gala does not exist.`,
		`true`:                                    `Expected a list of items but got type "bool".`,
	} {
		s.do(t, "PATCH", s.teamPath(team.ID), `{"limit_events":`+value+`}`).is(t, 400, `{"limit_events":[`+quote(want)+`]}`)
	}
	// Of an object, the keys are the list.
	got := s.do(t, "PATCH", s.teamPath(team.ID), `{"limit_events":{`+quote(event)+`:1}}`).isStatus(t, 200)
	equal(t, "from keys", got.object(t)["limit_events"], any([]any{event}))
	_, err := s.px.Teams.Create(t.Context(), s.Organizer, boxoffice.TeamCreate{Name: "x", Events: boxoffice.OnlyEvents("nope")})
	failed(err).is(t, boxoffice.ErrInvalid)
}

func permissionListsAreValidated(t *testing.T, s *target) {
	s.needNamed(t)
	team := s.create(t, boxoffice.TeamCreate{})
	for _, level := range []struct{ key, other string }{
		{"limit_event_permissions", "organizer.teams:write"},
		{"limit_organizer_permissions", "event.items:write"},
	} {
		for value, want := range map[string]string{
			`["INVALID"]`:             `"INVALID" is not a valid choice.`,
			`["B","A"]`:               "", // either may come first
			`["` + level.other + `"]`: `"` + level.other + `" is not a valid choice.`,
			`[""]`:                    `"" is not a valid choice.`,
			`[5]`:                     `"5" is not a valid choice.`,
			`[null]`:                  `"None" is not a valid choice.`,
			`[true]`:                  `"True" is not a valid choice.`,
			`[[]]`:                    `"[]" is not a valid choice.`,
			`true`:                    `Expected a list of items but got type "bool".`,
			`"event.items:write"`:     `Expected a list of items but got type "str".`,
			`7`:                       `Expected a list of items but got type "int".`,
		} {
			got := s.do(t, "PATCH", s.teamPath(team.ID), `{"`+level.key+`":`+value+`}`).isStatus(t, 400)
			if want != "" {
				got.is(t, 400, `{"`+level.key+`":[`+quote(want)+`]}`)
			}
			body := `{"name":"x","limit_events":[],"` + level.key + `":` + value + `}`
			equal(t, "POST "+value, s.do(t, "POST", s.teamsPath(), body).status, 400)
		}
	}
	got := s.do(t, "PATCH", s.teamPath(team.ID), `{"limit_event_permissions":["event.items:write","event.items:write"]}`).isStatus(t, 200)
	equal(t, "a set", got.object(t)["limit_event_permissions"], any([]any{"event.items:write"}))
}

func bothPermissions(level string) string {
	return nonField("Do not set both limit_" + level + "_permissions and all_" + level + "_permissions.")
}

// permissionPairsAreValidated: like the pair of events, after merging with what is stored.
func permissionPairsAreValidated(t *testing.T, s *target) {
	s.needNamed(t)
	for _, level := range []struct{ name, permission string }{{"event", "event.items:write"}, {"organizer", "organizer.events:create"}} {
		all, limit := `"all_`+level.name+`_permissions":`, `"limit_`+level.name+`_permissions":`
		list := `["` + level.permission + `"]`
		start := `{"name":` + quote(s.unique(t)) + `,"limit_events":[],`
		s.do(t, "POST", s.teamsPath(), start+all+`true,`+limit+list+`}`).is(t, 400, bothPermissions(level.name))

		id := s.do(t, "POST", s.teamsPath(), start+all+`true}`).isStatus(t, 201).id(t)
		s.removeLater(t, id)
		s.do(t, "PATCH", s.teamPath(id), `{`+limit+list+`}`).is(t, 400, bothPermissions(level.name))
		s.do(t, "PATCH", s.teamPath(id), `{`+all+`false,`+limit+list+`}`).isStatus(t, 200)
		s.do(t, "PATCH", s.teamPath(id), `{`+all+`true}`).is(t, 400, bothPermissions(level.name))
		s.do(t, "PATCH", s.teamPath(id), `{`+all+`true,`+limit+`[]}`).isStatus(t, 200)
		s.do(t, "PATCH", s.teamPath(id), `{`+all+`false}`).isStatus(t, 200)
	}
}

// combinationsAreValidatedOnUpdate and not on creation, of which stuck teams come.
func combinationsAreValidatedOnUpdate(t *testing.T, s *target) {
	s.needNamed(t)
	team := s.create(t, boxoffice.TeamCreate{})
	for _, c := range []struct{ key, list, want string }{
		{
			"limit_organizer_permissions", `["organizer.devices:write"]`,
			"For permission group organizer.devices, the valid combinations of actions are '' or 'read' or 'read,write' but you tried to set 'write'.",
		},
		{
			"limit_event_permissions", `["event.orders:write"]`,
			"For permission group event.orders, the valid combinations of actions are '' or 'checkin' or 'read' or 'read,checkin' or 'read,write' but you tried to set 'write'.",
		},
		{
			"limit_event_permissions", `["event.vouchers:write"]`,
			"For permission group event.vouchers, the valid combinations of actions are '' or 'read' or 'read,write' but you tried to set 'write'.",
		},
	} {
		s.do(t, "PATCH", s.teamPath(team.ID), `{"`+c.key+`":`+c.list+`}`).is(t, 400, nonField(c.want))
		s.do(t, "PUT", s.teamPath(team.ID), `{"name":"x","limit_events":[],"`+c.key+`":`+c.list+`}`).is(t, 400, nonField(c.want))
		created := s.do(t, "POST", s.teamsPath(), `{"name":"x","limit_events":[],"`+c.key+`":`+c.list+`}`).isStatus(t, 201)
		s.removeLater(t, created.id(t))
		s.do(t, "PATCH", s.teamPath(created.id(t)), `{"name":"y"}`).is(t, 400, nonField(c.want))
	}
	for _, group := range boxoffice.PermissionGroups() {
		for _, offered := range group.Combinations {
			list := `["` + group.Name + ":" + strings.Join(offered, `","`+group.Name+":") + `"]`
			key := choose(strings.HasPrefix(group.Name, "organizer"), "limit_organizer_permissions", "limit_event_permissions")
			s.do(t, "PATCH", s.teamPath(team.ID), `{"`+key+`":`+list+`}`).isStatus(t, 200)
		}
	}
}

const mixed = "You cannot set deprecated and current permission attributes at the same time."

func stylesDoNotMix(t *testing.T, s *target) {
	s.needNamed(t)
	team := s.create(t, boxoffice.TeamCreate{})
	for _, current := range []string{
		`"all_event_permissions":false`, `"limit_event_permissions":[]`, `"all_organizer_permissions":false`, `"limit_organizer_permissions":[]`,
	} {
		body := `{"can_view_orders":false,` + current + `}`
		s.do(t, "PATCH", s.teamPath(team.ID), body).is(t, 400, nonField(mixed))
	}
	s.do(t, "POST", s.teamsPath(), `{"name":"x","limit_events":[],"can_view_orders":true,"all_event_permissions":true}`).
		is(t, 400, nonField(mixed))
	// So that a team can't be sent back as it was read.
	whole := s.do(t, "GET", s.teamPath(team.ID), "").body
	s.do(t, "PUT", s.teamPath(team.ID), whole).is(t, 400, nonField(mixed))
	s.do(t, "PATCH", s.teamPath(team.ID), whole).is(t, 400, nonField(mixed))
}

// checksHaveAnOrder: of several mistakes across fields, only the first is told.
func checksHaveAnOrder(t *testing.T, s *target) {
	s.needNamed(t)
	team := s.create(t, boxoffice.TeamCreate{})
	events := `"all_events":true,"limit_events":[` + quote(s.event(t, 0)) + `]`
	event := `"all_event_permissions":true,"limit_event_permissions":["event.vouchers:write"]`
	organizer := `"all_organizer_permissions":true,"limit_organizer_permissions":["organizer.devices:write"]`
	for _, c := range []struct{ body, want string }{
		{`"can_view_orders":true,` + events + `,` + event + `,` + organizer, nonField(mixed)},
		{events + `,` + event + `,` + organizer, bothPermissions("event")},
		{events + `,` + organizer, bothPermissions("organizer")},
		{events + `,"limit_event_permissions":["event.vouchers:write"]`, bothEvents},
	} {
		s.do(t, "PATCH", s.teamPath(team.ID), `{`+c.body+`}`).is(t, 400, c.want)
	}
	got := s.do(t, "PATCH", s.teamPath(team.ID), `{"limit_event_permissions":["event.vouchers:write"],"limit_organizer_permissions":["organizer.devices:write"]}`)
	if !strings.Contains(got.isStatus(t, 400).body, "event.vouchers") {
		t.Errorf("%s\nwant the event level first", got)
	}
	// A bad field hides what is wrong between fields.
	s.do(t, "PATCH", s.teamPath(team.ID), `{"name":"",`+events+`}`).is(t, 400, `{"name":["This field may not be blank."]}`)
}

func severalFieldsAreReportedTogether(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	s.do(t, "PATCH", s.teamPath(team.ID), `{"limit_events":["nope"],"all_events":"maybe","name":""}`).is(t, 400,
		`{"name":["This field may not be blank."],"all_events":["Must be a valid boolean."],"limit_events":["Object with slug=nope does not exist."]}`)
}

// errorsAreUnderstood: all four shapes, and a page, become one kind of error.
func errorsAreUnderstood(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	try(s.px.Invites.Create(t.Context(), s.Organizer, team.ID, "shape@example.org")).must(t)
	type call = func() error
	patch := func(body map[string]any) call {
		return func() error {
			_, err := boxoffice.Do[struct{}](t.Context(), s.px.Client(), boxoffice.Request{
				Method: "PATCH", Path: "/organizers/{organizer}/teams/{team}/", Body: body,
				Params: map[string]string{"organizer": s.Organizer, "team": text(team.ID)},
			})
			return err
		}
	}
	for name, c := range map[string]struct {
		call    call
		kind    error
		message string
		fields  map[string][]string
	}{
		"detail": {
			func() error { _, err := s.px.Teams.Get(t.Context(), s.Organizer, missing); return err },
			boxoffice.ErrNotFound, s.noMatch("Team"), nil,
		},
		"fields": {
			patch(map[string]any{"name": "", "all_events": "maybe"}), boxoffice.ErrInvalid, "",
			map[string][]string{"name": {"This field may not be blank."}, "all_events": {"Must be a valid boolean."}},
		},
		"between fields": {
			patch(map[string]any{"all_events": true, "limit_events": []string{s.event(t, 0)}}), boxoffice.ErrInvalid,
			"Do not set both limit_events and all_events.",
			map[string][]string{"non_field_errors": {"Do not set both limit_events and all_events."}},
		},
		"list": {
			func() error {
				_, err := s.px.Invites.Create(t.Context(), s.Organizer, team.ID, "shape@example.org")
				return err
			},
			boxoffice.ErrInvalid, "This user already has been invited for this team.",
			map[string][]string{"non_field_errors": {"This user already has been invited for this team."}},
		},
	} {
		e, ok := errors.AsType[*boxoffice.Error](c.call())
		if !ok || !errors.Is(e, c.kind) {
			t.Errorf("%s: got %v", name, e)
			continue
		}
		equal(t, name+": message", e.Message, c.message)
		equal(t, name+": fields", e.Fields, c.fields)
	}
}
