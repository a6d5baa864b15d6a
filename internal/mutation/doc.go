// Mutation runs gremlins on the files of the root that must not break, and compares
// what lives with the list in alive.txt. `.ci/mutate` installs gremlins and calls it:
//
//	.ci/mutate                     every file of the scope; prints docs/mutation.md's table
//	.ci/mutate FILE…               those files
//	.ci/mutate changed [REF]       those that differ from REF, as far as the time reaches
//
// Gremlins writes each mutant into a copy of the module and calls `go test` there.
// Compiling and linking the root's tests takes many times longer than running them,
// so that a whole run would take hours. This program therefore stands in for `go`:
// gremlins walks twice. The first time each mutant is kept and nothing is run. From
// these a single test binary is built that holds every mutant: each function becomes
// a switch over its variants, the original by default (schemata.go). Each test is run
// once to see which functions it reaches (reach.go). The second time a mutant's tests
// are those that reach its function, in that binary, with the mutant chosen by the
// environment (standin.go).
//
// Standing in for `go` mends three faults of gremlins 0.6.0 as well: mutants that don't
// compile count as killed, since `go test` exits with 1 for them too; conditions of a
// case and declarations outside of functions have no counter and so count as not
// covered; and a copy of a repository with all its folders is made for each worker.
package main
