// Command byhcloud walks and tells the memory that it needs, see package streams.
package main

import (
	"github.com/boxoffice-go/boxoffice/benchmarks/clients/byhcloud"
	"github.com/boxoffice-go/boxoffice/benchmarks/streams"
)

func main() { streams.Main(byhcloud.New) }
