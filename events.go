package boxoffice

import "time"

// EventID is the id of an Eventbrite event. A series has one, too.
type EventID string

// SeriesID is the id of the event that is the parent of a series.
type SeriesID = EventID

// EventStatus is how far an event has come.
type EventStatus string

// The statuses of events. Other values are kept. EventStatusAll is for lists only.
const (
	EventStatusDraft     EventStatus = "draft"
	EventStatusLive      EventStatus = "live"
	EventStatusStarted   EventStatus = "started"
	EventStatusEnded     EventStatus = "ended"
	EventStatusCompleted EventStatus = "completed"
	EventStatusCanceled  EventStatus = "canceled"
	EventStatusAll       EventStatus = "all"
)

// Event is an event of an organization. For those who do not own it, private fields
// are missing. Certainty: A, but for fields that say otherwise.
//
// See https://www.eventbrite.com/platform/api#/reference/event
type Event struct {
	// ID is what other methods call eventID.
	ID EventID `json:"id"`
	// Name may hold anything.
	Name MultipartText `json:"name"`
	// Description is deprecated, and holds the summary of events that were made with
	// the newer editor: [EventsService.Description] has the whole.
	Description MultipartText `json:"description"`
	// Summary is at most 140 characters.
	Summary string `json:"summary,omitzero"`
	// URL is the event's page.
	URL string `json:"url,omitzero"`
	// VanityURL is a nicer address of it.
	VanityURL string `json:"vanity_url,omitzero"`
	// Start and End are when it takes place.
	Start DateTimeTZ `json:"start,omitzero"`
	End   DateTimeTZ `json:"end,omitzero"`
	// OrganizationID is whose event it is; "" in records of before 2018.
	OrganizationID OrganizationID `json:"organization_id,omitzero"`
	// Created and Changed are when that happened.
	Created *time.Time `json:"created,omitzero"`
	Changed *time.Time `json:"changed,omitzero"`
	// Published is when it went live for the first time; nil for drafts.
	Published *time.Time `json:"published,omitzero"`
	// Capacity is how many tickets there are at most; nil for those who do not own it.
	Capacity *int64 `json:"capacity,omitzero"`
	// CapacityIsCustom is whether somebody set Capacity. It can't be sent.
	CapacityIsCustom *bool `json:"capacity_is_custom,omitzero"`
	// Status is how far the event has come.
	Status EventStatus `json:"status,omitzero"`
	// Currency is an ISO 4217 code.
	Currency string `json:"currency,omitzero"`
	// Listed and Shareable are whether it can be found, and shared; nil when not told.
	Listed    *bool `json:"listed,omitzero"`
	Shareable *bool `json:"shareable,omitzero"`
	// InviteOnly and ShowRemaining are nil for those who do not own it.
	InviteOnly    *bool `json:"invite_only,omitzero"`
	ShowRemaining *bool `json:"show_remaining,omitzero"`
	// Password is what visitors need; shown to the owner (certainty B).
	Password string `json:"password,omitzero"`
	// OnlineEvent is whether there is no venue.
	OnlineEvent *bool `json:"online_event,omitzero"`
	// TxTimeLimit is how long an order may take, in seconds.
	TxTimeLimit *int64 `json:"tx_time_limit,omitzero"`
	// HideStartDate and HideEndDate are whether the dates are shown.
	HideStartDate *bool `json:"hide_start_date,omitzero"`
	HideEndDate   *bool `json:"hide_end_date,omitzero"`
	// Locale is a language such as "en_US".
	Locale string `json:"locale,omitzero"`
	// IsLocked, IsSeries, IsSeriesParent, IsReservedSeating, IsFree and
	// IsExternallyTicketed say what kind of event it is; nil when not told.
	IsLocked             *bool `json:"is_locked,omitzero"`
	IsSeries             *bool `json:"is_series,omitzero"`
	IsSeriesParent       *bool `json:"is_series_parent,omitzero"`
	IsReservedSeating    *bool `json:"is_reserved_seating,omitzero"`
	IsFree               *bool `json:"is_free,omitzero"`
	IsExternallyTicketed *bool `json:"is_externally_ticketed,omitzero"`
	// PrivacySetting is a word such as "unlocked".
	PrivacySetting string `json:"privacy_setting,omitzero"`
	// InventoryType is a word such as "limited".
	InventoryType InventoryType `json:"inventory_type,omitzero"`
	// ShowPickASeat, ShowSeatmapThumbnail and ShowColorsInSeatmapThumbnail are about
	// the plan of seats.
	ShowPickASeat                *bool `json:"show_pick_a_seat,omitzero"`
	ShowSeatmapThumbnail         *bool `json:"show_seatmap_thumbnail,omitzero"`
	ShowColorsInSeatmapThumbnail *bool `json:"show_colors_in_seatmap_thumbnail,omitzero"`
	// Source is what made it: "create_2.0", "coyote", "api".
	Source string `json:"source,omitzero"`
	// Version is of the editor that made it.
	Version string `json:"version,omitzero"`
	// SeriesID is the parent of an event that recurs (certainty B).
	SeriesID SeriesID `json:"series_id,omitzero"`
	// FacebookEventID is of another platform (certainty C).
	FacebookEventID string `json:"facebook_event_id,omitzero"`
	// LogoID, OrganizerID, VenueID, CategoryID, SubcategoryID and FormatID name other
	// objects; "" for none.
	LogoID        string        `json:"logo_id,omitzero"`
	OrganizerID   OrganizerID   `json:"organizer_id,omitzero"`
	VenueID       VenueID       `json:"venue_id,omitzero"`
	CategoryID    CategoryID    `json:"category_id,omitzero"`
	SubcategoryID SubcategoryID `json:"subcategory_id,omitzero"`
	FormatID      FormatID      `json:"format_id,omitzero"`
	// Logo is the event's picture, often sent without being asked for.
	Logo *Image `json:"logo,omitzero"`
	// ResourceURI is the address of this object in the API.
	ResourceURI string `json:"resource_uri,omitzero"`

	// Venue, Organizer, TicketClasses, Category, Subcategory and Format come with the
	// [EventExpansion] of their name.
	Venue         *Venue            `json:"venue,omitzero"`
	Organizer     *OrganizerProfile `json:"organizer,omitzero"`
	TicketClasses []TicketClass     `json:"ticket_classes,omitzero"`
	Category      *Category         `json:"category,omitzero"`
	Subcategory   *Subcategory      `json:"subcategory,omitzero"`
	Format        *Format           `json:"format,omitzero"`
	// The other expansions come as they are: certainty B.
	TicketAvailability Unverified `json:"ticket_availability,omitzero"`
	BookmarkInfo       Unverified `json:"bookmark_info,omitzero"`
	RefundPolicy       Unverified `json:"refund_policy,omitzero"`
	ExternalTicketing  Unverified `json:"external_ticketing,omitzero"`
	MusicProperties    Unverified `json:"music_properties,omitzero"`
	PublishSettings    Unverified `json:"publish_settings,omitzero"`
	BasicInventoryInfo Unverified `json:"basic_inventory_info,omitzero"`
	EventSalesStatus   Unverified `json:"event_sales_status,omitzero"`
	CheckoutSettings   Unverified `json:"checkout_settings,omitzero"`
	ListingProperties  Unverified `json:"listing_properties,omitzero"`
	HasDigitalContent  Unverified `json:"has_digital_content,omitzero"`
	SeriesDates        Unverified `json:"series_dates,omitzero"`
}

// InventoryType is how an event's places are counted.
type InventoryType string

// The types of inventory. Other values are kept.
const (
	InventoryTypeLimited            InventoryType = "limited"
	InventoryTypeReserved           InventoryType = "reserved"
	InventoryTypeExternallyTicketed InventoryType = "externally_ticketed"
)

// Input returns the event's fields as input, for another event like this one. What
// can't be sent is left out, and so are the deprecated description, which excludes
// the summary, and the plan of seats.
func (e *Event) Input() EventCreate {
	in := EventCreate{
		Name: HTMLText(e.Name.HTML), Start: e.Start.Input(), End: e.End.Input(), Currency: e.Currency,
		Summary: e.Summary, HideStartDate: e.HideStartDate, HideEndDate: e.HideEndDate, OnlineEvent: e.OnlineEvent,
		OrganizerID: e.OrganizerID, LogoID: e.LogoID, VenueID: e.VenueID,
		FormatID: e.FormatID, CategoryID: e.CategoryID, SubcategoryID: e.SubcategoryID,
		Listed: e.Listed, Shareable: e.Shareable, InviteOnly: e.InviteOnly, ShowRemaining: e.ShowRemaining,
		Password: e.Password, Capacity: e.customCapacity(), Locale: e.Locale,
	}
	if e.IsSeriesParent != nil && *e.IsSeriesParent {
		in.IsSeries = e.IsSeriesParent // of its events IsSeries can be true, too
	}
	return in
}

// customCapacity leaves out a sum of the ticket classes' capacities, which would
// become fixed by being sent.
func (e *Event) customCapacity() *int64 {
	if e.CapacityIsCustom != nil && *e.CapacityIsCustom {
		return e.Capacity
	}
	return nil
}
