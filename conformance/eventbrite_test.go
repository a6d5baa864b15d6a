package conformance

import (
	"errors"
	"slices"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// eventbriteCase is one thing that is said of Eventbrite, as a read can show it.
type eventbriteCase struct {
	name string
	run  func(t *testing.T, s *eventbrite)
}

var eventbriteCases = []eventbriteCase{
	{"me", ebMe},
	{"bad tokens", ebBadTokens},
	{"organizations", ebOrganizations},
	{"members", ebMembers},
	{"roles", ebRoles},
	{"events", ebEvents},
	{"one event", ebOneEvent},
	{"venues", ebVenues},
	{"orders", ebOrders},
	{"attendees", ebAttendees},
	{"ticket classes", ebTicketClasses},
	{"discounts want a scope", ebDiscounts},
	{"webhooks", ebWebhooks},
	{"orders of a user", ebUserOrders},
	{"catalog", ebCatalog},
	{"continuations", ebContinuations},
	{"unknown parameters", ebUnknownParameters},
	{"expansions", ebExpansions},
	{"a missing slash", ebMissingSlash},
	{"foreign organizations", ebForeign},
	{"closed endpoints", ebClosed},
	{"rate limits", ebRateLimits},
}

func ebMe(t *testing.T, s *eventbrite) {
	me := try(s.eb.Users.Me(t.Context(), nil)).must(t)
	equal(t, "an id", me.ID != "" && me.ID != boxoffice.Me, true)
	equal(t, "by id", try(s.eb.Users.Get(t.Context(), me.ID, nil)).must(t).ID, me.ID)
}

func ebBadTokens(t *testing.T, s *eventbrite) {
	s.get(t, "/users/me/", anonymous()).refused(t, 401, "NO_AUTH")
	bad := try(s.eb.WithCredential(boxoffice.EventbriteToken("NOTATOKEN"))).must(t)
	_, err := bad.Users.Me(t.Context(), nil)
	failed(err).is(t, boxoffice.ErrUnauthorized)
	if e, ok := errors.AsType[*boxoffice.Error](err); !ok || e.Code != "INVALID_AUTH" {
		t.Errorf("a bad token: %v", err)
	}
}

func ebOrganizations(t *testing.T, s *eventbrite) {
	all := try(boxoffice.Collect(s.eb.Organizations.All(t.Context(), nil))).must(t)
	first := try(s.eb.Organizations.Default(t.Context())).must(t)
	if len(all) == 0 {
		equal(t, "of an account without one", first.ID, boxoffice.OrganizationID(try(s.eb.Users.Me(t.Context(), nil)).must(t).ID))
		return
	}
	equal(t, "the first", *first, all[0])
	last := all[len(all)-1]
	equal(t, "by id", *try(s.eb.Organizations.Resolve(t.Context(), string(last.ID))).must(t), last)
	for _, o := range all {
		equal(t, "type", o.Type, "organization")
	}
}

func ebMembers(t *testing.T, s *eventbrite) {
	members := try(boxoffice.Collect(s.eb.Members.All(t.Context(), s.needOrganization(t), nil))).must(t)
	equal(t, "there are members", len(members) > 0, true)
	seen := map[boxoffice.UserID]bool{}
	for _, m := range members {
		equal(t, "an id that comes once", m.UserID != "" && !seen[m.UserID], true)
		seen[m.UserID] = true
	}
}

func ebRoles(t *testing.T, s *eventbrite) {
	id := s.needOrganization(t)
	for role, err := range s.eb.Roles.All(t.Context(), id, nil) {
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "id and name", role.ID != "" && role.Name != "", true)
		equal(t, "organization", role.OrganizationID, id)
	}
}

func ebEvents(t *testing.T, s *eventbrite) {
	id := s.needOrganization(t)
	options := &boxoffice.EventListOptions{
		PageSize: 10, Status: []boxoffice.EventStatus{boxoffice.EventStatusAll}, OrderBy: boxoffice.EventOrderCreatedDesc,
	}
	events, err := boxoffice.CollectMax(s.eb.Events.All(t.Context(), id, options), 30)
	if err != nil && !errors.Is(err, boxoffice.ErrTruncated) {
		t.Fatal(err)
	}
	for _, e := range events {
		equal(t, "id and times", e.ID != "" && !e.Start.UTC.IsZero() && e.Start.Timezone != "" && e.Created != nil, true)
		equal(t, "organization", e.OrganizationID, id)
	}
	newestFirst := slices.IsSortedFunc(events, func(a, b boxoffice.Event) int { return b.Created.Compare(*a.Created) })
	equal(t, "newest first", newestFirst, true)
}

func ebOneEvent(t *testing.T, s *eventbrite) {
	event := s.needEvent(t)
	got := try(s.eb.Events.Get(t.Context(), event.ID, nil)).must(t)
	equal(t, "id and name", []any{got.ID, got.Name}, []any{event.ID, event.Name})
	try(s.eb.Events.Description(t.Context(), event.ID)).must(t)
	_, err := s.eb.Events.Get(t.Context(), "1", nil)
	failed(err).is(t, boxoffice.ErrNotFound)
}

func ebVenues(t *testing.T, s *eventbrite) {
	page := try(s.eb.Venues.List(t.Context(), s.needOrganization(t), nil)).must(t)
	if len(page.Items) == 0 {
		s.lacks(t, "the organization has no venue")
	}
	venue := page.Items[0]
	equal(t, "the same by id", try(s.eb.Venues.Get(t.Context(), venue.ID)).must(t).ID, venue.ID)
}

// An organization's orders lack what single orders show of their costs.
func ebOrders(t *testing.T, s *eventbrite) {
	page := try(s.eb.Orders.List(t.Context(), s.needOrganization(t), nil)).must(t)
	if len(page.Items) == 0 {
		s.lacks(t, "the organization has no order")
	}
	order := page.Items[0]
	equal(t, "costs in the list", order.Costs.Gross.Currency != "" && order.Costs.DisplayPrice == nil, true)
	single := try(s.eb.Orders.Get(t.Context(), order.ID, nil)).must(t)
	equal(t, "costs of one", single.Costs.Gross.Currency != "" && single.Costs.DisplayPrice != nil, true)
	equal(t, "event", single.EventID, order.EventID)
}

func ebAttendees(t *testing.T, s *eventbrite) {
	page := try(s.eb.Attendees.List(t.Context(), s.needOrganization(t), nil)).must(t)
	if len(page.Items) == 0 {
		s.lacks(t, "the organization has no attendee")
	}
	a := page.Items[0]
	got := try(s.eb.Attendees.Get(t.Context(), a.EventID, a.ID, nil)).must(t)
	equal(t, "the same by id", []any{got.ID, got.OrderID, got.Status}, []any{a.ID, a.OrderID, a.Status})
	equal(t, "nobody has changed in the future", len(try(s.eb.Attendees.List(t.Context(), s.organization, &boxoffice.AttendeeListOptions{
		ChangedSince: boxoffice.UTC(a.Changed.AddDate(50, 0, 0)),
	})).must(t).Items), 0)
}

func ebTicketClasses(t *testing.T, s *eventbrite) {
	event := s.needEvent(t)
	for class, err := range s.eb.TicketClasses.AllByEvent(t.Context(), event.ID, nil) {
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "event", class.EventID, event.ID)
	}
}

func ebDiscounts(t *testing.T, s *eventbrite) {
	id := s.needOrganization(t)
	s.get(t, "/organizations/"+string(id)+"/discounts/").refused(t, 400, "ARGUMENTS_ERROR")
	try(s.eb.Discounts.List(t.Context(), id, &boxoffice.DiscountListOptions{Scope: boxoffice.DiscountScopeMultiEvents})).must(t)
}

func ebWebhooks(t *testing.T, s *eventbrite) {
	for webhook, err := range s.eb.Webhooks.All(t.Context(), s.needOrganization(t), nil) {
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "id and address", webhook.ID != "" && webhook.EndpointURL != "", true)
	}
}

func ebUserOrders(t *testing.T, s *eventbrite) {
	try(s.eb.Orders.ListByUser(t.Context(), boxoffice.Me, &boxoffice.OrderListByUserOptions{TimeFilter: boxoffice.TimeFilterPast})).must(t)
}

func ebCatalog(t *testing.T, s *eventbrite) {
	equal(t, "categories", len(try(s.eb.Catalog.ListCategories(t.Context(), nil)).must(t).Items) > 0, true)
	equal(t, "subcategories", len(try(s.eb.Catalog.ListSubcategories(t.Context(), nil)).must(t).Items) > 0, true)
	equal(t, "formats", len(try(s.eb.Catalog.ListFormats(t.Context(), nil)).must(t).Items) > 0, true)
	zones := try(s.eb.System.ListTimezones(t.Context(), nil)).must(t).Items
	equal(t, "timezones with names", len(zones) > 0 && zones[0].Timezone != "" && zones[0].Label != "", true)
	countries := try(s.eb.System.ListCountries(t.Context(), nil)).must(t).Items
	equal(t, "countries with codes", len(countries) > 0 && countries[0].Code != "" && countries[0].Label != "", true)
	regions := try(s.eb.System.ListRegions(t.Context(), nil)).must(t).Items
	equal(t, "regions with codes", len(regions) > 0 && regions[0].Code != "" && regions[0].CountryCode != "", true)
}

func ebContinuations(t *testing.T, s *eventbrite) {
	id := s.needOrganization(t)
	_, err := s.eb.Events.List(t.Context(), id, &boxoffice.EventListOptions{ContinuationOptions: boxoffice.ContinuationOptions{Continuation: "nonsense"}})
	failed(err).is(t, boxoffice.ErrInvalid)
	if e, ok := errors.AsType[*boxoffice.Error](err); !ok || e.Code != "BAD_CONTINUATION_TOKEN" {
		t.Errorf("a bad token: %v", err)
	}
	_, err = s.eb.Events.List(t.Context(), id, &boxoffice.EventListOptions{Page: 1_000_000})
	failed(err).is(t, boxoffice.ErrInvalid)

	options := &boxoffice.EventListOptions{PageSize: 1, Status: []boxoffice.EventStatus{boxoffice.EventStatusAll}}
	first := try(s.eb.Events.List(t.Context(), id, options)).must(t)
	if first.Continuation == "" {
		s.lacks(t, "the organization has no two events")
	}
	options.Continuation = first.Continuation
	second := try(s.eb.Events.List(t.Context(), id, options)).must(t)
	equal(t, "one each", len(first.Items) == 1 && len(second.Items) == 1, true)
	equal(t, "another one", first.Items[0].ID != second.Items[0].ID, true)
}

// Of what it does not know, Eventbrite refuses parameters and ignores expansions.
func ebUnknownParameters(t *testing.T, s *eventbrite) {
	path := "/organizations/" + string(s.needOrganization(t)) + "/events/"
	s.get(t, path+"?no_such_parameter=1").refused(t, 400, "ARGUMENTS_ERROR")
	s.get(t, path+"?expand=no_such_expansion").isStatus(t, 200)
}

func ebExpansions(t *testing.T, s *eventbrite) {
	event := s.needEvent(t)
	got := try(s.eb.Events.Get(t.Context(), event.ID, &boxoffice.EventGetOptions{
		Expand: []boxoffice.EventExpansion{boxoffice.EventExpandTicketClasses, boxoffice.EventExpandVenue, boxoffice.EventExpandOrganizer},
	})).must(t)
	equal(t, "ticket classes", got.TicketClasses != nil, true)
	equal(t, "venue", got.Venue != nil, got.VenueID != "")
	equal(t, "organizer", got.Organizer != nil, got.OrganizerID != "")
}

func ebMissingSlash(t *testing.T, s *eventbrite) {
	a := s.get(t, "/users/me")
	if a.status != 301 && a.status != 200 {
		t.Errorf("%s, want a redirect or the answer", a)
	}
}

func ebForeign(t *testing.T, s *eventbrite) {
	_, err := s.eb.Members.List(t.Context(), "1", nil)
	failed(err).is(t, boxoffice.ErrNotFound)
}

func ebClosed(t *testing.T, s *eventbrite) {
	_, err := s.eb.Legacy.OwnedEvents(t.Context(), boxoffice.Me, nil)
	failed(err).is(t, boxoffice.ErrLegacyEndpoint)
	e, _ := errors.AsType[*boxoffice.Error](err)
	equal(t, "successor", e.Successor, "GET /organizations/{organization_id}/events/")
	_, err = s.eb.Legacy.RootOrganizers(t.Context())
	failed(err).is(t, boxoffice.ErrLegacyEndpoint)
	s.get(t, "/organizations/").refused(t, 403, "NOT_AUTHORIZED")
	s.get(t, "/events/search/").refused(t, 404, "NOT_FOUND")
}

func ebRateLimits(t *testing.T, s *eventbrite) {
	try(s.eb.Users.Me(t.Context(), nil)).must(t)
	s.mu.Lock()
	defer s.mu.Unlock()
	token := slices.IndexFunc(s.limits, func(l boxoffice.RateLimit) bool { return l.Scope == "token" })
	if token < 0 || s.limits[token].Used == 0 || s.limits[token].Limit < s.limits[token].Used || s.limits[token].Reset == 0 {
		t.Errorf("%+v", s.limits)
	}
}
