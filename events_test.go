package boxoffice

import (
	"encoding/json"
	"fmt"
	"iter"
	"reflect"
	"strings"
	"testing"
	"time"
)

// ebEvent is an event as recorded for its owner in 2021, and ebOldEvent one as it was
// recorded for others in 2016: what differs is null there, absent here.
const (
	ebEvent = `{"name": {"text": "Gala <b>", "html": "Gala &lt;b&gt;"}, "description": {"text": null, "html": null}, "url": "https://www.eventbrite.com/e/5",
		"start": {"timezone": "America/Los_Angeles", "local": "2018-05-11T19:00:00", "utc": "2018-05-12T02:00:00Z"},
		"end": {"timezone": "America/Los_Angeles", "local": "2018-05-11T22:00:00", "utc": "2018-05-12T05:00:00Z"},
		"organization_id": "7", "created": "2018-01-02T03:04:05Z", "changed": "2018-01-03T03:04:05Z", "published": null, "capacity": 100, "capacity_is_custom": false,
		"status": "draft", "currency": "USD", "listed": true, "shareable": false, "invite_only": false, "online_event": false, "show_remaining": true, "tx_time_limit": 480,
		"hide_start_date": false, "hide_end_date": true, "locale": "en_US", "is_locked": false, "privacy_setting": "unlocked", "is_series": false, "is_series_parent": false,
		"inventory_type": "limited", "is_reserved_seating": false, "show_pick_a_seat": false, "show_seatmap_thumbnail": false, "show_colors_in_seatmap_thumbnail": false,
		"source": "create_2.0", "is_free": true, "version": "3.0.0", "summary": "All of it", "facebook_event_id": "9", "vanity_url": "https://gala.eventbrite.com",
		"logo_id": "31", "organizer_id": "32", "venue_id": null, "category_id": "34", "subcategory_id": "35", "format_id": null, "series_id": "36", "password": "p",
		"resource_uri": "https://www.eventbriteapi.com/v3/events/5/", "is_externally_ticketed": false,
		"logo": {"id": "31", "url": "u", "crop_mask": null, "original": {"url": "o", "width": 2, "height": 1}, "aspect_ratio": "2", "edge_color": null, "edge_color_set": false},
		"id": "%d"}`
	ebOldEvent = `{"id": 5, "name": {"text": "Gala"}, "description": {"text": null, "html": null}, "start": {"timezone": "UTC", "local": "2016-05-12T02:00:00", "utc": "2016-05-12T02:00:00Z"},
		"end": null, "capacity": null, "tx_time_limit": null, "hide_start_date": null, "hide_end_date": null, "logo": null, "logo_id": null, "source": null, "version": null,
		"created": "2016-01-02T03:04:05Z", "status": "brand_new", "listed": true, "new_member": {"a": 1}}`
)

func ebWantEvent(i int) Event {
	return Event{
		ID: EventID(fmt.Sprint(i)), Name: MultipartText{"Gala <b>", "Gala &lt;b&gt;"}, URL: "https://www.eventbrite.com/e/5",
		Start:          DateTimeTZ{"America/Los_Angeles", "2018-05-11T19:00:00", time.Date(2018, 5, 12, 2, 0, 0, 0, time.UTC)},
		End:            DateTimeTZ{"America/Los_Angeles", "2018-05-11T22:00:00", time.Date(2018, 5, 12, 5, 0, 0, 0, time.UTC)},
		OrganizationID: "7", Created: new(time.Date(2018, 1, 2, 3, 4, 5, 0, time.UTC)), Changed: new(time.Date(2018, 1, 3, 3, 4, 5, 0, time.UTC)),
		Capacity: new(int64(100)), CapacityIsCustom: new(false), Status: EventStatusDraft, Currency: "USD", Listed: new(true), Shareable: new(false),
		InviteOnly: new(false), OnlineEvent: new(false), ShowRemaining: new(true), TxTimeLimit: new(int64(480)), HideStartDate: new(false), HideEndDate: new(true),
		Locale: "en_US", IsLocked: new(false), PrivacySetting: "unlocked", IsSeries: new(false), IsSeriesParent: new(false), InventoryType: InventoryTypeLimited,
		IsReservedSeating: new(false), ShowPickASeat: new(false), ShowSeatmapThumbnail: new(false), ShowColorsInSeatmapThumbnail: new(false),
		Source: "create_2.0", IsFree: new(true), Version: "3.0.0", Summary: "All of it", FacebookEventID: "9", VanityURL: "https://gala.eventbrite.com",
		LogoID: "31", OrganizerID: "32", CategoryID: "34", SubcategoryID: "35", SeriesID: "36", Password: "p",
		ResourceURI: "https://www.eventbriteapi.com/v3/events/5/", IsExternallyTicketed: new(false),
		Logo: &Image{ID: "31", URL: "u", Original: &ImageSize{"o", 2, 1}, AspectRatio: "2", EdgeColorSet: new(false)},
	}
}

func ebWantOldEvent() Event {
	return Event{
		ID: "5", Name: MultipartText{Text: "Gala"}, Start: DateTimeTZ{"UTC", "2016-05-12T02:00:00", time.Date(2016, 5, 12, 2, 0, 0, 0, time.UTC)},
		Created: new(time.Date(2016, 1, 2, 3, 4, 5, 0, time.UTC)), Status: "brand_new", Listed: new(true),
	}
}

func TestEventbriteEventsList(t *testing.T) {
	t.Parallel()
	ebWalks(t, ebList[Event]{
		path: "/organizations/7/events/", query: "page_size=2&status=all", key: "events",
		item: func(i int) string { return fmt.Sprintf(ebEvent, i) }, want: ebWantEvent,
		list: func(eb *Eventbrite, c string) (*Page[Event], error) {
			return eb.Events.List(t.Context(), "7", ebEventOptions(c))
		},
		pages: func(eb *Eventbrite, c string) iter.Seq2[*Page[Event], error] {
			return eb.Events.Pages(t.Context(), "7", ebEventOptions(c))
		},
		all: func(eb *Eventbrite, c string) iter.Seq2[Event, error] {
			return eb.Events.All(t.Context(), "7", ebEventOptions(c))
		},
	})
}

func ebEventOptions(continuation string) *EventListOptions {
	return &EventListOptions{ContinuationOptions: ContinuationOptions{continuation}, PageSize: 2, Status: []EventStatus{EventStatusAll}}
}

// Every option is sent under its own name.
func TestEventListOptions(t *testing.T) {
	t.Parallel()
	opts := &EventListOptions{
		Page: 4, PageSize: 200, Expand: []EventExpansion{EventExpandVenue, Within(EventExpandTicketClasses, TicketClassExpandImage)},
		Status: []EventStatus{EventStatusLive, EventStatusStarted}, NameFilter: "a & b", CurrencyFilter: "USD", OrderBy: EventOrderNameDesc,
		SeriesFilter: []SeriesFilter{SeriesFilterParents, SeriesFilterNonSeries}, ShowSeriesParent: new(false), EventGroupID: "g", CollectionID: "c",
		TimeFilter: TimeFilterCurrentFuture, VenueFilter: []VenueID{"1", "2"}, OrganizerFilter: []OrganizerID{"3"},
		InventoryTypeFilter: []InventoryType{InventoryTypeReserved, InventoryTypeExternallyTicketed}, EventIDs: []EventID{"4", "5"},
		EventIDsToExclude: []EventID{"6"}, CollectionIDsToExclude: []string{"7", "8"},
	}
	v := reflect.ValueOf(*opts)
	for i := range v.NumField() {
		if v.Field(i).IsZero() && v.Type().Field(i).Name != "ContinuationOptions" {
			t.Errorf("the test leaves out %s", v.Type().Field(i).Name)
		}
	}
	eb, w := newEBWire(t)
	w.on("GET", "/organizations/7/events/", reply(200, ebEventPage(`{"has_more_items": false}`)))
	page, err := eb.Events.List(t.Context(), "7", opts)
	resEqual(t, "the page", []any{page, err}, []any{&Page[Event]{Items: []Event{}, Count: -1}, error(nil)})
	_, err = eb.Events.List(t.Context(), "7", &EventListOptions{ContinuationOptions: ContinuationOptions{"a+b"}})
	wantEqual(t, "the error", err, nil)
	_, err = eb.Events.List(t.Context(), "7", nil)
	wantEqual(t, "the error", err, nil)
	w.want(
		"GET /organizations/7/events/?collection_id=c&collection_ids_to_exclude=7%2C8&currency_filter=USD&event_group_id=g&event_ids=4%2C5&event_ids_to_exclude=6"+
			"&expand=venue%2Cticket_classes.image&inventory_type_filter=reserved%2Cexternally_ticketed&name_filter=a+%26+b&order_by=name_desc&organizer_filter=3&page=4&page_size=200"+
			"&series_filter=parents%2Cnonseries&show_series_parent=false&status=live%2Cstarted&time_filter=current_future&venue_filter=1%2C2",
		"GET /organizations/7/events/?continuation=a%2Bb",
		"GET /organizations/7/events/",
	)
}

func TestEventListOptionsThatAreRefused(t *testing.T) {
	t.Parallel()
	for argument, opts := range map[string]*EventListOptions{
		"opts.Page": {Page: -1}, "opts.PageSize": {PageSize: -1}, "opts.Expand": {Expand: []EventExpansion{"a.b.c.d.e"}},
		"opts.Status": {Status: []EventStatus{"live,draft"}}, "opts.SeriesFilter": {SeriesFilter: []SeriesFilter{""}}, "opts.VenueFilter": {VenueFilter: []VenueID{"1 2"}},
		"opts.OrganizerFilter": {OrganizerFilter: []OrganizerID{""}}, "opts.InventoryTypeFilter": {InventoryTypeFilter: []InventoryType{","}},
		"opts.EventIDs": {EventIDs: []EventID{"1", ""}}, "opts.EventIDsToExclude": {EventIDsToExclude: []EventID{"1,2"}},
		"opts.CollectionIDsToExclude": {CollectionIDsToExclude: []string{"\n"}},
	} {
		ebRefused(t, argument, func(eb *Eventbrite) error {
			_, err := eb.Events.List(t.Context(), "7", opts)
			return err
		})
		ebRefused(t, argument, func(eb *Eventbrite) error {
			_, err := Collect(eb.Events.All(t.Context(), "7", opts))
			return err
		})
	}
	ebRefused(t, "opts.Page", func(eb *Eventbrite) error {
		_, err := eb.Events.List(t.Context(), "7", &EventListOptions{Page: 1, ContinuationOptions: ContinuationOptions{"T"}})
		return err
	})
	ebRefused(t, "organization_id", func(eb *Eventbrite) error {
		_, err := eb.Events.List(t.Context(), "", nil)
		return err
	})
}

func TestEventbriteEventsGet(t *testing.T) {
	t.Parallel()
	eb, server := ebMock(t)
	server.on("GET", "/events/5/", 200, fmt.Sprintf(ebEvent, 5), ebOldEvent)
	got, err := eb.Events.Get(t.Context(), "5", nil)
	resEqual(t, "the event", []any{got, err}, []any{new(ebWantEvent(5)), error(nil)})
	got, err = eb.Events.Get(t.Context(), "5", &EventGetOptions{})
	resEqual(t, "an old event", []any{got, err}, []any{new(ebWantOldEvent()), error(nil)})
	server.on("GET", "/events/5/?expand=venue%2Clogo", 200, fmt.Sprintf(ebEvent, 5))
	got, err = eb.Events.Get(t.Context(), "5", &EventGetOptions{Expand: []EventExpansion{EventExpandVenue, EventExpandLogo}})
	resEqual(t, "with expansions", []any{got, err}, []any{new(ebWantEvent(5)), error(nil)})
	server.want(ebGet("/events/5/"), ebGet("/events/5/"), ebGet("/events/5/?expand=venue%2Clogo"))

	ebRefused(t, "opts.Expand", func(eb *Eventbrite) error {
		_, err := eb.Events.Get(t.Context(), "5", &EventGetOptions{Expand: []EventExpansion{"a,b"}})
		return err
	})
	ebRefused(t, "event_id", func(eb *Eventbrite) error {
		_, err := eb.Events.Get(t.Context(), "5/publish", nil)
		return err
	})
	for body, kinds := range map[string][]error{`{}`: nil, `{"id": {}}`: nil, `null`: nil, `[]`: nil, `{"event": {"id": "5"}}`: nil} {
		eb, server := ebMock(t)
		server.on("GET", "/events/5/", 200, body)
		got, err := eb.Events.Get(t.Context(), "5", nil)
		wantError(t, err, kinds...)
		if got != nil {
			t.Errorf("%s is %v", body, got)
		}
	}
	eb, server = ebMock(t)
	server.on("GET", "/events/5/", 404, ebWireError(404, "NOT_FOUND", "The event you requested does not exist."))
	_, err = eb.Events.Get(t.Context(), "5", nil)
	e := wantError(t, err, ErrNotFound)
	wantEqual(t, "the operation", e.Operation+" "+e.Message, "Events.Get The event you requested does not exist.")
}

// Written back, an event has Eventbrite's own keys; nulls are left out.
func TestEventMarshal(t *testing.T) {
	t.Parallel()
	for _, text := range []string{fmt.Sprintf(ebEvent, 5), ebOldEvent} {
		var event Event
		var want map[string]any
		if strings.Contains(text, "new_member") {
			event = ebWantOldEvent()
		} else if err := json.Unmarshal([]byte(text), &event); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatal(err)
		}
		dropNulls(want)
		delete(want, "new_member")
		want["id"] = "5"
		want["description"] = map[string]any{}
		data, err := json.Marshal(event)
		wantEqual(t, "the error", err, nil)
		var got any
		if err := json.Unmarshal(data, &got); err != nil {
			t.Fatal(err)
		}
		resEqual(t, "the JSON", got, any(want))
	}
	expanded := `{"id": "5", "name": {}, "description": {}, "ticket_availability": {"a": [1]}, "bookmark_info": {"bookmarked": true}, "refund_policy": 1, "external_ticketing": {},
		"music_properties": {}, "publish_settings": {}, "basic_inventory_info": {}, "event_sales_status": {}, "checkout_settings": {}, "listing_properties": {},
		"has_digital_content": true, "series_dates": []}`
	var event Event
	if err := json.Unmarshal([]byte(expanded), &event); err != nil {
		t.Fatal(err)
	}
	ebWrites(t, event, expanded)
	if err := json.Unmarshal([]byte(`{"venue": {}, "organizer": {}, "ticket_classes": [{}], "category": {}, "subcategory": {}, "format": {}}`), &event); err != nil {
		t.Fatal(err)
	}
	if event.Venue == nil || event.Organizer == nil || len(event.TicketClasses) != 1 || event.Category == nil || event.Subcategory == nil || event.Format == nil {
		t.Errorf("an expansion is lost: %+v", event)
	}
}

// dropNulls removes members of null.
func dropNulls(m map[string]any) {
	for name, v := range m {
		if inner, ok := v.(map[string]any); ok {
			dropNulls(inner)
		} else if v == nil {
			delete(m, name)
		}
	}
}

func TestEventsDescription(t *testing.T) {
	t.Parallel()
	eb, server := ebMock(t)
	server.on("GET", "/events/5/description/", 200, `{"description": "<p>a</p>"}`, `{"description": null}`)
	got, err := eb.Events.Description(t.Context(), "5")
	resEqual(t, "the description", []any{got, err}, []any{"<p>a</p>", error(nil)})
	got, err = eb.Events.Description(t.Context(), "5")
	resEqual(t, "none", []any{got, err}, []any{"", error(nil)})
	server.want(ebGet("/events/5/description/"), ebGet("/events/5/description/"))
	eb, server = ebMock(t)
	server.on("GET", "/events/5/description/", 404, ebNotFound)
	_, err = eb.Events.Description(t.Context(), "5")
	wantError(t, err, ErrNotFound)
	ebRefused(t, "event_id", func(eb *Eventbrite) error {
		_, err := eb.Events.Description(t.Context(), " ")
		return err
	})
}

// An event becomes the input of another one like it.
func TestEventInput(t *testing.T) {
	t.Parallel()
	event := ebWantEvent(5)
	at := func(hour int) EventTime {
		return EventTime{time.Date(2018, 5, 12, hour, 0, 0, 0, time.UTC), "America/Los_Angeles"}
	}
	want := EventCreate{
		Name: "Gala &lt;b&gt;", Start: at(2), End: at(5), Currency: "USD", Summary: "All of it", HideStartDate: new(false), HideEndDate: new(true),
		OnlineEvent: new(false), OrganizerID: "32", LogoID: "31", CategoryID: "34", SubcategoryID: "35", Listed: new(true), Shareable: new(false),
		InviteOnly: new(false), ShowRemaining: new(true), Password: "p", Locale: "en_US",
	}
	resEqual(t, "the input", event.Input(), want)
	event.CapacityIsCustom, event.VenueID, event.FormatID = new(true), "33", "37"
	want.Capacity, want.VenueID, want.FormatID = new(int64(100)), "33", "37"
	resEqual(t, "with a capacity of its own", event.Input(), want)
	event.CapacityIsCustom = nil
	want.Capacity = nil
	resEqual(t, "of somebody else's", event.Input(), want)
	// Of a series the parent makes another series, one of its events does not.
	event.IsSeries, event.IsSeriesParent = new(true), new(true)
	wantEqual(t, "another series", *event.Input().IsSeries, true)
	event.IsSeriesParent = new(false)
	resEqual(t, "one of its events", event.Input().IsSeries, (*bool)(nil))
	// It says what contradicts itself: visitors can't find what needs a password.
	wantArgumentError(t, want.check(), "event.Listed")
	want.Password = ""
	wantEqual(t, "the error", want.check(), nil)
}
