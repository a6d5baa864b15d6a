// Package benchmarks holds nothing itself: it is a module of its own, so that the
// packages that the SDK is compared with never reach a user's go.mod.
//
//	go -C benchmarks run ./ratios            # minutes; the figures of the README
//	go -C benchmarks run ./ratios -short     # half a minute, once everything is compiled
//	go run ./conformance/withpretix -db postgres -members 3000 -- go -C benchmarks run ./ratios -only pretix
//
// prints one table: what is measured, each client's figure, the goal, and whether the
// SDK meets it. "obvious" is the program that one would write without a package:
// net/http, [io.ReadAll] and encoding/json, no retries, no limits. All ratios are to it,
// in the same run. Another Go is measured by GOTOOLCHAIN.
//
// # The work
//
// All clients do the same, in the packages below clients, on what package served sends: teams as
// pretix 2026.8 writes them, 50 a page, some 31 kB. The server is a process of its own.
//
//   - Time: each client walks once a round, in an order that turns; medians. Ratios under
//     ten percent apart mean nothing on a machine that does other things.
//   - Allocations and bytes: the collector stands still and the pools are warm, so the
//     counts hardly differ from run to run; those of single calls are means of many.
//   - A window's ideal is what its schedule takes when only latency, and the work of the
//     loop on each page (5 ms), take time.
//   - The iterator is measured by BenchmarkObject of the SDK itself, without decoding.
//     Its allocations are what grows with the size of a page.
//   - Resident memory is what Linux tells of a process of its own, of which each client has
//     one that links no other, over what it was after a first call.
//   - Connections are those that pages came on. A cancelled call begins while a page is
//     under way, on a connection of its own, and is cancelled while the walk's is idle.
//   - A build compiles everything but the standard library anew.
//   - A real pretix is walked only where conformance/withpretix has started one. It computes
//     for all of that time, so this means something only on two cores that nothing else
//     needs.
//
// # The peers
//
// Each is used as its documentation does, with its defaults, through the calls that take
// any type; a loop follows its own pagination. What differs from ours is told here:
//
//   - google/go-github takes the next page from a Link header, which only it is sent.
//     The body is pretix's.
//   - hetznercloud/hcloud-go takes it from a member "meta" at the end of the body, which
//     only it is sent: some 100 bytes a page. It is v2.52.0; the next one needs a newer
//     patch release of Go.
//   - openai/openai-go pages only through types of its own, so its loop follows pretix's
//     "next", as the obvious program does.
//   - apzuk/go-eventbrite is not there: the module proxy does not have it, it has no
//     go.mod, it lists only its own types, and it follows no pages.
//
// None of them fetches pages ahead or has an iterator for types that are not its own, so
// those rows have no figures of them. "List teams" is the nearest thing that each can
// list: teams, SSH keys, files. The peers' retries are never needed here.
package benchmarks
