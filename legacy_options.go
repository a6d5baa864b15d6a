package boxoffice

// The options of closed lists whose filters differ from those of their successors.

// LegacyEventListOptions are the options of a user's list of events. Certainty: B.
type LegacyEventListOptions struct {
	ContinuationOptions

	// NameFilter, CurrencyFilter and OrderBy are as for [EventListOptions].
	NameFilter     string     `url:"name_filter,omitempty"`
	CurrencyFilter string     `url:"currency_filter,omitempty"`
	OrderBy        EventOrder `url:"order_by,omitempty"`
	// ShowSeriesParent lists the parent of each series in place of its children.
	ShowSeriesParent *bool `url:"show_series_parent,omitempty"`
	// Status picks by status.
	Status []EventStatus `url:"status,comma,omitempty"`
	// EventGroupID picks the events of a group.
	EventGroupID string `url:"event_group_id,omitempty"`
	// PageSize is how many events a page holds.
	PageSize int `url:"page_size,omitempty"`
	// TimeFilter picks past events, or those to come.
	TimeFilter TimeFilter `url:"time_filter,omitempty"`
	// VenueFilter picks by place.
	VenueFilter []VenueID `url:"venue_filter,comma,omitempty"`
}

func (o *LegacyEventListOptions) check() error {
	if o == nil {
		return nil
	}
	return firstError(checkPages(o.Continuation, 0, o.PageSize), checkList("opts.Status", o.Status), checkList("opts.VenueFilter", o.VenueFilter))
}

// LegacyOwnedEventListOptions are the options of a user's list of owned events.
// Certainty: B.
type LegacyOwnedEventListOptions struct {
	ContinuationOptions

	// OrderBy sorts.
	OrderBy EventOrder `url:"order_by,omitempty"`
	// ShowSeriesParent lists the parent of each series in place of its children.
	ShowSeriesParent *bool `url:"show_series_parent,omitempty"`
	// Status picks by status.
	Status []EventStatus `url:"status,comma,omitempty"`
}

func (o *LegacyOwnedEventListOptions) check() error {
	if o == nil {
		return nil
	}
	return checkList("opts.Status", o.Status)
}

// LegacyOrganizerListOptions are the options of a user's list of organizer profiles.
// Certainty: B.
type LegacyOrganizerListOptions struct {
	ContinuationOptions

	// HideUnsaved leaves out profiles that are marked as unsaved.
	HideUnsaved *bool `url:"hide_unsaved,omitempty"`
}

// LegacyAttendeeListOptions are the options of the list of attendees of a user's
// events. Certainty: B.
type LegacyAttendeeListOptions struct {
	ContinuationOptions

	// Status picks by whether they come.
	Status AttendeeFilter `url:"status,omitempty"`
	// ChangedSince picks what has changed at or after a time.
	ChangedSince UTC `url:"changed_since,omitempty"`
}

// LegacyOrderListOptions are the options of the list of orders for a user's events.
// Certainty: B.
type LegacyOrderListOptions struct {
	ContinuationOptions

	// Status picks by whether the tickets are good: [OrderFilterActive],
	// [OrderFilterInactive], or "all".
	Status OrderFilter `url:"status,omitempty"`
	// OnlyEmails and ExcludeEmails pick by the buyer's address.
	OnlyEmails    []string `url:"only_emails,comma,omitempty"`
	ExcludeEmails []string `url:"exclude_emails,comma,omitempty"`
	// ChangedSince picks what has changed at or after a time.
	ChangedSince UTC `url:"changed_since,omitempty"`
}

func (o *LegacyOrderListOptions) check() error {
	if o == nil {
		return nil
	}
	return firstError(checkList("opts.OnlyEmails", o.OnlyEmails), checkList("opts.ExcludeEmails", o.ExcludeEmails))
}
