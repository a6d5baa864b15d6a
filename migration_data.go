package boxoffice

// eventbriteMigrations is Eventbrite's table. It is a function and no variable so
// that nobody can change it.
func eventbriteMigrations() []EventbriteMigration {
	const (
		organization = "/organizations/{organization_id}/"
		events       = "One organization's events: a user with several organizations needs a call for each. Send status: sources disagree on which events come without."
	)
	return []EventbriteMigration{
		{1, "GET", "/checkout_settings/", "GET", organization + "checkout_settings/", CertaintyNamed, false, "CheckoutSettings.List", ""},
		{2, "GET", "/organizers/", "GET", organization + "organizers/", CertaintyThirdParty, false, "OrganizerProfiles.List", "The old path still answers, but as a batch read of public organizers: it needs organizer_ids."},
		{3, "GET", "/webhooks/", "GET", organization + "webhooks/", CertaintyRecorded, true, "Webhooks.List", "The user_id of a webhook is the organization's id."},
		{4, "GET", "/users/{user_id}/assortment/", "GET", organization + "assortment/", CertaintyNamed, false, "Assortment.Get", ""},
		{5, "GET", "/users/{user_id}/contact_lists/", "GET", organization + "contact_lists/", CertaintyNamed, false, "ContactLists.List", ""},
		{6, "GET", "/users/{user_id}/contact_lists/{contact_list_id}/", "GET", organization + "contact_lists/{contact_list_id}/", CertaintyNamed, false, "ContactLists.Get", ""},
		{7, "GET", "/users/{user_id}/contact_lists/{contact_list_id}/contacts/", "GET", organization + "contact_lists/{contact_list_id}/contacts/", CertaintyNamed, false, "ContactLists.ListContacts", ""},
		{8, "GET", "/users/{user_id}/currencies/", "GET", organization + "currencies/", CertaintyNamed, false, "Currencies.Get", ""},
		{9, "GET", "/users/{user_id}/discounts/", "GET", organization + "discounts/", CertaintyRecorded, true, "Discounts.List", "The query needs a scope (event, multi_events or user); event and user also need event_id."},
		{10, "GET", "/users/{user_id}/events/", "GET", organization + "events/", CertaintyRecorded, true, "Events.List", events},
		{11, "GET", "/users/{user_id}/event_groups/", "GET", organization + "event_groups/", CertaintyNamed, false, "EventGroups.List", ""},
		{12, "GET", "/users/{user_id}/managed_events/", "GET", organization + "events/", CertaintyRecorded, true, "Events.List", events},
		{13, "GET", "/users/{user_id}/organizers/", "GET", organization + "organizers/", CertaintyThirdParty, false, "OrganizerProfiles.List", "hide_unsaved is not known here, and Eventbrite refuses parameters that it does not know."},
		{14, "GET", "/users/{user_id}/organizers/default/", "GET", organization + "organizers/default/", CertaintyNamed, false, "OrganizerProfiles.Default", ""},
		{15, "GET", "/users/{user_id}/owned_events/", "GET", organization + "events/", CertaintyRecorded, true, "Events.List", events},
		{16, "GET", "/users/{user_id}/owned_event_attendees/", "GET", organization + "attendees/", CertaintyDocumented, true, "Attendees.List", "One organization's attendees: a user with several organizations needs a call for each."},
		{17, "GET", "/users/{user_id}/owned_event_orders/", "GET", organization + "orders/", CertaintyRecorded, true, "Orders.List", "Orders lose display_price, display_fee and the other display costs, which GET /orders/{order_id}/ still has. status=all is not known here: all_not_deleted is."},
		{18, "GET", "/users/{user_id}/search_owned_event_orders/", "GET", organization + "orders/search/", CertaintyThirdParty, false, "Orders.Search", "Of the parameters only barcodes is known, and of the answer only the list of orders."},
		{19, "GET", "/users/{user_id}/ticket_classes/", "GET", organization + "ticket_classes/", CertaintyThirdParty, false, "TicketClasses.List", ""},
		{20, "GET", "/users/{user_id}/ticket_groups/", "GET", organization + "ticket_groups/", CertaintyDocumented, true, "TicketGroups.List", ""},
		{21, "GET", "/users/{user_id}/tracking_beacons/", "GET", organization + "tracking_beacons/", CertaintyNamed, false, "TrackingBeacons.List", "Whether return_fmt still means something is not known."},
		{22, "GET", "/users/{user_id}/venues/", "GET", organization + "venues/", CertaintyImported, true, "Venues.List", "The address is an object of its own: in old answers its fields stood in the venue."},
		{23, "POST", "/users/{user_id}/assortment/", "POST", organization + "assortment/", CertaintyNamed, false, "Assortment.Set", ""},
		{24, "POST", "/users/{user_id}/contact_lists/", "POST", organization + "contact_lists/", CertaintyNamed, false, "ContactLists.Create", ""},
		{25, "POST", "/users/{user_id}/contact_lists/{contact_list_id}/", "POST", organization + "contact_lists/{contact_list_id}/", CertaintyNamed, false, "ContactLists.Update", ""},
		{26, "POST", "/users/{user_id}/contact_lists/{contact_list_id}/contacts/", "POST", organization + "contact_lists/{contact_list_id}/contacts/", CertaintyNamed, false, "ContactLists.AddContact", ""},
		{27, "POST", "/users/{user_id}/event_groups/", "POST", organization + "event_groups/", CertaintyNamed, false, "EventGroups.Create", ""},
		{28, "POST", "/checkout_settings/", "POST", organization + "checkout_settings/", CertaintyNamed, false, "CheckoutSettings.Create", ""},
		{29, "POST", "/discounts/", "POST", organization + "discounts/", CertaintyRecorded, true, "Discounts.Create", "A discount without event_id and ticket_group_id is for every event of the organization, future ones too."},
		{30, "POST", "/events/", "POST", organization + "events/", CertaintyRecorded, true, "Events.Create", "Eventbrite's table spells the new path /organizatons/, which does not exist."},
		{31, "POST", "/organizers/", "POST", organization + "organizers/", CertaintyNamed, false, "OrganizerProfiles.Create", ""},
		{32, "POST", "/series/", "POST", organization + "events/", CertaintyDocumented, true, "Events.Create", "A series is an event with is_series; its dates are added with POST /events/{event_id}/schedules/."},
		{33, "POST", "/ticket_groups/", "POST", organization + "ticket_groups/", CertaintyDocumented, true, "TicketGroups.Create", ""},
		{34, "POST", "/venues/", "POST", organization + "venues/", CertaintyDocumented, true, "Venues.Create", ""},
		{35, "POST", "/webhooks/", "POST", organization + "webhooks/", CertaintyRecorded, true, "Webhooks.Create", "The body is not wrapped in the name of the resource, and the user_id of a webhook is the organization's id."},
		{36, "DELETE", "/users/{user_id}/discounts/", "DELETE", organization + "discounts/", CertaintyNamed, false, "Discounts.DeleteAllUnverified", "What it deletes is not known, perhaps every discount. DELETE /discounts/{discount_id}/ is documented and deletes one."},
	}
}
