// Command obvious walks and tells the memory that it needs, see package streams.
package main

import (
	"github.com/boxoffice-go/boxoffice/benchmarks/clients/obvious"
	"github.com/boxoffice-go/boxoffice/benchmarks/streams"
)

func main() { streams.Main(obvious.New) }
