// Eventbrite-migrate answers: where do I still call what Eventbrite switched off in
// 2020, and what do I call instead? It reads source code, logs and lists of URLs, and
// prints every legacy call with what replaces it, in HTTP and in this SDK.
//
//	go run ./examples/eventbrite-migrate [-json] [-organization ID] [path ...]
//
// A path is a file, a folder (with all that is in it), or - for standard input, which
// is also read when there is no path. On a terminal and without a path it shows itself
// on a few lines of its own.
//
// The exit status is 0 when nothing was found, 1 when something was, and 2 when
// something could not be read, so that it can guard a build.
//
// # What counts
//
// A path of a user (/users/…/owned_events/) counts wherever it stands by itself, below
// /v3/, or below Eventbrite's host; the id may be a number, "me", a name like USER_ID,
// a placeholder ({user_id}, %s, :id, ${id}, #{id}, <id>, $id), or joined from strings.
// A path below another host doesn't count.
//
// The eight paths without a user (/events/, /webhooks/, …) are in everybody's code. They
// count below Eventbrite's host or /v3/; and by themselves only when the line says a
// method that is in the table, and the file, by its name or text, speaks of Eventbrite.
// /events/123/ and its like are alive and never count.
//
// The routes that a server defines (app.post("/webhooks/", …)) don't count.
//
// The method is what the line says: GET, -X POST, .post(, MethodPost, method: "post"; or
// the end of the line above, when the call goes on. A method that isn't in the table for
// the path is no finding. Where nothing says it, each row of the table for the path is
// one. Calls by the methods of another SDK, without a path, can't be found.
//
// Of what it reads it prints only where, and the path in the table's own words with
// numeric ids: never a line, a query or a token.
//
// # JSON
//
// -json prints an array of objects, [] for none found: file, line and column (from 1, in
// bytes), row (of Eventbrite's table), method_known (whether the line said it),
// legacy_method, legacy_path, method, path, certainty ("A" recorded, "A-" imported from
// real answers, "B" documented, "C" seen in other clients, "D" only named), public_docs,
// sdk, note.
package main
