package boxoffice

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

func ebPost(path, body string) resSent { return resSent{"POST", path, "", body} }

// ebFullCreate has every field; some exclude each other, which is not its matter.
func ebFullCreate() EventCreate {
	in := ebGala
	in.Summary, in.HideStartDate, in.HideEndDate, in.OnlineEvent = "S", new(true), new(false), new(false)
	in.OrganizerID, in.LogoID, in.VenueID, in.FormatID, in.CategoryID, in.SubcategoryID = "1", "2", "3", "4", "5", "6"
	in.Listed, in.Shareable, in.InviteOnly, in.ShowRemaining, in.Password = new(false), new(false), new(true), new(true), "p"
	in.Capacity, in.IsReservedSeating, in.IsSeries = new(int64(0)), new(true), new(false)
	in.ShowPickASeat, in.ShowSeatmapThumbnail, in.ShowColorsInSeatmapThumbnail = new(true), new(true), new(false)
	in.Source, in.Locale = "rota", "en_US"
	return in
}

// ebFullFields is what of it an update has, too.
const ebFullFields = `"summary": "S", "hide_start_date": true, "hide_end_date": false, "online_event": false, "organizer_id": "1", "logo_id": "2", "venue_id": "3",
	"format_id": "4", "category_id": "5", "subcategory_id": "6", "listed": false, "shareable": false, "invite_only": true, "show_remaining": true, "password": "p",
	"capacity": 0, "is_reserved_seating": true, "is_series": false, "show_pick_a_seat": true, "show_seatmap_thumbnail": true, "show_colors_in_seatmap_thumbnail": false`

func ebFullUpdate() EventUpdate {
	in := ebFullCreate()
	return EventUpdate{
		Name: &in.Name, Start: &in.Start, End: &in.End, Currency: in.Currency, Summary: &in.Summary, HideStartDate: in.HideStartDate, HideEndDate: in.HideEndDate,
		OnlineEvent: in.OnlineEvent, OrganizerID: in.OrganizerID, LogoID: in.LogoID, VenueID: in.VenueID, FormatID: in.FormatID, CategoryID: in.CategoryID,
		SubcategoryID: in.SubcategoryID, Listed: in.Listed, Shareable: in.Shareable, InviteOnly: in.InviteOnly, ShowRemaining: in.ShowRemaining, Password: &in.Password,
		Capacity: in.Capacity, IsReservedSeating: in.IsReservedSeating, IsSeries: in.IsSeries, ShowPickASeat: in.ShowPickASeat,
		ShowSeatmapThumbnail: in.ShowSeatmapThumbnail, ShowColorsInSeatmapThumbnail: in.ShowColorsInSeatmapThumbnail,
	}
}

// wantFull fails when an input leaves a field out that the test should have.
func wantFull(t *testing.T, in any, but string) {
	t.Helper()
	v := reflect.ValueOf(in)
	for i := range v.NumField() {
		if name := v.Type().Field(i).Name; v.Field(i).IsZero() != (name == but) {
			t.Errorf("%T has the field %s, and the test has not, or the other way round", in, name)
		}
	}
}

func TestEventbriteEventsCreate(t *testing.T) {
	t.Parallel()
	full := ebFullCreate()
	wantFull(t, full, "Description")
	described := EventCreate{Name: "Gala", Start: ebGala.Start, End: ebGala.End, Currency: "EUR", Description: "<p>a & b</p>"}
	required := strings.TrimSuffix(ebGalaBody, "}}")
	for _, test := range []struct {
		in   EventCreate
		body string
	}{
		{ebGala, ebGalaBody},
		{full, required + `, ` + ebFullFields + `, "source": "rota", "locale": "en_US"}}`},
		{described, required + `, "description": {"html": "<p>a & b</p>"}}}`},
	} {
		eb, w := newEBWire(t)
		w.on("POST", "/organizations/7/events/", reply(200, fmt.Sprintf(ebEvent, 5)))
		got, err := eb.Events.Create(t.Context(), "7", test.in)
		resEqual(t, "the event", []any{got, err}, []any{new(ebWantEvent(5)), error(nil)})
		sent := w.requests()
		wantEqual(t, "the number of requests", len(sent), 1)
		wantEqual(t, "what was sent", sent[0].Method+" "+sent[0].Path+" "+resCanonical(sent[0].Body), "POST /proxy/v3/organizations/7/events/ "+resCanonical(test.body))
	}
	eb, server := ebMock(t)
	server.on("POST", "/organizations/7/events/", 400, ebInvalid)
	got, err := eb.Events.Create(t.Context(), "7", ebGala)
	e := wantError(t, err, ErrInvalid)
	resEqual(t, "Fields", e.Fields, map[string][]string{"event.name.html": {"MISSING"}})
	wantEqual(t, "what was called", e.Operation+" "+e.Path, "Events.Create /proxy/v3/organizations/{organization_id}/events/")
	if got != nil {
		t.Errorf("there is an event: %v", got)
	}
}

func TestEventbriteEventsUpdate(t *testing.T) {
	t.Parallel()
	full := ebFullUpdate()
	wantFull(t, full, "Description")
	for _, test := range []struct {
		in   EventUpdate
		body string
	}{
		{EventUpdate{Name: new(HTMLText("Ball"))}, `{"event": {"name": {"html": "Ball"}}}`},
		{EventUpdate{Password: new("")}, `{"event": {"password": ""}}`},
		{EventUpdate{Summary: new("")}, `{"event": {"summary": ""}}`},
		{EventUpdate{Description: new(HTMLText(""))}, `{"event": {"description": {"html": ""}}}`},
		{EventUpdate{Listed: new(false)}, `{"event": {"listed": false}}`},
		{EventUpdate{End: &ebGala.End}, `{"event": {"end": {"utc": "2030-01-02T23:00:00Z", "timezone": "Europe/Berlin"}}}`},
		{full, strings.TrimSuffix(ebGalaBody, "}}") + `, ` + ebFullFields + `}}`},
	} {
		eb, w := newEBWire(t)
		w.on("POST", "/events/5/", reply(200, fmt.Sprintf(ebEvent, 5)))
		got, err := eb.Events.Update(t.Context(), "5", test.in)
		resEqual(t, "the event", []any{got, err}, []any{new(ebWantEvent(5)), error(nil)})
		sent := w.requests()
		wantEqual(t, "the number of requests", len(sent), 1)
		wantEqual(t, "what was sent", sent[0].Method+" "+sent[0].Path+" "+resCanonical(sent[0].Body), "POST /proxy/v3/events/5/ "+resCanonical(test.body))
	}
	eb, server := ebMock(t)
	server.on("POST", "/events/5/", 200, fmt.Sprintf(ebEvent, 6)) // another one than asked for
	_, err := eb.Events.Update(t.Context(), "5", EventUpdate{Currency: "EUR"})
	wantError(t, err, ErrOutcomeUnknown)
	eb, server = ebMock(t)
	server.on("POST", "/events/5/", 400, ebWireError(400, "CANNOT_UPDATE_CURRENCY", "T"))
	_, err = eb.Events.Update(t.Context(), "5", EventUpdate{Currency: "EUR"})
	wantEqual(t, "Code", wantError(t, err, ErrInvalid).Code, "CANNOT_UPDATE_CURRENCY")
}

// Every check of an update, which are those of a new event, too.
func TestEventInputsThatAreRefused(t *testing.T) {
	t.Parallel()
	start, end := ebGala.Start, ebGala.End
	moved := func(t EventTime, by time.Duration) *EventTime { return &EventTime{t.UTC.Add(by), t.Timezone} }
	yes := new(true)
	tests := []struct {
		reason, argument string
		in               EventUpdate
		updateOnly       bool
	}{
		{"nothing", "event", EventUpdate{}, true},
		{"an empty name", "event.Name", EventUpdate{Name: new(HTMLText(""))}, false},
		{"a blank name", "event.Name", EventUpdate{Name: new(HTMLText(" \n\t"))}, false},
		{"no start", "event.Start.UTC", EventUpdate{Start: &EventTime{}, End: &end}, false},
		{"a start without a zone", "event.Start.Timezone", EventUpdate{Start: &EventTime{UTC: start.UTC}, End: &end}, false},
		{"no end", "event.End.UTC", EventUpdate{Start: &start, End: &EventTime{}}, false},
		{"neither, told in their order", "event.Start.UTC", EventUpdate{Start: &EventTime{}, End: &EventTime{}}, false},
		{"an end without a zone", "event.End.Timezone", EventUpdate{Start: &start, End: &EventTime{UTC: end.UTC}}, false},
		{"two zones", "event.End.Timezone", EventUpdate{Start: &start, End: &EventTime{end.UTC, "Europe/Paris"}}, false},
		{"an end at the start", "event.End", EventUpdate{Start: &start, End: &start}, false},
		{"an end before the start", "event.End", EventUpdate{Start: &end, End: &start}, false},
		{"an end in the second of the start, which is all that is sent", "event.End", EventUpdate{Start: &start, End: moved(start, time.Second-1)}, false},
		{"small letters for a currency", "event.Currency", EventUpdate{Currency: "eur"}, false},
		{"no code for a currency", "event.Currency", EventUpdate{Currency: "EURO"}, false},
		{"two descriptions", "event.Summary", EventUpdate{Summary: new("a"), Description: new(HTMLText("b"))}, false},
		{"listed for the invited", "event.Listed", EventUpdate{Listed: yes, InviteOnly: yes}, false},
		{"listed with a password", "event.Listed", EventUpdate{Listed: yes, Password: new("p")}, false},
		{"shared by the invited", "event.Shareable", EventUpdate{Shareable: yes, InviteOnly: yes}, false},
		{"online somewhere", "event.OnlineEvent", EventUpdate{OnlineEvent: yes, VenueID: "3"}, false},
		{"a negative capacity", "event.Capacity", EventUpdate{Capacity: new(int64(-1))}, false},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			ebRefused(t, test.argument, func(eb *Eventbrite) error {
				_, err := eb.Events.Update(t.Context(), "5", test.in)
				return err
			})
			if test.updateOnly {
				return
			}
			in := ebGala
			set := func(to, from any) {
				if f := reflect.ValueOf(from); !f.IsZero() {
					reflect.ValueOf(to).Elem().Set(reflect.Indirect(f))
				}
			}
			set(&in.Name, test.in.Name)
			set(&in.Start, test.in.Start)
			set(&in.End, test.in.End)
			set(&in.Currency, test.in.Currency)
			set(&in.Summary, test.in.Summary)
			set(&in.Description, test.in.Description)
			set(&in.Password, test.in.Password)
			in.Listed, in.Shareable, in.InviteOnly, in.OnlineEvent, in.VenueID, in.Capacity = test.in.Listed, test.in.Shareable, test.in.InviteOnly, test.in.OnlineEvent, test.in.VenueID, test.in.Capacity
			ebRefused(t, test.argument, func(eb *Eventbrite) error {
				_, err := eb.Events.Create(t.Context(), "7", in)
				return err
			})
		})
	}
	for argument, in := range map[string]EventCreate{
		"event.Currency": {Name: "a", Start: start, End: end}, "event.Start.UTC": {Name: "a", End: end, Currency: "EUR"},
		"event.End.UTC": {Name: "a", Start: start, Currency: "EUR"}, "event.Name": {Start: start, End: end, Currency: "EUR"},
	} {
		ebRefused(t, argument, func(eb *Eventbrite) error {
			_, err := eb.Events.Create(t.Context(), "7", in)
			return err
		})
	}
	for _, good := range []EventUpdate{
		{Listed: yes, Password: new("")}, {Listed: new(false), InviteOnly: yes, Password: new("p")}, {Shareable: yes, Listed: yes}, {OnlineEvent: new(false), VenueID: "3"},
		{Capacity: new(int64(0))}, {Start: &start, End: moved(start, time.Second)}, {Start: &EventTime{start.UTC, "Europe/Paris"}},
	} {
		wantEqual(t, "the error", good.check(), nil)
	}
}

// The calls that answer with one word.
func TestEventbriteEventActions(t *testing.T) {
	t.Parallel()
	for _, act := range []struct {
		op, method, path, word, code string
		call                         func(ctx context.Context, eb *Eventbrite, id EventID) error
	}{
		{"Delete", "DELETE", "", "deleted", "CANNOT_DELETE", func(ctx context.Context, eb *Eventbrite, id EventID) error { return eb.Events.Delete(ctx, id) }},
		{"Publish", "POST", "publish/", "published", "ALREADY_PUBLISHED_OR_DELETED", func(ctx context.Context, eb *Eventbrite, id EventID) error { return eb.Events.Publish(ctx, id) }},
		{"Unpublish", "POST", "unpublish/", "unpublished", "NOT_PUBLISHED", func(ctx context.Context, eb *Eventbrite, id EventID) error { return eb.Events.Unpublish(ctx, id) }},
		{"Cancel", "POST", "cancel/", "canceled", "CANNOT_CANCEL", func(ctx context.Context, eb *Eventbrite, id EventID) error { return eb.Events.Cancel(ctx, id) }},
	} {
		t.Run(act.op, func(t *testing.T) {
			t.Parallel()
			path := "/events/5/" + act.path
			eb, server := ebMock(t)
			server.on(act.method, path, 200, `{"`+act.word+`": true}`, `{"`+act.word+`" : true , "id": "5"}`)
			for range 2 {
				wantEqual(t, "the error", act.call(t.Context(), eb, "5"), nil)
			}
			sent := resSent{Method: act.method, Path: path}
			server.want(sent, sent)
			for _, body := range []string{`{}`, `{"` + act.word + `": false}`, `{"` + act.word + `": null}`, `{"done": true}`, `null`, `[]`, `true`} {
				eb, server := ebMock(t)
				server.on(act.method, path, 200, body)
				wantError(t, act.call(t.Context(), eb, "5"), ErrOutcomeUnknown)
			}
			eb, server = ebMock(t)
			server.on(act.method, path, 400, ebWireError(400, act.code, "T"))
			e := wantError(t, act.call(t.Context(), eb, "5"), ErrInvalid)
			wantEqual(t, "the error", e.Code+" "+e.Operation+" "+e.Path, act.code+" Events."+act.op+" /proxy/v3/events/{event_id}/"+act.path)
			ebRefused(t, "event_id", func(eb *Eventbrite) error { return act.call(t.Context(), eb, "") })
			ebRefused(t, "event_id", func(eb *Eventbrite) error { return act.call(t.Context(), eb, "..") })
		})
	}
}

func TestEventbriteEventsCopy(t *testing.T) {
	t.Parallel()
	at := func(second int) UTC {
		return UTC(time.Date(2030, 1, 2, 3, 0, second, 5, time.FixedZone("east", 3600)))
	}
	full := EventCopy{Name: "Ball", StartDate: at(0), EndDate: at(1), Timezone: "Europe/Berlin", Summary: "S"}
	wantFull(t, full, "")
	for _, test := range []struct {
		in   EventCopy
		body string
	}{
		{EventCopy{}, `{}`},
		{EventCopy{EndDate: at(0)}, `{"end_date":"2030-01-02T02:00:00Z"}`},
		{full, `{"end_date":"2030-01-02T02:00:01Z","name":"Ball","start_date":"2030-01-02T02:00:00Z","summary":"S","timezone":"Europe/Berlin"}`},
	} {
		eb, w := newEBWire(t)
		w.on("POST", "/events/4/copy/", reply(200, fmt.Sprintf(ebEvent, 5)))
		got, err := eb.Events.Copy(t.Context(), "4", test.in)
		resEqual(t, "the copy", []any{got, err}, []any{new(ebWantEvent(5)), error(nil)})
		sent := w.requests()[0]
		resEqual(t, "what was sent", resSent{sent.Method, sent.Path, sent.Query, resCanonical(sent.Body)}, ebPost("/proxy/v3/events/4/copy/", test.body))
	}
	eb, server := ebMock(t)
	server.on("POST", "/events/5/copy/", 200, fmt.Sprintf(ebEvent, 5)) // the original is no copy
	_, err := eb.Events.Copy(t.Context(), "5", EventCopy{})
	wantError(t, err, ErrOutcomeUnknown)
	eb, server = ebMock(t)
	server.on("POST", "/events/5/copy/", 400, ebWireError(400, "INVALID_START_DATE", "T"))
	_, err = eb.Events.Copy(t.Context(), "5", EventCopy{})
	wantEqual(t, "Code", wantError(t, err, ErrInvalid).Code, "INVALID_START_DATE")
	for _, in := range []EventCopy{{StartDate: at(1), EndDate: at(1)}, {StartDate: at(2), EndDate: at(1)}} {
		ebRefused(t, "changes.EndDate", func(eb *Eventbrite) error {
			_, err := eb.Events.Copy(t.Context(), "5", in)
			return err
		})
	}
	ebRefused(t, "event_id", func(eb *Eventbrite) error {
		_, err := eb.Events.Copy(t.Context(), "", EventCopy{})
		return err
	})
}
