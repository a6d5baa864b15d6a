package boxofficetest

import (
	"maps"
	"slices"
	"time"
)

// Ids are strings everywhere, and "" takes the next free one. Zero times take a
// default, and "" in other fields is what the API shows as null or leaves out,
// unless the field says something else.

// EventbriteUser is a person's account.
type EventbriteUser struct {
	ID        string
	Email     string // "" is an account without an address
	Name      string // the default is FirstName and LastName
	FirstName string
	LastName  string
	IsPublic  bool
	ImageID   string
}

// EventbriteOrganization is an organization.
type EventbriteOrganization struct {
	ID       string
	Name     string // the default is "Organization"
	Vertical string // the default is "default"
	ParentID string
	Locale   string // the default is "en_US"
	ImageID  string
	Created  time.Time // the zero time leaves the field out, as old answers do

	unlisted bool // stands for a user who has no organization
}

// EventbriteMember is a user's membership in an organization. The fields come
// from a schema; that RoleSummary is the name of a role is our guess.
type EventbriteMember struct {
	UserID      string
	RoleSummary string
	Immutable   bool

	// Extra are more fields of the JSON object, so that tests can see that a
	// client keeps what it does not know.
	Extra map[string]any
}

// EventbriteRole is a role of an organization. The fake gives it no meaning:
// every member may do everything.
type EventbriteRole struct {
	ID             string
	OrganizationID string // filled in by [Eventbrite.AddRole]
	Name           string
	Description    string
	Permissions    []string
	Immutable      bool
	Grantable      bool
	Deletable      bool
	PermissionType string // "user" or "event"

	// Extra are more fields of the JSON object.
	Extra map[string]any
}

// EventbriteEvent is an event. Name and Description are HTML.
type EventbriteEvent struct {
	ID             string
	OrganizationID string // filled in by [Eventbrite.AddEvent]
	Name           string // the default is "Event"
	Summary        string // also the event's "description", if there is one
	Description    string // what /description/ answers; the default is Summary
	Start          time.Time
	End            time.Time // the default is two hours after Start
	Timezone       string    // the default is "America/Los_Angeles"
	Created        time.Time
	Changed        time.Time // the default is Created
	Published      time.Time // the default is Created, except for drafts

	// Status is "live" by default; what the API creates is "draft".
	Status   string
	Currency string // the default is "USD"
	Locale   string // the default is "en_US"
	Source   string // the default is "create_2.0", and "api" through the API
	Password string
	Capacity int // 0 is the sum over the ticket classes

	Unlisted         bool
	NotShareable     bool
	InviteOnly       bool
	ShowRemaining    bool
	OnlineEvent      bool
	HideStartDate    bool
	HideEndDate      bool
	ReservedSeating  bool
	ShowPickASeat    bool
	ShowSeatmap      bool // show_seatmap_thumbnail
	ShowSeatmapColor bool // show_colors_in_seatmap_thumbnail

	// IsSeries without a SeriesID is the parent of a series, with one a part of
	// it.
	IsSeries bool
	SeriesID string

	LogoID        string
	OrganizerID   string
	VenueID       string
	CategoryID    string
	SubcategoryID string
	FormatID      string

	deleted bool
}

// EventbriteVenue is a venue.
type EventbriteVenue struct {
	ID             string
	OrganizationID string // filled in by [Eventbrite.AddVenue]
	OrganizerID    string
	Name           string // the default is "Venue"
	Address        EventbriteAddress
	AgeRestriction string
	Capacity       int
	GooglePlaceID  string // not shown
}

// EventbriteAddress is the address of a venue.
type EventbriteAddress struct {
	Address1, Address2  string
	City, Region        string
	PostalCode          string
	Country             string // two letters
	Latitude, Longitude string
}

// EventbriteOrganizer is a profile under which an organization holds events.
// Its id looks like the one of an organization and is not.
type EventbriteOrganizer struct {
	ID              string
	OrganizationID  string // filled in by [Eventbrite.AddOrganizer]
	Name            string // the default is "Organizer"
	Description     string // HTML
	LongDescription string // HTML
	LogoID          string
	Website         string
	Twitter         string
	Facebook        string
	Instagram       string
}

// EventbriteTicketClass is a kind of tickets of an event.
type EventbriteTicketClass struct {
	ID          string
	EventID     string // filled in by [Eventbrite.AddTicketClass]
	Name        string // the default is "General Admission"
	Description string

	// Cost is in minor units of the event's currency. 0 is free, except for a
	// donation.
	Cost     int
	Fee      int
	Tax      int
	Donation bool

	Capacity        int // 0 is 100
	QuantitySold    int // orders do not change it
	MinimumQuantity int // 0 is 1
	MaximumQuantity int // 0 is null

	SalesStart, SalesEnd                time.Time // the zero time is null
	SalesEndRelativeTo                  string    // "start_time" or "end_time"
	SalesEndOffset                      int       // seconds, with SalesEndRelativeTo
	SalesStartAfter                     string    // id of a ticket class
	Hidden, IncludeFee, SplitFee        bool
	HideDescription, HideSaleDates      bool
	AutoHide                            bool
	AutoHideBefore, AutoHideAfter       time.Time
	HasPDFTicket                        bool
	Sorting                             int
	OrderConfirmationMessage            string
	DeliveryMethods                     []string // the default is "electronic"
	SalesChannels                       []string // the default is "online", "atd"
	ImageID, InventoryTierID, VariantID string
}

// EventbriteCosts are amounts in minor units of the event's currency.
type EventbriteCosts struct {
	BasePrice     int
	EventbriteFee int
	PaymentFee    int
	Tax           int
}

func (c EventbriteCosts) gross() int {
	return c.BasePrice + c.EventbriteFee + c.PaymentFee + c.Tax
}

func (c EventbriteCosts) plus(other EventbriteCosts) EventbriteCosts {
	c.BasePrice += other.BasePrice
	c.EventbriteFee += other.EventbriteFee
	c.PaymentFee += other.PaymentFee
	c.Tax += other.Tax
	return c
}

// EventbriteOrder is an order for one event.
type EventbriteOrder struct {
	ID        string
	EventID   string // filled in by [Eventbrite.AddOrder]
	UserID    string // the buyer, if a user of this server
	Created   time.Time
	Changed   time.Time // the default is Created
	Name      string    // the default is FirstName and LastName
	FirstName string
	LastName  string
	Email     string
	Status    string // the default is "placed"
	PromoCode string

	// Costs are the sum over the attendees by default.
	Costs EventbriteCosts

	Attendees []EventbriteAttendee
}

// EventbriteAttendee is one ticket of an order.
type EventbriteAttendee struct {
	ID              string // the default is made of the order's, as in "690507907-1"
	OrderID         string // filled in by [Eventbrite.AddOrder]
	EventID         string // filled in by [Eventbrite.AddOrder]
	TicketClassID   string // the default is the event's first one
	TicketClassName string // the default is the ticket class's
	Created         time.Time
	Changed         time.Time // the default is Created
	Name            string    // the default is FirstName and LastName
	FirstName       string
	LastName        string
	Email           string
	Address         EventbriteAddress // home; the zero value leaves it out

	// Status is "Attending" by default, or "Checked In" or "Not Attending" for
	// those who are.
	Status         string
	CheckedIn      bool
	Cancelled      bool
	Refunded       bool
	Barcode        string // the default is made of the ids
	Affiliate      string
	GuestlistID    string
	InvitedBy      string
	DeliveryMethod string

	// Costs are nothing by default, whatever the ticket class costs.
	Costs EventbriteCosts
}

// EventbriteDiscount is a discount or an access code.
type EventbriteDiscount struct {
	ID             string
	OrganizationID string // filled in by [Eventbrite.AddDiscount]
	EventID        string // "" is for several events
	TicketGroupID  string
	TicketClassIDs []string
	HoldIDs        []string
	Code           string
	Type           string // the default is "coded"
	AmountOff      string // decimal
	PercentOff     string // decimal

	QuantityAvailable int // 0 is unlimited
	QuantitySold      int

	StartDate, EndDate                 string // local, as in "2018-01-01T10:00:00"
	StartDateRelative, EndDateRelative int    // seconds, 0 is none
}

// EventbriteTicketGroup is a group of ticket classes of several events.
type EventbriteTicketGroup struct {
	ID             string
	OrganizationID string // filled in by [Eventbrite.AddTicketGroup]
	Name           string
	Status         string              // the default is "live"
	EventTicketIDs map[string][]string // ticket classes by event
}

// EventbriteWebhook is a webhook of an organization.
type EventbriteWebhook struct {
	ID             string
	OrganizationID string // filled in by [Eventbrite.AddWebhook]
	EndpointURL    string
	Actions        []string // the default is that of the API
	EventID        string   // "" is all events
	Created        time.Time
}

// What holds lists is copied on its way in and out, so that nobody else has them.

func (m EventbriteMember) clone() EventbriteMember {
	m.Extra = maps.Clone(m.Extra)
	return m
}

func (r EventbriteRole) clone() EventbriteRole {
	r.Permissions, r.Extra = slices.Clone(r.Permissions), maps.Clone(r.Extra)
	return r
}

func (t EventbriteTicketClass) clone() EventbriteTicketClass {
	t.DeliveryMethods, t.SalesChannels = slices.Clone(t.DeliveryMethods), slices.Clone(t.SalesChannels)
	return t
}

func (d EventbriteDiscount) clone() EventbriteDiscount {
	d.TicketClassIDs, d.HoldIDs = slices.Clone(d.TicketClassIDs), slices.Clone(d.HoldIDs)
	return d
}

func (g EventbriteTicketGroup) clone() EventbriteTicketGroup {
	g.EventTicketIDs = maps.Clone(g.EventTicketIDs)
	for event, classes := range g.EventTicketIDs {
		g.EventTicketIDs[event] = slices.Clone(classes)
	}
	return g
}

func (w EventbriteWebhook) clone() EventbriteWebhook {
	w.Actions = slices.Clone(w.Actions)
	return w
}

// same is clone for what holds no lists.
func same[T any](row T) T {
	return row
}
