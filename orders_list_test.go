package boxoffice

import (
	"iter"
	"testing"
)

func TestOrdersList(t *testing.T) {
	t.Parallel()
	options := func(c string) *OrderListOptions {
		return &OrderListOptions{
			ContinuationOptions{c},
			[]OrderExpansion{OrderExpandEvent, OrderExpandAttendees}, OrderFilterAllNotDeleted, ebSince,
			[]string{"a@x.org", "b@x.org"}, []string{"c@x.org"}, TimeFilterPast,
		}
	}
	const path = "/organizations/12/orders/"
	ebWalks(t, ebList[Order]{
		path: path, key: "orders",
		query: "changed_since=" + ebSinceQuery + "&exclude_emails=c%40x.org&expand=event%2Cattendees&only_emails=a%40x.org%2Cb%40x.org" +
			"&status=all_not_deleted&time_filter=past",
		item: ebOrder, want: func(i int) Order { return ebWantOrder(t, i) },
		list: func(eb *Eventbrite, c string) (*Page[Order], error) {
			return eb.Orders.List(t.Context(), "12", options(c))
		},
		pages: func(eb *Eventbrite, c string) iter.Seq2[*Page[Order], error] {
			return eb.Orders.Pages(t.Context(), "12", options(c))
		},
		all: func(eb *Eventbrite, c string) iter.Seq2[Order, error] {
			return eb.Orders.All(t.Context(), "12", options(c))
		},
	})
	ebBare(t, path, "orders", func(eb *Eventbrite) (*Page[Order], error) { return eb.Orders.List(t.Context(), "12", nil) })

	// Whether an organization's list takes it is not known, so the server is asked.
	eb, server := ebMock(t)
	server.on("GET", path+"?status=both", 400, ebFailure(400, "ARGUMENTS_ERROR", `There are errors with your arguments: status - "both" is not a valid choice.`))
	_, err := eb.Orders.List(t.Context(), "12", &OrderListOptions{Status: OrderFilterBoth})
	ebFails(t, err, ErrInvalid, 400, "ARGUMENTS_ERROR")
	server.want(ebGet(path + "?status=both"))

	for argument, opts := range map[string]*OrderListOptions{
		"opts.Expand":        {Expand: []OrderExpansion{""}},
		"opts.OnlyEmails":    {OnlyEmails: []string{"a@x.org,b@x.org"}},
		"opts.ExcludeEmails": {ExcludeEmails: []string{"a@x.org", ""}},
	} {
		ebRefused(t, argument, func(eb *Eventbrite) error {
			_, err := Collect(eb.Orders.All(t.Context(), "12", opts))
			return err
		})
	}
	ebRefused(t, "organization_id", func(eb *Eventbrite) error {
		_, err := eb.Orders.List(t.Context(), "", nil)
		return err
	})
}

func TestOrdersSearch(t *testing.T) {
	t.Parallel()
	options := func(c string) *OrderSearchOptions {
		return &OrderSearchOptions{ContinuationOptions{c}, []OrderExpansion{OrderExpandMerchandise}, []string{"7001", "7002"}}
	}
	ebWalks(t, ebList[Order]{
		path: "/organizations/12/orders/search/", key: "orders", query: "barcodes=7001%2C7002&expand=merchandise",
		item: ebOrder, want: func(i int) Order { return ebWantOrder(t, i) },
		list: func(eb *Eventbrite, c string) (*Page[Order], error) {
			return eb.Orders.Search(t.Context(), "12", options(c))
		},
		pages: func(eb *Eventbrite, c string) iter.Seq2[*Page[Order], error] {
			return eb.Orders.SearchPages(t.Context(), "12", options(c))
		},
		all: func(eb *Eventbrite, c string) iter.Seq2[Order, error] {
			return eb.Orders.SearchAll(t.Context(), "12", options(c))
		},
	})

	// Without a pagination, as nobody has seen one there.
	eb, server := ebMock(t)
	server.on("GET", "/organizations/12/orders/search/?barcodes=7001", 200, `{"orders": [`+ebOrder(7)+`]}`)
	got, err := Collect(eb.Orders.SearchAll(t.Context(), "12", &OrderSearchOptions{Barcodes: []string{"7001"}}))
	resEqual(t, "found", []any{got, err}, []any{[]Order{ebWantOrder(t, 7)}, error(nil)})

	for argument, all := range map[string][]*OrderSearchOptions{
		"opts.Barcodes": {nil, {}, {Barcodes: []string{"7001,7002"}}, {Barcodes: []string{""}}},
		"opts.Expand":   {{Barcodes: []string{"7001"}, Expand: []OrderExpansion{"A"}}},
	} {
		for _, opts := range all {
			ebRefused(t, argument, func(eb *Eventbrite) error {
				_, err := eb.Orders.Search(t.Context(), "12", opts)
				return err
			})
		}
	}
	ebRefused(t, "organization_id", func(eb *Eventbrite) error {
		_, err := eb.Orders.Search(t.Context(), "", options(""))
		return err
	})
}
