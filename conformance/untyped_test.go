package conformance

import (
	"errors"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// What the SDK does not type, through its own request path.
var untypedCases = []testCase{
	{"a read", untypedReads},
	{"a write", untypedWrites},
	{"a walk", untypedWalks},
	{"a failure", untypedFailures},
	{"devices", untypedDevices},
}

// request is an untyped one of the teams' list, or below the team that path begins with.
func (s *target) request(method, path string, teamID int64) boxoffice.Request {
	r := boxoffice.Request{
		Method: method, Path: "/organizers/{organizer}/teams/" + path, Params: map[string]string{"organizer": s.Organizer},
	}
	if path != "" {
		r.Params["team"] = text(teamID)
	}
	return r
}

func untypedReads(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	got := try(boxoffice.Do[map[string]any](t.Context(), s.px.Client(), s.request("GET", "{team}/", team.ID))).must(t)
	equal(t, "team", *got, s.body(team.ID, team.Name, nil))

	request := s.request("GET", "{team}/members/", s.crew(t))
	request.Query = struct {
		Page int `url:"page"`
	}{3}
	page := try(boxoffice.Do[envelope](t.Context(), s.px.Client(), request)).must(t)
	equal(t, "third page", len(page.Results), 20)
}

func untypedWrites(t *testing.T, s *target) {
	name := s.unique(t)
	request := s.request("POST", "", 0)
	request.Body = map[string]any{"name": name, "limit_events": []string{}}
	team := try(boxoffice.Do[boxoffice.Team](t.Context(), s.px.Client(), request)).must(t)
	s.removeLater(t, team.ID)
	equal(t, "team", sorted(team), s.plain(team.ID, name))
	try(boxoffice.Do[struct{}](t.Context(), s.px.Client(), s.request("DELETE", "{team}/", team.ID))).must(t)
	try(s.px.Teams.Get(t.Context(), s.Organizer, team.ID)).is(t, boxoffice.ErrNotFound)
}

func untypedWalks(t *testing.T, s *target) {
	type person struct{ Email string }
	for _, opts := range []*boxoffice.ListOptions{nil, {PageSize: 33}, {Window: 3}, {Strict: true}} {
		walk := boxoffice.Walk[person](t.Context(), s.px.Client(), s.request("", "{team}/members/", s.crew(t)), opts)
		equal(t, "people", len(try(boxoffice.Collect(walk)).must(t)), 120)
	}
	bad := boxoffice.Walk[person](t.Context(), s.px.Client(), s.request("POST", "", 0), nil)
	try(boxoffice.Collect(bad)).refused(t, false)
}

func untypedFailures(t *testing.T, s *target) {
	try(boxoffice.Do[struct{}](t.Context(), s.px.Client(), s.request("GET", "{team}/", missing))).is(t, boxoffice.ErrNotFound)
	_, err := boxoffice.Do[struct{}](t.Context(), s.px.Client(), s.request("PUT", "", 0))
	if e, ok := errors.AsType[*boxoffice.Error](err); !ok || e.Status != 405 {
		t.Errorf("got the error %v, want 405", err)
	}
	request := s.request("GET", "{team}/", 1)
	request.Params = map[string]string{"organizer": "..", "team": "1"}
	try(boxoffice.Do[struct{}](t.Context(), s.px.Client(), request)).refused(t, false)
}

// untypedDevices is a resource that the SDK does not know at all.
func untypedDevices(t *testing.T, s *target) {
	if s.fake != nil {
		t.Skip("boxofficetest holds the people side only: it lists no devices")
	}
	need(t, s.DeviceToken, "PRETIX_DEVICE_TOKEN")
	type device struct {
		DeviceID int64 `json:"device_id"`
		Name     string
	}
	devices := boxoffice.Walk[device](t.Context(), s.px.Client(), boxoffice.Request{
		Path: "/organizers/{organizer}/devices/", Params: map[string]string{"organizer": s.Organizer},
	}, nil)
	first := try(boxoffice.Collect(devices)).must(t)[0]
	got := try(boxoffice.Do[device](t.Context(), s.px.Client(), boxoffice.Request{
		Method: "GET", Path: "/organizers/{organizer}/devices/{device}/",
		Params: map[string]string{"organizer": s.Organizer, "device": text(first.DeviceID)},
	})).must(t)
	equal(t, "device", *got, first)
}
