// Eventbrite-export answers: which attendees have changed since a time? It writes them
// as CSV, page by page, so that it goes on where it stopped.
//
//	EVENTBRITE_TOKEN=… go run ./examples/eventbrite-export -since 2026-01-01T00:00:00Z -o attendees.csv
//
// Without EVENTBRITE_TOKEN it exports from an Eventbrite in memory; EVENTBRITE_URL names
// another server. Without -o it writes to standard output, and can't go on later.
//
// With -o, what is done is in attendees.csv.state until the export is complete. An
// export that was stopped, in whatever way, is gone on with by the same command. When
// Eventbrite no longer takes the place where it stopped, it begins again. An attendee
// who changes during the export can come twice: the last row counts.
package main
