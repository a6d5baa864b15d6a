package boxoffice

import "context"

// The closed endpoints at the root of the API. GET /organizers/ and GET /events/ live
// on as reads of several objects by their ids.

const legacyOrganizers = "/organizers/"

// RootOrganizers lists organizer profiles. Certainty: D.
//
// Deprecated: Eventbrite has closed it; use [OrganizerProfilesService.List].
//
// GET /v3/organizers/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) RootOrganizers(ctx context.Context) (*Page[OrganizerProfile], error) {
	return legacyList[OrganizerProfile](ctx, s, "organizers", s.legacy("RootOrganizers", "GET", legacyOrganizers))
}

// RootWebhooks lists webhooks. Certainty: D.
//
// Deprecated: Eventbrite has closed it; use [WebhooksService.List].
//
// GET /v3/webhooks/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) RootWebhooks(ctx context.Context) (*Page[Webhook], error) {
	return legacyList[Webhook](ctx, s, "webhooks", s.legacy("RootWebhooks", "GET", "/webhooks/"))
}

// RootCheckoutSettings lists ways to be paid. Certainty: D.
//
// Deprecated: Eventbrite has closed it; use [CheckoutSettingsService.List].
//
// GET /v3/checkout_settings/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) RootCheckoutSettings(ctx context.Context, opts *CheckoutSettingsListOptions) (*Page[CheckoutSettings], error) {
	return legacyList[CheckoutSettings](ctx, s, "checkout_settings", s.legacy("RootCheckoutSettings", "GET", "/checkout_settings/").with(opts, opts.check()))
}

// CreateOrganizer makes an organizer profile. Certainty: D.
//
// Deprecated: Eventbrite has closed it; use [OrganizerProfilesService.Create].
//
// POST /v3/organizers/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) CreateOrganizer(ctx context.Context, organizer OrganizerProfileCreate) (*OrganizerProfile, error) {
	return fetch(ctx, s.client, s.legacy("CreateOrganizer", "POST", legacyOrganizers).sending(map[string]any{"organizer": organizer}, organizer.check()), func(o *OrganizerProfile) bool { return o.ID != "" })
}

// CreateDiscount makes a discount. Certainty: D.
//
// Deprecated: Eventbrite has closed it; use [DiscountsService.Create].
//
// POST /v3/discounts/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) CreateDiscount(ctx context.Context, discount DiscountCreate) (*Discount, error) {
	return fetch(ctx, s.client, s.legacy("CreateDiscount", "POST", "/discounts/").sending(map[string]any{"discount": discount}, discount.check()), func(o *Discount) bool { return o.ID != "" })
}

// CreateEvent makes an event. Certainty: D.
//
// Deprecated: Eventbrite has closed it; use [EventsService.Create].
//
// POST /v3/events/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) CreateEvent(ctx context.Context, event EventCreate) (*Event, error) {
	return fetch(ctx, s.client, s.legacy("CreateEvent", "POST", "/events/").sending(map[string]any{"event": event}, event.check()), func(o *Event) bool { return o.ID != "" })
}

// CreateTicketGroup makes a ticket group. Certainty: D.
//
// Deprecated: Eventbrite has closed it; use [TicketGroupsService.Create].
//
// POST /v3/ticket_groups/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) CreateTicketGroup(ctx context.Context, group TicketGroupCreate) (*TicketGroup, error) {
	return fetch(ctx, s.client, s.legacy("CreateTicketGroup", "POST", "/ticket_groups/").sending(map[string]any{"ticket_group": group}, group.check()), func(o *TicketGroup) bool { return o.ID != "" })
}

// CreateVenue makes a venue. Certainty: D.
//
// Deprecated: Eventbrite has closed it; use [VenuesService.Create].
//
// POST /v3/venues/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) CreateVenue(ctx context.Context, venue VenueCreate) (*Venue, error) {
	return fetch(ctx, s.client, s.legacy("CreateVenue", "POST", "/venues/").sending(map[string]any{"venue": venue}, venue.check()), func(o *Venue) bool { return o.ID != "" })
}

// CreateSeries makes the parent of a series. Its body is not known: it is sent as it
// is. Certainty: D.
//
// Deprecated: Eventbrite has closed it; use [EventsService.Create] with IsSeries.
//
// POST /v3/series/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) CreateSeries(ctx context.Context, series Unverified) (Unverified, error) {
	return fetchRaw(ctx, s.client, s.legacy("CreateSeries", "POST", "/series/").sending(series, checkObject("series", series)))
}

// CreateWebhook makes a webhook. Certainty: D.
//
// Deprecated: Eventbrite has closed it; use [WebhooksService.Create].
//
// POST /v3/webhooks/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) CreateWebhook(ctx context.Context, webhook WebhookCreate) (*Webhook, error) {
	return fetch(ctx, s.client, s.legacy("CreateWebhook", "POST", "/webhooks/").sending(webhook, webhook.check()), func(w *Webhook) bool { return w.ID != "" })
}

// CreateCheckoutSettings makes a way to be paid. Certainty: D.
//
// Deprecated: Eventbrite has closed it; use [CheckoutSettingsService.Create].
//
// POST /v3/checkout_settings/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) CreateCheckoutSettings(ctx context.Context, settings CheckoutSettingsCreate) (Unverified, error) {
	return fetchRaw(ctx, s.client, s.legacy("CreateCheckoutSettings", "POST", "/checkout_settings/").sending(settings, settings.check()))
}
