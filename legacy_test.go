package boxoffice

import (
	"context"
	"fmt"
	"reflect"
	"testing"
)

// lgPage is a page of one item, as the closed lists answered, and lgWant what it
// becomes.
func lgPage(key, item string) string {
	return fmt.Sprintf(`{"pagination": {"object_count": 3, "page_number": 1, "page_size": 1, "page_count": 3, "has_more_items": true, "continuation": "T"}, %q: [%s]}`, key, item)
}

func lgWant[T any](item T) *Page[T] {
	return &Page[T]{Items: []T{item}, Count: 3, Number: 1, Continuation: "T"}
}

// What each closed list sends with every option set and without options, and what it
// makes of a page.
func TestLegacyLists(t *testing.T) {
	t.Parallel()
	c := ContinuationOptions{"C"}
	event, wantEvent := fmt.Sprintf(ebEvent, 5), lgWant(ebWantEvent(5))
	profile, wantProfile := fmt.Sprintf(ebProfile, 77), lgWant(ebWantProfile(77))
	wantUnknown := lgWant(Unverified(`{"id": "1"}`))
	beacon := lgWant(TrackingBeacon{ID: "1", TrackingType: "Facebook Pixel"})
	settings := lgWant(ecWantCheckout(t, 1))
	get := func(path, key, item string, want any, call func(context.Context, *LegacyService) (any, error)) ecCall {
		return ecCall{
			method: "GET", path: path, answer: lgPage(key, item), want: want, wrong: []string{`{}`, `{"x": 1}`, `[]`},
			call: func(eb *Eventbrite) (any, error) { return call(t.Context(), eb.Legacy) },
		}
	}
	ecProve(t, map[string]ecCall{
		"Events": get("/users/me/events/?continuation=C&currency_filter=USD&event_group_id=4&name_filter=Gala&order_by=name_desc&page_size=7"+
			"&show_series_parent=true&status=draft%2Cended&time_filter=past&venue_filter=1%2C2", "events", event, wantEvent,
			func(ctx context.Context, s *LegacyService) (any, error) {
				return s.Events(ctx, Me, &LegacyEventListOptions{
					c, "Gala", "USD", EventOrderNameDesc, new(true), []EventStatus{EventStatusDraft, EventStatusEnded}, "4", 7, TimeFilterPast, []VenueID{"1", "2"},
				})
			}),
		"Events, plain": get("/users/8/events/", "events", event, wantEvent, func(ctx context.Context, s *LegacyService) (any, error) { return s.Events(ctx, "8", nil) }),
		"OwnedEvents": get("/users/me/owned_events/?continuation=C&order_by=start_asc&show_series_parent=false&status=all", "events", event, wantEvent,
			func(ctx context.Context, s *LegacyService) (any, error) {
				return s.OwnedEvents(ctx, Me, &LegacyOwnedEventListOptions{c, EventOrderStartAsc, new(false), []EventStatus{EventStatusAll}})
			}),
		"OwnedEvents, plain": get("/users/8/owned_events/", "events", event, wantEvent,
			func(ctx context.Context, s *LegacyService) (any, error) { return s.OwnedEvents(ctx, "8", nil) }),
		"ManagedEvents": get("/users/8/managed_events/", "events", event, wantEvent,
			func(ctx context.Context, s *LegacyService) (any, error) { return s.ManagedEvents(ctx, "8") }),
		"Organizers": get("/users/me/organizers/?continuation=C&hide_unsaved=true", "organizers", profile, wantProfile,
			func(ctx context.Context, s *LegacyService) (any, error) {
				return s.Organizers(ctx, Me, &LegacyOrganizerListOptions{c, new(true)})
			}),
		"Organizers, plain": get("/users/8/organizers/", "organizers", profile, wantProfile,
			func(ctx context.Context, s *LegacyService) (any, error) { return s.Organizers(ctx, "8", nil) }),
		// In 2014 the fields of the address stood in the venue: they are not kept.
		"Venues": get("/users/8/venues/", "venues", `{"id": "5", "name": "Hall", "city": "Paris", "latitude": "37.7"}`, lgWant(Venue{ID: "5", Name: "Hall", Latitude: "37.7"}),
			func(ctx context.Context, s *LegacyService) (any, error) { return s.Venues(ctx, "8") }),
		"OwnedEventAttendees": get("/users/me/owned_event_attendees/?changed_since="+ebSinceQuery+"&continuation=C&status=not_attending", "attendees", ebAttendee("9-1"),
			lgWant(ebWantAttendee(t, "9-1")), func(ctx context.Context, s *LegacyService) (any, error) {
				return s.OwnedEventAttendees(ctx, Me, &LegacyAttendeeListOptions{c, "not_attending", ebSince})
			}),
		"OwnedEventAttendees, plain": get("/users/8/owned_event_attendees/", "attendees", ebAttendee("9-1"), lgWant(ebWantAttendee(t, "9-1")),
			func(ctx context.Context, s *LegacyService) (any, error) { return s.OwnedEventAttendees(ctx, "8", nil) }),
		"OwnedEventOrders": get("/users/me/owned_event_orders/?changed_since="+ebSinceQuery+"&continuation=C&exclude_emails=c%40x.org&only_emails=a%40x.org%2Cb%40x.org&status=all",
			"orders", ebOrder(7), lgWant(ebWantOrder(t, 7)), func(ctx context.Context, s *LegacyService) (any, error) {
				return s.OwnedEventOrders(ctx, Me, &LegacyOrderListOptions{c, "all", []string{"a@x.org", "b@x.org"}, []string{"c@x.org"}, ebSince})
			}),
		"OwnedEventOrders, plain": get("/users/8/owned_event_orders/", "orders", ebOrder(7), lgWant(ebWantOrder(t, 7)),
			func(ctx context.Context, s *LegacyService) (any, error) { return s.OwnedEventOrders(ctx, "8", nil) }),
		"SearchOwnedEventOrders": get("/users/me/search_owned_event_orders/?barcodes=1%2C2&continuation=C&expand=event", "orders", ebOrder(7), lgWant(ebWantOrder(t, 7)),
			func(ctx context.Context, s *LegacyService) (any, error) {
				return s.SearchOwnedEventOrders(ctx, Me, &OrderSearchOptions{c, []OrderExpansion{OrderExpandEvent}, []string{"1", "2"}})
			}),
		"TicketClasses": get("/users/8/ticket_classes/", "ticket_classes", fmt.Sprintf(ecTicketClass, 1), lgWant(ecWantTicketClass(t, 1)),
			func(ctx context.Context, s *LegacyService) (any, error) { return s.TicketClasses(ctx, "8") }),
		"EventGroups": get("/users/8/event_groups/", "unknown", `{"id": "1"}`, wantUnknown,
			func(ctx context.Context, s *LegacyService) (any, error) { return s.EventGroups(ctx, "8") }),
		"TrackingBeacons": get("/users/me/tracking_beacons/?continuation=C&return_fmt=x", "unknown", `{"id": "1", "tracking_type": "Facebook Pixel"}`, beacon,
			func(ctx context.Context, s *LegacyService) (any, error) {
				return s.TrackingBeacons(ctx, Me, &TrackingBeaconListOptions{c, "x"})
			}),
		"TrackingBeacons, plain": get("/users/8/tracking_beacons/", "unknown", `{"id": "1", "tracking_type": "Facebook Pixel"}`, beacon,
			func(ctx context.Context, s *LegacyService) (any, error) { return s.TrackingBeacons(ctx, "8", nil) }),
		"ContactLists": get("/users/8/contact_lists/", "contact_lists", fmt.Sprintf(ecContactList, 3), lgWant(ecWantContactList(3)),
			func(ctx context.Context, s *LegacyService) (any, error) { return s.ContactLists(ctx, "8") }),
		"Contacts": get("/users/8/contact_lists/3/contacts/", "contacts", fmt.Sprintf(ecContact, 4), lgWant(ecWantContact(t, 4)),
			func(ctx context.Context, s *LegacyService) (any, error) { return s.Contacts(ctx, "8", "3") }),
		"TicketGroups": get("/users/me/ticket_groups/?continuation=C&expand=tickets&status=archived", "ticket_groups", fmt.Sprintf(ecTicketGroup, 3), lgWant(ecWantTicketGroup(3)),
			func(ctx context.Context, s *LegacyService) (any, error) {
				return s.TicketGroups(ctx, Me, &TicketGroupListOptions{c, TicketGroupStatusArchived, []TicketGroupExpansion{TicketGroupExpandTickets}})
			}),
		"TicketGroups, plain": get("/users/8/ticket_groups/", "ticket_groups", fmt.Sprintf(ecTicketGroup, 3), lgWant(ecWantTicketGroup(3)),
			func(ctx context.Context, s *LegacyService) (any, error) { return s.TicketGroups(ctx, "8", nil) }),
		"Discounts": get("/users/me/discounts/?code=AB&continuation=C&event_id=77&order_by=code_asc&scope=user", "discounts", fmt.Sprintf(ecDiscount, 1), lgWant(ecWantDiscount(1)),
			func(ctx context.Context, s *LegacyService) (any, error) {
				return s.Discounts(ctx, Me, &DiscountListOptions{ContinuationOptions: c, Scope: DiscountScopeUser, EventID: "77", Code: "AB", OrderBy: DiscountOrderCodeAsc})
			}),
		"RootOrganizers": get("/organizers/", "organizers", profile, wantProfile,
			func(ctx context.Context, s *LegacyService) (any, error) { return s.RootOrganizers(ctx) }),
		"RootWebhooks": get("/webhooks/", "webhooks", fmt.Sprintf(ecWebhook, 1), lgWant(ecWantWebhook(t, 1)),
			func(ctx context.Context, s *LegacyService) (any, error) { return s.RootWebhooks(ctx) }),
		"RootCheckoutSettings": get("/checkout_settings/?checkout_methods=paypal%2Coffline&continuation=C&country=US&currency=USD&search_most_recent_event=true",
			"checkout_settings", fmt.Sprintf(ecCheckout, 1), settings, func(ctx context.Context, s *LegacyService) (any, error) {
				return s.RootCheckoutSettings(ctx, &CheckoutSettingsListOptions{c, "US", "USD", []CheckoutMethod{CheckoutMethodPayPal, CheckoutMethodOffline}, new(true)})
			}),
		"RootCheckoutSettings, plain": get("/checkout_settings/", "checkout_settings", fmt.Sprintf(ecCheckout, 1), settings,
			func(ctx context.Context, s *LegacyService) (any, error) { return s.RootCheckoutSettings(ctx, nil) }),
	})
}

// What each other closed endpoint is sent, and what it answers.
func TestLegacyCalls(t *testing.T) {
	t.Parallel()
	raw := func(method, path, body string, call func(context.Context, *LegacyService) (Unverified, error)) ecCall {
		return ecCall{
			method: method, path: path, body: body, answer: `{"id": "1"}`, want: Unverified(`{"id": "1"}`), wrong: []string{`{`},
			call: func(eb *Eventbrite) (any, error) { return call(t.Context(), eb.Legacy) },
		}
	}
	one := func(method, path, body, answer string, want any, call func(context.Context, *LegacyService) (any, error)) ecCall {
		return ecCall{
			method: method, path: path, body: body, answer: answer, want: want, wrong: []string{`{}`, `[]`},
			call: func(eb *Eventbrite) (any, error) { return call(t.Context(), eb.Legacy) },
		}
	}
	list, wantList := fmt.Sprintf(ecContactList, 3), new(ecWantContactList(3))
	const renamed, linked = `{"contact_list":{"name":"Friends"}}`, "/users/8/events/77/ticket_classes/2/ticket_groups/"
	word := func(method, path, body, word string, call func(context.Context, *LegacyService) error) ecCall {
		return ecCall{
			method: method, path: path, body: body, answer: fmt.Sprintf(`{%q: true}`, word), wrong: []string{`{}`, fmt.Sprintf(`{%q: false}`, word)},
			call: func(eb *Eventbrite) (any, error) { return nil, call(t.Context(), eb.Legacy) },
		}
	}
	link := func(body string, groups ...TicketGroupID) ecCall {
		return ecCall{
			method: "POST", path: linked, body: body, status: 204,
			call: func(eb *Eventbrite) (any, error) {
				return nil, eb.Legacy.SetTicketGroups(t.Context(), "8", "77", "2", groups)
			},
		}
	}
	ecProve(t, map[string]ecCall{
		"DefaultOrganizer": one("GET", "/users/8/organizers/default/", "", fmt.Sprintf(ebProfile, 77), new(ebWantProfile(77)),
			func(ctx context.Context, s *LegacyService) (any, error) { return s.DefaultOrganizer(ctx, "8") }),
		"ContactList": one("GET", "/users/8/contact_lists/3/", "", list, wantList,
			func(ctx context.Context, s *LegacyService) (any, error) { return s.ContactList(ctx, "8", "3") }),
		"CreateContactList": one("POST", "/users/8/contact_lists/", renamed, list, wantList,
			func(ctx context.Context, s *LegacyService) (any, error) {
				return s.CreateContactList(ctx, "8", "Friends")
			}),
		"UpdateContactList": one("POST", "/users/8/contact_lists/3/", renamed, list, wantList,
			func(ctx context.Context, s *LegacyService) (any, error) {
				return s.UpdateContactList(ctx, "8", "3", "Friends")
			}),
		"CreateOrganizer": one("POST", "/organizers/", `{"organizer":{"name":"Gala Ltd","description":{"html":"D"},"long_description":{"html":"L"},"logo":{"id":"9"},`+
			`"website":"w","twitter":"t","facebook":"f","instagram":"i"}}`, fmt.Sprintf(ebProfile, 77), new(ebWantProfile(77)),
			func(ctx context.Context, s *LegacyService) (any, error) {
				return s.CreateOrganizer(ctx, OrganizerProfileCreate{"Gala Ltd", "D", "L", "9", "w", "t", "f", "i"})
			}),
		"CreateDiscount": one("POST", "/discounts/", `{"discount":{"type":"coded","code":"AB","percent_off":"15.00"}}`, fmt.Sprintf(ecDiscount, 1), new(ecWantDiscount(1)),
			func(ctx context.Context, s *LegacyService) (any, error) {
				return s.CreateDiscount(ctx, DiscountCreate{Type: DiscountTypeCoded, Code: "AB", PercentOff: "15.00"})
			}),
		"CreateEvent": one("POST", "/events/", ebGalaBody, fmt.Sprintf(ebEvent, 5), new(ebWantEvent(5)),
			func(ctx context.Context, s *LegacyService) (any, error) { return s.CreateEvent(ctx, ebGala) }),
		"CreateTicketGroup": one("POST", "/ticket_groups/", `{"ticket_group":{"name":"Students","status":"live","event_ticket_ids":{"77":["1"]}}}`,
			fmt.Sprintf(ecTicketGroup, 3), new(ecWantTicketGroup(3)), func(ctx context.Context, s *LegacyService) (any, error) {
				return s.CreateTicketGroup(ctx, TicketGroupCreate{"Students", TicketGroupStatusLive, map[EventID][]TicketClassID{"77": {"1"}}})
			}),
		"CreateVenue": one("POST", "/venues/", `{"venue":{"name":"Great Hall","capacity":7}}`, fmt.Sprintf(ebVenue, 5), new(ebWantVenue(5)),
			func(ctx context.Context, s *LegacyService) (any, error) {
				return s.CreateVenue(ctx, VenueCreate{Name: "Great Hall", Capacity: new(int64(7))})
			}),
		"CreateWebhook": one("POST", "/webhooks/", `{"endpoint_url":"https://example.org/x","actions":"order.placed,event.updated","event_id":"77"}`,
			fmt.Sprintf(ecWebhook, 1), new(ecWantWebhook(t, 1)), func(ctx context.Context, s *LegacyService) (any, error) {
				return s.CreateWebhook(ctx, WebhookCreate{"https://example.org/x", []WebhookAction{WebhookActionOrderPlaced, WebhookActionEventUpdated}, "77"})
			}),

		"Currencies": raw("GET", "/users/8/currencies/", "", func(ctx context.Context, s *LegacyService) (Unverified, error) { return s.Currencies(ctx, "8") }),
		"Assortment": raw("GET", "/users/8/assortment/", "", func(ctx context.Context, s *LegacyService) (Unverified, error) { return s.Assortment(ctx, "8") }),
		"SetAssortment": raw("POST", "/users/8/assortment/", `{"plan":"package2"}`, func(ctx context.Context, s *LegacyService) (Unverified, error) {
			return s.SetAssortment(ctx, "8", AssortmentPlanPackage2)
		}),
		"DeleteDiscounts": raw("DELETE", "/users/8/discounts/", "", func(ctx context.Context, s *LegacyService) (Unverified, error) { return s.DeleteDiscounts(ctx, "8") }),
		"CreateEventGroup": raw("POST", "/users/8/event_groups/", `{"a":1}`, func(ctx context.Context, s *LegacyService) (Unverified, error) {
			return s.CreateEventGroup(ctx, "8", Unverified(`{"a": 1}`))
		}),
		"CreateSeries": raw("POST", "/series/", `{"series_parent":{}}`, func(ctx context.Context, s *LegacyService) (Unverified, error) {
			return s.CreateSeries(ctx, Unverified(`{"series_parent": {}}`))
		}),
		"CreateCheckoutSettings": raw("POST", "/checkout_settings/",
			`{"checkout_settings":{"country_code":"US","currency_code":"USD","checkout_method":"paypal"},"paypal_email":"ada@example.org"}`,
			func(ctx context.Context, s *LegacyService) (Unverified, error) {
				return s.CreateCheckoutSettings(ctx, CheckoutSettingsCreate{CountryCode: "US", CurrencyCode: "USD", CheckoutMethod: CheckoutMethodPayPal, PayPalEmail: "ada@example.org"})
			}),

		"AddContact": word("POST", "/users/8/contact_lists/3/contacts/", `{"contact":{"email":"ada@example.org","first_name":"Ada","last_name":"L"}}`, "created",
			func(ctx context.Context, s *LegacyService) error {
				return s.AddContact(ctx, "8", "3", ContactCreate{"ada@example.org", "Ada", "L"})
			}),
		"DeleteContactList": word("DELETE", "/users/8/contact_lists/3/", "", "deleted",
			func(ctx context.Context, s *LegacyService) error { return s.DeleteContactList(ctx, "8", "3") }),
		"DeleteContact": word("DELETE", "/users/8/contact_lists/3/contacts/?email=ada%2Bx%40example.org", "", "deleted",
			func(ctx context.Context, s *LegacyService) error {
				return s.DeleteContact(ctx, "8", "3", "ada+x@example.org")
			}),
		"SetTicketGroups":      link(`{"ticket_group_ids":["11","20"]}`, "11", "20"),
		"SetTicketGroups, nil": link(`{"ticket_group_ids":[]}`),
	})
}

// What would be refused of a successor is of a closed endpoint, too.
func TestLegacyRefused(t *testing.T) {
	t.Parallel()
	of := func(call func(*LegacyService) (any, error)) func(eb *Eventbrite) error {
		return func(eb *Eventbrite) error {
			got, err := call(eb.Legacy)
			if got != nil && !reflect.ValueOf(got).IsNil() {
				t.Errorf("a result beside the error: %v", got)
			}
			return err
		}
	}
	ctx := t.Context()
	calls := map[[2]string]func(*Eventbrite) error{
		{"opts.Scope", "Discounts"}:                 of(func(s *LegacyService) (any, error) { return s.Discounts(ctx, Me, nil) }),
		{"opts.Barcodes", "SearchOwnedEventOrders"}: of(func(s *LegacyService) (any, error) { return s.SearchOwnedEventOrders(ctx, Me, nil) }),
		{"plan", "SetAssortment"}:                   of(func(s *LegacyService) (any, error) { return s.SetAssortment(ctx, Me, "") }),
		{"name", "CreateContactList"}:               of(func(s *LegacyService) (any, error) { return s.CreateContactList(ctx, Me, " ") }),
		{"name", "UpdateContactList"}:               of(func(s *LegacyService) (any, error) { return s.UpdateContactList(ctx, Me, "3", "") }),
		{"contact.Email", "AddContact"}:             of(func(s *LegacyService) (any, error) { return nil, s.AddContact(ctx, Me, "3", ContactCreate{}) }),
		{"email", "DeleteContact"}:                  of(func(s *LegacyService) (any, error) { return nil, s.DeleteContact(ctx, Me, "3", "") }),
		{"organizer.Name", "CreateOrganizer"}:       of(func(s *LegacyService) (any, error) { return s.CreateOrganizer(ctx, OrganizerProfileCreate{}) }),
		{"discount.Code", "CreateDiscount"}:         of(func(s *LegacyService) (any, error) { return s.CreateDiscount(ctx, DiscountCreate{}) }),
		{"event.Start.UTC", "CreateEvent"}:          of(func(s *LegacyService) (any, error) { return s.CreateEvent(ctx, EventCreate{Name: "x"}) }),
		{"ticketGroup.Name", "CreateTicketGroup"}:   of(func(s *LegacyService) (any, error) { return s.CreateTicketGroup(ctx, TicketGroupCreate{}) }),
		{"venue.Name", "CreateVenue"}:               of(func(s *LegacyService) (any, error) { return s.CreateVenue(ctx, VenueCreate{}) }),
		{"webhook.EndpointURL", "CreateWebhook"}:    of(func(s *LegacyService) (any, error) { return s.CreateWebhook(ctx, WebhookCreate{}) }),
		{"settings.CountryCode", "CreateCheckout"}:  of(func(s *LegacyService) (any, error) { return s.CreateCheckoutSettings(ctx, CheckoutSettingsCreate{}) }),
		{"opts.Expand", "TicketGroups"}: of(func(s *LegacyService) (any, error) {
			return s.TicketGroups(ctx, Me, &TicketGroupListOptions{Expand: []TicketGroupExpansion{"A"}})
		}),
		{"opts.PageSize", "Events"}: of(func(s *LegacyService) (any, error) { return s.Events(ctx, Me, &LegacyEventListOptions{PageSize: -1}) }),
		{"opts.Status", "Events"}: of(func(s *LegacyService) (any, error) {
			return s.Events(ctx, Me, &LegacyEventListOptions{Status: []EventStatus{""}})
		}),
		{"opts.VenueFilter", "Events"}: of(func(s *LegacyService) (any, error) {
			return s.Events(ctx, Me, &LegacyEventListOptions{VenueFilter: []VenueID{"1,2"}})
		}),
		{"opts.Status", "OwnedEvents"}: of(func(s *LegacyService) (any, error) {
			return s.OwnedEvents(ctx, Me, &LegacyOwnedEventListOptions{Status: []EventStatus{"a b"}})
		}),
		{"opts.OnlyEmails", "OwnedEventOrders"}: of(func(s *LegacyService) (any, error) {
			return s.OwnedEventOrders(ctx, Me, &LegacyOrderListOptions{OnlyEmails: []string{"a,b@x.org"}})
		}),
		{"opts.ExcludeEmails", "OwnedEventOrders"}: of(func(s *LegacyService) (any, error) {
			return s.OwnedEventOrders(ctx, Me, &LegacyOrderListOptions{ExcludeEmails: []string{""}})
		}),
		{"opts.CheckoutMethods", "RootCheckoutList"}: of(func(s *LegacyService) (any, error) {
			return s.RootCheckoutSettings(ctx, &CheckoutSettingsListOptions{CheckoutMethods: []CheckoutMethod{"a,b"}})
		}),
	}
	for _, body := range []string{"", "null", "[]", "{"} {
		calls[[2]string{"group", "CreateEventGroup " + body}] = of(func(s *LegacyService) (any, error) { return s.CreateEventGroup(ctx, Me, Unverified(body)) })
		calls[[2]string{"series", "CreateSeries " + body}] = of(func(s *LegacyService) (any, error) { return s.CreateSeries(ctx, Unverified(body)) })
	}
	ecRefused(t, calls)
}
