// Package boxoffice is a client of the people side of ticketing platforms: who may
// do what at an event organizer. It speaks pretix (teams, members, invites and API
// tokens, on every version since 3.17) and Eventbrite (organizations, members, roles,
// users, and what hangs off an organization).
//
//	px, err := boxoffice.NewPretix("https://pretix.eu", boxoffice.PretixTeamToken(token))
//	if err != nil {
//		return err
//	}
//	for team, err := range px.Teams.All(ctx, "demo", nil) {
//		if err != nil {
//			return err
//		}
//		fmt.Printf("%q may do %s\n", team.Name, team.Permissions().Event)
//	}
//
//	eb, err := boxoffice.NewEventbrite(boxoffice.EventbriteToken(token))
//	if err != nil {
//		return err
//	}
//	organization, err := eb.Organizations.Resolve(ctx, "Demo Festival")
//	if err != nil {
//		return err
//	}
//	for member, err := range eb.Members.All(ctx, organization.ID, nil) {
//		if err != nil {
//			return err
//		}
//		fmt.Printf("%s is %q\n", member.UserID, member.RoleSummary)
//	}
//
// # Calls
//
// A service method is one request, and its doc comment tells the exceptions. It
// takes ctx, then the path from the outside in, then options or input. Lists come
// in three: List reads one page, Pages and All walk all of them lazily. What this
// package does not type can be called through [Do] and [Walk]. Fields of input that
// are pointers are left out when nil: write new(true), or new(int64(100)).
//
// A walk on pretix goes back for what moves under it; see [ListOptions]. A walk on
// Eventbrite follows the server's tokens and can't: an object that changes meanwhile
// can be missed, or make another come twice, so jobs ask for what has changed since a
// time, and resume by [Page.Continuation].
//
// # Certainty
//
// The pretix half is tested against real servers. There is no Eventbrite to test
// against: the comment of each of its methods names a [Certainty], from A, seen in a
// real answer, to D, only named somewhere. What nobody has recorded is [Unverified].
// A field of an answer that is not of the documented type is converted, or left
// empty, and never fails the call; [Page.Malformed] tells of those in lists. A walk of
// items ends in an error, behind the rest, when one of them could not be read at all.
//
// # Retries
//
// Reads are retried after lost connections, attempts that ran out of time, and
// 429, 500, 502, 503 and 504. So are writes to pretix: each carries a fresh
// X-Idempotency-Key, kept over its retries, and the server answers a repeated key
// with what the first one did. A 409 with Retry-After means that an earlier
// attempt is still at work, and is waited for. A 500 to deleting a team is its
// answer and is not retried. Nothing else is retried, except once after a 401 when a
// credential source then gives another credential, and no redirect of a write is
// followed. On a kept-alive connection that turns out to be closed, net/http itself
// sends a read or a write with a key once more, within one attempt.
//
// Eventbrite has no such keys. A write to it is repeated only after a 429, which did
// nothing, and when no connection could be made; after anything else that leaves it
// in doubt the error is [ErrOutcomeUnknown].
//
// Waits are random between nothing and a bound that doubles from half a second, or
// what the server asks for in Retry-After, or on Eventbrite the time until its rate
// limit is reset. When that would pass a limit of
// [RetryLimits] or the deadline of ctx, the error comes back at once, with the wait
// in it. ctx ends every wait. These rules may be refined; the promise that a write
// happens once stays.
//
// # Errors
//
// Every failed call is an [Error] that matches sentinels such as [ErrNotFound] by
// errors.Is. What is refused before sending is an [ArgumentError]. A write of
// which nobody can say whether it happened is [ErrOutcomeUnknown].
//
// # Secrets
//
// Credentials go to the base URL's origin and nowhere else, and nothing in this
// package prints, logs or marshals one; see [Secret]. Names and texts that come
// from a server can hold anything: make them safe for the place where you show
// them.
//
// # Stability
//
// New fields, methods, permissions and error texts may come in any version.
// Structs are to be written with field names. Unknown values of enums are kept.
package boxoffice
