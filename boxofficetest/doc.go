// Package boxofficetest is a pretix that lives in memory, for tests of programs
// that talk to one.
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
// It speaks real HTTP on a loopback port, so that the client under test goes
// through its own connections, timeouts and retries. Every server starts with
// one organizer, one team that may do everything, and one API token of it.
//
// # What it serves
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
// # Versions
//
// [WithVersion] takes a pretix release and picks the behaviour of its
// generation. What a client can notice changed most in 4.0, 4.18, 2024.4.0,
// 2026.3.0 (a new permission model) and 2026.8.0. Releases before 4.18 behave
// as pip installs them, without assets: where others answer with an error page,
// they answer with a bare 500, also for an unknown path, and a 500 keeps its
// idempotency key locked.
//
// # Differences from a real server
//
//   - Messages are English. With Accept-Language: de two of them are German
//     ("Anmeldedaten fehlen.", "Nicht gefunden."), to catch code that branches
//     on texts.
//   - Strings are sorted by their bytes; a real server sorts by the collation
//     of its database. Equal names sort by id here and by chance there.
//   - Permission lists come sorted; a real server promises no order.
//   - Idempotency keys are kept until [Pretix.Close], not for a day.
//   - OPTIONS answers with metadata that has no "actions".
//   - There is no web interface, so that an unknown path outside /api/ is not
//     found; a real server would redirect some to an organizer's page.
//   - 3.x reads JSON as leniently, and complains about it in the same words, as
//     the later releases.
//   - There is no rate limit. [Pretix.Fail] makes one.
//
// Like a real server behind gunicorn, it knows itself by its own address only
// (loopback, any port; another Host is a 400), and takes a body without
// Content-Length for empty.
//
// Nothing here is secret: the fake logs credentials and hands them out freely.
package boxofficetest
