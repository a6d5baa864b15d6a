package boxoffice

import (
	"fmt"
	"testing"
)

func TestEventGroups(t *testing.T) {
	t.Parallel()
	ecUnder(t, func(eb *Eventbrite) *EventGroupsService { return eb.EventGroups }, "5", func(c string) *EventGroupListOptions {
		return &EventGroupListOptions{ContinuationOptions{c}}
	}, (*EventGroupsService).List, (*EventGroupsService).Pages, (*EventGroupsService).All, ebList[Unverified]{
		path: "/organizations/5/event_groups/", key: "unknown",
		item: func(i int) string { return fmt.Sprintf(`{"id": "%d"}`, i) },
		want: func(i int) Unverified { return Unverified(fmt.Sprintf(`{"id": "%d"}`, i)) },
	})
	ecProve(t, map[string]ecCall{"Create": {
		method: "POST", path: "/organizations/5/event_groups/", body: `{"event_group":{"name":"Tour"}}`,
		answer: `{"id": "1"}`, want: Unverified(`{"id": "1"}`), wrong: []string{`{`},
		call: func(eb *Eventbrite) (any, error) {
			return eb.EventGroups.Create(t.Context(), "5", Unverified("\n"+`{"event_group": {"name": "Tour"}}`))
		},
	}})
	create := func(id OrganizationID, group string) func(eb *Eventbrite) error {
		return func(eb *Eventbrite) error {
			_, err := eb.EventGroups.Create(t.Context(), id, Unverified(group))
			return err
		}
	}
	ecRefused(t, map[[2]string]func(*Eventbrite) error{
		{"organization_id", "List"}:   func(eb *Eventbrite) error { _, err := eb.EventGroups.List(t.Context(), "", nil); return err },
		{"organization_id", "Create"}: create("", `{}`),
		{"group", "nothing"}:          create("5", ``),
		{"group", "null"}:             create("5", `null`),
		{"group", "list"}:             create("5", `[]`),
		{"group", "broken"}:           create("5", `{"a":`),
	})
}
