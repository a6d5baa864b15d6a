package boxoffice

import "context"

// LegacyService calls the endpoints that Eventbrite closed on 2020-06-01, as they
// were, for programs that still meet them: recorded traffic, servers that imitate the
// old API. Each method names its successor. Where Eventbrite refuses one, the error is
// [ErrLegacyEndpoint] and [Error.Successor] holds the route that replaces it; see
// [MigrateEventbrite] for the whole table.
//
// See https://www.eventbrite.com/platform/docs/organizations
type LegacyService struct{ client *Client }

// legacy makes the request of a closed endpoint.
func (s *LegacyService) legacy(name, method, path string, args ...any) request {
	successor := ""
	if row, ok := migrationFor(method, path); ok {
		successor = row.Method + " " + row.Path
	}
	return request{
		op: "Legacy." + name, method: method, path: path, args: args,
		explained: func(e *Error) {
			// The last code is that of GET /organizers/, today a read of several by id.
			explainLegacy(e, successor, path == legacyOrganizers && method == "GET" && e.Code == "ARGUMENTS_ERROR")
		},
	}
}

// explainLegacy makes the refusals of a closed endpoint say so.
func explainLegacy(e *Error, successor string, also bool) {
	if e.Code == "NOT_FOUND" || e.Code == "NOT_AUTHORIZED" || also {
		e.addKind(ErrLegacyEndpoint)
		e.Successor = successor
		e.Hint = "Eventbrite has closed this endpoint, or the user does not exist"
	}
}

// explainUntyped does for Do and Walk what legacy does, if the path is that of a
// closed endpoint. GET /organizers/ lives on as a read of several by id.
func explainUntyped(method, path string) func(*Error) {
	row, ok := MigrateEventbrite(method, path, "")
	if !ok || row.LegacyPath == legacyOrganizers && method == "GET" {
		return nil
	}
	return func(e *Error) { explainLegacy(e, row.Method+" "+row.Path, false) }
}

// legacyList reads one page of a closed list.
func legacyList[T any](ctx context.Context, s *LegacyService, key string, r request) (*Page[T], error) {
	return (&continuations[T]{client: s.client, key: key, req: r}).page(ctx)
}

// with adds a query to a request.
func (r request) with(query any, refused error) request {
	r.query, r.refused = query, refused
	return r
}

// sending adds a body to a request.
func (r request) sending(body any, refused error) request {
	r.body, r.refused = body, refused
	return r
}

// Events lists the events of a user. Certainty: B.
//
// Deprecated: Eventbrite has closed it; use [EventsService.List].
//
// GET /v3/users/{user_id}/events/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) Events(ctx context.Context, userID UserID, opts *LegacyEventListOptions) (*Page[Event], error) {
	return legacyList[Event](ctx, s, "events", s.legacy("Events", "GET", "/users/{user_id}/events/", userID).with(opts, opts.check()))
}

// OwnedEvents lists the events that a user owns. Certainty: B.
//
// Deprecated: Eventbrite has closed it; use [EventsService.List].
//
// GET /v3/users/{user_id}/owned_events/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) OwnedEvents(ctx context.Context, userID UserID, opts *LegacyOwnedEventListOptions) (*Page[Event], error) {
	return legacyList[Event](ctx, s, "events", s.legacy("OwnedEvents", "GET", "/users/{user_id}/owned_events/", userID).with(opts, opts.check()))
}

// ManagedEvents lists the events that a user manages. Certainty: D.
//
// Deprecated: Eventbrite has closed it; use [EventsService.List].
//
// GET /v3/users/{user_id}/managed_events/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) ManagedEvents(ctx context.Context, userID UserID) (*Page[Event], error) {
	return legacyList[Event](ctx, s, "events", s.legacy("ManagedEvents", "GET", "/users/{user_id}/managed_events/", userID))
}

// Organizers lists the organizer profiles that a user owns. Certainty: B.
//
// Deprecated: Eventbrite has closed it; use [OrganizerProfilesService.List].
//
// GET /v3/users/{user_id}/organizers/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) Organizers(ctx context.Context, userID UserID, opts *LegacyOrganizerListOptions) (*Page[OrganizerProfile], error) {
	return legacyList[OrganizerProfile](ctx, s, "organizers", s.legacy("Organizers", "GET", "/users/{user_id}/organizers/", userID).with(opts, nil))
}

// DefaultOrganizer reads a user's default organizer profile. Certainty: D.
//
// Deprecated: Eventbrite has closed it; use [OrganizerProfilesService.Default].
//
// GET /v3/users/{user_id}/organizers/default/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) DefaultOrganizer(ctx context.Context, userID UserID) (*OrganizerProfile, error) {
	return fetch(ctx, s.client, s.legacy("DefaultOrganizer", "GET", "/users/{user_id}/organizers/default/", userID), func(o *OrganizerProfile) bool { return o.ID != "" })
}

// Venues lists a user's venues. Certainty: B.
//
// Deprecated: Eventbrite has closed it; use [VenuesService.List].
//
// GET /v3/users/{user_id}/venues/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) Venues(ctx context.Context, userID UserID) (*Page[Venue], error) {
	return legacyList[Venue](ctx, s, "venues", s.legacy("Venues", "GET", "/users/{user_id}/venues/", userID))
}

// OwnedEventAttendees lists the attendees of a user's events. Certainty: B.
//
// Deprecated: Eventbrite has closed it; use [AttendeesService.List].
//
// GET /v3/users/{user_id}/owned_event_attendees/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) OwnedEventAttendees(ctx context.Context, userID UserID, opts *LegacyAttendeeListOptions) (*Page[Attendee], error) {
	return legacyList[Attendee](ctx, s, "attendees", s.legacy("OwnedEventAttendees", "GET", "/users/{user_id}/owned_event_attendees/", userID).with(opts, nil))
}

// OwnedEventOrders lists the orders for a user's events. Certainty: B.
//
// Deprecated: Eventbrite has closed it; use [OrdersService.List].
//
// GET /v3/users/{user_id}/owned_event_orders/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) OwnedEventOrders(ctx context.Context, userID UserID, opts *LegacyOrderListOptions) (*Page[Order], error) {
	return legacyList[Order](ctx, s, "orders", s.legacy("OwnedEventOrders", "GET", "/users/{user_id}/owned_event_orders/", userID).with(opts, opts.check()))
}

// SearchOwnedEventOrders searches the orders for a user's events. Certainty: D.
//
// Deprecated: Eventbrite has closed it; use [OrdersService.Search].
//
// GET /v3/users/{user_id}/search_owned_event_orders/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) SearchOwnedEventOrders(ctx context.Context, userID UserID, opts *OrderSearchOptions) (*Page[Order], error) {
	return legacyList[Order](ctx, s, "orders", s.legacy("SearchOwnedEventOrders", "GET", "/users/{user_id}/search_owned_event_orders/", userID).with(opts, opts.check()))
}

// TicketClasses lists the ticket classes of a user's events. Certainty: D.
//
// Deprecated: Eventbrite has closed it; use [TicketClassesService.List].
//
// GET /v3/users/{user_id}/ticket_classes/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) TicketClasses(ctx context.Context, userID UserID) (*Page[TicketClass], error) {
	return legacyList[TicketClass](ctx, s, "ticket_classes", s.legacy("TicketClasses", "GET", "/users/{user_id}/ticket_classes/", userID))
}

// Currencies reads a user's currencies. Certainty: D.
//
// Deprecated: Eventbrite has closed it; use [CurrenciesService.Get].
//
// GET /v3/users/{user_id}/currencies/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) Currencies(ctx context.Context, userID UserID) (Unverified, error) {
	return fetchRaw(ctx, s.client, s.legacy("Currencies", "GET", "/users/{user_id}/currencies/", userID))
}

// EventGroups lists a user's event groups. Certainty: D.
//
// Deprecated: Eventbrite has closed it; use [EventGroupsService.List].
//
// GET /v3/users/{user_id}/event_groups/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) EventGroups(ctx context.Context, userID UserID) (*Page[Unverified], error) {
	return legacyList[Unverified](ctx, s, "", s.legacy("EventGroups", "GET", "/users/{user_id}/event_groups/", userID))
}

// CreateEventGroup makes an event group. Certainty: D.
//
// Deprecated: Eventbrite has closed it; use [EventGroupsService.Create].
//
// POST /v3/users/{user_id}/event_groups/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) CreateEventGroup(ctx context.Context, userID UserID, group Unverified) (Unverified, error) {
	return fetchRaw(ctx, s.client, s.legacy("CreateEventGroup", "POST", "/users/{user_id}/event_groups/", userID).sending(group, checkObject("group", group)))
}

// TrackingBeacons lists a user's tracking beacons. Certainty: B.
//
// Deprecated: Eventbrite has closed it; use [TrackingBeaconsService.List].
//
// GET /v3/users/{user_id}/tracking_beacons/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) TrackingBeacons(ctx context.Context, userID UserID, opts *TrackingBeaconListOptions) (*Page[TrackingBeacon], error) {
	return legacyList[TrackingBeacon](ctx, s, "", s.legacy("TrackingBeacons", "GET", "/users/{user_id}/tracking_beacons/", userID).with(opts, nil))
}

// TicketGroups lists a user's ticket groups. Certainty: B.
//
// Deprecated: Eventbrite has closed it; use [TicketGroupsService.List].
//
// GET /v3/users/{user_id}/ticket_groups/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) TicketGroups(ctx context.Context, userID UserID, opts *TicketGroupListOptions) (*Page[TicketGroup], error) {
	return legacyList[TicketGroup](ctx, s, "ticket_groups", s.legacy("TicketGroups", "GET", "/users/{user_id}/ticket_groups/", userID).with(opts, opts.check()))
}

// Discounts lists a user's discounts. Certainty: B.
//
// Deprecated: Eventbrite has closed it; use [DiscountsService.List].
//
// GET /v3/users/{user_id}/discounts/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) Discounts(ctx context.Context, userID UserID, opts *DiscountListOptions) (*Page[Discount], error) {
	return legacyList[Discount](ctx, s, "discounts", s.legacy("Discounts", "GET", "/users/{user_id}/discounts/", userID).with(opts, opts.check()))
}

// DeleteDiscounts is named without a word on what it deletes: perhaps all discounts of a user. Certainty: D.
//
// Deprecated: Eventbrite has closed it; use [DiscountsService.Delete].
//
// DELETE /v3/users/{user_id}/discounts/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) DeleteDiscounts(ctx context.Context, userID UserID) (Unverified, error) {
	return fetchRaw(ctx, s.client, s.legacy("DeleteDiscounts", "DELETE", "/users/{user_id}/discounts/", userID))
}

// Assortment reads the package that a user has chosen. Certainty: B.
//
// Deprecated: Eventbrite has closed it; use [AssortmentService.Get].
//
// GET /v3/users/{user_id}/assortment/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) Assortment(ctx context.Context, userID UserID) (Unverified, error) {
	return fetchRaw(ctx, s.client, s.legacy("Assortment", "GET", "/users/{user_id}/assortment/", userID))
}

// SetAssortment chooses a package for a user. Certainty: B.
//
// Deprecated: Eventbrite has closed it; use [AssortmentService.Set].
//
// POST /v3/users/{user_id}/assortment/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) SetAssortment(ctx context.Context, userID UserID, plan AssortmentPlan) (Unverified, error) {
	return fetchRaw(ctx, s.client, s.legacy("SetAssortment", "POST", "/users/{user_id}/assortment/", userID).sending(map[string]any{"plan": plan}, plan.check()))
}

// SetTicketGroups adds a ticket class to these groups; none takes it out of all.
// Certainty: B.
//
// Deprecated: Eventbrite has closed it; use [TicketGroupsService.LinkTicketClass] and
// [TicketGroupsService.UnlinkTicketClass].
//
// POST /v3/users/{user_id}/events/{event_id}/ticket_classes/{ticket_class_id}/ticket_groups/,
// see https://www.eventbrite.com/developer/v3/endpoints/users/. [ErrLegacyEndpoint].
func (s *LegacyService) SetTicketGroups(ctx context.Context, userID UserID, eventID EventID, ticketClassID TicketClassID, groupIDs []TicketGroupID) error {
	if groupIDs == nil {
		groupIDs = []TicketGroupID{}
	}
	r := s.legacy("SetTicketGroups", "POST", "/users/{user_id}/events/{event_id}/ticket_classes/{ticket_class_id}/ticket_groups/", userID, eventID, ticketClassID)
	return s.client.call(ctx, r.sending(map[string]any{"ticket_group_ids": groupIDs}, nil), nil)
}
