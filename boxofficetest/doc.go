// Package boxofficetest is a pretix, and an Eventbrite, that live in memory, for
// tests of programs that talk to one.
//
//	func TestOffboarding(t *testing.T) {
//		px := boxofficetest.NewPretix(t)
//		team := px.AddTeam("", boxofficetest.PretixTeam{Name: "Door", Can: []string{"can_checkin_orders"}})
//		px.AddMember(team, px.AddUser(boxofficetest.PretixUser{Email: "ana@example.org"}))
//
//		// run the program under test with px.URL and px.Token
//
//		if left := px.Members(team); len(left) != 0 {
//			t.Errorf("members still in the team: %v", left)
//		}
//	}
//
// Both speak real HTTP on a loopback port, so that the client under test goes
// through its own connections, timeouts and retries, and both are set up, spoiled
// ([Fault]) and read back ([Request]) in the same way. Every pretix starts with
// one organizer, one team that may do everything, and one API token of it; every
// Eventbrite with one user, a token of theirs, and one organization of which they
// are the owner.
//
// # What pretix serves
//
// Teams with their members, invites and API tokens are served whole, the way
// the chosen version of pretix serves them: fields, permission model, order of
// judgement, error bodies, merge rules, pagination and idempotency keys.
// Organizers and events can be read, but not written: their write methods
// answer 405, and events carry the fields that the setup knows, with defaults
// for a selection of the others. GET /api/v1/version, /api/v1/me and
// /api/v1/idempotency_query are there as well. Team tokens, devices and OAuth
// bearer tokens work as credentials; browser sessions do not exist.
//
// # Versions of pretix
//
// [WithVersion] takes a pretix release and picks the behaviour of its
// generation. What a client can notice changed most in 4.0, 4.18, 2024.4.0,
// 2026.3.0 (a new permission model) and 2026.8.0. Releases before 4.18 behave
// as pip installs them, without assets: where others answer with an error page,
// they answer with a bare 500, also for an unknown path, and a 500 keeps its
// idempotency key locked.
//
// # Differences from a real pretix
//
//   - Messages are English. With Accept-Language: de two of them are German
//     ("Anmeldedaten fehlen.", "Nicht gefunden."), to catch code that branches
//     on texts.
//   - Strings are sorted by their bytes; a real server sorts by the collation
//     of its database. Equal names sort by id here and by chance there.
//   - Permission lists come sorted; a real server promises no order.
//   - Idempotency keys are kept until [Pretix.Close], not for a day.
//   - OPTIONS answers with metadata that has no "actions".
//   - Headers that are for browsers alone are left out (Content-Security-Policy,
//     P3P, X-XSS-Protection), and so is what a session cookie would change.
//   - There is no web interface, so that an unknown path outside /api/ is not
//     found; a real server would redirect some to an organizer's page.
//   - 3.x reads JSON as leniently, and complains about it in the same words, as
//     the later releases.
//   - There is no rate limit. [Pretix.Fail] makes one.
//
// Like a real server behind gunicorn, this pretix knows itself by its own address only
// (loopback, any port; another Host is a 400), and takes a body without
// Content-Length for empty.
//
// # What Eventbrite serves
//
// It is set up like pretix, and a program under test gets its URL and Token:
//
//	eb := boxofficetest.NewEventbrite(t)
//	event := eb.AddEvent("", boxofficetest.EventbriteEvent{Name: "Gala"})
//	eb.AddOrder(event, boxofficetest.EventbriteOrder{
//		Email:     "ana@example.org",
//		Attendees: []boxofficetest.EventbriteAttendee{{FirstName: "Ana"}, {FirstName: "Max"}},
//	})
//
// Ids are strings, and a "" takes the next free one; zero times and some empty
// fields take a default, and the other empty ones are null or left out, as they
// are by the real server.
//
// Version 3 of the API is served, below [Eventbrite.URL]. State is behind users,
// organizations with their members and roles, events, orders and attendees,
// venues, organizers, ticket classes and groups, discounts, webhooks and
// bookmarks, on the endpoints of the organization and on those of the single
// object. Expansions are served as far as that state goes, four levels deep:
// venue, organizer, category, subcategory, format, ticket_classes,
// ticket_availability, bookmark_info, event, order, attendees, ticket_group,
// tickets and assortment; others are ignored, as they are by the real server.
//
// Canned are the answers of: assortment, checkout_settings, contact_lists with
// their contacts, currencies, event_groups, tracking_beacons, seatmaps,
// text_overrides, notifications, categories, subcategories, formats, the tables
// below /system/, and DELETE of an organization's discounts. What they answer
// never changes; writes are checked and forgotten. The fields of categories,
// subcategories and formats are recorded; all other shapes are our guess, and so
// is that what no public page describes still exists.
//
// The endpoints below /users/ and at the root that organizations have replaced
// refuse, in one of the two ways that have been seen ([WithLegacyRefusal]).
// Query parameters and members of a body that an endpoint does not know are 400,
// as are missing ones and values that are none of the choices. Bodies are JSON, or
// forms with dotted names. A read without the slash that ends every path is
// redirected; a write without it is 404, and fails the test at its end
// ([Eventbrite.TakeMisrouted]). Webhooks are delivered when the test says so
// ([Eventbrite.Deliver]).
//
// An endpoint that is not served, such as /events/{id}/teams/, can be given an answer
// by a [Fault] with a Body and Times -1.
//
// The client of package boxoffice takes the URL by its option WithBaseURL.
//
// # Guesses about Eventbrite
//
// Eventbrite can't be installed, so that less is known of it than of pretix. The
// fields of most objects, the three forms of pagination, the texts of common
// errors and the refusals are recorded from real answers. What the documentation
// alone has, such as ticket groups, what most writes answer and the rules between
// fields of an input, is done as it says. These are neither, and are our guess:
//
//   - Bodies of members and roles: the fields are known, and values, "_type"
//     among them, are not. Extra fields can be set.
//   - Which form of pagination a list has that nobody recorded: members and
//     roles have no counts, ticket classes of an organization are like those of an
//     event, the others count pages. Order search, batch reads, formats, the
//     tables below /system/, checkout settings, contact lists and contacts come
//     whole. [WithContinuationStyle] makes all of them paginate.
//   - page_size is 1 to 200, and known to the lists that document it. page is
//     known where it was seen or an SDK sends it, and gives way to a continuation.
//   - What a token sees: members of an organization may do everything in it,
//     whatever their role; others see its published events, venues and
//     organizers, and 404 or 403 elsewhere. A user's orders, bookmarks and
//     organizations are for that user. Public tokens are good for what has no
//     owner.
//   - The order in which a request is judged: slash, token, rate limit, path,
//     query, organization or object, body.
//   - Texts of errors of single endpoints, such as BOOKMARK_ALREADY_EXISTS, of
//     405, 429 and of ids other than those of events, orders, attendees,
//     webhooks, users and organizations. Only a selection of the documented codes
//     can happen.
//   - A list of events without a status has all of them; a list of orders as
//     well; a list of ticket groups has the live ones. For discounts, the scope
//     "user" has those of the event and of several events.
//   - Which orders are active and inactive, and that "both" is a status that only
//     the orders of an organization take; which attendees are attending and which
//     unpaid.
//   - That a description and a summary replace each other in an update.
//   - That the closed endpoints at the root refuse as those of users do.
//   - Batch reads, bookmarks, the default organizer, GET of one attendee of an
//     order, and the answer to DELETE of a ticket class.
//   - The user_id in a delivery, and whatever has a comment in the source.
//   - Reads after a write are stale only with [WithEventualConsistency], and
//     then by one write.
//
// Other differences: a token is limited by itself, not together with others of
// its API key; expand.<_type>= and switch headers do nothing; orders change no
// quantity_sold, and discounts and holds no list of what is for sale; an event
// is started or ended only when it is set up so; nothing asks for tax settings,
// payment options or tickets before an event is published; series have parents
// and parts, but no schedules; no event is in a group or a collection;
// resource_uri leads to the fake.
//
// Nothing here is secret: the fakes log credentials and hand them out freely.
package boxofficetest
