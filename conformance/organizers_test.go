package conformance

import (
	"testing"
	"time"

	"github.com/boxoffice-go/boxoffice"
)

// Organizers and events, as far as clients of teams read them.
var organizerCases = []testCase{
	{"list and get", organizersAreListed},
	{"own", ownOrganizer},
	{"others", otherOrganizersAreHidden},
	{"events list and get", eventsAreListed},
	{"events of a limited team", eventsAreLimited},
	{"events of other organizers", otherEventsAreHidden},
}

func organizersAreListed(t *testing.T, s *target) {
	page := try(s.px.Organizers.List(t.Context(), nil)).must(t)
	if len(page.Items) != 1 || page.Count != 1 || page.NextPage != 0 {
		t.Fatalf("organizers: %+v", page)
	}
	got := page.Items[0]
	equal(t, "slug", got.Slug, s.Organizer)
	equal(t, "public URL", got.PublicURL != "", s.since("4.0.0"))
	equal(t, "get", *try(s.px.Organizers.Get(t.Context(), s.Organizer)).must(t), got)
	if s.DemoTeam != "" {
		equal(t, "name", got.Name, "Demo Festival")
	}
}

func ownOrganizer(t *testing.T, s *target) {
	for _, credential := range []boxoffice.PretixCredential{
		boxoffice.PretixTeamToken(s.Token),
		boxoffice.PretixTeamToken(need(t, s.LimitedToken, "PRETIX_LIMITED_TOKEN")),
		boxoffice.PretixOAuthToken(need(t, s.OAuthToken, "PRETIX_OAUTH_TOKEN")),
		boxoffice.PretixOAuthToken(need(t, s.OAuthReadToken, "PRETIX_OAUTH_READ_TOKEN")),
	} {
		equal(t, "slug", try(s.as(t, credential).Organizers.Own(t.Context())).must(t).Slug, s.Organizer)
	}
	_, err := s.as(t, boxoffice.PretixTeamToken(s.InactiveToken)).Organizers.Own(t.Context())
	failed(err).is(t, boxoffice.ErrUnauthorized)

	odd := s.needOdd(t)
	equal(t, "elsewhere", try(s.as(t, boxoffice.PretixTeamToken(odd.OtherAdmin)).Organizers.Own(t.Context())).must(t).Slug, s.OtherOrganizer)
	both := s.as(t, boxoffice.PretixOAuthToken(odd.BothOrganizers))
	equal(t, "both", len(try(both.Organizers.List(t.Context(), nil)).must(t).Items), 2)
	if _, err := both.Organizers.Own(t.Context()); err == nil {
		t.Error("two organizers are not one")
	}
}

func otherOrganizersAreHidden(t *testing.T, s *target) {
	other := need(t, s.OtherOrganizer, "PRETIX_OTHER_ORGANIZER")
	for _, slug := range []string{other, "nobody"} {
		s.do(t, "GET", "/organizers/"+slug+"/", "").detail(t, 403, noPermission)
		_, err := s.px.Organizers.Get(t.Context(), slug)
		failed(err).is(t, boxoffice.ErrForbidden)
	}
}

func eventsAreListed(t *testing.T, s *target) {
	if s.DemoTeam == "" {
		t.Skip("the server's events are not those of withpretix")
	}
	all := try(boxoffice.Collect(s.px.Events.All(t.Context(), s.Organizer, nil))).must(t)
	var slugs []string
	for _, event := range all {
		slugs = append(slugs, event.Slug)
		equal(t, event.Slug, *try(s.px.Events.Get(t.Context(), s.Organizer, event.Slug)).must(t), event)
	}
	equal(t, "slugs", slugs, []string{s.event(t, 0), s.event(t, 1), s.event(t, 2)})
	gala := all[0]
	equal(t, "name", gala.Name.In("en"), "Gala")
	equal(t, "begins", gala.DateFrom.Equal(time.Date(2027, 5, 15, 18, 0, 0, 0, time.UTC)), true)
	equal(t, "ends", gala.DateTo, nil)
	equal(t, "live, test mode, series", []bool{gala.Live, gala.TestMode, gala.HasSubevents}, []bool{false, false, false})
}

func eventsAreLimited(t *testing.T, s *target) {
	px := s.as(t, boxoffice.PretixTeamToken(need(t, s.LimitedToken, "PRETIX_LIMITED_TOKEN")))
	all := try(boxoffice.Collect(px.Events.All(t.Context(), s.Organizer, nil))).must(t)
	if len(all) != 1 || all[0].Slug != s.event(t, 0) {
		t.Errorf("the limited team sees %+v", all)
	}
	_, err := px.Events.Get(t.Context(), s.Organizer, s.event(t, 1))
	failed(err).is(t, boxoffice.ErrForbidden)
}

func otherEventsAreHidden(t *testing.T, s *target) {
	other := need(t, s.OtherOrganizer, "PRETIX_OTHER_ORGANIZER")
	_, err := s.px.Events.List(t.Context(), other, nil)
	failed(err).is(t, boxoffice.ErrForbidden)
	_, err = s.px.Events.Get(t.Context(), s.Organizer, "nothing")
	failed(err).is(t, boxoffice.ErrForbidden)
}
