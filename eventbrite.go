package boxoffice

import (
	"fmt"
	"log/slog"
)

const (
	eventbriteURL  = "https://www.eventbriteapi.com"
	eventbriteRoot = "/v3"
)

var eventbritePlatform = platform{
	name:           "Eventbrite",
	root:           eventbriteRoot,
	waypointHeader: "Eventbrite-Api-Waypoint-Token",
	rateHeader:     "X-Rate-Limit",
	continued:      true,
	lenient:        true,
	explain:        explainEventbrite,
}

// Eventbrite is a client of Eventbrite: its services over a [Client]. It is made
// by [NewEventbrite], immutable, and safe for concurrent use.
//
// There is no Eventbrite to test against. The comment of each method says what it
// rests on, as a [Certainty]; what is only named somewhere is typed openly, as
// [Unverified].
type Eventbrite struct {
	// Users are people: the token's own, and others by id.
	Users *UsersService
	// Organizations are what the token's user belongs to, and what nearly everything
	// else hangs off.
	Organizations *OrganizationsService
	// Members are the people of an organization.
	Members *OrganizationMembersService
	// Roles are what the members of an organization can be.
	Roles *RolesService
	// Events are an organization's events.
	Events *EventsService
	// Series are events that recur.
	Series *SeriesService
	// Venues are an organization's places.
	Venues *VenuesService
	// Orders are what was bought.
	Orders *OrdersService
	// Attendees are those for whom tickets were bought.
	Attendees *AttendeesService
	// TicketClasses are the kinds of tickets of an event.
	TicketClasses *TicketClassesService
	// TicketGroups bundle ticket classes of several events.
	TicketGroups *TicketGroupsService
	// Discounts are codes, and discounts without one.
	Discounts *DiscountsService
	// OrganizerProfiles are the names under which an organization holds its events.
	OrganizerProfiles *OrganizerProfilesService
	// Webhooks are the addresses that Eventbrite calls when something happens.
	Webhooks *WebhooksService
	// Bookmarks are the events that a user has saved.
	Bookmarks *BookmarksService
	// Notifications are what Eventbrite tells the token's user.
	Notifications *NotificationsService
	// CheckoutSettings are how an organization is paid.
	CheckoutSettings *CheckoutSettingsService
	// Assortment is the package that an organization has chosen.
	Assortment *AssortmentService
	// ContactLists are lists of addresses for invitations.
	ContactLists *ContactListsService
	// Currencies are those of an organization.
	Currencies *CurrenciesService
	// EventGroups are groups of events.
	EventGroups *EventGroupsService
	// TrackingBeacons are pixels on an organization's pages.
	TrackingBeacons *TrackingBeaconsService
	// Catalog is what events can be filed under: categories and formats.
	Catalog *CatalogService
	// System are the tables of timezones, countries and regions.
	System *SystemService
	// Legacy are the endpoints that Eventbrite has closed.
	Legacy *LegacyService

	client *Client
}

// NewEventbrite makes a client of Eventbrite. It sends nothing: see
// [UsersService.Me] for whether the credential is good. A bad credential or option
// is an [ArgumentError].
func NewEventbrite(credential EventbriteCredential, opts ...Option) (*Eventbrite, error) {
	s, err := defaultSettings().with(opts)
	if err != nil {
		return nil, err
	}
	address := s.baseURL
	if address == "" {
		address = eventbriteURL
	}
	base, err := parseBase(address, eventbritePlatform.root, s.insecureHTTP)
	if err != nil {
		return nil, err
	}
	client, err := newClient(&eventbritePlatform, base, credential.inner, s)
	if err != nil {
		return nil, err
	}
	return eventbriteOver(client), nil
}

func eventbriteOver(c *Client) *Eventbrite {
	return &Eventbrite{
		client:            c,
		Users:             &UsersService{c},
		Organizations:     &OrganizationsService{c},
		Members:           &OrganizationMembersService{c},
		Roles:             &RolesService{c},
		Events:            &EventsService{c},
		Series:            &SeriesService{c},
		Venues:            &VenuesService{c},
		Orders:            &OrdersService{c},
		Attendees:         &AttendeesService{c},
		TicketClasses:     &TicketClassesService{c},
		TicketGroups:      &TicketGroupsService{c},
		Discounts:         &DiscountsService{c},
		OrganizerProfiles: &OrganizerProfilesService{c},
		Webhooks:          &WebhooksService{c},
		Bookmarks:         &BookmarksService{c},
		Notifications:     &NotificationsService{c},
		CheckoutSettings:  &CheckoutSettingsService{c},
		Assortment:        &AssortmentService{c},
		ContactLists:      &ContactListsService{c},
		Currencies:        &CurrenciesService{c},
		EventGroups:       &EventGroupsService{c},
		TrackingBeacons:   &TrackingBeaconsService{c},
		Catalog:           &CatalogService{c},
		System:            &SystemService{c},
		Legacy:            &LegacyService{c},
	}
}

// With returns a copy with other options, on the same connections unless
// [WithHTTPClient] is among them.
func (eb *Eventbrite) With(opts ...Option) (*Eventbrite, error) {
	client, err := eb.client.with(eb.client.cred, opts)
	if err != nil {
		return nil, err
	}
	return eventbriteOver(client), nil
}

// WithCredential returns a copy for another credential, on the same connections:
// one process, many accounts.
func (eb *Eventbrite) WithCredential(credential EventbriteCredential) (*Eventbrite, error) {
	client, err := eb.client.with(credential.inner, nil)
	if err != nil {
		return nil, err
	}
	return eventbriteOver(client), nil
}

// Client returns the client below, for [Do] and [Walk].
func (eb *Eventbrite) Client() *Client { return eb.client }

// CloseIdleConnections closes the connections that no call is using now, also
// for copies made by With and WithCredential.
func (eb *Eventbrite) CloseIdleConnections() { eb.client.CloseIdleConnections() }

// String names the server.
func (eb *Eventbrite) String() string { return eb.client.String() }

// Format writes what String returns, for every verb of package fmt.
func (eb *Eventbrite) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(eb.String())) }

// LogValue returns what String returns.
func (eb *Eventbrite) LogValue() slog.Value { return slog.StringValue(eb.String()) }
