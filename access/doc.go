// Package access does the jobs that people have with access to a ticketing
// platform, on top of package boxoffice: see who may do what, audit it, keep teams
// as code, bring people in and out, and rotate tokens.
//
// # Seeing
//
// [ReadPretix] and [ReadEventbrite] make a [Snapshot] of one organizer or
// organization: everything that grants access, in one model for both platforms.
// [Diff] compares two of them, and [Audit] finds what should not be so.
//
// # Changing
//
// Changes of several steps are a [Plan] first: data that prints like a diff, that
// can be kept in a file, and that changes nothing. [PlanTeams] makes one of a
// desired [State], [Onboard], [Offboard] and [Retire] make one of a request, and
// [Revert] of a journal. [Apply] carries a plan out.
//
// [Provision] and [Rotate] make secrets, which no file should hold, so they act at
// once.
//
// # What keeps it safe
//
// A [Guard] refuses what would leave nobody able to manage teams, or lock out the
// caller. It is on unless forced. pretix has no conditional writes and no
// transactions over several requests: each step is looked at again right before it
// is written, and what somebody else does between that look and the write is lost or
// overwritten.
package access
