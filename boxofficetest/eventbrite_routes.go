package boxofficetest

import (
	"net/http"
	"strings"
)

// ebEndpoint is one method of one path.
type ebEndpoint struct {
	method  string
	pattern string // below ebRoot
	style   ContinuationStyle
	serve   func(*visit) (response, error)
	query   []param // besides token, expand and continuation
	public  bool    // good for a public token
	legacy  bool    // refused since organizations exist
	gone    bool    // an unknown path, though it would match another pattern
	locale  bool    // the list says its language
}

type ebEndpoints []*ebEndpoint

func get(pattern string, serve func(*visit) (response, error), query ...param) *ebEndpoint {
	return &ebEndpoint{method: http.MethodGet, pattern: pattern, style: noList, serve: serve, query: query}
}

func post(pattern string, serve func(*visit) (response, error)) *ebEndpoint {
	return &ebEndpoint{method: http.MethodPost, pattern: pattern, style: noList, serve: serve}
}

func del(pattern string, serve func(*visit) (response, error)) *ebEndpoint {
	return &ebEndpoint{method: http.MethodDelete, pattern: pattern, style: noList, serve: serve}
}

// listing is get for a list.
func listing(style ContinuationStyle, pattern string, serve func(*visit) (response, error), query ...param) *ebEndpoint {
	row := get(pattern, serve, query...)
	row.style = style
	return row
}

func legacy(method, pattern string) *ebEndpoint {
	return &ebEndpoint{method: method, pattern: pattern, legacy: true}
}

// forAll opens endpoints to public tokens. Which ones are is our guess, except
// for the reference data.
func forAll(rows ...*ebEndpoint) ebEndpoints {
	for _, row := range rows {
		row.public = true
	}
	return rows
}

func withLocale(row *ebEndpoint) *ebEndpoint {
	row.locale = true
	return row
}

const (
	inOrganization = "organizations/{organization}/"
	inUser         = "users/{user}/"
	inEvent        = "events/{event}/"
)

var (
	timeFilter   = param{name: "time_filter", kind: enumKind("all", "past", "current_future")}
	changedSince = param{name: "changed_since", kind: timeKind}
	lastItemSeen = param{name: "last_item_seen", kind: idKind}
	pageNumber   = param{name: "page", kind: intKind}
	pageSize     = param{name: "page_size", kind: intKind}
	onlyEmails   = param{name: "only_emails", kind: listKind}
	exceptEmails = param{name: "exclude_emails", kind: listKind}
	groupStatus  = param{name: "status", kind: enumKind("live", "archived", "deleted", "all")}

	organizationEventFilters = []param{
		{name: "name_filter", kind: textKind},
		{name: "currency_filter", kind: textKind},
		{name: "order_by", kind: enumKind("start_asc", "start_desc", "created_asc", "created_desc", "name_asc", "name_desc")},
		{name: "series_filter", kind: enumListKind("allevents", "children", "parents", "nonseries", "allseries")},
		{name: "show_series_parent", kind: boolKind},
		{name: "status", kind: eventStatuses},
		{name: "event_group_id", kind: textKind},
		{name: "collection_id", kind: textKind},
		{name: "venue_filter", kind: listKind},
		{name: "organizer_filter", kind: listKind},
		{name: "inventory_type_filter", kind: enumListKind("limited", "reserved", "externally_ticketed")},
		{name: "event_ids", kind: listKind},
		{name: "event_ids_to_exclude", kind: listKind},
		{name: "collection_ids_to_exclude", kind: listKind},
		timeFilter, pageNumber, pageSize,
	}
	placeEventFilters = []param{
		{name: "status", kind: eventStatuses},
		{name: "order_by", kind: enumKind("start_asc", "start_desc", "created_asc", "created_desc")},
		{name: "start_date.range_start", kind: timeKind},
		{name: "start_date.range_end", kind: timeKind},
		{name: "only_public", kind: boolKind},
	}
	seriesEventFilters = []param{
		{name: "order_by", kind: enumKind("start_asc", "start_desc", "created_asc", "created_desc")},
		{name: "start_date.range_start", kind: timeKind},
		{name: "start_date.range_end", kind: timeKind},
		timeFilter,
	}
	discountFilters = []param{
		{name: "scope", kind: enumKind("event", "multi_events", "user"), required: true},
		{name: "event_id", kind: textKind},
		{name: "ticket_group_id", kind: textKind},
		{name: "code", kind: textKind},
		{name: "code_filter", kind: textKind},
		{name: "type", kind: enumListKind(discountTypes...)},
		{name: "order_by", kind: enumKind("code_asc", "code_desc", "discount_type_asc", "discount_type_desc", "start_asc", "start_desc")},
		{name: "hold_ids", kind: listKind},
		pageNumber, pageSize,
	}
	pointOfSale  = param{name: "pos", kind: enumKind("online", "at_the_door")}
	classFilters = []param{
		pointOfSale,
		{name: "category", kind: enumListKind("all", "admission", "add_on", "donation")},
		{name: "include_holds", kind: boolKind},
	}
	saleFilters = []param{pointOfSale, {name: "code", kind: textKind}, {name: "hold_id", kind: textKind}}

	eventStatuses = enumListKind("draft", "live", "started", "ended", "completed", "canceled", "all")
)

// ebRoutes are all endpoints. Where two patterns match, the first one does.
// Those of canned answers are marked in their own file.
var ebRoutes = joined(
	userRoutes, organizationRoutes, eventRoutes, orderRoutes, placeRoutes, saleRoutes, cannedRoutes, legacyRoutes,
)

func joined(lists ...ebEndpoints) ebEndpoints {
	var all ebEndpoints
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

var userRoutes = ebEndpoints{
	get(inUser, (*visit).getUser),
	listing(CountedContinuations, inUser+"organizations/", (*visit).listOrganizations),
	listing(PageContinuations, inUser+"orders/", (*visit).listUserOrders, changedSince, timeFilter),
	listing(PageContinuations, inUser+"bookmarks/", (*visit).listBookmarks, param{name: "bookmark_list_id", kind: idKind}),
	post(inUser+"bookmarks/save/", (*visit).saveBookmarks),
	post(inUser+"bookmarks/unsave/", (*visit).unsaveBookmarks),
}

// That the lists of members and of roles are alike in their pagination is our
// guess.
var organizationRoutes = ebEndpoints{
	get("organizations/", (*visit).refuseFeature),
	listing(BareContinuations, inOrganization+"members/", (*visit).listMembers),
	listing(BareContinuations, inOrganization+"roles/", (*visit).listRoles),
	listing(PageContinuations, inOrganization+"webhooks/", (*visit).listWebhooks),
	post(inOrganization+"webhooks/", (*visit).createWebhook),
	get("webhooks/{webhook}/", (*visit).getWebhook),
	del("webhooks/{webhook}/", (*visit).deleteWebhook),
}

var eventRoutes = joined(
	ebEndpoints{
		listing(PageContinuations, inOrganization+"events/", (*visit).listOrganizationEvents, organizationEventFilters...),
		post(inOrganization+"events/", (*visit).createEvent),
		{pattern: "events/search/", gone: true},
	},
	forAll(
		listing(unpagedStyle, "events/", (*visit).batchEvents, param{name: "event_ids", kind: listKind, required: true}),
		get(inEvent, (*visit).getEvent),
		get(inEvent+"description/", (*visit).getEventDescription),
		get("series/{event}/", (*visit).getSeries),
		listing(PageContinuations, "series/{event}/events/", (*visit).listSeriesEvents, seriesEventFilters...),
	),
	ebEndpoints{
		post(inEvent, (*visit).updateEvent),
		del(inEvent, (*visit).deleteEvent),
		post(inEvent+"publish/", (*visit).publishEvent),
		post(inEvent+"unpublish/", (*visit).unpublishEvent),
		post(inEvent+"cancel/", (*visit).cancelEvent),
		post(inEvent+"copy/", (*visit).copyEvent),
	},
)

var orderRoutes = ebEndpoints{
	listing(PageContinuations, inOrganization+"orders/", (*visit).listOrganizationOrders,
		param{name: "status", kind: enumKind("active", "inactive", "both", "all_not_deleted")},
		changedSince, onlyEmails, exceptEmails, timeFilter),
	listing(unpagedStyle, inOrganization+"orders/search/", (*visit).searchOrders, param{name: "barcodes", kind: listKind}),
	listing(PageContinuations, inOrganization+"attendees/", (*visit).listOrganizationAttendees,
		param{name: "status", kind: enumKind("attending", "not_attending")}, changedSince),
	listing(PageContinuations, inEvent+"orders/", (*visit).listEventOrders,
		param{name: "status", kind: enumKind("active", "inactive", "all_not_deleted")},
		param{name: "refund_request_statuses", kind: enumListKind("completed", "pending", "outside_policy", "disputed", "denied")},
		changedSince, lastItemSeen, onlyEmails, exceptEmails, pageNumber),
	listing(PageContinuations, inEvent+"attendees/", (*visit).listEventAttendees,
		param{name: "status", kind: enumKind("attending", "not_attending", "unpaid")},
		param{name: "attendee_ids", kind: listKind}, changedSince, lastItemSeen, pageNumber),
	get(inEvent+"attendees/{attendee}/", (*visit).getEventAttendee),
	get("orders/{order}/", (*visit).getOrder),
	listing(PageContinuations, "orders/{order}/attendees/", (*visit).listOrderAttendees),
	get("orders/{order}/attendees/{attendee}/", (*visit).getOrderAttendee),
}

var placeRoutes = joined(
	ebEndpoints{
		listing(PageContinuations, inOrganization+"venues/", (*visit).listVenues),
		post(inOrganization+"venues/", (*visit).createVenue),
		post("venues/{venue}/", (*visit).updateVenue),
		listing(PageContinuations, inOrganization+"organizers/", (*visit).listOrganizers, pageNumber),
		post(inOrganization+"organizers/", (*visit).createOrganizer),
		get(inOrganization+"organizers/default/", (*visit).getDefaultOrganizer),
	},
	forAll(
		get("venues/{venue}/", (*visit).getVenue),
		listing(PageContinuations, "venues/{venue}/events/", (*visit).listVenueEvents, placeEventFilters...),
		listing(unpagedStyle, "organizers/", (*visit).batchOrganizers, param{name: "organizer_ids", kind: listKind, required: true}),
		get("organizers/{organizer}/", (*visit).getOrganizer),
		listing(PageContinuations, "organizers/{organizer}/events/", (*visit).listOrganizerEvents, placeEventFilters...),
	),
)

var saleRoutes = joined(
	ebEndpoints{
		listing(CountedContinuations, inOrganization+"ticket_classes/", (*visit).listOrganizationTicketClasses, pageNumber),
		listing(CountedContinuations, inEvent+"ticket_classes/", (*visit).listTicketClasses, classFilters...),
		post(inEvent+"ticket_classes/", (*visit).createTicketClass),
	},
	forAll(
		listing(CountedContinuations, inEvent+"ticket_classes/for_sale/", (*visit).listTicketClassesForSale, saleFilters...),
	),
	ebEndpoints{
		get(inEvent+"ticket_classes/{class}/", (*visit).getTicketClass),
		post(inEvent+"ticket_classes/{class}/", (*visit).updateTicketClass),
		del(inEvent+"ticket_classes/{class}/", (*visit).deleteTicketClass),
		listing(PageContinuations, inOrganization+"ticket_groups/", (*visit).listTicketGroups, groupStatus),
		post(inOrganization+"ticket_groups/", (*visit).createTicketGroup),
		post(inOrganization+"events/{event}/ticket_classes/{class}/ticket_groups/", (*visit).linkTicketGroups),
		get("ticket_groups/{group}/", (*visit).getTicketGroup),
		post("ticket_groups/{group}/", (*visit).updateTicketGroup),
		del("ticket_groups/{group}/", (*visit).deleteTicketGroup),
		listing(PageContinuations, inOrganization+"discounts/", (*visit).listDiscounts, discountFilters...),
		post(inOrganization+"discounts/", (*visit).createDiscount),
		get("discounts/{discount}/", (*visit).getDiscount),
		post("discounts/{discount}/", (*visit).updateDiscount),
		del("discounts/{discount}/", (*visit).deleteDiscount),
	},
)

// legacyRoutes refuse, whatever the request looks like otherwise.
var legacyRoutes = ebEndpoints{
	legacy("GET", inUser+"events/"),
	legacy("GET", inUser+"owned_events/"),
	legacy("GET", inUser+"managed_events/"),
	legacy("GET", inUser+"organizers/"),
	legacy("GET", inUser+"organizers/default/"),
	legacy("GET", inUser+"venues/"),
	legacy("GET", inUser+"owned_event_attendees/"),
	legacy("GET", inUser+"owned_event_orders/"),
	legacy("GET", inUser+"search_owned_event_orders/"),
	legacy("GET", inUser+"ticket_classes/"),
	legacy("GET", inUser+"currencies/"),
	legacy("GET", inUser+"event_groups/"),
	legacy("POST", inUser+"event_groups/"),
	legacy("GET", inUser+"tracking_beacons/"),
	legacy("GET", inUser+"contact_lists/"),
	legacy("POST", inUser+"contact_lists/"),
	legacy("GET", inUser+"contact_lists/{list}/"),
	legacy("POST", inUser+"contact_lists/{list}/"),
	legacy("DELETE", inUser+"contact_lists/{list}/"),
	legacy("GET", inUser+"contact_lists/{list}/contacts/"),
	legacy("POST", inUser+"contact_lists/{list}/contacts/"),
	legacy("DELETE", inUser+"contact_lists/{list}/contacts/"),
	legacy("GET", inUser+"ticket_groups/"),
	legacy("POST", inUser+"events/{event}/ticket_classes/{class}/ticket_groups/"),
	legacy("GET", inUser+"discounts/"),
	legacy("DELETE", inUser+"discounts/"),
	legacy("GET", inUser+"assortment/"),
	legacy("POST", inUser+"assortment/"),

	legacy("GET", "checkout_settings/"),
	legacy("POST", "checkout_settings/"),
	legacy("POST", "organizers/"),
	legacy("GET", "webhooks/"),
	legacy("POST", "webhooks/"),
	legacy("POST", "discounts/"),
	legacy("POST", "events/"),
	legacy("POST", "series/"),
	legacy("POST", "ticket_groups/"),
	legacy("POST", "venues/"),
}

// route finds the endpoint. A path that is there for other methods is 405.
func (c *visit) route() error {
	rest, ok := strings.CutPrefix(c.r.URL.Path, ebRoot+"/")
	if !ok {
		return noPathHere()
	}
	method := c.r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	pattern := ""
	for _, row := range ebRoutes {
		params, ok := matchPath(row.pattern, rest)
		if !ok || pattern != "" && row.pattern != pattern {
			continue
		}
		if row.gone {
			break
		}
		pattern = row.pattern
		if row.method == method {
			c.row, c.params = row, params
			return nil
		}
	}
	if pattern == "" {
		return noPathHere()
	}
	return refuseCode(http.StatusMethodNotAllowed, "METHOD_NOT_ALLOWED", wrongMethod)
}

func matchPath(pattern, path string) (params map[string]string, ok bool) {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return nil, false
	}
	params = map[string]string{}
	for i, segment := range want {
		switch name, isParam := strings.CutPrefix(segment, "{"); {
		case !isParam && got[i] != segment, isParam && got[i] == "":
			return nil, false
		case isParam:
			params[strings.TrimSuffix(name, "}")] = got[i]
		}
	}
	return params, true
}
