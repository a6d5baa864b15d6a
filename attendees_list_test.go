package boxoffice

import (
	"fmt"
	"iter"
	"testing"
)

func TestAttendeesList(t *testing.T) {
	t.Parallel()
	options := func(c string) *AttendeeListOptions {
		return &AttendeeListOptions{ContinuationOptions{c}, []AttendeeExpansion{AttendeeExpandOrder}, AttendeeFilterNotAttending, ebSince}
	}
	ebWalks(t, ebList[Attendee]{
		path: "/organizations/12/attendees/", key: "attendees", query: "changed_since=" + ebSinceQuery + "&expand=order&status=not_attending",
		item: func(i int) string { return ebAttendee(fmt.Sprint(i)) },
		want: func(i int) Attendee { return ebWantAttendee(t, AttendeeID(fmt.Sprint(i))) },
		list: func(eb *Eventbrite, c string) (*Page[Attendee], error) {
			return eb.Attendees.List(t.Context(), "12", options(c))
		},
		pages: func(eb *Eventbrite, c string) iter.Seq2[*Page[Attendee], error] {
			return eb.Attendees.Pages(t.Context(), "12", options(c))
		},
		all: func(eb *Eventbrite, c string) iter.Seq2[Attendee, error] {
			return eb.Attendees.All(t.Context(), "12", options(c))
		},
	})
	ebBare(t, "/organizations/12/attendees/", "attendees", func(eb *Eventbrite) (*Page[Attendee], error) {
		return eb.Attendees.List(t.Context(), "12", nil)
	})
	ebRefused(t, "opts.Expand", func(eb *Eventbrite) error {
		_, err := Collect(eb.Attendees.All(t.Context(), "12", &AttendeeListOptions{Expand: []AttendeeExpansion{"-"}}))
		return err
	})
	ebRefused(t, "organization_id", func(eb *Eventbrite) error {
		_, err := eb.Attendees.List(t.Context(), "", nil)
		return err
	})
}

func TestAttendeesListByEvent(t *testing.T) {
	t.Parallel()
	options := func(c string) *AttendeeListByEventOptions {
		return &AttendeeListByEventOptions{
			ContinuationOptions{c}, 0, []AttendeeExpansion{AttendeeExpandAssignedUnit, AttendeeExpandAnswers}, AttendeeFilterUnpaid,
			ebSince, "690507907-1", []AttendeeID{"7", "690507907-2"},
		}
	}
	const path = "/events/40/attendees/"
	ebWalks(t, ebList[Attendee]{
		path: path, key: "attendees",
		query: "attendee_ids=7%2C690507907-2&changed_since=" + ebSinceQuery + "&expand=assigned_unit%2Canswers&last_item_seen=690507907-1&status=unpaid",
		item:  func(i int) string { return ebAttendee(fmt.Sprint(i)) },
		want:  func(i int) Attendee { return ebWantAttendee(t, AttendeeID(fmt.Sprint(i))) },
		list: func(eb *Eventbrite, c string) (*Page[Attendee], error) {
			return eb.Attendees.ListByEvent(t.Context(), "40", options(c))
		},
		pages: func(eb *Eventbrite, c string) iter.Seq2[*Page[Attendee], error] {
			return eb.Attendees.PagesByEvent(t.Context(), "40", options(c))
		},
		all: func(eb *Eventbrite, c string) iter.Seq2[Attendee, error] {
			return eb.Attendees.AllByEvent(t.Context(), "40", options(c))
		},
	})
	ebBare(t, path, "attendees", func(eb *Eventbrite) (*Page[Attendee], error) {
		return eb.Attendees.ListByEvent(t.Context(), "40", nil)
	})

	eb, server := ebMock(t)
	server.on("GET", path+"?page=2", 200, `{"attendees": [`+ebAttendee("9")+`], "pagination": {"object_count": 3, "page_number": 2, "page_size": 2, "page_count": 2, "has_more_items": false}}`)
	got, err := eb.Attendees.ListByEvent(t.Context(), "40", &AttendeeListByEventOptions{Page: 2})
	resEqual(t, "the second page", []any{got, err}, []any{&Page[Attendee]{Items: []Attendee{ebWantAttendee(t, "9")}, Count: 3, Number: 2}, error(nil)})
	server.on("GET", path, 403, ebFailure(403, "NOT_AUTHORIZED", "You do not have permission to access the event."))
	_, err = eb.Attendees.ListByEvent(t.Context(), "40", nil)
	ebFails(t, err, ErrForbidden, 403, "NOT_AUTHORIZED")

	for argument, all := range map[string][]*AttendeeListByEventOptions{
		"opts.Page":         {{Page: -1}, {Page: 2, ContinuationOptions: ContinuationOptions{"TOKEN"}}},
		"opts.Expand":       {{Expand: []AttendeeExpansion{"a..b"}}},
		"opts.LastItemSeen": {{LastItemSeen: "9"}},
		"opts.AttendeeIDs":  {{AttendeeIDs: []AttendeeID{"7,8"}}},
	} {
		for _, opts := range all {
			ebRefused(t, argument, func(eb *Eventbrite) error {
				_, err := eb.Attendees.ListByEvent(t.Context(), "40", opts)
				return err
			})
		}
	}
	ebRefused(t, "event_id", func(eb *Eventbrite) error {
		_, err := eb.Attendees.ListByEvent(t.Context(), "", nil)
		return err
	})
}

func TestAttendeesListByOrder(t *testing.T) {
	t.Parallel()
	options := func(c string) *AttendeeListByOrderOptions {
		return &AttendeeListByOrderOptions{ContinuationOptions{c}, []AttendeeExpansion{AttendeeExpandEvent}}
	}
	const path = "/orders/7/attendees/"
	ebWalks(t, ebList[Attendee]{
		path: path, key: "attendees", query: "expand=event",
		item: func(i int) string { return ebAttendee(fmt.Sprint(i)) },
		want: func(i int) Attendee { return ebWantAttendee(t, AttendeeID(fmt.Sprint(i))) },
		list: func(eb *Eventbrite, c string) (*Page[Attendee], error) {
			return eb.Attendees.ListByOrder(t.Context(), "7", options(c))
		},
		pages: func(eb *Eventbrite, c string) iter.Seq2[*Page[Attendee], error] {
			return eb.Attendees.PagesByOrder(t.Context(), "7", options(c))
		},
		all: func(eb *Eventbrite, c string) iter.Seq2[Attendee, error] {
			return eb.Attendees.AllByOrder(t.Context(), "7", options(c))
		},
	})
	ebBare(t, path, "attendees", func(eb *Eventbrite) (*Page[Attendee], error) {
		return eb.Attendees.ListByOrder(t.Context(), "7", nil)
	})
	ebRefused(t, "opts.Expand", func(eb *Eventbrite) error {
		_, err := eb.Attendees.ListByOrder(t.Context(), "7", &AttendeeListByOrderOptions{Expand: []AttendeeExpansion{"Event"}})
		return err
	})
	ebRefused(t, "order_id", func(eb *Eventbrite) error {
		_, err := eb.Attendees.ListByOrder(t.Context(), "", nil)
		return err
	})
}
