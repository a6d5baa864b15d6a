// Package chaos holds tests that spoil what lies between the SDK and a pretix, and look at the server itself whether
// the SDK told the truth. It is a module of its own, so that what it needs never reaches a user's go.mod.
//
//	go -C conformance/chaos test .                                        # on the pretix in memory, a minute
//	go run ./conformance/withpretix -db postgres -revive -- \
//	    go -C conformance/chaos test -count=1 -timeout 30m -v -skip Sides . # on a real one, many minutes
//
// Only PostgreSQL can write from several requests at once, so a real pretix has to run on it. What is done, what it
// found and the table of a full run stand in docs/chaos.md.
//
// Each test draws from a seed, which it logs: -seed repeats the draws, -writes sets how many faulted writes there are,
// and -case runs one of them alone. With -short there are fewer of everything.
package chaos
