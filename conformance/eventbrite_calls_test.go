package conformance

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// ebWorld is a fake that has one of everything, and the values that calls take.
type ebWorld struct {
	fake   *boxofficetest.Eventbrite
	eb     *boxoffice.Eventbrite
	values map[reflect.Type]any
	series boxoffice.SeriesID
}

func newWorld(t *testing.T) *ebWorld {
	t.Helper()
	fake := boxofficetest.NewEventbrite(t)
	venue := fake.AddVenue("", boxofficetest.EventbriteVenue{Address: boxofficetest.EventbriteAddress{City: "Bonn"}, Capacity: 5})
	organizer := fake.AddOrganizer("", boxofficetest.EventbriteOrganizer{Description: "x", LogoID: "5", Website: "https://example.org"})
	series := fake.AddEvent("", boxofficetest.EventbriteEvent{IsSeries: true})
	event := fake.AddEvent("", boxofficetest.EventbriteEvent{
		Summary: "S", IsSeries: true, SeriesID: series, LogoID: "5", VenueID: venue, OrganizerID: organizer, CategoryID: "103", SubcategoryID: "3003", FormatID: "5",
	})
	class := fake.AddTicketClass(event, boxofficetest.EventbriteTicketClass{Cost: 100, SalesStart: time.Unix(0, 0), SalesEndRelativeTo: "end_time"})
	order := fake.AddOrder(event, boxofficetest.EventbriteOrder{UserID: fake.User, Attendees: []boxofficetest.EventbriteAttendee{{FirstName: "Ada", Barcode: "b1"}}})
	group := fake.AddTicketGroup("", boxofficetest.EventbriteTicketGroup{EventTicketIDs: map[string][]string{event: {class}}})
	discount := fake.AddDiscount("", boxofficetest.EventbriteDiscount{Code: "SAVE", PercentOff: "5", StartDate: "2018-01-01T10:00:00", TicketGroupID: group})
	webhook := fake.AddWebhook("", boxofficetest.EventbriteWebhook{EndpointURL: "https://example.org/", EventID: event})

	w := &ebWorld{fake: fake, values: map[reflect.Type]any{}, series: boxoffice.SeriesID(series)}
	w.eb = try(boxoffice.NewEventbrite(boxoffice.EventbriteToken(fake.Token), boxoffice.WithBaseURL(fake.URL))).must(t)
	t.Cleanup(w.eb.CloseIdleConnections)
	start := boxoffice.EventTime{UTC: time.Date(2031, 1, 2, 3, 4, 5, 0, time.UTC), Timezone: "Europe/Berlin"}
	end := start
	end.UTC = end.UTC.Add(time.Hour)
	for _, v := range []any{
		boxoffice.OrganizationID(fake.Organization), boxoffice.Me, boxoffice.EventID(event), boxoffice.VenueID(venue),
		boxoffice.OrganizerID(organizer), boxoffice.OrderID(order), boxoffice.AttendeeID(order + "-1"), boxoffice.TicketClassID(class),
		boxoffice.TicketGroupID(group), []boxoffice.TicketGroupID{boxoffice.TicketGroupID(group)}, boxoffice.DiscountID(discount), boxoffice.WebhookID(webhook),
		boxoffice.CategoryID("103"), boxoffice.SubcategoryID("3003"), boxoffice.FormatID("5"), boxoffice.ContactListID("4711"),
		boxoffice.AssortmentPlan("package1"), "Demo Festival", boxoffice.Unverified(`{}`),
		&boxoffice.DiscountListOptions{Scope: boxoffice.DiscountScopeMultiEvents},
		&boxoffice.OrderSearchOptions{Barcodes: []string{"b1"}},
		boxoffice.EventCreate{Name: "Gala", Start: start, End: end, Currency: "EUR"}, boxoffice.EventUpdate{ShowRemaining: new(true)}, boxoffice.EventCopy{},
		boxoffice.VenueCreate{Name: "Hall"}, boxoffice.VenueUpdate{Name: new("Hall")}, boxoffice.OrganizerProfileCreate{Name: "Crew"},
		boxoffice.DiscountCreate{Code: "HALF", PercentOff: "50", Type: boxoffice.DiscountTypeCoded}, boxoffice.DiscountUpdate{Code: "THIRD"},
		boxoffice.TicketClassCreate{Name: "Day", Free: new(true), Capacity: new(int64(5))}, boxoffice.TicketClassUpdate{Name: new("Day")},
		boxoffice.TicketGroupCreate{Name: "G"}, boxoffice.TicketGroupUpdate{Name: new("H")}, boxoffice.WebhookCreate{EndpointURL: "https://example.org/x"},
		boxoffice.BookmarkChange{EventIDs: []boxoffice.EventID{boxoffice.EventID(series)}},
		boxoffice.CheckoutSettingsCreate{CountryCode: "DE", CurrencyCode: "EUR", CheckoutMethod: boxoffice.CheckoutMethodOffline,
			OfflineSettings: []boxoffice.OfflineSetting{{PaymentMethod: boxoffice.OfflinePaymentMethodCash}}},
		boxoffice.ContactCreate{Email: "ada@example.org"},
	} {
		w.values[reflect.TypeOf(v)] = v
	}
	return w
}

// call calls a method, with one field of its options or input set, or none. It returns the errors, and the results that
// came before them.
func (w *ebWorld) call(t *testing.T, service, name string, field int) (results []any, err error) {
	t.Helper()
	switch {
	case service == "Series", strings.HasSuffix(name, "BySeries"):
		w.values[reflect.TypeFor[boxoffice.EventID]()] = w.series
	case name == "Publish":
		w.values[reflect.TypeFor[boxoffice.EventID]()] = boxoffice.EventID(w.fake.AddEvent("", boxofficetest.EventbriteEvent{Status: "draft"}))
	case service == "Events" && (name == "Unpublish" || name == "Cancel" || name == "Delete"):
		w.values[reflect.TypeFor[boxoffice.EventID]()] = boxoffice.EventID(w.fake.AddEvent("", boxofficetest.EventbriteEvent{}))
	}
	method := reflect.ValueOf(w.eb).Elem().FieldByName(service).MethodByName(name)
	args := []reflect.Value{reflect.ValueOf(t.Context())}
	for i := 1; i < method.Type().NumIn(); i++ {
		in := reflect.New(method.Type().In(i)).Elem()
		if value, ok := w.values[in.Type()]; ok {
			in.Set(reflect.ValueOf(value))
		}
		if field >= 0 && i == method.Type().NumIn()-1 {
			setField(in, field)
		}
		args = append(args, in)
	}
	for _, result := range method.Call(args) {
		if result.Kind() == reflect.Func {
			for item, err := range result.Seq2() {
				if err.Interface() != nil {
					return results, err.Interface().(error)
				}
				results = append(results, item.Interface())
			}
			return results, nil
		}
		if problem, ok := reflect.TypeAssert[error](result); ok {
			err = problem
		} else if result.Type() != reflect.TypeFor[error]() {
			results = append(results, result.Interface())
		}
	}
	return results, err
}

// setField sets one field of options or of an input to a value of its type.
func setField(v reflect.Value, field int) {
	if v.Kind() == reflect.Pointer {
		filled := reflect.New(v.Type().Elem())
		if !v.IsNil() {
			filled.Elem().Set(v.Elem())
		}
		v.Set(filled)
		v = filled.Elem()
	}
	fill(v.Field(field))
}

func fill(v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[boxoffice.UTC]():
		v.Set(reflect.ValueOf(boxoffice.UTC(time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC))))
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)))
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case v.Kind() == reflect.String:
		v.SetString("7")
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.CanInt():
		v.SetInt(60)
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i))
			}
		}
	}
}

// eachMethod calls f for every method of the SDK for Eventbrite but the closed ones, which have a case of their own.
func eachMethod(t *testing.T, f func(t *testing.T, service, name string, method reflect.Type)) {
	t.Helper()
	services := reflect.ValueOf(try(boxoffice.NewEventbrite(boxoffice.EventbriteToken("x"))).must(t)).Elem()
	for field, value := range services.Fields() {
		if !field.IsExported() || field.Name == "Legacy" {
			continue
		}
		for m := range field.Type.Methods() {
			t.Run(field.Name+"."+m.Name, func(t *testing.T) {
				t.Parallel()
				f(t, field.Name, m.Name, value.MethodByName(m.Name).Type())
			})
		}
	}
}

// The fake serves every method, and all that it answers is of the types that the SDK has for it.
func TestEventbriteEveryMethod(t *testing.T) {
	t.Parallel()
	eachMethod(t, func(t *testing.T, service, name string, _ reflect.Type) {
		w := newWorld(t)
		results, err := w.call(t, service, name, -1)
		if err != nil {
			t.Fatal(err)
		}
		for _, result := range results {
			page := reflect.Indirect(reflect.ValueOf(result))
			if page.Kind() != reflect.Struct || !page.FieldByName("Malformed").IsValid() {
				continue
			}
			if odd := page.FieldByName("Malformed"); odd.Len() > 0 {
				t.Errorf("malformed: %v", odd)
			}
			// Nothing is bookmarked, and nobody notified.
			if page.FieldByName("Items").Len() == 0 && service != "Bookmarks" && service != "Notifications" {
				t.Error("an empty page")
			}
		}
	})
}

// The fake knows every parameter and every member of a body that the SDK can send.
func TestEventbriteEveryField(t *testing.T) {
	t.Parallel()
	eachMethod(t, func(t *testing.T, service, name string, method reflect.Type) {
		last := method.In(method.NumIn() - 1)
		if last.Kind() == reflect.Pointer {
			last = last.Elem()
		}
		if last.Kind() != reflect.Struct {
			return
		}
		w := newWorld(t)
		for i := range last.NumField() {
			w.fake.ResetRequests()
			_, err := w.call(t, service, name, i)
			if e, ok := errors.AsType[*boxoffice.Error](err); ok && strings.Contains(e.Error(), "Unknown parameter") {
				t.Errorf("%s: %v", last.Field(i).Name, err)
			}
			if _, ok := errors.AsType[*boxoffice.ArgumentError](err); !ok && len(w.fake.Requests()) == 0 {
				t.Errorf("%s: nothing was sent: %v", last.Field(i).Name, err)
			}
		}
	})
}
