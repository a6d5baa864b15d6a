package boxoffice

import (
	"errors"
	"fmt"
	"testing"
)

const ecTicketGroup = `{"id": "%d", "name": "Students", "status": "live", "event_ticket_ids": {"77": ["1", "2"], "78": []},
	"tickets": [{"id": "1", "event_id": "77", "name": "GA", "sales_channels": ["online"], "variants": [{"id": "T1"}]}]}`

func ecWantTicketGroup(i int) TicketGroup {
	return TicketGroup{
		ID: TicketGroupID(fmt.Sprint(i)), Name: "Students", Status: TicketGroupStatusLive,
		EventTicketIDs: map[EventID][]TicketClassID{"77": {"1", "2"}, "78": {}},
		Tickets: []TicketGroupTicket{{
			ID: "1", EventID: "77", Name: "GA", SalesChannels: []SalesChannel{SalesChannelOnline}, Variants: []Unverified{Unverified(`{"id": "T1"}`)},
		}},
	}
}

func TestTicketGroupsList(t *testing.T) {
	t.Parallel()
	ecUnder(t, func(eb *Eventbrite) *TicketGroupsService { return eb.TicketGroups }, "5", func(c string) *TicketGroupListOptions {
		return &TicketGroupListOptions{ContinuationOptions{c}, TicketGroupStatusAll, []TicketGroupExpansion{TicketGroupExpandTickets}}
	}, (*TicketGroupsService).List, (*TicketGroupsService).Pages, (*TicketGroupsService).All, ebList[TicketGroup]{
		path: "/organizations/5/ticket_groups/", query: "expand=tickets&status=all", key: "ticket_groups",
		item: func(i int) string { return fmt.Sprintf(ecTicketGroup, i) }, want: ecWantTicketGroup,
	})

	// As the documentation has it, without pagination.
	eb, server := ebMock(t)
	server.on("GET", "/organizations/5/ticket_groups/", 200, `{"ticket_groups": [`+fmt.Sprintf(ecTicketGroup, 1)+`]}`)
	all, err := Collect(eb.TicketGroups.All(t.Context(), "5", nil))
	resEqual(t, "without pagination", []any{all, err}, []any{[]TicketGroup{ecWantTicketGroup(1)}, error(nil)})

	ecKeeps[TicketGroup](t, fmt.Sprintf(ecTicketGroup, 1))
	ecKeeps[TicketGroup](t, `{"id": "3", "name": null, "tickets": []}`)
}

func TestTicketGroupsCalls(t *testing.T) {
	t.Parallel()
	answer, want := fmt.Sprintf(ecTicketGroup, 1), new(ecWantTicketGroup(1))
	wrong := []string{`{}`, `{"ticket_group": {"id": "1"}}`, `{"id": "2"}`}
	link := "/organizations/5/events/77/ticket_classes/9/ticket_groups/"
	ecProve(t, map[string]ecCall{
		"Get": {
			method: "GET", path: "/ticket_groups/1/?expand=tickets", answer: answer, want: want, wrong: wrong,
			call: func(eb *Eventbrite) (any, error) {
				return eb.TicketGroups.Get(t.Context(), "1", &TicketGroupGetOptions{[]TicketGroupExpansion{TicketGroupExpandTickets}})
			},
		},
		"Get without options": {
			method: "GET", path: "/ticket_groups/1/", answer: answer, want: want,
			call: func(eb *Eventbrite) (any, error) { return eb.TicketGroups.Get(t.Context(), "1", nil) },
		},
		"Create": {
			method: "POST", path: "/organizations/5/ticket_groups/", answer: answer, want: want, wrong: wrong[:2],
			body: `{"ticket_group":{"name":"Students","status":"live","event_ticket_ids":{"77":["1","2"],"78":[]}}}`,
			call: func(eb *Eventbrite) (any, error) {
				return eb.TicketGroups.Create(t.Context(), "5", new(ecWantTicketGroup(1)).Input())
			},
		},
		"Update": {
			method: "POST", path: "/ticket_groups/1/", answer: answer, want: want, wrong: wrong,
			body: `{"ticket_group":{"name":"Älter als zwanzig Ze","status":"archived","event_ticket_ids":{}}}`,
			call: func(eb *Eventbrite) (any, error) {
				return eb.TicketGroups.Update(t.Context(), "1", TicketGroupUpdate{new("Älter als zwanzig Ze"), TicketGroupStatusArchived, map[EventID][]TicketClassID{}})
			},
		},
		"Delete": {
			method: "DELETE", path: "/ticket_groups/1/", answer: `{"deleted": true}`, wrong: []string{`{}`, `{"deleted": false}`},
			call: func(eb *Eventbrite) (any, error) { return nil, eb.TicketGroups.Delete(t.Context(), "1") },
		},
		"LinkTicketClass": {
			method: "POST", path: link, status: 204, body: `{"ticket_group_ids":["11","20"]}`,
			call: func(eb *Eventbrite) (any, error) {
				return nil, eb.TicketGroups.LinkTicketClass(t.Context(), "5", "77", "9", []TicketGroupID{"11", "20"})
			},
		},
		"UnlinkTicketClass": {
			method: "POST", path: link, status: 204, body: `{"ticket_group_ids":[]}`,
			call: func(eb *Eventbrite) (any, error) {
				return nil, eb.TicketGroups.UnlinkTicketClass(t.Context(), "5", "77", "9")
			},
		},
	})
	eb, server := ebMock(t)
	server.on("POST", "/organizations/5/ticket_groups/", 400, `{"status_code": 400, "error_description": "You have reached the maximum.", "error": "EXCEEDS_LIMIT"}`)
	_, err := eb.TicketGroups.Create(t.Context(), "5", TicketGroupCreate{Name: "One more"})
	if e, ok := errors.AsType[*Error](err); !ok || e.Code != "EXCEEDS_LIMIT" || !errors.Is(err, ErrInvalid) {
		t.Errorf("one too many: %v", err)
	}
}

func TestTicketGroupsRefused(t *testing.T) {
	t.Parallel()
	create := func(in TicketGroupCreate) func(eb *Eventbrite) error {
		return func(eb *Eventbrite) error { _, err := eb.TicketGroups.Create(t.Context(), "5", in); return err }
	}
	update := func(id TicketGroupID, in TicketGroupUpdate) func(eb *Eventbrite) error {
		return func(eb *Eventbrite) error { _, err := eb.TicketGroups.Update(t.Context(), id, in); return err }
	}
	link := func(o OrganizationID, e EventID, c TicketClassID, groups ...TicketGroupID) func(eb *Eventbrite) error {
		return func(eb *Eventbrite) error { return eb.TicketGroups.LinkTicketClass(t.Context(), o, e, c, groups) }
	}
	ecRefused(t, map[[2]string]func(*Eventbrite) error{
		{"organization_id", "List"}: func(eb *Eventbrite) error { _, err := eb.TicketGroups.List(t.Context(), "", nil); return err },
		{"opts.Expand", "List"}: func(eb *Eventbrite) error {
			_, err := eb.TicketGroups.List(t.Context(), "5", &TicketGroupListOptions{Expand: []TicketGroupExpansion{"a b"}})
			return err
		},
		{"ticket_group_id", "Get"}: func(eb *Eventbrite) error { _, err := eb.TicketGroups.Get(t.Context(), "", nil); return err },
		{"opts.Expand", "Get"}: func(eb *Eventbrite) error {
			_, err := eb.TicketGroups.Get(t.Context(), "1", &TicketGroupGetOptions{[]TicketGroupExpansion{""}})
			return err
		},
		{"ticketGroup.Name", "missing"}:           create(TicketGroupCreate{}),
		{"ticketGroup.Name", "long"}:              create(TicketGroupCreate{Name: "Älter als zwanzig Zei"}),
		{"ticketGroup.EventTicketIDs", "event"}:   create(TicketGroupCreate{Name: "A", EventTicketIDs: map[EventID][]TicketClassID{"": {"1"}}}),
		{"ticketGroup.EventTicketIDs", "class"}:   create(TicketGroupCreate{Name: "A", EventTicketIDs: map[EventID][]TicketClassID{"77": {""}}}),
		{"ticketGroup", "nothing"}:                update("1", TicketGroupUpdate{}),
		{"ticketGroup.Name", "blank"}:             update("1", TicketGroupUpdate{Name: new(" ")}),
		{"ticket_group_id", "Update"}:             update("", TicketGroupUpdate{Status: TicketGroupStatusLive}),
		{"ticket_group_id", "Delete"}:             func(eb *Eventbrite) error { return eb.TicketGroups.Delete(t.Context(), "") },
		{"ticketGroupIDs", "none, which unlinks"}: link("5", "77", "9"),
		{"ticketGroupIDs", "an empty one"}:        link("5", "77", "9", "11", ""),
		{"organization_id", "Link"}:               link("", "77", "9", "11"),
		{"event_id", "Link"}:                      link("5", "", "9", "11"),
		{"ticket_class_id", "Link"}:               link("5", "77", "", "11"),
		{"ticket_class_id", "Unlink"}: func(eb *Eventbrite) error {
			return eb.TicketGroups.UnlinkTicketClass(t.Context(), "5", "77", "")
		},
	})
}
