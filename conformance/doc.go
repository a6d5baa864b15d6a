// Package conformance holds one suite of tests that runs against the pretix in memory of package boxofficetest and
// against real servers. It is what the fake and the SDK are measured by: where a case passes on one and fails on the
// other, the real server is right.
//
//	go test ./conformance/
//
// runs every case on the fake, once for each generation of pretix. With a server in the environment it runs them
// there instead:
//
//	go build -o withpretix ./conformance/withpretix
//	./withpretix -version 2026.8.0 -- go test -count=1 ./conformance/
//
// withpretix sets all variables. For a server of your own, PRETIX_URL, PRETIX_TOKEN (of a team that may do everything)
// and PRETIX_ORGANIZER are required; cases that need more are skipped and name what is missing. The suite writes: it
// makes teams, invites and tokens, and removes what can be removed. Do not point it at a server that people use.
//
// Cases are written for the newest release; what an older one does differently stands in the case itself, as a value
// chosen by [target.since]. A case makes the teams that it changes, so cases can run alone and in any order, and it
// writes one thing at a time, since SQLite takes no more.
//
// Eventbrite has a part of its own, which only reads. It runs on the fake, in each form of pagination, or on the live
// service when EVENTBRITE_TOKEN is set (EVENTBRITE_URL names another address); cases for which the account has nothing
// are skipped. That the fake serves every method of the SDK for Eventbrite, writes too, is shown on the fake alone.
package conformance
