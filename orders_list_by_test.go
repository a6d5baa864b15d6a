package boxoffice

import (
	"iter"
	"testing"
)

func TestOrdersListByEvent(t *testing.T) {
	t.Parallel()
	options := func(c string) *OrderListByEventOptions {
		return &OrderListByEventOptions{
			ContinuationOptions{c}, 0,
			[]OrderExpansion{OrderExpandRefundRequests}, OrderFilterInactive, ebSince, "700",
			[]string{"a@x.org", "b@x.org"}, []string{"c@x.org"}, []RefundRequestStatus{RefundRequestStatusPending, RefundRequestStatusOutsidePolicy},
		}
	}
	const path = "/events/40/orders/"
	ebWalks(t, ebList[Order]{
		path: path, key: "orders",
		query: "changed_since=" + ebSinceQuery + "&exclude_emails=c%40x.org&expand=refund_requests&last_item_seen=700" +
			"&only_emails=a%40x.org%2Cb%40x.org&refund_request_statuses=pending%2Coutside_policy&status=inactive",
		item: ebOrder, want: func(i int) Order { return ebWantOrder(t, i) },
		list: func(eb *Eventbrite, c string) (*Page[Order], error) {
			return eb.Orders.ListByEvent(t.Context(), "40", options(c))
		},
		pages: func(eb *Eventbrite, c string) iter.Seq2[*Page[Order], error] {
			return eb.Orders.PagesByEvent(t.Context(), "40", options(c))
		},
		all: func(eb *Eventbrite, c string) iter.Seq2[Order, error] {
			return eb.Orders.AllByEvent(t.Context(), "40", options(c))
		},
	})
	ebBare(t, path, "orders", func(eb *Eventbrite) (*Page[Order], error) { return eb.Orders.ListByEvent(t.Context(), "40", nil) })

	eb, server := ebMock(t)
	server.on("GET", path+"?page=3", 400, ebFailure(400, "BAD_PAGE", "You passed an invalid page number."))
	_, err := eb.Orders.ListByEvent(t.Context(), "40", &OrderListByEventOptions{Page: 3})
	ebFails(t, err, ErrInvalid, 400, "BAD_PAGE")
	server.want(ebGet(path + "?page=3"))
	server.on("GET", path, 403, ebFailure(403, "NOT_AUTHORIZED", "You do not have permission to access the event."))
	_, err = eb.Orders.ListByEvent(t.Context(), "40", nil)
	ebFails(t, err, ErrForbidden, 403, "NOT_AUTHORIZED")

	for argument, all := range map[string][]*OrderListByEventOptions{
		"opts.Page":                  {{Page: -1}, {Page: 2, ContinuationOptions: ContinuationOptions{"TOKEN"}}},
		"opts.Expand":                {{Expand: []OrderExpansion{"a b"}}},
		"opts.Status":                {{Status: OrderFilterBoth}},
		"opts.LastItemSeen":          {{LastItemSeen: "700"}},
		"opts.OnlyEmails":            {{OnlyEmails: []string{""}}},
		"opts.ExcludeEmails":         {{ExcludeEmails: []string{"a b"}}},
		"opts.RefundRequestStatuses": {{RefundRequestStatuses: []RefundRequestStatus{"a,b"}}},
	} {
		for _, opts := range all {
			ebRefused(t, argument, func(eb *Eventbrite) error {
				_, err := eb.Orders.ListByEvent(t.Context(), "40", opts)
				return err
			})
		}
	}
	ebRefused(t, "event_id", func(eb *Eventbrite) error {
		_, err := eb.Orders.ListByEvent(t.Context(), "", nil)
		return err
	})
}

func TestOrdersListByUser(t *testing.T) {
	t.Parallel()
	options := func(c string) *OrderListByUserOptions {
		return &OrderListByUserOptions{ContinuationOptions{c}, []OrderExpansion{OrderExpandEvent}, ebSince, TimeFilterAll}
	}
	ebWalks(t, ebList[Order]{
		path: "/users/me/orders/", key: "orders", query: "changed_since=" + ebSinceQuery + "&expand=event&time_filter=all",
		item: ebOrder, want: func(i int) Order { return ebWantOrder(t, i) },
		list: func(eb *Eventbrite, c string) (*Page[Order], error) {
			return eb.Orders.ListByUser(t.Context(), Me, options(c))
		},
		pages: func(eb *Eventbrite, c string) iter.Seq2[*Page[Order], error] {
			return eb.Orders.PagesByUser(t.Context(), Me, options(c))
		},
		all: func(eb *Eventbrite, c string) iter.Seq2[Order, error] {
			return eb.Orders.AllByUser(t.Context(), Me, options(c))
		},
	})
	ebBare(t, "/users/77/orders/", "orders", func(eb *Eventbrite) (*Page[Order], error) { return eb.Orders.ListByUser(t.Context(), "77", nil) })
	ebRefused(t, "opts.Expand", func(eb *Eventbrite) error {
		_, err := eb.Orders.ListByUser(t.Context(), Me, &OrderListByUserOptions{Expand: []OrderExpansion{"event,attendees"}})
		return err
	})
	ebRefused(t, "user_id", func(eb *Eventbrite) error {
		_, err := eb.Orders.ListByUser(t.Context(), "", nil)
		return err
	})
}
