package boxofficetest

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// What is in this file has no state: reads answer the same always, and writes
// are checked and forgotten. Nobody has published what the real server answers
// to most of it; the shapes are our guess, except for categories, subcategories
// and formats.

var cannedRoutes = joined(
	forAll(
		withLocale(listing(PageContinuations, "categories/", cannedList("categories", (*visit).categories))),
		get("categories/{id}/", cannedItem((*visit).category)),
		withLocale(listing(PageContinuations, "subcategories/", cannedList("subcategories", (*visit).subcategories))),
		get("subcategories/{id}/", cannedItem((*visit).subcategory)),
		withLocale(listing(unpagedStyle, "formats/", cannedList("formats", (*visit).formats))),
		get("formats/{id}/", cannedItem((*visit).format)),
		systemTable("timezones",
			object{{"id", "America/Los_Angeles"}, {"timezone", "America/Los_Angeles"}, {"label", "(GMT-0800) United States (Los Angeles) Time"}},
			object{{"id", "Europe/Berlin"}, {"timezone", "Europe/Berlin"}, {"label", "(GMT+0100) Germany Time"}},
		),
		systemTable("countries",
			object{{"code", "DE"}, {"label", "Germany"}},
			object{{"code", "US"}, {"label", "United States"}},
		),
		systemTable("regions",
			object{{"code", "CA"}, {"country_code", "US"}, {"label", "California"}},
			object{{"code", "NY"}, {"country_code", "US"}, {"label", "New York"}},
		),
	),
	ebEndpoints{
		listing(PageContinuations, "users/me/notifications/", cannedList("notifications", func(*visit) []object { return nil })),

		get(inOrganization+"assortment/", forMembers(cannedBody(cannedAssortment()))),
		post(inOrganization+"assortment/", (*visit).setAssortment),
		listing(unpagedStyle, inOrganization+"checkout_settings/", listForMembers("checkout_settings", func(*visit) []object { return cannedCheckout() }),
			param{name: "country", kind: textKind}, param{name: "currency", kind: textKind},
			param{name: "checkout_methods", kind: listKind}, param{name: "search_most_recent_event", kind: boolKind}),
		post(inOrganization+"checkout_settings/", (*visit).setCheckout),
		listing(unpagedStyle, inOrganization+"contact_lists/", listForMembers("contact_lists", func(c *visit) []object {
			return []object{c.contactList("Newsletter")}
		})),
		post(inOrganization+"contact_lists/", (*visit).setContactList),
		get(inOrganization+"contact_lists/{list}/", forMembers(func(c *visit) object { return c.contactList("Newsletter") })),
		post(inOrganization+"contact_lists/{list}/", (*visit).setContactList),
		listing(unpagedStyle, inOrganization+"contact_lists/{list}/contacts/", listForMembers("contacts", func(*visit) []object {
			return []object{{{"email", "ada@example.org"}, {"first_name", "Ada"}, {"last_name", "Lovelace"}}}
		})),
		post(inOrganization+"contact_lists/{list}/contacts/", (*visit).addContact),
		get(inOrganization+"currencies/", forMembers(cannedBody(object{{"currencies", []string{"USD"}}}))),
		listing(PageContinuations, inOrganization+"event_groups/", listForMembers("event_groups", func(c *visit) []object {
			return []object{c.eventGroup("Season")}
		})),
		post(inOrganization+"event_groups/", (*visit).createEventGroup),
		listing(PageContinuations, inOrganization+"tracking_beacons/", listForMembers("tracking_beacons", (*visit).trackingBeacons), param{name: "return_fmt", kind: textKind}),
		// Which discounts the real one deletes is not known; this one, none.
		del(inOrganization+"discounts/", forMembers(cannedBody(object{{"deleted", true}}))),
		get(inOrganization+"seatmaps/", forMembers(cannedBody(object{{"seatmaps", []object{}}})),
			param{name: "venue_id", kind: idKind}, param{name: "venue_name_filter", kind: textKind}),
		get(inOrganization+"text_overrides/", forMembers(cannedBody(object{{"strings", []object{}}})),
			param{name: "locale", kind: textKind}, param{name: "event_id", kind: idKind},
			param{name: "venue_id", kind: idKind}, param{name: "text_codes", kind: listKind, required: true}),
		post(inOrganization+"text_overrides/", (*visit).setTextOverrides),
	},
)

type serveFunc = func(*visit) (response, error)

func cannedBody(body object) func(*visit) object {
	return func(*visit) object { return body }
}

func forMembers(body func(*visit) object) serveFunc {
	return func(c *visit) (response, error) {
		if _, err := c.organization(); err != nil {
			return response{}, err
		}
		return found(body(c))
	}
}

func cannedList(key string, rows func(*visit) []object) serveFunc {
	return func(c *visit) (response, error) {
		return list(c, key, rows(c), func(o object) object { return o })
	}
}

// listForMembers is cannedList for what belongs to an organization.
func listForMembers(key string, rows func(*visit) []object) serveFunc {
	serve := cannedList(key, rows)
	return func(c *visit) (response, error) {
		if _, err := c.organization(); err != nil {
			return response{}, err
		}
		return serve(c)
	}
}

func systemTable(name string, rows ...object) *ebEndpoint {
	return withLocale(listing(unpagedStyle, "system/"+name+"/", cannedList(name, func(*visit) []object { return rows })))
}

func cannedItem(row func(*visit, string) (object, bool)) serveFunc {
	return func(c *visit) (response, error) {
		o, ok := row(c, c.params["id"])
		if !ok {
			return response{}, noPathHere()
		}
		return found(o)
	}
}

// expandCanned is expanded for reference data.
func expandCanned(o object, x expansion, name, id string, row func(string) (object, bool)) object {
	if !x.has(name) {
		return o
	}
	if found, ok := row(id); ok {
		return append(o, field{name, found})
	}
	return append(o, field{name, nil})
}

// What follows is a selection of the real tables.
var (
	categoryNames    = map[string]string{"103": "Music", "105": "Performing & Visual Arts", "110": "Food & Drink"}
	subcategoryNames = map[string]string{"3003": "Classical", "3006": "EDM / Electronic"}
	formatNames      = map[string]string{"2": "Seminar or Talk", "5": "Festival or Fair", "6": "Concert or Performance"}
)

func (c *visit) named(kind, id string, names map[string]string) (object, bool) {
	name, ok := names[id]
	short, _, _ := strings.Cut(name, " ")
	return object{
		{"resource_uri", c.uri(kind+"/{}/", id)},
		{"id", id},
		{"name", name},
		{"name_localized", name},
		{"short_name", short},
		{"short_name_localized", short},
	}, ok
}

func (c *visit) category(id string) (object, bool) {
	return c.named("categories", id, categoryNames)
}

func (c *visit) format(id string) (object, bool) {
	return c.named("formats", id, formatNames)
}

func (c *visit) subcategory(id string) (object, bool) {
	o, ok := c.named("subcategories", id, subcategoryNames)
	parent, _ := c.category("103")
	return append(o, field{"parent_category", parent}), ok
}

func allOf(names map[string]string, row func(string) (object, bool)) []object {
	var rows []object
	for _, id := range slices.Sorted(maps.Keys(names)) {
		o, _ := row(id)
		rows = append(rows, o)
	}
	return rows
}

func (c *visit) categories() []object    { return allOf(categoryNames, c.category) }
func (c *visit) subcategories() []object { return allOf(subcategoryNames, c.subcategory) }
func (c *visit) formats() []object       { return allOf(formatNames, c.format) }

func cannedAssortment() object {
	return object{{"plan", "package2"}}
}

func (c *visit) setAssortment() (response, error) {
	got, err := c.cannedWrite(param{name: "plan", kind: enumKind("package1", "package2"), required: true})
	if err != nil {
		return response{}, err
	}
	return found(object{{"plan", arg[string](got, "plan")}})
}

// cannedWrite checks a write that will be forgotten.
func (c *visit) cannedWrite(params ...param) (args, error) {
	if _, err := c.organization(); err != nil {
		return nil, err
	}
	return c.readBody(params)
}

func cannedCheckout() []object {
	return []object{{
		{"created", utc(setupTime())},
		{"changed", utc(setupTime())},
		{"country_code", "US"},
		{"currency_code", "USD"},
		{"checkout_method", "eventbrite"},
		{"offline_settings", []object{}},
		{"user_instrument_vault_id", nil},
	}}
}

func (c *visit) setCheckout() (response, error) {
	const wrapper = "checkout_settings."
	if _, err := c.cannedWrite(
		param{name: wrapper + "country_code", kind: textKind, required: true},
		param{name: wrapper + "currency_code", kind: textKind, required: true},
		param{name: wrapper + "checkout_method", kind: enumKind("paypal", "eventbrite", "authnet", "offline"), required: true},
		param{name: wrapper + "user_instrument_vault_id", kind: idKind},
		param{name: wrapper + "offline_settings", kind: anyKind},
		param{name: "paypal_email", kind: textKind},
	); err != nil {
		return response{}, err
	}
	return found(object{{"checkout_settings", cannedCheckout()}})
}

func (c *visit) contactList(name string) object {
	return object{
		{"id", "4711"},
		{"resource_uri", c.uri("organizations/{}/contact_lists/{}/", c.params["organization"], "4711")},
		{"name", name},
		{"user_id", c.user()},
	}
}

func (c *visit) setContactList() (response, error) {
	got, err := c.cannedWrite(param{name: "contact_list.name", kind: filledKind, required: true})
	if err != nil {
		return response{}, err
	}
	return found(c.contactList(arg[string](got, "contact_list.name")))
}

func (c *visit) addContact() (response, error) {
	if _, err := c.cannedWrite(
		param{name: "contact.email", kind: filledKind, required: true},
		param{name: "contact.first_name", kind: textKind},
		param{name: "contact.last_name", kind: textKind},
	); err != nil {
		return response{}, err
	}
	return found(object{{"created", true}})
}

func (c *visit) eventGroup(name string) object {
	organization := c.params["organization"]
	return object{
		{"id", "8001"},
		{"name", name},
		{"organization_id", organization},
		{"resource_uri", c.uri("organizations/{}/event_groups/{}/", organization, "8001")},
	}
}

// createEventGroup takes any object, since nothing is known about it.
func (c *visit) createEventGroup() (response, error) {
	if _, err := c.organization(); err != nil {
		return response{}, err
	}
	if len(c.body) > 0 {
		if _, err := parseJSONObject(c.body); err != nil {
			return response{}, refuseCode(http.StatusBadRequest, "INVALID_BODY", badBody)
		}
	}
	return found(c.eventGroup("Season"))
}

func (c *visit) trackingBeacons() []object {
	return []object{{
		{"id", "9001"},
		{"event_id", nil},
		{"user_id", c.params["organization"]},
		{"pixel_id", "123456"},
		{"triggers", object{{"event_listing", object{}}}},
	}}
}

func (c *visit) setTextOverrides() (response, error) {
	if _, err := c.cannedWrite(
		param{name: "locale", kind: textKind}, param{name: "event_id", kind: idKind},
		param{name: "venue_id", kind: idKind}, param{name: "strings", kind: anyKind, required: true},
	); err != nil {
		return response{}, err
	}
	return found(object{{"strings", []object{}}})
}
