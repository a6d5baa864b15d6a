package boxoffice

import "strings"

// EventCreate is a new event. Name, Start, End and Currency are required; what is
// left zero is left to Eventbrite. Certainty: B, required fields A.
type EventCreate struct {
	// Name must not be blank.
	Name HTMLText `json:"name"`
	// Start and End are in the same timezone, the end after the start.
	Start EventTime `json:"start"`
	End   EventTime `json:"end"`
	// Currency is an ISO 4217 code.
	Currency string `json:"currency"`
	// Summary is at most 140 characters. It excludes Description.
	Summary string `json:"summary,omitzero"`
	// Description is deprecated by Eventbrite.
	Description HTMLText `json:"description,omitzero"`
	// HideStartDate and HideEndDate keep the dates from visitors.
	HideStartDate *bool `json:"hide_start_date,omitzero"`
	HideEndDate   *bool `json:"hide_end_date,omitzero"`
	// OnlineEvent excludes VenueID.
	OnlineEvent *bool `json:"online_event,omitzero"`
	// OrganizerID is the profile that holds it; "" is the default one, if there is one.
	OrganizerID OrganizerID `json:"organizer_id,omitzero"`
	// LogoID is an uploaded picture.
	LogoID string `json:"logo_id,omitzero"`
	// VenueID is where it takes place.
	VenueID VenueID `json:"venue_id,omitzero"`
	// FormatID, CategoryID and SubcategoryID file it; see [CatalogService].
	FormatID      FormatID      `json:"format_id,omitzero"`
	CategoryID    CategoryID    `json:"category_id,omitzero"`
	SubcategoryID SubcategoryID `json:"subcategory_id,omitzero"`
	// Listed lets visitors find it; without it, they can. It excludes InviteOnly and
	// Password.
	Listed *bool `json:"listed,omitzero"`
	// Shareable excludes InviteOnly.
	Shareable *bool `json:"shareable,omitzero"`
	// InviteOnly shows it to invited people only.
	InviteOnly *bool `json:"invite_only,omitzero"`
	// ShowRemaining tells visitors how many tickets are left.
	ShowRemaining *bool `json:"show_remaining,omitzero"`
	// Password is what visitors need.
	Password string `json:"password,omitzero"`
	// Capacity is the most tickets; without it, the sum of the ticket classes.
	Capacity *int64 `json:"capacity,omitzero"`
	// IsReservedSeating and IsSeries say what kind of event it is. A series begins as
	// its parent.
	IsReservedSeating *bool `json:"is_reserved_seating,omitzero"`
	IsSeries          *bool `json:"is_series,omitzero"`
	// ShowPickASeat, ShowSeatmapThumbnail and ShowColorsInSeatmapThumbnail are for
	// reserved seating.
	ShowPickASeat                *bool `json:"show_pick_a_seat,omitzero"`
	ShowSeatmapThumbnail         *bool `json:"show_seatmap_thumbnail,omitzero"`
	ShowColorsInSeatmapThumbnail *bool `json:"show_colors_in_seatmap_thumbnail,omitzero"`
	// Source names the program that makes it.
	Source string `json:"source,omitzero"`
	// Locale is a language such as "en_US". It can't be changed later.
	Locale string `json:"locale,omitzero"`
}

func (in EventCreate) check() error {
	if err := in.Start.check("event.Start"); err != nil {
		return err
	}
	if err := in.End.check("event.End"); err != nil {
		return err
	}
	if in.Currency == "" {
		return missing("event.Currency")
	}
	if in.Summary != "" && in.Description != "" {
		return exclusive("event.Summary", "Description")
	}
	return EventUpdate{
		Name: &in.Name, Start: &in.Start, End: &in.End, Currency: in.Currency, OnlineEvent: in.OnlineEvent, VenueID: in.VenueID,
		Listed: in.Listed, Shareable: in.Shareable, InviteOnly: in.InviteOnly, Password: &in.Password, Capacity: in.Capacity,
	}.check()
}

// EventUpdate changes an event: what is left nil or "" stays as it is. Changes of the
// parent of a series can reach its occurrences. Source and Locale are not here: they can
// be set by [EventCreate] only. Certainty: A (fields B).
type EventUpdate struct {
	// Name must not be blank.
	Name *HTMLText `json:"name,omitzero"`
	// Start and End are in the same timezone, the end after the start.
	Start *EventTime `json:"start,omitzero"`
	End   *EventTime `json:"end,omitzero"`
	// Currency is an ISO 4217 code. It can't be changed once something was sold.
	Currency string `json:"currency,omitzero"`
	// Summary is at most 140 characters. It excludes Description.
	Summary *string `json:"summary,omitzero"`
	// Description is deprecated by Eventbrite.
	Description *HTMLText `json:"description,omitzero"`
	// HideStartDate and HideEndDate keep the dates from visitors.
	HideStartDate *bool `json:"hide_start_date,omitzero"`
	HideEndDate   *bool `json:"hide_end_date,omitzero"`
	// OnlineEvent excludes VenueID.
	OnlineEvent *bool `json:"online_event,omitzero"`
	// OrganizerID is the profile that holds it.
	OrganizerID OrganizerID `json:"organizer_id,omitzero"`
	// LogoID is an uploaded picture.
	LogoID string `json:"logo_id,omitzero"`
	// VenueID is where it takes place.
	VenueID VenueID `json:"venue_id,omitzero"`
	// FormatID, CategoryID and SubcategoryID file it; see [CatalogService].
	FormatID      FormatID      `json:"format_id,omitzero"`
	CategoryID    CategoryID    `json:"category_id,omitzero"`
	SubcategoryID SubcategoryID `json:"subcategory_id,omitzero"`
	// Listed lets visitors find it. It excludes InviteOnly and Password.
	Listed *bool `json:"listed,omitzero"`
	// Shareable excludes InviteOnly.
	Shareable *bool `json:"shareable,omitzero"`
	// InviteOnly shows it to invited people only.
	InviteOnly *bool `json:"invite_only,omitzero"`
	// ShowRemaining tells visitors how many tickets are left.
	ShowRemaining *bool `json:"show_remaining,omitzero"`
	// Password is what visitors need; "" takes it away.
	Password *string `json:"password,omitzero"`
	// Capacity is the most tickets.
	Capacity *int64 `json:"capacity,omitzero"`
	// IsReservedSeating and IsSeries say what kind of event it is, as long as nothing
	// was published or sold.
	IsReservedSeating *bool `json:"is_reserved_seating,omitzero"`
	IsSeries          *bool `json:"is_series,omitzero"`
	// ShowPickASeat, ShowSeatmapThumbnail and ShowColorsInSeatmapThumbnail are for
	// reserved seating.
	ShowPickASeat                *bool `json:"show_pick_a_seat,omitzero"`
	ShowSeatmapThumbnail         *bool `json:"show_seatmap_thumbnail,omitzero"`
	ShowColorsInSeatmapThumbnail *bool `json:"show_colors_in_seatmap_thumbnail,omitzero"`
}

func (in EventUpdate) check() error {
	yes := func(b *bool) bool { return b != nil && *b }
	if in.Name != nil && strings.TrimSpace(string(*in.Name)) == "" {
		return argumentError("event.Name", "is blank")
	}
	if in.Start != nil {
		if err := in.Start.check("event.Start"); err != nil {
			return err
		}
	}
	if in.End != nil {
		if err := in.End.check("event.End"); err != nil {
			return err
		}
	}
	switch {
	case in == EventUpdate{}:
		return argumentError("event", "changes nothing")
	case in.Start != nil && in.End != nil && in.Start.Timezone != in.End.Timezone:
		return argumentError("event.End.Timezone", "differs from that of the start; Eventbrite wants one for both")
	case in.Start != nil && in.End != nil && utcText(in.End.UTC) <= utcText(in.Start.UTC):
		return argumentError("event.End", "is not after the start")
	case in.Currency != "" && !isCurrency(in.Currency):
		return argumentError("event.Currency", "must be an ISO 4217 code of three capitals, such as USD")
	case in.Summary != nil && in.Description != nil:
		return exclusive("event.Summary", "Description")
	case yes(in.Listed) && yes(in.InviteOnly):
		return exclusive("event.Listed", "InviteOnly")
	case yes(in.Listed) && in.Password != nil && *in.Password != "":
		return exclusive("event.Listed", "Password")
	case yes(in.Shareable) && yes(in.InviteOnly):
		return exclusive("event.Shareable", "InviteOnly")
	case yes(in.OnlineEvent) && in.VenueID != "":
		return exclusive("event.OnlineEvent", "VenueID")
	case in.Capacity != nil && *in.Capacity < 0:
		return argumentError("event.Capacity", "is negative")
	}
	return nil
}

// EventCopy says what a copy of an event has of its own; what is left zero is as in
// the original. Certainty: A (fields B).
type EventCopy struct {
	// Name is the copy's name, without markup.
	Name string `json:"name,omitzero"`
	// StartDate and EndDate are when it takes place, in UTC.
	StartDate UTC `json:"start_date,omitzero"`
	EndDate   UTC `json:"end_date,omitzero"`
	// Timezone is a name of the IANA database.
	Timezone string `json:"timezone,omitzero"`
	// Summary is at most 140 characters.
	Summary string `json:"summary,omitzero"`
}
